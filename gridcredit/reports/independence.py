"""The independence report: how far the officers agree, how each stands, and pairs that are worth a look."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridcredit.ballots.independence import Independence, Looked
from gridcredit.i18n import N_, _
from gridcredit.reports import labels
from gridcredit.reports.ballots import opened_table
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table

STATISTIC: Mapping[str, str] = {
    "alpha_interval": N_("Krippendorff's alpha, interval"),
    "alpha_ordinal": N_("Krippendorff's alpha, ordinal"),
    "icc_1": N_("ICC(1), one-way"),
    "icc_2_1": N_("ICC(2,1), absolute agreement"),
    "icc_3_1": N_("ICC(3,1), consistency"),
}
SCREEN: Mapping[str, str] = {
    "equal_share": N_("share of exactly equal amounts"),
    "equal_run": N_("longest run of equal amounts on a ballot"),
    "excess_equal": N_("equal amounts beyond chance (p-value)"),
    "residual_correlation": N_("common ground beyond the third officer"),
}
COPIED = (20, 50, 100)
SCATTERED = "scattered"


def notes() -> list[str]:
    return [
        _("Agreement is no proof of independence: officers who copy agree more. Read the agreement together with the pairs below."),
        _("A pair that is worth a look is no verdict: officers who know a village well agree, too. Nothing on this page changes a line."),
        _("False alarms and what is found were measured on simulated villages of this size (the share of honest pairs, and of pairs of whom one copied, that the screen finds); officers who share a source, such as one model figure, were not simulated."),
    ]  # fmt: skip


def independence_sheet(
    village: str, found: Independence, ballots: Sequence[Mapping[str, Any]], further: Sequence[Table] = ()
) -> Sheet:
    """For the credit group alone; ``ballots``: as ``Assessment.ballots``; ``further``: what re-visits found since."""
    return Sheet(
        _("Independence (internal)"),
        _("{village}: how independent the ratings are").format(village=village),
        warning=_("Internal: for the credit group only"),
        notes=[*notes(), *filter(None, [outside_note(found)])],
        tables=[*tables(found, ballots), *further],
        landscape=True,
    )


def tables(found: Independence, ballots: Sequence[Mapping[str, Any]]) -> list[Table]:
    return [
        *([opened_table(ballots)] if ballots else []),
        _officers(found),
        _bases(found),
        _agreement(found),
        _pairs(found),
        *([_saves(found)] if found.saves else []),
    ]


def _officers(found: Independence) -> Table:
    columns = [
        Column(_("Officer"), width=20),
        Column(_("Amounts"), Format.INT, 11),
        Column(_("Refusals"), Format.INT, 11),
        Column(_("Abstentions"), Format.INT, 13),
        Column(_("Abstention rate"), Format.RATE, 13),
        Column(_("Against the others' mean (median)"), Format.RATE, 16),
        Column(_("Spread of that (standard deviation)"), Format.RATE, 16),
        Column(_("Round amounts"), Format.RATE, 12),
        Column(_("Most frequent amount (yuan)"), Format.YUAN, 14),
        Column(_("Its share"), Format.RATE, 11),
    ]
    rows: list[Sequence[Cell]] = []
    for officer, one in zip(found.officers, found.standings):
        refused = found.refused.get(officer, 0)
        abstained = one.abstained - refused
        rows.append(
            (
                officer,
                one.rated,
                refused,
                abstained,
                abstained / found.households if found.households else None,
                _part(one.median_difference_percent),
                _part(one.difference_deviation_percent),
                one.round_share,
                one.most_frequent_yuan,
                one.most_frequent_share,
            )
        )
    return Table(columns, rows, _("Officers"))


def _part(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _bases(found: Independence) -> Table:
    columns = [Column(_("Basis"), width=14), Column(_("Households"), Format.INT, 11)]
    rows = [(labels.word(labels.BASIS, basis), found.bases[basis]) for basis in labels.BASIS if basis in found.bases]
    return Table(columns, rows, _("How ratings became one figure"))


def _agreement(found: Independence) -> Table:
    columns = [
        Column(_("Agreement"), width=14),
        Column(_("Value"), Format.TEXT, 11),
        Column(_("95 % interval"), Format.TEXT, 16),
    ]
    rows = [
        (
            _(label),
            _decimals(one.value),
            f"{_decimals(one.low)} – {_decimals(one.high)}" if one.draws else labels.NOTHING,
        )
        for name, label in STATISTIC.items()
        for one in [found.estimates[name]]
    ]
    return Table(columns, rows, _("Agreement"))


def _pairs(found: Independence) -> Table:
    columns = [
        Column(_("Officers"), width=14),
        Column(_("Households both rated"), Format.INT, 11),
        Column(_("Screen"), width=30),
        Column(_("Number"), Format.TEXT, 11),
        Column(_("Threshold"), Format.TEXT, 12),
        Column(_("Worth a look"), width=12),
        Column(_("False alarms"), Format.RATE, 11),
        *(Column(_("Found if {percent} % copied").format(percent=percent), Format.RATE, 12) for percent in COPIED),
    ]
    return Table(columns, [row for pair in found.pairs for row in _screens(pair)], _("Pairs of officers"))


def _screens(pair: Looked) -> Iterator[Sequence[Cell]]:
    for one in pair.screens:
        row = pair.stated.rows[one.screen]
        power = row.power[SCATTERED]
        sign = "<" if one.screen == "excess_equal" else ">"
        yield (
            " / ".join(pair.officers),
            pair.households,
            _(SCREEN[one.screen]),
            _decimals(one.number),
            f"{sign} {_decimals(one.threshold)}" + (" *" if pair.stated.outside else ""),
            _("worth a look") if one.worth_a_look else labels.NOTHING if one.number is None else _("no"),
            row.false_alarm_rate,
            *(power[percent].mean for percent in COPIED),
        )


def _saves(found: Independence) -> Table:
    columns = [
        Column(_("Officers"), width=14),
        Column(_("Minutes between"), Format.TEXT, 11),
        Column(_("Ballots last saved by"), width=30),
        Column(_("Same editor"), width=11),
        Column(_("Same time"), width=12),
        Column(_("Worth a look"), width=12),
    ]
    rows: list[Sequence[Cell]] = []
    for pair in found.saves:
        minutes = None if pair.minutes_apart is None else round(pair.minutes_apart, 1)
        rows.append(
            (
                " / ".join(pair.officers),
                _decimals(minutes),
                " / ".join(editor or labels.NOTHING for editor in pair.editors),
                _("yes") if pair.same_editor else _("no"),
                _("yes") if pair.same_time else _("no"),
                _("worth a look") if pair.same_editor or pair.same_time else _("no"),
            )
        )
    return Table(columns, rows, _("Where the ballots were saved"))


def outside_note(found: Independence) -> str | None:
    """What the star beside a threshold means, where there is one."""
    sizes = {pair.stated.households for pair in found.pairs if pair.stated.outside}
    if not sizes:
        return None
    return _("* measured for {households} households; it does not hold for as few, or as many, as here").format(
        households=min(sizes)
    )


def as_json(found: Independence) -> dict[str, Any]:
    return {
        "households": found.households,
        "officers": [
            {"officer": officer, "refused": found.refused.get(officer, 0), **one._asdict()}
            for officer, one in zip(found.officers, found.standings)
        ],
        "bases": dict(found.bases),
        "agreement": {name: one._asdict() for name, one in found.estimates.items()},
        "pairs": [
            {
                "officers": list(pair.officers),
                "households": pair.households,
                "outside": pair.stated.outside,
                "screens": [
                    one._asdict() | {"false_alarm_rate": pair.stated.rows[one.screen].false_alarm_rate}
                    for one in pair.screens
                ],
            }
            for pair in found.pairs
        ],
        "saves": [pair._asdict() for pair in found.saves],
    }


def _decimals(number: float | None) -> str:
    if number is None:
        return labels.NOTHING
    if number and abs(number) < 0.001:
        return f"{number:.1e}"
    return f"{number:.0f}" if float(number).is_integer() and abs(number) > 1 else f"{number:.3f}"
