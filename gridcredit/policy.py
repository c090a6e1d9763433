"""The rules' numbers as dated values with their sources; a bank's file overrides them from a date on.

Shipped values stand in ``rules/<rule>.toml``::

    [closeness_percent]
    label = "…"                 # what it is, an English source of the catalogue
    unit = "percent"
    at_least = 0                # bounds, where a number has any; for words one_of = […],
                                # and either = true where "a|b" asks for one of the two
    [[closeness_percent.values]]
    from = 2000-01-01           # in force from this day on, until the next one
    value = 20
    source = "…"                # the document
    clause = "…"                # and the place in it

A bank's file adds values under the rule's name: ``[[reconcile.closeness_percent]]`` with the same four keys.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_

Setting = int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it comes from; in force from ``since`` on."""

    value: Setting
    since: date
    source: str
    clause: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be set: ``layers`` hold the shipped values first, then each bank file's; the last layer in force wins."""

    rule: str
    name: str
    label: str
    unit: str
    at_least: int | None
    at_most: int | None
    one_of: tuple[str, ...]
    either: bool
    layers: tuple[tuple[Value, ...], ...]

    def on(self, day: date) -> Value | None:
        for layer in reversed(self.layers):
            in_force = [value for value in layer if value.since <= day]
            if in_force:
                return max(in_force, key=lambda value: value.since)
        return None


class Values:
    """One rule's values in force, by name."""

    def __init__(self, settings: Mapping[str, Setting]) -> None:
        self._settings = settings

    def number(self, name: str) -> int:
        value = self._settings[name]
        assert isinstance(value, int)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        value = self._settings[name]
        assert isinstance(value, tuple)
        return value


@dataclass(frozen=True, slots=True)
class Policy:
    """The values in force on ``day``."""

    day: date
    parameters: tuple[Parameter, ...]

    def values(self, rule: str) -> Values:
        return Values({parameter.name: value.value for parameter, value in self.rows() if parameter.rule == rule})

    def rows(self) -> list[tuple[Parameter, Value]]:
        """Every parameter with its value in force; raises ``PolicyError`` where one has none on that day."""
        rows = []
        for parameter in self.parameters:
            value = parameter.on(self.day)
            if value is None:
                raise PolicyError(
                    N_("the policy has no value in force on {day} for {name}; add one with an earlier date"),
                    day=self.day,
                    name=f"{parameter.rule}.{parameter.name}",
                )
            rows.append((parameter, value))
        return rows

    @property
    def sha256(self) -> str:
        """Of the values in force alone: equal policies have equal hashes on any day."""
        values = {f"{parameter.rule}.{parameter.name}": value.value for parameter, value in self.rows()}
        return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All dated values."""

    parameters: tuple[Parameter, ...]

    def on(self, day: date) -> Policy:
        return Policy(day, self.parameters)


def load(overrides: Sequence[Path] = ()) -> PolicyBook:
    """The shipped values under those of ``overrides``, the last file strongest; raises ``PolicyError``."""
    parameters = {(parameter.rule, parameter.name): parameter for parameter in _shipped()}
    for path in overrides:
        for (rule, name), values in _read_override(path, parameters).items():
            old = parameters[rule, name]
            parameters[rule, name] = replace(old, layers=(*old.layers, values))
    return PolicyBook(tuple(parameters.values()))


def _shipped() -> list[Parameter]:
    parameters = []
    for file in sorted(resources.files("gridcredit.rules").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            rule = file.name.removesuffix(".toml")
            for name, body in tomllib.loads(file.read_text("utf-8")).items():
                body = dict(body)
                entries = body.pop("values")
                parameter = Parameter(
                    rule,
                    name,
                    body.pop("label"),
                    body.pop("unit"),
                    body.pop("at_least", None),
                    body.pop("at_most", None),
                    tuple(body.pop("one_of", ())),
                    body.pop("either", False),
                    (),
                )
                values = tuple(_value(f"{file.name} {name}", entry, parameter, None) for entry in entries)
                parameters.append(replace(parameter, layers=(values,)))
    return parameters


def _read_override(path: Path, known: Mapping[tuple[str, str], Parameter]) -> dict[tuple[str, str], tuple[Value, ...]]:
    try:
        rules = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise PolicyError(N_("{file}: the policy file cannot be opened"), file=path.name) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        place = str(problem) if isinstance(problem, tomllib.TOMLDecodeError) else "UTF-8"
        raise PolicyError(N_("{file}: not a TOML file ({place})"), file=path.name, place=place) from None
    found: dict[tuple[str, str], tuple[Value, ...]] = {}
    for rule, body in rules.items():
        for name, entries in body.items() if isinstance(body, dict) else [("", None)]:
            place = f"{path.name} {rule}.{name}".rstrip(".")
            if (rule, name) not in known:
                raise PolicyError(N_("{place}: no rule has a value of this name; see the policy sheet"), place=place)
            if not isinstance(entries, list) or not entries:
                raise PolicyError(N_("{place}: write it as [[{rule}.{name}]]"), place=place, rule=rule, name=name)
            parameter = known[rule, name]
            like = parameter.layers[0][-1].value
            values = tuple(_value(place, entry, parameter, like) for entry in entries)
            if len({value.since for value in values}) < len(values):
                raise PolicyError(N_("{place}: two values are in force from the same day; keep one"), place=place)
            found[rule, name] = values
    return found


def _value(place: str, entry: object, parameter: Parameter, like: Setting | None) -> Value:
    if not isinstance(entry, dict) or set(entry) != {"from", "value", "source", "clause"}:
        raise PolicyError(N_("{place}: needs exactly from, value, source and clause"), place=place)
    value, since = entry["value"], entry["from"]
    value = tuple(value) if isinstance(value, list) else value
    if type(since) is not date:
        raise PolicyError(N_("{place}: from is a date such as 2016-05-01, without quotes"), place=place)
    if not all(isinstance(entry[key], str) and entry[key].strip() for key in ("source", "clause")):
        raise PolicyError(N_("{place}: source and clause name the document and the place in it"), place=place)
    if like is not None and (type(value) is not type(like) or not _words(value)):
        raise PolicyError(N_("{place}: value is like {like}"), place=place, like=json.dumps(like, ensure_ascii=False))
    if isinstance(value, int):
        low, high = parameter.at_least, parameter.at_most
        if (low is not None and value < low) or (high is not None and value > high):
            raise PolicyError(
                N_("{place}: value is between {low} and {high}"),
                place=place,
                low=low if low is not None else "…",
                high=high if high is not None else "…",
            )
    if isinstance(value, tuple):
        words = [word for text in value for word in (text.split("|") if parameter.either else (text,))]
        strange = [word for word in words if word not in parameter.one_of]
        if strange:
            raise PolicyError(
                N_("{place}: value names {word}, which is none of {words}"),
                place=place,
                word=json.dumps(strange[0], ensure_ascii=False),
                words=", ".join(parameter.one_of),
            )
    return Value(value, since, entry["source"].strip(), entry["clause"].strip())


def _words(value: object) -> bool:
    """No list, or one of words alone."""
    return not isinstance(value, tuple) or all(isinstance(word, str) for word in value)
