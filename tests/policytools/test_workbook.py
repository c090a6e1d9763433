"""A policy workbook: what is left alone changes nothing, what is changed holds, what is wrong is told with its cell."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit import policy
from gridcredit.ingest.workbook import Sheet, Trouble
from gridcredit.policy import Source
from gridcredit.policytools import workbook
from gridcredit.reports import labels
from policytools.books import (
    DAY,
    FILE,
    Cells,
    changed,
    entry,
    keys,
    loaded,
    parameters,
    read,
    refusal,
    template,
    toml,
)

SHIPPED = policy.load().on(DAY).sha256


def percent(book: policy.PolicyBook, day: date = DAY) -> int:
    return book.on(day).values("reconcile").number("closeness_percent")


DOCUMENTS = tuple({value.document for one in policy.load().parameters for value in one.layers[0]})


# left alone


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_as_it_is_overrides_nothing(language: str) -> None:
    source = read(template(language=language))
    assert keys(source) == []
    assert policy.load([source]).on(DAY).sha256 == SHIPPED


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_of_the_template_is_read_as_it_was_written(language: str) -> None:
    """Even where all of them are taken for changed, since their document is another."""
    book = template(language=language)
    for cells in book.values():
        for row in cells.rows:
            row[:] = ["letter" if isinstance(cell, str) and cell.startswith(DOCUMENTS) else cell for cell in row]
    source = read(book)
    assert sorted(keys(source)) == sorted(parameter.key for parameter in policy.load().parameters)
    assert policy.load([source]).on(DAY).sha256 == SHIPPED


def test_a_banks_own_values_stand_in_its_template_and_those_to_come(tmp_path: Path) -> None:
    path = toml(
        tmp_path,
        entry("reconcile.closeness_percent", 15, "2026-01-01", "inclusive")
        + entry("reconcile.closeness_percent", 10, "2027-01-01", "exclusive")
        + entry("limits.household_cap_yuan", 200_000, "2027-06-01"),
    )
    own = policy.load([path])
    again = loaded(template(own))
    for day in (DAY, date(2027, 1, 1), date(2027, 6, 1), date(2030, 1, 1)):
        assert again.on(day).sha256 == own.on(day).sha256
    assert percent(again) == 15 and percent(again, date(2027, 1, 1)) == 10


dated = st.lists(
    st.tuples(st.dates(date(2026, 6, 1), date(2027, 6, 1)), st.integers(0, 100), st.sampled_from(["inclusive", "exclusive"])),
    max_size=4,
    unique_by=lambda one: one[0],
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(first=dated, second=dated)
def test_a_template_holds_what_holds_from_its_day_on(first: list[tuple[date, int, str]], second: list[tuple[date, int, str]]) -> None:  # fmt: skip
    def source(file: str, values: list[tuple[date, int, str]]) -> Source:
        entries = [
            (file, {"from": day, "issued": day, "value": number, "bound": bound, "document": file, "clause": "1"})
            for day, number, bound in values
        ]
        return Source(file, {("reconcile", "closeness_percent"): entries} if entries else {})

    own = policy.load([source("bank", first), source("branch", second)])
    again = loaded(template(own))
    for day in {DAY, *(day for day, _number, _bound in first + second if day > DAY)}:
        assert again.on(day).sha256 == own.on(day).sha256


# changed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_changed_value_is_the_banks(language: str) -> None:
    header = "取值" if language == "zh" else "Value"
    source = read(changed(("closeness_percent", header, 15), language=language))
    assert keys(source) == ["reconcile.closeness_percent"]
    assert percent(policy.load([source])) == 15
    assert policy.load([source]).on(DAY).sha256 != SHIPPED


@pytest.mark.parametrize(
    ("name", "header", "written", "value"),
    [
        ("closeness_percent", "取值", "１５", 15),
        ("household_cap_yuan", "取值", "200,000", 200_000),
        ("household_cap_yuan", "取值", " 200000 ", 200_000),
        ("household_cap_yuan", "取值", 200000.0, 200_000),
        ("strategy", "取值", "中位数", "median"),
        ("strategy", "取值", "median", "median"),
        ("strategy", "取值", "Ｍｅｄｉａｎ", "median"),
        ("declined", "取值", "灰名单、黑名单", ("grey", "black")),
        ("declined", "取值", "grey, black", ("grey", "black")),
        ("declined", "取值", "灰名单；黑名单", ("grey", "black")),
        ("declined", "取值", "（无）", ()),
        ("declined", "取值", "—", ()),
        ("member_fields", "取值", "姓名、出生日期/年龄", ("name", "birth_date|age")),
        ("member_fields", "取值", "name, birth_date|age", ("name", "birth_date|age")),
    ],
)
def test_a_value_may_be_written_as_people_write_it(name: str, header: str, written: object, value: object) -> None:
    book = loaded(changed((name, header, written)))
    in_force = {parameter.name: its for parameter, its in book.on(DAY).rows() if parameter.layers[1:]}
    assert {name: its.value for name, its in in_force.items()} == {name: value}


@pytest.mark.parametrize(
    "written", ["2026-03-01", "2026年3月1日", "2026.3.1", "２０２６-３-１", 46082, date(2026, 3, 1)]
)
def test_a_date_may_be_written_as_people_write_it(written: object) -> None:
    book = loaded(changed(("closeness_percent", "取值", 15), ("closeness_percent", "生效日期", written)))
    assert (percent(book, date(2026, 2, 28)), percent(book, date(2026, 3, 1))) == (20, 15)


@pytest.mark.parametrize(
    ("written", "bound"), [("不含", "exclusive"), ("exclusive", "exclusive"), ("不包含", "exclusive")]
)
def test_a_changed_bound_is_the_banks(written: str, bound: str) -> None:
    book = loaded(changed(("closeness_percent", "含本数", written)))
    assert {value.bound for one, value in book.on(DAY).rows() if one.name == "closeness_percent"} == {bound}
    assert book.on(DAY).sha256 != SHIPPED


def test_a_row_that_is_added_holds_from_its_day_and_the_earlier_one_before() -> None:
    book = template()
    parameters(book).add("closeness_percent", 取值=15, 生效日期=date(2027, 1, 1), 文件="12/2026")
    own = loaded(book)
    assert (percent(own), percent(own, date(2026, 12, 31)), percent(own, date(2027, 1, 1))) == (20, 20, 15)


def test_where_one_row_of_a_value_is_changed_its_others_hold_as_they_stand() -> None:
    """A later row that is shipped is not passed over, or the changed one would hold in its place."""
    book = template(day=date(2016, 5, 3))
    parameters(book)[parameters(book).at("head_from_age", "取值")] = 16
    own = loaded(book)
    ages = [own.on(day).values("plausibility").number("head_from_age") for day in (date(2016, 5, 3), date(2021, 1, 1))]
    assert ages == [16, 18]


def test_a_row_that_is_deleted_leaves_its_value_as_it_is_shipped() -> None:
    book = template()
    del parameters(book).rows[parameters(book).row("closeness_percent") - 1]
    assert loaded(book).on(DAY).sha256 == SHIPPED


def test_rows_and_columns_may_stand_in_another_order_and_remarks_be_added() -> None:
    book = changed(("closeness_percent", "取值", 15))
    cells = parameters(book)
    header = cells.row("规则")
    cells[f"L{header}"], cells[f"L{header + 1}"] = "备注", "to be looked at"
    cells.rows[:] = [[], *cells.rows[:header], *[list(row) for row in reversed(cells.rows[header:])]]
    for row in cells.rows:
        row[:] = reversed(row + [None] * (12 - len(row)))
    assert keys(read(book)) == ["reconcile.closeness_percent"]


def test_only_the_sheets_that_are_there_are_read() -> None:
    book = template()
    source = read({"用例": book["用例"]})
    assert keys(source) == [] and len(source.cases) == 9


# what is wrong

WRONG = {
    "a blank value": (("closeness_percent", "取值", None), "fill it in"),
    "a blank list of words": (("declined", "取值", None), "write (none)"),
    "an amount in ten thousand": (("household_cap_yuan", "取值", "20万"), "whole number"),
    "a fraction": (("closeness_percent", "取值", 15.5), "whole number"),
    "a percentage": (("closeness_percent", "取值", "15%"), "whole number"),
    "a truth": (("closeness_percent", "取值", True), "whole number"),
    "a date for a number": (("closeness_percent", "取值", date(2026, 1, 1)), "whole number"),
    "digits that are spaced out": (("closeness_percent", "取值", "1,5"), "whole number"),
    "a footnote mark": (("closeness_percent", "取值", "1②"), "whole number"),
    "a number beyond all bounds": (("closeness_percent", "取值", 101), "between 0 and 100"),
    "a formula without a result": (("closeness_percent", "取值", "=10+5"), "formula"),
    "an unknown word": (("strategy", "取值", "最高"), "median"),
    "an unknown word among known ones": (("declined", "取值", "黑名单、红名单"), "红名单"),
    "a word twice": (("declined", "取值", "黑名单、black"), "twice"),
    "half an alternative": (("member_fields", "取值", "姓名、出生日期/生肖"), "生肖"),
    "a blank bound": (("closeness_percent", "含本数", None), "fill it in"),
    "an unknown bound": (("closeness_percent", "含本数", "大约"), "exclusive"),
    "a bound where there is none": (("household_cap_yuan", "含本数", "含"), "no bound"),
    "another unit": (("household_cap_yuan", "单位", "万元"), "unit"),
    "no date": (("closeness_percent", "生效日期", None), "2016-05-01"),
    "half a date": (("closeness_percent", "生效日期", "2026-13"), "2016-05-01"),
    "a day that is none": (("closeness_percent", "生效日期", "2026-02-30"), "2016-05-01"),
    "a slip in a date": (("closeness_percent", "发文日期", 5), "2016-05-01"),
    "no document": (("closeness_percent", "文件", " "), "fill it in"),
    "an invisible clause": (("closeness_percent", "条款", "\u200b"), "fill it in"),
    "a date for a clause": (("closeness_percent", "条款", date(2026, 1, 1)), "text"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_cell_is_told_with_its_place(cell: tuple[str, str, object], told: str) -> None:
    book = changed(cell)
    shown = refusal(lambda: loaded(book))
    assert shown.startswith(f"{FILE} 参数 {parameters(book).at(cell[0], cell[1])}: ")
    assert told in shown


@pytest.mark.parametrize("column", ["A", "B"])
def test_a_rule_or_value_that_there_is_not_is_told_with_the_nearest(column: str) -> None:
    book = template()
    row = parameters(book).row("closeness_percent")
    parameters(book)[f"{column}{row}"] += "s"
    shown = refusal(lambda: read(book))
    assert f"参数 B{row}" in shown and "reconcile.closeness_percent" in shown.partition("nearest")[2]


@pytest.mark.parametrize("column", ["A", "B"])
def test_a_row_without_rule_or_name_is_told(column: str) -> None:
    book = template()
    row = parameters(book).row("closeness_percent")
    parameters(book)[f"{column}{row}"] = None
    assert f"参数 {column}{row}" in refusal(lambda: read(book))


def test_two_values_from_one_day_are_told_with_both_places() -> None:
    book = template()
    row = parameters(book).add("closeness_percent", 取值=15)
    shown = refusal(lambda: read(book))
    assert f"D{row}: " in shown and f"参数 {parameters(book).at('closeness_percent', '取值')}" in shown


def test_what_stands_beside_the_table_is_told() -> None:
    book = template()
    parameters(book)["N6"] = "?"
    assert f"{FILE} 参数 N6" in refusal(lambda: read(book))


@pytest.mark.parametrize(
    ("header", "other", "told"),
    [("取值", "新取值", "D3: “新取值” is not known"), ("条款", "文件", "K3: a second column")],
)
def test_a_header_that_is_unknown_or_twice_is_told(header: str, other: str, told: str) -> None:
    book = template()
    parameters(book)[parameters(book).at("规则", header)] = other
    assert refusal(lambda: read(book)).startswith(f"{FILE} 参数 {told}")


def test_a_header_that_is_missing_is_told() -> None:
    book = template()
    for row in parameters(book).rows:
        del row[7:8]
    shown = refusal(lambda: read(book))
    assert shown.startswith(f"{FILE} 参数 A3: the header lacks: In force from")


def test_a_sheet_of_another_kind_is_told() -> None:
    book = template()
    book["Sheet2"] = Cells([["note"]])
    assert refusal(lambda: read(book)).startswith(f"{FILE} Sheet2: not a sheet of a policy")


def test_an_empty_sheet_is_passed_over() -> None:
    book = template()
    book["Sheet2"] = Cells([[None, ""]])
    assert keys(read(book)) == []


def test_one_kind_of_sheet_twice_is_told() -> None:
    book = template()
    book["Parameters"] = Cells([["规则"]])
    assert f"{FILE} Parameters: a second sheet" in refusal(lambda: read(book))


def test_a_workbook_without_a_policy_is_told() -> None:
    assert "gridcredit template policy" in refusal(
        lambda: workbook.source_of("v.xlsx", [Sheet("村", False, [["村名", "试验村"]])], 1900, labels.codes())
    )


def test_an_error_cell_is_told() -> None:
    rows = [["规则", "名称", "取值", "含本数", "生效日期", "发文日期", "文件", "条款"]]
    rows.append(["limits", "rounding_yuan", Trouble("ERROR_VALUE"), "", "2026-01-01", "2026-01-01", "x", "y"])  # type: ignore[list-item]
    shown = refusal(lambda: workbook.source_of("p.xlsx", [Sheet("参数", False, rows)], 1900, labels.codes()))  # type: ignore[arg-type]
    assert shown.startswith("p.xlsx 参数 C2: a formula or an error")


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "empty"), (b"%PDF-1.7" + bytes(600), "PDF"), (b"PK\x03\x04junk", "")]
)
def test_a_file_that_is_no_workbook_is_told_with_a_remedy(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(content)
    shown = refusal(lambda: workbook.read(path, labels.codes()))
    assert shown.startswith("p.xlsx: ") and told in shown and "; " in shown


def test_a_long_number_in_a_wrong_cell_is_masked() -> None:
    shown = refusal(lambda: read(changed(("strategy", "取值", "999999195001010011"))))
    assert "999999195001010011" not in shown and "0011" in shown


def test_files_are_told_apart_by_their_names() -> None:
    assert all(workbook.is_workbook(Path(name)) for name in ("a.xlsx", "a.XLSX", "a.xls", "a.et"))
    assert not any(workbook.is_workbook(Path(name)) for name in ("a.toml", "a", "xlsx"))
