"""Tables in a pipe are plain; on a terminal they are drawn, and never cut a figure."""

from io import StringIO

import pytest
from rich.cells import cell_len

from gridcredit.reports.book import Column, Format, Table
from gridcredit.reports.console import Terminal

TABLE = Table(
    [Column("村"), Column("Credit lines in yuan", Format.YUAN), Column("Coverage of the roster", Format.RATE)],
    [("李家村", 14_553_000, 0.685897), ("[/x]", None, None), ("total", 61_662_000, 0.650879)],
    totals=True,
)


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_a_plain_table() -> None:
    pipe = StringIO()
    Terminal(pipe).table(TABLE)
    lines = pipe.getvalue().splitlines()
    assert [line.split() for line in lines[2:]] == [
        ["李家村", "14,553,000", "68.6", "%"],
        ["[/x]", "—"],
        ["total", "61,662,000", "65.1", "%"],
    ]
    assert len({cell_len(line.rstrip()) for line in lines if "%" in line}) == 1, "columns line up"


@pytest.mark.parametrize("width", ["20", "80"])
def test_a_terminal_shows_every_figure_however_narrow_it_is(monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()
    Terminal(screen).table(TABLE)
    for figure in ("14,553,000", "61,662,000", "65.1 %", "[/x]"):
        assert figure in screen.getvalue()


def test_a_chosen_format_holds_on_a_terminal_too() -> None:
    screen = Screen()
    Terminal(screen, "pipe").table(TABLE)
    assert screen.getvalue().startswith("| 村")


def test_long_texts_are_broken_into_lines_so_that_a_table_fits_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()
    long = " ".join(["word"] * 20)
    Terminal(screen).table(Table([Column("a"), Column("b", Format.YUAN), Column("c")], [(long, 14_553_000, long)]))
    lines = screen.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert "14,553,000" in screen.getvalue()
    assert screen.getvalue().count("word") == 40
