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
        ERROR, N_("the file is not an Excel workbook"), N_("open it in Excel or WPS and save it as .xlsx")
    ),
    "FILE_OLD_FORMAT": FindingKind(
        ERROR, N_("the workbook is in an older or another format"), N_("open it in Excel or WPS and save it as .xlsx")
    ),
    "FILE_PASSWORD": FindingKind(
        ERROR, N_("the workbook is protected by a password"), N_("remove the opening password in Excel or WPS and save")
    ),
    "FILE_UNREADABLE": FindingKind(
        ERROR, N_("the workbook is damaged and cannot be read"), N_("open it in Excel or WPS, repair and save it again")
    ),
    "FILE_TOO_LARGE": FindingKind(
        ERROR,
        N_("the workbook is larger than is read safely ({limit})"),
        N_("delete empty formatted rows, columns and pictures, or split it by village"),
    ),
    "FILE_TOO_SLOW": FindingKind(
        ERROR,
        N_("reading the workbook was stopped after {seconds} seconds"),
        N_("delete empty formatted rows and columns and save it again"),
    ),
    "FILE_NO_ACCESS": FindingKind(
        ERROR, N_("the file cannot be opened"), N_("close it in other programs and check the right to read it")
    ),
    "NO_WORKBOOKS": FindingKind(ERROR, N_("the folder holds no workbook"), N_("put .xlsx workbooks in it")),
    "VILLAGE_TWICE": FindingKind(
        ERROR, N_("another workbook of this run is for the same village"), N_("keep one workbook for each village")
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
    "SHEET_NOT_READ": FindingKind(
        WARNING, N_("the sheet was not recognised and not read"), N_("if it holds ratings, give it the header {wanted}")
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
    "AMOUNT_NOT_WHOLE": FindingKind(ERROR, N_("{column} is not a whole number of yuan"), N_("write whole yuan")),
    "AMOUNT_NEGATIVE": FindingKind(ERROR, N_("{column} is below zero"), N_("write the amount without a minus")),
    "AMOUNT_TOO_LARGE": FindingKind(
        ERROR, N_("{column} is above {limit} yuan"), N_("check the amount and the unit (元 or 万元)")
    ),
    "AMOUNT_ZERO": FindingKind(ERROR, N_("{column} is zero"), N_("write the amount, or leave the cell empty")),
    "DATE_UNREADABLE": FindingKind(ERROR, N_("{column} is not a date"), N_("write the date as 2016-05-31")),
    "OPTION_UNKNOWN": FindingKind(ERROR, N_("{column} is none of the words in use"), N_("write one of: {wanted}")),
    "AGE_UNREADABLE": FindingKind(ERROR, N_("{column} is not an age"), N_("write the age in whole years, 0 to 130")),
    "TEXT_EXPECTED": FindingKind(
        ERROR, N_("{column} holds a date or a yes/no value instead of text"), N_("type it again in a cell set to text")
    ),
    "ID_AS_NUMBER": FindingKind(
        ERROR,
        N_("{column} is stored as a number, so its last digits are lost"),
        N_("set the cell to text and type the number again from the document"),
    ),
    "ID_LENGTH": FindingKind(ERROR, N_("{column} has not 18 characters"), N_("type it again from the document")),
    "ID_CHECK_DIGIT": FindingKind(
        ERROR, N_("the check digit or the birth date in {column} is wrong"), N_("type it again from the document")
    ),
    "PHONE_UNREADABLE": FindingKind(
        ERROR, N_("{column} is not a phone number"), N_("write 11 digits, or a landline with its area code")
    ),
    "ERROR_CELL": FindingKind(ERROR, N_("{column} holds a formula error"), N_("correct the formula or type the value")),
    "FORMULA_WITHOUT_VALUE": FindingKind(
        ERROR,
        N_("{column} holds a formula whose result was not saved"),
        N_("open the workbook in Excel or WPS, save it, or type the value"),
    ),
    # rows and what they mean together
    "TOTAL_ROW": FindingKind(
        WARNING, N_("a row of totals or a footnote was left out"), N_("nothing to do, if it is no household")
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
    "EVENT_DIFFERS": FindingKind(
        WARNING,
        N_("this event is recorded already with other particulars; the first record stays"),
        N_("compare the two; corrections are not taken over by recording again"),
    ),
    "EVENT_GONE": FindingKind(
        WARNING,
        N_("an event recorded from a file of this name is no longer in it; it stays recorded"),
        N_("if the row was corrected, the earlier record needs to be withdrawn"),
    ),
    "CALENDAR_UNKNOWN": FindingKind(
        WARNING,
        N_("the public holidays of {year} are not known yet; only weekends were avoided"),
        N_("bring gridcredit's calendar library up to date when the holidays are announced"),
    ),
}
