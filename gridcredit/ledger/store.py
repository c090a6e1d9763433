"""What a ledger is asked and told: an append-only record in SQLite or PostgreSQL.

Whatever is recorded is one entry, in one transaction or not at all, chained to the entry before. One writer at a time; a
reader sees one consistent state, or, with ``known_at``, the state that was known then.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from copy import copy
from datetime import date, datetime
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from gridcredit.errors import UsageError
from gridcredit.i18n import N_
from gridcredit.ledger import migration, verifying
from gridcredit.ledger.engines import engine_of, errors_of
from gridcredit.ledger.entries import OF_VILLAGE, REVIEWED, WITHDRAWN, Event, Minute, Run
from gridcredit.ledger.lines import Decided, Lines
from gridcredit.ledger.recorder import Entry
from gridcredit.ledger.reviewed import with_reviews
from gridcredit.ledger.rows import (
    TYPED,
    assessed_row,
    detail_of,
    event_of,
    event_row,
    household_of,
    minute_row,
    person_row,
    run_row,
)
from gridcredit.ledger.tables import (
    ASSESSED,
    CLOSINGS,
    ENTRIES,
    EVENTS,
    ID_HASH,
    MINUTES,
    PERSONS,
    POLICIES,
    RUNS,
    SCHEMA_VERSION,
    create_all,
    metadata,
)
from gridcredit.ledger.verifying import Fault
from gridcredit.loans import LOAN, SIGN
from gridcredit.policy import Policy

_AT_ONCE = 500
"""Rows named in one statement."""
_HOLDING = ("frozen", "unfrozen", "cancelled", "listed", "unlisted")
_OF_RUN = ("branch", "grid", "township", "batch")
"""What of a village stands in its run."""
Household = tuple[str, str]
NO_POLICIES: Mapping[str, Mapping[str, object]] = {}


class Ledger:
    """An open ledger; use it as a context manager.

    ``Ledger(place)`` creates it, private to its owner, unless ``must_exist``; ``place`` is a path or a server's address.
    ``known_at``: nothing recorded later (UTC) is seen. Errors: ``UsageError``, ``OutputError``, ``LedgerBusy`` of ``errors``.
    ``brought_forward``: where the copy is of a ledger that an older version wrote, None where this one did.
    """

    def __init__(self, place: str, must_exist: bool = False, known_at: datetime | None = None) -> None:
        self.backend = engine_of(place, must_exist)
        self._engine = self.backend.engine
        self._known_at = known_at
        self._read_by: sa.Connection | None = None
        with errors_of(self.backend):
            self.brought_forward = self._bring_forward(must_exist)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def record_run(self, run: Run, recorded_at: datetime) -> bool:
        """Add the run and its households, unless the village's run in force has the same inputs and policy; and its policy,
        unless it is kept already. Its persons are kept with the run that is in force then, unless they are already.
        """
        with self._recording("run", recorded_at) as entry:
            entry.source = run.input_file, run.input_sha256
            if run.policy is not None:
                _keep_policy(entry, run.policy_sha256, run.policy)
            latest = entry.connection.execute(_run_in_force(run.village, run.effective)).one_or_none()
            if latest and (latest.input_sha256, latest.policy_sha256) == (run.input_sha256, run.policy_sha256):
                _keep_persons(entry, latest.seq, run)
                return False
            seq = entry.add(RUNS, [run_row(run, recorded_at)])
            homes = [assessed_row(event.household_id, event.amount_yuan, event.detail) for event in run.events]
            entry.add(ASSESSED, [{**home, "run_seq": seq} for home in homes])
            _keep_persons(entry, seq, run)
            return True

    def village_code(self, village: str, day: date) -> str | None:
        """The code (村编码) of the village in its run in force on a day; None: it has none, or was not assessed."""
        return next((run.detail.get("village_code") for run in self._rows(_run_in_force(village, day))), None)

    def record_events(
        self,
        choose: Callable[[], Sequence[Event]],
        recorded_at: datetime,
        policies: Mapping[str, Mapping[str, object]] = NO_POLICIES,
        kind: str = "outcomes",
        detail: Callable[[], Mapping[str, object]] = dict,
    ) -> int:
        """Add the events that ``choose`` picks, all of them or none, with the ``policies`` (by SHA-256, as ``policy.archive``
        keeps them) that they were decided by; return how many. ``detail``: what the entry says of itself, once they are chosen.

        ``choose`` looks at the ledger while no other run can write to it, so that two runs add nothing twice.
        """
        with self._recording(kind, recorded_at) as entry:
            events = choose()
            if events:
                entry.source = events[0].source_file, events[0].source_sha256
                entry.detail = dict(detail())
                for sha256, policy in policies.items():
                    _keep_policy(entry, sha256, policy)
                entry.add(EVENTS, [event_row(event, recorded_at) for event in events])
            return len(events)

    def record_minutes(
        self, choose: Callable[[Sequence[dict[str, Any]]], Sequence[Minute]], recorded_at: datetime
    ) -> Sequence[Minute]:
        """Add the minutes that ``choose`` picks, knowing all that there are (``minutes``), while no other run can write to
        the ledger; all of them, or none.
        """
        with self._recording("minutes", recorded_at) as entry:
            added = choose([dict(row._mapping) for row in entry.connection.execute(_MINUTES).all()])
            entry.add(MINUTES, [minute_row(minute, recorded_at) for minute in added])
            return added

    def minutes(self) -> list[dict[str, Any]]:
        """All minutes of ballots and forms, in the order of their recording: the columns of ``MINUTES``."""
        return self._dicts(self._known(_MINUTES, MINUTES))

    def households(self, as_of: date) -> dict[str, frozenset[str]]:
        """The household numbers of each village's run in force on ``as_of``."""
        query = sa.select(RUNS.c.village, ASSESSED.c.household_id).join(RUNS, ASSESSED.c.run_seq == RUNS.c.seq)
        rosters: dict[str, set[str]] = {}
        for row in self._rows(query.where(ASSESSED.c.run_seq.in_(self._in_force(as_of)))):
            rosters.setdefault(row.village, set()).add(row.household_id)
        return {village: frozenset(households) for village, households in rosters.items()}

    def roster(self, as_of: date) -> list[dict[str, Any]]:
        """Each village's households as of its run in force on ``as_of``, and what collective reviews decided on them since:
        the assessed households' details.
        """
        in_force = self._in_force(as_of)
        runs = {
            run.seq: {
                "village": run.village,
                "assessed_on": run.effective,
                "run": run.run,
                **{name: run.detail.get(name) for name in OF_VILLAGE},
            }
            for run in self._rows(sa.select(RUNS).where(RUNS.c.seq.in_(in_force)))
        }
        query = sa.select(ASSESSED).where(ASSESSED.c.run_seq.in_(in_force)).order_by(ASSESSED.c.seq)
        households = [{**runs[row["run_seq"]], **household_of(row)} for row in self._dicts(query)]
        reviews = self._dicts(self._outcomes(as_of).where(EVENTS.c.kind == REVIEWED))
        return with_reviews(households, map(event_of, reviews))

    def roster_columns(self, as_of: date, villages: Collection[str] | None = None) -> dict[str, list[Any]]:
        """``roster`` as columns, those alone that coverage asks for: ``village``, ``household_id``, ``line_yuan``,
        ``assessed_on``, ``branch``, ``grid``, ``township``, ``batch``, ``officer`` (who collected the file) and ``rows.TYPED``;
        of ``villages``, or of all. A whole bank's fit into memory.
        """
        runs = [run for run in self.runs(as_of) if villages is None or run["village"] in villages]
        of_runs: dict[str, dict[int, Any]] = {
            "village": {run["seq"]: run["village"] for run in runs},
            "assessed_on": {run["seq"]: run["effective"] for run in runs},
            **{name: {run["seq"]: run["detail"].get(name) for run in runs} for name in _OF_RUN},
        }
        names = ("household_id", "line_yuan", *TYPED, "officer")
        found: dict[str, list[Any]] = {name: [] for name in (*of_runs, *names)}
        columns = (*(ASSESSED.c[name] for name in names[:-1]), self.backend.in_json(ASSESSED.c.detail, "collected_by"))
        query = sa.select(ASSESSED.c.run_seq, *columns).order_by(ASSESSED.c.seq)
        seqs_wanted: list[Any] = [self._in_force(as_of)]
        if villages is not None:
            own = sorted(of_runs["village"])
            seqs_wanted = [own[start : start + _AT_ONCE] for start in range(0, len(own), _AT_ONCE)]
        same: dict[Any, Any] = {}
        with self.snapshot() as connection:
            for wanted in seqs_wanted:
                for part in self.backend.stream(connection, query.where(ASSESSED.c.run_seq.in_(wanted))):
                    seqs, *values = zip(*part)
                    for name, of_run in of_runs.items():
                        found[name].extend(map(of_run.__getitem__, seqs))
                    for name, column in zip(names, values):  # equal values are kept once
                        found[name].extend(map(same.setdefault, column, column))
        self._put_reviews(found, as_of)
        return found

    def _put_reviews(self, found: dict[str, list[Any]], as_of: date) -> None:
        """Over the households that reviews decided on, what they decided."""
        reviews = list(map(event_of, self._dicts(self._outcomes(as_of).where(EVENTS.c.kind == REVIEWED))))
        wanted = {(event["village"], event["household_id"]) for event in reviews}
        if not wanted:
            return
        keys = zip(found["village"], found["household_id"], found["status"])
        at = [
            row for row, (village, key, status) in enumerate(keys) if status == "referred" and (village, key) in wanted
        ]
        homes = with_reviews([{name: column[row] for name, column in found.items()} for row in at], reviews)
        for row, home in zip(at, homes):
            for name, column in found.items():
                column[row] = home[name]

    def loans(self, as_of: date) -> list[dict[str, Any]]:
        """The loans of each household as they were last stated by ``as_of``: the events (``loans.LOAN``) of that day."""
        last = self._stated(as_of)
        query = self._outcomes(as_of).join(
            last,
            sa.and_(
                EVENTS.c.village == last.c.village,
                EVENTS.c.household_id == last.c.household_id,
                EVENTS.c.effective == last.c.stated_on,
            ),
        )
        return list(map(event_of, self._dicts(query.where(EVENTS.c.kind == LOAN))))

    def loans_stated(
        self, days: Collection[date] = (), file: str = "", villages: Collection[str] = ()
    ) -> list[dict[str, Any]]:
        """The loans stated on these days, by files of this name, or of these villages on any day, oldest first."""
        wanted = sa.or_(EVENTS.c.effective.in_(days), EVENTS.c.source_file == file, EVENTS.c.village.in_(villages))
        return list(map(event_of, self._dicts(self._outcomes(date.max).where(EVENTS.c.kind == LOAN, wanted))))

    def latest_statement(self) -> date | None:
        """The last day of which any loan is stated."""
        query = sa.select(sa.func.max(EVENTS.c.effective).label("day")).where(
            EVENTS.c.kind == LOAN, *self._counting(date.max)
        )
        return next((row.day for row in self._rows(query)), None)

    def _stated(self, as_of: date) -> sa.Subquery:
        """The day of each household's last statement by ``as_of``."""
        household = EVENTS.c.village, EVENTS.c.household_id
        query = sa.select(*household, sa.func.max(EVENTS.c.effective).label("stated_on"))
        return query.where(EVENTS.c.kind == LOAN, *self._counting(as_of)).group_by(*household).subquery()

    def totals(self, as_of: date, moved: date | None = None) -> list[tuple[str, str, int, int, int]]:
        """Of each household with an event: ``village``, ``household_id``, whether it ever signed and ever got a card (0 or 1),
        and its balance in use, as ``loans.Balance`` has it; of those alone that have one from after ``as_of`` up to ``moved``.
        """
        amounts = [
            (EVENTS.c.kind == "drawdown", EVENTS.c.amount_yuan),
            (EVENTS.c.kind == "repayment", -EVENTS.c.amount_yuan),
        ]
        stated = None
        if self._rows(sa.select(EVENTS.c.seq).where(EVENTS.c.kind == LOAN).limit(1)):
            stated = self._stated(as_of)
            before = sa.and_(stated.c.stated_on.is_not(None), EVENTS.c.effective <= stated.c.stated_on)
            of_statement = sa.and_(EVENTS.c.kind == LOAN, EVENTS.c.effective == stated.c.stated_on)
            amounts = [(of_statement, EVENTS.c.amount_yuan), (before, sa.literal(0)), *amounts]
        amount = sa.case(*amounts, else_=0)
        ever = (sa.func.max(sa.case((EVENTS.c.kind == kind, 1), else_=0)) for kind in ("signed", "carded"))
        household = EVENTS.c.village, EVENTS.c.household_id
        query = sa.select(*household, *ever, sa.func.sum(amount)).where(*self._counting(as_of)).group_by(*household)
        if moved is not None:
            since = sa.select(*household).where(EVENTS.c.effective > as_of, *self._counting(moved)).distinct()
            query = query.where(sa.tuple_(*household).in_(since))
        if stated is not None:
            same_household = [EVENTS.c[name] == stated.c[name] for name in ("village", "household_id")]
            query = query.outerjoin_from(EVENTS, stated, sa.and_(*same_household))
        same: dict[str, str] = {}
        with self.snapshot() as connection:
            return [
                (same.setdefault(row[0], row[0]), row[1], row[2], row[3], int(row[4]))
                for part in self.backend.stream(connection, query)
                for row in part
            ]

    def events_of_held(self, as_of: date) -> list[dict[str, Any]]:
        """``events`` that are no movements, of the households with a line that was frozen or cancelled, or with a list mark."""
        household = EVENTS.c.village, EVENTS.c.household_id
        counting = self._counting(as_of)
        held = sa.select(*household).where(EVENTS.c.kind.in_(_HOLDING), *counting)
        query = self._outcomes(as_of).where(
            EVENTS.c.kind.in_((*_HOLDING, "signed", "carded")), sa.tuple_(*household).in_(held)
        )
        return list(map(event_of, self._dicts(query)))

    def events(
        self, as_of: date, villages: Collection[str] | None = None, file: str | None = None
    ) -> list[dict[str, Any]]:
        """All outcomes effective on or before ``as_of`` that no later record corrects, oldest first: the columns of
        ``EVENTS``, ``detail`` and ``note`` whole. ``villages``: of these alone, and those recorded from files named ``file``.
        """
        query = self._outcomes(as_of)
        if villages is not None:
            query = query.where(sa.or_(EVENTS.c.village.in_(villages), EVENTS.c.source_file == (file or "")))
        return list(map(event_of, self._dicts(query)))

    def history(self, village: str, household_id: str, as_of: date) -> list[dict[str, Any]]:
        """A household in its village's runs effective by ``as_of``, the run in force first: of the run ``seq``, ``run``,
        ``effective``, ``recorded_at``, ``software``, ``input_sha256``, ``policy_sha256``, ``sources``, ``inputs`` and
        ``cap_yuan``, ``ballots``; of the household ``line_yuan`` and ``detail``.
        """
        query = (
            sa.select(RUNS, ASSESSED)
            .join(ASSESSED, ASSESSED.c.run_seq == RUNS.c.seq)
            .where(RUNS.c.village == village, ASSESSED.c.household_id == household_id, RUNS.c.effective <= as_of)
            .order_by(RUNS.c.effective.desc(), RUNS.c.seq.desc())
        )
        of_run = ("seq", "run", "effective", "recorded_at", "software", "input_sha256", "policy_sha256")
        found = []
        for row in self._rows(self._known(query, RUNS)):
            run = {column.name: row._mapping[column] for column in RUNS.columns}
            home = detail_of({column.name: row._mapping[column] for column in ASSESSED.columns})
            found.append(
                {
                    **{name: run[name] for name in of_run},
                    **{name: run["detail"][name] for name in ("sources", "inputs", "cap_yuan")},
                    "ballots": run["detail"].get("ballots", ()),
                    "line_yuan": row._mapping[ASSESSED.c.line_yuan],
                    "detail": home,
                }
            )
        return found

    def policy(self, sha256: str) -> dict[str, Any] | None:
        """A policy that runs were decided by, as ``policy.archive`` keeps it; None for one that is not kept."""
        return next((row.detail for row in self._rows(_policy(sha256))), None)

    def touched(self, after: date, until: date) -> list[Household]:
        """The households with an event that is effective later than ``after`` and by ``until``, each once."""
        query = sa.select(EVENTS.c.village, EVENTS.c.household_id).where(
            EVENTS.c.effective > after, *self._counting(until)
        )
        return [(row.village, row.household_id) for row in self._rows(query.distinct())]

    def decided_between(self, after: date, until: date) -> frozenset[str]:
        """The villages of which a run, or what a collective review decided, is effective later than ``after`` and by ``until``."""
        runs = sa.select(RUNS.c.village).where(RUNS.c.effective > after, RUNS.c.effective <= until)
        reviews = sa.select(EVENTS.c.village).where(
            EVENTS.c.kind == REVIEWED, EVENTS.c.effective > after, *self._counting(until)
        )
        return frozenset(row.village for query in (self._known(runs, RUNS), reviews) for row in self._rows(query))

    def all_runs(self, as_of: date) -> list[dict[str, Any]]:
        """All runs effective by ``as_of``, by village and day: ``village``, ``effective``, ``seq``, ``detail``."""
        query = sa.select(RUNS.c.village, RUNS.c.effective, RUNS.c.seq, RUNS.c.detail).where(RUNS.c.effective <= as_of)
        return self._dicts(self._known(query.order_by(RUNS.c.village, RUNS.c.effective, RUNS.c.seq), RUNS))

    def runs(self, as_of: date) -> list[dict[str, Any]]:
        """Each village's run in force on ``as_of``, in the order of their recording: the columns of ``RUNS``."""
        query = sa.select(RUNS).where(RUNS.c.seq.in_(self._in_force(as_of))).order_by(RUNS.c.seq)
        return self._dicts(query)

    def runs_named(self, start: str) -> list[dict[str, Any]]:
        """The runs whose names begin so, each name once with its latest recording: the columns of ``RUNS``."""
        query = sa.select(RUNS).where(RUNS.c.run.startswith(start, autoescape=True)).order_by(RUNS.c.seq)
        return list({row.run: dict(row._mapping) for row in self._rows(self._known(query, RUNS))}.values())

    def assessed(self, seq: int) -> list[dict[str, Any]]:
        """The households of one run as in ``roster``, in its order, without what it says of the village."""
        query = sa.select(ASSESSED).where(ASSESSED.c.run_seq == seq).order_by(ASSESSED.c.seq)
        return list(map(household_of, self._dicts(query)))

    def lines(self, villages: Collection[str], policy: Policy) -> Lines:
        """The lines of these villages' households on any day; ``policy``: as in ``Lines``."""
        runs = sa.select(RUNS.c.village, RUNS.c.effective, RUNS.c.seq).where(RUNS.c.village.in_(villages))
        columns = [ASSESSED.c[name] for name in Decided._fields]
        of_runs = sa.select(*columns).join(RUNS, ASSESSED.c.run_seq == RUNS.c.seq).where(RUNS.c.village.in_(villages))
        reviews = self._outcomes(date.max).where(EVENTS.c.kind == REVIEWED, EVENTS.c.village.in_(villages))
        return Lines(
            [(row.village, row.effective, row.seq) for row in self._rows(self._known(runs, RUNS))],
            (Decided._make(row) for row in self._rows(self._known(of_runs, RUNS))),
            map(event_of, self._dicts(reviews)),
            self.loans_stated(villages=villages),
            policy,
        )

    def ever_assessed(self, villages: Collection[str], as_of: date) -> dict[str, frozenset[str]]:
        """The household numbers of these villages in any of their runs effective by ``as_of``."""
        query = sa.select(RUNS.c.village, ASSESSED.c.household_id).join(RUNS, ASSESSED.c.run_seq == RUNS.c.seq)
        query = query.where(RUNS.c.village.in_(villages), RUNS.c.effective <= as_of).distinct()
        found: dict[str, set[str]] = {}
        for row in self._rows(self._known(query, RUNS)):
            found.setdefault(row.village, set()).add(row.household_id)
        return {village: frozenset(households) for village, households in found.items()}

    def persons(self, hashes: Collection[str], id_key: str, as_of: date) -> dict[str, set[Household]]:
        """By the hash of an ID number the households that the person belongs to, by the runs in force on ``as_of``; or, where
        none of these knows the person, by the latest run of each village that did, unless its number is another family's now.
        """
        query = sa.select(ID_HASH.label("hash"), PERSONS.c.household_id, PERSONS.c.run_seq).where(
            PERSONS.c.id_key == id_key
        )
        runs = {row.seq: row for row in self._rows(self._known(sa.select(RUNS).where(RUNS.c.effective <= as_of), RUNS))}
        in_force = {run["seq"] for run in self.runs(as_of)}
        found: dict[str, dict[str, tuple[tuple[bool, date, int], set[str]]]] = {}
        wanted = sorted(hashes)
        for start in range(0, len(wanted), _AT_ONCE):
            for row in self._rows(query.where(ID_HASH.in_(wanted[start : start + _AT_ONCE]))):
                if run := runs.get(row.run_seq):
                    rank = run.seq in in_force, run.effective, run.seq
                    of_village = found.setdefault(row.hash, {})
                    best = of_village.get(run.village)
                    if best is None or rank > best[0]:
                        of_village[run.village] = rank, {row.household_id}
                    elif rank == best[0]:
                        best[1].add(row.household_id)
        households: dict[str, set[Household]] = {}
        now = {runs[seq].village: seq for seq in in_force}
        for hashed, of_village in found.items():
            alive = any(rank[0] for rank, _keys in of_village.values())
            households[hashed] = {
                (village, key)
                for village, (rank, keys) in of_village.items()
                if rank[0] or not alive
                for key in keys
                if rank[0] or self._is_same(now.get(village), rank[2], key)
            }
        return households

    def _is_same(self, now: int | None, then: int, household_id: str) -> bool:
        """Whether a household number of an earlier run is no other family's in the run in force: nobody's, or one's in which
        a person is who was there before.
        """
        there = sa.select(ASSESSED.c.seq).where(ASSESSED.c.run_seq == now, ASSESSED.c.household_id == household_id)
        if now is None or not self._rows(there):
            return True
        before, after = (
            {
                row.hash
                for row in self._rows(
                    sa.select(ID_HASH.label("hash")).where(
                        PERSONS.c.run_seq == seq, PERSONS.c.household_id == household_id
                    )
                )
            }
            for seq in (then, now)
        )
        return bool(before & after)

    def villages_of(self, household_ids: Collection[str], as_of: date) -> dict[str, set[str]]:
        """By household number the villages that ever had it in a run effective by ``as_of``."""
        query = sa.select(ASSESSED.c.household_id, RUNS.c.village).join(RUNS, ASSESSED.c.run_seq == RUNS.c.seq)
        known: sa.Select[Any] = self._known(query.where(RUNS.c.effective <= as_of), RUNS).distinct()
        found: dict[str, set[str]] = {}
        wanted = sorted(household_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            for row in self._rows(known.where(ASSESSED.c.household_id.in_(wanted[start : start + _AT_ONCE]))):
                found.setdefault(row.household_id, set()).add(row.village)
        return found

    def movements(self, villages: Collection[str], after: date) -> list[dict[str, Any]]:
        """The drawdowns and repayments in these villages that are effective later than ``after``, oldest first."""
        query = self._outcomes(date.max).where(EVENTS.c.kind.in_(list(SIGN)), EVENTS.c.effective > after)
        return list(map(event_of, self._dicts(query.where(EVENTS.c.village.in_(villages)))))

    def villages_without_persons(self, id_key: str, as_of: date) -> list[str]:
        """The villages of whose run in force no hashes by this key are kept."""
        there = sa.select(PERSONS.c.run_seq).where(PERSONS.c.id_key == id_key)
        query = sa.select(RUNS.c.village).where(RUNS.c.seq.in_(self._in_force(as_of)), RUNS.c.seq.not_in(there))
        return sorted(row.village for row in self._rows(query))

    def told_by(self, file: str) -> dict[int, list[int]]:
        """Of the entries recorded from files of this name, the events that the file told besides those that it added."""
        query = sa.select(ENTRIES.c.seq, ENTRIES.c.detail).where(ENTRIES.c.source_file == file)
        return {row.seq: row.detail.get("known", []) for row in self._rows(self._known(query, ENTRIES))}

    def keys(self, villages: Collection[str]) -> frozenset[str]:
        """Those of all events of these villages, of corrected ones, too."""
        return frozenset(row.key for row in self._rows(sa.select(EVENTS.c.key).where(EVENTS.c.village.in_(villages))))

    def events_of(self, village: str, household_id: str, as_of: date) -> list[dict[str, Any]]:
        """``events`` of one household."""
        of_household = EVENTS.c.village == village, EVENTS.c.household_id == household_id
        return list(map(event_of, self._dicts(self._outcomes(as_of).where(*of_household))))

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
            events = list(map(event_of, self._dicts(self._outcomes(day).where(EVENTS.c.village == village))))
            of_run = {"village": village, "assessed_on": run.effective}
            return {
                **{name: getattr(run, name) for name in ("run", "effective", "input_sha256", "policy_sha256")},
                "households": with_reviews([{**of_run, **home} for home in self.assessed(run.seq)], events),
                "events": events,
            }
        return None

    @property
    def known_at(self) -> datetime | None:
        return self._known_at

    def as_known(self, known_at: datetime) -> "Ledger":
        """The same ledger, as it was known then."""
        other = copy(self)
        other._known_at = known_at
        return other

    def head(self) -> tuple[int, str]:
        """How many entries there are, and the digest of the last one, which stands for all of them; '' for none."""
        query = sa.select(ENTRIES.c.seq, ENTRIES.c.sha256).order_by(ENTRIES.c.seq.desc()).limit(1)
        return next(((row.seq, row.sha256) for row in self._rows(self._known(query, ENTRIES))), (0, ""))

    def entry_of(self, sha256: str) -> int | None:
        """The number of the entry that has this digest; None: there is none."""
        query = sa.select(ENTRIES.c.seq).where(ENTRIES.c.sha256 == sha256)
        return next((row.seq for row in self._rows(query)), None)

    def entries(self) -> list[dict[str, Any]]:
        """All of them, oldest first: the columns of ``ENTRIES``."""
        return self._dicts(self._known(sa.select(ENTRIES).order_by(ENTRIES.c.seq), ENTRIES))

    def closings(self) -> list[dict[str, Any]]:
        """The months that are closed, in their order: the columns of ``CLOSINGS``."""
        return self._dicts(self._known(sa.select(CLOSINGS).order_by(CLOSINGS.c.month), CLOSINGS))

    def record_closing(
        self, month: str, as_of: date, figures: Callable[[], Mapping[str, object]], recorded_at: datetime
    ) -> bool:
        """Close a month with what its coverage was, while nobody else writes; False where it is closed already."""
        if any(one["month"] == month for one in self.closings()):
            return False
        with self._recording("closing", recorded_at) as entry:
            there = sa.select(CLOSINGS.c.seq).where(CLOSINGS.c.month == month)
            if entry.connection.execute(there).one_or_none() is not None:  # another run was quicker
                return False
            row = {
                "month": month,
                "as_of": as_of,
                "recorded_at": recorded_at,
                "head": entry.previous,
                "detail": figures(),
            }
            entry.add(CLOSINGS, [row])
            return True

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """One state of the ledger, to be read."""
        if self._read_by is not None:
            yield self._read_by
            return
        with errors_of(self.backend), self._engine.connect() as connection:
            self.backend.snapshot(connection)
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is asked meanwhile is answered from one state of the ledger, whatever others record."""
        with self.snapshot() as connection:
            self._read_by = connection
            try:
                yield
            finally:
                self._read_by = None

    def check(self) -> list[Fault]:
        """All that is wrong with the ledger: ``faults``, balances below zero, closings, and what the database itself finds."""
        with self.snapshot() as connection:
            found = list(verifying.faults(connection))
            if not any(fault.what == verifying.UNREADABLE for fault in found):
                found += verifying.orphans(connection)
                found += [*verifying.balances_below_zero(connection), *verifying.closings_unknown(connection)]
            return found + [Fault(verifying.FILE, 0, "", None, text) for text in self.backend.check(connection)]

    def purge(
        self,
        choose: Callable[[sa.Connection], Mapping[str, Sequence[int]]],
        why: Mapping[str, object],
        recorded_at: datetime,
    ) -> int:
        """Take out what is of persons of the rows that ``choose`` picks (``table``: ``seq``), and say so in an entry."""
        with self._recording(verifying.PURGE, recorded_at) as entry:
            rows = {name: list(seqs) for name, seqs in choose(entry.connection).items() if seqs}
            for name, seqs in rows.items():
                table = metadata.tables[name]
                for start in range(0, len(seqs), _AT_ONCE):
                    chosen = table.c.seq.in_(seqs[start : start + _AT_ONCE])
                    entry.connection.execute(table.update().where(chosen).values(personal=sa.null()))
            if rows:
                entry.detail = {**why, "rows": rows}
        with errors_of(self.backend), self._engine.connect() as connection:
            self.backend.forget(connection)
        return sum(map(len, rows.values()))

    def faults(self, kinds: Collection[str] | None = None) -> list[Fault]:
        """What is not as it was recorded, by the entries' chain and digests; ``kinds``: of the entries whose rows are looked
        at, all for None.
        """
        with errors_of(self.backend), self._engine.connect() as connection:
            return list(verifying.faults(connection, kinds))

    def _rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        asked = self._engine.connect() if self._read_by is None else nullcontext(self._read_by)
        with errors_of(self.backend), asked as connection:
            try:
                return connection.execute(query).all()
            except ValueError:  # what stands there was not written by us
                text = N_("{place} is not a ledger, or is damaged; restore it from a backup")
                raise UsageError(text, place=self.backend.place) from None

    def _dicts(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        return [dict(row._mapping) for row in self._rows(query)]

    def _known(self, query: sa.Select[Any], table: sa.FromClause) -> sa.Select[Any]:
        """Without what was recorded after ``known_at``."""
        return query if self._known_at is None else query.where(table.c.recorded_at <= self._known_at)

    def _in_force(self, day: date) -> sa.Select[tuple[int]]:
        return _runs_in_force(day, self._known_at)

    def _outcomes(self, as_of: date) -> sa.Select[Any]:
        """The events that count, oldest first: those that are no corrections only, and that none corrects."""
        return sa.select(EVENTS).where(*self._counting(as_of)).order_by(EVENTS.c.effective, EVENTS.c.seq)

    def _counting(self, as_of: date) -> list[sa.ColumnElement[bool]]:
        """What an event must be to count on a day."""
        later = EVENTS.alias("later")
        corrected = self._known(sa.select(later.c.corrects), later).where(later.c.corrects.is_not(None))
        known = [] if self._known_at is None else [EVENTS.c.recorded_at <= self._known_at]
        return [EVENTS.c.kind != WITHDRAWN, EVENTS.c.effective <= as_of, EVENTS.c.seq.not_in(corrected), *known]

    @contextmanager
    def restoring(self) -> Iterator[sa.Connection]:
        """A transaction to put rows in as they stand in another ledger."""
        with self._writing() as connection:
            yield connection

    @contextmanager
    def _recording(self, kind: str, recorded_at: datetime) -> Iterator[Entry]:
        with self._writing() as connection:
            entry = Entry(connection, kind, recorded_at)
            yield entry
            entry.close()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with errors_of(self.backend), self._engine.connect() as connection:
            self.backend.lock(connection)
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def _bring_forward(self, must_exist: bool) -> str | None:
        with self._engine.connect() as connection:
            version = self.backend.version(connection)
            if not version and (must_exist or self.backend.is_foreign(connection)):
                raise UsageError(
                    N_("{place} is not a ledger, or is damaged; restore it from a backup"), place=self.backend.place
                )
        if version == SCHEMA_VERSION:
            return None
        if version > SCHEMA_VERSION:
            raise UsageError(
                N_("the ledger {place} was written by another version of gridcredit; use that version or a newer one"),
                place=self.backend.place,
            )
        copy = None
        with self._writing() as connection:
            found = self.backend.version(connection)  # another run may have been quicker
            if found < SCHEMA_VERSION:
                if found:
                    copy = self.backend.backup(connection, found)
                    migration.bring_forward(connection, found)
                else:
                    create_all(connection)
                self.backend.set_version(connection, SCHEMA_VERSION)
        return copy


def existing(place: str) -> Ledger | None:
    """The ledger at a place; None on a server where nothing was recorded yet."""
    backend = engine_of(place, must_exist=True)
    with errors_of(backend), backend.engine.connect() as connection:
        empty = not backend.version(connection) and not backend.is_foreign(connection)
    backend.engine.dispose()
    return None if empty else Ledger(place, must_exist=True)


def _keep_policy(entry: Entry, sha256: str, policy: Mapping[str, object]) -> None:
    """Add a policy, unless it is kept already."""
    if entry.connection.execute(_policy(sha256)).one_or_none() is None:
        entry.add(POLICIES, [{"sha256": sha256, "detail": policy}])


def _keep_persons(entry: Entry, run_seq: int, run: Run) -> None:
    there = sa.select(PERSONS.c.seq).where(PERSONS.c.run_seq == run_seq, PERSONS.c.id_key == run.id_key).limit(1)
    if run.persons and entry.connection.execute(there).one_or_none() is None:
        entry.add(PERSONS, [person_row(run_seq, *(household, run.id_key, hashed)) for household, hashed in run.persons])


_MINUTES = sa.select(MINUTES).order_by(MINUTES.c.seq)


def _policy(sha256: str) -> sa.Select[Any]:
    return sa.select(POLICIES).where(POLICIES.c.sha256 == sha256)


def _run_in_force(village: str, day: date) -> sa.Select[Any]:
    query = sa.select(RUNS).where(RUNS.c.village == village, RUNS.c.effective <= day)
    return query.order_by(RUNS.c.effective.desc(), RUNS.c.seq.desc()).limit(1)


def _runs_in_force(day: date, known_at: datetime | None) -> sa.Select[tuple[int]]:
    """The seq of each village's run in force on ``day``: the latest effective one, and of these the last recorded."""
    rank = sa.func.row_number().over(partition_by=RUNS.c.village, order_by=(RUNS.c.effective.desc(), RUNS.c.seq.desc()))
    query = sa.select(RUNS.c.seq, RUNS.c.village, rank.label("rank")).where(RUNS.c.effective <= day)
    if known_at is not None:
        query = query.where(RUNS.c.recorded_at <= known_at)
    ranked = query.subquery()
    return sa.select(ranked.c.seq).where(ranked.c.rank == 1)
