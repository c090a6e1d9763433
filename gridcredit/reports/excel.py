"""The only writer of Excel files. Texts are written as texts, so that none becomes a formula or a link."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.chart import Chart as NativeChart
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from gridcredit.reports.book import Book, Cell, Chart, Entry, Format, Scale, Sheet, Table

FONT = "Microsoft YaHei"
INK, PALE, BAND, WARNING = "#1F3B57", "#DCE6F1", "#F5F8FC", "#C00000"
ENTRY = "#FFF9DB"
BARS = ("#2F6DA8", "#E08E45", "#6AA84F")
PALE_BAR = "#A9C8E8"
HEAT = ("#F8C9C4", "#FFF2CC", "#B7DFB9")
LOAD = "#F2A65A"
LINE_HEIGHT = 15.0
A4 = 9
CHART_WIDTH, BAR_HEIGHT = 640, 26
BESIDE_GAP, BESIDE_COLUMNS, BESIDE_WIDTH, BESIDE_PIXELS = 2, 5, 13, 480
"""Charts beside tables stand over a gap and some columns, which take so many characters, and together so many pixels."""
LOW_LINES, HIGH_LINES = 4, 9
"""How many bars' height a chart of lines has, beside tables and below them."""
LEAD_HEIGHT, LEAD_SIZE = 18.0, 1.2

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROMPT_LENGTH, _LIST_LENGTH = 255, 255
_NUMBERS = {
    Format.INT: "#,##0",
    Format.ANY: "#,##0",
    Format.YUAN: "#,##0",
    Format.RATE: "0.0%",
    Format.CHANGE: "+#,##0;-#,##0;0",
    Format.POINTS: "+0.0;-0.0;0.0",
    Format.DATE: "yyyy-mm-dd",
}


def to_bytes(book: Book) -> bytes:
    """The workbook; equal books give equal bytes."""
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties(
        {"title": book.title, "created": datetime.combine(book.day, time()), "comments": "gridcredit"}
    )
    styles = _Styles(workbook)
    for sheet in book.sheets:
        _SheetWriter(workbook, workbook.add_worksheet(sheet.name), sheet, styles).write()
    workbook.close()
    return buffer.getvalue()


class _Styles:
    """Cell formats by name, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, Format | None], CellFormat] = {}

    def get(self, name: str, kind: Format | None = None) -> CellFormat:
        if (name, kind) not in self._made:
            self._made[name, kind] = self._workbook.add_format(_properties(name, kind))
        return self._made[name, kind]


def _properties(name: str, kind: Format | None) -> dict[str, object]:
    base: dict[str, object] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    match name:
        case "title":
            return base | {"font_size": 16, "bold": True, "font_color": INK, "align": "center"}
        case "lead":
            return base | {"font_size": 11, "font_color": INK, "text_wrap": True, "valign": "vcenter"}
        case "note":
            return base | {"font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "top"}
        case "warning":
            return base | {"bold": True, "font_color": WARNING, "align": "center"}
        case "table":
            return base | {"bold": True, "font_size": 12, "font_color": INK}
        case "label":
            return base | {"bold": True, "font_color": INK}
        case "written":
            base |= {"bg_color": ENTRY, "border": 1, "border_color": "#BFBFBF", "locked": False}
            return base | {"align": "left"} | ({"num_format": _NUMBERS[kind]} if kind in _NUMBERS else {})
        case "fact":
            return base | {"align": "left"} | ({"num_format": _NUMBERS[kind]} if kind in _NUMBERS else {})
        case "header":
            return base | {
                "bold": True,
                "bg_color": INK,
                "font_color": "white",
                "align": "center",
                "text_wrap": True,
                "border": 1,
                "border_color": "#FFFFFF",
            }
    base |= {"border": 1, "border_color": "#BFBFBF"}
    if name == "total":
        base |= {"bold": True, "bg_color": PALE, "top": 2}
    elif name == "band":
        base |= {"bg_color": BAND}
    elif name == "entry":
        base |= {"bg_color": ENTRY, "locked": False}
    if kind in _NUMBERS:
        base |= {"num_format": _NUMBERS[kind]}
    if kind in (Format.INT, Format.YUAN, Format.RATE, Format.CHANGE, Format.POINTS):
        return base | {"align": "right"}
    if kind in (Format.DATE, Format.CENTRED):
        return base | {"align": "center"}
    if kind is Format.ANY:
        return base | {"align": "left", "text_wrap": True, "indent": 1}
    return base | ({"text_wrap": True, "indent": 1} if kind is Format.TEXT else {})


class _SheetWriter:
    def __init__(self, workbook: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
        self._workbook = workbook
        self._page = page
        self._sheet = sheet
        self._styles = styles
        self._width = max(2, *(len(table.columns) for table in sheet.tables))
        columns = [[t.columns[at].width for t in sheet.tables if at < len(t.columns)] for at in range(self._width)]
        self._widths = [max(own, default=12) for own in columns]
        if sheet.beside:
            self._widths += [BESIDE_GAP, *[BESIDE_WIDTH] * BESIDE_COLUMNS]
        self._row = 0
        self._first_header = 0
        self._first_rows: list[int] = []
        self._last_row = 0

    def write(self) -> None:
        self._set_widths()
        self._write_top()
        for position, table in enumerate(self._sheet.tables):
            self._write_table(table, first=position == 0)
        self._insert_charts()
        self._set_page()

    def _set_widths(self) -> None:
        for position, width in enumerate(self._widths):
            self._page.set_column(position, position, width)

    def _write_top(self) -> None:
        self._merge(self._sheet.title, "title", 30)
        for warning in self._sheet.warning.splitlines():
            self._merge(warning, "warning", 18)
        room = max(20, int(sum(self._widths)))
        for text in self._sheet.lead:
            self._merge(text, "lead", LEAD_HEIGHT * -(-display_width(text) // int(room / LEAD_SIZE)))
        for note in self._sheet.notes:
            self._merge(note, "note", LINE_HEIGHT * -(-display_width(note) // room))
        for label, value in self._sheet.facts:
            self._page.write_string(self._row, 0, clean(label), self._styles.get("label"))
            last = self._width - 1
            entry = self._sheet.entries.get(label)
            style = self._styles.get("written" if entry else "fact", kind_of(value))
            if last > 1:
                self._page.merge_range(self._row, 1, self._row, last, "", style)
            self._put(self._row, 1, value, style)
            if entry:
                self._allow(self._row, self._row, 1, entry)
            self._row += 1
        self._row += bool(self._sheet.facts)

    def _merge(self, text: str, style: str, height: float) -> None:
        self._page.set_row(self._row, height)
        self._page.merge_range(self._row, 0, self._row, len(self._widths) - 1, "", self._styles.get(style))
        self._page.write_string(self._row, 0, clean(text), self._styles.get(style))
        self._row += 1

    def _write_table(self, table: Table, first: bool) -> None:
        if table.title:
            self._page.write_string(self._row, 0, clean(table.title), self._styles.get("table"))
            self._row += 1
        if first:
            self._first_header = self._row
        header = self._styles.get("header")
        deepest = max(-(-display_width(column.title) // max(1, int(column.width) - 1)) for column in table.columns)
        self._page.set_row(self._row, LINE_HEIGHT * max(1.4, deepest))
        for position, column in enumerate(table.columns):
            self._page.write_string(self._row, position, clean(column.title), header)
        self._row += 1
        self._first_rows.append(self._row)
        last = len(table.rows) - 1
        for number, row in enumerate(table.rows):
            style = "total" if table.totals and number == last else "band" if number % 2 else "cell"
            height = max(table.row_height or self._sheet.row_height or 0, LINE_HEIGHT * _lines(table, row))
            tall = height + 2 if height > LINE_HEIGHT else None
            if table.levels:
                self._fold(table.levels, number, tall)
            elif tall:
                self._page.set_row(self._row, tall)
            for position, (column, value) in enumerate(zip(table.columns, row)):
                entry = table.entries.get((number, position))
                written = "entry" if entry or column.entry else style
                self._put(self._row, position, value, self._styles.get(written, column.format))
                if entry:
                    self._allow(self._row, self._row, position, entry)
            self._row += 1
        for position, column in enumerate(table.columns):
            if column.entry and table.rows:
                self._allow(self._row - len(table.rows), self._row - 1, position, column.entry)
        self._scale(table)
        self._last_row = self._row - 1
        self._row += 1

    def _fold(self, levels: Sequence[int], number: int, height: float | None) -> None:
        """A row of an outline; only the highest level is open."""
        level, after = levels[number], levels[number + 1] if number + 1 < len(levels) else 0
        options = {"level": level, "hidden": level > 0, "collapsed": after > level}
        self._page.set_row(self._row, height, None, options)

    def _scale(self, table: Table) -> None:
        """Colours or bars by the values of a column, the total's left out."""
        first, last = self._first_rows[-1], self._row - 1 - table.totals
        loads = [position for position, column in enumerate(table.columns) if column.scale is Scale.LOAD]
        if loads and last >= first:
            colours: dict[str, object] = {"min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_color": LOAD}
            colours |= {"max_type": "num", "max_value": max(1, _largest_load(self._sheet))}
            self._page.conditional_format(first, loads[0], last, loads[-1], {"type": "2_color_scale", **colours})
        for position, column in enumerate(table.columns):
            if column.scale in (Scale.HEAT, Scale.BARS) and last > first:
                kind: dict[str, object] = {
                    "type": "data_bar",
                    "bar_color": PALE_BAR,
                    "min_type": "num",
                    "min_value": 0,
                }
                if column.scale is Scale.HEAT:
                    colours = dict(zip(("min_color", "mid_color", "max_color"), HEAT))
                    kind = {"type": "3_color_scale", **colours}
                self._page.conditional_format(first, position, last, position, kind)

    def _put(self, row: int, column: int, value: Cell, style: CellFormat) -> None:
        if value is None or value == "":
            self._page.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self._page.write_string(row, column, clean(value), style)
        elif isinstance(value, date):
            self._page.write_datetime(row, column, datetime.combine(value, time()), style)
        else:
            self._page.write_number(row, column, value, style)

    def _allow(self, first: int, last: int, column: int, entry: Entry) -> None:
        """What Excel lets people write into the cells, and what it tells them."""
        allowed: dict[str, object] = {"validate": "any"}
        if entry.words and "," not in "".join(entry.words) and len(",".join(entry.words)) <= _LIST_LENGTH:
            allowed = {"validate": "list", "source": list(entry.words)}
        elif entry.least is not None and entry.most is not None:
            kind = "date" if isinstance(entry.least, date) else "integer"
            allowed = {"validate": kind, "criteria": "between", "minimum": entry.least, "maximum": entry.most}
        if entry.prompt:
            allowed |= {"input_message": entry.prompt[:_PROMPT_LENGTH], "error_message": entry.prompt[:_PROMPT_LENGTH]}
        self._page.data_validation(first, column, last, column, allowed)

    def _insert_charts(self) -> None:
        """Below the tables, halves side by side; or all beside them."""
        if self._sheet.beside:
            top = 0
            for chart in self._sheet.charts:
                native, height = self._chart(chart, BESIDE_PIXELS)
                self._page.insert_chart(self._first_header, self._width + 1, native, {"y_offset": top})
                top += height + 10
            return
        left, top, below = 0, 0, 0
        for chart in self._sheet.charts:
            native, height = self._chart(chart, CHART_WIDTH)
            if not chart.half and left:
                left, top = 0, top + below
            self._page.insert_chart(self._row, 0, native, {"x_offset": 6 + left, "y_offset": 4 + top})
            below = max(below if left else 0, height + 8)
            if chart.half and not left:
                left = CHART_WIDTH + 10
            else:
                left, top, below = 0, top + below, 0

    def _chart(self, chart: Chart, width: int) -> tuple[NativeChart, int]:
        """The native chart, and its height in pixels."""
        table = self._sheet.tables[chart.table]
        native: NativeChart = self._workbook.add_chart({"type": "line" if chart.lines else "bar"})
        first = self._first_rows[chart.table]
        last = max(first, first + len(table.rows) - 1 - table.totals)

        def series(column: int) -> dict[str, object]:
            return {
                "name": clean(table.columns[column].title),
                "categories": [self._sheet.name, first, chart.labels, last, chart.labels],
                "values": [self._sheet.name, first, column, last, column],
            }

        for number, column in enumerate(chart.values):
            colour = {"color": BARS[number % len(BARS)]}
            if chart.lines:
                marker = {"type": "circle", "size": 5, "fill": colour, "border": colour}
                native.add_series({**series(column), "line": {**colour, "width": 2}, "marker": marker})
            else:
                labelled = {"value": True, "num_format": "0.0%" if chart.percent else "#,##0"}
                native.add_series({**series(column), "fill": colour, "data_labels": labelled, "gap": 60})
        if chart.target is not None:
            outline = {"fill": {"none": True}, "border": {"color": WARNING, "width": 1.25, "dash_type": "dash"}}
            native.add_series({**series(chart.target), **outline, "gap": 60, "overlap": 100})
        font = {"name": FONT, "size": 9}
        native.set_title({"name": clean(chart.title), "name_font": {"name": FONT, "size": 12, "color": INK}})
        number_format = "0%" if chart.percent else "#,##0"
        if chart.lines:
            pale = {"visible": True, "line": {"color": PALE}}
            native.set_x_axis({"name": clean(table.columns[chart.labels].title), "name_font": font, "num_font": font})
            native.set_y_axis({"num_font": font, "num_format": number_format, "min": 0, "major_gridlines": pale})
        else:
            native.set_y_axis({"reverse": True, "num_font": font, "line": {"none": True}})
            native.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        shown = len(chart.values) + (chart.target is not None)
        native.set_legend({"none": True} if shown == 1 else {"position": "bottom", "font": font})
        low = LOW_LINES if width == BESIDE_PIXELS else HIGH_LINES
        count = low if chart.lines else (last - first + 1) * len(chart.values)
        height = 110 + BAR_HEIGHT * count
        native.set_size({"width": width, "height": height})
        return native, height

    def _set_page(self) -> None:
        page, sheet = self._page, self._sheet
        page.set_paper(A4)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.fit_to_pages(1, 1 if sheet.charts else 0)
        page.hide_gridlines(2)
        page.center_horizontally()
        page.set_footer(f"&L&8 {clean(sheet.title).replace('&', '&&')}&R&8 &P / &N")
        if sheet.landscape:
            page.set_landscape()
        if sheet.protected:
            page.protect("", {"format_columns": True, "format_rows": True})
        if any(table.levels for table in sheet.tables):
            page.outline_settings(True, False, True, False)  # a row's parts stand below it
        if sheet.is_list:
            columns = len(sheet.tables[0].columns)
            page.freeze_panes(self._first_header + 1, min(2, columns - 1))
            page.repeat_rows(self._first_header)
            last = max(self._last_row - sheet.tables[0].totals, self._first_header)
            page.autofilter(self._first_header, 0, last, columns - 1)


def _largest_load(sheet: Sheet) -> float:
    """Of all tables: the same colour is the same load on all of a sheet."""
    return max(
        (
            value
            for table in sheet.tables
            for at, column in enumerate(table.columns)
            if column.scale is Scale.LOAD
            for value in (row[at] for row in table.rows)
            if isinstance(value, int | float)
        ),
        default=0,
    )


def kind_of(value: Cell) -> Format:
    if isinstance(value, date):
        return Format.DATE
    return Format.INT if isinstance(value, int) else Format.TEXT


def _lines(table: Table, row: Sequence[Cell]) -> int:
    """How many lines the longest text of the row takes in its column; Excel leaves unmeasured rows at one."""
    lines = 1
    for column, value in zip(table.columns, row):
        if column.format in (Format.TEXT, Format.ANY) and isinstance(value, str) and 2 * len(value) > column.width - 2:
            lines = max(lines, -(-display_width(value) // max(1, int(column.width) - 2)))
    return lines


def clean(text: str) -> str:
    """Characters that no Excel file and no page may hold become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def display_width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
