"""The duty rota planned: what is published stays, what the policy asks for beside it is added, week by week."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import zip_longest

from gridcredit.findings import Finding
from gridcredit.policy import Policy, Values
from gridcredit.rota.model import OUTREACH, STUDY, Published, Rota, Session, Short
from gridcredit.rota.staffing import staffed
from gridcredit.rules.rota import is_farming_season, shares, spread
from gridcredit.staff import Officer
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar

WEEK = timedelta(days=7)
SATURDAY = 5


def rota(
    backlogs: Mapping[str, Mapping[str, int]],
    known: Published,
    as_of: date,
    until: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
    officers: Sequence[Officer] | None = None,
) -> tuple[Rota, list[Finding]]:
    """The rota of each branch of ``backlogs`` (by village) from ``as_of`` to ``until``, what is ``known`` being published already.

    A published session moves where its day has become a day off, within its week, and is not held where no day is left. Weeks
    are planned whole, so that what ``until`` cuts off is the same when it is asked for. Raises ``CalendarUnknown``.
    """
    values = policy.values("rota")
    days = _Days(calendar, as_of, until, values)
    short: list[Short] = []
    aims = {branch: shares(backlog, values) for branch, backlog in backlogs.items()}
    own: dict[str, dict[date, Session]] = {branch: {} for branch in backlogs}
    others = []
    for session in known.sessions.values():
        if session.branch in own:
            own[session.branch][session.day] = session
        else:
            others.append(session)
    for name in sorted(backlogs):
        branch = _Branch(name, own[name], aims[name], values)
        short += [one for monday in _mondays(as_of, until) if (one := branch.plan(monday, days))]
    sessions: list[Session] = [session for branch in own.values() for session in branch.values()]
    if officers is not None:
        sessions = staffed(sessions, officers, backlogs, as_of, until, values)
    return Rota(as_of, until, known.then([*others, *sessions]), short, backlogs, aims), days.doubts()


def _mondays(as_of: date, until: date) -> Iterator[date]:
    monday = as_of - timedelta(days=as_of.weekday())
    while monday <= until:
        yield monday
        monday += WEEK


@dataclass(slots=True)
class _Days:
    """The days on which sessions are held. ``unknown``: years of which days after ``until`` would be asked for."""

    calendar: Calendar
    as_of: date
    until: date
    values: Values
    unknown: set[int] = field(default_factory=set)

    def of(self, monday: date) -> list[date]:
        """Those of a week; raises ``CalendarUnknown`` for one up to ``until`` of a year that is not known."""
        return [day for ahead in range(7) if self._is_used(day := monday + timedelta(days=ahead))]

    def _is_used(self, day: date) -> bool:
        if day > self.until and not self.calendar.is_known(day.year):
            self.unknown.add(day.year)
            return False
        weekends = self.values.word("weekends_worked") == "used"
        return self.calendar.is_workday(day) and (weekends or day.weekday() < SATURDAY)

    def is_free(self, day: date) -> bool:
        """Whether a session may still be published for the day."""
        return (day - self.as_of).days >= self.values.number("notice_days")

    def keep(self, day: date) -> bool:
        """Whether a published session stays on its day; that one is past, or not yet looked at, or worked."""
        return not self.as_of <= day <= self.until or self.calendar.is_workday(day)

    def doubts(self) -> list[Finding]:
        return [Finding("CALENDAR_UNKNOWN", "", params={"year": year}) for year in sorted(self.unknown)]


class _Branch:
    """A branch and its sessions by day, those that were published ever before among them."""

    def __init__(self, name: str, sessions: dict[date, Session], aims: Mapping[str, int], values: Values) -> None:
        self._name = name
        self._sessions = sessions
        self._shares = aims
        self._values = values
        self._owed = _owed(sessions.values())

    def plan(self, monday: date, days: _Days) -> Short | None:
        """Bring the week up to what the policy asks for; what is amiss is told of weeks that ``as_of`` does not cut."""
        asked = self._values.number("sessions_per_week")
        theirs = [session for day, session in sorted(self._sessions.items()) if monday <= day < monday + WEEK]
        kept = [session.day for session in theirs if days.keep(session.day)]
        moved = [self._take(session) for session in theirs if session.day not in kept]
        used = days.of(monday)
        free = [day for day in used if days.is_free(day) and day not in kept]
        count = min(max(asked, len(theirs)) - len(kept), len(free))
        for day, before in zip_longest(spread(used, kept, free, count), moved[:count]):
            if before is not None:
                self._put(self._moved(before, day))
            elif day <= days.until:
                self._put(self._new(day))
        whole = days.is_free(monday) and (monday + WEEK - ONE_DAY).year not in days.unknown
        held = len(kept) + count
        return Short(self._name, monday, held, len(used)) if whole and held < asked else None

    def _new(self, day: date) -> Session:
        """Study meetings and outreach by turns; a study meeting where outreach is not possible."""
        last = max((earlier for earlier in self._sessions if earlier < day), default=None)
        turn = last is not None and self._sessions[last].kind == STUDY
        if not turn or is_farming_season(day, self._values):
            return Session(self._name, day, STUDY)
        return Session(self._name, day, OUTREACH, self._next_village(), shares=self._shares)

    def _moved(self, before: Session, day: date) -> Session:
        if before.kind == OUTREACH and is_farming_season(day, self._values):
            return Session(self._name, day, STUDY, officers=before.officers, moved_from=before.day)
        return replace(before, day=day, moved_from=before.day)

    def _next_village(self) -> str:
        """The one that is owed most: a smooth weighted round robin."""
        due = {village: self._owed.get(village, 0) + share for village, share in self._shares.items()}
        return min(due, key=lambda village: (-due[village], -self._shares[village], village))

    def _put(self, session: Session) -> None:
        self._sessions[session.day] = session
        self._owed = _owed([session], self._owed)

    def _take(self, session: Session) -> Session:
        del self._sessions[session.day]
        self._owed = _owed([session], self._owed, back=True)
        return session


def _owed(sessions: Iterable[Session], before: Mapping[str, int] | None = None, back: bool = False) -> dict[str, int]:
    """Outreach that villages are owed after ``sessions``, in millionths of one: each gives every village its share, and takes a
    whole turn from the one that it was in. ``back``: they are taken away.
    """
    owed = dict(before or {})
    sign = -1 if back else 1
    for session in sessions:
        if session.kind == OUTREACH:
            for village, share in session.shares.items():
                owed[village] = owed.get(village, 0) + sign * share
            owed[session.village] = owed.get(session.village, 0) - sign * sum(session.shares.values())
    return owed
