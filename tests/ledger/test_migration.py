"""Ledgers of older versions: brought forward whole or not at all, with a copy as they were beside them."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from forms.group import GRANTED, village
from running import Runner
from servers import new_database

from gridcredit.errors import OutputError
from gridcredit.ledger.engines import Sqlite
from gridcredit.ledger.store import Ledger
from gridcredit.ledger.tables import SCHEMA_VERSION

VERSION_3 = Path(__file__).with_name("version-3.sql")
"""Written by that version: two runs of a village of three households, outcomes, a collective review, ballots issued."""
JUNE = date(2016, 6, 10)


def ledger_of(version: int, path: Path) -> Path:
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_3.read_text("utf-8"))
        if version < 3:
            connection.execute("DROP TABLE minute")
        if version < 2:
            connection.execute("DROP TABLE policy")
        connection.execute(f"PRAGMA user_version = {version}")
    return path


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_ledger_holds_what_it_held(version: int, tmp_path: Path) -> None:
    path = ledger_of(version, tmp_path / "l.db")
    with Ledger(str(path)) as ledger:
        lines = {row["household_id"]: row["line_yuan"] for row in ledger.roster(JUNE)}
        assert lines == {"A1": 45_000, "A2": 52_000, "A3": 60_000}
        assert [event["kind"] for event in ledger.events(JUNE)] == ["signed", "carded", "drawdown", "reviewed"]
        assert ledger.events(JUNE)[0]["note"] == "第一份"
        assert ledger.roster(JUNE)[0]["head"] == "甲A1"
        assert [minute["kind"] for minute in ledger.minutes()] == (["review", "issued"] if version == 3 else [])
        assert len(ledger.history("试验村", "A3", JUNE)) == 2
        assert (ledger.policy(ledger.runs(JUNE)[0]["policy_sha256"]) is None) == (version == 1)
        assert ledger.faults() == []


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_copy_as_it_was_stands_beside_it(version: int, tmp_path: Path) -> None:
    path = ledger_of(version, tmp_path / "l.db")
    with Ledger(str(path)) as ledger:
        copy = Path(str(ledger.brought_forward))
    assert copy == tmp_path / f"l.db.version-{version}" and copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (10,)
    with Ledger(str(path)) as ledger:
        assert ledger.brought_forward is None


def test_a_household_is_explained_as_before(run: Runner, tmp_path: Path) -> None:
    path = ledger_of(3, tmp_path / "l.db")
    done = run("explain", "试验村", "A1", "--ledger", path, "--as-of", JUNE, "--json")
    assert (done.json["review"]["credit_line_yuan"], done.json["recomputed"]["equal"]) == (45_000, True)


def test_a_ledger_is_brought_forward_whole_or_not_at_all(tmp_path: Path) -> None:
    path = ledger_of(3, tmp_path / "l.db")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE old_minute (seq)")  # in the way
    with pytest.raises(Exception, match="ledger"):
        Ledger(str(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (10,)
        connection.execute("DROP TABLE old_minute")
    with Ledger(str(path)) as ledger:
        assert ledger.faults() == []


def test_without_room_for_the_copy_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger_of(3, tmp_path / "l.db")

    def full(_self: Sqlite, _path: Path) -> None:
        raise OutputError(74, "full")

    monkeypatch.setattr(Sqlite, "copy_to", full)
    with pytest.raises(OutputError):
        Ledger(str(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_an_older_copy_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "l.db.version-3").write_text("precious")
    with Ledger(str(ledger_of(3, tmp_path / "l.db"))) as ledger:
        assert str(ledger.brought_forward).endswith("l.db.version-3-2")
    assert (tmp_path / "l.db.version-3").read_text() == "precious"


def test_minutes_that_were_changed_before_are_found_after(tmp_path: Path) -> None:
    path = ledger_of(3, tmp_path / "l.db")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER minute_no_update")
        connection.execute("UPDATE minute SET detail = replace(detail, '张三', '别人') WHERE seq = 2")
        connection.execute("UPDATE minute SET detail = replace(detail, '\\u5f20\\u4e09', 'x') WHERE seq = 2")
    with Ledger(str(path)) as ledger:
        assert [(fault.what, fault.kind) for fault in ledger.faults()] == [("chain", "minutes")]


def version_4(place: str) -> None:
    """As before persons were kept."""
    with Ledger(place) as ledger, ledger.backend.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE person")
        if "://" in place:
            connection.exec_driver_sql("DROP FUNCTION person_kept")
            connection.exec_driver_sql("UPDATE gridcredit_version SET version = 4")
        else:
            connection.exec_driver_sql("PRAGMA user_version = 4")


def test_a_ledger_without_persons_gets_their_table(run: Runner, place: str, tmp_path: Path) -> None:
    path = village(tmp_path / "试验村.xlsx", GRANTED, GRANTED)
    run("assess", path, "-o", tmp_path, "--ledger", place, "--as-of", JUNE)
    version_4(place)
    done = run("ledger", "verify", "--ledger", place)
    assert done.code == 0 and "a copy as it was: " in done.out and "version" in done.out
    with Ledger(place) as ledger:
        assert ledger.brought_forward is None
        assert len(ledger.roster(JUNE)) == 2 and ledger.persons({"f" * 64}, "", JUNE) == {}


def test_on_a_server_the_copies_are_tables(server: str) -> None:
    place = new_database(server)
    for ending in ("_version_4", "_version_4_2"):
        version_4(place)
        with Ledger(place) as ledger, ledger.backend.engine.connect() as connection:
            assert str(ledger.brought_forward).endswith(f"(*{ending})")
            names = set(sa.inspect(connection).get_table_names())
            assert {f"entry{ending}", f"assessed{ending}"} <= names and f"person{ending}" not in names


def test_a_new_ledger_has_the_version_of_today(tmp_path: Path) -> None:
    with Ledger(str(tmp_path / "l.db")) as ledger:
        assert ledger.brought_forward is None
    with sqlite3.connect(tmp_path / "l.db") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
