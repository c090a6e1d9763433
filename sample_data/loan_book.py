"""Writes what the core banking system would list of the loans at the end of May: one loan a row, by ID number."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from events import LAST, Event
from village import Village

_HEADER = (
    *(
        "机构名称",
        "客户名称",
        "证件号码",
        "借据号",
        "放款日期",
        "放款金额",
        "贷款余额",
        "执行利率",
        "五级分类",
        "逾期天数",
    ),
    *("拖欠本金", "欠息金额"),
)
# Of the oldest loans but one: class, days overdue, principal and interest that are overdue.
_LATE = (("次级", 96, "5000.00", "412.37"), ("关注", 41, "0.00", "186.40"), ("关注", 12, "0.00", "73.05"))
_SOUND = ("正常", 0, "0.00", "0.00")
_FROM_ELSEWHERE = ("陈阿福", "999999197503120013")
"""A customer of the branch who lives in none of the five villages."""


@dataclass
class Loan:
    """``owed``: of ``lent``, in yuan."""

    village: str
    household: str
    day: date
    lent: int
    owed: int


def write_loans(villages: list[Village], events: list[Event], branch: str, folder: Path) -> int:
    """Write the list; how many loans it has. They come to what the outcomes say is in use."""
    heads = {(village.spec.name, home.number): home.head for village in villages for home in village.households}
    loans = sorted(_loans(events), key=lambda loan: (loan.day, loan.village, loan.household))
    owed = [loan for loan in loans if loan.owed]
    assert all(heads[loan.village, loan.household].id_number for loan in owed)
    rows = []
    for number, loan in enumerate(owed, start=1):
        head = heads[loan.village, loan.household]
        late = _LATE[number - 2] if 2 <= number < 2 + len(_LATE) else _SOUND
        rows.append(_row(branch, head.name, head.id_number, number, loan, late))
    rows.append(_row(branch, *_FROM_ELSEWHERE, len(rows) + 1, Loan("", "", date(2016, 4, 11), 80_000, 80_000), _SOUND))
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_HEADER, *rows])
    (folder / f"贷款余额_{LAST:%Y%m%d}.csv").write_bytes(text.getvalue().encode("gb18030"))
    return len(rows)


def _loans(events: list[Event]) -> list[Loan]:
    """A loan for each drawdown; what is repaid is of the oldest."""
    found: dict[tuple[str, str], list[Loan]] = defaultdict(list)
    for event in events:
        own = found[event.village, event.household]
        if event.kind == "用信":
            own.append(Loan(event.village, event.household, event.day, event.amount or 0, event.amount or 0))
        elif event.kind == "还款":
            left = event.amount or 0
            for loan in own:
                paid = min(left, loan.owed)
                loan.owed, left = loan.owed - paid, left - paid
    return [loan for own in found.values() for loan in own]


def _row(branch: str, name: str, person: str, number: int, loan: Loan, late: tuple[str, int, str, str]) -> list[str]:
    lent, owed = f"{loan.lent}.00", f"{loan.owed}.00"
    return [branch, name, person, f"LN2016{number:06d}", loan.day.isoformat(), lent, owed, "7.20", *map(str, late)]
