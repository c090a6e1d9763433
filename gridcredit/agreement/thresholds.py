"""The measured thresholds of the screens, from ``thresholds.toml``, which ``tools/screens.py`` writes."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple


class Power(NamedTuple):
    """The share of copiers that were found: on average over the honest settings, and in the hardest of them."""

    mean: float
    least: float


class Row(NamedTuple):
    """A screen's threshold for pairs of officers who both rated ``households`` to ``up_to`` households.

    ``false_alarm_rate``: honest pairs found, of ``villages`` simulated in each setting at either end of the row, in
    the worst of them, ``worst_setting`` at ``worst_households``. ``power``: by the way of copying (``scattered``, or
    in one ``stretch`` of the ballot) and the percentage of amounts that were copied, at ``households``.
    """

    screen: str
    households: int
    up_to: int
    threshold: float
    false_alarm_rate: float
    villages: int
    worst_setting: str
    worst_households: int
    power: Mapping[str, Mapping[int, Power]]


class Stated(NamedTuple):
    """The rows for a pair, by screen. ``outside``: it has fewer households than ``households``, the smallest row, or
    more than the largest row goes to; the measured rates do not hold for it.
    """

    households: int
    outside: bool
    rows: Mapping[str, Row]

    @property
    def thresholds(self) -> dict[str, float]:
        """By screen, as ``screens.screen_pair`` takes them."""
        return {screen: row.threshold for screen, row in self.rows.items()}


def stated_for(households: int) -> Stated:
    """The rows of the nearest size that is not above ``households`` (that both officers rated), else the smallest."""
    sizes = sorted({row.households for row in rows()})
    size = max((size for size in sizes if size <= households), default=sizes[0])
    found = {row.screen: row for row in rows() if row.households == size}
    return Stated(size, not size <= households <= max(row.up_to for row in found.values()), found)


@cache
def rows() -> tuple[Row, ...]:
    """All rows as they were measured."""
    text = resources.files("gridcredit.agreement").joinpath("thresholds.toml").read_text("utf-8")
    return tuple(Row(**{**row, "power": _power(row["power"])}) for row in tomllib.loads(text)["screens"])


def _power(ways: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, dict[int, Power]]:
    return {way: {int(copied): Power(**found) for copied, found in shares.items()} for way, shares in ways.items()}
