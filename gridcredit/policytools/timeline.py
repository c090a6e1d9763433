"""Which value of a parameter holds when, over all layers."""

from collections.abc import Sequence
from datetime import date

from gridcredit.decisions import ORDER, name_of
from gridcredit.policy import Parameter, Value


def timeline(parameter: Parameter, day: date) -> list[Value]:
    """The value in force on ``day``, if any, and those that come into force later, each in its turn."""
    found = [parameter.on(one) for one in (day, *changes_after(parameter, day))]
    return [value for at, value in enumerate(found) if value is not None and (at == 0 or value is not found[at - 1])]


def changes_after(parameter: Parameter, day: date) -> list[date]:
    """The days after ``day`` on which a value of any layer begins."""
    return sorted({value.since for layer in parameter.layers for value in layer if value.since > day})


def is_ever_in_force(parameter: Parameter, value: Value) -> bool:
    """Whether there is a day on which no newer value and no later file's value stands over it."""
    return parameter.on(value.since) is value


def in_order(parameters: Sequence[Parameter]) -> list[Parameter]:
    """The rules that decide first, in their order; then the others by name."""
    deciding = [name_of(rule) for rule in ORDER]
    last = len(deciding)
    return sorted(
        parameters,
        key=lambda one: (deciding.index(one.rule), "") if one.rule in deciding else (last, one.rule),
    )
