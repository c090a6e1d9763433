"""What a collective review may decide: enough members, votes that add up to a majority, a line within the limits."""

import pytest

from gridcredit.reports.labels import sentence
from gridcredit.rules.review import Vote, explain, faults, is_quorate
from rules.deciding import Case, cases, set_to

DECISIONS = cases("""
| decision | line      | present | for | against | abstained | policy                            | fault                   |
|----------|-----------|---------|-----|---------|-----------|-----------------------------------|-------------------------|
| granted  | 50000     | 5       | 3   | 2       | 0         | –                                 | –                       |
| granted  | 50000     | 4       | 2   | 1       | 1         | –                                 | REVIEW_NO_MAJORITY      |
| granted  | 50000     | 4       | 2   | 2       | 0         | votes_percent=50:inclusive        | –                       |
| granted  | 50000     | 3       | 2   | 1       | 0         | votes_percent=66:exclusive        | –                       |
| granted  | 50000     | 3       | 2   | 1       | 0         | votes_percent=67:inclusive        | REVIEW_NO_MAJORITY      |
| granted  | 50000     | 3       | 0   | 3       | 0         | votes_percent=0:inclusive         | –                       |
| granted  | 50000     | 10      | 0   | 10      | 0         | votes_percent=10:inclusive        | REVIEW_NO_MAJORITY      |
| granted  | 50000     | 10      | 1   | 9       | 0         | votes_percent=10:inclusive        | –                       |
| granted  | 50000     | 5       | 3   | 1       | 0         | –                                 | REVIEW_VOTES_DIFFER     |
| granted  | 50000     | 5       | 3   | 2       | 1         | –                                 | REVIEW_VOTES_DIFFER     |
| granted  | 50000     | 5       | 5   | –       | 0         | –                                 | VALUE_MISSING           |
| declined | –         | 5       | 3   | 2       | 0         | –                                 | –                       |
| declined | –         | 5       | 2   | 3       | 0         | –                                 | REVIEW_NO_MAJORITY      |
| declined | 50000     | 5       | 3   | 2       | 0         | –                                 | REVIEW_LINE_NOT_GRANTED |
| declined | 0         | 5       | 3   | 2       | 0         | –                                 | –                       |
| deferred | –         | 5       | –   | –       | –         | –                                 | –                       |
| deferred | –         | 5       | 1   | 1       | 0         | –                                 | –                       |
| deferred | 50000     | 5       | –   | –       | –         | –                                 | REVIEW_LINE_NOT_GRANTED |
| granted  | –         | 5       | 5   | 0       | 0         | –                                 | VALUE_MISSING           |
| granted  | 0         | 5       | 5   | 0       | 0         | –                                 | AMOUNT_ZERO             |
| granted  | 300000    | 5       | 5   | 0       | 0         | –                                 | –                       |
| granted  | 301000    | 5       | 5   | 0       | 0         | –                                 | REVIEW_ABOVE_CAP        |
| granted  | 50500     | 5       | 5   | 0       | 0         | –                                 | REVIEW_NOT_ROUND        |
| granted  | 50500     | 5       | 5   | 0       | 0         | rounding_yuan=500                 | –                       |
| granted  | 5000      | 5       | 5   | 0       | 0         | minimum_line_yuan=5000            | –                       |
| granted  | 5000      | 5       | 5   | 0       | 0         | minimum_line_yuan=5000:exclusive  | REVIEW_BELOW_MINIMUM    |
| granted  | 4000      | 5       | 5   | 0       | 0         | minimum_line_yuan=5000            | REVIEW_BELOW_MINIMUM    |
""")


def vote(case: Case) -> Vote:
    line, *votes = (int(case[name]) if case[name] else None for name in ("line", "for", "against", "abstained"))
    return Vote(case["decision"], line, int(case["present"]), *votes)


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: " ".join(case.values()))
def test_a_decision_is_taken_or_refused(case: Case) -> None:
    found = [code for code, _column, _params in faults(vote(case), set_to(case["policy"]), None)]
    assert found == ([case["fault"]] if case["fault"] else [])


def test_a_fault_says_where_it_is_and_what_is_wrong() -> None:
    def of(decision: str, line: int | None, *votes: int | None) -> object:
        return next(faults(Vote(decision, line, 5, *votes), set_to("minimum_line_yuan=5000"), None))

    assert of("granted", 1_000_000, 5, 0, 0) == ("REVIEW_ABOVE_CAP", "line_yuan", {"cap": "300,000"})
    assert of("granted", 50_500, 5, 0, 0) == ("REVIEW_NOT_ROUND", "line_yuan", {"step": "1,000"})
    assert of("granted", 4_000, 5, 0, 0) == ("REVIEW_BELOW_MINIMUM", "line_yuan", {"least": "5,000"})
    assert of("granted", 0, 5, 0, 0) == ("AMOUNT_ZERO", "line_yuan", {})
    assert of("granted", None, 5, 0, 0) == ("VALUE_MISSING", "line_yuan", {})
    assert of("declined", 1_000, 5, 0, 0) == ("REVIEW_LINE_NOT_GRANTED", "line_yuan", {})
    assert of("granted", 50_000, 3, None, None) == ("VALUE_MISSING", "votes_against", {})
    assert of("granted", 50_000, 3, 1, 0) == ("REVIEW_VOTES_DIFFER", "votes_for", {"votes": 4, "present": 5})
    assert of("granted", 50_000, 2, 3, 0) == ("REVIEW_NO_MAJORITY", "votes_for", {"votes": 2, "present": 5})


@pytest.mark.parametrize(("line", "refused"), [(200_000, False), (201_000, True)])
def test_the_villages_own_cap_binds_the_group(line: int, refused: bool) -> None:
    assert bool(list(faults(Vote("granted", line, 5, 5, 0, 0), set_to(""), 200_000))) is refused


@pytest.mark.parametrize(
    ("policy", "present", "quorate"),
    [
        ("", 2, False),
        ("", 3, True),
        ("members_present=5", 4, False),
        ("members_present=5", 5, True),
        ("members_present=5:exclusive", 5, False),
    ],
)
def test_enough_members_must_be_present(policy: str, present: int, quorate: bool) -> None:
    assert is_quorate(present, set_to(policy).values("review")) is quorate


@pytest.mark.parametrize(
    ("given", "policy", "told"),
    [
        (
            Vote("granted", 50_000, 5, 4, 1, 0),
            "",
            [
                "the credit group granted a line of 50,000 yuan",
                "4 of the 5 members present voted for it; more than 50 % were needed",
            ],
        ),
        (
            Vote("declined", None, 3, 2, 1, 0),
            "votes_percent=60:inclusive",
            [
                "the credit group granted no line",
                "2 of the 3 members present voted for it; at least 60 % were needed",
            ],
        ),
        (Vote("deferred", None, 3, None, None, None), "", ["the credit group put the household off"]),
    ],
)
def test_a_decision_is_told_with_what_it_needed(given: Vote, policy: str, told: list[str]) -> None:
    steps = list(explain(given, set_to(policy)))
    assert [sentence(step) for step in steps] == told
    assert [name for step in steps for name in step.names] == ["votes_percent", "members_present"][
        : 2 * (len(told) - 1)
    ]
