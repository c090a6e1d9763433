"""A ballot that goes through LibreOffice: opened, filled in, saved with a password to open it, and read again."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from ballots.officers import OFFICERS, PASSPHRASE, amount, hand_in
from ballots.test_commands import Branch, branch, issue, village
from gridcredit.ballots.sealing import is_sealed

__all__ = ["branch", "village"]  # fixtures


def interpreter_with_uno() -> str | None:
    """LibreOffice's own Python, which is the system's."""
    python = shutil.which("python3", path=os.defpath)
    if python is None or subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        return None
    return python


@pytest.mark.office
def test_a_ballot_filled_in_and_sealed_by_libreoffice(branch: Branch, village: Path, tmp_path: Path) -> None:
    office, python = shutil.which("libreoffice"), interpreter_with_uno()
    if office is None or python is None:
        pytest.skip("LibreOffice with its Python (python3-uno) is not installed")
    issued = issue(branch, village, tmp_path / "out")
    files = [hand_in(tmp_path / "in", one, amount(50_000)) for one in issued[1:]]
    sealed = tmp_path / "in" / issued[0].name
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    program = subprocess.Popen(
        [office, profile, "--headless", "--norestore", accept], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    script = Path(__file__).with_name("office.py")
    try:
        subprocess.run(
            [python, script, str(port), issued[0], sealed, PASSPHRASE, "Suggested amount=50000", "Knows household=yes"],
            check=True,
            capture_output=True,
            timeout=120,
        )
    finally:
        program.terminate()
        program.wait(30)
    assert is_sealed(sealed.read_bytes())
    received = branch("receive", sealed, *files, "--json")
    assert [one["sealed"] for one in received.json["received"]] == [True] * len(OFFICERS)
    done = branch("open", village, tmp_path / "in", "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    assert (done.code, done.json["total"]["granted"]) == (0, 6), done.out
