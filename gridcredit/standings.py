"""Where all households of a ledger stand, on one day or several: the tables of ``coverage`` read from the ledger.

Of an earlier day only what became different since then is read again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from gridcredit.coverage import KEY, off_roster, standing
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
        self._roster = pd.DataFrame(ledger.roster_columns(as_of))
        self._totals = pd.DataFrame(ledger.totals(as_of), columns=TOTALS)

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
        households = self._households(self._roster, self._totals, self._as_of, policy, late)
        return Standing(households, off_roster(self._roster, self._totals), _loans(stated, policy), late)

    def on(self, day: date) -> pd.DataFrame:
        """``coverage.standing`` of all households that were on a roster on an earlier day, perhaps none."""
        again = self._ledger.decided_between(day, self._as_of)
        roster = self._roster
        if again:
            then = pd.DataFrame(self._ledger.roster_columns(day, again), columns=roster.columns)
            same = roster[~roster["village"].isin(again)]
            roster = pd.concat([frame for frame in (same, then) if len(frame)] or [same], ignore_index=True)
        moved = pd.DataFrame(self._ledger.totals(day, moved=self._as_of), columns=TOTALS)
        totals = pd.concat([moved, self._untouched(day)], ignore_index=True)
        policy = self._policies.on(day)
        late = late_of(self._ledger, self._ledger.loans(day), day, policy)
        return self._households(roster, totals, day, policy, late)

    def _untouched(self, day: date) -> pd.DataFrame:
        """The totals of households of which nothing is effective since ``day``."""
        touched = pd.DataFrame(self._ledger.touched(day, self._as_of), columns=KEY)
        found = self._totals.merge(touched, on=KEY, how="left", indicator=True)
        return found.loc[found["_merge"] == "left_only", TOTALS]

    def _households(
        self, roster: pd.DataFrame, totals: pd.DataFrame, day: date, policy: Policy, late: "Sequence[Late]"
    ) -> pd.DataFrame:
        events = pd.DataFrame(self._ledger.events_of_held(day), columns=EVENTS)
        held = {(one.village, one.household_id): one.line_yuan for one in late if one.line_yuan < one.decided_yuan}
        if held:
            roster = roster.copy()
            for at, place in enumerate(zip(roster["village"], roster["household_id"])):
                if place in held:
                    roster.loc[roster.index[at], "line_yuan"] = held[place]
        return standing(roster, totals, events, policy)


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
