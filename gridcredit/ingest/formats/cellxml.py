"""The value of one cell of an Open XML sheet, from what its elements say."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from gridcredit.ingest.formats import dates
from gridcredit.ingest.formats.markup import SPACE
from gridcredit.ingest.formats.strings import Strings, unescaped
from gridcredit.ingest.formats.text import cell_of
from gridcredit.ingest.workbook import Cell, Trouble

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,9}")
_NO_RESULT = Trouble("FORMULA_WITHOUT_VALUE")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True, slots=True)
class Context:
    """What a sheet's cells refer to; ``recalculates``: results of formulas may be the maker's placeholders."""

    strings: Strings
    kinds: Sequence[str]
    epoch: int
    recalculates: bool


@dataclass(slots=True)
class Content:
    """A cell's elements: its type and style, whether it has a formula, its ``<v>`` and its ``<is>``."""

    kind: str
    style: str
    formula: bool = False
    stated: str | None = None
    inline: str | None = None

    def value(self, context: Context) -> Cell:
        """The cell's value, None where it is blank. Raises ``ValueError`` where the elements make no sense."""
        stated = self.stated
        if self.kind == "e":
            return Trouble("ERROR_CELL")
        if self.kind == "inlineStr" or (stated is None and self.inline is not None):
            return cell_of(unescaped(self.inline or stated or ""))
        if self.kind == "str" and stated is not None:
            return cell_of(unescaped(stated))
        if self.kind not in ("n", "s", "b", "d", "str") or (
            self.kind == "s" and stated is not None and not stated.strip(SPACE)
        ):
            raise ValueError
        if stated is None or not stated.strip(SPACE):
            return _NO_RESULT if self.formula else None
        return self._typed(stated.strip(SPACE), context)

    def _typed(self, stated: str, context: Context) -> Cell:
        if self.kind == "s":
            texts = context.strings.texts
            return texts[_index(stated, len(texts))]
        if self.kind == "b":
            if stated.lower() not in _BOOLEANS:
                raise ValueError
            return _BOOLEANS[stated.lower()]
        return _moment(stated) if self.kind == "d" else self._number(stated, context)

    def _number(self, stated: str, context: Context) -> Cell:
        if not _NUMBER.fullmatch(stated):
            raise ValueError
        number = float(stated)
        if math.isinf(number):
            raise ValueError
        if self.formula and number == 0 and context.recalculates:
            return _NO_RESULT  # libraries write 0 for a result that they do not know
        style = _index(self.style, 1 << 20)
        shown = context.kinds[style] if style < len(context.kinds) else dates.NUMBER
        return number if shown == dates.NUMBER else dates.dated(number, shown, context.epoch)


def _index(text: str, below: int) -> int:
    if not _INDEX.fullmatch(text) or int(text) >= below:
        raise ValueError
    return int(text)


def _moment(text: str) -> Cell:
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    return date(moment.year, moment.month, moment.day) if moment.time() == time() else moment
