"""Sessions of the duty rota, and what of it is published: kept in a ledger as minutes, so that it does not move."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

STUDY, OUTREACH = "study", "outreach"
ROTA, CANCELLED = "rota", "rota_cancelled"
"""The minutes of a session as it is published, and of one that is not held."""
Place = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Session:
    """Of a branch on a day, one at most: a study meeting at the branch (``village`` is ''), or outreach in a village.

    ``shares``: those of the branch's villages, in millionths, by which outreach was given to this one. ``moved_from``: the day
    that it was published for before.
    """

    branch: str
    day: date
    kind: str
    village: str = ""
    officers: tuple[str, ...] = ()
    shares: Mapping[str, int] = field(default_factory=dict)
    moved_from: date | None = None

    @property
    def place(self) -> Place:
        return self.branch, self.day

    def detail(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "branch": self.branch,
            "day": self.day.isoformat(),
            "kind": self.kind,
            "officers": list(self.officers),
            "shares": dict(self.shares),
            "moved_from": self.moved_from.isoformat() if self.moved_from else None,
        }


@dataclass(frozen=True, slots=True)
class Published:
    """The sessions that stand, and the days on which one stood and none does now."""

    sessions: Mapping[Place, Session]
    cancelled: frozenset[Place] = frozenset()

    def then(self, sessions: Iterable[Session]) -> "Published":
        """After ``sessions`` were published in place of these."""
        now = {session.place: session for session in sessions}
        return Published(now, (self.cancelled | self.sessions.keys()) - now.keys())


@dataclass(frozen=True, slots=True)
class Short:
    """A week that gets fewer sessions than the policy asks for, since it has too few days for them."""

    branch: str
    monday: date
    sessions: int
    days: int


@dataclass(frozen=True, slots=True)
class Rota:
    """The rota from ``as_of`` to ``until``, and all that is published with it; by branch and village the ``backlogs``, and the
    ``shares`` of outreach that follow from them, in millionths.
    """

    as_of: date
    until: date
    published: Published
    short: Sequence[Short]
    backlogs: Mapping[str, Mapping[str, int]]
    shares: Mapping[str, Mapping[str, int]]

    def sessions(self) -> list[Session]:
        """From ``as_of`` to ``until``, by branch and day."""
        standing = self.published.sessions
        return [standing[place] for place in sorted(standing) if self._is_listed(place)]

    def cancelled(self) -> list[Place]:
        """The days from ``as_of`` to ``until`` on which a session stood and none does now."""
        return [place for place in sorted(self.published.cancelled) if self._is_listed(place)]

    def ahead(self) -> tuple[list[Session], list[Place]]:
        """All that stands from ``as_of`` on, whatever ``until`` is; the days of it on which a session stood and none does now."""
        sessions, cancelled = self.published.sessions, self.published.cancelled
        return (
            [sessions[place] for place in sorted(sessions) if place[1] >= self.as_of],
            [place for place in sorted(cancelled) if place[1] >= self.as_of],
        )

    def turns(self, after: date) -> Counter[tuple[str, str]]:
        """How often a branch's outreach is in a village later than ``after`` and by ``until``."""
        return Counter(
            (session.branch, session.village)
            for session in self.published.sessions.values()
            if session.kind == OUTREACH and after < session.day <= self.until
        )

    def _is_listed(self, place: Place) -> bool:
        return self.as_of <= place[1] <= self.until


def changes(before: Published, after: Published) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, village and detail of the minutes that lead from one to the other: what is no longer held, then what is new."""
    ended = sorted(before.sessions.keys() - after.sessions.keys())
    gone = [
        (CANCELLED, before.sessions[place].village, {"branch": place[0], "day": place[1].isoformat()})
        for place in ended
    ]
    added = [
        (ROTA, session.village, session.detail())
        for place, session in sorted(after.sessions.items())
        if before.sessions.get(place) != session
    ]
    return [*gone, *added]


def published(minutes: Iterable[Mapping[str, Any]]) -> Published:
    """What stands by a ledger's minutes, in the order of their recording."""
    sessions: dict[Place, Session] = {}
    cancelled: set[Place] = set()
    for minute in minutes:
        if minute["kind"] in (ROTA, CANCELLED):
            detail = minute["detail"]
            place = detail["branch"], date.fromisoformat(detail["day"])
            sessions.pop(place, None)
            cancelled.add(place)
            if minute["kind"] == ROTA:
                sessions[place] = _session(minute["village"], detail)
                cancelled.discard(place)
    return Published(sessions, frozenset(cancelled))


def _session(village: str, detail: Mapping[str, Any]) -> Session:
    moved = detail["moved_from"]
    return Session(
        detail["branch"],
        date.fromisoformat(detail["day"]),
        detail["kind"],
        village,
        tuple(detail["officers"]),
        detail["shares"],
        date.fromisoformat(moved) if moved else None,
    )
