"""A book as one page for a browser: nothing is fetched, nothing runs, and it prints on A4."""

from collections.abc import Iterator

from gridcredit.reports.book import Book, Sheet
from gridcredit.reports.drawing import chart_html
from gridcredit.reports.excel import kind_of
from gridcredit.reports.page_style import STYLE
from gridcredit.reports.page_tables import table_html
from gridcredit.reports.page_text import markup, shown

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser lets the page do, should a text ever become markup: look as it does, and nothing else."""


def to_html(book: Book, language: str) -> bytes:
    """The page in UTF-8; ``language`` is that of its texts. Equal books give equal bytes."""
    return "\n".join(_page(book, language)).encode()


def _page(book: Book, language: str) -> Iterator[str]:
    title = markup(book.title)
    yield f'<!DOCTYPE html>\n<html lang="{markup(language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{markup(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="generator" content="gridcredit">\n<meta name="date" content="{book.day.isoformat()}">'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<header{_turned(book.sheets[0])}>\n<h1>{title}</h1>"
    if len(book.sheets) > 1:
        yield "<nav>" + "".join(
            f'<a href="#s{number}">{markup(sheet.name)}</a>' for number, sheet in enumerate(book.sheets, 1)
        )
        yield "</nav>"
    yield "</header>\n<main>"
    for number, sheet in enumerate(book.sheets, 1):
        yield from _section(sheet, number, book.title)
    yield "</main>\n</body>\n</html>\n"


def _section(sheet: Sheet, number: int, title: str) -> Iterator[str]:
    """A sheet from top to bottom; one that is titled as the whole book goes by its name alone."""
    yield f'<section id="s{number}"{_turned(sheet)}>'
    if sheet.title not in (title, sheet.name):
        yield f'<p class="name">{markup(sheet.name)}</p>\n<h2>{markup(sheet.title)}</h2>'
    else:
        yield f"<h2>{markup(sheet.name)}</h2>"
    yield from (f'<p class="warning">{markup(line)}</p>' for line in sheet.warning.splitlines())
    yield from (f'<p class="lead">{markup(text)}</p>' for text in sheet.lead)
    yield from (f'<p class="note">{markup(note)}</p>' for note in sheet.notes)
    yield from _facts(sheet)
    for table in sheet.tables:
        yield from table_html(table, sheet.title, sheet.row_height)
    if sheet.charts:
        yield '<div class="charts">'
        yield from (chart_html(chart, sheet.tables[chart.table]) for chart in sheet.charts)
        yield "</div>"
    yield "</section>"


def _turned(sheet: Sheet) -> str:
    return ' class="landscape"' if sheet.landscape else ""


def _facts(sheet: Sheet) -> Iterator[str]:
    if not sheet.facts:
        return
    yield "<dl>"
    for label, value in sheet.facts:
        written = ' class="entry"' if label in sheet.entries else ""
        yield f"<dt>{markup(label)}</dt><dd{written}>{markup(shown(value, kind_of(value)))}</dd>"
    yield "</dl>"
