"""The thresholds of the screens for copying: what is stated of them shows in other villages than those they come from."""

import sys
from collections.abc import Iterator
from math import comb
from pathlib import Path

import numpy as np
import pytest

from gridcredit.agreement import SCREENS, Pair, screen_pair, stated_for
from gridcredit.agreement.matrix import Values
from gridcredit.agreement.thresholds import rows

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import screens as measuring

SIZES = (100, 300, 800)
VILLAGES = 200
SEED = 77
PAIR = Pair(0, 1)
WAYS_OF_COPYING = [(way, percent) for way in measuring.WAYS for percent in measuring.SHARES]


def most_alarms(villages: int, rate: float) -> int:
    """The binomial margin: honest pairs at this rate give more alarms than this less than once in a thousand times."""
    chances = (comb(villages, count) * rate**count * (1 - rate) ** (villages - count) for count in range(villages + 1))
    return int(np.searchsorted(np.cumsum(list(chances)), 0.999))


def found(villages: Iterator[Values], households: int) -> dict[str, int]:
    """By screen, of how many villages the first two officers are worth a look."""
    thresholds = stated_for(households).thresholds
    counts = dict.fromkeys(SCREENS, 0)
    for values in villages:
        for one in screen_pair(values, PAIR, thresholds):
            counts[one.screen] += one.worth_a_look
    return counts


def worst_settings(households: int) -> list[measuring.Setting]:
    """Those in which a screen gave the most false alarms when it was measured."""
    names = {row.worst_setting for row in stated_for(households).rows.values()}
    return [setting for setting in measuring.SETTINGS if setting.name in names]


@pytest.mark.parametrize("households", SIZES)
def test_honest_officers_are_seldom_worth_a_look_even_in_the_worst_settings(households: int) -> None:
    rng = np.random.default_rng([SEED, households])
    assert worst_settings(households)
    for setting in worst_settings(households):
        honest = (measuring.village(rng, households, setting) for _ in range(VILLAGES))
        counts = found(honest, households)
        assert max(counts.values()) <= most_alarms(VILLAGES, measuring.BOUND), (setting.name, counts)


@pytest.mark.parametrize("households", SIZES)
def test_who_copies_everything_is_found_in_every_setting(households: int) -> None:
    """By all but the excess, which asks whom a copier resembles and so misses a few of them in small villages."""
    rng = np.random.default_rng([SEED, households])
    for setting in measuring.SETTINGS:
        copier = measuring.copied(rng, measuring.village(rng, households, setting), 100, "scattered")
        counts = found(iter([copier]), households)
        assert [counts[screen] for screen in SCREENS if screen != "excess_equal"] == [1, 1, 1], setting.name


@pytest.mark.parametrize("households", SIZES)
@pytest.mark.parametrize(("way", "percent"), WAYS_OF_COPYING)
def test_copiers_are_found_as_often_as_is_stated(households: int, way: str, percent: int) -> None:
    """Four villages of each setting; the shares may differ by four standard errors of the smaller sample."""
    rng = np.random.default_rng([SEED, households, percent, len(way)])
    honest = (measuring.village(rng, households, setting) for setting in measuring.SETTINGS for _ in range(4))
    counts = found((measuring.copied(rng, values, percent, way) for values in honest), households)
    villages = 4 * len(measuring.SETTINGS)
    for screen, row in stated_for(households).rows.items():
        stated = row.power[way][percent].mean
        assert abs(counts[screen] / villages - stated) <= 4 * 0.5 / villages**0.5, (screen, counts, stated)


@pytest.mark.parametrize(
    ("households", "row", "outside"),
    [
        *[(0, 100, True), (99, 100, True), (100, 100, False), (299, 100, False), (300, 300, False)],
        *[(799, 300, False), (800, 800, False), (1599, 800, False), (1600, 800, True)],
    ],
)
def test_the_row_of_a_pair_is_the_nearest_that_is_not_above(households: int, row: int, outside: bool) -> None:
    stated = stated_for(households)
    assert (stated.households, stated.outside) == (row, outside)
    assert tuple(stated.thresholds) == SCREENS


def test_every_row_was_measured_within_the_bound() -> None:
    assert {(row.screen, row.households) for row in rows()} == {(screen, size) for screen in SCREENS for size in SIZES}
    for row in rows():
        assert row.false_alarm_rate <= measuring.BOUND and row.villages >= 1_000
        assert [(way, percent) for way, shares in row.power.items() for percent in shares] == WAYS_OF_COPYING
        assert all(0 <= one.least <= one.mean <= 1 for shares in row.power.values() for one in shares.values())
