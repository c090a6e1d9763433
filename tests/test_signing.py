"""The plan of a door-to-door signing: who is asked, which team goes where and when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.deciding import DEFAULT, set_to

from gridcredit.errors import CalendarUnknown
from gridcredit.policy import Policy
from gridcredit.signing import AWAY, NO_LINE, RESTING, SIGN, SIGNED, Plan, plans
from gridcredit.staff import Officer
from gridcredit.workdays import Calendar

WEDNESDAY = date(2016, 6, 1)
GRANTED: dict[str, Any] = {"credited": 1, "contract": 0, "line_yuan": 50_000, "residence_status": "home"}
REFUSED: dict[str, Any] = {**GRANTED, "credited": 0, "line_yuan": 0}
STATES: dict[str, dict[str, Any]] = {
    "granted": GRANTED,
    "refused": REFUSED,
    "signed": {**GRANTED, "contract": 1},
    "away": {**GRANTED, "residence_status": "away"},
    "in cooling-off": {**GRANTED, "declined": True},
}


def home(number: int, state: dict[str, Any] = GRANTED, village: str = "甲村", group: str = "一组") -> dict[str, Any]:
    known = {name: value for name, value in state.items() if name != "declined"}
    place = {"village": village, "branch": "路南支行", "group": group, "address": f"{number}号"}
    return {"household_id": f"A{number}", **place, **known}


def event(kind: str, day: date, number: int = 1, village: str = "甲村", result: str | None = None) -> dict[str, Any]:
    told = {"kind": kind, "village": village, "household_id": f"A{number}", "effective": day}
    return told | {"result": result}


def planned(
    homes: Sequence[dict[str, Any]],
    *events: dict[str, Any],
    policy: Policy = DEFAULT,
    officers: Sequence[Officer] | None = None,
    as_of: date = WEDNESDAY,
) -> list[Plan]:
    return plans(homes, events, as_of, policy, officers=officers)[0]


def walks(plan: Plan) -> list[tuple[int, int, int]]:
    """Day of the month, team, doors."""
    return [(walk.day.day, walk.team, len(walk.doors)) for walk in plan.walks]


@pytest.mark.parametrize(
    ("state", "task"),
    [("granted", SIGN), ("refused", NO_LINE), ("signed", SIGNED), ("away", AWAY)],
)
def test_who_has_a_line_and_no_contract_is_asked_to_sign(state: str, task: str) -> None:
    (plan,) = planned([home(1, STATES[state])])
    assert [door.task for door in plan.doors] == [task]
    assert bool(plan.walks) is (task == SIGN)  # nobody to sign, no walk


@pytest.mark.parametrize(
    ("refused", "task", "until"),
    [
        (date(2016, 3, 1), SIGN, None),
        (date(2016, 3, 2), RESTING, date(2016, 6, 2)),
        (date(2016, 5, 31), RESTING, date(2016, 8, 31)),
    ],
)
def test_who_declined_is_not_asked_in_the_cooling_off(refused: date, task: str, until: date | None) -> None:
    (plan,) = planned([home(1), home(2)], event("signing_refused", refused))
    assert [(door.task, door.until) for door in plan.doors] == [(task, until), (SIGN, None)]


def test_a_refusal_that_a_signing_followed_is_over() -> None:
    """Whose contract ended since, by a cancellation and a new line, may be asked."""
    events = event("signing_refused", date(2016, 5, 1)), event("signed", date(2016, 5, 10))
    assert [door.task for door in planned([home(1)], *events)[0].doors] == [SIGN]


@pytest.mark.parametrize(("said", "until"), [("暂无资金需求", date(2016, 8, 20)), ("不放心", date(2016, 11, 20))])
def test_why_it_declined_says_how_long_it_rests_as_on_the_list_of_visits(said: str, until: date) -> None:
    (plan,) = planned([home(1), home(2)], event("signing_refused", date(2016, 5, 20), result=said))
    assert [door.until for door in plan.doors if door.household_id == "A1"] == [until]


def test_one_without_a_line_is_no_refuser_even_if_it_declined_once() -> None:
    (plan,) = planned([home(1, REFUSED)], event("signing_refused", date(2016, 5, 31)))
    assert [door.task for door in plan.doors] == [NO_LINE]


def test_doors_stand_by_group_and_address_as_people_count_them() -> None:
    homes = [home(10, group="十组"), home(2, group="二组"), home(10, group="二组"), home(1, group="十组")]
    (plan,) = planned(homes)
    assert [(door.group, door.address) for door in plan.walks[0].doors] == [
        ("二组", "2号"),
        ("二组", "10号"),
        ("十组", "1号"),
        ("十组", "10号"),
    ]


def test_walks_are_even_over_days_and_leave_out_days_off() -> None:
    (plan,) = planned([home(number) for number in range(100)])
    assert walks(plan) == [(1, 1, 25), (2, 1, 25), (3, 1, 25), (6, 1, 25)]  # 4 and 5 June 2016: a weekend


@pytest.mark.parametrize(("doors", "expected"), [(30, [(1, 1, 30)]), (31, [(1, 1, 16), (2, 1, 15)])])
def test_a_team_has_its_doors_a_day(doors: int, expected: list[tuple[int, int, int]]) -> None:
    assert walks(planned([home(number) for number in range(doors)])[0]) == expected


@pytest.mark.parametrize(
    ("doors", "expected"),
    [
        (30, [(1, 1, 30)]),  # no second team for what one does in a day
        (31, [(1, 1, 16), (1, 2, 15)]),
        (70, [(1, 1, 18), (1, 2, 18), (2, 1, 17), (2, 2, 17)]),
    ],
)
def test_work_is_even_between_teams(doors: int, expected: list[tuple[int, int, int]]) -> None:
    homes = [home(number) for number in range(doors)]
    assert walks(planned(homes, policy=set_to("signing.teams=2"))[0]) == expected


def test_a_walk_keeps_a_group_whole() -> None:
    homes = [home(number, group="一组" if number < 17 else "二组") for number in range(31)]
    (plan,) = planned(homes)
    assert [{door.group for door in walk.doors} for walk in plan.walks] == [{"一组"}, {"二组"}]


def officer(name: str, *leaves: tuple[date, date], per_day: int | None = None, villages: str = "") -> Officer:
    return Officer(name, "路南支行", tuple(villages.split()), per_day, leaves)


def test_officers_go_in_teams_and_stand_in_for_who_is_on_leave() -> None:
    away = WEDNESDAY, WEDNESDAY
    staff = [officer("陈"), officer("林", away), officer("周")]
    (plan,) = planned([home(number) for number in range(40)], officers=staff)
    assert [(walk.day.day, walk.officers) for walk in plan.walks] == [(1, ("陈", "周")), (2, ("陈", "林"))]


def test_a_day_without_a_whole_team_is_passed_over() -> None:
    (plan,) = planned([home(1)], officers=[officer("陈"), officer("林", (WEDNESDAY, date(2016, 6, 2)))])
    assert walks(plan) == [(3, 1, 1)]


def test_a_team_is_as_fast_as_its_slowest() -> None:
    (plan,) = planned([home(number) for number in range(30)], officers=[officer("陈", per_day=15), officer("林")])
    assert walks(plan) == [(1, 1, 15), (2, 1, 15)]


def test_nobody_is_in_two_villages_on_a_day() -> None:
    homes = [home(number, village=village) for village in ("甲村", "乙村") for number in range(40)]
    found = planned(homes, officers=[officer("陈"), officer("林"), officer("周", villages="乙村")])
    days = [(walk.day, name) for plan in found for walk in plan.walks for name in walk.officers]
    assert len(days) == len(set(days))
    assert [walks(plan) for plan in found] == [[(1, 1, 20), (2, 1, 20)], [(3, 1, 20), (6, 1, 20)]]


@pytest.mark.parametrize(("count", "codes"), [(0, ["SIGNING_NO_TEAM"]), (1, ["SIGNING_NO_TEAM"]), (2, [])])
def test_a_village_without_a_whole_team_has_blank_ones_and_says_so(count: int, codes: list[str]) -> None:
    staff = [officer(name) for name in ("陈", "林")[:count]]
    found, findings = plans([home(1)], [], WEDNESDAY, DEFAULT, officers=staff)
    assert [finding.code for finding in findings] == codes
    assert [len(walk.officers) for walk in found[0].walks] == [0 if codes else 2]


@pytest.mark.parametrize(("days", "codes"), [(31, []), (32, ["SIGNING_NO_TEAM"])])
def test_a_village_that_leaves_leave_without_a_team_for_a_month_has_blank_ones_and_says_so(
    days: int, codes: list[str]
) -> None:
    back = WEDNESDAY + timedelta(days=days)
    staff = [officer("陈"), officer("林", (WEDNESDAY, back - timedelta(days=1)))]
    (plan,), findings = plans([home(1)], [], WEDNESDAY, DEFAULT, Calendar({back: True}), staff)
    assert [finding.code for finding in findings] == codes
    assert [(walk.day, len(walk.officers)) for walk in plan.walks] == [(WEDNESDAY, 0) if codes else (back, 2)]


def test_teams_that_cannot_go_on_for_a_month_are_to_be_named_for_the_whole_village() -> None:
    staff = [officer("陈"), officer("林", (WEDNESDAY + timedelta(days=1), date(2017, 5, 1)))]
    (plan,), findings = plans([home(number) for number in range(90)], [], WEDNESDAY, DEFAULT, officers=staff)
    assert [finding.code for finding in findings] == ["SIGNING_NO_TEAM"]
    assert {walk.officers for walk in plan.walks} == {()}


def test_a_plan_does_not_go_on_into_a_year_that_is_not_known() -> None:
    with pytest.raises(CalendarUnknown):
        plans([home(1)], [], date(2099, 1, 1), DEFAULT, Calendar())


def test_only_those_to_sign_are_called_at_where_a_bank_wants_that() -> None:
    homes = [home(1), home(2, REFUSED), home(3, STATES["away"]), home(4)]
    (plan,) = planned(homes, policy=set_to("every_door=no"))
    assert [door.household_id for door in plan.walks[0].doors] == ["A1", "A4"]
    assert len(plan.doors) == 4


PLACES = st.tuples(st.sampled_from(("一组", "二组", "三组")), st.sampled_from(tuple(STATES)))


@given(st.lists(PLACES, min_size=1, max_size=80), st.data())
def test_walks_tell_nothing_of_what_was_decided(places: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whatever other states the households were in, days, teams and order would be the same."""
    others = data.draw(st.lists(st.sampled_from(tuple(STATES)), min_size=len(places), max_size=len(places)))
    staff = [officer(name, per_day=7) for name in "陈林周吴"]

    def seen(states: Sequence[str]) -> list[Any]:
        homes = [home(0), *(home(at, STATES[state], group=places[at - 1][0]) for at, state in enumerate(states, 1))]
        declined = [
            event("signing_refused", date(2016, 5, 20), at)
            for at, state in enumerate(states, 1)
            if "declined" in STATES[state]
        ]
        (plan,) = planned(homes, *declined, officers=staff)
        return [(walk.day, walk.team, walk.officers, [door[:5] for door in walk.doors]) for walk in plan.walks]

    assert seen([state for _group, state in places]) == seen(others)


@given(st.lists(PLACES, min_size=1, max_size=150), st.integers(1, 40), st.integers(1, 4))
def test_every_door_is_called_at_once_within_what_a_team_can_do(
    places: list[tuple[str, str]], capacity: int, teams: int
) -> None:
    homes = [home(0), *(home(at, STATES[state], group=group) for at, (group, state) in enumerate(places, 1))]
    (plan,) = planned(homes, policy=set_to(f"signing.households_per_day={capacity} signing.teams={teams}"))
    called = [door.household_id for walk in plan.walks for door in walk.doors]
    assert called == [door.household_id for door in plan.doors] and len(set(called)) == len(homes)
    assert all(0 < len(walk.doors) <= capacity for walk in plan.walks)
    slots = {(walk.day, walk.team) for walk in plan.walks}
    assert len(slots) == len(plan.walks)
    assert max(walk.day for walk in plan.walks) - WEDNESDAY < timedelta(days=2 * len(homes) + 14)
