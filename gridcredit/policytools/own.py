"""What is odd about a bank's own value: its dates, its source, and whether it has an effect."""

from collections.abc import Iterator
from dataclasses import replace

from gridcredit.i18n import N_
from gridcredit.policy import Parameter, Policy, PolicyBook
from gridcredit.policy.model import setting_of
from gridcredit.policytools.notes import Given, Note
from gridcredit.policytools.timeline import is_ever_in_force


def notes(one: Given, book: PolicyBook) -> Iterator[Note]:
    """Nothing of a value that is the shipped one word for word, as one left alone in a workbook."""
    parameter, value = one.parameter, one.value
    if value in parameter.layers[0]:
        return
    if any((shipped.document, shipped.clause) == (value.document, value.clause) for shipped in parameter.layers[0]):
        yield _note(
            one,
            "SOURCE_OF_SHIPPED",
            N_("the value was changed, but not its source: {document}"),
            N_("name the document and the clause that set the new value, and their dates"),
            document=value.document,
        )
    elif value.since < value.issued:
        yield _note(
            one,
            "IN_FORCE_BEFORE_ISSUED",
            N_("in force from {since}, but issued on {issued} only: decisions of the days between would change"),
            N_("correct one of the dates, unless the document says that it holds for earlier days, too"),
            since=value.since,
            issued=value.issued,
        )
    if not is_ever_in_force(parameter, value):
        yield _note(
            one,
            "NEVER_IN_FORCE",
            N_("never in force: a file that is given later has a value from {since} on"),
            N_("delete it, or give the files in another order"),
            since=min(later.since for layer in parameter.layers[one.layer + 1 :] for later in layer),
        )
        return
    before = _without(one).on(value.since)
    if before is not None and setting_of(before) == setting_of(value):
        yield _note(
            one,
            "CHANGES_NOTHING",
            N_("says the same as what holds without it, by {document}"),
            N_("delete it, unless it is there for its source"),
            document=before.document,
        )
    yield from _without_effect(one, book.on(value.since))


def _without(one: Given) -> Parameter:
    layers = list(one.parameter.layers)
    layers[one.layer] = tuple(value for value in layers[one.layer] if value is not one.value)
    return replace(one.parameter, layers=tuple(layers))


def _without_effect(one: Given, policy: Policy) -> Iterator[Note]:
    for other, words in one.parameter.applies_when.items():
        in_force = next(its for its in policy.parameters if (its.rule, its.name) == (one.parameter.rule, other))
        value = in_force.on(policy.day)
        setting = value.value if value else ()
        named = {setting} if isinstance(setting, str) else set(setting) if isinstance(setting, tuple) else set()
        if named.isdisjoint(words):
            yield _note(
                one,
                "NO_EFFECT",
                N_("without effect while {name} is another than {words}"),
                N_("change {name}, too, or delete the value"),
                name=in_force.key,
                words=words,
            )


def _note(one: Given, code: str, text: str, remedy: str, **params: object) -> Note:
    return Note(code, one.parameter, one.value, text, remedy, params, one.place)
