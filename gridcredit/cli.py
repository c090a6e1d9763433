"""The command line: it parses, calls, prints and exits. Heavy imports happen inside the commands."""

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from gridcredit import __version__, errors
from gridcredit.i18n import LANGUAGES, N_, _, set_language
from gridcredit.options import (
    ARCHIVE,
    AS_OF,
    CALENDAR,
    DRY_RUN,
    FILE,
    FOLDER,
    ID_KEY,
    JOBS,
    JSON,
    KNOWN_ON,
    LANG,
    LEDGER,
    OUT,
    PASSWORDS,
    PLACES,
    POLICY,
    PROFILE,
    QUIET,
    STAFF,
    TABLE_FORMAT,
    UNTIL,
    WORKBOOK,
    WORKBOOKS,
    Group,
    IsoDate,
    Option,
    option,
    options,
)
from gridcredit.rates import BY

if TYPE_CHECKING:
    from gridcredit.commands.common import Common

INTERRUPTED = 130
ATTEMPTS = 3
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


@click.group(
    cls=Group,
    help=N_("Whole-village credit granting: blind ratings of village households, reconciled into credit lines."),
)
@click.version_option(__version__, prog_name="gridcredit", cls=Option, help=N_("Show the version and exit."))
@options(LANG)
def cli() -> None:
    pass


@cli.command(help=N_("Assess village workbooks: one result workbook per village, decisions to the ledger."))
@WORKBOOKS
@options(OUT, AS_OF, POLICY, PROFILE, PASSWORDS, ID_KEY, LEDGER, ARCHIVE, JOBS, LANG, JSON, DRY_RUN, TABLE_FORMAT)
@option("--decisions", type=FILE, help=N_("Also write all decisions to this CSV file."))
def assess(
    workbooks: Sequence[Path],
    out: Path,
    archive: Path | None,
    jobs: int | None,
    dry_run: bool,
    decisions: Path | None,
    **shared: Any,
) -> int:
    from gridcredit.commands import assess as command

    return command.run(_common(**shared), workbooks, out, jobs, dry_run, decisions, archive)


@cli.command(help=N_("Read village workbooks and list what was found in them; nothing is decided or recorded."))
@WORKBOOKS
@options(OUT, AS_OF, POLICY, PROFILE, PASSWORDS, JOBS, LANG, JSON, TABLE_FORMAT)
@option("--findings", type=FILE, help=N_("Also write all findings to this CSV file."))
@option("--annotate", is_flag=True, help=N_("Also write a marked copy of each workbook to the folder of --out."))
@option("--suggest-profile", is_flag=True, help=N_("Print the draft of a profile for one workbook, and nothing else."))
def check(
    workbooks: Sequence[Path],
    out: Path,
    jobs: int | None,
    findings: Path | None,
    annotate: bool,
    suggest_profile: bool,
    **shared: Any,
) -> int:
    from gridcredit.commands import check as command

    common = _common(**shared)
    if suggest_profile:
        if len(workbooks) != 1 or workbooks[0].is_dir():
            raise click.UsageError(_("--suggest-profile reads one workbook"))
        return command.suggest_profile(workbooks[0], common.profile, common.passwords)
    return command.run(common, workbooks, jobs, findings, out if annotate else None)


@cli.command(help=N_("Tell why a household got its line: ratings, rules, clauses, arithmetic, earlier decisions."))
@click.argument("village")
@click.argument("household_id")
@options(AS_OF, KNOWN_ON, POLICY, LEDGER, LANG, JSON, TABLE_FORMAT)
@option("-o", "--out", type=FOLDER, help=N_("Also write the explanation to this folder, as a sheet to be printed."))
def explain(village: str, household_id: str, out: Path | None, **shared: Any) -> int:
    from gridcredit.commands import explain as command

    return command.explain(_common(**shared), village, household_id, out)


@cli.command(
    help=N_(
        "Take outcomes into the ledger: workbooks of signings, cards, drawdowns, inspections …, forms that came back, exports of the core banking system."
    )
)
@WORKBOOKS
@options(AS_OF, POLICY, PROFILE, PASSWORDS, ID_KEY, LEDGER, LANG, JSON, DRY_RUN, TABLE_FORMAT, QUIET)
@option(
    "--replace", "replacing", is_flag=True, help=N_("Let a file correct what was recorded from an earlier state of it.")
)
def record(workbooks: Sequence[Path], dry_run: bool, replacing: bool, **shared: Any) -> int:
    from gridcredit.commands import outcomes

    return outcomes.record(_common(**shared), workbooks, dry_run, replacing)


@cli.command(
    help=N_("Write the pack for the collective review of a village: referred households, blank decisions, minutes.")
)
@click.argument("village")
@options(OUT, AS_OF, POLICY, LEDGER, LANG, JSON, TABLE_FORMAT)
@option(
    "--household",
    "households",
    multiple=True,
    metavar="ID",
    help=N_("Only this household, decided on before or not; may repeat."),
)
def review(village: str, households: Sequence[str], out: Path, **shared: Any) -> int:
    from gridcredit.commands import forms

    return forms.review(_common(**shared), village, households, out)


@cli.command(help=N_("Draw households of a village for a re-visit, and write the form for it."))
@click.argument("village")
@options(OUT, AS_OF, POLICY, LEDGER, LANG, JSON, TABLE_FORMAT)
@option("--seed", help=N_("Any text that all randomness comes from (default: random)."))
@option(
    "--replace", "replacing", metavar="REASON", help=N_("Draw another sample in place of the one that is out, and why.")
)
def revisit(village: str, seed: str | None, replacing: str | None, out: Path, **shared: Any) -> int:
    from gridcredit.commands import forms

    return forms.revisit(_common(**shared), village, seed, replacing, out)


@cli.command(help=N_("Write the coverage report: funnel and rates as of a date."))
@options(OUT, AS_OF, KNOWN_ON, POLICY, LEDGER, LANG, JSON, TABLE_FORMAT, QUIET)
@option(
    "--by",
    type=click.Choice(BY),
    default="village",
    show_default=True,
    help=N_("What a row of the report is."),
)
@option(
    "--compare",
    "asked",
    type=IsoDate(),
    multiple=True,
    metavar="YYYY-MM-DD",
    help=N_("Also say what moved since this day; may repeat."),
)
@option("--targets", type=WORKBOOK, help=N_("A sheet of targets: village, date, share or households."))
@option("--month", metavar="YYYY-MM", help=N_("Close this month, if it is not, and report it in a few lines."))
@option(
    "--format",
    "formats",
    type=click.Choice(["xlsx", "html"]),
    multiple=True,
    default=("xlsx",),
    show_default=True,
    help=N_("What to write: a workbook, a page for the browser; may repeat."),
)
def coverage(
    out: Path,
    by: str,
    asked: Sequence[date],
    targets: Path | None,
    month: str | None,
    formats: Sequence[str],
    **shared: Any,
) -> int:
    from gridcredit.commands import coverage as command

    return command.coverage(_common(**shared), out, by, asked, targets, month, formats)


@cli.command(help=N_("Write the list of post-loan inspections that are due."))
@options(OUT, AS_OF, KNOWN_ON, POLICY, CALENDAR, LEDGER, PASSWORDS, LANG, JSON, TABLE_FORMAT, QUIET, UNTIL)
def inspections(out: Path, until: date | str | None, **shared: Any) -> int:
    from gridcredit.commands import inspections as command

    return command.inspections(_common(**shared), out, until)


@cli.command(
    help=N_("Write the list of households to be contacted: unsigned, without card or drawdown, away, refused.")
)
@options(OUT, AS_OF, KNOWN_ON, POLICY, CALENDAR, LEDGER, PASSWORDS, LANG, JSON, TABLE_FORMAT, QUIET, UNTIL)
def visits(out: Path, until: date | str | None, **shared: Any) -> int:
    from gridcredit.commands import visits as command

    return command.visits(_common(**shared), out, until)


@cli.command(
    help=N_("Write the duty rota: study meetings and outreach by turns, so many a week; sheet and calendar files.")
)
@options(OUT, AS_OF, POLICY, CALENDAR, STAFF, LEDGER, LANG, JSON, DRY_RUN, TABLE_FORMAT, QUIET, UNTIL)
def rota(out: Path, until: date | str | None, dry_run: bool, **shared: Any) -> int:
    from gridcredit.commands import rota as command

    return command.rota(_common(**shared), out, until, dry_run)


@cli.command(
    help=N_(
        "Plan the door-to-door signing of villages, by day and team, and compare the ways to sign.\n\nWithout a village, of all of them."
    )
)
@click.argument("villages", nargs=-1)
@options(OUT, AS_OF, POLICY, CALENDAR, STAFF, LEDGER, LANG, JSON, TABLE_FORMAT, QUIET)
def signing(villages: Sequence[str], out: Path, **shared: Any) -> int:
    from gridcredit.commands import signing as command

    return command.signing(_common(**shared), villages, out)


@cli.command(
    help=N_(
        "Share the inspections and visits that are due among officers and days; promises of earlier plans do not move.\n\nWrites a workbook, and a calendar file for each officer."
    )
)
@options(OUT, AS_OF, POLICY, CALENDAR, STAFF, LEDGER, LANG, JSON, DRY_RUN, TABLE_FORMAT, QUIET, UNTIL)
def plan(out: Path, until: date | str | None, dry_run: bool, **shared: Any) -> int:
    from gridcredit.commands import plan as command

    return command.plan(_common(**shared), out, until, dry_run)


@cli.command(help=N_("Make an earlier run again from its inputs and policy, and compare value for value."))
@click.argument("run")
@click.argument("places", nargs=-1, type=click.Path(exists=True, path_type=Path))
@options(POLICY, PASSWORDS, LEDGER, ARCHIVE, LANG, JSON, TABLE_FORMAT)
def replay(run: str, places: Sequence[Path], archive: Path | None, **shared: Any) -> int:
    from gridcredit.commands import replay as command

    return command.replay(_common(**shared), run, places, archive)


@cli.command(
    help=N_(
        "Write a workbook to be filled in: policy (the values in force, to be changed), calendar (the bank's own days), staff (officers and their villages)."
    )
)
@click.argument("kind", type=click.Choice(["policy", "calendar", "staff"]))
@options(OUT, AS_OF, POLICY, PASSWORDS, LANG, JSON)
def template(kind: str, out: Path, **shared: Any) -> int:
    from gridcredit.commands import template as command

    return command.template(_common(**shared), kind, out)


@cli.group(cls=Group, help=N_("The rules' values: show, check, compare and try them."))
@options(LANG)
def policy() -> None:
    pass


@policy.command(help=N_("List the values in force with their sources."))
@options(AS_OF, POLICY, PASSWORDS, LANG, JSON, TABLE_FORMAT)
@option("--rule", metavar="NAME", help=N_("Only this rule, or one value of it (rule.name)."))
@option("--history", "with_history", is_flag=True, help=N_("All dated values of all files, and what became of them."))
def show(rule: str | None, with_history: bool, **shared: Any) -> int:
    from gridcredit.commands import policy as command

    return command.show(_common(**shared), rule, with_history)


@policy.command(help=N_("Note what looks odd: clauses that say otherwise, values without effect."))
@options(AS_OF, POLICY, PASSWORDS, LANG, JSON, TABLE_FORMAT)
def lint(**shared: Any) -> int:
    from gridcredit.commands import policy as command

    return command.lint(_common(**shared))


@policy.command(
    help=N_(
        "Say in words what differs.\n\nNo FILE: --policy against the shipped policy. One: what it changes. Two: the first against the second; default stands for none."
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@options(AS_OF, POLICY, PASSWORDS, LANG, JSON)
def diff(files: Sequence[Path], **shared: Any) -> int:
    from gridcredit.commands import policy as command

    if len(files) > 2:
        raise click.UsageError(_("policy diff compares two policy files at most"))
    return command.diff(_common(**shared), files)


@policy.command("test", help=N_("Try the cases of the policy files; without a file, the examples of the contract."))
@options(AS_OF, POLICY, PASSWORDS, LANG, JSON, TABLE_FORMAT)
def try_cases(**shared: Any) -> int:
    from gridcredit.commands import policy as command

    return command.try_cases(_common(**shared))


@policy.command(
    help=N_(
        "Say what --policy would do to the ledger's villages: statuses, lines, coverage, review queue.\n\nNothing is recorded."
    )
)
@options(OUT, AS_OF, POLICY, PASSWORDS, LEDGER, LANG, JSON, TABLE_FORMAT)
@option(
    "--baseline",
    type=click.Path(path_type=Path),
    multiple=True,
    help=N_("A policy file to compare with, in place of the policies of the runs; may repeat."),
)
@option(
    "--vary",
    metavar="NAME=FIRST:LAST:STEP",
    help=N_("Also try a value step by step, such as closeness=0.1:0.5:0.05."),
)
def simulate(out: Path, baseline: Sequence[Path], vary: str | None, **shared: Any) -> int:
    from gridcredit.commands import simulate as command

    return command.run(_common(**shared), out, baseline, vary)


@cli.group(cls=Group, help=N_("The ledger itself: proved, copied, closed month by month."))
@options(LANG)
def ledger() -> None:
    pass


@ledger.command("verify", help=N_("Prove that everything in the ledger is as it was recorded."))
@options(LEDGER, LANG, JSON, TABLE_FORMAT, QUIET)
@option("--head", metavar="SHA256", help=N_("A digest that a report printed: is all that it stands for still there?"))
def verify_ledger(head: str | None, **shared: Any) -> int:
    from gridcredit.commands.ledger import verify as command

    return command.verify(_common(**shared), head)


@ledger.command(help=N_("Copy the ledger to a file, while it is in use, and verify the copy."))
@click.argument("file", type=FILE)
@options(LEDGER, LANG, JSON, TABLE_FORMAT, QUIET)
def backup(file: Path, **shared: Any) -> int:
    from gridcredit.commands.ledger import backup as command

    return command.backup(_common(**shared), file)


@ledger.command(help=N_("Write every table of the ledger to a file for other programs."))
@options(OUT, LEDGER, LANG, JSON, TABLE_FORMAT)
@option(
    "--format",
    "kind",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help=N_("Kind of the files."),
)
@option("--without-personal", is_flag=True, help=N_("Leave out names, masked numbers, addresses and facts of persons."))
def export(out: Path, kind: str, without_personal: bool, **shared: Any) -> int:
    from gridcredit.commands.ledger import backup as command

    return command.export(_common(**shared), out, kind, not without_personal)


@ledger.command(help=N_("Freeze the coverage figures of a month that is over, such as 2016-05."))
@click.argument("month")
@options(POLICY, LEDGER, LANG, JSON, DRY_RUN, TABLE_FORMAT)
def close(month: str, dry_run: bool, **shared: Any) -> int:
    from gridcredit.commands.ledger import upkeep as command

    return command.close(_common(**shared), month, dry_run)


@ledger.command(help=N_("Take out personal data of households that ended long ago; hashes and figures stay."))
@options(POLICY, LEDGER, LANG, JSON, DRY_RUN, TABLE_FORMAT)
def purge(dry_run: bool, **shared: Any) -> int:
    from gridcredit.commands.ledger import upkeep as command

    return command.purge(_common(**shared), dry_run)


@ledger.command("id-key", help=N_("Make the key that ID numbers are hashed with, once for a bank."))
@click.argument("file", type=FILE)
@options(LANG, JSON, TABLE_FORMAT)
def make_id_key(file: Path, **shared: Any) -> int:
    from gridcredit.commands.ledger import key as command

    return command.id_key(_common(**shared), file)


@cli.group(cls=Group, help=N_("Blind ratings: ballots issued to officers, received sealed, opened together, proved."))
@options(LANG)
def ballot() -> None:
    pass


@ballot.command(help=N_("Write a ballot for each officer, from a village's roster."))
@click.argument("roster", type=WORKBOOK)
@options(OUT, AS_OF, POLICY, PROFILE, PASSWORDS, LEDGER, LANG, JSON, TABLE_FORMAT)
@option("--officer", "officers", multiple=True, required=True, help=N_("The name of an officer; repeat for each."))
@option("--deadline", type=IsoDate(), metavar="YYYY-MM-DD", required=True, help=N_("The last day to hand in."))
@option("--seed", help=N_("Any text that all randomness comes from (default: random)."))
@option("--replace", "replacing", metavar="REASON", help=N_("Withdraw ballots of this village that are out, and why."))
def issue(
    roster: Path,
    out: Path,
    officers: Sequence[str],
    deadline: date,
    seed: str | None,
    replacing: str | None,
    **shared: Any,
) -> int:
    from gridcredit.commands.ballot import issue as command

    return command.issue(_common(**shared), roster, officers, deadline, seed, replacing, out)


@ballot.command(help=N_("Take ballots in as they are, unopened; tell a receipt code for each."))
@click.argument("files", nargs=-1, required=True, type=WORKBOOK)
@options(ARCHIVE, LEDGER, LANG, JSON, TABLE_FORMAT)
@option("--ballot", "number", metavar="NUMBER", help=N_("The ballot number, where the file's name does not tell it."))
def receive(files: Sequence[Path], archive: Path | None, number: str | None, **shared: Any) -> int:
    from gridcredit.commands.ballot import receive as command

    common = _common(**shared)
    return command.receive(common, files, number, archive, common.as_of)


@ballot.command(
    "open",
    help=N_(
        "Open all ballots of a village and assess it by them.\n\nAsks for the passphrase of each sealed ballot; without a terminal it reads one a line from standard input."
    ),
)
@click.argument("roster", type=WORKBOOK)
@PLACES
@options(OUT, AS_OF, POLICY, PROFILE, PASSWORDS, ID_KEY, LEDGER, ARCHIVE, LANG, JSON, TABLE_FORMAT)
@option("--without", metavar="REASON", help=N_("Do not wait for the ballots that are missing, and why."))
def open_ballots(
    roster: Path, places: Sequence[Path], out: Path, archive: Path | None, without: str | None, **shared: Any
) -> int:
    from gridcredit.commands.ballot import open as command

    return command.open_ballots(_common(**shared), roster, places, archive, without, _ask(), out)


@ballot.command(help=N_("Prove from the files and the ledger that a village's ballots are those that were received."))
@click.argument("village")
@PLACES
@options(AS_OF, POLICY, PROFILE, LEDGER, ARCHIVE, LANG, JSON, TABLE_FORMAT)
@option("--open", "opening", is_flag=True, help=N_("Ask for the passphrases, open them again and compare the ratings."))
def verify(village: str, places: Sequence[Path], archive: Path | None, opening: bool, **shared: Any) -> int:
    from gridcredit.commands.ballot import verify as command

    return command.verify(_common(**shared), village, places, archive, _ask() if opening else None)


@ballot.command(help=N_("Tell how far the officers of a village agree, and which pairs are worth a look."))
@click.argument("village")
@options(AS_OF, POLICY, LEDGER, LANG, JSON, TABLE_FORMAT)
@option("-o", "--out", type=FOLDER, help=N_("Also write the report to this folder, as a workbook."))
def audit(village: str, out: Path | None, **shared: Any) -> int:
    from gridcredit.commands.ballot import audit as command

    return command.audit(_common(**shared), village, out)


def _ask() -> Callable[[str], str | None]:
    """Asks for a passphrase without showing it, three times at most; without a terminal, the next line of input."""
    asked: dict[str, int] = {}

    def ask(text: str) -> str | None:
        asked[text] = asked.get(text, 0) + 1
        if sys.stdin.isatty():
            return str(click.prompt(text, hide_input=True, err=True)) if asked[text] <= ATTEMPTS else None
        line = sys.stdin.readline() if asked[text] == 1 else ""
        return line.rstrip("\r\n") or None

    return ask


def _common(
    as_of: date | None = None,
    policies: Sequence[Path] = (),
    ledger: str = "none",
    as_json: bool = False,
    table_format: str | None = None,
    profile: Path | None = None,
    passwords: Path | None = None,
    known_on: date | None = None,
    id_key: Path | None = None,
    calendar: Path | None = None,
    staff: Path | None = None,
    quiet: bool = False,
) -> "Common":
    """The shared options; this is where the clock is read."""
    from gridcredit.commands.common import Common

    now = datetime.now(UTC)
    day = as_of or now.astimezone(CHINA).date()
    known_at = None
    if known_on is not None and known_on < date.max:
        midnight = datetime.combine(known_on + timedelta(days=1), time(), CHINA)
        known_at = midnight.astimezone(UTC).replace(tzinfo=None) - timedelta.resolution
    return Common(
        day,
        now.replace(tzinfo=None),
        tuple(policies),
        ledger,
        as_json,
        table_format,
        profile,
        passwords,
        known_at,
        id_key,
        calendar,
        staff,
        quiet,
    )


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, found before anything is parsed, so that help and usage errors speak it too."""
    asked = os.environ.get("GRIDCREDIT_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _is_quiet(arguments: Sequence[str]) -> bool:
    """Whether --quiet is among them, found before anything is parsed, so that usage errors are one line, too."""
    return any(argument == "--quiet" or argument.startswith("-q") for argument in arguments)


def _complain(text: str, quiet: bool) -> None:
    """What went wrong, on standard error; in one line where that is asked for, whatever the text quotes."""
    click.echo(f"gridcredit: {' '.join(text.split()) if quiet else text}", err=True)


def _usage(problem: click.ClickException, quiet: bool) -> None:
    """A usage error as click tells it, or in one line."""
    if not quiet:
        problem.show()
        return
    path = problem.ctx.command_path if isinstance(problem, click.UsageError) and problem.ctx else "gridcredit"
    _complain(_("{problem} (see {command} --help)").format(problem=problem.format_message(), command=path), quiet)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; a defect is told by its place alone, without data."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    set_language(_language(given))
    quiet = _is_quiet(given)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, _nowhere())
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")
    try:
        with warnings.catch_warnings():
            if quiet:
                warnings.simplefilter("ignore")  # what a library says of its next version is no reason for a mail
            code = cli.main(given, prog_name="gridcredit", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as usage:
        _usage(usage, quiet)
        code = usage.exit_code
    except click.Abort:
        code = INTERRUPTED
    except SystemExit:  # so click ends when the reader of a pipe has gone
        code = errors.CANNOT_WRITE
    except errors.GridcreditError as error:
        _complain(_(error.message).format(**error.params), quiet)
        code = error.exit_code
    except OSError as problem:
        text = _("a file, or what was to be printed, could not be read or written: {problem}")
        _complain(text.format(problem=problem.strerror), quiet)
        sys.stdout = _nowhere()  # or Python tries once more on its way out
        code = errors.CANNOT_WRITE
    except Exception as defect:
        text = _("internal error at {place}; please report it with the version {version}")
        _complain(text.format(place=errors.where(defect), version=__version__), quiet)
        code = errors.INTERNAL
    sys.exit(code)


def _nowhere() -> TextIO:
    """A stream for what nobody takes; it lives as long as the process."""
    return Path(os.devnull).open("w", encoding="utf-8")
