"""A book as a page: figures as in the workbooks, texts that stay texts, colours, outlines and charts in proportion."""

import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit.reports.book import Book, Cell, Chart, Column, Entry, Format, Scale, Sheet, Table
from gridcredit.reports.excel import BARS, HEAT
from gridcredit.reports.page import to_html

DAY = date(2016, 5, 31)
COLUMNS = [Column("村"), Column("覆盖率", Format.RATE), Column("户数", Format.INT), Column("目标", Format.RATE)]
ROWS: list[tuple[Cell, ...]] = [("甲村", 0.5, 100, 0.8), ("乙村", 0.25, 50, 0.4), ("丙村", "—", None, None)]
HOSTILE = "<script>alert(1)</script>]]>\"'&amp;<img src=//a.b onerror=x>\x00\x1b\ud800"
VOID = {"meta", "col"}


class Node:
    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag = tag
        self.attributes = {name: value or "" for name, value in attributes.items()}
        self.children: list[Node] = []
        self.own = ""

    def all(self, tag: str, kind: str = "") -> list["Node"]:
        """Those within, in the page's order."""
        found = []
        for child in self.children:
            if child.tag == tag and (not kind or kind in child.attributes.get("class", "").split()):
                found.append(child)
            found += child.all(tag, kind)
        return found

    def texts(self, tag: str) -> list[str]:
        return [node.own for node in self.all(tag)]


class Reader(HTMLParser):
    """Reads a page into nodes, and refuses tags that are not closed where they must be."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].own += data


def read(page: bytes) -> Node:
    reader = Reader()
    reader.feed(page.decode())
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def shown(*sheets: Sheet) -> Node:
    return read(to_html(Book("书", sheets, DAY), "zh"))


def sheet_of(table: Table, *charts: Chart) -> Node:
    return shown(Sheet("表", "题", [table], charts=charts))


def column_of(column: Column, *values: Cell, totals: bool = False) -> list[Node]:
    """The cells of a table of one column."""
    return sheet_of(Table([column], [(value,) for value in values], totals=totals)).all("td")


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Format.INT, 12345, "12,345"),
        (Format.YUAN, 50_000.0, "50,000"),
        (Format.RATE, 0.6512, "65.1%"),
        (Format.RATE, -0.0001, "0.0%"),
        (Format.RATE, "—", "—"),
        (Format.CHANGE, 1234, "+1,234"),
        (Format.CHANGE, -5, "-5"),
        (Format.CHANGE, 0, "0"),
        (Format.POINTS, 2.34, "+2.3"),
        (Format.POINTS, -0.04, "0.0"),
        (Format.DATE, DAY, "2016-05-31"),
        (Format.TEXT, 2016, "2016"),
        (Format.ANY, 2016, "2,016"),
        (Format.INT, None, ""),
        (Format.INT, float("nan"), ""),
    ],
)
def test_figures_look_as_in_the_workbooks(kind: Format, value: Cell, text: str) -> None:
    (cell,) = column_of(Column("列", kind), value)
    assert cell.own == text
    numeric = kind in (Format.INT, Format.YUAN, Format.RATE, Format.CHANGE, Format.POINTS)
    assert cell.attributes.get("class", "") == ("n" if numeric else "c" if kind is Format.DATE else "")


def test_a_sheet_has_its_title_warnings_notes_facts_and_tables_in_this_order() -> None:
    table = Table(COLUMNS, ROWS[:1], "各村")
    sheet = Sheet(
        "总览", "覆盖率", [table], ["注一"], [("日", DAY), ("户", 1234), ("印", "x")], warning="内部\n勿传", entries={"印": Entry()}
    )  # fmt: skip
    page = shown(sheet, Sheet("表二", "书", [table]))
    (section, other) = page.all("section")
    assert [node.tag for node in section.children] == ["p", "h2", "p", "p", "p", "dl", "div"]
    assert section.texts("p") == ["总览", "内部", "勿传", "注一"]
    assert [node.attributes["class"] for node in section.all("p")] == ["name", "warning", "warning", "note"]
    assert section.texts("h2") == ["覆盖率"]
    assert other.texts("h2") == ["表二"], "titled as the book, which is told already"
    assert list(zip(section.texts("dt"), section.texts("dd"))) == [("日", "2016-05-31"), ("户", "1,234"), ("印", "x")]
    assert section.texts("caption") == ["各村"]
    assert section.texts("th") == ["村", "覆盖率", "户数", "目标"]
    links = {link.own: link.attributes["href"] for link in page.all("nav")[0].all("a")}
    assert links == {"总览": "#" + section.attributes["id"], "表二": "#" + other.attributes["id"]}


def test_the_page_tells_its_language_title_and_what_it_may_do() -> None:
    page = shown(Sheet("表", "题", [Table(COLUMNS, [])]))
    assert page.all("html")[0].attributes["lang"] == "zh"
    assert page.texts("title")[0] == page.texts("h1")[0] == "书"
    metas = {meta.attributes.get("http-equiv", meta.attributes.get("name")): meta for meta in page.all("meta")}
    assert metas["Content-Security-Policy"].attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "width=device-width" in metas["viewport"].attributes["content"]
    assert not page.all("nav"), "one sheet needs no way to it"


def test_no_text_becomes_markup_wherever_it_stands() -> None:
    columns = [Column(HOSTILE), Column(HOSTILE, Format.INT), Column(HOSTILE, Format.INT)]
    rows: list[tuple[Cell, ...]] = [(HOSTILE, 1, 2), (HOSTILE, 3, HOSTILE)]
    charts = [Chart(HOSTILE, 0, [1, 2], target=1), Chart(HOSTILE, 0, [1, 2], lines=True)]
    sheet = Sheet(HOSTILE, HOSTILE, [Table(columns, rows, HOSTILE, levels=[0, 1])], [HOSTILE], [(HOSTILE, HOSTILE)], charts, warning=HOSTILE)  # fmt: skip
    written = to_html(Book(HOSTILE, [sheet, sheet], DAY), f'zh" {HOSTILE}')
    page = read(written)
    clean = HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\ud800", "\ufffd")
    assert page.texts("h1") == [clean]
    assert set(page.texts("caption")) == set(page.texts("th")) == set(page.texts("dd")) == {clean}
    assert not page.all("script") and not page.all("img")
    assert not [
        node for tag in ("td", "text", "svg", "summary") for node in page.all(tag) if "onerror" in node.attributes
    ]


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_can_be_shown(text: str) -> None:
    table = Table([Column(text), Column("数", Format.INT)], [(text, 1), (text, 2)], text)
    page = shown(Sheet("表", "题", [table], charts=[Chart(text, 0, [1]), Chart(text, 0, [1], lines=True)]))
    assert [len(row.all("td")) for row in page.all("tr")] == [0, 2, 2]


def test_nothing_is_fetched_and_nothing_runs() -> None:
    charts = [Chart("图", 0, [1], percent=True, target=3), Chart("线", 0, [2], lines=True)]
    page = to_html(Book("书", [Sheet("表", "题", [Table(COLUMNS, ROWS)], charts=charts)], DAY), "zh").decode()
    assert not re.search(
        r"<(script|link|img|iframe|object|embed|base|form)|@import|url\(|https?:|\bon\w+=|\bsrc=", page
    )
    assert {link.attributes["href"][0] for link in read(page.encode()).all("a")} <= {"#"}


def test_equal_books_have_equal_bytes() -> None:
    def made() -> bytes:
        table = Table(COLUMNS, list(ROWS), levels=[0, 1, 1])
        return to_html(Book("书", [Sheet("表", "题", [table], charts=[Chart("图", 0, [2])])], DAY), "zh")

    assert made() == made()


def test_a_total_is_marked_and_stays_out_of_colours_bars_and_charts() -> None:
    columns = [Column("村"), Column("率", Format.RATE, scale=Scale.HEAT), Column("户", Format.INT, scale=Scale.BARS)]
    table = Table(columns, [("甲", 0.1, 1), ("乙", 0.3, 4), ("合计", 0.2, 99)], totals=True)
    page = sheet_of(table, Chart("图", 0, [2]))
    (total,) = page.all("tr", "total")
    assert [cell.own for cell in total.all("td")] == ["合计", "20.0%", "99"]
    assert not [cell for cell in total.all("td") if "style" in cell.attributes]
    bars = [cell.attributes["style"] for cell in page.all("td", "bar")[:2]]
    assert bars == ["--b:25.0%", "--b:100.0%"]
    assert [text.own for text in page.all("svg")[0].all("text")] == ["甲", "1", "乙", "4"]


def colours(*values: Cell) -> list[str]:
    cells = column_of(Column("率", Format.RATE, scale=Scale.HEAT), *values)
    return [cell.attributes.get("style", "").removeprefix("background:") for cell in cells]


def test_heat_goes_from_the_least_by_the_median_to_the_greatest() -> None:
    low, middle, high = HEAT
    assert colours(0.0, 0.2, 1.0, None, "—") == [low, middle, high, "", ""]
    assert colours(0.0, 0.1, 0.2, 1.0, 0.6) == [low, "#FCDEC8", middle, high, "#DBE8C2"]
    assert colours(0.5, 0.5) == [middle, middle]
    assert colours(0.0, 0.0, 0.0, 1.0) == [low, low, low, high]
    assert colours(0.5) == [""], "one value is neither little nor much"


def test_a_rows_parts_are_folded_below_it_however_deep() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("一支行", 10), ("一网格", 6), ("甲村", 1), ("乙村", 5), ("二网格", 4), ("二支行", 7), ("丙村", 7), ("合计", 17),
    ]  # fmt: skip
    columns = [Column("机构"), Column("户数", Format.INT)]
    page = sheet_of(Table(columns, rows, totals=True, levels=[0, 1, 2, 2, 1, 0, 1, 0]))
    (outer,) = [node for box in page.all("div", "box") for node in box.children]
    assert direct(outer) == [("一支行", 10), ("二支行", 7), ("合计", 17)]
    found = page.all("details")
    assert [(fold.children[0].attributes["aria-label"], direct(fold.children[1])) for fold in found] == [
        ("一支行", [("一网格", 6), ("二网格", 4)]),
        ("一网格", [("甲村", 1), ("乙村", 5)]),
        ("二支行", [("丙村", 7)]),
    ]
    values = {name: value for name, value in rows if isinstance(value, int)}
    for fold in found:
        assert sum(value for _, value in direct(fold.children[1])) == values[fold.children[0].attributes["aria-label"]]
    assert not [fold for fold in found if "open" in fold.attributes]


def direct(table: Node) -> list[tuple[str, int]]:
    """The rows of a table but not those of tables within."""
    (body,) = [child for child in table.children if child.tag == "tbody"]
    cells = [
        [cell.own for cell in row.children] for row in body.children if "parts" not in row.attributes.get("class", "")
    ]
    return [(name, int(value)) for name, value in cells]


def test_an_outline_that_begins_or_leaps_deep_loses_no_row() -> None:
    rows = [(f"行{number}",) for number in range(6)]
    page = sheet_of(Table([Column("机构")], rows, levels=[1, 0, 3, 1, 2, 0]))
    assert [cell.own for cell in page.all("td") if cell.own] == [name for (name,) in rows]


def test_a_chart_leaves_out_the_parts_that_are_folded_away() -> None:
    table = Table(COLUMNS, ROWS, levels=[0, 1, 0])
    (drawing,) = sheet_of(table, Chart("图", 0, [2])).all("svg")
    assert [text.own for text in drawing.all("text")] == ["甲村", "100", "丙村"]


def percent(node: Node, name: str) -> float:
    assert node.attributes[name].endswith("%")
    return float(node.attributes[name][:-1])


def test_bars_are_as_long_as_their_values_and_a_missing_one_leaves_a_gap() -> None:
    page = sheet_of(Table(COLUMNS, ROWS), Chart("图", 0, [2]))
    first, second = page.all("rect")
    assert percent(first, "width") == pytest.approx(2 * percent(second, "width"), abs=0.02)
    assert percent(first, "x") == percent(second, "x")
    assert percent(first, "x") + percent(first, "width") < 100
    assert float(second.attributes["y"]) > float(first.attributes["y"])
    assert page.all("svg")[0].attributes["height"] == "78", "of three rows"
    assert not page.all("div", "legend"), "of one series"


def test_every_series_has_its_colour_and_the_legend_tells_it() -> None:
    page = sheet_of(Table(COLUMNS, ROWS[:2]), Chart("图", 0, [1, 3, 1, 3], percent=True))
    fills = [bar.attributes["fill"] for bar in page.all("rect")]
    assert fills == [*BARS, BARS[0]] * 2
    (legend,) = page.all("div", "legend")
    assert legend.texts("span") == ["覆盖率", "目标", "覆盖率", "目标"]
    assert [text.own for text in page.all("text", "value")][:2] == ["50.0%", "80.0%"]


def test_a_target_is_a_dashed_outline_around_the_bar() -> None:
    page = sheet_of(Table(COLUMNS, ROWS), Chart("图", 0, [1], percent=True, target=3))
    bars = [bar for bar in page.all("rect") if "stroke-dasharray" not in bar.attributes]
    outlines = [bar for bar in page.all("rect") if "stroke-dasharray" in bar.attributes]
    assert len(bars) == len(outlines) == 2
    assert {outline.attributes["fill"] for outline in outlines} == {"none"}
    for bar, outline, share in zip(bars, outlines, (0.5 / 0.8, 0.25 / 0.4)):
        assert percent(bar, "width") == pytest.approx(share * percent(outline, "width"), abs=0.02)
        assert [bar.attributes[name] for name in ("x", "y", "height")] == [
            outline.attributes[name] for name in ("x", "y", "height")
        ]
    assert page.all("div", "legend")[0].texts("span") == ["覆盖率", "目标"]


def test_a_line_begins_at_nothing_and_breaks_where_a_value_is_missing() -> None:
    values = [0.0, 0.2, None, 0.4, "—", 0.1, 0.3]
    rows = [(f"{number}月", value) for number, value in enumerate(values, 1)]
    page = sheet_of(
        Table([Column("月"), Column("率", Format.RATE)], rows), Chart("图", 0, [1], percent=True, lines=True)
    )
    markers = page.all("circle")
    heights = [float(marker.attributes["cy"]) for marker in markers]
    assert len(markers) == 5
    drawn = [line for line in page.all("line") if line.attributes["stroke"] == BARS[0]]
    assert len(drawn) == 2, "from the first to the second, from the sixth to the seventh"
    zero = next(float(text.attributes["y"]) for text in page.all("text") if text.own == "0%")
    assert heights[0] == zero
    assert zero - heights[2] == pytest.approx(2 * (zero - heights[1]), abs=0.2)
    ticks = [text.own for text in page.all("text") if text.own.endswith("%")]
    assert ticks == ["0%", "10%", "20%", "30%", "40%"]


def test_a_chart_is_told_to_those_who_do_not_see_it() -> None:
    page = sheet_of(Table(COLUMNS, ROWS), Chart("各村", 0, [1], percent=True, half=True))
    (drawing,) = page.all("svg")
    assert (drawing.attributes["role"], drawing.attributes["aria-label"]) == ("img", "各村")
    assert drawing.children[0].own == "各村"
    assert [bar.children[0].own for bar in drawing.all("rect")] == ["甲村 · 覆盖率: 50.0%", "乙村 · 覆盖率: 25.0%"]
    assert page.texts("figcaption") == ["各村"]
    assert page.all("figure", "half")


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("rows", [[], [("甲", None, None, None)], [("甲", 0, 0, 0)], [("甲", -1, -1, -1)]])
def test_a_chart_of_nothing_is_still_drawn(rows: list[tuple[Cell, ...]], lines: bool) -> None:
    page = to_html(
        Book("书", [Sheet("表", "题", [Table(COLUMNS, rows)], charts=[Chart("图", 0, [2], lines=lines)])], DAY), "zh"
    )
    for drawing in re.findall(r"<svg.*?</svg>", page.decode(), re.DOTALL):
        ElementTree.fromstring(drawing)
    assert b'width="-' not in page and b"nan" not in page


def test_a_long_name_takes_two_lines_before_its_bar_and_a_longer_one_is_cut() -> None:
    page = sheet_of(Table(COLUMNS, [("浙江省台州市路桥区" * 4, 0.5, 1, 1)]), Chart("图", 0, [2]))
    first, second, _ = page.texts("text")
    assert first.startswith("浙江省") and second.endswith("…")


def test_bars_that_no_paper_holds_are_drawn_in_pieces_by_one_measure() -> None:
    rows = [(f"村{number}", 0.5, number, 0.5) for number in range(1, 101)]
    page = sheet_of(Table(COLUMNS, rows), Chart("图", 0, [2]))
    pieces = page.all("svg")
    assert len(pieces) == 4
    assert sum(int(piece.attributes["height"]) for piece in pieces) == 26 * 100
    bars = page.all("rect")
    assert percent(bars[99], "width") == pytest.approx(2 * percent(bars[49], "width"), abs=0.02)


def test_cells_to_be_written_in_are_marked() -> None:
    columns = [Column("户号"), Column("含", entry=Entry(["含"])), Column("词", Format.ANY)]
    page = sheet_of(Table(columns, [("A1", "含", None), ("A2", None, 7)], entries={(1, 2): Entry()}))
    assert [cell.attributes.get("class", "") for cell in page.all("td")] == ["", "entry", "", "", "entry", "entry"]


def test_twenty_thousand_rows_are_written() -> None:
    columns = [
        Column("户号"),
        *[Column("额", Format.YUAN, scale=scale) for scale in (None, Scale.HEAT, Scale.BARS)] * 3,
    ]
    rows: list[tuple[Cell, ...]] = [(f"A{number}", *[number] * 9) for number in range(20_000)]
    levels = [0 if number % 100 == 0 else 1 for number in range(20_000)]
    for table in (Table(columns, rows), Table(columns, rows, levels=levels)):
        page = to_html(Book("书", [Sheet("表", "题", [table])], DAY), "zh")
        assert page.count(b"<td") - page.count(b"<td colspan") == 200_000
