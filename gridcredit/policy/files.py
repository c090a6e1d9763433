"""Where a policy comes from: the shipped values, and over them a bank's files, the last one strongest.

Shipped values stand in ``rules/<rule>.toml``::

    [closeness_percent]
    label = "…"                 # what it is, an English source of the catalogue
    unit = "percent"
    at_least = 0                # how far a number may go; for words one_of = […],
                                # and either = true where "a|b" asks for one of the two
    side = "at_most"            # of a threshold: what is within it, "at_most" or "at_least"
    applies_when = {other = ["word"]}   # without effect unless the rule's value ``other`` names such a word
    [[closeness_percent.values]]
    from = 2000-01-01           # in force from this day on, until the next one
    issued = 2016-06-25         # when the document was issued
    value = 20
    bound = "inclusive"         # of a threshold: whether the number itself is still within
    document = "…"
    clause = "…"                # the place in the document

A table has ``[<name>.columns.<column>]`` and, where its rows are bands, ``bands_by``. A bank's file adds values under
the rule's name, ``[[reconcile.closeness_percent]]`` with the same keys, and ``[[cases]]`` that it wants to hold.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.policy.entries import BOUND, value_of
from gridcredit.policy.model import Field, Kind, Parameter, PolicyBook, Value

CASES = "cases"
_KEYS = {
    *("label", "unit", "values", "at_least", "at_most", "one_of", "either", "columns", "bands_by"),
    *("side", "applies_when"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A bank's file as it was read, nothing of it checked: entries by rule and name, each with its place; cases."""

    file: str
    entries: Mapping[tuple[str, str], Sequence[tuple[str, object]]]
    cases: Sequence[tuple[str, object]] = ()


def load(overrides: Sequence[Path | Source] = ()) -> PolicyBook:
    """The shipped values under those of ``overrides``, the last file strongest; raises ``PolicyError``."""
    parameters = {(parameter.rule, parameter.name): parameter for parameter in shipped()}
    for override in overrides:
        source = override if isinstance(override, Source) else read_toml(override)
        for key, entries in source.entries.items():
            if key not in parameters:
                place = entries[0][0] if entries else f"{source.file} {'.'.join(key)}".rstrip(".")
                raise PolicyError(N_("{place}: no rule has a value of this name; see the policy sheet"), place=place)
            old = parameters[key]
            parameters[key] = replace(old, layers=(*old.layers, _layer(source.file, old, entries)))
    return PolicyBook(tuple(parameters.values()))


def read_toml(path: Path) -> Source:
    """A bank's policy file in TOML; raises ``PolicyError``."""
    try:
        rules = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise PolicyError(N_("{file}: the policy file cannot be opened"), file=path.name) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        place = str(problem) if isinstance(problem, tomllib.TOMLDecodeError) else "UTF-8"
        raise PolicyError(N_("{file}: not a TOML file ({place})"), file=path.name, place=place) from None
    cases = rules.pop(CASES, [])
    if not isinstance(cases, list):
        raise PolicyError(N_("{place}: write it as [[{key}]]"), place=f"{path.name} {CASES}", key=CASES)
    found: dict[tuple[str, str], list[tuple[str, object]]] = {}
    for rule, body in rules.items():
        for name, entries in body.items() if isinstance(body, dict) else [("", None)]:
            place = f"{path.name} {rule}.{name}".rstrip(".")
            if not isinstance(entries, list) or not entries:
                raise PolicyError(N_("{place}: write it as [[{key}]]"), place=place, key=f"{rule}.{name}".rstrip("."))
            found[rule, name] = [(place, entry) for entry in entries]
    numbered = [(f"{path.name} {CASES} [{number}]", case) for number, case in enumerate(cases, start=1)]
    return Source(path.name, found, numbered)


def _layer(file: str, parameter: Parameter, entries: Sequence[tuple[str, object]]) -> tuple[Value, ...]:
    values = tuple(value_of(place, entry, parameter) for place, entry in entries)
    seen = set()
    for (place, _entry), value in zip(entries, values):
        if value.since in seen:
            raise PolicyError(N_("{place}: two values are in force from the same day; keep one"), place=place)
        seen.add(value.since)
    if not values:
        place = f"{file} {parameter.key}"
        raise PolicyError(N_("{place}: write it as [[{key}]]"), place=place, key=parameter.key)
    return values


@cache
def shipped() -> tuple[Parameter, ...]:
    """The parameters of all rules with the values that come with gridcredit."""
    parameters = []
    for file in sorted(resources.files("gridcredit.rules").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            rule = file.name.removesuffix(".toml")
            for name, body in tomllib.loads(file.read_text("utf-8")).items():
                assert set(body) <= _KEYS, f"{file.name} {name}"
                parameters.append(_parameter(file.name, rule, name, body))
    return tuple(parameters)


def _parameter(file: str, rule: str, name: str, body: Mapping[str, Any]) -> Parameter:
    entries = body["values"]
    fields = tuple(_field(column, how) for column, how in body.get("columns", {}).items())
    parameter = Parameter(
        rule,
        name,
        body["label"],
        body["unit"],
        _kind(entries[0]["value"], bool(fields)),
        body.get("at_least"),
        body.get("at_most"),
        tuple(body.get("one_of", ())),
        body.get("either", False),
        BOUND in entries[0],
        fields,
        tuple(body["bands_by"]) if "bands_by" in body else None,
        body.get("side"),
        {other: tuple(words) for other, words in body.get("applies_when", {}).items()},
    )
    values = tuple(value_of(f"{file} {name}", entry, parameter) for entry in entries)
    return replace(parameter, layers=(values,))


def _kind(value: object, is_table: bool) -> Kind:
    if is_table:
        return Kind.TABLE
    return Kind.WORDS if isinstance(value, list) else Kind.WORD if isinstance(value, str) else Kind.NUMBER


def _field(name: str, how: Mapping[str, Any]) -> Field:
    return Field(
        name,
        how["label"],
        Kind(how["kind"]),
        how.get("required", False),
        tuple(how.get("one_of", ())),
        how.get("at_least"),
        how.get("at_most"),
    )
