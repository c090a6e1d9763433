"""The policy workbook that a bank fills in (``policytools.workbook`` reads it): the values in force, tables, cases."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gridcredit.i18n import _
from gridcredit.policy import Kind, Parameter, PolicyBook, Row, Value
from gridcredit.policy.model import Field
from gridcredit.policytools.cases import Case
from gridcredit.policytools.headings import BOUNDS, NONE, SHEETS, VALUE, written
from gridcredit.policytools.timeline import in_order, timeline
from gridcredit.reports import labels, settings
from gridcredit.reports.book import ANY_DAY, Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.reports.policy_cases import ROW_HEIGHT, SPARE_ROWS, cases_sheet

LEAST_RATINGS = 5
NAME_LENGTH = 28
PORTRAIT_WIDTH = 110
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def policy_template(book: PolicyBook, day: date, cases: Sequence[Case]) -> Book:
    """A workbook of the values in force on ``day`` and of those that come into force later; ``cases`` as they are.

    Read again as it stands, it changes none of these values.
    """
    dated = [(parameter, timeline(parameter, day)) for parameter in in_order(book.parameters)]
    plain = [(one, value) for one, values in dated for value in values if one.kind is not Kind.TABLE]
    tables = [(one, value) for one, values in dated for value in values if one.kind is Kind.TABLE]
    names = _names(tables)
    sheets = [
        _notes(book, day, dict(zip(names, (parameter for parameter, _value in tables)))),
        _parameters(plain, day),
        *(_table(name, *one) for name, one in zip(names, tables)),
        cases_sheet(cases),
    ]
    return Book(_("Credit policy"), sheets, day)


def _notes(book: PolicyBook, day: date, tables: Mapping[str, Parameter]) -> Sheet:
    steps = [
        _("Change yellow cells only. The others say which value it is; leave them as they are."),
        _("Write numbers whole and in the unit given (yuan, not ten thousand), several words with 、 between them, and (none) for no word at all."),
        _("Bound: inclusive, where the number itself still counts (以上, 以下, 以内); exclusive, where it does not (不满, 超过)."),
        _("A new value: copy the row, insert it below and write the value, its dates, document and clause. The earlier row stays: decisions of earlier days are recomputed by it."),
        _("A new version of a table: copy its sheet and change the rows and the dates in the copy."),
        _("A value all of whose rows stand as they were shipped changes nothing. Where one of them was changed or added, all rows of that value hold. A value without a row holds as in the files given before this one, or as shipped."),
        _("Cases: what is to come out for a household. What is blank there is not looked at; — means that there is none. A case without a day is decided on the day of the test."),
        _("Then look at it before it is used: gridcredit policy lint --policy FILE, gridcredit policy diff FILE, gridcredit policy test --policy FILE."),
        _("Decide by it: gridcredit assess … --policy FILE."),
    ]  # fmt: skip
    kinds = [
        (written(SHEETS, "parameters"), _("numbers and words, a row for each dated value")),
        *((name, _("table: {label}").format(label=_(parameter.label))) for name, parameter in tables.items()),
        (written(SHEETS, "cases"), _("cases that are to hold under this policy")),
    ]
    return Sheet(
        written(SHEETS, "notes"),
        _("Credit policy: how to fill in this workbook"),
        facts=[(_("In force on"), day), (_("Policy SHA-256"), book.on(day).sha256)],
        tables=[
            Table([Column(_("No."), Format.CENTRED, 26), Column(_("What to do"), width=92)], list(enumerate(steps, 1))),
            Table([Column(_("Sheet"), width=26), Column(_("What stands there"), width=92)], kinds),
        ],
    )


def _parameters(dated: Sequence[tuple[Parameter, Value]], day: date) -> Sheet:
    rows: list[Sequence[Cell]] = [
        (
            parameter.rule,
            parameter.name,
            _(parameter.label),
            _setting(value),
            written(BOUNDS, value.bound) if value.bound else None,
            _(parameter.unit),
            _allowed(parameter),
            value.since,
            value.issued,
            value.document,
            value.clause,
        )
        for parameter, value in dated
    ]
    entries = {(row, 3): _entry(parameter) for row, (parameter, _value) in enumerate(dated)}
    bound = Entry([written(BOUNDS, word) for word in BOUNDS])
    entries |= {(row, 4): bound for row, (parameter, _value) in enumerate(dated) if parameter.threshold}
    columns = [
        Column(written(VALUE, "rule"), width=13),
        Column(written(VALUE, "name"), width=24),
        Column(written(VALUE, "label"), width=34),
        Column(written(VALUE, "value"), Format.ANY, 22),
        Column(written(VALUE, "bound"), Format.CENTRED, 9),
        Column(written(VALUE, "unit"), width=16),
        Column(written(VALUE, "allowed"), width=26),
        *_source_columns(),
    ]
    return Sheet(
        written(SHEETS, "parameters"),
        _("Values in force on {day}").format(day=day),
        notes=[_("Yellow cells may be changed; sheet {sheet} says how.").format(sheet=written(SHEETS, "notes"))],
        tables=[Table(columns, rows, entries=entries)],
        landscape=True,
    )


def _source_columns() -> list[Column]:
    return [
        Column(written(VALUE, "from"), Format.DATE, 12, ANY_DAY),
        Column(written(VALUE, "issued"), Format.DATE, 12, ANY_DAY),
        Column(written(VALUE, "document"), width=26, entry=Entry()),
        Column(written(VALUE, "clause"), width=26, entry=Entry()),
    ]


def _setting(value: Value) -> Cell:
    if isinstance(value.value, (int, str)):
        return value.value if isinstance(value.value, int) else settings.word(value.value)
    return settings.words([item for item in value.value if isinstance(item, str)]) or written(NONE, "none")


def _allowed(one: Parameter | Field) -> str:
    """What may be written, in words."""
    if one.kind is Kind.NUMBER:
        low, high = (labels.NOTHING if edge is None else f"{edge:,}" for edge in (one.at_least, one.at_most))
        return f"{low} – {high}"
    return settings.words(one.one_of) if one.one_of else _("any words")


def _entry(one: Parameter | Field) -> Entry:
    words = [settings.word(code) for code in one.one_of] if one.kind is Kind.WORD else ()
    prompt = "" if words or (not isinstance(one, Field) and one.kind is not Kind.NUMBER) else _allowed(one)
    return Entry(words, one.at_least, one.at_most, prompt)


def _names(tables: Sequence[tuple[Parameter, Value]]) -> list[str]:
    """A sheet's name for each table: its label, or where that is too long its code; no two alike."""
    names: list[str] = []
    for parameter, _value in tables:
        label = _NOT_IN_NAMES.sub("", _(parameter.label))
        name = label if len(label) <= NAME_LENGTH else parameter.key[:NAME_LENGTH]
        others = [f"{name} {number}" for number in range(2, len(tables) + 2)]
        names.append(next(one for one in (name, *others) if one not in names))
    return names


def _table(name: str, parameter: Parameter, value: Value) -> Sheet:
    """One dated value of a table: labels and its source, and below them its rows and some blank ones."""
    source: dict[str, Cell] = {
        "from": value.since,
        "issued": value.issued,
        "document": value.document,
        "clause": value.clause,
    }
    facts: dict[str, Cell] = {
        "rule": parameter.rule,
        "name": parameter.name,
        "label": _(parameter.label),
        **source,
    }
    fields = parameter.fields
    rows: list[Sequence[Cell]] = [[_cell(row, field) for field in fields] for row in _rows(value)]
    rows += [[None] * len(fields)] * SPARE_ROWS
    columns = [_field(field) for field in fields]
    return Sheet(
        name,
        _(parameter.label),
        notes=[_("Yellow cells may be changed; sheet {sheet} says how.").format(sheet=written(SHEETS, "notes"))],
        facts=[(written(VALUE, key), fact) for key, fact in facts.items()],
        entries={written(VALUE, key): ANY_DAY if key in ("from", "issued") else Entry() for key in source},
        tables=[Table(columns, rows)],
        landscape=sum(column.width for column in columns) > PORTRAIT_WIDTH,
        row_height=ROW_HEIGHT,
    )


def _field(field: Field) -> Column:
    kind = Format.ANY if field.kind is Kind.NUMBER else Format.TEXT
    return Column(_(field.label), kind, 18 if field.kind is Kind.NUMBER else 26, _entry(field))


def _rows(value: Value) -> Iterator[Row]:
    assert isinstance(value.value, tuple)
    return (row for row in value.value if not isinstance(row, str))


def _cell(row: Row, field: Field) -> Cell:
    cell = row.get(field.name)
    if cell is None or isinstance(cell, int):
        return cell
    return settings.word(cell) if isinstance(cell, str) else settings.words(cell) or written(NONE, "none")
