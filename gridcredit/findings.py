"""Finding codes: severity, message and remedy. Findings are data that every stage collects; nothing raises them.

``error`` means that something was refused (a file, a row or a cell's value); ``warning`` that all was taken, but look.
Messages never quote a cell's content, since any cell may hold personal data; headers and numbers may be quoted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gridcredit.i18n import N_, _
from gridcredit.privacy import without_numbers

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; ``params`` fill the places in the message and the remedy of its code."""

    code: str
    file: str
    sheet: str = ""
    cell: str = ""
    household_id: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        return CATALOGUE[self.code].severity

    def row(self) -> tuple[str, ...]:
        """The columns of ``schema.FINDINGS`` in the user's language."""
        kind = CATALOGUE[self.code]
        return (
            self.code,
            kind.severity,
            self.file,
            self.sheet,
            self.cell,
            without_numbers(self.household_id),
            _(kind.message).format(**self.params),
            _(kind.remedy).format(**self.params),
        )


class Doubt(NamedTuple):
    """What a check across cells finds: ``row`` is a position in the table ``households``, ``members`` or ``ratings``."""

    code: str
    table: str
    row: int
    column: str
    params: Mapping[str, object]


class FindingKind(NamedTuple):
    severity: str
    message: str
    remedy: str


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """Findings by severity: ``{"error": …, "warning": …}``."""
    totals = {ERROR: 0, WARNING: 0}
    for finding in findings:
        totals[finding.severity] += 1
    return totals


CATALOGUE: dict[str, FindingKind] = {
    # files
    "FILE_EMPTY": FindingKind(
        ERROR, N_("the file is empty (0 bytes)"), N_("send the workbook again from where it was saved")
    ),
    "FILE_NOT_WORKBOOK": FindingKind(
        ERROR, N_("the file holds no table that can be read"), N_("open it in Excel or WPS and save it as .xlsx")
    ),
    "FILE_OTHER_FORMAT": FindingKind(
        ERROR,
        N_("the file is of a kind that is not read: {format}"),
        N_("open it in Excel or WPS and save it as .xlsx"),
    ),
    "FILE_MISNAMED": FindingKind(
        WARNING, N_("the file's name does not fit what it holds, {format}; it was read as that"), N_("save it as .xlsx")
    ),
    "FILE_ENCODING": FindingKind(
        ERROR,
        N_("the text is neither UTF-8 nor GB18030, or is damaged"),
        N_("open it in Excel or WPS, check the characters and save it as .xlsx"),
    ),
    "FILE_DELIMITER": FindingKind(
        ERROR,
        N_("more than one sign could separate the columns"),
        N_("open it in Excel or WPS, check the columns and save it as .xlsx"),
    ),
    "FILE_QUOTES": FindingKind(
        ERROR,
        N_("the quotation marks do not match near line {line}"),
        N_("correct the quotation marks, or save it as .xlsx"),
    ),
    "FILE_PASSWORD": FindingKind(
        ERROR,
        N_("the workbook is protected by a password"),
        N_("give the file of passwords with --password-file, or remove the opening password in Excel or WPS"),
    ),
    "FILE_PASSWORD_WRONG": FindingKind(
        ERROR,
        N_("the workbook is protected by a password that is not in the file of passwords"),
        N_("add the password to the file given with --password-file, on a line of its own"),
    ),
    "FILE_DAMAGED": FindingKind(
        ERROR, N_("the workbook is damaged: {part}"), N_("open it in Excel or WPS, repair and save it again")
    ),
    "FILE_UNSAFE": FindingKind(
        ERROR,
        N_("the workbook holds something that no spreadsheet program writes: {what}"),
        N_("ask whoever sent it; copy the sheets into a new workbook"),
    ),
    "FILE_UNREADABLE": FindingKind(
        ERROR, N_("the workbook is damaged and cannot be read"), N_("open it in Excel or WPS, repair and save it again")
    ),
    "FILE_TOO_LARGE": FindingKind(
        ERROR,
        N_("the workbook is larger than is read safely ({limit})"),
        N_("delete empty formatted rows, columns and pictures, or split it by village"),
    ),
    "SHEET_TOO_LARGE": FindingKind(
        ERROR,
        N_("with this cell, the sheet is larger than is read safely ({limit})"),
        N_("delete the cell if it is a stray one, and all rows and columns outside the table"),
    ),
    "FILE_TOO_SLOW": FindingKind(
        ERROR,
        N_("reading the workbook was stopped after {seconds} seconds"),
        N_("delete empty formatted rows and columns and save it again"),
    ),
    "FILE_NO_ACCESS": FindingKind(
        ERROR, N_("the file cannot be opened"), N_("close it in other programs and check the right to read it")
    ),
    "FILE_CHANGED": FindingKind(
        WARNING,
        N_("the file was changed while it was being checked, so no marked copy was made"),
        N_("close it in other programs and check it again"),
    ),
    "COPY_TOO_LARGE": FindingKind(
        WARNING,
        N_("the workbook is too large for a marked copy"),
        N_("go by the findings listed here, or split the workbook by village"),
    ),
    "MACROS_IGNORED": FindingKind(
        WARNING, N_("the workbook holds macros; they were not run"), N_("check that no figure depends on them")
    ),
    "NO_WORKBOOKS": FindingKind(ERROR, N_("the folder holds no workbook"), N_("put .xlsx workbooks in it")),
    "COPY_PASSED_OVER": FindingKind(
        WARNING,
        N_("a marked copy in the folder was not read"),
        N_("put the corrected copy in place of the workbook, or name it to check it alone"),
    ),
    "PASSED_OVER": FindingKind(
        WARNING,
        N_("the folder holds this, too; it was not read"),
        N_("if it belongs to a village, save it as .xlsx in that village's folder, or name it on the command line"),
    ),
    "VILLAGE_TWICE": FindingKind(
        ERROR,
        N_("another workbook of this run is for the same village and lists the same households"),
        N_("keep one of them; parts of one village stand in one folder"),
    ),
    "VILLAGE_OTHER_CODE": FindingKind(
        ERROR,
        N_("the ledger knows a village of this name by the code {known}, and this one has {code}"),
        N_("write 村名 so that the two are told apart, or correct 村编码; in one ledger a name is one village"),
    ),
    "VILLAGE_INCOMPLETE": FindingKind(
        ERROR,
        N_(
            "another file of the folder ({other}) could not be used, and may belong to this village; it is not assessed"
        ),
        N_("correct or remove the other file first"),
    ),
    "INPUT_CHANGED": FindingKind(
        ERROR,
        N_("this is not the file of the run: its SHA-256 begins with {found}, that of the run with {recorded}"),
        N_("find the file as it was when the village was assessed, in the archive or a backup"),
    ),
    "INPUT_MISSING": FindingKind(
        ERROR,
        N_("no file given has the SHA-256 of this input, which begins with {recorded}"),
        N_("name the file or its folder, or the archive with --archive"),
    ),
    "PROFILE_MISSING": FindingKind(
        ERROR,
        N_("no file given is the profile of the run, whose SHA-256 begins with {recorded}"),
        N_("name the profile's file or its folder, or the archive with --archive"),
    ),
    "INPUT_NOT_KEPT": FindingKind(
        WARNING,
        N_("the file was saved again after it was read; it is not kept in the archive"),
        N_("run again, so that what was assessed is what is kept"),
    ),
    # sheets, labels, headers
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
    # cells
    "VALUE_MISSING": FindingKind(ERROR, N_("{column} is empty; the row is refused"), N_("fill in {column}")),
    "AMOUNT_UNREADABLE": FindingKind(
        ERROR,
        N_("{column} is not a plain amount"),
        N_("write one number, without words, ranges or about; ask whoever gave it"),
    ),
    "AMOUNT_RANGE": FindingKind(
        ERROR, N_("{column} is a range, from so much to so much"), N_("ask whoever gave it for one figure")
    ),
    "AMOUNT_ABOUT": FindingKind(
        ERROR, N_("{column} is given as about so much"), N_("ask whoever gave it for one figure")
    ),
    "AMOUNT_BOUND": FindingKind(
        ERROR, N_("{column} is given as at least or at most so much"), N_("ask whoever gave it for one figure")
    ),
    "AMOUNT_SHORTENED": FindingKind(
        ERROR, N_("{column} leaves its last unit open, as 3万5 does"), N_("write it out, as 35000 or 3.5万")
    ),
    "AMOUNT_IN_WORDS": FindingKind(
        ERROR, N_("{column} is written in Chinese numerals"), N_("write it in digits, as 50000")
    ),
    "AMOUNT_CURRENCY": FindingKind(
        ERROR, N_("{column} is not in yuan"), N_("write the amount in yuan, without another currency's sign")
    ),
    "AMOUNT_NOT_WHOLE": FindingKind(ERROR, N_("{column} is not a whole number of yuan"), N_("write whole yuan")),
    "AMOUNT_NEGATIVE": FindingKind(ERROR, N_("{column} is below zero"), N_("write the amount without a minus")),
    "AMOUNT_TOO_LARGE": FindingKind(
        ERROR, N_("{column} is above {limit} yuan"), N_("check the amount and the unit (元 or 万元)")
    ),
    "AMOUNT_ZERO": FindingKind(ERROR, N_("{column} is zero"), N_("write the amount, or leave the cell empty")),
    "DATE_UNREADABLE": FindingKind(ERROR, N_("{column} is not a date"), N_("write the date as 2016-05-31")),
    "DATE_INCOMPLETE": FindingKind(
        ERROR, N_("{column} is not a whole date"), N_("write year, month and day, as 2016-05-31")
    ),
    "DATE_SHORT_YEAR": FindingKind(
        ERROR, N_("{column} has a year of two digits"), N_("write the year with four digits, as 2016-05-31")
    ),
    "DATE_YEAR": FindingKind(ERROR, N_("the year in {column} cannot be right"), N_("correct the date")),
    "OPTION_UNKNOWN": FindingKind(ERROR, N_("{column} is none of the words in use"), N_("write one of: {wanted}")),
    "AGE_UNREADABLE": FindingKind(ERROR, N_("{column} is not an age"), N_("write the age in whole years, 0 to 130")),
    "AGE_BIRTH_YEAR": FindingKind(
        ERROR, N_("{column} holds a year of birth"), N_("write the age, or the whole birth date under 出生日期")
    ),
    "TEXT_EXPECTED": FindingKind(
        ERROR, N_("{column} holds a date or a yes/no value instead of text"), N_("type it again in a cell set to text")
    ),
    "KEY_UNCLEAR": FindingKind(
        ERROR,
        N_("{column} holds a raised or circled digit, which may be a footnote's mark"),
        N_("write it in plain digits, without the mark"),
    ),
    "ID_AS_NUMBER": FindingKind(
        ERROR,
        N_("{column} is stored as a number, so its last digits are lost"),
        N_("set the cell to text and type the number again from the document"),
    ),
    "ID_LENGTH": FindingKind(ERROR, N_("{column} has not 18 characters"), N_("type it again from the document")),
    "ID_CHARACTERS": FindingKind(
        ERROR,
        N_("{column} holds other signs than digits and a last X"),
        N_("type it again from the document, without stars"),
    ),
    "ID_CHECK_DIGIT": FindingKind(
        ERROR, N_("the check digit or the birth date in {column} is wrong"), N_("type it again from the document")
    ),
    "PHONE_UNREADABLE": FindingKind(
        ERROR, N_("{column} is not a phone number"), N_("write 11 digits, or a landline with its area code")
    ),
    "PHONES_TOGETHER": FindingKind(
        ERROR, N_("{column} holds several phone numbers"), N_("keep one and write the others under 备注")
    ),
    "ERROR_CELL": FindingKind(ERROR, N_("{column} holds a formula error"), N_("correct the formula or type the value")),
    "FORMULA_WITHOUT_VALUE": FindingKind(
        ERROR,
        N_("{column} holds a formula whose result was not saved"),
        N_("open the workbook in Excel or WPS, save it, or type the value"),
    ),
    "COUNT_UNREADABLE": FindingKind(
        ERROR, N_("{column} is not a number of persons"), N_("write a whole number, 0 to {limit}")
    ),
    "SHARE_UNREADABLE": FindingKind(
        ERROR,
        N_("{column} is no share between 0 % and 100 %"),
        N_("write it with its percent sign, such as 80 %, with two decimal places at most"),
    ),
    "AREA_UNREADABLE": FindingKind(ERROR, N_("{column} is not an area"), N_("write one number")),
    "PERSONS_TOGETHER": FindingKind(
        ERROR, N_("{column} names several persons in one cell"), N_("give each person a row of their own")
    ),
    "MERGED_CELLS": FindingKind(
        ERROR,
        N_("a merged cell covers {column}, so it is not clear which rows it is meant for"),
        N_("unmerge the cells and write the value in each row that it is meant for"),
    ),
    "ID_OLD": FindingKind(
        WARNING, N_("{column} is of the old kind with 15 digits"), N_("write the number of the present document")
    ),
    "REFUSAL_UNKNOWN": FindingKind(
        ERROR,
        N_("{column} is none of the reasons in the bank's profile; the row is refused"),
        N_("write one of the bank's reasons, or add this one to the profile"),
    ),
    "TEXT_TOO_LONG": FindingKind(
        ERROR, N_("{column} holds a longer text than a cell can"), N_("shorten it to 32,767 characters")
    ),
    "TEXT_DAMAGED": FindingKind(
        ERROR, N_("{column} holds characters or a value that cannot be shown"), N_("type it again")
    ),
    "ROW_SHIFTED": FindingKind(
        ERROR,
        N_("the row has more or fewer fields than the table, so {column} may be another column's"),
        N_("put quotation marks round fields with commas or line breaks, or save it as .xlsx"),
    ),
    # rows and what they mean together
    "TOTAL_ROW": FindingKind(
        WARNING, N_("a row of totals or a footnote was left out"), N_("nothing to do, if it is no household")
    ),
    "HEAD_TWICE": FindingKind(
        ERROR, N_("two members of one household are its head; the household is refused"), N_("keep one head (户主)")
    ),
    "HEAD_MISSING": FindingKind(
        ERROR,
        N_("no member of the household is its head; it is refused"),
        N_("write 户主 as the relation of one member"),
    ),
    "HOUSEHOLD_DIFFERS": FindingKind(
        ERROR,
        N_("the rows of one household disagree on {column}; the household is refused"),
        N_("write the same in all rows of the household"),
    ),
    "FIELD_DIFFERS": FindingKind(
        ERROR,
        N_("the rows of one household disagree on {column}, so none of them is used"),
        N_("write the same in all rows of the household"),
    ),
    "HOUSEHOLD_NOT_IN_ALL": FindingKind(
        WARNING,
        N_("{count} of the {sheets} officers' sheets do not name this household"),
        N_("check the household number, and whether those officers were to rate it"),
    ),
    "NAME_DIFFERS": FindingKind(
        ERROR,
        N_("{column} is nobody of the household with this number; the row is refused"),
        N_("compare number and name with the roster, and correct the wrong one"),
    ),
    "HOUSEHOLD_TWICE": FindingKind(
        ERROR,
        N_("this household number stands in more than one row; all of them are refused"),
        N_("give each household a number of its own, in one row"),
    ),
    "HOUSEHOLD_UNKNOWN": FindingKind(
        ERROR, N_("this household number is not on the roster"), N_("correct the number, or add the household")
    ),
    "HOUSEHOLD_REFUSED": FindingKind(
        ERROR, N_("the household's own row was refused, so this row is too"), N_("correct the household's row first")
    ),
    "RATING_TWICE": FindingKind(
        ERROR,
        N_("one officer rated this household more than once; none of them is used"),
        N_("ask the officer which one holds and delete the other"),
    ),
    "RATING_WITHOUT_KNOWING": FindingKind(
        WARNING,
        N_("the officer does not know the household, so the figure is not used"),
        N_("ask the officer if that was meant"),
    ),
    "REFUSAL_WITH_AMOUNT": FindingKind(
        WARNING, N_("a refusal stands beside an amount; the refusal counts"), N_("ask the officer if that was meant")
    ),
    "ASSESSED_LATER": FindingKind(
        WARNING, N_("{column} is after the as-of date {as_of}, which is used instead"), N_("check both dates")
    ),
    "POLICY_NOT_IN_FORCE": FindingKind(
        ERROR,
        N_("the policy has no value in force on {day}, the date of the assessment, for {name}"),
        N_("correct {column}, or add a value with an earlier date to the policy"),
    ),
    # checks across cells: all was taken, but it hardly fits together
    "PERSON_TWICE": FindingKind(
        WARNING,
        N_("a person with the same ID number is in another household{other}, too"),
        N_("keep the person in one household, or correct the ID number"),
    ),
    "FILE_INCOMPLETE": FindingKind(
        WARNING, N_("the household's file is not complete; it lacks: {fields}"), N_("fill in what is missing")
    ),
    "PERSON_IN_TWO_VILLAGES": FindingKind(
        WARNING,
        N_("a person with the same ID number is in {village}, too"),
        N_("keep the person in one village, or correct the ID number"),
    ),
    "ID_OF_TWO": FindingKind(
        WARNING,
        N_("two persons of this household have the same ID number under different names"),
        N_("correct the ID number or the name of one of them"),
    ),
    "MEMBER_TWICE": FindingKind(
        WARNING, N_("this person is listed twice in the household"), N_("delete one of the two rows")
    ),
    "HEAD_NOT_LISTED": FindingKind(
        WARNING,
        N_("no member listed for this household is its head"),
        N_("add the head's row, or write 户主 as the relation"),
    ),
    "HEADS_LISTED": FindingKind(
        WARNING, N_("another member of this household is listed as its head, too"), N_("keep one head (户主)")
    ),
    "HEAD_DIFFERS": FindingKind(
        WARNING,
        N_("{column} of the head is not the same among the households and among the members"),
        N_("correct one of the two"),
    ),
    "OFFICER_OF_HOUSEHOLD": FindingKind(
        WARNING,
        N_("the officer belongs to the household that is rated (same ID number)"),
        N_("let another officer rate this household"),
    ),
    "OFFICER_NAMESAKE": FindingKind(
        WARNING,
        N_("the officer has the same name as a person of the household that is rated"),
        N_("if it is the same person, let another officer rate this household"),
    ),
    "BORROWER_NOT_LISTED": FindingKind(
        WARNING,
        N_("the person whom the amount is meant for is no member of the household"),
        N_("correct the name, or add the member"),
    ),
    "FACTS_DIFFER": FindingKind(
        WARNING,
        N_("{count} officers state {column}, and they contradict each other"),
        N_("ask which of them is right"),
    ),
    "SIZE_DIFFERS": FindingKind(
        WARNING,
        N_("{column} is not the number of persons listed, the head included ({listed})"),
        N_("correct {column}, or the list of members"),
    ),
    "LABOUR_ABOVE_MEMBERS": FindingKind(
        WARNING, N_("{column} is above the number of persons ({count})"), N_("correct one of the two")
    ),
    "BIRTH_LATE": FindingKind(WARNING, N_("the birth date in {column} is after {day}"), N_("correct {column}")),
    "AGE_HIGH": FindingKind(WARNING, N_("by {column} this person is over {years} years old"), N_("check {column}")),
    "AGE_DIFFERS": FindingKind(
        WARNING,
        N_("{column} and the birth date differ by more than {years} years"),
        N_("check both against the document"),
    ),
    "BIRTH_DIFFERS": FindingKind(
        WARNING,
        N_("{column} and the birth date in the ID number differ by more than {days} days"),
        N_("check both against the document"),
    ),
    "RELATION_UNDER_AGE": FindingKind(
        WARNING,
        N_("a person of this relation should be {years} years old or more"),
        N_("check the relation and the age or birth date"),
    ),
    "RELATION_NOT_YOUNGER": FindingKind(
        WARNING,
        N_("a person of this relation should be {years} years or more younger than the head"),
        N_("check the relation and both ages or birth dates"),
    ),
    "RELATION_NOT_OLDER": FindingKind(
        WARNING,
        N_("a person of this relation should be {years} years or more older than the head"),
        N_("check the relation and both ages or birth dates"),
    ),
    "ID_NOT_OF_RELATION": FindingKind(
        WARNING,
        N_("by {column} this is a person of the other sex than the relation says"),
        N_("check that each person's ID number stands in their own row"),
    ),
    "FIGURE_LARGE": FindingKind(
        WARNING, N_("{column} is above {limit}, more than is usual"), N_("check the figure and its unit")
    ),
    "FIGURE_SMALL": FindingKind(
        WARNING,
        N_("{column} is under {limit} yuan; perhaps it was meant in 万元"),
        N_("check the figure and its unit (元 or 万元)"),
    ),
    "FIGURES_APART": FindingKind(
        WARNING, N_("{column} is more than {percent} % of {other}"), N_("check both figures and their units")
    ),
    "RATING_LARGE": FindingKind(
        WARNING,
        N_("{column} is more than {times} times {other}; perhaps the unit is wrong"),
        N_("check the figure and its unit (元 or 万元)"),
    ),
    # ballots
    "BALLOT_UNREADABLE": FindingKind(
        ERROR,
        N_("this is no ballot that can be read: one sheet with 票号, 村名, 网格员, 行码 and 建议额度 is wanted"),
        N_("have the officer fill in the ballot that was issued, and hand that in"),
    ),
    "BALLOT_OTHER": FindingKind(
        ERROR,
        N_("the file was received as ballot {number}, but {column} in it is another one's"),
        N_("find out who handed in which file; the ballots cannot be opened with files that were swapped"),
    ),
    "BALLOT_UNKNOWN": FindingKind(
        ERROR,
        N_("the file's name holds no number of a ballot that was issued"),
        N_("put the ballot number into the file's name, or name it with --ballot"),
    ),
    "BALLOT_CHANGED": FindingKind(
        ERROR,
        N_("ballot {number} was received already with other content; the first stands"),
        N_("keep both files and ask the officer why there are two"),
    ),
    "BALLOT_AFTER_OPENING": FindingKind(
        ERROR,
        N_("the ballots of this round have been opened or withdrawn; ballot {number} comes too late to be blind"),
        N_("issue a new round where the village is to be rated again"),
    ),
    "BALLOT_NO_XLSX": FindingKind(
        ERROR,
        N_("the file is neither an .xlsx workbook nor one that is encrypted"),
        N_("have the officer save the ballot as .xlsx, with a password to open it"),
    ),
    "BALLOT_NOT_SEALED": FindingKind(
        WARNING,
        N_("ballot {number} has no password to open it: not sealed"),
        N_("it counts, and every report says that it was not sealed"),
    ),
    "BALLOT_LATE": FindingKind(
        WARNING, N_("ballot {number} came after the deadline, {deadline}"), N_("it counts, and every report says so")
    ),
    "BALLOT_ROW_UNKNOWN": FindingKind(
        ERROR, N_("the row code is none of this ballot's"), N_("ask the officer which household was meant")
    ),
    "BALLOT_ROWS_GONE": FindingKind(
        WARNING,
        N_("{count} rows of the ballot are gone"),
        N_("ask the officer; these households count as not rated by this officer"),
    ),
    "BALLOT_FILE_MISSING": FindingKind(
        ERROR,
        N_("the file received as ballot {number} is not there (SHA-256 {recorded}…)"),
        N_("name its folder, or the archive with --archive"),
    ),
    "BALLOT_FILE_CHANGED": FindingKind(
        ERROR,
        N_("the file is not the one that was received as ballot {number}: SHA-256 {found}… in place of {recorded}…"),
        N_("restore the file that was received; this one was changed or exchanged since"),
    ),
    "BALLOT_RATINGS_DIFFER": FindingKind(
        ERROR,
        N_("the ratings of ballot {number} are not those that it was opened with"),
        N_("restore the ledger from a backup; it or the program's reading has changed"),
    ),
    "PASSWORD_NONE": FindingKind(
        WARNING,
        N_("the file is protected against changes alone and opens without a password"),
        N_("have officers set a password to open the file"),
    ),
    "PASSPHRASE_MISSING": FindingKind(
        ERROR,
        N_("the passphrase of ballot {number} was not told"),
        N_("have {officer} tell it when the ballots are opened"),
    ),
    "PASSPHRASE_WRONG": FindingKind(
        ERROR,
        N_("the passphrase of ballot {number} is wrong; the file itself is as it was received"),
        N_("ask {officer} for the passphrase once more; mind capitals, spaces and the input method"),
    ),
    "PASSPHRASE_WEAK": FindingKind(
        WARNING,
        N_("the passphrase of ballot {number} is easily guessed: weakly sealed"),
        N_("have officers choose five of the words on the ballot's second sheet by dice"),
    ),
    "MINUTE_CHANGED": FindingKind(
        ERROR,
        N_("entry {number} of the ballots' minutes in the ledger is not as it was recorded, or one before it is gone"),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "BALLOTS_NOT_MINUTED": FindingKind(
        ERROR,
        N_("run {run} rests on ballots, and the ledger has no minute of their opening"),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "RATINGS_BESIDE_BALLOTS": FindingKind(
        WARNING,
        N_("ratings in the roster's workbook are not used; the ballots are"),
        N_("keep ratings out of the workbook that ballots are issued from"),
    ),
    "ROSTER_CHANGED": FindingKind(
        WARNING,
        N_("the roster is not the workbook that the ballots were issued from"),
        N_("see that its households are the same; those added since have no ratings"),
    ),
    # forms
    "FORM_UNKNOWN": FindingKind(
        ERROR,
        N_("the form's number (表号) is none that this ledger issued"),
        N_("name the ledger that the form was made from, and leave the number as it is"),
    ),
    "FORM_OTHER": FindingKind(
        ERROR,
        N_("form {number} was issued for another village"),
        N_("restore the village's name, or find its own form"),
    ),
    "FORM_WITHDRAWN": FindingKind(
        ERROR, N_("form {number} was withdrawn when another sample was drawn"), N_("fill in the form of that sample")
    ),
    "FORM_ROWS_UNFILLED": FindingKind(
        WARNING,
        N_("{count} rows of the form are not filled in"),
        N_("fill them in and record the form again; what is recorded stays"),
    ),
    "FORM_ROWS_GONE": FindingKind(
        WARNING,
        N_("{count} rows of the form are gone"),
        N_("write the form once more if they are still to be filled in"),
    ),
    "FORM_ROW_UNKNOWN": FindingKind(
        ERROR, N_("this household does not stand on the form"), N_("correct the household number as the form had it")
    ),
    "FORM_ROW_TWICE": FindingKind(
        ERROR, N_("this household stands on the form more than once"), N_("keep one row of it")
    ),
    "FORM_ROW_ON_RECORD": FindingKind(
        ERROR,
        N_("something else was recorded of this household from this form; the first record stays"),
        N_("compare the two; the review may decide again on a new form"),
    ),
    "REVISIT_ON_RECORD": FindingKind(
        ERROR,
        N_("something else was recorded of this household from this form; the first record stays"),
        N_("if the row is right now, record the file once more with --replace"),
    ),
    "REVIEW_SAME_DAY": FindingKind(
        ERROR,
        N_("another form decided on this household on the same day"),
        N_("compare the two; the group may decide again at a later meeting, on a new form"),
    ),
    "REVIEW_DECIDES_AGAIN": FindingKind(
        WARNING,
        N_("an earlier meeting decided on this household; this decision holds from its day on"),
        N_("see that the household is told of the new line"),
    ),
    "FORM_DATE_BEFORE": FindingKind(
        ERROR, N_("{column} is before the day of the form ({day})"), N_("correct the date")
    ),
    "REVIEW_TOO_FEW": FindingKind(
        ERROR,
        N_("{present} members are named as present; the policy asks for {needed}"),
        N_("name all who were present, or decide again with enough members"),
    ),
    "REVIEW_NOT_REFERRED": FindingKind(
        ERROR,
        N_(
            "the household is not before the collective review: by the meeting it was assessed otherwise than the form shows"
        ),
        N_("make a new form by gridcredit review"),
    ),
    "REVIEW_VOTES_DIFFER": FindingKind(
        ERROR,
        N_("{votes} votes in all do not fit {present} members present"),
        N_("count the votes for, against and abstained again"),
    ),
    "REVIEW_NO_MAJORITY": FindingKind(
        ERROR,
        N_("{votes} votes of {present} are no majority by the policy"),
        N_("put the household off (缓议), or correct the votes"),
    ),
    "REVIEW_LINE_NOT_GRANTED": FindingKind(
        ERROR, N_("{column} names a line, and the decision grants none"), N_("correct the decision, or clear {column}")
    ),
    "REVIEW_ABOVE_CAP": FindingKind(
        ERROR,
        N_("{column} is above the largest line of one household, {cap} yuan"),
        N_("decide on a line within the cap; only the bank's policy can raise it"),
    ),
    "REVIEW_NOT_ROUND": FindingKind(
        ERROR, N_("{column} is no multiple of {step} yuan"), N_("decide on a line that is a multiple of it")
    ),
    "REVIEW_BELOW_MINIMUM": FindingKind(
        ERROR, N_("{column} is below the smallest line, {least} yuan"), N_("decide on a larger line, or on none")
    ),
    # the ledger itself
    "ENTRY_CHAIN": FindingKind(
        ERROR,
        N_("entry {number} ({kind}, {day}) is not as it was recorded, or one before it is gone"),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_ROWS": FindingKind(
        ERROR,
        N_(
            "what was recorded with entry {number} ({kind}, {day}) was changed, added to or taken from (rows: {detail})"
        ),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_PERSONAL": FindingKind(
        ERROR,
        N_(
            "personal data recorded with entry {number} ({kind}, {day}) was changed, or is gone without a purge: {detail}"
        ),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_MISSING": FindingKind(
        ERROR,
        N_("the entries {detail} before entry {number} ({kind}, {day}) are gone"),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_UNREADABLE": FindingKind(
        ERROR,
        N_("entry {number} ({kind}, {day}), or what was recorded with it, cannot be read"),
        N_("restore the ledger from a backup; its file is damaged"),
    ),
    "BALANCE_NEGATIVE": FindingKind(
        ERROR,
        N_("by the drawdowns and repayments recorded, less than nothing is in use: {detail}"),
        N_("compare with the core banking system, and correct the outcomes file"),
    ),
    "DATABASE_DAMAGED": FindingKind(
        ERROR,
        N_("the database finds its own file damaged: {detail}"),
        N_("restore the ledger from a backup"),
    ),
    "HEAD_UNKNOWN": FindingKind(
        ERROR,
        N_("no entry has the digest {head}…: what a report rested on is not all there, or the digest is mistyped"),
        N_("compare the digest with the report; if it is the same, restore the ledger from a backup"),
    ),
    # exports of the core banking system
    "ID_KEY_MISSING": FindingKind(
        ERROR,
        N_("rows are known by ID numbers, and there is no key to look these up by"),
        N_("give the key that the villages were assessed with by --id-key, or add village and household number"),
    ),
    "ID_HASH_UNREADABLE": FindingKind(
        ERROR,
        N_("{column} is no HMAC-SHA-256 in hexadecimal (64 characters)"),
        N_("have the export made anew, its ID numbers hashed by the bank's key"),
    ),
    "ID_HASH_DIFFERS": FindingKind(
        ERROR,
        N_("{column} is not the hash of the ID number beside it by this key"),
        N_("find out which of both is right, and by which key the export was hashed"),
    ),
    "PERSON_UNKNOWN": FindingKind(
        WARNING,
        N_("no household in the ledger has this person: the row is refused"),
        N_("if the customer is of a village here, add the ID number to its workbook and assess it again"),
    ),
    "VILLAGES_WITHOUT_IDS": FindingKind(
        WARNING,
        N_("of {count} villages no ID numbers are known by this key, so nobody there is found: {villages}"),
        N_("assess their workbooks once more with --id-key"),
    ),
    "MATCH_AMBIGUOUS": FindingKind(
        ERROR,
        N_("{count} households fit this row: {households}"),
        N_("add village and household number to the row, or take the person off the roster where it does not belong"),
    ),
    "MATCH_DISAGREES": FindingKind(
        ERROR,
        N_("the person of this row belongs to another household than its household number says"),
        N_("correct the household number or the ID number"),
    ),
    "LOANS_WITHOUT": FindingKind(
        WARNING,
        N_("the list of loans has no column {wanted}{nearest}; arrears cannot be told by it"),
        N_("add it to the export, or name its header in the bank's profile"),
    ),
    "LOANS_WITHOUT_DAY": FindingKind(
        ERROR,
        N_("the list of loans does not say of which day it is"),
        N_(
            "add the column {column}, write it above the header, or, if it stands in the file's name, say so in the profile"
        ),
    ),
    "LOANS_OF_SEVERAL_DAYS": FindingKind(
        ERROR,
        N_("a list of loans is of one day, and this one is of {count}, from {first} to {last}"),
        N_("correct the date that is wrong, or make a file of each day"),
    ),
    "LATER_LIST_RECORDED": FindingKind(
        WARNING,
        N_("a list of a later day, {day}, is recorded already; what it names no longer of this one is still open"),
        N_("record that list once more"),
    ),
    "LOAN_PERSON_DIFFERS": FindingKind(
        ERROR,
        N_("this loan is on record as household {other}'s, and the person of this row belongs to no household"),
        N_("correct the ID number, or assess the village with it"),
    ),
    "SETTLED_ELSEWHERE": FindingKind(
        WARNING,
        N_("{count} loans are not taken as paid off, since the list names no loan of their villages: {villages}"),
        N_("if they are paid off, add a row with 0 for each; a list of another branch's loans says nothing of them"),
    ),
    "LOANS_SETTLED": FindingKind(
        WARNING,
        N_("{count} loans are named no longer and were taken as paid off"),
        N_("nothing to do, if the list holds every loan, as the profile says"),
    ),
    "LOAN_TWICE": FindingKind(
        ERROR,
        N_("this loan stands in the list more than once on this day; none of the rows is taken"),
        N_("keep the row that is right"),
    ),
    "OVERDUE_WITHOUT_DAYS": FindingKind(
        ERROR,
        N_("something is overdue, and {column} is blank"),
        N_("have the export made with {column}"),
    ),
    "LOAN_DRAWN_LATER": FindingKind(
        ERROR, N_("{column} is after the day of the list"), N_("correct the date, or the day of the list")
    ),
    "LOAN_ELSEWHERE": FindingKind(
        ERROR,
        N_("on this day the loan is recorded as that of another household: {other}"),
        N_("find out whose it is; correct the file that it was recorded from, with --replace"),
    ),
    "LOAN_DIFFERS": FindingKind(
        WARNING,
        N_("another file has this loan on the same day with other figures; the first record stays"),
        N_("if this one is right, give it the name of the other file and record it with --replace"),
    ),
    "LOAN_OF_REFUSED": FindingKind(
        ERROR,
        N_("another loan of this household is refused, so none of them is taken: a part is no balance"),
        N_("correct the other row, then record the file once more"),
    ),
    "LOAN_NOT_NAMED": FindingKind(
        ERROR,
        N_("{count} loans of this household that were owed before are not in the list, so none of it is taken"),
        N_("add them, with 0 if they are paid off; if the list holds every loan of the bank's, say so in the profile"),
    ),
    "SETTLED_HELD": FindingKind(
        ERROR,
        N_("{count} loans that the list names no longer are not taken as paid off, since rows of it are refused"),
        N_("correct the rows that are refused, then record the file once more"),
    ),
    "TARGET_UNCLEAR": FindingKind(
        ERROR,
        N_("a target is a share or a number of households, and here are both or neither"),
        N_("fill in one of {column} and {other}"),
    ),
    "TARGET_TWICE": FindingKind(
        ERROR, N_("this village has several targets for the same day"), N_("keep one row for the village and day")
    ),
    "TARGET_STARTS_LATE": FindingKind(
        ERROR, N_("{column} is not before the day of the target"), N_("correct one of the two dates")
    ),
    "TARGET_VILLAGE_UNKNOWN": FindingKind(
        WARNING,
        N_("no village of this name was assessed yet"),
        N_("see that its name is written as in the village's workbook"),
    ),
    "LOANS_CONTRADICT": FindingKind(
        WARNING,
        N_("more was repaid after this day than the household owes by the list"),
        N_("check the dates of the repayments that are recorded"),
    ),
    # outcomes
    "VILLAGE_NOT_ASSESSED": FindingKind(
        ERROR, N_("no assessment of this village is in the ledger"), N_("assess the village first, or correct its name")
    ),
    "HOUSEHOLD_NOT_ASSESSED": FindingKind(
        ERROR, N_("the village's roster in the ledger has no such household"), N_("correct the household number")
    ),
    "DATE_TOO_LATE": FindingKind(ERROR, N_("{column} is after today ({as_of})"), N_("correct the date")),
    "BALANCE_BELOW_ZERO": FindingKind(
        ERROR,
        N_("the repayment is larger than the balance in use"),
        N_("check the amount, or record the drawdown first"),
    ),
    "LIST_NOT_NAMED": FindingKind(ERROR, N_("{column} does not say which list"), N_("write 灰 or 黑 in {column}")),
    "CHANNEL_NOT_TAKEN": FindingKind(
        WARNING,
        N_("{column} is told of signings, refusals to sign and visits alone; it was not taken here, the event was"),
        N_("leave {column} blank in this row"),
    ),
    "EVENT_DIFFERS": FindingKind(
        WARNING,
        N_("this event was recorded from another file, with other particulars; the first record stays"),
        N_("compare the two, and correct the file that it was recorded from"),
    ),
    "EVENT_CONTRADICTS": FindingKind(
        ERROR,
        N_("what another file told of the same household and day contradicts this row; the row was not taken"),
        N_("correct the file that is wrong and record it once more; a correction of what is recorded takes --replace"),
    ),
    "EVENT_COMPLETED": FindingKind(
        WARNING,
        N_("another file had told of this already, without all that stands here; it was added"),
        N_("see that both are about the same inspection or visit"),
    ),
    "EVENT_CHANGED": FindingKind(
        ERROR,
        N_("this row was recorded otherwise from a file of this name; nothing of the file was taken"),
        N_("if the row is right now, record the file once more with --replace"),
    ),
    "EVENT_DROPPED": FindingKind(
        ERROR,
        N_("an event recorded from a file of this name is no longer in it; nothing of the file was taken"),
        N_("if it never happened, record the file once more with --replace; otherwise put the row back"),
    ),
    "EVENT_CORRECTED": FindingKind(
        WARNING, N_("this row takes the place of what was recorded of it before"), N_("see that it is right now")
    ),
    "EVENT_WITHDRAWN": FindingKind(
        WARNING,
        N_("an event recorded from an earlier state of this file is withdrawn; this is where it stood there"),
        N_("if it did happen, put the row back and record the file again"),
    ),
    "WITHDRAWAL_HELD": FindingKind(
        ERROR,
        N_("{count} recorded events that the file tells no longer stay recorded, since rows of it are refused"),
        N_("correct the rows that are refused, then record the file once more"),
    ),
    "HOUSEHOLD_NOT_CORRECTED": FindingKind(
        ERROR,
        N_("another corrected row of this household is refused, so all of it stays as it was recorded"),
        N_("correct that row, then record the file once more"),
    ),
    "FILE_NAME_KNOWN": FindingKind(
        WARNING,
        N_("a file of this name was recorded before with other rows; this one is taken as another file"),
        N_("give each month's file its own name; if this one corrects the other, withdraw that by --replace"),
    ),
    "REPLACE_UNCLEAR": FindingKind(
        ERROR,
        N_(
            "{count} files of this name were recorded, and this one tells again what none of them told: nothing was taken"
        ),
        N_("keep in it a row of the file that it corrects"),
    ),
    "EVENT_BREAKS_LATER": FindingKind(
        ERROR,
        N_("with this row, an event recorded after it could not be"),
        N_("correct what was recorded after it, too, in the file that it came from"),
    ),
    "DROP_BREAKS_LATER": FindingKind(
        ERROR,
        N_("without this event, one recorded after it could not be; it stays recorded"),
        N_("correct what was recorded after it, too, in the file that it came from"),
    ),
    "SIGNED_WITHOUT_LINE": FindingKind(
        ERROR,
        N_("on this day the household has no valid line that could be signed"),
        N_("correct the date or the household, or record the decision first"),
    ),
    "CARD_BEFORE_SIGNING": FindingKind(
        ERROR,
        N_("on this day no contract is signed, and a card needs one"),
        N_("record the signing first, or correct the date"),
    ),
    "DRAWDOWN_BEFORE_SIGNING": FindingKind(
        ERROR,
        N_("on this day no contract is signed, and a drawdown needs one"),
        N_("record the signing first, or correct the date"),
    ),
    "DRAWDOWN_WITHOUT_LINE": FindingKind(
        ERROR,
        N_("on this day the household has no valid line: none, or it is expired, frozen or cancelled"),
        N_("correct the date or the household; if the money was paid out all the same, tell the branch manager"),
    ),
    "DRAWDOWN_OVER_LINE": FindingKind(
        ERROR,
        N_("with this drawdown more is in use than the line of {line} yuan"),
        N_("correct the amount, or record the repayment before it"),
    ),
    "NOT_FROZEN": FindingKind(ERROR, N_("the line is not frozen on this day"), N_("correct the date or the household")),
    # lists that come back
    "INSPECTED_ALONE": FindingKind(
        ERROR, N_("the second inspector is the first one"), N_("write in {column} who else was there")
    ),
    "DATE_BEFORE_CONTACT": FindingKind(
        ERROR, N_("{column} is before {contacted}"), N_("correct one of the two dates, or leave {column} blank")
    ),
    # calendar and staff
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
