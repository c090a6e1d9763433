"""What ``gridcredit policy`` tells: values and their history, notes, differences in words, cases tried."""

from collections.abc import Iterator, Mapping, Sequence

from gridcredit.i18n import N_, _
from gridcredit.policy import Kind, Row, Value
from gridcredit.policytools.diff import Change, RowChange
from gridcredit.policytools.headings import VALUE, written
from gridcredit.policytools.history import Dated
from gridcredit.policytools.notes import Note
from gridcredit.policytools.trial import Trial
from gridcredit.reports import labels, settings
from gridcredit.reports.book import Cell, Column, Format, Table

STATES: Mapping[str, str] = {
    "in_force": N_("in force"),
    "to_come": N_("not yet in force"),
    "superseded": N_("superseded"),
    "never": N_("never in force"),
}
_SOURCES = ("unit", "bound")
"""Among the params of notes, those that are sources of the catalogue."""


def values_table(dated: Sequence[Dated], with_history: bool = False) -> Table:
    """A row a value; of a table only how many rows it has: see ``row_tables``."""
    columns = [
        Column(written(VALUE, "rule")),
        Column(written(VALUE, "name")),
        Column(written(VALUE, "label")),
        Column(written(VALUE, "value"), Format.ANY),
        Column(written(VALUE, "unit")),
        Column(written(VALUE, "from"), Format.DATE),
        Column(written(VALUE, "issued"), Format.DATE),
        Column(written(VALUE, "document")),
        Column(written(VALUE, "clause")),
        *([Column(_("File")), Column(_("State"))] if with_history else []),
    ]
    return Table(columns, [_value_row(one, with_history) for one in dated])


def _value_row(one: Dated, with_history: bool) -> list[Cell]:
    parameter, value = one.parameter, one.value
    return [
        parameter.rule,
        parameter.name,
        _(parameter.label),
        _("table, {count} rows").format(count=len(_rows(value)))
        if parameter.kind is Kind.TABLE
        else settings.shown(value),
        _(parameter.unit),
        value.since,
        value.issued,
        value.document,
        value.clause,
        *([one.file or _("shipped"), _(STATES[one.state])] if with_history else []),
    ]


def row_tables(dated: Sequence[Dated]) -> Iterator[Table]:
    """The rows of the tables among the values, each table with its title."""
    for one in dated:
        if one.parameter.kind is Kind.TABLE:
            fields = one.parameter.fields
            columns = [
                Column(_(field.label), Format.ANY if field.kind is Kind.NUMBER else Format.TEXT) for field in fields
            ]
            rows = [[_cell(row, field.name) for field in fields] for row in _rows(one.value)]
            title = _("{name} ({label}), from {since}").format(
                name=one.parameter.key, label=_(one.parameter.label), since=one.value.since
            )
            yield Table(columns, rows, title)


def _rows(value: Value) -> list[Row]:
    assert isinstance(value.value, tuple)
    return [row for row in value.value if not isinstance(row, str)]


def _cell(row: Row, name: str) -> Cell:
    cell = row.get(name)
    return cell if isinstance(cell, int) else settings.cell_text(cell) if cell is not None else None


def note_table(notes: Sequence[Note]) -> Table:
    columns = [Column(_("Code")), Column(_("Where")), Column(_("What was found")), Column(_("What to do"))]
    return Table(columns, [(note.code, place(note), *sentences(note)) for note in notes])


def place(note: Note) -> str:
    """The cell or line that a note is about, or the value that is shipped."""
    where = f"{note.parameter.key} {note.value.since}"
    if not note.place:
        return _("{value} (shipped)").format(value=where)
    return note.place if note.parameter.key in note.place else f"{note.place} {where}"


def sentences(note: Note) -> tuple[str, str]:
    """What was found, and what to do."""
    params = {name: _param(name, value) for name, value in note.params.items()}
    return _(note.text).format(**params), _(note.remedy).format(**params)


def _param(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return settings.words(value)
    if name in _SOURCES:
        return _(settings.BOUNDS.get(str(value), str(value)))
    return f"{value:,}" if isinstance(value, int) else str(value)


def change_lines(change: Change) -> Iterator[str]:
    """A difference in words, a line for each row of a table that differs."""
    parameter, old, new = change.parameter, change.old, change.new
    start = {"label": _(parameter.label), "name": parameter.key}
    source = {"since": new.since, "document": new.document, "clause": new.clause}
    if change.same:
        text = _("{label} ({name}): from {day} on no longer different, {value}")
        yield text.format(**start, day=change.day, value=_valued(change, new))
    elif parameter.kind is Kind.TABLE:
        yield _("{label} ({name}), from {since} on; {document}, {clause}:").format(**start, **source)
        yield from (f"  {line}" for line in _row_lines(change))
    else:
        text = _("{label} ({name}): {old} → {new} from {since} on; {document}, {clause}")
        yield text.format(**start, **source, old=_valued(change, old), new=_valued(change, new))


def _valued(change: Change, value: Value) -> str:
    if change.parameter.kind is Kind.TABLE:
        return _("table, {count} rows").format(count=len(_rows(value)))
    if change.parameter.kind is not Kind.NUMBER:
        return settings.shown(value)
    bound = [_(settings.BOUNDS[value.bound])] if value.bound else []
    unit = _(", ").join([_(change.parameter.unit), *bound])
    return f"{value.value:,} ({unit})"


def _row_lines(change: Change) -> Iterator[str]:
    if change.reordered:
        yield _("the same rows in another order")
    for one in change.rows:
        yield _row_line(change, one)


def _row_line(change: Change, one: RowChange) -> str:
    if one.before is None or one.after is None:
        text = _("added: {row}") if one.before is None else _("removed: {row}")
        return text.format(row=settings.row_text(one.after or one.before or {}, change.parameter))
    changed = one.cells()
    names = {field.name: _(field.label) for field in change.parameter.fields}
    cells = _(", ").join(
        f"{names[name]} {settings.cell_text(one.before.get(name))} → {settings.cell_text(one.after.get(name))}"
        for name in changed
    )
    kept = {name: cell for name, cell in one.after.items() if name not in changed}
    return _("changed: {row}: {cells}").format(row=settings.row_text(kept, change.parameter) or "—", cells=cells)


def trial_table(trials: Sequence[Trial]) -> Table:
    """A row a case: what was expected, what came out, and whether they agree."""
    columns = [
        Column(_("Case")),
        Column(_("Day"), Format.DATE),
        Column(_("Expected")),
        Column(_("Came out")),
        Column(_("Result")),
    ]
    return Table(columns, [_trial_row(trial) for trial in trials])


def _trial_row(trial: Trial) -> list[Cell]:
    expected = trial.case.expected
    found = {key: trial.out[key] for key in expected}
    holds = _("does not hold") if trial.differs else _("holds")
    return [trial.case.name, trial.day, outcome_text(expected), outcome_text(found), holds]


def outcome_text(outcome: Mapping[str, object]) -> str:
    """Status, line, basis and reasons in words, — for what there is none of."""
    parts = []
    for key, value in outcome.items():
        if key in ("line", "suggested"):
            amount = f"{value:,}" if value else labels.NOTHING
            parts.append(_("suggests {amount}").format(amount=amount) if key == "suggested" else amount)
        elif key == "reasons":
            assert isinstance(value, frozenset)
            parts += [labels.word(labels.REASON, code) for code in sorted(value)]
        elif value:
            parts.append(labels.word(labels.STATUS if key == "status" else labels.BASIS, value))
    return _(", ").join(parts)
