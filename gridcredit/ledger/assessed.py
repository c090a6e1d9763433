"""An assessment as the run and the events that the ledger keeps of it."""

from collections import defaultdict
from typing import Any

from gridcredit import __version__
from gridcredit.assessment import Assessment
from gridcredit.ledger.entries import ASSESSED, OF_VILLAGE, Event, Run
from gridcredit.privacy import mask_id, mask_phone
from gridcredit.schema import STATED, rows_of

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
)

_KEPT_OF_RATINGS = (
    "officer",
    "amount_yuan",
    "knows",
    "refusal",
    "refusal_codes",
    "borrower",
    *(column.name for column in STATED),
    "source",
    "sheet",
    "row",
    "cell",
    "elsewhere",
)


def run_of(assessment: Assessment) -> Run:
    """The run with one event a household: what coverage, lists and explanations need, ID and phone masked.

    Each value can be followed to its cell: ``sources`` of the run lists sheets as {file, sha256, sheet, columns:
    {name: letters}}; an event's and a rating's ``source`` and ``row`` point there, ``elsewhere`` {column: [source,
    row]} where a value stands in another row; ``members`` lists their [source, row].
    """
    facts = assessment.facts
    ratings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    columns = ("household_id", *_KEPT_OF_RATINGS)
    for household, *rest in rows_of(assessment.ratings, columns):
        given = dict(zip(_KEPT_OF_RATINGS, rest))
        ratings[household].append({name: value for name, value in given.items() if value is not None})
    members: dict[str, list[list[int]]] = defaultdict(list)
    for household, *place in rows_of(assessment.members, ("household_id", "source", "row")):
        members[household].append(place)
    events = []
    names = ("id_number", "phone", "household_id", "credit_line_yuan", "source", "sheet", "row", "elsewhere", *_KEPT)
    for id_number, phone, household, line, source, sheet, row, elsewhere, *kept in rows_of(
        assessment.households, names
    ):
        detail = dict(zip(_KEPT, kept)) | {
            "id_masked": mask_id(id_number or ""),
            "phone_masked": mask_phone(phone or ""),
            "ratings": ratings[household],
            "source": source,
            "row": row,
            "elsewhere": elsewhere or {},
            "members": members[household],
        }
        events.append(
            Event(
                ASSESSED,
                facts.village,
                household,
                assessment.day,
                line,
                assessment.sources[source]["file"],
                assessment.sources[source]["sha256"],
                sheet,
                f"A{row}",
                detail=detail,
            )
        )
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
        },
        events,
    )
