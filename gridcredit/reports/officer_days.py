"""A plan as officers carry it: their days as calendars, and what may be told of a household where others can read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from gridcredit.codes import household_code
from gridcredit.due import Due
from gridcredit.i18n import _
from gridcredit.privacy import surname
from gridcredit.reports import labels
from gridcredit.reports.calendars import Appointment
from gridcredit.sharing import Shared, Stop, Task
from gridcredit.staff import same

Households = Mapping[tuple[str, str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Planned:
    """``dues``: what is due at each household that is to be walked to; ``without_walk``: the households that are only telephoned to.
    ``households``: the ledger's roster rows by village and household.
    """

    shared: Shared
    dues: Mapping[tuple[str, str], Due]
    without_walk: Sequence[Due]
    households: Households
    as_of: date
    until: date


def face(task: Task, plan: Planned) -> tuple[str, str]:
    """A household's surname and code."""
    known = plan.households.get(task.household, {})
    return surname(str(known.get("head") or "")), household_code(*task.household)


def appointments(plan: Planned, published: Iterable[tuple[str, date]]) -> dict[str, list[Appointment]]:
    """By officer a day each; days that earlier plans ``published`` and on which nothing is left are cancelled."""
    found: dict[str, list[Appointment]] = {}
    names = {same(name): name for name in plan.shared.loads}
    before = ((names.get(same(name), name), day) for name, day in published if day >= plan.as_of)
    days = {key: list(stops) for key, stops in groupby(plan.shared.stops, key=lambda stop: (stop.officer, stop.day))}
    for officer, day in sorted({*days, *before}):
        stops = days.get((officer, day), [])
        found.setdefault(officer, []).append(_appointment(officer, day, stops, plan))
    return found


def _appointment(officer: str, day: date, stops: Sequence[Stop], plan: Planned) -> Appointment:
    lines = [
        " ".join(filter(None, (f"{stop.place}.", task.village, task.group, task.address, *face(task, plan))))
        for stop in stops
        for task in (stop.task,)
    ]
    villages = " ".join(dict.fromkeys(stop.task.village for stop in stops))
    title = _("Households to see: {count}").format(count=len(stops))
    text = "\n".join([*lines, labels.no_promise()]) if stops else ""
    return Appointment(("plan", same(officer), day.isoformat()), day, title, text, villages, cancelled=not stops)
