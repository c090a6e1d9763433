"""Targets against what was reached."""

from datetime import date
from fractions import Fraction

import pytest

from gridcredit.reports.covered.aims import decimal_text, outlook, share_text
from gridcredit.targets import Progress, Reached, Target, next_of, progress_of

AS_OF = date(2016, 5, 31)
DAYS = [date(2016, 5, 17), date(2016, 5, 24), AS_OF]


def weekday(day: date) -> bool:
    return day.weekday() < 5


def progress(target: Target, *counts: int, roster: int = 400, first: date = date(2016, 5, 2)) -> Progress:
    (one,) = progress_of([target], {"甲村": Reached(roster, first, counts)} if counts else {}, DAYS, AS_OF, weekday)
    return one


def test_a_target_is_planned_measured_and_projected() -> None:
    one = progress(Target("甲村", date(2016, 6, 30), share=8_000), 200, 220, 250)
    assert (one.wanted, one.credited, one.gap, one.days_left, one.needed_tenths) == (320, 250, 70, 22, 32)
    assert one.planned == 320 * 21 // 43 and not one.behind
    assert one.pace == (Fraction(5), Fraction(4), Fraction(6))
    assert one.projection == (360, 338, 382)
    assert outlook(one) == "safe"


def test_a_share_of_the_roster_is_rounded_up_to_whole_households() -> None:
    assert progress(Target("甲村", date(2016, 6, 30), share=7_001), 1, 1, 1, roster=100).wanted == 71


@pytest.mark.parametrize(
    ("due", "counts", "words"),
    [
        (date(2016, 6, 30), (300, 310, 320), "reached"),
        (date(2016, 6, 30), (230, 232, 250), "in doubt"),
        (date(2016, 6, 30), (200, 236, 250), "likely"),
        (date(2016, 6, 30), (249, 250, 250), "will be missed"),
        (date(2016, 5, 31), (200, 220, 250), "missed"),
        (date(2016, 6, 30), (), "not assessed yet"),
    ],
)
def test_the_outlook_says_whether_the_pace_will_do(due: date, counts: tuple[int, ...], words: str) -> None:
    assert outlook(progress(Target("甲村", due, households=320), *counts)) == words


def test_a_village_is_behind_when_it_has_less_than_was_planned_for_the_day() -> None:
    target = Target("甲村", date(2016, 6, 30), households=320, start=date(2016, 5, 2))
    assert progress(target, 0, 0, 155).behind
    assert not progress(target, 0, 0, 156).behind


def test_before_its_start_nothing_is_planned() -> None:
    one = progress(Target("甲村", date(2016, 7, 31), households=320, start=date(2016, 6, 15)), 0, 0, 0)
    assert one.planned == 0


def test_the_next_target_of_a_village_counts_or_its_last() -> None:
    days = [date(2016, 4, 30), date(2016, 5, 31), date(2016, 6, 30)]
    targets = [Target("甲村", day, share=8_000) for day in days]
    assert next_of(targets, AS_OF)["甲村"].due == AS_OF
    assert next_of(targets, date(2016, 6, 1))["甲村"].due == date(2016, 6, 30)
    assert next_of(targets, date(2017, 1, 1))["甲村"].due == date(2016, 6, 30)


@pytest.mark.parametrize(("share", "text"), [(8_000, "80 %"), (7_235, "72.35 %"), (7_050, "70.5 %"), (10_000, "100 %")])
def test_shares_are_shown_as_percent(share: int, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(27, 18), "1.5"), (Fraction(1, 3), "0.3"), (Fraction(-3, 2), "-1.5"), (Fraction(-1, 30), "0.0")],
)
def test_paces_are_shown_to_a_decimal_place(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text
