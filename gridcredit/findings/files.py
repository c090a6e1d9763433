"""Of files: what cannot be opened, or is none of a village."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
