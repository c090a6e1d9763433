"""The options that commands share, their types, and help that speaks the user's language."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from gridcredit.i18n import LANGUAGES, N_, _

Function = TypeVar("Function", bound=Callable[..., Any])


class Option(click.Option):
    """An option whose help speaks the user's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        source, self.help = self.help, _(str(self.help))
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = source


class Command(click.Command):
    """A command whose help speaks the user's language."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        source, self.help = self.help, _(str(self.help))
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = source

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        self._help_option = None  # click keeps the option with its text in the language of the first call
        return super().get_help_option(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        return _(str(self.help)).partition("\n")[0]


class Group(Command, click.Group):
    command_class = Command


class IsoDate(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(_("{value} is not a date such as 2016-05-31").format(value=value), param, ctx)


class Until(click.ParamType["date | str"]):
    """A day, or days, weeks or months after the report's: ``+7d``, ``+2w``, ``+1m``."""

    name = "until"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | str:
        if isinstance(value, date) or re.fullmatch(r"\+[0-9]{1,3}[dwm]", value):
            return value  # type: ignore[no-any-return]
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(
                _("{value} is neither a date such as 2016-05-31 nor a time such as +7d, +2w or +1m").format(
                    value=value
                ),
                param,
                ctx,
            )


class TableFormat(click.ParamType[str]):
    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from gridcredit.reports.console import table_formats

        if value not in table_formats():
            self.fail(_("choose one of: {formats}").format(formats=" ".join(table_formats())), param, ctx)
        return str(value)


def option(*names: str, help: str, **settings: Any) -> Callable[[Function], Function]:
    return click.option(*names, help=help, cls=Option, **settings)


def options(*chosen: Callable[[Any], Any]) -> Callable[[Function], Function]:
    def decorate(function: Function) -> Function:
        for one in reversed(chosen):
            function = one(function)
        return function

    return decorate


FILE = click.Path(path_type=Path, dir_okay=False)
WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=True)
OUT = option("-o", "--out", type=FOLDER, default=".", help=N_("Folder for the result files."))
AS_OF = option(
    "--as-of", type=IsoDate(), metavar="YYYY-MM-DD", help=N_("The date to look from (default: today in China).")
)
POLICY = option(
    "--policy",
    "policies",
    type=click.Path(path_type=Path),
    multiple=True,
    help=N_("A bank's policy file (TOML or workbook) over the shipped values; may repeat."),
)
LEDGER = option(
    "--ledger",
    default="gridcredit.db",
    show_default=True,
    envvar="GRIDCREDIT_LEDGER",
    help=N_("The ledger file; none records nothing."),
)
JOBS = option("--jobs", type=click.IntRange(1), help=N_("Worker processes (default: one per processor)."))
LANG = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="GRIDCREDIT_LANG",
    expose_value=False,
    help=N_("Language: zh (default) or en."),
)
JSON = option(
    "--json", "as_json", is_flag=True, help=N_("One JSON object on standard output, all else on standard error.")
)
DRY_RUN = option("--dry-run", is_flag=True, help=N_("Write nothing to the ledger."))
TABLE_FORMAT = option("--table-format", type=TableFormat(), help=N_("Format of the tables: any of tabulate's names."))
PROFILE = option(
    "--profile",
    type=WORKBOOK,
    help=N_("A bank's profile (TOML): what its sheets call things."),
)
PASSWORDS = option(
    "--password-file",
    "passwords",
    type=WORKBOOK,
    help=N_("A file with the passwords of protected workbooks, one a line."),
)
ARCHIVE = option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="GRIDCREDIT_ARCHIVE",
    help=N_("Folder in which inputs are kept by their SHA-256, for replay."),
)
KNOWN_ON = option(
    "--known-on",
    type=IsoDate(),
    metavar="YYYY-MM-DD",
    help=N_("Only what was recorded by the end of this day in China."),
)
ID_KEY = option(
    "--id-key",
    type=WORKBOOK,
    envvar="GRIDCREDIT_ID_KEY",
    help=N_("The key that ID numbers are hashed with, to find households in the core banking system's exports."),
)
QUIET = option(
    "-q", "--quiet", is_flag=True, help=N_("Say nothing if all went well, and one line if not: for cron and timers.")
)
UNTIL = option(
    "--until",
    type=Until(),
    metavar="YYYY-MM-DD|+7d",
    help=N_(
        "Last due date to list, or days (d), weeks (w), months (m) from the report's (default: end of next month)."
    ),
)
CALENDAR = option(
    "--calendar",
    type=WORKBOOK,
    envvar="GRIDCREDIT_CALENDAR",
    help=N_("A bank's own calendar: days worked or not, whatever the State Council arranged."),
)
STAFF = option(
    "--staff",
    type=WORKBOOK,
    envvar="GRIDCREDIT_STAFF",
    help=N_("A sheet of officers: their villages, households a day, leaves."),
)
PLACES = click.argument("places", nargs=-1, type=click.Path(exists=True, path_type=Path))
WORKBOOKS = click.argument("workbooks", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
