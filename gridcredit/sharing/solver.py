"""The cheapest flow through a network, by HiGHS (its only user)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gridcredit.errors import UsageError
from gridcredit.i18n import N_


@dataclass(slots=True)
class Network:
    """Nodes with what enters at each, and arcs between them; what has entered leaves at the ``sink``."""

    entering: list[int] = field(default_factory=lambda: [0])
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    capacities: list[int] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    sink: int = 0

    def node(self, entering: int = 0) -> int:
        self.entering.append(entering)
        return len(self.entering) - 1

    def arc(self, tail: int, head: int, capacity: int, cost: float = 0.0) -> int:
        self.tails.append(tail)
        self.heads.append(head)
        self.capacities.append(capacity)
        self.costs.append(cost)
        return len(self.tails) - 1

    def layers(self, tail: int, head: int, steps: Sequence[tuple[int, float]]) -> None:
        """Parallel arcs, dearer and dearer: ``steps`` are capacities up to which a cost holds, both ascending."""
        below = 0
        for capacity, cost in steps:
            if capacity > below:
                self.arc(tail, head, capacity - below, cost)
                below = capacity

    def cheapest(self) -> list[int]:
        """What flows through each arc, in whole numbers: a corner of such a problem has no others.

        Always the same for the same network. Raises ``UsageError`` where HiGHS is not installed.
        """
        highs = _highs()
        solver = highs.Highs.__base__()  # what it adds, none of which is used here, tells of itself on standard output
        for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        solver.passModel(self._problem(highs))
        solver.run()
        if solver.getModelStatus() != highs.HighsModelStatus.kOptimal:
            raise AssertionError("a network in which all may leave has a cheapest flow")
        return [int(flow) for flow in np.rint(np.asarray(solver.getSolution().col_value))]

    def _problem(self, highs: Any) -> Any:
        problem = highs.HighsLp()
        arcs, nodes = len(self.tails), len(self.entering)
        leaving = np.array(self.entering, dtype=float)
        leaving[self.sink] -= leaving.sum()
        problem.num_col_, problem.num_row_ = arcs, nodes
        problem.col_cost_ = np.array(self.costs, dtype=float)
        problem.col_lower_ = np.zeros(arcs)
        problem.col_upper_ = np.array(self.capacities, dtype=float)
        problem.row_lower_ = problem.row_upper_ = leaving
        problem.a_matrix_.format_ = highs.MatrixFormat.kColwise
        problem.a_matrix_.start_ = np.arange(0, 2 * arcs + 1, 2, dtype=np.int32)
        problem.a_matrix_.index_ = np.column_stack([self.tails, self.heads]).astype(np.int32).ravel()
        problem.a_matrix_.value_ = np.tile([1.0, -1.0], arcs)
        return problem


def _highs() -> Any:
    try:
        import highspy
    except ModuleNotFoundError:
        raise UsageError(
            N_("the solver that shares the work is missing; install it with: pip install 'gridcredit[plan]'")
        ) from None
    return highspy
