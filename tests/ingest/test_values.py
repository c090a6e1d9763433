"""One cell's content as a value: both sides of what is taken, and nothing guessed."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.ingest.values import AMOUNT_LIMIT, Unreadable, Value, read
from gridcredit.ingest.workbook import Cell, Trouble
from gridcredit.schema import RESIDENCE, YES_NO, Column, Kind

AMOUNT = Column("amount_yuan", "建议额度", Kind.AMOUNT)
KEY = Column("household_id", "户号", Kind.KEY)
TEXT = Column("note", "备注")
DATE = Column("collected_on", "采集日期", Kind.DATE)
AGE = Column("age", "年龄", Kind.AGE)
ID_NUMBER = Column("id_number", "身份证号", Kind.ID_NUMBER)
PHONE = Column("phone", "手机号", Kind.PHONE)
KNOWS = Column("knows", "是否了解情况", Kind.OPTION, options=YES_NO)
RESIDES = Column("residence_status", "居住状态", Kind.OPTION, options=RESIDENCE)
EVERY_KIND = [AMOUNT, KEY, TEXT, DATE, AGE, ID_NUMBER, PHONE, KNOWS]

FULL_WIDTH = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def refusal(cell: Cell, column: Column, unit: str = "yuan") -> str:
    with pytest.raises(Unreadable) as caught:
        read(cell, column, unit)
    return caught.value.code


@pytest.mark.parametrize("column", EVERY_KIND, ids=lambda column: str(column.kind))
@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\u3000", "\u200b\ufeff"], ids=["none", "empty", "space", "wide", "zero"]
)
def test_a_blank_cell_is_missing_never_zero(cell: Cell, column: Column) -> None:
    assert read(cell, column) is None


@pytest.mark.parametrize("column", EVERY_KIND, ids=lambda column: str(column.kind))
def test_a_cell_whose_value_cannot_be_had_is_refused_as_such(column: Column) -> None:
    assert refusal(Trouble("ERROR_CELL"), column) == "ERROR_CELL"


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        (50000.0, 50_000),
        (0.0, 0),
        ("0", 0),
        ("50000", 50_000),
        ("50,000", 50_000),
        ("1,050,000", 1_050_000),
        ("５０，０００", 50_000),
        ("50000元", 50_000),
        ("5万", 50_000),
        ("5 万元", 50_000),
        ("0.5万元", 5_000),
        ("+50000.00", 50_000),
        (" 50000\u200b ", 50_000),
        ("\u202d50000\u202c", 50_000),
        (0.1 + 0.2 + 29999.7, 30_000),
        (float(AMOUNT_LIMIT), AMOUNT_LIMIT),
    ],
)
def test_plain_amounts_are_read_in_yuan(cell: Cell, yuan: int) -> None:
    assert read(cell, AMOUNT) == yuan


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("约2万", "AMOUNT_UNREADABLE"),
        ("5-10万", "AMOUNT_UNREADABLE"),
        ("五万", "AMOUNT_UNREADABLE"),
        ("无", "AMOUNT_UNREADABLE"),
        ("5,00", "AMOUNT_UNREADABLE"),
        ("5,0000", "AMOUNT_UNREADABLE"),
        ("5万元整", "AMOUNT_UNREADABLE"),
        ("5千", "AMOUNT_UNREADABLE"),
        ("1e5", "AMOUNT_UNREADABLE"),
        ("3000 5000", "AMOUNT_UNREADABLE"),
        ("3000\n5000", "AMOUNT_UNREADABLE"),
        ("50000²", "AMOUNT_UNREADABLE"),
        ("⑤", "AMOUNT_UNREADABLE"),
        (True, "AMOUNT_UNREADABLE"),
        (date(2016, 5, 3), "AMOUNT_UNREADABLE"),
        (float("nan"), "AMOUNT_UNREADABLE"),
        (float("inf"), "AMOUNT_UNREADABLE"),
        (-1.0, "AMOUNT_NEGATIVE"),
        ("-1", "AMOUNT_NEGATIVE"),
        (50000.5, "AMOUNT_NOT_WHOLE"),
        ("1.23456万", "AMOUNT_NOT_WHOLE"),
        (AMOUNT_LIMIT + 1.0, "AMOUNT_TOO_LARGE"),
        ("100001万", "AMOUNT_TOO_LARGE"),
    ],
)
def test_what_is_no_plain_amount_is_refused(cell: Cell, code: str) -> None:
    assert refusal(cell, AMOUNT) == code


@pytest.mark.parametrize(
    ("cell", "yuan"), [(5.1, 51_000), ("5.1", 51_000), ("51000元", 51_000), ("5.1万", 51_000), (0.0, 0)]
)
def test_bare_amounts_follow_the_unit_of_the_sheet_and_a_suffix_its_own(cell: Cell, yuan: int) -> None:
    assert read(cell, AMOUNT, "ten_thousand") == yuan


@given(st.integers(0, AMOUNT_LIMIT))
def test_an_amount_reads_the_same_however_it_is_written(yuan: int) -> None:
    ten_thousands = format(Decimal(yuan) / 10_000, "f")
    written = [str(yuan), f"{yuan:,}", f"{yuan}元", f"{yuan:,}.00 元", f"{ten_thousands}万", f"{ten_thousands}万元"]
    ways: list[Cell] = [float(yuan), *written, *(text.translate(FULL_WIDTH) for text in written)]
    assert {read(cell, AMOUNT) for cell in ways} == {yuan}
    assert {read(cell, AMOUNT, "ten_thousand") for cell in [ten_thousands, f"{yuan}元"]} == {yuan}


@given(st.text(), st.sampled_from([*EVERY_KIND, RESIDES]), st.sampled_from(["yuan", "ten_thousand"]))
def test_no_text_raises_anything_but_unreadable(text: str, column: Column, unit: str) -> None:
    try:
        value = read(text, column, unit)
    except Unreadable as problem:
        assert text.strip()
        assert not any(text == shown for shown in problem.params.values())
    else:
        assert value is None or isinstance(value, (str, int, date))


@given(
    st.floats() | st.booleans() | st.dates() | st.datetimes(),
    st.sampled_from(EVERY_KIND),
)
def test_no_number_or_date_raises_anything_but_unreadable(cell: float | bool | date, column: Column) -> None:
    try:
        value = read(cell, column)
    except Unreadable:
        return
    assert value is not None


@given(st.floats(10**15, 10**18))
@pytest.mark.parametrize("column", [KEY, TEXT, PHONE, ID_NUMBER, AGE], ids=lambda column: str(column.kind))
def test_a_number_beyond_fifteen_digits_is_refused_never_taken_for_text(column: Column, number: float) -> None:
    assert refusal(number, column) == "ID_AS_NUMBER"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("A1", "A1"),
        (" A 1 ", "A1"),
        ("Ａ１", "A1"),
        ("A1\u200e", "A1"),
        (1.0, "1"),
        (999_999_999_999_999.0, "999999999999999"),
        ("001", "001"),
    ],
)
def test_household_numbers_are_compared_without_width_and_spaces(cell: Cell, key: str) -> None:
    assert read(cell, KEY) == key


@pytest.mark.parametrize("cell", [1.5, 0.0, -1.0, True, date(2016, 5, 3)], ids=repr)
def test_what_is_no_household_number_is_refused(cell: Cell) -> None:
    assert refusal(cell, KEY) == "TEXT_EXPECTED"


@pytest.mark.parametrize(
    ("cell", "text"),
    [("柑橘种植", "柑橘种植"), (3.0, "3"), (0.1 + 0.2, "0.3"), (date(2016, 5, 3), "2016-05-03")],
)
def test_text_is_taken_as_shown(cell: Cell, text: str) -> None:
    assert read(cell, TEXT) == text


@pytest.mark.parametrize(
    "cell",
    [
        "2016-05-03",
        "2016/5/3",
        "2016.5.3",
        "2016年5月3日",
        "２０１６年５月 ３日",
        "20160503",
        20160503.0,
        date(2016, 5, 3),
        datetime(2016, 5, 3, 10, 30),
    ],
    ids=repr,
)
def test_dates_are_read_in_every_usual_writing(cell: Cell) -> None:
    assert read(cell, DATE) == date(2016, 5, 3)


@pytest.mark.parametrize(
    "cell",
    ["2016-02-30", "2016-5/3", "5月3日", "2016", "昨天", 42493.0, "2016-05-0³", "2016-05-03 至 2016-05-04"],
    ids=repr,
)
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    assert refusal(cell, DATE) == "DATE_UNREADABLE"


@pytest.mark.parametrize(("cell", "age"), [(0.0, 0), (130.0, 130), ("45岁", 45), ("４５", 45)], ids=repr)
def test_ages_from_birth_to_the_oldest_are_read(cell: Cell, age: int) -> None:
    assert read(cell, AGE) == age


@pytest.mark.parametrize("cell", [131.0, -1.0, 45.5, "四十五", "45²", date(1970, 1, 1)], ids=repr)
def test_what_is_no_age_is_refused(cell: Cell) -> None:
    assert refusal(cell, AGE) == "AGE_UNREADABLE"


@pytest.mark.parametrize(
    ("cell", "value"), [("是", "yes"), ("否", "no"), (" 是 ", "yes"), ("Yes", "yes"), (True, "yes"), (False, "no")]
)
def test_yes_and_no_are_read(cell: Cell, value: str) -> None:
    assert read(cell, KNOWS) == value


@pytest.mark.parametrize("cell", ["√", "不", 1.0, "是否", date(2016, 5, 3)], ids=repr)
def test_other_words_than_those_in_use_are_refused(cell: Cell) -> None:
    assert refusal(cell, KNOWS) == "OPTION_UNKNOWN"


def test_the_remedy_for_an_unknown_word_names_those_in_use() -> None:
    with pytest.raises(Unreadable) as caught:
        read("外出", RESIDES)
    assert caught.value.params == {"wanted": "在家 季节外出 举家外出"}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("999999196707023907", "999999196707023907"),
        (" 999999 19670702 3907 ", "999999196707023907"),
        ("９９９９９９１９６７０７０２３９０７", "999999196707023907"),
        ("99999919500101019x", "99999919500101019X"),
    ],
)
def test_id_numbers_are_read(cell: Cell, number: str) -> None:
    assert read(cell, ID_NUMBER) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("99999919670702390", "ID_LENGTH"),
        ("9999991967070239077", "ID_LENGTH"),
        ("999999670702390", "ID_LENGTH"),
        ("99999919670702390²", "ID_LENGTH"),
        ("999999196707023908", "ID_CHECK_DIGIT"),
        ("999999196713023907", "ID_CHECK_DIGIT"),
        (999999196707023907.0, "ID_AS_NUMBER"),
        (123.0, "ID_AS_NUMBER"),
    ],
)
def test_id_numbers_that_are_not_whole_are_refused_never_repaired(cell: Cell, code: str) -> None:
    assert refusal(cell, ID_NUMBER) == code


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (10001234567.0, "10001234567"),
        ("100 0123 4567", "10001234567"),
        ("１０００１２３４５６７", "10001234567"),
        ("0999-1234567", "0999-1234567"),
        ("1234567", "1234567"),
    ],
)
def test_phone_numbers_are_read(cell: Cell, number: Value) -> None:
    assert read(cell, PHONE) == number


@pytest.mark.parametrize(
    "cell", ["1000123456", "100012345678", "10001234567/10007654321", "无", "123456", "1000123456⑦"], ids=repr
)
def test_what_is_no_phone_number_is_refused(cell: Cell) -> None:
    assert refusal(cell, PHONE) == "PHONE_UNREADABLE"
