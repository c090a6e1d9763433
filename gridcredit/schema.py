"""The tables that flow from stage to stage: columns, kinds, keys.

Amounts are whole yuan, dates ``datetime.date``, keys text. ``SHEETS`` describes what stands in workbooks (contract §3);
``DECISIONS``, ``EVENTS`` and the like are the column lists of tables that the stages make.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Columns = Mapping[str, Sequence[Any]]
"""A table: its columns by name, of equal length; a missing value is None."""


class Kind(StrEnum):
    """How a cell is read; a FIGURE is an amount where it reads as one, else its words; a BALANCE is an amount of which a part
    of a yuan counts as one; a SHARE, such as 80 %, is read in hundredths of a percent.
    """

    KEY = "key"
    TEXT = "text"
    AMOUNT = "amount"
    FIGURE = "figure"
    BALANCE = "balance"
    DATE = "date"
    OPTION = "option"
    AGE = "age"
    COUNT = "count"
    DAYS = "days"
    HOUSEHOLDS = "households"
    SHARE = "share"
    AREA = "area"
    PERSON = "person"
    ID_NUMBER = "id_number"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. ``decisive``: a cell that cannot be read costs the whole row, not the cell alone."""

    name: str
    header: str
    kind: Kind = Kind.TEXT
    required: bool = False
    decisive: bool = False
    options: Mapping[str, str] | None = None


REGISTRATION = {"正常": "normal", "空挂": "vacant", "集体户": "collective", "销户": "deregistered"}
RESIDENCE = {"在家": "home", "季节外出": "seasonal", "举家外出": "away"}
LISTS = {"白": "white", "灰": "grey", "黑": "black", "白名单": "white", "灰名单": "grey", "黑名单": "black"}
_TICKS = {"√": "yes", "✓": "yes", "✔": "yes", "×": "no", "✗": "no", "✘": "no"}
YES_NO = {"是": "yes", "否": "no", "y": "yes", "n": "no"} | _TICKS
KNOWING = YES_NO | {"了解": "yes", "不了解": "no"}
HAVING = YES_NO | {"有": "yes", "无": "no", "没有": "no"}
PRESENCE = YES_NO | {"在": "yes", "不在": "no", "本地": "yes", "外地": "no"}
AGE_BANDS = {"儿童": "child", "未成年": "child", "成年": "adult", "劳动年龄": "adult", "老年": "old", "老人": "old"}
RELATIONS = {
    word: code
    for code, words in {
        "head": "户主 本人 户主本人 head",
        "spouse": "配偶 妻 妻子 丈夫 夫 爱人 老婆 spouse wife husband",
        "child": "子 女 儿子 女儿 长子 次子 三子 长女 次女 三女 独生子 独生女 之子 之女 child son daughter",
        "child_in_law": "儿媳 媳妇 女婿 长媳 次媳",
        "parent": "父 母 父亲 母亲 公公 婆婆 岳父 岳母 parent father mother",
        "grandchild": "孙子 孙女 外孙 外孙女 孙 grandchild grandson granddaughter",
        "grandparent": "祖父 祖母 爷爷 奶奶 外祖父 外祖母 grandparent grandfather grandmother",
    }.items()
    for word in words.split()
}
AMOUNT_UNITS = {"元": "yuan", "万元": "ten_thousand"}
OUTCOMES = {
    "签约": "signed",
    "发卡": "carded",
    "用信": "drawdown",
    "还款": "repayment",
    "贷后检查": "inspection",
    "营销走访": "visit",
    "拒签": "signing_refused",
    "列入名单": "listed",
    "移出名单": "unlisted",
    "冻结": "frozen",
    "解冻": "unfrozen",
    "注销": "cancelled",
}
CHANNELS = {
    word: code
    for code, words in {
        "collective": "集中 集中签约 collective collectively",
        "door": "上门 上门签约 入户 door atthedoor",
        "counter": "柜面 柜台 柜面签约 counter atthecounter",
        "phone": "电话 phone byphone",
        "wechat": "微信 wechat bywechat",
        "sms": "短信 sms bytextmessage",
    }.items()
    for word in words.split()
}
_WAYS_TO_SIGN = ("collective", "door", "counter")
CHANNELS_OF: Mapping[str, Sequence[str]] = {
    "signed": _WAYS_TO_SIGN,
    "signing_refused": _WAYS_TO_SIGN,
    "visit": ("door", "phone", "wechat", "sms"),
}
"""By which ways a kind of event comes about; others tell none."""

VILLAGE = (
    Column("village", "村名", Kind.KEY, required=True),
    Column("village_code", "村编码"),
    Column("branch", "支行"),
    Column("grid", "网格"),
    Column("township", "乡镇"),
    Column("batch", "批次"),
    Column("assessed_on", "评议日期", Kind.DATE, decisive=True),
    Column("amount_unit", "金额单位", Kind.OPTION, decisive=True, options=AMOUNT_UNITS),
    Column("cap_yuan", "最高额度", Kind.AMOUNT, decisive=True),
)

HOUSEHOLDS = (
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("group", "村组"),
    Column("head", "户主", Kind.PERSON, required=True),
    Column("id_number", "身份证号", Kind.ID_NUMBER),
    Column("phone", "手机号", Kind.PHONE),
    Column("address", "地址"),
    Column("registration_status", "户籍状态", Kind.OPTION, decisive=True, options=REGISTRATION),
    Column("residence_status", "居住状态", Kind.OPTION, decisive=True, options=RESIDENCE),
    Column("away_place", "外出地"),
    Column("return_time", "返乡时间"),
    Column("size", "家庭人口", Kind.COUNT),
    Column("labour_count", "劳动力人数", Kind.COUNT),
    Column("farmland_mu", "耕地面积", Kind.AREA),
    Column("floor_area_m2", "住房面积", Kind.AREA),
    Column("income_yuan", "家庭年收入", Kind.AMOUNT),
    Column("expense_yuan", "家庭年支出", Kind.AMOUNT),
    Column("assets_yuan", "总资产", Kind.AMOUNT),
    Column("liabilities_yuan", "总负债", Kind.AMOUNT),
    Column("other_loans_yuan", "他行贷款", Kind.AMOUNT),
    Column("guarantees_yuan", "对外担保", Kind.AMOUNT),
    Column("list_status", "名单", Kind.OPTION, decisive=True, options=LISTS),
    Column("list_reason", "名单原因"),
    Column("business", "经营项目"),
    Column("evidence", "佐证材料"),
    Column("collected_by", "采集人"),
    Column("collected_on", "采集日期", Kind.DATE),
    Column("consent", "信息授权", Kind.OPTION, options=YES_NO),
    Column("note", "备注"),
)

MEMBERS = (
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("name", "姓名", Kind.PERSON, required=True),
    Column("relation", "与户主关系", required=True),
    Column("id_number", "身份证号", Kind.ID_NUMBER),
    Column("birth_date", "出生日期", Kind.DATE),
    Column("age", "年龄", Kind.AGE),
    Column("age_band", "年龄段", Kind.OPTION, options=AGE_BANDS),
    Column("labour", "劳动能力"),
    Column("phone", "手机号", Kind.PHONE),
    Column("note", "备注"),
)

RATINGS = (
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("officer", "网格员", Kind.PERSON, required=True),
    Column("amount_yuan", "建议额度", Kind.AMOUNT, decisive=True),
    Column("knows", "是否了解情况", Kind.OPTION, decisive=True, options=KNOWING),
    Column("refusal", "不予授信情形", decisive=True),
    Column("note", "备注"),
    Column("rated_on", "评议日期", Kind.DATE),
)

# What an officer says about a household beside the rating, kept officer by officer to be compared.
STATED = (
    Column("house", "房屋价值", Kind.FIGURE),
    Column("town_house", "城镇房产", Kind.OPTION, options=HAVING),
    Column("car", "有无车辆", Kind.OPTION, options=HAVING),
    Column("income_band", "家庭收入"),
    Column("deposits_yuan", "存款", Kind.AMOUNT),
    Column("at_home", "是否在本地", Kind.OPTION, options=PRESENCE),
    Column("reputation", "客户信誉度"),
    Column("business", "经营项目"),
    Column("work", "工作类型"),
    Column("lives_at", "长期居住地"),
    Column("model_yuan", "基础模型测算", Kind.AMOUNT),
)

OUTCOME_ROWS = (
    Column("village", "村", Kind.KEY, required=True),
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("kind", "事项", Kind.OPTION, required=True, decisive=True, options=OUTCOMES),
    Column("effective", "日期", Kind.DATE, required=True, decisive=True),
    Column("amount_yuan", "金额", Kind.AMOUNT, decisive=True),
    Column("actor", "经办人"),
    Column("result", "结果", decisive=True),
    Column("note", "备注"),
    Column("channel", "渠道", decisive=True, options=CHANNELS),
)

# By whom a row of the core banking system's exports is known, where it does not name village and household number.
BY_ID = (
    Column("id_number", "身份证号", Kind.ID_NUMBER, decisive=True),
    Column("id_hash", "证件号摘要", decisive=True),
)
_KEYS = ("village", "household_id")
# What such an export has that tells one event a row, as 台账 does.
OUTCOMES_BY_ID = (*(replace(column, required=column.required and column.name not in _KEYS) for column in OUTCOME_ROWS), *BY_ID)  # fmt: skip
LOAN_CLASSES = {
    "正常": "normal",
    "正常类": "normal",
    "关注": "special_mention",
    "关注类": "special_mention",
    "次级": "substandard",
    "次级类": "substandard",
    "可疑": "doubtful",
    "可疑类": "doubtful",
    "损失": "loss",
    "损失类": "loss",
}
# One that tells a loan a row, as it stands at the end of a day.
LOAN_ROWS = (
    Column("village", "村", Kind.KEY),
    Column("household_id", "户号", Kind.KEY),
    *BY_ID,
    Column("loan", "借据号", Kind.KEY, required=True),
    Column("stated_on", "数据日期", Kind.DATE, decisive=True),
    Column("balance_yuan", "贷款余额", Kind.BALANCE, required=True, decisive=True),
    Column("loan_class", "五级分类", Kind.OPTION, decisive=True, options=LOAN_CLASSES),
    Column("overdue_days", "逾期天数", Kind.DAYS, decisive=True),
    Column("overdue_yuan", "逾期金额", Kind.BALANCE, decisive=True),
    Column("interest_yuan", "欠息金额", Kind.BALANCE, decisive=True),
    Column("drawn_on", "放款日期", Kind.DATE, decisive=True),
    Column("loan_yuan", "放款金额", Kind.BALANCE, decisive=True),
)

_LOAN_CLASSES_TOO = {code.replace("_", ""): code for code in LOAN_CLASSES.values()}
USES = {"相符": "yes", "不符": "no", "无法核实": "unclear", "asagreed": "yes", "otherwise": "no", "unclear": "unclear"}
TRADES = {
    "正常": "normal",
    "下滑": "falling",
    "停业": "stopped",
    "normal": "normal",
    "falling": "falling",
    "stopped": "stopped",
}
INCOMES = {"增加": "more", "持平": "same", "减少": "less", "more": "more", "thesame": "same", "less": "less"}
REPAYMENTS = {
    "按时": "in_time",
    "逾期": "late",
    "未到期": "not_due",
    "intime": "in_time",
    "late": "late",
    "notdueyet": "not_due",
}
# What a post-loan inspection finds, on its form.
INSPECTION_ROWS = (
    Column("village", "村", Kind.KEY, required=True),
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("inspected_on", "检查日期", Kind.DATE, required=True, decisive=True),
    Column("inspected_by", "检查人", Kind.PERSON, required=True),
    Column("second_by", "复核人", Kind.PERSON, required=True),
    Column("use", "用途核实", Kind.OPTION, required=True, decisive=True, options=USES),
    Column("purpose", "实际用途"),
    Column("trade", "经营情况", Kind.OPTION, decisive=True, options=TRADES),
    Column("income", "收入变化", Kind.OPTION, decisive=True, options=INCOMES),
    Column("family", "家庭变化"),
    Column("repayment", "还款情况", Kind.OPTION, decisive=True, options=REPAYMENTS),
    Column("warning_signs", "预警信号"),
    Column("new_loans_yuan", "他行新增贷款", Kind.AMOUNT, decisive=True),
    Column(
        "class_advice", "分类建议", Kind.OPTION, required=True, decisive=True, options=LOAN_CLASSES | _LOAN_CLASSES_TOO
    ),
    Column("measures", "处置措施"),
    Column("note", "备注"),
)
VISIT_RESULTS = {
    word: code
    for code, words in {
        "success": "成功 已联系 已见面 见面 success",
        "failed": "失败 未遇 无人 未联系上 未接 failed",
        "moved": "已搬走 搬走 迁走 moved",
        "later": "改日 改约 另约 later",
    }.items()
    for word in words.split()
}
_TO_VISIT = {word: code for word, code in CHANNELS.items() if code in CHANNELS_OF["visit"]}
# What came of a visit, on its form.
VISIT_ROWS = (
    Column("village", "村", Kind.KEY, required=True),
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("contacted_on", "联系日期", Kind.DATE, required=True, decisive=True),
    Column("contacted_by", "走访人", Kind.PERSON, required=True),
    Column("channel", "渠道", Kind.OPTION, required=True, decisive=True, options=_TO_VISIT),
    Column("outcome", "走访结果", Kind.OPTION, required=True, decisive=True, options=VISIT_RESULTS),
    Column("agreed_on", "约定日期", Kind.DATE, decisive=True),
    Column("back_on", "返乡日期", Kind.DATE, decisive=True),
    Column("file_refreshed", "资料更新", Kind.OPTION, decisive=True, options=YES_NO | {"yes": "yes", "no": "no"}),
    Column("note", "备注"),
)

# A sheet of targets: where a village is to be on a day, as a share of its roster or in households.
TARGET_ROWS = (
    Column("village", "村", Kind.KEY, required=True),
    Column("due", "目标日期", Kind.DATE, required=True),
    Column("share", "目标覆盖面", Kind.SHARE, decisive=True),
    Column("households", "目标户数", Kind.HOUSEHOLDS, decisive=True),
    Column("start", "起始日期", Kind.DATE, decisive=True),
    Column("note", "备注"),
)

DAYS = {
    "休": "off",
    "放假": "off",
    "休息": "off",
    "休假": "off",
    "班": "work",
    "上班": "work",
    "调休上班": "work",
    "补班": "work",
} | {
    "off": "off",
    "working": "work",
}
# A bank's own calendar: days that are not as the State Council arranged, or all of a year.
CALENDAR_ROWS = (
    Column("day", "日期", Kind.DATE, required=True, decisive=True),
    Column("works", "安排", Kind.OPTION, required=True, decisive=True, options=DAYS),
    Column("note", "备注"),
)
# Who goes where: an officer a row, in several rows where there are several villages or leaves.
STAFF_ROWS = (
    Column("officer", "网格员", Kind.PERSON, required=True),
    Column("branch", "支行"),
    Column("villages", "负责村"),
    Column("per_day", "每日户数", Kind.COUNT, decisive=True),
    Column("away_from", "休假自", Kind.DATE, decisive=True),
    Column("away_until", "休假至", Kind.DATE, decisive=True),
    Column("note", "备注"),
)

REVIEW_DECISIONS = {
    "同意授信": "granted",
    "不予授信": "declined",
    "缓议": "deferred",
    "grant": "granted",
    "grantnothing": "declined",
    "putoff": "deferred",
}
# What a collective review decides on a household, on its form.
REVIEW_ROWS = (
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("decision", "评议决定", Kind.OPTION, required=True, decisive=True, options=REVIEW_DECISIONS),
    Column("line_yuan", "决定额度", Kind.AMOUNT, decisive=True),
    Column("votes_for", "同意票", Kind.COUNT, decisive=True),
    Column("votes_against", "反对票", Kind.COUNT, decisive=True),
    Column("votes_abstained", "弃权票", Kind.COUNT, decisive=True),
    Column("dissent", "异议"),
    Column("note", "备注"),
)
# What a re-visit finds, on its form, beside the facts of ``STATED`` that it asks for.
REVISIT_ROWS = (
    Column("household_id", "户号", Kind.KEY, required=True),
    Column("visited_on", "抽查日期", Kind.DATE, required=True, decisive=True),
    Column("visited_by", "抽查人", Kind.PERSON, required=True),
    Column("found_yuan", "抽查额度", Kind.AMOUNT, decisive=True),
    Column("note", "备注"),
)

# The last one stays inside: the decisions file of contract §6 has the others.
DECISIONS = (
    "household_id",
    "status",
    "credit_line_yuan",
    "suggested_line_yuan",
    "basis",
    "reason_codes",
    "counting_ratings",
    "outlying_officers",
)

# What further rules add to a decision (``board.added``).
DECIDED: tuple[str, ...] = (
    "evidence_tier",
    "counted_assets_yuan",
    "missing_documents",
    "model_yuan",
    "borrower",
    "borrower_row",
    "borrower_notes",
    "exposure_yuan",
    "related",
    "valid_until",
    "review_on",
)

STATUSES = ("granted", "referred", "declined", "no_conclusion", "excluded")

FINDINGS = ("code", "severity", "file", "sheet", "cell", "household_id", "message", "remedy")


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows read = accepted + rejected."""

    read: int = 0
    rejected: int = 0

    @property
    def accepted(self) -> int:
        return self.read - self.rejected

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.read + other.read, self.rejected + other.rejected)


def height(table: Columns) -> int:
    """The number of rows."""
    return len(next(iter(table.values()), ()))


def column_of(table: Columns, name: str) -> Sequence[Any]:
    """A column, blank where the table lacks it."""
    return table[name] if name in table else [None] * height(table)


def rows_of(table: Columns, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of a table, the columns ``names`` of them."""
    return list(zip(*(table[name] for name in names)))
