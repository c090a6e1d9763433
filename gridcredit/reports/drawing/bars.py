"""Charts of lying bars."""

from collections.abc import Iterator

from gridcredit.reports.drawing.data import LETTER, PHONE, Data, room
from gridcredit.reports.excel import BAR_HEIGHT, WARNING, display_width
from gridcredit.reports.page_text import markup

GAP = 0.6
"""Between the bars of two rows, as a share of a bar's thickness."""
PAPER = 760
"""Pixels that the bars on a sheet of paper take at most."""
LINE = 12
WIDEST_LABEL = 36.0
DASHED = f'fill="none" stroke="{WARNING}" stroke-width="1.25" stroke-dasharray="5 3"'


def bars(data: Data) -> Iterator[tuple[int, str]]:
    """Heights and shapes: rows from the top down, in each a bar a series, the target's outline around them."""
    pitch = BAR_HEIGHT * len(data.series)
    left = min(WIDEST_LABEL, room(data.labels))
    right = 100 - room([data.text(value) for one in data.series for value in one.values if value is not None])
    scale = (right - left) / (data.most() or 1)
    count, most = len(data.labels), max(1, PAPER // pitch)
    for first in range(0, max(1, count), most):
        numbers = range(first, min(count, first + most))
        shapes = (
            shape
            for at, number in enumerate(numbers)
            for part in (
                _label(data.labels[number], left, pitch * (at + 0.5)),
                _row(data, number, pitch * at, left, scale),
            )
            for shape in part
        )
        yield pitch * len(numbers), "".join(shapes)


def _row(data: Data, number: int, top: float, left: float, scale: float) -> Iterator[str]:
    """The bars of a row; figures come last, so that no outline crosses them out."""
    thickness = BAR_HEIGHT * len(data.series) / (len(data.series) + GAP)
    top += thickness * GAP / 2
    label, figures = data.labels[number], []
    for at, one in enumerate(data.series):
        value = one.values[number]
        if value is not None:
            length = max(0, value) * scale
            tip = f"{label} · {one.name}: {data.text(value)}"
            yield _bar(left, top + at * thickness, length, thickness, f'fill="{one.colour}"', tip)
            place = f'x="{left + length:.2f}%" y="{top + (at + 0.5) * thickness:.1f}" dx="5" dy=".36em"'
            figures.append(f'<text class="value" {place}>{markup(data.text(value))}</text>')
    target = data.target.values[number] if data.target else None
    if data.target and target is not None:
        tip = f"{label} · {data.target.name}: {data.text(target)}"
        yield _bar(left, top, max(0, target) * scale, thickness * len(data.series), DASHED, tip)
    yield from figures


def _bar(x: float, y: float, width: float, height: float, paint: str, tip: str) -> str:
    return (
        f'<rect x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}" {paint}>'
        f"<title>{markup(tip)}</title></rect>"
    )


def _label(text: str, right: float, middle: float) -> Iterator[str]:
    """The text before a bar, in two lines where one is too short."""
    lines = _broken(text, round((right * PHONE / 100 - 10) / LETTER))
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * LINE
        size = ' font-size="11"' if len(lines) > 1 else ""
        yield f'<text x="{right:.2f}%" y="{y:.1f}" dx="-7" dy=".36em" text-anchor="end"{size}>{markup(line)}</text>'


def _broken(text: str, room: int) -> list[str]:
    """Two lines at most, of so many narrow letters; what is left over is dropped for an ellipsis."""
    lines = [""]
    for character in " ".join(text.split()):
        if display_width(lines[-1] + character) > room:
            if len(lines) == 2:
                return [lines[0], lines[1][:-1] + "…"]
            lines.append("")
        lines[-1] += character
    return [line for line in lines if line.strip()]
