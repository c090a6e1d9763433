"""Coverage: from the roster and the events to the funnel of contract §5; ``rates`` divides what it counts.

``standing`` says where each household stands; ``coverage`` sums it. Totals are sums over sums, never means of rates.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gridcredit.policy import Policy
from gridcredit.rules.denominators import in_net_roster

COUNTS = ("roster", "filed", "rated", "credited", "signed", "carded", "drawn", "line_yuan", "balance_yuan")
BY = ("village", "group", "grid", "branch")
WITHIN = {"group": "village", "grid": "branch"}  # equal names in two of these are different groups, different grids


def standing(roster: pd.DataFrame, events: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Where each household of the roster (``excluded`` ones left out) stands after ``events``.

    ``roster``: village, household_id, group, grid, branch, status, line_yuan, assessed_on, registration_status,
    residence_status, list_status, missing_fields, rated. ``events``: oldest first: village, household_id, kind,
    effective, amount_yuan, result. Adds the columns of ``COUNTS`` and the denominators, as 0/1 or whole yuan;
    ``stranded`` are balances in use without a valid line, which the figures of the credited leave out.
    """
    table = roster[roster["status"] != "excluded"].reset_index(drop=True)
    index = pd.MultiIndex.from_frame(table[["village", "household_id"]])
    state = _state(events)

    def of(name: str) -> pd.Series:
        return state[name].reindex(index).reset_index(drop=True)

    cancelled = of("cancelled_on")
    ended = cancelled.notna() & (cancelled >= table["assessed_on"]).fillna(False)
    line = table["line_yuan"].where(~ended & ~of("frozen").eq(True), 0)
    listed = of("list_status").where(of("list_status").notna(), table["list_status"])
    credited = line > 0
    balance = of("balance_yuan").astype("Int64").fillna(0).astype("int64")
    statuses = {name: table[name].tolist() for name in ("registration_status", "residence_status")}
    net = in_net_roster(statuses | {"list_status": listed.tolist()}, policy.values("denominators"))
    filed = table["missing_fields"] == ""
    flags: dict[str, Any] = {
        "roster": True,
        "net_roster": net,
        "filed": filed,
        "filed_credited": filed & credited,
        "rated": table["rated"].astype(bool),
        "credited": credited,
        "signed": credited & of("signed").eq(True),
        "carded": credited & of("carded").eq(True),
        "drawn": credited & (balance > 0),
        "stranded": ~credited & (balance > 0),
    }
    table = table.assign(**flags).astype(dict.fromkeys(flags, "int64"))
    return table.assign(
        line_yuan=line.astype("int64"),
        balance_yuan=balance.where(credited, 0),
        stranded_yuan=balance.where(~credited, 0),
    )


def coverage(households: pd.DataFrame, by: str = "village") -> pd.DataFrame:
    """Sums of ``standing`` per village, group, grid or branch, in order of appearance: ``name``, ``COUNTS`` and more."""
    name = households["village"] if by == "village" else households[by].fillna("—")
    if by in WITHIN:
        name = households[WITHIN[by]].fillna("—") + " " + name
    columns = [*COUNTS, "net_roster", "filed_credited", "stranded", "stranded_yuan"]
    return households.assign(name=name).groupby("name", sort=False)[columns].sum().reset_index()


def named_rows(table: pd.DataFrame) -> list[tuple[str, Mapping[str, int]]]:
    """The rows of ``coverage`` by name."""
    return [(str(row["name"]), {str(key): value for key, value in row.items()}) for row in table.to_dict("records")]


def total(table: pd.DataFrame) -> Mapping[str, int]:
    """The sum of all rows of ``coverage``."""
    return {str(name): int(value) for name, value in table.drop(columns="name").sum().items()}


def _state(events: pd.DataFrame) -> pd.DataFrame:
    """Per household (index village, household_id) what the events leave true, unknown where none says."""
    key = ["village", "household_id"]
    kinds = events["kind"]

    def last(*meaning: tuple[str, object]) -> pd.Series:
        truth = dict(meaning)
        chosen = events[kinds.isin(list(truth))]
        return chosen.assign(value=chosen["kind"].map(truth)).groupby(key)["value"].last()

    amounts = (
        events["amount_yuan"].astype("Int64").where(kinds.isin(["drawdown", "repayment"]), 0).fillna(0).astype("int64")
    )
    signed_amounts = amounts.where(kinds != "repayment", -amounts)
    lists = events[kinds.isin(["listed", "unlisted"])]
    on_list = lists["result"].where(lists["kind"] == "listed", "none")
    columns = {
        "signed": last(("signed", True), ("cancelled", False)),
        "carded": last(("carded", True), ("cancelled", False)),
        "frozen": last(("frozen", True), ("unfrozen", False)),
        "cancelled_on": events[kinds == "cancelled"].groupby(key)["effective"].last(),
        "list_status": lists.assign(value=on_list).groupby(key)["value"].last(),
        "balance_yuan": events.assign(value=signed_amounts).groupby(key)["value"].sum(),
    }
    return pd.DataFrame(columns)
