"""Of lists that come back, and of the calendar and the staff that they hang on."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
    "INSPECTED_ALONE": FindingKind(
        ERROR, N_("the second inspector is the first one"), N_("write in {column} who else was there")
    ),
    "DATE_BEFORE_CONTACT": FindingKind(
        ERROR, N_("{column} is before {contacted}"), N_("correct one of the two dates, or leave {column} blank")
    ),
    "SIGNING_NO_TEAM": FindingKind(
        WARNING,
        N_(
            "{village}: of the officers named, at most {count} serve it and are there on one day within a month, and {wanted} go together; its teams stay blank"
        ),
        N_("name more officers of this village, or of its branch, on the sheet of staff, or move a leave"),
    ),
    "CALENDAR_UNKNOWN": FindingKind(
        WARNING,
        N_("the working days of {year} are not known yet, so dates early in it may still move into this list"),
        N_("give the State Council's notice by --calendar; gridcredit template calendar writes the sheet"),
    ),
    "CALENDAR_DAY_TWICE": FindingKind(
        ERROR, N_("this day stands in the calendar already"), N_("keep one row for the day")
    ),
    "CALENDAR_YEAR_UNCLEAR": FindingKind(
        ERROR, N_("no year stands beside 全年安排"), N_("write the year of which the sheet has every day, as 2027")
    ),
    "CALENDAR_NOT_WHOLE": FindingKind(
        ERROR,
        N_("the sheet is said to hold the whole year, but by it {day} is a working day"),
        N_("write in all days off and days worked in exchange of the State Council's notice"),
    ),
    "LEAVE_UNCLEAR": FindingKind(
        ERROR, N_("a leave needs a first and a last day, the first not after the last"), N_("correct the two dates")
    ),
    "STAFF_VILLAGE_UNKNOWN": FindingKind(
        WARNING,
        N_(
            "officer {officer} on the sheet of staff: village number {village} of this officer is none that was assessed"
        ),
        N_("write the village as its own file has it"),
    ),
    "STAFF_CONTRADICTS": FindingKind(
        ERROR,
        N_("an earlier row of this officer says otherwise in {column}"),
        N_("write the same in both rows, or in one"),
    ),
}
