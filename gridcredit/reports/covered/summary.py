"""The first page: how far, what moved, where it leads, who has to do what; and the same as a text for a mail."""

from collections.abc import Iterator, Mapping, Sequence

from gridcredit.i18n import _
from gridcredit.rates import RATES, rates
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.covered.aims import outlook
from gridcredit.reports.covered.funnel import STEPS, points, since_text
from gridcredit.reports.covered.model import BY_NAMES, Report
from gridcredit.reports.covered.todo import ACTIONS, actions
from gridcredit.reports.figures import figure, percent

_KEY_RATES = ("coverage", "coverage_net", "filing", "rating", "signing", "card", "drawdown", "line_use")
_RANKED = 15


def summary_sheet(report: Report, notes: Sequence[str]) -> Sheet:
    """One page to be printed, with pictures of the funnel, the ranks and the trend."""
    tables = [_funnel(report), _rates(report), _ranks(report), _trend(report), _actions(report)]
    charts = [Chart(_("The funnel (households)"), 0, [1], table=0, half=True), _rank_chart(report)]
    if len(report.trend) > 1:
        charts += [
            Chart(_("Coverage by month"), 0, [1], percent=True, lines=True, table=3, half=True),
            Chart(_("Signed, cards and drawn by month"), 0, [3, 4, 5], lines=True, table=3, half=True),
        ]
    title = _("Coverage as of {day}").format(day=report.as_of)
    return Sheet(
        _("Summary"), title, tables, notes, lead=list(headline(report)), charts=charts, beside=True, landscape=True
    )


def headline(report: Report) -> Iterator[str]:
    """How far, what moved, and where it leads, a sentence each."""
    yield _("{credited} of {roster} households have a valid line: {rate}; of the net roster {net}. Lines {line} yuan, in use {balance} yuan.").format(
        credited=f"{report.total['credited']:,}",
        roster=f"{report.total['roster']:,}",
        rate=_rate(report.total, "coverage"),
        net=_rate(report.total, "coverage_net"),
        line=f"{report.total['line_yuan']:,}",
        balance=f"{report.total['balance_yuan']:,}",
    )  # fmt: skip
    for one in report.since:
        moved = {step: report.total[step] - one.total[step] for step in ("credited", "signed", "carded", "drawn")}
        change = points(report.total, one.total)
        yield _("{since}: credited {credited}, coverage {points} points, signed {signed}, cards {carded}, drawn {drawn}.").format(
            since=since_text(one).capitalize(),
            points=labels.NOTHING if change is None else figure(change, Format.POINTS) if change else "0",
            **{step: figure(count, Format.CHANGE) for step, count in moved.items()},
        )  # fmt: skip
    if report.progress:
        behind = [one.target.village for one in report.progress if one.behind]
        words: dict[str, int] = {}
        for target in report.progress:
            words[outlook(target)] = words.get(outlook(target), 0) + 1
        counted = labels.join(_("{step} {count}").format(step=word, count=count) for word, count in words.items())
        yield _("Targets: {outlooks}.").format(outlooks=counted)
        if behind:
            yield _("Behind the planned line: {villages}.").format(villages=listed(behind))


def listed(names: Sequence[str], most: int = 8) -> str:
    """The first of them, and how many more."""
    shown = labels.join(names[:most])
    return shown if len(names) <= most else _("{names} and {count} more").format(names=shown, count=len(names) - most)


def _rate(row: Mapping[str, int], key: str) -> str:
    rate = rates(row, [key])[key]["rate"]
    return labels.NOTHING if rate is None else percent(rate)


def mail_text(report: Report, notes: Sequence[str]) -> Iterator[str]:
    """The report in some lines, as it may be mailed."""
    yield _("Coverage as of {day}").format(day=report.as_of)
    yield from headline(report)
    ranked = _ranked(report)
    if len(ranked) > 1:
        text = _("Highest: {best}. Lowest: {worst}.")
        best, worst = (
            labels.join(f"{name} {_rate(row, 'coverage')}" for name, row in some)
            for some in (ranked[:3], ranked[3:][:-4:-1] or ranked[:-2:-1])
        )
        yield text.format(best=best, worst=worst)
    for one in actions(report):
        yield _("To do — {action}: {count}; most at {where}").format(
            action=_(ACTIONS[one.action]), count=f"{one.households:,}", where=_where(one.most)
        )
    yield from notes


def _funnel(report: Report) -> Table:
    total = report.total
    columns = [
        Column(_("Step"), width=20),
        Column(_("Households"), Format.INT, 11),
        Column(_("of the roster"), Format.RATE, 11),
        Column(_("of the step before"), Format.RATE, 11),
        *(Column(since_text(one), Format.CHANGE, 13) for one in report.since),
    ]
    rows: list[Sequence[Cell]] = []
    last = 0
    for step, text in STEPS.items():
        count = total[step]
        rows.append(
            (
                _(text),
                count,
                labels.share(count, total["roster"]),
                labels.share(count, last),
                *(count - one.total[step] for one in report.since),
            )
        )
        last = count
    return Table(columns, rows, title=_("How far"))


def _rates(report: Report) -> Table:
    found = rates(report.total, _KEY_RATES)
    columns = [
        Column(_("Rate"), width=20),
        Column(_("Value"), Format.RATE, 11),
        Column(_("Numerator"), Format.INT, 11),
        Column(_("Denominator"), Format.INT, 11),
    ]
    rows: list[Sequence[Cell]] = [
        (
            _(RATES[key].label),
            labels.or_nothing(one["rate"]),
            one["numerator"],
            one["denominator"],
        )
        for key, one in found.items()
    ]
    return Table(columns, rows, title=_("Rates (their definitions stand on the sheet Rates)"))


def _ranked(report: Report) -> list[tuple[str, Mapping[str, int]]]:
    """The rows with a roster, the best covered first; equal ones by name."""
    rows = [(name, row) for name, row in report.rows if row["roster"]]
    return sorted(rows, key=lambda entry: (-entry[1]["credited"] / entry[1]["roster"], entry[0]))


def _ranks(report: Report) -> Table:
    """The best and the worst covered, with the target of a village beside it."""
    ranked = _ranked(report)
    half = _RANKED // 2
    shown = ranked if len(ranked) <= _RANKED else [*ranked[: _RANKED - half], *ranked[-half:]]
    wanted = {one.target.village: one.wanted for one in report.progress if report.by == "village"}
    columns = [
        Column(_(BY_NAMES[report.by]), width=20),
        Column(_("Coverage"), Format.RATE, 11),
        Column(_("Target"), Format.RATE, 11),
        Column(_("Credited"), Format.INT, 11),
        Column(_("Roster"), Format.INT, 11),
    ]
    rows: list[Sequence[Cell]] = []
    for name, row in shown:
        target = wanted.get(name)
        goal = None if target is None else target / row["roster"]
        rows.append((name, row["credited"] / row["roster"], goal, row["credited"], row["roster"]))
    title = _("Ranked by coverage")
    if len(ranked) > _RANKED:
        title = _("Ranked by coverage: the first {first} and the last {last} of {all}").format(
            first=_RANKED - half, last=half, all=f"{len(ranked):,}"
        )
    return Table(columns, rows, title=title)


def _rank_chart(report: Report) -> Chart:
    aimed = any(one.wanted is not None for one in report.progress) and report.by == "village"
    return Chart(_("Coverage, ranked"), 0, [1], percent=True, table=2, target=2 if aimed else None, half=True)


def _trend(report: Report) -> Table:
    columns = [
        Column(_("Day"), Format.CENTRED, 20),
        Column(_("Coverage"), Format.RATE, 11),
        *(Column(_(STEPS[step]), Format.INT, 11) for step in ("credited", "signed", "carded", "drawn")),
    ]
    rows: list[Sequence[Cell]] = []
    for point in report.trend:
        total = point.total
        share = total["credited"] / total["roster"] if total["roster"] else None
        steps = (total[step] for step in ("credited", "signed", "carded", "drawn"))
        rows.append((f"{point.day}{'*' if point.closed else ''}", share, *steps))
    return Table(columns, rows, title=_("Trend (*: as closed)"))


def _actions(report: Report) -> Table:
    columns = [
        Column(_("To do"), width=20),
        Column(_("Households"), Format.INT, 11),
        Column(_("Most of them"), width=14),
        Column("", width=14),
        Column("", width=14),
    ]
    rows: list[Sequence[Cell]] = []
    for one in actions(report):
        most = [f"{name} {count:,}" for name, count in one.most]
        rows.append((_(ACTIONS[one.action]), one.households, *most, *[""] * (3 - len(most))))
    return Table(columns, rows, title=_("Who has to do what"))


def _where(most: Sequence[tuple[str, int]]) -> str:
    return labels.join(f"{name} {count:,}" for name, count in most)
