"""The visit list: a form for the officers, the families away, what came of visits so far; and a face for the field."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gridcredit.codes import household_code
from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.book import ANY_DAY, Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.reports.field import field_sheet
from gridcredit.reports.shared import WHO, findings_sheet, form_column, policy_sheet, said_column, who_columns
from gridcredit.rules.visits import ABSENT, FESTIVAL
from gridcredit.visiting import Visit, contact_of

REASONS: Mapping[str, str] = {
    "unsigned": N_("not signed yet"),
    "no_card": N_("signed, no card"),
    "no_drawdown": N_("card, nothing in use: refresh the file"),
    "absent": N_("family away"),
    "refused": N_("declined to sign"),
    "stale_file": N_("file to be refreshed"),
    "revisit": N_("drawn for a re-visit"),
    "spring_festival": N_("home for the Spring Festival"),
    "agreed": N_("contact agreed on"),
}
RESULTS: Mapping[str, str] = {**labels.SAID["outcome"], "other_result": N_("another result")}
CHANNELS: Mapping[str, str] = {**labels.SAID["channel"], "": N_("not told")}
Households = Mapping[tuple[str, str], Mapping[str, Any]]


def visit_columns() -> list[Column]:
    return [
        Column(_("No."), Format.CENTRED, 6),
        Column(labels.word(labels.FORM, "village"), width=10),
        Column(labels.word(labels.FORM, "household_id"), width=10),
        Column(_("What for"), width=16),
        Column(_("Since"), Format.DATE, 11),
        Column(_("Contact by"), Format.DATE, 11),
        Column(_("Days overdue"), Format.INT, 8),
        Column(_("Last contact"), width=16),
        Column(_("Contacts so far"), Format.INT, 8),
    ]


def visit_rows(rows: Sequence[Visit]) -> list[list[Cell]]:
    return [
        [
            number,
            row.village,
            row.household_id,
            _what_for(row),
            row.since,
            row.due,
            row.overdue_days or None,
            _last(row),
            row.contacts or None,
        ]
        for number, row in enumerate(rows, start=1)
    ]


def _what_for(row: Visit) -> str:
    said = [_(REASONS[reason]) for reason in (row.reason, *row.also)]
    if row.refusal is not None:
        channel = labels.word(CHANNELS, row.refusal.approach)
        said.append(f"{labels.word(labels.CODE, row.refusal.reason)} → {channel}")
    return _("; ").join(said)


def _last(row: Visit) -> str | None:
    if row.last is None:
        return None
    said = [row.last.day.isoformat(), labels.word(CHANNELS, row.last.channel), labels.word(RESULTS, row.last.result)]
    return " ".join(filter(None, said))


def visits_book(
    rows: Sequence[Visit],
    households: Households,
    events: Sequence[Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    findings: Sequence[Finding],
) -> Book:
    """Two faces of one list; ``households``: the ledger's roster rows by village and household, ``events`` its outcomes."""
    title = _("Visits due up to {until}").format(until=until)
    away = [row for row in rows if {ABSENT, FESTIVAL} & {row.reason, *row.also}]
    sheets = [
        _form(rows, households, title, as_of),
        *([_away(away, households)] if away else []),
        field_sheet(_("Visits"), {(row.village, row.household_id) for row in rows}, households),
        *_contacts(events),
        *([findings_sheet(findings)] if findings else []),
        policy_sheet(policy),
    ]
    return Book(title, sheets, as_of)


def _internal() -> str:
    return _("Internal: for the visiting officers only")


def _form(rows: Sequence[Visit], households: Households, title: str, as_of: date) -> Sheet:
    entries = [
        form_column("contacted_on", 11, ANY_DAY, Format.DATE),
        form_column("contacted_by", 9, Entry()),
        said_column("channel", 8),
        said_column("outcome", 8),
        form_column("agreed_on", 11, ANY_DAY, Format.DATE),
        form_column("back_on", 11, ANY_DAY, Format.DATE),
        said_column("file_refreshed", 8),
        form_column("note", 16, Entry()),
    ]
    shown = [
        Column(_("No."), Format.CENTRED, 5),
        Column(labels.word(labels.FORM, "village"), width=8),
        Column(labels.word(labels.FORM, "household_id"), width=8),
        Column(_("Code"), Format.CENTRED, 8),
        *(replace(column, width=min(column.width, 16)) for column in who_columns()),
        Column(_("What for"), width=14),
        Column(_("Contact by"), Format.DATE, 11),
        Column(_("Days overdue"), Format.INT, 7),
        Column(_("Last contact"), width=13),
    ]
    filled: list[Sequence[Cell]] = []
    for number, row in enumerate(rows, start=1):
        known = households.get((row.village, row.household_id), {})
        place = number, row.village, row.household_id, household_code(row.village, row.household_id)
        due = _what_for(row), row.due, row.overdue_days or None, _last(row)
        filled.append([*place, *(known.get(name) for name in WHO), *due, *[None] * len(entries)])
    overdue = sum(row.overdue_days > 0 for row in rows)
    notes = [
        _("As of {as_of}: {count} households to be contacted, {overdue} of them overdue.").format(
            as_of=as_of, count=len(rows), overdue=overdue
        ),
        _(
            "Fill in yellow cells only, then take the file in with gridcredit record. What is left blank is on the next list again."
        ),
    ]
    return Sheet(
        _("Visits"),
        title,
        [Table([*shown, *entries], filled)],
        notes=notes,
        warning=_internal(),
        landscape=True,
        row_height=26,
        protected=True,
    )


def _away(rows: Sequence[Visit], households: Households) -> Sheet:
    """The queue of families away: whom to reach where, and whom to meet while they are home."""
    columns = [
        Column(_("No."), Format.CENTRED, 6),
        Column(_("Village"), width=10),
        Column(_("Household"), width=10),
        *who_columns(),
        Column(_("Away, back"), width=20),
        Column(_("Home for the Spring Festival"), Format.CENTRED, 12),
        Column(_("Contact by"), Format.DATE, 12),
        Column(_("Last contact"), width=20),
    ]
    filled: list[Sequence[Cell]] = []
    for number, row in enumerate(rows, start=1):
        known = households.get((row.village, row.household_id), {})
        home = _("meet them now") if FESTIVAL in (row.reason, *row.also) and not row.overdue_days else None
        who = (known.get(name) for name in (*WHO, "away"))
        filled.append([number, row.village, row.household_id, *who, home, row.due, _last(row)])
    return Sheet(
        _("Away"),
        _("Families away: to be reached by phone or message"),
        [Table(columns, filled)],
        warning=_internal(),
        landscape=True,
    )


def _contacts(events: Sequence[Mapping[str, Any]]) -> list[Sheet]:
    """What came of all visits that are recorded, by channel; no sheet where there are none."""
    contacts = [contact_of(event) for event in events if event["kind"] == "visit"]
    if not contacts:
        return []
    counted = Counter((one.channel or "", one.result) for one in contacts)
    columns = [
        Column(_("Channel"), width=14),
        Column(_("Contacts"), Format.INT, 12),
        *(Column(_(text), Format.INT, 12) for text in RESULTS.values()),
        Column(_("Successful"), Format.RATE, 12),
    ]
    rows: list[Sequence[Cell]] = []
    for title, channels in (*((_(text), (code,)) for code, text in CHANNELS.items()), (_("total"), tuple(CHANNELS))):
        by_result = [sum(counted[channel, result] for channel in channels) for result in RESULTS]
        if total := sum(by_result):
            rows.append((title, total, *by_result, by_result[0] / total))
    table = Table(columns, rows, totals=True)
    return [Sheet(_("Contacts made"), _("What came of the visits so far"), [table], warning=_internal())]
