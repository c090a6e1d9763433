"""Of sheets, labels and headers."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
    "SHEET_MISSING": FindingKind(
        ERROR, N_("there is no sheet {wanted}"), N_("add the sheet {wanted} as in the standard village workbook")
    ),
    "MEMBERS_MISSING": FindingKind(
        WARNING,
        N_("there is no sheet {wanted}, so no household file counts as complete"),
        N_("add the sheet {wanted} with every household's members"),
    ),
    "SHEET_TWICE": FindingKind(
        ERROR, N_("two sheets mean {wanted}"), N_("keep one sheet {wanted}, or rename the other")
    ),
    "SHEET_UNCLEAR": FindingKind(
        ERROR,
        N_("the profile gives the sheet several roles ({roles})"),
        N_("correct [sheets] in the profile, so that one pattern fits, or name the sheet there in full"),
    ),
    "SHEET_NOT_READ": FindingKind(
        WARNING,
        N_("the sheet was not recognised and not read"),
        N_("if it holds ratings, give it the header {wanted}, or name the sheet in the bank's profile"),
    ),
    "SHEET_HIDDEN": FindingKind(WARNING, N_("the sheet is hidden, and was read"), N_("show the sheet and check it")),
    "SHEET_EMPTY": FindingKind(ERROR, N_("the sheet holds no rows"), N_("fill in the sheet")),
    "LABEL_MISSING": FindingKind(
        ERROR, N_("the label {wanted} or its value is missing"), N_("write {wanted} and its value in the next cell")
    ),
    "HEADER_MISSING": FindingKind(ERROR, N_("no header row was found"), N_("the header needs at least: {wanted}")),
    "COLUMN_MISSING": FindingKind(
        ERROR, N_("the column {wanted} is missing{nearest}"), N_("add the column {wanted}, or correct its header")
    ),
    "COLUMN_NOT_READ": FindingKind(
        WARNING,
        N_("the column “{title}” was not recognised and not read{nearest}"),
        N_("correct the header if the column matters"),
    ),
    "COLUMN_UNCLEAR": FindingKind(
        ERROR,
        N_("“{title}” was not recognised, and what it says may decide a credit line{nearest}"),
        N_("correct it as in the standard village workbook, or delete it"),
    ),
    "COLUMN_TWICE": FindingKind(
        ERROR, N_("two columns mean {wanted}"), N_("keep one column {wanted}, or rename the other")
    ),
    "COLUMN_UNNAMED": FindingKind(
        WARNING,
        N_("from this cell on, {count} cells of the column have no header, and were not read"),
        N_("write the column's header if it matters, or delete the cells"),
    ),
    "HEADER_AGAIN": FindingKind(
        ERROR,
        N_("another header with other columns stands here, so it is not clear which rows belong to which"),
        N_("put each table on a sheet of its own"),
    ),
    "ROW_ABOVE_HEADER": FindingKind(
        ERROR,
        N_("a row above the header looks like one of the table"),
        N_("put the header above all rows of the table; sorting may have moved it"),
    ),
    "COLUMN_HIDDEN": FindingKind(
        WARNING, N_("the column {column} is hidden, and was read"), N_("show the column and check it")
    ),
    "ROWS_HIDDEN": FindingKind(
        WARNING, N_("{count} hidden rows were read"), N_("show the rows (or end the filter) and check them")
    ),
    "ROSTER_UNCLEAR": FindingKind(
        ERROR,
        N_("no sheet is called 农户, and several could be the roster: {sheets}"),
        N_("rename the one that lists every household to 农户, or name it in a profile"),
    ),
    "ROSTER_FROM_ROWS": FindingKind(
        WARNING,
        N_("there is no sheet {wanted}; the households are those that the other sheets name"),
        N_("add the sheet {wanted} if households are missing"),
    ),
    "VILLAGE_FROM_NAME": FindingKind(
        WARNING,
        N_("the village was taken from a title, or from the name of the file, sheet or folder"),
        N_("write 村名： and its name above the header"),
    ),
    "FACT_DIFFERS": FindingKind(
        ERROR, N_("sheets or files of one village disagree on {column}"), N_("write the same {column} everywhere")
    ),
    "VILLAGE_IN_TITLE": FindingKind(
        WARNING,
        N_("the title or the sheet's name names another village"),
        N_("check that the rows are this village's, and correct the title"),
    ),
    "DATES_DIFFER": FindingKind(
        WARNING, N_("the sheets bear different dates; the latest is the date of the assessment"), N_("check the dates")
    ),
    "OFFICER_FROM_NAME": FindingKind(
        WARNING,
        N_("the officer was taken from the name of the sheet or file"),
        N_("write 网格员： and the officer's name above the header"),
    ),
    "OFFICER_MISSING": FindingKind(
        ERROR,
        N_("the sheet of ratings does not name its officer"),
        N_("write 网格员： and the officer's name above the header"),
    ),
    "RATINGS_TWICE": FindingKind(
        ERROR,
        N_("ratings stand in more than one layout: {layouts}"),
        N_("keep the ratings in one layout, so that none is counted twice"),
    ),
}
