"""The funnel in households and yuan, with what each row falls into, and what moved since earlier days."""

from collections.abc import Iterator, Mapping, Sequence

from gridcredit.i18n import N_, _
from gridcredit.rates import rates
from gridcredit.reports.book import Cell, Column, Format, Scale, Sheet, Table
from gridcredit.reports.covered.model import BY_NAMES, Report, Since

STEPS: Mapping[str, str] = {
    "roster": N_("Roster"),
    "filed": N_("Filed"),
    "rated": N_("Rated"),
    "credited": N_("Credited"),
    "signed": N_("Signed"),
    "carded": N_("Carded"),
    "drawn": N_("Drawn"),
}
SINCE: Mapping[str, str] = {
    "week": N_("against last week ({day})"),
    "month": N_("against last month ({day})"),
    "asked": N_("against {day}"),
}
_MOVED = (*STEPS, "line_yuan", "balance_yuan")


def funnel_columns(by: str) -> list[Column]:
    """The funnel in households and yuan, with the coverage rate."""
    return [
        Column(_(BY_NAMES[by]), width=16),
        Column(_("Roster"), Format.INT, 9),
        Column(_("Filed"), Format.INT, 9),
        Column(_("Rated"), Format.INT, 9),
        Column(_("Credited"), Format.INT, 9),
        Column(_("Coverage"), Format.RATE, 11, scale=Scale.BARS),
        Column(_("Signed"), Format.INT, 9),
        Column(_("Carded"), Format.INT, 9),
        Column(_("Drawn"), Format.INT, 9),
        Column(_("Credit lines (yuan)"), Format.YUAN, 14),
        Column(_("Balance (yuan)"), Format.YUAN, 14),
    ]


def funnel_row(name: str, row: Mapping[str, int]) -> Sequence[Cell]:
    """In the order of ``funnel_columns``."""
    return (
        name,
        int(row["roster"]),
        int(row["filed"]),
        int(row["rated"]),
        int(row["credited"]),
        rates(row, ["coverage"])["coverage"]["rate"],
        int(row["signed"]),
        int(row["carded"]),
        int(row["drawn"]),
        int(row["line_yuan"]),
        int(row["balance_yuan"]),
    )


def funnel_table(report: Report) -> Table:
    """A row per group, its parts folded below it, and the total."""
    entries = entries_of(report)
    rows = [funnel_row(name, row) for _level, name, row in entries]
    return Table(funnel_columns(report.by), rows, totals=True, levels=levels_of(report, entries))


def entries_of(report: Report) -> list[tuple[int, str, Mapping[str, int]]]:
    """How deep each row of the report stands, its name and figures: the groups with their parts, and the total."""
    found: list[tuple[int, str, Mapping[str, int]]] = []
    for name, row in report.rows:
        found.append((0, name, row))
        found += [(1, part, figures) for part, figures in report.parts.get(name, ())]
    return [*found, (0, _("total"), report.total)]


def levels_of(report: Report, entries: Sequence[tuple[int, str, Mapping[str, int]]]) -> Sequence[int]:
    """Of a table of ``entries_of``; none where nothing is to be folded."""
    return [level for level, _name, _row in entries] if report.parts else ()


def funnel_summary(report: Report) -> Table:
    """The funnel as it fits on a terminal: coverage as numerator/denominator and rate."""
    columns = funnel_columns(report.by)
    pair = Column(_("Credited/roster"), Format.INT)
    rows: list[Sequence[Cell]] = []
    for name, roster, filed, rated, credited, rate, *rest in (
        funnel_row(name, row) for name, row in [*report.rows, (_("total"), report.total)]
    ):
        rows.append((name, f"{credited:,}/{roster:,}", rate, filed, rated, *rest))
    return Table([columns[0], pair, columns[5], *columns[2:4], *columns[6:]], rows, totals=True)


def since_text(one: Since) -> str:
    text = _(SINCE[one.kind]).format(day=one.day)
    return _("{text}, as closed").format(text=text) if one.closed else text


def changes_tables(report: Report) -> Iterator[Table]:
    """A table for each earlier day: what moved, by group, and in all."""
    for one in report.since:
        before = dict(one.rows)
        columns = [
            Column(_(BY_NAMES[report.by]), width=16),
            *(Column(_(STEPS[step]), Format.CHANGE, 9) for step in STEPS),
            Column(_("Coverage (points)"), Format.POINTS, 10),
            Column(_("Credit lines (yuan)"), Format.CHANGE, 14),
            Column(_("Balance (yuan)"), Format.CHANGE, 14),
        ]
        names = dict.fromkeys([*(name for name, _row in report.rows), *before])
        now = dict(report.rows)
        rows = [_moved(name, now.get(name), before.get(name)) for name in names]
        rows.append(_moved(_("total"), report.total, one.total))
        yield Table(columns, rows, title=since_text(one), totals=True)


def _moved(name: str, now: Mapping[str, int] | None, before: Mapping[str, int] | None) -> Sequence[Cell]:
    moved = {figure: int((now or {}).get(figure, 0)) - int((before or {}).get(figure, 0)) for figure in _MOVED}
    return (
        name,
        *(moved[step] for step in STEPS),
        points(now, before),
        moved["line_yuan"],
        moved["balance_yuan"],
    )


def points(now: Mapping[str, int] | None, before: Mapping[str, int] | None) -> float | None:
    """By how many percentage points coverage moved; None where there was nothing to cover on one of the days."""
    shares = [row["credited"] / row["roster"] for row in (now, before) if row and row["roster"]]
    return round(100 * (shares[0] - shares[1]), 1) if len(shares) == 2 else None


def funnel_sheet(report: Report, notes: Sequence[str]) -> Sheet:
    title = _("Coverage as of {day}").format(day=report.as_of)
    folded = [_("What a row falls into is folded away: open it with the + beside it.")] if report.parts else []
    return Sheet(
        _("Coverage"),
        title,
        [funnel_table(report)],
        notes=[
            _(
                "Roster → filed → rated → credited → signed → carded → drawn, in households; — means nothing to divide by."
            ),
            *folded,
            *notes,
        ],
        landscape=True,
    )


def changes_sheet(report: Report) -> list[Sheet]:
    title = _("What moved up to {day}").format(day=report.as_of)
    notes = [
        _("Earlier days are shown as they are known now; a closed month as it was closed."),
        _("A household that lost its line, or left the roster, counts as a minus."),
    ]
    tables = list(changes_tables(report))
    return [Sheet(_("Changes"), title, tables, notes=notes, landscape=True)] if tables else []
