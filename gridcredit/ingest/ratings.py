"""The ratings in any of the standard layouts: one long sheet, one sheet per officer, or columns of sheet 农户."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from gridcredit.findings import Finding
from gridcredit.ingest import headers
from gridcredit.ingest.rows import Rows, check_header, read_rows
from gridcredit.ingest.workbook import Sheet, Workbook
from gridcredit.schema import RATINGS, Column

NO_REFUSAL = frozenset({"无", "没有", "否", "-", "—", "——", "/", "none", "no"})

_WIDE = re.compile(
    r"((?:网格员|评议员|officer)[0-9一二三四五六七八九十]+)(?:的)?(?:建议|评议|授信|建议授信)?(?:额度|amount)"
)
_BY_ONE_OFFICER = tuple(column for column in RATINGS if column.name != "officer")


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
        if name in headers.SHEET_NAMES:
            continue
        header = headers.find_header(sheet, RATINGS)
        if header is None or not {"household_id", "amount_yuan"} <= header.columns.keys():
            wanted = "户号 网格员 建议额度"
            if headers.plain(sheet.name).startswith("评议"):
                findings.append(Finding("HEADER_MISSING", workbook.file, sheet.name, params={"wanted": wanted}))
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
    used = [name for name, rows in layouts.items() if any(part.ok for part in rows)]
    if len(used) > 1:
        findings.append(Finding("RATINGS_TWICE", workbook.file, params={"layouts": " / ".join(used)}))
    if not used and not faulty:
        findings.append(Finding("SHEET_MISSING", workbook.file, params={"wanted": "评议"}))
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


def table(parts: Sequence[Rows]) -> pd.DataFrame:
    """The accepted ratings with the ``cell`` of each figure."""
    frames = [rows.table().assign(cell=[rows.cell(row, "amount_yuan") for row in rows.accepted()]) for rows in parts]
    return pd.concat(frames, ignore_index=True)


def _from_sheet(file: str, sheet: Sheet, header: headers.Header, unit: str, findings: list[Finding]) -> Rows | None:
    columns: tuple[Column, ...] = RATINGS
    officer = None
    if "officer" not in header.columns:
        label = headers.find_label(sheet.rows[: header.last_row], "officer")
        if label is None or not isinstance(label[2], str):
            findings.append(Finding("OFFICER_MISSING", file, sheet.name))
            return None
        officer = "".join(label[2].split())
        columns = _BY_ONE_OFFICER
    findings += check_header(file, sheet, header, columns, headers.columns_beside_ratings(header))
    return _finish(read_rows(file, sheet, header, columns, unit), officer)


def _from_columns(file: str, sheet: Sheet, households: Rows, unit: str) -> list[Rows]:
    """Ratings that stand in 农户 itself: each filled cell of an officer's column is one rating read."""
    total = {households.numbers[row] for row in range(len(households.ok)) if not households.is_household(row)}
    parts = []
    for position, officer in wide_columns(households.header).items():
        filled = [
            cells if position < len(cells) and cells[position] not in (None, "") and number not in total else []
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
    rows.values["refusal"] = [
        None if isinstance(text, str) and text.lower() in NO_REFUSAL else text for text in rows.values["refusal"]
    ]
    return rows
