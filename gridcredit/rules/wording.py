"""Figures as the rules' explanations word them."""

_MOST_DECIMALS = 9


def share(part: int, whole: int, limit: int) -> str:
    """``part`` in percent of ``whole``, cut to as few decimals (at least one) as tell it from the threshold ``limit``."""
    decimals, rest = 1, part * 100 != limit * whole
    while rest and decimals < _MOST_DECIMALS and part * 100 * 10**decimals // whole == limit * 10**decimals:
        decimals += 1
    units, fraction = divmod(part * 100 * 10**decimals // whole, 10**decimals)
    return f"{units:,}.{fraction:0{decimals}}"
