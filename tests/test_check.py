"""``gridcredit check`` as a clerk and a manager use it: counts by code, marked copies, drafts of profiles, passwords."""

import hashlib
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import load_workbook
from running import Runner
from workbooks import VILLAGE, write

from gridcredit.batch.jobs import reading_ahead
from gridcredit.errors import PolicyError
from gridcredit.ingest import profile

PERSON = "999999196601020011"
RATED = "## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张三 | {amount} |\n"


def village(path: Path, name: str = "试验村", amount: str = "50000", number: str = "") -> Path:
    text = (
        VILLAGE.replace("试验村", name)
        + f"## 农户\n| 户号 | 户主 | 身份证号 |\n| A1 | 甲一 | '{number} |\n"
        + "## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 50 |\n"
        + RATED.format(amount=amount)
    )
    return write(path, text)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return village(tmp_path / "in" / "试验村.xlsx", amount="约5万")


@pytest.fixture
def protected(tmp_path: Path) -> Path:
    plain = village(tmp_path / "plain.xlsx")
    path = tmp_path / "in" / "protected.xlsx"
    path.parent.mkdir()
    with plain.open("rb") as source, path.open("wb") as target:
        msoffcrypto.OfficeFile(source).encrypt("青穗2016", target)
    return path


def test_findings_are_counted_by_code_with_their_places(run: Runner, faulty: Path) -> None:
    told = run("check", faulty).out
    assert "AMOUNT_ABOUT × 1 (error): " in told
    assert "\n  试验村.xlsx 评议 C2 A1\n" in told


def test_the_only_file_is_found_as_it_is_among_others(run: Runner, faulty: Path, tmp_path: Path) -> None:
    other = village(tmp_path / "other" / "别村.xlsx", "别村")
    alone, beside = (run("check", *paths, "--json").json["findings"] for paths in ([faulty], [faulty, other]))
    assert alone == [finding for finding in beside if finding["file"] == faulty.name] != []


def test_a_reading_that_nobody_waits_for_is_stopped(faulty: Path) -> None:
    with pytest.raises(PolicyError), reading_ahead([faulty], None, None) as reading:
        raise PolicyError("wrong")
    assert reading is not None and not reading.alive


def test_what_cannot_be_opened_is_not_read_ahead(faulty: Path) -> None:
    for paths in ([faulty.parent], [faulty.with_name("nowhere.xlsx")], [faulty, faulty], []):
        with reading_ahead(paths, None, None) as reading:
            assert reading is None


def test_a_marked_copy_is_written_and_the_original_stays(run: Runner, faulty: Path, tmp_path: Path) -> None:
    before = faulty.read_bytes()
    done = run("check", faulty, "--annotate", "-o", tmp_path / "out", "--json")
    copy = tmp_path / "out" / "试验村-checked.xlsx"
    assert (done.code, done.json["outputs"]) == (3, [str(copy)])
    assert faulty.read_bytes() == before
    assert copy.stat().st_mode & 0o777 == 0o600
    cell = load_workbook(copy)["评议"]["C2"]
    assert cell.comment is not None and "建议额度" in cell.comment.text
    assert cell.fill.fill_type == "solid"


def test_a_corrected_copy_shows_what_is_still_open(run: Runner, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("check", faulty, "--annotate", "-o", out)
    copy = out / "试验村-checked.xlsx"
    book = load_workbook(copy)
    book["评议"]["C2"] = 50_000
    book.save(copy)
    again = run("check", copy, "--annotate", "-o", out, "--json")
    assert "AMOUNT_ABOUT" not in {finding["code"] for finding in again.json["findings"]}
    assert again.json["outputs"] == [str(out / "试验村-checked2.xlsx")]
    assert load_workbook(out / "试验村-checked2.xlsx")["评议"]["C2"].comment is None


def test_a_marked_copy_beside_its_original_is_passed_over_and_told(run: Runner, faulty: Path) -> None:
    run("check", faulty, "--annotate", "-o", faulty.parent)
    done = run("check", faulty.parent, "--json").json
    assert [entry["file"] for entry in done["files"]] == ["试验村.xlsx"]
    assert ("COPY_PASSED_OVER", "试验村-checked.xlsx") in {(f["code"], f["file"]) for f in done["findings"]}


def test_a_refused_file_gets_no_copy(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.7")
    done = run("check", tmp_path / "x.xlsx", "--annotate", "-o", tmp_path / "out", "--json")
    assert (done.code, done.json["outputs"]) == (65, [])
    assert list((tmp_path / "out").iterdir()) == []


def test_the_draft_of_a_profile_is_a_profile(run: Runner, samples: Path, tmp_path: Path) -> None:
    book = samples / "banks" / "禾渡农商银行" / "张李村整村授信.xlsx"
    done = run("check", book, "--suggest-profile")
    assert done.code == 0
    (tmp_path / "draft.toml").write_text(done.out, encoding="utf-8")
    profile.load(tmp_path / "draft.toml")
    assert "建议金额" in done.out


def test_a_draft_is_of_one_workbook(run: Runner, faulty: Path) -> None:
    assert run("check", faulty, faulty, "--suggest-profile").code == 2
    assert run("check", faulty.parent, "--suggest-profile").code == 2


@pytest.mark.parametrize("command", ["check", "assess"])
def test_a_faulty_profile_ends_with_78(run: Runner, faulty: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "p.toml").write_text("[headers]\nnonsense = ['x']\n", encoding="utf-8")
    done = run(command, faulty, "--profile", tmp_path / "p.toml")
    assert done.code == 78
    assert "p.toml" in done.err and "nonsense" in done.err


@pytest.mark.parametrize(
    ("passwords", "code"),
    [("青穗2016\n", None), ("wrong\n青穗2016\n", None), ("wrong\n", "FILE_PASSWORD_WRONG"), (None, "FILE_PASSWORD")],
    ids=["right", "second", "wrong", "none"],
)
def test_protected_workbooks_open_with_a_password_file(
    run: Runner, protected: Path, tmp_path: Path, passwords: str | None, code: str | None
) -> None:
    options: list[object] = []
    if passwords is not None:
        (tmp_path / "pw.txt").write_text(passwords, encoding="utf-8")
        options = ["--password-file", tmp_path / "pw.txt"]
    done = run("check", protected, *options, "--json")
    failed = [entry["code"] for entry in done.json["failed"]]
    assert failed == ([code] if code else [])
    assert "青穗2016" not in done.out + done.err


def test_one_person_in_two_villages_is_told_in_both(run: Runner, tmp_path: Path) -> None:
    for name in ("东村", "西村"):
        village(tmp_path / "in" / f"{name}.xlsx", name, number=PERSON)
    done = run("check", tmp_path / "in", "--json")
    told = [f for f in done.json["findings"] if f["code"] == "PERSON_IN_TWO_VILLAGES"]
    assert {(finding["file"], finding["cell"]) for finding in told} == {("东村.xlsx", "C2"), ("西村.xlsx", "C2")}
    assert PERSON not in done.out


def test_a_profile_is_part_of_what_a_run_is_made_of(run: Runner, tmp_path: Path) -> None:
    book = village(tmp_path / "试验村.xlsx")
    (tmp_path / "p.toml").write_text('bank = "试验银行"\n', encoding="utf-8")
    common = ("assess", book, "-o", tmp_path / "out", "--ledger", tmp_path / "l.db", "--json")
    plain, profiled = run(*common).json, run(*common, "--profile", tmp_path / "p.toml").json
    assert plain["villages"][0]["input_sha256"] == hashlib.sha256(book.read_bytes()).hexdigest()
    assert plain["villages"][0]["input_sha256"] != profiled["villages"][0]["input_sha256"]
    assert plain["villages"][0]["inputs"] == profiled["villages"][0]["inputs"]
    assert profiled["villages"][0]["recorded"]
