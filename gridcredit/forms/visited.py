"""What a re-visit found beside what was decided, and beside what each officer had said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from gridcredit.forms.issued import Form
from gridcredit.policy import Policy
from gridcredit.rules.ballots import COMPARED, contradict
from gridcredit.rules.revisit import WHY, confirms


class Visit(NamedTuple):
    """One household visited again: the figure that the visitor gives (None: none, such as nobody was there), and the
    facts that were found, by their names.
    """

    household_id: str
    found_yuan: int | None
    facts: Mapping[str, str]


class OfGroup(NamedTuple):
    """The households of one group of the draw; ``why`` None: all of them, each once.

    ``compared``: visited, with a figure, and with a line or a suggested one to compare it with.
    """

    why: str | None
    drawn: int
    visited: int
    compared: int
    confirmed: int
    line_higher: int
    line_lower: int


class OfOfficer(NamedTuple):
    """``difference_percent``: the median of the officer's amounts above (+) or below (-) what was found, where that is not 0."""

    officer: str
    compared: int
    confirmed: int
    difference_percent: float | None
    facts: int
    facts_otherwise: int


class Comparison(NamedTuple):
    """``missing``: the households drawn that were not visited yet."""

    form: Form
    groups: Sequence[OfGroup]
    officers: Sequence[OfOfficer]
    missing: Sequence[str]


def compare(
    form: Form, visits: Mapping[str, Visit], households: Iterable[Mapping[str, Any]], policy: Policy
) -> Comparison:
    """``visits`` by household; ``households``: as ``Ledger.assessed`` gives those of the run that was drawn from."""
    homes = {home["household_id"]: home for home in households if home["household_id"] in form.households}
    groups = [_group(None, form, visits, homes, policy), *(_group(why, form, visits, homes, policy) for why in WHY)]
    return Comparison(
        form,
        groups,
        list(_officers(visits, homes, policy)),
        [household for household in form.households if household not in visits],
    )


def _group(
    why: str | None, form: Form, visits: Mapping[str, Visit], homes: Mapping[str, Mapping[str, Any]], policy: Policy
) -> OfGroup:
    values = policy.values("revisit")
    drawn = [household for household, groups in form.households.items() if why is None or why in groups]
    visited = [visits[household] for household in drawn if household in visits]
    pairs = [
        (line, visit.found_yuan)
        for visit in visited
        if visit.found_yuan is not None and (line := _line(homes.get(visit.household_id, {})))
    ]
    confirmed = [confirms(line, found, values) for line, found in pairs]
    return OfGroup(
        why,
        len(drawn),
        len(visited),
        len(pairs),
        sum(confirmed),
        sum(line > found for (line, found), near in zip(pairs, confirmed) if not near),
        sum(line < found for (line, found), near in zip(pairs, confirmed) if not near),
    )


def _line(home: Mapping[str, Any]) -> int:
    """What the ratings led to: the line, or the one that was suggested to the collective review; 0: neither."""
    return int(home.get("line_yuan") or home.get("suggested_line_yuan") or 0)


def _officers(
    visits: Mapping[str, Visit], homes: Mapping[str, Mapping[str, Any]], policy: Policy
) -> Iterator[OfOfficer]:
    given: dict[str, list[tuple[Visit, Mapping[str, Any]]]] = {}
    for household, home in homes.items():
        for rating in home["ratings"]:
            if household in visits and rating.get("knows") != "no":
                given.setdefault(rating["officer"], []).append((visits[household], rating))
    values = policy.values("revisit"), policy.values("ballots")
    for officer, pairs in given.items():
        amounts = [
            (rating["amount_yuan"], visit.found_yuan)
            for visit, rating in pairs
            if rating.get("amount_yuan") and rating.get("refusal") is None and visit.found_yuan is not None
        ]
        facts = [
            (name, (visit.facts[name], str(rating[name])))
            for visit, rating in pairs
            for name in COMPARED
            if visit.facts.get(name) and rating.get(name)
        ]
        yield OfOfficer(
            officer,
            len(amounts),
            sum(confirms(amount, found, values[0]) for amount, found in amounts),
            _difference([(amount, found) for amount, found in amounts if found]),
            len(facts),
            sum(contradict(name, said, values[1]) for name, said in facts),
        )


def _difference(amounts: Sequence[tuple[int, int]]) -> float | None:
    """The median of the amounts above what was found, in percent of that, which is never 0 here."""
    return round(median(100 * (amount - found) / found for amount, found in amounts), 1) if amounts else None
