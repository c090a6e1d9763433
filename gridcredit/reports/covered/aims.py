"""Targets: plan, gap, where the pace leads; and the grades of villages and townships."""

from collections.abc import Sequence
from fractions import Fraction

from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.covered.model import Report
from gridcredit.targets import BASIS_POINTS, Progress


def targets_sheet(report: Report) -> list[Sheet]:
    """A row a target; no sheet where there are none."""
    columns = [
        Column(_("Village"), width=14),
        Column(_("Target date"), Format.DATE, 12),
        Column(_("Target"), Format.CENTRED, 13),
        Column(_("Target (households)"), Format.INT, 12),
        Column(_("Credited"), Format.INT, 9),
        Column(_("Planned by now"), Format.INT, 10),
        Column(_("Ahead or behind"), Format.CHANGE, 10),
        Column(_("Gap"), Format.INT, 8),
        Column(_("Working days left"), Format.INT, 9),
        Column(_("Pace a working day"), Format.CENTRED, 10),
        Column(_("Needed a working day"), Format.CENTRED, 10),
        Column(_("Projected on the date"), Format.INT, 10),
        Column(_("from slowest to fastest week"), Format.CENTRED, 13),
        Column(_("Outlook"), Format.CENTRED, 12),
    ]
    weeks = report.policy.values("pace").number("weeks")
    notes = [
        _("Planned: a straight line over working days from the start to the target."),
        _("Pace: households gained a working day over the last {weeks} weeks; the range is that of the slowest and the fastest of these weeks. A projection is no promise.").format(weeks=weeks),
    ]  # fmt: skip
    chart = Chart(_("Credited, and the target"), 0, [4], target=3)
    title = _("Targets on {day}").format(day=report.as_of)
    table = Table(columns, [target_row(one) for one in report.progress])
    charts = [chart] if 0 < len(report.progress) <= 40 else []
    return [Sheet(_("Targets"), title, [table], notes=notes, charts=charts, landscape=True)] if report.progress else []


def target_row(one: Progress) -> Sequence[Cell]:
    target = one.target
    projection = one.projection
    return (
        target.village,
        target.due,
        share_text(target.share)
        if target.share is not None
        else _("{count} households").format(count=target.households),
        one.wanted,
        one.credited,
        one.planned,
        None if one.planned is None else one.credited - one.planned,
        one.gap,
        one.days_left,
        decimal_text(one.pace.mean) if projection else labels.NOTHING,
        labels.NOTHING if one.needed_tenths is None else decimal_text(Fraction(one.needed_tenths, 10)),
        projection.likely if projection else None,
        f"{projection.low:,}–{projection.high:,}" if projection else labels.NOTHING,
        outlook(one),
    )


def outlook(one: Progress) -> str:
    """Whether the target is reached, or will be at the present pace."""
    if one.gap == 0:
        return _("reached")
    if one.wanted is None or one.projection is None:
        return _("not assessed yet")
    if one.days_left == 0:
        return _("missed")
    if one.projection.low >= one.wanted:
        return _("safe")
    if one.projection.likely >= one.wanted:
        return _("likely")
    return _("in doubt") if one.projection.high >= one.wanted else _("will be missed")


def share_text(share: int) -> str:
    """``80 %`` of 8,000 hundredths of a percent."""
    whole, rest = divmod(share * 100, BASIS_POINTS)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + " %"


def decimal_text(value: Fraction) -> str:
    """To one decimal place, halves away from zero."""
    tenths = abs(value * 10)
    whole = (2 * tenths.numerator + tenths.denominator) // (2 * tenths.denominator)
    return f"{'-' if value < 0 and whole else ''}{whole // 10}.{whole % 10}"


def grades_sheet(report: Report) -> Sheet:
    """Villages, and townships where they are known."""
    columns = [
        Column(_("Village"), width=16),
        Column(_("Township"), width=14),
        Column(_("Roster"), Format.INT, 10),
        Column(_("Credit households"), Format.INT, 11),
        Column(_("Share"), Format.RATE, 10),
        Column(_("Balance as stated (yuan)"), Format.YUAN, 14),
        Column(_("Non-performing"), Format.RATE, 11),
        Column(_("Credit village"), Format.CENTRED, 10),
    ]
    rows: list[Sequence[Cell]] = [
        (
            one.village,
            one.township,
            one.roster,
            one.credit_households,
            labels.share(one.credit_households, one.roster),
            one.balance_yuan,
            labels.share(one.bad_yuan, one.balance_yuan),
            _("yes") if one.is_credit_village else "",
        )
        for one in report.grades
    ]
    tables = [Table(columns, rows)]
    if report.townships:
        of_townships = [
            Column(_("Township"), width=16),
            Column(_("Villages"), Format.INT, 14),
            Column(_("Credit villages"), Format.INT, 10),
            Column(_("Credit township"), Format.CENTRED, 11),
        ]
        found = [
            (one.name, one.villages, one.credit_villages, _("yes") if one.is_credit_township else "")
            for one in report.townships
        ]
        tables = [Table(of_townships, found), *tables]
    notes = [
        _(
            "What makes a credit household, village and township are policy values: gridcredit policy show --rule grades."
        )
    ]
    title = _("Credit households, villages and townships on {day}").format(day=report.as_of)
    return Sheet(_("Grades"), title, tables, notes=notes, landscape=True)
