"""What hazards are made of: a small sound village, ways to spoil it, and what comes of it on the whole way."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook as Book
from workbooks import VILLAGE, write

from gridcredit import checking, policy
from gridcredit.assessment import assess
from gridcredit.findings import Finding
from gridcredit.ingest.parts import unpack
from gridcredit.ingest.workbook import FileRefused, Reading
from gridcredit.schema import rows_of

Content = str | bytes | Callable[[Path], object]
Decided = Mapping[str, int | str]

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
SOUND: Decided = {"A1": 50_000, "A2": 30_000}
WITHOUT_A1: Decided = {"A1": "no_conclusion", "A2": 30_000}
WITHOUT_A2: Decided = {"A1": 50_000, "A2": "no_conclusion"}
ONLY_A2: Decided = {"A2": 30_000}
NOBODY: Decided = dict.fromkeys(SOUND, "no_conclusion")
REFUSED: Decided = {}


@dataclass(frozen=True)
class Hazard:
    """``files``: what each holds, or one alone; ``decided``: each household's line, or its status where it has none;
    ``found``: every finding, as ``CODE sheet!cell``.
    """

    name: str
    files: Content | Mapping[str, Content]
    decided: Decided
    found: tuple[str, ...] = ()
    profile: str = ""


def long(*rows: str, header: str = "户号 | 网格员 | 建议额度") -> str:
    """A sheet of ratings, one a row."""
    return f"\n## 评议\n| {header} |\n" + "".join(f"| {row} |\n" for row in rows)


def rated(third: object, header: str = "户号 | 网格员 | 建议额度", unit: int = 1, beside: str = "") -> str:
    """A long sheet with two officers' 50,000 for A1, then ``third`` (``C4``), and three times 30,000 for A2."""
    rows = [f"A1 | {officer} | {50_000 // unit}" for officer in TWO] + [f"A1 | 王五 | {third} {beside}"]
    return long(*rows, *(f"A2 | {officer} | {30_000 // unit}" for officer in OFFICERS), header=header)


def of_round(name: str) -> str:
    """A round's sheet of ratings, which names no officer."""
    return of_officer("", sheet=name).replace("| 网格员： |  |\n", "")


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


def cell(sheet: str, address: str, value: str | int | date, number_format: str = "") -> Callable[[Book], object]:
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


def filtered(book: Book) -> None:
    """A filter of the roster by which its last row is hidden."""
    book["农户"].auto_filter.ref = "A1:B3"
    book["农户"].row_dimensions[3].hidden = True


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
    csv.writer(file).writerows([[field.replace("§", "\n") for field in row] for row in table(text)])
    return file.getvalue().encode(encoding)


WIDE = """
| 户号 | 户主 | 与户主关系 | 姓名 | 身份证号 | 网格员1额度 | 网格员2额度 | 网格员3额度 | 地址 |
| A1 | 甲一 | 户主 | 甲一 | 999999196707023907 | 50000 | 50000 | 50000 | 路南 |
| A2 | 乙二 | 户主 | 乙二 | 99999919500101019X | 30,000 | 30000 | ３００００ | 路北 |
"""


def outcome(folder: Path, files: Mapping[str, Content], profile: str) -> tuple[dict[str, int | str], list[str]]:
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
    done = checking.check_village(reads, policies, AS_OF)
    if done.facts is None:
        return {}, told(done.findings)
    assessed = assess(done, policies, AS_OF)
    names = ("household_id", "status", "credit_line_yuan")
    return {key: line or status for key, status, line in rows_of(assessed.households, names)}, told(done.findings)


def told(findings: list[Finding]) -> list[str]:
    """The findings but for those on households' files, which are as short here as a case allows."""
    places = [(f.code, f"{f.sheet}!{f.cell}".removesuffix("!")) for f in findings if f.code != "FILE_INCOMPLETE"]
    return sorted(f"{code} {place}".rstrip() for code, place in places)
