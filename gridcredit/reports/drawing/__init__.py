"""Charts of a page as SVG.

Lengths along the width are percentages, so that a chart fills any width and its letters keep their size; heights are pixels.
"""

from gridcredit.reports.book import Chart, Table
from gridcredit.reports.drawing.bars import bars
from gridcredit.reports.drawing.data import Data, data_of
from gridcredit.reports.drawing.lines import lines
from gridcredit.reports.excel import WARNING
from gridcredit.reports.page_text import markup


def chart_html(chart: Chart, table: Table) -> str:
    """The chart of the table's rows with its title, and with a legend where there are several series.

    A total is left out, and so are the parts of other rows, as Excel leaves out rows that are folded away. Bars that no
    sheet of paper holds are drawn in several pieces, one below the other.
    """
    data = data_of(chart, table)
    title = markup(chart.title)
    pieces = [lines(data, table.columns[chart.labels].title, chart.half)] if chart.lines else list(bars(data))
    kind = "chart" + " half" * chart.half + " pieces" * (len(pieces) > 1)
    drawn = "".join(
        f'<svg role="img" aria-label="{title}" height="{height}" fill="#333"><title>{title}</title>{shapes}</svg>'
        for height, shapes in pieces
    )
    return f'<figure class="{kind}"><figcaption>{title}</figcaption>{drawn}{_legend(data)}</figure>'


def _legend(data: Data) -> str:
    keys = [(one.name, f"background:{one.colour}") for one in data.series]
    if data.target:
        keys.append((data.target.name, f"border:1.5px dashed {WARNING}"))
    if len(keys) < 2:
        return ""
    shown_keys = "".join(f'<span><i style="{style}"></i>{markup(name)}</span>' for name, style in keys)
    return f'<div class="legend">{shown_keys}</div>'
