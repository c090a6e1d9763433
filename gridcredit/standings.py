"""Where all households of a ledger stand, on one day or several: the tables of ``coverage`` read from the ledger.

Of an earlier day only what became different since then is read again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from gridcredit.coverage import KEY, off_roster, same_states, standing
from gridcredit.errors import UsageError
from gridcredit.i18n import N_
from gridcredit.loans import overdue
from gridcredit.policy import Policy, PolicyBook
from gridcredit.rules.arrears import in_arrears

if TYPE_CHECKING:
    from gridcredit.ledger.lines import Late
    from gridcredit.ledger.store import Ledger

TOTALS = ["village", "household_id", "signed", "carded", "balance_yuan"]
LOANS = ["village", "household_id", "stated_on", "balance_yuan", "loan_class", "overdue_yuan", "in_arrears"]
EVENTS = ["village", "household_id", "kind", "effective", "amount_yuan", "result"]
_TYPES = {"line_yuan": "int64", "signed": "int64", "carded": "int64", "balance_yuan": "int64"}


class Standing(NamedTuple):
    """``coverage.standing`` of all households, ``coverage.off_roster``; the loans as they were stated last, as
    ``coverage.loans_by`` asks for them; the households in arrears.
    """

    households: pd.DataFrame
    off_roster: dict[str, int]
    loans: pd.DataFrame
    late: "Sequence[Late]"


class Standings:
    """By day, each read once; ``as_of`` is the latest that will be asked for."""

    def __init__(self, ledger: "Ledger", as_of: date, policies: PolicyBook) -> None:
        self._ledger = ledger
        self._as_of = as_of
        self._policies = policies
        self._roster = _frame(ledger.roster_columns(as_of))
        self._totals = _totals(ledger.totals(as_of))

    @cached_property
    def _events(self) -> pd.DataFrame:
        return pd.DataFrame(self._ledger.events_of_held(self._as_of), columns=EVENTS)

    @cached_property
    def now(self) -> Standing:
        """Raises ``UsageError`` where no village was assessed by then."""
        if self._roster.empty:
            raise UsageError(
                N_("no village in the ledger was assessed by {day}; assess one, or choose a later --as-of"),
                day=self._as_of,
            )
        policy = self._policies.on(self._as_of)
        stated = self._ledger.loans(self._as_of)
        late = late_of(self._ledger, stated, self._as_of, policy)
        households = standing(_held(self._roster, late), self._totals, self._events, policy)
        return Standing(households, off_roster(self._roster, self._totals), _loans(stated, policy), late)

    def on(self, day: date) -> pd.DataFrame:
        """``coverage.standing`` of all households that were on a roster on an earlier day, perhaps none."""
        roster = self._roster_on(day)
        if roster.empty:
            return self.now.households.head(0)
        policy, totals, events = self._policies.on(day), self._totals, self._events
        touched = self._ledger.touched(day, self._as_of)
        if touched:
            moved = _totals(self._ledger.totals(day, moved=self._as_of))
            totals = pd.concat([moved, self._untouched(touched)], ignore_index=True)
            events = pd.DataFrame(self._ledger.events_of_held(day), columns=EVENTS)
        late: Sequence[Late] = ()
        same = not touched and not self.now.late and policy.sha256 == self._policies.on(self._as_of).sha256
        if not same:
            late = late_of(self._ledger, self._ledger.loans(day), day, policy)
        elif roster is self._roster and same_states(self.now.households, events, policy):
            return self.now.households
        return standing(_held(roster, late), totals, events, policy)

    def _roster_on(self, day: date) -> pd.DataFrame:
        """As now, but for villages that were decided on since."""
        again = self._ledger.decided_between(day, self._as_of)
        if not again:
            return self._roster
        then = _frame(self._ledger.roster_columns(day, again))
        same = self._roster[~self._roster["village"].isin(again)]
        return pd.concat([frame for frame in (same, then) if len(frame)] or [same], ignore_index=True)

    def _untouched(self, touched: Sequence[tuple[str, str]]) -> pd.DataFrame:
        """The totals of the other households."""
        found = self._totals.merge(pd.DataFrame(touched, columns=KEY, dtype=object), on=KEY, how="left", indicator=True)
        return found.loc[found["_merge"] == "left_only", TOTALS]


def _frame(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Texts stay Python's: equal ones are one object here, and would be copied into an array of pandas' own."""
    return pd.DataFrame(
        {name: pd.Series(values, dtype=_TYPES.get(name, object)) for name, values in columns.items()}, copy=False
    )


def _totals(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    return _frame(dict(zip(TOTALS, zip(*rows) if rows else [()] * len(TOTALS))))


def _held(roster: pd.DataFrame, late: "Sequence[Late]") -> pd.DataFrame:
    """The roster with the lines that arrears hold."""
    held = {(one.village, one.household_id): one.line_yuan for one in late if one.line_yuan < one.decided_yuan}
    if not held:
        return roster
    places = zip(roster["village"], roster["household_id"], roster["line_yuan"])
    return roster.assign(line_yuan=[held.get((village, key), line) for village, key, line in places])


def late_of(ledger: "Ledger", stated: Sequence[Mapping[str, Any]], as_of: date, policy: Policy) -> "list[Late]":
    """The households in arrears on a day, of those whose loans are ``stated``."""
    values = policy.values("arrears")
    villages: Collection[str] = {loan["village"] for loan in stated if in_arrears(loan, values)}
    return ledger.lines(villages, policy).late(as_of) if villages else []


def _loans(stated: Sequence[Mapping[str, Any]], policy: Policy) -> pd.DataFrame:
    values = policy.values("arrears")
    names = ("village", "household_id", "effective", "amount_yuan", "result")
    rows = [(*(loan[name] for name in names), overdue([loan])[1], in_arrears(loan, values)) for loan in stated]
    return pd.DataFrame(rows, columns=LOANS)
