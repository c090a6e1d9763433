"""The draft of a profile: what it proposes out of a workbook, that it loads, and that it names nobody."""

import re
from pathlib import Path

import pytest

from gridcredit.ingest import profile, suggest
from gridcredit.ingest.words import STANDARD, Vocabulary
from gridcredit.ingest.workbook import Cell, Sheet, Workbook

LONG = ["户号", "网格员", "建议额度", "是否了解情况", "不予授信情形"]
PEOPLE = ("张国强", "李桂芳", "吴永泉")


def book(*sheets: tuple[str, list[list[Cell]]], hidden: str = "") -> Workbook:
    return Workbook("甲村.xlsx", "", tuple(Sheet(name, name == hidden, rows) for name, rows in sheets))


def ratings(reason: Cell, rows: int = 3, name: str = "评议") -> tuple[str, list[list[Cell]]]:
    return name, [list(LONG), *[[f"A{row}", PEOPLE[row % 3], 5.0, "是", reason] for row in range(rows)]]


def roster(header: str, cells: list[Cell]) -> tuple[str, list[list[Cell]]]:
    return "农户", [["户号", "户主", header], *[[f"A{row}", PEOPLE[row % 3], cell] for row, cell in enumerate(cells)]]


def load(tmp_path: Path, text: str) -> Vocabulary:
    path = tmp_path / "草稿.toml"
    path.write_text(text, "utf-8")
    return profile.load(path)


def proposals(text: str) -> list[str]:
    return [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]


def taken(text: str) -> str:
    """The draft with every proposal taken over."""
    return re.sub("^# ", "", text, flags=re.MULTILINE)


def test_a_standard_workbook_needs_no_more_than_the_banks_name(tmp_path: Path) -> None:
    text = suggest.draft(book(("村", [["村名", "甲村"], ["金额单位", "元"]]), roster("名单", ["白"]), ratings("")))
    assert load(tmp_path, text) == Vocabulary(bank="(name of the bank)", unit="yuan")
    assert not proposals(text)


@pytest.mark.parametrize(
    ("stated", "line"),
    [
        (["单位：万元"], 'unit = "万元"'),
        (["单位：", "元"], 'unit = "元"'),
        (["备考"], '# unit = "元"'),
    ],
)
def test_the_unit_is_taken_where_one_is_stated(stated: list[Cell], line: str) -> None:
    name, rows = ratings("")
    assert line in suggest.draft(book((name, [stated, *rows]))).splitlines()


def test_several_units_are_left_to_the_bank() -> None:
    name, rows = ratings("")
    text = suggest.draft(book((name, [["单位：万元"], *rows]), ("村", [["金额单位", "元"]])))
    assert '# unit = "元"' in text
    assert "several units" in text


def test_sheets_that_are_not_read_are_proposed_by_what_they_look_like(tmp_path: Path) -> None:
    rated: list[list[Cell]] = [["农户代码", "户主姓名", "是否知情", "建议金额"], ["A1", "张国强", "是", 5.0]]
    text = suggest.draft(
        book(
            ("农户底册", [["农户代码", "户主姓名", "所在小组"], ["A1", "张国强", "1组"]]),
            ("第一轮", rated),
            ("第2轮", rated),
            ("说明", [["本表由支行填写"]]),
            ("已用信", [["农户代码", "户主姓名", "备注"]]),
        )
    )
    assert 'households = ["农户底册"]' in proposals(text)
    assert 'ratings = ["第*轮"]' in proposals(text)
    assert 'ignored = ["说明", "已用信"]' in proposals(text)
    words = load(tmp_path, taken(text))
    assert words.roles_of("第十二轮") == ["ratings"]
    assert "农户代码" in words.of("household_id")
    assert "建议金额" in words.of("amount_yuan")


def test_headers_that_are_not_read_are_proposed_for_the_column_they_are_like(tmp_path: Path) -> None:
    text = suggest.draft(book(roster("家庭\n总收入（元）", [1.0]), ratings("")))
    assert 'income_yuan = ["家庭 总收入（元）"]' in proposals(text)
    assert "家庭总收入" in load(tmp_path, taken(text)).of("income_yuan")
    text = suggest.draft(book(roster("客户分层", ["A"]), ratings("")))
    assert 'ignored = ["客户分层"]' in proposals(text)
    assert load(tmp_path, taken(text)).ignored == ("客户分层",)


def test_a_header_that_a_profile_covers_is_not_proposed_again(tmp_path: Path) -> None:
    known = load(tmp_path, 'bank = "甲"\n[headers]\nignored = ["客户分层"]')
    workbook = book(roster("客户分层", ["A"]), ratings(""))
    assert "客户分层" in suggest.draft(workbook)
    assert "客户分层" not in suggest.draft(workbook, known)


def test_words_of_options_that_are_not_known_are_listed_once_with_the_codes(tmp_path: Path) -> None:
    text = suggest.draft(
        book(roster("居住状态", ["在家", "常年在外", "人户 分离", "人户分离", "常年在外"]), ratings(""))
    )
    assert '"常年在外", "人户分离"' in text
    assert "在家," not in text
    filled = taken(text).replace("away = []", 'away = ["常年在外", "人户分离"]').replace("home = []", 'home = ["在村"]')
    words = load(tmp_path, filled.replace("seasonal = []", 'seasonal = ["短期"]'))
    assert words.options["residence_status"]["人户分离"] == "away"


@pytest.mark.parametrize(("different", "listed"), [(20, True), (21, False)])
def test_too_many_words_are_no_list(different: int, listed: bool) -> None:
    text = suggest.draft(book(roster("居住状态", [f"情况{row}" for row in range(different)]), ratings("")))
    assert ("情况0" in text) is listed
    assert ("too many" in text) is not listed


def test_a_long_text_is_no_word_of_a_list() -> None:
    assert "搬" not in suggest.draft(book(roster("居住状态", ["搬到城里儿子家去住好多年了吧"]), ratings("")))


def test_numbered_and_repeated_reasons_are_proposed_with_codes(tmp_path: Path) -> None:
    text = suggest.draft(book(ratings("10.全家迁走；7.有赌博行为")))
    reasons = load(tmp_path, taken(text)).refusals
    assert [(reason.code, reason.texts) for reason in reasons] == [
        ("R10", ("10.全家迁走",)),
        ("R07", ("7.有赌博行为",)),
    ]
    assert load(tmp_path, text).refusals == ()
    assert 'texts = ["欠款"]' in proposals(suggest.draft(book(ratings("欠款", rows=2))))
    assert "欠款" not in suggest.draft(book(ratings("欠款", rows=1)))


def test_reasons_that_the_profile_has_are_not_proposed_again(tmp_path: Path) -> None:
    known = load(tmp_path, taken(suggest.draft(book(ratings("10.全家迁走；7.有赌博行为")))))
    text = suggest.draft(book(ratings("10.全家迁走；7.有赌博行为；8.其他")), known)
    assert [line for line in proposals(text) if line.startswith("texts")] == ['texts = ["8.其他"]']


def test_a_hidden_sheet_of_lists_gives_reasons_and_words_that_no_row_has_yet() -> None:
    lists: list[list[Cell]] = [["居住状态", "不予授信情形"], ["常年在外", "1.有赌博行为"], ["在家", "2.全家迁走"]]
    text = suggest.draft(book(roster("居住状态", ["在家"]), ratings(""), ("选项", lists), hidden="选项"))
    assert 'ignored = ["选项"]' in proposals(text)
    assert '"常年在外"' in text
    assert 'texts = ["1.有赌博行为"]' in proposals(text)
    assert 'texts = ["2.全家迁走"]' in proposals(text)


def test_a_word_that_could_be_a_name_is_listed_only_where_it_stands_more_than_once() -> None:
    assert "常年在外" not in suggest.draft(book(roster("居住状态", ["在家", "常年在外"]), ratings("")))


def test_nobody_is_named_in_a_draft() -> None:
    number = "999999197001019990"
    text = suggest.draft(
        book(
            roster("居住状态", ["张国强", "李桂芳家", number, "13800000000"]),
            ratings("1.张国强欠款"),
            ("评议-张国强", [["户 号", "建议", "评议员"], ["A1", 5.0, "李桂芳"]]),
            ("王小明、钱多多", [["户号编", "建议额", "是否知道"], ["A1", 5.0, ""]]),
            ("名册", [["姓名及电话", f"吴永泉 {number}", "关系人"], ["张国强", "1", "2"]]),
            ratings("", name="评议（吴永泉）"),
        )
    )
    for person in (*PEOPLE, "王小明", "钱多多"):
        assert person not in text
    assert not re.search(r"\d{6}", text)


def test_texts_with_quotes_and_control_characters_still_make_a_profile(tmp_path: Path) -> None:
    text = suggest.draft(book(roster('档"次\x7f\\', ["A"]), ratings('1.甲"乙\\丙\x01')))
    assert load(tmp_path, text).bank
    assert load(tmp_path, taken(text)).refusals[0].texts == ('1.甲"乙\\丙\x01',)


def test_an_empty_workbook_gives_an_empty_draft(tmp_path: Path) -> None:
    assert load(tmp_path, suggest.draft(book(("Sheet1", [])), STANDARD)) == Vocabulary(bank="(name of the bank)")
