"""Of checks across cells: all was taken, but it hardly fits together."""

from collections.abc import Mapping

from gridcredit.findings.kinds import WARNING, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
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
}
