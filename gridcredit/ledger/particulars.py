"""What a fact says beside what it is: who, what came of it, what was found; as a file tells it and as it is on record."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from gridcredit.ingest.rows import Rows
from gridcredit.ledger.entries import DETAILS, FOUND, Event
from gridcredit.ledger.tables import GONE
from gridcredit.loans import LOAN, PARTICULARS
from gridcredit.schema import VISIT_RESULTS

Recorded = Mapping[str, Any]

SAID = ("actor", "result", "note")
KEPT = "kept"
"""In a detail: the names of what another file told of the event, and the one that completed it left blank."""
_OF_PERSONS = ("note", *FOUND)


def vars_of(event: Event) -> dict[str, Any]:
    """An event that is told as one that is recorded, but for what recording adds."""
    names = ("village", "household_id", "kind", "effective", "amount_yuan", *SAID, "detail")
    return {name: getattr(event, name) for name in names}


def untold(rows: Rows) -> frozenset[str]:
    """The particulars of inspections and visits that a file has no column for, and so tells nothing about."""
    return frozenset((*DETAILS, *FOUND)).difference(rows.header.columns)


class Sayings:
    """By what the ``rows`` of a file have columns for. ``form``: of a list that came back; it says in codes what came of a visit,
    where 台账 says it in words, and has not all columns of 台账.
    """

    def __init__(self, rows: Rows, form: bool) -> None:
        self._without = untold(rows) | (frozenset(SAID).difference(rows.header.columns) if form else frozenset())
        self._form = form

    def same(self, told: Recorded, earlier: Recorded) -> bool:
        """Whether the row has the particulars of the recorded event, as far as the file tells them."""
        return all(now == then for now, then in self._pairs(told, earlier))

    def adds_nothing(self, told: Recorded, earlier: Recorded) -> bool:
        return all(now in (None, then) for now, then in self._pairs(told, earlier))

    def agrees(self, told: Recorded, earlier: Recorded) -> bool:
        """Whether nothing that the row says is on record otherwise, though it may not be on record at all."""
        return all(now is None or then in (None, now) for now, then in self._pairs(told, earlier))

    def _pairs(self, told: Recorded, earlier: Recorded) -> Iterator[tuple[object, object]]:
        """What is said now and what was; nothing of what was kept of another file, or was taken out (``ledger purge``)."""
        now, then = (_of(event, self._form) for event in (told, earlier))
        kept = earlier["detail"].get(KEPT, ())
        skipped = self._without.union(_OF_PERSONS if GONE in earlier["detail"] else ())
        for name in now:
            if name not in skipped and not (now[name] is None and name in kept):
                yield now[name], then[name]


def _of(event: Recorded, in_codes: bool = False) -> dict[str, Any]:
    """The particulars by name, None where nothing is said."""
    detail, said = event["detail"], {name: event[name] or None for name in SAID}
    if event["kind"] == LOAN:
        return {**said, "amount_yuan": event["amount_yuan"], **{name: detail.get(name) for name in PARTICULARS}}
    if in_codes:
        said |= {name: "".join(str(said[name]).split()) for name in ("actor", "result") if said[name]}
        if event["kind"] == "visit":
            said["result"] = VISIT_RESULTS.get(said["result"] or "", said["result"])
    found = detail.get("facts") or {}
    return said | {name: detail.get(name) for name in DETAILS} | {name: found.get(name) for name in FOUND}


def in_place(event: Event, earlier: Recorded, rows: Rows, adds: bool) -> Event:
    """The event of a row in the place of the one that it corrects; of that stays what the file tells nothing about, and where it
    only ``adds`` also what it left blank. What is of persons is not written again once it was taken out.
    """
    event = replace(event, corrects=earlier["seq"])
    if event.kind == LOAN:
        return event
    now, then, without = _of(vars_of(event)), _of(earlier), untold(rows)
    blank = [name for name in now if now[name] is None and then[name] is not None]
    kept = [name for name in blank if adds or name in earlier["detail"].get(KEPT, ())]
    stays = {name: then[name] for name in blank if name in without or name in kept}
    said = now | stays
    detail = {**event.detail, **{name: told for name, told in stays.items() if name in DETAILS}}
    detail |= {KEPT: kept} if kept else {}
    if facts := {name: said[name] for name in FOUND if said[name] is not None}:
        detail["facts"] = facts
    event = replace(event, actor=said["actor"], result=said["result"], note=said["note"], detail=detail)
    return _bare(event) if GONE in earlier["detail"] else event


def _bare(event: Event) -> Event:
    """Without what is of persons, and marked so, lest it be looked for."""
    detail = {name: told for name, told in event.detail.items() if name != "facts"}
    return replace(event, note=None, detail=detail | {GONE: True})
