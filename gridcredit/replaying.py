"""An earlier run beside the same run made again: every value that the ledger keeps of a household, one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridcredit.schema import DECIDED, DECISIONS

_NOT_DECIDED = ("change",)
"""What an event says of other runs, not of its own."""
_CODED = {
    *DECISIONS,
    *DECIDED,
    *("valid_until", "review_on", "registration_status", "residence_status", "list_status", "missing_fields"),
    *("refusal_codes", "knows", "sheet", "cell", "file", "sha256", "effective", "input_sha256", "policy_sha256"),
} - {"outlying_officers", "borrower"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of a household ('': of the run) that came out otherwise.

    ``recorded`` and ``recomputed`` are None where there is no such value, and also for words that may tell of a person.
    """

    household_id: str
    field: str
    recorded: object
    recomputed: object


@dataclass(frozen=True, slots=True)
class Compared:
    """``households`` of the run as recorded; ``unrecorded``: names of values that its version did not keep yet."""

    households: int
    differences: tuple[Difference, ...]
    unrecorded: tuple[str, ...]


def compare(recorded: Sequence[Mapping[str, Any]], recomputed: Sequence[Mapping[str, Any]]) -> Compared:
    """Two runs household by household, as mappings of plain values (``household_id`` among them), as JSON has them."""
    found: list[Difference] = []
    unrecorded: dict[str, None] = {}
    again = {entry["household_id"]: entry for entry in recomputed}
    for before in recorded:
        after = again.pop(before["household_id"], None)
        if after is None:
            found.append(Difference(before["household_id"], "household_id", before["household_id"], None))
            continue
        unrecorded |= dict.fromkeys(name for name in after if name not in before and name not in _NOT_DECIDED)
        for name, value in before.items():
            if name not in _NOT_DECIDED:
                found += _differences(before["household_id"], name, value, after.get(name))
    found += [Difference(key, "household_id", None, key) for key in again]
    return Compared(len(recorded), tuple(found), tuple(unrecorded))


def compare_run(recorded: Mapping[str, Any], recomputed: Mapping[str, Any]) -> list[Difference]:
    """What is said of the run itself."""
    return [
        difference
        for name, value in recorded.items()
        for difference in _differences("", name, value, recomputed.get(name))
    ]


def _differences(household_id: str, field: str, before: Any, after: Any) -> Iterator[Difference]:
    """The innermost values that differ, by their path: ``ratings.2.amount_yuan``."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            yield from _differences(household_id, f"{field}.{name}", before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after), start=1):
            yield from _differences(household_id, f"{field}.{number}", one, other)
    else:
        yield Difference(household_id, field, _shown(field, before), _shown(field, after))


def _shown(field: str, value: Any) -> object:
    """The value, unless its words may tell of a person."""
    if isinstance(value, (int, float)):
        return value
    return value if isinstance(value, str) and field.rpartition(".")[2] in _CODED else None
