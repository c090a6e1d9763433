"""Officers at work: a village to rate, ballots filled in as in Excel, sealed with its password to open."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import msoffcrypto
from openpyxl import load_workbook
from workbooks import VILLAGE, write

ID = "'999999196601020011"
PASSPHRASE = "shanshui baiyun huoche erhu zuqiu"
OFFICERS = ("张三", "李四", "王五")
Rating = Mapping[str, object]
"""What an officer writes beside a household, by the ballot's headers."""


def roster(path: Path, households: int = 6) -> Path:
    """A village without ratings; the household A<n> has the head 甲<n>."""
    listed = "\n".join(f"| A{n} | 甲{n} | {ID if n == 1 else ''} | 在家 | 一组 |" for n in range(1, households + 1))
    members = "\n".join(f"| A{n} | 甲{n} | 户主 | 50 |" for n in range(1, households + 1))
    return write(
        path,
        f"{VILLAGE}## 农户\n| 户号 | 户主 | 身份证号 | 居住状态 | 村组 |\n{listed}\n"
        f"## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n{members}\n",
    )


@cache
def amount(yuan: int) -> Callable[[str], Rating]:
    """The same rating for every household."""
    return lambda _head: {"Knows household": "yes", "Suggested amount": yuan}


def fill(ballot: Path, rate: Callable[[str], Rating]) -> bytes:
    """The ballot with what ``rate`` says of each head of household."""
    book = load_workbook(ballot)
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "Row code")
    columns = {cell.value: number for number, cell in enumerate(sheet[header], start=1)}
    for row in range(header + 1, sheet.max_row + 1):
        for title, value in rate(str(sheet.cell(row, columns["Head"]).value)).items():
            sheet.cell(row, columns[title]).value = value  # type: ignore[assignment]
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def seal(plain: bytes, passphrase: str | None) -> bytes:
    if passphrase is None:
        return plain
    sealed = BytesIO()
    msoffcrypto.OfficeFile(BytesIO(plain)).encrypt(passphrase, sealed)
    return sealed.getvalue()


def hand_in(folder: Path, ballot: Path, rate: Callable[[str], Rating], passphrase: str | None = PASSPHRASE) -> Path:
    """The filled ballot in ``folder`` under its own name."""
    folder.mkdir(exist_ok=True)
    path = folder / ballot.name
    key = ballot.read_bytes(), rate, passphrase
    if key not in _HANDED_IN:  # to seal takes long, and tests begin with the same ballots
        _HANDED_IN[key] = seal(fill(ballot, rate), passphrase)
    path.write_bytes(_HANDED_IN[key])
    return path


_HANDED_IN: dict[tuple[bytes, object, str | None], bytes] = {}
