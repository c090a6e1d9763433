"""Ballots that look as if they had been filled in on one computer: the same last editor, or saved at the same time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from itertools import combinations
from typing import Any, NamedTuple

from gridcredit.people import plain_word
from gridcredit.policy import Values


class Pair(NamedTuple):
    """Two officers' ballots: who saved each last, and the minutes between; None: not known."""

    officers: tuple[str, str]
    editors: tuple[str | None, str | None]
    minutes_apart: float | None
    same_editor: bool
    same_time: bool


def pairs(ballots: Sequence[Mapping[str, Any]], values: Values) -> Iterator[Pair]:
    """Those of which two things can be compared; ``ballots``: as ``Assessment.ballots``; ``values``: of the rule
    ``ballots``. An editor's name that programs give by themselves tells nothing.
    """
    common = {plain_word(word) for word in values.words("common_editors")}
    apart = values.limit("saved_minutes_apart")
    handed_in = [ballot for ballot in ballots if ballot["how"]]
    for one, other in combinations(handed_in, 2):
        editors = one.get("editor"), other.get("editor")
        times = _saved(one), _saved(other)
        names = [plain_word(editor) for editor in editors if editor]
        minutes = abs((times[0] - times[1]).total_seconds()) / 60 if times[0] and times[1] else None
        if len(names) == 2 or minutes is not None:
            yield Pair(
                (one["officer"], other["officer"]),
                editors,
                minutes,
                len(names) == 2 and names[0] == names[1] and names[0] not in common,
                minutes is not None and apart.at_most(minutes),
            )


def _saved(ballot: Mapping[str, Any]) -> datetime | None:
    """When a ballot was saved; the midnight that it was issued with is no such time."""
    text = ballot.get("saved_at")
    at = datetime.fromisoformat(text) if text else None
    return at if at and at.time() != time() else None
