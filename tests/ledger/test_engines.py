"""Where a ledger may live: not on a share of another machine."""

from pathlib import Path

import pytest

from gridcredit.errors import UsageError
from gridcredit.ledger import engines
from gridcredit.ledger.engines import file_system_of
from gridcredit.ledger.store import Ledger

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home {} nfs4 rw 0 0
//server/share {}/a\\040b cifs rw 0 0
tmpfs {}/here/local tmpfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mounts"
    path.write_text(MOUNTS.format(*[tmp_path / "there"] + [tmp_path] * 2), "utf-8")
    return path


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("there/l.db", "nfs4"),
        ("there/deeper/l.db", "nfs4"),
        ("a b/l.db", "cifs"),
        ("l.db", None),
        ("thereabouts/l.db", None),
        ("here/local/l.db", None),
    ],
)
def test_the_file_system_of_the_innermost_mount_counts(
    tmp_path: Path, mounts: Path, place: str, kind: str | None
) -> None:
    assert file_system_of(tmp_path / place, mounts) == kind


def test_a_link_to_a_share_is_one(tmp_path: Path, mounts: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    assert file_system_of(tmp_path / "link" / "l.db", mounts) == "nfs4"


def test_where_mounts_are_not_known_nothing_is_refused(tmp_path: Path) -> None:
    assert file_system_of(tmp_path / "l.db", tmp_path / "none") is None


def test_a_ledger_on_a_share_is_refused_in_words(tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines.file_system_of, "__defaults__", (mounts,))
    with pytest.raises(UsageError) as refused:
        Ledger(str(tmp_path / "there" / "l.db"))
    assert refused.value.params["kind"] == "nfs4"
    assert not (tmp_path / "there" / "l.db").exists()
