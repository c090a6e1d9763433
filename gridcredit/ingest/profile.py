"""A bank's sheets described in a TOML file, where they say what cannot be inferred (``docs/profiles.md``).

The file is read strictly: what is unknown, empty, twice or contradictory is an error that names its place. Words are
kept in the form in which they are compared.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.ingest import strict
from gridcredit.ingest.words import (
    NO_REFUSAL,
    SHEET_NAMES,
    SYNONYMS,
    UNIT_WORDS,
    LoanList,
    Refusal,
    Vocabulary,
    plain,
    sheet_name,
    side_by_side,
    whole,
)
from gridcredit.schema import (
    AMOUNT_UNITS,
    HOUSEHOLDS,
    LOAN_ROWS,
    MEMBERS,
    OUTCOMES_BY_ID,
    RATINGS,
    STATED,
    VILLAGE,
    Column,
)

IGNORED = "ignored"
ROLES = tuple(role for role in SHEET_NAMES if role != "outcomes")
_TABLES = (*HOUSEHOLDS, *MEMBERS, *RATINGS, *STATED)
_BY_NAME = {column.name: column for column in (*VILLAGE, *_TABLES)}
_EXPORTS = {column.name: column for column in (*OUTCOMES_BY_ID, *LOAN_ROWS) if column.name not in _BY_NAME}
COLUMNS = (*_BY_NAME, "officer_id", *_EXPORTS)
OPTIONS: Mapping[str, Column] = {column.name: column for column in (*_TABLES, *_EXPORTS.values()) if column.options}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def load(path: Path) -> Vocabulary:
    """What the profile ``path`` adds to the standard words; raises ``PolicyError`` with file, place and remedy."""
    body = _toml(path)
    strict.table(path.name, body, ("bank", "unit", "sheets", "headers", "options", "refusals", "loans"))
    headers = _headers(f"{path.name} headers", body.get("headers", {}))
    return Vocabulary(
        bank=strict.text(f"{path.name} bank", body.get("bank")),
        headers={name: words for name, words in headers.items() if name != IGNORED},
        ignored=headers.get(IGNORED, ()),
        options=_options(f"{path.name} options", body.get("options", {})),
        sheets=_sheets(f"{path.name} sheets", body.get("sheets", {})),
        refusals=tuple(_refusals(f"{path.name} refusals", body.get("refusals", []))),
        unit=_unit(f"{path.name} unit", body["unit"]) if "unit" in body else None,
        loans=_loans(f"{path.name} loans", body.get("loans", {})),
    )


def option_word(text: str) -> str:
    """A word of an option list as cells' words are compared with it."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise PolicyError(N_("{file}: the profile cannot be opened"), file=path.name) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        place = str(problem) if isinstance(problem, tomllib.TOMLDecodeError) else "UTF-8"
        raise PolicyError(N_("{file}: not a TOML file ({place})"), file=path.name, place=place) from None


def _unit(place: str, value: object) -> str:
    if not isinstance(value, str) or value not in AMOUNT_UNITS:
        raise PolicyError(N_("{place}: write one of {words}"), place=place, words=strict.shown(AMOUNT_UNITS))
    return AMOUNT_UNITS[value]


def _loans(place: str, table: object) -> LoanList:
    found = strict.table(place, table, [key.name for key in fields(LoanList)])
    for name, value in found.items():
        if not isinstance(value, bool):
            raise PolicyError(N_("{place}: {name} is true or false, without quotes"), place=place, name=name)
    return LoanList(**found)


def _sheets(place: str, table: object) -> dict[str, tuple[str, ...]]:
    sheets = {}
    owners: dict[str, str] = {}
    for role, texts in strict.table(place, table, ROLES).items():
        here = f"{place}.{role}"
        sheets[role] = tuple(sheet_name(text) for text in strict.texts(here, texts))
        for pattern in sheets[role]:
            if not pattern.strip("*?") or pattern.count("[") != pattern.count("]"):
                raise PolicyError(
                    N_("{place}: {word} is no pattern of sheet names; write a name, with * for any characters in it"),
                    place=here,
                    word=strict.quoted(pattern),
                )
            strict.claim(here, pattern, role, owners)
    return sheets


def _headers(place: str, table: object) -> dict[str, tuple[str, ...]]:
    """Column name, or ``ignored``, → plain headers; one header means one thing wherever two columns may meet."""
    headers = {}
    owners: dict[str, list[str]] = {}
    for name, texts in strict.table(place, table, (*COLUMNS, IGNORED)).items():
        here = f"{place}.{name}"
        headers[name] = tuple(_plain(here, text) for text in strict.texts(here, texts))
        for word in headers[name]:
            for other in owners.setdefault(word, []):
                if name == other or IGNORED in (name, other) or side_by_side(name, other):
                    raise strict.meant_already(here, word, other)
            owners[word].append(name)
            if name == IGNORED:
                _check_ignored(here, word)
    return headers


def _check_ignored(place: str, word: str) -> None:
    """Nothing that decides a line may be passed over under its standard name."""
    for name, words in SYNONYMS.items():
        column = _BY_NAME.get(name)
        if column and word in words and (column.decisive or column.required):
            raise PolicyError(
                N_("{place}: {word} is {column}, which decides credit lines and cannot be ignored"),
                place=place,
                word=strict.quoted(word),
                column=column.header,
            )


def _options(place: str, table: object) -> dict[str, dict[str, str]]:
    """Column name → the bank's word → our code."""
    options = {}
    for name, by_code in strict.table(place, table, OPTIONS).items():
        ours = OPTIONS[name].options or {}
        owners: dict[str, str] = {}
        for code, texts in strict.table(f"{place}.{name}", by_code, dict.fromkeys(ours.values())).items():
            here = f"{place}.{name}.{code}"
            for word in map(option_word, strict.texts(here, texts)):
                other = ours.get(word, word if word in ours.values() else code)
                if other != code:
                    raise strict.meant_already(here, word, other)
                strict.claim(here, word, code, owners)
        options[name] = owners
    return options


def _refusals(place: str, entries: object) -> Iterator[Refusal]:
    if not isinstance(entries, list):
        raise PolicyError(N_("{place}: write it as [[{name}]]"), place=place, name="refusals")
    owners: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        here = f"{place} {number}"
        keys = ("code", "texts", "hard", "source")
        if not isinstance(entry, dict) or set(entry) != set(keys):
            raise PolicyError(N_("{place}: needs exactly {words}"), place=here, words=strict.shown(keys))
        code = strict.text(here, entry["code"])
        if not _CODE.fullmatch(code):
            raise PolicyError(N_("{place}: code is a short name of A-Z, 0-9 and _, such as MOVED_AWAY"), place=here)
        if not isinstance(entry["hard"], bool):
            raise PolicyError(N_("{place}: {name} is true or false, without quotes"), place=here, name="hard")
        here = f"{place} {code}"
        texts = strict.texts(here, entry["texts"])
        strict.claim(here, whole(code), code, owners)
        for text in texts:
            if not whole(text) or whole(text) in NO_REFUSAL:
                raise PolicyError(
                    N_("{place}: {word} is no reason; it stands for none"), place=here, word=strict.quoted(text)
                )
            strict.claim(here, whole(text), code, owners)
        yield Refusal(code, texts, entry["hard"], strict.text(f"{here} source", entry["source"]))


def _plain(place: str, text: str) -> str:
    word = plain(text)
    if not word or word in UNIT_WORDS:
        raise PolicyError(
            N_("{place}: {word} is no header; without brackets and units nothing of it is left"),
            place=place,
            word=strict.quoted(text),
        )
    return word
