"""What another policy would do: from ``simulation.Simulated`` to tables for the terminal and a ``Book``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gridcredit.i18n import N_, _
from gridcredit.policy import Parameter, Policy, Value
from gridcredit.policytools.diff import Change
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.policy import change_lines
from gridcredit.reports.shared import policy_sheet
from gridcredit.schema import STATUSES
from gridcredit.simulation import DIFFERS, INCOMPLETE, KINDS, POLICY_UNKNOWN, Moved, Outcome, Simulated, Tally, total

_CAUTIONS: Mapping[str, str] = {
    POLICY_UNKNOWN: N_(
        "{village}: the ledger does not keep the policy of run {run}, so its recorded decisions are compared with"
    ),
    INCOMPLETE: N_(
        "{village}: run {run} was recorded by an older version of gridcredit, which kept fewer facts; rules that ask for "
        "them find none; assess the village once more"
    ),
    DIFFERS: N_(
        "{village}: by its own policy this version of gridcredit decides {count} households of run {run} otherwise than "
        "recorded; see gridcredit replay"
    ),
}


@dataclass(frozen=True, slots=True)
class Swept:
    """A value varied from step to step, and what comes out at each."""

    parameter: Parameter
    steps: Sequence[tuple[Value, Outcome]]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told of a simulation. ``differences``: by hash of each policy compared with, what the new one changes.

    ``to_come``: the first day after ``as_of`` on which the candidate policy changes, which is not simulated.
    """

    as_of: date
    candidate: Policy
    simulated: Sequence[Simulated]
    differences: Mapping[str, Sequence[Change]]
    swept: Swept | None
    to_come: date | None


def cautions(report: Report) -> Iterator[str]:
    for one in report.simulated:
        for code, count in one.cautions:
            yield _(_CAUTIONS[code]).format(village=one.of.village, run=one.of.run, count=count)
    if report.to_come:
        text = _("the policy changes again on {day}, which is not simulated; for that, choose --as-of {day} or later")
        yield text.format(day=report.to_come)


def difference_lines(report: Report) -> Iterator[str]:
    """What the candidate policy changes, in words; against each policy that villages were decided by."""
    for sha256, changes in report.differences.items():
        yield _("compared with policy {sha256}:").format(sha256=sha256[:12])
        for change in changes:
            yield from (f"  {line}" for line in change_lines(change))
        if not changes:
            yield "  " + _("no value differs")


def villages_table(simulated: Sequence[Simulated]) -> Table:
    """A row a village and the total, as before → after."""
    columns = [
        Column(_("Village"), width=14),
        *(Column(labels.word(labels.STATUS, status), Format.CENTRED, 12) for status in STATUSES[:4]),
        Column(_("Coverage"), Format.CENTRED, 18),
        Column(_("Credit lines before (yuan)"), Format.YUAN, 15),
        Column(_("Credit lines after (yuan)"), Format.YUAN, 15),
        Column(_("Difference (yuan)"), Format.YUAN, 15),
        Column(_("Households that change"), Format.INT, 12),
    ]
    entries = [(one.of.village, one.outcome) for one in simulated]
    rows = [_village_row(name, outcome) for name, outcome in [*entries, (_("total"), _total(simulated))]]
    return Table(columns, rows, _("By village (before → after)"), totals=True)


def _village_row(name: str, outcome: Outcome) -> Sequence[Cell]:
    before, after = outcome.before, outcome.after
    return (
        name,
        *(_pair(before.by_status[status], after.by_status[status]) for status in STATUSES[:4]),
        f"{_rate(before)} → {_rate(after)}",
        before.line_yuan,
        after.line_yuan,
        after.line_yuan - before.line_yuan,
        len(outcome.moved),
    )


def _pair(before: int, after: int) -> str:
    return f"{before:,} → {after:,}" if before != after else f"{before:,}"


def _rate(tally: Tally) -> str:
    return f"{tally.credited / tally.roster:.1%}" if tally.roster else labels.NOTHING


def status_table(outcome: Outcome) -> Table:
    """Households by status before and after."""
    columns = [
        Column(_("Status"), width=20),
        Column(_("Before"), Format.INT, 22),
        Column(_("After"), Format.INT, 22),
        Column(_("More or fewer"), Format.INT, 14),
    ]
    rows: list[Sequence[Cell]] = []
    for status in STATUSES:
        before, after = (tally.by_status[status] for tally in (outcome.before, outcome.after))
        rows.append((labels.word(labels.STATUS, status), before, after, after - before))
    return Table(columns, rows, _("Households by status"))


def figures_table(outcome: Outcome) -> Table:
    """Lines, rates with numerator and denominator, and the review queue before and after."""
    columns = [Column(_("Figure"), width=20), *(Column(title, width=14) for title in (_("Before"), _("After")))]
    sides = (outcome.before, outcome.after)
    rows = [
        (_("Credit lines (yuan)"), *(f"{side.line_yuan:,}" for side in sides)),
        (_("Coverage"), *(_fraction(side.credited, side.roster) for side in sides)),
        (_("Net coverage"), *(_fraction(side.net_credited, side.net_roster) for side in sides)),
        (_("Review queue"), *(f"{side.review_queue:,}" for side in sides)),
    ]
    return Table(columns, rows, _("Figures"))


def _fraction(above: int, below: int) -> str:
    return f"{above:,}/{below:,} = {above / below:.1%}" if below else f"{above:,}/{below:,} = {labels.NOTHING}"


def kinds_table(outcome: Outcome) -> Table:
    """Households whose line is raised, lowered, new or ended, and by how many yuan together."""
    columns = [
        Column(_("Change"), width=20),
        Column(_("Households"), Format.INT, 14),
        Column(_("Yuan"), Format.YUAN, 14),
    ]
    entries = [(labels.word(labels.CHANGE, kind), *found) for kind, found in outcome.by_kind().items()]
    sums = (_("total"), sum(entry[1] for entry in entries), sum(entry[2] for entry in entries))
    return Table(columns, [*entries, sums], _("Changes of lines"), totals=True)


def matrix_table(outcome: Outcome) -> Table:
    """Households by their status before (rows) and after (columns)."""
    words = [labels.word(labels.STATUS, status) for status in STATUSES]
    columns = [
        Column(_("Before ↓ after →"), width=20),
        *(Column(word, Format.INT, 14) for word in words),
        Column(_("total"), Format.INT, 12),
    ]
    rows: list[Sequence[Cell]] = []
    for old, word in zip(STATUSES, words):
        counts = [outcome.matrix.get((old, new), 0) for new in STATUSES]
        rows.append((word, *counts, sum(counts)))
    sums = [outcome.after.by_status[status] for status in STATUSES]
    return Table(columns, [*rows, (_("total"), *sums, sum(sums))], _("Statuses before and after"), totals=True)


def sweep_table(swept: Swept) -> Table:
    """A row a step."""
    parameter = swept.parameter
    columns = [
        Column(f"{parameter.name} ({_(parameter.unit)})", Format.INT, 20),
        *(Column(labels.word(labels.STATUS, status), Format.INT, 12) for status in STATUSES[:4]),
        Column(_("Households that change"), Format.INT, 13),
        Column(_("Credit lines (yuan)"), Format.YUAN, 16),
        Column(_("Credited/roster"), Format.CENTRED, 16),
        Column(_("Coverage"), Format.RATE, 11),
    ]
    rows: list[Sequence[Cell]] = []
    for value, outcome in swept.steps:
        after = outcome.after
        assert isinstance(value.value, int)
        rows.append(
            (
                value.value,
                *(after.by_status[status] for status in STATUSES[:4]),
                len(outcome.moved),
                after.line_yuan,
                f"{after.credited:,}/{after.roster:,}",
                after.credited / after.roster if after.roster else None,
            )
        )
    return Table(columns, rows, _(parameter.label))


def simulation_book(report: Report) -> Book:
    """Summary with a chart, what the policy changes, the households that change, a sweep with a chart, the policy."""
    title = _("Policy simulation as of {day}").format(day=report.as_of)
    outcome = _total(report.simulated)
    sheets = [
        _summary_sheet(report, outcome, title),
        Sheet(_("Statuses"), title, [matrix_table(outcome)], notes=[_no_record()], landscape=True),
        _difference_sheet(report, title),
        _households_sheet(outcome, title),
        *([_sweep_sheet(report.swept, title)] if report.swept else []),
        policy_sheet(report.candidate),
    ]
    return Book(title, sheets, report.as_of)


def _summary_sheet(report: Report, outcome: Outcome, title: str) -> Sheet:
    facts: list[tuple[str, Cell]] = [
        (_("Villages"), len(report.simulated)),
        (_("Households"), outcome.before.households),
        (_("Policy SHA-256"), report.candidate.sha256),
    ]
    tables = [status_table(outcome), figures_table(outcome), kinds_table(outcome), villages_table(report.simulated)]
    chart = Chart(_("Households by status"), 0, [1, 2])
    return Sheet(_("Summary"), title, tables, [_no_record(), *cautions(report)], facts, [chart], landscape=True)


def _no_record() -> str:
    return _(
        "The villages of the ledger decided once more on their own days, by the values given. Nothing of it is recorded."
    )


def _difference_sheet(report: Report, title: str) -> Sheet:
    rows: list[Sequence[Cell]] = [
        (sha256[:12], line)
        for sha256, changes in report.differences.items()
        for line in ([text for change in changes for text in change_lines(change)] or [_("no value differs")])
    ]
    columns = [Column(_("Compared with"), width=16), Column(_("Values that differ"), width=110)]
    return Sheet(_("What differs"), title, [Table(columns, rows)], landscape=True)


def _households_sheet(outcome: Outcome, title: str) -> Sheet:
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=12),
        Column(_("Household"), width=12),
        Column(_("Change"), Format.CENTRED, 9),
        Column(_("Status before"), Format.CENTRED, 14),
        Column(_("Status after"), Format.CENTRED, 14),
        Column(_("Before (yuan)"), Format.YUAN, 13),
        Column(_("After (yuan)"), Format.YUAN, 13),
        Column(_("Difference (yuan)"), Format.YUAN, 13),
        Column(_("Suggested after (yuan)"), Format.YUAN, 14),
        Column(_("Reason before"), width=26),
        Column(_("Reason after"), width=26),
    ]
    rows = [(number, *_household_row(one)) for number, one in enumerate(outcome.moved, start=1)]
    return Sheet(
        _("Households (internal)"),
        title,
        [Table(columns, rows)],
        notes=[_("Households whose status or line would be another. A simulation decides nothing.")],
        warning=_("Internal: for the credit group only"),
        landscape=True,
    )


def _household_row(one: Moved) -> Sequence[Cell]:
    return (
        one.village,
        one.household_id,
        labels.word(labels.CHANGE, one.kind) or _("status only"),
        *(labels.word(labels.STATUS, status) for status in one.status),
        *(line or None for line in one.line_yuan),
        one.line_yuan[1] - one.line_yuan[0],
        one.suggested_yuan[1] or None,
        *(_why(basis, codes) for basis, codes in zip(one.basis, one.reason_codes)),
    )


def _why(basis: str, codes: str) -> str:
    """The reasons, or of a line without any how it came about."""
    return labels.reasons(codes) or labels.word(labels.BASIS, basis)


def _sweep_sheet(swept: Swept, title: str) -> Sheet:
    chart = Chart(_(swept.parameter.label), 0, [1, 2, 5], lines=True)
    return Sheet(_("Sweep"), title, [sweep_table(swept)], notes=[_no_record()], charts=[chart], landscape=True)


def _total(simulated: Sequence[Simulated]) -> Outcome:
    return total([one.outcome for one in simulated])


def outcome_json(outcome: Outcome) -> dict[str, object]:
    return {
        "before": tally_json(outcome.before),
        "after": tally_json(outcome.after),
        "matrix": {
            old: {new: count for new in STATUSES if (count := outcome.matrix.get((old, new), 0))} for old in STATUSES
        },
        "changes": {
            kind: {"households": count, "yuan": yuan}
            for kind, (count, yuan) in outcome.by_kind().items()
            if kind in KINDS
        },
        "changed": len(outcome.moved),
    }


def tally_json(tally: Tally) -> dict[str, object]:
    """Counts by status, yuan, and rates with numerator and denominator."""

    def rate(above: int, below: int) -> dict[str, object]:
        return {"numerator": above, "denominator": below, "rate": round(above / below, 6) if below else None}

    return {
        "households": tally.households,
        **tally.by_status,
        "total_line_yuan": tally.line_yuan,
        "coverage": rate(tally.credited, tally.roster),
        "coverage_net": rate(tally.net_credited, tally.net_roster),
        "review_queue": tally.review_queue,
    }
