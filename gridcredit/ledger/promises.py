"""What plans promised (``PROMISED``): a minute for each household whose officer or day became another."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.ledger.entries import Minute
from gridcredit.sharing import Promise, Stop

PROMISED = "promised"
Household = tuple[str, str]


def promises(minutes: Iterable[Mapping[str, Any]]) -> list[tuple[Household, Promise]]:
    """All that were ever made, in the order of their recording: village and household number, officer and day. ``minutes`` as
    ``Ledger.minutes`` gives them. Of a household the last one stands.
    """
    return [
        ((minute["village"], minute["number"]), (minute["detail"]["officer"], _day(minute)))
        for minute in minutes
        if minute["kind"] == PROMISED
    ]


def promising(stops: Iterable[Stop], standing: Mapping[Household, Promise]) -> Sequence[Minute]:
    """The minutes of the stops that were not promised as they are."""
    return [
        Minute(PROMISED, *_place(stop), {"officer": stop.officer, "day": stop.day.isoformat()})
        for stop in stops
        if standing.get(stop.task.household) != (stop.officer, stop.day)
    ]


def _place(stop: Stop) -> tuple[str, str, str]:
    return stop.task.village, "", stop.task.household_id


def _day(minute: Mapping[str, Any]) -> date:
    return date.fromisoformat(minute["detail"]["day"])
