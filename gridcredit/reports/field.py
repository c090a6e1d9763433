"""The face of a list that goes into a village: whom to see, in the order of a walk, with nothing that others may not know.

No full name, number or amount, and not why anybody is on it: the order is that of the places, whatever the reasons are.
"""

from collections.abc import Collection, Mapping
from typing import Any

from gridcredit.codes import household_code
from gridcredit.i18n import _
from gridcredit.natural import natural
from gridcredit.privacy import surname
from gridcredit.reports import labels
from gridcredit.reports.book import Column, Format, Sheet, Table

Household = tuple[str, str]


def field_sheet(title: str, wanted: Collection[Household], households: Mapping[Household, Mapping[str, Any]]) -> Sheet:
    """``households``: what the ledger's roster says, by village and number, as far as it says anything."""
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=12),
        Column(_("Group"), width=10),
        Column(_("Address"), width=26),
        Column(_("Family"), Format.CENTRED, 10),
        Column(_("Code"), Format.CENTRED, 14),
        Column(_("Done on"), Format.BLANK, 14),
        Column(_("Remark"), Format.BLANK, 26),
    ]
    places = []
    for village, household in set(wanted):
        known = households.get((village, household), {})
        group, address, head = (str(known.get(name) or "") for name in ("group", "address", "head"))
        places.append((village, group, address, surname(head), household_code(village, household)))
    places.sort(key=lambda place: [natural(text) for text in place])
    walk = [(number, *place, None, None) for number, place in enumerate(places, start=1)]
    return Sheet(
        _("For the field"),
        title,
        [Table(columns, walk)],
        notes=[labels.no_promise()],
        landscape=True,
        row_height=24,
    )
