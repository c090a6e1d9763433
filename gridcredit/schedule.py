"""The post-loan inspections (贷后检查) that are due: from the events and the rule ``inspection`` to dated rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from gridcredit.findings import Finding
from gridcredit.loans import LOAN, Balance, in_order, with_first_drawdowns
from gridcredit.policy import Policy, Values
from gridcredit.rules import inspection
from gridcredit.rules.arrears import in_arrears
from gridcredit.rules.inspection import ARREARS, LISTED, NEW_LOANS, OFF_PURPOSE, Again
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar, Deadlines

FIRST, RECURRING, WARNING = "first", "recurring", "warning"
WHITE = "white"
Household = tuple[str, str]


class Sign(NamedTuple):
    """A warning sign (预警信号), one of those of the rule, that is there since ``seen_on``."""

    what: str
    seen_on: date


NO_SIGNS: Mapping[Household, Sequence[Sign]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection to be done; ``due`` is ``nominal_due`` moved to a working day. ``overdue_days`` counts to as-of, and
    ``told`` says who is told of it by then. ``signs``: what a ``warning`` one is asked for.
    """

    village: str
    household_id: str
    kind: str
    anchor: date
    nominal_due: date
    due: date
    balance_yuan: int
    overdue_days: int
    signs: tuple[str, ...] = ()
    told: str | None = None


def inspections(
    events: Sequence[Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
    signs: Mapping[Household, Sequence[Sign]] = NO_SIGNS,
) -> tuple[list[Inspection], list[Finding]]:
    """Inspections due up to ``until`` and all overdue ones on ``as_of``, by due date, village and household.

    ``events`` are the ledger's outcomes effective on or before ``as_of``, oldest first; ``signs``: what else is known of
    households by the villages' files. Contract §4, inspections.
    """
    values, of_arrears = policy.values("inspection"), policy.values("arrears")
    rows: list[Inspection] = []
    deadlines = Deadlines(calendar, max(until, as_of - ONE_DAY))  # what is overdue is always listed

    def place(event: Mapping[str, Any]) -> tuple[str, str]:
        return event["village"], event["household_id"]

    for household, own in groupby(sorted(events, key=place), key=place):
        past = _past(with_first_drawdowns(in_order(own)), values, of_arrears)
        for kind, anchor, nominal, seen in _obligations(past, signs.get(household, ()), values):
            due = deadlines.of(nominal, not_before=anchor)
            if due is not None:
                overdue = max(0, (as_of - due).days)
                told = inspection.told_of(overdue, values)
                rows.append(Inspection(*household, kind, anchor, nominal, due, past.balance.yuan, overdue, seen, told))
    rows.sort(key=lambda row: (row.due, row.village, row.household_id, row.kind))
    return rows, deadlines.doubts()


@dataclass(slots=True)
class _Past:
    """What a history leaves to be done: the drawdowns that no inspection followed yet, as (due, day), the repeated inspection
    that the last one asks for, the signs that came with events and that no inspection followed; ``inspected``: the last one;
    ``in_use``: since when anything is owed; ``late``: in arrears by the last statement.
    """

    balance: Balance = field(default_factory=Balance)
    waiting: list[tuple[date, date]] = field(default_factory=list)
    again: Again | None = None
    inspected: date | None = None
    signs: list[Sign] = field(default_factory=list)
    in_use: date | None = None
    late: bool = False

    def state(self, day: date, late: bool) -> None:
        """What a statement of its loans says of the household: arrears are a sign once, until they end."""
        if late and not self.late and self.inspected != day:
            self.signs.append(Sign(ARREARS, day))
        self.late = late

    def take(self, kind: str, day: date, amount: int) -> None:
        self.balance.take(kind, day, amount)
        if self.balance.yuan <= 0:
            self.in_use = None
        elif self.in_use is None:
            self.in_use = day

    def clear(self) -> None:
        """A balance paid off in full ends what came before: only drawdowns and inspections since then ask for anything."""
        self.waiting, self.again, self.inspected, self.signs = [], None, None, []

    def inspect(self, day: date, detail: Mapping[str, Any], values: Values) -> None:
        if day != self.inspected:
            done_for = self.again or (min(self.waiting)[0] if self.waiting else None)
            self.again = inspection.again(day, self.balance.yuan, done_for, values)
            self.signs = []
        self.waiting, self.inspected = [], day
        self.signs += [Sign(what, day) for what in _seen(detail, values)]


def _past(history: Sequence[Mapping[str, Any]], values: Values, of_arrears: Values) -> _Past:
    past = _Past()
    for day, group in groupby(history, key=lambda event: event["effective"]):
        of_day = list(group)
        for event in of_day:
            past.take(event["kind"], day, event["amount_yuan"] or 0)
            match event["kind"]:
                case "drawdown":
                    past.waiting.append((inspection.first_due(day, past.balance.yuan, values), day))
                case "inspection" if past.balance.yuan > 0:
                    past.inspect(day, event.get("detail") or {}, values)
                case "listed" if past.inspected != day and event.get("result") != WHITE:
                    past.signs.append(Sign(LISTED, day))
                case "unlisted":
                    past.signs = [sign for sign in past.signs if sign.what != LISTED]
        stated = [event for event in of_day if event["kind"] == LOAN]
        if stated:
            past.state(day, any(in_arrears(loan, of_arrears) for loan in stated))
        if past.balance.yuan <= 0 and any(event["kind"] in ("repayment", LOAN) for event in of_day):
            past.clear()
    return past


def _seen(detail: Mapping[str, Any], values: Values) -> Iterator[str]:
    """The warning signs that an inspection found."""
    if detail.get("use") == "no":
        yield OFF_PURPOSE
    if values.limit("new_loans_yuan").at_least(detail.get("new_loans_yuan") or 0):
        yield NEW_LOANS


def _obligations(
    past: _Past, signs: Sequence[Sign], values: Values
) -> Iterator[tuple[str, date, date, tuple[str, ...]]]:
    """Kind, anchor, nominal due date and signs of what one household's history asks for."""
    if past.waiting:
        nominal, anchor = min(past.waiting)
        yield FIRST, anchor, nominal, ()
    if past.again is not None:
        yield RECURRING, past.again.counted_from, past.again.nominal, ()
    seen = max(filter(None, (past.inspected, past.in_use and past.in_use - ONE_DAY)), default=date.min)
    since = [sign for sign in signs if sign.seen_on > seen]
    asked = values.words("signs")
    standing = sorted((sign for sign in (*past.signs, *since) if sign.what in asked), key=lambda sign: sign.seen_on)
    if standing and past.in_use is not None:
        anchor = max(standing[0].seen_on, past.in_use)
        yield WARNING, anchor, inspection.sign_due(anchor, values), tuple(dict.fromkeys(sign.what for sign in standing))
