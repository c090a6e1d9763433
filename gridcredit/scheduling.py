"""The lists of what falls due, each beside its reports: from the ledger to rows, and to the files that people get.

Inspections and visits with the forms that come back, the work shared among officers, the duty rota, the signing from door to door.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gridcredit.due import INSPECTION, Due, merged
from gridcredit.findings import Finding
from gridcredit.ledger.asked import village_must_be_known
from gridcredit.ledger.entries import Minute
from gridcredit.ledger.homes import Household, changed, collected, credited_since, drawn, who
from gridcredit.ledger.lines import Late
from gridcredit.ledger.promises import promises, promising
from gridcredit.policy import Policy, PolicyBook, Values
from gridcredit.reports.calendars import calendar_bytes
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.inspections import inspections_book
from gridcredit.reports.officer_days import Planned, appointments
from gridcredit.reports.plan import plan_book
from gridcredit.reports.rota import rota_book, rota_calendars
from gridcredit.reports.signing import signing_book
from gridcredit.reports.visits import visits_book
from gridcredit.rota.model import Published, Rota, changes, published
from gridcredit.rota.plan import rota
from gridcredit.rules.inspection import LISTED, NEW_LOANS
from gridcredit.rules.sharing import promised_until
from gridcredit.schedule import Inspection, Sign, inspections
from gridcredit.sharing import Promise, Shared, Task, share
from gridcredit.signing import ASKED as ASKED_OF_SIGNING
from gridcredit.signing import Plan, plans
from gridcredit.staff import Officer, strangers
from gridcredit.standings import Standings, late_of
from gridcredit.visiting import ASKED, Known, Visit, visits
from gridcredit.ways import Way, ways
from gridcredit.workdays import ONE_DAY, Calendar, reaches

if TYPE_CHECKING:
    import pandas as pd

    from gridcredit.ledger.store import Ledger

NO_PROMISE: Promise = ("", date.min)
Events = Sequence[Mapping[str, Any]]


def inspections_due(
    ledger: "Ledger", as_of: date, until: date, policies: PolicyBook, calendar: Calendar, events: Events | None = None
) -> tuple[list[Inspection], list[Late], list[Finding]]:
    """The inspections due up to ``until``, the households in arrears, findings on the calendar. ``events``: the ledger's outcomes,
    where they are read already.
    """
    policy = policies.on(as_of)
    late = late_of(ledger, ledger.loans(as_of), as_of, policy)
    signs = _signs(ledger, as_of, policy)
    told = ledger.events(as_of) if events is None else events
    rows, findings = inspections(told, as_of, until, policy, calendar, signs)
    return rows, late, findings


def inspections_report(
    ledger: "Ledger",
    as_of: date,
    until: date,
    policies: PolicyBook,
    calendar: Calendar,
    noted: Sequence[Finding] = (),
) -> tuple[list[Inspection], list[Late], list[Finding], bytes]:
    """``inspections_due``, and the list as a workbook, in which what was ``noted`` before stands, too."""
    rows, late, findings = inspections_due(ledger, as_of, until, policies, calendar)
    wanted = {(row.village, row.household_id) for row in rows} | {(one.village, one.household_id) for one in late}
    households, policy = who(ledger, wanted, as_of), policies.on(as_of)
    book = inspections_book(rows, households, as_of, until, policy, [*noted, *findings], late)
    return rows, late, findings, to_bytes(book)


def _signs(ledger: "Ledger", as_of: date, policy: Policy) -> dict[Household, list[Sign]]:
    """The warning signs that no event of a household tells: what its village's file says that the one before did not, a grey or black
    list, much more owed elsewhere.
    """
    signs: dict[Household, list[Sign]] = {}
    limit = policy.values("inspection").limit("new_loans_yuan")
    for home in changed(ledger, as_of):
        if limit.at_least(home.more_loans_yuan):
            signs.setdefault(home.household, []).append(Sign(NEW_LOANS, home.day))
        if home.listed:
            signs.setdefault(home.household, []).append(Sign(LISTED, home.day))
    return signs


def visits_due(
    ledger: "Ledger", as_of: date, until: date, policies: PolicyBook, calendar: Calendar, events: Events | None = None
) -> tuple[list[Visit], list[Finding]]:
    """The visits due up to ``until``, and findings on the calendar; ``events``: as of ``inspections_due``."""
    homes = Standings(ledger, as_of, policies).now.households[list(ASKED)]
    known = Known(collected(ledger, as_of), drawn(ledger, as_of), credited_since(ledger, as_of))
    told = ledger.events(as_of) if events is None else events
    return visits(_rows(homes), told, as_of, until, policies.on(as_of), calendar, known)


def visits_report(
    ledger: "Ledger",
    as_of: date,
    until: date,
    policies: PolicyBook,
    calendar: Calendar,
    noted: Sequence[Finding] = (),
) -> tuple[list[Visit], list[Finding], bytes]:
    """``visits_due``, and the list as a workbook, in which what was ``noted`` before stands, too."""
    events, policy = ledger.events(as_of), policies.on(as_of)
    rows, findings = visits_due(ledger, as_of, until, policies, calendar, events)
    households = who(ledger, {(row.village, row.household_id) for row in rows}, as_of)
    book = visits_book(rows, households, events, as_of, until, policy, [*noted, *findings])
    return rows, findings, to_bytes(book)


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan with its files: the workbook, and by officer the calendar. ``standing``: the promises that it found; ``minutes``: what it
    promises beside.
    """

    planned: Planned
    findings: Sequence[Finding]
    workbook: bytes
    calendars: Mapping[str, bytes]
    standing: Mapping[Household, Promise]
    minutes: Sequence[Minute]


def plan_report(
    ledger: "Ledger",
    as_of: date,
    until: date,
    policies: PolicyBook,
    calendar: Calendar,
    officers: Sequence[Officer] | None,
    noted: Sequence[Finding] = (),
) -> PlanReport:
    """Who sees which household when, of all that are due up to ``until`` and of those that an earlier plan promised to see from
    ``as_of`` on; ``officers`` None: those who collected the files.
    """
    policy = policies.on(as_of)
    values = policy.values("sharing")
    until = promised_until(as_of, until, values)
    promised = promises(ledger.minutes(), as_of)
    standing = dict(promised)
    last = max([until, *(day for _officer, day in standing.values())])
    farthest = _known_until(promised_until(as_of, date.max, values), last, calendar)
    events = ledger.events(as_of)
    to_inspect, _late, findings = inspections_due(ledger, as_of, farthest, policies, calendar, events)
    to_visit, doubts = visits_due(ledger, as_of, farthest, policies, calendar, events)
    walks, calls = merged(to_inspect, to_visit, as_of, values)
    walks = [due.seen_on(standing.get((due.village, due.household_id), NO_PROMISE)[1]) for due in walks]
    dues = [due for due in walks if due.due <= until or _is_promised(due, standing, as_of)]
    without_walk = [due for due in calls if due.due <= until]
    households = who(ledger, {(due.village, due.household_id) for due in dues}, as_of)
    shared, by_household = shared_out(dues, households, officers, standing, calendar, as_of, until, values)
    planned = Planned(shared, by_household, without_walk, households, as_of, until)
    doubts = [*findings, *(doubt for doubt in doubts if doubt not in findings)]
    told = [*noted, *_strangers(ledger, officers, as_of), *(doubt for doubt in doubts if reaches(doubt, until))]
    minutes = promising(shared.stops, standing, as_of)
    entries = ledger.head()[0] + bool(minutes)  # as many as there are when the calendars are read
    days = appointments(planned, (promise for _household, promise in promised))
    return PlanReport(
        planned,
        told,
        to_bytes(plan_book(planned, policy, told)),
        {officer: calendar_bytes(officer, own, as_of, entries) for officer, own in days.items()},
        standing,
        minutes,
    )


def _strangers(ledger: "Ledger", officers: Sequence[Officer] | None, as_of: date) -> list[Finding]:
    return strangers(officers or (), (run["village"] for run in ledger.runs(as_of)))


def _known_until(last: date, at_least: date, calendar: Calendar) -> date:
    """The last day up to ``last``, though not before ``at_least``, that no year follows of which the working days are not known."""
    while last > at_least and not calendar.is_known(last.year):
        last = date(last.year, 1, 1) - ONE_DAY
    return max(last, at_least)


def _is_promised(due: Due, standing: Mapping[Household, Promise], as_of: date) -> bool:
    """Whether a plan promised a day, from ``as_of`` on, on which what is due can be done."""
    _officer, day = standing.get((due.village, due.household_id), NO_PROMISE)
    return max(due.opens, as_of) <= day <= due.due


def shared_out(
    dues: Sequence[Due],
    households: Mapping[Household, Mapping[str, Any]],
    officers: Sequence[Officer] | None,
    standing: Mapping[Household, Promise],
    calendar: Calendar,
    as_of: date,
    until: date,
    values: Values,
) -> tuple[Shared, dict[Household, Due]]:
    """The ``dues`` shared among officers, as of ``share``; and by household what is due there, or is seen to on its day.

    Where some have no day on which all of it can be done, those of their branch are planned for what is due first, and the rest
    comes later where it has to.
    """
    by_household = {(due.village, due.household_id): due for due in dues}
    tasks = [_task(due, households.get((due.village, due.household_id), {})) for due in dues]
    last = max([until, *(standing[task.household][1] for task in tasks if task.household in standing)])
    shared = share(tasks, officers, standing, calendar, as_of, last, values)
    short = {
        left.task.branch for left in shared.left if by_household[left.task.household].opens_first < left.task.opens
    }
    if short:
        tasks = [
            replace(task, opens=by_household[task.household].opens_first) if task.branch in short else task
            for task in tasks
        ]
        shared = share(tasks, officers, standing, calendar, as_of, last, values)
    for stop in shared.stops:
        by_household[stop.task.household] = by_household[stop.task.household].seen_on(stop.day)
    return shared, by_household


def _task(due: Due, known: Mapping[str, Any]) -> Task:
    return Task(
        due.village,
        due.household_id,
        str(known.get("group") or ""),
        str(known.get("address") or ""),
        known.get("branch"),
        due.opens,
        due.due,
        due.overdue_days > 0,
        any(reason.source == INSPECTION for reason in due.reasons),
        known.get("collected_by"),
    )


def rota_report(
    ledger: "Ledger",
    as_of: date,
    until: date,
    policies: PolicyBook,
    calendar: Calendar,
    officers: Sequence[Officer] | None,
    noted: Sequence[Finding] = (),
) -> tuple[Rota, Published, list[Finding], bytes, dict[str, bytes]]:
    """The duty rota up to ``until``, what of it was published before, findings on the calendar, the rota as a workbook, and the
    calendar file of each branch.
    """
    policy = policies.on(as_of)
    homes = Standings(ledger, as_of, policies).now.households
    due, _late, _findings = inspections_due(ledger, as_of, as_of, policies, calendar)
    late = Counter(row.village for row in due if row.overdue_days)
    known = published(ledger.minutes())
    planned, doubts = rota(_backlogs(homes, late), known, as_of, until, policy, calendar, officers)
    findings = [*_strangers(ledger, officers, as_of), *doubts]
    workbook = to_bytes(rota_book(planned, policy, [*noted, *findings]))
    entries = ledger.head()[0] + bool(changes(known, planned.published))
    return planned, known, findings, workbook, rota_calendars(planned, entries)


def _backlogs(homes: "pd.DataFrame", late: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """By branch and village: the credited households that do not use their line with a card yet, and the ``late`` inspections."""
    waits = (homes["credited"] > 0) & ((homes["card"] == 0) | (homes["owes"] == 0))
    found: dict[str, dict[str, int]] = {}
    for branch, village, waiting in zip(homes["branch"].fillna("—"), homes["village"], waits):
        backlog = found.setdefault(branch, {})
        backlog[village] = backlog.get(village, late.get(village, 0)) + int(waiting)
    return found


def signing_report(
    ledger: "Ledger",
    villages: Sequence[str],
    as_of: date,
    policies: PolicyBook,
    calendar: Calendar,
    officers: Sequence[Officer] | None,
    noted: Sequence[Finding] = (),
) -> tuple[list[Plan], list[Way], list[Finding], bytes]:
    """The door-to-door signing of ``villages``, or of all; the ways to sign; findings on the teams; all of it as a workbook. Raises
    ``UsageError`` for a village that was not assessed.
    """
    for village in villages:
        village_must_be_known(ledger, village, as_of)
    policy = policies.on(as_of)
    table = _rows(Standings(ledger, as_of, policies).now.households[[*ASKED_OF_SIGNING, "group"]])
    names = list(dict.fromkeys(villages or (home["village"] for home in table)))
    homes = sorted((home for home in table if home["village"] in names), key=lambda home: names.index(home["village"]))
    households = who(ledger, {(home["village"], home["household_id"]) for home in homes}, as_of)
    for home in homes:
        home["address"] = households.get((home["village"], home["household_id"]), {}).get("address")
    events = ledger.events(as_of, names)
    decided: dict[str, list[date]] = {}
    for run in ledger.all_runs(as_of):
        decided.setdefault(run["village"], []).append(run["effective"])
    planned, missing = plans(homes, events, as_of, policy, calendar, officers)
    findings = [*_strangers(ledger, officers, as_of), *missing]
    compared = ways(events, decided, names, as_of, policy)
    book = signing_book(planned, compared, households, as_of, policy, [*noted, *findings])
    return planned, compared, findings, to_bytes(book)


def _rows(table: "pd.DataFrame") -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
