"""The quality of household files (建档), and households that are out of the funnel's order."""

from collections.abc import Mapping, Sequence

from gridcredit.i18n import N_, _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Scale, Sheet, Table
from gridcredit.reports.covered.model import Report
from gridcredit.rules.filing import in_words

STEPS: Mapping[str, str] = {
    "filed": N_("file complete"),
    "rated": N_("rated"),
    "credited": N_("valid line"),
    "contract": N_("signed"),
    "card": N_("card"),
    "owes": N_("in use"),
}
MOST_BREAKS = 20_000


def files_sheet(report: Report) -> Sheet:
    """What files lack by field; by village their completeness, age, continuity and waivers."""
    count = report.total["roster"]
    fields = Table(
        [
            Column(_("Field"), width=24),
            Column(_("Files without it"), Format.INT, 12, scale=Scale.BARS),
            Column(_("of the roster"), Format.RATE, 10),
            Column(_("of these credited"), Format.INT, 11),
            Column(_("lacking nothing else"), Format.INT, 12),
        ],
        [
            (in_words(one.field), one.files, labels.share(one.files, count), one.of_credited, one.alone)
            for one in report.lacking
        ],
        title=_("What files lack"),
    )
    values = report.policy.values("freshness")
    notes = [
        _("Stale: collected more than {months} months ago. Gap: the longest time without collecting any file; one of more than {days} days is marked.").format(
            months=values.number("stale_after_months"), days=values.number("longest_gap_days")
        ),
        _("Waived: children and old people of whom less is asked, and who would lack something otherwise."),
        _("Ages are of the files of the latest assessment; runs of earlier versions of gridcredit do not tell them."),
    ]  # fmt: skip
    tables = [fields, _villages(report)] if report.lacking else [_villages(report)]
    title = _("Household files on {day}").format(day=report.as_of)
    return Sheet(_("Files"), title, tables, notes=notes, landscape=True)


def _villages(report: Report) -> Table:
    columns = [
        Column(_("Village"), width=24),
        Column(_("Roster"), Format.INT, 12),
        Column(_("Complete"), Format.INT, 10),
        Column(_("Filing"), Format.RATE, 11, scale=Scale.HEAT),
        Column(_("Stale"), Format.INT, 12),
        Column(_("Without a day"), Format.INT, 9),
        Column(_("Oldest"), Format.DATE, 12),
        Column(_("Newest"), Format.DATE, 12),
        Column(_("Longest gap (days)"), Format.INT, 10),
        Column(_("Gap"), Format.CENTRED, 7),
        Column(_("Waived"), Format.INT, 8),
        Column(_("Held back most by"), width=26),
    ]
    rows: list[Sequence[Cell]] = [
        (
            one.village,
            one.roster,
            one.complete,
            labels.share(one.complete, one.roster),
            one.stale,
            one.undated,
            one.oldest,
            one.newest,
            one.gap.days if one.gap else None,
            _("gap") if one.has_gap else "",
            one.waived,
            _("{field} ({count})").format(field=in_words(one.worst[0]), count=f"{one.worst[1]:,}") if one.worst else "",
        )
        for one in report.files
    ]
    return Table(columns, rows, title=_("By village"))


def order_sheet(report: Report) -> list[Sheet]:
    """The households that are further than an earlier step allows, without names; no sheet where there are none."""
    breaks = report.breaks
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=14),
        Column(_("Household"), width=13),
        Column(_("Group"), width=12),
        Column(_("Officer"), width=12),
        Column(_("As far as"), Format.CENTRED, 13),
        Column(_("without"), width=30),
    ]
    rows: list[Sequence[Cell]] = [
        (
            number,
            row["village"],
            row["household_id"],
            row["group"],
            row["officer"],
            _(STEPS[row["furthest"]]),
            labels.join([_(STEPS[step]) for step in row["missing"].split(";")]),
        )
        for number, row in enumerate(breaks.head(MOST_BREAKS).to_dict("records"), start=1)
    ]
    notes = [order_note(report)]
    if len(breaks) > MOST_BREAKS:
        notes.append(
            _("The first {count} of {all} are listed.").format(count=f"{MOST_BREAKS:,}", all=f"{len(breaks):,}")
        )
    title = _("Out of the funnel's order on {day}").format(day=report.as_of)
    warning = _("Internal: for the branch only")
    sheet = Sheet(_("Out of order"), title, [Table(columns, rows)], notes=notes, warning=warning, landscape=True)
    return [sheet] if rows else []


def order_note(report: Report) -> str:
    """How many there are, by how far they got."""
    counts = report.breaks["furthest"].value_counts()
    parts = [
        _("{step} {count}").format(step=_(text), count=f"{counts[step]:,}")
        for step, text in reversed(list(STEPS.items()))
        if step in counts
    ]
    return _("Households that are further down the funnel than an earlier step allows: {parts}").format(
        parts=labels.join(parts) or labels.NOTHING
    )
