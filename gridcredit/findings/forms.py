"""Of forms that come back."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
