"""Who goes where: the officers of a branch, their villages, how many households they see in a day, when they are on leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Officer:
    """``villages``: those of the officer; none named: all of the ``branch``, or of the bank where that is not named either.
    ``per_day``: None: as the policy has it. ``leaves``: first and last days.
    """

    name: str
    branch: str | None = None
    villages: Collection[str] = ()
    per_day: int | None = None
    leaves: Sequence[tuple[date, date]] = ()

    def serves(self, village: str, branch: str | None) -> bool:
        if self.villages:
            return village in self.villages
        return self.branch is None or self.branch == branch

    def is_on_leave(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.leaves)
