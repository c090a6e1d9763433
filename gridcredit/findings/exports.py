"""Of exports of the core banking system, and of targets."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
