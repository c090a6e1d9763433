"""What each household's line was on any day, by the runs and reviews that a ledger holds."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from gridcredit.ledger.reviewed import review_of
from gridcredit.loans import statements
from gridcredit.policy import Policy
from gridcredit.rules.arrears import Arrears, arrears_of, held_line
from gridcredit.rules.outcomes import Line
from gridcredit.rules.validity import recorded_term


class Decided(NamedTuple):
    """A household in a run: the columns of ``tables.ASSESSED``."""

    run_seq: int
    household_id: str
    line_yuan: int
    status: str
    valid_until: str | None
    review_on: str | None


class Late(NamedTuple):
    """A household in arrears: the line that was decided, and what of it may be used."""

    village: str
    household_id: str
    arrears: Arrears
    decided_yuan: int
    line_yuan: int


class Lines:
    """``runs``: (village, effective, seq) of all runs of some villages; ``decided``: their households; ``reviews``: the events
    of reviews there, oldest first; ``loans``: what was stated of loans there. ``policy``: by its ``validity`` a term is counted
    that was not kept, and by its ``arrears`` a line is held.
    """

    def __init__(
        self,
        runs: Iterable[tuple[str, date, int]],
        decided: Iterable[Decided],
        reviews: Iterable[Mapping[str, Any]],
        loans: Iterable[Mapping[str, Any]],
        policy: Policy,
    ) -> None:
        self._runs: dict[str, list[tuple[date, int]]] = {}
        for village, effective, seq in sorted(runs, key=lambda run: run[1:]):
            self._runs.setdefault(village, []).append((effective, seq))
        self._decided = {(one.run_seq, one.household_id): one for one in decided}
        self._reviews: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for event in reviews:
            self._reviews.setdefault((event["village"], event["household_id"]), []).append(event)
        self._loans: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for event in loans:
            self._loans.setdefault((event["village"], event["household_id"]), []).append(event)
        self._validity, self._arrears = policy.values("validity"), policy.values("arrears")

    def arrears(self, village: str, household_id: str, day: date) -> Arrears | None:
        return arrears_of(statements(self._loans.get((village, household_id), ())), day, self._arrears)

    def on(self, village: str, household_id: str, day: date) -> Line | None:
        """The line that may be used: as it was decided, or as arrears hold it; None where there is none."""
        line = self.decided_on(village, household_id, day)
        if line is None:
            return None
        held = self.held(village, household_id, line.yuan, line.decided_on, day)
        return line._replace(yuan=held) if held else None

    def held(self, village: str, household_id: str, line_yuan: int, decided_on: date, day: date) -> int:
        """What may be used on ``day`` of a line, recorded or not, that was decided on ``decided_on``."""
        arrears = self.arrears(village, household_id, day)
        if arrears is None:
            return line_yuan
        eve = arrears.since - timedelta(days=1)
        before = self.decided_on(village, household_id, eve)
        had = before.yuan if before and before.until >= eve else 0
        return held_line(line_yuan, decided_on, had, arrears, self._arrears)

    def late(self, day: date) -> list[Late]:
        """The households that are in arrears, by village and number."""
        found = []
        for village, household_id in sorted(self._loans):
            arrears = self.arrears(village, household_id, day)
            if arrears is not None:
                line = self.decided_on(village, household_id, day)
                decided = line.yuan if line and day <= line.until else 0
                held = self.held(village, household_id, decided, line.decided_on, day) if line else 0
                found.append(Late(village, household_id, arrears, decided, held))
        return found

    def decided_on(self, village: str, household_id: str, day: date) -> Line | None:
        """None where the run in force on the day does not know the household, or granted it nothing."""
        runs: Sequence[tuple[date, int]] = self._runs.get(village, ())
        at = bisect_right(runs, day, key=lambda run: run[0])
        one = self._decided.get((runs[at - 1][1], household_id)) if at else None
        if one is None:
            return None
        effective = runs[at - 1][0]
        events = [event for event in self._reviews.get((village, household_id), ()) if event["effective"] <= day]
        review = review_of(one.status, effective, events)
        if review is not None:
            line, decided_on = review["amount_yuan"] or 0, review["effective"]
            until, review_on = (review["detail"].get(name) for name in ("valid_until", "review_on"))
        else:
            line, decided_on, until, review_on = one.line_yuan, effective, one.valid_until, one.review_on
        if not line:
            return None
        return Line(line, decided_on, recorded_term(decided_on, until, review_on, self._validity).valid_until)
