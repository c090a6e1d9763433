"""Header texts by meaning: the one table of synonyms, and the search for the header row.

Texts are compared without spaces, line breaks, brackets' contents and full-width forms, never by position.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import AMOUNT_UNITS, HOUSEHOLDS, VILLAGE, Column, Kind

HEADER_SEARCH_ROWS = 20

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "village": ("村名", "村", "行政村", "村居", "village", "villagename"),
    "village_code": ("村编码", "村代码", "villagecode"),
    "branch": ("支行", "所属支行", "branch"),
    "grid": ("网格", "网格名称", "grid"),
    "assessed_on": ("评议日期", "日期", "assessedon", "ratingdate", "date"),
    "amount_unit": ("金额单位", "单位", "unit", "amountunit"),
    "cap_yuan": ("最高额度", "授信上限", "cap", "maximumline"),
    "household_id": ("户号", "农户编号", "户编号", "householdid", "household", "householdno"),
    "group": ("村组", "组别", "村民小组", "组", "group"),
    "head": ("户主", "户主姓名", "head", "householdhead"),
    "id_number": ("身份证号", "身份证号码", "身份证", "公民身份号码", "idnumber", "id"),
    "phone": ("手机号", "手机", "手机号码", "联系电话", "电话", "phone", "mobile"),
    "address": ("地址", "住址", "家庭住址", "家庭地址", "address"),
    "registration_status": ("户籍状态", "registrationstatus"),
    "residence_status": ("居住状态", "residencestatus"),
    "away_place": ("外出地", "awayplace"),
    "return_time": ("返乡时间", "returntime"),
    "income_yuan": ("家庭年收入", "年收入", "income", "annualincome"),
    "expense_yuan": ("家庭年支出", "年支出", "expense", "annualexpense"),
    "assets_yuan": ("总资产", "家庭总资产", "assets"),
    "liabilities_yuan": ("总负债", "家庭总负债", "liabilities"),
    "other_loans_yuan": ("他行贷款", "他行贷款余额", "otherloans"),
    "guarantees_yuan": ("对外担保", "担保", "guarantees"),
    "list_status": ("名单", "黑白名单", "list", "liststatus"),
    "list_reason": ("名单原因", "listreason"),
    "business": ("经营项目", "主营项目", "business"),
    "evidence": ("佐证材料", "证明材料", "evidence"),
    "collected_by": ("采集人", "collectedby"),
    "collected_on": ("采集日期", "采集时间", "collectedon"),
    "consent": ("信息授权", "授权", "consent"),
    "note": ("备注", "note", "notes", "remark"),
    "name": ("姓名", "成员姓名", "name"),
    "relation": ("与户主关系", "与户主的关系", "关系", "relation"),
    "birth_date": ("出生日期", "出生年月日", "生日", "birthdate"),
    "age": ("年龄", "age"),
    "labour": ("劳动能力", "labour", "labor"),
    "officer": ("网格员", "评议员", "评议员姓名", "网格员姓名", "officer"),
    "amount_yuan": ("建议额度", "建议授信额度", "建议的授信额度", "评议额度", "评议员建议额度", "金额", "amount"),
    "knows": ("是否了解情况", "是否了解", "knows", "knowshousehold"),
    "refusal": ("不予授信情形", "不符合授信原因", "不予授信原因", "refusal", "refusalreason"),
    "rated_on": ("评议日期", "日期", "ratedon", "date"),
    "kind": ("事项", "event"),
    "effective": ("日期", "date"),
    "actor": ("经办人", "actor", "handledby"),
    "result": ("结果", "result"),
}

SHEET_NAMES: Mapping[str, tuple[str, ...]] = {
    "village": ("村", "village"),
    "households": ("农户", "households"),
    "members": ("成员", "members"),
    "outcomes": ("台账", "outcomes"),
}

ROW_NUMBERS = ("序号", "no", "no.")
TOTALS = ("合计", "小计", "总计", "total", "subtotal")
FOOTNOTES = ("注:", "备注:", "说明:", "填表说明", "note:", "notes:")

UNITS = AMOUNT_UNITS | {"万": "ten_thousand", "人民币元": "yuan", "人民币万元": "ten_thousand"}
ODD_UNIT = {"column": "金额单位", "wanted": " ".join(AMOUNT_UNITS)}

_UNIT = re.compile(r"[(\[【:]\s*(?:单位:\s*)?(?:人民币)?(万元|元|万(?=\s*[)\]】]))")
_ODD_UNIT = re.compile(r"[(\[【]\s*(?:单位:\s*)?(?:人民币)?[十百千亿美]万?元")
_OF_MONEY = re.compile(r"(?:人民币|[元十百千万亿美/、,或])+")
_OFFICER = re.compile(r"(?:网格员|评议员|officer)[0-9一二三四五六七八九十]")
_IN_CELL = re.compile(r"([^\s:()]+):\s*([^\s:()]++)(?!\s*:)")
_COLON = re.compile(r"[:：]\s*$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends (row index) and which column (index) means what.

    ``unread`` are the headers of no meaning here; ``units`` the amount units that headers state, as in 建议额度（万元）.
    """

    last_row: int
    columns: Mapping[str, int]
    doubled: tuple[str, ...]
    unread: Mapping[int, str]
    units: Mapping[str, str]


def plain(cell: Cell) -> str:
    """A header, label or sheet name as it is compared: ``" 建议额度\\n（元）"`` → ``"建议额度"``."""
    text = unicodedata.normalize("NFKC", str(cell)) if isinstance(cell, str) else ""
    return _BRACKETS.sub("", "".join(text.split())).rstrip(":*").lstrip("*").lower()


def meaning(text: str, columns: Sequence[Column]) -> str | None:
    """The column among ``columns`` that the plain ``text`` stands for."""
    for column in columns:
        if text in SYNONYMS[column.name]:
            return column.name
    return None


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header | None:
    """The header row (or two rows with merged upper cells) that names most of ``columns``; None below two of them."""
    best: tuple[tuple[bool, int], Header] | None = None
    for row in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        for upper in (None, row - 1) if row else (None,):
            header = _header_at(sheet, row, upper, columns)
            rank = ("household_id" in header.columns, len(header.columns))
            if best is None or rank > best[0]:
                best = (rank, header)
    return best[1] if best and len(best[1].columns) >= 2 else None


def nearest(column: Column, header: Header) -> str:
    """The unread header that is most like ``column``'s names, or ''."""
    wanted = SYNONYMS[column.name]
    scores = {
        text: max(difflib.SequenceMatcher(None, plain(text), name).ratio() for name in wanted)
        for text in header.unread.values()
    }
    text = max(scores, key=lambda key: scores[key], default="")
    return text if text and scores[text] >= 0.5 else ""


def find_label(rows: Sequence[Sequence[Cell]], name: str) -> tuple[int, int, Cell] | None:
    """The value beside the label ``name``: the next filled cell of the row, or the same cell after the colon.

    Returns row index, column index and the cell.
    """
    for row, cells in enumerate(rows):
        for position, cell in enumerate(cells):
            if plain(cell) in SYNONYMS[name]:
                beside = next((at for at in range(position + 1, len(cells)) if not _blank(cells[at])), None)
                if beside is not None and not _is_label(cells[beside]):
                    return row, beside, cells[beside]
            elif isinstance(cell, str):
                for label, value in pairs_in(cell):
                    if label in SYNONYMS[name]:
                        return row, position, value
    return None


def pairs_in(cell: str) -> list[tuple[str, str]]:
    """Labels and values that share a cell: ``"评议表（网格员：张三） 日期：2016-05-03"``; 最高额度（万元）：30 is one, too."""
    text = unicodedata.normalize("NFKC", cell)
    found = _IN_CELL.findall(text) + _IN_CELL.findall(_BRACKETS.sub("", text))
    return [(plain(label), value) for label, value in dict.fromkeys(found)]


def unread_labels(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of what stands like a label in sheet 村 and is none that is known."""
    for row, cells in enumerate(sheet.rows):
        filled = [position for position, cell in enumerate(cells) if not _blank(cell)]
        for position in filled:
            cell = cells[position]
            leads = position == filled[0] and (len(filled) > 1 or (isinstance(cell, str) and pairs_in(cell)))
            if isinstance(cell, str) and (leads or _COLON.search(cell)):
                labels = [label for label, _ in pairs_in(cell)] or [plain(cell)]
                if not any(meaning(label, VILLAGE) for label in (*labels, plain(cell))):
                    yield row, position, " ".join(re.split("[:：]", cell)[0].split())


def names_an_officer(text: str) -> bool:
    """Whether a header is about one officer's rating, as 网格员1是否了解情况."""
    return _OFFICER.match(plain(text)) is not None


def unit_in(text: str) -> str | None:
    """The amount unit stated in a header such as 建议额度（万元）."""
    match = _UNIT.search(unicodedata.normalize("NFKC", text))
    return UNITS[match[1]] if match else None


def has_odd_unit(text: str) -> bool:
    """Whether a header states a unit that amounts are not read in, such as 建议额度（千元）."""
    return _ODD_UNIT.search(unicodedata.normalize("NFKC", text)) is not None


def odd_units(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """The cells above and in the header that state a unit which amounts are not read in."""
    found = find_label(sheet.rows[: header.last_row], "amount_unit")
    if found and plain(found[2]) not in UNITS and _OF_MONEY.fullmatch(plain(found[2])):
        yield found[0], found[1]
    for column in columns:
        position = header.columns.get(column.name)
        if column.kind is Kind.AMOUNT and position is not None:
            for row in range(max(0, header.last_row - 1), header.last_row + 1):
                cells = _spread(sheet, row)
                shown = cells[position] if position < len(cells) else None
                if isinstance(shown, str) and has_odd_unit(shown):
                    yield row, position


def stated_unit(sheet: Sheet, header: Header) -> str | None:
    """The unit stated above the header, as in 单位：万元."""
    found = find_label(sheet.rows[: header.last_row], "amount_unit")
    return UNITS.get(plain(found[2])) if found else None


def columns_beside_ratings(header: Header) -> frozenset[int]:
    """Columns of a rating sheet that only repeat the roster, such as 户主 or 村组."""
    return frozenset(p for p, text in header.unread.items() if meaning(plain(text), HOUSEHOLDS))


def _is_label(cell: Cell) -> bool:
    """Whether the cell is a label, or a label that is known and its value, rather than a value."""
    if not isinstance(cell, str):
        return False
    texts = {plain(cell), *(label for label, _ in pairs_in(cell))}
    known = (SYNONYMS[name] for name in (*(column.name for column in VILLAGE), "officer"))
    return _COLON.search(cell) is not None or any(texts & set(labels) for labels in known)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _header_at(sheet: Sheet, row: int, upper: int | None, columns: Sequence[Column]) -> Header:
    found: dict[str, int] = {}
    doubled: list[str] = []
    unread: dict[int, str] = {}
    units: dict[str, str] = {}
    above = _spread(sheet, upper) if upper is not None else []
    for position, cell in enumerate(sheet.rows[row]):
        upper_cell = above[position] if position < len(above) else None
        shown = cell if plain(cell) or (isinstance(upper_cell, str) and _COLON.search(upper_cell)) else upper_cell
        name = meaning(plain(shown), columns)
        if name is None and plain(shown):
            unread[position] = " ".join(str(shown).split())
        elif name in found:
            doubled.append(name)
        elif name is not None:
            found[name] = position
            if stated := unit_in(str(shown)) or unit_in(str(upper_cell)):
                units[name] = stated
    return Header(row, found, tuple(doubled), unread, units)


def _spread(sheet: Sheet, row: int) -> list[Cell]:
    """The row with each merged cell's text in all the columns that it spans."""
    cells = list(sheet.rows[row])
    for (top, left), (_, right) in sheet.merged:
        if top == row and left < len(cells):
            cells[left : right + 1] = [cells[left]] * (min(right, len(cells) - 1) - left + 1)
    return cells
