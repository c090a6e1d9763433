"""One cell's content as a value: both sides of what is taken, and nothing guessed."""

import math
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.ingest.amounts import AMOUNT_LIMIT
from gridcredit.ingest.values import Unreadable, Value, plain_values, read
from gridcredit.ingest.workbook import Cell, Trouble
from gridcredit.schema import HAVING, RESIDENCE, YES_NO, Column, Kind

AMOUNT = Column("amount_yuan", "建议额度", Kind.AMOUNT, decisive=True)
DEBT = Column("liabilities_yuan", "总负债", Kind.AMOUNT)
KEY = Column("household_id", "户号", Kind.KEY)
TEXT = Column("note", "备注")
DATE = Column("collected_on", "采集日期", Kind.DATE)
AGE = Column("age", "年龄", Kind.AGE)
ID_NUMBER = Column("id_number", "身份证号", Kind.ID_NUMBER)
PHONE = Column("phone", "手机号", Kind.PHONE)
KNOWS = Column("knows", "是否了解情况", Kind.OPTION, options=YES_NO)
RESIDES = Column("residence_status", "居住状态", Kind.OPTION, options=RESIDENCE)
HAS = Column("car", "有无车辆", Kind.OPTION, options=HAVING)
PERSONS = Column("size", "家庭人口", Kind.COUNT)
FARMLAND = Column("farmland_mu", "耕地面积", Kind.AREA)
HOUSE = Column("house", "房屋价值", Kind.FIGURE)
FLOOR = Column("floor_area_m2", "住房面积", Kind.AREA)
EVERY_KIND = [PERSONS, FARMLAND, AMOUNT, HOUSE, KEY, TEXT, DATE, AGE, ID_NUMBER, PHONE, KNOWS]

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
        ("5千", 5_000),
        ("5百元", 500),
        ("0.05亿", 5_000_000),
        ("3万5千", 35_000),
        ("3万5千元整", 35_000),
        ("5万元整", 50_000),
        ("50000圆", 50_000),
        ("￥5", 5),
        ("¥ 50,000.00", 50_000),
        ("人民币5万元", 50_000),
        ("1，200", 1_200),
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
    ("cells", "code"),
    [
        (["约2万", "大约5万", "5万左右", "近5万", "5万多", "~5万", "5万上下", "5万元不等", "几万"], "AMOUNT_ABOUT"),
        (["5-10万", "5万-10万", "5~10万", "５～１０万", "5至10万", "5万到10万元", "5—10万元", "50,000-100,000", "5-10万之间"], "AMOUNT_RANGE"),
        (["5万以上", "10万以内", "不超过5万", "至少5万", "最高30万", "5万起", ">5万", "≥50000", "5万+", "50000+", "约5万以上"], "AMOUNT_BOUND"),
        (["3万5", "1亿2", "2千5"], "AMOUNT_SHORTENED"),
        (["五万", "伍万元", "伍万元整", "人民币叁拾万元整", "十万", "两千", "半万"], "AMOUNT_IN_WORDS"),
        (["$5", "＄5", "5万美元", "USD 500", "€5", "500港币"], "AMOUNT_CURRENCY"),
        (["-1", "-5万", -1.0], "AMOUNT_NEGATIVE"),
        ([50000.5, "1.23456万", "0.5"], "AMOUNT_NOT_WHOLE"),
        ([AMOUNT_LIMIT + 1.0, "100001万", "11亿"], "AMOUNT_TOO_LARGE"),
        (["5,00", "5,0000", "1.2.3", "3000 5000", "50 000", "3000\n5000"], "AMOUNT_UNREADABLE"),
        (["1e5", "5e4", "5w", "5k", "5%", "(5000)", "5000-", ".5万", "5万元/年", "5000块"], "AMOUNT_UNREADABLE"),
        (["无", "不详", "万元", "-", "/", "50000²", "⑤", "2016-05-03"], "AMOUNT_UNREADABLE"),
        ([True, date(2016, 5, 3), float("nan"), float("inf")], "AMOUNT_UNREADABLE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_plain_amount_is_refused_as_what_it_is(cells: list[Cell], code: str) -> None:
    assert {cell: refusal(cell, AMOUNT) for cell in cells} == dict.fromkeys(cells, code)


def test_none_is_no_debt_but_never_a_rating() -> None:
    assert read("无", DEBT) == 0
    assert refusal("无", AMOUNT) == "AMOUNT_UNREADABLE"


@pytest.mark.parametrize(
    ("cell", "yuan"), [(5.1, 51_000), ("5.1", 51_000), ("51000元", 51_000), ("5.1万", 51_000), (0.0, 0)]
)
def test_bare_amounts_follow_the_unit_of_the_sheet_and_a_suffix_its_own(cell: Cell, yuan: int) -> None:
    assert read(cell, AMOUNT, "ten_thousand") == yuan


@given(st.integers(0, AMOUNT_LIMIT))
def test_an_amount_reads_the_same_however_it_is_written(yuan: int) -> None:
    ten_thousands = format(Decimal(yuan) / 10_000, "f")
    written = [
        str(yuan),
        f"{yuan:,}",
        f"{Decimal(yuan) / 1000:f}千",
        f"{yuan}元",
        f"{yuan:,}.00 元",
        f"{ten_thousands}万",
        f"{ten_thousands}万元",
    ]
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
        assert value is None or isinstance(value, (str, int, float, date))


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
        "2016-5-3",
        "2016/5/3",
        "2016.5.3",
        "2016.05.03.",
        "2016。5。3",
        "2016—5—3",
        "2016 05 03",
        "2016年5月3日",
        "2016年5月3号",
        "2016年5月3",
        "２０１６年５月 ３日",
        "二〇一六年五月三日",
        "20160503",
        20160503.0,
        42493.0,
        date(2016, 5, 3),
        datetime(2016, 5, 3, 10, 30),
        "2016/5/3 0:00",
        "2016/5/3 10:30",
        "2016/5/3 12:00:00",
        "2016-05-03T00:00:00.000",
        "2016年5月3日10:30",
    ],
    ids=repr,
)
def test_dates_are_read_in_every_usual_writing(cell: Cell) -> None:
    assert read(cell, DATE) == date(2016, 5, 3)


def test_day_numbers_count_from_the_workbooks_own_epoch() -> None:
    assert read(42493.0, DATE, epoch=1900) == date(2016, 5, 3)
    assert read(41031.0, DATE, epoch=1904) == date(2016, 5, 3)


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.sampled_from([" ", "T"]), st.times())
def test_a_time_beside_a_date_changes_nothing(day: date, between: str, hour: time) -> None:
    for written in (f"{day.year}-{day.month}-{day.day}", f"{day:%Y/%m/%d}", f"{day.year}.{day.month}.{day.day}"):
        for clock in (f"{hour:%H:%M}", f"{hour.hour}:{hour:%M:%S}"):
            assert read(written + between + clock, DATE) == day


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["2016-05", "2016.5", 2016.05, "2016年5月", "201605", 201605.0], "DATE_INCOMPLETE"),
        (["5月3日", "5.3", "2016", 2016.0, "2016年"], "DATE_INCOMPLETE"),
        (["16.5.3", "16-05-03", "67年7月2日", "670702"], "DATE_SHORT_YEAR"),
        (["1016-05-03", "0016.5.3", "1900-12-31", date(1900, 1, 5), "2200-01-01"], "DATE_YEAR"),
        (["2016-02-30", "2016-13-01", "2016-5/3", "2016/5/310:30", "2016-5-3 1"], "DATE_UNREADABLE"),
        (["3/5/2016", "03.05.2016", "May 3 2016", "农历五月初三", "昨天"], "DATE_UNREADABLE"),
        (["2016-05-0³", "2016-05-03 至 2016-05-04", "42493", True, 9999.0, 100_000.0, 42493.5], "DATE_UNREADABLE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_whole_date_is_refused_as_what_it_is(cells: list[Cell], code: str) -> None:
    assert {cell: refusal(cell, DATE) for cell in cells} == dict.fromkeys(cells, code)


@pytest.mark.parametrize("cell", ["1901-01-01", "2199-12-31", 10_000.0, 99_999.0], ids=repr)
def test_dates_at_the_bounds_are_read(cell: Cell) -> None:
    assert isinstance(read(cell, DATE), date)


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        *((0.0, 0), (130.0, 130), ("45岁", 45), ("45周岁", 45), ("45 周岁", 45), ("４５", 45)),
        *(("3个月", 0), ("11个月", 0), ("12个月", 1), ("36个月", 3)),
    ],
    ids=repr,
)
def test_ages_from_birth_to_the_oldest_are_read(cell: Cell, age: int) -> None:
    assert read(cell, AGE) == age


@pytest.mark.parametrize(
    "cell",
    [
        131.0,
        -1.0,
        45.5,
        "四十五",
        "45²",
        "4 5",
        "约45",
        "虚岁45",
        "45周",
        "3月",
        "37个月",
        "40-50",
        True,
        date(1970, 1, 1),
    ],
    ids=repr,
)
def test_what_is_no_age_is_refused(cell: Cell) -> None:
    assert refusal(cell, AGE) in ("AGE_UNREADABLE", "TEXT_EXPECTED")


@pytest.mark.parametrize("cell", [1970.0, "1970", "1970年", "1970年生", "2010"], ids=repr)
def test_a_year_of_birth_is_no_age(cell: Cell) -> None:
    assert refusal(cell, AGE) == "AGE_BIRTH_YEAR"


@pytest.mark.parametrize(("cell", "persons"), [(0.0, 0), (4.0, 4), ("4人", 4), ("4口", 4), ("4口人", 4), ("100", 100)])
def test_numbers_of_persons_are_read(cell: Cell, persons: int) -> None:
    assert read(cell, PERSONS) == persons


@pytest.mark.parametrize("cell", [101.0, -1.0, 4.5, "四", "3-4", "约4人", "4 5"], ids=repr)
def test_what_is_no_number_of_persons_is_refused(cell: Cell) -> None:
    assert refusal(cell, PERSONS) == "COUNT_UNREADABLE"


@pytest.mark.parametrize(
    ("column", "cell", "area"),
    [
        *((FARMLAND, 3.5, 3.5), (FARMLAND, "3.5亩", 3.5), (FARMLAND, "３亩", 3.0), (FARMLAND, 0.0, 0.0)),
        *((FLOOR, 120.0, 120.0), (FLOOR, "120平方米", 120.0), (FLOOR, "120 ㎡", 120.0), (FLOOR, "120m²", 120.0)),
        *((FLOOR, "120平", 120.0), (FLOOR, "100000", 100_000.0)),
    ],
)
def test_areas_are_read_in_their_own_unit(column: Column, cell: Cell, area: float) -> None:
    assert read(cell, column) == area


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *((FARMLAND, "3.5平方米"), (FLOOR, "2亩"), (FARMLAND, "2公顷"), (FARMLAND, "3亩5分"), (FARMLAND, "约3亩")),
        *((FARMLAND, -1.0), (FARMLAND, "3-5"), (FLOOR, "三间"), (FLOOR, 100_001.0), (FLOOR, "1 20")),
    ],
)
def test_an_area_in_another_unit_or_none_is_refused(column: Column, cell: Cell) -> None:
    assert refusal(cell, column) == "AREA_UNREADABLE"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(("是", "yes"), (" 是 ", "yes"), ("Yes", "yes"), ("Y", "yes"), ("√", "yes"), ("✓", "yes"), ("✔", "yes")),
        *(("否", "no"), ("n", "no"), ("×", "no"), ("✗", "no"), (True, "yes"), (False, "no")),
    ],
)
def test_yes_and_no_are_read(cell: Cell, value: str) -> None:
    assert read(cell, KNOWS) == value


@pytest.mark.parametrize(("cell", "value"), [("有", "yes"), ("无", "no"), ("没有", "no"), ("是", "yes")])
def test_having_is_also_said_in_its_own_words(cell: Cell, value: str) -> None:
    assert read(cell, HAS) == value


@pytest.mark.parametrize(
    "cell", ["不", "x", "有", "无", 1.0, 0.0, "1", "是否", "是/否", "是，否", date(2016, 5, 3)], ids=repr
)
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
        ("99999919500101019ｘ", "99999919500101019X"),
        ("999999 670702 390", "999999670702390"),
    ],
)
def test_id_numbers_are_read(cell: Cell, number: str) -> None:
    assert read(cell, ID_NUMBER) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("99999919670702390", "ID_LENGTH"),
        ("9999991967070239077", "ID_LENGTH"),
        ("99999967070239", "ID_LENGTH"),
        ("9999996707023907", "ID_LENGTH"),
        ("99999919670702390²", "ID_CHARACTERS"),
        ("999999********3907", "ID_CHARACTERS"),
        ("9999991967070239O7", "ID_CHARACTERS"),
        ("无", "ID_CHARACTERS"),
        ("999999196707023908", "ID_CHECK_DIGIT"),
        ("999999196713023907", "ID_CHECK_DIGIT"),
        ("999999671302390", "ID_CHECK_DIGIT"),
        ("999999196702303901", "ID_CHECK_DIGIT"),
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
        ("100-0123-4567", "10001234567"),
        ("１０００１２３４５６７", "10001234567"),
        ("+86 10001234567", "10001234567"),
        ("+86-100-0123-4567", "10001234567"),
        ("0086 10001234567", "10001234567"),
        ("86-10001234567", "10001234567"),
        (8610001234567.0, "10001234567"),
        ("0999-1234567", "0999-1234567"),
        ("0999 1234567", "09991234567"),
        ("(0999)12345678", "(0999)12345678"),
        ("（0999）12345678", "(0999)12345678"),
        ("0999-1234567-801", "0999-1234567-801"),
        ("0999-1234567转801", "0999-1234567转801"),
        ("1234567", "1234567"),
    ],
)
def test_phone_numbers_are_read(cell: Cell, number: Value) -> None:
    assert read(cell, PHONE) == number


@pytest.mark.parametrize(
    "cell",
    [
        *("10001234567/10007654321", "10001234567、10007654321", "10001234567 10007654321", "0999-1234567;10001234567"),
        *("10001234567\n10007654321", "1234567，7654321", "10001234567或10007654321"),
    ],
    ids=repr,
)
def test_two_phone_numbers_in_one_cell_are_refused_as_such(cell: Cell) -> None:
    assert refusal(cell, PHONE) == "PHONES_TOGETHER"


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "1000123456",
            "100012345678",
            "20001234567",
            "123456",
            "123456789",
            "999-1234567",
            "1000123456⑦",
            5711234567.0,
        ),
        *("无", "10001234567张三", "10001234567/无", "100****4567", "+1 10001234567", 1234567.5),
    ],
    ids=repr,
)
def test_what_is_no_phone_number_is_refused(cell: Cell) -> None:
    assert refusal(cell, PHONE) == "PHONE_UNREADABLE"


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("30万", "yuan", 300_000),
        ("300,000元", "yuan", 300_000),
        (300000.0, "yuan", 300_000),
        (30.0, "ten_thousand", 300_000),
        ("30", "ten_thousand", 300_000),
        ("30万", "ten_thousand", 300_000),
        ("无", "yuan", 0),
        ("0", "yuan", 0),
        ("20-40万", "ten_thousand", "20-40万"),
        ("约30万", "yuan", "约30万"),
        ("40万以上", "yuan", "40万以上"),
        (" 三间平房 ", "yuan", "三间平房"),
        ("-5", "yuan", "-5"),
        (1e10, "yuan", "10000000000"),
    ],
    ids=str,
)
def test_a_figure_is_an_amount_where_it_is_a_plain_one_and_else_its_words(cell: Cell, unit: str, value: Value) -> None:
    assert read(cell, HOUSE, unit) == value


SAMPLES = ["A1", "甲一", "10001234567", " A1", "=1", "甲\u200b", "路1号 2", "999999196601020011", "999999196601020012"]
CELLS = [0.0, -0.0, -1.0, 0.5, 36.0, 130.0, 131.0, 1e9, 1e9 + 1, 1e15, math.inf, date(2016, 3, 18), date(1900, 1, 1)]


@given(st.lists(st.text(max_size=4) | st.floats(-10, 2e9) | st.dates() | st.sampled_from([*SAMPLES, *CELLS, None])))
@pytest.mark.parametrize("unit", ["yuan", "ten_thousand"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_plain_is_read_as_one_by_one(kind: Kind, unit: str, cells: list[Cell]) -> None:
    column = Column("x", "x", kind, options={})
    plain = plain_values(cells, column, unit)
    assert set(plain) <= set(cells)
    read_singly = {cell: read(cell, column, unit) for cell in plain}
    assert plain == read_singly
    assert list(map(type, plain.values())) == list(map(type, read_singly.values()))


@pytest.mark.parametrize(
    ("kind", "cell"),
    [(Kind.AMOUNT, 3e5), (Kind.FIGURE, 3e5), (Kind.AGE, 36.0), (Kind.COUNT, 4.0), (Kind.DATE, date(2016, 3, 18))],
)
def test_figures_and_dates_that_are_plain(kind: Kind, cell: Cell) -> None:
    assert plain_values([cell], Column("x", "x", kind)) == {cell: cell}
    assert plain_values([datetime(2016, 3, 18, 8), "3万", -1.0, 0.5], Column("x", "x", kind)) == {}


@pytest.mark.parametrize(
    ("kind", "text", "plain"),
    [
        (Kind.TEXT, "路南 1号", True),
        (Kind.TEXT, "路南1号 ", False),
        (Kind.TEXT, "=1+1", False),
        (Kind.TEXT, "路\u200b南", False),
        (Kind.TEXT, "路\n南", False),
        (Kind.KEY, "LJ0001", True),
        (Kind.KEY, "ＬＪ0001", False),
        (Kind.PERSON, "甲一", True),
        (Kind.PERSON, "甲一、乙二", False),
        (Kind.PHONE, "10001234567", True),
        (Kind.PHONE, "1000123456", False),
        (Kind.ID_NUMBER, "999999196601020011", True),
        (Kind.ID_NUMBER, "999999196601020012", False),
        (Kind.OPTION, "在家", False),
    ],
)
def test_what_is_plain_of_each_kind(kind: Kind, text: str, plain: bool) -> None:
    assert plain_values([" ", text], Column("x", "x", kind)) == ({text: text} if plain else {})
