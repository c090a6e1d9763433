from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.officers import OFFICERS
from gridcredit.ballots.minutes import number_in
from gridcredit.ballots.rounds import Round, receipt, round_of

ROUND = Round(
    "试验村", OFFICERS, date(2026, 12, 10), "00" * 16, "试验村.xlsx", "ab" * 32, tuple(f"A{n}" for n in range(300))
)


def test_each_officer_has_all_households_in_an_order_of_his_own() -> None:
    orders = [tuple(ballot.rows.values()) for ballot in ROUND.ballots]
    assert len({*orders, ROUND.households}) == 4
    assert all(sorted(order) == sorted(ROUND.households) for order in orders)


def test_a_row_code_of_one_ballot_stands_in_no_other_and_shows_no_household() -> None:
    codes = [code for ballot in ROUND.ballots for code in ballot.rows]
    assert len(set(codes)) == len(codes)
    assert not any(code in ballot.rows.values() for ballot in ROUND.ballots for code in ballot.rows)


def test_the_ledger_gives_the_same_ballots_back() -> None:
    assert round_of("试验村", ROUND.detail()).ballots == ROUND.ballots


@given(st.binary(min_size=16, max_size=16))
def test_another_secret_makes_other_ballots(secret: bytes) -> None:
    other = replace(ROUND, secret=secret.hex(), households=("A1", "A2"))
    same = other.secret == ROUND.secret
    assert (
        {b.number for b in other.ballots} == {b.number for b in replace(ROUND, households=("A1", "A2")).ballots}
    ) == same


def test_the_receipt_code_fits_one_file_and_one_ballot() -> None:
    codes = {receipt(number, sha256) for number in ("AAAA2222", "BBBB3333") for sha256 in ("0" * 64, "1" * 64)}
    assert len(codes) == 4 and all(len(code) == 19 for code in codes)


@pytest.mark.parametrize(
    "name",
    ["试验村-评议票-张三-{}.xlsx", "{}.xlsx", "{} (1).xlsx", "final_{}.xlsx".replace("_", " "), "试验村-{}-副本.XLSX"],
)
def test_the_number_is_found_in_the_files_name(name: str) -> None:
    number = ROUND.ballots[0].number
    assert number_in(name.format(number)) == number_in(name.format(number.lower())) == number


def test_two_numbers_or_a_miswritten_one_are_none() -> None:
    one, other = (ballot.number for ballot in ROUND.ballots[:2])
    wrong = one[:-1] + ("2" if one[-1] != "2" else "3")
    assert [number_in(f"{name}.xlsx") for name in (f"{one} {other}", wrong, "评议票")] == [None, None, None]
