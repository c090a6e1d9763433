"""Of single cells."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
