from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rules.deciding import set_to
from running import Runner
from workbooks import VILLAGE, write

from gridcredit.ballots.contradictions import Contradiction, contradictions


def found(
    fact: str, said: Sequence[str | None], knows: Sequence[str | None] = (), policy: str = ""
) -> list[Contradiction]:
    size = len(said)
    ratings = {"household_id": ["A1"] * size, fact: said, "knows": list(knows) or [None] * size}
    return list(contradictions(["A1"], ratings, set_to(policy).values("ballots")))


def test_two_say_no_car_and_one_says_car() -> None:
    assert found("car", ["no", "yes", "no"]) == [Contradiction("A1", "car", (("no", 2), ("yes", 1)))]


@pytest.mark.parametrize(
    ("said", "knows"), [(["no", "no", None], ()), (["no", "yes", "no"], ("yes", "no", "yes")), ([None], ())]
)
def test_who_agrees_says_nothing_or_does_not_know_contradicts_nobody(
    said: list[str | None], knows: Sequence[str]
) -> None:
    assert found("car", said, knows) == []


@pytest.mark.parametrize(
    ("said", "policy", "differ"),
    [
        (["3-5万", "5-10万"], "", False),
        (["3-5万", "10-20万"], "", True),
        (["3－5万", "10-20万", "很多"], "", True),
        (["3-5万", "很多"], "", False),
        (["3-5万", "5-10万"], "ballots.income_bands_apart=1", True),
        (["3-5万", "10-20万"], "ballots.income_bands_apart=2:exclusive", False),
    ],
)
def test_income_bands_contradict_each_other_so_many_apart(said: list[str | None], policy: str, differ: bool) -> None:
    assert bool(found("income_band", said, policy=policy)) is differ


def test_the_result_lists_what_the_visit_is_to_find_out_and_names_no_officer(run: Runner, tmp_path: Path) -> None:
    text = """
## 农户
| 户号 | 户主 |
| A1 | 甲一 |
## 成员
| 户号 | 姓名 | 与户主关系 | 年龄 |
| A1 | 甲一 | 户主 | 40 |
## 评议
| 户号 | 网格员 | 建议额度 | 有无车辆 |
| A1 | 张三 | 50000 | 无 |
| A1 | 李四 | 50000 | 有 |
| A1 | 王五 | 50000 | 无 |
"""
    run("assess", write(tmp_path / "试验村.xlsx", VILLAGE + text), "-o", tmp_path, "--ledger", "none")
    sheet = load_workbook(tmp_path / "试验村-assessment.xlsx")["Facts to check"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[-1][1:6] == ("A1", None, "甲一", "Car", "no × 2 / yes × 1")
    assert not {"张三", "李四", "王五"} & {str(cell) for row in rows for cell in row}
