"""The result workbook of one village (contract §1): from an ``Assessment`` to a ``Book``."""

from collections.abc import Sequence

from gridcredit.assessment import Assessment
from gridcredit.i18n import _
from gridcredit.ledger.entries import Run
from gridcredit.privacy import mask_id, mask_phone
from gridcredit.rates import AT_ASSESSMENT, RATES
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.shared import findings_sheet, policy_sheet
from gridcredit.schema import rows_of


def village_book(assessment: Assessment, run: Run) -> Book:
    """Summary, credit lines, collective review, ratings to complete, refused, outlying ratings, findings, policy,
    signatures.
    """
    by_id = _ratings_by_household(assessment)
    sheets = [
        _summary(assessment, run),
        _credit_lines(assessment, by_id),
        _review(assessment, by_id),
        _to_complete(assessment),
        _refused(assessment),
        _outlying(assessment),
        findings_sheet(assessment.findings),
        policy_sheet(assessment.policy),
        _signatures(assessment, run),
    ]
    return Book(_("{village}: assessment").format(village=assessment.facts.village), sheets, assessment.day)


def _summary(assessment: Assessment, run: Run) -> Sheet:
    facts, tally, found = assessment.facts, assessment.tally(), assessment.rates()
    everyone = tally["households"]
    statuses: list[Sequence[Cell]] = [
        (word, tally[code], tally[code] / everyone if everyone else None, _line(assessment, code))
        for code, word in ((code, labels.word(labels.STATUS, code)) for code in labels.STATUS)
    ]
    statuses.append((_("total"), everyone, 1 if everyone else None, tally["total_line_yuan"]))
    rate_rows = [
        (
            _(RATES[key].label),
            found[key]["rate"],
            found[key]["numerator"],
            found[key]["denominator"],
            _(RATES[key].definition),
        )
        for key in AT_ASSESSMENT
    ]
    row_rows = [
        (labels.word(labels.ROWS, name), counts.read, counts.accepted, counts.rejected)
        for name, counts in assessment.counts.items()
    ]
    return Sheet(
        _("Summary"),
        _("{village}: result of the credit assessment").format(village=facts.village),
        notes=[labels.no_promise()],
        facts=[
            (_("Branch"), facts.branch),
            (_("Grid"), facts.grid),
            (_("Decided as of"), assessment.day),
            (_("Cap of the village (yuan)"), facts.cap_yuan),
            (_("Workbook"), assessment.file),
            (_("Workbook SHA-256"), assessment.sha256),
            (_("Policy SHA-256"), assessment.policy.sha256),
            (_("Run"), run.run),
        ],
        tables=[
            Table(
                [
                    Column(_("Result"), width=26),
                    Column(_("Households"), Format.INT, 11),
                    Column(_("Share"), Format.RATE, 11),
                    Column(_("Credit lines (yuan)"), Format.YUAN, 14),
                ],
                statuses,
                totals=True,
            ),
            Table(
                [
                    Column(_("Rate"), width=26),
                    Column(_("Value"), Format.RATE, 11),
                    Column(_("Numerator"), Format.INT, 11),
                    Column(_("Denominator"), Format.INT, 14),
                    Column(_("Definition"), width=62),
                ],
                rate_rows,
                _("Coverage"),
            ),
            Table(
                [
                    Column(_("Rows"), width=26),
                    Column(_("Read"), Format.INT, 11),
                    Column(_("Accepted"), Format.INT, 11),
                    Column(_("Refused"), Format.INT, 14),
                ],
                row_rows,
                _("Rows of the workbook"),
            ),
        ],
        chart=Chart(_("Households by result"), 0, [1]),
    )


def _line(assessment: Assessment, status: str) -> int | None:
    return assessment.tally()["total_line_yuan"] if status == "granted" else None


def _credit_lines(assessment: Assessment, by_id: dict[str, str]) -> Sheet:
    rows: list[Sequence[Cell]] = []
    for number, row in enumerate(assessment.of_status("granted"), start=1):
        rows.append(
            (
                number,
                row["household_id"],
                row["group"],
                row["head"],
                mask_id(row["id_number"] or ""),
                mask_phone(row["phone"] or ""),
                labels.word(labels.RESIDENCE, row["residence_status"]),
                by_id[row["household_id"]],
                labels.word(labels.BASIS, row["basis"]),
                row["credit_line_yuan"],
                labels.reasons(row["reason_codes"]),
            )
        )
    rows.append((_("total"), *[None] * 8, assessment.tally()["total_line_yuan"], None))
    return Sheet(
        _("Credit lines"),
        _("{village}: credit lines").format(village=assessment.facts.village),
        notes=[labels.no_promise()],
        tables=[
            Table(
                [
                    *_household_columns(),
                    Column(_("ID number"), Format.CENTRED, 20),
                    Column(_("Phone"), Format.CENTRED, 13),
                    Column(_("Residence"), width=13),
                    Column(_("Ratings, low to high (yuan)"), width=32),
                    Column(_("Basis"), width=17),
                    Column(_("Credit line (yuan)"), Format.YUAN, 13),
                    Column(_("Remarks"), width=14),
                ],
                rows,
                totals=True,
            )
        ],
        landscape=True,
    )


def _review(assessment: Assessment, by_id: dict[str, str]) -> Sheet:
    rows: list[Sequence[Cell]] = [
        (
            number,
            row["household_id"],
            row["group"],
            row["head"],
            labels.reasons(row["reason_codes"]),
            by_id.get(row["household_id"], ""),
            row["suggested_line_yuan"] or None,
            None,
            None,
            None,
        )
        for number, row in enumerate(assessment.of_status("referred"), start=1)
    ]
    return Sheet(
        _("Collective review"),
        _("{village}: collective review").format(village=assessment.facts.village),
        warning=_("Internal: for the credit group only"),
        tables=[
            Table(
                [
                    *_household_columns(),
                    Column(_("Reason"), width=26),
                    Column(_("Ratings, low to high (yuan)"), width=32),
                    Column(_("Suggested line (yuan)"), Format.YUAN, 13),
                    Column(_("Opinion of the group"), Format.BLANK, 24),
                    Column(_("Line decided (yuan)"), Format.BLANK, 14),
                    Column(_("Signature"), Format.BLANK, 18),
                ],
                rows,
            )
        ],
        landscape=True,
        row_height=26,
    )


def _to_complete(assessment: Assessment) -> Sheet:
    rows: list[Sequence[Cell]] = [
        (
            number,
            row["household_id"],
            row["group"],
            row["head"],
            labels.word(labels.RESIDENCE, row["residence_status"]),
            row["counting_ratings"],
            None,
        )
        for number, row in enumerate(assessment.of_status("no_conclusion"), start=1)
    ]
    return Sheet(
        _("To be rated"),
        _("{village}: households still to be rated").format(village=assessment.facts.village),
        tables=[
            Table(
                [
                    *_household_columns(),
                    Column(_("Residence"), width=13),
                    Column(_("Ratings that count"), Format.INT, 12),
                    Column(_("Remarks"), Format.BLANK, 28),
                ],
                rows,
            )
        ],
    )


def _refused(assessment: Assessment) -> Sheet:
    rows: list[Sequence[Cell]] = [
        (
            number,
            row["household_id"],
            row["group"],
            row["head"],
            labels.word(labels.STATUS, row["status"]),
            labels.reasons(row["reason_codes"]),
            row["list_reason"],
        )
        for number, row in enumerate(assessment.of_status("declined", "excluded"), start=1)
    ]
    return Sheet(
        _("Refused (internal)"),
        _("{village}: households not granted a line").format(village=assessment.facts.village),
        warning=_("Internal: keep out of the village; never show or read it out to others"),
        tables=[
            Table(
                [
                    *_household_columns(),
                    Column(_("Result"), width=14),
                    Column(_("Reason"), width=30),
                    Column(_("Reason for the list"), width=26),
                ],
                rows,
            )
        ],
    )


def _outlying(assessment: Assessment) -> Sheet:
    ratings = rows_of(assessment.ratings, ("household_id", "officer", "sheet", "cell"))
    places = {(household, officer): place for household, officer, *place in ratings}
    rows: list[Sequence[Cell]] = []
    for row in assessment.of_status("granted"):
        for officer in filter(None, row["outlying_officers"].split(";")):
            rows.append(
                (
                    len(rows) + 1,
                    row["household_id"],
                    row["group"],
                    row["head"],
                    officer,
                    *places[row["household_id"], officer],
                )
            )
    return Sheet(
        _("Outlying ratings (internal)"),
        _("{village}: ratings apart from a close majority").format(village=assessment.facts.village),
        warning=_("Internal: for the credit group only"),
        notes=[_("The line rests on the close ratings; ask the officer named here whether his own holds.")],
        tables=[
            Table(
                [
                    *_household_columns(),
                    Column(_("Officer"), width=12),
                    Column(_("Sheet"), width=16),
                    Column(_("Cell"), Format.CENTRED, 10),
                ],
                rows,
            )
        ],
    )


def _signatures(assessment: Assessment, run: Run) -> Sheet:
    tally = assessment.tally()
    members = [_("Head of the credit group"), _("Grid manager"), *[_("Grid officer")] * 3, _("Branch manager")]
    return Sheet(
        _("Signatures"),
        _("{village}: decision of the credit group").format(village=assessment.facts.village),
        notes=[
            _(
                "The group has read the lists of run {run}: {granted} households with lines of {total} yuan in all, "
                "{referred} for collective review, {declined} not granted, {open} without conclusion."
            ).format(
                run=run.run,
                granted=tally["granted"],
                total=f"{tally['total_line_yuan']:,}",
                referred=tally["referred"],
                declined=tally["declined"],
                open=tally["no_conclusion"],
            ),
            labels.no_promise(),
        ],
        tables=[
            Table(
                [
                    Column(_("Role"), width=24),
                    Column(_("Name"), Format.BLANK, 18),
                    Column(_("Signature"), Format.BLANK, 24),
                    Column(_("Date"), Format.BLANK, 18),
                ],
                [(role, None, None, None) for role in members],
            )
        ],
        row_height=38,
    )


def _household_columns() -> list[Column]:
    return [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Household"), width=12),
        Column(_("Group"), width=9),
        Column(_("Head"), width=11),
    ]


def _ratings_by_household(assessment: Assessment) -> dict[str, str]:
    """What officers gave, refusals first, then amounts in rising order, without names: ``50,000 / 55,000 / 60,000``."""
    given: dict[str, list[int]] = {}
    for household, amount, knows, refusal in rows_of(
        assessment.ratings, ("household_id", "amount_yuan", "knows", "refusal")
    ):
        if knows != "no" and (amount is not None or refusal is not None):
            given.setdefault(household, []).append(0 if refusal is not None else amount)
    refuses = _("refuses")
    return {
        household: " / ".join(f"{amount:,}" if amount else refuses for amount in sorted(amounts))
        for household, amounts in given.items()
    }
