"""What the ledger holds: assessment runs and events. Nothing in it is changed or deleted, only added."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

CHINA = timedelta(hours=8)
ASSESSED = "assessed"
REVIEWED, REVISITED = "reviewed", "revisited"
"""What forms tell: the decision of a collective review, what a re-visit found."""
WITHDRAWN = "withdrawn"
"""An event that only takes back the one that it corrects."""
DETAILS = (
    *("channel", "agreed_on", "back_on", "file_refreshed"),
    *("second_by", "use", "trade", "income", "repayment", "new_loans_yuan", "class_advice"),
)
"""What the detail of an inspection or a visit says of it, where that was told."""
FOUND = ("purpose", "family", "warning_signs", "measures")
"""What an inspection found, in words: it stands in the event's ``facts``."""
OF_VILLAGE = ("branch", "grid", "township", "batch", "village_code", "cap_yuan")
"""What a run's detail says of its village."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that became true of a household on ``effective``; ``detail`` is what its kind adds.

    ``occurrence`` counts equal events (village, household, kind, date, amount) within one file, from 0. ``corrects``: the
    number of a recorded event (``seq``) in whose place this one stands.
    """

    kind: str
    village: str
    household_id: str
    effective: date
    amount_yuan: int | None
    source_file: str
    source_sha256: str
    source_sheet: str
    source_cell: str
    actor: str | None = None
    result: str | None = None
    note: str | None = None
    occurrence: int = 0
    corrects: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    def key(self) -> str:
        """The same for the same fact, whichever file and row tells it."""
        fact = (self.village, self.household_id, self.kind, self.effective.isoformat(), self.amount_yuan)
        return digest(fact, self.occurrence)

    def particulars(self) -> tuple[str, ...]:
        return (self.actor or "", self.result or "", self.note or "")


@dataclass(frozen=True, slots=True)
class Run:
    """One village assessed: its inputs, its policy, and an ``ASSESSED`` event for each of its households.

    ``policy``: the values that it was decided by, as ``policy.archive`` keeps them; None where they are not to be kept.
    ``persons``: households and hashes of their persons' ID numbers by the key ``id_key``, where these are to be kept.
    """

    village: str
    effective: date
    input_file: str
    input_sha256: str
    policy_sha256: str
    software: str
    detail: Mapping[str, object]
    events: Sequence[Event]
    policy: Mapping[str, object] | None = None
    persons: Sequence[tuple[str, str]] = ()
    id_key: str = ""

    @property
    def run(self) -> str:
        """The run's name: equal inputs, policy and date give the same one."""
        return digest(self.village, self.effective.isoformat(), self.input_sha256, self.policy_sha256)[:12]


@dataclass(frozen=True, slots=True)
class Minute:
    """What was done with the ballots of a round: ``kind`` is ``issued``, ``voided``, ``received`` or ``opened``; or with a form:
    ``review`` and ``revisit`` where one was issued, or ``withdrawn``, and ``round`` is ''; or with the duty rota: ``rota`` and
    ``rota_cancelled``, by branch and day, and ``round`` and ``number`` are ''.

    ``number``: the ballot's or form's, '' where it was done with the whole round. ``detail`` is what its kind adds, in plain
    values.
    """

    kind: str
    village: str
    round: str
    number: str
    detail: Mapping[str, Any]


def digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def day_in_china(at: datetime) -> date:
    """The day in China at a time in UTC, as ledgers hold times."""
    return (at + CHINA).date()
