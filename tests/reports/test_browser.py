"""The page in a browser, on a phone and on a desk: nothing is fetched, nothing sticks out, all can be read and printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import Page, browser, program

from gridcredit.reports.book import Book, Cell, Chart, Column, Format, Scale, Sheet, Table
from gridcredit.reports.page import to_html

DAY = date(2016, 5, 31)
PHONE, DESK = 390, 1280
HOSTILE = "<script>document.title='run'</script><img src=http://127.0.0.1:9/x onerror=\"document.title='run'\">"
STICKING_OUT = """
[...document.querySelectorAll('svg text')].filter(text => {
  const box = text.getBoundingClientRect(), frame = text.closest('svg').getBoundingClientRect();
  if (getComputedStyle(text).display === 'none') return false;
  return !text.textContent.trim() || !box.width || box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 4 || box.bottom > frame.bottom + 4;  // a line is taller than its letters
}).map(text => text.textContent)"""
OVERLAPPING = """
[...document.querySelectorAll('svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].filter(text => getComputedStyle(text).display !== 'none')
    .map(text => [text.textContent, text.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 6 && b.top < a.bottom - 6).map(([two]) => [one, two]));
})"""
ROWS_IN_SIGHT = "[...document.querySelectorAll('#s1 tr:not(.parts)')].filter(row => row.checkVisibility({contentVisibilityAuto: true}) && row.getBoundingClientRect().height > 9).length"  # fmt: skip


def head_office() -> Book:
    """An outline with a target, months with gaps, a list of long and hostile names, and a table too wide for a phone."""
    places = Column("机构", width=24)
    columns = [places, *[Column(f"第{number}项户数", Format.INT, 12) for number in range(12)]]
    names = ["路桥支行", "路桥一网格", "上马村", "洪洋村", "新桥支行", "新桥网格", "合计"]
    rows: list[tuple[Cell, ...]] = [(name, *[1_234_567 * (at + 1)] * 12) for at, name in enumerate(names)]
    outline = Table(columns, rows, "按支行", totals=True, levels=[0, 1, 2, 2, 0, 1, 0])
    months: list[tuple[Cell, ...]] = [
        (f"截至2016年{at:02}月", at / 13, None if at == 4 else at / 20, "—") for at in range(1, 13)
    ]
    trend = Table([Column("月份"), *[Column(name, Format.RATE) for name in ("建档", "授信", "用信")]], months)
    villages: list[tuple[Cell, ...]] = [
        (f"{HOSTILE * (at == 3)}第{at}村民委员会" + "片区" * (at % 9), at / 60, 60 - at, "说明" * 60)
        for at in range(60)
    ]
    heat = [
        Column("村", width=18),
        Column("率", Format.RATE, scale=Scale.HEAT),
        Column("户", Format.INT, scale=Scale.BARS),
    ]
    sheets = [
        Sheet("总览", "书", [outline], ["0123456789abcdef" * 8], [("账本", "0123456789abcdef" * 8)], charts=[
            Chart("与目标", 0, [1], target=2, half=True), Chart("三项", 0, [1, 2, 3], half=True),
        ], landscape=True),
        Sheet("趋势", "走势", [trend], charts=[Chart("逐月", 0, [1, 2, 3], percent=True, lines=True)]),
        Sheet("村", HOSTILE, [Table([*heat, Column("说明", width=60)], villages)], charts=[Chart(HOSTILE, 0, [2])]),
    ]  # fmt: skip
    return Book("整村授信", sheets, DAY)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if program() is None:
        pytest.skip("Chromium is not installed")
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "book.html"
    file.write_bytes(to_html(head_office(), "zh"))
    return file


def complaints(page: Page) -> list[Any]:
    """What the browser asked for beside the page itself, and what it had to say of it."""
    asked = [event["request"]["url"] for event in page.told("Network.requestWillBeSent")]
    said = [*page.told("Log.entryAdded"), *page.told("Runtime.consoleAPICalled"), *page.told("Runtime.exceptionThrown")]
    return [url for url in asked if not url.endswith("book.html")] + said


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_asks_for_nothing_and_fits_the_screen(page: Page, file: Path, width: int) -> None:
    page.open(file, width)
    assert page.ask("innerWidth") == width
    assert page.ask("document.documentElement.scrollWidth") == width
    assert complaints(page) == []
    assert page.ask("document.title") == "整村授信"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_all_that_charts_say_can_be_read(page: Page, file: Path, width: int) -> None:
    page.open(file, width)
    assert page.ask("document.querySelectorAll('svg text').length") > 150
    assert page.ask(STICKING_OUT) == []
    assert page.ask(OVERLAPPING) == []
    assert (
        page.ask("Math.min(...[...document.querySelectorAll('svg')].map(svg => svg.getBoundingClientRect().width))")
        > 300
    )
    assert page.ask("parseFloat(getComputedStyle(document.querySelector('svg text')).fontSize)") >= 11


def test_halves_stand_side_by_side_on_a_desk_and_one_below_the_other_on_a_phone(page: Page, file: Path) -> None:
    tops = "[...document.querySelectorAll('figure.half')].map(one => one.getBoundingClientRect().top)"
    page.open(file, DESK)
    first, second = page.ask(tops)
    assert first == second
    page.open(file, PHONE)
    first, second = page.ask(tops)
    assert first < second


def test_a_wide_table_scrolls_in_its_box_and_keeps_its_names_in_sight(page: Page, file: Path) -> None:
    page.open(file, PHONE)
    box = "document.querySelector('.box')"
    assert page.ask(f"{box}.scrollWidth > 2 * {box}.clientWidth")
    page.ask(f"{box}.scrollLeft = 400")
    assert page.ask(f"{box}.scrollLeft") == 400
    cells = (
        "[...document.querySelectorAll('#s1 tbody>tr:not(.parts)>td:first-child')].filter(one => one.checkVisibility())"
    )
    assert page.ask(f"{cells}.every(one => one.getBoundingClientRect().left === {box}.getBoundingClientRect().left)")


def test_a_touch_on_a_name_opens_its_parts_in_line_with_it(page: Page, file: Path) -> None:
    page.open(file, PHONE)
    assert page.ask(ROWS_IN_SIGHT) == 4, "the header, two branches, the total"
    for name, expected in (("路桥支行", 5), ("路桥一网格", 7)):
        spot = page.ask(
            f"(() => {{ const cell = [...document.querySelectorAll('td')].find(one => one.textContent === '{name}');"
            "cell.scrollIntoView({block: 'center', behavior: 'instant'}); const box = cell.getBoundingClientRect();"
            "return [box.left + 40, box.top + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            page.call("Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1)
        assert page.ask(ROWS_IN_SIGHT) == expected
    edges = page.ask(
        "[...new Set([...document.querySelectorAll('#s1 tr')].filter(row => row.children.length > 2 && row.checkVisibility())"
        ".map(row => [...row.children].map(cell => Math.round(cell.getBoundingClientRect().right)).join()))]"
    )
    assert len(edges) == 1, edges


def test_on_paper_nothing_is_folded_away_and_nothing_is_cut_off(page: Page, file: Path) -> None:
    page.open(file, DESK)
    page.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.ask(ROWS_IN_SIGHT) == 8
        assert page.ask(
            "[...document.querySelectorAll('.box')].every(box => getComputedStyle(box).overflowY === 'visible')"
        )
        assert (
            page.ask(
                "Math.max(...[...document.querySelectorAll('svg')].map(svg => svg.getBoundingClientRect().height))"
            )
            < 700
        )
    finally:
        page.call("Emulation.setEmulatedMedia", media="")
