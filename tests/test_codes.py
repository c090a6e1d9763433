from hypothesis import given
from hypothesis import strategies as st

from gridcredit.codes import ALPHABET, code, grouped, household_code, is_code

digests = st.binary(min_size=32, max_size=32)


@given(digests, st.integers(2, 20))
def test_a_code_has_its_length_and_is_one(digest: bytes, length: int) -> None:
    assert is_code(code(digest, length), length)


@given(digests, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(digest: bytes, place: int, sign: str) -> None:
    written = code(digest, 8)
    wrong = written[:place] + sign + written[place + 1 :]
    assert is_code(wrong, 8) == (wrong == written)


def test_letters_that_look_like_digits_stand_in_none() -> None:
    assert not set("01ILOU") & set(ALPHABET)


def test_other_texts_are_no_codes() -> None:
    assert not any(is_code(text, 8) for text in ("", "SHORT", "O0O0O0O0", "工作簿工作簿工作"))


def test_a_code_is_written_in_groups_of_four() -> None:
    assert grouped("K7QM2WXD") == "K7QM-2WXD"


def test_a_household_has_one_code_on_all_lists_and_another_in_another_village() -> None:
    assert household_code("李家村", "0001") == household_code("李家村", "0001") == "DC4CJD"
    assert (
        len({household_code("李家村", "0001"), household_code("古岙村", "0001"), household_code("李家村", "0002")}) == 3
    )


@given(st.text(alphabet="李家村古岙", min_size=1), st.text(alphabet="0123456789", min_size=1))
def test_the_code_of_a_household_can_be_checked(village: str, household_id: str) -> None:
    assert is_code(household_code(village, household_id), 6)
