"""What plans promised (``PROMISED``): a minute for each household whose officer or day became another."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.ledger.entries import Minute
from gridcredit.sharing import Promise, Stop
from gridcredit.staff import same

PROMISED = "promised"
Household = tuple[str, str]


def promises(minutes: Iterable[Mapping[str, Any]], as_of: date) -> list[tuple[Household, Promise]]:
    """All that plans of days up to ``as_of`` ever made, in the order of their recording: village and household number, officer and
    day. Of a household the last one stands. ``minutes`` as ``Ledger.minutes`` gives them; earlier versions did not keep the plan's day.
    """
    return [
        ((minute["village"], minute["number"]), (minute["detail"]["officer"], _day(minute)))
        for minute in minutes
        if minute["kind"] == PROMISED and date.fromisoformat(minute["detail"].get("as_of", "0001-01-01")) <= as_of
    ]


def promising(stops: Iterable[Stop], standing: Mapping[Household, Promise], as_of: date) -> Sequence[Minute]:
    """The minutes of the stops of a plan of ``as_of`` that were not promised as they are."""
    return [
        Minute(
            PROMISED,
            *_place(stop),
            {"officer": stop.officer, "day": stop.day.isoformat(), "as_of": as_of.isoformat()},
        )
        for stop in stops
        if not _stands(stop, standing.get(stop.task.household))
    ]


def _stands(stop: Stop, promise: Promise | None) -> bool:
    return promise is not None and (same(promise[0]), promise[1]) == (same(stop.officer), stop.day)


def _place(stop: Stop) -> tuple[str, str, str]:
    return stop.task.village, "", stop.task.household_id


def _day(minute: Mapping[str, Any]) -> date:
    return date.fromisoformat(minute["detail"]["day"])
