"""Facts of a household that its officers state differently (交叉验证): what a visit is to find out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gridcredit.people import plain_word
from gridcredit.policy import Values
from gridcredit.schema import STATED, Columns, Kind


class Contradiction(NamedTuple):
    """``said``: how many officers stated each value, the most frequent first; codes of options, else their words."""

    household_id: str
    fact: str
    said: tuple[tuple[str, int], ...]


def contradictions(households: Sequence[str], ratings: Columns, values: Values) -> Iterator[Contradiction]:
    """In the order of ``households``, then of the facts; ``values``: of the rule ``ballots``.

    Options (such as a car) contradict each other where they differ, bands of income where they lie so many bands apart
    as the policy says; a band that is none of the policy's is compared with nothing. Officers who do not know the
    household are not heard.
    """
    facts = [column.name for column in STATED if column.kind is Kind.OPTION] + ["income_band"]
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in facts:
        if name in ratings:
            for key, value, knows in zip(ratings["household_id"], ratings[name], ratings["knows"]):
                if value is not None and knows != "no":
                    said[key][name].append(str(value))
    bands = {plain_word(band): place for place, band in enumerate(values.words("income_bands"))}
    apart = values.limit("income_bands_apart")
    for household in households:
        for name, stated in said.get(household, {}).items():
            if name == "income_band":
                places = [bands[plain_word(value)] for value in stated if plain_word(value) in bands]
                differ = len(places) > 1 and apart.at_least(max(places) - min(places))
            else:
                differ = len(set(stated)) > 1
            if differ:
                yield Contradiction(household, name, _counted(stated))


def _counted(stated: Sequence[str]) -> tuple[tuple[str, int], ...]:
    counts: Mapping[str, int] = {value: stated.count(value) for value in dict.fromkeys(stated)}
    return tuple(sorted(counts.items(), key=lambda entry: -entry[1]))
