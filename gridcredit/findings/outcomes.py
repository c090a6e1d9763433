"""Of outcomes, as they are recorded."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
