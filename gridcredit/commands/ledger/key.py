"""``ledger id-key``: what ID numbers are hashed with, made once for a bank."""

import secrets
from pathlib import Path

from gridcredit import errors, output
from gridcredit.commands.common import KEY_BYTES, Common
from gridcredit.i18n import N_, _


def id_key(common: Common, path: Path) -> int:
    """A new key in a file that nobody else can read; never over one that is there."""
    if path.exists():
        raise errors.OutputError(
            errors.CANNOT_CREATE, N_("{path} is there already; name another file for the key"), path=path
        )
    output.make_folder(path.parent)
    output.write(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode("ascii"))
    terminal = common.terminal()
    terminal.line(_("wrote {path}").format(path=path))
    terminal.line(_("Keep it apart from the ledger and its backups: whoever has both can find out who is in it."))
    common.print_json({"output": str(path)})
    return errors.DONE
