"""The digests that make a ledger tell of any change: of an entry's rows, and of the entry chained to the one before."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from gridcredit.ledger.tables import ENTRIES, digested, plain_text

_OF_ENTRY = [column.name for column in ENTRIES.columns if column.name not in ("sha256", "previous")]


class RowsDigest:
    """SHA-256 over rows, table by table, in the order in which they were recorded."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.count = 0

    def add(self, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
        names = digested(table)
        for row in rows:
            self._digest.update(plain_text([table.name, *(row.get(name) for name in names)]).encode() + b"\n")
            self.count += 1

    def sha256(self) -> str:
        return self._digest.hexdigest()


def entry_sha256(entry: Mapping[str, Any], previous: str) -> str:
    """``entry``: the columns of ``ENTRIES``; ``previous``: the digest of the entry before, '' for the first."""
    return _sha256([previous, *(entry[name] for name in _OF_ENTRY)])


def personal_sha256(personal: Mapping[str, Any]) -> str:
    """Of a row's personal part with its salt, so that nobody can find out by trying what stood there."""
    return _sha256(personal)


def _sha256(value: object) -> str:
    return hashlib.sha256(plain_text(value).encode()).hexdigest()
