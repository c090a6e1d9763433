"""What is due at a household, inspections and visits together, so that it is seen once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from gridcredit.policy import Values
from gridcredit.rules.sharing import inspected_from
from gridcredit.schedule import Inspection
from gridcredit.visiting import Visit

INSPECTION, VISIT = "inspection", "visit"


class Reason(NamedTuple):
    """``source``: ``INSPECTION`` or ``VISIT``; ``word``: its kind or reason; done from ``opens`` on it counts."""

    due: date
    source: str
    word: str
    opens: date


@dataclass(frozen=True, slots=True)
class Due:
    """A household to be seen once from ``opens`` to ``due``, the earliest due date, for all ``reasons`` that this can settle, by due date.
    ``later``: what else is due of it, and can only be done after that.
    """

    village: str
    household_id: str
    opens: date
    due: date
    overdue_days: int
    reasons: Sequence[Reason]
    later: Sequence[Reason]

    @property
    def opens_first(self) -> date:
        """From when on it can be seen for what is due first, if not for all ``reasons``."""
        return min(reason.opens for reason in self.reasons if reason.due == self.due)

    def seen_on(self, day: date) -> "Due":
        """What is left to this when it is seen on ``day``: what opens after that comes later, unless it is all."""
        if day >= self.opens or day < self.opens_first:
            return self
        now = [reason for reason in self.reasons if reason.opens <= day]
        later = sorted([*(reason for reason in self.reasons if reason.opens > day), *self.later])
        return replace(self, opens=max(reason.opens for reason in now), reasons=now, later=later)


def merged(
    inspections: Iterable[Inspection], visits: Iterable[Visit], as_of: date, values: Values
) -> tuple[list[Due], list[Due]]:
    """A row for each household, by due date, village and household: those to be walked to, and those without a walk.

    ``values``: of the rule ``sharing``.
    """
    found: dict[tuple[str, str], list[Reason]] = defaultdict(list)
    for row in inspections:
        opens = inspected_from(row.anchor, row.due, values)
        found[row.village, row.household_id].append(Reason(row.due, INSPECTION, row.kind, opens))
    for visit in visits:
        words = (visit.reason, *visit.also)
        since = visit.opens or (visit.since,) * len(words)
        found[visit.village, visit.household_id] += [
            Reason(visit.due, VISIT, word, day) for word, day in zip(words, since)
        ]
    remote = {(VISIT, reason) for reason in values.words("without_walk")}
    walks: list[Due] = []
    calls: list[Due] = []
    for household, reasons in found.items():
        needs_no_walk = all((reason.source, reason.word) in remote for reason in reasons)
        (calls if needs_no_walk else walks).append(_due(*household, sorted(reasons), as_of))
    for rows in (walks, calls):
        rows.sort(key=lambda row: (row.due, row.village, row.household_id))
    return walks, calls


def _due(village: str, household_id: str, reasons: Sequence[Reason], as_of: date) -> Due:
    first, *others = reasons
    last = max(first.due, as_of)
    now = [first, *(reason for reason in others if reason.opens <= last)]
    return Due(
        village,
        household_id,
        max(reason.opens for reason in now),
        first.due,
        max(0, (as_of - first.due).days),
        now,
        [reason for reason in others if reason.opens > last],
    )
