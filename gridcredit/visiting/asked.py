"""What each reason for a visit asks for: a contact from a day on, up to another."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from gridcredit.loans import paid_off_on
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
from gridcredit.visiting.model import AWAY, MOVED, History, Known, contact_of
from gridcredit.workdays import spring_festival


class Asked(NamedTuple):
    """What one reason asks for: a contact from a day on, up to another."""

    reason: str
    since: date
    nominal: date


def refusal_in_force(home: Mapping[str, Any], history: History, values: Values) -> Refusal | None:
    """Of one that declined to sign and was not approached again since it might be."""
    refused, signed = history.last("signing_refused"), history.last_on("signed")
    if refused is None or home["contract"] or (signed is not None and refused["effective"] <= signed):
        return None
    found = refusal_of(refused["result"], refused["effective"], values)
    contacted = history.contacted
    return found if contacted is None or contacted < found.again else None


def asked_of(
    home: Mapping[str, Any],
    history: History,
    refusal: Refusal | None,
    known: Known,
    policy: Policy,
    span: tuple[date, date],
) -> Iterator[Asked]:
    """``span``: the day of the list, and the last day that it goes to."""
    household, values = (home["village"], home["household_id"]), policy.values("visits")
    if household in known.drawn:
        yield Asked(REVISIT, *rule.revisited_by(known.drawn[household], values))
    if not home["credited"]:
        return
    collected = known.collected.get(household)
    if collected is not None:
        fresh = freshness.last_fresh(max(collected, _refreshed(history) or collected), policy.values("freshness"))
        yield Asked(STALE, *rule.refreshed_by(fresh, values))
    yield from _agreed(history, values)
    main = _main(home, known.credited_since.get(household, home["assessed_on"]), history, refusal)
    if main is None:
        return
    reason, since = main
    period = period_of(since, "month") if reason == REFUSED else due_period(reason, since, history.contacted, values)
    yield Asked(reason, max(since, period.first), period.last)
    if reason != REFUSED and _is_away(home, history):
        yield from _festival(since, history, values, span)


def _main(
    home: Mapping[str, Any], credited: date, history: History, refusal: Refusal | None
) -> tuple[str, date] | None:
    """How far the household got, and since when; None where it uses its line. ``credited``: since when it has one."""
    if home["card"]:
        settled = filter(None, (history.last_on("carded"), paid_off_on(history.events), credited))
        return None if home["owes"] else (NO_DRAWDOWN, max(settled))
    if home["contract"]:
        return NO_CARD, max(filter(None, (history.last_on("signed"), credited)))
    if refusal is not None:
        return REFUSED, refusal.again
    return (ABSENT if _is_away(home, history) else UNSIGNED), credited


def _is_away(home: Mapping[str, Any], history: History) -> bool:
    return home["residence_status"] == AWAY or (bool(history.contacts) and history.contacts[-1].result == MOVED)


def _refreshed(history: History) -> date | None:
    """The last visit on which the household's file was refreshed."""
    days = (
        event["effective"]
        for event in reversed(history.events)
        if event["kind"] == "visit" and event["detail"].get("file_refreshed") == "yes"
    )
    return next(days, None)


def _agreed(history: History, values: Values) -> Iterator[Asked]:
    """The contact that was agreed on, or that waits for a family's return, unless it was made or put off since."""
    open_: Asked | None = None
    for event in history.events:
        if event["kind"] == "visit":
            met = rule.counts(contact_of(event).result, values)
            if open_ is not None and met and event["effective"] >= open_.since:
                open_ = None
            told = {name: event["detail"].get(name) for name in ("agreed_on", "back_on")}
            if told["agreed_on"] or told["back_on"]:
                day = date.fromisoformat(told["agreed_on"] or told["back_on"])
                last = day if told["agreed_on"] else rule.contacted_after_return(day, values)
                open_ = Asked(AGREED, day, last)
    if open_ is not None:
        yield open_


def _festival(since: date, history: History, values: Values, span: tuple[date, date]) -> Iterator[Asked]:
    """The contact around a Spring Festival, while the family is home: of the last one that began, and was missed, or the next."""
    as_of, until = span
    years = range(as_of.year - 1, until.year + 2)
    weeks = [rule.festival_weeks(spring_festival(year), values) for year in years]
    last = next((period for period in reversed(weeks) if period.first <= as_of), None)
    for period in [*([last] if last else []), *(period for period in weeks if as_of < period.first <= until)]:
        contacted = history.contacted is not None and history.contacted >= period.first
        if not contacted and since <= period.last:
            yield Asked(FESTIVAL, max(since, period.first), period.last)
            return
