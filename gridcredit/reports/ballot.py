"""A ballot (背靠背评议票) for one officer: the households in its own order, and cells to rate them in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.ballots.passphrases import WORDS_SUGGESTED, words
from gridcredit.ballots.rounds import Ballot, Round
from gridcredit.i18n import _
from gridcredit.ingest.amounts import AMOUNT_LIMIT
from gridcredit.policy import Policy
from gridcredit.privacy import mask_id, mask_phone
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.rules import ballots
from gridcredit.schema import Column as SchemaColumn
from gridcredit.schema import Kind

ROW_HEIGHT = 21
WORD_COLUMNS = 6
_NARROW = ("size", "labour_count", "group", "farmland_mu", "floor_area_m2")


def ballot_book(
    given: Round,
    ballot: Ballot,
    households: Mapping[str, Mapping[str, Any]],
    policy: Policy,
    reasons: Sequence[str],
    day: date,
) -> Book:
    """The workbook of one ballot; ``households`` by their numbers, as columns of ``schema.HOUSEHOLDS``.

    ``reasons`` are the bank's words for a refusal, '' for any words; ``day`` is the day of issue. Nothing of another
    officer's stands in it, and no household number.
    """
    values = policy.values("ballots")
    shown, asked = ballots.shown(values), ballots.asked(values)
    title = _("{village}: ballot {number}").format(village=given.village, number=ballot.number)
    columns = [
        Column(_("No."), Format.CENTRED, 13),
        Column(labels.word(labels.BALLOT, "row_code"), Format.CENTRED, 11),
        *(_shown(column) for column in shown),
        _entry("knows", Entry(_yes_no(), prompt=_("Do you know the household? Where you do not, leave the rest blank."))),
        _entry("amount_yuan", Entry(least=0, most=AMOUNT_LIMIT, prompt=_("A whole number of yuan, such as 50000. Blank: you abstain."))),
        _entry("refusal", Entry(reasons, prompt=_("Only where no credit should be given: why. Then leave the amount blank."))),
        *(_entry(column.name, fact_entry(column, values.words("income_bands"))) for column in asked),
        _entry("note", Entry(prompt=_("Anything the credit group should know."))),
    ]  # fmt: skip
    blank = [None] * (len(columns) - 2 - len(shown))
    rows = [
        (number, code, *(_cell(column, households[household]) for column in shown), *blank)
        for number, (code, household) in enumerate(ballot.rows.items(), start=1)
    ]
    sheet = Sheet(
        _("Ballot sheet"),
        title,
        tables=[Table(columns, rows)],
        notes=[_("Rate by yourself, and show it to nobody before all ballots are opened. Fill in yellow cells only; the order of the households is this ballot's own.")],
        facts=[
            (labels.word(labels.BALLOT, "village"), given.village),
            (labels.word(labels.BALLOT, "officer"), ballot.officer),
            (labels.word(labels.BALLOT, "ballot"), ballot.number),
            (_("Hand in by"), given.deadline),
        ],
        landscape=True,
        row_height=ROW_HEIGHT,
        protected=True,
    )  # fmt: skip
    return Book(title, [sheet, _how_to(given, ballot)], day)


def _how_to(given: Round, ballot: Ballot) -> Sheet:
    """What to do, step by step, and words to make a passphrase of."""
    steps = [
        _("1. Rate every household that you know, alone. Where you do not know one, choose no under Knows household, or leave the row blank: that is an abstention, never zero."),
        _("2. Seal it: in Excel, File > Info > Protect Workbook > Encrypt with Password; in WPS, Menu > File > Document encryption > Password encryption (open password). Save it as .xlsx under the same name: the ballot number in it tells whose it is."),
        _("3. A good passphrase: throw three dice and take the word of that number from the table below; do so {count} times, and write the words one after the other with spaces between. Keep it on paper until the ballots are opened. Tell it to nobody, and do not send it with the file.").format(count=WORDS_SUGGESTED),
        _("4. Send the file to the branch by {deadline}. You are told a receipt code: write it on the paper roster and sign it. The code fits this file alone, so nobody can put another in its place.").format(deadline=given.deadline),
        _("5. When all ballots are in, they are opened together. Come with your passphrase, or have it by the telephone."),
        _("A file without a password is taken, too, and is marked as not sealed in every report."),
    ]  # fmt: skip
    listed = list(words().items())
    height = -(-len(listed) // WORD_COLUMNS)
    rows = [
        tuple(part for column in range(WORD_COLUMNS) for part in listed[column * height + row]) for row in range(height)
    ]
    columns = [Column(_("Dice"), Format.CENTRED, 6), Column(_("Word"), width=13)] * WORD_COLUMNS
    title = _("Ballot {number}: how to fill it in and seal it").format(number=ballot.number)
    return Sheet(_("gridcredit howto"), title, [Table(columns, rows)], notes=steps, protected=True)


def _shown(column: SchemaColumn) -> Column:
    width = {"id_number": 20, "address": 24, "business": 14, "head": 11, "residence_status": 14}.get(column.name, 12)
    narrow = column.name in _NARROW
    kind = Format.YUAN if column.kind is Kind.AMOUNT else Format.CENTRED if narrow else Format.TEXT
    return Column(labels.word(labels.BALLOT, column.name), kind, 8 if narrow else width)


def _cell(column: SchemaColumn, household: Mapping[str, Any]) -> Cell:
    value: Cell = household[column.name]
    if isinstance(value, str) and column.kind is Kind.ID_NUMBER:
        return mask_id(value)
    if isinstance(value, str) and column.kind is Kind.PHONE:
        return mask_phone(value)
    if column.name == "registration_status":
        return labels.word(labels.REGISTRATION, value)
    if column.name == "residence_status":
        return labels.word(labels.RESIDENCE, value)
    return value


def _entry(name: str, entry: Entry) -> Column:
    width = {"amount_yuan": 12, "refusal": 20, "note": 18, "knows": 10}.get(name, 12)
    kind = Format.YUAN if name in ("amount_yuan", "deposits_yuan") else Format.TEXT
    return Column(labels.word(labels.BALLOT, name), kind, width, entry)


def fact_entry(column: SchemaColumn, bands: Sequence[str]) -> Entry:
    """What may be written of a fact that is asked for; ``bands``: of incomes."""
    if column.name == "income_band":
        return Entry(bands)
    if column.kind is Kind.OPTION:
        return Entry(_yes_no())
    if column.kind is Kind.AMOUNT:
        return Entry(least=0, most=AMOUNT_LIMIT)
    return Entry(prompt=_("In yuan, or in words.")) if column.kind is Kind.FIGURE else Entry()


def _yes_no() -> tuple[str, ...]:
    """Yes and no as they are read again."""
    return (_("yes"), _("no"))
