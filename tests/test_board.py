"""What rules write on the board, verdict by verdict."""

import numpy as np
import pytest
from rules.deciding import DEFAULT, village

from gridcredit.decisions import board_of
from gridcredit.rules.board import Board


@pytest.fixture
def board() -> Board:
    """Four households: the first off the roster, the second declined, the third granted 50,000, the last undecided."""
    households, given = village([{}, {}, {}, {}])
    board = board_of(households, {}, given, None, DEFAULT)
    board.decide(np.array([True, False, False, False]), "excluded")
    board.decide(np.array([False, True, False, False]), "declined", "LIST_BLACK")
    board.decide(np.array([False, False, True, False]), "granted")
    board.line = np.array([0, 0, 50_000, 0])
    return board


ALL = np.array([True, True, True, True])


def test_the_first_verdict_stands_and_every_reason_on_the_roster_is_kept(board: Board) -> None:
    board.decide(ALL, "referred", "REFUSED_BY_SOME")
    assert board.status.tolist() == ["excluded", "declined", "granted", "referred"]
    assert board.decided_by.tolist() == ["", "LIST_BLACK", "", "REFUSED_BY_SOME"]
    assert board.mask("REFUSED_BY_SOME").tolist() == [False, True, True, True]


def test_a_granted_line_that_is_referred_becomes_the_suggested_one(board: Board) -> None:
    board.suggested = np.array([0, 7_000, 0, 9_000])
    board.refer(ALL, "NO_BORROWER")
    assert board.status.tolist() == ["excluded", "declined", "referred", ""]
    assert board.decided_by.tolist() == ["", "LIST_BLACK", "NO_BORROWER", ""]
    assert board.line.tolist() == [0, 0, 0, 0]
    assert board.suggested.tolist() == [0, 7_000, 50_000, 9_000]
    assert board.mask("NO_BORROWER").tolist() == [False, True, True, True]


def test_who_is_not_meant_keeps_the_line(board: Board) -> None:
    board.refer(~ALL, "NO_BORROWER")
    assert (board.status[2], board.line[2], board.suggested[2]) == ("granted", 50_000, 0)
    assert not board.has(2, "NO_BORROWER")


def test_nobody_has_a_reason_that_was_never_given(board: Board) -> None:
    assert board.mask("CAPPED").tolist() == [False] * 4
    assert board.mask("CAPPED").dtype == bool
    assert not board.has(1, "CAPPED") and board.has(1, "LIST_BLACK") and not board.has(2, "LIST_BLACK")


def test_a_line_is_made_of_a_figure_of_the_undecided_and_of_those_in_review_for_it(board: Board) -> None:
    board.basis[:] = "compromise"
    board.basis[3] = ""
    assert board.for_line().tolist() == [False, False, False, False]
    board.basis[3] = "compromise"
    assert board.for_line().tolist() == [False, False, False, True]
    board.decide(ALL, "referred", "SPREAD_TOO_WIDE")
    assert board.for_line().tolist() == [False, False, False, True]


@pytest.mark.parametrize(("code", "makes"), [("SPREAD_TOO_WIDE", True), ("ABOVE_MODEL", True), ("LIST_GREY", False)])
def test_only_the_figure_itself_leaves_a_line_to_suggest(board: Board, code: str, makes: bool) -> None:
    board.basis[:] = "compromise"
    board.decide(ALL, "referred", code)
    assert bool(board.for_line()[3]) is makes


def test_a_column_that_a_table_lacks_is_blank(board: Board) -> None:
    assert board.column("households", "address") == [None] * 4
    assert board.column("households", "household_id") == ["0", "1", "2", "3"]
    assert board.column("members", "name") == []


def test_a_village_begins_undecided_with_whole_yuan_and_the_statuses_of_its_households() -> None:
    households, given = village([{"registration": "normal", "list": "grey"}, {}])
    board = board_of(households, {}, given, None, DEFAULT)
    assert (board.registration.tolist(), board.listed.tolist()) == (["normal", None], ["grey", None])
    assert (board.enough.tolist(), str(board.enough.dtype)) == ([False, False], "bool")
    for column in (board.status, board.decided_by, board.basis):
        assert column.tolist() == ["", ""]
    for figures in (board.counting, board.refusals, board.figure, board.uncapped, board.line, board.suggested):
        assert (figures.tolist(), str(figures.dtype)) == ([0, 0], "int64")


def test_ratings_are_taken_by_household_and_by_place() -> None:
    households, given = village([{"ratings": "1 2 3"}, {"ratings": "refuses hard:5 unknowing:6"}])
    found = board_of(households, {}, given, None, DEFAULT).ratings
    second = found.of(1)
    assert second.household.tolist() == [1, 1, 1] and second.row.tolist() == [3, 4, 5]
    assert second.amount.tolist() == [-1, 5, 6] and second.officer.tolist() == ["A", "B", "C"]
    assert second.refuses.tolist() == [True, True, False] and second.hard.tolist() == [False, True, False]
    assert second.unknowing.tolist() == [False, False, True]
    assert found.where(np.array([5, 0])).amount.tolist() == [6, 1]
    assert found.refusing(found.amount == 2).refuses.tolist() == [False, True, False, False, False, False]
