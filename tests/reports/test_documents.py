"""The list of missing documents and the base model's column in a village's result workbook."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from running import Runner
from workbooks import VILLAGE, write

OFFICERS = ("张三", "李四", "王五")
RATED = "".join(
    f"| {key} | {officer} | {amount} | {reason} | {house} | 有 |\n"
    for key, amount, reason, house in (
        ("A1", 50000, "", "20万"),
        ("A2", 50000, "", ""),
        ("A3", 0, "赌博", "30万"),
        ("A4", 50000, "", "无"),
    )
    for officer in OFFICERS
)
ENTRY = 'from = 2016-01-01\nissued = 2016-01-01\ndocument = "letter 7"\nclause = "2"\n'


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A1 is granted, A2 referred for its list, A3 declined, A4 granted with all its papers."""
    return write(
        tmp_path / "in" / "试验村.xlsx",
        VILLAGE
        + f"""
## 农户
| 户号 | 村组 | 户主 | 名单 | 家庭年收入 | 总资产 | 佐证材料 |
| A1 | 1组 | 甲一 | 白 | 40000 | 350000 | 行驶证复印件 |
| A2 | 1组 | 乙二 | 灰 | | 350000 | |
| A3 | 2组 | 丙三 | 白 | 20000 | 350000 | |
| A4 | 2组 | 丁四 | 白 | 30000 | 350000 | 房产证、行驶证 |
## 成员
| 户号 | 姓名 | 与户主关系 |
## 评议
| 户号 | 网格员 | 建议额度 | 不予授信情形 | 房屋价值 | 有无车辆 |
{RATED}""",
    )


def result(run: Runner, village: Path, policy: str = "") -> Workbook:
    options: tuple[object, ...] = ()
    if policy:
        (village.parent / "bank.toml").write_text(policy, "utf-8")
        options = ("--policy", village.parent / "bank.toml")
    done = run("assess", village, "-o", village.parent / "out", "--ledger", "none", "--as-of", "2016-05-31", *options)
    assert done.code == 0, done.err
    return load_workbook(village.parent / "out" / "试验村-assessment.xlsx")


def rows(book: Workbook, name: str) -> list[tuple[object, ...]]:
    """The header of a list and the rows below it."""
    sheet = book[name]
    first = int(str(sheet.auto_filter.ref).split(":")[0].lstrip("A"))
    return [row for row in sheet.iter_rows(min_row=first, values_only=True) if any(row)]


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    header, *below = rows(book, sheet)
    return [row[header.index(title)] for row in below]


def test_granted_and_referred_households_are_listed_with_what_they_lack(run: Runner, village: Path) -> None:
    _header, *listed = rows(result(run, village), "Missing documents")
    assert [row[1:] for row in listed] == [
        ("A1", "1组", "甲一", "房产证", "house", "行驶证复印件", "a document"),
        ("A2", "1组", "乙二", "a document", "assets_yuan", None, "the household's own statement"),
        ("A2", "1组", "乙二", "行驶证", "car", None, "the household's own statement"),
    ]


def test_the_list_says_that_a_line_is_no_promise(run: Runner, village: Path) -> None:
    sheet = result(run, village)["Missing documents"]
    assert any("no promise" in str(row[0].value) for row in sheet.iter_rows(max_row=4))


def test_a_policy_that_asks_for_nothing_has_no_list(run: Runner, village: Path) -> None:
    assert "Missing documents" not in result(run, village, f"[[evidence.documents]]\n{ENTRY}value = []\n").sheetnames


def test_without_a_base_model_no_list_has_its_column(run: Runner, village: Path) -> None:
    book = result(run, village)
    for name in ("Credit lines", "Collective review"):
        assert "Base model figure (yuan)" not in rows(book, name)[0]


def test_with_one_it_stands_beside_lines_and_suggestions_and_totals_stay_below_their_column(
    run: Runner, village: Path
) -> None:
    book = result(run, village, f'[[base_model.shape]]\n{ENTRY}value = "factor"\n')
    assert column(book, "Credit lines", "Base model figure (yuan)") == [None]
    assert column(book, "Credit lines", "Credit line (yuan)") == [0]
    assert column(book, "Collective review", "Base model figure (yuan)") == [24_000, None, 18_000]
    assert column(book, "Collective review", "Suggested line (yuan)") == [50_000, None, 50_000]
    reasons = column(book, "Collective review", "Reason")
    assert reasons == ["far above the base model figure", "on the grey list", "far above the base model figure"]


def test_lines_with_a_model_have_their_total_in_their_own_column(run: Runner, village: Path) -> None:
    factor = f'[[base_model.shape]]\n{ENTRY}value = "factor"\n[[base_model.factor_percent]]\n{ENTRY}value = 125\n'
    book = result(run, village, factor)
    assert column(book, "Credit lines", "Base model figure (yuan)") == [50_000, 37_500, None]
    assert column(book, "Credit lines", "Credit line (yuan)") == [50_000, 50_000, 100_000]


def test_a_row_of_a_banks_table_that_no_household_can_meet_is_refused(run: Runner, village: Path) -> None:
    bank = village.parent / "bank.toml"
    bank.write_text(f'[[evidence.documents]]\n{ENTRY}value = [{{fact = "car", at_least = 0, asks = ["x"]}}]\n', "utf-8")
    done = run("assess", village, "-o", village.parent / "out", "--ledger", "none", "--policy", bank)
    assert (done.code, "evidence.documents 2016-01-01 [1]" in done.err) == (78, True)
