"""Silent-data hazards of banks' real sheets: each ends in the right decision, or in a finding that names its cell.

Every case goes the whole way: a file on disk, the reader's process, the village joined, checked and decided. It states
all the findings that come of it, so that nothing is lost beside them.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Book
from running import Runner
from workbooks import VILLAGE, write

from gridcredit import pipeline, policy
from gridcredit.assessment import assess
from gridcredit.findings import Finding
from gridcredit.ingest.parts import unpack
from gridcredit.ingest.workbook import FileRefused, Reading
from gridcredit.schema import rows_of

AS_OF = date(2016, 5, 31)
REASONS = """
bank = "试验银行"
[[refusals]]
code = "OWES"
texts = ["1.欠款不还"]
hard = true
source = "办法第一条"
[[refusals]]
code = "MOVED"
texts = ["10.全家迁走"]
hard = false
source = "办法第一条"
"""
ROSTER = "\n## 农户\n| 户号 | 户主 |\n| A1 | 甲一 |\n| A2 | 乙二 |\n"
MEMBERS = "\n## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n| A2 | 乙二 | 户主 | 50 |\n"
TWO = ("张三", "李四")
OFFICERS = (*TWO, "王五")
SOUND = {"A1": 50_000, "A2": 30_000}
WITHOUT_A1 = {"A1": "no_conclusion", "A2": 30_000}
WITHOUT_A2 = {"A1": 50_000, "A2": "no_conclusion"}
ONLY_A2 = {"A2": 30_000}
NOBODY = dict.fromkeys(SOUND, "no_conclusion")
REFUSED: Mapping[str, int | str] = MappingProxyType({})

Content = str | bytes | Callable[[Path], object]


@dataclass(frozen=True)
class Hazard:
    """``files``: what each holds, or one alone; ``decided``: each household's line, or its status where it has none;
    ``found``: every finding, as ``CODE sheet!cell``.
    """

    name: str
    files: Content | Mapping[str, Content]
    decided: Mapping[str, int | str]
    found: tuple[str, ...] = ()
    profile: str = ""


def long(*rows: str, header: str = "户号 | 网格员 | 建议额度") -> str:
    """A sheet of ratings, one a row."""
    return f"\n## 评议\n| {header} |\n" + "".join(f"| {row} |\n" for row in rows)


def rated(third: object, header: str = "户号 | 网格员 | 建议额度", unit: int = 1, beside: str = "") -> str:
    """A long sheet with two officers' 50,000 for A1, then ``third`` (``C4``), and three times 30,000 for A2."""
    rows = [f"A1 | {officer} | {50_000 // unit}" for officer in TWO] + [f"A1 | 王五 | {third} {beside}"]
    return long(*rows, *(f"A2 | {officer} | {30_000 // unit}" for officer in OFFICERS), header=header)


def of_officer(officer: str, first: object = 50_000, second: object = 30_000, sheet: str = "") -> str:
    """One officer's sheet of ratings, with its officer in a label row."""
    rows = f"| 户号 | 户主 | 建议额度 |\n| A1 | 甲一 | {first} |\n| A2 | 乙二 | {second} |\n"
    return f"\n## {sheet or '评议' + officer}\n| 网格员： | {officer} |\n{rows}"


RATED = rated(50_000)
BASE = VILLAGE + ROSTER + MEMBERS
THREE = "".join(map(of_officer, OFFICERS))


def edited(text: str, edit: Callable[[Book], object]) -> Callable[[Path], object]:
    """The workbook of ``text``, changed by ``edit``."""

    def make(path: Path) -> None:
        book = openpyxl.load_workbook(write(path, text))
        edit(book)
        book.save(path)

    return make


def cell(sheet: str, address: str, value: object, number_format: str = "") -> Callable[[Book], object]:
    def edit(book: Book) -> None:
        book[sheet][address] = value
        if number_format:
            book[sheet][address].number_format = number_format

    return edit


def merge(sheet: str, *ranges: str) -> Callable[[Book], object]:
    return lambda book: [book[sheet].merge_cells(one) for one in ranges]


def hide(sheet: str, row: int = 0, column: str = "") -> Callable[[Book], object]:
    def edit(book: Book) -> None:
        if row:
            book[sheet].row_dimensions[row].hidden = True
        if column:
            book[sheet].column_dimensions[column].hidden = True
        if not row and not column:
            book[sheet].sheet_state = "hidden"

    return edit


def in_xml(text: str, sheet: int, *changes: tuple[str, str]) -> Callable[[Path], object]:
    """The workbook of ``text`` with something written that no library writes, in the sheet of that number."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(write(path, text)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        name = f"xl/worksheets/sheet{sheet}.xml"
        xml = parts[name].decode()
        for old, new in changes:
            assert old in xml, xml
            xml = xml.replace(old, new, 1)
        parts[name] = xml.encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)

    return make


def table(text: str) -> list[list[str]]:
    return [[text.strip() for text in line.strip("| ").split("|")] for line in text.strip().splitlines()]


def as_csv(text: str, encoding: str) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(table(text))
    return file.getvalue().encode(encoding)


WIDE = """
| 户号 | 户主 | 与户主关系 | 姓名 | 身份证号 | 网格员1额度 | 网格员2额度 | 网格员3额度 | 地址 |
| A1 | 甲一 | 户主 | 甲一 | 999999197607023909 | 50000 | 50000 | 50000 | 路南 |
| A2 | 乙二 | 户主 | 乙二 | 99999919500101019X | 30,000 | 30000 | ３００００ | 路北 |
"""


def outcome(
    folder: Path, files: Mapping[str, Content], profile: str
) -> tuple[dict[str, int | str], list[str]]:
    """What was decided of each household, and every finding, as ``Hazard`` states them."""
    known = None
    if profile:
        known = folder / "试验银行.toml"
        known.write_text(profile, "utf-8")
    reads, refusals = [], []
    for name, content in files.items():
        path = folder / name
        if isinstance(content, str):
            write(path, content)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content(path)
        try:
            reads.append(unpack(Reading(path, "village", folder.name, known).answer(), name))
        except FileRefused as refused:
            refusals.append(refused.finding(name))
    if refusals:
        return {}, told(refusals)
    policies = policy.load([])
    done = pipeline.check_village(reads, policies, AS_OF)
    if done.facts is None:
        return {}, told(done.findings)
    assessed = assess(done, policies, AS_OF)
    names = ("household_id", "status", "credit_line_yuan")
    return {key: line or status for key, status, line in rows_of(assessed.households, names)}, told(done.findings)


def told(findings: list[Finding]) -> list[str]:
    """The findings but for those on households' files, which are as short here as a case allows."""
    places = [(f.code, f"{f.sheet}!{f.cell}".removesuffix("!")) for f in findings if f.code != "FILE_INCOMPLETE"]
    return sorted(f"{code} {place}".rstrip() for code, place in places)


ROWS = [
    Hazard("a run of blank rows in the middle", BASE.replace("| A2 | 乙二 |\n", "| |\n" * 5 + "| A2 | 乙二 |\n", 1) + RATED, SOUND),
    Hazard("the last two rows are households", BASE + rated(50_000).replace("\n| A2", "\n| |\n| A2", 1), SOUND),
    Hazard(
        "households after a row of totals",
        BASE.replace("| A2 | 乙二 |", "| 小计 | 1户 |\n| A2 | 乙二 |", 1) + RATED, SOUND, ("TOTAL_ROW 农户!A3",),
    ),
    Hazard(
        "a total with a row number before it",
        VILLAGE + "## 农户\n| 序号 | 户号 | 户主 |\n| 1 | A1 | 甲一 |\n| 2 | A2 | 乙二 |\n| 3 | 合计 | 2户 |\n" + MEMBERS + RATED,
        SOUND, ("TOTAL_ROW 农户!B4",),
    ),
    Hazard(
        "a group with a colon in the first column",
        VILLAGE + "## 农户\n| 村组 | 户号 | 户主 |\n| 一组：东头 | A1 | 甲一 |\n| 二组 | A2 | 乙二 |\n" + MEMBERS + RATED, SOUND,
    ),
    Hazard(
        "a footnote with figures",
        BASE + RATED + "| 注：A1 50000 为上年额度 |\n| 审核：张三 | 2016.5.3 | 50000 |\n", SOUND,
        ("TOTAL_ROW 评议!A8", "TOTAL_ROW 评议!A9"),
    ),
    Hazard(
        "the header once more on page 2",
        VILLAGE + "## 农户\n| 序号 | 户号 | 户主 |\n| 1 | A1 | 甲一 |\n| 序号 | 户号 | 户主 |\n| 2 | A2 | 乙二 |\n" + MEMBERS + RATED,
        SOUND, ("TOTAL_ROW 农户!B3",),
    ),
    Hazard(
        "a second table below with other columns",
        BASE.replace("| A2 | 乙二 |\n", "| A2 | 乙二 |\n| |\n| 户主 | 户号 |\n| 丙三 | A3 |\n", 1) + RATED, REFUSED,
        ("HEADER_AGAIN 农户!A5",),
    ),
    Hazard(
        "a first table above with fewer columns",
        VILLAGE + "## 农户\n| 户号 | 户主 |\n| A1 | 甲一 |\n| |\n| 户号 | 户主 | 手机号 |\n| A2 | 乙二 | |\n" + MEMBERS + RATED,
        REFUSED, ("HEADER_AGAIN 农户!A1",),
    ),
    Hazard(
        "the header sorted in among the rows",
        VILLAGE + "## 农户\n| A1 | 甲一 |\n| 户号 | 户主 |\n| A2 | 乙二 |\n" + MEMBERS + RATED, REFUSED,
        ("ROW_ABOVE_HEADER 农户!A1",),
    ),
    Hazard(
        "a second table beside the first",
        BASE.replace("| 户号 | 户主 |", "| 户号 | 户主 | | 户号 | 户主 |", 1) + RATED, REFUSED,
        ("COLUMN_TWICE 农户!A1", "COLUMN_TWICE 农户!A1"),
    ),
    Hazard(
        "marks in a column without a header",
        BASE.replace("| A1 | 甲一 |", "| A1 | 甲一 | 黑 |", 1) + RATED, SOUND, ("COLUMN_UNNAMED 农户!C2",),
    ),
    Hazard(
        "cells far beyond the table",
        edited(BASE + RATED, cell("农户", "Z9", "见附件")), SOUND, ("COLUMN_UNNAMED 农户!Z9", "VALUE_MISSING 农户!A9", "VALUE_MISSING 农户!B9"),
    ),
    Hazard("comments on cells", edited(BASE + RATED, lambda book: setattr(book["评议"]["C2"], "comment", openpyxl.comments.Comment("实为 80000", "李"))), SOUND),
    Hazard("a hidden row", edited(BASE + RATED, hide("评议", row=4)), SOUND, ("ROWS_HIDDEN 评议!A4",)),
    Hazard("a hidden column", edited(BASE + RATED, hide("评议", column="C")), SOUND, ("COLUMN_HIDDEN 评议!C1",)),
    Hazard(
        "a hidden sheet of old ratings",
        edited(BASE + RATED + of_officer("赵六", 10, 10, "评议（旧）"), hide("评议（旧）")), REFUSED,
        ("RATINGS_TWICE", "SHEET_HIDDEN 评议（旧）"),
    ),
    Hazard(
        "rows that a filter hides",
        edited(BASE + RATED, lambda book: [setattr(book["农户"].auto_filter, "ref", "A1:B3"), hide("农户", row=3)(book)]), SOUND,
        ("ROWS_HIDDEN 农户!A3",),
    ),
    Hazard(
        "a dimension that hides rows",
        in_xml(BASE + RATED, 2, ('<dimension ref="A1:B3"', '<dimension ref="A1:B2"')), SOUND,
    ),
    Hazard(
        "blank first rows and columns",
        VILLAGE + "## 农户\n| | |\n| | | |\n| | | 户号 | 户主 |\n| | | A1 | 甲一 |\n| | | A2 | 乙二 |\n" + MEMBERS + RATED, SOUND,
    ),
    Hazard(
        "the header in row 9",
        VILLAGE + "## 农户\n| 试验村花名册 |\n" + "| |\n" * 7 + "| 户号 | 户主 |\n| A1 | 甲一 |\n| A2 | 乙二 |\n" + MEMBERS + RATED, SOUND,
    ),
    Hazard(
        "a sheet with rows and columns exchanged",
        VILLAGE + "## 农户\n| 户号 | A1 | A2 |\n| 户主 | 甲一 | 乙二 |\n" + MEMBERS + RATED, REFUSED, ("HEADER_MISSING 农户",),
    ),
    Hazard(
        "a total named like a household",
        BASE + RATED + "| A1 | 合计 | 130000 |\n", SOUND, ("TOTAL_ROW 评议!B8",),
    ),
]

KEYS = [
    Hazard(
        "a carried-down household number",
        VILLAGE + "## 农户\n| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |\n| A1 | 甲一 | 户主 | 40 | |\n| | 甲二 | 配偶 | 40 | 黑 |\n| A2 | 乙二 | 户主 | 50 | |\n" + RATED,
        {"A1": "declined", "A2": 30_000},
    ),
    Hazard(
        "a household number forgotten in a head's row",
        VILLAGE + "## 农户\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n| A2 | 乙二 | 户主 | 50 |\n| | 丙三 | 户主 | 50 |\n| | 丙四 | 配偶 | 50 |\n" + RATED,
        SOUND, ("VALUE_MISSING 农户!A4", "VALUE_MISSING 农户!A5"),
    ),
    Hazard(
        "a merged household number that reaches into the next household",
        edited(
            VILLAGE + "## 农户\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n| | 甲二 | 配偶 | 40 |\n| A2 | 乙二 | 户主 | 50 |\n" + RATED,
            merge("农户", "A2:A4"),
        ),
        {}, ("HEAD_TWICE 农户!C2", "HEAD_TWICE 农户!C4") + ("HOUSEHOLD_REFUSED 评议!A2",) * 0,
    ),
    Hazard(
        "a number below a merged cell that does not show",
        in_xml(BASE + RATED, 4, ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A4:A5"/></mergeCells>')),
        NOBODY | {"A1": "no_conclusion"}, ("MERGED_CELLS 评议!A4", "MERGED_CELLS 评议!A5"),
    ),
    Hazard("an amount merged over two households", edited(BASE + RATED, merge("评议", "C4:C5")), NOBODY, ("MERGED_CELLS 评议!C4", "MERGED_CELLS 评议!C5")),
    Hazard(
        "an amount merged over three officers' rows",
        edited(BASE + RATED, merge("评议", "C2:C4")), WITHOUT_A1, ("MERGED_CELLS 评议!C2", "MERGED_CELLS 评议!C3", "MERGED_CELLS 评议!C4"),
    ),
    Hazard(
        "a 否 merged over three officers' rows",
        edited(
            BASE + long("A1 | 张三 | 50000 | 否", "A1 | 李四 | 50000 |", "A1 | 王五 | 50000 |", *(f"A2 | {o} | 30000 |" for o in OFFICERS), header="户号 | 网格员 | 建议额度 | 是否了解情况"),
            merge("评议", "D2:D4"),
        ),
        WITHOUT_A1, ("MERGED_CELLS 评议!D2", "MERGED_CELLS 评议!D3", "MERGED_CELLS 评议!D4"),
    ),
    Hazard("a number merged over its officers' rows", edited(BASE + RATED, merge("评议", "A2:A4", "A5:A7")), SOUND),
    *(
        Hazard(f"{name} in the ratings", BASE + RATED.replace("| A1 | 王五", f"| {key} | 王五"), WITHOUT_A1, ("HOUSEHOLD_UNKNOWN 评议!A4",))
        for name, key in (("a letter O", "AI"), ("a lower-case letter", "a1"), ("an unknown household", "A9"))
    ),
    *(
        Hazard(f"{name} about a household number", BASE + RATED.replace("| A1 | 王五", f"| {key} | 王五"), SOUND)
        for name, key in (
            ("a no-break space", "A1\u00a0"), ("full width", "Ａ１"), ("a zero-width space", "A\u200b1"), ("a wide space", "A\u30001"),
        )
    ),
    Hazard("a footnote mark at a household number", BASE.replace("| A2 |", "| A1② |", 1) + RATED, {"A1": 50_000}, ("KEY_UNCLEAR 农户!A3", *("HOUSEHOLD_UNKNOWN 评议!A5", "HOUSEHOLD_UNKNOWN 评议!A6", "HOUSEHOLD_UNKNOWN 评议!A7"), "HOUSEHOLD_UNKNOWN 成员!A3")),
    Hazard(
        "001 on the roster and 1 in the ratings",
        VILLAGE + "## 农户\n| 户号 | 户主 |\n| '001 | 甲一 |\n" + long(*(f"1 | {officer} | 50000" for officer in OFFICERS)),
        {"001": "no_conclusion"}, ("MEMBERS_MISSING", *(f"HOUSEHOLD_UNKNOWN 评议!A{row}" for row in (2, 3, 4))),
    ),
    Hazard(
        "household numbers as numbers here and text there",
        VILLAGE + "## 农户\n| 户号 | 户主 |\n| 1.0 | 甲一 |\n" + long("1 | 张三 | 50000", "'1 | 李四 | 50000", "'１ | 王五 | 50000"),
        {"1": 50_000}, ("MEMBERS_MISSING",),
    ),
    Hazard(
        "a household number that became a date",
        edited(BASE + RATED, cell("评议", "A4", date(2016, 1, 2))), WITHOUT_A1, ("TEXT_EXPECTED 评议!A4",),
    ),
    Hazard(
        "a household number twice on the roster",
        BASE.replace("| A2 | 乙二 |", "| A1 | 乙二 |", 1) + RATED, REFUSED,
        (
            "HOUSEHOLD_REFUSED 成员!A2", "HOUSEHOLD_TWICE 农户!A2", "HOUSEHOLD_TWICE 农户!A3", "HOUSEHOLD_UNKNOWN 成员!A3",
            *(f"HOUSEHOLD_REFUSED 评议!A{row}" for row in (2, 3, 4)), *(f"HOUSEHOLD_UNKNOWN 评议!A{row}" for row in (5, 6, 7)),
        ),
    ),
    Hazard(
        "numbers of 18 digits that a csv rounded",
        {"试验村.csv": as_csv(WIDE.replace("A1", "3.3E+17"), "gb18030")}, {"A2": 30_000}, ("ID_AS_NUMBER 试验村!A2", "VILLAGE_FROM_NAME"),
    ),
    Hazard("an ID number kept as a number", edited(BASE.replace("| 户号 | 户主 |", "| 户号 | 户主 | 身份证号 |", 1) + RATED, cell("农户", "C2", 999999197607023909)), SOUND, ("ID_AS_NUMBER 农户!C2",)),
    Hazard("an ID number of 15 digits", BASE.replace("| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 身份证号 |\n| A1 | 甲一 | '999999670702390 |", 1) + RATED, SOUND, ("ID_OLD 农户!C2",)),
    Hazard("an ID number with a small x", BASE.replace("| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 身份证号 |\n| A1 | 甲一 | '99999919500101019x |", 1) + RATED, SOUND),
    Hazard(
        "numbers that slipped against the names beside them",
        BASE + of_officer("张三") + of_officer("李四") + of_officer("王五").replace("A1", "A3").replace("A2", "A1").replace("A3", "A2"),
        NOBODY, ("HOUSEHOLD_NOT_NAMED 评议王五!B3", "HOUSEHOLD_NOT_NAMED 评议王五!B4"),
    ),
]

AMOUNTS = [
    *(
        Hazard(f"{amount!r} as an amount", BASE + rated(amount), SOUND)
        for amount in ("'50000", "5万", "5万元", "'50,000", "'５００００", "50000.00", "5.0万", "¥50000", "'50000\u00a0", "'\u200b50000")
    ),
    *(
        Hazard(f"{amount} as an amount", BASE + rated(amount), WITHOUT_A1, (f"{code} 评议!C4",))
        for amount, code in {
            "约5万": "AMOUNT_ABOUT", "5-10万": "AMOUNT_RANGE", "5万以上": "AMOUNT_BOUND", "5万左右": "AMOUNT_ABOUT", "五万": "AMOUNT_IN_WORDS", "3万5": "AMOUNT_SHORTENED",
            "-": "AMOUNT_UNREADABLE", "无": "AMOUNT_UNREADABLE", "不了解": "AMOUNT_UNREADABLE", "'5E+04": "AMOUNT_UNREADABLE", "'5.000,00": "AMOUNT_UNREADABLE",
            "50000.5": "AMOUNT_NOT_WHOLE", "-50000": "AMOUNT_NEGATIVE", "5,0000": "AMOUNT_UNREADABLE", "50 000": "AMOUNT_UNREADABLE",
        }.items()
    ),
    Hazard("nothing in an amount", BASE + rated(""), WITHOUT_A1),
    Hazard("zero in an amount", BASE + rated(0), {"A1": "referred", "A2": 30_000}),
    Hazard("a formula error", edited(BASE + RATED, lambda book: setattr(book["评议"]["C4"], "value", "#DIV/0!")), WITHOUT_A1, ("ERROR_CELL 评议!C4",)),
    Hazard("a formula without a result", BASE + rated("=B9*2"), WITHOUT_A1, ("FORMULA_WITHOUT_VALUE 评议!C4",)),
    Hazard(
        "a formula with the text of its result",
        in_xml(BASE + rated("=B9*2"), 4, ("<f>B9*2</f><v></v>", "<f>B9*2</f><v>5万</v>"), ('<c r="C4">', '<c r="C4" t="str">')), SOUND,
    ),
    Hazard("an amount shown as a percentage", edited(BASE + RATED, cell("评议", "C4", 5, "0%")), WITHOUT_A1, ("AMOUNT_FORMATTED 评议!C4",)),
    Hazard("an amount shown with a 万 that is not in it", edited(BASE + RATED, cell("评议", "C4", 5, '0"万"')), WITHOUT_A1, ("AMOUNT_FORMATTED 评议!C4",)),
    Hazard("an amount in a cell set to dates", edited(BASE + RATED, cell("评议", "C4", 50000, "yyyy-mm-dd")), WITHOUT_A1, ("AMOUNT_UNREADABLE 评议!C4",)),
    Hazard("万元 in the header", BASE + rated(5, header="户号 | 网格员 | 建议额度（万元）", unit=10_000), SOUND),
    Hazard("万元 in a row of units", BASE + rated(5, header="户号 | 网格员 | 建议额度 |\n| | | 万元", unit=10_000), SOUND),
    Hazard("万元 in a label above", VILLAGE + ROSTER + MEMBERS + rated(5, unit=10_000).replace("## 评议\n", "## 评议\n| 单位：万元 |\n"), SOUND),
    Hazard("万元 in sheet 村", VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + rated(5, unit=10_000), SOUND),
    Hazard("万元 in sheet 村 and 元 in the header", VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + rated(50_000, header="户号 | 网格员 | 建议额度（元）"), SOUND),
    Hazard("an amount with 元 in a sheet of 万元", VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + rated("50000元", unit=10_000), SOUND),
    Hazard(
        "yuan in a sheet of 万元",
        VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + RATED, dict.fromkeys(SOUND, 300_000),
        tuple(f"RATING_LARGE 评议!C{row}" for row in range(2, 8)),
    ),
    Hazard(
        "万元 in a sheet of yuan",
        BASE + rated(5, unit=10_000), dict.fromkeys(SOUND, "declined"), tuple(f"FIGURE_SMALL 评议!C{row}" for row in range(2, 8)),
    ),
    *(
        Hazard(f"the unit {unit}", BASE + rated(50_000, header=f"户号 | 网格员 | 建议额度（{unit}）"), REFUSED, ("OPTION_UNKNOWN 评议!C1",))
        for unit in ("千元", "元/万元", "万元或元")
    ),
]

DATES = [
    *(
        Hazard(f"{written} as the day", VILLAGE.replace("2016-05-03", written) + ROSTER + MEMBERS + RATED, SOUND)
        for written in ("2016.5.3", "2016年5月3日", "20160503", "42493", "'2016/5/3 0:00")
    ),
    *(
        Hazard(f"{written} as the day", VILLAGE.replace("2016-05-03", written) + ROSTER + MEMBERS + RATED, REFUSED, (f"{code} 村!B4",))
        for written, code in {"'16.5.3": "DATE_SHORT_YEAR", "'3/5/2016": "DATE_UNREADABLE", "5月3日": "DATE_INCOMPLETE", "2016.5": "DATE_INCOMPLETE"}.items()
    ),
]

HEADERS = [
    *(
        Hazard(f"the header {header!r}", edited(BASE + RATED, cell("评议", "C1", header)), SOUND)
        for header in ("建议\n额度", " 建 议 额 度 ", "★建议额度", "*建议额度", "建议额度*", "建议额度（必填）", "ＡＭＯＵＮＴ", "建议额度\u200b")
    ),
    Hazard("a near miss of the amount's header", BASE + rated(50_000, header="户号 | 网格员 | 建议额"), REFUSED, ("COLUMN_MISSING 评议!A1", "COLUMN_NOT_READ 评议!C1")),
    *(
        Hazard(f"the header {header}", BASE.replace("| 户号 | 户主 |", f"| 户号 | 户主 | {header} |", 1) + RATED, REFUSED, ("COLUMN_UNCLEAR 农户!C1",))
        for header in ("名单种类", "黑名单", "是否黑名单", "户籍情况")
    ),
    *(
        Hazard(f"the header {header}", BASE + rated(50_000, header=f"户号 | 网格员 | {header}"), REFUSED, ("COLUMN_MISSING 评议!A1", "COLUMN_NOT_READ 评议!C1"))
        for header in ("建议额度（上年）", "建议额度（参考）")
    ),
    Hazard(
        "another person's ID number by the words in brackets",
        BASE.replace("| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 身份证号（配偶） |\n| A1 | 甲一 | '99999919500101019X |", 1) + RATED,
        SOUND, ("COLUMN_NOT_READ 农户!C1",),
    ),
    Hazard("two columns of one meaning", BASE + rated("50000 | 1", header="户号 | 网格员 | 建议额度 | 评议额度"), REFUSED, ("COLUMN_TWICE 评议!A1",)),
    Hazard(
        "a header in two rows",
        edited(VILLAGE + "## 农户\n| 户籍信息 | |\n| 户号 | 户主 |\n| A1 | 甲一 |\n| A2 | 乙二 |\n" + MEMBERS + RATED, merge("农户", "A1:B1")), SOUND,
    ),
    Hazard(
        "a header in three rows",
        edited(
            VILLAGE + "## 农户\n| 户号 | 户籍信息 | | | |\n| | 户主 | 评议 | | |\n| | | 网格员1额度 | 网格员2额度 | 网格员3额度 |\n| A1 | 甲一 | 50000 | 50000 | 50000 |\n| A2 | 乙二 | 30000 | 30000 | 30000 |\n" + MEMBERS,
            merge("农户", "A1:A3", "B2:B3", "B1:E1", "C2:E2"),
        ),
        SOUND,
    ),
]

PEOPLE = [
    Hazard("an officer in a label, the sheets' names, a title", BASE + of_officer("张三") + of_officer("李四").replace("| 网格员： | 李四 |", "| 试验村评议表 |", 1) + of_officer("王五").replace("| 网格员： | 王五 |", "| 评议表（网格员：王五） |"), SOUND, ("OFFICER_FROM_NAME 评议李四",)),
    Hazard("officers whose names are spaced out in one cell with the label", BASE + "".join(of_officer(o).replace(f"| 网格员： | {o} |", f"| 网格员：{o[0]}　{o[1]} |") for o in ("张三", "张四", "张五")), SOUND),
    Hazard("one officer, spaced out and not", BASE + RATED.replace("| A1 | 王五", "| A1 | 张　三"), WITHOUT_A1, ("RATING_TWICE 评议!C2", "RATING_TWICE 评议!C4")),
    Hazard("one officer with a zero-width sign", BASE + of_officer("张三") + of_officer("李四") + of_officer("张三\u200b"), NOBODY, tuple(f"RATING_TWICE 评议{o}!C{row}" for o in ("张三", "张三\u200b") for row in (3, 4))),
    *(
        Hazard(f"{name} for an officer", BASE + of_officer("张三") + of_officer("李四") + of_officer(line, sheet="评议丙"), REFUSED, (f"{code} 评议丙{at}",))
        for name, line, code, at in (
            ("an empty line", "______", "OFFICER_MISSING", ""), ("two names", "王五、赵六", "PERSONS_TOGETHER", "!B1"), ("a dash", "——", "OFFICER_MISSING", ""),
        )
    ),
    Hazard("two officers of one name", BASE + of_officer("张三") + of_officer("李四") + of_officer("张三", sheet="评议张三2"), NOBODY, tuple(f"RATING_TWICE 评议{o}!C{row}" for o in ("张三", "张三2") for row in (3, 4))),
    Hazard("a round's sheet copied", BASE + "".join(of_officer("", sheet=name).replace("| 网格员： | |\n", "") for name in ("第一轮", "第二轮", "第二轮 (2)")), {}, ()),
    Hazard("a round written in two ways", BASE + "".join(of_officer("", sheet=name).replace("| 网格员： | |\n", "") for name in ("第一轮", "第二轮", "第2轮")), {}, ()),
    Hazard("a sheet of ratings that is not recognised", BASE + of_officer("张三") + of_officer("李四") + of_officer("王五", sheet="王五").replace("建议额度", "意见").replace("网格员：", "姓名："), NOBODY, ("SHEET_NOT_READ 王五",)),
    Hazard("不了解 beside an amount", BASE + rated(50_000, header="户号 | 网格员 | 建议额度 | 是否了解情况", beside="| 不了解"), WITHOUT_A1, ("RATING_WITHOUT_KNOWING 评议!C4",)),
    Hazard("不清楚 beside an amount", BASE + rated(50_000, header="户号 | 网格员 | 建议额度 | 是否了解情况", beside="| 不清楚"), WITHOUT_A1, ("OPTION_UNKNOWN 评议!D4",)),
    Hazard("a refusal beside an amount", BASE + rated(50_000, header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 欠款不还"), {"A1": "referred", "A2": 30_000}, ("REFUSAL_WITH_AMOUNT 评议!C4",)),
    Hazard("a bank's reason by a number alone", BASE + rated("", header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 1"), WITHOUT_A1, ("REFUSAL_UNKNOWN 评议!D4",), REASONS),
    Hazard("a bank's reason 10 that is not its reason 1", BASE + rated("", header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 10.全家迁走"), {"A1": "referred", "A2": 30_000}, (), REASONS),
    Hazard("several reasons in one cell", BASE + rated("", header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 10.全家迁走、1.欠款不还"), {"A1": "referred", "A2": 30_000}, (), REASONS),
    Hazard("黑户 as a list", BASE.replace("| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 名单 |\n| A1 | 甲一 | 黑户 |", 1) + RATED, ONLY_A2, ("OPTION_UNKNOWN 农户!C2", "HOUSEHOLD_REFUSED 成员!A2", *(f"HOUSEHOLD_REFUSED 评议!A{row}" for row in (2, 3, 4)))),
    Hazard("a list mark on one member", BASE.replace("| 户号 | 姓名 | 与户主关系 | 年龄 |", "| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |").replace("| 乙二 | 户主 | 50 |", "| 乙二 | 户主 | 50 | 黑名单 |") + RATED, {"A1": 50_000, "A2": "declined"}),
]

MEMBER_ROWS = "\n## 评议{0}\n| 网格员： | {0} |\n| 户号 | 姓名 | 与户主关系 | 建议额度 |\n| A1 | 甲一 | 户主 | {1} |\n| | 甲二 | 配偶 | {2} |\n| A2 | 乙二 | 户主 | 30000 |\n"
SPOUSE = BASE.replace("| A2 | 乙二 | 户主 |", "| A1 | 甲二 | 配偶 | 40 |\n| A2 | 乙二 | 户主 |")
TITLED = "| 网格员： | 王五 |\n"
AGAINST = ("HOUSEHOLD_DIFFERS 评议王五!B3", "HOUSEHOLD_REFUSED 成员!A2", "HOUSEHOLD_REFUSED 评议张三!A3", "HOUSEHOLD_REFUSED 评议李四!A3")
PAGE = (
    "<table><tr><td rowspan=2>户号<td rowspan=2>户主<td rowspan=2>与户主关系<td rowspan=2>姓名<td colspan=3>评议"
    "<tr><td>网格员1额度<td>网格员2额度<td>网格员3额度<tr><td rowspan=2>A1<td rowspan=2>甲一<td>户主<td>甲一<td>50000<td>5万<td>50,000"
    "<tr><td>配偶<td>甲二<td><td><td></table>"
)


def saying(header: str, word: str) -> str:
    """王五's sheet with a column of the roster's, in which ``word`` is said of A1."""
    rows = f"| 户号 | {header} | 建议额度 |\n| A1 | {word} | 50000 |\n| A2 | | 30000 |\n"
    return f"\n## 评议王五\n{TITLED}{rows}"


PLACES = [
    Hazard("an amount on a member's row", SPOUSE + "".join(MEMBER_ROWS.format(o, "", 50_000) for o in OFFICERS), SOUND),
    Hazard("amounts on two members' rows", SPOUSE + "".join(MEMBER_ROWS.format(o, 50_000 if o == "王五" else "", 50_000) for o in OFFICERS), WITHOUT_A1, ("RATING_TWICE 评议王五!D3", "RATING_TWICE 评议王五!D4")),
    Hazard("two sheets of one meaning", BASE + RATED + ROSTER.replace("农户", "农户（2）"), REFUSED, ("SHEET_TWICE 农户（2）",)),
    Hazard("a roster that goes on in another sheet", BASE + RATED + ROSTER.replace("农户", "农户续").replace("A", "B"), SOUND, ("SHEET_NOT_READ 农户续",)),
    Hazard("another village in a label", BASE + THREE.replace(TITLED, "| 村名：别村 | 网格员： | 王五 |\n"), REFUSED, ("FACT_DIFFERS 评议王五!A1",)),
    Hazard("another village in a title", BASE + THREE.replace(TITLED, "| 别村评议表 |\n" + TITLED), SOUND, ("VILLAGE_IN_TITLE 评议王五!A1",)),
    Hazard("another village in a sheet's name", BASE + of_officer("张三") + of_officer("李四") + of_officer("王五", sheet="评议 别村"), SOUND, ("VILLAGE_IN_TITLE 评议 别村",)),
    Hazard("the village's own name in a title", BASE + THREE.replace(TITLED, "| 路南镇试验村评议表 |\n" + TITLED), SOUND),
    *(
        Hazard(f"an officer's sheet that says {word}, against the roster", BASE + of_officer("张三") + of_officer("李四") + saying(header, word), ONLY_A2, found)
        for header, word, found in (
            ("名单", "黑", AGAINST), ("名单", "灰名单", AGAINST), ("户籍状态", "销户", AGAINST), ("居住状态", "举家外出", AGAINST),
            ("名单", "黑？", ("OPTION_UNKNOWN 评议王五!B3", *AGAINST[1:])),
        )
    ),
    *(
        Hazard(f"an officer's sheet that says {word}, with the roster", BASE + of_officer("张三") + of_officer("李四") + saying(header, word), SOUND)
        for header, word in (("名单", "白"), ("户籍状态", "正常"), ("居住状态", "在家"))
    ),
    Hazard(
        "a household that one of the officers' sheets lacks",
        {"甲.xlsx": VILLAGE, **{f"{o}.xlsx": of_officer(o) if o != "王五" else of_officer(o).replace("| A2 | 乙二 | 30000 |\n", "") for o in OFFICERS}},
        WITHOUT_A2, ("HOUSEHOLD_NOT_IN_ALL 评议张三!A4", "MEMBERS_MISSING", "ROSTER_FROM_ROWS"),
    ),
]

FORMATS = [
    *(
        Hazard(f"a csv in {encoding}", {"试验村.csv": as_csv(WIDE, encoding)}, SOUND, ("VILLAGE_FROM_NAME",))
        for encoding in ("gb18030", "utf-8-sig", "utf-8")
    ),
    Hazard("a csv with line breaks in a field", {"试验村.csv": as_csv(WIDE.replace("路南", "路南§三号"), "gb18030").replace("§".encode("gb18030"), b"\n")}, SOUND, ("VILLAGE_FROM_NAME",)),
    Hazard("a csv with a bare comma in an amount", {"试验村.csv": as_csv(WIDE, "utf-8").replace(b'"30,000"', b"30,000")}, {"A1": 50_000}, ("ROW_SHIFTED 试验村!A3", "VILLAGE_FROM_NAME")),
    Hazard("a csv whose ID numbers were rounded", {"试验村.csv": as_csv(WIDE.replace("999999197607023909", "9.99999E+17"), "utf-8")}, SOUND, ("ID_CHARACTERS 试验村!E2", "VILLAGE_FROM_NAME")),
    Hazard("a web page named .xls with cells over rows", {"试验村.xls": PAGE.encode("gb18030")}, {"A1": 50_000}, ("FILE_MISNAMED", "VILLAGE_FROM_NAME")),
    Hazard("two tables on a web page named .xls", {"试验村.xls": (PAGE + PAGE.replace("A1", "A2")).encode("gb18030")}, REFUSED, ("FILE_OTHER_FORMAT",)),
    Hazard("days counted from 1904", edited(BASE.replace("2016-05-03", "41031") + RATED, lambda book: setattr(book, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904)), SOUND),
]

HAZARDS = [*ROWS, *KEYS, *AMOUNTS, *DATES, *HEADERS, *PEOPLE, *PLACES, *FORMATS]


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.name)
def test_nothing_is_silently_other_than_it_was_written(tmp_path: Path, hazard: Hazard) -> None:
    files = hazard.files if isinstance(hazard.files, Mapping) else {"试验村.xlsx": hazard.files}
    folder = tmp_path / "in"
    folder.mkdir()
    assert outcome(folder, files, hazard.profile) == (hazard.decided, sorted(hazard.found))
