"""Of rows, and what they mean together."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
