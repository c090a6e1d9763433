"""What may follow what after a line is granted."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.rules.outcomes import ORDER, Line, faults, place
from rules.deciding import Case, cases, set_to

LINE = Line(50_000, date(2016, 5, 3), date(2019, 5, 2))
KINDS = {"sign": "signed", "card": "carded", "draw": "drawdown", "pay": "repayment", "freeze": "frozen", "thaw": "unfrozen", "cancel": "cancelled", "see": "visit"}  # fmt: skip

TIMELINES = cases("""
| events                                             | policy                                | faults                     |
|----------------------------------------------------|---------------------------------------|----------------------------|
| 4:sign 5:card 6:draw:50000 7:pay:50000             | –                                     | –                          |
| 2:sign                                             | –                                     | 0:SIGNED_WITHOUT_LINE      |
| 3:sign                                             | –                                     | –                          |
| 2:sign                                             | asked_of_events=signing_for_card      | –                          |
| 4:card                                             | –                                     | 0:CARD_BEFORE_SIGNING      |
| 4:card                                             | asked_of_events=line_for_signing      | –                          |
| 4:draw:1                                           | –                                     | 0:DRAWDOWN_BEFORE_SIGNING  |
| 4:draw:1                                           | asked_of_events=drawdown_within_line  | –                          |
| 2:draw:1                                           | asked_of_events=line_for_drawdown     | 0:DRAWDOWN_WITHOUT_LINE    |
| 2:draw:1                                           | asked_of_events=drawdown_within_line  | 0:DRAWDOWN_OVER_LINE       |
| 4:sign 5:draw:50001                                | –                                     | 1:DRAWDOWN_OVER_LINE       |
| 4:sign 5:draw:50001                                | asked_of_events=line_for_drawdown     | –                          |
| 4:sign 5:draw:30000 6:draw:20000 7:draw:1          | –                                     | 3:DRAWDOWN_OVER_LINE       |
| 4:sign 5:draw:30000 6:pay:10000 7:draw:30000       | –                                     | –                          |
| 4:sign 5:draw:30000 6:pay:30001                    | –                                     | 2:BALANCE_BELOW_ZERO       |
| 4:sign 5:draw:50000 6:draw:1 7:pay:50001           | –                                     | 2:DRAWDOWN_OVER_LINE 3:BALANCE_BELOW_ZERO |
| 4:sign 5:freeze 6:draw:1                           | –                                     | 2:DRAWDOWN_WITHOUT_LINE    |
| 4:sign 5:freeze 6:thaw 7:draw:1                    | –                                     | –                          |
| 4:sign 5:freeze 6:freeze 7:thaw 8:draw:1           | –                                     | –                          |
| 4:thaw                                             | –                                     | 0:NOT_FROZEN               |
| 4:freeze 5:thaw 6:thaw                             | –                                     | 2:NOT_FROZEN               |
| 4:sign 5:cancel 6:draw:1                           | –                                     | 2:DRAWDOWN_BEFORE_SIGNING  |
| 4:sign 5:cancel 6:card                             | –                                     | 2:CARD_BEFORE_SIGNING      |
| 4:sign 5:cancel 6:sign                             | –                                     | 2:SIGNED_WITHOUT_LINE      |
| 2:cancel 4:sign 5:draw:1                           | –                                     | –                          |
| 3:cancel 4:sign                                    | –                                     | 1:SIGNED_WITHOUT_LINE      |
| 4:sign 5:draw:50000 6:cancel 7:pay:50000           | –                                     | –                          |
| 4:see 5:see                                        | –                                     | –                          |
| 4:sign 5:thaw 5:freeze                             | –                                     | –                          |
| 4:sign 5:draw 6:pay:1                              | –                                     | 2:BALANCE_BELOW_ZERO       |
| 4:sign 5:draw:50000 6:draw                         | –                                     | –                          |
| 4:sign 5:draw:40000 5:draw:30000 5:pay:40000       | –                                     | –                          |
| 4:sign 5:draw:40000 5:draw:30000 5:pay:19999       | –                                     | 2:DRAWDOWN_OVER_LINE       |
""")


def event(text: str) -> dict[str, Any]:
    day, kind, *amount = text.split(":")
    return {
        "kind": KINDS[kind],
        "effective": date(2016, 5, int(day)),
        "amount_yuan": int(amount[0]) if amount else None,
    }


def line_on(day: date) -> Line | None:
    return LINE if day >= LINE.decided_on else None


@pytest.mark.parametrize("case", TIMELINES, ids=lambda case: " | ".join(case.values()))
def test_each_step_comes_after_the_one_before_it(case: Case) -> None:
    timeline = [event(text) for text in case["events"].split()]
    found = [
        f"{fault.at}:{fault.code}" for fault in faults(timeline, line_on, set_to(case["policy"]).values("outcomes"))
    ]
    assert found == case["faults"].split()


@pytest.mark.parametrize(("day", "refused"), [(date(2019, 5, 2), False), (date(2019, 5, 3), True)])
def test_an_expired_line_is_none(day: date, refused: bool) -> None:
    timeline = [event("4:sign"), {"kind": "drawdown", "effective": day, "amount_yuan": 1}]
    assert bool(list(faults(timeline, line_on, set_to("").values("outcomes")))) is refused


def test_what_is_over_the_line_is_told_with_the_line() -> None:
    (fault,) = faults([event("4:sign"), event("5:draw:60000")], line_on, set_to("").values("outcomes"))
    assert fault.params == {"line": "50,000"}
    (fault,) = faults([event("2:draw:1")], line_on, set_to("asked_of_events=drawdown_within_line").values("outcomes"))
    assert fault.params == {"line": "0"}


def test_events_of_one_day_stand_in_the_order_in_which_they_may_follow() -> None:
    day = [event(f"4:{kind}:1") for kind in ("cancel", "pay", "draw", "card", "sign", "freeze", "thaw")]
    told = [entry["kind"] for entry in sorted(day, key=place)]
    assert told == ["unfrozen", "signed", "carded", "drawdown", "repayment", "frozen", "cancelled"]
    assert place({"kind": "reviewed", "effective": date(2016, 5, 4)}) == (date(2016, 5, 4), len(ORDER))
    assert place(event("5:sign")) > place(event("4:cancel"))


def test_what_is_on_record_happened_whatever_is_thought_of_it_now() -> None:
    values = set_to("").values("outcomes")
    timeline = [
        event("2:sign"),
        event("4:draw:60000"),
        event("5:pay:50000"),
        event("6:draw:41000"),
        event("7:pay:10001"),
    ]
    found = [(fault.at, fault.code) for fault in faults(timeline, line_on, values, recorded={0, 1})]
    assert found == [
        (0, "SIGNED_WITHOUT_LINE"), (1, "DRAWDOWN_OVER_LINE"), (3, "DRAWDOWN_OVER_LINE"), (4, "BALANCE_BELOW_ZERO"),
    ]  # fmt: skip


steps = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from(sorted(KINDS)), st.integers(0, 30_000)).map(
        lambda step: event(f"{step[0]}:{step[1]}:{step[2]}")
    ),
    max_size=12,
)


@given(steps)
def test_what_is_left_without_the_faults_has_none_and_never_owes_less_than_nothing(
    given_steps: list[dict[str, Any]],
) -> None:
    values = set_to("").values("outcomes")
    timeline = sorted(given_steps, key=place)
    bad = {fault.at for fault in faults(timeline, line_on, values)}
    kept = [entry for at, entry in enumerate(timeline) if at not in bad]
    assert list(faults(kept, line_on, values)) == []
    balance = 0
    for entry in kept:
        balance += {"drawdown": 1, "repayment": -1}.get(entry["kind"], 0) * (entry["amount_yuan"] or 0)
        assert 0 <= balance <= LINE.yuan
