"""The ways to sign, side by side: every rate with what it divides by what."""

from collections.abc import Mapping, Sequence

from gridcredit.i18n import N_, _
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.ways import ALL, NOT_TOLD, Way

WAYS: Mapping[str, str] = {
    **{channel: labels.CHANNEL[channel] for channel in ("collective", "door", "counter")},
    NOT_TOLD: N_("not told"),
    ALL: N_("all ways"),
}


def ways_table(ways: Sequence[Way], title: str = "") -> Table:
    columns = [
        Column(_("Village"), width=12),
        Column(_("Way"), width=16),
        Column(_("Asked"), Format.INT, 9),
        Column(_("Signed"), Format.INT, 9),
        Column(_("Declined"), Format.INT, 9),
        Column(_("Success"), Format.RATE, 9),
        Column(_("Days to signing (median)"), Format.CENTRED, 12),
        Column(_("Time for the card over"), Format.INT, 11),
        Column(_("Card in time"), Format.INT, 10),
        Column(_("Share in time"), Format.RATE, 9),
        Column(_("Drawn since"), Format.INT, 9),
        Column(_("Share drawn"), Format.RATE, 9),
    ]
    return Table(columns, [_row(way) for way in ways], title)


def _row(way: Way) -> list[Cell]:
    days = way.median_days
    return [
        way.village or _("All villages"),
        labels.word(WAYS, way.channel),
        way.asked,
        way.signed,
        way.declined,
        labels.share(way.signed, way.asked),
        labels.NOTHING if days is None else f"{days:g}",
        way.judged,
        way.in_time,
        labels.share(way.in_time, way.judged),
        way.drawn,
        labels.share(way.drawn, way.signed),
    ]


def ways_sheet(ways: Sequence[Way], policy: Policy) -> Sheet:
    """All villages first, then each of them."""
    days = policy.values("signing").number("card_within_days")
    return Sheet(
        _("Ways to sign"),
        _("Ways to sign, side by side"),
        [
            ways_table([way for way in ways if way.village is None], _("All villages")),
            ways_table([way for way in ways if way.village is not None], _("By village")),
        ],
        notes=[
            _(
                "Success = signed ÷ asked (signed and declined). Days to signing: from the decision on the line. Share in time = card within {days} days of signing ÷ signings for which this time is over. Share drawn = drew since ÷ signed."
            ).format(days=days),
            _(
                "The way is column 渠道 of 台账 (集中, 上门, 柜面). Who chose the counter came by themselves: ways differ in whom they reach, too."
            ),
        ],
        landscape=True,
    )
