"""What an explanation is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from gridcredit.policy import Parameter, Value
from gridcredit.rules.arrears import Arrears
from gridcredit.rules.board import Step
from gridcredit.rules.validity import State, Term
from gridcredit.schema import DECISIONS

COMPARED = DECISIONS[1:]
FROM_LEDGER, FROM_FILES = "ledger", "files"
AMOUNT, REFUSES, UNKNOWING, ABSTAINS, SET_ASIDE = "amount", "refuses", "unknowing", "abstains", "set_aside"
POLICY, INPUT, RATINGS, SOFTWARE = "policy", "input", "ratings", "software"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a run decided on a household, as the ledger has it; lines are 0 where there is none."""

    decided_on: date
    run: str
    recorded_at: datetime
    software: str
    policy_sha256: str
    input_sha256: str
    status: str
    credit_line_yuan: int
    suggested_line_yuan: int
    basis: str
    reason_codes: str
    counting_ratings: int
    outlying_officers: str


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the very file that was read."""

    file: str
    sheet: str
    cell: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Given:
    """An officer's rating: ``kind`` what it is to the rules (``AMOUNT``, …), ``counts`` whether it counted."""

    officer: str
    kind: str
    counts: bool
    outlying: bool
    amount_yuan: int | None
    refusal: str | None
    refusal_codes: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that had something to say: its steps, the status that it set ('' for none) and the reasons it gave."""

    rule: str
    steps: tuple[Step, ...]
    status: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The rules applied once more: each, the policy values that it named, and where the decision differs from the
    recorded one: {column: (recorded, recomputed)}. ``counting`` and ``set_aside`` tell of each rating of the household,
    in their order, whether it counted, and whether it was set aside. ``newer``: those of the values that the run's
    version of gridcredit did not have yet.
    """

    applied: tuple[Applied, ...]
    values: Mapping[str, tuple[Parameter, Value]]
    differences: Mapping[str, tuple[object, object]]
    counting: tuple[bool, ...]
    set_aside: tuple[bool, ...]
    newer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A value that two policies differ in; None: the policy has none of this name."""

    parameter: Parameter
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier decision, and what is different in the one after it: ``changed`` holds ``POLICY``, ``INPUT`` (the
    workbooks, in whatever row), ``RATINGS`` (this household's own) and ``SOFTWARE``; ``line_change`` in yuan.
    """

    decision: Decision
    changed: tuple[str, ...]
    line_change: int
    policy_changes: tuple[PolicyChange, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the collective review decided on a household that the run left to it: ``decision`` as ``rules.review`` has it.

    ``applied``: the rule ``review``, with the ``values`` that it named; None where the ledger does not keep the policy of
    that day, ``policy_sha256``.
    """

    met_on: date
    decision: str
    credit_line_yuan: int
    votes: Sequence[int | None]
    present: Sequence[str]
    dissent: str | None
    form: str
    policy_sha256: str
    place: Place
    applied: Applied | None
    values: Mapping[str, tuple[Parameter, Value]]


class Held(NamedTuple):
    """What a household is in arrears with, the line that was decided, and what of it may be used."""

    arrears: Arrears
    decided_yuan: int
    line_yuan: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """``about``: who the household is, as the ledger keeps it, ID and phone masked. ``policy_from``: where the run's
    policy was found; None where it was not, and ``recomputed`` is None then. ``complete``: the ledger keeps all that the
    run decided on. ``events``: the outcomes up to ``as_of``,
    oldest first. ``term`` and ``state`` of the line on ``as_of``, None where none was granted. ``ballots``: those that the
    ratings come from, as ``Assessment.ballots``. ``reviewed``: where the line was decided by the collective review.
    ``held``: of a household in arrears. ``purged``: what is of persons was taken out of the ledger, so nothing can be decided again.
    """

    village: str
    household_id: str
    as_of: date
    about: Mapping[str, Any]
    decision: Decision
    policy_from: str | None
    complete: bool
    given: tuple[Given, ...]
    recomputed: Recomputed | None
    earlier: tuple[Earlier, ...]
    events: tuple[Mapping[str, Any], ...]
    term: Term | None
    state: State | None
    ballots: Sequence[Mapping[str, Any]] = ()
    reviewed: Reviewed | None = None
    purged: bool = False
    held: Held | None = None
