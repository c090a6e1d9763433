"""The mutants that no test kills are explained, and the explanations are of the code as it stands."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import mutants  # noqa: E402
from mutants import Mutant  # noqa: E402

TEXT = """# Title

Words.

## The larger of two equal ones is either

More words.

```diff
@ gridcredit.rules.limits.apply
- a = b < c
+ a = b <= c

@ gridcredit.rules.limits.apply
- x = 1
+ x = 2
```

## Not explained yet

```diff
@ gridcredit.rules.lists.apply
- n + 1
+ n - 1
```
"""
FIRST = Mutant("gridcredit.rules.limits.apply", "a = b < c", "a = b <= c")
SECOND = Mutant("gridcredit.rules.limits.apply", "x = 1", "x = 2")
THIRD = Mutant("gridcredit.rules.lists.apply", "n + 1", "n - 1")
FOURTH = Mutant("gridcredit.rules.board.Board.note", "if code:\n    pass", "if not code:\n    pass")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("a = b < c", "a = b <= c", "arithmetic"),
        ("a = b // c", "a = b / c", "arithmetic"),
        ("a = b[0]", "a = b[1]", "arithmetic"),
        ("a = -b", "a = +b", "arithmetic"),
        ("if a and b:", "if a or b:", "arithmetic"),
        ("a = ~b", "a = b", "arithmetic"),
        ("a in b", "a not in b", "arithmetic"),
        ("f(a=True)", "f(a=False)", "arithmetic"),
        ("a += 1", "a = 1", "arithmetic"),
        ("a = f(b, c)", "a = f(b, None)", "value left out"),
        ("a = f(b, c)", "a = f(b, )", "value left out"),
        ("a = 1", "a = None", "value left out"),
        ('a = "x < 1"', 'a = "XXx < 1XX"', "text"),
        ('N_("{a} of {b}")', 'N_("{A} OF {B}")', "text"),
        ("break", "return", "other"),
    ],
)
def test_the_kind_of_a_change(before: str, after: str, kind: str) -> None:
    assert Mutant("f", before, after).kind == kind


def test_explanations_are_read_by_their_headings() -> None:
    assert mutants.explained(TEXT) == {
        "The larger of two equal ones is either": [FIRST, SECOND],
        "Not explained yet": [THIRD],
    }


def test_a_document_keeps_what_still_stands_with_its_words() -> None:
    assert mutants.document(TEXT, [THIRD, SECOND, FIRST]) == TEXT
    without = mutants.document(TEXT, [FIRST])
    assert mutants.explained(without) == {"The larger of two equal ones is either": [FIRST]}
    assert "More words." in without and without.startswith("# Title\n\nWords.\n")
    assert mutants.document(TEXT, []) == "# Title\n\nWords.\n"


def test_new_ones_are_put_where_reasons_are_missing() -> None:
    text = mutants.document(TEXT, [FIRST, FOURTH, THIRD])
    assert mutants.explained(text) == {
        "The larger of two equal ones is either": [FIRST],
        "Not explained yet": [FOURTH, THIRD],
    }


def in_document() -> list[tuple[str, Mutant]]:
    reasons = mutants.explained(mutants.EXPLAINED.read_text("utf-8"))
    return [(reason, mutant) for reason, found in reasons.items() for mutant in found]


def test_every_mutant_that_stands_is_explained() -> None:
    assert [mutant for reason, mutant in in_document() if reason == mutants.NEW] == []


def test_the_explained_code_stands_in_its_module() -> None:
    for _reason, mutant in in_document():
        module = mutant.function
        while not (file := ROOT / (module.replace(".", "/") + ".py")).is_file():
            module = module.rpartition(".")[0]
        lines = {line.strip() for line in file.read_text("utf-8").splitlines()}
        assert set(mutant.before.splitlines()) <= lines, mutant
