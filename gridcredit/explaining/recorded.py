"""What the ledger holds of a household, as parts of an explanation.

``entry`` is everywhere the household in a run, as ``ledger.store.Ledger.history`` gives it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from gridcredit.explaining.model import (
    ABSTAINS,
    AMOUNT,
    COMPARED,
    INPUT,
    POLICY,
    RATINGS,
    REFUSES,
    SET_ASIDE,
    SOFTWARE,
    UNKNOWING,
    Applied,
    Decision,
    Earlier,
    Given,
    Place,
    PolicyChange,
    Recomputed,
    Reviewed,
)
from gridcredit.policy import Policy, Values
from gridcredit.policy.model import setting_of
from gridcredit.rules import review
from gridcredit.rules.validity import State, Term, frozen_and_cancelled, recorded_term, state_of
from gridcredit.schema import DECIDED

Entry = Mapping[str, Any]


def decision_of(entry: Entry) -> Decision:
    detail = entry["detail"]
    return Decision(
        entry["effective"],
        entry["run"],
        entry["recorded_at"],
        entry["software"],
        entry["policy_sha256"],
        entry["input_sha256"],
        detail["status"],
        entry["line_yuan"],
        *(detail[name] for name in COMPARED[2:]),
    )


def columns_of(entry: Entry) -> dict[str, object]:
    """The columns of the decision as the ledger keeps them; older ledgers keep fewer."""
    detail = {**entry["detail"], "credit_line_yuan": entry["line_yuan"]}
    return {name: detail[name] for name in (*COMPARED, *DECIDED) if name in detail}


def given_of(entry: Entry, recomputed: Recomputed | None) -> tuple[Given, ...]:
    """The household's ratings, each with its cell; without ``recomputed``, what counts is told by the contract alone."""
    outlying = set(entry["detail"]["outlying_officers"].split(";"))
    found = []
    for at, rating in enumerate(entry["detail"].get("ratings", ())):
        kind = SET_ASIDE if recomputed and recomputed.set_aside[at] else kind_of(rating)
        found.append(
            Given(
                rating["officer"],
                kind,
                recomputed.counting[at] if recomputed else kind in (AMOUNT, REFUSES),
                rating["officer"] in outlying,
                rating.get("amount_yuan"),
                rating.get("refusal"),
                rating.get("refusal_codes"),
                _place(entry["sources"], rating),
            )
        )
    return tuple(found)


def _place(sources: Sequence[Mapping[str, Any]], rating: Mapping[str, Any]) -> Place:
    """The cell that says what the rating is: that of the refusal, of not knowing the household, or of the amount."""
    column = {REFUSES: "refusal", UNKNOWING: "knows"}.get(kind_of(rating), "amount_yuan")
    at, row = rating.get("elsewhere", {}).get(column, (rating["source"], rating["row"]))
    letters = sources[at]["columns"].get(column)
    if letters is None or (column == "refusal" and not rating.get("refusal")):
        at, cell = rating["source"], rating["cell"]
    else:
        cell = f"{letters}{row}"
    return Place(sources[at]["file"], sources[at]["sheet"], cell, sources[at]["sha256"])


def kind_of(rating: Mapping[str, Any]) -> str:
    """What a rating is to the rules (contract §4, 2)."""
    if rating.get("knows") == "no":
        return UNKNOWING
    if rating.get("refusal") is not None or rating.get("amount_yuan") == 0:
        return REFUSES
    return AMOUNT if rating.get("amount_yuan") is not None else ABSTAINS


def earlier_of(entries: Sequence[Entry], policies: Sequence[Policy | None]) -> tuple[Earlier, ...]:
    """The decisions before the first of ``entries`` (newest first), each beside the one after it; ``policies``: theirs."""
    return tuple(
        Earlier(
            decision_of(before),
            _changed(before, after),
            after["line_yuan"] - before["line_yuan"],
            policy_changes(old, new),
        )
        for (after, new), (before, old) in pairwise(zip(entries, policies))
    )


def _changed(before: Entry, after: Entry) -> tuple[str, ...]:
    differs = {
        POLICY: before["policy_sha256"] != after["policy_sha256"],
        INPUT: before["input_sha256"] != after["input_sha256"],
        RATINGS: _said(before) != _said(after),
        SOFTWARE: before["software"] != after["software"],
    }
    return tuple(name for name, is_other in differs.items() if is_other)


def _said(entry: Entry) -> list[tuple[str, ...]]:
    names = ("officer", "amount_yuan", "knows", "refusal")
    return sorted(tuple(str(rating.get(name)) for name in names) for rating in entry["detail"].get("ratings", ()))


def policy_changes(before: Policy | None, after: Policy | None) -> tuple[PolicyChange, ...]:
    """The values that differ, where both policies are known."""
    if before is None or after is None:
        return ()
    old, new = ({parameter.key: (parameter, value) for parameter, value in one.rows()} for one in (before, after))
    found = []
    for key in dict.fromkeys([*old, *new]):
        parameter = (new.get(key) or old[key])[0]
        was, now = (values[key][1] if key in values else None for values in (old, new))
        if was is None or now is None or setting_of(was) != setting_of(now):
            found.append(PolicyChange(parameter, was, now))
    return tuple(found)


def reviewed_of(event: Mapping[str, Any], policy: Policy | None) -> Reviewed:
    """The decision of a review, as its ``event`` keeps it; ``policy``: that of the day, where the ledger keeps it."""
    detail, line = event["detail"], event["amount_yuan"]
    applied, values = None, {}
    if policy is not None:
        vote = review.Vote(event["result"], line, len(detail["present"]), *detail["votes"])
        status = "" if event["result"] == review.DEFERRED else event["result"]
        applied = Applied("review", tuple(review.explain(vote, policy)), status, ())
        in_force = {parameter.key: (parameter, value) for parameter, value in policy.rows()}
        values = {key: in_force[key] for step in applied.steps for key in (f"review.{name}" for name in step.names)}
    return Reviewed(
        event["effective"],
        event["result"],
        line or 0,
        detail["votes"],
        detail["present"],
        detail["dissent"],
        detail["form"],
        detail["policy_sha256"],
        Place(event["source_file"], event["source_sheet"], event["source_cell"], event["source_sha256"]),
        applied,
        values,
    )


def standing(
    entry: Entry, events: Sequence[Mapping[str, Any]], as_of: date, values: Values
) -> tuple[Term, State] | tuple[None, None]:
    """The term of the line, and what it is on ``as_of`` after ``events`` (oldest first); None twice where there is none.

    ``values``: those of the rule ``validity``, by which a term is counted that an older ledger did not keep.
    """
    line, detail = entry["line_yuan"], entry["detail"]
    if not line:
        return None, None
    term = recorded_term(entry["effective"], detail.get("valid_until"), detail.get("review_on"), values)
    return term, state_of(line, term, as_of, *frozen_and_cancelled(events))
