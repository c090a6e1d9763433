"""Why a household got its line, for people: words and tables that the terminal and the printable sheet share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridcredit.explaining.model import Applied, Decision, Earlier, Explanation, Given, Held, Place, Reviewed
from gridcredit.i18n import N_, _
from gridcredit.loans import LOAN
from gridcredit.policy import Kind, Parameter, Value
from gridcredit.privacy import without_numbers
from gridcredit.reports import labels
from gridcredit.reports.ballots import sealed_line
from gridcredit.reports.book import Cell, Column, Format, Table
from gridcredit.reports.loans import arrears_text, loan_text
from gridcredit.reports.settings import shown
from gridcredit.rules.board import Step
from gridcredit.rules.validity import State, Term

FIELD = {
    "status": N_("Result"),
    "credit_line_yuan": N_("Credit line (yuan)"),
    "suggested_line_yuan": N_("Suggested line (yuan)"),
    "basis": N_("Basis"),
    "reason_codes": N_("Reason"),
    "counting_ratings": N_("Ratings that count"),
    "outlying_officers": N_("Outlying officers"),
    "borrower": N_("Borrower"),
    "exposure_yuan": N_("Exposure (yuan)"),
}
CHANGED = {
    "policy": N_("the policy"),
    "input": N_("the workbooks"),
    "ratings": N_("this household's ratings"),
    "software": N_("the software"),
}
NAME, WIDE, NARROW = 14, 52, 12
"""The widths of the sheet's four columns: all its tables share them."""
Cited = tuple[Parameter, Value]


def summary(explanation: Explanation) -> list[tuple[str, Cell]]:
    """The decision in a few words, each with its label."""
    decision, term, state = explanation.decision, explanation.term, explanation.state
    facts: list[tuple[str, Cell]] = [
        (_("Result"), verdict(decision)),
        (_("Decided as of"), decision.decided_on),
    ]
    if explanation.reviewed is not None:
        facts.append((_("Collective review"), reviewed_text(explanation.reviewed)))
    if term is not None and state is not None:
        facts.append((_("On {day}").format(day=explanation.as_of), _state(term, state)))
    if explanation.held is not None:
        facts.append((_("Arrears"), held_text(explanation.held)))
    facts.append((_("Run"), f"{decision.run} ({decision.software})"))
    facts.append((_("Policy SHA-256"), decision.policy_sha256))
    if explanation.ballots:
        facts.append((_("Ballots"), sealed_line(explanation.ballots)))
    return facts


def held_text(held: Held) -> str:
    """What is overdue, how it is classified, and what of the line may be used."""
    text = arrears_text(held.arrears)
    if held.line_yuan < held.decided_yuan:
        text += _("; ") + _("the line of {decided} yuan is held at {line} until the arrears are paid").format(
            decided=f"{held.decided_yuan:,}", line=f"{held.line_yuan:,}"
        )
    return text


def reviewed_text(found: Reviewed) -> str:
    """What the collective review decided, by which votes, and who was of another opinion."""
    line = _("credit line {line} yuan").format(line=f"{found.credit_line_yuan:,}")
    votes = _("votes {votes_for} : {against} : {abstained}, present: {names}")
    parts = [
        found.met_on.isoformat(),
        line if found.credit_line_yuan else labels.word(labels.DECISION, found.decision),
        votes.format(
            **dict(zip(("votes_for", "against", "abstained"), found.votes)), names=_(", ").join(found.present)
        ),
        _("dissent: {text}").format(text=without_numbers(found.dissent)) if found.dissent else "",
        _place(found.place),
    ]
    return _("; ").join(filter(None, parts))


def verdict(decision: Decision) -> str:
    """``credit line 55,000 yuan (majority close)`` and the like."""
    notes = labels.reasons(decision.reason_codes)
    if decision.credit_line_yuan:
        text = _("credit line {line} yuan ({basis})").format(
            line=f"{decision.credit_line_yuan:,}", basis=labels.word(labels.BASIS, decision.basis)
        )
    else:
        text = labels.word(labels.STATUS, decision.status)
    if decision.suggested_line_yuan:
        notes += _("; ") + _("suggested line {line} yuan").format(line=f"{decision.suggested_line_yuan:,}")
    return text + _(": ") + notes if notes else text


def cautions(explanation: Explanation) -> list[str]:
    """What must be known before anything below is believed."""
    if explanation.purged:
        return [
            _(
                "What is of persons was taken out of the ledger, as this household ended long ago: ratings and steps cannot be shown."
            )
        ]
    if explanation.recomputed is None:
        return [
            _("The ledger does not hold the policy of this run, so the steps cannot be shown."),
            _("Name the bank's policy files of that time with --policy; they are used if they are the same policy."),
        ]
    found = []
    if not explanation.complete:
        found.append(_("This run's ledger keeps no facts of households: what rests on them may differ below."))
    if explanation.recomputed.newer:
        names = _(", ").join(explanation.recomputed.newer)
        found.append(_("Younger than the run, and shown as shipped: {names}").format(names=names))
    if explanation.recomputed.differences:
        found.append(
            _("Careful: computed again, the decision is not the recorded one; the steps below do not lead to it.")
        )
    return found


def given_table(given: Sequence[Given]) -> Table:
    """A row per rating: who, what it is to the rules, where it stands."""
    columns = [
        Column(_("Officer"), width=NAME),
        Column(_("What the officer said"), width=WIDE),
        Column(_("File, sheet, cell"), width=WIDE),
        Column(_("Amount (yuan)"), Format.YUAN, NARROW),
    ]
    rows: list[Sequence[Cell]] = [(one.officer, _said(one), _place(one.place), one.amount_yuan) for one in given]
    return Table(columns, rows or [(labels.NOTHING, _("no ratings"), None, None)], _("Ratings"))


def _said(one: Given) -> str:
    parts = [
        labels.word(labels.RATING, one.kind),
        without_numbers(one.refusal or ""),
        _("counts") if one.counts else _("does not count"),
        _("apart from the close ones") if one.outlying else "",
    ]
    return _("; ").join(filter(None, parts))


def _place(place: Place) -> str:
    return f"{place.file} {place.sheet} {place.cell}"


def cited(applied: Applied, values: Mapping[str, Cited]) -> Iterator[tuple[Step, list[Cited]]]:
    """The steps of a rule, each with the policy values that it is the first to name."""
    seen: set[str] = set()
    for step in applied.steps:
        new = [name for name in step.names if name not in seen]
        seen.update(new)
        yield step, [values[f"{applied.rule}.{name}"] for name in new]


def citation(parameter: Parameter, value: Value) -> str:
    """``Ratings are close when …: 20 (inclusive) percent [document, clause]``."""
    return cite(parameter, value, value.document)


def cite(parameter: Parameter, value: Value, document: str) -> str:
    """What the value is, in which ``document`` (a name, or what stands for it) and clause; of a table its size alone."""
    unit = f" {_(parameter.unit)}" if isinstance(value.value, int) else ""
    rows = value.value if parameter.kind is Kind.TABLE and isinstance(value.value, tuple) else ()
    return _("{label}: {value}{unit} [{document}, {clause}]").format(
        label=_(parameter.label),
        value=_("a table of {count} rows").format(count=len(rows)) if rows else shown(value),
        unit=unit,
        document=document,
        clause=value.clause,
    )


def verdict_of(applied: Applied) -> str:
    """The status that a rule set, and the reasons that it gave."""
    parts = [labels.word(labels.STATUS, applied.status), labels.reasons(";".join(applied.reasons))]
    return _(": ").join(filter(None, parts))


def rules_title(explanation: Explanation) -> str:
    assert explanation.recomputed is not None
    if explanation.recomputed.differences:
        return _("Rules and arithmetic, computed again (they do not lead to the recorded decision)")
    return _("Rules and arithmetic")


def differences_table(explanation: Explanation) -> Table:
    """Column by column, what is recorded and what comes out now."""
    found = explanation.recomputed.differences if explanation.recomputed else {}
    columns = [
        Column(_("Difference"), width=NAME),
        Column(_("Recorded"), width=WIDE),
        Column(_("Computed again"), width=WIDE),
    ]
    rows = [
        (_(FIELD.get(name, name)), _in_words(name, was), _in_words(name, now)) for name, (was, now) in found.items()
    ]
    return Table(columns, rows, _("Differences"))


def _in_words(name: str, value: object) -> str:
    match name:
        case "status":
            return labels.word(labels.STATUS, value)
        case "basis":
            return labels.word(labels.BASIS, value) or labels.NOTHING
        case "reason_codes":
            return labels.reasons(str(value)) or labels.NOTHING
    return f"{value:,}" if isinstance(value, int) else str(value or labels.NOTHING)


def earlier_table(earlier: Sequence[Earlier]) -> Table:
    """A row per earlier decision: what it was, what was different afterwards, and by how much the line changed."""
    columns = [
        Column(_("Decided as of"), Format.DATE, NAME),
        Column(_("Decision"), width=WIDE),
        Column(_("Different in the next one"), width=WIDE),
        Column(_("Line then changed by (yuan)"), Format.YUAN, NARROW),
    ]
    rows = [
        (one.decision.decided_on, f"{verdict(one.decision)} ({one.decision.run})", changes(one), one.line_change)
        for one in earlier
    ]
    return Table(columns, rows, _("Earlier decisions"))


def changes(one: Earlier) -> str:
    """``the policy (household cap: 300,000 → 200,000); this household's ratings``."""
    parts = []
    for name in one.changed:
        text = _(CHANGED[name])
        values = [
            _(": ").join([_(change.parameter.label), f"{_value(change.before)} → {_value(change.after)}"])
            for change in one.policy_changes
        ]
        inside = _("; ").join(values)
        parts.append(f"{text} ({inside})" if name == "policy" and values else text)
    return _("; ").join(parts)


def _value(value: Value | None) -> str:
    return labels.NOTHING if value is None else shown(value)


def events_table(events: Sequence[Mapping[str, Any]]) -> Table:
    """A row per event, oldest first."""
    columns = [
        Column(_("Date"), Format.DATE, NAME),
        Column(_("Event"), width=WIDE),
        Column(_("File, sheet, cell"), width=WIDE),
        Column(_("Amount (yuan)"), Format.YUAN, NARROW),
    ]
    rows = []
    for event in events:
        result = loan_text(event) if event["kind"] == LOAN else _result(event["result"])
        channel = labels.word(labels.CHANNEL, event["detail"].get("channel"))
        said = [labels.word(labels.OUTCOME, event["kind"]), channel, event["actor"], result, event["note"]]
        text = without_numbers(_("; ").join(filter(None, said)))
        place = Place(event["source_file"], event["source_sheet"], event["source_cell"], event["source_sha256"])
        rows.append((event["effective"], text, _place(place), event["amount_yuan"]))
    return Table(columns, rows, _("Events"))


def _result(result: str | None) -> str | None:
    return _(labels.DECISION.get(result) or labels.CODE.get(result, result)) if result else None


def _state(term: Term, state: State) -> str:
    since = _(" since {day}").format(day=state.since) if state.since else ""
    return _("{state}{since}; valid until {until}, review due on {review}").format(
        state=labels.word(labels.STATE, state.code), since=since, until=term.valid_until, review=term.review_on
    )
