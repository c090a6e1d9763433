"""The marked copy: every finding stands at its cell and in a list, nothing live is passed on, and marks come off again."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn

from gridcredit.findings import Finding
from gridcredit.i18n import LANGUAGES, _, set_language
from gridcredit.ingest.village import ingest_village
from gridcredit.ingest.words import OURS, plain
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading, Sheet, Trouble, Workbook
from gridcredit.reports.annotated import annotated_copy, rebuilt_copy
from gridcredit.reports.marking import cells, child, listing
from gridcredit.reports.marking.inert import TooLarge
from gridcredit.reports.marking.proof import Differs, prove
from gridcredit.reports.marking.request import Request, Told, told

RED, YELLOW = cells.FILLS["error"].fgColor.rgb, cells.FILLS["warning"].fgColor.rgb
LIST = "gridcredit findings"
HEADER = 5


def error(cell: str, sheet: str = "农户", household: str = "A1") -> Finding:
    return Finding("AMOUNT_UNREADABLE", "试验村.xlsx", sheet, cell, household, {"column": "总资产"})


def warning(cell: str, sheet: str = "农户") -> Finding:
    return Finding("SHEET_HIDDEN", "试验村.xlsx", sheet, cell)


def book_of(
    rows: Sequence[Sequence[object]] = (("户号", "户主", "总资产"), ("A1", "甲一", "约3万")),
) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "农户"
    for row in rows:
        sheet.append(row)
    return book


def bytes_of(book: openpyxl.Workbook) -> bytes:
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def copied(source: openpyxl.Workbook | bytes | Workbook, *findings: Finding) -> bytes:
    if isinstance(source, openpyxl.Workbook):
        source = bytes_of(source)
    return child.marked(Request("en", "试验村.xlsx", [told(finding) for finding in findings], source))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def marked(source: openpyxl.Workbook | bytes | Workbook, *findings: Finding) -> Any:
    return opened(copied(source, *findings))


def fill_of(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def listed(book: Any) -> list[tuple[object, ...]]:
    return list(book[LIST].iter_rows(min_row=HEADER + 1, values_only=True))


def changed(data: bytes, part: str, edit: Callable[[bytes], bytes], **added: bytes) -> bytes:
    """The package with one part edited and others added; their names have __ for / and _dot_ for a dot."""
    output = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(output, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
        for name, content in added.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return output.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def filled(sheets: Sequence[Sheet]) -> list[object]:
    """All that was read of the sheets but their blank cells."""
    return [
        (
            replace(sheet, rows=[]),
            {
                (row, at): cell
                for row, cells in enumerate(sheet.rows)
                for at, cell in enumerate(cells)
                if cell not in ("", None)
            },
        )
        for sheet in sheets
    ]


# marks


def test_a_cell_gets_one_colour_and_one_comment_for_all_that_was_found() -> None:
    book = marked(book_of(), error("C2"), warning("C2"), warning("B2"), warning("B2"))
    page = book["农户"]
    assert (fill_of(page["C2"]), fill_of(page["B2"]), fill_of(page["A2"])) == (RED, YELLOW, None)
    assert page["C2"].comment.text.splitlines() == [
        "【gridcredit】",
        "● error: 总资产 is not a plain amount",
        f"→ {_('write one number, without words, ranges or about; ask whoever gave it')}",
        "● warning: the sheet is hidden, and was read",
        "→ show the sheet and check it",
    ]
    assert page["B2"].comment.text.count("●") == 1
    assert page["A2"].comment is None


def test_a_row_s_number_is_marked_at_its_first_cell_and_what_names_no_cell_nowhere() -> None:
    book = marked(
        book_of(), error("2"), error(""), error("C2:C9"), error("ZZZ1"), error("A1048577"), error("XFD1048576")
    )
    page = book["农户"]
    assert {cell.coordinate for cell in page._cells.values() if cell.comment} == {"A2", "C2", "XFD1048576"}
    assert [row[2] for row in listed(book)] == [None, "ZZZ1", "A1048577", "row 2", "C2:C9", "XFD1048576"]


def test_a_finding_under_a_merged_cell_is_marked_where_the_cell_is_shown() -> None:
    book = book_of()
    book["农户"].merge_cells("A2:B4")
    page = marked(book, error("B3"), error("B5"))["农户"]
    assert [fill_of(page[cell]) for cell in ("A2", "B5")] == [RED, RED]
    assert [cell.coordinate for cell in page._cells.values() if cell.comment] == ["A2", "B5"]
    assert [str(area) for area in page.merged_cells.ranges] == ["A2:B4"]


def test_text_in_a_light_colour_is_darkened_to_be_seen_on_ours() -> None:
    book = book_of()
    page = book["农户"]
    for cell, color in (("A1", "FFFFFFFF"), ("B1", "FF1F3B57")):
        page[cell].font = Font(color=color, bold=True)
        page[cell].fill = PatternFill("solid", fgColor="FF1F3B57")
    once = copied(book, error("A1"), error("B1"))
    assert [opened(once)["农户"][cell].font.color.rgb for cell in ("A1", "B1")] == [cells.INK, "FF1F3B57"]
    again = marked(once)["农户"]["A1"]
    assert (again.font.color, again.font.bold, fill_of(again)) == (None, True, None)


def test_comment_boxes_stand_right_of_their_cells_and_hold_their_text() -> None:
    book = book_of()
    book["农户"].column_dimensions["D"].width = 100
    vml = parts(copied(book, error("C2")))["xl/drawings/commentsDrawing1.vml"].decode()
    (anchor,) = re.findall(r"Anchor>([\d, ]+)<", vml)
    left, _x, top, _y, right, right_x, bottom, _bottom_y = map(int, anchor.split(", "))
    assert (left, top, right, right_x) == (3, 1, 3, 15 + 330)
    assert bottom > 4


# the list


def test_the_list_names_all_findings_errors_first_with_links_to_their_cells() -> None:
    book = book_of()
    book.create_sheet("it's 村")
    findings = [
        warning("C2"),
        error("A9", "it's 村", "A2"),
        error("C2"),
        Finding("FILE_EMPTY", "试验村.xlsx"),
        error("", "it's 村"),
        error("B7", "没有此表"),
    ]
    book = marked(book, *findings)
    assert [row[:4] for row in listed(book)] == [
        ("error", None, None, None),
        ("error", "没有此表", "B7", "A1"),
        ("error", "农户", "C2", "A1"),
        ("error", "it's 村", None, "A1"),
        ("error", "it's 村", "A9", "A2"),
        ("warning", "农户", "C2", None),
    ]
    links = {cell.coordinate: cell.hyperlink for row in book[LIST].iter_rows() for cell in row if cell.hyperlink}
    assert {place: link.location for place, link in links.items()} == {
        "C8": "'农户'!C2",
        "B9": "'it''s 村'!A1",
        "C10": "'it''s 村'!A9",
        "C11": "'农户'!C2",
    }
    assert all(link.target is None for link in links.values())
    assert [row[4:] for row in listed(book)][2] == told(error(""))[4:]


def test_the_copy_opens_on_the_list_and_only_it_is_selected() -> None:
    book = book_of()
    book.create_sheet("成员").sheet_view.tabSelected = True
    book = marked(book, error("C2"))
    assert book.sheetnames == [LIST, "农户", "成员"]
    assert book.active.title == LIST
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, False, False]


def test_the_list_prints_on_landscape_pages_with_its_header() -> None:
    page = marked(book_of(), error("C2"))[LIST]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == f"${HEADER}:${HEADER}"
    assert page.freeze_panes == f"A{HEADER + 1}"
    assert page.auto_filter.ref == f"A{HEADER}:F{HEADER + 1}"
    assert page.cell(HEADER + 1, 6).alignment.wrap_text


def test_a_list_without_findings_is_a_header() -> None:
    page = marked(book_of())[LIST]
    assert page.max_row == HEADER
    assert page["A2"].value == "Errors: 0. Warnings: 0."


def test_a_hidden_sheet_stays_hidden_is_named_as_such_and_not_linked() -> None:
    book = book_of()
    book.create_sheet("草稿").sheet_state = "veryHidden"
    book = marked(book, error("B2", "草稿"))
    assert book["草稿"].sheet_state == "veryHidden"
    assert fill_of(book["草稿"]["B2"]) == RED
    assert listed(book)[0][1] == "草稿 (hidden)"
    assert not any(cell.hyperlink for cell in book[LIST][HEADER + 1])


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(max_size=12))
def test_any_text_of_a_finding_can_be_written_and_opened_again(text: str, name: str) -> None:
    finding = Told("error", "农户", "C2", name, text, text)
    book = opened(child.marked(Request("en", name, [finding], bytes_of(book_of()))))
    assert book["农户"]["C2"].comment
    assert {cell.data_type for row in book[LIST].iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_five_thousand_findings_are_all_marked_and_listed() -> None:
    book = book_of([["户号", "户主"], *([f"A{row}", "甲一"] for row in range(2500))])
    book = marked(book, *(error(f"{column}{row}") for row in range(2, 2502) for column in "AB"))
    page = book["农户"]
    assert all(fill_of(cell) == RED and cell.comment for row in page.iter_rows(min_row=2) for cell in row)
    assert len(listed(book)) == 5000


@pytest.mark.parametrize(("limit", "note"), [(0, True), (1, True), (2, False)])
def test_more_cells_than_a_workbook_bears_comments_for_are_coloured_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, limit: int, note: bool
) -> None:
    monkeypatch.setattr(cells, "COMMENTS_LIMIT", limit)
    book = marked(book_of(), error("C2"), error("B2"))
    page = book["农户"]
    assert [fill_of(page[cell]) for cell in ("B2", "C2")] == [RED, RED]
    assert sum(page[cell].comment is not None for cell in ("B2", "C2")) == limit
    said = [row[0].value for row in book[LIST].iter_rows(max_row=6)]
    assert (f"Only the first {limit} cells carry comments." in said) is note


def test_more_findings_than_are_listed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LISTED_LIMIT", 1)
    page = marked(book_of(), error("C2"), error("B2"))[LIST]
    assert page["A5"].value == "Only the first 1 findings are listed."
    assert page.max_row == 7


# marking again


def test_marking_again_leaves_no_double_marks() -> None:
    book = book_of()
    book["农户"]["C2"].comment = Comment("请核实", "柜员")
    findings = (error("C2"), warning("B2"))
    once = copied(book, *findings)
    assert parts(copied(once, *findings)).keys() == parts(once).keys()
    for name in ("农户", LIST):
        first, second = opened(once)[name], marked(once, *findings)[name]
        look = [
            [
                (cell.value, fill_of(cell), cell.comment and cell.comment.text)
                for row in page.iter_rows()
                for cell in row
            ]
            for page in (first, second)
        ]
        assert look[0] == look[1]


def test_marks_of_what_was_corrected_come_off_even_where_rows_were_inserted() -> None:
    book = opened(copied(book_of(), error("C2"), error("B2")))
    book["农户"].insert_rows(2, 3)
    page = marked(bytes_of(book), error("B5"))["农户"]
    assert [(fill_of(page[cell]), bool(page[cell].comment)) for cell in ("C5", "B5")] == [(None, False), (RED, True)]


def test_a_clerk_s_own_words_stay_above_and_below_ours() -> None:
    book = book_of()
    book["农户"]["C2"].comment = Comment("柜员：请核实", "柜员")
    book = opened(copied(book, error("C2")))
    comment = book["农户"]["C2"].comment
    assert comment.text.startswith("柜员：请核实\n\n【gridcredit】\n● error")
    assert comment.author == "柜员"
    book["农户"]["C2"].comment = Comment(f"{comment.text}\r\n已电话核实", "另一柜员")
    last = marked(bytes_of(book))["农户"]["C2"]
    assert last.comment.text == "柜员：请核实\n已电话核实"
    assert fill_of(last) is None


def test_a_clerk_s_own_colours_and_comments_stay() -> None:
    book = book_of()
    book["农户"]["B2"].fill = PatternFill("solid", fgColor="FFFF0000")
    book["农户"]["B2"].comment = Comment("● 不是检查的批注", "柜员")
    cell = marked(book, error("C2"))["农户"]["B2"]
    assert (fill_of(cell), cell.comment.text) == ("FFFF0000", "● 不是检查的批注")


def test_a_second_check_of_the_copy_finds_the_same_and_not_the_list(small_village: Path) -> None:
    book = openpyxl.load_workbook(small_village)
    book["评议"]["C2"] = "约5万"
    book.save(small_village)
    first = ingest_village(Reading(small_village).result())
    assert [finding.cell for finding in first.findings] == ["C2"]
    for language in LANGUAGES:
        set_language(language)
        small_village.write_bytes(copied(small_village.read_bytes(), *first.findings))
        again = ingest_village(Reading(small_village).result())
        assert (again.findings, again.households, again.facts) == (first.findings, first.households, first.facts)


def test_the_list_s_name_in_each_language_is_known_to_the_reading() -> None:
    for language in LANGUAGES:
        set_language(language)
        assert plain(_("gridcredit findings")) in OURS


# what is passed on


def with_formulas() -> bytes:
    """D2 has a result, D3 an empty text as result, D4 none, D5 a placeholder; E2 is text that looks like a formula."""
    book = book_of([("户号", "户主", "总资产", "合计", "备注"), ("A1", "甲一", 1, "=C2*2", None)])
    book["农户"]["D3"], book["农户"]["D4"], book["农户"]["D5"] = '=""', "=C2*3", "=C2*4"
    book["农户"]["E2"] = "=1+1"
    book["农户"]["E2"].data_type = "s"

    def save_results(xml: bytes) -> bytes:
        for formula, result in ((b"C2*2", b"2"), (b"C2*4", b"0")):
            xml = xml.replace(b"<f>%s</f><v />" % formula, b"<f>%s</f><v>%s</v>" % (formula, result))
        return re.sub(rb'<c r="D3"><f>(.*?)</f><v />', rb'<c r="D3" t="str"><f>\1</f><v></v>', xml)

    return changed(bytes_of(book), "xl/worksheets/sheet1.xml", save_results)


def test_formulas_give_way_to_their_results_and_without_one_become_text() -> None:
    data = copied(with_formulas(), error("D2"))
    page = opened(data)["农户"]
    assert [(page[cell].value, page[cell].data_type) for cell in ("D2", "D4", "D5", "E2")] == [
        (2, "n"),
        ("=C2*3", "s"),
        ("=C2*4", "s"),
        ("=1+1", "s"),
    ]
    assert page["D3"].value is None
    assert not any(re.search(b"<f[ />]", xml) for name, xml in parts(data).items() if name.startswith("xl/worksheets/"))


def test_a_formula_that_became_text_is_found_again(small_village: Path) -> None:
    """A name may be any text, but not a formula."""
    book = openpyxl.load_workbook(small_village)
    book["农户"]["B3"] = "=B2"
    book.save(small_village)
    for _check in range(2):
        read = ingest_village(Reading(small_village).result())
        assert ("FORMULA_WITHOUT_VALUE", "B3") in [(finding.code, finding.cell) for finding in read.findings]
        small_village.write_bytes(copied(small_village.read_bytes(), *read.findings))
    cell = openpyxl.load_workbook(small_village)["农户"]["B3"]
    assert (cell.value, cell.data_type) == ("=B2", "s")


def with_live_things() -> bytes:
    book = book_of()
    page: Any = book["农户"]
    page["A2"].hyperlink = "https://a.invalid/x"
    page["B2"].hyperlink = Hyperlink(ref="B2", location="'[http://a.invalid/b.xlsx]S'!A1")
    page["C2"].hyperlink = Hyperlink(ref="C2", location="'农户'!A1")
    page.conditional_formatting.add("A1:A9", FormulaRule(formula=['WEBSERVICE("http://a.invalid")=1']))  # type: ignore[no-untyped-call]
    for formula in ('"是,否"', "$A$1:$A$9", "成员名单", "INDIRECT($A1)", "[1]S!$A$1", 'WEBSERVICE("http://a.invalid")'):
        page.add_data_validation(DataValidation("list", formula1=formula, sqref="D2:D9"))
    page.add_data_validation(DataValidation("custom", formula1="A1", sqref="E2"))
    table = Table(displayName="表1", ref="A1:C2", tableColumns=[TableColumn(id=n, name=f"{n}") for n in (1, 2, 3)])
    table.tableColumns[0].totalsRowFunction = "custom"
    page.add_table(table)
    book.defined_names["成员名单"] = DefinedName("成员名单", attr_text="农户!$A$1:$A$9")
    book.defined_names["远"] = DefinedName("远", attr_text="[1]S!$A$1")
    book.defined_names["Auto_Open"] = DefinedName("Auto_Open", attr_text="农户!$A$1", xlm=True)
    book.defined_names["算"] = DefinedName("算", attr_text='WEBSERVICE("http://a.invalid")')
    content = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return changed(
        bytes_of(book),
        "[Content_Types].xml",
        lambda xml: xml.replace(content, macros),
        xl__vbaProject_dot_bin=b"macros",
        xl__connections_dot_xml=b"<connections/>",
        xl__externalLinks__externalLink1_dot_xml=b"<externalLink/>",
    )


def test_nothing_live_is_passed_on() -> None:
    data = copied(with_live_things(), error("C2"))
    everything = parts(data)
    assert not [name for name in everything if re.search("vba|connection|external|chart|media|custom", name)]
    assert not [name for name, xml in everything.items() if b"invalid" in xml or b"External" in xml]
    assert b"macroEnabled" not in everything["[Content_Types].xml"]
    book = opened(data)
    page = book["农户"]
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == [
        '"是,否"',
        "$A$1:$A$9",
        "成员名单",
        "INDIRECT($A1)",
    ]
    assert list(book.defined_names) == ["成员名单"]
    assert not list(page.conditional_formatting)
    assert [page[cell].hyperlink and page[cell].hyperlink.location for cell in ("A2", "B2", "C2")] == [
        None,
        None,
        "'农户'!A1",
    ]
    assert page.tables["表1"].tableColumns[0].totalsRowFunction is None
    assert "links to outside, macros" in book[LIST]["A4"].value


def test_the_look_stays() -> None:
    book = book_of()
    page: Any = book["农户"]
    page.column_dimensions["B"].width = 33
    page.row_dimensions[2].height = 40
    page["B2"].font = Font("宋体", 14, italic=True)
    page["C2"].value, page["C2"].number_format = 3, '0"万元"'
    page.merge_cells("A5:C6")
    page.freeze_panes = "B2"
    page.print_title_rows, page.print_area = "1:1", "A1:C9"
    page.page_setup.orientation = "landscape"
    page.protection.sheet = True
    book.create_sheet("空")
    copy = marked(book, error("B2"))["农户"]
    assert (copy.column_dimensions["B"].width, copy.row_dimensions[2].height) == (33, 40)
    assert (copy["B2"].font.name, copy["B2"].font.sz, copy["B2"].font.i) == ("宋体", 14, True)
    assert copy["C2"].number_format == '0"万元"'
    assert (copy.freeze_panes, copy.print_title_rows, copy.print_area) == ("B2", "$1:$1", "'农户'!$A$1:$C$9")
    assert (copy.page_setup.orientation, copy.protection.sheet) == ("landscape", True)
    assert [str(area) for area in copy.merged_cells.ranges] == ["A5:C6"]


def test_a_lost_print_area_does_no_harm() -> None:
    book = book_of()
    book["农户"].print_area = "A1:B2"
    data = changed(bytes_of(book), "xl/workbook.xml", lambda xml: re.sub(rb"'[^']+'!\$A\$1:\$B\$2", b"#REF!", xml))
    assert fill_of(marked(data, error("C2"))["农户"]["C2"]) == RED


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_values_are_those_that_were_read(tmp_path: Path, epoch: datetime | None) -> None:
    book = book_of([("户号", 0.1, 1e-7, 123456789012345, True, "#N/A", date(2016, 5, 3), datetime(2016, 5, 3, 12, 30))])
    if epoch:
        book.epoch = epoch
    page: Any = book["农户"]
    page["A2"], page["B2"], page["C2"] = "  前后空格 ", "两\n行", "'撇"
    page["D2"].value, page["D2"].number_format = 9_999_999, "yyyy-mm-dd"
    page["E2"], page["E3"] = "盖住它的", "被盖住的"
    page["F2"], page["G2"] = "甲_x000D_乙", "甲_x005F_x000D_乙"  # a line break as Excel writes it, and these letters
    page["H2"] = 0.3
    page.merged_cells.add("E2:E3")
    path = tmp_path / "试验村.xlsx"
    path.write_bytes(
        changed(bytes_of(book), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b">0.3<", b">0.30000000000000004<"))
    )
    before = filled(Reading(path).result().sheets)
    path.write_bytes(copied(path.read_bytes(), error("A1")))
    after = Reading(path).result()
    assert filled(after.sheets[1:]) == before
    assert after.epoch == (1904 if epoch else 1900)


def test_samples_read_the_same_from_their_copies(samples: Path, tmp_path: Path) -> None:
    for path in (samples / "villages" / f"{name}.xlsx" for name in ("古岙村", "石曲村")):
        read = Reading(path).result()
        copy = tmp_path / path.name
        copy.write_bytes(copied(path.read_bytes(), *ingest_village(read).findings))
        assert filled(Reading(copy).result().sheets[1:]) == filled(read.sheets)


def test_no_temporary_file_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("personal data would stay in the folder for temporary files if the process is killed")

    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    with pytest.raises(AssertionError, match="killed"):
        bytes_of(book_of())
    made = BytesIO()
    monkeypatch.undo()
    book_of().save(made)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    assert opened(copied(made.getvalue(), error("C2"))).sheetnames == [LIST, "农户"]


# made anew of the cells

READ = Workbook(
    "旧.xls",
    "0" * 64,
    (
        Sheet(
            "农户",
            False,
            [
                ["户号", "户主"],
                ["A1", "=1+1", 3.0, 0.1 + 0.2, True, date(2016, 5, 3), datetime(2016, 5, 3, 12, 30)],
                [],
                ["", None],
            ],
            merged=(((0, 0), (0, 1)), ((0, 1), (1, 1)), ((2, 0), (1_048_575, 16_383)), ((1, 3), (1, 4))),
            hidden_rows=frozenset({1}),
            hidden_columns=frozenset({2}),
        ),
        Sheet(
            "长" * 40 + "[1]",
            True,
            [[Trouble("ERROR_CELL"), Trouble("FORMULA_WITHOUT_VALUE"), "\x01\ud800"], ["甲\r乙", "甲_x000D_乙"]],
        ),
    ),
)


def test_a_workbook_made_anew_holds_what_was_read(tmp_path: Path) -> None:
    long = READ.sheets[1].name
    book = marked(READ, error("B2"), error("A1", long))
    page = book["农户"]
    assert page["B2"].comment
    assert (page.row_dimensions[2].hidden, page.column_dimensions["C"].hidden) == (True, True)
    assert sorted(str(area) for area in page.merged_cells.ranges) == ["A1:B1", "A3:G4", "D2:E2"]
    second = book.worksheets[2]
    assert (second.title, second.sheet_state) == ("长" * 31, "hidden")
    assert [(cell.value, cell.data_type) for cell in second[1]] == [("#N/A", "e"), ("#N/A", "e"), ("\ufffd\ufffd", "s")]
    assert fill_of(second["A1"]) == RED
    assert "made anew" in book[LIST]["A4"].value
    path = tmp_path / "copy.xlsx"
    path.write_bytes(copied(READ))
    first, other = Reading(path).result().sheets[1:]
    assert first.rows[1] == READ.sheets[0].rows[1]
    assert other.rows == [[Trouble("ERROR_CELL"), Trouble("ERROR_CELL"), "\ufffd\ufffd"], ["甲\r乙", "甲_x000D_乙"]]


def test_day_numbers_count_from_the_same_day_in_a_workbook_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "copy.xlsx"
    rows: list[Any] = [["日期", date(2016, 5, 3), 41031.0, date(1903, 12, 31)]]
    path.write_bytes(copied(Workbook("x.xls", "", (Sheet("农户", False, rows),), epoch=1904)))
    again = Reading(path).result()
    assert again.epoch == 1904
    assert again.sheets[1].rows[0] == ["日期", date(2016, 5, 3), 41031.0, "1903-12-31"]


def test_an_earlier_list_does_not_come_back_in_a_workbook_made_anew() -> None:
    old = replace(READ, sheets=(Sheet("gridcredit 检查结果", False, [["旧"]]), READ.sheets[0]))
    assert marked(old, error("B2")).sheetnames == [LIST, "农户"]


# proved


def one(*rows: list[Any], **form: Any) -> Workbook:
    return Workbook("x.xlsx", "", (Sheet("农户", False, list(rows), **form),))


TROUBLE = Trouble("FORMULA_WITHOUT_VALUE")
LISTED = Sheet(LIST, False, [["Findings"]])


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        (one(["A1", None, 1.0], []), one(["A1", "", 1.0])),
        (one([" 甲 "]), one(["甲"])),
        (one([TROUBLE, TROUBLE]), one(["=A1", Trouble("ERROR_CELL")])),
        (one(merged=(((0, 0), (0, 1)), ((1, 0), (1, 1)))), one(merged=(((1, 0), (1, 1)), ((0, 0), (0, 1))))),
        (one(["A1"]), replace(one(["A1"]), sheets=(LISTED, *one(["A1"]).sheets))),
        (replace(one(["A1"]), sheets=(LISTED, *one(["A1"]).sheets)), one(["A1"])),
    ],
)
def test_a_copy_that_reads_the_same_passes(original: Workbook, copy: Workbook) -> None:
    prove(original, copy)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        (one(["A1"]), one(["A2"])),
        (one(["A1"]), one(["A1", "更多"])),
        (one(["A1"], ["A2"]), one(["A1"])),
        (one([1.0]), one([2.0])),
        (one([1.0]), one(["1"])),
        (one([None]), one([0.0])),
        (one([TROUBLE]), one([None])),
        (one([TROUBLE]), one([0.0])),
        (one([TROUBLE]), one(["甲"])),
        (one([date(2016, 5, 3)]), one([date(2016, 5, 4)])),
        (one(["A1"]), one(["A1"], hidden_rows=frozenset({0}))),
        (one(["A1"]), one(["A1"], hidden_columns=frozenset({0}))),
        (one(["A1"]), one(["A1"], merged=(((0, 0), (1, 0)),))),
        (one(["A1"]), replace(one(["A1"]), epoch=1904)),
        (one(["A1"]), replace(one(["A1"]), sheets=())),
        (one(["A1"]), replace(one(["A1"]), sheets=(Sheet("农户", True, [["A1"]]),))),
        (one(["A1"]), replace(one(["A1"]), sheets=(Sheet("成员", False, [["A1"]]),))),
    ],
)
def test_a_copy_that_would_be_read_otherwise_does_not(original: Workbook, copy: Workbook) -> None:
    with pytest.raises(Differs):
        prove(original, copy)


# asked for as a whole


def asked(path: Path, *findings: Finding) -> bytes:
    return annotated_copy(path, hashlib.sha256(path.read_bytes()).hexdigest(), findings)


def test_the_copy_is_made_and_the_original_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "试验村.xlsx"
    path.write_bytes(bytes_of(book_of()))
    before = path.read_bytes(), path.stat().st_mtime_ns
    book = opened(asked(path, error("C2")))
    assert fill_of(book["农户"]["C2"]) == RED
    assert "In this copy" in book[LIST]["A4"].value
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def in_strict_form(xml: bytes) -> bytes:
    ours, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    xml = xml.replace(ours + b"spreadsheetml/2006/main", strict + b"spreadsheetml/main")
    return xml.replace(ours + b"officeDocument/2006", strict + b"officeDocument")


def test_strict_open_xml_is_made_anew(tmp_path: Path) -> None:
    """openpyxl sees no sheets in it."""
    data = bytes_of(book_of())
    for name in parts(data):
        if name.startswith(("xl/", "_rels")):
            data = changed(data, name, in_strict_form)
    path = tmp_path / "试验村.xlsx"
    path.write_bytes(data)
    book = opened(asked(path, error("C2")))
    assert (book["农户"]["C2"].value, fill_of(book["农户"]["C2"])) == ("约3万", RED)
    assert "made anew" in book[LIST]["A4"].value


def test_a_form_that_cannot_be_kept_is_made_anew(tmp_path: Path) -> None:
    """A style that is not there stops openpyxl, and not the reading."""
    path = tmp_path / "试验村.xlsx"
    path.write_bytes(changed(bytes_of(book_of()), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="C2"', b'r="C2" s="999"')))  # fmt: skip
    book = opened(asked(path, error("C2")))
    assert (book["农户"]["C2"].value, fill_of(book["农户"]["C2"])) == ("约3万", RED)
    assert "made anew" in book[LIST]["A4"].value


def spanning(xml: bytes) -> bytes:
    return changed(bytes_of(book_of()), "xl/worksheets/sheet1.xml", lambda old: old.replace(b"</sheetData>", b"</sheetData>" + xml))  # fmt: skip


def test_a_cell_merged_over_a_whole_sheet_is_marked_where_it_is_shown() -> None:
    data = copied(spanning(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), error("C2"), error("XFD9"))
    xml = parts(data)["xl/worksheets/sheet2.xml"]
    assert xml.count(b"<c ") == 6
    assert b'ref="A1:XFD1048576"' in xml
    assert parts(data)["xl/comments/comment1.xml"].count(b'ref="A1"') == 1


def test_a_link_over_a_whole_sheet_is_not_expanded() -> None:
    with pytest.raises(TooLarge):
        copied(spanning(b"<hyperlinks><hyperlink ref=\"A1:XFD1048576\" location='A1'/></hyperlinks>"), error("C2"))


def test_a_file_that_changed_since_its_check_is_not_marked(tmp_path: Path) -> None:
    path = tmp_path / "试验村.xlsx"
    path.write_bytes(bytes_of(book_of()))
    with pytest.raises(FileRefused) as refused:
        annotated_copy(path, "0" * 64, [error("C2")])
    assert refused.value.code == "FILE_CHANGED"
    with pytest.raises(FileRefused) as refused:
        annotated_copy(tmp_path / "gone.xlsx", "0" * 64, [])
    assert refused.value.code == "FILE_NO_ACCESS"


def test_a_file_that_cannot_be_read_has_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(FileRefused):
        asked(path)


def test_a_workbook_too_large_to_mark_is_told() -> None:
    row: list[Any] = [1.0] * 2000
    with pytest.raises(FileRefused) as refused:
        rebuilt_copy(Workbook("x.xlsx", "", (Sheet("农户", False, [row] * 1001),)), [])
    assert refused.value.code == "COPY_TOO_LARGE"


def test_a_defect_is_told_by_its_place_alone() -> None:
    rows: list[Any] = [[object]]
    with pytest.raises(ReaderDefect) as defect:
        rebuilt_copy(Workbook("x.xlsx", "", (Sheet("农户", False, rows),)), [])
    assert re.fullmatch(r"ValueError rebuilt\.py:\d+", defect.value.place)


def test_what_may_have_had_a_password_is_said_to_have_none_now() -> None:
    locked = opened(rebuilt_copy(READ, [], locked=True))[LIST]["A5"].value
    assert "password" in locked
    assert "password" not in opened(rebuilt_copy(READ, []))[LIST]["A5"].value
