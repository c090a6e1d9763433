"""The draw of households to be visited again (抽查验收): by chance alone, and more of those whose ratings look odd."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gridcredit.codes import keyed
from gridcredit.policy import Values
from gridcredit.rules import revisit

FEWEST_AMOUNTS = 2  # one amount can neither differ nor agree


def draw(amounts: Mapping[str, Sequence[int]], seed: str, values: Values) -> dict[str, tuple[str, ...]]:
    """The households drawn, in the order of ``amounts`` (what each one's officers gave), with why: ``rules.revisit.WHY``.

    Only those with two amounts or more can be drawn. ``values``: of the rule ``revisit``. Each group is drawn by itself, so
    what is drawn by chance stands for the village whatever the others say. Whoever has ``seed`` (hexadecimal) draws the same.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for household, given in amounts.items():
        if len(given) >= FEWEST_AMOUNTS:
            for name in revisit.why(given, values):
                groups[name].append(household)
    drawn: dict[str, list[str]] = defaultdict(list)
    for name in revisit.WHY:
        ranked = sorted(groups[name], key=lambda household: keyed(seed, name, household))
        for household in ranked[: revisit.size(name, len(ranked), values)]:
            drawn[household].append(name)
    return {household: tuple(drawn[household]) for household in amounts if household in drawn}
