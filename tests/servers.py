"""A PostgreSQL server of the tests' own, on loopback, from the system's packages; None where there is none."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

USER = "postgres"
"""Who the server runs as where the tests run as root, which it refuses to do."""


def programs() -> Path | None:
    """The folder of the newest server's programs."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def postgres() -> Iterator[str]:
    """The server's address, without a database; it is gone afterwards."""
    folder = programs()
    assert folder is not None
    data = Path(tempfile.mkdtemp(prefix="gridcredit-postgres-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam(USER)
        os.chown(data, owner.pw_uid, owner.pw_gid)
        before = ["runuser", "-u", USER, "--"]

    def call(program: str, *words: str) -> None:
        subprocess.run(
            [*before, str(folder / program), *words],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    settings = (
        f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=50"
    )
    try:
        call("initdb", "-D", str(data / "db"), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        call("pg_ctl", "-D", str(data / "db"), "-o", settings, "-l", str(data / "log"), "-w", "start")
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}"
        call("pg_ctl", "-D", str(data / "db"), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(data, ignore_errors=True)


def new_database(server: str) -> str:
    """The address of a database of its own."""
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return f"{server}/{name}"
