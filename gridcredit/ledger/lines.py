"""What each household's line was on any day, by the runs and reviews that a ledger holds."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gridcredit.ledger.reviewed import review_of
from gridcredit.policy import Values
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


class Lines:
    """``runs``: (village, effective, seq) of all runs of some villages; ``decided``: their households; ``reviews``: the events
    of reviews there, oldest first. ``values``: of the rule ``validity``, by which a term is counted that was not kept.
    """

    def __init__(
        self,
        runs: Iterable[tuple[str, date, int]],
        decided: Iterable[Decided],
        reviews: Iterable[Mapping[str, Any]],
        values: Values,
    ) -> None:
        self._runs: dict[str, list[tuple[date, int]]] = {}
        for village, effective, seq in sorted(runs, key=lambda run: run[1:]):
            self._runs.setdefault(village, []).append((effective, seq))
        self._decided = {(one.run_seq, one.household_id): one for one in decided}
        self._reviews: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for event in reviews:
            self._reviews.setdefault((event["village"], event["household_id"]), []).append(event)
        self._values = values

    def on(self, village: str, household_id: str, day: date) -> Line | None:
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
        return Line(line, decided_on, recorded_term(decided_on, until, review_on, self._values).valid_until)
