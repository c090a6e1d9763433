"""The ways to sign side by side, from events to counts and medians."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.deciding import DEFAULT

from gridcredit.ways import ALL, CHANNELS, NOT_TOLD, Way, ways

DECIDED = date(2016, 5, 3)
AS_OF = date(2016, 5, 31)


def event(kind: str, day: int, channel: str | None = None, household: str = "A1", **more: Any) -> dict[str, Any]:
    detail = {"channel": channel} if channel else {}
    place = {"village": "甲村", "household_id": household, "effective": date(2016, 5, day)}
    return {"kind": kind, "amount_yuan": None, "result": None, "detail": detail, **place, **more}


def way(*events: dict[str, Any], channel: str = ALL, village: str | None = None) -> Way:
    found = ways(events, {"甲村": [DECIDED]}, ["甲村"], AS_OF, DEFAULT)
    (one,) = [way for way in found if (way.village, way.channel) == (village, channel)]
    return one


def test_each_way_has_its_own_signings_and_refusals() -> None:
    events = [
        event("signed", 9, "door", "A1"),
        event("signing_refused", 9, "door", "A2"),
        event("signed", 10, "collective", "A3"),
        event("signed", 10, None, "A4"),
        event("visit", 10, "door", "A5"),
    ]
    counts = {channel: (one.signed, one.asked) for channel in CHANNELS for one in [way(*events, channel=channel)]}
    assert counts == {"collective": (1, 1), "door": (1, 2), "counter": (0, 0), NOT_TOLD: (1, 1)}
    assert (way(*events).signed, way(*events).declined) == (3, 1)


def test_one_that_declined_and_signed_later_was_asked_twice() -> None:
    events = event("signing_refused", 9, "collective"), event("signed", 12, "door")
    assert [(way(*events, channel=one).signed, way(*events, channel=one).asked) for one in ("collective", "door")] == [
        (0, 1),
        (1, 1),
    ]


@pytest.mark.parametrize(("days", "median"), [((4,), 1), ((4, 5), 1.5), ((4, 5, 13), 2), ((3,), 0)])
def test_the_median_is_over_all_signings(days: tuple[int, ...], median: float) -> None:
    assert way(*(event("signed", day, "door", f"A{day}") for day in days)).median_days == median


def test_days_count_from_the_decision_that_was_in_force() -> None:
    """A village that is assessed again later, or a review in between."""
    decided = {"甲村": [DECIDED, date(2016, 5, 20)]}
    review = event("reviewed", 8, result="granted", household="A2")
    put_off = event("reviewed", 8, result="deferred", household="A3")
    signed = [event("signed", 10, "door", household) for household in ("A1", "A2", "A3")]
    found = ways([review, put_off, *signed], decided, ["甲村"], AS_OF, DEFAULT)[-1]
    assert found.median_days == 7  # of 7, 2 and 7
    assert ways([review, signed[1]], decided, ["甲村"], AS_OF, DEFAULT)[-1].median_days == 2
    assert ways(signed, {}, ["甲村"], AS_OF, DEFAULT)[-1].median_days is None


@pytest.mark.parametrize(
    ("signed", "carded", "in_time", "judged"),
    [(10, 17, 1, 1), (10, 18, 0, 1), (10, None, 0, 1), (23, None, 0, 1), (24, None, 0, 0), (24, 25, 0, 0)],
)
def test_a_card_is_judged_once_its_time_is_over(signed: int, carded: int | None, in_time: int, judged: int) -> None:
    one = way(event("signed", signed, "door"), *([event("carded", carded)] if carded else []))
    assert (one.in_time, one.judged) == (in_time, judged)


def test_what_follows_counts_for_the_signing_before_it() -> None:
    again = [
        event("signed", 4, "collective"),
        event("cancelled", 5),
        event("signed", 10, "door"),
        event("carded", 11),
        event("drawdown", 12, amount_yuan=1000),
    ]
    assert (way(*again, channel="collective").in_time, way(*again, channel="collective").drawn) == (0, 0)
    assert (way(*again, channel="door").in_time, way(*again, channel="door").drawn) == (1, 1)


def test_a_loan_that_the_core_system_states_is_a_drawdown() -> None:
    loan = event("loan", 20, amount_yuan=5000)
    loan["detail"] = {"loan": "1", "drawn_on": "2016-05-12"}
    assert way(event("signed", 10, "door"), loan).drawn == 1
    loan["detail"]["drawn_on"] = "2016-05-09"
    assert way(event("signed", 10, "door"), loan).drawn == 0


def test_a_village_has_the_ways_that_were_gone_there_and_all_villages_have_every_way() -> None:
    found = ways([event("signed", 9, "door")], {}, ["甲村", "乙村"], AS_OF, DEFAULT)
    assert [(one.village, one.channel) for one in found] == [
        ("甲村", "door"),
        ("甲村", ALL),
        ("乙村", ALL),
        *((None, channel) for channel in (*CHANNELS, ALL)),
    ]


EVENTS = st.lists(
    st.builds(
        lambda kind, day, channel, number, village: event(kind, day, channel, f"A{number}", village=village),
        st.sampled_from(("signed", "signing_refused", "carded", "cancelled")),
        st.integers(3, 31),
        st.sampled_from((None, "door", "collective", "counter")),
        st.integers(1, 4),
        st.sampled_from(("甲村", "乙村")),
    ),
    max_size=40,
).map(lambda events: sorted(events, key=lambda one: one["effective"]))


@given(EVENTS)
def test_totals_are_sums_over_villages_and_over_ways(events: list[dict[str, Any]]) -> None:
    villages = ["甲村", "乙村"]
    found = ways(events, {}, villages, AS_OF, DEFAULT)

    def sums(rows: list[Way]) -> tuple[int, ...]:
        return tuple(
            sum(getattr(row, name) for row in rows) for name in ("signed", "declined", "in_time", "judged", "drawn")
        )

    total = [row for row in found if row.village is None]
    assert sums(total[:-1]) == sums(total[-1:])
    for channel in (*CHANNELS, ALL):
        of_villages = [row for row in found if row.village and row.channel == channel]
        assert sums(of_villages) == sums([row for row in total if row.channel == channel])
    assert total[-1].signed == sum(event["kind"] == "signed" for event in events)
    assert total[-1].in_time <= total[-1].judged <= total[-1].signed
