"""Measures the screens for copying on simulated villages, and writes their thresholds.

``screens.py [CHOOSING [CHECKING [COPIED [SEED]]]]``: how many villages of each kind choose a threshold, check it, and
have a copier. A threshold is chosen so that in no honest setting, at neither end of its row's sizes, more than half of
``BOUND`` of the honest pairs are found; the rates that are written are measured on other villages.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil, floor, log10
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gridcredit.agreement.matrix import Figures, Pair, Values
from gridcredit.agreement.screens import SCREENS, SMALL_IS_ODD, number_of

OUT = Path(__file__).parent.parent / "gridcredit" / "agreement" / "thresholds.toml"
BOUND = 0.01
SIZES = (100, 300, 800, 1600)
"""Households that both officers rated; a row goes from one to just below the next, and is checked at both."""
SHARES = (20, 50, 100)
WAYS = ("scattered", "stretch")
CHOOSE, CHECK, COPY = 1, 2, 3
SIGNS = np.array([-1 if screen in SMALL_IS_ODD else 1 for screen in SCREENS])
USUAL = 1000 * np.array([10, 20, 30, 50, 80, 100, 150, 200, 300])
"""Amounts in yuan that an officer keeps to who has no step."""
HEAD = """\
# Written by tools/screens.py; every rate is measured on simulated villages.
# Honest officers err independently around a household's worth and round; errors are standard deviations of the
# logarithm, levels what an officer multiplies the worth with: of the pair that is looked at, then of the third.
# Thresholds are chosen on some villages of each setting and size, false alarms measured on others, in the worst setting;
# power on villages with a copier, by the percentage of amounts copied, on average and in the hardest setting.
# A row holds from its households (that both officers rated) up to up_to, and was measured at both ends; power at the
# first. [[any]]: at least one of the screens.
"""


class Setting(NamedTuple):
    """Honest officers: the pair that is looked at, then the third. ``errors``: the standard deviation of the logarithm
    of an amount around the household's worth; ``levels``: what each multiplies the worth with; ``step``: in yuan.
    """

    step: int
    errors: tuple[float, float, float]
    levels: tuple[float, float, float] = (1, 1, 1)

    @property
    def name(self) -> str:
        errors, levels = (", ".join(f"{figure:.0%}" for figure in three) for three in (self.errors, self.levels))
        return f"{f'steps of {self.step:,}' if self.step else 'usual amounts'}; errors {errors}; levels {levels}"


OFFICERS = [((error,) * 3, (1.0,) * 3) for error in (0.1, 0.2, 0.35)]
OFFICERS += [((0.1, 0.1, 0.3), (1.0, 1.0, 1.0)), ((0.2, 0.2, 0.2), (1.0, 0.8, 1.2))]
SETTINGS = [Setting(step, *officers) for step in (5_000, 10_000, 0) for officers in OFFICERS]


def village(rng: np.random.Generator, households: int, setting: Setting) -> Values:
    """Amounts of three honest officers; the third abstains on one household in twenty.

    Worth is log-normal around 60,000 yuan; twenty neighbours, one after another on the ballot, have part of it in
    common.
    """
    near = np.repeat(rng.normal(0, 0.3, -(-households // 20)), 20)[:households]
    worth = 60_000 * np.exp(near + rng.normal(0, 0.5, households))
    errors = np.array(setting.errors)[:, np.newaxis] * rng.normal(size=(3, households))
    values = rounded(np.array(setting.levels)[:, np.newaxis] * worth * np.exp(errors), setting.step)
    values[2, rng.random(households) < 0.05] = np.nan
    return values


def rounded(yuan: Figures, step: int) -> Values:
    """To the nearest multiple of ``step``, at least one of them; 0: to the nearest of the ``USUAL`` amounts."""
    if step:
        return np.asarray(np.maximum(np.round(yuan / step), 1) * step)
    return np.asarray(USUAL[np.digitize(yuan, (USUAL[1:] + USUAL[:-1]) / 2)], dtype=np.float64)


def copied(rng: np.random.Generator, values: Values, percent: int, way: str) -> Values:
    """The second officer copies ``percent`` of the first one's amounts, here and there or in one stretch."""
    households = values.shape[1]
    count = round(households * percent / 100)
    begun = rng.integers(households - count + 1)
    taken = rng.permutation(households)[:count] if way == "scattered" else np.arange(begun, begun + count)
    values[1, taken] = values[0, taken]
    return values


def numbers(values: Values) -> Figures:
    """Of the first two officers, by ``SCREENS``, p-values negated: the larger, the odder; nan where undefined."""
    found = [number_of(screen, values, Pair(0, 1)) for screen in SCREENS]
    return np.asarray(SIGNS * np.array([np.nan if number is None else number for number in found], dtype=np.float64))


def honest(seed: int, purpose: int, households: int, villages: int) -> list[Figures]:
    """For each setting ``numbers`` of as many villages; villages x screens."""
    rngs = [np.random.default_rng([seed, purpose, households, at]) for at in range(len(SETTINGS))]
    return [
        np.array([numbers(village(rng, households, setting)) for _ in range(villages)])
        for rng, setting in zip(rngs, SETTINGS)
    ]


def copiers(seed: int, households: int, way: str, percent: int, villages: int) -> list[Figures]:
    """The same with a copier."""
    keys = [[seed, COPY, households, percent, WAYS.index(way), at] for at in range(len(SETTINGS))]
    return [
        np.array([numbers(copied(rng, village(rng, households, setting), percent, way)) for _ in range(villages)])
        for rng, setting in zip(map(np.random.default_rng, keys), SETTINGS)
    ]


def chosen(samples: list[Figures]) -> Figures:
    """By screen the threshold, signed as ``numbers``, beyond which no more than half of ``BOUND`` of a sample lies."""
    beyond = [np.sort(np.nan_to_num(some, nan=-np.inf), axis=0)[::-1][int(BOUND / 2 * len(some))] for some in samples]
    strictest = zip(SCREENS, SIGNS, np.max(beyond, axis=0))
    return np.array([sign * _outward(screen, sign * threshold) for screen, sign, threshold in strictest])


def _outward(screen: str, threshold: float) -> float:
    """Rounded so that it finds no more: p-values down to two digits, others up to four places."""
    if screen in SMALL_IS_ODD:
        digits = 1 - floor(log10(threshold))
        return round(floor(threshold * 10.0**digits) / 10.0**digits, digits)
    return round(ceil(threshold * 1e4) / 1e4, 4)


def beyond(samples: list[Figures], thresholds: Figures) -> Figures:
    """The share of villages beyond each threshold, and in the last column beyond any; samples x (screens + 1)."""
    flags = [some > thresholds for some in samples]
    return np.array([[*flag.mean(axis=0), flag.any(axis=1).mean()] for flag in flags])


def measured(ends: tuple[int, int], alarms: Figures, powers: Mapping[str, Figures], villages: int) -> Iterator[str]:
    """The rates of a screen in a row, from shares by setting: those of ``alarms`` at one end, then at the other."""
    worst = int(alarms.argmax())
    yield f"households = {ends[0]}\nup_to = {ends[1] - 1}"
    yield f"false_alarm_rate = {alarms[worst]:.4g}\nvillages = {villages}"
    yield f'worst_setting = "{SETTINGS[worst % len(SETTINGS)].name}"'
    yield f"worst_households = {ends[worst // len(SETTINGS)]}"
    for key, power in powers.items():
        yield f"power.{key} = {{ mean = {power.mean():.3f}, least = {power.min():.3f} }}"


def lines(choosing: int, checking: int, copying: int, seed: int) -> Iterator[str]:
    """The file of thresholds."""
    counts = {"choosing_villages": choosing, "checking_villages": checking, "copier_villages": copying}
    counts["villages_in_all"] = len(SETTINGS) * (
        len(SIZES) * (choosing + checking) + len(SIZES[1:]) * len(WAYS) * len(SHARES) * copying
    )
    facts = {"seed": seed, "bound": BOUND, "sizes": list(SIZES)} | counts
    yield HEAD + "\n".join(f"{key} = {fact}" for key, fact in facts.items())
    yield "settings = [\n" + "".join(f'    "{setting.name}",\n' for setting in SETTINGS) + "]"
    choice, check = ({size: honest(seed, purpose, size, villages) for size in SIZES} for purpose, villages in ((CHOOSE, choosing), (CHECK, checking)))  # fmt: skip
    for size, end in pairwise(SIZES):
        limits = chosen(choice[size] + choice[end])
        alarms = beyond(check[size] + check[end], limits)
        kinds = [(way, percent) for way in WAYS for percent in SHARES]
        powers = {f"{way}.{percent}": beyond(copiers(seed, size, way, percent, copying), limits) for way, percent in kinds}  # fmt: skip
        for at, screen in enumerate((*SCREENS, "any")):
            yield (
                "\n[[any]]"
                if screen == "any"
                else f'\n[[screens]]\nscreen = "{screen}"\nthreshold = {SIGNS[at] * limits[at]:.15g}'
            )
            yield from measured((size, end), alarms[:, at], {key: power[:, at] for key, power in powers.items()}, checking)  # fmt: skip


def main(choosing: int = 800, checking: int = 1000, copying: int = 100, seed: int = 2016) -> None:
    begun = time.monotonic()
    OUT.write_text("\n".join(lines(choosing, checking, copying, seed)) + "\n", "utf-8")
    print(f"{OUT} written in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
