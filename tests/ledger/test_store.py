"""The ledger file: append-only, whole or not at all, the same fact once."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from running import Runner
from workbooks import write

from gridcredit.errors import LedgerBusy, OutputError, UsageError
from gridcredit.ledger.entries import ASSESSED, WITHDRAWN, Event, Minute, Run
from gridcredit.ledger.store import Ledger

NOW = datetime(2016, 5, 31, 8, 0)


def event(household: str = "A1", kind: str = "signed", day: int = 3, amount: int | None = None) -> Event:
    return Event(kind, "试验村", household, date(2016, 5, day), amount, "台账.xlsx", "f" * 64, "台账", "C2")


def run_on(day: int, input_sha256: str = "a" * 64, households: tuple[str, ...] = ("A1", "A2")) -> Run:
    effective = date(2016, 5, day)
    events = [
        replace(event(household, ASSESSED, day, 50_000), detail={"status": "granted"}) for household in households
    ]
    return Run("试验村", effective, "试验村.xlsx", input_sha256, "p" * 64, "gridcredit", {"branch": "路南支行"}, events)


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with Ledger(place) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in a file."""
    with Ledger(str(tmp_path / "l.db")) as opened:
        yield opened


def lines(ledger: Ledger, day: int) -> dict[str, int]:
    return {row["household_id"]: row["line_yuan"] for row in ledger.roster(date(2016, 5, day))}


def test_a_run_is_seen_from_its_effective_date_on(ledger: Ledger) -> None:
    assert ledger.record_run(run_on(10), NOW)
    assert lines(ledger, 9) == {}
    assert lines(ledger, 10) == {"A1": 50_000, "A2": 50_000}


def test_the_same_inputs_and_policy_in_force_add_nothing(ledger: Ledger) -> None:
    ledger.record_run(run_on(10), NOW)
    assert not ledger.record_run(run_on(10), NOW)
    assert not ledger.record_run(run_on(20), NOW)


def test_another_workbook_replaces_the_whole_roster_and_the_first_again_replaces_it_back(ledger: Ledger) -> None:
    ledger.record_run(run_on(10), NOW)
    assert ledger.record_run(run_on(10, "b" * 64, ("A3",)), NOW)
    assert lines(ledger, 31) == {"A3": 50_000}
    assert ledger.record_run(run_on(10), NOW)
    assert lines(ledger, 31) == {"A1": 50_000, "A2": 50_000}


def test_a_run_recorded_later_for_an_earlier_day_does_not_displace_a_later_one(ledger: Ledger) -> None:
    ledger.record_run(run_on(20, "b" * 64, ("A3",)), NOW)
    ledger.record_run(run_on(10), NOW)
    assert lines(ledger, 19) == {"A1": 50_000, "A2": 50_000}
    assert lines(ledger, 20) == {"A3": 50_000}


def test_events_keep_their_source_and_come_back_oldest_first(ledger: Ledger) -> None:
    ledger.record_events(lambda: [event(day=7), event(day=3, kind="visit"), event(day=9)], NOW)
    found = ledger.events(date(2016, 5, 7))
    assert [(entry["effective"].day, entry["kind"]) for entry in found] == [(3, "visit"), (7, "signed")]
    assert (found[0]["source_file"], found[0]["source_sheet"], found[0]["source_cell"]) == ("台账.xlsx", "台账", "C2")
    assert found[0]["recorded_at"] == NOW


def test_a_file_is_recorded_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="ledger"):
        ledger.record_events(lambda: [event(day=3), event(day=4), event(day=3)], NOW)
    assert ledger.events(date(2016, 5, 31)) == []


@pytest.mark.parametrize(
    "statement",
    [
        *(f"{verb} {table}" for table in ("entry", "run", "assessed", "event") for verb in ("DELETE FROM",)),
        "UPDATE entry SET kind = ''",
        "UPDATE run SET village = ''",
        "UPDATE assessed SET line_yuan = 1",
        "UPDATE assessed SET personal = '{}'",
        "UPDATE assessed SET personal = NULL, line_yuan = 1",
        "UPDATE event SET amount_yuan = 1",
        "UPDATE event SET personal = NULL, amount_yuan = 1",
    ],
)
def test_nothing_recorded_can_be_changed_or_deleted(file: Ledger, tmp_path: Path, statement: str) -> None:
    file.record_run(run_on(10), NOW)
    file.record_events(lambda: [event()], NOW)
    with sqlite3.connect(tmp_path / "l.db") as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)


def test_the_file_is_private_and_safe_against_a_crash(file: Ledger, tmp_path: Path) -> None:
    assert (tmp_path / "l.db").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "l.db") as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.db").write_text("a shopping list that is long enough to be read as a header", encoding="utf-8")
    with pytest.raises(UsageError):
        Ledger(str(tmp_path / "l.db"))


def test_a_ledger_of_a_newer_version_is_refused(file: Ledger, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "l.db") as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError):
        Ledger(str(tmp_path / "l.db"))


def test_a_server_address_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Ledger("postgresql+psycopg://host/db")


def test_a_missing_folder_is_told_as_an_output_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        Ledger(str(tmp_path / "no" / "l.db"))


def test_a_reader_sees_the_last_whole_state_while_another_run_writes(file: Ledger, tmp_path: Path) -> None:
    file.record_run(run_on(10), NOW)
    other = sqlite3.connect(tmp_path / "l.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert lines(file, 31) == {"A1": 50_000, "A2": 50_000}
    other.close()


def test_a_writer_that_finds_the_ledger_held_gives_up_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridcredit.ledger.engines.BUSY_SECONDS", 0.1)
    ledger = Ledger(str(tmp_path / "l.db"))
    other = sqlite3.connect(tmp_path / "l.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerBusy):
        ledger.record_run(run_on(10), NOW)
    other.close()
    assert ledger.record_run(run_on(10), NOW)


def test_two_runs_that_record_the_same_file_at_once_add_it_once(
    run: Runner, small_village: Path, tmp_path: Path
) -> None:
    outcomes = write(
        tmp_path / "台账.xlsx",
        "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n| 试验村 | A1 | 签约 | 2016-05-09 | |\n| 试验村 | A1 | 用信 | 2016-05-10 | 1000 |\n",
    )
    path = tmp_path / "l.db"
    run("assess", small_village, "-o", tmp_path, "--ledger", path, "--as-of", "2016-05-31")
    command = [sys.executable, "-m", "gridcredit", "record", str(outcomes), "--ledger", str(path)]
    several = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(4)]
    assert {child.wait() for child in several} == {0}
    with Ledger(str(path)) as opened:
        assert [entry["amount_yuan"] for entry in opened.events(date.max)] == [None, 1000]
        assert opened.faults() == []


# Policies and minutes.


def with_policy(run: Run, detail: dict[str, object]) -> Run:
    return replace(run, policy=detail)


def test_the_policy_of_a_run_is_kept_once_with_it(file: Ledger, tmp_path: Path) -> None:
    assert file.policy("p" * 64) is None
    file.record_run(with_policy(run_on(10), {"a.b": [1]}), NOW)
    file.record_run(with_policy(run_on(20, "b" * 64), {"a.b": [1]}), NOW)
    assert file.policy("p" * 64) == {"a.b": [1]}
    with sqlite3.connect(tmp_path / "l.db") as other:
        assert other.execute("SELECT count(*) FROM policy").fetchone() == (1,)


def test_a_run_that_cannot_be_recorded_leaves_no_policy(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="ledger"):
        ledger.record_run(with_policy(run_on(10, households=("A1", "A1")), {"a.b": [1]}), NOW)
    assert ledger.policy("p" * 64) is None
    assert ledger.runs(date.max) == []


@pytest.mark.parametrize("statement", ["UPDATE policy SET detail = '{}'", "DELETE FROM policy"])
def test_no_policy_can_be_changed_or_deleted(file: Ledger, tmp_path: Path, statement: str) -> None:
    file.record_run(with_policy(run_on(10), {"a.b": [1]}), NOW)
    with sqlite3.connect(tmp_path / "l.db") as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)


def minute(number: str) -> Minute:
    return Minute("received", "试验村", "R", number, {"sha256": "a" * 64})


@pytest.mark.parametrize("statement", ["UPDATE minute SET number = 'B'", "DELETE FROM minute"])
def test_no_minute_can_be_changed_or_deleted(file: Ledger, tmp_path: Path, statement: str) -> None:
    file.record_minutes(lambda _known: [minute("A")], NOW)
    with sqlite3.connect(tmp_path / "l.db") as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)


def test_minutes_are_chosen_knowing_those_before(ledger: Ledger) -> None:
    ledger.record_minutes(lambda _known: [minute("A"), minute("B")], NOW)
    ledger.record_minutes(lambda known: [minute("C")] if len(known) == 2 else [], NOW)
    assert [one["number"] for one in ledger.minutes()] == ["A", "B", "C"]


def test_what_was_recorded_later_is_not_seen_by_who_asks_what_was_known(ledger: Ledger, place: str) -> None:
    later = NOW + timedelta(days=9)
    ledger.record_run(run_on(10), NOW)
    ledger.record_events(lambda: [event(day=12)], NOW)
    ledger.record_run(run_on(10, "b" * 64, ("A3",)), later)
    ledger.record_events(lambda: [event("A2", day=13)], later)
    ledger.record_minutes(lambda _known: [minute("A")], later)
    with Ledger(place, known_at=NOW) as then:
        assert lines(then, 31) == {"A1": 50_000, "A2": 50_000}
        assert [row["household_id"] for row in then.events(date.max)] == ["A1"]
        assert then.minutes() == [] and len(then.runs(date.max)) == 1
    assert lines(ledger, 31) == {"A3": 50_000}


def test_an_event_that_is_corrected_counts_no_more_and_did_until_then(ledger: Ledger, place: str) -> None:
    ledger.record_events(lambda: [event("A1", "drawdown", 3, 1000), event("A2", day=4)], NOW)
    first, second = ledger.events(date.max)
    instead = replace(event("A1", "drawdown", 5, 2000), corrects=first["seq"])
    gone = replace(event("A2", WITHDRAWN, 4), corrects=second["seq"])
    ledger.record_events(lambda: [instead, gone], NOW + timedelta(days=1))
    assert [(row["household_id"], row["amount_yuan"]) for row in ledger.events(date.max)] == [("A1", 2000)]
    with Ledger(place, known_at=NOW) as then:
        assert [row["amount_yuan"] for row in then.events(date.max)] == [1000, None]


def test_an_event_is_corrected_once(ledger: Ledger) -> None:
    ledger.record_events(lambda: [event()], NOW)
    (first,) = ledger.events(date.max)
    ledger.record_events(lambda: [replace(event("A1", WITHDRAWN), corrects=first["seq"])], NOW)
    with pytest.raises(Exception, match="ledger"):
        ledger.record_events(lambda: [replace(event("A1", WITHDRAWN, 4), corrects=first["seq"])], NOW)


def test_what_others_record_while_a_report_is_made_is_not_seen_in_it(place: str) -> None:
    with Ledger(place) as ledger, Ledger(place) as other:
        ledger.record_run(run_on(3), NOW)
        with ledger.reading():
            before = ledger.roster_columns(date(2016, 5, 31)), ledger.head()
            other.record_run(replace(run_on(4, "b" * 64), village="别村"), NOW)
            assert (ledger.roster_columns(date(2016, 5, 31)), ledger.head()) == before
        assert ledger.head()[0] == before[1][0] + 1
        assert set(ledger.roster_columns(date(2016, 5, 31))["village"]) > set(before[0]["village"])


def test_minutes_are_added_all_or_none(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError):
        ledger.record_minutes(lambda known: [minute("A")] * (1 // len(known)), NOW)
    assert ledger.minutes() == []


def test_runs_are_found_by_the_start_of_their_names(ledger: Ledger) -> None:
    first, second = run_on(10), run_on(20, "b" * 64)
    for run in (first, second, first):
        ledger.record_run(replace(run, effective=run.effective), NOW)
    assert [run["run"] for run in ledger.runs_named(first.run[:8])] == [first.run]
    assert {run["run"] for run in ledger.runs_named("")} == {first.run, second.run}
    assert ledger.runs_named("%") == ledger.runs_named("zz") == []
    assert [run["run"] for run in ledger.runs(date(2016, 5, 31))] == [second.run]
    in_force = ledger.runs(date(2016, 5, 31))[0]["seq"]
    assert [row["household_id"] for row in ledger.assessed(in_force)] == ["A1", "A2"]
