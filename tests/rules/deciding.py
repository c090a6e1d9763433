"""Cases of the decision rules, written as Markdown tables like the contract's, and decided.

``ratings``: one word an officer (A, B, C, …): an amount, ``refuses``, ``abstains`` (an empty rating),
``unknowing:50,000`` (does not know the household), ``refuses:50,000`` (names a ground and an amount), ``hard`` and
``hard:50,000`` (the ground is one that the bank's profile calls hard). ``registration`` and ``list`` are the
household's. ``policy`` holds the values that are not the shipped ones, see ``set_to``. All other columns are what comes
out: an amount, – for none.
"""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit import policy
from gridcredit.decisions import board_of, decide, name_of, steps
from gridcredit.policy import Kind, Policy, PolicyBook
from gridcredit.policy.entries import value_of
from gridcredit.reports.labels import sentence
from gridcredit.rules.board import Step
from gridcredit.schema import Columns

Case = dict[str, str]
Rating = tuple[int | None, str | None, str | None]
OFFICERS = [*string.ascii_uppercase, *string.ascii_lowercase]
GIVEN = ("policy", "ratings", "registration", "list")
DEFAULT = policy.load().on(date(2016, 5, 3))


def cases(table: str) -> list[Case]:
    """The rows of a Markdown table by column; – is empty."""
    lines = [line.strip().strip("|") for line in table.strip().splitlines()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines if set(line) - set("|- ")]
    return [dict(zip(header, ["" if cell == "–" else cell for cell in row], strict=True)) for row in rows]


def name(case: Case) -> str:
    return " ".join(text for key in GIVEN if (text := case.get(key)))


def set_to(settings: str, in_force: Policy = DEFAULT) -> Policy:
    """``in_force`` with other values: ``strategy=median closeness_percent=20:exclusive declined_by=one,hard_reason``.

    A name that several rules have stands with its rule (``exposure.over_cap``). A threshold keeps its bound unless one
    is given. A value that a bank's file could not hold is refused as it would be there.
    """
    book = PolicyBook(in_force.parameters)
    for word in settings.split():
        name, _, setting = word.partition("=")
        (parameter,) = [one for one in book.parameters if name in (one.name, one.key)]
        text, _, bound = setting.partition(":")
        listed = text.split(",") if text else []
        value: object = listed if parameter.kind is Kind.WORDS else text
        if parameter.kind is Kind.NUMBER:
            value = int(text.replace(",", ""))
        entry = {"from": in_force.day, "issued": in_force.day, "value": value, "document": "letter", "clause": "1"}
        old = parameter.on(in_force.day)
        bounds = {"bound": bound or old.bound} if old and parameter.threshold else {}
        book = book.with_value(parameter.rule, parameter.name, value_of(word, {**entry, **bounds}, parameter))
    return book.on(in_force.day)


def with_rows(name: str, rows: Sequence[Mapping[str, object]], in_force: Policy = DEFAULT) -> Policy:
    """``in_force`` with other rows in the table ``name`` (``rule.name``), refused where a bank's file could not hold them."""
    (parameter,) = [one for one in in_force.parameters if one.key == name]
    plain = [{key: list(value) if isinstance(value, tuple) else value for key, value in row.items()} for row in rows]
    entry = {"from": in_force.day, "issued": in_force.day, "value": plain, "document": "letter", "clause": "1"}
    book = PolicyBook(in_force.parameters).with_value(parameter.rule, parameter.name, value_of(name, entry, parameter))
    return book.on(in_force.day)


def decided(given: Sequence[Case], village_cap: int | None = None, in_force: Policy = DEFAULT) -> list[Case]:
    """What comes out for each case, all of them households of one village, in the words of the tables."""
    households, given_ratings = village(given)
    return [in_words(row) for row in by_row(decide(households, {}, given_ratings, village_cap, in_force))]


def village(given: Sequence[Case]) -> tuple[Columns, Columns]:
    """Households 0, 1, … and their ratings."""
    households: Columns = {
        "household_id": [str(number) for number in range(len(given))],
        "registration_status": [case.get("registration") or None for case in given],
        "list_status": [case.get("list") or None for case in given],
    }
    words = [
        (str(number), officer, word)
        for number, case in enumerate(given)
        for officer, word in zip(OFFICERS, case.get("ratings", "").split())
    ]
    rows = ratings([(key, officer, *rating(word)) for key, officer, word in words])
    return households, {**rows, "refusal_hard": [word.startswith("hard") or None for _key, _officer, word in words]}


def explained(case: Case, rule: str, village_cap: int | None = None) -> list[tuple[str, str]]:
    """What a rule tells of a case, and by which of its values, joined by a space."""
    return [(sentence(step), " ".join(step.names)) for step in steps_of(case, rule, village_cap)]


def steps_of(case: Case, rule: str, village_cap: int | None = None) -> list[Step]:
    households, given_ratings = village([case])
    in_force = set_to(case.get("policy", ""))
    board = board_of(households, {}, given_ratings, village_cap, in_force)
    return [
        step
        for applied, values in steps(board, in_force)
        if name_of(applied) == rule
        for step in applied.explain(board, 0, values)
    ]


def by_row(table: Columns) -> list[dict[str, Any]]:
    return [dict(zip(table, row)) for row in zip(*table.values())]


def ratings(rows: Sequence[tuple[str, str, int | None, str | None, str | None]]) -> Columns:
    """``household_id``, ``officer``, ``amount_yuan``, ``knows``, ``refusal`` as ingest hands them on."""
    names = ("household_id", "officer", "amount_yuan", "knows", "refusal")
    return {name: [row[position] for row in rows] for position, name in enumerate(names)}


def rating(word: str) -> Rating:
    """Amount, whether the officer knows the household, ground of refusal."""
    said, _, amount = word.rpartition(":")
    if amount in ("refuses", "hard", "abstains", "unknowing"):
        said, amount = amount, ""
    yuan = int(amount.replace(",", "")) if amount else None
    return yuan, "no" if said == "unknowing" else None, "赌博" if said in ("refuses", "hard") else None


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
    """What comes out for a case decided alone, by its ``policy`` if it has one, in the columns that it has."""
    found = decided([case], village_cap, set_to(case.get("policy", ""), in_force))[0]
    return {key: found[key] for key in expected(case)}


def _yuan(amount: object) -> str:
    assert isinstance(amount, int)
    return f"{amount:,}" if amount else ""
