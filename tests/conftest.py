"""Shared fixtures."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import servers
from running import Runner
from workbooks import VILLAGE, write

from gridcredit.i18n import set_language

ROOT = Path(__file__).parent.parent

# Programs that tests start, of which there are thousands, keep what they compile, outside the checkout's folders of code.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".pytest_cache" / "compiled"))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDCREDIT_LANG", "en")
    monkeypatch.delenv("GRIDCREDIT_LEDGER", raising=False)
    set_language("en")


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "sample_data"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of this session's own; without one installed, what needs it is skipped."""
    if servers.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with servers.postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger may live: a file, and a database on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "l.db")
    return servers.new_database(request.getfixturevalue("server"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


@pytest.fixture
def small_village(tmp_path: Path) -> Path:
    """A faultless village of three households: granted 50,000, referred, without conclusion."""
    return write(
        tmp_path / "in" / "试验村.xlsx",
        VILLAGE
        + """
## 农户
| 户号 | 户主 | 户籍状态 | 居住状态 | 名单 |
| A1 | 甲一 | 正常 | 在家 | 白 |
| A2 | 乙二 | 正常 | 在家 | 灰 |
| A3 | 丙三 | 正常 | 举家外出 | |
## 成员
| 户号 | 姓名 | 与户主关系 | 年龄 |
| A1 | 甲一 | 户主 | 40 |
| A2 | 乙二 | 户主 | 50 |
## 评议
| 户号 | 网格员 | 建议额度 | 是否了解情况 | 不予授信情形 |
| A1 | 张三 | 50000 | 是 | |
| A1 | 李四 | 50000 | 是 | |
| A1 | 王五 | 50000 | 是 | |
| A3 | 张三 | | 否 | |
""",
    )
