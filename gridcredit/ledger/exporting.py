"""A ledger's table as a file for other programs: CSV or Parquet."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gridcredit.errors import UsageError
from gridcredit.i18n import N_
from gridcredit.ledger.tables import plain_text
from gridcredit.output import BOM, csv_lines

Batches = Iterator[list[Mapping[str, Any]]]


def write(path: Path, kind: str, columns: Sequence[str], batches: Batches) -> int:
    """How many rows were written."""
    return _parquet(path, columns, batches) if kind == "parquet" else _csv(path, columns, batches)


def _csv(path: Path, columns: Sequence[str], batches: Batches) -> int:
    count = 0
    with path.open("wb") as file:
        file.write(BOM + csv_lines([columns]))
        for rows in batches:
            file.write(csv_lines([_text(row[column]) for column in columns] for row in rows))
            count += len(rows)
    return count


def _text(value: object) -> object:
    """Details as JSON, days and times as ISO."""
    if value is None or isinstance(value, str | int):
        return value
    return plain_text(value).strip('"')


def _parquet(path: Path, columns: Sequence[str], batches: Batches) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        raise UsageError(N_("the writer of Parquet is missing; install gridcredit[parquet]")) from None
    schema = pa.schema([(column, _PARQUET.get(column, "string")) for column in columns])
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        for rows in batches:
            table = {column: [_value(column, row[column]) for row in rows] for column in columns}
            writer.write_table(pa.table(table, schema=schema))
            count += len(rows)
    return count


_PARQUET = {
    **dict.fromkeys(("seq", "entry_seq", "run_seq", "corrects", "count", "amount_yuan", "line_yuan"), "int64"),
    **dict.fromkeys(("effective", "as_of"), "date32"),
    "recorded_at": "timestamp[us]",
    "rated": "bool",
}


def _value(column: str, value: object) -> object:
    return value if column in _PARQUET or value is None or isinstance(value, str) else plain_text(value)
