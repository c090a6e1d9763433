"""The duty rota planned: what it never does, and that what is published stays."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import set_to

from gridcredit.errors import CalendarUnknown
from gridcredit.policy import Policy
from gridcredit.rota.model import OUTREACH, STUDY, Published, Rota, Session, changes, published
from gridcredit.rota.plan import rota
from gridcredit.rules.rota import WHOLE, is_farming_season
from gridcredit.staff import Officer
from gridcredit.workdays import STANDARD, Calendar

NOTHING = Published({})
LUNAN = "路南支行"
VILLAGES = {"李家村": 60, "洪洋村": 30, "古岙村": 10}
FIRST, LAST = date(2016, 1, 1), date(2025, 6, 30)
ALWAYS = "farming_seasons="

villages = st.dictionaries(st.sampled_from("甲乙丙丁戊己庚辛"), st.integers(0, 400), min_size=1, max_size=8)
starts = st.dates(FIRST, LAST)
policies = st.builds(
    "sessions_per_week={} notice_days={} weekends_worked={} farming_seasons={}".format,
    st.integers(1, 5),
    st.integers(0, 9),
    st.sampled_from(["left_free", "used"]),
    st.sampled_from(["", "06-01..06-15,10-01..10-15", "12-20..01-05", "02-20..02-29"]),
)


def plan(
    as_of: date | str,
    until: date | str,
    backlog: Mapping[str, int] = VILLAGES,
    known: Published = NOTHING,
    policy: str = ALWAYS,
    calendar: Calendar = STANDARD,
    officers: Sequence[Officer] | None = None,
) -> Rota:
    first, last = (date.fromisoformat(day) if isinstance(day, str) else day for day in (as_of, until))
    return rota({LUNAN: backlog}, known, first, last, in_force(policy), calendar, officers)[0]


def in_force(policy: str) -> Policy:
    return set_to(policy)


def told(found: Rota) -> list[str]:
    return [f"{session.day} {session.village or session.kind}" for session in found.sessions()]


def week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(0, 400), villages, policies)
def test_what_a_rota_never_does(as_of: date, ahead: int, backlog: dict[str, int], policy: str) -> None:
    values = in_force(policy).values("rota")
    until = as_of + timedelta(days=ahead)
    sessions = plan(as_of, until, backlog, policy=policy).sessions()
    for session in sessions:
        assert as_of + timedelta(days=values.number("notice_days")) <= session.day <= until
        assert STANDARD.is_workday(session.day)
        assert session.day.weekday() < 5 or values.word("weekends_worked") == "used"
        if session.kind == OUTREACH:
            assert session.village in backlog and not is_farming_season(session.day, values)
        else:
            assert session.village == ""
    weeks = Counter(week_of(session.day) for session in sessions)
    assert all(count <= values.number("sessions_per_week") for count in weeks.values())
    assert len({session.day for session in sessions}) == len(sessions)
    for before, after in pairwise(sessions):
        assert before.kind != after.kind or (after.kind == STUDY and is_farming_season(after.day, values))


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(0, 400), villages, policies)
def test_every_week_gets_what_it_is_to_get_or_says_so(
    as_of: date, ahead: int, backlog: dict[str, int], policy: str
) -> None:
    values = in_force(policy).values("rota")
    until = as_of + timedelta(days=ahead)
    found = plan(as_of, until, backlog, policy=policy)
    weeks = Counter(week_of(session.day) for session in found.sessions())
    short = {one.monday: one for one in found.short}
    monday = week_of(as_of) + timedelta(days=7)
    while monday + timedelta(days=6) <= until:
        asked = values.number("sessions_per_week")
        if (monday - as_of).days >= values.number("notice_days"):
            if monday in short:
                assert weeks[monday] == short[monday].sessions == short[monday].days < asked
            else:
                assert weeks[monday] == asked
        monday += timedelta(days=7)


@settings(max_examples=40, deadline=None)
@given(starts, villages)
def test_over_a_year_each_village_s_turns_follow_its_share(as_of: date, backlog: dict[str, int]) -> None:
    found = plan(as_of, as_of + timedelta(days=366), backlog)
    turns = Counter(session.village for session in found.sessions() if session.kind == OUTREACH)
    number = turns.total()
    assert number >= 45
    for village, share in found.shares[LUNAN].items():
        ahead = turns[village] - number * share / WHOLE
        assert -2 < ahead < 1.001


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(0, 200), st.integers(0, 60), st.integers(0, 200), villages, villages, policies)
def test_what_is_published_stays_whatever_waits_later(
    as_of: date, ahead: int, later: int, longer: int, backlog: dict[str, int], other: dict[str, int], policy: str
) -> None:
    first = plan(as_of, as_of + timedelta(days=ahead), backlog, policy=policy)
    then = as_of + timedelta(days=later)
    second = plan(then, then + timedelta(days=longer), other, first.published, policy)
    assert first.published.sessions.items() <= second.published.sessions.items()
    assert second.published.cancelled == frozenset()
    again = plan(then, then + timedelta(days=longer), other, second.published, policy)
    assert again == second and changes(second.published, again.published) == []


@settings(max_examples=40, deadline=None)
@given(starts, st.integers(20, 200), st.integers(0, 100), villages, policies)
def test_a_rota_published_in_pieces_is_the_one_published_at_once(
    as_of: date, ahead: int, cut: int, backlog: dict[str, int], policy: str
) -> None:
    whole = plan(as_of, as_of + timedelta(days=ahead), backlog, policy=policy)
    piece = plan(as_of, as_of + timedelta(days=min(cut, ahead)), backlog, policy=policy)
    rest = plan(as_of, as_of + timedelta(days=ahead), backlog, piece.published, policy)
    assert [(one.day, one.kind) for one in rest.sessions()] == [(one.day, one.kind) for one in whole.sessions()]
    assert told(rest) == told(whole)


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(7, 60), villages, policies, st.sets(st.integers(0, 60), max_size=20))
def test_a_published_day_that_becomes_a_day_off_moves_within_its_week_or_is_cancelled(
    as_of: date, ahead: int, backlog: dict[str, int], policy: str, shut: set[int]
) -> None:
    until = as_of + timedelta(days=ahead)
    calendar = Calendar(dict.fromkeys((as_of + timedelta(days=number) for number in shut), False))
    before = plan(as_of, until, backlog, policy=policy)
    after = plan(as_of, until, backlog, before.published, policy, calendar)
    values = in_force(policy).values("rota")
    for session in before.sessions():
        if calendar.is_workday(session.day):
            assert after.published.sessions[session.place] == session
        else:
            assert session.place in after.published.cancelled
    for session in after.published.sessions.values():
        assert calendar.is_workday(session.day)
        if session.moved_from:
            assert week_of(session.day) == week_of(session.moved_from)
            assert not calendar.is_workday(session.moved_from)
            old = before.published.sessions[LUNAN, session.moved_from]
            assert (session.village, session.kind) == (old.village, old.kind) or (
                session.kind == STUDY and is_farming_season(session.day, values)
            )
    again = plan(as_of, until, backlog, after.published, policy, calendar)
    assert again == after
    assert published(minutes(NOTHING, before.published) + minutes(before.published, after.published)) == after.published


def minutes(before: Published, after: Published) -> list[dict[str, object]]:
    return [{"kind": kind, "village": village, "detail": detail} for kind, village, detail in changes(before, after)]


def test_two_a_week_a_study_meeting_and_outreach_by_turns() -> None:
    assert told(plan("2016-06-19", "2016-07-03")) == [
        "2016-06-21 study",
        "2016-06-23 李家村",
        "2016-06-28 study",
        "2016-06-30 洪洋村",
    ]


def test_the_turns_go_on_over_weeks() -> None:
    found = plan("2016-06-19", "2016-07-17", policy=f"{ALWAYS} sessions_per_week=1")
    assert told(found) == ["2016-06-22 study", "2016-06-29 李家村", "2016-07-06 study", "2016-07-13 洪洋村"]


def test_in_the_farming_season_one_studies_and_goes_out_as_soon_as_it_is_over() -> None:
    assert told(plan("2016-05-29", "2016-06-19", policy="")) == [
        "2016-05-31 study",
        "2016-06-02 study",
        "2016-06-06 study",
        "2016-06-08 study",
        "2016-06-14 study",
        "2016-06-16 李家村",
    ]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("left_free", ["2016-06-06 study", "2016-06-08 李家村"]), ("used", ["2016-06-07 study", "2016-06-12 李家村"])],
)
def test_a_sunday_worked_in_exchange_is_used_where_the_policy_says_so(policy: str, expected: list[str]) -> None:
    assert told(plan("2016-06-05", "2016-06-12", policy=f"{ALWAYS} weekends_worked={policy}")) == expected


def test_a_week_of_holidays_says_so() -> None:
    found = plan("2016-09-25", "2016-10-16")
    assert [(one.monday, one.sessions, one.days) for one in found.short] == [(date(2016, 10, 3), 0, 0)]
    one_day = Calendar({date(2016, 10, 6): True})
    found = plan("2016-09-25", "2016-10-16", calendar=one_day)
    assert [(one.monday, one.sessions, one.days) for one in found.short] == [(date(2016, 10, 3), 1, 1)]


def test_a_week_over_new_year_is_one_week() -> None:
    assert told(plan("2019-12-29", "2020-01-05")) == ["2019-12-31 study", "2020-01-03 李家村"]


def test_a_leap_day_is_a_day_like_others() -> None:
    assert told(plan("2024-02-25", "2024-03-03")) == ["2024-02-27 study", "2024-02-29 李家村"]


def test_weeks_that_are_cut_use_the_days_that_are_left() -> None:
    assert told(plan("2016-06-22", "2016-06-26")) == ["2016-06-23 study", "2016-06-24 李家村"]
    assert told(plan("2016-06-23", "2016-06-26")) == ["2016-06-24 study"]
    assert plan("2016-06-23", "2016-06-26").short == []
    assert told(plan("2016-06-19", "2016-06-22")) == ["2016-06-21 study"]


def test_a_year_that_is_not_known_ends_a_rota_and_one_soon_after_it_is_told() -> None:
    with pytest.raises(CalendarUnknown):
        plan("2098-12-01", "2098-12-31")
    to_new_year = Calendar({}, {2098})
    found, findings = rota(
        {LUNAN: VILLAGES}, NOTHING, date(2098, 12, 28), date(2098, 12, 31), in_force(""), to_new_year
    )
    assert told(found) == ["2098-12-29 study", "2098-12-31 李家村"]
    assert [(finding.code, finding.params) for finding in findings] == [("CALENDAR_UNKNOWN", {"year": 2099})]
    with pytest.raises(CalendarUnknown):
        plan("2098-12-28", "2099-01-01", calendar=to_new_year)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_at_the_ends_of_time_no_year_is_known(day: date) -> None:
    with pytest.raises(CalendarUnknown):
        plan(day, day)


def test_a_session_that_is_moved_keeps_what_it_is_and_the_old_day_is_cancelled() -> None:
    before = plan("2016-06-19", "2016-06-26")
    shut = Calendar({date(2016, 6, 23): False})
    after = plan("2016-06-20", "2016-06-26", known=before.published, calendar=shut)
    assert told(after) == ["2016-06-21 study", "2016-06-24 李家村"]
    assert after.sessions()[1].moved_from == date(2016, 6, 23)
    assert after.cancelled() == [(LUNAN, date(2016, 6, 23))]


def test_one_that_finds_no_other_day_in_its_week_is_cancelled_and_its_village_is_owed_the_turn() -> None:
    before = plan("2016-06-19", "2016-06-26")
    shut = Calendar({date(2016, 6, 23): False, date(2016, 6, 24): False})
    after = plan("2016-06-22", "2016-07-03", known=before.published, calendar=shut)
    assert told(after) == ["2016-06-28 李家村", "2016-06-30 study"]
    assert after.cancelled() == [(LUNAN, date(2016, 6, 23))]


def test_a_day_in_the_past_is_past_whatever_the_calendar_says_now() -> None:
    before = plan("2016-06-19", "2016-06-26")
    shut = Calendar({date(2016, 6, 21): False})
    after = plan("2016-06-22", "2016-06-26", known=before.published, calendar=shut)
    assert after.published == before.published


def test_a_village_that_gets_the_backlog_later_gets_the_turns_later_and_the_other_is_not_starved() -> None:
    first = plan("2016-06-19", "2017-06-18", {"李家村": 90, "洪洋村": 10})
    second = plan("2017-06-18", "2017-12-31", {"李家村": 10, "洪洋村": 90}, first.published)
    gone = [
        session.village for session in second.sessions() if session.kind == OUTREACH and session.day > date(2017, 6, 18)
    ]
    assert 2 <= gone.count("李家村") <= 4
    assert len(gone) >= 25


def test_branches_are_planned_each_for_itself() -> None:
    both, _ = rota(
        {"甲行": {"李家村": 1}, "乙行": {"洪洋村": 1}}, NOTHING, date(2016, 6, 19), date(2016, 6, 26), in_force(ALWAYS)
    )
    assert [(one.branch, one.village) for one in both.sessions()] == [
        ("乙行", ""),
        ("乙行", "洪洋村"),
        ("甲行", ""),
        ("甲行", "李家村"),
    ]


def test_a_branch_that_has_lost_its_villages_still_holds_what_it_published() -> None:
    before = plan("2016-06-19", "2016-06-26")
    after, _ = rota({"新支行": VILLAGES}, before.published, date(2016, 6, 19), date(2016, 6, 26), in_force(ALWAYS))
    assert before.published.sessions.items() <= after.published.sessions.items()
    assert {one.branch for one in after.sessions()} == {LUNAN, "新支行"}


def test_a_policy_that_asks_for_more_adds_to_weeks_that_are_published() -> None:
    before = plan("2016-06-19", "2016-06-26")
    after = plan("2016-06-19", "2016-06-26", known=before.published, policy=f"{ALWAYS} sessions_per_week=3")
    assert before.published.sessions.items() <= after.published.sessions.items()
    assert len(after.sessions()) == 3


def test_equal_contents_make_equal_sessions() -> None:
    one = Session(LUNAN, date(2016, 6, 23), OUTREACH, "李家村", ("甲",), {"李家村": WHOLE}, date(2016, 6, 22))
    assert published([{"kind": "rota", "village": "李家村", "detail": one.detail()}]).sessions == {one.place: one}
    assert published([{"kind": "review", "village": "李家村", "detail": {}}]) == NOTHING
