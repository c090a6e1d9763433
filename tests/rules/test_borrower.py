"""Who of a household may borrow, and why not the first choice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from gridcredit import policy, schema
from gridcredit.decisions import board_of, decide, steps
from gridcredit.policy import Policy, PolicyBook, Setting, Value
from gridcredit.rules import borrower
from gridcredit.schema import Columns
from rules.deciding import Case, cases, expected, name, outcome, ratings, set_to

DAY = date(2016, 5, 3)
BOOK = policy.load()
MEMBERS = (
    "household_id",
    "name",
    "relation",
    "id_number",
    "birth_date",
    "age",
    "age_band",
    "labour",
    "list_status",
)


def with_values(bound: str | None = None, day: date = DAY, **values: Setting) -> Policy:
    """The shipped policy with other values of the rule."""
    book: PolicyBook = BOOK
    for key, value in values.items():
        of_limit = key in ("from_age", "to_age_at_expiry")
        own = (bound or "inclusive") if of_limit else None
        book = book.with_value("borrower", key, Value(value, date(2016, 1, 1), DAY, "letter", "1", own))
    return book.on(day)


def member(relation: str, name: str = "", **facts: Any) -> dict[str, Any]:
    return {"relation": relation, "name": name or relation, "household_id": "1", **facts}


def table(people: Sequence[dict[str, Any]]) -> Columns:
    return {name: [person.get(name) for person in people] for name in MEMBERS}


def found(
    *people: dict[str, Any], in_force: Policy | None = None, named: Sequence[str | None] = (), **head: Any
) -> dict[str, Any]:
    """What is decided on a household of ``people`` that three officers give 50,000."""
    households: Columns = {
        "household_id": ["1"],
        **{name: [value] for name, value in ({"head": "户主"} | head).items()},
    }
    given: dict[str, Any] = dict(ratings([("1", officer, 50_000, None, None) for officer in ("甲", "乙", "丙")]))
    if named:
        given["borrower"] = named
    columns = decide(households, table(people), given, None, in_force or BOOK.on(DAY))
    return {name: column[0] for name, column in columns.items()}


def chosen(*people: dict[str, Any], **how: Any) -> tuple[str | None, str]:
    decided = found(*people, **how)
    return decided["borrower"], decided["borrower_notes"]


SPOUSE = member("妻子", "钱二", age=40)

# The day is 2016-05-03, a line expires on 2019-05-03.
AGES = cases("""
| born       | borrower | notes              |
|------------|----------|--------------------|
| 1998-05-03 | 户主     | –                  |
| 1998-05-04 | 钱二     | UNDER_AGE          |
| 1998-04-30 | 户主     | –                  |
| 1998-06-01 | 钱二     | UNDER_AGE          |
| 1953-06-01 | 户主     | –                  |
| 1953-04-30 | 钱二     | OVER_AGE_AT_EXPIRY |
| 1953-05-04 | 户主     | –                  |
| 1953-05-03 | 钱二     | OVER_AGE_AT_EXPIRY |
| 1953-05-02 | 钱二     | OVER_AGE_AT_EXPIRY |
| 2016-05-03 | 钱二     | UNDER_AGE          |
| 2016-05-04 | 户主     | AGE_UNKNOWN        |
""")


@pytest.mark.parametrize("case", AGES, ids=lambda case: case["born"])
def test_a_borrower_is_of_age_now_and_not_too_old_when_the_line_expires(case: Case) -> None:
    head = member("户主", "户主", birth_date=date.fromisoformat(case["born"]))
    assert chosen(head, SPOUSE) == (case["borrower"], case["notes"])


STATED = cases("""
| age | borrower | notes              |
|-----|----------|--------------------|
| 17  | 钱二     | UNDER_AGE          |
| 18  | 户主     | –                  |
| 62  | 户主     | –                  |
| 63  | 钱二     | OVER_AGE_AT_EXPIRY |
""")


@pytest.mark.parametrize("case", STATED, ids=lambda case: case["age"])
def test_an_age_without_a_date_grows_with_the_term(case: Case) -> None:
    assert chosen(member("户主", "户主", age=int(case["age"])), SPOUSE) == (case["borrower"], case["notes"])


@pytest.mark.parametrize(
    ("months", "age", "bound", "borrower"),
    [
        (12, 64, "inclusive", "户主"),
        (13, 64, "inclusive", "钱二"),
        (13, 63, "inclusive", "户主"),
        (12, 63, "exclusive", "户主"),
        (13, 63, "exclusive", "钱二"),
        (13, 62, "exclusive", "户主"),
    ],
)
def test_of_a_stated_age_begun_years_count_whole(months: int, age: int, bound: str, borrower: str) -> None:
    in_force = set_to(f"term_months={months}:exclusive to_age_at_expiry=65:{bound}")
    assert chosen(member("户主", "户主", age=age), SPOUSE, in_force=in_force)[0] == borrower


@pytest.mark.parametrize(
    ("born", "borrower"), [(date(1975, 5, 4), "钱二"), (date(1975, 5, 3), "户主"), (date(1975, 11, 3), "钱二")]
)
def test_of_an_age_by_date_only_completed_years_count(born: date, borrower: str) -> None:
    """Above 40: from the 41st birthday on."""
    wife, older = member("妻子", "钱二", age=45), set_to("from_age=40:exclusive")
    assert chosen(member("户主", "户主", birth_date=born), wife, in_force=older)[0] == borrower


def test_an_age_that_is_stated_beside_a_birth_to_come_is_not_known_either() -> None:
    for age in (17, 40, 63):
        head = member("户主", "户主", birth_date=date(2016, 5, 4), age=age)
        assert chosen(head, SPOUSE) == ("户主", "AGE_UNKNOWN")


# A head of 40, who is 43 when the line expires.
@pytest.mark.parametrize(
    ("name", "years", "bound", "borrower"),
    [
        ("from_age", 40, "inclusive", "户主"),
        ("from_age", 40, "exclusive", None),
        ("from_age", 39, "exclusive", "户主"),
        ("to_age_at_expiry", 43, "inclusive", "户主"),
        ("to_age_at_expiry", 43, "exclusive", None),
        ("to_age_at_expiry", 44, "exclusive", "户主"),
    ],
)
def test_whether_the_age_itself_counts_is_the_policys_bound(
    name: str, years: int, bound: str, borrower: str | None
) -> None:
    values: dict[str, Any] = {name: years}
    in_force = with_values(bound, **values)
    assert chosen(member("户主", "户主", age=40), in_force=in_force)[0] == borrower


def test_the_law_of_the_day_says_who_is_of_age() -> None:
    laws = [
        next(value for one, value in BOOK.on(day).rows() if one.key == "borrower.from_age").document
        for day in (date(2016, 5, 3), date(2020, 12, 31), date(2021, 1, 1))
    ]
    assert laws == ["民法通则", "民法总则", "民法典"]


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"labour": "无"}, "NO_LABOUR"),
        ({"labour": " 无劳动能力 "}, "NO_LABOUR"),
        ({"labour": "部分"}, ""),
        ({"labour": None}, ""),
        ({"list_status": "black"}, "ON_LIST"),
        ({"list_status": "grey"}, "ON_LIST"),
        ({"list_status": "white"}, ""),
        ({"list_status": None}, ""),
        ({"labour": "无", "list_status": "grey", "age": 17}, "UNDER_AGE;NO_LABOUR;ON_LIST"),
    ],
)
def test_labour_and_lists_rule_out_and_a_blank_does_not(facts: dict[str, Any], note: str) -> None:
    head = member("户主", "户主", **({"age": 40} | facts))
    assert chosen(head, SPOUSE) == ("钱二" if note else "户主", note)


def test_words_and_lists_are_the_policys() -> None:
    head = member("户主", "户主", age=40, labour="部分", list_status="white")
    assert chosen(head, SPOUSE, in_force=with_values(without_labour=("部分",))) == ("钱二", "NO_LABOUR")
    assert chosen(head, SPOUSE, in_force=with_values(listed=("white",))) == ("钱二", "ON_LIST")


def test_what_is_not_known_of_an_age_is_told_and_not_guessed() -> None:
    unknown = member("户主", "户主")
    assert chosen(unknown, SPOUSE) == ("户主", "AGE_UNKNOWN")
    assert chosen(unknown, SPOUSE, in_force=with_values(unknown_age="may_not")) == ("钱二", "AGE_UNKNOWN")
    assert chosen(unknown, in_force=with_values(unknown_age="may_not")) == (None, "AGE_UNKNOWN")
    assert chosen(member("户主", "户主", age_band="old"), SPOUSE) == ("户主", "AGE_UNKNOWN")


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"age": 17}, "UNDER_AGE"),
        ({"age": 63}, "OVER_AGE_AT_EXPIRY"),
        ({"age": 40, "labour": "无"}, "NO_LABOUR"),
        ({"age": 40, "list_status": "grey"}, "ON_LIST"),
        ({"age": 40}, ""),
    ],
)
def test_where_an_unknown_age_rules_out_all_else_does_still(facts: dict[str, Any], note: str) -> None:
    strict = with_values(unknown_age="may_not")
    assert chosen(member("户主", "户主", **facts), SPOUSE, in_force=strict) == ("钱二" if note else "户主", note)


def test_a_child_by_the_sheets_word_is_under_age_whatever_the_years() -> None:
    assert chosen(member("儿子", age_band="child"), id_number="990101193002022341") == (None, "OVER_AGE_AT_EXPIRY")
    assert chosen(member("儿子", age_band="child", age=30), id_number="990101193002022341")[0] == "儿子"


OLD_HEAD = member("户主", "户主", age=80)


@pytest.mark.parametrize(
    ("relations", "borrower"),
    [
        (("母亲", "女儿", "妻子", "户主"), "户主"),
        (("母亲", "女儿", "妻子"), "妻子"),
        (("母亲", "儿媳", "女儿"), "女儿"),
        (("母亲", "儿媳"), "儿媳"),
        (("孙子", "母亲"), "母亲"),
        (("祖母", "孙子"), "孙子"),
        (("女儿", "儿子"), "女儿"),
    ],
)
def test_the_head_goes_first_then_the_spouse_then_the_others_in_the_policys_order(
    relations: tuple[str, ...], borrower: str
) -> None:
    heads = [] if "户主" in relations else [OLD_HEAD]
    assert found(*heads, *(member(relation, age=30) for relation in relations))["borrower"] == borrower


def test_relations_that_the_order_does_not_name_do_not_borrow() -> None:
    lodger = member("非亲属", age=30)
    assert chosen(OLD_HEAD, lodger) == (None, "OVER_AGE_AT_EXPIRY")
    assert chosen(OLD_HEAD, lodger, in_force=with_values(order=("head", "other"))) == ("非亲属", "OVER_AGE_AT_EXPIRY")
    assert chosen(OLD_HEAD, SPOUSE, in_force=with_values(order=("child",))) == (None, "NO_CANDIDATE")


def test_a_head_without_members_rows_borrows_only_where_the_order_names_heads() -> None:
    own = {"id_number": "990101197101011234"}
    assert chosen(in_force=with_values(order=("child", "head")), **own) == ("户主", "")
    assert chosen(in_force=with_values(order=("child",)), **own) == (None, "NO_CANDIDATE")


def test_where_only_whom_the_officers_meant_may_borrow_it_is_told_that_they_did_not_agree() -> None:
    head, son = member("户主", "户主", age=50), member("儿子", "赵三", age=30)
    named_alone = with_values(order=("named",))
    assert chosen(head, son, named=["赵三"] * 3, in_force=named_alone) == ("赵三", "")
    assert chosen(head, son, named=["赵三", "户主", "户主"], in_force=named_alone) == (
        None,
        "NAMED_DIFFER;NO_CANDIDATE",
    )
    assert chosen(head, son, named=["李四"] * 3, in_force=named_alone) == (None, "NAMED_NOT_LISTED;NO_CANDIDATE")


def test_whom_the_officers_meant_in_one_household_is_nothing_to_the_next() -> None:
    people = [member("户主", "户主", age=50), member("儿子", "赵三", age=30)]
    people += [person | {"household_id": "2"} for person in people]
    households: Columns = {"household_id": ["1", "2"], "head": ["户主", "户主"]}
    given = dict(ratings([(key, officer, 50_000, None, None) for key in "12" for officer in "ABC"]))
    given |= {"borrower": [None, None, None, "赵三", None, "赵三"]}
    columns = decide(households, table(people), given, None, BOOK.on(DAY))
    assert (columns["borrower"], columns["borrower_row"]) == (["户主", "赵三"], [0, 3])
    assert columns["borrower_notes"] == ["", ""]


@pytest.mark.parametrize("word", ["XXXX", "无名"])
def test_nobody_without_a_name_is_meant_whatever_word_officers_put_for_it(word: str) -> None:
    head, nameless = member("户主", "户主", age=50), member("儿子", age=30) | {"name": None}
    assert chosen(head, nameless, named=[word] * 3) == ("户主", "NAMED_NOT_LISTED")


def test_officers_may_mean_a_head_whom_no_members_row_lists() -> None:
    own = {"head": "孙 四", "id_number": "990101197101011234"}
    assert chosen(SPOUSE, named=["孙四"] * 3, **own) == ("孙 四", "")
    assert chosen(SPOUSE, named=["孙五"] * 3, **own) == ("孙 四", "NAMED_NOT_LISTED")


def test_the_member_whom_the_officers_meant_goes_first() -> None:
    son = member("儿子", "赵 三", age=30)
    head = member("户主", "户主", age=50)
    assert chosen(head, son, named=["赵三", "赵三", None]) == ("赵 三", "")
    assert chosen(head, son, named=["赵三", "户主", "户主"]) == ("户主", "NAMED_DIFFER")
    assert chosen(head, son, named=["李四", "李四", "李四"]) == ("户主", "NAMED_NOT_LISTED")
    assert chosen(head, son, named=["赵三"] * 3, in_force=with_values(order=("head", "child"))) == ("户主", "")
    assert chosen(head, member("儿子", "赵三", age=17), named=["赵三"] * 3) == ("户主", "UNDER_AGE")


def test_an_officer_who_gives_no_figure_means_nobody() -> None:
    head, son = member("户主", "户主", age=50), member("儿子", "赵三", age=30)
    for amount, knows in ((None, None), (50_000, "no")):
        given = dict(ratings([("1", officer, 50_000, None, None) for officer in ("甲", "乙", "丙", "丁")]))
        given |= {"borrower": ["赵三", "赵三", "赵三", "户主"]}
        given["amount_yuan"] = [*given["amount_yuan"][:3], amount]
        given["knows"] = [None, None, None, knows]
        columns = decide({"household_id": ["1"]}, table([head, son]), given, None, BOOK.on(DAY))
        assert columns["borrower"] == ["赵三"]


def test_a_head_without_members_rows_is_judged_by_the_households_own_row() -> None:
    decided = found(id_number="990101197101011234")
    assert (decided["borrower"], decided["borrower_row"], decided["borrower_notes"]) == ("户主", None, "")
    assert chosen(id_number="990101193001011234") == (None, "OVER_AGE_AT_EXPIRY")
    assert chosen() == ("户主", "AGE_UNKNOWN")


def test_a_head_whom_the_members_do_not_list_stands_beside_them() -> None:
    assert chosen(SPOUSE, id_number="990101197101011234") == ("户主", "")
    decided = found(SPOUSE, id_number="990101193001011234")
    assert (decided["borrower"], decided["borrower_row"]) == ("钱二", 0)


def test_a_members_birth_may_be_known_by_the_id_number_alone() -> None:
    wife, mother = "990101197102022341", "990101194502022341"
    assert chosen(OLD_HEAD, member("妻子", "钱二", id_number=wife)) == ("钱二", "OVER_AGE_AT_EXPIRY")
    assert chosen(OLD_HEAD, member("妻子", "钱二", id_number=mother)) == (None, "OVER_AGE_AT_EXPIRY")


def test_a_heads_birth_may_be_known_by_the_households_id_number_alone() -> None:
    assert chosen(member("户主", "户主"), SPOUSE, id_number="990101193001011234") == ("钱二", "OVER_AGE_AT_EXPIRY")
    assert chosen(member("妻子", "钱二"), id_number="990101193001011234") == ("钱二", "OVER_AGE_AT_EXPIRY;AGE_UNKNOWN")


def test_nobody_who_may_borrow_is_listed_by_default_and_referred_where_the_policy_says_so() -> None:
    listed, referred = found(OLD_HEAD), found(OLD_HEAD, in_force=with_values(without_borrower="refer"))
    assert (listed["status"], listed["credit_line_yuan"], listed["reason_codes"]) == ("granted", 50_000, "")
    assert (referred["status"], referred["credit_line_yuan"], referred["suggested_line_yuan"]) == (
        "referred",
        0,
        50_000,
    )
    assert (referred["reason_codes"], referred["basis"]) == ("NO_BORROWER", "close_all")
    assert referred["valid_until"] is None
    assert found(SPOUSE, in_force=with_values(without_borrower="refer"))["status"] == "granted"


# Nobody's age is known, so that nobody may borrow here.
WITHOUT = cases("""
| policy                         | ratings                 | list  | status        | line | suggests | reasons                     |
|--------------------------------|-------------------------|-------|---------------|------|----------|-----------------------------|
|                                | 1 1 1                   | –     | referred      | –    | 1        | NO_BORROWER                 |
| spread_checked=close_majority  | 1 1 3                   | –     | referred      | –    | 1        | SPREAD_TOO_WIDE NO_BORROWER |
| unknown_age=may_borrow         | 1 1 1                   | –     | granted       | 1    | –        | –                           |
| minimum_line_yuan=2            | 1 1 1                   | –     | declined      | –    | –        | BELOW_MINIMUM               |
|                                | 50,000 refuses refuses  | –     | declined      | –    | –        | REFUSED_BY_MAJORITY         |
|                                | 50,000 50,000 refuses   | –     | referred      | –    | –        | REFUSED_BY_SOME             |
|                                | 50,000 50,000 50,000    | black | declined      | –    | –        | LIST_BLACK                  |
|                                | 50,000 50,000           | –     | no_conclusion | –    | –        | TOO_FEW_RATINGS             |
""")


@pytest.mark.parametrize("case", WITHOUT, ids=name)
def test_only_a_line_asks_for_a_borrower_and_be_it_of_a_yuan(case: Case) -> None:
    strict = set_to("without_borrower=refer unknown_age=may_not rounding_yuan=1 minimum_line_yuan=1")
    rest = {key: text for key, text in case.items() if key != "policy"}
    assert outcome(rest, in_force=set_to(case["policy"], strict)) == expected(rest)


def test_households_off_the_roster_have_no_borrower_and_lend_none_a_row() -> None:
    households: Columns = {
        "household_id": ["1", "2"],
        "head": ["户主", "孙四"],
        "registration_status": ["deregistered", None],
    }
    members = table([member("户主", "户主", age=40), member("户主", "孙四", age=40) | {"household_id": "2"}])
    columns = decide(households, members, ratings([]), None, with_values(without_borrower="refer"))
    assert (columns["borrower"], columns["borrower_row"]) == ([None, "孙四"], [None, 1])
    assert columns["borrower_notes"] == ["", ""]
    assert columns["reason_codes"] == ["", "TOO_FEW_RATINGS"]


def test_a_village_off_the_roster_as_a_whole_and_an_empty_one() -> None:
    gone: Columns = {"household_id": ["1"], "registration_status": ["deregistered"]}
    assert decide(gone, {}, ratings([]), None, BOOK.on(DAY))["borrower"] == [None]
    assert decide({"household_id": []}, {}, ratings([]), None, BOOK.on(DAY))["borrower"] == []


def told(*people: dict[str, Any], named: Sequence[str] = (), **head: Any) -> list[str]:
    return [sentence for sentence, _names in said(*people, named=named, **head)]


def said(*people: dict[str, Any], named: Sequence[str] = (), **head: Any) -> list[tuple[str, str]]:
    """Each sentence, and the values that it goes by, joined by a space."""
    households: Columns = {
        "household_id": ["1"],
        **{name: [value] for name, value in ({"head": "户主"} | head).items()},
    }
    given = dict(ratings([("1", officer, 50_000, None, None) for officer, _ in zip("ABC", named)]))
    given |= {"borrower": list(named)}
    if not named:
        given = dict(ratings([]))
    board = board_of(households, table(people), given, None, BOOK.on(DAY))
    for rule, values in steps(board, BOOK.on(DAY)):
        if rule is borrower:
            return [(step.text.format(**step.params), " ".join(step.names)) for step in rule.explain(board, 0, values)]
    raise AssertionError


def test_it_is_explained_person_by_person() -> None:
    assert told(OLD_HEAD, member("妻子", "钱二", labour="无", list_status="grey"), member("儿子", "赵三", age=30)) == [
        "户主 (户主): 83 years old when the line expires on 2019-05-03, the ages end at 65: passed over",
        "钱二 (妻子): ability to work “无”: passed over",
        "钱二 (妻子): on a list: passed over",
        "钱二 (妻子): the age is not known",
        "赵三 (儿子) may borrow",
    ]
    assert told(member("儿子", age_band="child"), member("户主", "户主", age=17), named=["儿子"]) == [
        "儿子 (儿子): a child: passed over",
        "户主 (户主): 17 years old on 2016-05-03, the ages begin at 18: passed over",
        "nobody of the household may borrow",
    ]
    assert told(named=["李四"])[0] == "the officers meant somebody who is not among the members"
    assert told(registration_status="deregistered") == []


def test_each_sentence_names_the_values_that_it_goes_by() -> None:
    wife = member("妻子", "钱二", labour="无", list_status="grey")
    assert [names for _sentence, names in said(OLD_HEAD, wife, member("儿子", "赵三", age=30))] == [
        "to_age_at_expiry",
        "without_labour",
        "listed",
        "unknown_age",
        "order",
    ]
    assert said(member("户主", "户主", age=17), named=["李四"]) == [
        ("the officers meant somebody who is not among the members", "order"),
        ("户主 (户主): 17 years old on 2016-05-03, the ages begin at 18: passed over", "from_age"),
        ("nobody of the household may borrow", "order without_borrower"),
    ]
    assert said(member("户主", "户主", age=50), SPOUSE, named=["户主", "钱二"])[0] == (
        "the officers gave their figures in the rows of different members: none of them is meant",
        "order",
    )


def test_the_order_may_name_whatever_a_relation_can_be() -> None:
    (order,) = (one for one in BOOK.parameters if one.key == "borrower.order")
    assert set(order.one_of) == {"named", "other", *schema.RELATIONS.values()}
