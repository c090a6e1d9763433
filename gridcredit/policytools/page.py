"""One sheet of a policy workbook: its cells by header, and each cell as a value, or an error that names the cell."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.ingest.dates import read_date
from gridcredit.ingest.unreadable import Unreadable, half_width, visible
from gridcredit.ingest.workbook import Cell, Sheet, Trouble, address
from gridcredit.policytools.headings import NONE, meaning, shown
from gridcredit.privacy import without_numbers

QUOTED = 40
_WHOLE = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)")
_BETWEEN_WORDS = re.compile(r"[、；;,，\n]")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as it was read; rows and columns count from 0. Everything raises ``PolicyError`` with file, sheet, cell."""

    file: str
    sheet: Sheet
    epoch: int

    def place(self, row: int, column: int) -> str:
        return f"{self.file} {self.sheet.name} {address(row, column)}"

    def shown(self, row: int, column: int) -> Cell:
        """What stands in the cell, None for nothing. An error, or a formula without its result, is refused."""
        cells = self.sheet.rows[row] if row < len(self.sheet.rows) else []
        cell = cells[column] if column < len(cells) else None
        if isinstance(cell, str):
            cell = visible(cell).strip()
        if isinstance(cell, Trouble) or (isinstance(cell, str) and cell[:1] == "="):
            raise PolicyError(
                N_("{place}: a formula or an error, not a value; type the value itself"), place=self.place(row, column)
            )
        return None if cell == "" else cell

    def text(self, row: int, column: int) -> str:
        """What stands in the cell as a text; '' for nothing."""
        cell = self.shown(row, column)
        if cell is None:
            return ""
        if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
            raise PolicyError(
                N_("{place}: a text is wanted; set the cell to text and type it again"), place=self.place(row, column)
            )
        return cell if isinstance(cell, str) else format(cell, ".15g")

    def whole(self, row: int, column: int) -> int:
        cell = self.shown(row, column)
        if isinstance(cell, str):
            text = half_width(cell).replace(" ", "")
            number = int(text.replace(",", "")) if _WHOLE.fullmatch(text) else None
        else:
            is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == cell // 1
            number = int(cell) if is_number and isinstance(cell, (int, float)) else None
        if number is None:
            raise PolicyError(
                N_("{place}: a whole number is wanted, in figures alone, such as 100000"),
                place=self.place(row, column),
            )
        return number

    def day(self, row: int, column: int) -> date:
        cell = self.shown(row, column)
        try:
            if cell is None:
                raise Unreadable("DATE_UNREADABLE")
            return read_date(cell, self.epoch)
        except Unreadable:
            raise PolicyError(
                N_("{place}: a date is wanted, such as 2016-05-01"), place=self.place(row, column)
            ) from None

    def words(self, row: int, column: int) -> list[str]:
        """The words of a cell, separated by 、 or a comma; none where the cell says so. A blank cell is refused."""
        text = self.text(row, column)
        if not text:
            raise self.blank(row, column, written_none=True)
        return [] if self.says_none(text) else [part.strip() for part in _BETWEEN_WORDS.split(text) if part.strip()]

    @staticmethod
    def says_none(text: str) -> bool:
        return meaning(text, NONE) is not None

    def code(self, row: int, column: int, text: str, words: Mapping[str, Collection[str]]) -> str:
        """The code that ``text`` means among ``words``."""
        code = meaning(text, words)
        if code is None:
            raise PolicyError(
                N_("{place}: “{word}” is not known here; write one of: {words}"),
                place=self.place(row, column),
                word=self.quoted(text),
                words=", ".join(shown(texts) for texts in words.values()),
            )
        return code

    def blank(self, row: int, column: int, written_none: bool = False) -> PolicyError:
        """What is raised where a cell may not be blank."""
        text = N_("{place}: nothing stands here; fill it in")
        if written_none:
            text = N_("{place}: nothing stands here; fill it in, or write (none)")
        return PolicyError(text, place=self.place(row, column))

    def is_filled(self, row: int, column: int) -> bool:
        cell = self.sheet.rows[row][column] if column < len(self.sheet.rows[row]) else None
        return cell is not None and not (isinstance(cell, str) and not visible(cell).strip())

    def header(self, words: Mapping[str, Collection[str]], needed: Collection[str], start: int = 0) -> "Header":
        """The row from ``start`` on that has most of the headers ``words``; it has all that are ``needed``, and no other."""
        best, most = None, 0
        for row in range(start, len(self.sheet.rows)):
            known = {meaning(cell, words) for cell in self.sheet.rows[row] if isinstance(cell, str)} - {None}
            if len(known) > most:
                best, most = row, len(known)
        columns = {} if best is None else self._columns(best, words)
        missing = [shown(words[name]) for name in needed if name not in columns]
        if best is None or missing:
            raise PolicyError(
                N_("{place}: the header lacks: {words}; take the header of a new template"),
                place=f"{self.file} {self.sheet.name}" if best is None else self.place(best, 0),
                words=", ".join(missing or [shown(texts) for texts in words.values()]),
            )
        return Header(self, best, columns)

    def _columns(self, row: int, words: Mapping[str, Collection[str]]) -> dict[str, int]:
        columns: dict[str, int] = {}
        for column in range(len(self.sheet.rows[row])):
            text = self.text(row, column)
            name = self.code(row, column, text, words) if text else None
            if name in columns:
                raise PolicyError(N_("{place}: a second column of this name; keep one"), place=self.place(row, column))
            if name:
                columns[name] = column
        return columns

    @staticmethod
    def quoted(text: str) -> str:
        """A cell's text as errors quote it."""
        return without_numbers(text)[:QUOTED]


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's header stands, and which column holds what."""

    page: Page
    row: int
    columns: Mapping[str, int]

    def rows(self) -> Iterator[int]:
        """The rows below that hold something; what stands outside the columns is refused."""
        for row in range(self.row + 1, len(self.page.sheet.rows)):
            filled = [at for at in range(len(self.page.sheet.rows[row])) if self.page.is_filled(row, at)]
            outside = [at for at in filled if at not in self.columns.values()]
            if outside:
                raise PolicyError(
                    N_("{place}: this stands in no column of the table; delete it, or give the column a header"),
                    place=self.page.place(row, outside[0]),
                )
            if filled:
                yield row

    def has(self, row: int, name: str) -> bool:
        return name in self.columns and self.page.is_filled(row, self.columns[name])
