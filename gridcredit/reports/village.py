"""The result workbook of one village (contract §1): from an ``Assessment`` to a ``Book``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gridcredit.assessment import Assessment
from gridcredit.changes import Changes
from gridcredit.i18n import _
from gridcredit.ledger.entries import Run
from gridcredit.privacy import mask_id, mask_phone
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.borrowers import borrowers_sheet
from gridcredit.reports.changes import changes_sheet
from gridcredit.reports.contradictions import contradictions_sheet
from gridcredit.reports.documents import documents_sheet
from gridcredit.reports.exposure import exposure_sheet
from gridcredit.reports.shared import findings_sheet, policy_sheet
from gridcredit.reports.summary import signatures_sheet, summary_sheet
from gridcredit.rules import base_model
from gridcredit.schema import rows_of

Household = Mapping[str, Any]
Field = tuple[Column, Callable[[Household], Cell]]
"""A column of a list, and what stands in it for a household."""


def village_book(assessment: Assessment, run: Run, changes: Changes | None = None) -> Book:
    """Summary, credit lines, collective review, several loans, ratings to complete, refused, outlying ratings, borrowers,
    missing documents, facts to check, changes, independence, findings, policy, signatures; of several loans, borrowers,
    documents, facts, changes and independence only what there is.
    """
    given = _ratings_by_household(assessment)
    sheets = [
        summary_sheet(assessment, run, changes),
        _credit_lines(assessment, given),
        _review(assessment, given),
        exposure_sheet(assessment),
        _to_complete(assessment),
        _refused(assessment),
        _outlying(assessment),
        borrowers_sheet(assessment),
        documents_sheet(assessment),
        contradictions_sheet(assessment),
        changes_sheet(assessment, changes) if changes else None,
        _independence(assessment),
        findings_sheet(assessment.findings),
        policy_sheet(assessment.policy),
        signatures_sheet(assessment, run),
    ]
    title = _("{village}: assessment").format(village=assessment.facts.village)
    return Book(title, [sheet for sheet in sheets if sheet], assessment.day)


def _independence(assessment: Assessment) -> Sheet | None:
    """Where the ratings come from ballots."""
    if not assessment.ballots:
        return None
    from gridcredit.ballots.independence import Rating, independence
    from gridcredit.reports.independence import independence_sheet

    ratings = [Rating(*row) for row in rows_of(assessment.ratings, Rating._fields)]
    on_roster = [
        row for row in rows_of(assessment.households, ("household_id", "basis", "status")) if row[2] != "excluded"
    ]
    found = independence(
        [household for household, _basis, _status in on_roster],
        [basis for _household, basis, _status in on_roster],
        ratings,
        assessment.ballots,
        assessment.policy.values("ballots"),
        int(assessment.sha256[:8], 16),
    )
    return independence_sheet(assessment.facts.village, found, assessment.ballots)


def _credit_lines(assessment: Assessment, given: Mapping[str, str]) -> Sheet:
    table = _list(
        assessment.of_status("granted"),
        (Column(_("ID number"), Format.CENTRED, 20), lambda row: mask_id(row["id_number"] or "")),
        (Column(_("Phone"), Format.CENTRED, 13), lambda row: mask_phone(row["phone"] or "")),
        (Column(_("Residence"), width=13), lambda row: labels.word(labels.RESIDENCE, row["residence_status"])),
        (Column(_("Ratings, low to high (yuan)"), width=32), lambda row: given[row["household_id"]]),
        *_model(assessment),
        (Column(_("Basis"), width=17), lambda row: labels.word(labels.BASIS, row["basis"])),
        (Column(_("Credit line (yuan)"), Format.YUAN, 13), lambda row: row["credit_line_yuan"]),
        (Column(_("Valid until"), Format.DATE, 12), lambda row: row["valid_until"]),
        (Column(_("Remarks"), width=14), lambda row: labels.reasons(row["reason_codes"])),
    )
    total = (_("total"), *[None] * (8 + len(_model(assessment))), assessment.tally()["total_line_yuan"], None, None)
    return Sheet(
        _("Credit lines"),
        _("{village}: credit lines").format(village=assessment.facts.village),
        notes=[labels.no_promise()],
        tables=[Table(table.columns, [*table.rows, total], totals=True)],
        landscape=True,
    )


def _model(assessment: Assessment) -> tuple[Field, ...]:
    """The column of base model figures, where the policy has such a model."""
    if not base_model.is_on(assessment.policy.values("base_model")):
        return ()
    return ((Column(_("Base model figure (yuan)"), Format.YUAN, 13), lambda row: row["model_yuan"]),)


def _review(assessment: Assessment, given: Mapping[str, str]) -> Sheet:
    table = _list(
        assessment.of_status("referred"),
        (Column(_("Reason"), width=26), lambda row: labels.reasons(row["reason_codes"])),
        (Column(_("Ratings, low to high (yuan)"), width=32), lambda row: given.get(row["household_id"])),
        *_model(assessment),
        (Column(_("Suggested line (yuan)"), Format.YUAN, 13), lambda row: row["suggested_line_yuan"] or None),
        (Column(_("Opinion of the group"), Format.BLANK, 24), _by_hand),
        (Column(_("Line decided (yuan)"), Format.BLANK, 14), _by_hand),
        (Column(_("Signature"), Format.BLANK, 18), _by_hand),
    )
    return Sheet(
        _("Collective review"),
        _("{village}: collective review").format(village=assessment.facts.village),
        warning=_("Internal: for the credit group only"),
        tables=[table],
        landscape=True,
        row_height=26,
    )


def _to_complete(assessment: Assessment) -> Sheet:
    table = _list(
        assessment.of_status("no_conclusion"),
        (Column(_("Residence"), width=13), lambda row: labels.word(labels.RESIDENCE, row["residence_status"])),
        (Column(_("Ratings that count"), Format.INT, 12), lambda row: row["counting_ratings"]),
        (Column(_("Remarks"), Format.BLANK, 28), _by_hand),
    )
    title = _("{village}: households still to be rated").format(village=assessment.facts.village)
    return Sheet(_("To be rated"), title, tables=[table])


def _refused(assessment: Assessment) -> Sheet:
    table = _list(
        assessment.of_status("declined", "excluded"),
        (Column(_("Result"), width=14), lambda row: labels.word(labels.STATUS, row["status"])),
        (Column(_("Reason"), width=30), lambda row: labels.reasons(row["reason_codes"])),
        (Column(_("Reason for the list"), width=26), lambda row: row["list_reason"]),
    )
    return Sheet(
        _("Refused (internal)"),
        _("{village}: households not granted a line").format(village=assessment.facts.village),
        warning=_("Internal: keep out of the village; never show or read it out to others"),
        tables=[table],
    )


def _outlying(assessment: Assessment) -> Sheet:
    ratings = rows_of(assessment.ratings, ("household_id", "officer", "sheet", "cell"))
    places = {(household, officer): place for household, officer, *place in ratings}
    apart = [
        dict(
            zip(
                ("household_id", "group", "head", "officer", "sheet", "cell"), (*who, officer, *places[who[0], officer])
            )
        )
        for row in assessment.of_status("granted")
        for who in [(row["household_id"], row["group"], row["head"])]
        for officer in filter(None, row["outlying_officers"].split(";"))
    ]
    table = _list(
        apart,
        (Column(_("Officer"), width=12), lambda row: row["officer"]),
        (Column(_("Sheet"), width=16), lambda row: row["sheet"]),
        (Column(_("Cell"), Format.CENTRED, 10), lambda row: row["cell"]),
    )
    return Sheet(
        _("Outlying ratings (internal)"),
        _("{village}: ratings apart from a close majority").format(village=assessment.facts.village),
        warning=_("Internal: for the credit group only"),
        notes=[_("The line rests on the close ratings; ask the officer named here whether his own holds.")],
        tables=[table],
    )


def _list(households: Sequence[Household], *fields: Field) -> Table:
    """A numbered list of households with ``fields`` beside their number, group and head."""
    shown: tuple[Field, ...] = (
        (Column(_("Household"), width=12), lambda row: row["household_id"]),
        (Column(_("Group"), width=9), lambda row: row["group"]),
        (Column(_("Head"), width=11), lambda row: row["head"]),
        *fields,
    )
    rows = [(number, *(value(row) for _column, value in shown)) for number, row in enumerate(households, start=1)]
    return Table([Column(_("No."), Format.CENTRED, 7), *(column for column, _value in shown)], rows)


def _by_hand(_row: Household) -> None:
    """A field that is filled in on paper."""


def _ratings_by_household(assessment: Assessment) -> dict[str, str]:
    """What officers gave, refusals first, then amounts in rising order, without names: ``50,000 / 55,000 / 60,000``."""
    given: dict[str, list[int]] = {}
    names = ("household_id", "amount_yuan", "knows", "refusal")
    for household, amount, knows, refusal in rows_of(assessment.ratings, names):
        if knows != "no" and (amount is not None or refusal is not None):
            given.setdefault(household, []).append(0 if refusal is not None else amount)
    refuses = _("refuses")
    return {
        household: " / ".join(f"{amount:,}" if amount else refuses for amount in sorted(amounts))
        for household, amounts in given.items()
    }
