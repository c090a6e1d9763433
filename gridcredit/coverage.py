"""Coverage: from the roster and the events to the funnel of contract §5; ``rates`` divides what it counts.

``standing`` says where each household stands; ``coverage`` sums it. Totals are sums over sums, never means of rates.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gridcredit.loans import CLASSES
from gridcredit.policy import Policy
from gridcredit.rules.denominators import left_out
from gridcredit.rules.validity import IN_FORCE, STATES, State, Term, frozen_and_cancelled, recorded_term, state_of
from gridcredit.schema import LISTS, REGISTRATION, RESIDENCE

COUNTS = ("roster", "filed", "rated", "credited", "signed", "carded", "drawn", "line_yuan", "balance_yuan")
LOAN_COUNTS = ("households", "balance_yuan", *CLASSES, "unclassified", "arrears", "overdue_yuan")
KEY = ["village", "household_id"]
WITHIN = {"group": "village", "grid": "branch"}  # equal names in two of these are different groups, different grids
PART = {"village": "group", **dict.fromkeys(("grid", "branch", "officer", "batch", "township"), "village")}
"""What a row of the report falls into."""
SUMS = (*COUNTS, "net_roster", "filed_credited", "stranded", "stranded_yuan")
NamedRow = tuple[str, Mapping[str, int]]
STEPS = ("filed", "rated", "credited", "contract", "card", "owes")
"""What a household has behind it, in the funnel's order, whether or not its line is valid."""


def standing(roster: pd.DataFrame, totals: pd.DataFrame, events: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Where each household of the roster (``excluded`` ones left out) stands, on the policy's day.

    ``roster``: village, household_id, what ``BY`` may group by, status, line_yuan, assessed_on, registration_status,
    residence_status, list_status, missing_fields, rated; valid_until and review_on (ISO dates) where they were
    recorded. ``totals``: village, household_id, signed and carded (whether it ever was, 0 or 1), balance_yuan. ``events``: of
    the households with any that takes a signing or a card back or concerns lists or freezing, oldest first: village,
    household_id, kind, effective, amount_yuan, result.

    Adds the columns of ``COUNTS`` and the denominators, as 0/1 or whole yuan; ``stranded`` are balances in use without a valid
    line, which the figures of the credited leave out; ``left_out``, the word that keeps it from the net roster, or '';
    ``listed``, the list that it is on now; ``contract``, ``card`` and ``owes`` of ``STEPS``; ``state`` and ``since`` of
    ``validity`` and ``granted_yuan``, the line whatever became of it.
    """
    table = roster[roster["status"] != "excluded"].reset_index(drop=True)
    states = _line_states(table, events, policy)
    valid = pd.Series([state.code in IN_FORCE for state in states], index=table.index, dtype=bool)
    known = table[KEY].merge(totals, on=KEY, how="left")
    if len(events):
        known = known.merge(_state(events), on=KEY, how="left", suffixes=("", "_now"))
    else:
        known = known.assign(signed_now=None, carded_now=None, list_status=None)

    def ever(name: str) -> pd.Series:
        now = known[f"{name}_now"]
        return now.where(now.notna(), known[name].fillna(0) > 0).astype(bool)

    line = table["line_yuan"].where(valid, 0)
    listed = known["list_status"].where(known["list_status"].notna(), table["list_status"])
    credited = line > 0
    balance = known["balance_yuan"].fillna(0).astype("int64")
    statuses = {name: table[name].tolist() for name in ("registration_status", "residence_status")}
    out = left_out(statuses | {"list_status": listed.tolist()}, policy.values("denominators"))
    contract, card, owes = ever("signed"), ever("carded"), balance > 0
    filed = table["missing_fields"] == ""
    flags: dict[str, Any] = {
        "roster": True,
        "net_roster": pd.Series(out, index=table.index, dtype=object) == "",
        "filed": filed,
        "filed_credited": filed & credited,
        "rated": table["rated"].astype(bool),
        "credited": credited,
        "signed": credited & contract,
        "carded": credited & card,
        "drawn": credited & owes,
        "stranded": ~credited & owes,
        "contract": contract,
        "card": card,
        "owes": owes,
    }
    table = table.assign(**flags).astype(dict.fromkeys(flags, "int64"))
    return table.assign(
        left_out=out,
        listed=listed,
        state=[state.code for state in states],
        since=pd.Series([state.since for state in states], index=table.index, dtype=object),
        granted_yuan=table["line_yuan"].astype("int64"),
        line_yuan=line.astype("int64"),
        balance_yuan=balance.where(credited, 0),
        stranded_yuan=balance.where(~credited, 0),
    )


def same_states(households: pd.DataFrame, events: pd.DataFrame, policy: Policy) -> bool:
    """Whether the lines of ``standing`` are in the same states on the policy's day, after the same ``events``."""
    table = households.assign(line_yuan=households["granted_yuan"])
    return [state.code for state in _line_states(table, events, policy)] == households["state"].tolist()


def off_roster(roster: pd.DataFrame, totals: pd.DataFrame) -> dict[str, int]:
    """``households`` that owe something and stand on no roster in force, and what they owe, ``balance_yuan``."""
    owing = totals[totals["balance_yuan"] > 0].merge(roster[KEY], on=KEY, how="left", indicator=True)
    owed = owing.loc[owing["_merge"] == "left_only", "balance_yuan"]
    return {"households": len(owed), "balance_yuan": int(owed.sum())}


def coverage(households: pd.DataFrame, by: str = "village") -> pd.DataFrame:
    """Sums of ``standing`` per one of ``BY``, in order of appearance: ``name`` and ``SUMS``."""
    return (
        households.assign(name=group_names(households, by)).groupby("name", sort=False)[list(SUMS)].sum().reset_index()
    )


def parts(households: pd.DataFrame, by: str) -> dict[str, list[NamedRow]]:
    """``coverage`` of what each row falls into by ``PART``, by the row's name; empty for what falls into nothing."""
    found: dict[str, list[NamedRow]] = {}
    if by in PART:
        named = households.assign(of=group_names(households, by), name=households[PART[by]].fillna("—"))
        sums = named.groupby(["of", "name"], sort=False)[list(SUMS)].sum().reset_index()
        for of, part in zip(sums["of"], named_rows(sums.drop(columns="of"))):
            found.setdefault(of, []).append(part)
    return found


def denominators(households: pd.DataFrame, by: str = "village") -> pd.DataFrame:
    """The way from the roster to the net roster per one of ``BY``: ``name``, ``roster``, a column for each word of ``left_out``
    with the households that it leaves out (each once), and ``net_roster``.
    """
    named = households.assign(name=group_names(households, by))
    sums = named.groupby("name", sort=False)[["roster", "net_roster"]].sum()
    words = named[named["left_out"] != ""].groupby(["name", "left_out"], sort=False).size().unstack(fill_value=0)
    table = sums.join(words).fillna(0).astype("int64")
    order = [*REGISTRATION.values(), *RESIDENCE.values(), *LISTS.values()]
    return table[["roster", *sorted(words.columns, key=order.index), "net_roster"]].reset_index()


def order_breaks(households: pd.DataFrame) -> pd.DataFrame:
    """The households of ``standing`` that are further down the funnel than an earlier step allows: ``village``,
    ``household_id``, ``group``, ``officer``, ``furthest`` of ``STEPS``, and the ``missing`` ones before it, joined by ``;``. The
    furthest come first.
    """
    reached = households[list(STEPS)].to_numpy(dtype=bool)
    ahead = np.flip(np.maximum.accumulate(np.flip(reached, axis=1), axis=1), axis=1)  # reached here, or further down
    rows = np.flatnonzero((ahead & ~reached).any(axis=1))
    furthest = len(STEPS) - 1 - np.argmax(np.flip(reached[rows], axis=1), axis=1)
    missing = [
        ";".join(step for at, step in enumerate(STEPS[:end]) if not reached[row, at])
        for row, end in zip(rows, furthest)
    ]
    found = households.iloc[rows][[*KEY, "group", "officer"]].assign(
        furthest=[STEPS[at] for at in furthest], missing=missing, place=furthest
    )
    return found.sort_values("place", ascending=False, kind="stable").drop(columns="place").reset_index(drop=True)


def group_names(households: pd.DataFrame, by: str) -> pd.Series:
    """The name of the row of the report that each household counts in."""
    name = households["village"] if by == "village" else households[by].fillna("—")
    return households[WITHIN[by]].fillna("—") + " " + name if by in WITHIN else name


def loans_by(loans: pd.DataFrame, households: pd.DataFrame, by: str = "village") -> pd.DataFrame:
    """What is owed as the core banking system states it, per village, group, grid or branch; — for households on no roster.

    ``loans``: a row a loan: village, household_id, balance_yuan, loan_class, overdue_yuan, in_arrears; ``households``:
    ``standing``. Gives ``name`` and ``LOAN_COUNTS``: households that owe anything, yuan, of these each of ``loans.CLASSES`` and
    those of none (``unclassified``), households in arrears, and what is overdue.
    """
    yuan = loans["balance_yuan"]
    classes = {code: yuan.where(loans["loan_class"] == code, 0) for code in CLASSES}
    owing = loans.assign(**classes, unclassified=yuan.where(loans["loan_class"].isna(), 0), households=yuan > 0)
    how = dict.fromkeys([*CLASSES, "unclassified", "balance_yuan", "overdue_yuan"], "sum")
    sums = (
        owing.astype({"in_arrears": "int64", "households": "int64"})
        .groupby(KEY, sort=False)
        .agg({**how, "households": "max", "in_arrears": "max"})
    )
    names = households.assign(name=group_names(households, by))[[*KEY, "name"]]
    table = sums.reset_index().merge(names, on=KEY, how="left")
    table = table.assign(name=table["name"].fillna("—"), arrears=table["in_arrears"])
    found: pd.DataFrame = table.groupby("name", sort=False)[list(LOAN_COUNTS)].sum().reset_index()
    return found


class Restated(NamedTuple):
    """A figure of a closed month that is another one by what is known now; ``name``: the group's."""

    name: str
    figure: str
    frozen: int
    now: int


def restatements(frozen: pd.DataFrame, now: pd.DataFrame) -> Iterator[Restated]:
    """Where two tables of ``coverage`` differ, by group in the order of the first; a group that one lacks counts as 0."""
    tables = [dict(named_rows(table)) for table in (frozen, now)]
    for name in dict.fromkeys([*tables[0], *tables[1]]):
        for figure in (*COUNTS, "net_roster", "stranded", "stranded_yuan"):
            before, after = (table.get(name, {}).get(figure, 0) for table in tables)
            if before != after:
                yield Restated(name, figure, int(before), int(after))


def lines_by_state(households: pd.DataFrame) -> dict[str, dict[str, int]]:
    """By each of ``validity.STATES`` the ``households`` of ``standing`` whose line is in it, those lines and what of them
    is in use, in yuan. One that is due for review is a valid one.
    """
    found = {}
    for code in STATES:
        theirs = households[households["state"] == code]
        balance = theirs["balance_yuan"].sum() + theirs["stranded_yuan"].sum()
        found[code] = {
            "households": len(theirs),
            "line_yuan": int(theirs["granted_yuan"].sum()),
            "balance_yuan": int(balance),
        }
    return found


def not_valid(households: pd.DataFrame) -> pd.DataFrame:
    """Those of ``standing`` whose line is no longer valid, or not at the moment."""
    return households[households["state"].isin([code for code in STATES if code not in IN_FORCE])]


def named_rows(table: pd.DataFrame) -> list[NamedRow]:
    """The rows of ``coverage`` by name."""
    return [(str(row["name"]), {str(key): value for key, value in row.items()}) for row in table.to_dict("records")]


def total(table: pd.DataFrame) -> Mapping[str, int]:
    """The sum of all rows of ``coverage``."""
    return {str(name): int(value) for name, value in table.drop(columns="name").sum().items()}


def _line_states(table: pd.DataFrame, events: pd.DataFrame, policy: Policy) -> list[State]:
    """What has become of each row's line."""
    holding = events[events["kind"].isin(["frozen", "unfrozen", "cancelled"])]
    happened: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for event in holding.to_dict("records"):
        happened[event["village"], event["household_id"]].append({str(name): value for name, value in event.items()})
    values = policy.values("validity")

    @cache
    def term(decided_on: date, valid_until: str | None, review_on: str | None) -> Term:
        return recorded_term(decided_on, valid_until, review_on, values)

    def unheld(has: bool, decided_on: date, valid_until: str | None, review_on: str | None) -> State:
        return state_of(int(has), term(decided_on, valid_until, review_on), policy.day, None, None)

    dates = [_dates(table[name]) if name in table else [None] * len(table) for name in ("valid_until", "review_on")]
    lines: list[int] = table["line_yuan"].tolist()
    facts = list(zip((table["line_yuan"] > 0).tolist(), table["assessed_on"].tolist(), *dates))
    states = list(map({one: unheld(*one) for one in set(facts)}.__getitem__, facts))
    if happened:
        for row, (place, one) in enumerate(zip(zip(table["village"], table["household_id"]), facts)):
            if place in happened:
                line = int(lines[row])
                states[row] = state_of(line, term(*one[1:]), policy.day, *frozen_and_cancelled(happened[place]))
    return states


def _dates(column: pd.Series) -> list[str | None]:
    return [text if isinstance(text, str) else None for text in column.tolist()]


def totals_of(events: pd.DataFrame) -> pd.DataFrame:
    """The ``totals`` that ``standing`` asks for, of all events."""
    kinds = events["kind"]
    amounts = events["amount_yuan"].astype("Int64").fillna(0).astype("int64")
    moved = amounts.where(kinds == "drawdown", 0) - amounts.where(kinds == "repayment", 0)
    found = events[KEY].assign(signed=kinds == "signed", carded=kinds == "carded", balance_yuan=moved)
    sums = found.groupby(KEY, sort=False).agg({"signed": "max", "carded": "max", "balance_yuan": "sum"})
    return sums.astype("int64").reset_index()


def _state(events: pd.DataFrame) -> pd.DataFrame:
    """Per household what its last events leave true of signing, card and list; missing where none says."""
    kinds = events["kind"]

    def last(*meaning: tuple[str, object]) -> pd.Series:
        truth = dict(meaning)
        chosen = events[kinds.isin(list(truth))]
        return chosen.assign(value=chosen["kind"].map(truth)).groupby(KEY)["value"].last()

    lists = events[kinds.isin(["listed", "unlisted"])]
    on_list = lists["result"].where(lists["kind"] == "listed", "none")
    columns = {
        "signed": last(("signed", True), ("cancelled", False)),
        "carded": last(("carded", True), ("cancelled", False)),
        "list_status": lists.assign(value=on_list).groupby(KEY)["value"].last(),
    }
    return pd.DataFrame(columns, dtype=object).rename_axis(KEY).reset_index()
