"""Workbooks for tests, written as Markdown: ``## sheet name`` and a table below it, first row the first sheet row.

Cells that look like numbers become numbers, ``'…`` stays text, ``2016-05-03`` becomes a date, ``=…`` a formula.
"""

import re
from datetime import date
from pathlib import Path

from openpyxl import Workbook as OpenpyxlWorkbook

from gridcredit.ingest.workbook import Reading, Workbook

VILLAGE = """
## 村
| 村名 | 试验村 |
| 支行 | 路南支行 |
| 网格 | 第一网格 |
| 评议日期 | 2016-05-03 |
"""


def write(path: Path, text: str) -> Path:
    """Write the workbook that ``text`` describes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = OpenpyxlWorkbook()
    del book[book.sheetnames[0]]
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, _, table = part.partition("\n")
        sheet = book.create_sheet(name.strip())
        for row, line in enumerate(filter(None, map(str.strip, table.splitlines())), start=1):
            for column, text_of_cell in enumerate(line.strip("|").split("|"), start=1):
                sheet.cell(row, column).value = _cell(text_of_cell.strip())
    book.save(path)
    return path


def read(path: Path) -> Workbook:
    return Reading(path).result()


def _cell(text: str) -> str | int | float | date | None:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return text.removeprefix("'") or None
