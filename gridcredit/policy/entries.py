"""What an entry must be: every key there, none besides, each of its kind, within what the parameter allows."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_, _
from gridcredit.policy import bands
from gridcredit.policy.model import (
    EXCLUSIVE,
    INCLUSIVE,
    Field,
    Kind,
    Parameter,
    Row,
    Setting,
    Value,
)

KEYS = ("from", "issued", "value", "document", "clause")
BOUND = "bound"


def value_of(place: str, entry: object, parameter: Parameter) -> Value:
    """The value that an entry gives the parameter; raises ``PolicyError`` that names ``place``."""
    wanted = (*KEYS, BOUND) if parameter.threshold else KEYS
    if not isinstance(entry, dict) or set(entry) != set(wanted):
        raise PolicyError(N_("{place}: needs exactly {keys}"), place=place, keys=", ".join(wanted))
    for key in ("from", "issued"):
        if type(entry[key]) is not date:
            raise PolicyError(N_("{place}: {key} is a date such as 2016-05-01, without quotes"), place=place, key=key)
    if not all(isinstance(entry[key], str) and entry[key].strip() for key in ("document", "clause")):
        raise PolicyError(N_("{place}: document and clause name the document and the place in it"), place=place)
    bound = entry.get(BOUND)
    if parameter.threshold and bound not in (INCLUSIVE, EXCLUSIVE):
        raise PolicyError(
            N_("{place}: bound is inclusive or exclusive: does the number itself still count?"), place=place
        )
    setting = _setting(place, entry["value"], parameter)
    return Value(setting, entry["from"], entry["issued"], entry["document"].strip(), entry["clause"].strip(), bound)


def _setting(place: str, value: object, parameter: Parameter) -> Setting:
    match parameter.kind:
        case Kind.NUMBER:
            return _number(place, value, parameter.at_least, parameter.at_most)
        case Kind.WORD:
            return _word(place, value, parameter.one_of)
        case Kind.WORDS:
            return _words(place, value, parameter.one_of, parameter.either)
        case Kind.TABLE:
            return _table(place, value, parameter)


def _number(place: str, value: object, low: int | None, high: int | None) -> int:
    if type(value) is not int:
        raise PolicyError(N_("{place}: value is a whole number"), place=place)
    if (low is not None and value < low) or (high is not None and value > high):
        raise PolicyError(
            N_("{place}: value is between {low} and {high}"),
            place=place,
            low=low if low is not None else "…",
            high=high if high is not None else "…",
        )
    return value


def _word(place: str, value: object, one_of: tuple[str, ...]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(N_("{place}: value is a word"), place=place)
    _check_known(place, (value,), one_of)
    return value


def _words(place: str, value: object, one_of: tuple[str, ...], either: bool = False) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise PolicyError(N_("{place}: value is a list of words"), place=place)
    words = [word for text in value for word in (text.split("|") if either else (text,))]
    _check_known(place, words, one_of)
    if len(set(value)) < len(value):
        raise PolicyError(N_("{place}: a word stands twice in value"), place=place)
    return tuple(value)


def _check_known(place: str, words: Any, one_of: tuple[str, ...]) -> None:
    strange = [word for word in words if one_of and word not in one_of]
    if strange:
        raise PolicyError(
            N_("{place}: value names {word}, which is none of {words}"),
            place=place,
            word=json.dumps(strange[0], ensure_ascii=False),
            words=", ".join(one_of),
        )


def _table(place: str, value: object, parameter: Parameter) -> tuple[Row, ...]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise PolicyError(N_("{place}: value is a list of rows, each {{key = …}}"), place=place)
    fields = {field.name: field for field in parameter.fields}
    rows = tuple(_row(f"{place} [{number}]", row, fields) for number, row in enumerate(value, start=1))
    if parameter.bands_by is not None:
        for number, message, params in bands.faults(rows, parameter.bands_by):
            raise PolicyError(
                N_("{place}: {fault}"), place=f"{place} [{number + 1}]", fault=_(message).format(**params)
            )
    return rows


def _row(place: str, row: Mapping[str, Any], fields: Mapping[str, Field]) -> Row:
    for name in row:
        if name not in fields:
            raise PolicyError(
                N_("{place}: a row has no {name}; it may have {names}"),
                place=place,
                name=json.dumps(name, ensure_ascii=False),
                names=", ".join(fields),
            )
    for field in fields.values():
        if field.required and field.name not in row:
            raise PolicyError(N_("{place}: the row lacks {name}"), place=place, name=field.name)
    return {name: cell(f"{place} {name}", value, fields[name]) for name, value in row.items()}


def cell(place: str, value: object, field: Field) -> int | str | tuple[str, ...]:
    """What a table's cell gives; raises ``PolicyError`` that names ``place``."""
    if field.kind is Kind.NUMBER:
        return _number(place, value, field.at_least, field.at_most)
    if field.kind is Kind.WORD:
        return _word(place, value, field.one_of)
    return _words(place, value, field.one_of)
