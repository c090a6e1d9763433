"""The duty rota (驻勤) as people use it: a sheet for each branch, to be put on the wall, and a calendar file for its phones."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.policy import Policy, Values
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.calendars import Appointment, calendar_bytes
from gridcredit.reports.shared import findings_sheet, policy_sheet
from gridcredit.reports.sheet_names import sheet_names
from gridcredit.rota.model import OUTREACH, STUDY, Place, Rota, Session, Short
from gridcredit.rules.rota import WHOLE, is_farming_season

KINDS: Mapping[str, str] = {STUDY: N_("study meeting"), OUTREACH: N_("outreach")}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
YEAR = relativedelta(years=1)
One = TypeVar("One")


def rota_columns() -> list[Column]:
    return [
        Column(_("Branch"), width=14),
        Column(_("Week"), Format.CENTRED, 14),
        Column(_("Day"), Format.DATE, 12),
        Column(_("Weekday"), Format.CENTRED, 9),
        Column(_("Kind"), Format.CENTRED, 14),
        Column(_("Place"), width=16),
        Column(_("Waiting there"), Format.INT, 10),
    ]


def rota_rows(rota: Rota) -> list[list[Cell]]:
    return [[session.branch, *_line(session, rota)] for session in rota.sessions()]


def short_text(short: Short, asked: int) -> str:
    return _("{count} of {asked} sessions this week: {days} days to hold them on").format(
        count=short.sessions, asked=asked, days=short.days
    )


def rota_book(rota: Rota, policy: Policy, findings: Sequence[Finding]) -> Book:
    """A sheet for each branch."""
    title = _("Duty rota up to {until}").format(until=rota.until)
    ends = [*([findings_sheet(findings)] if findings else []), policy_sheet(policy)]
    sessions, cancelled = _by_branch(rota.sessions(), lambda one: one.branch), _cancelled(rota)
    short = _by_branch(rota.short, lambda one: one.branch)
    turns = rota.turns(rota.until - YEAR)
    branches = sorted({*rota.backlogs, *sessions, *cancelled})
    values = policy.values("rota")
    sheets = []
    for branch, name in zip(branches, sheet_names(branches, [sheet.name for sheet in ends])):
        lines = _lines(sessions[branch], cancelled[branch], short[branch], rota, values)
        own = {village: turns[branch, village] for village in rota.backlogs.get(branch, ())}
        tables = [Table(_columns(), lines, row_height=22), _turns(rota, branch, own)]
        heading = _("{branch}: duty rota, {as_of} to {until}").format(branch=branch, as_of=rota.as_of, until=rota.until)
        sheets.append(
            Sheet(name, heading, tables, _notes(values), warning=_("Internal: for the branch only"), landscape=True)
        )
    return Book(title, [*sheets, *ends], rota.as_of)


def _notes(values: Values) -> list[str]:
    seasons = [season.replace("..", " – ") for season in values.words("farming_seasons")]
    notes = [
        _(
            "Each week {count} times by policy: study meetings at the branch and outreach in a village by turns. What is published stays; it moves where its day becomes a day off."
        ).format(count=values.number("sessions_per_week")),
        _(
            "Waiting: credited households that have not signed, have no card or have nothing in use; and inspections that are overdue."
        ),
    ]
    if seasons:
        notes.append(_("No outreach in the farming season ({seasons}).").format(seasons=_(", ").join(seasons)))
    return notes


def _columns() -> list[Column]:
    officers = Column(_("Officers"), width=22)
    return [
        *rota_columns()[1:],
        officers,
        Column(_("Remark"), width=26),
        Column(_("Held: people, result"), Format.BLANK, 24),
    ]


def _line(session: Session, rota: Rota) -> list[Cell]:
    waiting = rota.backlogs.get(session.branch, {}).get(session.village) if session.village else None
    place = session.village or session.branch
    return [*_when(session.day), labels.word(KINDS, session.kind), place, waiting]


def _when(day: date) -> list[Cell]:
    return [_week(day - timedelta(days=day.weekday())), day, _(WEEKDAYS[day.weekday()])]


def _week(monday: date) -> str:
    return f"{monday:%m-%d} – {monday + timedelta(days=6):%m-%d}"


def _lines(
    sessions: Sequence[Session],
    cancelled: Sequence[Place],
    short: Sequence[Short],
    rota: Rota,
    values: Values,
) -> list[list[Cell]]:
    """The sessions of a branch by day; the days on which one is not held; after a week's last what it lacks."""
    asked = values.number("sessions_per_week")
    lines: list[tuple[date, list[Cell]]] = []
    for session in sessions:
        officers = _(", ").join(session.officers)
        lines.append((session.day, [*_line(session, rota), officers, _remark(session, values), None]))
    for _branch, day in cancelled:
        lines.append((day, [*_when(day), None, None, None, None, _("not held: a day off"), None]))
    for one in short:
        week = _week(one.monday)
        text = short_text(one, asked)
        lines.append((one.monday + timedelta(days=6), [week, None, None, labels.NOTHING, None, None, None, text, None]))
    return [line for _day, line in sorted(lines, key=lambda one: one[0])]


def _remark(session: Session, values: Values) -> str:
    season = session.kind == STUDY and is_farming_season(session.day, values)
    moved = _("moved from {day}").format(day=session.moved_from) if session.moved_from else ""
    return labels.join([_("farming season") if season else "", moved])


def _turns(rota: Rota, branch: str, turns: Mapping[str, int]) -> Table:
    """Each village's turns of a year beside what waits there."""
    backlog, aims = rota.backlogs.get(branch, {}), rota.shares.get(branch, {})
    waiting, held = sum(backlog.values()), sum(turns.values())
    rows = [
        (
            village,
            count,
            labels.share(count, waiting),
            aims.get(village, 0) / WHOLE,
            turns[village],
            labels.share(turns[village], held),
        )
        for village, count in sorted(backlog.items(), key=lambda one: (-one[1], one[0]))
    ]
    columns = [
        Column(_("Village")),
        Column(_("Waiting there"), Format.INT, 10),
        Column(_("Share of what waits"), Format.RATE, 9),
        Column(_("Share of turns by policy"), Format.RATE, 12),
        Column(_("Turns"), Format.INT, 9),
        Column(_("Share of turns"), Format.RATE, 10),
    ]
    after = rota.until - YEAR + timedelta(days=1)
    title = _("Turns of the villages from {after} to {until}, as far as published").format(
        after=after, until=rota.until
    )
    return Table(columns, rows, title=title)


def rota_calendars(rota: Rota, entries: int) -> dict[str, bytes]:
    """A calendar file for each branch: all that is published from the rota's day on, and what does not stand any more. ``entries``: as
    of ``calendar_bytes``.
    """
    found: dict[str, list[Appointment]] = {branch: [] for branch in rota.backlogs}
    sessions, cancelled = rota.ahead()
    for session in sessions:
        title = _("Outreach in {village}") if session.kind == OUTREACH else _("Study meeting")
        officers = _("Officers: {officers}").format(officers=_(", ").join(session.officers)) if session.officers else ""
        found.setdefault(session.branch, []).append(
            Appointment(
                ("rota", session.branch, session.day.isoformat()),
                session.day,
                title.format(village=session.village),
                officers,
                session.village or session.branch,
            )
        )
    for branch, day in cancelled:
        key = ("rota", branch, day.isoformat())
        found.setdefault(branch, []).append(Appointment(key, day, _("Duty cancelled"), "", branch, cancelled=True))
    return {
        branch: calendar_bytes(_("Duty rota {branch}").format(branch=branch), appointments, rota.as_of, entries)
        for branch, appointments in found.items()
    }


def _cancelled(rota: Rota) -> dict[str, list[Place]]:
    """By branch the days on which a session is not held, and which none says that it was moved from."""
    moved = {(session.branch, session.moved_from) for session in rota.published.sessions.values()}
    return _by_branch([place for place in rota.cancelled() if place not in moved], lambda place: place[0])


def _by_branch(found: Sequence[One], branch_of: Callable[[One], str]) -> dict[str, list[One]]:
    grouped: dict[str, list[One]] = defaultdict(list)
    for one in found:
        grouped[branch_of(one)].append(one)
    return grouped
