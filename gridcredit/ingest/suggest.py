"""A draft of a bank's profile out of one of its workbooks: what the standard words do not cover, for the bank to decide.

The draft is itself a profile that loads. What is open in it stands in comments: ``##`` explains, ``#`` proposes a line.
"""

import json
from collections.abc import Iterable, Iterator

from gridcredit.i18n import _
from gridcredit.ingest.seen import BY_NAME
from gridcredit.ingest.unknown import Unknown, number_of
from gridcredit.ingest.words import STANDARD, Vocabulary
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import AMOUNT_UNITS, Column


def draft(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> str:
    """TOML text for what ``vocabulary`` does not know of the workbook's sheets, headers, words and reasons."""
    unknown = Unknown(workbook, vocabulary)
    sections = (
        _opening(),
        _unit(unknown.units()),
        _sheets(unknown),
        _headers(unknown),
        _options(unknown),
        _reasons(unknown.reasons()),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines) + "\n"


def _opening() -> Iterator[str]:
    yield _told(_("Draft of a profile. Lines with one # are proposals: check each, then take the # away."))
    yield _told(_("docs/profiles.md tells what each part means."))
    yield _line("bank", _("(name of the bank)"))


def _unit(stated: set[str]) -> Iterator[str]:
    units = [word for word, code in AMOUNT_UNITS.items() if code in stated]
    if len(units) == 1:
        yield _line("unit", units[0])
        return
    yield _told(_("the sheets state several units") if units else _("no sheet states a unit; amounts are read as 元"))
    yield _proposed(_line("unit", "元"))


def _sheets(unknown: Unknown) -> Iterator[str]:
    by_role = unknown.sheets()
    if by_role:
        yield "[sheets]"
        yield _told(_("sheets that are not read as they stand, by what they look like"))
    for role, patterns in by_role.items():
        yield _proposed(_line(role, patterns))


def _headers(unknown: Unknown) -> Iterator[str]:
    by_column = unknown.headers()
    others = by_column.pop("", [])
    if by_column or others:
        yield "[headers]"
    for name, texts in by_column.items():
        yield _told(_("perhaps {column}").format(column=BY_NAME[name].header))
        yield _proposed(_line(name, texts))
    if others:
        yield _told(_("like no column that is known: give each to a column, or leave it unread"))
        yield _proposed(_line("ignored", others))


def _options(unknown: Unknown) -> Iterator[str]:
    for column, found in unknown.option_words():
        if not found:
            yield _told(_("{column} holds too many different texts to be words of a list").format(column=column.header))
            continue
        text = _("{column} has words that are not known; give each to one of the codes: {words}")
        yield _told(
            text.format(column=column.header, words=", ".join(json.dumps(word, ensure_ascii=False) for word in found))
        )
        yield _proposed(f"[options.{column.name}]")
        yield from (_proposed(f"{code} = []  # {word}") for code, word in _codes(column))


def _codes(column: Column) -> Iterator[tuple[str, str]]:
    """A column's codes, each with the first of our words for it."""
    first: dict[str, str] = {}
    for word, code in (column.options or {}).items():
        first.setdefault(code, word)
    return iter(first.items())


def _reasons(reasons: list[str]) -> Iterator[str]:
    if reasons:
        yield _told(_("reasons for refusing: hard = true if the bank lets one officer's word decide"))
    for code, text in _coded(reasons):
        yield _proposed("[[refusals]]")
        yield _proposed(_line("code", code))
        yield _proposed(_line("texts", [text]))
        yield _proposed("hard = false")
        yield _proposed(_line("source", _("(the bank's document)")))


def _coded(reasons: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each reason with a code after its number, or else its place; no code twice."""
    used: set[str] = set()
    for place, text in enumerate(reasons, 1):
        code = f"R{number_of(text) or place:02d}"
        while code in used:
            code += "X"
        used.add(code)
        yield code, text


def _line(key: str, value: object) -> str:
    """A line of TOML: a JSON text is one of TOML, but for the one control character that JSON lets stand."""
    return f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "")


def _proposed(line: str) -> str:
    return f"# {line}"


def _told(text: str) -> str:
    return f"## {text}"
