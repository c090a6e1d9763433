"""``explain``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gridcredit import errors, output, pipeline
from gridcredit.commands.common import Common
from gridcredit.explaining.model import Applied, Decision, Explanation, Given, Held, Recomputed, Reviewed
from gridcredit.i18n import _
from gridcredit.policy import Parameter, Value
from gridcredit.policy.model import setting_of
from gridcredit.privacy import without_numbers
from gridcredit.reports import explained, labels
from gridcredit.reports.book import Table
from gridcredit.reports.console import Terminal
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.explained_sheet import explanation_book


def explain(common: Common, village: str, household_id: str, out: Path | None) -> int:
    """Contract §1, ``explain``; ``out`` is the folder for the printable sheet, None for none."""
    policies = common.policy_book()
    with common.existing_ledger() as ledger:
        explanation = pipeline.explain_household(ledger, village, household_id, common.as_of, policies)
    terminal = common.terminal()
    _print(terminal, explanation)
    outputs = []
    if out is not None:
        output.make_folder(out)
        name = _("{village}-{household}-explanation.xlsx")
        path = out / output.file_name(name.format(village=village, household=household_id))
        output.write(path, to_bytes(explanation_book(explanation)))
        terminal.line(_("wrote {path}").format(path=path))
        outputs.append(str(path))
    common.print_json(explanation_json(explanation) | {"outputs": outputs})
    return errors.DONE


def _print(terminal: Terminal, explanation: Explanation) -> None:
    terminal.line(f"{explanation.village} {explanation.household_id}")
    for label, value in explained.summary(explanation):
        terminal.line(label + _(": ") + str(value))
    for caution in explained.cautions(explanation):
        terminal.line(caution)
    _section(terminal, explained.differences_table(explanation))
    _section(terminal, explained.given_table(explanation.given))
    if explanation.recomputed is not None:
        terminal.line()
        terminal.line(explained.rules_title(explanation))
        for line in _rule_lines(explanation.recomputed.applied, explanation.recomputed.values):
            terminal.line(line)
    if explanation.reviewed is not None and explanation.reviewed.applied is not None:
        for line in _rule_lines([explanation.reviewed.applied], explanation.reviewed.values):
            terminal.line(line)
    _section(terminal, explained.earlier_table(explanation.earlier))
    _section(terminal, explained.events_table(explanation.events))


def _section(terminal: Terminal, table: Table) -> None:
    if table.rows:
        terminal.line()
        terminal.line(table.title)
        terminal.table(table)


def _rule_lines(rules: Sequence[Applied], in_force: Mapping[str, explained.Cited]) -> Iterable[str]:
    """Each rule with its verdict, below it its steps, and below each the values that it went by."""
    for applied in rules:
        verdict = explained.verdict_of(applied)
        yield f"{labels.rule(applied.rule)}{' → ' if verdict else ''}{verdict}"
        for step, values in explained.cited(applied, in_force):
            yield f"  {labels.sentence(step)}"
            for value in values:
                since = _("since {day}").format(day=value[1].since)
                yield f"      {explained.citation(*value)} {since}"


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Codes, amounts in whole yuan and, in the user's language, sentences; names of officers, no one else's but in these."""
    term, state, recomputed = explanation.term, explanation.state, explanation.recomputed
    return {
        "village": explanation.village,
        "household_id": explanation.household_id,
        "as_of": explanation.as_of,
        "decision": _decision_json(explanation.decision),
        "review": _reviewed_json(explanation.reviewed) if explanation.reviewed else None,
        "term": asdict(term) if term else None,
        "state": state._asdict() if state else None,
        "arrears": _held_json(explanation.held) if explanation.held else None,
        "policy_from": explanation.policy_from,
        "ratings": [_given_json(one) for one in explanation.given],
        "recomputed": _recomputed_json(recomputed) if recomputed else None,
        "earlier": [
            _decision_json(one.decision)
            | {
                "changed": list(one.changed),
                "line_change_yuan": one.line_change,
                "policy_changes": [
                    {
                        "rule": change.parameter.rule,
                        "name": change.parameter.name,
                        "before": _setting(change.before),
                        "after": _setting(change.after),
                    }
                    for change in one.policy_changes
                ],
            }
            for one in explanation.earlier
        ],
        "events": [_event_json(event) for event in explanation.events],
        "cautions": explained.cautions(explanation),
    }


def _decision_json(decision: Decision) -> dict[str, Any]:
    return asdict(decision) | {
        "recorded_at": f"{decision.recorded_at.isoformat(timespec='seconds')}Z",
        "credit_line_yuan": decision.credit_line_yuan or None,
        "suggested_line_yuan": decision.suggested_line_yuan or None,
        "reason_codes": _words(decision.reason_codes),
        "outlying_officers": _words(decision.outlying_officers),
        "sentence": explained.verdict(decision),
    }


def _held_json(held: Held) -> dict[str, Any]:
    lines = {"decided_yuan": held.decided_yuan, "line_yuan": held.line_yuan}
    return {**held.arrears._asdict(), **lines, "sentence": explained.held_text(held)}


def _reviewed_json(found: Reviewed) -> dict[str, Any]:
    votes = dict(zip(("votes_for", "votes_against", "votes_abstained"), found.votes))
    return {
        "met_on": found.met_on,
        "decision": found.decision,
        "credit_line_yuan": found.credit_line_yuan or None,
        **votes,
        "present": list(found.present),
        "dissent": without_numbers(found.dissent or "") or None,
        "form": found.form,
        "policy_sha256": found.policy_sha256,
        **asdict(found.place),
        "steps": [labels.sentence(step) for step in found.applied.steps] if found.applied else [],
        "values": [_value_json(*value) for value in found.values.values()],
        "sentence": explained.reviewed_text(found),
    }


def _given_json(one: Given) -> dict[str, Any]:
    given: dict[str, Any] = asdict(one)
    place: dict[str, str] = given.pop("place")
    refusal = {"refusal": without_numbers(one.refusal or "") or None, "refusal_codes": _words(one.refusal_codes or "")}
    return given | refusal | place


def _recomputed_json(recomputed: Recomputed) -> dict[str, Any]:
    return {
        "equal": not recomputed.differences,
        "differences": [
            {"field": name, "recorded": was, "recomputed": now} for name, (was, now) in recomputed.differences.items()
        ],
        "rules": [
            {
                "rule": applied.rule,
                "status": applied.status or None,
                "reason_codes": list(applied.reasons),
                "steps": [
                    {"sentence": labels.sentence(step), "params": labels.named(step), "values": list(step.names)}
                    for step in applied.steps
                ],
            }
            for applied in recomputed.applied
        ],
        "values": [_value_json(*value) for value in recomputed.values.values()],
    }


def _value_json(parameter: Parameter, value: Value) -> dict[str, Any]:
    setting, bound = setting_of(value)
    return {
        "rule": parameter.rule,
        "name": parameter.name,
        "value": setting,
        "bound": bound,
        "unit": parameter.unit,
        "from": value.since,
        "issued": value.issued,
        "document": value.document,
        "clause": value.clause,
        "sentence": explained.citation(parameter, value),
    }


def _setting(value: Value | None) -> object:
    return None if value is None else setting_of(value)[0]


def _event_json(event: Mapping[str, Any]) -> dict[str, Any]:
    names = ("kind", "effective", "amount_yuan", "actor", "result")
    places = ("file", "sheet", "cell", "sha256")
    return (
        {name: event[name] for name in names}
        | {"channel": event["detail"].get("channel")}
        | {"note": without_numbers(event["note"] or "") or None}
        | {name: event[f"source_{name}"] for name in places}
    )


def _words(joined: str) -> list[str]:
    return list(filter(None, joined.split(";")))
