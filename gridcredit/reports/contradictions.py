"""The list of facts to be found out at the visit, since officers state them differently. No officer is named."""

from gridcredit.assessment import Assessment
from gridcredit.ballots.contradictions import Contradiction, contradictions
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Column, Format, Sheet, Table
from gridcredit.schema import rows_of


def contradictions_sheet(assessment: Assessment) -> Sheet | None:
    """None where officers contradict each other nowhere."""
    about = {row[0]: row for row in rows_of(assessment.households, ("household_id", "group", "head"))}
    found = list(contradictions(list(about), assessment.ratings, assessment.policy.values("ballots")))
    if not found:
        return None
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Household"), width=12),
        Column(_("Group"), width=9),
        Column(_("Head"), width=11),
        Column(_("Fact"), width=16),
        Column(_("What the officers say"), width=34),
        Column(_("Found at the visit"), Format.BLANK, 22),
        Column(_("Signature"), Format.BLANK, 16),
    ]
    rows = [
        (number, *about[one.household_id], labels.word(labels.BALLOT, one.fact), _said(one), None, None)
        for number, one in enumerate(found, start=1)
    ]
    return Sheet(
        _("Facts to check"),
        _("{village}: facts that officers state differently").format(village=assessment.facts.village),
        warning=_("Internal: for the credit group only"),
        tables=[Table(columns, rows)],
        landscape=True,
        row_height=22,
    )


def _said(one: Contradiction) -> str:
    """``yes × 2 / no × 1``."""
    words = {"yes": _("yes"), "no": _("no")}
    return " / ".join(f"{words.get(value, value)} × {count}" for value, count in one.said)
