"""Make the village of the benchmark: ``python benchmarks/make_village.py FILE.xlsx [--households 800] [--seed 1]``.

A standard village workbook (docs of ``gridcredit template village``) with the sheets 村, 农户, 成员 and 评议, all of
their columns, and decisions of every status. Everybody in it is invented: the area code of the ID numbers is nobody's,
no mobile number begins with 10. Equal arguments give equal bytes.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

VILLAGE = "基准村"
DAY = date(2016, 3, 18)
CAP = 200_000
OFFICERS = ("洪建平", "林永康", "陈雪芬")
AREA = "999999"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "王张陈林周吴徐孙朱胡郭何高罗郑梁谢宋唐许"
GIVEN = [
    "建国",
    "志强",
    "海波",
    "文斌",
    "永明",
    "卫东",
    "利民",
    "晓东",
    "秀英",
    "丽华",
    "海燕",
    "美芳",
    "红梅",
    "春燕",
    "小红",
    "佳怡",
    "子涵",
    "俊杰",
    "阿香",
    "根生",
]
TRADES = [
    "柑橘种植",
    "水稻种植",
    "水产养殖",
    "小超市",
    "五金加工",
    "服装加工",
    "木工",
    "水电安装",
    "个体经营",
    "外出务工",
]
EVIDENCE = (None, "房产证复印件", "土地承包合同", "银行流水", "行驶证复印件", "工资证明")
REFUSALS = ("不良嗜好", "家庭不和", "信誉差", "恶意逃废债务")
HOUSEHOLD_COLUMNS = [
    "户号",
    "村组",
    "户主",
    "身份证号",
    "手机号",
    "地址",
    "户籍状态",
    "居住状态",
    "外出地",
    "返乡时间",
    "家庭年收入",
    "家庭年支出",
    "总资产",
    "总负债",
    "他行贷款",
    "对外担保",
    "名单",
    "名单原因",
    "经营项目",
    "佐证材料",
    "采集人",
    "采集日期",
    "信息授权",
    "备注",
]
MEMBER_COLUMNS = ["户号", "姓名", "与户主关系", "身份证号", "出生日期", "年龄", "劳动能力", "手机号", "备注"]
RATING_COLUMNS = ["户号", "网格员", "建议额度", "是否了解情况", "不予授信情形", "备注", "评议日期"]

Cell = str | int | date | None
Row = list[Cell]


class People:
    """ID and phone numbers that no other person of the village has."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def id_number(self, born: date, male: bool) -> str:
        while True:
            first = f"{AREA}{born:%Y%m%d}{self._rng.randrange(500) * 2 + male:03d}"
            if first not in self._taken:
                self._taken.add(first)
                total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
                return first + "10X98765432"[total % 11]

    def phone(self) -> str:
        while True:
            number = f"1000{self._rng.randrange(10**7):07d}"
            if number not in self._taken:
                self._taken.add(number)
                return number

    def born(self, youngest: int, oldest: int) -> date:
        return DAY - timedelta(days=self._rng.randrange(youngest * 366, oldest * 365))

    def name(self) -> str:
        return self._rng.choice(SURNAMES) + self._rng.choice(GIVEN)


def household_row(rng: Random, people: People, number: int) -> Row:
    income = rng.randrange(15, 160) * 1000
    residence = rng.choices(("在家", "季节外出", "举家外出"), (82, 10, 8))[0]
    mark = rng.choices(("白", "灰", "黑"), (94, 3, 3))[0]
    loans = rng.choice((0, 0, 0, 30_000, 80_000))
    return [
        f"JZ{number:04d}",
        f"{number * 8 // 801 + 1}组",
        people.name(),
        people.id_number(people.born(32, 75), rng.random() < 0.8),
        people.phone(),
        f"{VILLAGE}{number}号",
        rng.choices(("正常", "空挂", "集体户", "销户"), (93, 3, 2, 2))[0],
        residence,
        None if residence == "在家" else rng.choice(("杭州", "上海", "宁波", "温州")),
        "春节" if residence == "季节外出" else None,
        income,
        income * rng.randrange(35, 70) // 100,
        rng.randrange(8, 70) * 10_000,
        loans + rng.choice((0, 0, 10_000, 50_000)),
        loans,
        rng.choice((0, 0, 0, 50_000, 100_000)),
        mark,
        {"白": None, "灰": "对外担保逾期", "黑": "法院失信被执行人"}[mark],
        rng.choice(TRADES),
        rng.choice(EVIDENCE),
        rng.choice(OFFICERS),
        DAY - timedelta(days=rng.randrange(5, 60)),
        "是" if rng.random() < 0.95 else None,
        "回访时补证明" if rng.random() < 0.05 else None,
    ]


def member_rows(rng: Random, people: People, head: Row) -> Iterator[Row]:
    """The head and 0 to 6 others, 3.6 persons a household."""
    yield [head[0], head[2], "户主", head[3], None, DAY.year - int(str(head[3])[6:10]), "有", head[4], None]
    year = int(str(head[3])[6:10])
    relations = ("配偶", "儿子", "女儿", "父亲", "母亲", "孙子")
    for relation in relations[: rng.choices(range(7), (6, 14, 26, 30, 16, 6, 2))[0]]:
        years = {"父亲": (-30, -22), "母亲": (-28, -20), "孙子": (46, 60), "配偶": (-2, 3)}.get(relation, (20, 34))
        born = min(date(year + rng.randrange(*years), rng.randrange(1, 13), rng.randrange(1, 29)), DAY)
        adult = (DAY - born).days > 18 * 366
        ability = "无" if not adult else "部分" if relation in ("父亲", "母亲") else "有"
        male = relation in ("儿子", "父亲", "孙子") if relation != "配偶" else int(str(head[3])[16]) % 2 == 0
        identity = people.id_number(born, male) if adult else None
        yield [head[0], people.name(), relation, identity, born, None, ability, people.phone() if adult else None, None]


def amounts(rng: Random) -> list[int]:
    """The three officers' amounts: mostly near each other, some apart, some far, a few over the cap or next to none."""
    base = rng.choice((20, 30, 40, 50, 50, 60, 80, 100, 120, 150)) * 1000
    match rng.choices(("near", "pair", "apart", "far", "high", "tiny"), (50, 20, 14, 10, 4, 2))[0]:
        case "near":
            factors = [1.0, 1.0, rng.choice((1.0, 1.05, 1.1, 1.2))]
        case "pair":
            factors = [1.0, 1.1, rng.choice((0.6, 1.7, 2.0))]
        case "apart":
            factors = [1.0, 1.3, 1.7]
        case "far":
            factors = [0.5, 1.0, 1.6]
        case "high":
            return [CAP, CAP + 20_000, CAP + 40_000]
        case _:
            return [500, 500, 600]
    figures = [round(base * factor / 1000) * 1000 for factor in factors]
    rng.shuffle(figures)
    return figures


def rating_rows(rng: Random, household: Cell) -> Iterator[Row]:
    """A row per officer; some do not know the household, some refuse it, by a reason or by the amount 0."""
    what = rng.choices(("amounts", "unknown", "some", "most"), (78, 13, 6, 3))[0]
    special = rng.sample(OFFICERS, {"amounts": 0, "unknown": rng.choice((1, 1, 2, 3)), "some": 1, "most": 2}[what])
    for officer, figure in zip(OFFICERS, amounts(rng), strict=True):
        amount: int | None = figure
        knows, refusal = "是", None
        if officer in special:
            amount = None
            if what == "unknown":
                knows = rng.choice(("是", "否"))
            elif rng.random() < 0.5:
                amount = 0
            else:
                refusal = rng.choice(REFUSALS)
        note = "子女在外工作" if rng.random() < 0.04 else None
        yield [household, officer, amount, knows, refusal, note, DAY - timedelta(days=rng.randrange(10))]


def write_table(workbook: xlsxwriter.Workbook, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = workbook.add_worksheet(name)
    head = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, len(columns) - 1, 12)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, columns, head)
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, position, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, position, datetime(value.year, value.month, value.day), day)
            elif value is not None:
                sheet.write_number(number, position, value)


def make(path: Path, households: int = 800, seed: int = 1) -> None:
    rng = Random(seed)
    people = People(rng)
    roster = [household_row(rng, people, number) for number in range(1, households + 1)]
    members = [row for head in roster for row in member_rows(rng, people, head)]
    ratings = [row for head in roster for row in rating_rows(rng, head[0])]
    workbook = xlsxwriter.Workbook(path)
    workbook.set_properties({"title": VILLAGE, "created": datetime(DAY.year, DAY.month, DAY.day)})
    facts: list[Row] = [
        ["村编码", "JZ01"],
        ["支行", "基准支行"],
        ["网格", "基准网格"],
        ["评议日期", DAY],
        ["金额单位", "元"],
        ["最高额度", CAP],
    ]
    write_table(workbook, "村", ("村名", VILLAGE), facts)
    write_table(workbook, "农户", HOUSEHOLD_COLUMNS, roster)
    write_table(workbook, "成员", MEMBER_COLUMNS, members)
    write_table(workbook, "评议", RATING_COLUMNS, ratings)
    workbook.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the village workbook of the benchmark.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--households", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    make(arguments.file, arguments.households, arguments.seed)


if __name__ == "__main__":
    main()
