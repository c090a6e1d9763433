"""Two policies compared: which values differ on a day, and from which later days on; tables row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gridcredit.policy import Kind, Parameter, PolicyBook, Row, Value
from gridcredit.policy.bands import EDGES
from gridcredit.policy.model import setting_of
from gridcredit.policytools.timeline import changes_after, in_order


@dataclass(frozen=True, slots=True)
class RowChange:
    """A table's row before and after, None where it is added or removed."""

    before: Row | None
    after: Row | None

    def cells(self) -> list[str]:
        """The columns that differ."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


@dataclass(frozen=True, slots=True)
class Change:
    """From ``day`` on the ``old`` policy has one value and the ``new`` another; ``rows``: what differs between tables.

    ``reordered``: both tables have the same rows, in another order.
    """

    parameter: Parameter
    day: date
    old: Value
    new: Value
    rows: tuple[RowChange, ...] = ()

    @property
    def same(self) -> bool:
        """Whether they no longer differ from this day on."""
        return setting_of(self.old) == setting_of(self.new)

    @property
    def reordered(self) -> bool:
        return self.parameter.kind is Kind.TABLE and not self.rows and not self.same


def diff(old: PolicyBook, new: PolicyBook, day: date) -> list[Change]:
    """What differs between two books on ``day`` and later, the rules that decide first; sources alone are no difference.

    Raises ``PolicyError`` where a value has none in force on ``day``.
    """
    for book in (old, new):
        book.on(day).rows()
    ours = {parameter.key: parameter for parameter in new.parameters}
    return [
        change for parameter in in_order(old.parameters) for change in _changes(parameter, ours[parameter.key], day)
    ]


def _changes(old: Parameter, new: Parameter, day: date) -> Iterator[Change]:
    said: object = None
    for at in sorted({day, *changes_after(old, day), *changes_after(new, day)}):
        before, after = old.on(at), new.on(at)
        assert before is not None and after is not None
        differ = None if setting_of(before) == setting_of(after) else [setting_of(before), setting_of(after)]
        if differ != said:
            yield Change(new, at, before, after, tuple(_rows(new, before, after)))
        said = differ


def _rows(parameter: Parameter, before: Value, after: Value) -> Iterator[RowChange]:
    """Rows that changed, were removed, were added."""
    if parameter.kind is not Kind.TABLE:
        return
    old, new = _table(before), _table(after)
    gone = [row for row in old if row not in new]
    come = [row for row in new if row not in old]
    for names in _keys(parameter):
        for row in list(gone):
            like = [other for other in come if _part(other, names) == _part(row, names)]
            alike = [other for other in gone if _part(other, names) == _part(row, names)]
            if len(like) == len(alike) == 1:
                gone.remove(row)
                come.remove(like[0])
                yield RowChange(row, like[0])
    yield from (RowChange(row, None) for row in gone)
    yield from (RowChange(None, row) for row in come)


def _keys(parameter: Parameter) -> Iterator[tuple[str, ...]]:
    """By what a row before is the same row after, the surest first: its band, its words, its group."""
    by = parameter.bands_by or ()
    yield (*by, *EDGES, "is")
    yield tuple(field.name for field in parameter.fields if field.kind is not Kind.NUMBER)
    yield by


def _part(row: Row, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in names)


def _table(value: Value) -> tuple[Row, ...]:
    assert isinstance(value.value, tuple)
    return tuple(row for row in value.value if not isinstance(row, str))
