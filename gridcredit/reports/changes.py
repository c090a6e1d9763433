"""What a re-assessment changes, household by household, with what stood before and why it is so now."""

from collections.abc import Sequence

from gridcredit.assessment import Assessment
from gridcredit.changes import END, HOLD, KINDS, LOWER, NEW, RAISE, Before, Change, Changes
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.rules.validity import VALID

_ORDER = (END, LOWER, RAISE, NEW, HOLD)
"""What households are to be told of first."""


def changes_sheet(assessment: Assessment, changes: Changes) -> Sheet:
    """A row a household with a line before or now."""
    ordered = sorted(changes.rows, key=lambda change: _ORDER.index(change.kind))
    rows: list[Sequence[Cell]] = [(number, *_row(change)) for number, change in enumerate(ordered, start=1)]
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Household"), width=12),
        Column(_("Group"), width=9),
        Column(_("Head"), width=11),
        Column(_("Change"), Format.CENTRED, 10),
        Column(_("Before (yuan)"), Format.YUAN, 13),
        Column(_("Now (yuan)"), Format.YUAN, 13),
        Column(_("Earlier line"), width=28),
        Column(_("Reason"), width=52),
    ]
    return Sheet(
        _("Changes (internal)"),
        _("{village}: lines since the assessment of {day}").format(
            village=assessment.facts.village, day=changes.decided_on
        ),
        [Table(columns, rows)],
        notes=[
            _compared_with(changes),
            _("{count} households without a line before and now are not listed.").format(count=changes.without),
            _(
                "A cancelled line is gone: a line after it is a new one. A frozen line stays frozen until it is unfrozen."
            ),
        ],
        warning=_("Internal: for the credit group only"),
        landscape=True,
    )


def _compared_with(changes: Changes) -> str:
    if not changes.other_policy:
        text = _("Compared with run {run}: another workbook, the same policy.")
    elif not changes.other_inputs:
        text = _("Compared with run {run}: the same workbook, another policy.")
    else:
        text = _("Compared with run {run}: another workbook and another policy.")
    return text.format(run=changes.run)


def changes_table(changes: Changes) -> Table:
    """Households and yuan by kind, with the sums."""
    counts = changes.tally()
    rows: list[Sequence[Cell]] = []
    for kind in KINDS:
        theirs = [row for row in changes.rows if row.kind == kind]
        before, now = (sum(getattr(row, name) for row in theirs) for name in ("from_yuan", "line_yuan"))
        rows.append((labels.word(labels.CHANGE, kind), counts[kind], before, now))
    sums = [sum(row.from_yuan for row in changes.rows), sum(row.line_yuan for row in changes.rows)]
    columns = [
        Column(_("Change"), width=26),
        Column(_("Households"), Format.INT, 11),
        Column(_("Before (yuan)"), Format.YUAN, 13),
        Column(_("Now (yuan)"), Format.YUAN, 14),
    ]
    title = _("Lines since the assessment of {day}").format(day=changes.decided_on)
    return Table(columns, [*rows, (_("total"), len(changes.rows), *sums)], title, totals=True)


def _row(change: Change) -> Sequence[Cell]:
    before = change.before
    return (
        change.household_id,
        change.group,
        change.head,
        labels.word(labels.CHANGE, change.kind),
        before.line_yuan or None if before else None,
        change.line_yuan or None,
        _state(before),
        _reason(change),
    )


def _state(before: Before | None) -> str:
    if before is None or before.state.since is None or before.state.code == VALID:
        return ""
    word = labels.word(labels.STATE, before.state.code)
    return _("{state} since {day}").format(state=word, day=before.state.since)


def _reason(change: Change) -> str:
    """``was 50,000 (all close), now –: on the black list``"""
    before = change.before
    if before is None:
        was = _("not on the roster")
    else:
        was = _amount(before.line_yuan, _why(before.line_yuan, before.status, before.basis, before.reason_codes))
    if not change.status:
        now = _amount(0, _("no longer on the roster"))
    else:
        now = _amount(change.line_yuan, _why(change.line_yuan, change.status, change.basis, change.reason_codes))
    said = _("was {before}, now {now}").format(before=was, now=now)
    if change.held_yuan is None:
        return said
    return (
        said
        + _("; ")
        + _("in arrears, and held at {line} yuan until they are paid").format(line=f"{change.held_yuan:,}")
    )


def _amount(line: int, why: str) -> str:
    return _("{amount} ({why})").format(amount=f"{line:,}" if line else "–", why=why)


def _why(line: int, status: str, basis: str, codes: str) -> str:
    """The basis of a line and what else was said of it; without a line the reasons, or the status if there is none."""
    said = [labels.word(labels.BASIS, basis)] if line else []
    return _("; ").join(filter(None, [*said, labels.reasons(codes)])) or labels.word(labels.STATUS, status)
