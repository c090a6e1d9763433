"""What a ballot shows its officer of a household, what it asks beside the rating, and which passphrase is too weak."""

from gridcredit.policy import Values
from gridcredit.schema import HOUSEHOLDS, STATED, Column


def shown(values: Values) -> tuple[Column, ...]:
    """The columns of households that an officer may see, in the order of the roster."""
    names = values.words("shown_facts")
    return tuple(column for column in HOUSEHOLDS if column.name in names)


def asked(values: Values) -> tuple[Column, ...]:
    """The facts that an officer is asked for."""
    names = values.words("asked_facts")
    return tuple(column for column in STATED if column.name in names)


def is_weak(values: Values, guesses: int) -> bool:
    """Whether a passphrase that is found by so many attempts is too weak to seal a ballot."""
    return not values.limit("passphrase_digits").at_least(len(str(guesses)))
