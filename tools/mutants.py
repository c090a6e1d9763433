"""Mutation testing of the rules: ``python tools/mutants.py [--write] [MUTANTS…]``, by ``make mutants``.

mutmut changes the rules' code in one place at a time, as ``setup.cfg`` has it, and runs their tests against each mutant.
This prints the score of each module and the mutants that no test tells from the original. Those that change arithmetic
or a comparison must stand in ``docs/mutants.md`` with the reason why they change nothing; it ends with 1 where one does
not. ``--write`` takes out what has been killed and puts in what is new, under "Not explained yet". MUTANTS are names
with wildcards, such as ``gridcredit.rules.limits*``; without any all are run whose code or tests have changed.
"""

import argparse
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXPLAINED = ROOT / "docs" / "mutants.md"
NEW = "Not explained yet"
FOUND, PASSED_OVER = ("killed", "timeout"), ("skipped", "caught by type check")
_OPERATORS = {*["+", "-", "*", "/", "%", "&", "|", "^", "~", "**", "//", "<<", ">>", "<", ">", "<=", ">=", "==", "!="]}
_WORDS = {"and", "or", "not", "in", "is", "True", "False"}
_TOKEN = re.compile(r"""[rbf]*"[^"]*"|\w+|\*\*|//|<<|>>|<=|>=|==|!=|\S""")


@dataclass(frozen=True)
class Mutant:
    """``function``: the dotted name of what is changed, ``before`` and ``after`` the lines of it that differ."""

    function: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """What the change is of; ``arithmetic`` for operators, comparisons, numbers and truths."""
        old, new = _TOKEN.findall(self.before), _TOKEN.findall(self.after)
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        parts = [step for step in matcher.get_opcodes() if step[0] != "equal"]
        out = {token for _tag, start, end, _, _ in parts for token in old[start:end]}
        into = {token for _tag, _, _, start, end in parts for token in new[start:end]}
        if not into and out <= _OPERATORS | _WORDS:
            return "arithmetic"
        if into == {"None"} or not into - {","}:
            return "value left out"
        if any(token.startswith(('"', 'f"')) for token in out | into):
            return "text"
        changed = out | into
        if changed & (_OPERATORS | _WORDS) or any(token.isdigit() for token in changed):
            return "arithmetic"
        return "other"

    def shown(self) -> str:
        lines = [f"- {line}" for line in self.before.splitlines()] + [f"+ {line}" for line in self.after.splitlines()]
        return "\n".join([f"@ {self.function}", *lines])


def explained(text: str) -> dict[str, list[Mutant]]:
    """The mutants of the document by the reason, its headings."""
    found: dict[str, list[Mutant]] = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        reason, _, body = section.partition("\n")
        found[reason.strip()] = [
            mutant for block in re.findall(r"```diff\n(.*?)```", body, flags=re.DOTALL) for mutant in _mutants(block)
        ]
    return found


def _mutants(block: str) -> Iterator[Mutant]:
    for entry in re.split(r"^@ ", block, flags=re.MULTILINE)[1:]:
        function, *lines = entry.splitlines()
        sides = ("\n".join(line[2:] for line in lines if line.startswith(sign)) for sign in "-+")
        yield Mutant(function.strip(), *sides)


def document(text: str, survivors: Iterable[Mutant]) -> str:
    """The document with these survivors: under their reasons, where they have one; each section keeps its words."""
    left = dict.fromkeys(survivors)
    parts = re.split(r"(?=^## )", text, flags=re.MULTILINE)
    kept = [parts[0]]
    reasons = explained(text)
    for part in parts[1:]:
        heading, _, body = part.partition("\n")
        theirs = [mutant for mutant in reasons[heading.removeprefix("## ").strip()] if mutant in left]
        for mutant in theirs:
            left.pop(mutant, None)
        if theirs and heading != f"## {NEW}":
            words = body.partition("```diff\n")[0].strip()
            kept.append(_section(heading, words, theirs))
        elif theirs:
            left |= dict.fromkeys(theirs)
    if left:
        kept.append(_section(f"## {NEW}", "", sorted(left, key=lambda mutant: mutant.function)))
    return "\n".join(part.strip() + "\n" for part in kept)


def _section(heading: str, words: str, mutants: Sequence[Mutant]) -> str:
    shown = "\n\n".join(mutant.shown() for mutant in mutants)
    return "\n\n".join(part for part in (heading, words, f"```diff\n{shown}\n```") if part) + "\n"


def run(names: Sequence[str]) -> None:
    """Run mutmut in the project's folder; ends this program where it cannot."""
    done = subprocess.run([Path(sys.executable).with_name("mutmut"), "run", *names], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"mutmut ended with {done.returncode}")


def results() -> dict[str, dict[str, str]]:
    """What became of each mutant, by the module's file."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.stats import status_by_exit_code

    found = {}
    for meta in sorted((ROOT / "mutants").rglob("*.meta")):
        path = meta.relative_to(ROOT / "mutants").with_suffix("")
        data = SourceFileMutationData(path=path)
        data.load()
        if data.exit_code_by_key and (ROOT / path).is_file():
            found[str(path)] = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
    return found


def mutant(name: str) -> Mutant:
    """The one that mutmut calls ``name``: ``gridcredit.rules.limits.x_apply__mutmut_7``."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lines = get_diff_for_mutant(name).splitlines()[2:]
    sides = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    module, _, function = name.partition("__mutmut_")[0].rpartition(".")
    return Mutant(f"{module}.{re.sub('^(x_|xǁ)', '', function).replace('ǁ', '.')}", *sides)


def report(statuses: Mapping[str, Mapping[str, str]]) -> list[Mutant]:
    """Print the score of each module; the mutants that stand, or that no test reaches."""
    total: Counter[str] = Counter()
    print(f"{'':36}{'mutants':>8}{'found':>8}{'stand':>8}{'not run':>8}   score")
    for path, of_module in [*statuses.items(), ("all", None)]:
        counts = total if of_module is None else Counter(of_module.values())
        if of_module is not None:
            total += counts
        found = sum(counts[status] for status in FOUND)
        pending = counts["not checked"] + sum(counts[status] for status in PASSED_OVER)
        asked = counts.total() - pending
        score = f"{found / asked:7.1%}" if asked else f"{'—':>7}"
        print(f"{path:36}{counts.total():8}{found:8}{asked - found:8}{pending:8} {score}")
    standing = [
        name
        for of_module in statuses.values()
        for name, status in of_module.items()
        if status not in (*FOUND, *PASSED_OVER, "not checked")
    ]
    return [mutant(name) for name in standing]


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutation testing of the rules.")
    parser.add_argument("mutants", nargs="*", help="names with wildcards; default: all")
    parser.add_argument("--write", action="store_true", help="bring docs/mutants.md up to date")
    parser.add_argument("--report", action="store_true", help="only tell what the last run found")
    arguments = parser.parse_args()
    if not arguments.report:
        run(arguments.mutants)
    standing = report(results())
    text = EXPLAINED.read_text("utf-8")
    known = {mutant for reason, mutants in explained(text).items() if reason != NEW for mutant in mutants}
    new = [mutant for mutant in standing if mutant not in known]
    for kind, count in Counter(mutant.kind for mutant in standing).items():
        print(f"{kind}: {count} stand, {sum(mutant.kind == kind for mutant in new)} of them not explained")
    for one in new:
        print(f"\n{one.kind}\n{one.shown()}")
    if arguments.write:
        EXPLAINED.write_text(document(text, standing), "utf-8")
    if any(one.kind == "arithmetic" for one in new):
        sys.exit("mutants of arithmetic or comparisons stand unexplained: kill them by a test, or explain them")


if __name__ == "__main__":
    main()
