"""Kill runs at every call by which they write: ``python tools/crash.py [--points N] [--seed N]``, by ``make crash``.

``assess`` and ``record`` are run under strace, which kills them (SIGKILL) at their first, second, … call that writes, syncs,
renames or removes anything. After each kill the ledger must hold what it held or all of what was recorded, its chain and
database whole, and each output the old bytes or the new ones; run once more, all must be there once. Prints what it did and
ends with 1 where anything was lost, doubled or half there. Then single bits of a ledger's file are flipped: whatever that changes
of what is recorded, the ledger's own check must find.
"""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from forms.group import GRANTED, REFERRED, village  # noqa: E402
from workbooks import write  # noqa: E402

from gridcredit.errors import GridcreditError  # noqa: E402
from gridcredit.ledger.store import Ledger  # noqa: E402
from gridcredit.ledger.tables import ENTRIES, OF_ENTRIES  # noqa: E402

WRITING = "write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,ftruncate,mkdir,link"
HEADER = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n"
KILLED = (137, -9)
NOTHING: tuple[str, ...] = ()


State = tuple[list[str], list[tuple[str, object]], dict[str, bytes]]
"""The runs, the events and the outputs."""


@dataclass(frozen=True)
class Scene:
    """A command in a folder where earlier ones were run."""

    name: str
    folder: Path
    words: Sequence[str]

    @property
    def ledger(self) -> Path:
        return self.folder / "l.db"

    def command(self) -> list[str]:
        shared = ["--ledger", str(self.ledger), "--as-of", "2016-06-30"]
        return [sys.executable, "-m", "gridcredit", *self.words, *shared]

    def state(self) -> State:
        with Ledger(str(self.ledger)) as ledger:
            faults = ledger.check()
            assert not faults, faults
            runs = [run["run"] for run in ledger.runs_named("")]
            events = [(event["kind"], event["amount_yuan"]) for event in ledger.events(date.max)]
        outputs = {path.name: path.read_bytes() for path in self.folder.glob("out/*.xlsx")}
        return runs, events, outputs


def prepare(folder: Path) -> list[Scene]:
    """A village assessed and outcomes recorded, and then: the village corrected, more outcomes, outcomes corrected."""
    scenes = []
    for name in ("assess", "record", "correct"):
        place = folder / name
        place.mkdir()
        village(place / "试验村.xlsx", GRANTED, GRANTED, REFERRED)
        write(
            place / "5月.xlsx",
            f"{HEADER}| 试验村 | A1 | 签约 | 2016-05-09 | |\n| 试验村 | A1 | 用信 | 2016-05-10 | 1000 |\n",
        )
        write(
            place / "6月.xlsx",
            f"{HEADER}| 试验村 | A1 | 用信 | 2016-06-10 | 2000 |\n| 试验村 | A2 | 签约 | 2016-06-11 | |\n",
        )
        words = ("assess", str(place / "试验村.xlsx"), "-o", str(place / "out"))
        run(Scene(name, place, words).command())
        run(Scene(name, place, ("record", str(place / "5月.xlsx"))).command())
        village(place / "试验村.xlsx", GRANTED, REFERRED, REFERRED)
        changed = write(
            place / "again" / "5月.xlsx",
            f"{HEADER}| 试验村 | A1 | 签约 | 2016-05-09 | |\n| 试验村 | A1 | 用信 | 2016-05-11 | 900 |\n",
        )
        then = {
            "assess": words,
            "record": ("record", str(place / "6月.xlsx")),
            "correct": ("record", str(changed), "--replace"),
        }
        scenes.append(Scene(name, place, then[name]))
    return scenes


def run(command: Sequence[str], tracer: Sequence[str] = NOTHING) -> int:
    done = subprocess.run([*tracer, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return done.returncode


Call = tuple[str, int]
"""A system call that writes, and which one of its kind it is."""


def calls(scene: Scene) -> list[Call]:
    """Those that the command itself makes, in a copy of its folder."""
    with copied(scene) as (copy, _place), tempfile.NamedTemporaryFile() as log:
        run(copy.command(), ["strace", "-f", "-qq", "-o", log.name, "-e", f"trace={WRITING}"])
        lines = [line.split(maxsplit=1) for line in Path(log.name).read_text("utf-8", errors="replace").splitlines()]
    by_process: dict[str, Counter[str]] = {}
    for process, text in lines:
        if "(" in text and "resumed>" not in text:
            by_process.setdefault(process, Counter())[text.partition("(")[0]] += 1
    own = max(by_process.values(), key=lambda counts: counts.total())
    return [(name, number) for name, count in own.items() for number in range(1, count + 1)]


class copied:
    """The scene in a folder of its own, gone afterwards."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def __enter__(self) -> tuple[Scene, Path]:
        self._folder = Path(tempfile.mkdtemp(prefix="gridcredit-crash-"))
        place = self._folder / self._scene.folder.name
        shutil.copytree(self._scene.folder, place)
        words = [word.replace(str(self._scene.folder), str(place)) for word in self._scene.words]
        return Scene(self._scene.name, place, words), place

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def crash(scene: Scene, at: Call, expected: State, before: State) -> tuple[bool, str]:
    """Kill the command at a call and run it again: whether it was killed, and what is wrong ('': nothing)."""
    with copied(scene) as (copy, _place):
        name, number = at
        tracer = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            f"trace={name}",
            "-e",
            f"inject={name}:signal=KILL:when={number}",
        ]
        code = run(copy.command(), tracer)
        killed = code in KILLED
        try:
            runs, events, outputs = copy.state()
        except Exception as error:
            return killed, f"after the kill: {type(error).__name__} {error}"
        if (runs, events) not in ((before[0], before[1]), (expected[0], expected[1])):
            return killed, f"half there after the kill: {runs} {events}"
        if any(data not in (before[2].get(name), expected[2].get(name)) for name, data in outputs.items()):
            return killed, "an output is neither the old one nor the new one"
        again = run(copy.command())
        state = copy.state()
        if again not in (0, 3) or state[:2] != expected[:2] or state[2] != expected[2]:
            return killed, f"not whole after the second run: {again} {state[:2]}"
        return killed, "" if killed or code in (0, 1, 3) else f"ended with {code}"


def flips(ledger: Path, number: int, seed: int) -> tuple[int, list[int]]:
    """Flip one bit of a copy of the ledger's file, so many times: how often that changed what is recorded, and the bits of which
    the ledger's own check found nothing although it did.
    """
    whole, expected = ledger.read_bytes(), rows(ledger)
    chance = random.Random(seed)
    changed, missed = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for at in range(number):
            bit = chance.randrange(len(whole) * 8)
            data = bytearray(whole)
            data[bit // 8] ^= 1 << bit % 8
            path = Path(folder) / f"{at}.db"
            path.write_bytes(data)
            found = is_found(path)
            try:
                same = rows(path) == expected
            except (sqlite3.Error, UnicodeDecodeError, OverflowError):
                same = False
            changed += not same
            if not same and not found:
                missed.append(bit)
    return changed, missed


def rows(ledger: Path) -> list[list[object]]:
    """All that the ledger holds."""
    with closing(sqlite3.connect(ledger)) as connection:
        names = [ENTRIES.name, *(table.name for table in OF_ENTRIES)]
        return [list(connection.execute(f'SELECT * FROM "{name}"')) for name in names]


def is_found(path: Path) -> bool:
    try:
        with Ledger(str(path), must_exist=True) as ledger:
            return bool(ledger.check())
    except GridcreditError:
        return True


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Kill runs at every call by which they write.")
    parser.add_argument("--points", type=int, help="so many of the calls, drawn by the seed (default: all)")
    parser.add_argument("--flips", type=int, default=300, help="so many bits of a ledger's file (default: 300)")
    parser.add_argument("--seed", type=int, default=2016)
    arguments = parser.parse_args(words)
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    wrong = killed = 0
    with tempfile.TemporaryDirectory() as folder:
        scenes = prepare(Path(folder))
        points = [(scene, at) for scene in scenes for at in calls(scene)]
        if arguments.points:
            points = random.Random(arguments.seed).sample(points, arguments.points)
        ends = {scene.name: states(scene) for scene in scenes}
        for scene, at in points:
            before, expected = ends[scene.name]
            ended, found = crash(scene, at, expected, before)
            killed += ended
            if found:
                wrong += 1
                print(f"{scene.name} at {at[0]} {at[1]}: {found}")
        counts = Counter(scene.name for scene, _at in points)
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        print(f"{len(points)} calls that write ({told}), killed at {killed} of them: {wrong} wrong")
        changed, missed = flips(scenes[0].ledger, arguments.flips, arguments.seed)
        print(
            f"{arguments.flips} bits flipped, {changed} of them in what is recorded: {len(missed)} not found {missed or ''}"
        )
    return bool(wrong or missed)


def states(scene: Scene) -> tuple[State, State]:
    """What there is before the command, and after it."""
    with copied(scene) as (copy, _place):
        before = copy.state()
        run(copy.command())
        return before, copy.state()


if __name__ == "__main__":
    sys.exit(main())
