"""An assessment as the run and the events that the ledger keeps of it, and the way back to the tables it was decided on."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridcredit import __version__
from gridcredit.assessment import Assessment
from gridcredit.changes import Change, Changes
from gridcredit.decisions import Tables
from gridcredit.household_facts import OF_HOUSEHOLDS
from gridcredit.ledger.entries import ASSESSED, OF_VILLAGE, Event, Run
from gridcredit.ledger.standins import Mark, Marks, Standins, marks_of
from gridcredit.people import full_number
from gridcredit.policy.archive import archived
from gridcredit.privacy import IdKey, mask_id, mask_phone, with_zeros
from gridcredit.rules.filing import waived_members
from gridcredit.schema import DECIDED, HOUSEHOLDS, STATED, column_of, rows_of

_KEPT = (
    "group",
    "head",
    "address",
    "registration_status",
    "residence_status",
    "list_status",
    "status",
    "basis",
    "suggested_line_yuan",
    "reason_codes",
    "counting_ratings",
    "outlying_officers",
    "missing_fields",
    "rated",
    *(name for name in DECIDED if name not in ("borrower_row", "valid_until", "review_on")),
)
_FACTS = tuple(name for name in (*OF_HOUSEHOLDS, "evidence") if name not in _KEPT)
"""What else rules decide by; those that are known stand in an event's ``facts``."""

_KEPT_OF_RATINGS = (
    "officer",
    "amount_yuan",
    "knows",
    "refusal",
    "refusal_codes",
    "refusal_hard",
    *(column.name for column in STATED),
    "source",
    "sheet",
    "row",
    "cell",
    "elsewhere",
)


def run_of(assessment: Assessment, changes: Changes | None = None, id_key: IdKey | None = None) -> Run:
    """The run with one event a household: what coverage, lists and explanations need, ID and phone masked, and what it
    takes to decide it again (``tables_of``); in an event's detail ``change`` since the earlier run, where there was one.

    Each value can be followed to its cell: ``sources`` of the run lists sheets as {file, sha256, sheet, columns:
    {name: letters}}; an event's and a rating's ``source`` and ``row`` point there, ``elsewhere`` {column: [source,
    row]} where a value stands in another row; ``members`` lists their [source, row], ``people`` what is kept of each,
    and ``borrower_at`` is the borrower's place in these lists.
    """
    facts = assessment.facts
    marks = marks_of(assessment.households, assessment.members, assessment.ratings, assessment.day)
    return Run(
        facts.village,
        assessment.day,
        " ".join(assessment.files),
        assessment.sha256,
        assessment.policy.sha256,
        f"gridcredit {__version__}",
        {
            **{name: getattr(facts, name) for name in OF_VILLAGE},
            "inputs": dict(zip(assessment.files, assessment.hashes)),
            "profile_sha256": assessment.profile_sha256,
            "sources": assessment.sources,
            "files": _files(assessment),
            **({"ballots": list(assessment.ballots)} if assessment.ballots else {}),
        },
        list(_events(assessment, changes, marks)),
        archived(assessment.policy),
        persons_of(assessment, id_key) if id_key else (),
        id_key.name if id_key else "",
    )


def _files(assessment: Assessment) -> dict[str, Any]:
    """Of the household files on the roster, how many were ``collected`` on which day ('' where none is told), and how many
    members' fields were ``waived``.
    """
    days = zip(assessment.households["status"], column_of(assessment.households, "collected_on"))
    collected = Counter(day.isoformat() if day else "" for status, day in days if status != "excluded")
    values = assessment.policy.values("filing")
    return {
        "collected": dict(sorted(collected.items())),
        "waived": waived_members(assessment.members, values, assessment.day),
    }


def persons_of(assessment: Assessment, id_key: IdKey) -> list[tuple[str, str]]:
    """Households and the hashes of their persons' ID numbers, each once."""
    tables = (assessment.households, assessment.members)
    numbers = (pair for table in tables for pair in zip(table["household_id"], column_of(table, "id_number")))
    found = dict.fromkeys((key, full_number(number)) for key, number in numbers if number)
    return [(key, id_key.hashed(number)) for key, number in found]


def _events(assessment: Assessment, changes: Changes | None, marks: Marks) -> Iterator[Event]:
    ratings = _ratings_of(assessment, marks)
    members, people, place_of = _members_of(assessment, marks)
    changed = {change.household_id: change for change in changes.rows} if changes else {}
    names = ("household_id", "id_number", "phone", "credit_line_yuan", "valid_until", "review_on", "borrower_row")
    officers, days = (column_of(assessment.households, name) for name in ("collected_by", "collected_on"))
    places_away = list(zip(*(column_of(assessment.households, name) for name in ("away_place", "return_time"))))
    origin = ("source", "sheet", "row", "elsewhere")
    kept = rows_of(assessment.households, _KEPT)
    facts = rows_of(assessment.households, _FACTS)
    for at, (key, number, phone, line, until, review, borrower, source, sheet, row, elsewhere) in enumerate(
        rows_of(assessment.households, (*names, *origin))
    ):
        officer = officers[at]
        detail = dict(zip(_KEPT, kept[at])) | {
            "id_masked": mask_id(number or ""),
            "phone_masked": mask_phone(phone or ""),
            "facts": _known(zip(_FACTS, facts[at])),
            "mark": marks.households[at],
            "ratings": ratings[key],
            "source": source,
            "row": row,
            "elsewhere": elsewhere or {},
            "members": members[key],
            "people": people[key],
            "borrower_at": None if borrower is None else place_of[borrower],
        }
        if away := " ".join(str(one) for one in places_away[at] if one):
            detail["away"] = away
        if officer:
            detail["collected_by"] = officer
        if day := days[at]:
            detail["collected_on"] = day.isoformat()
        if line:
            detail |= {"valid_until": until.isoformat(), "review_on": review.isoformat()}
        if changes and key in changed:
            detail["change"] = _change(changed[key], changes)
        file, sha256 = (assessment.sources[source][name] for name in ("file", "sha256"))
        yield Event(
            ASSESSED,
            assessment.facts.village,
            key,
            assessment.day,
            line,
            file,
            sha256,
            sheet,
            f"A{row}",
            detail=detail,
        )


def _ratings_of(assessment: Assessment, marks: Marks) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    columns = ("household_id", *_KEPT_OF_RATINGS)
    for (household, *rest), mark in zip(rows_of(assessment.ratings, columns), marks.ratings):
        found[household].append(_known(zip(_KEPT_OF_RATINGS, rest)) | {"mark": mark})
    return found


def _members_of(
    assessment: Assessment, marks: Marks
) -> tuple[dict[str, list[list[int]]], dict[str, list[Mark]], list[int]]:
    """By household where its members stand and what is kept of them; by row each one's place in these lists."""
    members: dict[str, list[list[int]]] = defaultdict(list)
    people: dict[str, list[Mark]] = defaultdict(list)
    place_of = []
    for (household, *place), mark in zip(rows_of(assessment.members, ("household_id", "source", "row")), marks.members):
        place_of.append(len(members[household]))
        members[household].append(place)
        people[household].append(mark)
    return members, people, place_of


def _known(pairs: Iterator[tuple[str, Any]]) -> dict[str, Any]:
    """Those that are known; numbers of persons in free texts become zeros."""
    return {
        name: with_zeros(value) if name in ("business", "evidence") and isinstance(value, str) else value
        for name, value in pairs
        if value is not None
    }


def is_complete(households: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a run keeps all that it was decided on; those of older versions of gridcredit do not."""
    return all("people" in household for household in households)


def tables_of(households: Sequence[Mapping[str, Any]], cap_yuan: int | None) -> Tables:
    """The tables to decide a run again by, from its households as ``store.Ledger.assessed`` gives them.

    Names that the ledger keeps (of heads, officers and borrowers) stand in them, for all others stand-ins. What an older
    ledger did not keep is blank (``is_complete``).
    """
    people = Standins((home.get("mark", {}) for home in households), dict(_names(households)))
    facts = [_facts(home, people) for home in households]
    folk = [
        {"household_id": home["household_id"], **people.member(mark)}
        for home in households
        for mark in home.get("people", ())
    ]
    ratings = [
        _rating(home["household_id"], rating, people) for home in households for rating in home.get("ratings", ())
    ]
    return Tables(
        {column.name: [row.get(column.name) for row in facts] for column in HOUSEHOLDS},
        {name: [row[name] for row in folk] for name in folk[0]} if folk else {},
        {name: [row[name] for row in ratings] for name in _RATING_COLUMNS},
        cap_yuan,
    )


def _names(households: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The names that a run keeps, by mark."""
    for home in households:
        at = home.get("borrower_at")
        if at is not None and home.get("borrower"):
            yield home["people"][at]["name"], home["borrower"]
        for rating in home.get("ratings", ()):
            if "called" in rating.get("mark", {}):
                yield rating["mark"]["called"], rating["officer"]
    for home in households:
        if "name" in home.get("mark", {}):
            yield home["mark"]["name"], home["head"]


def _facts(home: Mapping[str, Any], people: Standins) -> dict[str, Any]:
    mark = home.get("mark", {})
    who = {"id_number": people.number(mark.get("number")), "phone": people.phone(mark.get("phone"))}
    return {**home, **home.get("facts", {}), **who}


_RATING_COLUMNS = (
    "household_id",
    *(name for name in _KEPT_OF_RATINGS if name not in ("source", "sheet", "row", "cell", "elsewhere")),
    "officer_id",
    "borrower",
)


def _rating(household_id: str, rating: Mapping[str, Any], people: Standins) -> dict[str, Any]:
    mark = rating.get("mark", {})
    meant = people.name(mark.get("meant")) if "mark" in rating else rating.get("borrower")
    who = {"officer_id": people.number(mark.get("number")), "borrower": meant}
    return {name: rating.get(name) for name in _RATING_COLUMNS} | {"household_id": household_id} | who


def _change(change: Change, changes: Changes) -> dict[str, object]:
    state = change.before.state.code if change.before else None
    return {"kind": change.kind, "from_yuan": change.from_yuan, "state": state, "run": changes.run}
