"""Of ballots."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
