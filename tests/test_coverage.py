"""Where households stand after the events, and the funnel and rates of contract §5, against a plain loop."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from running import Runner
from workbooks import write

from gridcredit import policy
from gridcredit.coverage import (
    COUNTS,
    SUMS,
    coverage,
    denominators,
    lines_by_state,
    named_rows,
    not_valid,
    order_breaks,
    parts,
    standing,
    total,
    totals_of,
)
from gridcredit.policy import Value
from gridcredit.rates import BY, RATES, rates
from gridcredit.rules.validity import STATES

ASSESSED = date(2016, 5, 3)
BOOK = policy.load()
Row = dict[str, Any]
ROSTER = {
    "village": "洪洋村",
    "household_id": "1",
    "group": "一组",
    "grid": "第一网格",
    "branch": "路南支行",
    "officer": "陈雪芬",
    "batch": "第一批",
    "township": "洪家镇",
    "status": "granted",
    "line_yuan": 50_000,
    "assessed_on": ASSESSED,
    "registration_status": "normal",
    "residence_status": "home",
    "list_status": None,
    "missing_fields": "",
    "rated": True,
}
EVENT = ("village", "household_id", "kind", "effective", "amount_yuan", "result")


def household(**facts: Any) -> Row:
    return ROSTER | facts


def event(kind: str, amount: int | None = None, result: str | None = None, after: int = 1, **place: str) -> Row:
    where = {"village": "洪洋村", "household_id": "1"} | place
    day = ASSESSED + timedelta(days=after)
    return where | {"kind": kind, "effective": day, "amount_yuan": amount, "result": result}


def stand(roster: list[Row], *events: Row, day: date = ASSESSED) -> pd.DataFrame:
    table = pd.DataFrame(events, columns=list(EVENT))
    names = list(dict.fromkeys([*ROSTER, *(name for row in roster for name in row)]))
    return standing(pd.DataFrame(roster, columns=names), totals_of(table), table, BOOK.on(day))


def counts(*events: Row, **facts: Any) -> Row:
    """What one household adds to the funnel."""
    return dict(total(coverage(stand([household(**facts)], *events))))


FULL = (event("signed"), event("carded"), event("drawdown", 30_000))


def test_a_household_goes_down_the_funnel() -> None:
    found = counts(*FULL, event("repayment", 10_000))
    assert {key: found[key] for key in COUNTS} == {
        "roster": 1,
        "filed": 1,
        "rated": 1,
        "credited": 1,
        "signed": 1,
        "carded": 1,
        "drawn": 1,
        "line_yuan": 50_000,
        "balance_yuan": 20_000,
    }


@pytest.mark.parametrize(
    ("events", "credited", "line"),
    [
        ((), 1, 50_000),
        ((event("frozen"),), 0, 0),
        ((event("frozen"), event("unfrozen")), 1, 50_000),
        ((event("frozen"), event("unfrozen"), event("frozen")), 0, 0),
        ((event("unfrozen"),), 1, 50_000),
        ((event("cancelled"),), 0, 0),
        ((event("cancelled", after=0),), 0, 0),
        ((event("cancelled", after=-1),), 1, 50_000),
        ((event("cancelled"), event("frozen"), event("unfrozen")), 0, 0),
        ((event("visit"), event("inspection"), event("signing_refused")), 1, 50_000),
    ],
)
def test_a_line_is_valid_unless_frozen_or_cancelled_since_it_was_granted(
    events: tuple[Row, ...], credited: int, line: int
) -> None:
    found = counts(*FULL, *events)
    assert (found["credited"], found["line_yuan"]) == (credited, line)
    assert found["signed"] + found["drawn"] <= 2 * credited and found["balance_yuan"] <= 30_000 * credited


@pytest.mark.parametrize(
    ("day", "credited"), [(ASSESSED, 1), (date(2017, 5, 3), 1), (date(2019, 5, 2), 1), (date(2019, 5, 3), 0)]
)
def test_a_line_is_valid_to_the_end_of_its_term(day: date, credited: int) -> None:
    found = total(coverage(stand([household()], *FULL, day=day)))
    assert (found["credited"], found["line_yuan"]) == (credited, 50_000 * credited)
    assert (found["stranded"], found["stranded_yuan"]) == (1 - credited, 30_000 * (1 - credited))


def test_the_term_of_a_line_is_that_of_its_decision_whatever_the_policy_says_later() -> None:
    recorded = {"valid_until": "2018-01-31", "review_on": "2018-01-01"}
    for day, state in ((date(2017, 12, 31), "valid"), (date(2018, 1, 1), "review_due"), (date(2018, 2, 1), "expired")):
        table = stand([household(**recorded), household(household_id="2")], day=day)
        assert table["state"].tolist() == [state, "review_due"]
    longer = BOOK.with_value("validity", "term_months", Value(60, ASSESSED, ASSESSED, "letter", "1", "exclusive"))
    events = pd.DataFrame([], columns=list(EVENT))
    table = standing(
        pd.DataFrame([household(**recorded), household()]), totals_of(events), events, longer.on(date(2020, 5, 3))
    )
    assert table["state"].tolist() == ["expired", "review_due"]


def test_lines_that_are_no_longer_valid_stay_visible_with_why_and_since_when() -> None:
    roster = [household(household_id=str(number)) for number in range(1, 5)]
    roster.append(household(household_id="5", status="declined", line_yuan=0))
    roster.append(household(household_id="6", assessed_on=date(2019, 6, 3)))
    events = [
        event("drawdown", 30_000, household_id="1"),
        event("frozen", household_id="1", after=2),
        event("frozen", household_id="1", after=3),
        event("frozen", household_id="2", after=3),
        event("unfrozen", household_id="2", after=4),
        event("cancelled", household_id="3", after=5),
    ]
    now = stand(roster, *events)
    assert not_valid(now)[["household_id", "state", "since", "granted_yuan", "stranded_yuan"]].to_numpy().tolist() == [
        ["1", "frozen", date(2016, 5, 5), 50_000, 30_000],
        ["3", "cancelled", date(2016, 5, 8), 50_000, 0],
    ]
    nothing = {"households": 0, "line_yuan": 0, "balance_yuan": 0}
    assert lines_by_state(now) == {
        "valid": {"households": 3, "line_yuan": 150_000, "balance_yuan": 0},
        "review_due": nothing,
        "expired": nothing,
        "frozen": {"households": 1, "line_yuan": 50_000, "balance_yuan": 30_000},
        "cancelled": {"households": 1, "line_yuan": 50_000, "balance_yuan": 0},
    }
    later = stand(roster, *events, day=date(2019, 6, 3))
    assert [row["state"] for row in not_valid(later).to_dict("records")] == [
        "expired",
        "expired",
        "cancelled",
        "expired",
    ]
    assert not_valid(later)["since"].tolist() == [
        date(2019, 5, 3),
        date(2019, 5, 3),
        date(2016, 5, 8),
        date(2019, 5, 3),
    ]
    assert lines_by_state(later)["valid"]["households"] == 1


def test_a_contract_and_card_end_with_the_cancellation_and_can_be_had_again() -> None:
    before = [event(kind, after=-3) for kind in ("signed", "carded")] + [event("cancelled", after=-2)]
    assert [counts(*before)[key] for key in ("credited", "signed", "carded")] == [1, 0, 0]
    assert [counts(*before, *FULL)[key] for key in ("credited", "signed", "carded")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("list_status", "events", "net"),
    [
        (None, (), 1),
        ("black", (), 0),
        (None, (event("listed", result="grey"),), 0),
        (None, (event("listed", result="black"), event("unlisted")), 1),
        ("black", (event("unlisted"),), 1),
        ("black", (event("listed", result="white"),), 1),
        ("white", (event("unlisted"), event("listed", result="black")), 0),
    ],
)
def test_the_net_roster_follows_the_changes_of_the_lists(
    list_status: str | None, events: tuple[Row, ...], net: int
) -> None:
    found = counts(*events, list_status=list_status)
    assert (found["net_roster"], found["roster"]) == (net, 1)


def test_the_excluded_are_not_on_the_roster() -> None:
    table = stand([household(), household(household_id="2", status="excluded")], event("signed", household_id="2"))
    assert total(coverage(table))["roster"] == 1


def test_events_of_the_same_number_in_another_village_are_not_taken() -> None:
    found = counts(event("drawdown", 10_000, village="李家村"), event("signed", household_id="2"))
    assert (found["drawn"], found["signed"], found["balance_yuan"]) == (0, 0, 0)


def test_groups_of_one_name_in_two_villages_stay_apart_and_unknown_ones_are_named() -> None:
    roster = [
        household(),
        household(village="李家村"),
        household(village="李家村", household_id="2"),
        household(village="李家村", household_id="3", group=None, branch=None),
    ]
    table = stand(roster)
    by_name = {by: [(name, row["roster"]) for name, row in named_rows(coverage(table, by))] for by in BY}
    assert by_name["village"] == [("洪洋村", 1), ("李家村", 3)]
    assert by_name["group"] == [("洪洋村 一组", 1), ("李家村 一组", 2), ("李家村 —", 1)]
    assert by_name["branch"] == [("路南支行", 3), ("—", 1)]


@pytest.mark.parametrize("by", BY)
def test_a_village_whose_facts_are_all_missing_is_counted(by: str) -> None:
    groups = "group", "grid", "branch", "officer", "batch", "township"
    empty = dict.fromkeys((*groups, "registration_status", "residence_status", "list_status"))
    table = coverage(stand([household(**empty), household(household_id="2", **empty)]), by)
    assert [row["roster"] for _name, row in named_rows(table)] == [2]


def test_a_rate_without_a_denominator_is_none() -> None:
    found = rates(total(coverage(stand([household(status="excluded")]))))
    assert found == {key: {"numerator": 0, "denominator": 0, "rate": None} for key in RATES}
    declined = rates(counts(status="declined", line_yuan=0))
    assert [key for key, rate in declined.items() if rate["rate"] is None] == [
        "filing_of_credited",
        "signing",
        "card",
        "drawdown",
        "line_use",
    ]


def test_the_total_is_a_sum_over_sums_never_a_mean_of_rates() -> None:
    roster = [household()] + [
        household(village="李家村", household_id=str(number), status="declined", line_yuan=0) for number in range(3)
    ]
    table = coverage(stand(roster))
    assert [rates(row)["coverage"]["rate"] for _name, row in named_rows(table)] == [1.0, 0.0]
    assert rates(total(table))["coverage"] == {"numerator": 1, "denominator": 4, "rate": 0.25}


def test_balances_up_to_a_thousand_million_are_exact() -> None:
    events = [event("drawdown", 10**9), event("repayment", 1)]
    assert counts(*events, line_yuan=10**9)["balance_yuan"] == 999_999_999


# A plain loop over households and their events: contract §5.


SUMMED = (*COUNTS, "net_roster", "filed_credited", "stranded", "stranded_yuan")


def by_hand(roster: list[Row], events: list[Row], by: str, day: date) -> dict[str, Row]:
    sums: dict[str, Row] = defaultdict(lambda: dict.fromkeys(SUMMED, 0))
    for facts in roster:
        if facts["status"] == "excluded":
            continue
        signed = carded = frozen = ended = False
        balance, on_list = 0, facts["list_status"]
        for e in events:
            if (e["village"], e["household_id"]) != (facts["village"], facts["household_id"]):
                continue
            signed = e["kind"] != "cancelled" and (signed or e["kind"] == "signed")
            carded = e["kind"] != "cancelled" and (carded or e["kind"] == "carded")
            frozen = e["kind"] != "unfrozen" and (frozen or e["kind"] == "frozen")
            ended = ended or (e["kind"] == "cancelled" and e["effective"] >= facts["assessed_on"])
            balance += {"drawdown": 1, "repayment": -1}.get(e["kind"], 0) * (e["amount_yuan"] or 0)
            on_list = e["result"] if e["kind"] == "listed" else None if e["kind"] == "unlisted" else on_list
        expired = day >= date(2019, 5, 3)
        credited = facts["line_yuan"] > 0 and not frozen and not ended and not expired
        away = facts["registration_status"] in ("vacant", "collective") or facts["residence_status"] == "away"
        filed = facts["missing_fields"] == ""
        name = facts[by] or "—"
        within = {"group": facts["village"], "grid": facts["branch"] or "—"}.get(by)
        row = sums[f"{within} {name}" if within else name]
        row["roster"] += 1
        row["net_roster"] += not away and on_list not in ("grey", "black")
        row["filed"] += filed
        row["rated"] += facts["rated"]
        row["credited"] += credited
        row["filed_credited"] += credited and filed
        row["signed"] += credited and signed
        row["carded"] += credited and carded
        row["drawn"] += credited and balance > 0
        row["line_yuan"] += facts["line_yuan"] * credited
        row["balance_yuan"] += balance * credited
        row["stranded"] += not credited and balance > 0
        row["stranded_yuan"] += balance * (not credited)
    return dict(sums)


villages, numbers = st.sampled_from(["洪洋村", "李家村"]), st.sampled_from(["1", "2", "3"])
rosters = st.lists(
    st.fixed_dictionaries(
        {
            "village": villages,
            "household_id": numbers,
            "group": st.sampled_from(["一组", "二组", None]),
            "grid": st.sampled_from(["第一网格", None]),
            "branch": st.sampled_from(["路南支行", "路北支行", None]),
            "officer": st.sampled_from(["陈雪芬", "徐爱华", None]),
            "batch": st.sampled_from(["第一批", None]),
            "township": st.sampled_from(["洪家镇", None]),
            "status": st.sampled_from(["granted", "granted", "declined", "excluded"]),
            "assessed_on": st.just(ASSESSED),
            "registration_status": st.sampled_from(["normal", "vacant", None]),
            "residence_status": st.sampled_from(["home", "away", None]),
            "list_status": st.sampled_from([None, "white", "grey", "black"]),
            "missing_fields": st.sampled_from(["", "phone"]),
            "rated": st.booleans(),
            "amount": st.integers(1, 10**6),
        }
    ).map(lambda row: row | {"line_yuan": row["amount"] if row["status"] == "granted" else 0}),
    unique_by=lambda row: (row["village"], row["household_id"]),
    max_size=6,
)
happenings = st.sampled_from(
    [
        "signed",
        "carded",
        "drawdown",
        "repayment",
        "inspection",
        "visit",
        "listed",
        "unlisted",
        "frozen",
        "unfrozen",
        "cancelled",
    ]
)
histories = st.lists(
    st.builds(
        lambda kind, village, number, after, amount, mark: event(
            kind,
            amount if kind in ("drawdown", "repayment") else None,
            mark if kind == "listed" else None,
            after,
            village=village,
            household_id=number,
        ),
        happenings,
        villages,
        numbers,
        st.integers(-3, 20),
        st.integers(1, 10**9),
        st.sampled_from(["white", "grey", "black"]),
    ),
    max_size=16,
).map(lambda events: sorted(events, key=lambda e: e["effective"]))


@settings(max_examples=60, deadline=None)
@given(rosters, histories, st.sampled_from([ASSESSED, date(2019, 5, 2), date(2019, 5, 3)]))
def test_any_roster_and_history_is_counted_as_by_hand(roster: list[Row], events: list[Row], day: date) -> None:
    table = stand(roster, *events, day=day)
    lines = lines_by_state(table)
    assert list(lines) == list(STATES)
    for name, of_roster in (
        ("households", len(table[table["granted_yuan"] > 0])),
        ("line_yuan", table["granted_yuan"].sum()),
    ):
        assert sum(found[name] for found in lines.values()) == of_roster
    assert lines["valid"]["line_yuan"] + lines["review_due"]["line_yuan"] == table["line_yuan"].sum()
    sums = []
    for by in BY:
        result = coverage(table, by)
        assert {
            name: {k: int(v) for k, v in row.items() if k != "name"} for name, row in named_rows(result)
        } == by_hand(roster, events, by, day)
        sums.append(total(result))
        of_parts = parts(table, by)
        for name, row in named_rows(result) if by != "group" else ():
            assert {figure: sum(part[figure] for _part, part in of_parts[name]) for figure in SUMS} == {
                figure: row[figure] for figure in SUMS
            }
        for way in denominators(table, by).to_dict("records"):
            words = sum(count for name, count in way.items() if name not in ("name", "roster", "net_roster"))
            assert way["roster"] - words == way["net_roster"]
    assert all(found == sums[0] for found in sums)
    assert breaks_of(table) == breaks_by_hand(table)
    for rate in rates(sums[0]).values():
        above, below = rate["numerator"], rate["denominator"]
        assert above is not None and rate["rate"] == (round(above / below, 6) if below else None)


# Who is left out, and who is out of order.


def breaks_of(table: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    found = order_breaks(table).to_dict("records")
    return {(row["village"], row["household_id"]): (row["furthest"], row["missing"]) for row in found}


def breaks_by_hand(table: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    found = {}
    for row in table.to_dict("records"):
        steps = [step for step in ("filed", "rated", "credited", "contract", "card", "owes") if row[step]]
        before = ("filed", "rated", "credited", "contract", "card", "owes")
        missing = [step for step in before[: before.index(steps[-1])] if not row[step]] if steps else []
        if missing:
            found[row["village"], row["household_id"]] = (steps[-1], ";".join(missing))
    return found


def test_a_household_is_left_out_of_the_net_roster_for_one_reason() -> None:
    roster = [
        household(household_id="1"),
        household(household_id="2", registration_status="vacant", residence_status="away", list_status="black"),
        household(household_id="3", residence_status="away", list_status="grey"),
        household(household_id="4", list_status="black"),
        household(household_id="5", registration_status="collective"),
        household(household_id="6", status="excluded"),
    ]
    (row,) = denominators(stand(roster)).to_dict("records")
    assert row == {
        "name": "洪洋村",
        "roster": 5,
        "vacant": 1,
        "away": 1,
        "black": 1,
        "collective": 1,
        "net_roster": 1,
    }


def test_households_out_of_the_funnel_s_order_are_listed_the_furthest_first() -> None:
    roster = [
        household(household_id="1", missing_fields="phone"),
        household(household_id="2"),
        household(household_id="3"),
        household(household_id="4", line_yuan=0, status="declined"),
    ]
    events = (
        event("signed", household_id="2"),
        event("drawdown", 9, household_id="2"),
        event("carded", household_id="3"),
        event("signed", household_id="4"),
    )
    found = order_breaks(stand(roster, *events)).to_dict("records")
    assert [(row["household_id"], row["furthest"], row["missing"]) for row in found] == [
        ("2", "owes", "card"),
        ("3", "card", "contract"),
        ("4", "contract", "credited"),
        ("1", "credited", "filed"),
    ]


# From the ledger to the report.


def test_the_report_lists_lines_that_are_not_valid_without_names(
    run: Runner, small_village: Path, tmp_path: Path
) -> None:
    ledger = ("--ledger", tmp_path / "l.db")
    run("assess", small_village, "-o", tmp_path, *ledger, "--as-of", "2016-05-31")
    outcomes = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n| 试验村 | A1 | 签约 | 2016-05-09 | |\n| 试验村 | A1 | 用信 | 2016-05-10 | 20000 |\n"
    path = write(tmp_path / "台账.xlsx", outcomes + "| 试验村 | A1 | 冻结 | 2016-05-20 | |\n")
    run("record", path, *ledger, "--as-of", "2016-05-31")

    def report(day: str) -> tuple[Any, list[str], Any]:
        done = run("coverage", "-o", tmp_path, *ledger, "--as-of", day, "--json")
        return done.json, done.err.splitlines(), load_workbook(tmp_path / f"coverage-{day}.xlsx")

    found, lines, book = report("2016-05-31")
    assert found["lines"]["frozen"] == {"households": 1, "line_yuan": 50_000, "balance_yuan": 20_000}
    assert (found["total"]["credited"], found["without_line"]) == (0, {"households": 1, "balance_yuan": 20_000})
    assert "Lines frozen: 1, 50,000 yuan, of which 20,000 yuan in use" in lines
    row = list(list(book["Lines not valid"].iter_rows(values_only=True))[-1])
    assert row[1:4] == ["试验村", "A1", None]
    assert [row[4].date(), row[5], row[6], row[7].date(), row[8]] == [
        ASSESSED, 50_000, "frozen", date(2016, 5, 20), 20_000,
    ]  # fmt: skip
    assert "甲一" not in str([list(sheet.values) for sheet in book])
    found, lines, book = report("2016-05-19")
    assert (found["lines"]["valid"]["households"], found["total"]["credited"]) == (1, 1)
    assert "Lines not valid" not in book.sheetnames
    found, lines, book = report("2019-05-03")
    assert [found["lines"][state]["households"] for state in STATES] == [0, 0, 1, 0, 0]
