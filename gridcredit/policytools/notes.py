"""What ``policy lint`` notes: a code, where, what, and what to do. A note refuses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gridcredit.policy import Parameter, PolicyBook, Source, Value


@dataclass(frozen=True, slots=True)
class Note:
    """``text`` and ``remedy`` are sources of the catalogue; so are, among ``params``, unit and bound; tuples are codes.

    ``value`` is the one that it is about, ``place`` where that stands, '' for one that is shipped.
    """

    code: str
    parameter: Parameter
    value: Value
    text: str
    remedy: str
    params: Mapping[str, object] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a bank's file gives: its file, where it stands there, and its layer (1: the first over the shipped)."""

    parameter: Parameter
    value: Value
    file: str
    place: str
    layer: int


def given(book: PolicyBook, sources: Sequence[Source]) -> list[Given]:
    """The values of the files ``sources``, of which the ``book`` was loaded, in their order."""
    found = []
    for parameter in book.parameters:
        over = [source for source in sources if (parameter.rule, parameter.name) in source.entries]
        for layer, source in enumerate(over, start=1):
            entries = source.entries[parameter.rule, parameter.name]
            for (place, _entry), value in zip(entries, parameter.layers[layer]):
                found.append(Given(parameter, value, source.file, place, layer))
    return found
