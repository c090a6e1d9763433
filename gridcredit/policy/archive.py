"""A policy as the ledger keeps it: every value that was in force, with its source, by ``rule.name``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.policy.files import shipped
from gridcredit.policy.model import Kind, Parameter, Policy, Setting, Value, policy_hash, setting_of

Archived = Mapping[str, Sequence[Any]]
"""``rule.name``: [value, bound, since, issued, document, clause]; the dates as ISO texts."""
_PYTHON = {Kind.NUMBER: int, Kind.WORD: str, Kind.WORDS: tuple, Kind.TABLE: tuple}


@dataclass(frozen=True, slots=True)
class Restored:
    """The ``policy`` on its run's day. ``added``: values (``rule.name``) that only later versions of gridcredit have, here
    with what those ship for that day.
    """

    policy: Policy
    added: tuple[str, ...] = ()


def archived(policy: Policy) -> dict[str, list[Any]]:
    """The values in force, as JSON has them."""
    return {
        parameter.key: [
            *setting_of(value),
            value.since.isoformat(),
            value.issued.isoformat(),
            value.document,
            value.clause,
        ]
        for parameter, value in policy.rows()
    }


def restored(kept: Archived, sha256: str, day: date) -> Restored:
    """The policy that ``archived`` made ``kept`` of. Raises ``PolicyError`` where its hash is not ``sha256``, or this
    version of gridcredit takes another kind of value for one of its names.
    """
    if policy_hash({key: entry[:2] for key, entry in kept.items()}) != sha256:
        raise PolicyError(
            N_("the policy {sha256} in the ledger is not what its SHA-256 says; restore the ledger from a backup"),
            sha256=sha256[:12],
        )
    parameters = tuple(_parameters(kept))
    added = tuple(parameter.key for parameter in parameters if parameter.key not in kept)
    return Restored(Policy(day, parameters), added)


def _parameters(kept: Archived) -> Iterator[Parameter]:
    """Those of today, with the archived values where there are any; then those that today's rules no longer have."""
    known = {parameter.key: parameter for parameter in shipped()}
    for key, parameter in known.items():
        yield _with_value(parameter, kept[key]) if key in kept else parameter
    for key, entry in kept.items():
        if key not in known:
            value = _value(entry)
            rule, _dot, name = key.partition(".")
            yield Parameter(rule, name, key, "", _kind(value.value), layers=((value,),))


def _with_value(parameter: Parameter, entry: Sequence[Any]) -> Parameter:
    value = _value(entry)
    if not isinstance(value.value, _PYTHON[parameter.kind]) or parameter.threshold != (value.bound is not None):
        raise PolicyError(
            N_("{name} was another kind of value when this run was made; use the version of gridcredit of the run"),
            name=parameter.key,
        )
    return replace(parameter, layers=((value,),))


def _value(entry: Sequence[Any]) -> Value:
    setting, bound, since, issued, document, clause = entry
    return Value(_setting(setting), date.fromisoformat(since), date.fromisoformat(issued), document, clause, bound)


def _setting(setting: Any) -> Setting:
    if not isinstance(setting, list):
        return setting  # type: ignore[no-any-return]
    return tuple(
        {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in item.items()}
        if isinstance(item, dict)
        else item
        for item in setting
    )


def _kind(setting: Setting) -> Kind:
    if isinstance(setting, tuple):
        return Kind.TABLE if any(not isinstance(item, str) for item in setting) else Kind.WORDS
    return Kind.NUMBER if isinstance(setting, int) else Kind.WORD
