"""The re-visit sample (抽查验收): how many households are drawn, which ratings are drawn more often, what confirms a line."""

from collections.abc import Sequence

from gridcredit.policy import Values

RANDOM, ALL_EQUAL, WIDE_SPREAD = "random", "all_equal", "wide_spread"
WHY = (RANDOM, ALL_EQUAL, WIDE_SPREAD)
"""Why a household is drawn: by chance alone, or because its ratings are all the same, or far apart."""


def why(amounts: Sequence[int], values: Values) -> tuple[str, ...]:
    """The groups that a household is drawn from, by the amounts that its officers gave (two at least)."""
    low, high = min(amounts), max(amounts)
    wide = values.limit("wide_spread")
    found = [RANDOM]
    if low == high:
        found.append(ALL_EQUAL)
    elif wide.at_least(100 * (high - low), wide.value * high):
        found.append(WIDE_SPREAD)
    return tuple(found)


def size(name: str, households: int, values: Values) -> int:
    """How many of a group's households are drawn: the policy's share, rounded up, of all at least so many."""
    share = -(-households * values.number(f"{name}_percent") // 100)
    return min(households, max(share, values.number("least_households"))) if name == RANDOM else share


def confirms(line_yuan: int, found_yuan: int, values: Values) -> bool:
    """Whether the figure that a re-visit finds bears the line out."""
    within = values.limit("confirmed_within")
    high, low = max(line_yuan, found_yuan), min(line_yuan, found_yuan)
    return bool(within.at_most(100 * (high - low), within.value * high))
