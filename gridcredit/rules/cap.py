"""The cap of ``limits`` by itself, which checks need, too, without the arrays of the rules that decide."""

from gridcredit.policy import Values


def cap_of(values: Values, village_cap: int | None) -> int:
    """The largest line of one household in yuan: the bank's cap, or the village's 最高额度 if that is lower."""
    cap = values.number("household_cap_yuan")
    return cap if village_cap is None else min(cap, village_cap)
