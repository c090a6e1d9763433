"""The households of one village: people, circumstances, ratings, and what the file lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from expected import Expected, Rating, expected_status
from people import Member, People
from scenarios import ratings_for
from specs import GRANTED, STATUS, Spec
from workdays import some_workday

_TRADES = (
    "水稻种植 蔬菜大棚 杨梅种植 柑橘种植 水产养殖 生猪养殖 小超市 货运 五金加工 服装加工 水电安装 泥瓦工 "
    "建材零售 农家乐 木工 务工 务工 务工 个体经营 茶叶加工"
)
_PROOFS = ("房产证复印件", "营业执照复印件", "行驶证复印件", "土地承包合同", "银行流水", "工资证明", "", "", "", "")
_PLACES = ("上海", "杭州", "宁波", "苏州", "广州", "义乌", "北京", "西安", "昆明", "温州")
_GREY = ("他行贷款曾逾期，已结清", "对外担保较多", "一户多贷，待核实", "信用卡多次逾期", "涉及民间借贷纠纷")
_BLACK = ("法院失信被执行人", "贷款逾期未还", "恶意逃废债务", "担保代偿后未归还")
_LACKS = ("phone", "phone", "income", "income", "surveyed_on", "id_number", "born", "consent", "members")


@dataclass
class Household:
    """A row of the roster, with its members and ratings. Amounts in yuan."""

    number: str
    scenario: str
    group: str
    address: str
    members: list[Member]
    ratings: list[Rating] = field(default_factory=list)
    registration: str = "正常"
    residence: str = "在家"
    place: str = ""
    back_on: date | None = None
    income: int | None = None
    spending: int | None = None
    assets: int | None = None
    debts: int | None = None
    other_loans: int | None = None
    guarantees: int | None = None
    listed: str = ""
    list_reason: str = ""
    trade: str = ""
    proof: str = ""
    surveyor: str = ""
    surveyed_on: date | None = None
    consent: str = "是"
    note: str = ""
    lacks: str = ""
    income_text: str = ""
    id_as_written: str = ""
    address_as_written: str = ""
    expected: Expected = field(default_factory=lambda: Expected(""))

    @property
    def head(self) -> Member:
        """The head of the household."""
        return self.members[0]


@dataclass(frozen=True)
class Village:
    """A village with its households in roster order."""

    spec: Spec
    households: list[Household]

    def granted(self) -> list[Household]:
        """The households that get a line."""
        return [household for household in self.households if household.expected.status == "granted"]


def make_village(spec: Spec) -> Village:
    """The village, the same every time; asserts the counts it promises."""
    rng = Random(f"gridcredit {spec.prefix}")
    people = People(rng, spec.block, spec.surnames, spec.rated_on)
    scenarios = _scenarios(rng, spec)
    homes = [_household(rng, spec, people, index, name) for index, name in enumerate(scenarios)]
    _circumstances(rng, spec, homes, people)
    for home in homes:
        if home.scenario in ("grey", "black"):
            home.listed = "灰" if home.scenario == "grey" else "黑"
            home.list_reason = rng.choice(_GREY if home.listed == "灰" else _BLACK)
        home.ratings = ratings_for(rng, spec, home.scenario, home.number)
        home.expected = expected_status(home.ratings, home.listed, spec.cap)
        assert home.expected.status == STATUS[home.scenario], home
        _money(rng, home)
    _gaps(rng, spec, homes)
    _slips(rng, homes)
    village = Village(spec, homes)
    assert (len(homes), len(village.granted())) == (spec.households, spec.granted)
    return village


def _scenarios(rng: Random, spec: Spec) -> list[str]:
    """One scenario per household, in roster order."""
    names = [name for name, count in spec.counts.items() for _ in range(count)]
    rest = spec.granted - spec.counts["above_cap"]
    shares = [name for name, share in GRANTED.items() for _ in range(rest * share // 100)]
    names += shares + ["equal"] * (rest - len(shares))
    assert len(names) == spec.households, (spec.name, len(names))
    rng.shuffle(names)
    return names


def _household(rng: Random, spec: Spec, people: People, index: int, scenario: str) -> Household:
    group = index * spec.groups // spec.households + 1
    return Household(
        number=f"{spec.prefix}{index + 1:04d}",
        scenario=scenario,
        group=f"{group}组",
        address=f"{spec.name}{group}组{rng.randint(1, 89)}号",
        members=people.family(),
        trade=rng.choice(_TRADES.split()),
        proof=rng.choice(_PROOFS),
        surveyor=rng.choice(spec.surveyors),
        surveyed_on=some_workday(rng, spec.rated_on - timedelta(days=43), spec.rated_on - timedelta(days=2)),
    )


def _circumstances(rng: Random, spec: Spec, homes: list[Household], people: People) -> None:
    """Who is registered only on paper, who is away with the whole family, who in season."""
    quiet = [home for home in homes if home.scenario in ("unrated", "two_abstain", "one_abstains")]
    unrated = [home for home in quiet if home.scenario == "unrated"]
    credited = [home for home in homes if STATUS[home.scenario] == "granted"]
    on_paper = rng.sample(unrated, spec.empty + spec.collective)
    for home in on_paper:
        home.registration = "空挂"
        home.members, home.trade, home.proof = home.members[:1], "", ""
        home.note = "户口在村，人房均不在"
    for home in on_paper[spec.empty :]:
        home.registration, home.note = "集体户", "村办企业集体户"
        for _ in range(2):
            home.members.append(people.person(people.surname(0.2), "非亲属", True, rng.randint(24, 50)))
    some_credited = spec.away // 4
    away = rng.sample([home for home in quiet if home.registration == "正常"], spec.away - some_credited)
    for home in away + rng.sample(credited, some_credited):
        home.residence, home.place, home.trade = "举家外出", rng.choice(_PLACES), "在外经商"
        home.back_on = rng.choice([None, date(2016, 10, 1), date(2017, 1, 20), date(2017, 1, 25)])
    rest = [home for home in homes if home.residence == "在家" and home.registration == "正常"]
    for home in rng.sample(rest, spec.households // 14):
        home.residence, home.place = "季节外出", rng.choice(_PLACES)
        home.back_on = rng.choice([date(2016, 6, 10), date(2016, 7, 15), date(2016, 9, 30), date(2017, 1, 20)])


def _money(rng: Random, home: Household) -> None:
    """Income, spending, assets and debts, in keeping with the officers' amounts."""
    if home.registration != "正常":
        home.income = None
        return
    amounts = [rating.amount for rating in home.ratings if rating.amount]
    about = max(amounts, default=rng.choice([30_000, 50_000, 80_000]))
    home.income = max(24, round(about / 1000 * rng.uniform(0.7, 1.5))) * 1000
    home.spending = round(home.income / 1000 * rng.uniform(0.3, 0.65)) * 1000
    home.assets = rng.randint(12, 40) * 10_000 + about * rng.randint(1, 3) // 10_000 * 10_000
    home.debts = rng.choice([0, 0, 0, 10_000, 20_000, 50_000, 80_000, 120_000])
    home.other_loans = rng.choice([0, home.debts])
    home.guarantees = rng.choice([0] * 8 + [50_000, 100_000])


def _gaps(rng: Random, spec: Spec, homes: list[Household]) -> None:
    """Leave something out of the files that are not complete."""
    for status in (True, False):
        some = [home for home in homes if (home.expected.status == "granted") == status]
        share = spec.complete if status else spec.complete_rest
        on_paper = [home for home in some if home.registration != "正常"]
        rest = [home for home in some if home.registration == "正常"]
        for home in on_paper + rng.sample(rest, round(len(some) * (1 - share)) - len(on_paper)):
            _leave_out(home, rng.choice(_LACKS))


def _leave_out(home: Household, what: str) -> None:
    """Take one thing away that every complete file has."""
    home.lacks = what
    head = home.head
    if what == "phone":
        head.phone = ""
    elif what == "id_number":
        head.id_number = ""
    elif what == "income":
        home.income = home.spending = home.assets = None
    elif what == "surveyed_on":
        home.surveyed_on = None
    elif what == "consent":
        home.consent = "" if home.expected.status == "granted" else "否"
        head.phone = head.phone if home.expected.status == "granted" else ""


def _slips(rng: Random, homes: list[Household]) -> None:
    """A clerk's mistakes on the roster, none in a file that would otherwise be complete."""
    poor = [home for home in homes if home.expected.status == "no_conclusion" and home.registration == "正常"]
    poor = [home for home in poor if home.lacks in ("phone", "surveyed_on", "consent")]
    wrong_id, wrong_income = rng.sample(poor, 2)
    number = wrong_id.head.id_number
    wrong_id.id_as_written = number[:-1] + ("5" if number[-1] != "5" else "6")
    wrong_income.income_text, wrong_income.income = "不详", None
    for home in rng.sample(homes, 2):
        home.address_as_written = home.address.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
