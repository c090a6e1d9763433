"""Every accepted value can be followed from the ledger to the cell of the very file that it was read from."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Runner

BANK = "青穗农商银行"


class Trail:
    """What a ledger says of a village's last run, and the files that it names."""

    def __init__(self, ledger: Path, folder: Path) -> None:
        with sqlite3.connect(ledger) as database:
            (run,) = database.execute("SELECT detail FROM run ORDER BY seq DESC LIMIT 1").fetchone()
            rows = database.execute("SELECT household_id, line_yuan, detail, personal FROM assessed")
            self.households = {
                key: (line, json.loads(detail) | json.loads(personal)) for key, line, detail, personal in rows
            }
        self.run = json.loads(run)
        self._sheets: dict[tuple[str, str], Any] = {}
        self._folder = folder

    def sheet(self, source: int) -> Any:
        place = self.run["sources"][source]
        path = self._folder / place["file"]
        key = place["file"], place["sheet"]
        if key not in self._sheets:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == place["sha256"]
            self._sheets[key] = load_workbook(path, data_only=True)[place["sheet"]]
        return self._sheets[key]

    def written(self, record: dict[str, Any], column: str) -> Any:
        """What stands in the cell of ``record``'s value, by the rule that ``ledger.assessed.run_of`` states."""
        source, row = record.get("elsewhere", {}).get(column, (record["source"], record["row"]))
        return self.sheet(source)[f"{self.run['sources'][source]['columns'][column]}{row}"].value


def assessed(run: Runner, tmp_path: Path, workbooks: Path, *options: object) -> Trail:
    ledger = tmp_path / "l.db"
    done = run("assess", workbooks, "-o", tmp_path / "out", "--ledger", ledger, "--as-of", "2016-05-31", *options)
    assert done.code == 3, done.err
    return Trail(ledger, workbooks if workbooks.is_dir() else workbooks.parent)


@pytest.fixture(params=["standard", "bank"])
def trail(request: pytest.FixtureRequest, run: Runner, tmp_path: Path, samples: Path) -> Trail:
    if request.param == "standard":
        return assessed(run, tmp_path, samples / "villages" / "石曲村.xlsx")
    return assessed(
        run, tmp_path, samples / "banks" / BANK / "张李村", "--profile", samples / "profiles" / f"{BANK}.toml"
    )


def ratings(trail: Trail) -> Iterator[dict[str, Any]]:
    for _line, detail in trail.households.values():
        yield from detail["ratings"]


def test_each_rating_stands_where_the_ledger_says(trail: Trail) -> None:
    given = [rating for rating in ratings(trail) if rating.get("amount_yuan")]
    assert len(given) > 200
    for rating in given:
        written = trail.written(rating, "amount_yuan")
        assert float(written) * 10_000 == pytest.approx(rating["amount_yuan"])  # both keep their amounts in 万元
        assert rating["cell"] == f"{trail.run['sources'][rating['source']]['columns']['amount_yuan']}{rating['row']}"


def test_each_household_and_member_stands_where_the_ledger_says(trail: Trail) -> None:
    for key, (_line, detail) in trail.households.items():
        head = "head" if "head" in trail.run["sources"][detail["source"]]["columns"] else "name"
        assert trail.written(detail, head) == detail["head"]
        rows = [trail.written(detail, "household_id")]
        assert key in {str(value) for value in rows}
        for source, row in detail["members"]:
            assert trail.written({"source": source, "row": row}, "name")


def test_all_inputs_are_named_with_their_hashes(trail: Trail) -> None:
    assert {source["file"]: source["sha256"] for source in trail.run["sources"]} == trail.run["inputs"]
