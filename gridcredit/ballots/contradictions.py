"""Facts of a household that its officers state differently (交叉验证): what a visit is to find out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gridcredit.policy import Values
from gridcredit.rules.ballots import COMPARED, contradict
from gridcredit.schema import Columns


class Contradiction(NamedTuple):
    """``said``: how many officers stated each value, the most frequent first; codes of options, else their words."""

    household_id: str
    fact: str
    said: tuple[tuple[str, int], ...]


def contradictions(households: Sequence[str], ratings: Columns, values: Values) -> Iterator[Contradiction]:
    """In the order of ``households``, then of the facts; ``values``: of the rule ``ballots``.

    Officers who do not know the household are not heard.
    """
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in COMPARED:
        if name in ratings:
            for key, value, knows in zip(ratings["household_id"], ratings[name], ratings["knows"]):
                if value is not None and knows != "no":
                    said[key][name].append(str(value))
    for household in households:
        for name, stated in said.get(household, {}).items():
            if contradict(name, stated, values):
                yield Contradiction(household, name, _counted(stated))


def _counted(stated: Sequence[str]) -> tuple[tuple[str, int], ...]:
    counts: Mapping[str, int] = {value: stated.count(value) for value in dict.fromkeys(stated)}
    return tuple(sorted(counts.items(), key=lambda entry: -entry[1]))
