"""The forms that a ledger's minutes say were issued, each known by its number."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridcredit.codes import code, keyed

REVIEW, REVISIT, WITHDRAWN = "review", "revisit", "withdrawn"
NUMBER_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Form:
    """``households``: those on it in its order, each with why it is there; ``seed`` (hexadecimal): of a drawn sample.

    ``day``: as of which it was made. ``withdrawn``: why another was drawn in its place. ``by_hand``: somebody named the seed.
    """

    kind: str
    village: str
    run: str
    day: date
    households: Mapping[str, tuple[str, ...]]
    seed: str = ""
    withdrawn: str | None = None
    by_hand: bool = False

    @property
    def number(self) -> str:
        """Equal contents give equal numbers."""
        secret = self.seed or hashlib.sha256(self.kind.encode()).hexdigest()
        parts = (self.kind, self.village, self.run, self.day.isoformat(), *self.households)
        return code(keyed(secret, *parts), NUMBER_LENGTH)

    def detail(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "run": self.run,
            "day": self.day.isoformat(),
            "households": {household: list(why) for household, why in self.households.items()},
            "seed": self.seed,
            "by_hand": self.by_hand,
        }


def forms_of(minutes: Sequence[Mapping[str, Any]]) -> dict[str, Form]:
    """By their numbers, in the order of their issue; ``minutes`` as ``Ledger.minutes`` gives them."""
    withdrawn = {minute["number"]: minute["detail"]["reason"] for minute in minutes if minute["kind"] == WITHDRAWN}
    return {
        minute["number"]: Form(
            minute["kind"],
            minute["village"],
            minute["detail"]["run"],
            date.fromisoformat(minute["detail"]["day"]),
            {household: tuple(why) for household, why in minute["detail"]["households"].items()},
            minute["detail"]["seed"],
            withdrawn.get(minute["number"]),
            minute["detail"].get("by_hand", False),
        )
        for minute in minutes
        if minute["kind"] in (REVIEW, REVISIT)
    }


def sample_of(forms: Mapping[str, Form], village: str, run: str) -> Form | None:
    """The sample for a re-visit that is out for a run."""
    theirs = [form for form in forms.values() if (form.kind, form.village, form.run) == (REVISIT, village, run)]
    return next((form for form in reversed(theirs) if form.withdrawn is None), None)
