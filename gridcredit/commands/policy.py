"""``policy show``, ``lint``, ``diff``, ``test``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors
from gridcredit.commands.common import Common, book_of
from gridcredit.i18n import N_, _

if TYPE_CHECKING:
    from gridcredit.policy import PolicyBook, Source, Value
    from gridcredit.policytools.diff import Change
    from gridcredit.policytools.history import Dated

SHIPPED = "default"
"""In place of a file: the policy as it is shipped."""


def show(common: Common, rule: str | None, with_history: bool) -> int:
    """The values in force on the as-of date, or all of them with what became of them."""
    from gridcredit.policytools import history
    from gridcredit.reports import policy as reports

    sources = common.policy_sources()
    book = book_of(sources)
    sha256 = book.on(common.as_of).sha256
    dated = (history.history if with_history else history.in_force)(book, sources, common.as_of)
    if rule is not None:
        dated = [one for one in dated if rule in (one.parameter.rule, one.parameter.key)]
    if not dated:
        rules = ", ".join(dict.fromkeys(parameter.rule for parameter in book.parameters))
        raise errors.UsageError(N_("there is no rule {rule}; there are {rules}"), rule=rule, rules=rules)
    terminal = common.terminal()
    terminal.table(reports.values_table(dated, with_history))
    for table in reports.row_tables(dated):
        terminal.line()
        terminal.line(table.title)
        terminal.table(table)
    terminal.line(_("policy on {day}: {sha256}").format(day=common.as_of, sha256=sha256))
    common.print_json(
        {
            "as_of": common.as_of,
            "policy_sha256": sha256,
            "files": [source.file for source in sources],
            "values": [_dated_json(one, with_history) for one in dated],
        }
    )
    return errors.DONE


def lint(common: Common) -> int:
    """Notes on the policy; they refuse nothing, so that the exit code is 0."""
    from gridcredit.policytools.lint import lint
    from gridcredit.reports import policy as reports

    sources = common.policy_sources()
    book = book_of(sources)
    notes = lint(book, sources, common.as_of)
    terminal = common.terminal()
    if notes:
        terminal.table(reports.note_table(notes))
    terminal.line(_("{count} notes on {values} values").format(count=len(notes), values=len(book.parameters)))
    entries = []
    for note in notes:
        message, remedy = reports.sentences(note)
        place = reports.place(note)
        value = {"rule": note.parameter.rule, "name": note.parameter.name, "from": note.value.since}
        entries.append({"code": note.code, "place": place, **value, "message": message, "remedy": remedy})
    sha256 = book.on(common.as_of).sha256
    common.print_json({"as_of": common.as_of, "policy_sha256": sha256, "notes": entries})
    return errors.DONE


def diff(common: Common, files: Sequence[Path]) -> int:
    """What differs, in words: no file: the shipped policy and that of --policy; one: without it and with it; two: with
    the first and with the second.
    """
    from gridcredit.policytools.diff import diff
    from gridcredit.reports import policy as reports

    base = common.policy_sources()
    old_sources, new_sources = _sides(common, base, files)
    old, new = book_of(old_sources), book_of(new_sources)
    changes = diff(old, new, common.as_of)
    terminal = common.terminal()
    for side, sources, book in ((_("old policy"), old_sources, old), (_("new policy"), new_sources, new)):
        terminal.line(
            _("{side}: {files}; on {day}: {sha256}").format(
                side=side,
                files=_(", ").join(source.file for source in sources) or _("shipped"),
                day=common.as_of,
                sha256=book.on(common.as_of).sha256,
            )
        )
    lines = [list(reports.change_lines(change)) for change in changes]
    for line in (line for of_change in lines for line in of_change):
        terminal.line(line)
    if not changes:
        terminal.line(_("no value differs on {day} or later").format(day=common.as_of))
    common.print_json(
        {
            "as_of": common.as_of,
            "old": _side_json(common, old_sources, old),
            "new": _side_json(common, new_sources, new),
            "changes": [_change_json(change) | {"text": text} for change, text in zip(changes, lines)],
        }
    )
    return errors.DONE


def _sides(common: Common, base: "list[Source]", files: Sequence[Path]) -> "tuple[list[Source], list[Source]]":
    given = [[] if str(file) == SHIPPED else [common.policy_source(file)] for file in files]
    if not given:
        return [], base
    if len(given) == 1:
        return base, [*base, *given[0]]
    return [*base, *given[0]], [*base, *given[1]]


def try_cases(common: Common) -> int:
    """Cases of the policy files; without any file, the examples of the contract."""
    from gridcredit.policytools.cases import cases_of, shipped_cases
    from gridcredit.policytools.trial import trials
    from gridcredit.reports import labels
    from gridcredit.reports import policy as reports

    codes = labels.codes()
    sources = common.policy_sources()
    book = book_of(sources)
    cases = [case for source in sources for case in cases_of(source.cases, codes)]
    if not sources:
        cases = shipped_cases(codes)
    tried = trials(cases, book, common.as_of)
    failed = [trial for trial in tried if trial.differs]
    terminal = common.terminal()
    if tried:
        terminal.table(reports.trial_table(tried))
        terminal.line(_("{count} cases, {failed} do not hold").format(count=len(tried), failed=len(failed)))
    else:
        terminal.line(_("no cases: write some as [[cases]] or on the sheet of cases in a policy workbook"))
    common.print_json(
        {
            "as_of": common.as_of,
            "policy_sha256": book.on(common.as_of).sha256,
            "cases": [
                {
                    "name": trial.case.name,
                    "place": trial.case.place,
                    "day": trial.day,
                    "expected": _plain(trial.case.expected),
                    "found": _plain(trial.out),
                    "differs": trial.differs,
                }
                for trial in tried
            ],
            "failed": len(failed),
        }
    )
    return errors.BAD_POLICY if failed else errors.DONE


def _dated_json(one: "Dated", with_history: bool) -> dict[str, Any]:
    parameter = one.parameter
    entry = {
        "rule": parameter.rule,
        "name": parameter.name,
        "label": _(parameter.label),
        "unit": parameter.unit,
        **_value_json(one.value),
    }
    return entry | ({"file": one.file or None, "state": one.state} if with_history else {})


def _value_json(value: "Value") -> dict[str, Any]:
    from gridcredit.policy.model import setting_of

    setting, bound = setting_of(value)
    source = {"from": value.since, "issued": value.issued, "document": value.document, "clause": value.clause}
    return {"value": setting, "bound": bound, **source}


def _side_json(common: Common, sources: "Sequence[Source]", book: "PolicyBook") -> dict[str, Any]:
    return {"files": [source.file for source in sources], "policy_sha256": book.on(common.as_of).sha256}


def _change_json(change: "Change") -> dict[str, Any]:
    return {
        "rule": change.parameter.rule,
        "name": change.parameter.name,
        "day": change.day,
        "old": _value_json(change.old),
        "new": _value_json(change.new),
        "rows": [{"old": row.before, "new": row.after} for row in change.rows],
    }


def _plain(outcome: Mapping[str, object]) -> dict[str, object]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in outcome.items()}
