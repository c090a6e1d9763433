"""What became of the households that a run referred: the lines that the collective review decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.ledger.entries import REVIEWED
from gridcredit.rules.review import DEFERRED

BASIS = "review"


def review_of(status: str, assessed_on: date, events: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The last of the household's ``events`` (oldest first) by which a review decided on what a run left to it.

    None where the run in force, of ``assessed_on``, left nothing to it, or no review has met since then, or put it off. A
    run that decides itself, or is later, is not bound by it.
    """
    if status != "referred":
        return None
    met = [event for event in events if event["kind"] == REVIEWED and event["effective"] >= assessed_on]
    decided = [event for event in met if event["result"] != DEFERRED]
    return decided[-1] if decided else None


def put_off(status: str, assessed_on: date, events: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The last review that put the household off, where none decided."""
    met = [event for event in events if event["kind"] == REVIEWED and event["effective"] >= assessed_on]
    return met[-1] if status == "referred" and met and met[-1]["result"] == DEFERRED else None


def with_reviews(households: Sequence[dict[str, Any]], events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """``households`` (``village``, ``household_id``, ``status``, ``assessed_on``) with the status, line, term and
    ``assessed_on`` that reviews gave them; ``events``: oldest first, of any households.
    """
    of_household: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for event in events:
        if event["kind"] == REVIEWED:
            of_household.setdefault((event["village"], event["household_id"]), []).append(event)
    return [_decided(home, of_household.get((home["village"], home["household_id"]), ())) for home in households]


def _decided(home: dict[str, Any], events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    event = review_of(home["status"], home["assessed_on"], events)
    if event is None:
        return home
    term = {name: event["detail"][name] for name in ("valid_until", "review_on") if name in event["detail"]}
    return {
        **home,
        "status": event["result"],
        "line_yuan": event["amount_yuan"] or 0,
        "suggested_line_yuan": 0,
        "basis": BASIS if event["amount_yuan"] else "",
        "assessed_on": event["effective"],
        **term,
    }
