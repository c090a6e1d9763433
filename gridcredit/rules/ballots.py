"""What a ballot shows its officer of a household, what it asks beside the rating, and which passphrase is too weak."""

from collections.abc import Sequence

from gridcredit.people import plain_word
from gridcredit.policy import Values
from gridcredit.schema import HOUSEHOLDS, STATED, Column, Kind

COMPARED = (*(column.name for column in STATED if column.kind is Kind.OPTION), "income_band")
"""The facts that contradict each other where they are not the same; of incomes, where their bands lie far apart."""


def shown(values: Values) -> tuple[Column, ...]:
    """The columns of households that an officer may see, in the order of the roster."""
    names = values.words("shown_facts")
    return tuple(column for column in HOUSEHOLDS if column.name in names)


def asked(values: Values) -> tuple[Column, ...]:
    """The facts that an officer is asked for."""
    names = values.words("asked_facts")
    return tuple(column for column in STATED if column.name in names)


def contradict(fact: str, said: Sequence[str], values: Values) -> bool:
    """Whether people contradict each other on a fact of ``COMPARED``.

    A band of income that is none of the policy's is compared with nothing.
    """
    if fact != "income_band":
        return len(set(said)) > 1
    bands = {plain_word(band): place for place, band in enumerate(values.words("income_bands"))}
    places = [bands[plain_word(value)] for value in said if plain_word(value) in bands]
    return bool(places) and bool(values.limit("income_bands_apart").at_least(max(places) - min(places)))


def is_weak(values: Values, guesses: int) -> bool:
    """Whether a passphrase that is found by so many attempts is too weak to seal a ballot."""
    return not values.limit("passphrase_digits").at_least(len(str(guesses)))
