import pytest

from gridcredit.decisions import board_of
from gridcredit.rules import limits
from rules.deciding import DEFAULT, Case, cases, expected, explained, name, outcome, steps_of, village

BANK_CAP = cases("""
| ratings                       | status   | line    | suggests | basis     | reasons                |
|-------------------------------|----------|---------|----------|-----------|------------------------|
| 999 999 999                   | declined | –       | –        | close_all | BELOW_MINIMUM          |
| 999 1,000 1,000               | declined | –       | –        | close_all | BELOW_MINIMUM          |
| 1,000 1,000 1,000             | granted  | 1,000   | –        | close_all | –                      |
| 1,999 1,999 1,999             | granted  | 1,000   | –        | close_all | –                      |
| 2,000 2,000 2,000             | granted  | 2,000   | –        | close_all | –                      |
| 299,999 299,999 299,999       | granted  | 299,000 | –        | close_all | –                      |
| 300,000 300,000 300,000       | granted  | 300,000 | –        | close_all | –                      |
| 300,001 300,001 300,001       | granted  | 300,000 | –        | close_all | CAPPED                 |
| 250,000 300,000 310,000       | granted  | 286,000 | –        | close_all | –                      |
| 1000000000 999999999 999999998 | granted | 300,000 | –        | close_all | CAPPED                 |
| 200,000 400,000 600,000       | referred | –       | 300,000  | compromise | SPREAD_TOO_WIDE CAPPED |
| 100 999 5,000                 | referred | –       | –        | compromise | SPREAD_TOO_WIDE        |
| 400,000 400,000 refuses       | referred | –       | –        | –         | REFUSED_BY_SOME        |
""")

VILLAGE_CAP = cases("""
| cap     | ratings                 | status   | line    | basis     | reasons              |
|---------|-------------------------|----------|---------|-----------|----------------------|
| 50,000  | 50,000 50,000 50,000    | granted  | 50,000  | close_all | –                    |
| 50,000  | 50,001 50,001 50,001    | granted  | 50,000  | close_all | CAPPED               |
| 50,500  | 60,000 60,000 60,000    | granted  | 50,000  | close_all | CAPPED               |
| 1,000   | 60,000 60,000 60,000    | granted  | 1,000   | close_all | CAPPED               |
| 999     | 60,000 60,000 60,000    | declined | –       | close_all | CAPPED BELOW_MINIMUM |
| 0       | 60,000 60,000 60,000    | declined | –       | close_all | CAPPED BELOW_MINIMUM |
| 500,000 | 400,000 400,000 400,000 | granted  | 300,000 | close_all | CAPPED               |
""")


@pytest.mark.parametrize("case", BANK_CAP, ids=name)
def test_a_line_is_capped_by_the_bank_and_rounded_down(case: Case) -> None:
    assert outcome(case) == expected(case)


@pytest.mark.parametrize("case", VILLAGE_CAP, ids=lambda case: f"cap {case['cap']} {name(case)}")
def test_a_line_is_capped_by_the_village_where_that_is_less(case: Case) -> None:
    rest = {key: text for key, text in case.items() if key != "cap"}
    assert outcome(rest, village_cap=int(case["cap"].replace(",", ""))) == expected(rest)


BY_POLICY = cases("""
| policy                                          | ratings              | status   | line   | reasons       |
|-------------------------------------------------|----------------------|----------|--------|---------------|
| minimum_line_yuan=5000:inclusive                | 5,999 5,999 5,999    | granted  | 5,000  | –             |
| minimum_line_yuan=5000:inclusive                | 4,999 4,999 4,999    | declined | –      | BELOW_MINIMUM |
| minimum_line_yuan=5000:exclusive                | 5,999 5,999 5,999    | declined | –      | BELOW_MINIMUM |
| minimum_line_yuan=5000:exclusive                | 6,000 6,000 6,000    | granted  | 6,000  | –             |
| minimum_line_yuan=1:inclusive rounding_yuan=1   | 1 1 1                | granted  | 1      | –             |
| minimum_line_yuan=1:inclusive                   | 999 999 999          | declined | –      | BELOW_MINIMUM |
| rounding_yuan=1                                 | 50,001 50,001 50,001 | granted  | 50,001 | –             |
| rounding_yuan=5000                              | 54,999 54,999 54,999 | granted  | 50,000 | –             |
| rounding_yuan=5000                              | 55,000 55,000 55,000 | granted  | 55,000 | –             |
| household_cap_yuan=50000                        | 50,000 50,000 50,000 | granted  | 50,000 | –             |
| household_cap_yuan=50000                        | 50,001 50,001 50,001 | granted  | 50,000 | CAPPED        |
| household_cap_yuan=50000 rounding_yuan=30000    | 50,001 50,001 50,001 | granted  | 30,000 | CAPPED        |
""")

SUGGESTED = cases("""
| policy                           | ratings            | status   | suggests | reasons         |
|----------------------------------|--------------------|----------|----------|-----------------|
| minimum_line_yuan=5000:inclusive | 1,000 5,000 10,000 | referred | 5,000    | SPREAD_TOO_WIDE |
| minimum_line_yuan=5000:exclusive | 1,000 5,000 10,000 | referred | –        | SPREAD_TOO_WIDE |
| rounding_yuan=3000               | 1,000 5,000 10,000 | referred | 3,000    | SPREAD_TOO_WIDE |
""")


@pytest.mark.parametrize("case", BY_POLICY + SUGGESTED, ids=name)
def test_cap_rounding_and_the_smallest_line_are_policy(case: Case) -> None:
    assert outcome(case) == expected(case)


def test_a_figure_without_a_basis_makes_no_line() -> None:
    """A household that is not rated stays undecided here, whatever stands on the board as its figure."""
    households, given = village([{}, {}])
    board = board_of(households, {}, given, None, DEFAULT)
    board.figure[:] = 50_000
    board.basis[1] = "close_all"
    limits.apply(board, DEFAULT.values("limits"))
    assert (board.status.tolist(), board.line.tolist()) == (["", "granted"], [0, 50_000])


TOLD = [
    (
        "",
        "50,999 50,999 50,999",
        [
            ("50,999 yuan is within the largest line of one household, 300,000 yuan", "household_cap_yuan"),
            ("50,999 yuan, rounded down to a multiple of 1,000 yuan: 50,000 yuan", "rounding_yuan"),
            ("credit line: 50,000 yuan", "minimum_line_yuan"),
        ],
    ),
    (
        "",
        "400,000 400,000 400,000",
        [
            (
                "400,000 yuan is above the largest line of one household: capped to 300,000 yuan",
                "household_cap_yuan",
            ),
            ("300,000 yuan, rounded down to a multiple of 1,000 yuan: 300,000 yuan", "rounding_yuan"),
            ("credit line: 300,000 yuan", "minimum_line_yuan"),
        ],
    ),
    (
        "",
        "999 999 999",
        [
            ("999 yuan is within the largest line of one household, 300,000 yuan", "household_cap_yuan"),
            ("999 yuan, rounded down to a multiple of 1,000 yuan: 0 yuan", "rounding_yuan"),
            ("0 yuan is less than the smallest line, 1,000 yuan: no line", "minimum_line_yuan"),
        ],
    ),
    (
        "minimum_line_yuan=1000:exclusive",
        "1,999 1,999 1,999",
        [
            ("1,999 yuan is within the largest line of one household, 300,000 yuan", "household_cap_yuan"),
            ("1,999 yuan, rounded down to a multiple of 1,000 yuan: 1,000 yuan", "rounding_yuan"),
            ("1,000 yuan is not more than 1,000 yuan, and a line must be: no line", "minimum_line_yuan"),
        ],
    ),
    (
        "",
        "30,000 50,000 100,001",
        [
            ("50,000 yuan is within the largest line of one household, 300,000 yuan", "household_cap_yuan"),
            ("50,000 yuan, rounded down to a multiple of 1,000 yuan: 50,000 yuan", "rounding_yuan"),
            ("line suggested to the collective review: 50,000 yuan", "minimum_line_yuan"),
        ],
    ),
    ("", "50,000 50,000 refuses", []),
]


@pytest.mark.parametrize(("policy", "given_ratings", "told"), TOLD)
def test_cap_rounding_and_line_are_told_with_the_values_that_they_go_by(
    policy: str, given_ratings: str, told: list[tuple[str, str]]
) -> None:
    assert explained({"policy": policy, "ratings": given_ratings}, "limits") == told


@pytest.mark.parametrize(
    ("given_ratings", "lines"),
    [
        ("50,999 50,999 50,999", [50_000, 50_000]),
        ("1,999 1,999 1,999", [1_000, 0]),
        ("30,000 50,000 100,001", [50_000, 50_000]),
    ],
)
def test_the_last_line_that_is_told_is_what_the_household_gets(given_ratings: str, lines: list[int]) -> None:
    case = {"policy": "minimum_line_yuan=1000:exclusive", "ratings": given_ratings}
    assert [step.params["line"] for step in steps_of(case, "limits") if "line" in step.params] == lines


@pytest.mark.parametrize(
    ("village_cap", "told"),
    [
        (
            50_000,
            "60,000 yuan is above the largest line of the village (最高额度 on its sheet 村): capped to 50,000 yuan",
        ),
        (60_000, "60,000 yuan is within the largest line of the village (最高额度 on its sheet 村), 60,000 yuan"),
        (300_000, "60,000 yuan is within the largest line of one household, 300,000 yuan"),
    ],
)
def test_the_villages_own_cap_is_told(village_cap: int, told: str) -> None:
    assert explained({"ratings": "60,000 60,000 60,000"}, "limits", village_cap)[0] == (told, "household_cap_yuan")
