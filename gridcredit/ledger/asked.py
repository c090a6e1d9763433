"""A household that somebody asks for by name, or nearly."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from gridcredit.errors import UsageError
from gridcredit.i18n import N_
from gridcredit.people import plain_word

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger

_NEAR = 5


def must_be_known(ledger: "Ledger", village: str, household_id: str, as_of: date) -> None:
    """Raises ``UsageError``, with names like the one asked for, where the run in force does not know the household."""
    rosters = village_must_be_known(ledger, village, as_of)
    if household_id in rosters[village]:
        return
    for entry in ledger.history(village, household_id, as_of)[:1]:
        text = N_("this household is on no newer roster of {village} than that of {day}; ask with --as-of {day}")
        raise UsageError(text, village=village, day=entry["effective"])
    text = N_("no household of {village} has this number on {day}; its numbers are such as: {near}")
    raise UsageError(text, village=village, day=as_of, near=_near(household_id, rosters[village]))


def village_must_be_known(ledger: "Ledger", village: str, as_of: date) -> dict[str, frozenset[str]]:
    """The household numbers of all villages; raises ``UsageError``, with names like the one asked for, where no run of it
    is in force.
    """
    rosters = ledger.households(as_of)
    if village not in rosters:
        near = _near(village, rosters)
        raise UsageError(
            N_("no village of this name was assessed by {day}; the ledger has: {near}"), day=as_of, near=near
        )
    return rosters


def _near(name: str, names: Iterable[str]) -> str:
    """The most similar of ``names``, those first that differ in spelling or leading zeros alone; or else the first."""

    def plain(one: str) -> str:
        return re.sub(r"0+(?=\d)", "", plain_word(one))

    wanted = plain(name)
    alike = {one: SequenceMatcher(None, wanted, plain(one)).ratio() for one in sorted(names)}
    near = [one for one in sorted(alike, key=lambda one: -alike[one]) if alike[one] > 0.5]
    return " ".join((near or list(alike))[:_NEAR]) or "—"
