"""The door-to-door signing (上门签约) of villages: which team calls where on which day, and what is to be done at each door.

Where a walk calls at every house, days, teams and order come from the roster and the officers alone: nothing in them tells what
was decided on a household. A village where nobody is to sign has no walks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from gridcredit.codes import household_code
from gridcredit.findings import Finding
from gridcredit.natural import natural
from gridcredit.policy import Policy, Values
from gridcredit.rules.signing import doors_per_day, every_door
from gridcredit.rules.visits import refusal_of
from gridcredit.staff import Officer
from gridcredit.walks import cut
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar

SIGN, SIGNED, RESTING, AWAY, NO_LINE = "sign", "signed", "resting", "away", "no_line"
TASKS = (SIGN, RESTING, AWAY, SIGNED, NO_LINE)
"""What is to be done at a door: a contract is signed; nothing is asked so soon after a refusal; nobody is at home; a contract is there;
there is no line.
"""
ASKED = ("village", "household_id", "branch", "credited", "contract", "line_yuan", "residence_status")
"""What plans ask of where a household stands, beside ``group`` and ``address``."""
Household = tuple[str, str]


class Door(NamedTuple):
    """A house of a walk; ``until``: the day from which one that declined may be asked again. ``line_yuan``: 0 for none."""

    village: str
    household_id: str
    group: str
    address: str
    code: str
    task: str
    until: date | None
    line_yuan: int


@dataclass(frozen=True, slots=True)
class Walk:
    """A team's day; ``officers``: their names, none where they are still to be named."""

    day: date
    team: int
    officers: Sequence[str]
    doors: Sequence[Door]


@dataclass(frozen=True, slots=True)
class Plan:
    """``doors``: all households on the roster, in house order, whether a walk calls there or not."""

    village: str
    doors: Sequence[Door]
    walks: Sequence[Walk]

    def count(self, task: str) -> int:
        return sum(door.task == task for door in self.doors)


def plans(
    homes: Iterable[Mapping[str, Any]],
    events: Iterable[Mapping[str, Any]],
    as_of: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
    officers: Sequence[Officer] | None = None,
) -> tuple[list[Plan], list[Finding]]:
    """A plan for each village of ``homes``, in their order, from ``as_of`` on. No officer is in two villages on one day.

    ``homes``: rows of ``coverage.standing``, the columns ``ASKED``, with ``group`` and ``address``, a village's together;
    ``events``: the ledger's outcomes effective by ``as_of``, oldest first; ``officers``: None where none are named. Raises
    ``CalendarUnknown`` where a plan would go on into a year whose working days are not known.
    """
    refused = _last_refusals(events)
    values = policy.values("signing")
    offices = _Offices(as_of, values, calendar, officers)
    found: list[Plan] = []
    for village, of_village in groupby(homes, key=lambda home: home["village"]):
        rows = list(of_village)
        doors = sorted((_door(home, refused, as_of, policy) for home in rows), key=_in_house_order)
        called = [door for door in doors if door.task == SIGN or every_door(values)]
        asked = any(door.task == SIGN for door in called)
        walks = list(_walks(called, offices.rounds(village, rows[0]["branch"], len(called)), values)) if asked else []
        found.append(Plan(village, doors, walks))
    return found, offices.findings


def _last_refusals(events: Iterable[Mapping[str, Any]]) -> dict[Household, Mapping[str, Any]]:
    """The events by which households declined to sign for the last time, those that signed since then left out."""
    found: dict[Household, Mapping[str, Any]] = {}
    for event in events:
        household = event["village"], event["household_id"]
        if event["kind"] == "signing_refused":
            found[household] = event
        elif event["kind"] == "signed" and household in found and found[household]["effective"] <= event["effective"]:
            del found[household]
    return found


def _door(home: Mapping[str, Any], refused: Mapping[Household, Mapping[str, Any]], as_of: date, policy: Policy) -> Door:
    household = home["village"], home["household_id"]
    last = refused.get(household)
    again = refusal_of(last["result"], last["effective"], policy.values("visits")).again if last else None
    task = SIGN
    if home["contract"]:
        task = SIGNED
    elif not home["credited"]:
        task = NO_LINE
    elif again and again > as_of:
        task = RESTING
    elif home["residence_status"] == "away":
        task = AWAY
    place = str(home["group"] or ""), str(home["address"] or "")
    until = again if task == RESTING else None
    return Door(*household, *place, household_code(*household), task, until, int(home["line_yuan"] or 0))


def _in_house_order(door: Door) -> tuple[object, ...]:
    return natural(door.group), natural(door.address), natural(door.household_id), door.household_id


class _Round(NamedTuple):
    """What a team can do on a day."""

    day: date
    team: int
    officers: tuple[str, ...]
    doors: int


def _walks(doors: Sequence[Door], rounds: Sequence[_Round], values: Values) -> Iterator[Walk]:
    groups = [door.group for door in doors]
    sizes = cut(groups, [one.doors for one in rounds], values.number("longer_percent"))
    start = 0
    for one, size in zip(rounds, sizes):
        if size:
            yield Walk(one.day, one.team, one.officers, doors[start : start + size])
        start += size


class _Offices:
    """The officers over all villages; each is planned once a day."""

    def __init__(self, as_of: date, values: Values, calendar: Calendar, officers: Sequence[Officer] | None) -> None:
        self._as_of = as_of
        self._values = values
        self._calendar = calendar
        self._officers = officers
        self._busy: dict[date, set[str]] = defaultdict(set)
        self.findings: list[Finding] = []

    def rounds(self, village: str, branch: str | None, doors: int) -> list[_Round]:
        """Whole days of teams until there is room for all doors; where a day will do, as few teams as will."""
        serving = self._serving(village, branch)
        rounds = self._until_room(serving, doors)
        if rounds is None:
            self._tell(village, self._values.number("people_per_team") - 1)
            rounds = self._until_room(None, doors) or []
        if rounds and rounds[0].day == rounds[-1].day:
            while sum(one.doors for one in rounds[:-1]) >= doors:
                rounds.pop()
        for one in rounds:
            self._busy[one.day].update(one.officers)
        return rounds

    def _serving(self, village: str, branch: str | None) -> list[Officer] | None:
        """None: the teams are still to be named."""
        if self._officers is None:
            return None
        serving = [officer for officer in self._officers if officer.serves(village, branch)]
        wanted = self._values.number("people_per_team")
        if len(serving) >= wanted:
            return serving
        self._tell(village, len(serving))
        return None

    def _tell(self, village: str, count: int) -> None:
        wanted = self._values.number("people_per_team")
        params: dict[str, object] = {"village": village, "count": count, "wanted": wanted}
        self.findings.append(Finding("SIGNING_NO_TEAM", "", params=params))

    def _until_room(self, serving: Sequence[Officer] | None, doors: int) -> list[_Round] | None:
        """The days of teams until there is room for all doors; None where leaves leave no team for too long."""
        people = self._values.number("people_per_team")
        rounds: list[_Round] = []
        day = last = self._as_of
        while sum(one.doors for one in rounds) < doors:
            if (day - last).days > self._values.number("longest_wait_days"):
                return None
            if self._calendar.is_workday(day):
                if serving is None or sum(not one.is_on_leave(day) for one in serving) >= people:
                    last = day
                rounds += self._teams(day, serving)
            day += ONE_DAY
        return rounds

    def _teams(self, day: date, serving: Sequence[Officer] | None) -> Iterator[_Round]:
        """Those who are there, in the order of their sheet, as many together as a team has; who is left over stays."""
        if serving is None:
            for team in range(1, self._values.number("teams") + 1):
                yield _Round(day, team, (), doors_per_day((), self._values))
            return
        there = [one for one in serving if not one.is_on_leave(day) and one.name not in self._busy[day]]
        people = self._values.number("people_per_team")
        for team, first in enumerate(range(0, len(there) - people + 1, people), start=1):
            members = there[first : first + people]
            doors = doors_per_day((one.per_day for one in members), self._values)
            yield _Round(day, team, tuple(one.name for one in members), doors)
