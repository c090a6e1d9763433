"""The re-visit (抽查验收): the form for the households drawn, and what was found beside what had been decided.

The form shows neither a figure nor why a household was drawn, so that it is seen with fresh eyes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gridcredit.codes import grouped
from gridcredit.forms.issued import Form
from gridcredit.forms.visited import Comparison
from gridcredit.i18n import _
from gridcredit.ingest.amounts import AMOUNT_LIMIT
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.ballot import fact_entry
from gridcredit.reports.book import ANY_DAY, Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.reports.shared import form_column
from gridcredit.rules import ballots

ROW_HEIGHT = 28


def revisit_book(form: Form, homes: Sequence[Mapping[str, Any]], policy: Policy) -> Book:
    """``homes``: those of the form, in its order, as ``Ledger.assessed`` gives them."""
    values = policy.values("ballots")
    bands = values.words("income_bands")
    columns = [
        Column(_("No."), Format.CENTRED, 13),
        Column(labels.word(labels.FORM, "household_id"), width=11),
        Column(_("Group"), width=8),
        Column(_("Head"), width=10),
        Column(_("Address"), width=24),
        Column(_("Phone"), Format.CENTRED, 13),
        form_column("visited_on", 12, ANY_DAY, Format.DATE),
        form_column("visited_by", 10, Entry()),
        form_column("found_yuan", 12, Entry(least=0, most=AMOUNT_LIMIT, prompt=_("The line that you would give, in whole yuan. Blank: you met nobody.")), Format.YUAN),
        *(Column(labels.word(labels.BALLOT, column.name), Format.TEXT, 10, fact_entry(column, bands)) for column in ballots.asked(values)),
        form_column("note", 24, Entry()),
    ]  # fmt: skip
    shown = ("household_id", "group", "head", "address", "phone_masked")
    rows: list[Sequence[Cell]] = [
        (number, *(home.get(name) for name in shown), *[None] * (len(columns) - 1 - len(shown)))
        for number, home in enumerate(homes, start=1)
    ]
    title = _("{village}: re-visit").format(village=form.village)
    sheet = Sheet(
        _("Re-visit form"),
        _("{village}: households to be visited again").format(village=form.village),
        tables=[Table(columns, rows)],
        warning=_("Internal: for the visitor alone; show it to nobody in the village"),
        notes=[
            _("See each household with fresh eyes: write down what you find, not what others said. Fill in yellow cells only, then take the file in with gridcredit record."),
            labels.no_promise(),
        ],
        facts=[
            (labels.word(labels.FORM, "form"), grouped(form.number)),
            (labels.word(labels.FORM, "village"), form.village),
            (_("Run"), form.run),
        ],
        landscape=True,
        row_height=ROW_HEIGHT,
        protected=True,
    )  # fmt: skip
    return Book(title, [sheet], form.day)


def tables(found: Comparison) -> list[Table]:
    """For the credit group alone: officers are named."""
    return [_groups(found), *([_officers(found)] if found.officers else [])]


def samples_table(forms: Sequence[tuple[Form, int]]) -> Table:
    """All samples of a village, each with how many of its households were visited, so that none is lost sight of."""
    columns = [
        Column(_("Form number"), width=20),
        Column(_("Run"), Format.CENTRED, 14),
        Column(_("Drawn on"), Format.DATE, 12),
        Column(_("Households"), Format.INT, 11),
        Column(_("Visited"), Format.INT, 11),
        Column(_("Seed"), width=16),
        Column(_("Withdrawn because"), width=24),
    ]
    rows = [
        (
            grouped(form.number),
            form.run,
            form.day,
            len(form.households),
            visited,
            _("named by hand") if form.by_hand else _("random"),
            form.withdrawn,
        )
        for form, visited in forms
    ]
    return Table(columns, rows, _("Samples drawn for re-visits"))


def _groups(found: Comparison) -> Table:
    columns = [
        Column(_("Why drawn"), width=20),
        Column(_("Households"), Format.INT, 11),
        Column(_("Visited"), Format.INT, 11),
        Column(_("With a figure"), Format.INT, 13),
        Column(_("Line borne out"), Format.INT, 13),
        Column(_("Its share"), Format.RATE, 16),
        Column(_("Line too high"), Format.INT, 16),
        Column(_("Line too low"), Format.INT, 12),
    ]
    rows = [
        (
            labels.word(labels.WHY_DRAWN, one.why) or _("all, each once"),
            *one[1:5],
            one.confirmed / one.compared if one.compared else labels.NOTHING,
            *one[5:],
        )
        for one in found.groups
    ]
    return Table(columns, rows, _("Re-visits: lines beside what was found"))


def _officers(found: Comparison) -> Table:
    columns = [
        Column(_("Officer"), width=20),
        Column(_("With a figure"), Format.INT, 11),
        Column(_("Amount borne out"), Format.INT, 11),
        Column(_("Its share"), Format.RATE, 13),
        Column(_("Against what was found (median)"), Format.RATE, 13),
        Column(_("Facts compared"), Format.INT, 16),
        Column(_("Facts found otherwise"), Format.INT, 16),
    ]
    rows = [
        (
            one.officer,
            one.compared,
            one.confirmed,
            one.confirmed / one.compared if one.compared else labels.NOTHING,
            labels.NOTHING if one.difference_percent is None else one.difference_percent / 100,
            one.facts,
            one.facts_otherwise,
        )
        for one in found.officers
    ]
    return Table(columns, rows, _("Re-visits: officers beside what was found"))


def comparison_note() -> str:
    return _(
        "Only the households drawn by chance stand for the village; the others were drawn more often because their ratings look odd."
    )


def comparison_line(found: Comparison) -> str:
    """How far the re-visits have come, in a sentence."""
    everyone = found.groups[0]
    text = _(
        "{village}: {visited} of {drawn} re-visits done; the line borne out in {confirmed} of {compared}, too high in {high}, too low in {low}"
    )
    return text.format(
        village=found.form.village,
        visited=everyone.visited,
        drawn=everyone.drawn,
        confirmed=everyone.confirmed,
        compared=everyone.compared,
        high=everyone.line_higher,
        low=everyone.line_lower,
    )


def comparison_json(found: Comparison) -> dict[str, Any]:
    return {
        "form": found.form.number,
        "village": found.form.village,
        "groups": [one._asdict() for one in found.groups],
        "officers": [one._asdict() for one in found.officers],
        "missing": list(found.missing),
    }
