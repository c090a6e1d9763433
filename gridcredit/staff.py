"""Who goes where: the officers of a branch, their villages, how many households they see in a day, when they are on leave."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from gridcredit.findings import Finding
from gridcredit.people import plain_word


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
        """However they are written: 李 家 村 is 李家村."""
        if self.villages:
            return same(village) in map(same, self.villages)
        return self.branch is None or self.is_of(branch)

    def is_of(self, branch: str | None) -> bool:
        return self.branch is not None and branch is not None and same(self.branch) == same(branch)

    def is_on_leave(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.leaves)


@cache
def same(name: str) -> str:
    """Equal for spellings of one officer, village or branch."""
    return plain_word(name)


def strangers(officers: Iterable[Officer], known: Iterable[str]) -> list[Finding]:
    """The villages of officers that are none of the ``known`` ones, by their places on the sheet: what stands there may be a name."""
    names = set(map(same, known))
    return [
        Finding("STAFF_VILLAGE_UNKNOWN", "", params={"officer": number, "village": place})
        for number, officer in enumerate(officers, start=1)
        for place, village in enumerate(officer.villages, start=1)
        if same(village) not in names
    ]
