"""Which rows of a form that came back become events, given what the ledger holds already."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.forms.issued import Form
from gridcredit.forms.visited import Visit
from gridcredit.ingest.forms import FormRead
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.entries import REVIEWED, REVISITED, Event
from gridcredit.policy import Policy
from gridcredit.rules import review
from gridcredit.rules.review import DEFERRED, GRANTED, Vote
from gridcredit.rules.validity import term_of
from gridcredit.schema import REVIEW_ROWS, REVISIT_ROWS, STATED, Column

NOTHING_KNOWN: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds: the village's households by their numbers in the run in force when the meeting met, as
    ``Ledger.roster`` gives them and without what reviews decided; those of the run that the form shows; the village's outcome
    events of all dates.
    """

    households: Mapping[str, Mapping[str, Any]]
    shown: Mapping[str, Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]


def doubts(read: FormRead, forms: Mapping[str, Form]) -> Iterator[Finding]:
    """Why the whole form cannot be taken in."""
    form, params = forms.get(read.number), {"number": read.number}
    if form is None or form.kind != read.kind:
        yield Finding("FORM_UNKNOWN", read.file)
    elif "".join(form.village.split()) != "".join(read.village.split()):
        yield Finding("FORM_OTHER", read.file, params=params)
    elif form.withdrawn is not None:
        yield Finding("FORM_WITHDRAWN", read.file, params=params)


def unfilled(read: FormRead, form: Form) -> Iterator[Finding]:
    """The rows that nobody has written in, and those that are gone."""
    if read.unfilled:
        yield Finding("FORM_ROWS_UNFILLED", read.file, params={"count": read.unfilled})
    gone = len(form.households.keys() - read.households)
    if gone:
        yield Finding("FORM_ROWS_GONE", read.file, params={"count": gone})


def meeting(read: FormRead, form: Form, policy: Policy, as_of: date) -> Iterator[Finding]:
    """Why a meeting cannot have decided anything."""
    assert read.met_on is not None
    params: dict[str, object] = {"column": "会议日期"}
    if read.met_on > as_of:
        yield Finding("DATE_TOO_LATE", read.file, params=params | {"as_of": as_of})
    elif read.met_on < form.day:
        yield Finding("FORM_DATE_BEFORE", read.file, params=params | {"day": form.day})
    values = policy.values("review")
    if not review.is_quorate(len(read.present), values):
        least = values.limit("members_present")
        needed = least.value if least.inclusive else least.value + 1
        yield Finding("REVIEW_TOO_FEW", read.file, params={"present": len(read.present), "needed": needed})


def reviewed(read: FormRead, form: Form, known: Known, policy: Policy) -> list[Event]:
    """The decisions of a collective review that are new; rows that cannot be are refused on ``read.rows``."""
    rows, met_on = read.rows, read.met_on
    assert rows is not None and met_on is not None
    columns = {column.name: column for column in REVIEW_ROWS}
    earlier = _by_household(known.events, REVIEWED, form)
    term = term_of(met_on, policy.values("validity"))
    taken = []
    for row in _on_form(rows, form, columns["household_id"]):
        household = rows.key(row)
        home = known.households.get(household, NOTHING_KNOWN)
        vote = _vote(rows, row, len(read.present))
        detail: dict[str, object] = {
            "form": form.number,
            "run": form.run,
            "present": list(read.present),
            "votes": [vote.votes_for, vote.votes_against, vote.votes_abstained],
            "dissent": rows.get("dissent")[row],
            "policy_sha256": policy.sha256,
        }
        if vote.decision == GRANTED:
            detail |= {"valid_until": term.valid_until.isoformat(), "review_on": term.review_on.isoformat()}
        event = _event(REVIEWED, form, rows, row, read.sha256, met_on, vote.line_yuan or None, detail)
        event = replace(event, result=vote.decision)
        if household in earlier:
            if not _is_same(event, earlier[household]):
                rows.refuse("FORM_ROW_ON_RECORD", row, columns["decision"])
            continue
        fault = next(review.faults(vote, policy, home.get("cap_yuan")), None)
        others = [one for one in known.events if one["kind"] == REVIEWED and one["household_id"] == household]
        if not _is_before_the_review(household, home, known, met_on):
            rows.refuse("REVIEW_NOT_REFERRED", row, columns["household_id"])
        elif any(one["effective"] == met_on for one in others):
            rows.refuse("REVIEW_SAME_DAY", row, columns["decision"])
        elif fault is not None:
            code, column, params = fault
            rows.refuse(code, row, columns[column], **params)
        else:
            if any(one["result"] != DEFERRED for one in others):
                rows.find("REVIEW_DECIDES_AGAIN", row, columns["decision"])
            taken.append(event)
    return list(_counted(taken, known.events))


def _is_before_the_review(household: str, home: Mapping[str, Any], known: Known, met_on: date) -> bool:
    """Whether the run in force on the meeting's day left the household to the review, by the ratings that the form shows."""
    shown = known.shown.get(household)
    if home.get("status") != "referred" or home["assessed_on"] > met_on or shown is None:
        return False
    return _ratings(home) == _ratings(shown)


def _ratings(home: Mapping[str, Any]) -> list[tuple[str, ...]]:
    names = ("officer", "amount_yuan", "knows", "refusal")
    return sorted(tuple(str(rating.get(name)) for name in names) for rating in home.get("ratings", ()))


def revisited(read: FormRead, form: Form, known: Known, as_of: date, replacing: bool) -> list[Event]:
    """What a re-visit found and is new; rows that cannot be are refused on ``read.rows``.

    Who was met after nobody was takes that record's place; with ``replacing``, anything that is told otherwise now.
    """
    rows = read.rows
    assert rows is not None
    columns = {column.name: column for column in REVISIT_ROWS}
    earlier = _by_household(known.events, REVISITED, form)
    taken = []
    for row in _on_form(rows, form, columns["household_id"]):
        visited_on, found = rows.get("visited_on")[row], rows.get("found_yuan")[row]
        assert isinstance(visited_on, date)
        facts = {column.name: said for column in STATED if (said := rows.get(column.name)[row]) is not None}
        detail: dict[str, object] = {"form": form.number, "run": form.run, "facts": facts}
        amount = found if isinstance(found, int) else None
        event = _event(REVISITED, form, rows, row, read.sha256, visited_on, amount, detail)
        event = replace(event, actor=str(rows.get("visited_by")[row]))
        before = earlier.get(rows.key(row))
        if before is not None and _is_same(event, before):
            continue
        if visited_on > as_of:
            rows.refuse("DATE_TOO_LATE", row, columns["visited_on"], as_of=as_of)
        elif visited_on < form.day:
            rows.refuse("FORM_DATE_BEFORE", row, columns["visited_on"], day=form.day)
        elif before is None:
            taken.append(event)
        elif replacing or (before["amount_yuan"] is None and amount is not None):
            rows.find("EVENT_CORRECTED", row, columns["visited_on"])
            taken.append(replace(event, corrects=before["seq"]))
        else:
            rows.refuse("REVISIT_ON_RECORD", row, columns["visited_on"])
    return list(_counted(taken, known.events))


def visits_of(events: Sequence[Mapping[str, Any]], form: Form) -> dict[str, Visit]:
    """What the re-visits by one form found, by household."""
    return {
        household: Visit(household, event["amount_yuan"], event["detail"]["facts"])
        for household, event in _by_household(events, REVISITED, form).items()
    }


def _on_form(rows: Rows, form: Form, column: Column) -> list[int]:
    """The accepted rows of households on the form; others, and those of a household that stands there twice, are refused."""
    times = Counter(rows.household_ids())
    for row in rows.accepted():
        if rows.key(row) not in form.households:
            rows.refuse("FORM_ROW_UNKNOWN", row, column)
        elif times[rows.key(row)] > 1:
            rows.refuse("FORM_ROW_TWICE", row, column)
    return rows.accepted()


def _vote(rows: Rows, row: int, present: int) -> Vote:
    names = ("line_yuan", "votes_for", "votes_against", "votes_abstained")
    line, *votes = (value if isinstance(value := rows.get(name)[row], int) else None for name in names)
    return Vote(str(rows.get("decision")[row]), line, present, *votes)


def _event(
    kind: str,
    form: Form,
    rows: Rows,
    row: int,
    sha256: str,
    day: date,
    amount: int | None,
    detail: Mapping[str, object],
) -> Event:
    note = rows.get("note")[row]
    return Event(
        kind,
        form.village,
        rows.key(row),
        day,
        amount,
        rows.file,
        sha256,
        rows.sheet,
        rows.cell(row, "household_id"),
        note=str(note) if note is not None else None,
        detail=detail,
    )


def recorded(events: Sequence[Mapping[str, Any]], kind: str, form: Form) -> list[Mapping[str, Any]]:
    """What was recorded from a form already: one event a household."""
    return [event for event in events if event["kind"] == kind and event["detail"].get("form") == form.number]


def _by_household(events: Sequence[Mapping[str, Any]], kind: str, form: Form) -> dict[str, Mapping[str, Any]]:
    return {event["household_id"]: event for event in recorded(events, kind, form)}


def _is_same(event: Event, recorded: Mapping[str, Any]) -> bool:
    """Whether a row says what is on record, whatever policy it is judged by now."""
    names = ("effective", "amount_yuan", "actor", "result", "note")
    told: list[Mapping[str, Any]] = [event.detail, recorded["detail"]]
    details = [
        {name: value for name, value in detail.items() if name != "policy_sha256"}
        | {"present": sorted(detail.get("present", ()))}
        for detail in told
    ]
    return all(getattr(event, name) == recorded[name] for name in names) and details[0] == details[1]


def _counted(taken: Sequence[Event], events: Sequence[Mapping[str, Any]]) -> Iterator[Event]:
    """The events with their keys made different from those of equal facts that other forms told."""
    keys = {event["key"] for event in events}
    for event in taken:
        while event.key() in keys:
            event = replace(event, occurrence=event.occurrence + 1)
        keys.add(event.key())
        yield event
