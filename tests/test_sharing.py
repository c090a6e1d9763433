"""The work shared: who sees which household, on which day, in which order."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import set_to

from gridcredit.errors import UsageError
from gridcredit.natural import natural
from gridcredit.sharing import Promise, Shared, Task, share, solver
from gridcredit.staff import Officer
from gridcredit.workdays import STANDARD, Calendar

AS_OF = date(2016, 6, 1)  # a Wednesday
UNTIL = date(2016, 6, 30)
VALUES = set_to("").values("sharing")
Promises = dict[tuple[str, str], Promise]


def task(household: str, *, village: str = "李家村", group: str = "一组", address: str = "", **others: Any) -> Task:
    day: dict[str, Any] = {"opens": AS_OF, "due": UNTIL, "branch": None, **others}
    return Task(village, household, group, address, **day)


def overdue(household: str, days: int = 1, **others: Any) -> Task:
    return task(household, due=AS_OF - timedelta(days=days), overdue=True, **others)


def shared(
    tasks: Sequence[Task],
    officers: Sequence[Officer] | None,
    promises: Promises | None = None,
    calendar: Calendar = STANDARD,
    as_of: date = AS_OF,
    policy: str = "",
) -> Shared:
    return share(tasks, officers, promises or {}, calendar, as_of, UNTIL, set_to(policy).values("sharing"))


def promised(plan: Shared) -> Promises:
    return {stop.task.household: (stop.officer, stop.day) for stop in plan.stops}


def days_of(plan: Shared) -> dict[str, date]:
    return {stop.task.household_id: stop.day for stop in plan.stops}


def why(plan: Shared) -> dict[str, str]:
    return {left.task.household_id: left.why for left in plan.left}


def worked(plan: Shared) -> list[int]:
    return [count for load in plan.loads.values() for count in load if count is not None]


def test_loads_are_spread_evenly_over_officers_and_working_days() -> None:
    tasks = [task(f"H{number}", group=f"{number % 4}组") for number in range(84)]
    plan = shared(tasks, [Officer("甲"), Officer("乙")])
    assert len(plan.days) == 21 and not plan.left
    assert Counter(worked(plan)) == {2: 42}


@pytest.mark.parametrize(
    ("opens", "due", "day"),
    [
        (AS_OF, AS_OF, AS_OF),
        (date(2016, 5, 1), AS_OF, AS_OF),
        (date(2016, 6, 30), date(2016, 6, 30), date(2016, 6, 30)),
        (date(2016, 6, 10), date(2016, 6, 12), date(2016, 6, 12)),  # the Sunday that is worked for Dragon Boat
    ],
)
def test_a_household_is_seen_on_a_working_day_of_its_window(opens: date, due: date, day: date) -> None:
    assert days_of(shared([task("H1", opens=opens, due=due)], [Officer("甲")])) == {"H1": day}


def test_what_is_due_on_days_off_alone_is_told() -> None:
    plan = shared([task("H1", opens=date(2016, 6, 4), due=date(2016, 6, 5))], [Officer("甲")])
    assert why(plan) == {"H1": "no_day"}


def test_a_bank_s_own_calendar_counts() -> None:
    saturday = Calendar({date(2016, 6, 4): True})
    plan = shared([task("H1", opens=date(2016, 6, 4), due=date(2016, 6, 5))], [Officer("甲")], calendar=saturday)
    assert days_of(plan) == {"H1": date(2016, 6, 4)}


def test_nobody_is_sent_on_leave() -> None:
    away = Officer("甲", leaves=[(AS_OF, date(2016, 6, 15))])
    tasks = [task("H1", due=date(2016, 6, 15)), task("H2", due=date(2016, 6, 16))]
    assert why(shared(tasks, [away])) == {"H1": "on_leave"}
    assert days_of(shared(tasks, [away])) == {"H2": date(2016, 6, 16)}
    covered = shared(tasks, [away, Officer("乙")])
    assert not covered.left and covered.stops[0].officer == "乙"


def test_only_who_serves_a_village_goes_there() -> None:
    officers = [Officer("甲", villages=["李家村"]), Officer("乙", branch="城南支行")]
    tasks = [
        task("H1"),
        task("H2", village="洪洋村", branch="城南支行"),
        task("H3", village="上马村", branch="城北支行"),
    ]
    plan = shared(tasks, officers)
    assert {stop.task.household_id: stop.officer for stop in plan.stops} == {"H1": "甲", "H2": "乙"}
    assert why(plan) == {"H3": "nobody"}


def test_without_a_sheet_of_staff_households_go_to_who_collected_their_file() -> None:
    tasks = [task("H1", collector="甲"), task("H2", collector="乙"), task("H3"), task("H4", village="洪洋村")]
    plan = shared(tasks, None)
    officers = {stop.task.household_id: stop.officer for stop in plan.stops}
    assert (officers["H1"], officers["H2"]) == ("甲", "乙") and officers["H3"] in ("甲", "乙")
    assert why(plan) == {"H4": "nobody"}


def test_nobody_sees_more_a_day_than_agreed() -> None:
    tasks = [task(f"H{number}", due=date(2016, 6, 2)) for number in range(9)]
    plan = shared(tasks, [Officer("甲", per_day=3)])
    assert plan.loads["甲"][:2] == [3, 3] and list(why(plan).values()) == ["full"] * 3
    assert len(shared(tasks, [Officer("甲")], policy="sharing.households_per_day=4").stops) == 8


def test_what_is_overdue_is_seen_first_and_within_some_working_days() -> None:
    tasks = [overdue(f"O{number}") for number in range(10)] + [task(f"H{number}") for number in range(11)]
    days = days_of(shared(tasks, [Officer("甲")]))
    assert max(day for name, day in days.items() if name[0] == "O") <= date(2016, 6, 7)
    days = days_of(shared(tasks, [Officer("甲")], policy="overdue_within_days=2"))
    assert max(day for name, day in days.items() if name[0] == "O") == date(2016, 6, 2)


def test_when_there_is_no_room_for_all_what_is_overdue_goes_first_then_what_is_due_earlier() -> None:
    tasks = [
        task("H1", due=AS_OF),
        task("H2", due=AS_OF),
        task("H3", due=date(2016, 6, 2)),
        overdue("O1"),
        overdue("O2", 9),
    ]
    plan = shared(tasks, [Officer("甲", per_day=1)], policy="overdue_within_days=1")
    assert days_of(plan) == {"O2": AS_OF, "O1": date(2016, 6, 2)}
    assert plan.late == {("李家村", "O1")}
    assert why(plan) == dict.fromkeys(("H1", "H2", "H3"), "full")
    without = shared(tasks[:3], [Officer("甲", per_day=1)])
    assert "H3" in days_of(without) and len(without.left) == 1


def test_inspections_go_before_visits_that_are_overdue() -> None:
    tasks = [overdue("O1", 90), task("H1", due=AS_OF, inspected=True), task("H2", due=AS_OF)]
    plan = shared(tasks, [Officer("甲", per_day=1)], policy="overdue_within_days=1")
    assert days_of(plan) == {"H1": AS_OF, "O1": date(2016, 6, 2)} and plan.late == {("李家村", "O1")}
    both = [overdue("O1", 90), overdue("I1", 1, inspected=True)]
    plan = shared(both, [Officer("甲", per_day=1)], policy="overdue_within_days=1")
    assert days_of(plan) == {"I1": AS_OF, "O1": date(2016, 6, 2)}


def test_an_officer_with_room_takes_what_another_has_no_room_for() -> None:
    tasks = [task(f"H{number}", due=AS_OF) for number in range(6)]
    tasks += [task(f"G{number}", due=AS_OF, village="洪洋村") for number in range(4)]
    officers = [Officer("甲", per_day=5), Officer("乙", villages=["李家村"], per_day=5)]
    assert len(shared(tasks, officers).stops) == 10


def test_a_backlog_is_worked_off_as_early_as_there_is_room() -> None:
    plan = shared([overdue(f"O{number}") for number in range(20)], [Officer("甲", per_day=2)])
    assert plan.loads["甲"][:10] == [2] * 10 and len(plan.late) == 10 and not plan.left
    flood = shared([overdue(f"O{number}") for number in range(50)], [Officer("甲", per_day=2)])
    assert len(flood.stops) == 42 and set(why(flood).values()) == {"full"}


def test_a_group_is_walked_by_one_officer_on_days_one_after_the_other() -> None:
    tasks = [
        task(f"H{group}{number}", group=f"{group}组", address=f"{number}号")
        for group in "一二三四五六七八"
        for number in range(10)
    ]
    plan = shared(tasks, [Officer("甲"), Officer("乙")])
    officers, days = defaultdict(set), defaultdict(set)
    for stop in plan.stops:
        officers[stop.task.group].add(stop.officer)
        days[stop.task.group].add(plan.days.index(stop.day))
    assert all(len(names) == 1 for names in officers.values())
    assert all(max(own) - min(own) < 8 for own in days.values())
    assert all(
        len({stop.task.group for stop in walk}) <= 2
        for _day, walk in groupby(plan.stops, lambda stop: (stop.officer, stop.day))
    )


def test_a_walk_goes_by_group_and_address_as_people_count_them() -> None:
    places = [("十组", "1号"), ("二组", "10号"), ("二组", "9号"), ("一组", "3号")]
    tasks = [
        task(f"H{number}", group=group, address=address, due=AS_OF) for number, (group, address) in enumerate(places)
    ]
    plan = shared(tasks, [Officer("甲")])
    assert [(stop.place, stop.task.group, stop.task.address) for stop in plan.stops] == [
        (1, "一组", "3号"),
        (2, "二组", "9号"),
        (3, "二组", "10号"),
        (4, "十组", "1号"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["一组", "二组", "九组", "十组", "十一组", "二十组", "二十一组", "九十九组"],
        ["2组", "10组", "10组1号", "10组2号", "10组11号"],
        ["", "村东", "村西"],
    ],
)
def test_numbers_are_in_their_natural_order(words: list[str]) -> None:
    assert all(natural(first) < natural(second) for first, second in pairwise(words))


def test_a_promise_stays_even_where_that_costs_balance() -> None:
    tasks = [task(f"H{number}") for number in range(6)]
    day = date(2016, 6, 20)
    promises: Promises = {one.household: ("甲", day) for one in tasks}
    plan = shared([*tasks, task("new")], [Officer("甲"), Officer("乙")], promises)
    assert plan.kept == 6 and all(days_of(plan)[one.household_id] == day for one in tasks)
    assert plan.loads["甲"][plan.days.index(day)] == 6


@pytest.mark.parametrize(
    ("one", "officer", "promise"),
    [
        (task("H1"), Officer("乙"), ("甲", date(2016, 6, 20))),
        (task("H1"), Officer("甲", villages=["洪洋村"]), ("甲", date(2016, 6, 20))),
        (task("H1"), Officer("甲"), ("甲", date(2016, 5, 31))),
        (task("H1"), Officer("甲"), ("甲", date(2016, 6, 18))),  # a Saturday
        (task("H1", due=date(2016, 6, 17)), Officer("甲"), ("甲", date(2016, 6, 20))),
        (task("H1", opens=date(2016, 6, 21)), Officer("甲"), ("甲", date(2016, 6, 20))),
        (task("H1"), Officer("甲", leaves=[(date(2016, 6, 20), date(2016, 6, 20))]), ("甲", date(2016, 6, 20))),
    ],
)
def test_a_promise_that_cannot_be_kept_is_planned_anew(one: Task, officer: Officer, promise: Promise) -> None:
    plan = shared([one], [officer], {one.household: promise})
    assert plan.kept == 0
    assert (promise not in promised(plan).values()) and len(plan.stops) + len(plan.left) == 1


def test_of_promises_that_a_day_no_longer_holds_the_most_pressing_stay() -> None:
    tasks = [task("H1"), overdue("O1"), task("H2", due=date(2016, 6, 2))]
    promises: Promises = {one.household: ("甲", AS_OF) for one in tasks}
    plan = shared(tasks, [Officer("甲", per_day=1)], promises)
    assert plan.kept == 1 and days_of(plan)["O1"] == AS_OF and days_of(plan)["H2"] == date(2016, 6, 2)


def test_what_was_promised_late_for_want_of_room_stays() -> None:
    tasks = [overdue(f"O{number}") for number in range(14)]
    first = shared(tasks, [Officer("甲", per_day=2)])
    again = shared(tasks, [Officer("甲", per_day=2)], promised(first))
    assert again.stops == first.stops and again.kept == 14


def test_a_year_that_is_not_known_ends_the_plan() -> None:
    known = Calendar({}, [2040])
    as_of = date(2040, 12, 28)
    one = replace(overdue("O1"), due=date(2040, 12, 3), opens=date(2040, 12, 1))
    plan = share([one], [Officer("甲")], {}, known, as_of, date(2040, 12, 31), VALUES)
    assert plan.days[-1] == date(2040, 12, 31) and len(plan.stops) == 1


def test_many_officers_of_the_same_villages_are_split_into_teams_and_still_balanced() -> None:
    tasks = [task(f"H{number}", village=f"村{number % 30}", group=f"{number % 7}组") for number in range(2100)]
    plan = shared(tasks, [Officer(f"甲{number}") for number in range(20)])
    assert not plan.left and max(worked(plan)) <= 6  # five in the mean


def test_where_the_solver_is_missing_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    with pytest.raises(UsageError, match=r"gridcredit\[plan\]"):
        solver.Network().cheapest()


DAYS = st.integers(-5, 29).map(lambda number: AS_OF + timedelta(days=number))


@st.composite
def offices(draw: st.DrawFn) -> tuple[list[Task], list[Officer], Promises]:
    villages = ["李家村", "洪洋村", "上马村"]
    tasks = []
    for number in range(draw(st.integers(0, 25))):
        opens, due = sorted((draw(DAYS), draw(DAYS)))
        place = {"village": draw(st.sampled_from(villages)), "group": draw(st.sampled_from(["一组", "二组", "十组"]))}
        tasks.append(
            task(f"H{number}", **place, opens=opens, due=due, overdue=due < AS_OF, inspected=draw(st.booleans()))
        )
    officers = [
        Officer(
            f"甲{number}",
            villages=draw(st.lists(st.sampled_from(villages), unique=True)),
            per_day=draw(st.integers(1, 4)),
            leaves=[tuple(sorted((draw(DAYS), draw(DAYS))))] if draw(st.booleans()) else [],  # type: ignore[list-item]
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    names = st.sampled_from([f"甲{number}" for number in range(5)])
    promises = {one.household: (draw(names), draw(DAYS)) for one in tasks if draw(st.booleans())}
    return tasks, officers, promises


@given(offices())
@settings(max_examples=150, deadline=None)
def test_no_household_is_lost_and_every_stop_can_be_made(office: tuple[list[Task], list[Officer], Promises]) -> None:
    tasks, officers, promises = office
    plan = shared(tasks, officers, promises)
    seen = [stop.task for stop in plan.stops] + [left.task for left in plan.left]
    assert sorted(one.household for one in seen) == sorted(one.household for one in tasks)
    by_name = {officer.name: officer for officer in officers}
    soon = plan.days[:5]
    for stop in plan.stops:
        officer, one = by_name[stop.officer], stop.task
        assert officer.serves(one.village, one.branch) and not officer.is_on_leave(stop.day)
        assert STANDARD.is_workday(stop.day) and stop.day >= max(AS_OF, one.opens)
        assert stop.day <= one.due or (one.overdue and (stop.day in soon or one.household in plan.late))
    for (name, day), walk in groupby(plan.stops, lambda stop: (stop.officer, stop.day)):
        stops = list(walk)
        assert len(stops) <= (by_name[name].per_day or 15)
        assert [stop.place for stop in stops] == list(range(1, len(stops) + 1))
        assert plan.loads[name][plan.days.index(day)] == len(stops)


@given(offices())
@settings(max_examples=100, deadline=None)
def test_what_is_left_has_no_room_and_nothing_less_pressing_in_its_way(
    office: tuple[list[Task], list[Officer], Promises],
) -> None:
    tasks, officers, _promises = office
    plan = shared(tasks, officers)
    for left in plan.left:
        one = left.task
        window = [day for day in plan.days if max(one.opens, AS_OF) <= day and (day <= one.due or one.overdue)]
        able = [officer for officer in officers if officer.serves(one.village, None)]
        places = {(officer.name, day) for officer in able for day in window if not officer.is_on_leave(day)}
        expected = "nobody" if not able else "no_day" if not window else "full" if places else "on_leave"
        assert left.why == expected
        for officer in able:
            for day in window:
                here = [stop for stop in plan.stops if (stop.officer, stop.day) == (officer.name, day)]
                if (officer.name, day) in places:
                    assert len(here) == officer.per_day
                if day in plan.days[:5] or not one.overdue:
                    assert all(stop.task.priority <= one.priority for stop in here)


@given(offices())
@settings(max_examples=100, deadline=None)
def test_a_plan_made_again_is_the_same_and_moves_no_promise(office: tuple[list[Task], list[Officer], Promises]) -> None:
    tasks, officers, promises = office
    plan = shared(tasks, officers, promises)
    assert shared(tasks[::-1], officers, promises) == plan
    again = shared(tasks, officers, promised(plan))
    assert (again.stops, again.left, again.loads, again.late) == (plan.stops, plan.left, plan.loads, plan.late)


@given(offices(), st.lists(st.sampled_from(["李家村", "洪洋村"]), max_size=6))
@settings(max_examples=100, deadline=None)
def test_new_households_are_fitted_around_what_was_promised(
    office: tuple[list[Task], list[Officer], Promises], villages: list[str]
) -> None:
    tasks, officers, _promises = office
    before = promised(shared(tasks, officers))
    new = [task(f"N{number}", village=village) for number, village in enumerate(villages)]
    after = promised(shared([*tasks, *new], officers, before))
    assert before.items() <= after.items()


@given(
    st.integers(1, 300),
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from(["李家村", "洪洋村", "上马村"]), st.integers(1, 9)), min_size=1, max_size=12),
)
@settings(max_examples=40, deadline=None)
def test_where_windows_are_wide_no_day_is_much_above_the_mean(
    count: int, officers: int, groups: list[tuple[str, int]]
) -> None:
    tasks = []
    for number in range(count):
        village, group = groups[number % len(groups)]
        tasks.append(task(f"H{number}", village=village, group=f"{group}组"))
    plan = shared(
        tasks, [Officer(f"甲{number}") for number in range(officers)], policy="sharing.households_per_day=200"
    )
    loads = worked(plan)
    mean = sum(loads) / len(loads)
    assert not plan.left and max(loads) <= max(1.2 * mean, -(-count // len(loads)))
