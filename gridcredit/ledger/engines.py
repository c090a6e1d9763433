"""The databases that a ledger may live in: a file of SQLite's, or a PostgreSQL server.

An engine opens connections, lets one writer in at a time, knows the version of what is there, and puts the database's errors
into ours; their texts may quote values, so they are not passed on.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gridcredit.errors import CANNOT_CREATE, CANNOT_WRITE, GridcreditError, LedgerBusy, OutputError, UsageError
from gridcredit.i18n import N_
from gridcredit.ledger.tables import metadata

BUSY_SECONDS = 5
MOUNTS = Path("/proc/mounts")
SHARED = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "9p",
    "fuse.sshfs",
    "ceph",
    "glusterfs",
    "fuse.glusterfs",
)
"""File systems of other machines: their locks cannot be relied on."""


_DAY = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
_AS_WRITTEN = {
    sa.Date: _DAY,
    sa.DateTime: f"{_DAY} [0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]",
}
"""How SQLite holds days and times: as texts, which sort as they are read only where they are written so."""

STREAMED = 20_000
"""Rows fetched at once where there may be millions."""


class Engine(Protocol):
    """``place`` is what people are told of it, without a password."""

    place: str
    engine: sa.Engine

    def lock(self, connection: sa.Connection) -> None:
        """Begin a transaction in which nobody else writes."""

    def snapshot(self, connection: sa.Connection) -> None:
        """Begin a transaction that sees one state of the ledger to its end, and changes nothing."""

    def check(self, connection: sa.Connection) -> Iterator[str]:
        """What the database itself finds wrong with its file and its references."""

    def forget(self, connection: sa.Connection) -> None:
        """Outside of a transaction, give back the room of what was taken out, so that nothing of it is left there."""

    def version(self, connection: sa.Connection) -> int:
        """Of the schema; 0 where there is none."""

    def set_version(self, connection: sa.Connection, version: int) -> None: ...

    def is_foreign(self, connection: sa.Connection) -> bool:
        """Whether what has no version is something else than a new ledger."""

    def backup(self, connection: sa.Connection, version: int) -> str:
        """Put a copy beside it before it is brought forward, in the transaction that does so; where it is."""

    def stream(self, connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
        """Rows in parts, where there may be millions; truth values may come as 0 and 1."""

    def in_json(self, column: sa.ColumnElement[Any], *path: str) -> sa.ColumnElement[Any]:
        """A text in a column of JSON objects, by the names that lead to it; NULL where there is none."""

    def explain(self, error: sa.exc.DBAPIError) -> GridcreditError: ...


def engine_of(place: str, must_exist: bool) -> Engine:
    """Raises ``UsageError`` and ``OutputError``."""
    if place.startswith("postgresql") and "://" in place:
        return Postgres(place)
    if "://" in place:
        scheme = place.partition("://")[0]  # no more of it: the rest may hold a password
        raise UsageError(
            N_("a ledger at {place} is neither a file nor postgresql+psycopg://…; name one of these"), place=scheme
        )
    return Sqlite(Path(place), must_exist)


class Sqlite:
    """A file, private to its owner. WAL and ``synchronous=FULL`` keep what was committed through a crash."""

    def __init__(self, path: Path, must_exist: bool) -> None:
        self.place = str(path)
        self._path = path
        if path.is_dir():
            raise UsageError(N_("{place} is a folder; name the file of a ledger"), place=path)
        if shared := file_system_of(path):
            raise UsageError(
                N_("{place} is on a network share ({kind}), where two writers can damage a ledger; put it on a disk of this machine, or use PostgreSQL"),
                place=path,
                kind=shared,
            )  # fmt: skip
        if not path.exists():
            if must_exist:
                raise UsageError(
                    N_("there is no ledger {place}; assess a village first, or name the ledger with --ledger"),
                    place=path,
                )
            self._create()
        if must_exist and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
            place = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
            self.engine = sa.create_engine(
                "sqlite://", creator=lambda: sqlite3.connect(place, uri=True, isolation_level=None)
            )
            return
        self.engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(path.absolute())),
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        )
        sa.event.listen(self.engine, "connect", _prepare)

    def _create(self) -> None:
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as problem:
            raise OutputError(
                CANNOT_CREATE,
                N_("the ledger {place} cannot be created: {problem}"),
                place=self._path,
                problem=problem.strerror,
            ) from None

    def lock(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def snapshot(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    def check(self, connection: sa.Connection) -> Iterator[str]:
        for (text,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if text != "ok":
                yield str(text).splitlines()[0]
        for table, row, parent, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table} {row} → {parent}"
        for known in metadata.sorted_tables:
            for column in known.columns:
                pattern = _AS_WRITTEN.get(type(column.type))
                if pattern is not None:
                    odd = f'SELECT count(*) FROM "{known.name}" WHERE "{column.name}" NOT GLOB \'{pattern}\''
                    if count := connection.exec_driver_sql(odd).scalar_one():
                        yield f"{known.name}.{column.name} × {count}"

    def forget(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def version(self, connection: sa.Connection) -> int:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def set_version(self, connection: sa.Connection, version: int) -> None:
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")

    def backup(self, connection: sa.Connection, version: int) -> str:  # noqa: ARG002
        names = (f"{self._path.name}.version-{version}{more}" for more in ("", *(f"-{n}" for n in range(2, 100))))
        copy = next(path for name in names if not (path := self._path.with_name(name)).exists())
        self.copy_to(copy)
        return str(copy)

    def stream(self, connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
        """As the driver gives them: to be wrapped one by one would take as long again."""
        cursor = connection.execute(query).cursor
        assert cursor is not None
        while part := cursor.fetchmany(STREAMED):
            yield part

    def in_json(self, column: sa.ColumnElement[Any], *path: str) -> sa.ColumnElement[Any]:
        return sa.func.json_extract(sa.type_coerce(column, sa.Text), f"$.{'.'.join(path)}", type_=sa.Text)

    def is_foreign(self, connection: sa.Connection) -> bool:
        return bool(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one())

    def copy_to(self, path: Path) -> None:
        """A copy of one state of the file, while it is in use; private to its owner."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
        except (OSError, sqlite3.Error):
            raise OutputError(
                CANNOT_WRITE, N_("{place} cannot be written; free some space and run again"), place=path
            ) from None

    def explain(self, error: sa.exc.DBAPIError) -> GridcreditError:
        text = str(error.orig).lower()
        if "locked" in text or "busy" in text:
            return _busy(self.place)
        if "not a database" in text or "malformed" in text:
            return UsageError(N_("{place} is not a ledger, or is damaged; restore it from a backup"), place=self._path)
        if any(word in text for word in ("full", "readonly", "read-only", "i/o error", "unable to open")):
            return OutputError(
                CANNOT_WRITE, N_("the ledger {place} cannot be written; check free space and rights"), place=self._path
            )
        return _other(self.place)


class Postgres:
    """A database on a server, whose tables stand in the schema that its users see first."""

    def __init__(self, url: str) -> None:
        try:
            parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
            self.place = parsed.set(query={}).render_as_string(hide_password=True)
            options = f"{parsed.query.get('options', '')} -c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"
            self.engine = sa.create_engine(
                parsed,
                connect_args={"options": options, "connect_timeout": BUSY_SECONDS},
                isolation_level="AUTOCOMMIT",
            )  # fmt: skip
        except (sa.exc.ArgumentError, ValueError):
            raise UsageError(
                N_("this address of a ledger cannot be read; write postgresql+psycopg://user@host/database")
            ) from None
        except ModuleNotFoundError:
            raise UsageError(N_("the driver for PostgreSQL is missing; install gridcredit[postgres]")) from None

    def lock(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL READ COMMITTED")
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(hashtext(current_database() || current_schema() || 'gridcredit'))"
        )

    def snapshot(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def check(self, connection: sa.Connection) -> Iterator[str]:  # noqa: ARG002
        """A server looks after its references, and its pages carry checksums of their own."""
        return iter(())

    def forget(self, connection: sa.Connection) -> None:
        for table in metadata.sorted_tables:
            if "personal" in table.columns:
                connection.exec_driver_sql(f'VACUUM FULL "{table.name}"')

    def version(self, connection: sa.Connection) -> int:
        if not sa.inspect(connection).has_table("gridcredit_version"):
            return 0
        return int(connection.exec_driver_sql("SELECT max(version) FROM gridcredit_version").scalar_one() or 0)

    def set_version(self, connection: sa.Connection, version: int) -> None:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS gridcredit_version (version integer NOT NULL)")
        connection.exec_driver_sql(f"INSERT INTO gridcredit_version VALUES ({version})")

    def stream(self, connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
        yield from connection.execute(query.execution_options(yield_per=STREAMED)).partitions()

    def in_json(self, column: sa.ColumnElement[Any], *path: str) -> sa.ColumnElement[Any]:
        return sa.func.jsonb_extract_path_text(sa.cast(sa.type_coerce(column, sa.Text), JSONB), *path, type_=sa.Text)

    def is_foreign(self, connection: sa.Connection) -> bool:  # noqa: ARG002
        """Other tables may stand in the same database."""
        return False

    def backup(self, connection: sa.Connection, version: int) -> str:
        """Tables of their own, which end in ``_version_`` and the version."""
        there = set(sa.inspect(connection).get_table_names())
        endings = (f"_version_{version}{more}" for more in ("", *(f"_{n}" for n in range(2, 100))))
        names = [table.name for table in metadata.sorted_tables if table.name in there]
        ending = next(ending for ending in endings if not there & {f"{name}{ending}" for name in names})
        for name in names:
            connection.exec_driver_sql(f'CREATE TABLE "{name}{ending}" AS TABLE "{name}"')
        return f"{self.place} (*{ending})"

    def explain(self, error: sa.exc.DBAPIError) -> GridcreditError:
        state = getattr(error.orig, "sqlstate", None) or ""
        if state in ("55P03", "40001", "40P01"):
            return _busy(self.place)
        if state[:2] in ("53", "58") or state in ("25006", "42501"):
            return OutputError(
                CANNOT_WRITE, N_("the ledger {place} cannot be written; check free space and rights"), place=self.place
            )
        if isinstance(error, sa.exc.OperationalError) and not state.startswith("P"):
            return UsageError(
                N_("the ledger {place} cannot be reached; check its address, its password and the server"),
                place=self.place,
            )
        return _other(self.place)


def _busy(place: str) -> GridcreditError:
    return LedgerBusy(N_("another run holds the ledger {place}; try again later"), place=place)


def _other(place: str) -> GridcreditError:
    return GridcreditError(N_("the ledger {place} could not do what was asked of it"), place=place)


def _prepare(connection: Any, _record: object) -> None:
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


def file_system_of(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of file system that ``path`` is on, if it is that of a share."""
    try:
        listed = [line.split() for line in mounts.read_text("utf-8", errors="replace").splitlines()]
    except OSError:
        return None
    place = path.resolve()
    over = [
        (len(fields[1]), fields[2]) for fields in listed if len(fields) > 2 and place.is_relative_to(_point(fields[1]))
    ]
    kind = max(over, default=(0, ""))[1]
    return kind if kind in SHARED else None


def _point(text: str) -> str:
    """A mount point, whose blanks are written as octal numbers."""
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")


@contextmanager
def errors_of(engine: Engine) -> Iterator[None]:
    """The database's errors as ours."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise engine.explain(error) from None
    except UnicodeDecodeError:  # so a damaged file may speak
        raise UsageError(
            N_("{place} is not a ledger, or is damaged; restore it from a backup"), place=engine.place
        ) from None
