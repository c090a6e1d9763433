"""``ledger backup`` and ``ledger export``: copies of a ledger, while it is in use."""

from pathlib import Path
from typing import Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common
from gridcredit.i18n import N_, _
from gridcredit.reports import ledger as reports


def backup(common: Common, path: Path) -> int:
    """A ledger of its own in a file, verified after it was written."""
    from gridcredit.ledger import copying

    if path.exists():
        raise errors.OutputError(
            errors.CANNOT_CREATE, N_("{path} is there already; name another file for the backup"), path=path
        )
    output.make_folder(path.parent)
    with common.existing_ledger() as ledger, output.staging(path) as staged:
        found = [reports.finding(fault) for fault in copying.copy_to(ledger, staged)]
        head = copying.head_of(staged)
        for left in (f"{staged}-wal", f"{staged}-shm"):
            Path(left).unlink(missing_ok=True)
    terminal = common.terminal()
    terminal.line(_("wrote {path}").format(path=path))
    if not found:
        terminal.line(_("verified: {count} entries up to {head}").format(count=head[0], head=head[1] or "—"))
    printing.print_findings(terminal, found)
    common.print_json(
        {
            "output": str(path),
            "entries": head[0],
            "head": head[1] or None,
            "faults": [reports.as_json(one) for one in found],
        }
    )
    return common.ended(errors.PARTIAL if found else errors.DONE, found)


def export(common: Common, out: Path, kind: str, with_personal: bool) -> int:
    """Every table as a file of its own; ``kind``: csv or parquet."""
    from gridcredit.ledger import copying, exporting

    output.make_folder(out)
    written: list[dict[str, Any]] = []
    terminal = common.terminal()
    with common.existing_ledger() as ledger:
        for name, columns, rows in copying.tables(ledger):
            kept = [column for column in columns if with_personal or column != "personal"]
            path = out / f"{name}.{kind}"
            with output.staging(path) as staged:
                count = exporting.write(staged, kind, kept, rows)
            terminal.line(_("wrote {path}").format(path=path))
            written.append({"table": name, "rows": count, "output": str(path)})
    common.print_json({"tables": written})
    return errors.DONE
