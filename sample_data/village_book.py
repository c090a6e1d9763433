"""Writes a village as a standard village workbook, in the layout its clerk prefers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from book import Book, Cell, Column, Planted, Slip
from expected import Rating
from people import Member
from scenarios import mistyped
from specs import BRANCH, Spec
from village import Household, Village

_ROSTER = (
    Column("户号", 9), Column("村组", 6), Column("户主", 9), Column("身份证号", 20), Column("手机号", 13),
    Column("地址", 18), Column("户籍状态", 9), Column("居住状态", 9), Column("外出地", 8), Column("返乡时间", 11),
    Column("家庭年收入", 11, True), Column("家庭年支出", 11, True), Column("总资产", 11, True),
    Column("总负债", 10, True), Column("他行贷款", 10, True), Column("对外担保", 10, True), Column("名单", 6),
    Column("名单原因", 22), Column("经营项目", 11), Column("佐证材料", 16), Column("采集人", 8),
    Column("采集日期", 11), Column("信息授权", 9), Column("备注", 20),
)  # fmt: skip
_MEMBERS = (
    Column("户号", 9), Column("姓名", 9), Column("与户主关系", 11), Column("身份证号", 20), Column("出生日期", 11),
    Column("年龄", 6), Column("劳动能力", 9), Column("手机号", 13), Column("备注", 16),
)  # fmt: skip
_LONG = (
    Column("户号", 9), Column("网格员", 9), Column("建议额度", 11, True), Column("是否了解情况", 13),
    Column("不予授信情形", 24), Column("备注", 18), Column("评议日期", 11),
)  # fmt: skip
_OFFICER = (
    Column("户号", 10), Column("户主", 10), Column("是否了解情况", 13), Column("建议额度", 11, True),
    Column("不予授信情形", 24), Column("备注", 18),
)  # fmt: skip


def write_village(village: Village, path: Path) -> list[Planted]:
    """Write the workbook; the mistakes planted in it come back with their cells."""
    spec = village.spec
    with Book(path, thousands=spec.unit == "元") as book:
        book.pairs("村", _facts(spec))
        columns = list(_ROSTER)
        if spec.layout == "wide":
            columns[-1:] = [Column(f"网格员{place}额度", 12, True) for place in (1, 2, 3)] + [_ROSTER[-1]]
        labels = {0: f"所属支行：{BRANCH}", 10: f"单位：{spec.unit}"} if spec.label_row else None
        book.table("农户", columns, _roster(village), f"{spec.name}农户信息表", labels)
        book.table("成员", _MEMBERS, _members(village))
        if spec.layout == "long":
            title = f"{spec.name}背靠背评议汇总" if spec.by_household else ""
            book.table("评议", _LONG, _long(village), title)
        elif spec.layout == "officers":
            for place in range(3):
                _officer_sheet(book, village, place)
    return book.slips


def _facts(spec: Spec) -> list[tuple[str, Cell]]:
    return [
        ("村名", spec.name),
        ("村编码", spec.code),
        ("支行", BRANCH),
        ("网格", spec.name[:-1] + "网格"),
        ("评议日期", spec.rated_on),
        ("金额单位", spec.unit),
        ("最高额度", _amount(spec, spec.cap)),
    ]


def _amount(spec: Spec, yuan: int | None) -> Cell:
    """Yuan in the village's unit."""
    if yuan is None or spec.unit == "元":
        return yuan
    return yuan // spec.divisor if yuan % spec.divisor == 0 else yuan / spec.divisor


def _roster(village: Village) -> Iterator[list[Cell]]:
    """The rows of 农户."""
    spec, homes = village.spec, village.households
    for index, home in enumerate(homes):
        if spec.blank_rows and index in (len(homes) // 3, len(homes) // 2):
            yield from [[]] * (4 if index == len(homes) // 2 else 1)
        row = _roster_row(spec, home)
        if spec.layout == "wide":
            written = [_written(spec, rating) for rating in home.ratings] or [None] * 3
            row[-1:] = [*written, *row[-1:]]
        yield row
    if spec.total_row:
        total = sum(home.income or 0 for home in homes)
        yield ["合计", *[None] * 9, _amount(spec, total), *[None] * (len(_ROSTER) - 11)]


def _roster_row(spec: Spec, home: Household) -> list[Cell]:
    """One household, in the order of the columns."""
    head = home.head
    id_number: Cell = head.id_number
    if home.id_as_written:
        id_number = Slip(home.id_as_written, "身份证号 with a wrong check digit")
    address: Cell = home.address
    if home.address_as_written:
        address = Slip(home.address_as_written, "full-width digits (harmless)")
    income = _amount(spec, home.income)
    if home.income_text:
        income = Slip(home.income_text, f"家庭年收入 as text ({home.income_text})")
    others = (home.spending, home.assets, home.debts, home.other_loans, home.guarantees)
    return [
        home.number, home.group, head.name, id_number, head.phone,
        address, home.registration, home.residence, home.place, home.back_on,
        income, *(_amount(spec, yuan) for yuan in others), home.listed or ("白" if spec.write_white else ""),
        home.list_reason, home.trade, home.proof, home.surveyor,
        home.surveyed_on, home.consent, home.note,
    ]  # fmt: skip


def _members(village: Village) -> Iterator[list[Cell]]:
    """The rows of 成员; households whose file lacks its members have none."""
    homes = village.households
    listed = [home for home in homes if home.lacks != "members"]
    uncredited = [home for home in listed if home.expected.status != "granted" and len(home.members) > 2]
    stray, spaced = uncredited[len(uncredited) // 3], uncredited[len(uncredited) // 2]
    for home in listed:
        for place, member in enumerate(home.members):
            number: Cell = home.number
            name: Cell = member.name
            last = place == len(home.members) - 1
            if home is stray and last:
                unknown = mistyped(home.number, len(homes))
                number = Slip(unknown, f"成员 row of an unknown 户号 ({unknown} instead of {home.number})")
            if home is spaced and last:
                name = Slip(member.name + " ", "trailing space in 姓名 (harmless)")
            yield _member_row(home, member, number, name, place)


def _member_row(home: Household, member: Member, number: Cell, name: Cell, place: int) -> list[Cell]:
    """One person: most with the birth date, some with the age alone."""
    by_age = place > 0 and (int(home.number[2:]) + place) % 7 == 0
    born, age = (None, member.age) if by_age else (member.born, None)
    if home.lacks == "born" and place == len(home.members) - 1:
        born = age = None
    return [number, name, member.relation, member.id_number, born, age, member.ability, member.phone, member.note]


def _written(spec: Spec, rating: Rating) -> Cell:
    """The amount as the officer wrote it."""
    if rating.text:
        return Slip(rating.text, f"建议额度 as text ({rating.text})")
    return _amount(spec, rating.amount)


def _number(home: Household, rating: Rating) -> Cell:
    """The household number as the officer wrote it."""
    if rating.written_id:
        return Slip(rating.written_id, f"rating of an unknown 户号 ({rating.written_id} instead of {home.number})")
    return home.number


def _long(village: Village) -> Iterator[list[Cell]]:
    """The rows of 评议, sorted by household or by officer."""
    spec = village.spec
    pairs = [(home, rating) for home in village.households for rating in home.ratings]
    if not spec.by_household:
        pairs.sort(key=lambda pair: spec.officers.index(pair[1].officer))
    for home, rating in pairs:
        knows = "是" if rating.knows else "否"
        written = _written(spec, rating)
        rest: list[Cell] = [knows, rating.reason, rating.note, spec.rated_on]
        if rating.again is None:
            yield [_number(home, rating), rating.officer, written, *rest]
            continue
        for yuan in (rating.amount, rating.again):
            what = f"{home.number} rated twice by {rating.officer}"
            yield [Slip(home.number, what), rating.officer, _amount(spec, yuan), *rest]


def _officer_sheet(book: Book, village: Village, place: int) -> None:
    """One officer's sheet: the name in the title where there is a label row for the unit, else in the label row."""
    spec = village.spec
    officer = spec.officers[place]
    rows: list[list[Cell]] = []
    for home in village.households:
        if home.ratings:
            rating = home.ratings[place]
            knows = "是" if rating.knows else "否"
            amount = _written(spec, rating)
            rows.append([_number(home, rating), home.head.name, knows, amount, rating.reason, rating.note])
    if spec.label_row:
        title = f"{spec.name}背靠背评议表（网格员：{officer}）"
        book.table(f"评议{place + 1}", _OFFICER, rows, title, {5: f"单位：{spec.unit}"})
    else:
        labels = {0: "网格员：", 1: officer, 4: f"日期：{spec.rated_on}"}
        book.table(f"评议-{officer}", _OFFICER, rows, f"{spec.name}背靠背评议表", labels)
