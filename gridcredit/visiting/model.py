"""What visits are told of by: contacts, what is known of households, and the rows of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from gridcredit.policy import Values
from gridcredit.rules.visits import Refusal, counts
from gridcredit.schema import VISIT_RESULTS

AWAY, MOVED, SAID_OTHERWISE = "away", "moved", "other_result"
Household = tuple[str, str]


class Known(NamedTuple):
    """What else is known of households: when their files were ``collected``; when those were ``drawn`` for a re-visit that nobody
    has seen yet; since when they have a line, where that is earlier than their last assessment.
    """

    collected: Mapping[Household, date] = MappingProxyType({})
    drawn: Mapping[Household, date] = MappingProxyType({})
    credited_since: Mapping[Household, date] = MappingProxyType({})


NOTHING_MORE = Known()


class Contact(NamedTuple):
    """A visit: its ``result`` is one of ``schema.VISIT_RESULTS``, or ``other_result``; ``channel`` None: not told."""

    day: date
    result: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A household to be contacted from ``since``, when one visit settles all that it is for, up to ``due``. ``also``: what else it is for.
    ``opens``: since when each of them can be settled, that of ``reason`` first; () where all can be ``since`` then.

    ``last``: the last contact, of ``contacts``. ``refusal``: of one that declined to sign.
    """

    village: str
    household_id: str
    reason: str
    since: date
    due: date
    overdue_days: int
    last: Contact | None
    contacts: int
    also: tuple[str, ...] = ()
    refusal: Refusal | None = None
    opens: tuple[date, ...] = ()


class History(NamedTuple):
    """A household's events that matter, oldest first, and the contacts among them that count."""

    events: Sequence[Mapping[str, Any]]
    contacts: Sequence[Contact]

    def last(self, *kinds: str) -> Mapping[str, Any] | None:
        return next((event for event in reversed(self.events) if event["kind"] in kinds), None)

    def last_on(self, *kinds: str) -> date | None:
        event = self.last(*kinds)
        return event["effective"] if event else None

    @property
    def contacted(self) -> date | None:
        return self.contacts[-1].day if self.contacts else None


def contact_of(event: Mapping[str, Any]) -> Contact:
    """A recorded visit."""
    words = "".join((event["result"] or "").split())
    result = words if words in VISIT_RESULTS.values() else VISIT_RESULTS.get(words, SAID_OTHERWISE)
    return Contact(event["effective"], result, event["detail"].get("channel"))


def history_of(events: Sequence[Mapping[str, Any]], values: Values) -> History:
    contacts = [contact_of(event) for event in events if event["kind"] == "visit"]
    return History(events, [one for one in contacts if counts(one.result, values)])
