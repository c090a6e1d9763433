"""Several loans in one household (一户多贷): its line, loans at other banks, guarantees and related households' add up.

What one couple states in two households' rows is counted once, with the larger figure. An amount that is not known
counts nothing here and is told on the approval sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.related import Tie, ties
from gridcredit.rules.board import Board, Step, Yuan
from gridcredit.schema import Columns, column_of

OVER_CAP = "EXPOSURE_OVER_CAP"
LINE, LOANS, GUARANTEES = "line", "other_loans", "guarantees"
_STATED = {LOANS: "other_loans_yuan", GUARANTEES: "guarantees_yuan"}


class Item(NamedTuple):
    """One thing that a household's exposure is made of, in whole yuan.

    ``household``: a row; ``stated`` None: not known. ``counted`` is less than ``stated`` where the policy says so, or
    where ``once`` (a row) states it for the same couple. ``ways``: what ties the household to the one that is looked
    at. ``joined``: a suggestion is not, and counts nothing; ``worth`` is what it would count.
    """

    kind: str
    household: int
    stated: int | None
    worth: int
    counted: int
    ways: tuple[str, ...] = ()
    joined: bool = True
    once: int | None = None


class Exposures:
    """The exposures of a village's households, by row.

    ``lines``: the line, or the suggested one, of each in whole yuan; ``kept``: those on the roster. Columns of
    ``schema`` that a table lacks are blank.
    """

    def __init__(
        self, households: Columns, members: Columns, lines: Sequence[int], kept: Sequence[bool], values: Values
    ) -> None:
        self._stated: dict[str, Sequence[int | None]] = {LINE: lines}
        for kind, name in _STATED.items():
            self._stated[kind] = column_of(households, name)
        worths = {
            kind: np.array([amount or 0 for amount in column], dtype=np.int64) for kind, column in self._stated.items()
        }
        worths[GUARANTEES] = -(-worths[GUARANTEES] * values.number("guarantee_percent") // 100)  # part of a yuan: up
        self._own: Yuan = sum(worths.values(), np.zeros(len(lines), dtype=np.int64))
        self._worths = {kind: column.tolist() for kind, column in worths.items()}
        joined, suggested = (frozenset(values.words(name)) for name in ("joined_by", "suggested_by"))
        found = ties(households, members, kept, values.limit("shared_by").at_most) if joined | suggested else {}
        self._joined = {row: _of_ways(others, joined) for row, others in found.items()}
        self._suggested = {row: _of_ways(others, suggested) for row, others in found.items()}

    def tied(self) -> list[int]:
        """The rows that have related ones."""
        return [row for row, others in self._joined.items() if others]

    def related(self, row: int) -> list[int]:
        """The rows whose exposures are added to this one's, in their order."""
        return list(self._joined.get(row, ()))

    def items(self, row: int) -> list[Item]:
        """What the exposure is made of: the household's own, then related households', then suggestions."""
        joined = self._joined.get(row, {})
        group = [row, *joined]
        found = []
        for one in group:
            ways = joined[one].ways if one in joined else ()
            for kind in self._stated:
                worth = self._worths[kind][one]
                holder = one if kind == LINE else self._holder(kind, one, group)
                once = holder if holder != one else None
                counted = worth if once is None else 0
                found.append(Item(kind, one, self._stated[kind][one], worth, counted, ways, once=once))
        for one, tie in self._suggested.get(row, {}).items():
            for kind in self._stated if one not in joined else ():
                found.append(Item(kind, one, self._stated[kind][one], self._worths[kind][one], 0, tie.ways, False))
        return found

    def total(self, row: int) -> int:
        if self._joined.get(row):
            return sum(item.counted for item in self.items(row))
        return int(self._own[row])

    def totals(self) -> Yuan:
        """Of all households."""
        found = self._own.copy()
        for row in self.tied():
            found[row] = self.total(row)
        return found

    def _holder(self, kind: str, row: int, group: Sequence[int]) -> int:
        """The one of the couple's households whose figure counts: the largest one's, of equal ones the first."""
        couple = [row]
        for one in couple:  # grows while it is gone through
            couple += [other for other in group if other not in couple and self._one_couple(one, other)]
        return max((one for one in group if one in couple), key=lambda one: self._worths[kind][one])

    def _one_couple(self, one: int, other: int) -> bool:
        tie = self._joined.get(one, {}).get(other)
        return tie is not None and tie.couple


def _of_ways(others: Mapping[int, Tie], wanted: frozenset[str]) -> dict[int, Tie]:
    """Those tied in one of the ways ``wanted``."""
    return {row: tie for row, tie in others.items() if not wanted.isdisjoint(tie.ways)}


def apply(board: Board, values: Values) -> None:
    """Adds ``exposure_yuan`` (None off the roster) and ``related``, the numbers of related households joined by ``;``."""
    exposures = _exposures(board, values)
    keys, totals, related = board.households["household_id"], exposures.totals(), [""] * board.size
    for row in exposures.tied():
        related[row] = ";".join(keys[other] for other in exposures.related(row))
    kept = (board.status != "excluded").tolist()
    board.added["exposure_yuan"] = [total if on else None for total, on in zip(totals.tolist(), kept)]
    board.added["related"] = related
    if values.word("over_cap") == "refer":
        within = values.limit("exposure_cap_yuan").at_most(totals)
        board.refer(~within & ((board.line > 0) | (board.suggested > 0)), OVER_CAP)


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not board.line[row] and not board.suggested[row]:
        return
    exposures, cap = _exposures(board, values), values.limit("exposure_cap_yuan")
    keys = board.households["household_id"]
    for item in exposures.items(row):
        if item.worth or (item.stated is None and item.household == row):
            params = {"household": keys[item.household], "stated": item.stated, "counted": item.counted}
            yield Step(_sentence(item, row), params, _VALUES[item.kind] if item.household == row else ("joined_by",))
    params = {"exposure": exposures.total(row), "cap": cap.value}
    if cap.at_most(exposures.total(row)):
        yield Step(N_("exposure {exposure}, the cap is {cap}: within it"), params, ("exposure_cap_yuan",))
    else:
        text = N_("exposure {exposure}, the cap is {cap}: approval of several loans")
        yield Step(text, params, ("exposure_cap_yuan", "over_cap"))


_VALUES = {LINE: (), LOANS: (), GUARANTEES: ("guarantee_percent",)}
_OWN = {
    LINE: N_("line of this household: {stated}"),
    LOANS: N_("loans at other banks: {stated}"),
    GUARANTEES: N_("guarantees given: {stated}, of which {counted} count"),
}
_UNKNOWN = {
    LOANS: N_("loans at other banks: not known"),
    GUARANTEES: N_("guarantees given: not known"),
}
_RELATED = {
    LINE: N_("line of related household {household}: {stated}"),
    LOANS: N_("loans at other banks of related household {household}: {stated}, of which {counted} count"),
    GUARANTEES: N_("guarantees given by related household {household}: {stated}, of which {counted} count"),
}
_SUGGESTED = N_("household {household} may be related, and is not counted: {stated}")


def _sentence(item: Item, row: int) -> str:
    if not item.joined:
        return _SUGGESTED
    if item.household != row:
        return _RELATED[item.kind]
    return _UNKNOWN[item.kind] if item.stated is None else _OWN[item.kind]


def _exposures(board: Board, values: Values) -> Exposures:
    lines = np.maximum(board.line, board.suggested).tolist()
    return Exposures(board.households, board.members, lines, (board.status != "excluded").tolist(), values)
