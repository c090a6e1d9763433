"""What the rules write on: one row a household, each rule's verdict in turn."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Yuan = npt.NDArray[np.int64]
Text = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Ratings:
    """One row a rating: ``household`` is the position of its household, ``amount`` whole yuan, −1 where none is given."""

    household: Yuan
    amount: Yuan
    unknowing: Mask
    refuses: Mask
    officer: Text

    def where(self, chosen: Mask | Yuan) -> "Ratings":
        """Those ``chosen`` by a mask or by positions."""
        return Ratings(
            self.household[chosen],
            self.amount[chosen],
            self.unknowing[chosen],
            self.refuses[chosen],
            self.officer[chosen],
        )

    def refusing(self, refuses: Mask) -> "Ratings":
        return replace(self, refuses=refuses)


@dataclass(slots=True)
class Board:
    """The households of one village while they are decided.

    ``registration`` and ``listed``: their statuses, text or None. ``status``, ``decided_by`` (a reason code) and
    ``basis`` are '' until decided; ``figure``, ``line`` and ``suggested`` 0; ``reasons`` holds who has each reason;
    ``outlying`` the officers apart from a close majority, by position.
    """

    registration: Text
    listed: Text
    ratings: Ratings
    village_cap: int | None
    status: Text = field(init=False)
    decided_by: Text = field(init=False)
    basis: Text = field(init=False)
    reasons: dict[str, Mask] = field(default_factory=dict)
    counting: Yuan = field(init=False)
    refusals: Yuan = field(init=False)
    enough: Mask = field(init=False)
    figure: Yuan = field(init=False)
    line: Yuan = field(init=False)
    suggested: Yuan = field(init=False)
    outlying: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.registration)
        self.enough = np.zeros(size, dtype=bool)
        for name in ("status", "decided_by", "basis"):
            setattr(self, name, np.full(size, "", dtype=object))
        for name in ("counting", "refusals", "figure", "line", "suggested"):
            setattr(self, name, np.zeros(size, dtype=np.int64))

    def decide(self, where: Mask, status: str, code: str = "") -> None:
        """Households ``where`` get ``status`` unless an earlier rule decided, and the reason ``code`` in any case.

        Those off the roster (``excluded``) are past all rules.
        """
        self.note(where, code)
        decides = where & (self.status == "")
        self.status[decides] = status
        self.decided_by[decides] = code

    def note(self, where: Mask, code: str) -> None:
        """Give the reason ``code``, which decides nothing by itself."""
        if code:
            self.reasons[code] = where & (self.status != "excluded")
