"""The stages in order: workbook → ingest → rules → decisions → ledger → coverage, schedules → reports.

The first of them, up to a village that is read and checked, stand in ``checking``, which is light to import. Every
function takes and returns values; ``batch`` reads and writes the files around them. The monthly reports
import what they alone need, pandas above all, when they are called: assessing a village does without it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from gridcredit.assessment import Assessment, assess
from gridcredit.changes import Changes, changes_since
from gridcredit.errors import UsageError
from gridcredit.i18n import N_
from gridcredit.ingest.parts import FileRead
from gridcredit.ingest.village import Ingested
from gridcredit.ledger.asked import must_be_known
from gridcredit.ledger.assessed import is_complete, run_of, tables_of
from gridcredit.ledger.entries import Run
from gridcredit.ledger.reviewed import put_off, review_of
from gridcredit.ledger.tables import GONE
from gridcredit.policy import Policy, PolicyBook
from gridcredit.policy.archive import Restored, restored
from gridcredit.privacy import IdKey
from gridcredit.rates import Rates
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.village import village_book
from gridcredit.schema import DECISIONS

if TYPE_CHECKING:
    from gridcredit.explaining.model import Explanation, Held, Reviewed
    from gridcredit.ledger.store import Ledger
    from gridcredit.replaying import Compared
    from gridcredit.simulation import Village


@dataclass(frozen=True, slots=True)
class Assessed:
    """A village's result, ready for the ledger and the disk; ``changes`` since an earlier run, where there was one."""

    assessment: Assessment
    run: Run
    coverage: Rates
    changes: Changes | None
    workbook: bytes


def assess_village(
    ingested: Ingested,
    policies: PolicyBook,
    as_of: date,
    profile_sha256: str | None = None,
    ledger: "Ledger | None" = None,
    ballots: Sequence[Mapping[str, Any]] = (),
    id_key: IdKey | None = None,
) -> Assessed:
    """A village that was read whole (``ingested.facts``), decided and reported, with what changes since ``ledger``'s
    latest run of it that had other inputs or another policy. ``ballots``: as ``Assessment.ballots``; ``id_key``: to keep its
    persons by.
    """
    assessment = assess(ingested, policies, as_of, profile_sha256, ballots)
    changes = _changes(assessment, ledger) if ledger else None
    run = run_of(assessment, changes, id_key)
    workbook = to_bytes(village_book(assessment, run, changes))
    return Assessed(assessment, run, assessment.rates(), changes, workbook)


def _changes(assessment: Assessment, ledger: "Ledger") -> Changes | None:
    day, policy = assessment.day, assessment.policy
    hashes = assessment.sha256, policy.sha256
    earlier = ledger.earlier(assessment.facts.village, day, *hashes)
    if earlier is None:
        return None
    village, decided = assessment.facts.village, assessment.households
    lines = ledger.lines([village], policy)
    held = {
        key: may_be_used
        for key, line in zip(decided["household_id"], decided["credit_line_yuan"])
        if line and (may_be_used := lines.held(village, key, line, day, day)) < line
    }
    return changes_since(earlier, decided, day, *hashes, policy.values("validity"), held)


def explain_household(
    ledger: "Ledger", village: str, household_id: str, as_of: date, policies: PolicyBook
) -> "Explanation":
    """Why the household got its line in its village's run in force on ``as_of``; raises ``UsageError`` for a household
    that this run does not know. ``policies`` stand in for a policy that the ledger does not hold, if they are the same.
    """
    from gridcredit.explaining.again import recompute
    from gridcredit.explaining.model import FROM_FILES, FROM_LEDGER, Explanation
    from gridcredit.explaining.recorded import columns_of, decision_of, earlier_of, given_of, standing

    must_be_known(ledger, village, household_id, as_of)
    entries = ledger.history(village, household_id, as_of)
    entry, decision = entries[0], decision_of(entries[0])
    archived = [policy_of_run(ledger, one) for one in entries]
    known = [kept.policy if kept else same_policy(one, policies) for kept, one in zip(archived, entries)]
    policy, added = known[0], archived[0].added if archived[0] else ()
    households = ledger.assessed(entry["seq"])
    recomputed = None
    purged = GONE in entry["detail"]
    if policy is not None and not purged:
        tables = tables_of(households, entry["cap_yuan"])
        recomputed = recompute(tables, household_id, policy, columns_of(entry), added)
    events = ledger.events_of(village, household_id, as_of)
    about = decision.status, decision.decided_on, events
    event = review_of(*about)
    shown = event or put_off(*about)
    decided: Mapping[str, Any] = entry if event is None else {**event, "line_yuan": event["amount_yuan"] or 0}
    late = _late_household(ledger, village, household_id, as_of, policies.on(as_of))
    term, state = standing(decided, events, as_of, (policy or policies.on(entry["effective"])).values("validity"))
    return Explanation(
        village,
        household_id,
        as_of,
        entry["detail"],
        decision,
        FROM_LEDGER if archived[0] else FROM_FILES if policy else None,
        is_complete(households),
        given_of(entry, recomputed),
        recomputed,
        earlier_of(entries, known),
        tuple(events),
        term,
        state,
        entry["ballots"],
        _reviewed(ledger, shown) if shown else None,
        purged,
        late,
    )


def _late_household(ledger: "Ledger", village: str, household_id: str, as_of: date, policy: Policy) -> "Held | None":
    """What the household is in arrears with, and what of its line may be used; None where it is not."""
    from gridcredit.explaining.model import Held

    found = ledger.lines([village], policy).late(as_of)
    one = next((one for one in found if one.household_id == household_id), None)
    return Held(one.arrears, one.decided_yuan, one.line_yuan) if one else None


def _reviewed(ledger: "Ledger", event: Mapping[str, Any]) -> "Reviewed":
    from gridcredit.explaining.recorded import reviewed_of

    kept = policy_of_run(ledger, {"policy_sha256": event["detail"]["policy_sha256"], "effective": event["effective"]})
    return reviewed_of(event, kept.policy if kept else None)


def policy_of_run(ledger: "Ledger", run: Mapping[str, Any]) -> Restored | None:
    """The policy by which a run (``effective``, ``policy_sha256``) was decided; None: the ledger does not keep it."""
    kept = ledger.policy(run["policy_sha256"])
    return restored(kept, run["policy_sha256"], run["effective"]) if kept is not None else None


def same_policy(entry: Mapping[str, Any], policies: PolicyBook) -> Policy | None:
    """A run's own policy, on its day: that of ``policies``, if it is the same."""
    policy = policies.on(entry["effective"])
    return policy if policy.sha256 == entry["policy_sha256"] else None


def villages_of_ledger(ledger: "Ledger", as_of: date) -> "list[Village]":
    """The villages of the runs in force on ``as_of``, to be decided by another policy; raises ``UsageError``: none."""
    from gridcredit.simulation import Village

    found = []
    for run in ledger.runs(as_of):
        households = ledger.assessed(run["seq"])
        kept = policy_of_run(ledger, run)
        recorded = {
            name: [row["line_yuan" if name == "credit_line_yuan" else name] for row in households] for name in DECISIONS
        }
        found.append(
            Village(
                run["village"],
                run["run"],
                run["effective"],
                run["policy_sha256"],
                kept.policy if kept else None,
                tables_of(households, run["detail"].get("cap_yuan")),
                recorded,
                is_complete(households),
            )
        )
    if not found:
        raise UsageError(
            N_("no village in the ledger was assessed by {day}; assess one, or choose a later --as-of"), day=as_of
        )
    return found


def replay_run(
    ledger: "Ledger",
    run: Mapping[str, Any],
    reads: Sequence[FileRead],
    policy: Policy,
    profile_sha256: str | None,
    policy_grew: bool,
) -> "Compared":
    """A recorded run beside the same run made again of its inputs, value for value.

    ``policy_grew``: today's rules ask for more values than the run's policy had, so that their hashes differ.
    """
    from gridcredit.checking import check_village
    from gridcredit.replaying import Compared, Difference, compare, compare_run

    ingested = check_village(reads, PolicyBook(policy.parameters), run["effective"])
    recorded = ledger.assessed(run["seq"])
    if ingested.facts is None:
        refused = Difference("", "village", run["village"], None)
        return Compared(len(recorded), (refused,), ())
    ballots = run["detail"].get("ballots", ())
    again = run_of(assess(ingested, PolicyBook(policy.parameters), run["effective"], profile_sha256, ballots))
    of_run = (
        "village",
        "effective",
        "input_file",
        "input_sha256",
        "detail",
        *(() if policy_grew else ("policy_sha256",)),
    )
    said = compare_run(
        *({name: _plain(of(name)) for name in of_run} for of in (run.__getitem__, partial(getattr, again)))
    )
    compared = compare(
        [_decided(home["line_yuan"], home) for home in recorded],
        [_decided(event.amount_yuan, {"household_id": event.household_id, **event.detail}) for event in again.events],
    )
    return Compared(compared.households, (*said, *compared.differences), compared.unrecorded)


def _decided(line_yuan: int | None, home: Mapping[str, Any]) -> dict[str, Any]:
    """An assessed household in plain values, its line under the name that decisions have for it."""
    kept: dict[str, Any] = _plain({name: value for name, value in home.items() if name not in ("line_yuan", GONE)})
    return kept | {"credit_line_yuan": line_yuan or 0}


def _plain(value: object) -> Any:
    """As it is after a stay in the ledger."""
    return json.loads(json.dumps(value, default=str))
