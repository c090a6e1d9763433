"""Cases of the decision rules, written as Markdown tables like the contract's, and decided.

``ratings``: one word an officer (A, B, C, …): an amount, ``refuses``, ``abstains`` (an empty rating),
``unknowing:50,000`` (does not know the household), ``refuses:50,000`` (names a ground and an amount).
``registration`` and ``list`` are the household's. All other columns are what comes out: an amount, – for none.
"""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit import policy
from gridcredit.decisions import decide
from gridcredit.policy import Policy
from gridcredit.schema import Columns

Case = dict[str, str]
Rating = tuple[int | None, str | None, str | None]
OFFICERS = [*string.ascii_uppercase, *string.ascii_lowercase]
GIVEN = ("ratings", "registration", "list")
DEFAULT = policy.load().on(date(2016, 5, 3))


def cases(table: str) -> list[Case]:
    """The rows of a Markdown table by column; – is empty."""
    lines = [line.strip().strip("|") for line in table.strip().splitlines()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines if set(line) - set("|- ")]
    return [dict(zip(header, ["" if cell == "–" else cell for cell in row], strict=True)) for row in rows]


def name(case: Case) -> str:
    return " ".join(text for key in GIVEN if (text := case.get(key)))


def decided(given: Sequence[Case], village_cap: int | None = None, in_force: Policy = DEFAULT) -> list[Case]:
    """What comes out for each case, all of them households of one village, in the words of the tables."""
    households: Columns = {
        "household_id": [str(number) for number in range(len(given))],
        "registration_status": [case.get("registration") or None for case in given],
        "list_status": [case.get("list") or None for case in given],
    }
    rows = [
        (str(number), officer, *rating(word))
        for number, case in enumerate(given)
        for officer, word in zip(OFFICERS, case.get("ratings", "").split())
    ]
    return [in_words(row) for row in by_row(decide(households, {}, ratings(rows), village_cap, in_force))]


def by_row(table: Columns) -> list[dict[str, Any]]:
    return [dict(zip(table, row)) for row in zip(*table.values())]


def ratings(rows: Sequence[tuple[str, str, int | None, str | None, str | None]]) -> Columns:
    """``household_id``, ``officer``, ``amount_yuan``, ``knows``, ``refusal`` as ingest hands them on."""
    names = ("household_id", "officer", "amount_yuan", "knows", "refusal")
    return {name: [row[position] for row in rows] for position, name in enumerate(names)}


def rating(word: str) -> Rating:
    """Amount, whether the officer knows the household, ground of refusal."""
    said, _, amount = word.rpartition(":")
    if amount in ("refuses", "abstains", "unknowing"):
        said, amount = amount, ""
    yuan = int(amount.replace(",", "")) if amount else None
    return yuan, "no" if said == "unknowing" else None, "赌博" if said == "refuses" else None


def in_words(row: Mapping[Any, Any]) -> Case:
    return {
        "status": str(row["status"]),
        "line": _yuan(row["credit_line_yuan"]),
        "suggests": _yuan(row["suggested_line_yuan"]),
        "basis": str(row["basis"]),
        "reasons": str(row["reason_codes"]).replace(";", " "),
        "counting": str(row["counting_ratings"]),
        "outlying": str(row["outlying_officers"]).replace(";", " "),
    }


def expected(case: Case) -> Case:
    return {key: text for key, text in case.items() if key not in GIVEN}


def outcome(case: Case, village_cap: int | None = None, in_force: Policy = DEFAULT) -> Case:
    """What comes out for a case decided alone, in the columns that it has."""
    found = decided([case], village_cap, in_force)[0]
    return {key: found[key] for key in expected(case)}


def _yuan(amount: object) -> str:
    assert isinstance(amount, int)
    return f"{amount:,}" if amount else ""
