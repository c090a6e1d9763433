"""What an ID number and a word of kinship say, on both sides of each birthday."""

from datetime import date

import pytest

from gridcredit.people import age_on, born_by, male_by, male_in, relation_code, whole
from gridcredit.schema import RELATIONS


@pytest.mark.parametrize(
    ("number", "born", "male"),
    [
        ("999999196707023907", date(1967, 7, 2), False),
        ("99999919500101019X", date(1950, 1, 1), True),
        ("999999200402290012", date(2004, 2, 29), True),
        ("999999670702390", date(1967, 7, 2), False),
        ("999999500101019", date(1950, 1, 1), True),
    ],
)
def test_a_number_holds_birth_date_and_sex(number: str, born: date, male: bool) -> None:
    assert (born_by(number), male_by(number)) == (born, male)


def test_the_old_number_is_the_new_one_without_century_and_check_digit() -> None:
    assert whole("999999670702390") == whole("999999196707023907")
    assert whole("999999670702390") != whole("999999206707023904")
    assert whole("999999670702390") != whole("999999670702391")


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 5, 3), date(2016, 5, 2), 15),
        (date(2000, 5, 3), date(2016, 5, 3), 16),
        (date(2000, 2, 29), date(2016, 2, 28), 15),
        (date(2000, 2, 29), date(2016, 2, 29), 16),
        (date(2000, 2, 29), date(2015, 2, 28), 14),
        (date(2000, 2, 29), date(2015, 3, 1), 15),
        (date(2016, 5, 3), date(2016, 5, 3), 0),
        (date(2016, 5, 4), date(2016, 5, 3), -1),
    ],
)
def test_years_are_completed_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize("word", ["户主", " 户 主 ", "本人", "Head"])
def test_relations_are_known_however_they_are_spaced(word: str) -> None:
    assert relation_code(word) == "head"


@pytest.mark.parametrize("word", [None, "", "邻居", "户主之弟"])
def test_other_words_are_no_relation_of_ours(word: str | None) -> None:
    assert relation_code(word) is None


@pytest.mark.parametrize(
    ("word", "male"),
    [
        ("妻", False),
        ("女儿", False),
        ("丈夫", True),
        ("女婿", True),
        ("子", None),
        ("孙", None),
        ("配偶", None),
        (None, None),
    ],
)
def test_only_words_that_say_so_mean_a_man_or_a_woman(word: str | None, male: bool | None) -> None:
    assert male_in(word) is male


def test_words_of_one_sex_are_relations_of_ours() -> None:
    assert {"spouse", "child", "child_in_law", "parent", "grandchild", "grandparent"} == {
        code for word, code in RELATIONS.items() if male_in(word) is not None
    }
