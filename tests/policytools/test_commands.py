"""``template policy`` and ``policy show``, ``lint``, ``diff``, ``test``, as a credit manager runs them."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from running import Runner

from gridcredit import policy
from policytools.books import entry, toml

AS_OF = ("--as-of", "2026-12-01")


@pytest.fixture
def written(run: Runner, tmp_path: Path) -> Path:
    assert run("template", "policy", "-o", tmp_path / "p", *AS_OF).code == 0
    return tmp_path / "p" / "credit-policy.xlsx"


def change(path: Path, name: str, value: int | str) -> Path:
    """Write another value over that of ``name``, as a clerk would."""
    book = load_workbook(path)
    sheet = next(one for one in book if one.title in ("参数", "Parameters"))
    (row,) = (cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == name)
    sheet.cell(row, 4).value = value
    book.save(path)
    return path


# a policy workbook from end to end


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_value_changed_in_a_workbook_gives_another_decision_and_diff_says_so(
    run: Runner, small_village: Path, tmp_path: Path, language: str
) -> None:
    run("template", "policy", "-o", tmp_path, *AS_OF, "--lang", language)
    path = tmp_path / ("授信政策.xlsx" if language == "zh" else "credit-policy.xlsx")

    def assess() -> tuple[str, int]:
        done = run("assess", small_village, "-o", tmp_path / "out", "--ledger", "none", "--json", "--policy", path)
        assert done.code == 0
        (village,) = done.json["villages"]
        return village["policy_sha256"], village["total_line_yuan"]

    shipped = policy.load().on(date(2016, 5, 3)).sha256
    assert assess() == (shipped, 50_000)
    assert run("policy", "diff", path, *AS_OF, "--json").json["changes"] == []
    change(path, "household_cap_yuan", 40_000)
    sha256, total = assess()
    assert sha256 != shipped and total == 40_000
    done = run("policy", "diff", path, *AS_OF)
    assert done.code == 0
    assert "(limits.household_cap_yuan): 300,000 (yuan) → 40,000 (yuan) from 2000-01-01 on" in done.out
    (told,) = run("policy", "diff", path, *AS_OF, "--json").json["changes"]
    assert (told["rule"], told["name"]) == ("limits", "household_cap_yuan")
    assert (told["old"]["value"], told["new"]["value"]) == (300_000, 40_000)


def test_a_wrong_workbook_ends_with_78_and_says_where(run: Runner, small_village: Path, written: Path) -> None:
    change(written, "household_cap_yuan", "4万")
    for command in (
        ["assess", small_village, "-o", written.parent, "--ledger", "none"],
        ["policy", "lint"],
        ["policy", "show"],
    ):
        done = run(*command, "--policy", written)
        assert done.code == 78
        assert "credit-policy.xlsx Parameters D" in done.err and "whole number" in done.err


@pytest.mark.parametrize(
    "command",
    [
        ("policy", "show"),
        ("policy", "lint"),
        ("policy", "test"),
        ("policy", "diff"),
        ("policy", "simulate"),
        ("template", "policy"),
        ("assess", "village.xlsx"),
    ],
    ids=" ".join,
)
def test_a_row_that_no_household_can_meet_ends_each_command_with_78(
    run: Runner, small_village: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    rows = '[{ fact = "car", is = ["很多"], gives = 1 }]'
    own = toml(tmp_path, entry("base_model.checklist", rows))
    given = [small_village if word == "village.xlsx" else word for word in command]
    policies = [own] if "diff" in command else ["--policy", own]
    done = run(*given, *policies)
    assert done.code == 78 and "base_model.checklist" in done.err and "有无车辆" in done.err


@pytest.mark.parametrize("suffix", [".xlsx", ".toml"])
def test_a_policy_file_that_is_not_there_ends_with_78(run: Runner, tmp_path: Path, suffix: str) -> None:
    done = run("policy", "show", "--policy", tmp_path / f"nowhere{suffix}")
    assert done.code == 78 and f"nowhere{suffix}" in done.err


# template


def test_a_template_is_private_and_never_written_over(run: Runner, written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o600
    change(written, "household_cap_yuan", 40_000)
    before = written.read_bytes()
    done = run("template", "policy", "-o", written.parent, *AS_OF)
    assert done.code == 73 and "credit-policy.xlsx is there already" in done.err
    assert written.read_bytes() == before


def test_a_template_of_a_banks_policy_holds_its_values_and_its_cases(run: Runner, tmp_path: Path) -> None:
    case = '[[cases]]\nname = "ours"\nratings = ["50000", "50000", "50000"]\nline = 40000\n'
    own = toml(tmp_path, entry("limits.household_cap_yuan", 40_000) + case)
    out = tmp_path / "out"
    done = run("template", "policy", "-o", out, "--policy", own, *AS_OF, "--json")
    path = out / "credit-policy.xlsx"
    assert done.json == {"kind": "policy", "outputs": [str(path)]}
    assert run("policy", "diff", own, path, *AS_OF, "--json").json["changes"] == []
    tried = run("policy", "test", "--policy", path, *AS_OF, "--json")
    assert (tried.code, [one["name"] for one in tried.json["cases"]]) == (0, ["ours"])


def test_the_contracts_cases_in_a_banks_template_say_what_its_policy_decides(run: Runner, tmp_path: Path) -> None:
    own = toml(tmp_path, entry("counting.minimum_ratings", 4))
    run("template", "policy", "-o", tmp_path, "--policy", own, *AS_OF)
    tried = run("policy", "test", "--policy", tmp_path / "credit-policy.xlsx", *AS_OF, "--json")
    assert (tried.code, {one["expected"]["status"] for one in tried.json["cases"]}) == (0, {"no_conclusion"})


def test_a_template_has_lists_to_choose_from_yellow_cells_and_prints_on_a4(written: Path) -> None:
    book = load_workbook(written)
    sheet = book["Parameters"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    strategy, percent = (f"D{cells[name].row}" for name in ("strategy", "closeness_percent"))
    assert rules[strategy].type == "list" and '"close or compromise,median,' in str(rules[strategy].formula1)
    assert (rules[percent].type, rules[percent].formula1, rules[percent].formula2) == ("whole", "0", "100")
    assert rules[percent.replace("D", "E")].formula1 == '"inclusive,exclusive"'
    assert sheet[strategy].fill.fgColor.rgb == "FFFFF9DB" != sheet[strategy.replace("D", "B")].fill.fgColor.rgb
    assert all(one.page_setup.paperSize == 9 and one.page_setup.fitToHeight == 0 for one in book.worksheets)
    assert not any(
        str(cell.value).startswith("=") for one in book.worksheets for row in one.iter_rows() for cell in row
    )


def test_only_known_kinds_of_templates_are_written(run: Runner, tmp_path: Path) -> None:
    assert run("template", "poem", "-o", tmp_path).code == 2


# show


def test_show_lists_every_value_with_its_source_and_the_hash(run: Runner) -> None:
    done = run("policy", "show", *AS_OF, "--json")
    assert done.json["policy_sha256"] == policy.load().on(date(2026, 12, 1)).sha256
    assert len(done.json["values"]) == len(policy.load().parameters)
    (percent,) = (one for one in done.json["values"] if one["name"] == "closeness_percent")
    assert percent == {
        "rule": "reconcile",
        "name": "closeness_percent",
        "label": "Ratings are close when they differ by at most",
        "unit": "percent of the largest",
        "value": 20,
        "bound": "inclusive",
        "from": "2000-01-01",
        "issued": "2026-11-23",
        "document": "gridcredit default policy, after Lunan Sub-branch, 2016-06-25",
        "clause": "4.4; 根据额度接近或折中原则",
    }
    assert done.json["policy_sha256"] in run("policy", "show", *AS_OF).out


@pytest.mark.parametrize(("asked", "count"), [("limits", 3), ("limits.rounding_yuan", 1)])
def test_show_lists_one_rule_or_one_value(run: Runner, asked: str, count: int) -> None:
    assert len(run("policy", "show", "--rule", asked, "--json").json["values"]) == count


def test_show_of_a_rule_that_there_is_not_ends_with_2_and_names_those_there_are(run: Runner) -> None:
    done = run("policy", "show", "--rule", "limit")
    assert done.code == 2 and "limits" in done.err


def test_show_prints_the_rows_of_a_table_below_the_values(run: Runner) -> None:
    tables = [one for one in policy.load().parameters if one.fields]
    for one in tables[:1]:
        shown = run("policy", "show", "--rule", one.key, *AS_OF).out
        assert all(field.label in shown for field in one.fields)


def test_history_marks_what_was_superseded_and_by_which_file(run: Runner, tmp_path: Path) -> None:
    own = toml(tmp_path, entry("limits.rounding_yuan", 500) + entry("limits.rounding_yuan", 100, "2027-01-01"))
    arguments = ("policy", "show", "--rule", "limits.rounding_yuan", "--history", "--policy", own, *AS_OF)
    assert [(one["value"], one["file"], one["state"]) for one in run(*arguments, "--json").json["values"]] == [
        (1000, None, "superseded"),
        (500, "bank.toml", "in_force"),
        (100, "bank.toml", "to_come"),
    ]
    shown = run(*arguments).out
    assert "superseded" in shown and "not yet in force" in shown and "shipped" in shown


# lint


def test_lint_of_the_shipped_policy_ends_with_0_and_one_note(run: Runner) -> None:
    done = run("policy", "lint", *AS_OF, "--json")
    assert done.code == 0
    assert [(one["code"], one["rule"], one["name"]) for one in done.json["notes"]] == [
        ("CLAUSES_BOTH_CLAIM", "inspection", "small_balance_yuan")
    ]
    assert "both claim exactly 100,000" in run("policy", "lint", *AS_OF).out


# diff


def test_diff_compares_with_nothing_one_or_two_files(run: Runner, tmp_path: Path) -> None:
    bank = toml(tmp_path, entry("limits.household_cap_yuan", 200_000))
    branch = toml(tmp_path, entry("limits.household_cap_yuan", 100_000), "branch.toml")

    def told(*arguments: object) -> list[tuple[int, int]]:
        done = run("policy", "diff", *arguments, *AS_OF, "--json")
        assert done.code == 0
        return [(one["old"]["value"], one["new"]["value"]) for one in done.json["changes"]]

    assert told() == []
    assert told("--policy", bank) == [(300_000, 200_000)]
    assert told(bank) == [(300_000, 200_000)]
    assert told("--policy", bank, branch) == [(200_000, 100_000)]
    assert told(bank, branch) == [(200_000, 100_000)]
    assert told(bank, "default") == [(200_000, 300_000)]
    assert told("default", bank) == [(300_000, 200_000)]
    assert run("policy", "diff", bank, branch, bank).code == 2
    assert "no value differs on 2026-12-01" in run("policy", "diff", *AS_OF).out


# test


def test_without_a_file_the_contracts_cases_are_tried(run: Runner) -> None:
    done = run("policy", "test", *AS_OF, "--json")
    assert (done.code, len(done.json["cases"]), done.json["failed"]) == (0, 9, 0)
    assert "9 cases, 0 do not hold" in run("policy", "test", *AS_OF).out


def test_a_case_that_does_not_hold_ends_with_78(run: Runner, tmp_path: Path) -> None:
    case = '[[cases]]\nname = "ours"\nratings = ["50000", "50000", "50000"]\nstatus = "granted"\nline = 60000\n'
    done = run("policy", "test", "--policy", toml(tmp_path, case), *AS_OF)
    assert done.code == 78
    assert "ours" in done.out and "does not hold" in done.out and "60,000" in done.out


def test_files_without_cases_are_said_to_have_none(run: Runner, tmp_path: Path) -> None:
    done = run("policy", "test", "--policy", toml(tmp_path, entry("limits.household_cap_yuan", 200_000)), *AS_OF)
    assert done.code == 0 and "no cases" in done.out


def test_a_wrong_case_ends_with_78_whatever_is_run(run: Runner, tmp_path: Path) -> None:
    own = toml(tmp_path, '[[cases]]\nname = "ours"\nratings = ["5万"]\nstatus = "granted"\n')
    for command in ("test", "show", "lint"):
        done = run("policy", command, "--policy", own)
        assert done.code == 78 and "bank.toml cases [1] ratings" in done.err


# all of them


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", [("template",), ("policy",), ("policy", "show"), ("policy", "lint"), ("policy", "diff"), ("policy", "test")])  # fmt: skip
def test_every_command_has_help_in_both_languages(run: Runner, command: tuple[str, ...], language: str) -> None:
    done = run(*command, "--help", "--lang", language)
    assert done.code == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in done.out) == (language == "zh")


def test_json_is_alone_on_standard_output(run: Runner) -> None:
    for command in ("show", "lint", "diff", "test"):
        assert isinstance(json.loads(run("policy", command, "--json").out), dict)


def test_reading_a_policy_imports_no_arrays(tmp_path: Path) -> None:
    """``check`` reads policies too, and its time is mostly that of imports."""
    own = toml(tmp_path, entry("limits.household_cap_yuan", 200_000))
    script = (
        "import sys\nfrom datetime import date, datetime\nfrom pathlib import Path\n"
        "from gridcredit.commands.common import Common\n"
        f"Common(date.min, datetime.min, (Path({str(own)!r}),), 'none', False, None).policy_book()\n"
        "assert 'numpy' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
