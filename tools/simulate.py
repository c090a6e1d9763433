"""A simulated branch: ``python tools/simulate.py [--households N] [--days N] [--seed N]``, by ``make simulate``.

Two years of four hundred households in two villages. Each Monday the lists are written and the work is planned; officers go as
planned, or miss the day, and find what chance has them find; their forms are filled in and recorded with what else happened, as clerks do. Each working day the lists
are held against a diary that is kept beside them by the contract's words alone (``obligations``): whatever is owed must be on the
list with its due date, and nothing else. Prints what was raised, done and late, and ends with 1 where anything was lost, made
up, dated otherwise, or moved that was promised.
"""

import argparse
import contextlib
import io
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import openpyxl

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from obligations import DAY, Diary, Happened  # noqa: E402

from gridcredit import policy  # noqa: E402
from gridcredit.cli import main  # noqa: E402
from gridcredit.ledger.store import Ledger  # noqa: E402
from gridcredit.scheduling import inspections_due, visits_due  # noqa: E402
from gridcredit.workdays import STANDARD  # noqa: E402

START = date(2016, 1, 4)
VILLAGES = ("甲村", "乙村")
OFFICERS = ("李会计", "王组长", "赵阿姨")
LOOK_AHEAD = timedelta(days=13)
MISSED = 0.15
"""How often an officer misses a working day."""
CALLED = 0.5
"""How often a family that is only called is called in a week."""
Place = tuple[str, str]


@dataclass
class Tally:
    """What a simulation saw: obligations that were raised, each once, and how they ended; differences, in words."""

    days: int = 0
    checked: int = 0
    stops: int = 0
    left: int = 0
    open: dict[tuple[Place, str], date] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Branch:
    def __init__(self, folder: Path, households: int, seed: int) -> None:
        self.folder, self.ledger = folder, folder / "l.db"
        self.chance = random.Random(seed)
        self.policies = policy.load()
        self.tally = Tally()
        self.diaries: dict[Place, Diary] = {}
        self.promised: dict[Place, tuple[str, date]] = {}
        self.met: set[Place] = set()
        self.staff = _staff_book(folder / "staff.xlsx")
        for number, village in enumerate(VILLAGES):
            count = households // len(VILLAGES)
            self._assess(village, [f"{'AB'[number]}{key:04}" for key in range(1, count + 1)])

    def _assess(self, village: str, keys: Sequence[str]) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "村"
        for row in (("村名", village), ("支行", "试验支行"), ("评议日期", START)):
            sheet.append(row)
        homes, ratings = book.create_sheet("农户"), book.create_sheet("评议")
        homes.append(("户号", "村组", "户主", "地址", "居住状态", "采集人", "采集日期"))
        ratings.append(("户号", "网格员", "建议额度", "不予授信情形"))
        for number, key in enumerate(keys):
            credited, away = self.chance.random() > 0.06, self.chance.random() < 0.12
            collected = START - self.chance.randrange(1, 300) * DAY
            officer = OFFICERS[number * len(OFFICERS) // len(keys)]
            homes.append(
                (
                    key,
                    f"{number // 40 + 1}组",
                    f"测试户{key}",
                    f"{village}{number + 1}号",
                    "举家外出" if away else "在家",
                    officer,
                    collected,
                )
            )
            for name in OFFICERS:
                ratings.append((key, name, 200_000 if credited else None, None if credited else "有不良贷款"))
            self.diaries[village, key] = Diary(credited, away, START, collected)
        path = self.folder / f"{village}.xlsx"
        book.save(path)
        done = self.run("assess", path, "-o", self.folder, as_of=START)
        assert done["total"]["granted"] == sum(self.diaries[village, key].credited for key in keys), done

    def run(self, *words: object, as_of: date) -> Any:
        """A command's JSON; whatever it refuses ends the simulation."""
        out, told = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _stream in range(2))
        given = [*map(str, words), "--ledger", str(self.ledger), "--as-of", as_of.isoformat(), "--json", "--lang", "en"]
        code: object = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
            try:
                main(given)
            except SystemExit as ended:
                code = ended.code
        said, notes = (_said(stream) for stream in (out, told))
        if code:
            raise RuntimeError(f"{' '.join(given)}: {code}\n{said}{notes}")
        return json.loads(said)

    def week(self, monday: date) -> None:
        """The lists of a Monday, five days or fewer of work by them, and what became of it in the ledger on Sunday."""
        until = (monday + LOOK_AHEAD).isoformat()
        inspections = self.run("inspections", "-o", self.folder, "--until", until, as_of=monday)["rows"]
        visits = self.run("visits", "-o", self.folder, "--until", until, as_of=monday)["rows"]
        plan = self._planned(monday, {(row["village"], row["household_id"]) for row in (*inspections, *visits)})
        days = [day for number in range(7) if chinese_calendar.is_workday(day := monday + number * DAY)]
        done: dict[str, dict[Place, Happened]] = {"inspections": {}, "visits": {}}
        happened: list[tuple[Place, Happened]] = []
        went = {(name, day): self.chance.random() > MISSED for name in OFFICERS for day in days}
        seen = {place: day for place, (name, day) in plan.items() if went.get((name, day))}
        for kind, rows, find in (("inspections", inspections, self._inspect), ("visits", visits, self._visit)):
            for place in dict.fromkeys((row["village"], row["household_id"]) for row in rows):
                if place in seen:
                    done[kind][place] = find(seen[place])
                elif place not in plan and days and self.chance.random() < CALLED:
                    done[kind][place] = find(self.chance.choice(days))
        for place, visit in done["visits"].items():
            happened += [(place, event) for event in self._after(self.diaries[place], visit, days[-1])]
        happened += [
            (place, event)
            for place in self.diaries
            for event in self._by_itself(self.diaries[place], done, place, days)
        ]
        sunday = monday + 6 * DAY
        for day in days:
            self._check(day)
        self._record(monday, sunday, done, happened)

    def _planned(self, monday: date, listed: set[Place]) -> dict[Place, tuple[str, date]]:
        """Who goes where when, as planned on a Monday; what was promised before and can be kept stays."""
        until = (monday + LOOK_AHEAD).isoformat()
        told = self.run("plan", "-o", self.folder, "--staff", self.staff, "--until", until, as_of=monday)
        plan = {
            (row["village"], row["household_id"]): (row["officer"], date.fromisoformat(row["day"]))
            for row in told["rows"]
        }
        dues = {(row["village"], row["household_id"]): date.fromisoformat(row["due"]) for row in told["rows"]}
        others = {(row["village"], row["household_id"]) for row in (*told["left"], *told["without_walk"])}
        for place in listed ^ (plan.keys() | others):
            self.tally.wrong.append(f"{monday} {place}: on the list or in the plan alone")
        for place, promise in self.promised.items():
            day = promise[1]
            if place in plan and place not in self.met and monday <= day <= dues[place] and plan[place] != promise:
                self.tally.wrong.append(f"{monday} {place}: promised for {day}, moved to {plan[place][1]}")
        self.promised = {**self.promised, **plan}
        self.tally.stops += len(plan)
        self.tally.left += len(told["left"])
        for path in self.folder.glob("plan-*"):
            path.unlink()
        return plan

    def _inspect(self, day: date) -> Happened:
        loans = self.chance.choice([0, 0, 0, 0, 49_999, 50_000, 80_000]) if self.chance.random() < 0.2 else 0
        return Happened("贷后检查", day, off_purpose=self.chance.random() < 0.06, new_loans_yuan=loans)

    def _visit(self, day: date) -> Happened:
        result = self.chance.choices(["成功", "失败", "改日", "搬走"], [60, 25, 12, 3])[0]
        agreed = day + self.chance.randrange(1, 40) * DAY if result == "改日" else None
        back = day + self.chance.randrange(1, 90) * DAY if result == "成功" and self.chance.random() < 0.05 else None
        return Happened("营销走访", day, 0, result, agreed, back, self.chance.random() < 0.3)

    def _after(self, diary: Diary, visit: Happened, last: date) -> list[Happened]:
        """What comes of a visit, at the latest on the last working day of the week."""
        if visit.result != "成功" or not diary.credited or visit.day > last:
            return []
        dice = self.chance.random()
        if not diary.signed and dice < 0.25:
            return [Happened("签约", visit.day)]
        if not diary.signed and dice < 0.33 and (diary.refused is None or diary.refused[1] <= visit.day):
            return [Happened("拒签", visit.day, 0, self.chance.choice(["暂无资金需求", "不放心", "没有时间"]))]
        if diary.signed and not diary.carded and dice < 0.5:
            return [Happened("发卡", visit.day)]
        if diary.carded and not diary.balance_yuan and dice < 0.5:
            return [Happened("用信", visit.day, self.chance.choice([30_000, 99_000, 100_000, 101_000, 150_000]))]
        return []

    def _by_itself(
        self, diary: Diary, done: Mapping[str, Mapping[Place, Happened]], place: Place, days: Sequence[date]
    ) -> list[Happened]:
        """Repayments and further drawdowns, in weeks without an inspection, so that their order within a day does not matter."""
        if not diary.balance_yuan or not days or place in done["inspections"] or self.chance.random() > 0.04:
            return []
        day = self.chance.choice(days)
        if self.chance.random() < 0.3 and diary.balance_yuan < 150_000:
            return [Happened("用信", day, 20_000)]
        paid = diary.balance_yuan if self.chance.random() < 0.5 else min(diary.balance_yuan, 10_000)
        return [Happened("还款", day, paid)]

    def _record(
        self,
        monday: date,
        sunday: date,
        done: Mapping[str, Mapping[Place, Happened]],
        happened: Sequence[tuple[Place, Happened]],
    ) -> None:
        files = []
        for kind, sheet, cells in (("inspections", "Inspection form", _inspected), ("visits", "Visits", _visited)):
            path = self.folder / f"{kind}-{monday}.xlsx"
            if done[kind]:
                files.append(_fill(path, sheet, {place: cells(event) for place, event in done[kind].items()}))
            else:
                path.unlink()
        if happened:
            files.append(_events_book(self.folder / f"台账-{monday}.xlsx", happened))
        if files:
            told = self.run("record", *files, as_of=sunday)
            rows = Counter[str]()
            for file in told["files"]:
                rows.update(file["rows"])
            wanted = len(happened) + sum(map(len, done.values()))
            assert rows["read"] == rows["accepted"] == told["new"] == wanted, (told, wanted)
        for file in files:
            file.unlink()
        taken = [*happened, *((place, event) for kind in done.values() for place, event in kind.items())]
        order = ("签约", "发卡", "用信", "贷后检查", "营销走访", "还款", "拒签")
        self.met = {place for place, _event in taken}
        for place, event in sorted(taken, key=lambda one: (one[1].day, order.index(one[1].kind))):
            self.diaries[place].take(event)
            self.tally.events[event.kind] += 1

    def _check(self, day: date) -> None:
        """The lists of a day, made by the code, beside those of the diaries."""
        until = day + LOOK_AHEAD
        with Ledger(str(self.ledger), must_exist=True) as ledger, ledger.reading():
            inspections, _late, _findings = inspections_due(ledger, day, until, self.policies, STANDARD)
            visits, _findings = visits_due(ledger, day, until, self.policies, STANDARD)
        listed = {((row.village, row.household_id), row.kind): row.due for row in inspections}
        owed = {(place, kind): due for place, diary in self.diaries.items() for kind, due in diary.inspections(until)}
        reasons = {
            (place, reason): due
            for place, diary in self.diaries.items()
            for reason, due in diary.visits(day, until).items()
        }
        for row in visits:
            place = row.village, row.household_id
            names = (row.reason, *row.also)
            first = min(reasons.get((place, name), date.max) for name in names)
            if row.due != first:
                self.tally.wrong.append(f"{day} {place}: visit due {row.due}, owed {first} ({' '.join(names)})")
            listed |= {(place, name): reasons.get((place, name), row.due) for name in names}
        owed |= reasons
        for key in owed.keys() - listed.keys():
            self.tally.wrong.append(f"{day} {key}: lost, was due {owed[key]}")
        for key in listed.keys() - owed.keys():
            self.tally.wrong.append(f"{day} {key}: nobody owes it")
        for key in owed.keys() & listed.keys():
            if owed[key] != listed[key]:
                self.tally.wrong.append(f"{day} {key}: due {listed[key]}, owed {owed[key]}")
        self._follow(day, owed)

    def _follow(self, day: date, owed: Mapping[tuple[Place, str], date]) -> None:
        tally = self.tally
        tally.days += 1
        tally.checked += len(owed)
        for key, due in tally.open.items():
            if owed.get(key) != due:
                tally.ended["late" if day > due + 7 * DAY else "in time, or within the week"] += 1
        tally.open = dict(owed)


def _said(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def _inspected(event: Happened) -> dict[str, object]:
    return {
        "Inspected on": event.day,
        "Use": "otherwise" if event.off_purpose else "as agreed",
        "New loans elsewhere": event.new_loans_yuan or None,
        "Class advised": "normal",
        "Inspected by": OFFICERS[0],
        "Second inspector": OFFICERS[1],
    }


def _visited(event: Happened) -> dict[str, object]:
    words = {"成功": "success", "失败": "failed", "改日": "later", "搬走": "moved"}
    return {
        "Contacted on": event.day,
        "Contacted by": OFFICERS[0],
        "Channel": "at the door",
        "Outcome": words[event.result],
        "Agreed on": event.agreed_on,
        "Back on": event.back_on,
        "File refreshed": "yes" if event.refreshed else None,
    }


def _fill(path: Path, name: str, filled: Mapping[Place, Mapping[str, Any]]) -> Path:
    """Write into the form as officers do, by the headers of its columns."""
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    top = next(row for row in range(1, 30) if "Household" in {cell.value for cell in sheet[row]})
    at = {str(cell.value): number for number, cell in enumerate(sheet[top], start=1)}
    left = dict(filled)  # a household with two visits in the list has two rows
    for row in range(top + 1, sheet.max_row + 1):
        place = str(sheet.cell(row, at["Village"]).value), str(sheet.cell(row, at["Household"]).value)
        for title, value in left.pop(place, {}).items():
            sheet.cell(row, at[title]).value = value
    book.save(path)
    return path


def _staff_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    sheet.append(("网格员", "负责村", "每日户数"))
    for name in OFFICERS:
        sheet.append((name, "、".join(VILLAGES), 12))
    book.save(path)
    return path


def _events_book(path: Path, happened: Sequence[tuple[Place, Happened]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(("村", "户号", "事项", "日期", "金额", "结果"))
    for (village, key), event in happened:
        sheet.append((village, key, event.kind, event.day, event.amount_yuan or None, event.result or None))
    book.save(path)
    return path


def simulate(folder: Path, households: int, days: int, seed: int) -> Tally:
    branch = Branch(folder, households, seed)
    for week in range(days // 7):
        branch.week(START + week * 7 * DAY)
    return branch.tally


def run() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--households", type=int, default=400)
    parser.add_argument("--days", type=int, default=731)
    parser.add_argument("--seed", type=int, default=20160625)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = simulate(Path(folder), given.households, given.days, given.seed)
    print(
        f"{given.households} households, {given.days} days from {START}, seed {given.seed}; lists held against a diary on {tally.days} working days"
    )
    print("recorded: " + ", ".join(f"{kind} {count:,}" for kind, count in tally.events.most_common()))
    print(f"obligations seen on lists, each day anew: {tally.checked:,}; ended: {sum(tally.ended.values()):,}")
    print(
        ", ".join(f"{how}: {count:,}" for how, count in tally.ended.items())
        + f"; still open at the end: {len(tally.open):,}"
    )
    print(f"stops planned on Mondays: {tally.stops:,}, without a day: {tally.left:,}")
    print(f"lost, made up, moved or dated otherwise: {len(tally.wrong)}")
    for line in tally.wrong[:20]:
        print("  " + line)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(run())
