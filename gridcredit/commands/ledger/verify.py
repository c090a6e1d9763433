"""``ledger verify``: is everything as it was recorded?"""

from gridcredit import errors, printing
from gridcredit.commands.common import Common
from gridcredit.findings import Finding
from gridcredit.i18n import _
from gridcredit.ledger.entries import day_in_china
from gridcredit.reports import ledger as reports


def verify(common: Common, head: str | None) -> int:
    """``head``: the digest of an entry, as a coverage report printed it, that must be in the chain."""
    with common.existing_ledger() as ledger:
        found = [reports.finding(fault) for fault in ledger.check()]
        count, last = ledger.head()
        at = None
        if head:
            at = ledger.entry_of(head.lower())
            if at is None:
                found.append(Finding("HEAD_UNKNOWN", "", params={"head": head[:12]}))
        closings = [] if found else ledger.closings()
    terminal = common.terminal()
    terminal.line(
        _("{count} entries; the last one's digest stands for all of them: {head}").format(count=count, head=last or "—")
    )
    for closing in closings:
        text = _("{month} closed on {day}, after the entry {head}")
        terminal.line(
            text.format(month=closing["month"], day=day_in_china(closing["recorded_at"]), head=closing["head"][:12])
        )
    if at is not None and not found:
        terminal.line(
            _("the digest {head} is that of entry {number}: what was recorded until then is there").format(
                head=str(head)[:12], number=at
            )
        )
    if not found:
        terminal.line(_("everything is as it was recorded"))
    printing.print_findings(terminal, found)
    common.print_json(
        {"entries": count, "head": last or None, "head_at": at, "faults": [reports.as_json(one) for one in found]}
    )
    return common.ended(errors.PARTIAL if found else errors.DONE, found)
