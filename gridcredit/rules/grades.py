"""Credit households, villages and townships (信用户, 信用村, 信用乡): a grade that the bank gives by shares of its own choice."""

from collections.abc import Mapping

from gridcredit.policy import Values


def is_credit_household(met: Mapping[str, bool], values: Values) -> bool:
    """``met``: by each condition that the policy may name, whether the household meets it."""
    return all(met[need] for need in values.words("household_needs"))


def is_credit_village(credit_households: int, roster: int, bad_yuan: int, balance_yuan: int, values: Values) -> bool:
    """By the share of its households, and of its balance that is non-performing; no roster, no grade."""
    enough = values.limit("village_percent").at_least(
        100 * credit_households, values.number("village_percent") * roster
    )
    sound = values.limit("village_bad_percent").at_most(
        100 * bad_yuan, values.number("village_bad_percent") * balance_yuan
    )
    return bool(roster and enough and (sound or not balance_yuan))


def is_credit_township(credit_villages: int, villages: int, values: Values) -> bool:
    limit = values.limit("township_percent")
    return bool(villages and limit.at_least(100 * credit_villages, limit.value * villages))
