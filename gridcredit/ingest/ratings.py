"""The ratings in any of the standard layouts: one long sheet, one sheet per officer, or columns of sheet 农户."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest import headers
from gridcredit.ingest.rows import Rows, address, check_header, read_rows
from gridcredit.ingest.values import Value
from gridcredit.ingest.workbook import Cell, Sheet, Workbook
from gridcredit.schema import RATINGS, Column

NO_REFUSAL = frozenset({"无", "没有", "否", "-", "—", "——", "/", "none", "no"})

_WIDE = re.compile(
    r"((?:网格员|评议员|officer)[0-9一二三四五六七八九十]+)(?:的)?(?:建议|评议|授信|建议授信)?(?:额度|amount)"
)
_BY_ONE_OFFICER = tuple(column for column in RATINGS if column.name != "officer")
_NEEDED = tuple(replace(column, required=column.name in ("household_id", "amount_yuan")) for column in RATINGS)


def wide_columns(header: headers.Header) -> dict[int, str]:
    """Columns such as 网格员1额度, by position: the officer whose amounts they hold."""
    matches = {position: _WIDE.fullmatch(headers.plain(text)) for position, text in header.unread.items()}
    return {position: match[1] for position, match in matches.items() if match}


def read_ratings(
    workbook: Workbook, sheets: Mapping[str, Sheet], households: Rows | None, unit: str, findings: list[Finding]
) -> list[Rows] | None:
    """All ratings, a ``Rows`` per sheet or officer column; None (and why, in ``findings``) where none can be read."""
    layouts: dict[str, list[Rows]] = {"评议": [], "网格员": [], "农户": []}
    faulty = False
    for name, sheet in sheets.items():
        if name in ("village", "households", "members"):
            continue
        wanted = "户号 网格员 建议额度"
        header = headers.find_header(sheet, RATINGS) if name != "outcomes" else None
        if header is None or not {"household_id", "amount_yuan"} <= header.columns.keys():
            if header is not None and _means_ratings(sheet, header):
                findings += check_header(workbook.file, sheet, header, _NEEDED, headers.columns_beside_ratings(header))
                faulty = True
            elif headers.plain(sheet.name).startswith("评议"):
                code = "HEADER_MISSING" if sheet.rows else "SHEET_EMPTY"
                findings.append(Finding(code, workbook.file, sheet.name, params={"wanted": wanted}))
                faulty = True
            elif sheet.rows:
                findings.append(Finding("SHEET_NOT_READ", workbook.file, sheet.name, params={"wanted": wanted}))
            continue
        if sheet.hidden:
            findings.append(Finding("SHEET_HIDDEN", workbook.file, sheet.name))
        layout = "评议" if "officer" in header.columns else "网格员"
        rows = _from_sheet(workbook.file, sheet, header, headers.stated_unit(sheet, header) or unit, findings)
        faulty = faulty or rows is None
        layouts[layout] += [rows] if rows else []
    if households is not None and "households" in sheets:
        layouts["农户"] = _from_columns(workbook.file, sheets["households"], households, unit)
        for position in wide_columns(households.header):
            if headers.has_odd_unit(households.header.unread[position]):
                cell = address(households.header.last_row, position)
                findings.append(
                    Finding("OPTION_UNKNOWN", workbook.file, households.sheet, cell, params=headers.ODD_UNIT)
                )
    used = [name for name, rows in layouts.items() if any(part.ok for part in rows)]
    if len(used) > 1:
        findings.append(Finding("RATINGS_TWICE", workbook.file, params={"layouts": " / ".join(used)}))
    if not used and not faulty:
        empty = [rows.sheet for rows in layouts["评议"] + layouts["网格员"]]
        findings += [Finding("SHEET_EMPTY", workbook.file, sheet) for sheet in empty] or [
            Finding("SHEET_MISSING", workbook.file, params={"wanted": "评议"})
        ]
    return layouts[used[0]] if len(used) == 1 and not faulty else None


def check(parts: Sequence[Rows]) -> None:
    """Refuse both where an officer rated a household twice; warn of what is set aside."""
    times = Counter(
        (rows.key(row), rows.values["officer"][row]) for rows in parts for row in range(len(rows.ok)) if rows.key(row)
    )
    for rows in parts:
        amounts, refusals, knows = (rows.values[name] for name in ("amount_yuan", "refusal", "knows"))
        for row in list(rows.accepted()):
            if times[rows.key(row), rows.values["officer"][row]] > 1:
                rows.refuse("RATING_TWICE", row, "amount_yuan")
            elif knows[row] == "no" and (amounts[row] is not None or refusals[row]):
                rows.find("RATING_WITHOUT_KNOWING", row, "amount_yuan")
            elif refusals[row] and amounts[row]:
                rows.find("REFUSAL_WITH_AMOUNT", row, "amount_yuan")


def table(parts: Sequence[Rows]) -> dict[str, list[Any]]:
    """The accepted ratings with the ``cell`` of each figure."""
    whole: dict[str, list[Any]] = {}
    for rows in parts:
        part = rows.table() | {"cell": [rows.cell(row, "amount_yuan") for row in rows.accepted()]}
        for name, values in part.items():
            whole.setdefault(name, []).extend(values)
    return whole


def _means_ratings(sheet: Sheet, header: headers.Header) -> bool:
    """Whether a sheet without 户号 or 建议额度 was meant to hold ratings, to judge by its name or what else it has."""
    if headers.plain(sheet.name).startswith("评议") or "knows" in header.columns:
        return True
    label = headers.find_label(sheet.rows[: header.last_row], "officer")
    amount = next(column for column in RATINGS if column.name == "amount_yuan")
    rated = bool(header.columns.keys() & {"amount_yuan", "refusal"} or headers.nearest(amount, header))
    return rated and (label is not None or "officer" in header.columns)


def _from_sheet(file: str, sheet: Sheet, header: headers.Header, unit: str, findings: list[Finding]) -> Rows | None:
    columns: tuple[Column, ...] = RATINGS
    officer = None
    if "officer" not in header.columns:
        label = headers.find_label(sheet.rows[: header.last_row], "officer")
        if label is None or not isinstance(label[2], str):
            findings.append(Finding("OFFICER_MISSING", file, sheet.name))
            return None
        officer = label[2]
        columns = _BY_ONE_OFFICER
    findings += check_header(file, sheet, header, columns, headers.columns_beside_ratings(header))
    return _finish(read_rows(file, sheet, header, columns, unit), officer)


def _from_columns(file: str, sheet: Sheet, households: Rows, unit: str) -> list[Rows]:
    """Ratings that stand in 农户 itself: each filled cell of an officer's column is one rating read."""
    total = {households.numbers[row] for row in range(len(households.ok)) if not households.is_household(row)}
    parts = []
    for position, officer in wide_columns(households.header).items():
        filled = [
            cells if position < len(cells) and _says_something(cells[position]) and number not in total else []
            for number, cells in enumerate(sheet.rows, start=1)
        ]
        columns = {"household_id": households.header.columns["household_id"], "amount_yuan": position}
        stated = headers.unit_in(households.header.unread[position])
        header = headers.Header(households.header.last_row, columns, (), {}, {"amount_yuan": stated} if stated else {})
        at_hand = headers.stated_unit(sheet, households.header) or unit
        rows = read_rows(file, Sheet(sheet.name, False, filled), header, _BY_ONE_OFFICER, at_hand)
        parts.append(_finish(rows, officer))
    return parts


def _finish(rows: Rows, officer: str | None) -> Rows:
    if officer is not None:
        rows.values["officer"] = [officer] * len(rows.ok)
        rows.columns = RATINGS
    rows.values["officer"] = [_name(name) for name in rows.values["officer"]]
    rows.values["refusal"] = [None if _is_no_refusal(text) else text for text in rows.values["refusal"]]
    return rows


def _name(value: Value) -> Value:
    """An officer's name as it is compared: 张　三 is 张三."""
    return "".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else value


def _is_no_refusal(value: Value) -> bool:
    return isinstance(value, str) and unicodedata.normalize("NFKC", value).lower().strip(" 。.,;!") in NO_REFUSAL


def _says_something(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())
