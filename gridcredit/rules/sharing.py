"""How the work of officers is shared (分配): how much a day, how soon, how evenly."""

from datetime import date, timedelta

from gridcredit.policy import Values


def per_day(own: int | None, values: Values) -> int:
    """How many households an officer sees on a day at most; ``own``: as the sheet of staff has it."""
    return values.number("households_per_day") if own is None else own


def promised_until(as_of: date, until: date, values: Values) -> date:
    """The last due date that a plan of ``as_of`` takes in, when it is asked for up to ``until``."""
    return min(until, as_of + timedelta(days=values.number("promised_days")))


def inspected_from(anchor: date, due: date, values: Values) -> date:
    """The first day on which an inspection that is due may be done, never before what it is counted from."""
    return max(anchor, due - timedelta(days=values.number("inspection_early_days")))


def even_load(households: int, days: int, values: Values) -> int:
    """What a day's load may be where ``households`` are spread evenly over ``days``: the mean rounded up, or a little over it."""
    if not days:
        return 0
    over = 100 + values.number("above_mean_percent")
    return max(-(-households // days), households * over // (100 * days))
