"""The ledger itself: proved, closed month by month, copied, exported, purged. The same in both engines."""

import csv
import sqlite3
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from forms.group import GRANTED, village
from openpyxl import load_workbook
from running import Runner
from workbooks import VILLAGE, write

from gridcredit.ledger.store import Ledger
from ledger.branch import Branch

MAY = ("A1 | 签约 | 2016-05-10 | | 李会计 | | 第一户", "A1 | 用信 | 2016-05-12 | 30000 | 李会计 | |")
LATE = ("A2 | 签约 | 2016-05-20 | | | |", "A2 | 用信 | 2016-05-25 | 10000 | | |")


# proof


def test_a_ledger_as_it_was_recorded_is_proved(office: Branch) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    done = office("ledger", "verify")
    assert done.code == 0 and "everything is as it was recorded" in done.out
    assert office.json("ledger", "verify")["entries"] == 2


def test_a_report_names_the_entries_that_it_rests_on_and_they_are_found_again(office: Branch) -> None:
    head = office.coverage("2016-05-31")["ledger"]["head"]
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    found = office.json("ledger", "verify", "--head", head.upper())
    assert (found["head_at"], found["faults"]) == (1, [])
    done = office("ledger", "verify", "--head", "0" * 64, "--json")
    assert (done.code, [fault["code"] for fault in done.json["faults"]]) == (3, ["HEAD_UNKNOWN"])
    (path,) = office.coverage("2016-05-31")["outputs"]
    told = [str(cell.value) for row in load_workbook(path).worksheets[0] for cell in row if cell.value]
    assert any(office.json("ledger", "verify")["head"] in text for text in told)


# closing


def test_a_closed_month_keeps_its_figures_and_later_facts_stand_beside_them(office: Branch) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    closed = office.on("2016-06-01").json("ledger", "close", "2016-05")
    assert (closed["closed"], closed["total"]["signed"], closed["total"]["balance_yuan"]) == (True, 1, 30_000)
    before = office.coverage("2016-05-31")
    assert (before["closed"]["month"], before["restated"]) == ("2016-05", [])
    office.on("2016-06-05").record("late.xlsx", *LATE)
    after = office.coverage("2016-05-31")
    assert after["total"] == before["total"]
    assert [tuple(one.values()) for one in after["restated"]] == [
        ("试验村", "signed", 1, 2),
        ("试验村", "drawn", 1, 2),
        ("试验村", "balance_yuan", 30_000, 40_000),
    ]
    sheet = load_workbook(after["outputs"][0])["Restatement"]
    assert [cell.value for cell in list(sheet.rows)[-1]][:5] == ["试验村", "Balance (yuan)", 30_000, 40_000, 10_000]
    assert office.coverage("2016-06-05")["total"]["signed"] == 2


@pytest.mark.parametrize("by", ["group", "grid", "branch"])
def test_every_grouping_of_a_closed_month_is_frozen(office: Branch, by: str) -> None:
    office.on("2016-06-01")("ledger", "close", "2016-05")
    office.record("late.xlsx", *LATE)
    found = office.coverage("2016-05-31", "--by", by)
    assert (found["total"]["signed"], {one["now"] for one in found["restated"]}) == (0, {1, 10_000})


def test_a_month_is_closed_once_and_not_before_it_is_over(office: Branch) -> None:
    assert office.on("2016-05-31")("ledger", "close", "2016-05").code == 2
    first = office.on("2016-06-01").json("ledger", "close", "2016-05")
    office.record("late.xlsx", *LATE)
    second = office.on("2016-06-09").json("ledger", "close", "2016-05")
    assert (first["closed"], second["closed"], second["total"]) == (True, False, first["total"])
    assert office("ledger", "close", "2016-13").code == office("ledger", "close", "May").code == 2


def test_full_width_digits_are_the_same_month(office: Branch) -> None:
    assert office.on("2016-06-01").json("ledger", "close", "２０１６-05")["month"] == "2016-05"
    assert not office.json("ledger", "close", "2016-05")["closed"]


def test_a_month_without_a_household_can_be_closed_and_shown(
    run: Runner, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{VILLAGE}## 农户\n| 户号 | 户主 | 户籍状态 |\n| A1 | 甲一 | 销户 |\n## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n"
    path = write(tmp_path / "试验村.xlsx", text + "## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张三 | 1000 |\n")
    office = Branch(run, tmp_path, place, monkeypatch).on("2016-06-01")
    assert office("assess", path, "-o", tmp_path).code == 0
    assert office.json("ledger", "close", "2016-05")["closed"]
    assert office.coverage("2016-05-31")["total"]["roster"] == 0


def test_a_balance_without_a_line_is_restated_too(office: Branch) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY, "A1 | 冻结 | 2016-05-15 | | | |")
    office.on("2016-06-01")("ledger", "close", "2016-05")
    office.record("late.xlsx", "A1 | 还款 | 2016-05-20 | 10000 | | |")
    restated = [tuple(one.values()) for one in office.coverage("2016-05-31")["restated"]]
    assert restated == [("试验村", "stranded_yuan", 30_000, 20_000)]


def test_a_dry_run_closes_nothing(office: Branch) -> None:
    assert not office.on("2016-06-01").json("ledger", "close", "2016-05", "--dry-run")["closed"]
    assert office.coverage("2016-05-31")["closed"] is None


# what was known then


def test_three_months_with_corrections_are_shown_as_they_were_known(office: Branch) -> None:
    """April to June: what each month's end looked like on that day, and looks like now."""
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    office.on("2016-06-10").record("5月.xlsx", MAY[0], "A1 | 用信 | 2016-05-12 | 20000 | 李会计 | |", replacing=True)
    office.on("2016-06-30").record("6月.xlsx", *LATE, "A1 | 还款 | 2016-06-20 | 5000 | | |")
    office.on("2016-07-20").record("6月.xlsx", *LATE, "A1 | 还款 | 2016-06-20 | 8000 | | |", replacing=True)
    office.on("2016-07-31").record("7月.xlsx", "A1 | 注销 | 2016-07-25 | | | |", "A1 | 还款 | 2016-07-24 | 12000 | | |")

    def seen(as_of: str, *known: str) -> tuple[int, int, int]:
        words = ("--known-on", *known) if known else ()
        total = office.coverage(as_of, *words)["total"]
        return total["credited"], total["signed"], total["balance_yuan"]

    ends = ("2016-05-31", "2016-06-30", "2016-07-31")
    assert [seen(day, day) for day in ends] == [(3, 1, 30_000), (3, 2, 25_000), (2, 1, 10_000)]
    assert [seen(day) for day in ends] == [(3, 2, 30_000), (3, 2, 22_000), (2, 1, 10_000)]
    assert seen("2016-05-31", "2016-06-10") == (3, 1, 20_000)
    assert seen("2016-05-31", "2016-06-09") == (3, 1, 30_000)
    assert office.json("ledger", "verify")["faults"] == []


def test_nothing_is_known_before_it_was_recorded(office: Branch) -> None:
    assert office("coverage", "-o", office.folder, "--as-of", "2016-05-31", "--known-on", "2016-05-03").code == 2
    assert office("explain", "试验村", "A1", "--as-of", "2016-05-31", "--known-on", "2016-05-03").code == 2
    assert office("explain", "试验村", "A1", "--as-of", "2016-05-31", "--known-on", "2016-05-04").code == 0


# copies


def test_a_backup_is_a_ledger_that_says_the_same(office: Branch, run: Runner, tmp_path: Path) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    copy = tmp_path / "copies" / "l.db"
    done = office.json("ledger", "backup", copy)
    assert (done["entries"], done["faults"]) == (2, [])
    assert copy.stat().st_mode & 0o777 == 0o600 and [path.name for path in copy.parent.iterdir()] == ["l.db"]
    there = run("coverage", "--ledger", copy, "--as-of", "2016-05-31", "-o", tmp_path, "--json").json
    here = office.coverage("2016-05-31")
    assert there == here
    with Ledger(str(copy)) as ledger:
        assert ledger.record_events(list, ledger.entries()[0]["recorded_at"]) == 0  # it can be gone on with


def test_a_backup_takes_no_others_place(office: Branch, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("precious")
    assert office("ledger", "backup", tmp_path / "there.db").code == 73
    assert (tmp_path / "there.db").read_text() == "precious"


def test_an_export_holds_every_row_of_every_table(office: Branch, tmp_path: Path) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    office.on("2016-06-01")("ledger", "close", "2016-05")
    for kind in ("csv", "parquet"):
        found = office.json("ledger", "export", "-o", tmp_path / kind, "--format", kind)
        counts = {one["table"]: one["rows"] for one in found["tables"]}
        assert counts == {
            "entry": 3,
            "policy": 1,
            "run": 1,
            "assessed": 4,
            "person": 0,
            "event": 2,
            "minute": 0,
            "closing": 1,
        }
        assert all(Path(one["output"]).stat().st_mode & 0o777 == 0o600 for one in found["tables"])
    with (tmp_path / "csv" / "event.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(tmp_path / "parquet" / "event.parquet").to_pylist()
    assert [row["amount_yuan"] for row in rows] == ["", "30000"]
    assert [row["amount_yuan"] for row in table] == [None, 30_000]
    assert (
        [row["effective"] for row in rows] == [str(row["effective"]) for row in table] == ["2016-05-10", "2016-05-12"]
    )
    assert "第一户" in str(table[0]["personal"].encode().decode("unicode_escape"))


def test_an_export_may_leave_persons_out(office: Branch, tmp_path: Path) -> None:
    office("ledger", "export", "-o", tmp_path / "x", "--without-personal")
    text = (tmp_path / "x" / "assessed.csv").read_text("utf-8")
    name = "甲A1".encode("ascii", "backslashreplace").decode()
    assert name not in text and '""ratings""' not in text and "personal," not in text
    office("ledger", "export", "-o", tmp_path / "y")
    assert '""ratings""' in (tmp_path / "y" / "assessed.csv").read_text("utf-8")


# purge


def without(office: Branch, day: str, *given: tuple[int | None, ...]) -> None:
    """The village assessed again without its last households."""
    path = village(office.folder / "later" / "试验村.xlsx", *given, day=day)
    assert office.on(day)("assess", path, "-o", office.folder).code == 0


def persons(office: Branch) -> int:
    """Households in the ledger of which something personal is kept."""
    engine = sa.create_engine(office.ledger if "://" in office.ledger else f"sqlite:///{office.ledger}")
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM assessed WHERE personal IS NOT NULL").scalar_one()
    engine.dispose()
    return int(found)


def test_personal_data_of_a_household_that_ended_long_ago_is_taken_out(office: Branch, tmp_path: Path) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY, *LATE)
    without(office, "2017-05-03", GRANTED)  # A2 to A4 are gone from the roster
    before = [office.coverage(day)["total"] for day in ("2016-05-31", "2017-05-31")]
    assert office.on("2022-05-02").json("ledger", "purge")["households"] == 0
    planned = office.on("2022-05-03").json("ledger", "purge", "--dry-run")
    assert (planned["households"], persons(office)) == (2, 5)  # A2 still owes 10,000
    done = office.json("ledger", "purge")
    assert (done["households"], done["rows"], persons(office)) == (2, 2, 3)
    assert office.json("ledger", "verify")["faults"] == []
    assert [office.coverage(day)["total"] for day in ("2016-05-31", "2017-05-31")] == before
    assert office.json("ledger", "purge")["rows"] == 0
    if "://" not in office.ledger:
        assert "甲A4".encode("ascii", "backslashreplace") not in Path(office.ledger).read_bytes()


def test_a_household_that_was_purged_is_explained_as_far_as_it_goes(office: Branch) -> None:
    without(office, "2017-05-03", GRANTED)
    office.on("2023-01-01")("ledger", "purge")
    done = office("explain", "试验村", "A2", "--as-of", "2016-06-01")
    assert done.code == 0 and "taken out" in done.out


def test_a_run_with_purged_households_is_replayed_as_far_as_it_goes(office: Branch) -> None:
    name = office.json("explain", "试验村", "A1", "--as-of", "2016-05-31")["decision"]["run"]
    workbook = office.folder / "试验村.xlsx"
    without(office, "2017-05-03", GRANTED)
    office.on("2023-01-01")("ledger", "purge")
    done = office("replay", name, workbook, "--json")
    assert (done.code, done.json["equal"]) == (0, True) and "head" in done.json["unrecorded"]
    assert office("policy", "simulate", "-o", office.folder, "--as-of", "2016-06-01").code == 0


# tampering


CHANGES = [
    ("UPDATE event SET amount_yuan = 1 WHERE kind = 'drawdown'", "ENTRY_ROWS"),
    ("UPDATE event SET effective = '2016-05-13' WHERE kind = 'drawdown'", "ENTRY_ROWS"),
    ("UPDATE event SET personal = replace(personal, 'salt', 'selt') WHERE kind = 'drawdown'", "ENTRY_PERSONAL"),
    ("UPDATE event SET personal = NULL WHERE kind = 'drawdown'", "ENTRY_PERSONAL"),
    ("UPDATE assessed SET line_yuan = 99000 WHERE household_id = 'A1'", "ENTRY_ROWS"),
    ("UPDATE run SET village = '别村'", "ENTRY_ROWS"),
    ("UPDATE policy SET detail = '{}'", "ENTRY_ROWS"),
    ("UPDATE entry SET kind = 'outcomes' WHERE seq = 1", "ENTRY_CHAIN"),
    ("UPDATE entry SET source_file = 'x' WHERE seq = 2", "ENTRY_CHAIN"),
    ("DELETE FROM event WHERE kind = 'drawdown'", "ENTRY_ROWS"),
    ("DELETE FROM assessed WHERE household_id = 'A4'", "ENTRY_ROWS"),
    ("DELETE FROM entry WHERE seq = 2", "ENTRY_MISSING"),
    ("UPDATE event SET seq = 99 WHERE seq = 1", "ENTRY_ROWS"),
    ("UPDATE assessed SET run_seq = 77 WHERE household_id = 'A4'", "ENTRY_ROWS"),
    ("UPDATE event SET entry_seq = 99 WHERE seq = 1", "DATABASE_DAMAGED"),
    ("UPDATE closing SET detail = '{'", "ENTRY_UNREADABLE"),
    ("UPDATE closing SET as_of = as_of, month = '2016-04'", "ENTRY_ROWS"),
    ("UPDATE entry SET kind = 'purge', detail = '{\"rows\":[]}' WHERE seq = 2", "ENTRY_CHAIN"),
]
OF_FILES = [
    ("UPDATE event SET effective = '2016-W19-4' WHERE seq = 2", "DATABASE_DAMAGED"),
    ("UPDATE event SET recorded_at = replace(recorded_at, ' ', 'T')", "DATABASE_DAMAGED"),
    ("UPDATE closing SET as_of = 'zz'", "ENTRY_UNREADABLE"),
    ("UPDATE entry SET recorded_at = 'x' WHERE seq = 2", "ENTRY_UNREADABLE"),
]
"""What only a file lets somebody write."""


@pytest.mark.parametrize(("change", "code"), CHANGES, ids=[change for change, _code in CHANGES])
def test_what_somebody_changed_is_named_by_its_entry(office: Branch, change: str, code: str) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    office.on("2016-06-01")("ledger", "close", "2016-05")
    forge(office.ledger, change)
    done = office("ledger", "verify", "--json")
    assert done.code == 3
    assert code in {fault["code"] for fault in done.json["faults"]}


@pytest.mark.parametrize(("change", "code"), OF_FILES, ids=[change for change, _code in OF_FILES])
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_a_file_lets_somebody_write_is_found(office: Branch, change: str, code: str) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    office.on("2016-06-01")("ledger", "close", "2016-05")
    head = office.json("ledger", "verify")["head"]
    forge(office.ledger, change)
    for words in ((), ("--head", head)):
        done = office("ledger", "verify", "--json", *words)
        assert done.code == 3 and code in {fault["code"] for fault in done.json["faults"]}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_is_no_ledger_is_not_made_one_by_looking_at_it(office: Branch, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE customers (name)")
    (tmp_path / "empty.db").touch()
    for place in (other, tmp_path / "empty.db", tmp_path):
        assert office._run("ledger", "verify", "--ledger", place).code == 2
    assert office._run("assess", office.folder / "试验村.xlsx", "-o", tmp_path, "--ledger", other).code == 2
    with sqlite3.connect(other) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]


def test_persons_that_were_put_back_after_a_purge_are_found(office: Branch) -> None:
    without(office, "2017-05-03", GRANTED)
    office.on("2023-01-01")("ledger", "purge")
    forge(office.ledger, "UPDATE assessed SET personal = '{}' WHERE household_id = 'A4'")
    codes = {fault["code"] for fault in office("ledger", "verify", "--json").json["faults"]}
    assert codes == {"ENTRY_PERSONAL"}


def test_a_balance_below_zero_is_found(office: Branch) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY, "A1 | 还款 | 2016-05-20 | 30000 | | |")
    forge(office.ledger, "UPDATE event SET amount_yuan = 29999 WHERE kind = 'drawdown'")
    codes = {fault["code"] for fault in office("ledger", "verify", "--json").json["faults"]}
    assert codes == {"ENTRY_ROWS", "BALANCE_NEGATIVE"}


def forge(place: str, change: str) -> None:
    """As somebody would who owns the database."""
    if "://" in place:
        engine = sa.create_engine(place, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("SET session_replication_role = replica")  # triggers and references are off
            assert connection.exec_driver_sql(change).rowcount
        engine.dispose()
        return
    with sqlite3.connect(place) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(change).rowcount


def test_rows_that_were_added_are_found(office: Branch) -> None:
    office.on("2016-05-31").record("5月.xlsx", *MAY)
    columns = "entry_seq, kind, village, household_id, effective, recorded_at, source_file, source_sha256, source_sheet, source_cell, detail, personal_sha256"
    forge(
        office.ledger,
        f"INSERT INTO event (seq, key, {columns}) SELECT 99, 'x', {columns} FROM event WHERE kind = 'signed'",
    )
    codes = {fault["code"] for fault in office("ledger", "verify", "--json").json["faults"]}
    assert "ENTRY_ROWS" in codes


def test_the_closings_head_must_be_in_the_chain(office: Branch) -> None:
    """Who cuts entries off after a month was closed is found by the closing, wherever it is known."""
    office.on("2016-06-01")("ledger", "close", "2016-05")
    with Ledger(office.ledger) as ledger:
        (closing,) = ledger.closings()
        assert closing["head"] == ledger.entries()[0]["sha256"] and closing["as_of"] == date(2016, 5, 31)
