"""A collective review (集体评议): the credit group decides on a household that the ratings alone do not settle.

The group is bound by the bank's limits: no line above the cap, none that is not a multiple of the rounding.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gridcredit.i18n import N_
from gridcredit.policy import Policy, Values
from gridcredit.rules.board import Step
from gridcredit.rules.cap import cap_of

GRANTED, DECLINED, DEFERRED = "granted", "declined", "deferred"
Fault = tuple[str, str, Mapping[str, object]]
"""The code of a finding, the column that it stands at, and its parameters."""


class Vote(NamedTuple):
    """What a group of ``present`` members decided on one household; votes are those for, against and neither."""

    decision: str
    line_yuan: int | None
    present: int
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None


def is_quorate(present: int, values: Values) -> bool:
    """Whether so many members may decide anything; ``values``: of this rule."""
    return bool(values.limit("members_present").at_least(present))


def faults(vote: Vote, policy: Policy, village_cap: int | None) -> Iterator[Fault]:
    """Why a decision is none that the policy allows; a household that is put off needs no votes, and gets no line."""
    if vote.decision != DEFERRED:
        yield from _votes(vote, policy.values("review"))
    yield from _line(vote, policy.values("limits"), village_cap)


def _votes(vote: Vote, values: Values) -> Iterator[Fault]:
    votes = {name: getattr(vote, name) for name in ("votes_for", "votes_against", "votes_abstained")}
    missing = [name for name, count in votes.items() if count is None]
    if missing:
        yield "VALUE_MISSING", missing[0], {}
    elif (total := sum(votes.values())) != vote.present:
        yield "REVIEW_VOTES_DIFFER", "votes_for", {"votes": total, "present": vote.present}
    elif not _is_majority(vote, values):
        yield "REVIEW_NO_MAJORITY", "votes_for", {"votes": vote.votes_for, "present": vote.present}


def _is_majority(vote: Vote, values: Values) -> bool:
    limit = values.limit("votes_percent")
    return bool(limit.at_least(100 * (vote.votes_for or 0), limit.value * vote.present))


def _line(vote: Vote, limits: Values, village_cap: int | None) -> Iterator[Fault]:
    line, step, least = vote.line_yuan, limits.number("rounding_yuan"), limits.limit("minimum_line_yuan")
    if vote.decision != GRANTED:
        if line:
            yield "REVIEW_LINE_NOT_GRANTED", "line_yuan", {}
    elif not line:
        yield ("VALUE_MISSING" if line is None else "AMOUNT_ZERO"), "line_yuan", {}
    elif line > (cap := cap_of(limits, village_cap)):
        yield "REVIEW_ABOVE_CAP", "line_yuan", {"cap": f"{cap:,}"}
    elif line % step:
        yield "REVIEW_NOT_ROUND", "line_yuan", {"step": f"{step:,}"}
    elif not least.at_least(line):
        yield "REVIEW_BELOW_MINIMUM", "line_yuan", {"least": f"{least.value:,}"}


def explain(vote: Vote, policy: Policy) -> Iterator[Step]:
    """The decision as it was taken, and what it needed."""
    if vote.decision == GRANTED:
        yield Step(N_("the credit group granted a line of {line} yuan"), {"line": vote.line_yuan})
    elif vote.decision == DECLINED:
        yield Step(N_("the credit group granted no line"))
    else:
        yield Step(N_("the credit group put the household off"))
        return
    limit = policy.values("review").limit("votes_percent")
    text = (
        N_("{votes} of the {present} members present voted for it; at least {percent} % were needed")
        if limit.inclusive
        else N_("{votes} of the {present} members present voted for it; more than {percent} % were needed")
    )
    params = {"votes": vote.votes_for, "present": vote.present, "percent": limit.value}
    yield Step(text, params, ("votes_percent", "members_present"))
