"""Signing door to door (上门签约): who goes, how many doors a day, and when a card after a signing is in time."""

from collections.abc import Iterable
from datetime import date

from gridcredit.policy import Values


def doors_per_day(asked: Iterable[int | None], values: Values) -> int:
    """How many doors a team calls at in a day: the fewest that one of its officers is down for, or else the policy's."""
    return min((number for number in asked if number is not None), default=values.number("households_per_day"))


def every_door(values: Values) -> bool:
    """Whether a walk calls at every house, so that neither a call nor its absence tells anything."""
    return values.word("every_door") == "yes"


def is_judged(signed_on: date, as_of: date, values: Values) -> bool:
    """Whether the days in which the card is to be issued after a signing are over."""
    return not is_in_time(signed_on, as_of, values)


def is_in_time(signed_on: date, carded_on: date | None, values: Values) -> bool:
    limit = values.limit("card_within_days")
    return carded_on is not None and bool(limit.at_most((carded_on - signed_on).days))
