"""``review`` and ``revisit``: forms out of the ledger, minuted there, to be filled in and taken in by ``record``."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output
from gridcredit.codes import grouped
from gridcredit.commands.common import Common
from gridcredit.forms.issued import REVIEW, REVISIT, WITHDRAWN, Form, forms_of, sample_of
from gridcredit.forms.sampling import draw
from gridcredit.i18n import N_, _
from gridcredit.ledger.asked import must_be_known, village_must_be_known
from gridcredit.ledger.entries import Minute
from gridcredit.ledger.reviewed import review_of
from gridcredit.reports.book import Book
from gridcredit.reports.excel import to_bytes

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger

SEED_BYTES = 16
Home = dict[str, Any]
Choose = Callable[[Sequence[Mapping[str, Any]]], Sequence[Minute]]


def review(common: Common, village: str, households: Sequence[str], out: Path) -> int:
    """The pack for the collective review of a village: its referred households that no review has decided on yet, or those
    of ``households``.
    """
    from gridcredit.reports.review import review_book

    policy = common.policy_book().on(common.as_of)
    with common.existing_ledger() as ledger:
        for household in households:
            must_be_known(ledger, village, household, common.as_of)
        run, homes = _run_in_force(common, ledger, village)
        chosen = _referred(common, ledger, homes, households)
        if not chosen:
            common.terminal().line(_("{village}: no household is before the collective review").format(village=village))
            common.print_json({"village": village, "run": run["run"], "form": None, "households": [], "outputs": []})
            return errors.DONE
        reasons = {home["household_id"]: tuple(home["reason_codes"].split(";")) for home in chosen}
        form = Form(REVIEW, village, run["run"], common.as_of, reasons)
        name = _("{village}-review-{day}-{number}.xlsx")
        return _write(
            common, ledger, form, review_book(form, chosen, policy), name, out, lambda known: _issued(known, form)
        )


def _referred(common: Common, ledger: "Ledger", homes: Sequence[Home], wanted: Sequence[str]) -> list[Home]:
    """Raises ``UsageError`` where a household that is asked for is not before the review at all."""
    others = {home["household_id"] for home in homes if home["status"] != "referred"}
    if named := [household for household in wanted if household in others]:
        text = N_("not before the collective review: {households}")
        raise errors.UsageError(text, households=" ".join(named))
    events: dict[str, list[Mapping[str, Any]]] = {}
    for event in ledger.events(common.as_of, {home["village"] for home in homes}):
        events.setdefault(event["household_id"], []).append(event)
    return [
        home
        for home in homes
        if home["status"] == "referred"
        and (
            home["household_id"] in wanted
            if wanted
            else review_of(home["status"], home["assessed_on"], events.get(home["household_id"], ())) is None
        )
    ]


def revisit(common: Common, village: str, seed: str | None, replacing: str | None, out: Path) -> int:
    """The form for the re-visit of a village; ``replacing``: why another sample is drawn in place of the one that is out."""
    from gridcredit.reports.revisit import revisit_book

    policy = common.policy_book().on(common.as_of)
    secret = hashlib.sha256(seed.encode()).hexdigest()[: 2 * SEED_BYTES] if seed else secrets.token_hex(SEED_BYTES)
    with common.existing_ledger() as ledger:
        run, homes = _run_in_force(common, ledger, village)
        on_roster = {home["household_id"]: home for home in homes if home["status"] != "excluded"}
        out_already = sample_of(forms_of(ledger.minutes()), village, run["run"])
        if out_already is not None and not replacing:
            form = out_already
        else:
            drawn = draw(
                {household: _amounts(home) for household, home in on_roster.items()}, secret, policy.values("revisit")
            )
            if not drawn:
                raise errors.UsageError(N_("{village}: no household has two ratings to be compared"), village=village)
            form = Form(REVISIT, village, run["run"], common.as_of, drawn, secret, by_hand=seed is not None)
            if form.number in forms_of(ledger.minutes()):
                raise errors.UsageError(N_("this very sample was drawn before; name another seed, or none"))
        chosen = [on_roster[household] for household in form.households]
        name = _("{village}-revisit-{day}-{number}.xlsx")
        book = revisit_book(form, chosen, policy)
        return _write(common, ledger, form, book, name, out, lambda known: _redrawn(known, form, replacing))


def _amounts(home: Mapping[str, Any]) -> list[int]:
    return [
        rating["amount_yuan"]
        for rating in home["ratings"]
        if rating.get("amount_yuan") and rating.get("knows") != "no" and rating.get("refusal") is None
    ]


def _run_in_force(common: Common, ledger: "Ledger", village: str) -> tuple[Mapping[str, Any], list[Home]]:
    """The village's run, and its households as it decided on them; raises ``UsageError``."""
    village_must_be_known(ledger, village, common.as_of)
    run = next(run for run in ledger.runs(common.as_of) if run["village"] == village)
    added = {"village": village, "assessed_on": run["effective"], "cap_yuan": run["detail"].get("cap_yuan")}
    return run, [home | added for home in ledger.assessed(run["seq"])]


def _issued(known: Sequence[Mapping[str, Any]], form: Form) -> list[Minute]:
    """The minute of a form; none where this very form is out already."""
    if form.number in forms_of(known):
        return []
    return [Minute(form.kind, form.village, "", form.number, form.detail())]


def _redrawn(known: Sequence[Mapping[str, Any]], form: Form, replacing: str | None) -> list[Minute]:
    """The minutes of a sample, and of the one before it that it takes the place of."""
    before = sample_of(forms_of(known), form.village, form.run)
    if before is None or before.number == form.number:
        return _issued(known, form)
    if not replacing:  # drawn by another run meanwhile
        raise errors.UsageError(
            N_("a sample of {village} is drawn already (form {number}); another one takes --replace and the reason"),
            village=form.village,
            number=grouped(before.number),
        )
    detail = {"reason": replacing}
    return [Minute(WITHDRAWN, form.village, "", before.number, detail), *_issued(known, form)]


def _write(common: Common, ledger: "Ledger", form: Form, book: Book, name: str, out: Path, choose: Choose) -> int:
    """Put the form in its place once it is minuted: one that nobody knows of cannot come back."""
    output.make_folder(out)
    path = out / name.format(village=output.file_name(form.village), day=form.day, number=form.number)
    data = to_bytes(book)
    if path.exists() and path.read_bytes() != data:
        text = N_("{path} is there already, and was changed since it was written; move it away first")
        raise errors.OutputError(errors.CANNOT_CREATE, text, path=path)
    staged = output.stage(path, data)
    try:
        ledger.record_minutes(choose, common.now)
        output.publish(staged, path)
    finally:
        output.discard(staged)
    terminal = common.terminal()
    text = _("{village}: form {number} for {count} households")
    terminal.line(text.format(village=form.village, number=grouped(form.number), count=len(form.households)))
    terminal.line(_("wrote {path}").format(path=path))
    common.print_json(
        {
            "village": form.village,
            "run": form.run,
            "form": form.number,
            "households": list(form.households),
            "outputs": [str(path)],
        }
    )
    return errors.DONE
