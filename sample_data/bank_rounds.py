"""禾渡农商银行, which does not exist: one workbook, the roster under the bank's own name and words, a sheet per round.

Amounts are in 元, many typed as text (50,000, 5万, full-width digits), dates as 2016.5.20; lists that the branch draws
from the other sheets stand beside them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from book import CREATED
from expected import Rating
from paper import Cell, Page, Paper
from specs import BRANCH, Spec
from village import Household, Village

REASONS = {
    "参与高息借贷": "1.参与高息借贷",
    "提供虚假资料": "2.资料不实",
    "有赌博行为": "3.涉赌",
    "恶意拖欠他人款项": "4.拖欠他人款项不还",
    "贷款挪作他用": "7.贷款挪用",
    "有不良信用且拒不归还": "9.不良贷款未还",
}
REGISTRATION = {"正常": "在籍", "空挂": "空户", "集体户": "集体", "销户": "迁出注销"}
LISTS = {"白": "准入", "灰": "观察", "黑": "禁止准入"}
_ROSTER = (
    "序号", "农户代码", "所在小组", "户主姓名", "户主证件号", "联系方式", "家庭住址", "户口性质", "在村情况", "务工地",
    "年总收入", "年总支出", "资产合计", "负债合计", "准入标识", "标识说明", "主要产业", "采集员", "建档时间", "授权书",
)  # fmt: skip
_MEMBERS = ("农户代码", "成员姓名", "与户主的关系", "证件号码", "出生年月日", "联系方式")
_ROUND = ("序号", "农户代码", "户主姓名", "是否知情", "建议金额", "一票否决事项", "补充说明")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROUNDS = "一二三"


def write_rounds(village: Village, folder: Path) -> None:
    """The branch's one workbook."""
    spec = village.spec
    with Paper(folder / f"{spec.name}整村授信.xlsx") as paper:
        _roster(paper.page("农户底册"), village)
        _members(paper.page("家庭人员明细"), village)
        for place, number in enumerate(_ROUNDS):
            _round(paper.page(f"第{number}轮评议表"), village, place)
        _lists(paper, village)


def _roster(page: Page, village: Village) -> None:
    page.title(f"禾渡农商银行农户底册（{village.spec.name}）", len(_ROSTER))
    for column, text in (
        (0, "村名称："),
        (1, village.spec.name),
        (4, f"所属支行：{BRANCH}"),
        (9, "授信上限："),
        (11, "200,000"),
    ):
        page.put(1, column, text)
    page.header(2, _ROSTER)
    for row, home in enumerate(village.households, 1):
        page.line(row + 2, [row, *_household(home)])


def _household(home: Household) -> list[Cell]:
    head = home.head
    money = [
        home.income_text or _typed(home.income, home),
        *(_typed(yuan, home) for yuan in (home.spending, home.assets, home.debts)),
    ]
    return [
        home.number, home.group, head.name, home.id_as_written or head.id_number, head.phone, home.address,
        REGISTRATION[home.registration], _residence(home), home.place, *money, LISTS.get(home.listed, "准入"),
        home.list_reason, home.trade, home.surveyor, _day(home.surveyed_on), {"是": "已签", "否": "未签"}.get(home.consent, ""),
    ]  # fmt: skip


def _residence(home: Household) -> str:
    """The bank has two words for a family that is away."""
    away = "常年在外" if home.back_on else "人户分离"
    return {"在家": "常住", "季节外出": "季节性务工", "举家外出": away}[home.residence]


def _typed(yuan: int | None, home: Household) -> Cell:
    """An amount as a clerk types it."""
    if yuan is None:
        return None
    style = (int(home.number[2:]) + yuan // 1000) % 5
    if style == 0:
        return f"{yuan:,}"
    if style == 1 and yuan % 10_000 == 0 and yuan:
        return f"{yuan // 10_000}万"
    if style == 2:
        return str(yuan).translate(_FULL_WIDTH)
    return f"{yuan}元" if style == 3 else yuan


def _day(day: date | None) -> str:
    return f"{day.year}.{day.month}.{day.day}" if day else ""


def _members(page: Page, village: Village) -> None:
    page.header(0, _MEMBERS)
    row = 1
    for home in village.households:
        for member in home.members if home.lacks != "members" else ():
            born = "" if home.lacks == "born" and member is home.members[-1] else _day(member.born)
            page.line(row, [home.number, member.name, member.relation, member.id_number, born, member.phone])
            row += 1


def _round(page: Page, village: Village, place: int) -> None:
    """One officer's pass over the village; who knows nothing of a household leaves its line out or says so."""
    spec = village.spec
    page.title(f"{spec.name}第{_ROUNDS[place]}轮背靠背评议表", len(_ROUND))
    labels: dict[int, Cell] = {0: "评议员：", 2: spec.officers[place], 3: f"日期：{_day(spec.rated_on)}", 6: "单位：元"}
    for column, text in labels.items():
        page.put(1, column, text)
    page.header(2, _ROUND)
    row = 3
    for home in village.households:
        for rating in _ratings(home, place):
            page.line(row, [row - 2, *_rating(home, rating)])
            row += 1
    page.merge(row, 0, row, 3, "合计")
    page.put(row, 4, sum(rating.amount or 0 for home in village.households for rating in _ratings(home, place)))


def _ratings(home: Household, place: int) -> list[Rating]:
    if not home.ratings:
        return []
    rating = home.ratings[place]
    again = [Rating(rating.officer, rating.again)] if rating.again is not None else []
    return [rating, *again]


def _rating(home: Household, rating: Rating) -> list[Cell]:
    knows = "知情" if rating.knows else "不知情"
    reason = REASONS[rating.reason] if rating.reason else "无"
    return [home.number, home.head.name, knows, rating.text or _typed(rating.amount, home), reason, rating.note]


def _lists(paper: Paper, village: Village) -> None:
    """The branch's own lists, which say again what stands in the other sheets."""
    spec: Spec = village.spec
    unrated = [home for home in village.households if not home.ratings]
    refused = [home for home in village.households if home.expected.status == "declined"]
    for name, homes in (("未评议（系统初筛白名单）", unrated), ("不予授信", refused), ("已用信", [])):
        page = paper.page(name)
        page.title(f"{spec.name}{name}（{CREATED:%Y.%m}）", 4)
        page.header(1, ("序号", "农户代码", "户主姓名", "备注"))
        for row, home in enumerate(homes, 1):
            page.line(row + 1, [row, home.number, home.head.name, ""])
