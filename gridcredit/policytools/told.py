"""What a case tells of its household: each officer's rating, and facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.ingest.amounts import AMOUNT_LIMIT
from gridcredit.ingest.unreadable import Unreadable, half_width
from gridcredit.ingest.values import Value, read
from gridcredit.policytools.headings import RATINGS, meaning
from gridcredit.schema import HOUSEHOLDS, STATED, Column

FACTS: Mapping[str, Column] = {
    column.name: column
    for column in (*STATED, *HOUSEHOLDS)
    if column.name not in ("household_id", "registration_status", "list_status")
}
"""What may be told of a case's household: columns of the roster, and what officers state."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One officer's: an amount in whole yuan, a refusal, that he does not know the household, or nothing at all."""

    amount: int | None = None
    refuses: bool = False
    hard: bool = False
    unknowing: bool = False


def rating_of(place: str, text: object) -> Rating:
    """``50000``, ``refuses``, ``refuses hard``, ``refuses 50000``, ``abstains``, ``unknowing 50000``."""
    words = half_width(text).replace(",", "").split() if isinstance(text, str) else []
    amounts = [word for word in words if word.isascii() and word.isdigit()]
    said = [meaning(word, RATINGS) for word in words if word not in amounts]
    possible: list[list[str | None]] = [["refuses"], ["refuses", "hard"], ["unknowing"], ["abstains"]]
    if (said and said not in possible) or len(amounts) > 1 or not words or (said == ["abstains"] and amounts):
        raise PolicyError(
            N_(
                "{place}: a rating is an amount in yuan, refuses, refuses hard, abstains or unknowing, "
                "the last with or without an amount"
            ),
            place=place,
        )
    amount = int(amounts[0]) if amounts else None
    if amount is not None and amount > AMOUNT_LIMIT:
        raise PolicyError(N_("{place}: an amount is whole yuan up to {limit}"), place=place, limit=f"{AMOUNT_LIMIT:,}")
    return Rating(amount, "refuses" in said, "hard" in said, "unknowing" in said)


def fact_of(place: str, name: str, value: object) -> Value:
    """A fact as ``FACTS`` reads it."""
    if name not in FACTS:
        raise PolicyError(
            N_("{place}: {name} is no fact of a household; known are {names}"),
            place=place,
            name=name[:40],
            names=", ".join(FACTS),
        )
    try:
        if isinstance(value, (list, dict, bool)) or value in (None, ""):
            raise Unreadable("TEXT_EXPECTED")
        return read(value, FACTS[name])  # type: ignore[arg-type]
    except Unreadable:
        raise PolicyError(
            N_("{place}: {name} cannot be read; write it as in a village workbook"), place=place, name=name
        ) from None
