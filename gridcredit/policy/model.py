"""What a policy is: parameters, their dated values, and those in force on a day."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_

Row = Mapping[str, int | str | tuple[str, ...]]
Setting = int | str | tuple[str, ...] | tuple[Row, ...]
INCLUSIVE, EXCLUSIVE = "inclusive", "exclusive"


class Kind(StrEnum):
    """What a value is: a whole number, one word of a list, several of them, or the rows of a table."""

    NUMBER = "number"
    WORD = "word"
    WORDS = "words"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table's rows. ``either``: a word may be ``a|b``; no ``one_of``: any words will do."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    one_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it comes from; in force from ``since`` on. ``bound``: whether a threshold itself is within."""

    value: Setting
    since: date
    issued: date
    document: str
    clause: str
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be set: ``layers`` hold the shipped values first, then each bank file's; the last layer in force wins.

    A ``threshold`` is a number with a bound, inclusive or exclusive; its ``side`` says what is within it: figures that
    are ``at_most`` the number, or ``at_least``. ``fields`` are a table's columns; its rows of equal ``bands_by`` are
    bands that may neither overlap nor leave a gap. ``applies_when``: words that other values of the rule must name for
    this one to have an effect.
    """

    rule: str
    name: str
    label: str
    unit: str
    kind: Kind
    at_least: int | None = None
    at_most: int | None = None
    one_of: tuple[str, ...] = ()
    either: bool = False
    threshold: bool = False
    fields: tuple[Field, ...] = ()
    bands_by: tuple[str, ...] | None = None
    side: str | None = None
    applies_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    layers: tuple[tuple[Value, ...], ...] = ()

    @property
    def key(self) -> str:
        return f"{self.rule}.{self.name}"

    def on(self, day: date) -> Value | None:
        for layer in reversed(self.layers):
            in_force = [value for value in layer if value.since <= day]
            if in_force:
                return max(in_force, key=lambda value: value.since)
        return None


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold; amounts are compared as whole numbers or as arrays of them, both sides multiplied out."""

    value: int
    inclusive: bool

    def at_most(self, left: Any, right: Any = None) -> Any:
        """Whether ``left`` is up to ``right`` (default: the threshold)."""
        right = self.value if right is None else right
        return left <= right if self.inclusive else left < right

    def at_least(self, left: Any, right: Any = None) -> Any:
        """Whether ``left`` is from ``right`` (default: the threshold) on."""
        right = self.value if right is None else right
        return left >= right if self.inclusive else left > right

    @property
    def highest(self) -> int:
        """The greatest whole number that is ``at_most`` the threshold."""
        return self.value if self.inclusive else self.value - 1

    @property
    def lowest(self) -> int:
        """The least whole number that is ``at_least`` the threshold."""
        return self.value if self.inclusive else self.value + 1


class Values:
    """One rule's values in force, by name."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def number(self, name: str) -> int:
        value = self._values[name].value
        assert isinstance(value, int)
        return value

    def limit(self, name: str) -> Limit:
        assert self._values[name].bound is not None
        return Limit(self.number(name), self._values[name].bound == INCLUSIVE)

    def word(self, name: str) -> str:
        value = self._values[name].value
        assert isinstance(value, str)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        value = self._values[name].value
        assert isinstance(value, tuple)
        return tuple(word for word in value if isinstance(word, str))

    def rows(self, name: str) -> tuple[Row, ...]:
        value = self._values[name].value
        assert isinstance(value, tuple)
        return tuple(row for row in value if not isinstance(row, str))


@dataclass(frozen=True)
class Policy:
    """The values in force on ``day``."""

    day: date
    parameters: tuple[Parameter, ...]

    def values(self, rule: str) -> Values:
        return self._by_rule[rule]

    def rows(self) -> list[tuple[Parameter, Value]]:
        """Every parameter with its value in force; raises ``PolicyError`` where one has none on that day."""
        rows = []
        for parameter in self.parameters:
            value = parameter.on(self.day)
            if value is None:
                raise PolicyError(
                    N_("the policy has no value in force on {day} for {name}; add one with an earlier date"),
                    day=self.day,
                    name=parameter.key,
                )
            rows.append((parameter, value))
        return rows

    @property
    def sha256(self) -> str:
        """Of the values in force alone: equal policies have equal hashes on any day."""
        return policy_hash({parameter.key: setting_of(value) for parameter, value in self.rows()})

    @cached_property
    def _by_rule(self) -> dict[str, Values]:
        """Looked up once a policy, since every rule of every village asks for its own."""
        found: dict[str, dict[str, Value]] = defaultdict(dict)
        for parameter, value in self.rows():
            found[parameter.rule][parameter.name] = value
        return {rule: Values(values) for rule, values in found.items()}


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All dated values."""

    parameters: tuple[Parameter, ...]

    def on(self, day: date) -> Policy:
        return Policy(day, self.parameters)

    def with_value(self, rule: str, name: str, value: Value) -> "PolicyBook":
        """The book with one more layer on top, which holds this value alone."""
        changed = [
            replace(one, layers=(*one.layers, (value,))) if (one.rule, one.name) == (rule, name) else one
            for one in self.parameters
        ]
        return PolicyBook(tuple(changed))


def setting_of(value: Value) -> list[object]:
    """What decides of a value, as JSON has it: the value and its bound."""
    return [_plain(value.value), value.bound]


def policy_hash(settings: Mapping[str, Sequence[object]]) -> str:
    """Of what decides, by ``rule.name``: see ``setting_of``."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value
