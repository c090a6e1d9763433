"""The result workbook of a village, sheet by sheet."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from running import Runner
from workbooks import VILLAGE, write

SHEETS = [
    "Summary", "Credit lines", "Collective review", "Approval of several loans", "To be rated", "Refused (internal)",
    "Outlying ratings (internal)", "Borrowers (internal)", "Missing documents", "Findings", "Policy", "Signatures",
]  # fmt: skip

LISTS = ("Collective review", "To be rated", "Refused (internal)")  # of those without a line


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Workbook:
    import subprocess
    import sys

    out = tmp_path_factory.mktemp("book")
    arguments = [
        "assess",
        str(samples / "villages" / "洪洋村.xlsx"),
        "-o",
        str(out),
        "--ledger",
        "none",
        "--lang",
        "en",
    ]
    subprocess.run([sys.executable, "-m", "gridcredit", *arguments], check=False, capture_output=True)
    return load_workbook(out / "洪洋村-assessment.xlsx")


def rows(book: Workbook, name: str) -> list[tuple[object, ...]]:
    """The rows below the header of a list."""
    sheet = book[name]
    first = int(str(sheet.auto_filter.ref).split(":")[0].lstrip("A"))
    return [row for row in sheet.iter_rows(min_row=first + 1, values_only=True) if any(row)]


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_every_household_stands_on_one_list(book: Workbook) -> None:
    credited = rows(book, "Credit lines")[:-1]
    counts = [
        len(credited),
        *(len(rows(book, name)) for name in LISTS),
    ]
    assert counts == [292, 41, 54, 18]
    households = {row[1] for name in LISTS for row in rows(book, name)} | {row[1] for row in credited}
    assert len(households) == 405


def test_the_credit_lines_add_up_to_the_total(book: Workbook) -> None:
    *lines, total = rows(book, "Credit lines")
    assert sum(int(str(row[9])) for row in lines) == total[9] == 17_930_000


def test_ids_and_phones_are_masked(book: Workbook) -> None:
    for row in rows(book, "Credit lines")[:-1]:
        assert str(row[4])[3:14] == "*" * 11
        assert str(row[5])[3:7] == "****"


def test_internal_sheets_say_so(book: Workbook) -> None:
    internal = [name for name in SHEETS if "(internal)" in name]
    for name in ("Collective review", "Approval of several loans", *internal):
        assert "Internal" in str(book[name]["A2"].value)


def test_lists_that_households_may_see_say_that_a_line_is_no_promise(book: Workbook) -> None:
    for name in ("Summary", "Credit lines", "Signatures"):
        assert any("no promise" in str(row[0].value) for row in book[name].iter_rows(max_row=4))


def test_no_officers_name_stands_on_a_list_with_figures(book: Workbook) -> None:
    officers = {str(row[4]) for row in rows(book, "Outlying ratings (internal)")}
    for name in ("Credit lines", "Collective review"):
        assert not officers & {str(value) for row in rows(book, name) for value in row[4:]}


def test_the_policy_sheet_names_a_source_for_every_value(book: Workbook) -> None:
    for row in rows(book, "Policy"):
        assert all(row[position] for position in (1, 2, 4, 5, 6))


def test_the_summary_has_the_coverage_with_numerator_and_denominator(book: Workbook) -> None:
    found = [row[1:4] for row in book["Summary"].iter_rows(values_only=True) if row[0] == "Coverage" and row[1]]
    assert found == [(0.720988, 292, 405)]


def test_results_open_in_an_office_program(run: Runner, small_village: Path, tmp_path: Path) -> None:
    import shutil
    import subprocess

    office = shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    run("assess", small_village, "-o", tmp_path, "--ledger", "none")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path), str(tmp_path / "试验村-assessment.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "试验村-assessment.pdf").stat().st_size > 10_000


def test_no_officer_stands_beside_a_figure_but_on_internal_sheets(run: Runner, tmp_path: Path) -> None:
    """What leaves the credit group must not tell who gave which amount."""
    officers, amounts = ("张三", "李四", "王五"), (41_000, 43_000, 97_000)
    rated = "\n".join(f"| A1 | {officer} | {amount} |" for officer, amount in zip(officers, amounts))
    path = write(
        tmp_path / "试验村.xlsx",
        f"{VILLAGE}## 农户\n| 户号 | 户主 |\n| A1 | 甲一 |\n## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n"
        f"## 评议\n| 户号 | 网格员 | 建议额度 |\n{rated}\n",
    )
    assert run("assess", path, "-o", tmp_path, "--ledger", "none").code == 0
    shown = 0
    for sheet in load_workbook(tmp_path / "试验村-assessment.xlsx").worksheets:
        rows = [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        told = [row for row in rows for officer in officers if any(officer in text for text in row)]
        internal = any("Internal" in text for row in rows[:4] for text in row)
        shown += bool(told) and internal
        beside = [
            row
            for row in told
            if any(f"{amount:,}" in text or str(amount) in text for amount in amounts for text in row)
        ]
        assert internal or not beside, sheet.title
    assert shown  # the outlying officer is named on an internal sheet
