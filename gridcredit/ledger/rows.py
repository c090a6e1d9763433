"""What the ledger is told as rows of its tables, what is of persons apart; and rows as what it is asked for."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gridcredit.ledger.chain import personal_sha256
from gridcredit.ledger.entries import Event, Minute, Run
from gridcredit.ledger.tables import GONE, PERSONAL, SALT

SALT_BYTES = 8
TYPED = (
    *("status", "group", "registration_status", "residence_status", "list_status", "missing_fields", "rated"),
    *("valid_until", "review_on"),
)
"""What of an assessed household's detail stands in columns of its own."""
_WHERE_KNOWN = ("valid_until", "review_on")
"""Those of them that a detail has only where there is a line."""


def run_row(run: Run, recorded_at: datetime) -> dict[str, Any]:
    names = ("run", "village", "effective", "input_file", "input_sha256", "policy_sha256", "software", "detail")
    return {name: getattr(run, name) for name in names} | {"recorded_at": recorded_at}


def assessed_row(household_id: str, line_yuan: int | None, detail: Mapping[str, Any]) -> dict[str, Any]:
    typed = {name: detail.get(name) for name in TYPED}
    rest = {name: value for name, value in detail.items() if name not in TYPED}
    return {"household_id": household_id, "line_yuan": line_yuan or 0, **typed, **apart("assessed", rest)}


def event_row(event: Event, recorded_at: datetime) -> dict[str, Any]:
    names = ("kind", "village", "household_id", "effective", "amount_yuan", "actor", "result", "corrects")
    sources = ("source_file", "source_sha256", "source_sheet", "source_cell")
    return {
        "key": event.key(),
        **{name: getattr(event, name) for name in (*names, *sources)},
        "recorded_at": recorded_at,
        **apart("event", {**event.detail, "note": event.note}),
    }


def person_row(run_seq: int, household_id: str, id_key: str, id_hash: str) -> dict[str, Any]:
    personal = apart("person", {"id_hash": id_hash})
    del personal["detail"]
    return {"run_seq": run_seq, "household_id": household_id, "id_key": id_key, **personal}


def minute_row(minute: Minute, recorded_at: datetime) -> dict[str, Any]:
    names = ("kind", "village", "round", "number", "detail")
    return {name: getattr(minute, name) for name in names} | {"recorded_at": recorded_at}


def apart(table: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    """A detail as the columns that hold it: what stays, and what is of persons, with salt and its digest."""
    names = PERSONAL[table]
    personal = {name: value for name, value in detail.items() if name in names}
    salted = {**personal, SALT: secrets.token_hex(SALT_BYTES)}
    return {
        "detail": {name: value for name, value in detail.items() if name not in names},
        "personal": salted,
        "personal_sha256": personal_sha256(salted),
    }


def household_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A household as its run left it: ``household_id``, ``line_yuan`` and its detail."""
    return {"household_id": row["household_id"], "line_yuan": row["line_yuan"], **detail_of(row)}


def detail_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of an assessed household in one."""
    typed = {name: row[name] for name in TYPED if row[name] is not None or name not in _WHERE_KNOWN}
    return {**typed, **row["detail"], **_personal(row)}


def event_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """An event with its ``note`` and its detail in one."""
    personal = _personal(row)
    note = personal.pop("note", None)
    kept = {name: value for name, value in row.items() if name not in ("personal", "personal_sha256", "detail")}
    return {**kept, "note": note, "detail": {**row["detail"], **personal}}


def _personal(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["personal"] is None:
        return {GONE: True}
    return {name: value for name, value in row["personal"].items() if name != SALT}
