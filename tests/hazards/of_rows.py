"""Hazards of rows: which belong to the table, which do not, and what hides or moves them."""

from openpyxl.comments import Comment
from workbooks import VILLAGE

from hazards.making import (
    BASE,
    MEMBERS,
    RATED,
    REFUSED,
    SOUND,
    THREE,
    Hazard,
    cell,
    edited,
    filtered,
    hide,
    in_xml,
    of_officer,
    rated,
)

PAGE_TWO = "| 网格员： | 王五 |\n| 户号 | 户主 | 建议额度 |\n| A2 | 乙二 | 30000 |\n"
ROWS: list[Hazard] = [
    Hazard(
        "a run of blank rows in the middle",
        BASE.replace("| A2 | 乙二 |\n", "| |\n" * 5 + "| A2 | 乙二 |\n", 1) + RATED,
        SOUND,
    ),
    Hazard("the last two rows are households", BASE + rated(50_000).replace("\n| A2", "\n| |\n| A2", 1), SOUND),
    Hazard(
        "households after a row of totals",
        BASE.replace("| A2 | 乙二 |", "| 小计 | 1户 |\n| A2 | 乙二 |", 1) + RATED,
        SOUND,
        ("TOTAL_ROW 农户!A3",),
    ),
    Hazard(
        "a total with a row number before it",
        VILLAGE
        + "## 农户\n| 序号 | 户号 | 户主 |\n| 1 | A1 | 甲一 |\n| 2 | A2 | 乙二 |\n| 3 | 合计 | 2户 |\n"
        + MEMBERS
        + RATED,
        SOUND,
        ("TOTAL_ROW 农户!B4",),
    ),
    Hazard(
        "a group with a colon in the first column",
        VILLAGE
        + "## 农户\n| 村组 | 户号 | 户主 |\n| 一组：东头 | A1 | 甲一 |\n| 二组 | A2 | 乙二 |\n"
        + MEMBERS
        + RATED,
        SOUND,
    ),
    Hazard(
        "a footnote with figures",
        BASE + RATED + "| 注：A1 50000 为上年额度 |\n| 审核：张三 | 2016.5.3 | 50000 |\n",
        SOUND,
        ("TOTAL_ROW 评议!A8", "TOTAL_ROW 评议!A9"),
    ),
    Hazard(
        "the header once more on page 2",
        VILLAGE
        + "## 农户\n| 序号 | 户号 | 户主 |\n| 1 | A1 | 甲一 |\n| 序号 | 户号 | 户主 |\n| 2 | A2 | 乙二 |\n"
        + MEMBERS
        + RATED,
        SOUND,
        ("TOTAL_ROW 农户!B3",),
    ),
    Hazard(
        "a second table below with other columns",
        BASE.replace("| A2 | 乙二 |\n", "| A2 | 乙二 |\n| |\n| 户主 | 户号 |\n| 丙三 | A3 |\n", 1) + RATED,
        REFUSED,
        ("HEADER_AGAIN 农户!A5",),
    ),
    Hazard(
        "a first table above with fewer columns",
        VILLAGE
        + "## 农户\n| 户号 | 户主 |\n| A1 | 甲一 |\n| |\n| 户号 | 户主 | 手机号 |\n| A2 | 乙二 | |\n"
        + MEMBERS
        + RATED,
        REFUSED,
        ("HEADER_AGAIN 农户!A1",),
    ),
    Hazard(
        "a second table below without household numbers",
        BASE.replace("| A2 | 乙二 |\n", "| A2 | 乙二 |\n| |\n| 姓名 | 电话 |\n| 丙三 | 10001234567 |\n", 1) + RATED,
        REFUSED,
        ("HEADER_AGAIN 农户!A5",),
    ),
    Hazard(
        "another officer's block below on the same sheet",
        BASE + THREE + "| 网格员： | 赵六 |\n| 户号 | 户主 | 建议额度 |\n| A1 | 甲一 | 90000 |\n",
        REFUSED,
        ("HEADER_AGAIN 评议王五!A6",),
    ),
    Hazard(
        "the same officer's second page on the same sheet",
        BASE + THREE.removesuffix("| A2 | 乙二 | 30000 |\n") + PAGE_TWO,
        SOUND,
        ("TOTAL_ROW 评议王五!A4", "TOTAL_ROW 评议王五!A5"),
    ),
    Hazard(
        "labels below the rows",
        BASE.replace("| A2 | 乙二 |\n", "| A2 | 乙二 |\n| 制表人： | 丙三 |\n| 网格员： | 日期： |\n", 1) + RATED,
        SOUND,
        ("TOTAL_ROW 农户!A4", "TOTAL_ROW 农户!A5"),
    ),
    Hazard(
        "a second table beside the first, lower down",
        BASE.replace("| A2 | 乙二 |\n", "| A2 | 乙二 | | A3 | 丙三 |\n", 1) + RATED,
        SOUND,
        ("COLUMN_UNNAMED 农户!D3", "COLUMN_UNNAMED 农户!E3"),
    ),
    Hazard(
        "the header sorted in among the rows",
        VILLAGE + "## 农户\n| A1 | 甲一 |\n| 户号 | 户主 |\n| A2 | 乙二 |\n" + MEMBERS + RATED,
        REFUSED,
        ("ROW_ABOVE_HEADER 农户!A1",),
    ),
    Hazard(
        "a second table beside the first",
        BASE.replace("| 户号 | 户主 |", "| 户号 | 户主 | | 户号 | 户主 |", 1) + RATED,
        REFUSED,
        ("COLUMN_TWICE 农户!A1", "COLUMN_TWICE 农户!A1"),
    ),
    Hazard(
        "marks in a column without a header",
        BASE.replace("| A1 | 甲一 |", "| A1 | 甲一 | 黑 |", 1) + RATED,
        SOUND,
        ("COLUMN_UNNAMED 农户!C2",),
    ),
    Hazard(
        "cells far beyond the table",
        edited(BASE + RATED, cell("农户", "Z9", "见附件")),
        SOUND,
        ("COLUMN_UNNAMED 农户!Z9", "VALUE_MISSING 农户!A9", "VALUE_MISSING 农户!B9"),
    ),
    Hazard(
        "comments on cells",
        edited(
            BASE + RATED,
            lambda book: setattr(book["评议"]["C2"], "comment", Comment("实为 80000", "李")),
        ),
        SOUND,
    ),
    Hazard("a hidden row", edited(BASE + RATED, hide("评议", row=4)), SOUND, ("ROWS_HIDDEN 评议!A4",)),
    Hazard("a hidden column", edited(BASE + RATED, hide("评议", column="C")), SOUND, ("COLUMN_HIDDEN 评议!C1",)),
    Hazard(
        "a hidden sheet of old ratings",
        edited(BASE + RATED + of_officer("赵六", 10, 10, "评议赵六"), hide("评议赵六")),
        REFUSED,
        ("RATINGS_TWICE", "SHEET_HIDDEN 评议赵六"),
    ),
    Hazard(
        "rows that a filter hides",
        edited(BASE + RATED, filtered),
        SOUND,
        ("ROWS_HIDDEN 农户!A3",),
    ),
    Hazard(
        "a dimension that hides rows",
        in_xml(BASE + RATED, 2, ('<dimension ref="A1:B3"', '<dimension ref="A1:B2"')),
        SOUND,
    ),
    Hazard(
        "blank first rows and columns",
        VILLAGE
        + "## 农户\n| | |\n| | | |\n| | | 户号 | 户主 |\n| | | A1 | 甲一 |\n| | | A2 | 乙二 |\n"
        + MEMBERS
        + RATED,
        SOUND,
    ),
    Hazard(
        "the header in row 9",
        VILLAGE
        + "## 农户\n| 试验村花名册 |\n"
        + "| |\n" * 7
        + "| 户号 | 户主 |\n| A1 | 甲一 |\n| A2 | 乙二 |\n"
        + MEMBERS
        + RATED,
        SOUND,
    ),
    Hazard(
        "a sheet with rows and columns exchanged",
        VILLAGE + "## 农户\n| 户号 | A1 | A2 |\n| 户主 | 甲一 | 乙二 |\n" + MEMBERS + RATED,
        REFUSED,
        ("HEADER_MISSING 农户",),
    ),
    Hazard(
        "a total named like a household",
        BASE + RATED + "| A1 | 合计 | 130000 |\n",
        SOUND,
        ("TOTAL_ROW 评议!A8",),
    ),
]
