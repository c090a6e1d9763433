"""The first stages of the ``pipeline``: what was read of a village's files, put together and checked.

``check`` needs no more than this, so nothing heavy is imported here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.findings import Doubt, Finding
from gridcredit.ingest import checks
from gridcredit.ingest.facts import VillageFacts
from gridcredit.ingest.parts import FileRead, unpack
from gridcredit.ingest.rows import shown_key
from gridcredit.ingest.village import Ingested, join
from gridcredit.policy import Policy, PolicyBook
from gridcredit.rules import plausibility
from gridcredit.rules.cap import cap_of
from gridcredit.rules.filing import in_words, missing_fields
from gridcredit.schema import height


def read_file(answer: Mapping[str, Any], file: str) -> FileRead:
    """What the reader's child process made of ``file``."""
    return unpack(answer, file)


def check_village(reads: Sequence[FileRead], policies: PolicyBook, as_of: date, rated: bool = True) -> Ingested:
    """The village that files make together: rows accepted, rows refused, findings; checked across its cells.

    ``rated`` False: a village that is still to be rated.
    """
    ingested = join(reads, rated)
    if ingested.facts is not None:
        day = day_of(ingested.facts, as_of)
        ingested.findings += doubts_of(ingested, policies.on(day), day)
    return ingested


def people_of(ingested: Ingested, salt: bytes) -> dict[str, tuple[str, str, str, str]]:
    """File, sheet, cell and household of each person with an ID number, by a hash that tells no number."""
    tables = {"households": ingested.households, "members": ingested.members}
    found = {}
    for person, (name, row) in checks.people(ingested.households, ingested.members, salt).items():
        key = tables[name]["household_id"][row]
        found[person] = (*ingested.cell(tables[name], row, "id_number"), shown_key(key))
    return found


def day_of(facts: VillageFacts, as_of: date) -> date:
    """The date of a village's decisions: its 评议日期, or ``as_of`` where it has none or a later one."""
    return facts.assessed_on if facts.assessed_on and facts.assessed_on <= as_of else as_of


def doubts_of(ingested: Ingested, policy: Policy, day: date) -> list[Finding]:
    """What looks wrong across the cells of a village, by the policy's values; all of it warnings."""
    assert ingested.facts is not None
    households, members, ratings = ingested.households, ingested.members, ingested.ratings
    found = checks.doubts(households, members, ratings)
    cap = cap_of(policy.values("limits"), ingested.facts.cap_yuan)
    found += plausibility.doubts(households, members, ratings, policy.values("plausibility"), day, cap)
    found += _unfiled(ingested, policy, day)
    tables = {"households": households, "members": members, "ratings": ratings}
    findings = []
    for doubt in found:
        table = tables[doubt.table]
        place = ingested.cell(table, doubt.row, doubt.column)
        household = shown_key(table["household_id"][doubt.row])
        findings.append(Finding(doubt.code, *place, household, doubt.params))
    return findings


def _unfiled(ingested: Ingested, policy: Policy, day: date) -> list[Doubt]:
    """The households on the roster whose file lacks a mandatory field, told at the first of them."""
    lacks = missing_fields(ingested.households, ingested.members, policy.values("filing"), day)
    found = []
    for row, (fields, status) in enumerate(zip(lacks, ingested.households["registration_status"])):
        if not height(ingested.members):  # told once, as MEMBERS_MISSING
            fields = ";".join(field for field in fields.split(";") if not field.startswith("members"))
        if fields and status != "deregistered":
            first = fields.replace(";", "|").split("|")[0]
            column = "household_id" if first.startswith("members") else first
            found.append(Doubt("FILE_INCOMPLETE", "households", row, column, {"fields": in_words(fields)}))
    return found
