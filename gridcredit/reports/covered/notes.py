"""What stands above the figures in sentences, and what is restated."""

from collections.abc import Mapping, Sequence
from typing import Any

from gridcredit.coverage import Restated
from gridcredit.i18n import N_, _
from gridcredit.ledger.entries import day_in_china
from gridcredit.reports import labels
from gridcredit.reports.book import Column, Format, Table
from gridcredit.reports.covered.funnel import STEPS
from gridcredit.reports.covered.model import BY_NAMES, Report
from gridcredit.reports.loans import late_note
from gridcredit.rules.validity import VALID


def notes_of(report: Report) -> list[str]:
    """All that the figures leave out or rest on."""
    return [
        *closing_notes(report.closing, report.restated),
        *line_notes(report.lines),
        *stranded_note(report.total),
        *off_roster_note(report.off_roster),
        *filter(None, [late_note(report.late)]),
    ]


def stranded_note(sums: Mapping[str, int]) -> list[str]:
    """What the balances of the credited leave out, in a sentence; nothing where there is none."""
    if not sums["stranded"]:
        return []
    text = _("Not in these figures: {yuan} yuan in use by {count} households without a valid line.")
    return [text.format(yuan=f"{sums['stranded_yuan']:,}", count=sums["stranded"])]


def off_roster_note(left: Mapping[str, int]) -> list[str]:
    """What is owed by households that left the roster, in a sentence; nothing where there is none."""
    if not left["households"]:
        return []
    text = _("Not in these figures: {yuan} yuan in use by {count} households that are on no roster any more.")
    return [text.format(yuan=f"{left['balance_yuan']:,}", count=left["households"])]


def line_notes(lines: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What of the lines is due for review or not valid, a sentence each; ``lines``: ``coverage.lines_by_state``."""
    text = _("Lines {state}: {count}, {line} yuan, of which {balance} yuan in use")
    return [
        text.format(
            state=labels.word(labels.STATE, code),
            count=f"{found['households']:,}",
            line=f"{found['line_yuan']:,}",
            balance=f"{found['balance_yuan']:,}",
        )
        for code, found in lines.items()
        if code != VALID and found["households"]
    ]


def closing_notes(closing: Mapping[str, Any] | None, restated: Sequence[Restated]) -> list[str]:
    """That the figures are those of a closed month, and whether more is known now, in sentences."""
    if closing is None:
        return []
    text = _("{month} was closed on {day}; these are its figures.")
    more = _("What was recorded since then changes {count} of them: see the restatement.")
    notes = [text.format(month=closing["month"], day=day_in_china(closing["recorded_at"]))]
    return [*notes, more.format(count=len(restated))] if restated else notes


def restated_table(restated: Sequence[Restated], by: str) -> Table:
    """The frozen figures beside those of today."""
    columns = [
        Column(_(BY_NAMES[by]), width=20),
        Column(_("Figure"), width=22),
        Column(_("As closed"), Format.INT, 16),
        Column(_("As known now"), Format.INT, 16),
        Column(_("Now less closed"), Format.INT, 14),
    ]
    rows = [(one.name, _(FIGURES[one.figure]), one.frozen, one.now, one.now - one.frozen) for one in restated]
    return Table(columns, rows)


FIGURES: Mapping[str, str] = {
    **STEPS,
    "line_yuan": N_("Credit lines (yuan)"),
    "balance_yuan": N_("Balance (yuan)"),
    "net_roster": N_("Net roster"),
    "stranded": N_("In use without a valid line (households)"),
    "stranded_yuan": N_("In use without a valid line (yuan)"),
}


def head_note(head: tuple[int, str]) -> str:
    """What the report rests on, by which ``ledger verify --head`` proves later that it is all still there."""
    return _("Ledger: {count} entries up to {head}").format(count=f"{head[0]:,}", head=head[1] or labels.NOTHING)
