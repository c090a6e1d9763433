"""Files come out whole, private and inert."""

from pathlib import Path

import pytest

from gridcredit import output
from gridcredit.errors import CANNOT_CREATE, OutputError


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    target.write_bytes(b"older")
    target.chmod(0o644)
    output.write(target, b"newer")
    assert target.read_bytes() == b"newer"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_until_it_is_published_an_older_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    target.write_bytes(b"older")
    staged = output.stage(target, b"newer")
    assert target.read_bytes() == b"older"
    output.discard(staged)
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as error:
        output.write(tmp_path / "no" / "r.xlsx", b"x")
    assert error.value.exit_code == CANNOT_CREATE


@pytest.mark.parametrize("name", ["李家村", "Li-jia 1"])
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert output.file_name(name) == name


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", ".hidden", "con:", "x\n", "a" * 500, "村."])
def test_an_unsafe_name_is_changed_and_marked(name: str) -> None:
    safe = output.file_name(name)
    assert not set(safe) & set('/\\:\n"<>|?*')
    assert not safe.startswith(".")
    assert len(safe.encode()) < 170


def test_names_that_would_meet_after_the_change_stay_apart() -> None:
    assert output.file_name("a/b") != output.file_name("a:b")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_csv_cells_that_excel_would_run_are_made_inert(text: str) -> None:
    assert output.csv_bytes(["h"], [[text]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
