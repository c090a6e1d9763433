"""``ledger close`` and ``ledger purge``."""

import calendar
import re
import unicodedata
from datetime import date
from functools import partial

from gridcredit import errors
from gridcredit.commands.common import Common
from gridcredit.i18n import N_, _
from gridcredit.ledger.entries import day_in_china


def close(common: Common, month: str, dry_run: bool) -> int:
    """Freeze a month's coverage figures; what is learned of it later is shown beside them."""
    from gridcredit import reporting

    month, as_of = over(month, common)
    policies = common.policy_book()
    with common.existing_ledger() as ledger:
        figures = partial(reporting.closing_figures, ledger, as_of, policies)
        closed = not dry_run and ledger.record_closing(month, as_of, figures, common.now)
        closing = next((one for one in ledger.closings() if one["month"] == month), None)
        head = ledger.head()[1]
        total = closing["detail"]["total"] if closing else figures()["total"]
    terminal = common.terminal()
    text = _("{month} is closed: {credited} of {roster} households credited, {line} yuan")
    already = _("{month} was closed already, on {day}: {credited} of {roster} households credited, {line} yuan")
    would = _("{month} would be closed with {credited} of {roster} households credited, {line} yuan")
    terminal.line(
        (text if closed else already if closing else would).format(
            month=month,
            day=day_in_china(closing["recorded_at"]) if closing else None,
            credited=f"{total['credited']:,}",
            roster=f"{total['roster']:,}",
            line=f"{total['line_yuan']:,}",
        )
    )
    terminal.line(_("digest of the ledger's last entry: {head}").format(head=head or "—"))
    common.print_json({"month": month, "as_of": as_of, "closed": closed, "total": total, "head": head or None})
    return errors.DONE


def purge(common: Common, dry_run: bool) -> int:
    """Take out what is of persons of households that ended long ago; hashes and figures stay and can be verified."""
    from gridcredit.ledger import purging
    from gridcredit.rules import retention

    policy = common.policy_book().on(common.as_of)
    before = retention.ended_before(common.as_of, policy.values("retention"))
    with common.existing_ledger() as ledger:
        with ledger.snapshot() as connection:
            households = list(purging.due(purging.ended(connection), before))
            rows = sum(len(seqs) for seqs in purging.rows_of(connection, households).values())
        if not dry_run:
            why = {"ended_before": before.isoformat(), "policy_sha256": policy.sha256}
            rows = ledger.purge(lambda there: purging.chosen(there, before), why, common.now)
        head = ledger.head()[1]
    terminal = common.terminal()
    text = (
        _("personal data of {count} households that ended by {day} would be taken out, {rows} entries in all")
        if dry_run
        else _("personal data of {count} households that ended by {day} is taken out, {rows} entries in all")
    )
    terminal.line(text.format(count=len(households), day=before, rows=rows))
    if rows and not dry_run:
        terminal.line(_("workbooks, archives and backups still hold theirs: remove these by the bank's own rules"))
    common.print_json({"ended_before": before, "households": len(households), "rows": rows, "head": head or None})
    return errors.DONE


def over(month: str, common: Common) -> tuple[str, date]:
    """A month such as 2016-05 that is over, and its last day; raises ``UsageError``."""
    month = unicodedata.normalize("NFKC", month).strip()
    as_of = _end_of(month)
    if as_of >= common.as_of:
        raise errors.UsageError(N_("{month} is not over on {day}"), month=month, day=common.as_of)
    return month, as_of


def _end_of(month: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", month) or not 1 <= int(month[5:]) <= 12 or int(month[:4]) < 1990:
        raise errors.UsageError(N_("{month} is no month such as 2016-05"), month=month)
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])
