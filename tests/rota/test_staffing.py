"""Who goes to which session."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import set_to

from gridcredit.rota.model import OUTREACH, Published, Rota
from gridcredit.rota.plan import rota
from gridcredit.staff import Officer

LUNAN = "路南支行"
VILLAGES = {"李家村": 60, "洪洋村": 30, "古岙村": 10}
START, END = date(2016, 6, 19), date(2016, 12, 31)
FOUR = [Officer(name, LUNAN) for name in "甲乙丙丁"]

leaves = st.lists(
    st.builds(
        lambda first, days: (START + timedelta(days=first), START + timedelta(days=first + days)),
        st.integers(0, 190),
        st.integers(0, 40),
    ),
    max_size=3,
)
people = st.lists(
    st.builds(
        Officer,
        st.sampled_from("甲乙丙丁戊"),
        st.sampled_from([LUNAN, "别行", None]),
        st.lists(st.sampled_from(["李家村", "洪洋村", "远村"]), unique=True, max_size=2),
        st.none(),
        leaves,
    ),
    unique_by=lambda officer: officer.name,
    max_size=5,
)


def plan(
    officers: list[Officer] | None,
    policy: str = "",
    known: Published | None = None,
    as_of: date = START,
    until: date = END,
) -> Rota:
    in_force = set_to(f"farming_seasons= {policy}")
    return rota({LUNAN: VILLAGES}, known or Published({}), as_of, until, in_force, officers=officers)[0]


def test_without_a_sheet_of_staff_the_officers_are_left_open() -> None:
    assert {session.officers for session in plan(None).sessions()} == {()}


def test_a_pair_goes_and_all_go_about_as_often() -> None:
    sessions = plan(FOUR).sessions()
    assert all(len(set(session.officers)) == 2 for session in sessions)
    often = Counter(name for session in sessions for name in session.officers)
    assert max(often.values()) - min(often.values()) <= 1


@pytest.mark.parametrize(("number", "gone"), [(1, 1), (3, 3), (5, 4)])
def test_as_many_as_the_policy_asks_for_if_there_are_so_many(number: int, gone: int) -> None:
    found = plan(FOUR, f"officers_per_session={number}")
    assert {len(session.officers) for session in found.sessions()} == {gone}


def test_those_who_serve_the_village_go_there_first() -> None:
    officers = [Officer("甲", LUNAN, ("洪洋村",)), Officer("乙", LUNAN, ("李家村",)), Officer("丙", LUNAN, ("李家村",))]
    there = {session.officers for session in plan(officers).sessions() if session.village == "李家村"}
    assert there <= {("乙", "丙"), ("丙", "乙")}


@settings(max_examples=60, deadline=None)
@given(people)
def test_nobody_goes_who_is_on_leave_or_of_another_branch(officers: list[Officer]) -> None:
    by_name = {officer.name: officer for officer in officers}
    found = plan(officers)
    for session in found.sessions():
        for name in session.officers:
            officer = by_name[name]
            assert not officer.is_on_leave(session.day)
            assert officer.branch == LUNAN or (officer.branch is None and set(officer.villages) != {"远村"})
    assert plan(officers, known=found.published) == found


def test_nobody_is_in_two_places_on_a_day() -> None:
    known, officers = Published({}), [Officer(name) for name in "甲乙丙"]
    found, _ = rota(
        {"甲行": {"一村": 5}, "乙行": {"二村": 5}}, known, START, END, set_to("farming_seasons="), officers=officers
    )
    days: Counter[tuple[date, str]] = Counter(
        (session.day, name) for session in found.sessions() for name in session.officers
    )
    assert set(days.values()) == {1}
    assert {len(session.officers) for session in found.sessions()} == {1, 2}


def test_who_falls_ill_is_replaced_and_day_and_village_stay() -> None:
    before = plan(FOUR)
    outreach = next(session for session in before.sessions() if session.kind == OUTREACH)
    ill = outreach.officers[0]
    away = [
        Officer(one.name, LUNAN, (), None, [(outreach.day, outreach.day)] if one.name == ill else []) for one in FOUR
    ]
    after = plan(away, known=before.published)
    changed = [(old, new) for old, new in zip(before.sessions(), after.sessions(), strict=True) if old != new]
    ((old, new),) = changed
    assert (new.day, new.village) == (outreach.day, outreach.village)
    assert old.officers[1] in new.officers and ill not in new.officers and len(new.officers) == 2


def test_officers_named_later_are_put_to_what_is_published_and_stay_when_none_are_named() -> None:
    before = plan(None)
    after = plan(FOUR, known=before.published)
    assert [one.place for one in after.sessions()] == [one.place for one in before.sessions()]
    assert {len(session.officers) for session in after.sessions()} == {2}
    assert plan(None, known=after.published).published == after.published


def test_who_was_there_stands_there_whoever_is_on_the_sheet_now() -> None:
    before = plan(FOUR)
    after = plan([Officer("新", LUNAN)], known=before.published, as_of=date(2016, 6, 22))
    first, second = list(after.published.sessions.values())[:2]
    assert first.day == date(2016, 6, 21) and first == before.sessions()[0]
    assert second.officers == ("新",)


@pytest.mark.parametrize(("weeks", "at_once"), [(4, False), (260, True)])
def test_a_new_colleague_catches_up_on_the_weeks_that_are_looked_at_alone(weeks: int, at_once: bool) -> None:
    before = plan(FOUR[:3], until=date(2016, 9, 30))
    after = plan(FOUR, known=before.published, as_of=date(2016, 9, 30), policy=f"balance_weeks={weeks}")
    later = [session.officers for session in after.sessions() if session.day > date(2016, 9, 30)][:16]
    assert all("丁" in officers for officers in later) is at_once
