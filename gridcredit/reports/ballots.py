"""What is told of ballots on the terminal, in JSON and in result workbooks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridcredit.ballots.minutes import Received, State
from gridcredit.ballots.rounds import Round
from gridcredit.codes import grouped
from gridcredit.i18n import N_, _
from gridcredit.ingest.workbook import UNSAVED, Saved
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Table

HOW: Mapping[str, str] = {
    "sealed": N_("sealed"),
    "weak": N_("weakly sealed"),
    "no": N_("not sealed"),
}


def issued_table(given: Round) -> Table:
    columns = [Column(_("Ballot"), Format.CENTRED, 12), Column(_("Officer")), Column(_("Hand in by"), Format.DATE)]
    rows = [(grouped(ballot.number), ballot.officer, given.deadline) for ballot in given.ballots]
    return Table(columns, rows)


def received_table(received: Sequence[Received]) -> Table:
    """With the code that the officer writes on the paper roster."""
    columns = [
        Column(_("Ballot"), Format.CENTRED, 12),
        Column(_("Officer")),
        Column(_("Sealed")),
        Column(_("Receipt code (for the paper roster)"), Format.CENTRED, 22),
    ]
    rows = [(grouped(one.number), one.officer, _yes_no(one.sealed), one.receipt) for one in received]
    return Table(columns, rows)


def received_json(one: Received) -> dict[str, Any]:
    names = ("number", "officer", "file", "sha256", "sealed", "late", "receipt")
    return {name: getattr(one, name) for name in names}


def still_out(state: State) -> str:
    """Which ballots of a round are not in yet, in a sentence."""
    missing = ", ".join(f"{ballot.officer} {grouped(ballot.number)}" for ballot in state.missing())
    text = _("{village}: still out: {missing}") if missing else _("{village}: all ballots are in")
    return text.format(village=state.round.village, missing=missing)


def ballot_facts(state: State, how: Mapping[str, str], saved: Mapping[str, Saved]) -> Iterator[dict[str, Any]]:
    """Of each ballot of a round: ``number``, ``officer``, ``file`` and ``receipt`` (None: it never came), ``late``,
    ``how`` it was sealed, and its last ``editor`` and ``saved_at`` (ISO, UTC), as they were found at opening.
    """
    for ballot in state.round.ballots:
        one = state.received.get(ballot.number)
        editor, at = saved.get(ballot.number, UNSAVED)
        yield {
            "number": ballot.number,
            "officer": ballot.officer,
            "file": one.file if one else None,
            "receipt": one.receipt if one else None,
            "late": one.late if one else None,
            "how": how.get(ballot.number),
            "editor": editor,
            "saved_at": at.isoformat() if at else None,
        }


def opened_table(facts: Sequence[Mapping[str, Any]]) -> Table:
    """The ballots of a round as they were opened (``ballot_facts``)."""
    columns = [
        Column(_("Ballot"), Format.CENTRED, 12),
        Column(_("Officer")),
        Column(_("In time")),
        Column(_("Seal"), width=16),
        Column(_("Receipt code"), Format.CENTRED, 22),
    ]
    rows: list[Sequence[Cell]] = [
        (
            grouped(one["number"]),
            one["officer"],
            _("not handed in") if one["late"] is None else _yes_no(not one["late"]),
            labels.word(HOW, one["how"]),
            one["receipt"],
        )
        for one in facts
    ]
    return Table(columns, rows, _("Ballots"))


def sealed_line(facts: Sequence[Mapping[str, Any]]) -> str:
    """How many of a village's ballots were sealed, in a sentence for every report."""
    handed_in = [one for one in facts if one["how"]]
    text = _(
        "{count} of {due} ballots handed in: {sealed} sealed, {weak} weakly sealed, {open} not sealed; {late} late"
    )
    counts = {how: sum(one["how"] == how for one in handed_in) for how in HOW}
    return text.format(
        count=len(handed_in),
        due=len(facts),
        sealed=counts["sealed"],
        weak=counts["weak"],
        open=counts["no"],
        late=sum(bool(one["late"]) for one in facts),
    )


def proved_table(proved: Sequence[tuple[Received, State, bool]]) -> Table:
    """The files received, and whether each is there as it was received."""
    columns = [
        Column(_("Round"), Format.CENTRED, 12),
        Column(_("Ballot"), Format.CENTRED, 12),
        Column(_("Officer")),
        Column(_("Received on"), Format.DATE),
        Column(_("Sealed")),
        Column(_("Receipt code"), Format.CENTRED, 22),
        Column(_("Unchanged")),
    ]
    rows: list[Sequence[Cell]] = [
        (
            state.round.name,
            grouped(one.number),
            one.officer,
            one.at.date(),
            _yes_no(one.sealed),
            one.receipt,
            _yes_no(there),
        )
        for one, state, there in proved
    ]
    return Table(columns, rows)


def proof_lines(rounds: Sequence[State], runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the ledger says of each round, and of the run that rests on it."""
    for state in rounds:
        name, day = state.round.name, state.issued_at.date()
        if state.voided is not None:
            text = _("round {round}, issued {day}: withdrawn ({reason})")
            yield text.format(round=name, day=day, reason=state.voided["reason"])
        elif state.opened is None or state.opened_at is None:
            yield _("round {round}, issued {day}: not opened yet").format(round=name, day=day)
        else:
            numbers = {ballot.number for ballot in state.round.ballots}
            made = [run["run"] for run in runs if numbers & {one["number"] for one in run["detail"].get("ballots", ())}]
            text = _(
                "round {round}, issued {day}: opened at {opened} (UTC), after the last ballot was received at {last}; run {run}"
            )
            last = max((one.at for one in state.received.values()), default=state.issued_at)
            yield text.format(
                round=name,
                day=day,
                opened=state.opened_at.isoformat(" ", "seconds"),
                last=last.isoformat(" ", "seconds"),
                run=" ".join(made) or "—",
            )
            if state.opened["missing"]:
                missing = ", ".join(state.opened["missing"].values())
                yield _("opened without {officers}: {reason}").format(officers=missing, reason=state.opened["reason"])


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
