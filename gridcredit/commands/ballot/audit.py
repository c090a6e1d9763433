"""``ballot audit``: how independent the ratings of a village are, from its run in force in the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output
from gridcredit.ballots.independence import Independence, Rating, independence
from gridcredit.commands.common import Common
from gridcredit.forms.issued import REVISIT, Form, forms_of, sample_of
from gridcredit.forms.visited import Comparison, compare
from gridcredit.i18n import N_, _
from gridcredit.ledger.forms import visits_of
from gridcredit.policy import Policy
from gridcredit.reports import independence as reports
from gridcredit.reports import revisit
from gridcredit.reports.ballots import sealed_line
from gridcredit.reports.book import Book
from gridcredit.reports.excel import to_bytes

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger

Run = Mapping[str, Any]
Home = Mapping[str, Any]


def audit(common: Common, village: str, out: Path | None) -> int:
    """Also for ratings that were not given on ballots; then nothing is said of seals."""
    policy = common.policy_book().on(common.as_of)
    with common.existing_ledger() as ledger:
        run = next((run for run in ledger.runs(common.as_of) if run["village"] == village), None)
        if run is None:
            raise errors.UsageError(N_("{village} was not assessed by {day}"), village=village, day=common.as_of)
        households = [home for home in ledger.assessed(run["seq"]) if home["status"] != "excluded"]
        revisits, samples = _revisits(ledger, run, households, common.as_of, policy)
    ballots = run["detail"].get("ballots", ())
    found = _independence(run, households, ballots, policy)
    later = revisit.tables(revisits) if revisits else []
    later += [revisit.samples_table(samples)] if samples else []
    terminal = common.terminal()
    terminal.line(_("{village}: how independent the ratings are").format(village=village))
    if ballots:
        terminal.line(sealed_line(ballots))
    for table in (*reports.tables(found, ballots), *later):
        terminal.line()
        terminal.line(table.title)
        terminal.table(table)
    notes = [reports.outside_note(found), *reports.notes(), revisit.comparison_note() if revisits else None]
    for note in filter(None, notes):
        terminal.line(note)
    outputs = []
    if out is not None:
        output.make_folder(out)
        name = _("{village}-independence-{day}.xlsx")
        path = out / name.format(village=output.file_name(village), day=run["effective"])
        sheet = reports.independence_sheet(village, found, ballots, later)
        output.write(path, to_bytes(Book(sheet.title, [sheet], run["effective"])))
        outputs.append(str(path))
        terminal.line(_("wrote {path}").format(path=path))
    common.print_json(
        {
            "village": village,
            "run": run["run"],
            "ballots": list(ballots),
            **reports.as_json(found),
            "revisits": revisit.comparison_json(revisits) if revisits else None,
            "samples": [_sample_json(form, visited) for form, visited in samples],
            "outputs": outputs,
        }
    )
    return errors.DONE


def _revisits(
    ledger: "Ledger", run: Run, households: Sequence[Home], as_of: date, policy: Policy
) -> tuple[Comparison | None, list[tuple[Form, int]]]:
    """What re-visits found beside what the run decided, and all samples of its village, each with how many were visited."""
    issued = forms_of(ledger.minutes())
    events = ledger.events(as_of, [run["village"]])
    sample = sample_of(issued, run["village"], run["run"])
    found = compare(sample, visits_of(events, sample), households, policy) if sample else None
    of_village = [form for form in issued.values() if (form.kind, form.village) == (REVISIT, run["village"])]
    return found, [(form, len(visits_of(events, form))) for form in of_village]


def _independence(run: Run, households: Sequence[Home], ballots: Sequence[Home], policy: Policy) -> Independence:
    ratings = [
        Rating(home["household_id"], *(rating.get(name) for name in Rating._fields[1:]))
        for home in households
        for rating in home.get("ratings", ())
    ]
    return independence(
        [home["household_id"] for home in households],
        [home["basis"] for home in households],
        ratings,
        ballots,
        policy.values("ballots"),
        int(run["input_sha256"][:8], 16),
    )


def _sample_json(form: Form, visited: int) -> dict[str, Any]:
    return {
        "form": form.number,
        "run": form.run,
        "visited": visited,
        "by_hand": form.by_hand,
        "withdrawn": form.withdrawn,
    }
