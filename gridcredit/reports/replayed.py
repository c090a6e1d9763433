"""What differs between a run and the same run made again."""

from collections.abc import Sequence

from gridcredit.i18n import _
from gridcredit.replaying import Difference
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Table


def differences_table(differences: Sequence[Difference]) -> Table:
    """A row a value; words that may tell of a person are left out on both sides."""
    columns = [
        Column(_("Household"), width=12),
        Column(_("Field"), width=30),
        Column(_("Recorded"), width=20),
        Column(_("Recomputed"), width=20),
    ]
    rows = [
        (one.household_id or _("run"), one.field, _value(one.recorded), _value(one.recomputed)) for one in differences
    ]
    return Table(columns, rows)


def _value(value: object) -> Cell:
    return value if isinstance(value, (str, int, float)) else labels.NOTHING
