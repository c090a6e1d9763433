"""Values that hardly fit together, or say hardly what a bank means."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from gridcredit.i18n import N_
from gridcredit.policy import Policy
from gridcredit.policytools.notes import Note


class _Odd(NamedTuple):
    """``name`` is the value (``rule.name``) that is told of where ``holds``."""

    code: str
    name: str
    holds: Callable[["_In"], bool]
    text: str
    remedy: str


class _In:
    """A policy's values by ``rule.name``."""

    def __init__(self, policy: Policy) -> None:
        self._rows = {parameter.key: (parameter, value) for parameter, value in policy.rows()}

    def number(self, name: str) -> int:
        value = self._rows[name][1].value
        assert isinstance(value, int)
        return value

    def words(self, name: str) -> set[str]:
        value = self._rows[name][1].value
        assert not isinstance(value, int)
        return {value} if isinstance(value, str) else {word for word in value if isinstance(word, str)}

    def note(self, odd: _Odd) -> Note:
        parameter, value = self._rows[odd.name]
        return Note(odd.code, parameter, value, odd.text, odd.remedy, {"value": value.value})


def notes(policy: Policy) -> Iterator[Note]:
    """What is odd about the values in force on the policy's day."""
    values = _In(policy)
    for odd in _ODD:
        if odd.holds(values):
            yield values.note(odd)


_ODD = (
    _Odd(
        "MINIMUM_ABOVE_CAP",
        "limits.minimum_line_yuan",
        lambda its: its.number("limits.minimum_line_yuan") > its.number("limits.household_cap_yuan"),
        N_("the smallest line is above the largest: no household gets one"),
        N_("lower the smallest line, or raise the cap"),
    ),
    _Odd(
        "ROUNDING_ABOVE_CAP",
        "limits.rounding_yuan",
        lambda its: its.number("limits.rounding_yuan") > its.number("limits.household_cap_yuan"),
        N_("lines are rounded down to more than the cap, so to 0: no household gets one"),
        N_("round to a smaller amount"),
    ),
    _Odd(
        "CLOSENESS_ZERO",
        "reconcile.closeness_percent",
        lambda its: (
            "yuan" not in its.words("reconcile.closeness_measure") and not its.number("reconcile.closeness_percent")
        ),
        N_("only equal ratings are close then, or none where the bound is exclusive"),
        N_("name a percentage above 0, or another strategy"),
    ),
    _Odd(
        "FEW_RATINGS",
        "counting.minimum_ratings",
        lambda its: its.number("counting.minimum_ratings") < 3,
        N_("with {value} that count, ratings have no majority: one officer may decide a line"),
        N_("ask for 3 or more, as in a blind rating by three officers"),
    ),
    _Odd(
        "REFERRED_AND_DECLINED",
        "lists.referred",
        lambda its: bool(its.words("lists.referred") & its.words("lists.declined")),
        N_("a list both declines and refers; the first holds"),
        N_("name each list in one place"),
    ),
    _Odd(
        "ONE_INSPECTION_TIER",
        "inspection.small_balance_yuan",
        lambda its: its.number("inspection.small_balance_yuan") >= its.number("limits.household_cap_yuan"),
        N_("every line is within the small balance: the sooner inspection of larger ones never applies"),
        N_("name an amount below the cap of a household"),
    ),
    _Odd(
        "LARGER_INSPECTED_LATER",
        "inspection.large_within_days",
        lambda its: its.number("inspection.large_within_days") > 28 * its.number("inspection.small_within_months"),
        N_("a larger balance may be inspected later than a small one"),
        N_("shorten the time for larger balances"),
    ),
    _Odd(
        "CHILDREN_ALSO_OLD",
        "filing.child_under_age",
        lambda its: its.number("filing.child_under_age") > its.number("filing.old_from_age"),
        N_("some ages count as both children and old people"),
        N_("lower the age for children, or raise that for old people"),
    ),
    _Odd(
        "NOTHING_DECLINES",
        "refusals.declined_by",
        lambda its: not its.words("refusals.declined_by"),
        N_("no refusal declines a household, not even of all officers: all go to collective review"),
        N_("name what declines, if that is not meant"),
    ),
)
