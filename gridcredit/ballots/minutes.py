"""The minutes of ballots as they stand in a ledger: which rounds there are, what was received, what was opened."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from gridcredit.ballots.rounds import NUMBER_LENGTH, Ballot, Round, receipt, round_of
from gridcredit.codes import ALPHABET, is_code

ISSUED, VOIDED, RECEIVED, OPENED = "issued", "voided", "received", "opened"
_NUMBER = re.compile(rf"(?<![0-9A-Za-z])[{ALPHABET}]{{{NUMBER_LENGTH}}}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Received:
    """A ballot's file as it came in; ``late``: after the deadline. ``receipt`` is the code that the officer was told."""

    number: str
    officer: str
    file: str
    sha256: str
    sealed: bool
    late: bool
    receipt: str
    at: datetime


@dataclass(slots=True)
class State:
    """A round and what became of it; ``opened`` and ``voided``: what the minute of it says, None where it was not."""

    round: Round
    issued_at: datetime
    received: dict[str, Received] = field(default_factory=dict)
    opened: Mapping[str, Any] | None = None
    opened_at: datetime | None = None
    voided: Mapping[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether ballots may still come in."""
        return self.opened is None and self.voided is None

    def missing(self) -> list[Ballot]:
        return [ballot for ballot in self.round.ballots if ballot.number not in self.received]


def states(minutes: Sequence[Mapping[str, Any]]) -> list[State]:
    """The rounds in the order of their issue; ``minutes`` as ``Ledger.minutes`` gives them.

    What is minuted of a round whose issue is not is passed over here; the ledger's own check names it.
    """
    found: dict[str, State] = {}
    for minute in minutes:
        detail, name = minute["detail"], minute["round"]
        if minute["kind"] == ISSUED:
            found[name] = State(round_of(minute["village"], detail), minute["recorded_at"])
        elif name not in found:
            continue
        elif minute["kind"] == VOIDED:
            found[name].voided = detail
        elif minute["kind"] == RECEIVED:
            found[name].received[minute["number"]] = _received(minute)
        elif minute["kind"] == OPENED:
            found[name].opened, found[name].opened_at = detail, minute["recorded_at"]
    return list(found.values())


def _received(minute: Mapping[str, Any]) -> Received:
    detail = minute["detail"]
    return Received(
        minute["number"],
        detail["officer"],
        detail["file"],
        detail["sha256"],
        detail["sealed"],
        detail["late"],
        receipt(minute["number"], detail["sha256"]),
        minute["recorded_at"],
    )


def of_village(rounds: Sequence[State], village: str) -> list[State]:
    return [state for state in rounds if state.round.village == village]


def with_ballot(rounds: Sequence[State], number: str) -> State | None:
    return next((state for state in rounds if state.round.ballot(number)), None)


def number_in(file: str) -> str | None:
    """The ballot number in a file's name; None where there is none, or more than one."""
    found = {text for text in _NUMBER.findall(PurePath(file).stem.upper()) if is_code(text, NUMBER_LENGTH)}
    return found.pop() if len(found) == 1 else None
