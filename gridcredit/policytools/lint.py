"""What looks odd in a policy that loads: clauses that say otherwise, values without effect, values that hardly fit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gridcredit.i18n import N_
from gridcredit.policy import Parameter, Policy, PolicyBook, Source, Value
from gridcredit.policy.model import INCLUSIVE
from gridcredit.policytools import fitting, own
from gridcredit.policytools.clauses import Claim, claims
from gridcredit.policytools.notes import Note, given
from gridcredit.policytools.timeline import changes_after, timeline

UNITS = ("percent", "yuan", "years", "months", "days", "ratings")
"""The kinds of units that clauses name, the first that a parameter's unit speaks of is its own."""


def lint(book: PolicyBook, sources: Sequence[Source], day: date) -> list[Note]:
    """Notes on the policy in force on ``day``, on what changes later, and on every value of the ``sources``, each once.

    The ``book`` was loaded of the ``sources``. Raises ``PolicyError`` where a value has none in force on ``day``.
    """
    book.on(day).rows()
    theirs = given(book, sources)
    found = [note for one in book.parameters for value in timeline(one, day) for note in _clause(one, value)]
    for one in theirs:
        found += own.notes(one, book)
    for change in sorted({day, *(later for one in book.parameters for later in changes_after(one, day))}):
        found += _claimed_twice(book.on(change))
        found += fitting.notes(book.on(change))
    places = {id(one.value): one.place for one in theirs}
    told: dict[tuple[object, ...], Note] = {}
    for note in found:
        key = (note.code, note.parameter.key, note.value.since, note.value.document, *note.params.items())
        told.setdefault(key, replace(note, place=places.get(id(note.value), "")))
    return list(told.values())


def unit_of(parameter: Parameter) -> str:
    """The kind of unit that the parameter's numbers have; '' for none that clauses are read for."""
    words = parameter.unit.replace(",", " ").split()
    return next((unit for unit in UNITS if unit in words), "")


def counts_as_high(parameter: Parameter, value: Value) -> bool:
    """Whether the threshold itself stands with what is above it."""
    return (parameter.side == "at_least") == (value.bound == INCLUSIVE)


def _clause(parameter: Parameter, value: Value) -> Iterator[Note]:
    """A number in the clause's words that is not the value, or stands on the other side by them."""
    unit = unit_of(parameter)
    named = [claim for claim in claims(value.clause) if unit in claim.numbers]
    same = [claim for claim in named if claim.numbers[unit] == value.value]
    if named and not same:
        yield Note(
            "CLAUSE_OTHER_NUMBER",
            parameter,
            value,
            N_("the clause names {claim}, but the value is {value} ({unit})"),
            N_("correct the value, or quote the clause that it is from"),
            {"claim": "、".join(claim.text for claim in named), "value": value.value, "unit": parameter.unit},
        )
    said = {claim.counts_as_high: claim for claim in same if claim.above is not None}
    if parameter.side and len(said) == 1 and counts_as_high(parameter, value) not in said:
        (claim,) = said.values()
        text = (
            N_("by “{claim}” exactly {value} counts with what is above; by the bound, {bound}, with what is below")
            if claim.counts_as_high
            else N_("by “{claim}” exactly {value} counts with what is below; by the bound, {bound}, with what is above")
        )
        yield Note(
            "CLAUSE_OTHER_BOUND",
            parameter,
            value,
            text,
            _CORRECT,
            {"claim": claim.text, "value": value.value, "bound": value.bound},
        )


_CORRECT = N_(
    "correct the bound, or the clause; 以上, 以下, 以内, 届满 include the number, 不满, 超过, 以外 do not (民法典 第一千二百五十九条)"
)


def _claimed_twice(policy: Policy) -> Iterator[Note]:
    """A number that two clauses of one rule both claim, or that neither does, and what the rule does with it."""
    by_number: dict[tuple[str, str, Decimal], list[tuple[Claim, Parameter, Value]]] = defaultdict(list)
    for parameter, value in policy.rows():
        for claim in claims(value.clause):
            for unit, number in claim.numbers.items():
                if claim.above is not None:
                    by_number[parameter.rule, unit, number].append((claim, parameter, value))
    for (_rule, unit, number), claimed in by_number.items():
        for includes in (True, False):
            some = {
                claim.above: (claim, parameter, value)
                for claim, parameter, value in claimed
                if claim.includes is includes
            }
            if len(some) == 2:
                yield _both(some[False], some[True], unit, number, policy)


def _both(
    below: tuple[Claim, Parameter, Value],
    above: tuple[Claim, Parameter, Value],
    unit: str,
    number: Decimal,
    policy: Policy,
) -> Note:
    (low, parameter, value), (high, _parameter, _value) = below, above
    params = {"number": f"{number:,}", "below": low.text, "above": high.text}
    code, text = (
        ("CLAUSES_BOTH_CLAIM", N_("“{below}” and “{above}” both claim exactly {number}"))
        if low.includes
        else ("CLAUSES_NEITHER_CLAIMS", N_("neither “{below}” nor “{above}” claims exactly {number}"))
    )
    for one, its in policy.rows():
        if one.rule == parameter.rule and one.side and unit_of(one) == unit and its.value == number:
            params |= {"name": one.key, "bound": str(its.bound)}
            texts = {
                (True, True): N_(
                    "“{below}” and “{above}” both claim exactly {number}; by {name}, {bound}, it counts with what is above"
                ),
                (True, False): N_(
                    "“{below}” and “{above}” both claim exactly {number}; by {name}, {bound}, it counts with what is below"
                ),
                (False, True): N_(
                    "neither “{below}” nor “{above}” claims exactly {number}; by {name}, {bound}, it counts with what is above"
                ),
                (False, False): N_(
                    "neither “{below}” nor “{above}” claims exactly {number}; by {name}, {bound}, it counts with what is below"
                ),
            }
            parameter, value, text = one, its, texts[low.includes, counts_as_high(one, its)]
    return Note(code, parameter, value, text, N_("nothing to do if that is meant; otherwise change the bound"), params)
