"""An assessment as the run and the events that the ledger keeps of it."""

from collections import defaultdict
from typing import Any

from gridcredit import __version__
from gridcredit.assessment import Assessment
from gridcredit.ledger.entries import ASSESSED, Event, Run
from gridcredit.privacy import mask_id, mask_phone
from gridcredit.schema import rows_of

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


def run_of(assessment: Assessment) -> Run:
    """The run with one event a household: what coverage, lists and explanations need, ID and phone masked."""
    facts = assessment.facts
    ratings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    columns = ("household_id", "officer", "amount_yuan", "knows", "refusal", "sheet", "cell")
    for household, *rest in rows_of(assessment.ratings, columns):
        ratings[household].append(dict(zip(columns[1:], rest)))
    events = []
    for id_number, phone, household, line, sheet, row, *kept in rows_of(
        assessment.households, ("id_number", "phone", "household_id", "credit_line_yuan", "sheet", "row", *_KEPT)
    ):
        detail = dict(zip(_KEPT, kept)) | {
            "id_masked": mask_id(id_number or ""),
            "phone_masked": mask_phone(phone or ""),
            "ratings": ratings[household],
        }
        events.append(
            Event(
                ASSESSED,
                facts.village,
                household,
                assessment.day,
                line,
                assessment.file,
                assessment.sha256,
                sheet,
                f"A{row}",
                detail=detail,
            )
        )
    return Run(
        facts.village,
        assessment.day,
        assessment.file,
        assessment.sha256,
        assessment.policy.sha256,
        f"gridcredit {__version__}",
        {"branch": facts.branch, "grid": facts.grid, "village_code": facts.village_code, "cap_yuan": facts.cap_yuan},
        events,
    )
