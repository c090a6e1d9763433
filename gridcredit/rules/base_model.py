"""A base model figure (基础模型测算) from what is known of a household, beside the officers' ratings.

``additive``: what each fact gives, in yuan, is added up; ``points``: the sum of points stands in a table of steps;
``checklist``: so does the number of conditions met; ``factor``: a percentage of one fact. What is not known gives
nothing, and where nothing is known there is no figure. The figure never decides alone: a rating far above it goes to
collective review, and a policy may cap the line by it.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gridcredit.household_facts import Value, asked_by, rows_for
from gridcredit.i18n import N_
from gridcredit.policy import Row, Values, bands
from gridcredit.rules.board import Board, Step, Yuan
from gridcredit.rules.wording import share

NONE, ADDITIVE, POINTS, CHECKLIST, FACTOR = "none", "additive", "points", "checklist", "factor"
STEPS = {POINTS: "points_steps", CHECKLIST: "checklist_steps"}
_UNKNOWN = -1
_GIVES: Mapping[str, str] = {
    ADDITIVE: N_("{fact}: {value}; gives {gives} yuan"),
    POINTS: N_("{fact}: {value}; gives points: {gives}"),
}
_SUM: Mapping[str, str] = {
    ADDITIVE: N_("sum: {sum} yuan"),
    POINTS: N_("sum of points: {sum}"),
    CHECKLIST: N_("conditions met: {sum}"),
}
_STEP: Mapping[str, str] = {
    POINTS: N_("for points {sum}: {worth} yuan"),
    CHECKLIST: N_("for conditions met, {sum}: {worth} yuan"),
}
_ABOVE: Mapping[bool, str] = {
    False: N_("{who}, {figure} yuan, is {share} % of the base model figure, more than {percent} %: collective review"),
    True: N_("{who}, {figure} yuan, is {share} % of the base model figure, {percent} % or more: collective review"),
}
_WITHIN: Mapping[bool, str] = {
    False: N_("{who}, {figure} yuan, is {share} % of the base model figure, not more than {percent} %: no review"),
    True: N_("{who}, {figure} yuan, is {share} % of the base model figure, less than {percent} %: no review"),
}
_WHO: Mapping[str, str] = {"figure": N_("the officers' figure"), "highest_rating": N_("the highest rating")}


class Item(NamedTuple):
    """What a fact gives by the row of the table that holds for it; None: the fact is unknown, or in no row."""

    fact: str
    value: Value | None
    gives: int | None


def is_on(values: Values) -> bool:
    return values.word("shape") != NONE


def apply(board: Board, values: Values) -> None:
    """Adds ``model_yuan`` (whole yuan; None: no model, or nothing known) and lets it review and cap ``board.figure``."""
    if not is_on(values):
        board.added["model_yuan"] = [None] * board.size
        return
    sums = _sums(board, values)
    worth = {total: model_of(total, values) for total in set(sums)}
    board.added["model_yuan"] = [worth[total] for total in sums]
    model = np.array([_UNKNOWN if worth[total] is None else worth[total] for total in sums], dtype=np.int64)
    has = (model != _UNKNOWN) & (board.basis != "")
    review = values.limit("review_percent")
    board.decide(has & review.at_least(_compared(board, values) * 100, model * review.value), "referred", "ABOVE_MODEL")
    board.uncapped = board.figure
    if values.word("caps") == "yes":
        over = has & board.for_line() & (board.figure > model)
        board.note(over, "CAPPED_BY_MODEL")
        board.figure = np.where(over, model, board.figure)


def model_of(total: int | None, values: Values) -> int | None:
    """The figure in yuan for a sum of yuan, points or conditions: by the steps, from the floor up, up to the cap."""
    worth = _worth(total, values)
    return None if worth is None else min(max(worth, values.number("floor_yuan")), values.number("cap_yuan"))


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not is_on(values):
        return
    model = board.added["model_yuan"][row]
    yield from _reckoned(board, row, values)
    if model is None:
        return
    yield Step(N_("base model figure: {model} yuan"), {"model": model}, ("shape",))
    if board.basis[row]:
        yield _reviewed(board, row, model, values)
        if board.has(row, "CAPPED_BY_MODEL"):
            params = {"figure": int(board.uncapped[row]), "model": model}
            yield Step(N_("{figure} yuan is above the base model figure: capped to {model} yuan"), params, ("caps",))
    stated = zip(board.given["household_id"], board.column("given", "model_yuan"))
    key = board.households["household_id"][row]
    for other in sorted({yuan for home, yuan in stated if home == key and yuan is not None} - {model}):
        text = N_("the officers' sheets state another base model figure: {stated} yuan")
        yield Step(text, {"stated": other, "model": model}, ("shape",))


def _sums(board: Board, values: Values) -> list[int | None]:
    """By household what its facts give together; None where no fact gives anything, not even nothing."""
    if values.word("shape") == FACTOR:
        name, percent = values.word("factor_fact"), values.number("factor_percent")
        return [fact * percent // 100 if isinstance(fact, int) else None for fact in board.facts([name])[name]]
    rows = values.rows(values.word("shape"))
    total = np.zeros(board.size, dtype=np.int64)
    valued = np.zeros(board.size, dtype=bool)
    for name, facts in board.facts(asked_by(rows)).items():
        gives = _gives(rows, name, facts)
        total += np.array([gives[fact] or 0 for fact in facts], dtype=np.int64)
        valued |= np.array([gives[fact] is not None for fact in facts], dtype=bool)
    return [yuan if is_valued else None for yuan, is_valued in zip(total.tolist(), valued.tolist())]


def _gives(rows: Sequence[Row], name: str, facts: Iterable[Value | None]) -> dict[Value | None, int | None]:
    """What each of the values of a fact gives; None for one that is unknown or in no row."""
    return {fact: _number(row, "gives") if row else None for fact, row in rows_for(rows, name, facts).items()}


def _worth(total: int | None, values: Values) -> int | None:
    """A sum below nothing is nothing; None where no step holds it."""
    if total is None:
        return None
    steps = STEPS.get(values.word("shape"))
    if steps is None:
        return max(total, 0)
    row = next((row for row in values.rows(steps) if bands.holds(row, max(total, 0))), None)
    return _number(row, "yuan") if row else None


def _compared(board: Board, values: Values) -> Yuan:
    """What is compared with the model figure: the officers' figure, or the highest rating that counts."""
    if values.word("compared") == "figure":
        return board.figure
    highest = np.zeros(board.size, dtype=np.int64)
    np.maximum.at(highest, board.ratings.household, board.ratings.amount)
    return highest


def _reckoned(board: Board, row: int, values: Values) -> Iterator[Step]:
    """The arithmetic up to the model figure."""
    shape = values.word("shape")
    if shape == FACTOR:
        total = yield from _percentage(board, row, values)
    else:
        rows = values.rows(shape)
        facts = {name: column[row] for name, column in board.facts(asked_by(rows)).items()}
        items = [Item(name, fact, _gives(rows, name, [fact])[fact]) for name, fact in facts.items()]
        for item in items:
            yield _told(item, shape)
        valued = [item.gives for item in items if item.gives is not None]
        total = sum(valued) if valued else None
        if total is not None:
            yield Step(_SUM[shape], {"sum": total}, (shape,))
    if total is None:
        yield Step(N_("nothing that the base model goes by is known: no figure"), {}, ("shape",))
        return
    worth = _worth(total, values)
    if shape in STEPS:
        text = _STEP[shape] if worth is not None else N_("no step holds {sum}: no base model figure")
        yield Step(text, {"sum": max(total, 0), "worth": worth}, (STEPS[shape],))
    if worth is not None:
        yield from _bounded(worth, values)


def _told(item: Item, shape: str) -> Step:
    if item.value is None:
        text = N_("{fact}: not known, gives nothing")
    elif item.gives is None and shape == FACTOR:
        text = N_("{fact}: {value}; no figure, gives nothing")
    elif item.gives is None:
        text = N_("{fact}: {value}; in no row of the table, gives nothing")
    elif shape == CHECKLIST:
        text = N_("{fact}: {value}; condition met") if item.gives else N_("{fact}: {value}; condition not met")
    else:
        text = _GIVES[shape]
    return Step(text, item._asdict(), ("factor_fact" if shape == FACTOR else shape,))


def _percentage(board: Board, row: int, values: Values) -> Generator[Step, None, int | None]:
    name, percent = values.word("factor_fact"), values.number("factor_percent")
    value = board.facts([name])[name][row]
    if not isinstance(value, int):
        yield _told(Item(name, value, None), FACTOR)
        return None
    worth = value * percent // 100
    params = {"fact": name, "value": value, "percent": percent, "worth": worth}
    yield Step(N_("{fact}: {percent} % of {value} is {worth} yuan"), params, ("factor_fact", "factor_percent"))
    return worth


def _bounded(worth: int, values: Values) -> Iterator[Step]:
    floor, cap = values.number("floor_yuan"), values.number("cap_yuan")
    if worth < floor:
        text = N_("{worth} yuan is below the smallest base model figure: {floor} yuan")
        yield Step(text, {"worth": worth, "floor": floor}, ("floor_yuan",))
    if max(worth, floor) > cap:
        text = N_("{worth} yuan is above the largest base model figure: {cap} yuan")
        yield Step(text, {"worth": max(worth, floor), "cap": cap}, ("cap_yuan",))


def _reviewed(board: Board, row: int, model: int, values: Values) -> Step:
    """The comparison that may send a household to collective review."""
    limit, who = values.limit("review_percent"), values.word("compared")
    amounts = board.uncapped if who == "figure" else _compared(board, values)
    figure = int(amounts[row])
    above = bool(limit.at_least(figure * 100, model * limit.value))
    params = {
        "who": _WHO[who],
        "figure": figure,
        "share": share(figure, model, limit.value) if model else "",
        "percent": limit.value,
    }
    if not model:
        text = N_("{who}, {figure} yuan, stands against a base model figure of nothing: collective review")
    elif above:
        text = _ABOVE[limit.inclusive]
    else:
        text = _WITHIN[limit.inclusive]
    return Step(text, params, ("review_percent", "compared"))


def _number(row: Row, name: str) -> int:
    number = row[name]
    assert isinstance(number, int)
    return number
