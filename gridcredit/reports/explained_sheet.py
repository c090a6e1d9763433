"""The printable sheet of an explanation: A4 upright, a page for a usual household."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from gridcredit.explaining.model import Applied, Explanation
from gridcredit.i18n import _
from gridcredit.policy import Value
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.explained import (
    NAME,
    NARROW,
    WIDE,
    Cited,
    cautions,
    cite,
    cited,
    differences_table,
    earlier_table,
    events_table,
    given_table,
    rules_title,
    summary,
    verdict_of,
)


def explanation_book(explanation: Explanation) -> Book:
    """One internal sheet, for whoever asks inside the bank."""
    title = _("{village} {household}: why this line").format(
        village=explanation.village, household=explanation.household_id
    )
    tables = [
        differences_table(explanation),
        given_table(explanation.given),
        *_rules(explanation),
        earlier_table(explanation.earlier),
        events_table(explanation.events),
    ]
    sheet = Sheet(
        _("Explanation (internal)"),
        title,
        [table for table in tables if table.rows],
        notes=[labels.no_promise()],
        facts=[*_about(explanation.about), *summary(explanation)],
        warning="\n".join([_("Internal: for the credit group only"), *cautions(explanation)]),
    )
    return Book(title, [sheet], explanation.decision.decided_on)


def _about(about: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    """Who the household is, as working lists show it: ID and phone masked."""
    names = {
        _("Head"): " ".join(filter(None, (about.get("head"), about.get("group")))),
        _("ID number"): about.get("id_masked"),
        _("Phone"): about.get("phone_masked"),
        _("Address"): about.get("address"),
    }
    return [(label, value) for label, value in names.items() if value]


def _rules(explanation: Explanation) -> Iterator[Table]:
    """The rules, and the documents that their values come from, which they cite by number."""
    if explanation.recomputed is None:
        return
    reviewed = explanation.reviewed
    values = {**explanation.recomputed.values, **(reviewed.values if reviewed else {})}
    rules = [*explanation.recomputed.applied, *([reviewed.applied] if reviewed and reviewed.applied else [])]
    numbers = {
        document: number
        for number, document in enumerate(dict.fromkeys(_document(value) for _, value in values.values()), 1)
    }
    columns = [
        Column(_("Rule"), width=NAME),
        Column(_("What it found"), width=WIDE),
        Column(_("By which value and clause"), width=WIDE),
        Column(_("In force from"), Format.DATE, NARROW),
    ]
    rows = [row for applied in rules for row in _rule_rows(applied, values, numbers)]
    yield Table(columns, rows, rules_title(explanation))
    columns = [
        Column(_("No."), Format.CENTRED, NAME),
        Column(_("Document"), width=WIDE),
        Column(_("Issued"), Format.DATE, WIDE),
    ]
    yield Table(columns, [(number, *document) for document, number in numbers.items()], _("Documents"))


def _rule_rows(
    applied: Applied, values: Mapping[str, Cited], numbers: Mapping[tuple[str, Cell], int]
) -> Iterator[Sequence[Cell]]:
    """A row per step, and beside a rule's steps the values that it went by; the verdict stands under the rule's name."""
    verdict = verdict_of(applied)
    names = [labels.rule(applied.rule), *([f"→ {verdict}"] if verdict else [])]
    steps = list(cited(applied, values))
    sentences = [labels.sentence(step) for step, _cites in steps]
    for name, sentence, used in zip_longest(names, sentences, (one for _step, cites in steps for one in cites)):
        source: tuple[Cell, Cell] = (None, None)
        if used:
            parameter, value = used
            document = _("document {number}").format(number=numbers[_document(value)])
            source = cite(parameter, value, document), value.since
        yield name, sentence, *source


def _document(value: Value) -> tuple[str, Cell]:
    return value.document, value.issued
