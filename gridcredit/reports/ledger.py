"""What is told of a ledger's own state."""

from typing import Any

from gridcredit.findings import Finding
from gridcredit.ledger import verifying
from gridcredit.ledger.entries import day_in_china
from gridcredit.ledger.verifying import Fault
from gridcredit.reports import labels
from gridcredit.schema import FINDINGS

_CODES = {
    verifying.CHAIN: "ENTRY_CHAIN",
    verifying.ROWS: "ENTRY_ROWS",
    verifying.PERSONAL: "ENTRY_PERSONAL",
    verifying.MISSING: "ENTRY_MISSING",
    verifying.UNREADABLE: "ENTRY_UNREADABLE",
    verifying.BALANCE: "BALANCE_NEGATIVE",
    verifying.FILE: "DATABASE_DAMAGED",
}


def finding(fault: Fault) -> Finding:
    day = day_in_china(fault.recorded_at) if fault.recorded_at else "?"
    kind = labels.word(labels.ENTRY, fault.kind) if fault.kind in labels.ENTRY else fault.kind or "?"
    params = {"number": fault.seq, "kind": kind, "day": day, "detail": fault.detail}
    return Finding(_CODES[fault.what], "", params=params)


def as_json(one: Finding) -> dict[str, Any]:
    return dict(zip(FINDINGS, one.row())) | {"entry": one.params.get("number") or None}
