"""One village assessed: its tables, decisions, files and findings together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from gridcredit.decisions import decide
from gridcredit.findings import Finding
from gridcredit.ingest.rows import Counts
from gridcredit.ingest.village import Ingested, VillageFacts
from gridcredit.policy import Policy, PolicyBook
from gridcredit.rules.filing import missing_fields
from gridcredit.schema import DECISIONS, STATUSES


@dataclass(frozen=True, slots=True)
class Assessment:
    """``households``: one row each, the columns of ``schema.HOUSEHOLDS`` and ``DECISIONS``, ``sheet`` and ``row`` of
    origin, ``missing_fields`` and ``rated``. ``ratings``: the accepted ones. ``day``: the date of the decisions.
    """

    facts: VillageFacts
    file: str
    sha256: str
    day: date
    policy: Policy
    households: pd.DataFrame
    ratings: pd.DataFrame
    counts: Mapping[str, Counts]
    findings: tuple[Finding, ...]

    def of_status(self, *statuses: str) -> pd.DataFrame:
        return self.households[self.households["status"].isin(statuses)]

    def tally(self) -> dict[str, int]:
        """Households by status, all of them, and the sum of the lines in yuan."""
        counts = {"households": len(self.households)}
        counts |= {status: len(self.of_status(status)) for status in STATUSES}
        return counts | {"total_line_yuan": int(self.households["credit_line_yuan"].sum())}

    def decision_rows(self) -> list[tuple[str | int | None, ...]]:
        """A row of contract §6 (``--decisions``) per household; a line that there is not is None, never 0."""
        table = self.households
        columns: list[list[Any]] = [table[name].tolist() for name in DECISIONS[:-1]]
        return [
            (self.facts.village, household, status, line or None, suggested or None, basis, reasons, counting)
            for household, status, line, suggested, basis, reasons, counting in zip(*columns)
        ]

    def roster(self) -> pd.DataFrame:
        """The households as ``coverage.standing`` takes them."""
        facts = {"village": self.facts.village, "branch": self.facts.branch, "grid": self.facts.grid}
        return self.households.assign(line_yuan=self.households["credit_line_yuan"], assessed_on=self.day, **facts)


def assess(ingested: Ingested, book: PolicyBook, as_of: date) -> Assessment:
    """Decide the village on its 评议日期, or on ``as_of`` where it has none or a later one; the policy is that day's.

    So the same workbook and policy give the same decisions whenever they are run. Raises ``PolicyError``.
    """
    facts = ingested.facts
    assert facts is not None
    findings = list(ingested.findings)
    if facts.assessed_on and facts.assessed_on > as_of:
        findings.append(Finding("ASSESSED_LATER", ingested.file, params={"column": "评议日期", "as_of": as_of}))
    day = facts.assessed_on if facts.assessed_on and facts.assessed_on <= as_of else as_of
    policy = book.on(day)
    decisions = decide(ingested.households, ingested.ratings, facts.cap_yuan, policy)
    lacks = missing_fields(ingested.households, ingested.members, policy.values("filing"))
    listed = decisions["reason_codes"].str.contains("LIST_")
    enough = decisions["counting_ratings"] >= policy.values("counting").number("minimum_ratings")
    households = ingested.households.assign(
        **{name: decisions[name] for name in decisions.columns if name != "household_id"},
        missing_fields=lacks,
        rated=listed | enough,
    )
    return Assessment(
        facts,
        ingested.file,
        ingested.sha256,
        day,
        policy,
        households,
        ingested.ratings,
        ingested.counts,
        tuple(findings),
    )
