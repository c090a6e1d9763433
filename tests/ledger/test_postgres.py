"""A ledger on a server: what only two branches at once, a server and its address bring with them."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from forms.group import GRANTED, village
from running import Runner
from servers import new_database
from workbooks import write

from gridcredit.errors import LedgerBusy, UsageError
from gridcredit.ledger.entries import Event
from gridcredit.ledger.store import Ledger
from gridcredit.ledger.tables import OF_ENTRIES

NOW = datetime(2016, 5, 31, 8, 0)
SIGNED = Event("signed", "试验村", "A1", date(2016, 5, 3), None, "台账.xlsx", "f" * 64, "台账", "C2")


@pytest.fixture
def address(server: str) -> str:
    return new_database(server)


@pytest.fixture
def database(address: str) -> Iterator[sa.Connection]:
    """Somebody else's connection to the ledger's database."""
    Ledger(address).close()
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("table", ["entry", *(table.name for table in OF_ENTRIES)])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET detail = ''", "TRUNCATE {} CASCADE"])
def test_nothing_recorded_can_be_changed_or_deleted(
    address: str, database: sa.Connection, table: str, statement: str
) -> None:
    with Ledger(address) as ledger:
        ledger.record_events(lambda: [SIGNED], NOW, {"p" * 64: {"a.b": [1]}})
    if table in ("entry", "event", "policy") or "TRUNCATE" in statement:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            database.exec_driver_sql(statement.format(table))
    with Ledger(address) as ledger:
        assert len(ledger.events(date.max)) == 1 and ledger.faults() == []


def test_what_is_of_persons_may_be_taken_out_and_nothing_else(address: str, database: sa.Connection) -> None:
    with Ledger(address) as ledger:
        ledger.record_events(lambda: [SIGNED], NOW)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        database.exec_driver_sql("UPDATE event SET personal = NULL, amount_yuan = 1")
    database.exec_driver_sql("UPDATE event SET personal = NULL")
    with Ledger(address) as ledger:
        assert [fault.what for fault in ledger.faults()] == ["personal"]  # no purge is on record


def test_a_writer_that_finds_the_ledger_held_gives_up_with_a_message(
    address: str, database: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridcredit.ledger.engines.BUSY_SECONDS", 1)
    with Ledger(address) as one, Ledger(address) as other:
        with one._writing(), pytest.raises(LedgerBusy):
            other.record_events(lambda: [SIGNED], NOW)
        assert other.record_events(lambda: [SIGNED], NOW) == 1


def test_branches_that_record_at_once_lose_nothing_and_double_nothing(
    run: Runner, address: str, tmp_path: Path
) -> None:
    """Eight runs at a time, each of another file of one household, and each twice."""
    book = village(tmp_path / "试验村.xlsx", *[GRANTED] * 8)
    assert run("assess", book, "-o", tmp_path, "--ledger", address, "--as-of", "2016-05-31").code == 0
    header = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n"
    files = [
        write(tmp_path / f"{number}.xlsx", f"{header}| 试验村 | A{number} | 签约 | 2016-05-09 | |\n| 试验村 | A{number} | 用信 | 2016-05-10 | {number}000 |\n")
        for number in range(1, 9)
    ]  # fmt: skip
    command = [sys.executable, "-m", "gridcredit", "record", "--ledger", address, "--as-of", "2016-05-31"]
    several = [
        subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in (*files, *files)
    ]
    codes = [child.wait() for child in several]
    assert set(codes) <= {0, 75}
    assert run(*command[3:], *files).code == 0  # what found the ledger held comes again
    with Ledger(address) as ledger:
        drawn = [event["amount_yuan"] for event in ledger.events(date.max) if event["kind"] == "drawdown"]
        assert sorted(drawn) == [number * 1000 for number in range(1, 9)]
        assert ledger.faults() == []


@pytest.mark.parametrize(
    "place", ["postgresql+psycopg://nobody:secret@127.0.0.1:1/none", "postgresql://nobody:secret@127.0.0.1:1/none"]
)
def test_a_server_that_is_not_there_is_told_without_the_password(place: str, run: Runner) -> None:
    done = run("coverage", "--ledger", place)
    assert done.code == 2 and "cannot be reached" in done.err and "secret" not in done.err + done.out
    assert "nobody:***@127.0.0.1" in done.err


@pytest.mark.parametrize("place", ["postgresql+psycopg://[", "mysql://user:secret@host/db"])
def test_an_address_that_is_none_is_told(place: str) -> None:
    with pytest.raises(UsageError) as refused:
        Ledger(place)
    assert "secret" not in str(refused.value.params)
