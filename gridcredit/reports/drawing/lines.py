"""Charts of lines with markers."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, log10

from gridcredit.reports.book import Format
from gridcredit.reports.drawing.data import HALF, LETTER, PHONE, SCREEN, Data, Series, room
from gridcredit.reports.excel import BAR_HEIGHT, INK, PALE, WARNING, display_width
from gridcredit.reports.page_text import markup, shown

TOP, HEIGHT, TICKS = 10, 9 * BAR_HEIGHT, 5
BOTTOM = TOP + HEIGHT
RIGHT = 99


def lines(data: Data, axis: str, half: bool) -> tuple[int, str]:
    """The height and the shapes: a grid from nothing up, then a line a series, broken where a value is missing."""
    return BOTTOM + 46, "".join(_shapes(data, axis, HALF if half else SCREEN))


def _shapes(data: Data, axis: str, screen: int) -> Iterator[str]:
    step = _step(data.most(), data.kind)
    count = max(1, ceil(round(data.most() / step, 9)))
    ticks = [f"{step * at:.0%}" if data.kind is Format.RATE else shown(step * at, data.kind) for at in range(count + 1)]
    left = room(ticks)
    yield from _grid(ticks, left)
    width = (RIGHT - left) / max(1, len(data.labels))
    centres = [left + width * (number + 0.5) for number in range(len(data.labels))]
    yield from _names(data.labels, centres, width, screen)
    if axis:
        place = f'x="{(left + RIGHT) / 2:.2f}%" y="{BOTTOM + 38}"'
        yield f'<text {place} text-anchor="middle" fill="#595959">{markup(axis)}</text>'
    scale = HEIGHT / (step * count)
    if data.target:
        yield from _line(data.target, centres, scale, f'stroke="{WARNING}" stroke-width="1.25" stroke-dasharray="5 3"')
    for one in data.series:
        yield from _line(one, centres, scale, f'stroke="{one.colour}" stroke-width="2" stroke-linecap="round"')
        yield from _markers(one, data, centres, scale)


def _grid(ticks: Sequence[str], left: float) -> Iterator[str]:
    for at, tick in enumerate(ticks):
        y = BOTTOM - HEIGHT * at / (len(ticks) - 1)
        yield f'<line x1="{left:.2f}%" y1="{y:.1f}" x2="{RIGHT}%" y2="{y:.1f}" stroke="{PALE if at else INK}"/>'
        yield f'<text x="{left:.2f}%" y="{y:.1f}" dx="-6" dy=".36em" text-anchor="end">{markup(tick)}</text>'


def _names(labels: Sequence[str], centres: Sequence[float], width: float, screen: int) -> Iterator[str]:
    """Of what the line is drawn over; as many as have room: on a wide screen every so many, on a phone fewer of them."""
    needed = 100 * (LETTER * max(map(display_width, labels), default=0) + 10) / width
    every = ceil(needed / screen)
    fewer = every * ceil(needed / PHONE / every)
    for number, (label, centre) in enumerate(zip(labels, centres)):
        if number % every == 0 and label.strip():
            kind = ' class="wide"' if number % fewer else ""
            yield f'<text{kind} x="{centre:.2f}%" y="{BOTTOM + 18}" text-anchor="middle">{markup(label)}</text>'


def _line(one: Series, centres: Sequence[float], scale: float, stroke: str) -> Iterator[str]:
    for (x1, first), (x2, second) in pairwise(zip(centres, one.values)):
        if first is not None and second is not None:
            y1, y2 = _y(first, scale), _y(second, scale)
            yield f'<line x1="{x1:.2f}%" y1="{y1:.1f}" x2="{x2:.2f}%" y2="{y2:.1f}" {stroke}/>'


def _markers(one: Series, data: Data, centres: Sequence[float], scale: float) -> Iterator[str]:
    for label, centre, value in zip(data.labels, centres, one.values):
        if value is not None:
            tip = markup(f"{label} · {one.name}: {data.text(value)}")
            place = f'cx="{centre:.2f}%" cy="{_y(value, scale):.1f}"'
            yield f'<circle {place} r="3.5" fill="{one.colour}"><title>{tip}</title></circle>'


def _y(value: float, scale: float) -> float:
    return BOTTOM - max(0, value) * scale


def _step(most: float, kind: Format) -> float:
    """The distance of two lines of the grid: 1, 2 or 5 times a power of ten, never finer than its figures."""
    least = 0.01 if kind is Format.RATE else 1
    raw = most / TICKS
    if raw <= least:
        return least
    power: float = 10 ** floor(log10(raw))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= raw * 0.999999)
