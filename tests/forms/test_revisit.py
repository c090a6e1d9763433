"""The re-visit sample, from the draw to the comparison."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from running import Runner

from forms.group import OFFICERS, Entries, Group, fill
from forms.test_review import said
from gridcredit.ledger.store import Ledger

CLOSE, EQUAL, WIDE = (50_000, 52_000, 54_000), (50_000, 50_000, 50_000), (30_000, 50_000, 100_000)


@pytest.fixture
def group(run: Runner, tmp_path: Path) -> Group:
    """A1 to A12 close, A13 to A16 all the same, A17 to A20 far apart."""
    group = Group(run, tmp_path)
    assert group.assess(*[CLOSE] * 12, *[EQUAL] * 4, *[WIDE] * 4).code == 0
    return group


def visited(found: int | None, **more: object) -> Entries:
    return {"Visited on": date(2016, 6, 5), "Visited by": "赵六", "Figure found": found} | more


def drawn(group: Group, *words: object) -> list[str]:
    done = group.command("revisit", "试验村", "-o", group.folder, *words)
    assert done.code == 0, done.err
    return list(done.json["households"])


def test_the_sample_is_drawn_once_for_a_run_and_kept_with_its_seed(group: Group) -> None:
    first = drawn(group, "--seed", "spring")
    assert len(first) >= 5
    assert drawn(group, "--seed", "autumn") == first  # it is out already
    with Ledger(str(group.ledger)) as ledger:
        (minute,) = ledger.minutes()
    assert (minute["kind"], list(minute["detail"]["households"])) == ("revisit", first)
    assert len(minute["detail"]["seed"]) == 32


def test_another_sample_takes_a_reason_and_withdraws_the_first(group: Group) -> None:
    form = group.issue("revisit", "--seed", "spring")
    old = form.rename(group.folder / "old.xlsx")
    group.issue("revisit", "--seed", "autumn", "--replace", "two officers were present at the draw")
    code, file = group.record(fill(old, lambda _household: visited(50_000)))
    assert code == 65 and file["codes"] == {"FORM_WITHDRAWN"}
    with Ledger(str(group.ledger)) as ledger:
        assert [minute["kind"] for minute in ledger.minutes()] == ["revisit", "withdrawn", "revisit"]


def test_the_form_shows_no_figure_no_officer_and_not_why_it_was_drawn(group: Group) -> None:
    texts = said(group.issue("revisit"))
    figures = ("50,000", "50000", "52000", "52,000", "100000", "30,000 / 50,000 / 100,000")
    shown = [text for text in texts for hidden in (*OFFICERS, *figures, "far apart", "all the same") if hidden in text]
    assert shown == []


def test_what_was_found_is_compared_and_stands_in_the_audit(group: Group) -> None:
    form = group.issue("revisit", "--seed", "spring")
    figures: Mapping[str, int] = {f"A{number}": 52_000 if number <= 12 else 80_000 for number in range(1, 21)}
    code, file = group.record(fill(form, lambda household: visited(figures[household], Car="yes")))
    told = file["revisited"]
    everyone = told["groups"][0]
    assert (code, everyone["drawn"], everyone["visited"], told["missing"]) == (0, file["new"], file["new"], [])
    close = sum(int(household[1:]) <= 12 for household in drawn(group))
    assert (everyone["confirmed"], everyone["line_lower"], everyone["line_higher"]) == (
        close,
        everyone["drawn"] - close,
        0,
    )
    assert [officer["officer"] for officer in told["officers"]] == list(OFFICERS)
    audit = group.command("ballot", "audit", "试验村", "-o", group.folder, as_of="2016-06-30")
    assert audit.json["revisits"] == told
    assert "Re-visits: lines beside what was found" in said(Path(audit.json["outputs"][0]))


def test_a_re_visit_changes_no_line(group: Group) -> None:
    before = group.credited()
    group.record(fill(group.issue("revisit"), lambda _household: visited(10_000)))
    assert group.credited() == before


def test_what_was_left_blank_comes_with_the_next_file(group: Group) -> None:
    form = group.issue("revisit")
    first, *others = drawn(group)
    code, file = group.record(fill(form, {first: visited(50_000)}.get))
    assert (code, file["new"], file["codes"]) == (0, 1, {"FORM_ROWS_UNFILLED"})
    assert file["revisited"]["missing"] == others
    code, file = group.record(fill(form, lambda _household: visited(50_000)))
    assert (code, file["new"], file["known"], file["revisited"]["missing"]) == (0, len(others), 1, [])


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"Visited by": "赵六", "Figure found": 50_000}, "VALUE_MISSING"),
        ({"Visited on": date(2016, 6, 5), "Figure found": 50_000}, "VALUE_MISSING"),
        ({**visited(None), "Figure found": "a lot"}, "AMOUNT_UNREADABLE"),
        ({**visited(50_000), "Visited on": date(2016, 5, 31)}, "FORM_DATE_BEFORE"),
        ({**visited(50_000), "Visited on": date(2016, 6, 11)}, "DATE_TOO_LATE"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_the_others_are_taken(group: Group, entries: Entries, code: str) -> None:
    form = group.issue("revisit")
    first, second, *_others = drawn(group)
    ended, file = group.record(fill(form, {first: entries, second: visited(50_000)}.get))
    assert (ended, file["new"], file["rows"]["rejected"]) == (3, 1, 1) and code in file["codes"]


def test_nobody_met_is_recorded_without_a_figure(group: Group) -> None:
    form = group.issue("revisit")
    first = drawn(group)[0]
    code, file = group.record(fill(form, {first: visited(None, Note="nobody at home")}.get))
    assert (code, file["new"]) == (0, 1)
    assert (file["revisited"]["groups"][0]["visited"], file["revisited"]["groups"][0]["compared"]) == (1, 0)


def test_a_village_without_two_ratings_has_nothing_to_draw_from(run: Runner, tmp_path: Path) -> None:
    group = Group(run, tmp_path)
    group.assess((50_000, None, None))
    assert group.command("revisit", "试验村", "-o", tmp_path).code == 2


def test_entry_cells_alone_can_be_written_in(group: Group) -> None:
    sheet = load_workbook(group.issue("revisit")).worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "Household")
    open_ = {str(title.value) for title, cell in zip(sheet[header], sheet[header + 1]) if not cell.protection.locked}
    assert {"Visited on", "Visited by", "Figure found", "Note", "Car"} <= open_
    assert sheet.protection.sheet and "Household" not in open_


# what somebody tried


def test_a_figure_of_nothing_is_a_line_too_high(group: Group) -> None:
    form = group.issue("revisit", "--seed", "spring")
    told = group.record(fill(form, lambda _household: visited(0)))[1]["revisited"]
    everyone = told["groups"][0]
    assert everyone["compared"] == everyone["line_higher"] == everyone["visited"] > 0
    assert next((one["compared"], one["confirmed"], one["difference_percent"]) for one in told["officers"]) == (
        everyone["visited"],
        0,
        None,
    )


def test_who_was_met_after_nobody_was_is_taken_and_anything_else_needs_replace(group: Group) -> None:
    form = group.issue("revisit")
    first = drawn(group)[0]
    group.record(fill(form, {first: visited(None)}.get))
    code, file = group.record(fill(form, {first: visited(50_000)}.get))
    assert (code, file["changed"], file["revisited"]["groups"][0]["compared"]) == (0, 1, 1)
    code, file = group.record(fill(form, {first: visited(60_000)}.get))
    assert (code, file["changed"]) == (3, 0) and "REVISIT_ON_RECORD" in file["codes"]
    code, file = group.record(fill(form, {first: visited(60_000)}.get), "--replace")
    assert (code, file["changed"], file["revisited"]["groups"][0]["visited"]) == (0, 1, 1)


def test_no_sample_is_lost_sight_of(group: Group) -> None:
    form = group.issue("revisit", "--seed", "spring")
    group.record(fill(form, lambda _household: visited(10_000)))
    group.issue("revisit", "--replace", "lost", as_of="2016-06-11")
    audit = group.command("ballot", "audit", "试验村", as_of="2016-06-30").json
    assert [(one["visited"] > 0, one["withdrawn"], one["by_hand"]) for one in audit["samples"]] == [
        (True, "lost", True),
        (False, None, False),
    ]
    shown = group._run("ballot", "audit", "试验村", "--ledger", group.ledger, "--as-of", "2016-06-30").out
    assert "Samples drawn for re-visits" in shown and "lost" in shown and "named by hand" in shown


def test_a_sample_that_was_withdrawn_is_not_drawn_again(group: Group) -> None:
    drawn(group, "--seed", "a")
    drawn(group, "--seed", "b", "--replace", "first try")
    for seed in ("a", "b"):
        assert group.command("revisit", "试验村", "-o", group.folder, "--seed", seed, "--replace", "again").code == 2
    with Ledger(str(group.ledger)) as ledger:
        assert len(ledger.minutes()) == 3
