"""Who goes to which session of the duty rota: so many officers, none on leave, none in two places, all about as often."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from gridcredit.policy import Values
from gridcredit.rota.model import OUTREACH, Session
from gridcredit.staff import Officer, same


def staffed(
    sessions: Sequence[Session],
    officers: Sequence[Officer],
    branches: Mapping[str, Mapping[str, int]],
    as_of: date,
    until: date,
    values: Values,
) -> list[Session]:
    """The sessions with their officers; those from ``as_of`` to ``until`` keep the ones that they have and that can come, and
    get the rest of what the policy asks for, if there are so many. ``branches``: their villages.
    """
    desk = _Desk(officers, branches, values)
    ordered = sorted(sessions, key=lambda session: (session.day, session.branch))
    kept = [desk.keep(session) if as_of <= session.day <= until else session for session in ordered]
    for session in kept:
        desk.book(session.officers, session.day)
    return [desk.fill(session) if as_of <= session.day <= until else session for session in kept]


class _Desk:
    def __init__(self, officers: Sequence[Officer], branches: Mapping[str, Mapping[str, int]], values: Values) -> None:
        self._number = values.number("officers_per_session")
        self._window = timedelta(weeks=values.number("balance_weeks"))
        self._of = {branch: _officers_of(branch, own, officers) for branch, own in branches.items()}
        self._booked: dict[str, list[date]] = defaultdict(list)

    def book(self, names: Sequence[str], day: date) -> None:
        for name in names:
            insort(self._booked[same(name)], day)

    def keep(self, session: Session) -> Session:
        """Without those who cannot come."""
        here = {same(officer.name) for officer in self._of[session.branch] if not officer.is_on_leave(session.day)}
        return replace(session, officers=tuple(name for name in session.officers if same(name) in here))

    def fill(self, session: Session) -> Session:
        missing = self._number - len(session.officers)
        if missing <= 0:
            return session
        able = [
            officer
            for officer in self._of[session.branch]
            if not officer.is_on_leave(session.day) and session.day not in self._booked[same(officer.name)]
        ]
        chosen = sorted(
            able, key=lambda officer: (self._is_strange(officer, session), self._load(officer, session.day))
        )
        names = tuple(officer.name for officer in chosen[:missing])
        self.book(names, session.day)
        return replace(session, officers=(*session.officers, *names))

    def _is_strange(self, officer: Officer, session: Session) -> bool:
        """Whether outreach goes to a village that the officer does not serve."""
        return session.kind == OUTREACH and not officer.serves(session.village, session.branch)

    def _load(self, officer: Officer, day: date) -> int:
        """How many sessions the officer has had in the weeks up to ``day``."""
        booked = self._booked[same(officer.name)]
        return bisect_right(booked, day) - bisect_right(booked, day - self._window)


def _officers_of(branch: str, villages: Mapping[str, int], officers: Sequence[Officer]) -> list[Officer]:
    """Those of the branch, and those without one who serve any of its villages; in the order of the sheet."""
    return [
        officer
        for officer in officers
        if (officer.is_of(branch) if officer.branch else any(officer.serves(one, branch) for one in villages))
    ]
