"""云榆农村合作银行, which does not exist: one wide sheet with three columns for each officer, the members in a CSV file.

Headers are half English, the village's name stands once and is meant for all rows below it, each group ends in a 小计, and
blank rows stand between the groups. The CSV file is in GB 18030.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from expected import Rating
from paper import Cell, Group, Page, Paper
from village import Household, Village

_OFFICERS = ("评议员甲", "评议员乙", "评议员丙")
_COLUMNS: tuple[str | Group, ...] = (
    "Village\n村名", "Household ID\n户编号", "Group 组别", "Head of household 户主", "ID No. 身份证", "Mobile 手机",
    "Registration", "Residence", "Annual income (yuan)", "List 名单", "List reason",
    *(Group(officer, ("建议额度\n（元）", "是否了解", "不符合授信原因")) for officer in _OFFICERS),
    "Remark",
)  # fmt: skip
_INCOME, _FIRST = 8, 11
_WIDTHS = (9, 11, 8, 12, 20, 13, 12, 11, 11, 8, 18, *(10, 8, 20) * 3, 18)
REGISTRATION = {"正常": "Normal", "空挂": "Paper only", "集体户": "Collective", "销户": "Deregistered"}
RESIDENCE = {"在家": "Home", "季节外出": "Seasonal", "举家外出": "Whole family away"}
LISTS = {"白": "White", "灰": "Grey", "黑": "Black"}


def write_wide(village: Village, folder: Path) -> None:
    """The roster with the ratings, and the members beside it."""
    spec = village.spec
    with Paper(folder / f"{spec.name}评议底表.xlsx") as paper:
        page = paper.page("底表")
        page.widths(_WIDTHS)
        page.title(f"云榆农村合作银行  {spec.name}  {spec.rated_on:%Y-%m-%d}", len(_WIDTHS))
        day = f"{spec.rated_on.year}年{spec.rated_on.month}月{spec.rated_on.day}日"
        for column, text in ((0, "评议日期："), (2, day), (8, "最高额度："), (9, "200000元"), (11, "单位：元")):
            page.put(1, column, text)
        page.header(2, _COLUMNS)
        _roster(page, village)
    with (folder / f"{spec.name}家庭成员.csv").open("w", encoding="gb18030", newline="") as file:
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow(["户编号", "姓名", "关系", "身份证", "出生日期", "手机"])
        table.writerows(_members(village))


def _roster(page: Page, village: Village) -> None:
    row = 4
    for number, (name, some) in enumerate(groupby(village.households, key=lambda home: home.group)):
        homes = list(some)
        for home in homes:
            page.line(row, [village.spec.name if row == 4 else None, *_household(home), *_opinions(home), home.note])
            row += 1
        page.put(row, 1, f"{name}小计")
        page.put(row, _INCOME, sum(home.income or 0 for home in homes))
        row += 1 + (4 if number == 1 else 1)  # four blank rows in the middle


def _household(home: Household) -> list[Cell]:
    head = home.head
    return [
        home.number, home.group, head.name, home.id_as_written or head.id_number, head.phone,
        REGISTRATION[home.registration], RESIDENCE[home.residence], home.income_text or home.income,
        LISTS.get(home.listed, ""), home.list_reason,
    ]  # fmt: skip


def _opinions(home: Household) -> list[Cell]:
    blank: list[Cell] = [None]
    return (
        blank * 3 * len(_OFFICERS)
        if not home.ratings
        else [cell for rating in home.ratings for cell in _opinion(rating)]
    )


def _opinion(rating: Rating) -> list[Cell]:
    amount: Cell = rating.text or rating.amount
    if rating.again is not None:
        amount = f"{rating.amount}/{rating.again}"
    return [amount, "Y" if rating.knows else "N", rating.reason]


def _members(village: Village) -> list[list[str]]:
    rows = []
    for home in village.households:
        for member in home.members if home.lacks != "members" else ():
            born = "" if home.lacks == "born" and member is home.members[-1] else member.born.isoformat()
            rows.append([home.number, member.name, member.relation, member.id_number, born, member.phone])
    return rows
