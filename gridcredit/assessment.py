"""One village assessed: its tables, decisions, files and findings together."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridcredit.checking import day_of
from gridcredit.decisions import decide
from gridcredit.findings import Finding
from gridcredit.ingest.facts import VillageFacts
from gridcredit.ingest.village import Ingested
from gridcredit.policy import Policy, PolicyBook
from gridcredit.rates import AT_ASSESSMENT, Rates, rates
from gridcredit.rules.denominators import in_net_roster
from gridcredit.rules.filing import missing_fields
from gridcredit.schema import DECISIONS, STATUSES, Columns, Counts, height, rows_of


@dataclass(frozen=True, slots=True)
class Assessment:
    """``households``: one row each, the columns of ``schema.HOUSEHOLDS``, ``DECISIONS`` and ``DECIDED``, ``source``, ``sheet``,
    ``row`` and ``elsewhere`` of origin, ``missing_fields`` and ``rated``. ``members``, ``ratings``: the accepted ones. ``sources``:
    the sheets that all these point to. ``day``: the date of the decisions. ``ballots``: where the ratings come from
    ballots, of each what ``reports.ballots.ballot_facts`` says.
    """

    facts: VillageFacts
    files: tuple[str, ...]
    hashes: tuple[str, ...]
    profile_sha256: str | None
    sources: Sequence[Mapping[str, Any]]
    day: date
    policy: Policy
    households: Columns
    members: Columns
    ratings: Columns
    counts: Mapping[tuple[str, str], Counts]
    findings: tuple[Finding, ...]
    ballots: Sequence[Mapping[str, Any]] = ()

    @property
    def sha256(self) -> str:
        """Of all that was read: the workbook's own, or one over several files' and the profile's."""
        if len(self.hashes) == 1 and self.profile_sha256 is None:
            return self.hashes[0]
        parts = [*sorted(self.hashes), *filter(None, [self.profile_sha256])]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def of_status(self, *statuses: str) -> list[dict[str, Any]]:
        """The households of these statuses as rows by column."""
        names = tuple(self.households)
        kept = (status in statuses for status in self.households["status"])
        return [dict(zip(names, row)) for keep, row in zip(kept, zip(*self.households.values())) if keep]

    def tally(self) -> dict[str, int]:
        """Households by status, all of them, and the sum of the lines in yuan."""
        by_status = Counter(self.households["status"])
        counts = {"households": height(self.households)} | {status: by_status[status] for status in STATUSES}
        return counts | {"total_line_yuan": sum(self.households["credit_line_yuan"])}

    def rates(self) -> Rates:
        """The rates of this village alone, before any outcome."""
        facts = rows_of(self.households, ("status", "credit_line_yuan", "missing_fields", "rated"))
        net = in_net_roster(self.households, self.policy.values("denominators"))
        counts: Counter[str] = Counter()
        for in_net, (status, line, missing, rated) in zip(net.tolist(), facts):
            if status != "excluded":
                counts.update(
                    roster=1,
                    net_roster=in_net,
                    credited=line > 0,
                    filed=not missing,
                    filed_credited=line > 0 and not missing,
                    rated=rated,
                )
        return rates(counts, AT_ASSESSMENT)

    def decision_rows(self) -> list[tuple[str | int | None, ...]]:
        """A row of contract §6 (``--decisions``) per household; a line that there is not is None, never 0."""
        return [
            (self.facts.village, household, status, line or None, suggested or None, *rest)
            for household, status, line, suggested, *rest in rows_of(self.households, DECISIONS[:-1])
        ]


def assess(
    ingested: Ingested,
    book: PolicyBook,
    as_of: date,
    profile_sha256: str | None = None,
    ballots: Sequence[Mapping[str, Any]] = (),
) -> Assessment:
    """Decide the village on its 评议日期, or on ``as_of`` where it has none or a later one; the policy is that day's.

    So the same workbook and policy give the same decisions whenever they are run. Raises ``PolicyError``.
    """
    facts = ingested.facts
    assert facts is not None
    findings = list(ingested.findings)
    if facts.assessed_on and facts.assessed_on > as_of:
        findings.append(Finding("ASSESSED_LATER", ingested.file, params={"column": "评议日期", "as_of": as_of}))
    day = day_of(facts, as_of)
    policy = book.on(day)
    decisions = decide(ingested.households, ingested.members, ingested.ratings, facts.cap_yuan, policy)
    enough = policy.values("counting").number("minimum_ratings")
    settled = zip(decisions["reason_codes"], decisions["counting_ratings"])
    households: Columns = {
        **ingested.households,
        **decisions,
        "missing_fields": missing_fields(ingested.households, ingested.members, policy.values("filing"), day),
        "rated": ["LIST_" in reasons or counting >= enough for reasons, counting in settled],
    }
    return Assessment(
        facts,
        ingested.files,
        ingested.hashes,
        profile_sha256,
        ingested.sources,
        day,
        policy,
        households,
        ingested.members,
        ingested.ratings,
        ingested.counts,
        tuple(findings),
        ballots,
    )
