"""Ledgers of older versions brought forward: their tables are read, and written again as entries of today.

Versions 1 to 3 had no entries; theirs are made of what was recorded together, in the order of its recording. When an entry
was made so is said in its detail.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from gridcredit.ledger import rows
from gridcredit.ledger.entries import ASSESSED as ASSESSED_KIND
from gridcredit.ledger.entries import digest
from gridcredit.ledger.recorder import Entry
from gridcredit.ledger.tables import ASSESSED, EVENTS, MINUTES, POLICIES, RUNS, WITH_ENTRIES, create_all
from gridcredit.ledger.verifying import BROKEN

OLD = ("run", "event", "policy", "minute")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What was recorded together."""

    recorded_at: datetime
    kind: str
    runs: Sequence[Row] = ()
    events: Sequence[Row] = ()
    minutes: Sequence[Row] = ()


def bring_forward(connection: sa.Connection, version: int) -> None:
    """Within the transaction that ``connection`` is in."""
    if version >= WITH_ENTRIES:
        create_all(connection)
        return
    there = [name for name in OLD if sa.inspect(connection).has_table(name)]
    for name in there:
        for index in sa.inspect(connection).get_indexes(name):
            connection.exec_driver_sql(f'DROP INDEX "{index["name"]}"')
        for verb in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_no_{verb}")
        connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO old_{name}")
    create_all(connection)
    policies = {row["sha256"]: row for row in _old(connection, "policy", there)}
    unchained = set(_unchained(_old(connection, "minute", there)))
    for recorded in sorted(_recorded(connection, there), key=lambda one: one.recorded_at):
        entry = Entry(connection, recorded.kind, recorded.recorded_at)
        entry.detail = {"brought_forward_from": version}
        if broken := [one["seq"] for one in recorded.minutes if one["seq"] in unchained]:
            entry.detail[BROKEN] = broken
        for run in recorded.runs:
            if (policy := policies.pop(run["policy_sha256"], None)) is not None:
                entry.add(POLICIES, [policy])
            _add_run(connection, entry, run)
        entry.add(EVENTS, [_event(event) for event in recorded.events])
        entry.add(MINUTES, [_without(minute, "previous", "sha256") for minute in recorded.minutes])
        entry.close()
    if policies:
        entry = Entry(connection, "policies", datetime.combine(date.max, datetime.min.time()))
        entry.detail = {"brought_forward_from": version}
        entry.add(POLICIES, list(policies.values()))
        entry.close()
    for name in reversed(there):
        connection.exec_driver_sql(f"DROP TABLE old_{name}")


def _unchained(minutes: Sequence[Row]) -> Iterator[int]:
    """The minutes of version 3 that are not as they were recorded, by the digests that chained them."""
    previous = ""
    for one in minutes:
        plain = json.dumps(one["detail"], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        parts = (one["kind"], one["village"], one["round"], one["number"], one["recorded_at"].isoformat(), plain)
        if (one["previous"], one["sha256"]) != (previous, digest(one["previous"], *parts)):
            yield one["seq"]
        previous = one["sha256"]


def _recorded(connection: sa.Connection, there: Sequence[str]) -> Iterator[_Recorded]:
    for run in _old(connection, "run", there):
        yield _Recorded(run["recorded_at"], "run", runs=[run])
    outcomes = [row for row in _old(connection, "event", there) if row["kind"] != ASSESSED_KIND]
    for (at, _file), together in groupby(outcomes, key=lambda row: (row["recorded_at"], row["source_sha256"])):
        yield _Recorded(at, "outcomes", events=list(together))
    for at, minutes in groupby(_old(connection, "minute", there), key=lambda row: row["recorded_at"]):
        yield _Recorded(at, "minutes", minutes=list(minutes))


def _add_run(connection: sa.Connection, entry: Entry, run: Row) -> None:
    entry.source = run["input_file"], run["input_sha256"]
    entry.add(RUNS, [run])
    query = sa.text("SELECT household_id, amount_yuan, detail FROM old_event WHERE run_seq = :seq ORDER BY seq")
    found = connection.execute(query, {"seq": run["seq"]}).all()
    homes = [rows.assessed_row(household, line, json.loads(detail)) for household, line, detail in found]
    entry.add(ASSESSED, [{**home, "run_seq": run["seq"]} for home in homes])


def _event(row: Row) -> dict[str, Any]:
    return (
        _without(row, "note", "run_seq", "detail")
        | {"corrects": None}
        | rows.apart("event", row["detail"] | {"note": row["note"]})
    )


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _old(connection: sa.Connection, name: str, there: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of an old table in their order, in Python's values."""
    if name not in there:
        return []
    order = "sha256" if name == "policy" else "seq"
    found = connection.exec_driver_sql(f"SELECT * FROM old_{name} ORDER BY {order}").mappings()
    return [{column: _value(column, value) for column, value in row.items()} for row in found]


def _value(column: str, value: Any) -> Any:
    if value is None:
        return None
    match column:
        case "detail":
            return json.loads(value)
        case "effective":
            return date.fromisoformat(value)
        case "recorded_at":
            return datetime.fromisoformat(value)
    return value
