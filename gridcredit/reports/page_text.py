"""Values as texts of a page: numbers as Excel shows them, and what may be harmful made harmless."""

from datetime import date
from html import escape
from math import isfinite

from gridcredit.reports.book import Cell, Format
from gridcredit.reports.excel import clean
from gridcredit.reports.figures import figure


def markup(text: str) -> str:
    """The text so that it stays a text, between tags and within a quoted attribute."""
    return escape(clean(text))


def number_of(value: Cell) -> float | None:
    """What can be drawn or coloured; of a text, such as a dash, and of nothing: nothing."""
    if value is None or isinstance(value, (str, date)) or not isfinite(value):
        return None
    return value


def shown(value: Cell, kind: Format) -> str:
    """A value as its column has it; not yet markup."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()[:10]
    number = number_of(value)
    return "" if number is None else _figure(number, kind)


def _figure(value: float, kind: Format) -> str:
    match kind:
        case Format.RATE:
            return f"{value:z.1%}"
        case Format.POINTS | Format.CHANGE:
            return figure(value, kind)
        case Format.INT | Format.YUAN | Format.ANY:
            return f"{round(value):,}"
    return str(value)
