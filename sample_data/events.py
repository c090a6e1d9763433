"""What happened after the ratings, up to the end of May 2016: signings, cards, drawdowns, inspections, visits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from specs import VILLAGES
from village import Household, Village
from workdays import after, some_workday, workdays

FIRST, LAST = date(2015, 12, 1), date(2016, 5, 31)
ROUND = 100_000  # balances up to this one, inclusive, are inspected within a month, above it within seven days
_STAFF = ("陈晓东", "林海燕", "周敏", "吴志强")
_DECLINES = ("暂无资金需求", "已有他行贷款", "担心影响征信", "等子女回来商量")


@dataclass(frozen=True)
class Event:
    """A row of the ledger."""

    village: str
    household: str
    kind: str
    day: date
    amount: int | None = None
    staff: str = ""
    result: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """How far a village has come; `large` drawdowns are above ROUND, `exact` ones come to it exactly."""

    signed: int
    carded: int
    drawn: int
    large: int
    second: int
    exact: int
    partial: int
    full: int
    declines: int
    visits: int


_PLANS = {
    "李家村": Plan(signed=23, carded=20, drawn=17, large=3, second=3, exact=0, partial=4, full=1, declines=2, visits=6),
    "洪洋村": Plan(signed=12, carded=10, drawn=7, large=1, second=1, exact=1, partial=1, full=1, declines=2, visits=6),
    "古岙村": Plan(signed=9, carded=8, drawn=6, large=1, second=1, exact=0, partial=1, full=0, declines=1, visits=4),
    "上马村": Plan(signed=10, carded=8, drawn=6, large=1, second=0, exact=0, partial=0, full=0, declines=2, visits=4),
    "石曲村": Plan(signed=6, carded=4, drawn=2, large=0, second=0, exact=0, partial=0, full=0, declines=1, visits=3),
}


@dataclass
class Customer:
    """A household on its way from signing to repayment; every step is a later working day than the one before."""

    rng: Random
    village: str
    household: Household
    day: date
    staff: str
    balance: int = 0
    events: list[Event] = field(default_factory=list)

    def add(self, kind: str, amount: int | None = None, result: str = "", note: str = "") -> None:
        """Enter an event on the day the customer has come to."""
        assert self.day <= LAST, (self.village, self.household.number, kind, self.day)
        event = Event(self.village, self.household.number, kind, self.day, amount, self.staff, result, note)
        self.events.append(event)

    def draw(self, amount: int) -> None:
        """A drawdown within the line."""
        self.balance += amount
        assert self.balance <= self.household.expected.line
        self.add("用信", amount)

    def repay(self, amount: int) -> None:
        """A repayment out of the balance in use."""
        self.balance -= amount
        assert self.balance >= 0
        self.add("还款", amount, note="" if self.balance else "结清")


def make_outcomes(villages: list[Village]) -> list[Event]:
    """All events in the order of their days; asserts what the article says of the signings."""
    events = [event for village in villages for event in _village_events(village)]
    order = [village.spec.name for village in villages]
    events.sort(key=lambda event: (event.day, order.index(event.village), event.household))
    figures = summary(events)
    assert [figures[name]["signed"] for name in order] == [23, 12, 9, 10, 6]
    assert list(_balances(events).values()).count(ROUND) == 1
    return events


def _village_events(village: Village) -> list[Event]:
    """The events of one village, with its own random numbers."""
    rng = Random(f"gridcredit outcomes {village.spec.prefix}")
    plan = _PLANS[village.spec.name]
    at_home = [home for home in village.granted() if home.residence == "在家" and not home.lacks]
    signers, others = _signers(rng, plan, at_home)
    first = max(FIRST, after(village.spec.rated_on, 2))
    events: list[Event] = []
    for place, home in enumerate(signers):
        events += _customer(rng, village, plan, place, home, first)
    events += _visits(rng, village, plan, others, first)
    doubtful = next(home for home in village.households if home.scenario == "one_abstains" and home.residence == "在家")
    if village.spec.name == "上马村":
        day = some_workday(rng, date(2016, 5, 16), LAST)
        events.append(Event(village.spec.name, doubtful.number, "列入名单", day, None, _STAFF[3], "灰", "他行贷款逾期"))
    return events


def _signers(rng: Random, plan: Plan, homes: list[Household]) -> tuple[list[Household], list[Household]]:
    """Who signs: the large lines first, then the one that draws ROUND, then the rest; and who does not."""
    big = [home for home in homes if home.expected.line >= 150_000]
    first = rng.sample(big, plan.large)
    enough = [home for home in homes if home.expected.line >= 110_000 and home not in first]
    first += rng.sample(enough, plan.exact)
    rest = [home for home in homes if home not in first and 20_000 <= home.expected.line <= 200_000]
    rng.shuffle(rest)
    count = plan.signed - len(first)
    return first + rest[:count], rest[count:]


def _customer(rng: Random, village: Village, plan: Plan, place: int, home: Household, first: date) -> list[Event]:
    """One signing and what follows from it; the place among the signers says how far it goes."""
    ahead = 12 if place < plan.drawn else 6 if place < plan.carded else 0
    days = workdays(first, LAST)
    usable = days[: max(1, len(days) - ahead)]
    # The first villages signed steadily; drawdowns come from the earlier signings.
    day = usable[int(len(usable) * (rng.random() * (0.8 if place < plan.drawn else 1)))]
    customer = Customer(rng, village.spec.name, home, day, rng.choice(_STAFF))
    customer.add("签约", note=rng.choice(["上门签约", "上门签约", "上门签约", "柜面签约"]))
    if place < plan.carded:
        customer.day = after(customer.day, rng.randint(1, 5))
        customer.add("发卡")
    if place < plan.drawn:
        customer.day = after(customer.day, rng.randint(1, 5))
        _use(customer, plan, place)
    return customer.events


def _use(customer: Customer, plan: Plan, place: int) -> None:
    """Drawdowns, the inspections that follow, repayments."""
    rng, line = customer.rng, customer.household.expected.line
    share = rng.choice([0.4, 0.5, 0.6, 0.8, 1.0])
    steady = plan.large + plan.exact
    if place < plan.large:
        amount = rng.randrange(120_000, min(line, 200_000) + 1, 10_000)
    elif place < steady:
        amount = ROUND
    else:
        amount = _below_round(line * (min(share, 0.5) if place < steady + plan.second else share))
    customer.draw(amount)
    _inspect(customer, missed=place % 6 == 2)
    if steady <= place < steady + plan.second and _move(customer, 8, 30):
        customer.draw(_below_round(min(line - customer.balance, line * 0.3)))
        _inspect(customer, missed=place % 2 == 0)
    back = place - steady - plan.second
    if 0 <= back < plan.partial and _move(customer, 2, 12):
        customer.repay(max(1, customer.balance // 20_000) * 5_000)
    elif plan.partial <= back < plan.partial + plan.full and _move(customer, 2, 12):
        customer.repay(customer.balance)


def _below_round(amount: float) -> int:
    """A round amount below ROUND."""
    step = 5_000 if amount >= 10_000 else 1_000
    return min(int(amount) // step * step, ROUND - 5_000)


def _move(customer: Customer, low: int, high: int) -> bool:
    """Go some working days on, where May still has them."""
    day = after(customer.day, customer.rng.randint(low, high))
    while day > LAST and high > low:
        high -= 1
        day = after(customer.day, high)
    if day > LAST:
        return False
    customer.day = day
    return True


def _inspect(customer: Customer, missed: bool) -> None:
    """The first inspection after a drawdown, in time, unless it is missed or not due by the end of May."""
    span = timedelta(days=7 if customer.balance > ROUND else 28)
    days = workdays(customer.day + timedelta(days=1), customer.day + span)
    day = customer.rng.choice(days[len(days) // 2 :])
    if not missed and day <= LAST:
        customer.day = day
        customer.add("贷后检查", result="正常")


def _visits(rng: Random, village: Village, plan: Plan, homes: list[Household], first: date) -> list[Event]:
    """Visits to households that have not signed, some of which say no."""
    name, events = village.spec.name, []
    for home in homes[: plan.declines]:
        day, staff = some_workday(rng, first, LAST), rng.choice(_STAFF)
        events.append(Event(name, home.number, "拒签", day, None, staff, rng.choice(_DECLINES)))
    for home in homes[plan.declines : plan.declines + plan.visits]:
        day, staff = some_workday(rng, max(first, date(2016, 1, 4)), LAST), rng.choice(_STAFF)
        result, note = rng.choice([("成功", ""), ("成功", ""), ("未遇", "家中无人")])
        events.append(Event(name, home.number, "营销走访", day, None, staff, result, note))
    return events


def _balances(events: list[Event]) -> Counter[tuple[str, str]]:
    """The balance in use of every household that ever drew."""
    balances: Counter[tuple[str, str]] = Counter()
    for event in events:
        if event.kind in ("用信", "还款"):
            balances[event.village, event.household] += (event.amount or 0) * (1 if event.kind == "用信" else -1)
    return balances


def summary(events: list[Event]) -> dict[str, dict[str, int]]:
    """Signed, carded, ever drawn, with a balance, and the balance, by village, on LAST."""
    balances = _balances(events)
    figures: dict[str, dict[str, int]] = {}
    for name in (spec.name for spec in VILLAGES):
        kinds = Counter(event.kind for event in events if event.village == name)
        own = [balance for (village, _), balance in balances.items() if village == name]
        figures[name] = {
            "signed": kinds["签约"],
            "carded": kinds["发卡"],
            "drew": len(own),
            "drawn": sum(balance > 0 for balance in own),
            "balance": sum(own),
        }
    return figures
