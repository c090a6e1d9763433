"""Loans as the core banking system states them, and arrears, in words and tables that several reports share."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gridcredit.i18n import _
from gridcredit.ledger.lines import Late
from gridcredit.loans import BAD, CLASSES
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.rules.arrears import Arrears

if TYPE_CHECKING:
    import pandas as pd

Household = tuple[str, str]


def loan_text(event: Mapping[str, Any]) -> str:
    """The class of a stated loan, and what is overdue of it."""
    detail = event["detail"]
    overdue = (detail.get("overdue_yuan") or 0) + (detail.get("interest_yuan") or 0)
    parts = [labels.word(labels.LOAN_CLASS, event["result"])]
    if detail.get("overdue_days"):
        parts.append(_("{days} days overdue").format(days=detail["overdue_days"]))
    if overdue:
        parts.append(_("{yuan} yuan overdue").format(yuan=f"{overdue:,}"))
    return _("; ").join(filter(None, parts))


def arrears_text(arrears: Arrears) -> str:
    """``since 2016-05-31: 45 days and 1,236 yuan overdue; substandard``"""
    text = _("since {since}: {days} days and {yuan} yuan overdue, as stated on {day}").format(
        since=arrears.since, days=arrears.days, yuan=f"{arrears.owed_yuan:,}", day=arrears.stated_on
    )
    return _("; ").join(filter(None, [text, labels.word(labels.LOAN_CLASS, arrears.loan_class)]))


def late_json(late: Sequence[Late]) -> list[dict[str, Any]]:
    return [
        {
            "village": one.village,
            "household_id": one.household_id,
            **one.arrears._asdict(),
            "decided_yuan": one.decided_yuan,
            "line_yuan": one.line_yuan,
        }
        for one in late
    ]


def late_table(
    late: Sequence[Late], who: Sequence[Column] = (), known: Mapping[Household, Sequence[Cell]] | None = None
) -> Table:
    """A row a household in arrears; ``who``: further columns, with what is ``known`` for them by household."""
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=10),
        Column(_("Household"), width=11),
        *who,
        Column(_("In arrears since"), Format.DATE, 12),
        Column(_("Days overdue"), Format.INT, 9),
        Column(_("Overdue (yuan)"), Format.YUAN, 12),
        Column(_("Class"), Format.CENTRED, 10),
        Column(_("Balance as stated (yuan)"), Format.YUAN, 13),
        Column(_("Line decided (yuan)"), Format.YUAN, 13),
        Column(_("Line while in arrears (yuan)"), Format.YUAN, 13),
    ]
    rows: list[Sequence[Cell]] = []
    for number, one in enumerate(late, start=1):
        arrears = one.arrears
        rows.append(
            (
                number,
                one.village,
                one.household_id,
                *((known or {}).get((one.village, one.household_id)) or [None] * len(who)),
                arrears.since,
                arrears.days or None,
                arrears.owed_yuan or None,
                labels.word(labels.LOAN_CLASS, arrears.loan_class),
                arrears.balance_yuan,
                one.decided_yuan or None,
                one.line_yuan or None,
            )
        )
    return Table(columns, rows)


def late_sheet(late: Sequence[Late], title: str, table: Table, warning: str) -> list[Sheet]:
    """The households in arrears; no sheet where there are none."""
    notes = [
        late_note(late),
        _(
            "While it is in arrears, a household keeps the line that it had before; a larger one waits until they are paid."
        ),
    ]
    return [Sheet(_("Arrears"), title, [table], notes=notes, warning=warning, landscape=True)] if late else []


def late_note(late: Sequence[Late]) -> str:
    """How many are in arrears, with how much, and what that holds of their lines; '' where there are none."""
    if not late:
        return ""
    held = [one.decided_yuan - one.line_yuan for one in late if one.line_yuan < one.decided_yuan]
    text = _(
        "In arrears: {count} households, {yuan} yuan overdue of {balance} yuan; lines held: {held}, by {less} yuan"
    )
    return text.format(
        count=f"{len(late):,}",
        yuan=f"{sum(one.arrears.owed_yuan for one in late):,}",
        balance=f"{sum(one.arrears.balance_yuan for one in late):,}",
        held=f"{len(held):,}",
        less=f"{sum(held):,}",
    )


def loans_table(loans: "pd.DataFrame", name: str) -> Table:
    """``coverage.loans_by`` with its total; the share of bad loans with what it is divided by beside it."""
    columns = [
        Column(name, width=16),
        Column(_("Households that owe"), Format.INT, 11),
        Column(_("Balance as stated (yuan)"), Format.YUAN, 14),
        *(Column(labels.word(labels.LOAN_CLASS, code), Format.YUAN, 12) for code in CLASSES),
        Column(_("Without a class"), Format.YUAN, 12),
        Column(_("Non-performing"), Format.RATE, 10),
        Column(_("In arrears (households)"), Format.INT, 11),
        Column(_("Overdue (yuan)"), Format.YUAN, 12),
    ]
    records = [{str(key): value for key, value in row.items()} for row in loans.to_dict("records")]
    sums = {key: sum(row[key] for row in records) for key in loans.columns if key != "name"}
    rows: list[Sequence[Cell]] = []
    for row in [*records, {"name": _("total"), **sums}]:
        balance, bad = int(row["balance_yuan"]), sum(int(row[code]) for code in BAD)
        rows.append(
            (
                row["name"],
                int(row["households"]),
                balance,
                *(int(row[code]) for code in CLASSES),
                int(row["unclassified"]),
                labels.share(bad, balance),
                int(row["arrears"]),
                int(row["overdue_yuan"]),
            )
        )
    return Table(columns, rows, totals=True)
