"""The independence report, from ratings to the page."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from rules.deciding import set_to
from running import Runner
from workbooks import VILLAGE, write

from ballots.officers import OFFICERS
from gridcredit.agreement import SCREENS
from gridcredit.ballots.independence import Independence, Rating, independence
from gridcredit.reports.independence import SCREEN, STATISTIC, outside_note, tables

VALUES = set_to("").values("ballots")
HOUSEHOLDS = [f"A{number}" for number in range(120)]


def honest(officer: str, seed: int) -> list[Rating]:
    """Around what each household is worth, on a ballot of the officer's own order."""
    chance = random.Random(seed)
    order = chance.sample(HOUSEHOLDS, len(HOUSEHOLDS))
    return [
        Rating(key, officer, int(worth(key) * chance.uniform(0.8, 1.2)) // 1000 * 1000, "yes", None, row)
        for row, key in enumerate(order, start=9)
    ]


def worth(key: str) -> int:
    return random.Random(key).randrange(30_000, 150_000)


def found(*officers: Sequence[Rating], ballots: Sequence[dict[str, Any]] = ()) -> Independence:
    ratings = [rating for given in officers for rating in given]
    return independence(HOUSEHOLDS, ["close_all"] * len(HOUSEHOLDS), ratings, ballots, VALUES, 1)


def odd(report: Independence) -> dict[tuple[str, str], set[str]]:
    return {pair.officers: {one.screen for one in pair.screens if one.worth_a_look} for pair in report.pairs}


def test_honest_officers_are_not_worth_a_look() -> None:
    assert not any(odd(found(*map(honest, OFFICERS, range(3)))).values())


def test_who_copies_a_colleague_is_worth_a_look_and_agrees_more() -> None:
    one, other, third = map(honest, OFFICERS, range(3))
    copied = [rating._replace(officer="李四") for rating in one]
    report, before = found(one, copied, third), found(one, other, third)
    assert odd(report) == {("张三", "李四"): set(SCREENS), ("张三", "王五"): set(), ("李四", "王五"): set()}
    alphas = [one.estimates["alpha_interval"].value or 0 for one in (report, before)]
    assert alphas[0] > alphas[1]


def test_a_run_is_looked_for_in_the_order_of_the_ballot() -> None:
    one, other, third = map(honest, OFFICERS, range(3))
    rows = {rating.household_id: rating.amount_yuan for rating in one}
    stretch = [r._replace(amount_yuan=rows[r.household_id]) if 20 <= r.row < 60 else r for r in other]
    assert "equal_run" in odd(found(one, stretch, third))["张三", "李四"]


def test_an_abstention_a_refusal_and_not_knowing_are_no_amounts() -> None:
    said: list[tuple[int | None, str | None, str | None]] = [
        (50_000, None, None), (None, None, None), (50_000, "no", None), (None, "yes", "赌博"), (0, "yes", "赌博"),
    ]  # fmt: skip
    ratings = [Rating(f"A{row}", "张三", *one, row) for row, one in enumerate(said)]
    report = found(ratings, honest("李四", 1), honest("王五", 2))
    assert (report.standings[0].rated, report.refused["张三"]) == (1, 2)
    officers = next(table for table in tables(report, ()) if len(table.columns) == 10 and table.rows[0][0] == "张三")
    assert officers.rows[0][1:4] == (1, 2, 117)


def test_households_off_the_roster_are_left_out() -> None:
    ratings = [*honest("张三", 0), Rating("B1", "张三", 50_000, None, None, 500)]
    assert found(ratings, honest("李四", 1), honest("王五", 2)).standings[0].rated == 120


def test_a_village_smaller_than_any_that_was_measured_is_told() -> None:
    few = independence(HOUSEHOLDS[:20], [""] * 20, [r for o in OFFICERS for r in honest(o, 1)], (), VALUES, 1)
    assert "measured for 100 households" in str(outside_note(few))
    assert outside_note(found(*map(honest, OFFICERS, range(3)))) is None


def test_every_statistic_and_every_screen_has_its_words() -> None:
    report = found(*map(honest, OFFICERS, range(3)))
    assert set(STATISTIC) == set(report.estimates) and set(SCREEN) == set(SCREENS)


def test_ballots_saved_by_one_editor_are_shown_beside_the_pairs() -> None:
    ballots = [
        {"number": f"N{row}", "officer": officer, "how": "no", "late": False, "receipt": "", "editor": editor, "saved_at": None}
        for row, (officer, editor) in enumerate(zip(OFFICERS, ("张三", "张三", "王五")))
    ]  # fmt: skip
    report = found(*map(honest, OFFICERS, range(3)), ballots=ballots)
    shown = tables(report, ballots)[-1]
    assert shown.title == "Where the ballots were saved"
    assert [row[-1] for row in shown.rows] == ["worth a look", "no", "no"]


def test_the_same_seed_gives_the_same_intervals() -> None:
    assert found(*map(honest, OFFICERS, range(3))).estimates == found(*map(honest, OFFICERS, range(3))).estimates


def test_an_audit_tells_it_of_open_ratings_too(run: Runner, tmp_path: Path) -> None:
    """Ratings on open sheets: the page says nothing of seals."""
    rated = "\n".join(
        f"| {rating.household_id} | {rating.officer} | {rating.amount_yuan} |"
        for officer in OFFICERS
        for rating in honest(officer, 7)
    )
    listed = "\n".join(f"| {key} | 甲{key} |" for key in HOUSEHOLDS)
    text = f"{VILLAGE}## 农户\n| 户号 | 户主 |\n{listed}\n## 评议\n| 户号 | 网格员 | 建议额度 |\n{rated}\n"
    people = "".join(f"| {key} | 甲{key} | 户主 | 50 |\n" for key in HOUSEHOLDS)
    village = write(tmp_path / "试验村.xlsx", f"{text}## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n{people}")
    ledger = ("--ledger", tmp_path / "l.db")
    assert run("assess", village, "-o", tmp_path, *ledger).code == 0
    done = run("ballot", "audit", "试验村", "-o", tmp_path, "--json", *ledger)
    assert done.code == 0 and done.json["ballots"] == []
    screens = {one["screen"]: one["worth_a_look"] for one in done.json["pairs"][0]["screens"]}
    assert screens["equal_share"] and screens["equal_run"]  # the same seed: all three say the same
    (path,) = done.json["outputs"]
    sheet = load_workbook(path).worksheets[0]
    told = {cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)}
    assert {"Internal: for the credit group only", "Pairs of officers", "worth a look"} <= told
    assert run("ballot", "audit", "别村", *ledger).code == 2
