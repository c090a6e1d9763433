"""A credit group at work: a village with households to review, forms filled in as in Excel."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from running import Result, Runner
from workbooks import VILLAGE, write

OFFICERS = ("张三", "李四", "王五")
PRESENT = "陈一、林二、黄三、何四、周五"
REFERRED, GRANTED, DECLINED = (30_000, 50_000, 100_000), (50_000, 52_000, 54_000), (None, None, 50_000)
"""What the three officers give: a line for the collective review, a granted one, a refusal by two."""
Entries = Mapping[str, object]
"""What is written beside a household, by the form's headers."""


def village(path: Path, *given: tuple[int | None, ...], day: str = "2016-05-03") -> Path:
    """A village whose households A1, A2 … got these amounts; None is a refusal."""
    keys = [f"A{number}" for number in range(1, len(given) + 1)]
    rated = "\n".join(
        f"| {key} | {officer} | {amount or ''} | 是 | {'' if amount else '赌博'} |"
        for key, amounts in zip(keys, given)
        for officer, amount in zip(OFFICERS, amounts)
    )
    listed = "\n".join(f"| {key} | 甲{key} | 在家 | 一组 | {key}号 | 80000 |" for key in keys)
    people = "\n".join(f"| {key} | 甲{key} | 户主 | 40 |" for key in keys)
    return write(
        path,
        f"{VILLAGE.replace('2016-05-03', day)}## 农户\n| 户号 | 户主 | 居住状态 | 村组 | 地址 | 家庭年收入 |\n{listed}\n"
        f"## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n{people}\n"
        f"## 评议\n| 户号 | 网格员 | 建议额度 | 是否了解情况 | 不予授信情形 |\n{rated}\n",
    )


class Group:
    """A ledger with a village assessed, and ways to make, fill in and record forms."""

    def __init__(self, run: Runner, folder: Path) -> None:
        self._run = run
        self.folder = folder
        self.ledger = folder / "l.db"

    def command(self, *words: object, as_of: str = "2016-06-01") -> Result:
        return self._run(*words, "--ledger", self.ledger, "--as-of", as_of, "--json")

    def assess(self, *given: tuple[int | None, ...], day: str = "2016-05-03", as_of: str = "2016-06-01") -> Result:
        path = village(self.folder / "试验村.xlsx", *given, day=day)
        return self.command("assess", path, "-o", self.folder, as_of=as_of)

    def issue(self, kind: str, *words: object, as_of: str = "2016-06-01") -> Path:
        """The form's file: ``review`` or ``revisit``."""
        done = self.command(kind, "试验村", "-o", self.folder, *words, as_of=as_of)
        assert done.code == 0, done.err
        (path,) = done.json["outputs"]
        return Path(path)

    def record(self, path: Path, *words: object, as_of: str = "2016-06-10") -> tuple[int, Any]:
        """Exit code and the file's JSON, with the codes of its findings."""
        done = self.command("record", path, *words, as_of=as_of)
        (file,) = done.json["files"]
        codes = {line.split()[0] for line in done.err.splitlines() if line.split() and "_" in line.split()[0]}
        return done.code, file | {"codes": codes}

    def line(self, household: str = "A1", as_of: str = "2016-06-30") -> tuple[int | None, str | None]:
        """A household's line by the review, and the state of its line."""
        done = self.command("explain", "试验村", household, as_of=as_of)
        review, state = done.json["review"], done.json["state"]
        return review and review["credit_line_yuan"], state and state["code"]

    def credited(self, as_of: str = "2016-06-30") -> tuple[int, int]:
        """Households with a valid line, and their lines, as coverage tells."""
        total = self.command("coverage", "-o", self.folder, as_of=as_of).json["total"]
        return total["credited"], total["line_yuan"]


def fill(
    form: Path,
    write_in: Callable[[str], Entries | None],
    met_on: date | None = date(2016, 6, 5),
    present: str = PRESENT,
    **labels: str,
) -> Path:
    """The form filled in beside itself: what ``write_in`` says of each household; None leaves a row blank.

    ``labels``: what is written over the form's own number or village.
    """
    book = load_workbook(form)
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "Household")
    said = {"Meeting date": met_on and datetime.combine(met_on, time()), "Present": present, **labels}
    for row in range(1, header):
        if sheet.cell(row, 1).value in said:
            sheet.cell(row, 2).value = said[str(sheet.cell(row, 1).value)]
    columns = {cell.value: number for number, cell in enumerate(sheet[header], start=1)}
    for row in range(header + 1, sheet.max_row + 1):
        household = sheet.cell(row, columns["Household"]).value
        for title, value in ((household and write_in(str(household))) or {}).items():
            written = datetime.combine(value, time()) if isinstance(value, date) else value
            sheet.cell(row, columns[title]).value = written  # type: ignore[assignment]
    path = form.with_name(f"filled-{form.name}")
    book.save(path)
    return path


def grants(line: int, votes: tuple[int, int, int] = (4, 1, 0)) -> Entries:
    return {"Review decision": "grant", "Line decided": line, **cast(*votes)}


def declines(votes: tuple[int, int, int] = (4, 1, 0)) -> Entries:
    return {"Review decision": "grant nothing", **cast(*votes)}


def cast(votes_for: int, against: int, abstained: int) -> Entries:
    return {"Votes for": votes_for, "Votes against": against, "Votes abstained": abstained}


PUT_OFF: Entries = {"Review decision": "put off"}
