"""The ways to sign (集中, 上门, 柜面) side by side: how many asked signed, how long after the decision, and what came of it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from gridcredit.loans import with_first_drawdowns
from gridcredit.policy import Policy, Values
from gridcredit.rules.outcomes import place
from gridcredit.rules.review import GRANTED
from gridcredit.rules.signing import is_in_time, is_judged
from gridcredit.schema import CHANNELS_OF

NOT_TOLD, ALL = "not_told", "all"
CHANNELS = (*CHANNELS_OF["signed"], NOT_TOLD)
Household = tuple[str, str]


class Asked(NamedTuple):
    """A household that was asked to sign. Of one that signed: ``days`` since its line was decided (None: not known), whether its
    card is in time (None: there is still time), and whether it has drawn since.
    """

    village: str
    channel: str
    signed: bool
    days: int | None = None
    in_time: bool | None = None
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """Counts of signings and refusals by one way, or ``ALL``; of a village, or of all of them (None)."""

    village: str | None
    channel: str
    signed: int
    declined: int
    median_days: float | None
    in_time: int
    judged: int
    drawn: int

    @property
    def asked(self) -> int:
        return self.signed + self.declined


def ways(
    events: Iterable[Mapping[str, Any]],
    decided: Mapping[str, Iterable[date]],
    villages: Collection[str],
    as_of: date,
    policy: Policy,
) -> list[Way]:
    """Of each of ``villages`` the ways that were gone there and all of them; at last every way over all villages.

    ``events``: the ledger's outcomes effective by ``as_of``, oldest first; ``decided``: by village the days of its runs.
    """
    asked = list(_asked(events, decided, villages, as_of, policy.values("signing")))
    by_village: dict[str, list[Asked]] = {village: [] for village in villages}
    for one in asked:
        by_village[one.village].append(one)
    found = [
        way
        for village, own in by_village.items()
        for way in _by_channel(village, own)
        if way.asked or way.channel == ALL
    ]
    return [*found, *_by_channel(None, asked)]


def _by_channel(village: str | None, asked: Sequence[Asked]) -> Iterator[Way]:
    for channel in CHANNELS:
        yield _way(village, channel, [one for one in asked if one.channel == channel])
    yield _way(village, ALL, asked)


def _way(village: str | None, channel: str, asked: Sequence[Asked]) -> Way:
    signed = [one for one in asked if one.signed]
    days = [one.days for one in signed if one.days is not None]
    judged = [one.in_time for one in signed if one.in_time is not None]
    return Way(
        village,
        channel,
        len(signed),
        len(asked) - len(signed),
        median(days) if days else None,
        sum(judged),
        len(judged),
        sum(one.drawn for one in signed),
    )


def _asked(
    events: Iterable[Mapping[str, Any]],
    decided: Mapping[str, Iterable[date]],
    villages: Collection[str],
    as_of: date,
    values: Values,
) -> Iterator[Asked]:
    histories: dict[Household, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        if event["village"] in villages:
            histories[event["village"], event["household_id"]].append(event)
    for (village, _household), history in histories.items():
        reviews = [
            event["effective"] for event in history if event["kind"] == "reviewed" and event["result"] == GRANTED
        ]
        days = sorted({*decided.get(village, ()), *reviews})
        yield from _of_household(history, days, as_of, values)


def _of_household(
    history: Sequence[Mapping[str, Any]], decided: Sequence[date], as_of: date, values: Values
) -> Iterator[Asked]:
    """What followed a signing counts for it until the household signs again."""
    timeline = sorted(with_first_drawdowns(history), key=place)
    for at, event in enumerate(timeline):
        channel = event["detail"].get("channel") or NOT_TOLD
        if event["kind"] == "signing_refused":
            yield Asked(event["village"], channel, False)
        elif event["kind"] == "signed":
            signed_on = event["effective"]
            followed = _until_signed_again(timeline[at + 1 :])
            carded_on = next((one["effective"] for one in followed if one["kind"] == "carded"), None)
            before = bisect_right(decided, signed_on)
            yield Asked(
                event["village"],
                channel,
                True,
                (signed_on - decided[before - 1]).days if before else None,
                is_in_time(signed_on, carded_on, values) if is_judged(signed_on, as_of, values) else None,
                any(one["kind"] == "drawdown" for one in followed),
            )


def _until_signed_again(timeline: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    followed: list[Mapping[str, Any]] = []
    for event in timeline:
        if event["kind"] == "signed":
            break
        followed.append(event)
    return followed
