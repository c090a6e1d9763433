"""What the rules write on: one row a household, each rule's verdict in turn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from gridcredit import household_facts
from gridcredit.schema import Columns, column_of

Mask = npt.NDArray[np.bool_]
Yuan = npt.NDArray[np.int64]
Text = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule did with a household, in a sentence, and the names of the policy values that it did it by.

    ``text`` is an English source of the catalogue; amounts in ``params`` are numbers, codes are text.
    """

    text: str
    params: Mapping[str, object] = field(default_factory=dict)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratings:
    """One row a rating: ``household`` is the position of its household, ``amount`` whole yuan, −1 where none is given.

    ``row`` is its row in the table of ratings. ``hard``: it names a ground of refusal that the bank's profile calls hard.
    """

    household: Yuan
    amount: Yuan
    unknowing: Mask
    refuses: Mask
    hard: Mask
    officer: Text
    row: Yuan

    def where(self, chosen: Mask | Yuan) -> "Ratings":
        """Those ``chosen`` by a mask or by positions."""
        return Ratings(
            self.household[chosen],
            self.amount[chosen],
            self.unknowing[chosen],
            self.refuses[chosen],
            self.hard[chosen],
            self.officer[chosen],
            self.row[chosen],
        )

    def refusing(self, refuses: Mask) -> "Ratings":
        return replace(self, refuses=refuses)

    def of(self, household: int) -> "Ratings":
        return self.where(self.household == household)


@dataclass(slots=True)
class Board:
    """The households of one village while they are decided on ``day``; ``expiry`` is when a line of that day has run.

    ``households``, ``members`` and ``given`` (the ratings) are tables of ``schema``; a column that a table lacks is
    blank; ``at``: a household's row by its number. ``registration`` and ``listed``: their statuses, text or None.
    ``status``, ``decided_by`` (a reason code) and ``basis`` are '' until decided; ``figure``, ``line`` and ``suggested``
    0; ``reasons`` holds who has each reason; ``outlying``: rows of households, each once, and of each an officer apart
    from the close ratings. ``added``: further columns of the decision, by name, with one entry a household.
    ``uncapped``: the figure before the base model capped it.
    """

    households: Columns
    members: Columns
    given: Columns
    at: Mapping[str, int]
    ratings: Ratings
    village_cap: int | None
    day: date
    expiry: date
    registration: Text = field(init=False)
    listed: Text = field(init=False)
    status: Text = field(init=False)
    decided_by: Text = field(init=False)
    basis: Text = field(init=False)
    reasons: dict[str, Mask] = field(default_factory=dict)
    set_aside: Ratings | None = None
    counting: Yuan = field(init=False)
    refusals: Yuan = field(init=False)
    enough: Mask = field(init=False)
    figure: Yuan = field(init=False)
    uncapped: Yuan = field(init=False)
    line: Yuan = field(init=False)
    suggested: Yuan = field(init=False)
    outlying: list[tuple[Yuan, Text]] = field(default_factory=list)
    added: dict[str, Sequence[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.households["household_id"])
        self.registration, self.listed = (
            texts(self.column("households", name)) for name in ("registration_status", "list_status")
        )
        self.enough = np.zeros(size, dtype=bool)
        for name in ("status", "decided_by", "basis"):
            setattr(self, name, np.full(size, "", dtype=object))
        for name in ("counting", "refusals", "figure", "uncapped", "line", "suggested"):
            setattr(self, name, np.zeros(size, dtype=np.int64))

    @property
    def size(self) -> int:
        return len(self.status)

    def column(self, table: str, name: str) -> Sequence[Any]:
        """A column of ``households``, ``members`` or ``given``; blank where the table lacks it."""
        return column_of(getattr(self, table), name)

    def facts(self, names: Collection[str]) -> dict[str, list[Any]]:
        """What is known of the households (``household_facts``); officers whose ratings were set aside are not heard."""
        passed_over = set(self.set_aside.row.tolist()) if self.set_aside else ()
        counted = self.added.get("counted_assets_yuan")
        return household_facts.known(self.households, self.given, names, counted, passed_over)

    def decide(self, where: Mask, status: str, code: str = "") -> None:
        """Households ``where`` get ``status`` unless an earlier rule decided, and the reason ``code`` in any case.

        Those off the roster (``excluded``) are past all rules.
        """
        self.note(where, code)
        decides = where & (self.status == "")
        self.status[decides] = status
        self.decided_by[decides] = code

    def refer(self, where: Mask, code: str) -> None:
        """Send the granted ``where`` to collective review with their line as the suggested one; all ``where`` have ``code``."""
        self.note(where, code)
        sent = where & (self.status == "granted")
        self.status[sent] = "referred"
        self.decided_by[sent] = code
        self.suggested = np.where(sent, self.line, self.suggested)
        self.line = np.where(sent, 0, self.line)

    def note(self, where: Mask, code: str) -> None:
        """Give the reason ``code``, which decides nothing by itself."""
        if code:
            self.reasons[code] = where & (self.status != "excluded")

    def mask(self, code: str) -> Mask:
        """Who has the reason ``code``."""
        return self.reasons[code] if code in self.reasons else np.zeros(self.size, dtype=bool)

    def has(self, row: int, code: str) -> bool:
        """Whether a household has the reason ``code``."""
        return bool(self.mask(code)[row])

    def for_line(self) -> Mask:
        """Those whose figure becomes a line, or a suggested one: undecided, or sent to review for their figure alone."""
        for_figure = np.isin(self.decided_by, ("SPREAD_TOO_WIDE", "ABOVE_MODEL"))
        found: Mask = (self.basis != "") & ((self.status == "") | for_figure)
        return found


def texts(values: Sequence[Any]) -> Text:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
