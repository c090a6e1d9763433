"""Blank sheets beside the villages': a bank's own calendar, and its officers. Taken as they are, they say nothing."""

from collections.abc import Sequence
from datetime import date

from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import ANY_DAY, Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.reports.shared import form_column

SPARE_ROWS = 60
MOST_A_DAY = 500


def calendar_template(day: date) -> Book:
    """As ``ingest.calendar`` reads it."""
    years = labels.word(labels.FORM, "whole_years")
    columns = [
        form_column("day", 14, ANY_DAY, Format.DATE),
        form_column("works", 12, Entry(words=[labels.word(labels.DAY_IS, one) for one in ("off", "work")])),
        form_column("note", 40, Entry()),
    ]
    sheet = Sheet(
        _("Calendar"),
        _("The bank's own calendar"),
        [Table(columns, _blank(columns))],
        notes=[
            _(
                "Write down the days that are not as the State Council arranged, each with whether the bank works on it."
            ),
            _(
                "For a year that is not known yet, write in all days off that are no weekend and all weekend days worked in exchange, and its number beside {label}; leave that blank otherwise."
            ).format(label=years),
        ],
        facts=[(years, None)],
        entries={years: Entry(least=2000, most=2199)},
    )
    return Book(_("Calendar"), [sheet], day)


def staff_template(day: date) -> Book:
    """As ``ingest.staff`` reads it."""
    columns = [
        form_column("officer", 12, Entry()),
        form_column("branch", 14, Entry()),
        form_column("villages", 40, Entry(prompt=_("Names with 、 between them. Blank: all of the branch."))),
        form_column("per_day", 10, Entry(least=1, most=MOST_A_DAY, prompt=_("Blank: as the policy has it."))),
        form_column("away_from", 13, ANY_DAY, Format.DATE),
        form_column("away_until", 13, ANY_DAY, Format.DATE),
        form_column("note", 24, Entry()),
    ]
    sheet = Sheet(
        _("Staff"),
        _("Officers, their villages and leaves"),
        [Table(columns, _blank(columns))],
        notes=[_("One row for each officer; a second leave takes another row with the officer's name.")],
        landscape=True,
    )
    return Book(_("Staff"), [sheet], day)


def _blank(columns: Sequence[Column]) -> list[Sequence[Cell]]:
    return [[None] * len(columns)] * SPARE_ROWS
