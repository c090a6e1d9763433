"""The only database code: an append-only ledger in SQLite.

A file is recorded in one transaction or not at all. ``BEGIN IMMEDIATE`` serialises writers; a reader sees one
consistent state. WAL and ``synchronous=FULL`` keep what was committed through a crash; triggers keep it from change.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from gridcredit.errors import (
    CANNOT_CREATE,
    CANNOT_WRITE,
    GridcreditError,
    LedgerBusy,
    OutputError,
    UsageError,
)
from gridcredit.i18n import N_
from gridcredit.ledger.entries import ASSESSED, OF_VILLAGE, REVIEWED, Event, Minute, Run
from gridcredit.ledger.reviewed import with_reviews

SCHEMA_VERSION = 3
"""1: without the policies, 2: without the minutes of ballots; such a ledger gets these tables when it is opened."""
BUSY_SECONDS = 5
NO_POLICIES: Mapping[str, Mapping[str, object]] = {}

metadata = sa.MetaData()

RUNS = sa.Table(
    "run",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("run", sa.String(12), nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("effective", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("input_file", sa.Text, nullable=False),
    sa.Column("input_sha256", sa.String(64), nullable=False),
    sa.Column("policy_sha256", sa.String(64), nullable=False),
    sa.Column("software", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Index("run_by_village", "village", "effective"),
)

EVENTS = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("household_id", sa.Text, nullable=False),
    sa.Column("effective", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("amount_yuan", sa.BigInteger),
    sa.Column("actor", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("run_seq", sa.ForeignKey("run.seq")),
    sa.Column("source_file", sa.Text, nullable=False),
    sa.Column("source_sha256", sa.String(64), nullable=False),
    sa.Column("source_sheet", sa.Text, nullable=False),
    sa.Column("source_cell", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Index("event_by_household", "village", "household_id", "effective"),
    sa.Index("event_by_run", "run_seq"),
)

POLICIES = sa.Table(
    "policy",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("detail", sa.JSON, nullable=False),
)

MINUTES = sa.Table(
    "minute",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("round", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
)

for _table in (RUNS, EVENTS, POLICIES, MINUTES):
    for _verb in ("UPDATE", "DELETE"):
        _trigger = sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {_table.name}_no_{_verb.lower()} BEFORE {_verb} ON {_table.name} "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )
        sa.event.listen(_table, "after_create", _trigger.execute_if(dialect="sqlite"))


class Ledger:
    """An open ledger; use it as a context manager.

    ``Ledger(path)`` creates the file, private to its owner, unless ``must_exist``. Errors: ``UsageError``,
    ``OutputError`` and ``LedgerBusy`` of ``errors``.
    """

    def __init__(self, place: str, must_exist: bool = False) -> None:
        if "://" in place:
            scheme = place.partition("://")[0]  # no more of it: the rest may hold a password
            raise UsageError(N_("a ledger at {place} is not a file; this version keeps ledgers in files"), place=scheme)
        self._path = Path(place)
        if not self._path.exists():
            if must_exist:
                raise UsageError(
                    N_("there is no ledger {place}; assess a village first, or name the ledger with --ledger"),
                    place=place,
                )
            self._create()
        self._engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(self._path)),
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        )
        sa.event.listen(self._engine, "connect", _prepare)
        with self._errors():
            self._check_schema()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def record_run(self, run: Run, recorded_at: datetime) -> bool:
        """Add the run and its events, unless the village's run in force has the same inputs and policy; and its policy,
        unless it is kept already.
        """
        with self._writing() as connection:
            if run.policy is not None:
                _keep_policy(connection, run.policy_sha256, run.policy)
            in_force = sa.select(RUNS).where(
                RUNS.c.village == run.village, RUNS.c.seq.in_(_runs_in_force(run.effective))
            )
            latest = connection.execute(in_force).one_or_none()
            if latest and (latest.input_sha256, latest.policy_sha256) == (run.input_sha256, run.policy_sha256):
                return False
            added = connection.execute(
                RUNS.insert().values(
                    run=run.run,
                    village=run.village,
                    effective=run.effective,
                    recorded_at=recorded_at,
                    input_file=run.input_file,
                    input_sha256=run.input_sha256,
                    policy_sha256=run.policy_sha256,
                    software=run.software,
                    detail=run.detail,
                )
            )
            assert added.inserted_primary_key is not None
            seq = int(added.inserted_primary_key[0])
            rows = [_row(event, f"{seq}:{event.household_id}", recorded_at, seq) for event in run.events]
            connection.execute(EVENTS.insert(), rows)
            return True

    def record_events(
        self,
        choose: Callable[[], Sequence[Event]],
        recorded_at: datetime,
        policies: Mapping[str, Mapping[str, object]] = NO_POLICIES,
    ) -> int:
        """Add the events that ``choose`` picks, all of them or none, with the ``policies`` (by SHA-256, as ``policy.archive``
        keeps them) that they were decided by; return how many.

        ``choose`` looks at the ledger while no other run can write to it, so that two runs add nothing twice.
        """
        with self._writing() as connection:
            events = choose()
            if events:
                for sha256, policy in policies.items():
                    _keep_policy(connection, sha256, policy)
                connection.execute(EVENTS.insert(), [_row(event, event.key(), recorded_at, None) for event in events])
            return len(events)

    def record_minutes(
        self, choose: Callable[[Sequence[dict[str, Any]]], Sequence[Minute]], recorded_at: datetime
    ) -> Sequence[Minute]:
        """Add the minutes that ``choose`` picks, knowing all that there are (``minutes``), chained to the last one.

        It chooses while no other run can write to the ledger. All are added, or none.
        """
        with self._writing() as connection:
            known = [dict(row._mapping) for row in connection.execute(_MINUTES).all()]
            added = choose(known)
            previous = known[-1]["sha256"] if known else ""
            for minute in added:
                sha256 = minute.sealed_after(previous, recorded_at)
                connection.execute(
                    MINUTES.insert().values(
                        kind=minute.kind,
                        village=minute.village,
                        round=minute.round,
                        number=minute.number,
                        recorded_at=recorded_at,
                        detail=minute.detail,
                        previous=previous,
                        sha256=sha256,
                    )
                )
                previous = sha256
            return added

    def minutes(self) -> list[dict[str, Any]]:
        """All minutes of ballots, in the order of their recording: the columns of ``MINUTES``."""
        return [dict(row._mapping) for row in self._rows(_MINUTES)]

    def households(self, as_of: date) -> dict[str, frozenset[str]]:
        """The household numbers of each village's run in force on ``as_of``."""
        query = sa.select(EVENTS.c.village, EVENTS.c.household_id).where(EVENTS.c.run_seq.in_(_runs_in_force(as_of)))
        rosters: dict[str, set[str]] = {}
        for row in self._rows(query):
            rosters.setdefault(row.village, set()).add(row.household_id)
        return {village: frozenset(households) for village, households in rosters.items()}

    def roster(self, as_of: date) -> list[dict[str, Any]]:
        """Each village's households as of its run in force on ``as_of``, and what collective reviews decided on them since:
        the assessed events' details.
        """
        in_force = _runs_in_force(as_of)
        runs = {
            run.seq: {"run": run.run, **{name: run.detail.get(name) for name in OF_VILLAGE}}
            for run in self._rows(sa.select(RUNS.c.seq, RUNS.c.run, RUNS.c.detail).where(RUNS.c.seq.in_(in_force)))
        }
        query = sa.select(EVENTS).where(EVENTS.c.run_seq.in_(in_force)).order_by(EVENTS.c.seq)
        households = [
            {
                "village": row.village,
                "household_id": row.household_id,
                "line_yuan": row.amount_yuan or 0,
                "assessed_on": row.effective,
                **runs[row.run_seq],
                **row.detail,
            }
            for row in self._rows(query)
        ]
        reviews = self._rows(_outcomes(as_of).where(EVENTS.c.kind == REVIEWED))
        return with_reviews(households, [dict(row._mapping) for row in reviews])

    def events(self, as_of: date) -> list[dict[str, Any]]:
        """All outcomes effective on or before ``as_of``, oldest first: the columns of ``EVENTS``."""
        return [dict(row._mapping) for row in self._rows(_outcomes(as_of))]

    def history(self, village: str, household_id: str, as_of: date) -> list[dict[str, Any]]:
        """A household in its village's runs effective by ``as_of``, the run in force first: of the run ``seq``, ``run``,
        ``effective``, ``recorded_at``, ``software``, ``input_sha256``, ``policy_sha256``, ``sources``, ``inputs`` and
        ``cap_yuan``, ``ballots``; of the assessed event ``line_yuan`` and ``detail``.
        """
        query = (
            sa.select(RUNS, EVENTS.c.amount_yuan, EVENTS.c.detail.label("of_household"))
            .join(EVENTS, EVENTS.c.run_seq == RUNS.c.seq)
            .where(EVENTS.c.village == village, EVENTS.c.household_id == household_id, EVENTS.c.effective <= as_of)
            .order_by(RUNS.c.effective.desc(), RUNS.c.seq.desc())
        )
        of_run = ("seq", "run", "effective", "recorded_at", "software", "input_sha256", "policy_sha256")
        return [
            {
                **{name: getattr(row, name) for name in of_run},
                **{name: row.detail[name] for name in ("sources", "inputs", "cap_yuan")},
                "ballots": row.detail.get("ballots", ()),
                "line_yuan": row.amount_yuan or 0,
                "detail": row.of_household,
            }
            for row in self._rows(query)
        ]

    def policy(self, sha256: str) -> dict[str, Any] | None:
        """A policy that runs were decided by, as ``policy.archive`` keeps it; None for one that is not kept."""
        return next((row.detail for row in self._rows(_policy(sha256))), None)

    def runs(self, as_of: date) -> list[dict[str, Any]]:
        """Each village's run in force on ``as_of``, in the order of their recording: the columns of ``RUNS``."""
        query = sa.select(RUNS).where(RUNS.c.seq.in_(_runs_in_force(as_of))).order_by(RUNS.c.seq)
        return [dict(row._mapping) for row in self._rows(query)]

    def runs_named(self, start: str) -> list[dict[str, Any]]:
        """The runs whose names begin so, each name once with its latest recording: the columns of ``RUNS``."""
        query = sa.select(RUNS).where(RUNS.c.run.startswith(start, autoescape=True)).order_by(RUNS.c.seq)
        return list({row.run: dict(row._mapping) for row in self._rows(query)}.values())

    def events_of_run(self, seq: int) -> list[dict[str, Any]]:
        """The assessed events of a run, in its order: the columns of ``EVENTS``."""
        query = sa.select(EVENTS).where(EVENTS.c.run_seq == seq).order_by(EVENTS.c.seq)
        return [dict(row._mapping) for row in self._rows(query)]

    def assessed(self, seq: int) -> list[dict[str, Any]]:
        """The households of one run as in ``roster``, without what it says of the village."""
        return [
            {**event["detail"], "household_id": event["household_id"], "line_yuan": event["amount_yuan"] or 0}
            for event in self.events_of_run(seq)
        ]

    def events_of(self, village: str, household_id: str, as_of: date) -> list[dict[str, Any]]:
        """``events`` of one household."""
        of_household = EVENTS.c.village == village, EVENTS.c.household_id == household_id
        return [dict(row._mapping) for row in self._rows(_outcomes(as_of).where(*of_household))]

    def earlier(self, village: str, day: date, input_sha256: str, policy_sha256: str) -> dict[str, Any] | None:
        """The village's latest run effective by ``day`` that had other inputs or another policy: ``run``, ``effective``,
        ``input_sha256``, ``policy_sha256``; ``households`` as in ``roster``, of the run; the village's ``events`` up to ``day``.
        """
        query = (
            sa.select(RUNS)
            .where(RUNS.c.village == village, RUNS.c.effective <= day)
            .where(sa.or_(RUNS.c.input_sha256 != input_sha256, RUNS.c.policy_sha256 != policy_sha256))
            .order_by(RUNS.c.effective.desc(), RUNS.c.seq.desc())
            .limit(1)
        )
        for run in self._rows(query):
            found = self._rows(_outcomes(day).where(EVENTS.c.village == village))
            events = [dict(row._mapping) for row in found]
            households = [{**home, "village": village, "assessed_on": run.effective} for home in self.assessed(run.seq)]
            return {
                **{name: getattr(run, name) for name in ("run", "effective", "input_sha256", "policy_sha256")},
                "households": with_reviews(households, events),
                "events": events,
            }
        return None

    def _rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        with self._errors(), self._engine.connect() as connection:
            return connection.execute(query).all()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._errors(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

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

    def _check_schema(self) -> None:
        with self._engine.connect() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version < SCHEMA_VERSION:
            with self._writing() as connection:
                if connection.exec_driver_sql("PRAGMA user_version").scalar_one() < SCHEMA_VERSION:
                    metadata.create_all(connection)  # the tables that are not there yet
                    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif version > SCHEMA_VERSION:
            raise UsageError(
                N_("the ledger {place} was written by another version of gridcredit; use that version or a newer one"),
                place=self._path,
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """The database's errors as ours; their texts may quote values, so they are not passed on."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self._explain(str(error.orig).lower()) from None

    def _explain(self, text: str) -> GridcreditError:
        if "locked" in text or "busy" in text:
            return LedgerBusy(N_("another run holds the ledger {place}; try again later"), place=self._path)
        if "not a database" in text or "malformed" in text:
            return UsageError(N_("{place} is not a ledger, or is damaged; restore it from a backup"), place=self._path)
        if any(word in text for word in ("full", "readonly", "read-only", "i/o error", "unable to open")):
            return OutputError(
                CANNOT_WRITE, N_("the ledger {place} cannot be written; check free space and rights"), place=self._path
            )
        return GridcreditError(N_("the ledger {place} could not do what was asked of it"), place=self._path)


def _prepare(connection: Any, _record: object) -> None:
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


_MINUTES = sa.select(MINUTES).order_by(MINUTES.c.seq)


def _keep_policy(connection: sa.Connection, sha256: str, policy: Mapping[str, object]) -> None:
    """Add a policy, unless it is kept already."""
    if connection.execute(_policy(sha256)).one_or_none() is None:
        connection.execute(POLICIES.insert().values(sha256=sha256, detail=policy))


def _policy(sha256: str) -> sa.Select[Any]:
    return sa.select(POLICIES).where(POLICIES.c.sha256 == sha256)


def _outcomes(as_of: date) -> sa.Select[Any]:
    return (
        sa.select(EVENTS)
        .where(EVENTS.c.kind != ASSESSED, EVENTS.c.effective <= as_of)
        .order_by(EVENTS.c.effective, EVENTS.c.seq)
    )


def _runs_in_force(day: date) -> sa.Select[tuple[int]]:
    """The seq of each village's run in force on ``day``: the latest effective one, and of these the last recorded."""
    rank = sa.func.row_number().over(partition_by=RUNS.c.village, order_by=(RUNS.c.effective.desc(), RUNS.c.seq.desc()))
    ranked = sa.select(RUNS.c.seq, RUNS.c.village, rank.label("rank")).where(RUNS.c.effective <= day).subquery()
    return sa.select(ranked.c.seq).where(ranked.c.rank == 1)


def _row(event: Event, key: str, recorded_at: datetime, run_seq: int | None) -> dict[str, object]:
    return {
        "key": key,
        "kind": event.kind,
        "village": event.village,
        "household_id": event.household_id,
        "effective": event.effective,
        "recorded_at": recorded_at,
        "amount_yuan": event.amount_yuan,
        "actor": event.actor,
        "result": event.result,
        "note": event.note,
        "run_seq": run_seq,
        "source_file": event.source_file,
        "source_sha256": event.source_sha256,
        "source_sheet": event.source_sheet,
        "source_cell": event.source_cell,
        "detail": event.detail,
    }
