"""What a collective review has decided by its form, of what the ledger recorded of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gridcredit.forms.issued import Form
from gridcredit.rules.review import DECLINED, DEFERRED, GRANTED


class Reviewed(NamedTuple):
    """In this file or one before; ``missing``: households of the form that are not decided yet."""

    form: Form
    met_on: date
    present: int
    granted: int
    declined: int
    deferred: int
    line_yuan: int
    missing: int


def reviewed_by(form: Form, events: Sequence[Mapping[str, Any]]) -> Reviewed | None:
    """``events``: what was recorded from the form, as the ledger has it; None where nothing was yet."""
    if not events:
        return None
    decided = Counter(event["result"] for event in events)
    return Reviewed(
        form,
        max(event["effective"] for event in events),
        max(len(event["detail"]["present"]) for event in events),
        decided[GRANTED],
        decided[DECLINED],
        decided[DEFERRED],
        sum(event["amount_yuan"] or 0 for event in events),
        len(form.households) - len(events),
    )
