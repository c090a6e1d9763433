"""Cases that a bank wants to hold: a household's ratings and facts, and what is to come out. Read strictly.

In a policy file they are ``[[cases]]``::

    name = "two close, one above"
    ratings = ["50000", "60000", "refuses"]     # also "abstains", "unknowing 50000", "refuses hard"
    list = "grey"                               # list, registration, village_cap, facts, day as needed
    facts = { income_yuan = 80000 }
    status = "granted"                          # what is to come out: at least one of status, line,
    line = 55000                                # suggested, basis, reasons; 0, "" and [] for none
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from tomllib import loads
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_, _
from gridcredit.ingest.amounts import AMOUNT_LIMIT
from gridcredit.ingest.values import Value
from gridcredit.policytools.headings import Codes
from gridcredit.policytools.told import Rating, fact_of, rating_of
from gridcredit.schema import LISTS, REGISTRATION, STATUSES

CONTRACT = "contract.toml"
EXPECTED = ("status", "line", "suggested", "basis", "reasons")
"""What may be expected of a case, in the words of ``Case.expected``."""


@dataclass(frozen=True, slots=True)
class Case:
    """What one household is and what is ``expected`` to come out for it; codes are ours, amounts whole yuan, 0 for none.

    ``day`` None: any; ``place``: where the case stands.
    """

    place: str
    name: str
    ratings: tuple[Rating, ...]
    listed: str | None
    registration: str | None
    village_cap: int | None
    facts: Mapping[str, Value]
    day: date | None
    expected: Mapping[str, object]


def cases_of(entries: Sequence[tuple[str, object]], codes: Codes) -> list[Case]:
    """The cases of a policy file (``Source.cases``); raises ``PolicyError`` that names file, place and remedy."""
    cases = [_case(place, entry, codes) for place, entry in entries]
    seen: dict[str, str] = {}
    for case in cases:
        if case.name in seen:
            raise PolicyError(
                N_("{place}: {other} has this name already; give each case its own"),
                place=case.place,
                other=seen[case.name],
            )
        seen[case.name] = case.place
    return cases


def shipped_cases(codes: Codes) -> list[Case]:
    """The examples of contract §4, which the shipped policy holds to."""
    text = (resources.files("gridcredit.policytools") / CONTRACT).read_text("utf-8")
    cases = cases_of([(CONTRACT, case) for case in loads(text)["cases"]], codes)
    return [replace(case, name=_(case.name)) for case in cases]


def _case(place: str, entry: object, codes: Codes) -> Case:
    known = (*READERS, *EXPECTED)
    if not isinstance(entry, dict) or not set(entry) <= set(known) or not {"name", "ratings"} <= set(entry):
        raise PolicyError(
            N_("{place}: a case needs name and ratings, and may have {keys}"),
            place=place,
            keys=", ".join(key for key in known if key not in ("name", "ratings")),
        )
    told: dict[str, Any] = {
        key: reader(f"{place} {key}", entry[key]) if key in entry else None for key, reader in READERS.items()
    }
    expected = {key: _expected(f"{place} {key}", key, entry[key], codes) for key in EXPECTED if key in entry}
    if not expected:
        raise PolicyError(N_("{place}: say what is to come out: {keys}"), place=place, keys=", ".join(EXPECTED))
    return Case(
        place,
        told["name"],
        told["ratings"],
        told["list"],
        told["registration"],
        told["village_cap"],
        told["facts"] or {},
        told["day"],
        expected,
    )


def _name(place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(N_("{place}: write a text in quotes, and not an empty one"), place=place)
    return value.strip()


def _ratings(place: str, value: object) -> tuple[Rating, ...]:
    if not isinstance(value, list):
        raise PolicyError(N_('{place}: write a list of texts, such as ["…", "…"]'), place=place)
    return tuple(rating_of(place, text) for text in value)


def _one_of(words: Collection[str]) -> Callable[[str, object], str]:
    def check(place: str, value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise PolicyError(N_("{place}: write one of {words}"), place=place, words=", ".join(dict.fromkeys(words)))
        return value

    return check


def _amount(place: str, value: object) -> int:
    if type(value) is not int or not 0 <= value <= AMOUNT_LIMIT:
        raise PolicyError(N_("{place}: an amount is whole yuan up to {limit}"), place=place, limit=f"{AMOUNT_LIMIT:,}")
    return value


def _facts(place: str, value: object) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise PolicyError(N_("{place}: write facts as {{income_yuan = 80000, …}}"), place=place)
    return {name: fact_of(place, name, fact) for name, fact in value.items()}


def _day(place: str, value: object) -> date:
    if type(value) is not date:
        raise PolicyError(N_("{place}: write a date such as 2016-05-01, without quotes"), place=place)
    return value


def _expected(place: str, key: str, value: object, codes: Codes) -> object:
    if key in ("line", "suggested"):
        return _amount(place, value)
    if key == "status":
        return _one_of(STATUSES)(place, value)
    if key == "basis":
        return _one_of(("", *codes.basis))(place, value)
    if not isinstance(value, list):
        raise PolicyError(N_('{place}: write a list of texts, such as ["…", "…"]'), place=place)
    return frozenset(_one_of(codes.reason)(place, one) for one in value)


READERS: Mapping[str, Callable[[str, object], Any]] = {
    "name": _name,
    "ratings": _ratings,
    "list": _one_of(tuple(LISTS.values())),
    "registration": _one_of(tuple(REGISTRATION.values())),
    "village_cap": _amount,
    "facts": _facts,
    "day": _day,
}
