from itertools import islice, product

import pytest

from gridcredit.ballots.passphrases import guesses, words


def test_each_throw_of_three_dice_has_a_word_of_its_own() -> None:
    assert list(words()) == ["".join(throw) for throw in product("123456", repeat=3)]
    assert len(set(words().values())) == 216
    assert all(word.isascii() and word.islower() for word in words().values())


def test_the_list_may_be_known_so_only_the_dice_count() -> None:
    five = list(islice(words().values(), 5))
    assert guesses(" ".join(five)) <= 216**5
    assert guesses(" ".join(five)) == guesses("".join(five)) == guesses("-".join(five).upper())


@pytest.mark.parametrize("weak", ["123456", "password1", "19850312", "试验村", "试验村2016", "张三", "shanshui"])
def test_what_others_would_try_first_is_soon_found(weak: str) -> None:
    assert guesses(weak, ("试验村", "张三")) < 10**6


def test_a_long_one_takes_no_time() -> None:
    assert guesses("k7" * 5000) > 0
