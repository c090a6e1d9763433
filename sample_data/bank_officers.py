"""青穗农商银行, which does not exist: a workbook for each officer, a row for each member, no list of households.

Labels stand above a header of two rows, their values in the same cell, the next, or several on; 序号 and 户号 are merged
over a household; amounts are in 万元; reasons for refusing are numbered, some cells have several.
"""

from __future__ import annotations

from pathlib import Path

from expected import Rating
from paper import Cell, Formula, Group, Page, Paper
from people import AREA, Member, check_digit
from specs import BRANCH, Spec
from village import Household, Village

REASONS = {
    "恶意拖欠他人款项": "1.恶意拖欠他人款项",
    "有赌博行为": "2.有赌博等不良行为",
    "贷款挪作他用": "3.贷款挪作他用",
    "提供虚假资料": "4.提供虚假资料",
    "参与高息借贷": "5.参与民间高息借贷",
    "有不良信用且拒不归还": "10.有不良信用且拒不归还",
}
GONE = "7.全家迁走或两年以上未返"
REGISTRATION = {"正常": "在册", "空挂": "空挂户", "集体户": "集体户口", "销户": "已注销"}
RESIDENCE = {"在家": "长期在村", "季节外出": "外出务工（农忙返乡）", "举家外出": "全家外出"}
LISTS = {"白": "白名单", "灰": "关注名单", "黑": "禁入名单"}
_COLUMNS: tuple[str | Group, ...] = (
    "序号", "户号", "村组",
    Group("户籍基础信息", ("与户主的关系", "姓名", "年龄", "身份证号码", "联系电话")),
    "户籍情况", "居住\n情况", "名单类别",
    Group("家庭情况", ("房屋价值", "有无车辆", "家庭收入", "长期居住地")),
    Group("评议员意见", ("是否了解情况", "不符合授信原因", "评议员建议额度")),
    "基础模型测算", "备注",
)  # fmt: skip
_WIDTHS = (5, 9, 6, 10, 9, 6, 20, 13, 9, 12, 9, 9, 8, 9, 10, 9, 26, 10, 9, 14)
_AMOUNT, _MODEL = 17, 18
_HOUSES = ("10万以下", "10-20万", "20-40万", "40万以上")
_INCOMES = ("3万以下", "3-5万", "5-10万", "10万以上")


def write_officers(village: Village, folder: Path) -> None:
    """One workbook for each officer."""
    for place, officer in enumerate(village.spec.officers):
        with Paper(folder / f"{village.spec.name}评议表-{officer}.xlsx") as paper:
            page = paper.page("评议表")
            page.widths(_WIDTHS)
            page.title(f"青穗农商银行整村授信评议表（{village.spec.name}）", len(_WIDTHS))
            _labels(page, village.spec, place)
            page.header(2, _COLUMNS)
            row = 4
            for number, home in enumerate(village.households, 1):
                row = _home(page, row, number, home, place)
            page.merge(row, 0, row, len(_WIDTHS) - 1, "注：不了解情况的，不填建议额度。")
            _options(paper.page("选项", hidden=True))


def _labels(page: Page, spec: Spec, place: int) -> None:
    """网格名称 and the like in row 2, each officer's clerk in their own way."""
    day = f"{spec.rated_on.year}.{spec.rated_on.month}.{spec.rated_on.day}"
    officer = spec.officers[place]
    first_17 = f"{AREA}19{70 + place}0101{999 - place}"
    pairs = [
        (0, "网格名称", "张李网格"), (3, "所属支行", BRANCH), (6, "日期", day), (9, "评议员姓名", officer),
        (12, "评议员身份证", first_17 + check_digit(first_17)), (15, "最高额度", "20万元"), (18, "单位", "万元"),
    ]  # fmt: skip
    for column, label, value in pairs:
        if place == 0:
            page.put(1, column, f"{label}：{value}")
        else:
            page.put(1, column, f"{label}：")
            page.put(1, column + place, value)


def _home(page: Page, row: int, number: int, home: Household, place: int) -> int:
    """A household's rows; returns the next free one."""
    last = row + len(home.members) - 1
    shared: list[Cell] = [number, home.number, home.group]
    for column, cell in enumerate(shared):
        page.merge(row, column, last, column, cell)
    rating = home.ratings[place] if home.ratings else None
    borrower = _borrower(home)
    for offset, member in enumerate(home.members):
        said = rating if member is borrower else None
        _member(page, row + offset, home, member, said, place)
    if rating and rating.again is not None:
        other = next(offset for offset, member in enumerate(home.members) if member is not borrower)
        page.put(row + other, _AMOUNT, rating.again / 10_000)
    return last + 1


def _borrower(home: Household) -> Member:
    """The member whom the line is meant for: the head, or in every fifth household another adult."""
    adults = [member for member in home.members[1:] if 25 <= member.age <= 60]
    return adults[0] if adults and int(home.number[2:]) % 5 == 0 else home.head


def _member(page: Page, row: int, home: Household, member: Member, rating: Rating | None, place: int) -> None:
    head = member is home.head
    cells: list[Cell] = [
        member.relation, member.name, member.age, home.id_as_written if head and home.id_as_written else member.id_number,
        member.phone, REGISTRATION[home.registration] if head else None, RESIDENCE[home.residence] if head else None,
        LISTS.get(home.listed, "白名单") if head else None,
    ]  # fmt: skip
    cells += _circumstances(home, place) if head else [None] * 4
    for column, cell in enumerate(cells, 3):
        page.put(row, column, cell)
    if rating:
        for column, cell in enumerate(_opinion(home, rating), 15):
            page.put(row, column, cell)
        if rating.amount:
            figure = Formula(f"=ROUND({chr(65 + _AMOUNT)}{row + 1}*0.9,1)", round(rating.amount / 10_000 * 0.9, 1))
            page.put(row, _MODEL, figure)
        page.put(row, _MODEL + 1, rating.note)


def _circumstances(home: Household, place: int) -> list[Cell]:
    """House, car, income and where they live, as this officer knows them; the third one's view differs now and then."""
    seed = int(home.number[2:])
    view = seed + (place == 2 and seed % 11 == 0)
    return [_HOUSES[view % 4], "有" if view % 3 == 0 else "无", _INCOMES[view // 2 % 4], home.place or "本地"]


def _opinion(home: Household, rating: Rating) -> list[Cell]:
    reasons = [REASONS[rating.reason]] if rating.reason else []
    if reasons and int(home.number[2:]) % 2:
        reasons.append(GONE if home.residence == "举家外出" else REASONS["恶意拖欠他人款项"])
    reasons = list(dict.fromkeys(reasons))
    amount = rating.amount if rating.amount is None else rating.amount / 10_000
    return ["了解" if rating.knows else "不了解", "\n".join(reasons), rating.text or amount]


def _options(page: Page) -> None:
    """The lists that the cells' drop-down menus take their words from."""
    lists = {
        "户籍情况": list(REGISTRATION.values()), "居住情况": list(RESIDENCE.values()),
        "名单类别": list(LISTS.values()), "是否了解情况": ["了解", "不了解"],
        "不符合授信原因": [*REASONS.values(), GONE],
    }  # fmt: skip
    for column, (name, words) in enumerate(lists.items()):
        for row, word in enumerate([name, *words]):
            page.put(row, column, word)
