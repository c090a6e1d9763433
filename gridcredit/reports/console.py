"""The terminal: rich tables and progress on a terminal, plain ``tabulate`` tables in a pipe (the only user of both)."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Literal, TextIO

from gridcredit.reports.book import Cell, Column, Format, Scale, Table
from gridcredit.reports.figures import figure

HEADER_WIDTH = 8
TEXT_WIDTH = 14
BAR_WIDTH = 12
_BLOCKS = "▁▂▃▄▅▆▇█"
NUMERIC = (Format.INT, Format.YUAN, Format.RATE, Format.CHANGE, Format.POINTS)


class Terminal:
    """Prints to ``stream``, or nothing where there is none; ``table_format`` is a tabulate format that holds on terminals too."""

    def __init__(self, stream: TextIO | None, table_format: str | None = None) -> None:
        self._stream = stream
        self._table_format = table_format
        self._rich = stream is not None and stream.isatty() and table_format is None

    def line(self, text: str = "") -> None:
        if self._stream is not None:
            print(text, file=self._stream)

    def table(self, table: Table) -> None:
        if self._stream is None:
            return
        shown = [[_show(value, column.format) for value, column in zip(row, table.columns)] for row in table.rows]
        if self._rich:
            self._print_rich(table, shown)
        else:
            self._print_plain(table.columns, shown)

    def sparkline(self, label: str, values: Sequence[float]) -> None:
        """The values as heights of blocks, on a terminal; from 0 to the most of them."""
        if self._rich:
            most = max(values) or 1
            blocks = "".join(_BLOCKS[round(value / most * (len(_BLOCKS) - 1))] for value in values)
            self.line(f"{label}  {blocks}  {values[0]:.1%} → {values[-1]:.1%}")

    def _print_plain(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        from tabulate import tabulate

        aligned = ["right" if column.format in NUMERIC else "left" for column in columns]
        titles = [column.title for column in columns]
        style = self._table_format or "simple"
        self.line(tabulate(rows, titles, tablefmt=style, colalign=aligned if rows else None, disable_numparse=True))

    def _print_rich(self, shown: Table, rows: Sequence[Sequence[str]]) -> None:
        """Values that are told apart by bars get them in a column of their own, where there is room."""
        from rich import box
        from rich.bar import Bar
        from rich.cells import cell_len
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table as RichTable

        columns, totals = shown.columns, shown.totals
        console = Console(file=self._stream)
        widest = [max((cell_len(row[at]) for row in rows), default=0) for at in range(len(columns))]
        natural = [max(cells, cell_len(column.title)) for cells, column in zip(widest, columns)]
        if sum(natural) + len(columns) > console.width:  # let headers break, never a figure
            natural = [max(cells, min(width, HEADER_WIDTH)) for cells, width in zip(widest, natural)]
            natural = _narrowed(columns, natural, console.width - 2 * len(columns))
        barred = [at for at, column in enumerate(columns) if column.scale is Scale.BARS]
        if sum(natural) + 2 * len(columns) + (BAR_WIDTH + 1) * len(barred) > console.width:
            barred = []
        table = RichTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
        for column, width in zip(columns, natural):
            side: Literal["left", "right"] = "right" if column.format in NUMERIC else "left"
            table.add_column(escape(column.title), justify=side, width=width, overflow="fold")
        for _at in barred:
            table.add_column("", width=BAR_WIDTH)
        for number, (row, values) in enumerate(zip(rows, shown.rows), start=1):
            last = totals and number == len(rows)
            before = totals and number == len(rows) - 1
            bars = [
                Bar(1, 0, value, width=BAR_WIDTH) if isinstance(value := values[at], float) else "" for at in barred
            ]
            table.add_row(*map(escape, row), *bars, style="bold" if last else None, end_section=before)
        needed = sum(natural) + 2 * len(columns) + (BAR_WIDTH + 1) * len(barred)
        Console(file=self._stream, width=max(console.width, needed)).print(table)


def _narrowed(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """The widths with the widest texts broken into lines, as far as it takes; never figures, dates or short texts."""
    narrowed = list(widths)
    texts = [at for at, column in enumerate(columns) if column.format in (Format.TEXT, Format.ANY)]
    while texts and sum(narrowed) > room:
        widest = max(texts, key=lambda at: narrowed[at])
        if narrowed[widest] <= TEXT_WIDTH:
            break
        narrowed[widest] -= 1
    return narrowed


@contextmanager
def progress(count: int, text: str) -> Iterator[Callable[[], None]]:
    """A bar on the terminal's standard error for several steps; silent elsewhere. Yields the call after each step."""
    if count < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=count)
        yield lambda: bar.advance(task)


def table_formats() -> list[str]:
    from tabulate import tabulate_formats

    return list(tabulate_formats)


def _show(value: Cell, kind: Format) -> str:
    if value is None:
        return "—" if kind is Format.RATE else ""
    if isinstance(value, (int, float)):
        return figure(value, kind)
    return value.isoformat() if isinstance(value, date) else _plain(value)


def _plain(text: str) -> str:
    """Without characters that steer a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
