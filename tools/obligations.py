"""What a branch owes its households, kept day by day as a clerk with a diary would: beside the code under test, and without it.

Each evening it takes what happened; each morning it opens what has become due. Rules are those of the contract (§4) and of the
default policy, written down once more; months, periods and working days are counted in ways of their own.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar

DAY = timedelta(days=1)
SMALL_YUAN, FIRST_DAYS, SIGN_DAYS, AGAIN_MONTHS, NEW_LOANS_YUAN = 100_000, 7, 7, 6, 50_000
MONTHS = {"unsigned": 1, "no_card": 1, "no_drawdown": 3, "absent": 3}
REST_MONTHS = {"暂无资金需求": 3, "不放心": 6, "没有时间": 3}
STALE_MONTHS, AHEAD_DAYS, BACK_DAYS = 12, 30, 7
FESTIVAL = {2016: date(2016, 2, 8), 2017: date(2017, 1, 28), 2018: date(2018, 2, 16), 2019: date(2019, 2, 5)}
BEFORE, AFTER = timedelta(days=8), timedelta(days=14)


class Happened(NamedTuple):
    """An event of a household on a day, as it is written into 台账 or a form."""

    kind: str
    day: date
    amount_yuan: int = 0
    result: str = ""
    agreed_on: date | None = None
    back_on: date | None = None
    refreshed: bool = False
    off_purpose: bool = False
    new_loans_yuan: int = 0


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working(day: date, not_before: date) -> date:
    """The last working day up to ``day``, and not before another."""
    found = day
    while not chinese_calendar.is_workday(found):
        found -= DAY
    return found if found >= not_before else not_before


@dataclass
class Diary:
    """One household. ``refused``: (the day, from when it may be approached again)."""

    credited: bool
    away: bool
    assessed_on: date
    collected_on: date
    signed: date | None = None
    carded: date | None = None
    balance_yuan: int = 0
    repaid: date | None = None
    refused: tuple[date, date] | None = None
    last: Happened | None = None
    refreshed: date | None = None
    promise: tuple[date, date] | None = None
    """The day agreed on, or of the return, and the last day for the contact."""
    drawn: list[tuple[date, date]] = field(default_factory=list)
    """Drawdowns not inspected yet: (due, day)."""
    again: tuple[date, date] | None = None
    signs: dict[str, date] = field(default_factory=dict)

    def take(self, event: Happened) -> None:
        match event.kind:
            case "签约":
                self.signed = event.day
            case "发卡":
                self.carded = event.day
            case "拒签":
                self.refused = event.day, months_on(event.day, REST_MONTHS[event.result])
            case "用信":
                self.balance_yuan += event.amount_yuan
                small = self.balance_yuan <= SMALL_YUAN
                due = months_on(event.day, 1) if small else event.day + FIRST_DAYS * DAY
                self.drawn.append((due, event.day))
            case "还款":
                self.balance_yuan -= event.amount_yuan
                self.repaid = event.day
                if not self.balance_yuan:
                    self.drawn, self.again, self.signs = [], None, {}
            case "贷后检查":
                self.drawn, self.again = [], (months_on(event.day, AGAIN_MONTHS), event.day)
                self.signs = {"off_purpose": event.day} if event.off_purpose else {}
                if event.new_loans_yuan >= NEW_LOANS_YUAN:
                    self.signs["new_loans"] = event.day
            case "营销走访":
                self._visited(event)

    def _visited(self, event: Happened) -> None:
        self.last = event
        if event.refreshed:
            self.refreshed = event.day
        if self.promise and event.day >= self.promise[0]:
            self.promise = None
        if event.agreed_on:
            self.promise = event.agreed_on, event.agreed_on
        elif event.back_on:
            self.promise = event.back_on, event.back_on + BACK_DAYS * DAY

    def inspections(self, until: date) -> set[tuple[str, date]]:
        """Kind and due date of those that are due up to a day."""
        found = set()
        if self.balance_yuan and self.drawn:
            due, day = min(self.drawn)
            found.add(("first", working(due, day)))
        if self.balance_yuan and self.again:
            found.add(("recurring", working(*self.again)))
        if self.balance_yuan and self.signs:
            seen = min(self.signs.values())
            found.add(("warning", working(seen + SIGN_DAYS * DAY, seen)))
        return {(kind, due) for kind, due in found if due <= until}

    def visits(self, day: date, until: date) -> dict[str, date]:
        """The due date of each reason for a visit that is due up to a day, as the list of another has it."""
        found = {reason: working(due, since) for reason, since, due in self._reasons(day, until)}
        return {reason: due for reason, due in found.items() if due <= until}

    def _reasons(self, day: date, until: date) -> list[tuple[str, date, date]]:
        if not self.credited:
            return []
        fresh = months_on(max(self.collected_on, self.refreshed or self.collected_on), STALE_MONTHS)
        found = [("stale_file", fresh - AHEAD_DAYS * DAY, fresh)]
        if self.promise:
            found.append(("agreed", *self.promise))
        if self.carded and self.balance_yuan:
            return found
        gone = self.away or (self.last is not None and self.last.result == "搬走")
        refused = not self.signed and self.refused
        if refused and (self.last is None or self.last.day < refused[1]):
            return [*found, ("refused", refused[1], _end(refused[1], 1))]
        if self.carded:
            reason, since = "no_drawdown", max(filter(None, (self.carded, self.repaid)))
        elif self.signed:
            reason, since = "no_card", self.signed
        else:
            reason, since = ("absent" if gone else "unsigned"), self.assessed_on
        found.append(self._period(reason, since))
        for festival in FESTIVAL.values() if gone else ():
            first, last = festival - BEFORE, festival + AFTER
            open_ = first <= until and since <= last and (self.last is None or self.last.day < first)
            later = [other - BEFORE for other in FESTIVAL.values() if festival < other and other - BEFORE <= day]
            if open_ and not later and "spring_festival" not in {reason for reason, _since, _due in found}:
                found.append(("spring_festival", max(since, first), last))
        return found

    def _period(self, reason: str, since: date) -> tuple[str, date, date]:
        """The first period from that of ``since`` on that has no contact and comes after the last one's."""
        months, last = MONTHS[reason], _end(since, MONTHS[reason])
        first = _end(since, months, first=True)
        while self.last is not None and self.last.day >= first:
            first, last = last + DAY, _end(last + DAY, months)
        return reason, max(since, first), last


def _end(day: date, months: int, first: bool = False) -> date:
    """The last, or the first, day of the month or quarter that a day is in."""
    start = day.replace(day=1)
    while (start.month - 1) % months:
        start = (start - DAY).replace(day=1)
    return start if first else months_on(start, months) - DAY
