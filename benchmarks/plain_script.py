"""The peer: what a competent analyst would write for one village with pandas and openpyxl alone.

``python benchmarks/plain_script.py VILLAGE.xlsx OUT.xlsx LEDGER.db [--decisions FILE.csv]``

It gives the same decisions as gridcredit (contract §4) and a result workbook with the same sheets, columns and rows.
It leaves out: every check of the ingest (aliases of headers, units, dirty cells, doubled or unknown households, ID check
digits, hostile files, the two other layouts of ratings), and so the findings; dated policies with their hash, the name
of the run; the sources of each value and the ratings in the ledger, its guard against recording twice; texts that look
like formulas; temp file and atomic replacement; languages, exit codes, several villages at once.
"""

import argparse
import csv
import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
from plain_workbook import BASIS, REASONS, ResultBook

STATUSES = ("granted", "referred", "declined", "no_conclusion", "excluded")
HOUSEHOLD_CAP, STEP, MINIMUM = 300_000, 1000, 1000
MANDATORY = [
    "村组",
    "户主",
    "身份证号",
    "手机号",
    "地址",
    "户籍状态",
    "居住状态",
    "家庭年收入",
    "采集人",
    "采集日期",
    "信息授权",
]
TEXTS = {"户号": str, "身份证号": str, "手机号": str}

Row = dict[str, Any]


def close(low: int, high: int) -> bool:
    return (high - low) * 100 <= high * 20


def reconcile(amounts: Sequence[int]) -> tuple[int, str, tuple[int, int]]:
    """The figure, its basis, and the lowest and highest amount it rests on; ``amounts`` in rising order."""
    n = len(amounts)
    whole = (amounts[0], amounts[-1])
    if close(*whole):
        return sum(amounts) // n, "close_all", whole
    size = n // 2 + 1
    groups = sorted(
        {tuple(amounts[start : start + size]) for start in range(n - size + 1)},
        key=lambda group: (group[-1] - group[0]) / group[-1],
    )
    best = groups[0]
    tied = any((a[-1] - a[0]) * b[-1] == (b[-1] - b[0]) * a[-1] for a, b in pairwise(groups[:2]))
    if close(best[0], best[-1]) and not tied:
        return sum(best) // size, "close_majority", (best[0], best[-1])
    return (amounts[(n - 1) // 2] + amounts[n // 2]) // 2, "compromise", whole


def decide(household: Row, ratings: Sequence[Row], cap: int) -> Row:
    """Status, line, suggested line, basis, reasons, counting ratings and outlying ratings of one household."""
    counting: list[Row] = []
    refusing = 0
    for rating in ratings:
        amount, refuses = rating["建议额度"], pd.notna(rating["不予授信情形"])
        if rating["是否了解情况"] != "否" and (refuses or pd.notna(amount)):
            counting.append(rating)
            refusing += refuses or amount == 0
    verdicts: list[tuple[str, str]] = []
    if household["名单"] in ("黑", "灰"):
        verdicts.append(("declined", "LIST_BLACK") if household["名单"] == "黑" else ("referred", "LIST_GREY"))
    figure, basis, suggests, outlying = 0, "", False, []
    if len(counting) < 3:
        verdicts.append(("no_conclusion", "TOO_FEW_RATINGS"))
    elif refusing * 2 > len(counting):
        verdicts.append(("declined", "REFUSED_BY_MAJORITY"))
    elif refusing:
        verdicts.append(("referred", "REFUSED_BY_SOME"))
    else:
        counting.sort(key=lambda rating: rating["建议额度"])
        amounts = [int(rating["建议额度"]) for rating in counting]
        figure, basis, (low, high) = reconcile(amounts)
        outlying = [rating for rating in counting if not low <= rating["建议额度"] <= high]
        if basis == "compromise" and amounts[-1] > 2 * amounts[0]:
            suggests = not verdicts
            verdicts.append(("referred", "SPREAD_TOO_WIDE"))
    line = min(figure, cap) // STEP * STEP
    status = verdicts[0][0] if verdicts else "granted" if line >= MINIMUM else "declined"
    reasons = [reason for _, reason in verdicts]
    if basis and (not verdicts or suggests):
        reasons += ["CAPPED"] * (figure > cap) + ["BELOW_MINIMUM"] * (not suggests and line < MINIMUM)
    else:
        basis = ""
    if household["户籍状态"] == "销户":
        status, basis, reasons, suggests = "excluded", "", [], False
    granted = status == "granted"
    return {
        "status": status,
        "line": line if granted else None,
        "suggested": line if suggests and line >= MINIMUM else None,
        "basis": basis,
        "reasons": ";".join(reasons),
        "counting": len(counting),
        "outlying": outlying if granted else [],
    }


def complete_files(households: pd.DataFrame, members: pd.DataFrame) -> "pd.Series[bool]":
    poor = members["姓名"].isna() | members["与户主关系"].isna() | (members["出生日期"].isna() & members["年龄"].isna())
    filled = households[MANDATORY].notna().all(axis=1)
    return filled & households["户号"].isin(members["户号"]) & ~households["户号"].isin(members.loc[poor, "户号"])


def coverage(table: pd.DataFrame) -> list[tuple[str, int, int, str]]:
    """Name, numerator, denominator and definition of the rates at assessment."""
    roster = table[table["status"] != "excluded"]
    granted = roster["status"] == "granted"
    left_out = roster["户籍状态"].isin(["空挂", "集体户"]) | (roster["居住状态"] == "举家外出")
    net = ~left_out & ~roster["名单"].isin(["灰", "黑"])
    rated = roster["名单"].isin(["灰", "黑"]) | (roster["counting"] >= 3)
    households, credited = len(roster), int(granted.sum())
    filed, both = int(roster["filed"].sum()), int((granted & roster["filed"]).sum())
    return [
        ("授信覆盖面", credited, households, "有效授信户数 ÷ 名册户数"),
        ("净授信面", credited, int(net.sum()), "有效授信户数 ÷（名册户数 − 空挂、集体户、举家外出、灰黑名单）"),
        ("建档面", filed, households, "档案完整户数 ÷ 名册户数"),
        ("已授信建档面", both, credited, "已授信户中档案完整户数 ÷ 授信户数"),
        ("评议面", int(rated.sum()), households, "评议足数或由名单确定的户数 ÷ 名册户数"),
    ]


def store(path: Path, village: str, day: date, file: Path, sha256: str, rows: Sequence[Row]) -> None:
    with sqlite3.connect(path) as ledger:
        ledger.execute(
            "CREATE TABLE IF NOT EXISTS decision (village TEXT, household_id TEXT, effective TEXT, status TEXT, "
            "line_yuan INTEGER, suggested_yuan INTEGER, basis TEXT, reasons TEXT, counting INTEGER, file TEXT, "
            "sha256 TEXT, PRIMARY KEY (village, household_id, effective))"
        )
        columns = ("status", "line", "suggested", "basis", "reasons", "counting")
        ledger.executemany(
            "INSERT OR REPLACE INTO decision VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            [
                (village, row["户号"], day.isoformat(), *(row[name] for name in columns), file.name, sha256)
                for row in rows
            ],
        )
    ledger.close()


def write_decisions(path: Path, village: str, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        lines = ("credit_line_yuan", "suggested_line_yuan")
        writer.writerow(("village", "household_id", "status", *lines, "basis", "reason_codes", "counting_ratings"))
        columns = ("户号", "status", "line", "suggested", "basis", "reasons", "counting")
        writer.writerows([village, *(row[name] for name in columns)] for row in rows)


def assess(source: Path, target: Path, ledger: Path, decisions: Path | None) -> None:
    labels = pd.read_excel(source, sheet_name="村", header=None, index_col=0, engine="openpyxl")
    facts = {str(label): value for label, value in labels[1].items()}
    households = pd.read_excel(source, sheet_name="农户", dtype=TEXTS, engine="openpyxl")
    members = pd.read_excel(source, sheet_name="成员", dtype=TEXTS, engine="openpyxl")
    ratings = pd.read_excel(source, sheet_name="评议", dtype=TEXTS, engine="openpyxl")
    size = len(pd.read_excel(source, sheet_name="农户", usecols=["户号"], dtype=TEXTS, engine="openpyxl"))

    ratings["cell"] = [f"C{number}" for number in range(2, len(ratings) + 2)]
    by_household: dict[str, list[Row]] = {}
    for rating in ratings.to_dict("records"):
        by_household.setdefault(rating["户号"], []).append({str(key): value for key, value in rating.items()})
    cap = min(int(facts["最高额度"]), HOUSEHOLD_CAP)
    decided = households.apply(
        lambda row: decide(row, by_household.get(row["户号"], []), cap), axis=1, result_type="expand"
    )
    table = pd.concat([households, decided.astype({"line": "Int64", "suggested": "Int64"})], axis=1)
    table["filed"] = complete_files(households, members)
    table["given"] = table["户号"].map(lambda household: amounts_text(by_household.get(household, [])))
    table["reason_text"] = table["reasons"].map(lambda codes: "；".join(REASONS[c] for c in codes.split(";") if c))
    table["basis_text"] = table["basis"].map(BASIS)

    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    day = facts["评议日期"].date()
    records: list[Row] = [
        {str(key): value for key, value in row.items()}
        for row in table.astype(object).where(table.notna(), None).to_dict("records")
    ]
    by_status = {status: [row for row in records if row["status"] == status] for status in STATUSES}
    counts = {"农户": size, "成员": len(members), "评议": len(ratings)}
    book = ResultBook(facts, day, source.name, sha256)
    book.write(records, by_status, coverage(table), counts)
    book.save(target)
    store(ledger, facts["村名"], day, source, sha256, records)
    if decisions:
        write_decisions(decisions, facts["村名"], records)


def amounts_text(ratings: Sequence[Row]) -> str:
    """What the officers gave: refusals first, then the amounts in rising order."""
    given = [
        0 if pd.notna(rating["不予授信情形"]) else rating["建议额度"]
        for rating in ratings
        if rating["是否了解情况"] != "否"
    ]
    amounts: list[int] = sorted(filter(pd.notna, given))
    return " / ".join(f"{amount:,.0f}" if amount else "拒绝" for amount in amounts)


def main() -> None:
    parser = argparse.ArgumentParser(description="The plain script that gridcredit is compared with.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--decisions", type=Path)
    arguments = parser.parse_args()
    assess(arguments.source, arguments.target, arguments.ledger, arguments.decisions)


if __name__ == "__main__":
    main()
