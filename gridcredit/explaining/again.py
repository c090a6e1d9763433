"""The rules applied once more to a run's village, and what each says of one household."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from gridcredit.decisions import Tables, board_of, name_of, steps, table_of
from gridcredit.explaining.model import Applied, Recomputed
from gridcredit.policy import Policy
from gridcredit.rules.board import Board


def recompute(
    tables: Tables,
    household_id: str,
    policy: Policy,
    recorded: Mapping[str, object],
    added: Collection[str] = (),
) -> Recomputed:
    """Apply the rules to the village on the policy's day, and look at one household.

    ``recorded``: columns of the decision as they were recorded, to compare with. ``added``: values (``rule.name``) that
    the policy itself did not have; a rule that has no others is younger than the run, and is left out.
    """
    board = board_of(*tables, policy)
    row = list(tables.households["household_id"]).index(household_id)
    young = {one.rule for one in policy.parameters} - {one.rule for one in policy.parameters if one.key not in added}
    applied = tuple(one for one in _applied(board, row, policy) if one.rule not in young)
    named = dict.fromkeys(f"{one.rule}.{name}" for one in applied for step in one.steps for name in step.names)
    in_force = {parameter.key: (parameter, value) for parameter, value in policy.rows()}
    decided = table_of(board)
    ours = [at for at, key in enumerate(tables.ratings["household_id"]) if key == household_id]
    counting = set(board.ratings.row.tolist())
    aside = set(board.set_aside.row.tolist()) if board.set_aside else set()
    return Recomputed(
        applied,
        {key: in_force[key] for key in named},
        {name: (was, plain(decided[name][row])) for name, was in recorded.items() if was != plain(decided[name][row])},
        tuple(at in counting for at in ours),
        tuple(at in aside for at in ours),
        tuple(key for key in named if key in added),
    )


def plain(value: object) -> object:
    """A value of a decision as the ledger keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _applied(board: Board, row: int, policy: Policy) -> Iterator[Applied]:
    """Rule after rule; once a household is off the roster, the others are past it."""
    status, reasons = "", set[str]()
    for rule, values in steps(board, policy):
        if status == "excluded":
            continue
        told = tuple(rule.explain(board, row, values))
        now = str(board.status[row])
        having = [code for code in board.reasons if board.has(row, code)]
        if told:
            new = tuple(code for code in having if code not in reasons)
            yield Applied(name_of(rule), told, now if now != status else "", new)
        status, reasons = now, set(having)
