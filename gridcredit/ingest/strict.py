"""The strict reading of a TOML file: keys that are known, texts that say something, one meaning for each word.

``place`` names the file and the place in it. Everything raises ``PolicyError``, with the remedy.
"""

from collections.abc import Collection, Mapping
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_


def table(place: str, value: object, known: Collection[str]) -> Mapping[str, Any]:
    """A table with none but the ``known`` keys."""
    if not isinstance(value, dict):
        raise PolicyError(
            N_("{place}: write it as a table, with one of these in each line: {words}"), place=place, words=shown(known)
        )
    strange = next((key for key in value if key not in known), None)
    if strange is not None:
        raise PolicyError(
            N_("{place}: {word} is not known here; known are {words}"),
            place=place,
            word=quoted(strange),
            words=shown(known),
        )
    return value


def texts(place: str, value: object) -> tuple[str, ...]:
    """A list of one or more texts."""
    if not isinstance(value, list) or not value:
        raise PolicyError(N_('{place}: write a list of texts, such as ["…", "…"]'), place=place)
    return tuple(text(place, one) for one in value)


def text(place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(N_("{place}: write a text in quotes, and not an empty one"), place=place)
    return value.strip()


def claim(place: str, word: str, owner: str, owners: dict[str, str]) -> None:
    """Enter that ``word`` means ``owner``; it may mean one thing, and be given once."""
    if word in owners:
        raise meant_already(place, word, owners[word])
    owners[word] = owner


def meant_already(place: str, word: str, owner: str) -> PolicyError:
    return PolicyError(
        N_("{place}: {word} means {owner} already; keep it in one place"),
        place=place,
        word=quoted(word),
        owner=owner,
    )


def shown(words: Collection[str]) -> str:
    return ", ".join(words)


def quoted(word: str) -> str:
    return f"“{word}”"
