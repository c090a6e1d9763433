"""Inspections and visits of a household, merged so that it is seen once."""

from datetime import date

from gridcredit import policy
from gridcredit.due import Due, merged
from gridcredit.schedule import Inspection
from gridcredit.visiting import Visit

AS_OF = date(2016, 6, 1)
POLICY = policy.load().on(AS_OF)


def inspection(household: str, kind: str, anchor: date, due: date) -> Inspection:
    return Inspection("李家村", household, kind, anchor, due, due, 10_000, max(0, (AS_OF - due).days))


def visit(household: str, reason: str, since: date, due: date) -> Visit:
    return Visit("李家村", household, reason, since, due, max(0, (AS_OF - due).days), None, 0)


def walks_and_calls(*rows: Inspection | Visit) -> tuple[list[Due], list[Due]]:
    found = [row for row in rows if isinstance(row, Inspection)]
    others = [row for row in rows if isinstance(row, Visit)]
    return merged(found, others, AS_OF, POLICY.values("sharing"))


def only(*rows: Inspection | Visit) -> Due:
    (one,), () = walks_and_calls(*rows)
    return one


def test_a_household_is_seen_once_by_its_earliest_due_date_for_all_that_is_due() -> None:
    one = only(
        inspection("H1", "recurring", date(2015, 12, 20), date(2016, 6, 20)),
        visit("H1", "no_card", date(2016, 6, 1), date(2016, 6, 30)),
    )
    assert (one.opens, one.due, one.overdue_days) == (date(2016, 6, 1), date(2016, 6, 20), 0)
    assert [(reason.source, reason.word) for reason in one.reasons] == [
        ("inspection", "recurring"),
        ("visit", "no_card"),
    ]
    assert not one.later


def test_what_a_walk_by_the_earliest_due_date_cannot_settle_comes_later() -> None:
    one = only(
        inspection("H1", "first", date(2016, 5, 31), date(2016, 6, 7)),
        visit("H1", "no_card", date(2016, 7, 1), date(2016, 7, 29)),
    )
    assert [reason.word for reason in one.reasons] == ["first"]
    assert [(reason.word, reason.due) for reason in one.later] == [("no_card", date(2016, 7, 29))]


def test_an_overdue_visit_settles_what_may_be_done_by_now() -> None:
    late = visit("H1", "unsigned", date(2016, 5, 3), date(2016, 5, 31))
    soon = inspection("H1", "recurring", date(2015, 12, 20), date(2016, 6, 20))
    one = only(late, soon)
    assert one.overdue_days == 1 and len(one.reasons) == 2
    not_yet = inspection("H1", "recurring", date(2016, 1, 8), date(2016, 7, 8))
    assert [reason.word for reason in only(late, not_yet).later] == ["recurring"]


def test_who_declined_is_not_seen_before_the_rest_is_over() -> None:
    assert only(visit("H1", "refused", date(2016, 6, 20), date(2016, 6, 30))).opens == date(2016, 6, 20)


def test_a_family_that_is_away_is_called_unless_an_inspection_leads_there_anyhow() -> None:
    away = visit("H1", "absent", date(2016, 4, 1), date(2016, 6, 30))
    assert walks_and_calls(away)[0] == [] and len(walks_and_calls(away)[1]) == 1
    walks, calls = walks_and_calls(away, inspection("H1", "recurring", date(2015, 12, 20), date(2016, 6, 20)))
    assert len(walks[0].reasons) == 2 and not calls


def test_households_come_by_due_date_village_and_number() -> None:
    rows = [
        visit(name, "unsigned", date(2016, 5, 3), date(2016, 6, day)) for name, day in (("B", 30), ("A", 30), ("C", 29))
    ]
    assert [one.household_id for one in walks_and_calls(*rows)[0]] == ["C", "A", "B"]


def test_what_is_seen_before_all_of_it_can_be_done_leaves_the_rest_for_later() -> None:
    one = only(
        visit("H1", "no_card", date(2016, 6, 1), date(2016, 6, 30)),
        visit("H1", "stale", date(2016, 6, 29), date(2016, 7, 29)),
    )
    assert (one.opens, one.opens_first) == (date(2016, 6, 29), date(2016, 6, 1))
    assert one.seen_on(date(2016, 6, 29)) == one == one.seen_on(date(2016, 5, 31))
    early = one.seen_on(date(2016, 6, 28))
    assert (early.opens, early.due) == (date(2016, 6, 1), date(2016, 6, 30))
    assert [reason.word for reason in early.reasons] == ["no_card"]
    assert [(reason.word, reason.opens) for reason in early.later] == [("stale", date(2016, 6, 29))]


def test_what_a_visit_is_also_for_opens_when_that_can_be_settled() -> None:
    opens = date(2016, 6, 1), date(2016, 6, 29)
    day = date(2016, 6, 30)
    merged_visit = Visit("李家村", "H1", "unsigned", opens[1], day, 0, None, 0, ("stale_file",), None, opens)
    one = only(merged_visit)
    assert {reason.word: reason.opens for reason in one.reasons} == {"unsigned": opens[0], "stale_file": opens[1]}
    assert (one.opens, one.opens_first) == (opens[1], opens[0])
