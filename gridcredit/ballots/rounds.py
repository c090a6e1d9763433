"""A round of blind ratings: one ballot an officer, each with its own number, order of households and row codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from gridcredit.codes import code, grouped, keyed

NUMBER_LENGTH, ROW_LENGTH, RECEIPT_LENGTH, ROUND_LENGTH = 8, 7, 16, 8


@dataclass(frozen=True, slots=True)
class Ballot:
    """``rows``: household numbers in the order in which the ballot lists them, by the row codes that stand for them."""

    number: str
    officer: str
    rows: Mapping[str, str]


@dataclass(frozen=True)
class Round:
    """The ballots issued for one village; all that is random in them comes from ``secret`` (hexadecimal).

    ``deadline`` is the last day on which a ballot is in time; ``roster_sha256`` is the workbook that the households come
    from, in the order of ``households``.
    """

    village: str
    officers: tuple[str, ...]
    deadline: date
    secret: str
    roster_file: str
    roster_sha256: str
    households: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        parts = (self.village, self.deadline.isoformat(), self.roster_sha256, *self.officers)
        return code(keyed(self.secret, "round", *parts), ROUND_LENGTH)

    @cached_property
    def ballots(self) -> Sequence[Ballot]:
        """In the order of ``officers``."""
        return [self._ballot(officer) for officer in self.officers]

    def ballot(self, number: str) -> Ballot | None:
        return next((ballot for ballot in self.ballots if ballot.number == number), None)

    def _ballot(self, officer: str) -> Ballot:
        number = code(keyed(self.secret, "ballot", self.name, officer), NUMBER_LENGTH)
        order = sorted(self.households, key=lambda household: keyed(self.secret, "order", number, household))
        rows: dict[str, str] = {}
        for household in order:
            attempt = 0
            while (row := code(keyed(self.secret, "row", number, household, str(attempt)), ROW_LENGTH)) in rows:
                attempt += 1
            rows[row] = household
        return Ballot(number, officer, rows)

    def detail(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "officers": list(self.officers),
            "deadline": self.deadline.isoformat(),
            "secret": self.secret,
            "roster_file": self.roster_file,
            "roster_sha256": self.roster_sha256,
            "households": list(self.households),
            "ballots": {ballot.number: ballot.officer for ballot in self.ballots},
        }


def round_of(village: str, detail: Mapping[str, Any]) -> Round:
    """The round that ``Round.detail`` was made of."""
    return Round(
        village,
        tuple(detail["officers"]),
        date.fromisoformat(detail["deadline"]),
        detail["secret"],
        detail["roster_file"],
        detail["roster_sha256"],
        tuple(detail["households"]),
    )


def receipt(number: str, sha256: str) -> str:
    """The receipt code of a file (its SHA-256) received as the ballot ``number``: 73 bits, for people to write down."""
    return grouped(code(keyed(sha256, "receipt", number), RECEIPT_LENGTH))
