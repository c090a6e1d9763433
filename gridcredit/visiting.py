"""The visits (走访) that are due: from where households stand and what happened with them to dated rows.

One household is seen once for all that is due of it about the same time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from gridcredit.findings import Finding
from gridcredit.policy import Policy, Values
from gridcredit.rules import freshness
from gridcredit.rules import visits as rule
from gridcredit.rules.visits import (
    ABSENT,
    AGREED,
    FESTIVAL,
    NO_CARD,
    NO_DRAWDOWN,
    REFUSED,
    REVISIT,
    STALE,
    UNSIGNED,
    Refusal,
    due_period,
    period_of,
    refusal_of,
)
from gridcredit.schema import VISIT_RESULTS
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar, Deadlines, spring_festival

ASKED = ("village", "household_id", "credited", "contract", "card", "owes", "residence_status", "assessed_on")
"""What visits ask of where a household stands."""
MAIN = (UNSIGNED, NO_CARD, NO_DRAWDOWN, ABSENT, REFUSED)
"""The reasons that come from how far a household got, of which it has one."""
AWAY, MOVED, SAID_OTHERWISE = "away", "moved", "other_result"
_MET = ("signing_refused", "signed", "carded", "visit", "drawdown", "repayment")
Household = tuple[str, str]


class Known(NamedTuple):
    """What else is known of households: when their files were ``collected``; when those were ``drawn`` for a re-visit that nobody
    has seen yet.
    """

    collected: Mapping[Household, date] = MappingProxyType({})
    drawn: Mapping[Household, date] = MappingProxyType({})


NOTHING_MORE = Known()


class Contact(NamedTuple):
    """A visit: its ``result`` is one of ``schema.VISIT_RESULTS``, or ``other_result``; ``channel`` None: not told."""

    day: date
    result: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A household to be contacted by ``due``; ``since``: from when on it is asked for. ``also``: what else the visit is for.

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


class _Asked(NamedTuple):
    """What one reason asks for: a contact from a day on, up to another."""

    reason: str
    since: date
    nominal: date


class _History(NamedTuple):
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


def visits(
    homes: Iterable[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
    known: Known = NOTHING_MORE,
) -> tuple[list[Visit], list[Finding]]:
    """A row for each visit that is due up to ``until``, or should have been made, by due date, village and household.

    ``homes``: rows of ``coverage.standing``, the columns ``ASKED``; ``events``: the ledger's outcomes effective by ``as_of``, oldest
    first. Contract §4, visits.
    """
    values = policy.values("visits")
    histories: dict[Household, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        if event["kind"] in _MET:
            histories[event["village"], event["household_id"]].append(event)
    deadlines = Deadlines(calendar, max(until, as_of - ONE_DAY))  # what is overdue is always listed
    rows: list[Visit] = []
    for home in homes:
        household = home["village"], home["household_id"]
        history = _history(histories.get(household, ()), values)
        refusal = _refusal(home, history, values)
        asked = [*_asked(home, history, refusal, known, policy, deadlines.until)]
        rows += _merged(household, asked, history, refusal, as_of, deadlines, values)
    rows.sort(key=lambda row: (row.due, row.village, row.household_id))
    return rows, deadlines.doubts()


def contact_of(event: Mapping[str, Any]) -> Contact:
    """A recorded visit."""
    words = "".join((event["result"] or "").split())
    result = words if words in VISIT_RESULTS.values() else VISIT_RESULTS.get(words, SAID_OTHERWISE)
    return Contact(event["effective"], result, event["detail"].get("channel"))


def _history(events: Sequence[Mapping[str, Any]], values: Values) -> _History:
    contacts = [contact_of(event) for event in events if event["kind"] == "visit"]
    return _History(events, [one for one in contacts if rule.counts(one.result, values)])


def _refusal(home: Mapping[str, Any], history: _History, values: Values) -> Refusal | None:
    """Of one that declined to sign and was not approached again since it might be."""
    refused, signed = history.last("signing_refused"), history.last_on("signed")
    if refused is None or home["contract"] or (signed is not None and refused["effective"] <= signed):
        return None
    found = refusal_of(refused["result"], refused["effective"], values)
    contacted = history.contacted
    return found if contacted is None or contacted < found.again else None


def _asked(
    home: Mapping[str, Any],
    history: _History,
    refusal: Refusal | None,
    known: Known,
    policy: Policy,
    until: date,
) -> Iterator[_Asked]:
    household, values = (home["village"], home["household_id"]), policy.values("visits")
    if household in known.drawn:
        yield _Asked(REVISIT, *rule.revisited_by(known.drawn[household], values))
    if not home["credited"]:
        return
    collected = known.collected.get(household)
    if collected is not None:
        fresh = freshness.last_fresh(max(collected, _refreshed(history) or collected), policy.values("freshness"))
        yield _Asked(STALE, *rule.refreshed_by(fresh, values))
    main = _main(home, history, refusal)
    if main is None:
        return
    reason, since = main
    period = period_of(since, "month") if reason == REFUSED else due_period(reason, since, history.contacted, values)
    yield _Asked(reason, max(since, period.first), period.last)
    if reason != REFUSED:
        yield from _agreed(history, values)
        if _is_away(home, history):
            yield from _festival(since, history, values, until)


def _main(home: Mapping[str, Any], history: _History, refusal: Refusal | None) -> tuple[str, date] | None:
    """How far the household got, and since when; None where it uses its line."""
    if home["card"]:
        settled = [day for day in (history.last_on("carded"), history.last_on("repayment"), home["assessed_on"]) if day]
        return None if home["owes"] else (NO_DRAWDOWN, max(settled))
    if home["contract"]:
        return NO_CARD, max(filter(None, (history.last_on("signed"), home["assessed_on"])))
    if refusal is not None:
        return REFUSED, refusal.again
    return (ABSENT if _is_away(home, history) else UNSIGNED), home["assessed_on"]


def _is_away(home: Mapping[str, Any], history: _History) -> bool:
    return home["residence_status"] == AWAY or (bool(history.contacts) and history.contacts[-1].result == MOVED)


def _refreshed(history: _History) -> date | None:
    """The last visit on which the household's file was refreshed."""
    days = (
        event["effective"]
        for event in reversed(history.events)
        if event["kind"] == "visit" and event["detail"].get("file_refreshed") == "yes"
    )
    return next(days, None)


def _agreed(history: _History, values: Values) -> Iterator[_Asked]:
    """The contact that was agreed on, or that waits for a family's return, unless it was made or put off since."""
    open_: tuple[date, _Asked] | None = None
    for event in history.events:
        if event["kind"] == "visit":
            if open_ is not None and event["effective"] >= open_[0]:
                open_ = None
            told = {name: event["detail"].get(name) for name in ("agreed_on", "back_on")}
            if told["agreed_on"] or told["back_on"]:
                day = date.fromisoformat(told["agreed_on"] or told["back_on"])
                last = day if told["agreed_on"] else rule.contacted_after_return(day, values)
                open_ = day, _Asked(AGREED, min(event["effective"], last), last)
    if open_ is not None:
        yield open_[1]


def _festival(since: date, history: _History, values: Values, until: date) -> Iterator[_Asked]:
    """The contact of the last Spring Festival that began by ``until``, while the family was home."""
    weeks = (
        rule.festival_weeks(spring_festival(year), values) for year in (until.year + 1, until.year, until.year - 1)
    )
    began = next((period for period in weeks if period.first <= until), None)
    if began is None or since > began.last:
        return
    if history.contacted is None or history.contacted < began.first:
        yield _Asked(FESTIVAL, max(since, began.first), began.last)


def _merged(
    household: Household,
    asked: Sequence[_Asked],
    history: _History,
    refusal: Refusal | None,
    as_of: date,
    deadlines: Deadlines,
    values: Values,
) -> Iterator[Visit]:
    """What is due about the same time is one visit, known by how far the household got, or by what is due first."""
    dated = [(due, one) for one in asked if (due := deadlines.of(one.nominal, not_before=one.since)) is not None]
    dated.sort(key=lambda pair: pair[0])
    within = timedelta(days=values.number("merged_within_days"))
    while dated:
        first = dated[0][0]
        together = [one for due, one in dated if due <= first + within]
        dated = dated[len(together) :]
        main = next((one for one in together if one.reason in MAIN), together[0])
        yield Visit(
            *household,
            main.reason,
            min(one.since for one in together),
            first,
            max(0, (as_of - first).days),
            history.contacts[-1] if history.contacts else None,
            len(history.contacts),
            tuple(one.reason for one in together if one is not main),
            refusal if main.reason == REFUSED else None,
        )
