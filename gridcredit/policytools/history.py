"""All that a policy holds: every dated value of every file, and what became of it by a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gridcredit.policy import Parameter, PolicyBook, Source, Value
from gridcredit.policytools.notes import given
from gridcredit.policytools.timeline import in_order, is_ever_in_force

STATES = ("in_force", "to_come", "superseded", "never")


@dataclass(frozen=True, slots=True)
class Dated:
    """A value, the file that gives it ('' for shipped), and its state on a day, one of ``STATES``."""

    parameter: Parameter
    value: Value
    file: str
    state: str


def in_force(book: PolicyBook, sources: Sequence[Source], day: date) -> list[Dated]:
    """The values in force, the rules that decide first; raises ``PolicyError`` where there is none."""
    book.on(day).rows()
    return [dated for dated in history(book, sources, day) if dated.state == "in_force"]


def history(book: PolicyBook, sources: Sequence[Source], day: date) -> list[Dated]:
    """Every value, by parameter and then from the oldest on; the ``book`` was loaded of the ``sources``."""
    files = {id(one.value): one.file for one in given(book, sources)}
    return [
        Dated(parameter, value, files.get(id(value), ""), _state(parameter, value, day))
        for parameter in in_order(book.parameters)
        for value in _by_day(parameter)
    ]


def _by_day(parameter: Parameter) -> Iterator[Value]:
    layers = [(value.since, layer, value) for layer, values in enumerate(parameter.layers) for value in values]
    yield from (value for _since, _layer, value in sorted(layers, key=lambda one: one[:2]))


def _state(parameter: Parameter, value: Value, day: date) -> str:
    if parameter.on(day) is value:
        return "in_force"
    if not is_ever_in_force(parameter, value):
        return "never"
    return "to_come" if value.since > day else "superseded"
