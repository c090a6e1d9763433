"""When a branch is on duty (驻勤): so many sessions a week, spread over its working days; none outside in the farming season
(农忙). Villages get turns by what waits in them.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.policy import Values

WHOLE = 1_000_000
"""Shares are in millionths."""
LEAP_YEAR = 2000
_SEASON = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
MonthDay = tuple[int, int]


def is_farming_season(day: date, values: Values) -> bool:
    """Both days of a season are in it; one that ends before it begins goes over New Year. Raises ``PolicyError``."""
    at = day.month, day.day
    for word in values.words("farming_seasons"):
        first, last = _season(word)
        if (first <= at <= last) if first <= last else (at >= first or at <= last):
            return True
    return False


@cache
def _season(word: str) -> tuple[MonthDay, MonthDay]:
    found = _SEASON.fullmatch(word.strip())
    try:
        if found is None:
            raise ValueError(word)
        first, last = (date(LEAP_YEAR, int(found[at]), int(found[at + 1])) for at in (1, 3))
    except ValueError:
        raise PolicyError(
            N_("rota.farming_seasons: {word} is no season; write its first and last day such as 06-01..06-15"),
            word=word,
        ) from None
    return (first.month, first.day), (last.month, last.day)


def spread(days: Sequence[date], kept: Collection[date], free: Sequence[date], count: int) -> list[date]:
    """Those ``count`` of the ``free`` days by which sessions, with the ``kept`` ones, lie most evenly over ``days``, a week's
    working days; of equally good ones the earliest. Of five days two are the second and the fourth.
    """
    number = len(kept) + count
    even = [(2 * turn + 1) * len(days) // (2 * number) for turn in range(number)]

    def uneven(chosen: Iterable[date]) -> int:
        places = sorted(bisect_left(days, day) for day in (*kept, *chosen))
        return sum(abs(place - wanted) for place, wanted in zip(places, even))

    return list(min(combinations(free, count), key=uneven))


def shares(backlog: Mapping[str, int], values: Values) -> dict[str, int]:
    """The part of a branch's outreach that each of its villages is to get, in millionths: by its backlog, but for the least
    share; even ones where nothing waits anywhere. Villages that get none are left out.
    """
    total, least = sum(backlog.values()), values.number("least_share_percent")
    weights = {village: max(100 * len(backlog) * count, least * total) for village, count in backlog.items()}
    if not total:
        weights = dict.fromkeys(backlog, WHOLE)
    whole = sum(weights.values())
    found = {village: weight * WHOLE // whole for village, weight in weights.items()}
    return {village: share for village, share in found.items() if share}
