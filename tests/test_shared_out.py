"""What is due at households shared among officers: all of it at one visit where there is room, else what is due first."""

from collections import Counter
from datetime import date

import pytest
from rules.deciding import set_to

from gridcredit.due import Due, merged
from gridcredit.scheduling import shared_out
from gridcredit.sharing import Shared
from gridcredit.staff import Officer
from gridcredit.visiting import Visit
from gridcredit.workdays import STANDARD

AS_OF, UNTIL = date(2016, 6, 1), date(2016, 7, 31)
VALUES = set_to("").values("sharing")
OPENS = date(2016, 6, 29)  # two working days before the contact is due
Promises = dict[tuple[str, str], tuple[str, date]]


def visit(number: int, reason: str, since: date, due: date) -> Visit:
    return Visit("李家村", f"A{number}", reason, since, due, 0, None, 0)


def shared(households: int, standing: Promises | None = None) -> tuple[Shared, dict[tuple[str, str], Due]]:
    contacts = [visit(number, "no_card", AS_OF, date(2016, 6, 30)) for number in range(households)]
    files = [visit(number, "stale_file", OPENS, date(2016, 7, 29)) for number in range(households)]
    dues, _calls = merged([], [*contacts, *files], AS_OF, VALUES)
    officers = [Officer("甲", per_day=15)]
    return shared_out(dues, {}, officers, standing or {}, STANDARD, AS_OF, UNTIL, VALUES)


def test_where_there_is_room_a_household_is_seen_once_for_all() -> None:
    plan, dues = shared(30)
    assert plan.left == [] and {stop.day for stop in plan.stops} == {OPENS, date(2016, 6, 30)}
    assert {len(due.reasons) for due in dues.values()} == {2}


@pytest.mark.parametrize("households", [31, 60])
def test_where_there_is_none_all_are_seen_for_what_is_due_first_and_the_rest_comes_later(households: int) -> None:
    plan, dues = shared(households)
    assert plan.left == [] and len(plan.stops) == households
    for stop in plan.stops:
        due = dues[stop.task.household]
        together = ["no_card", "stale_file"] if stop.day >= OPENS else ["no_card"]
        assert [reason.word for reason in due.reasons] == together
        assert {reason.word for reason in (*due.reasons, *due.later)} == {"no_card", "stale_file"}
    worked = Counter(stop.day for stop in plan.stops)
    days = STANDARD.between(AS_OF, date(2016, 6, 30))
    assert max(worked.values()) <= max(1.2 * households / len(days), -(-households // len(days)))


def test_of_reasons_due_on_one_day_that_which_opens_first_is_seen_to_where_there_is_no_room() -> None:
    contacts = [visit(number, "unsigned", AS_OF, date(2016, 6, 30)) for number in range(60)]
    files = [visit(number, "stale_file", OPENS, date(2016, 6, 30)) for number in range(60)]
    dues, _calls = merged([], [*contacts, *files], AS_OF, VALUES)
    plan, found = shared_out(dues, {}, [Officer("甲", per_day=15)], {}, STANDARD, AS_OF, UNTIL, VALUES)
    early = [found[stop.task.household] for stop in plan.stops if stop.day < OPENS]
    assert plan.left == [] and early and {due.reasons[0].word for due in early} == {"unsigned"}


def test_what_was_promised_early_stays() -> None:
    plan, _dues = shared(60)
    promises = {stop.task.household: (stop.officer, stop.day) for stop in plan.stops}
    again, _dues = shared(60, promises)
    assert again.stops == plan.stops and again.kept == 60
