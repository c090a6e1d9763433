"""The words of real sheets, in one table: headers, labels, sheet names, totals. A bank's profile adds its own.

Words are compared in the form that ``plain`` gives them: without spaces, line breaks, brackets' contents, in half width
and lower case.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from gridcredit.ingest.unreadable import visible
from gridcredit.schema import (
    AMOUNT_UNITS,
    CALENDAR_ROWS,
    HOUSEHOLDS,
    INSPECTION_ROWS,
    LOAN_ROWS,
    MEMBERS,
    OUTCOMES_BY_ID,
    RATINGS,
    REVIEW_ROWS,
    REVISIT_ROWS,
    STAFF_ROWS,
    STATED,
    VILLAGE,
    VISIT_ROWS,
    Column,
)

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    # the village
    "village": ("村名", "村", "行政村", "村居", "村名称", "所属村", "village", "villagename"),
    "village_code": ("村编码", "村代码", "villagecode"),
    "branch": ("支行", "所属支行", "支行名称", "branch"),
    "grid": ("网格", "网格名称", "所属网格", "grid"),
    "township": ("乡镇", "乡镇名称", "所属乡镇", "乡镇街道", "township", "town"),
    "batch": ("批次", "授信批次", "所属批次", "batch", "campaignbatch"),
    "assessed_on": ("评议日期", "评议时间", "日期", "assessedon", "ratingdate", "date"),
    "amount_unit": ("金额单位", "单位", "unit", "amountunit"),
    "cap_yuan": ("最高额度", "授信上限", "最高授信额度", "cap", "maximumline"),
    # households
    "household_id": ("户号", "农户编号", "户编号", "农户号", "householdid", "household", "householdno"),
    "group": ("村组", "组别", "村民小组", "所在组", "组", "group"),
    "head": ("户主", "户主姓名", "head", "householdhead"),
    "id_number": ("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "idnumber", "id"),
    "phone": ("手机号", "手机", "手机号码", "联系电话", "联系方式", "电话", "phone", "mobile"),
    "address": ("地址", "住址", "家庭住址", "家庭地址", "address"),
    "registration_status": ("户籍状态", "registrationstatus"),
    "residence_status": ("居住状态", "居住情况", "residencestatus"),
    "away_place": ("外出地", "外出地点", "awayplace"),
    "return_time": ("返乡时间", "returntime"),
    "size": ("家庭人口", "家庭人口数", "人口数", "家庭人数", "householdsize"),
    "labour_count": ("劳动力人数", "劳动力", "劳动力数", "labourcount", "laborcount"),
    "farmland_mu": ("耕地面积", "承包地面积", "土地面积", "farmland"),
    "floor_area_m2": ("住房面积", "房屋面积", "建筑面积", "floorarea"),
    "income_yuan": ("家庭年收入", "年收入", "家庭年总收入", "income", "annualincome"),
    "expense_yuan": ("家庭年支出", "年支出", "家庭年总支出", "expense", "annualexpense"),
    "assets_yuan": ("总资产", "家庭总资产", "assets"),
    "liabilities_yuan": ("总负债", "家庭总负债", "liabilities"),
    "other_loans_yuan": ("他行贷款", "他行贷款余额", "otherloans"),
    "guarantees_yuan": ("对外担保", "担保", "对外担保金额", "guarantees"),
    "list_status": ("名单", "黑白名单", "名单类别", "list", "liststatus"),
    "list_reason": ("名单原因", "listreason"),
    "business": ("经营项目", "主营项目", "business"),
    "evidence": ("佐证材料", "证明材料", "evidence"),
    "collected_by": ("采集人", "建档人", "collectedby"),
    "collected_on": ("采集日期", "采集时间", "建档日期", "collectedon"),
    "consent": ("信息授权", "授权", "consent"),
    "note": ("备注", "说明", "note", "notes", "remark"),
    # members
    "name": ("姓名", "成员姓名", "家庭成员姓名", "家庭成员", "name"),
    "relation": ("与户主关系", "与户主的关系", "关系", "relation"),
    "birth_date": ("出生日期", "出生年月日", "生日", "birthdate"),
    "age": ("年龄", "周岁", "age"),
    "age_band": ("年龄段", "ageband"),
    "labour": ("劳动能力", "labour", "labor"),
    # ratings
    "officer": ("网格员", "评议员", "评议员姓名", "网格员姓名", "评议人", "officer"),
    "officer_id": ("评议员身份证", "评议员身份证号", "网格员身份证", "网格员身份证号", "officerid"),
    "amount_yuan": (
        *("建议额度", "建议授信额度", "建议的授信额度", "评议额度", "评议员建议额度", "网格员建议额度", "金额"),
        *("amount", "suggestedamount"),
    ),
    "knows": ("是否了解情况", "是否了解", "了解情况", "knows", "knowshousehold"),
    "refusal": ("不予授信情形", "不符合授信原因", "不予授信原因", "不予授信理由", "refusal", "refusalreason"),
    "rated_on": ("评议日期", "评议时间", "日期", "ratedon", "date"),
    "house": ("房屋价值", "房产价值", "house", "housevalue"),
    "town_house": (
        *("城镇房产", "有无城镇房产", "是否有城镇房产", "城镇住房", "有无城镇住房", "城镇购房", "城区房产", "县城房产"),
        *("townhouse", "houseintown"),
    ),
    "car": ("有无车辆", "是否有车", "车辆", "car"),
    "income_band": ("家庭收入", "收入档次", "incomeband"),
    "deposits_yuan": ("存款", "存款余额", "家庭存款", "银行存款", "deposits", "savings"),
    "at_home": ("是否在本地", "是否在家", "athome"),
    "reputation": ("客户信誉度", "信誉度", "信誉", "reputation"),
    "work": ("工作类型", "work"),
    "lives_at": ("长期居住地", "livesat"),
    "model_yuan": ("基础模型测算", "模型测算", "modelfigure"),
    # ballots
    "ballot": ("票号", "评议票号", "ballot", "ballotnumber"),
    "row_code": ("行码", "rowcode"),
    # forms
    "form": ("表号", "form", "formnumber"),
    "met_on": ("会议日期", "meetingdate"),
    "present": ("到会人员", "present"),
    "decision": ("评议决定", "reviewdecision"),
    "line_yuan": ("决定额度", "linedecided"),
    "votes_for": ("同意票", "votesfor"),
    "votes_against": ("反对票", "votesagainst"),
    "votes_abstained": ("弃权票", "votesabstained"),
    "dissent": ("异议", "dissent"),
    "visited_on": ("抽查日期", "visitedon"),
    "visited_by": ("抽查人", "visitedby"),
    "found_yuan": ("抽查额度", "figurefound"),
    # lists that come back
    "inspected_on": ("检查日期", "inspectedon"),
    "inspected_by": ("检查人", "inspectedby"),
    "second_by": ("复核人", "第二检查人", "secondinspector"),
    "use": ("用途核实", "用途相符", "use"),
    "purpose": ("实际用途", "actualpurpose"),
    "trade": ("经营情况", "trade"),
    "income": ("收入变化", "incomeis"),
    "family": ("家庭变化", "changesinthefamily"),
    "repayment": ("还款情况", "repayment"),
    "warning_signs": ("预警信号", "warningsignsseen"),
    "new_loans_yuan": ("他行新增贷款", "newloanselsewhere"),
    "class_advice": ("分类建议", "classadvised"),
    "measures": ("处置措施", "measures"),
    "contacted_on": ("联系日期", "contactedon"),
    "contacted_by": ("走访人", "contactedby"),
    "outcome": ("走访结果", "outcome"),
    "agreed_on": ("约定日期", "agreedon"),
    "back_on": ("返乡日期", "backon"),
    "file_refreshed": ("资料更新", "filerefreshed"),
    # outcomes
    "kind": ("事项", "event"),
    "effective": ("日期", "date"),
    "actor": ("经办人", "actor", "handledby"),
    "result": ("结果", "result"),
    "channel": ("渠道", "方式", "签约方式", "签约渠道", "走访方式", "联系渠道", "channel"),
    # targets
    "due": ("目标日期", "完成日期", "截止日期", "due", "targetdate"),
    "share": ("目标覆盖面", "目标授信覆盖面", "目标比例", "目标授信面", "targetcoverage", "share"),
    "households": ("目标户数", "目标授信户数", "计划户数", "targethouseholds"),
    "start": ("起始日期", "开始日期", "启动日期", "start", "startdate"),
    # calendar and staff
    "day": ("日期", "date", "day"),
    "works": ("安排", "班休", "dayis", "arrangement"),
    "whole_years": ("全年安排", "全年", "wholeyear", "wholeyears"),
    "villages": ("负责村", "包村", "村", "villagesserved", "villages"),
    "per_day": ("每日户数", "每天户数", "日上限", "perday", "householdsaday"),
    "away_from": ("休假自", "休假起", "leavefrom"),
    "away_until": ("休假至", "休假止", "leaveuntil"),
    # exports of the core banking system
    "id_hash": ("证件号摘要", "证件号码摘要", "身份证号摘要", "idhash", "hashedid"),
    "loan": ("借据号", "借据编号", "借据号码", "贷款账号", "贷款帐号", "loan", "loannumber"),
    "stated_on": ("数据日期", "统计日期", "余额日期", "报表日期", "statedon", "datadate"),
    "balance_yuan": ("贷款余额", "借据余额", "贷款本金余额", "本金余额", "loanbalance", "balance"),
    "loan_class": ("五级分类", "五级分类结果", "风险分类", "贷款五级分类", "loanclass", "classification"),
    "overdue_days": ("逾期天数", "最大逾期天数", "overduedays", "dayspastdue"),
    "overdue_yuan": ("逾期金额", "逾期本金", "拖欠本金", "逾期贷款余额", "overdue", "overdueamount"),
    "interest_yuan": ("欠息金额", "欠息", "拖欠利息", "逾期利息", "interestowed", "overdueinterest"),
    "drawn_on": ("放款日期", "发放日期", "借据起始日", "起息日", "贷款发放日", "drawnon", "loandate"),
    "loan_yuan": ("放款金额", "发放金额", "借据金额", "贷款金额", "loanamount"),
}

SHEET_NAMES: Mapping[str, tuple[str, ...]] = {
    "village": ("村", "村情况", "village"),
    "households": ("农户", "households"),
    "members": ("成员", "家庭成员", "members"),
    "outcomes": ("台账", "outcomes"),
    "ratings": ("评议", "评议表", "ratings"),
    "ignored": ("未评议", "不予授信", "未用信", "已用信"),  # a bank's own lists, drawn from what other sheets say
}

OURS = ("gridcreditfindings", "gridcredit检查结果", "gridcredithowto", "gridcredit填写说明")
"""The sheet of findings in a marked copy, and what a ballot says of how it is filled in: no data of the village."""
BESIDE_FORMS = (
    *("householdsunderreview", "户情", "minutesofthereview", "会议纪要"),
    *(
        "inspections",
        "贷后检查",
        "away",
        "外出",
        "contactssofar",
        "联系情况",
        "forthefield",
        "外勤用",
        "arrears",
        "逾期",
        "findings",
        "数据问题",
        "policy",
        "制度",
    ),
)
"""What stands beside the sheet of a form that comes back: to be read by people."""

ROW_NUMBERS = ("序号", "编号", "no", "no.", "#")
TOTALS = ("合计", "小计", "总计", "total", "subtotal")
EXAMPLES = ("示例", "样例", "例", "填写示例", "example")
SET_ASIDE = re.compile("旧$|旧表|[(]旧[)]|作废|草稿|备份|示例|上年|去年|往年|历史|old$|backup|draft")
"""Names of sheets that are not, or no longer, meant."""
FOOTNOTES = ("注:", "备注:", "说明:", "填表说明", "note:", "notes:")
UNITS = AMOUNT_UNITS | {"万": "ten_thousand", "人民币元": "yuan", "人民币万元": "ten_thousand"}
UNIT_WORDS = frozenset(UNITS) | {"岁", "周岁", "亩", "平方米", "㎡", "m2", "人", "个", "户", "%"}
NO_REFUSAL = frozenset({"无", "没有", "否", "-", "—", "——", "/", "none", "no"})
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁韦马苗凤花方俞任袁柳鲍史"
    "唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于时傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季"
    "麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞柯管卢莫房缪解应宗丁邓单洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段"
    "焦侯宁仇甘厉祖武符刘景詹束龙叶司黎薄白蒲赖卓蔺屠蒙池乔阴胥闻翟谭姬申冉桑桂牛边燕尚温庄晏瞿阎习鱼容向古易慎戈廖"
    "耿文寇欧沃蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾关查游司马肖付邸闫仝亓逯"
)

_PLACES = (
    {*(column.name for column in VILLAGE), "officer", "officer_id"},
    {column.name for column in (*HOUSEHOLDS, *MEMBERS, *RATINGS, *STATED, VILLAGE[0])},
    {column.name for column in REVIEW_ROWS},
    {column.name for column in (*REVISIT_ROWS, *STATED)},
    {column.name for column in OUTCOMES_BY_ID},
    {column.name for column in LOAN_ROWS},
    {column.name for column in CALENDAR_ROWS},
    {column.name for column in INSPECTION_ROWS},
    {column.name for column in VISIT_ROWS},
    {column.name for column in STAFF_ROWS},
)
# What stands in brackets explains a header, as （必填） or （元）, but for words that make it another's or another year's.
_OTHERS = re.compile(r"[^、/,;|]*(?:配偶|担保|共同|上年|去年|上期|上次|往年|前年|历史|参考|测算|原|旧)[^、/,;|]*")
_BRACKETS = re.compile(
    rf"\((?!{_OTHERS.pattern}\))[^()]*\)|\[(?!{_OTHERS.pattern}\])[^\[\]]*\]|【(?!{_OTHERS.pattern}】)[^【】]*】"
)
_STARS = "*★☆※"


@lru_cache(maxsize=4096)
def plain_text(text: str) -> str:
    squeezed = "".join(unicodedata.normalize("NFKC", visible(text)).split())
    return _BRACKETS.sub("", squeezed).rstrip(f":{_STARS}").lstrip(_STARS).lower()


def plain(cell: object) -> str:
    """A header, label or sheet name as it is compared: ``" 建议额度\\n（元）"`` → ``"建议额度"``; '' if no text."""
    return plain_text(cell) if isinstance(cell, str) else ""


@dataclass(frozen=True)
class Refusal:
    """A bank's reason for refusing: its stable ``code``, the texts that mean it, whether it is hard, and where the
    bank laid it down.
    """

    code: str
    texts: tuple[str, ...]
    hard: bool
    source: str = ""


@dataclass(frozen=True)
class LoanList:
    """Of an export of loans: whether it holds ``every_loan`` of the bank's that is owed on its day, so that one which it no
    longer names is paid off; and whether that day stands in the file's name alone.
    """

    every_loan: bool = False
    day_in_file_name: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """Which words mean what: the standard ones, and what a bank's profile adds.

    ``headers``: column name → further plain headers; ``ignored``: plain headers that are known and not read;
    ``options``: column name → the bank's word → our code; ``sheets``: role → patterns of sheet names; ``unit``: of
    amounts where no sheet states one; ``loans``: how the bank's list of loans is meant.
    """

    bank: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    unit: str | None = None
    loans: LoanList = LoanList()
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _tables: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, name: str) -> tuple[str, ...]:
        """The headers and labels that mean the column ``name``, in plain form."""
        if name not in self._words:
            ours = (word for word in SYNONYMS[name] if not self._taken(word, name))
            self._words[name] = (*ours, *self.headers.get(name, ()))
        return self._words[name]

    def _taken(self, word: str, name: str) -> bool:
        """Whether the bank gives our ``word`` for the column ``name`` another meaning, or none."""
        others = (other for other, given in self.headers.items() if word in given and other != name)
        return word in self.ignored or any(side_by_side(other, name) for other in others)

    def meaning(self, text: str, columns: Sequence[Column]) -> str | None:
        """The column among ``columns`` that the plain ``text`` stands for; the bank's words come before ours."""
        key = tuple(column.name for column in columns)
        if key not in self._tables:
            table: dict[str, str] = {}
            for name in key:
                table |= dict.fromkeys(self.headers.get(name, ()), name)
            for name in key:
                for word in self.of(name):
                    table.setdefault(word, name)
            self._tables[key] = table
        return self._tables[key].get(text)

    def roles_of(self, sheet: str) -> list[str]:
        """What a sheet's name says it is, keys of ``SHEET_NAMES``: none, one, or several where the bank's patterns clash.

        A name that the bank gives whole goes before its patterns, and those before our names.
        """
        return self._roles_by_bank(sheet) or [role for role, names in SHEET_NAMES.items() if plain(sheet) in names]

    def named_by_bank(self, sheet: str) -> bool:
        """Whether the bank says what the sheet is."""
        return bool(self._roles_by_bank(sheet))

    def ignores(self, sheet: str) -> bool:
        """Whether the bank says that the sheet is not to be read."""
        return self._roles_by_bank(sheet) == ["ignored"]

    def _roles_by_bank(self, sheet: str) -> list[str]:
        name = sheet_name(sheet)
        exact = [role for role, patterns in self.sheets.items() if name in patterns]
        return exact or [role for role, given in self.sheets.items() if any(fnmatchcase(name, one) for one in given)]

    def options_of(self, column: Column) -> Mapping[str, str]:
        return {**(column.options or {}), **self.options.get(column.name, {})}

    @cached_property
    def refusal_texts(self) -> Mapping[str, Refusal]:
        return {whole(text): refusal for refusal in self.refusals for text in (refusal.code, *refusal.texts)}

    def refusals_in(self, cell: str) -> list[Refusal] | None:
        """The reasons a cell names, each matched whole; None where a part of it is none of the bank's reasons."""
        for separators in ("", r"[\n;；]", r"[\n;；、,，]"):
            parts = [part for part in (re.split(separators, cell) if separators else [cell]) if part.strip()]
            found = [self.refusal_texts.get(whole(part)) for part in parts]
            if parts and all(found):
                return list(dict.fromkeys(refusal for refusal in found if refusal))
        return None


STANDARD = Vocabulary()


def sheet_name(text: str) -> str:
    """A sheet's name, or a pattern of such names, as it is compared."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def whole(text: str) -> str:
    """A reason for refusing as it is compared: all of its text, without spaces and a full stop at its end."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.").lower()


def side_by_side(name: str, other: str) -> bool:
    """Whether the columns may stand in one place, so that one word cannot mean both."""
    return any(name in place and other in place for place in _PLACES)


def is_name(text: str) -> bool:
    """Whether ``text`` reads as a Chinese person's name: two to four characters, a surname first."""
    return re.fullmatch(r"[㐀-鿿䶮·]{2,4}", text) is not None and text[0] in SURNAMES


def village_in(texts: Iterable[str]) -> str | None:
    """The one part of the texts (a file's, folder's or sheet's name) that reads as a village's name; None if unclear."""
    found = {part for text in texts for part in parts_of(text) if villages_in(part) == {part}}
    return found.pop() if len(found) == 1 else None


def villages_in(text: str) -> set[str]:
    """The villages that a title or a sheet's name begins its parts with, as 李家村 in 李家村评议表; 整村 is none, 农村 neither."""
    found = (re.match(r"[㐀-鿿]{1,8}(?:村|社区|屯|寨)(?![民委组级镇里])", part) for part in parts_of(text))
    return {match[0] for match in found if match and not re.search("(?:[整全本各农乡分]|行政|自然)村$", match[0])}


def officer_in(text: str) -> str | None:
    """The one part of a sheet's or file's name that reads as a person's name; None if none or several do."""
    found = people_in(text)
    return found.pop() if len(found) == 1 else None


def people_in(text: str) -> set[str]:
    """The parts of a sheet's or file's name that read as persons' names."""
    rest = [re.sub("评议表|评议员|网格员|打分表|评议|评分表|评级表", "", part) for part in parts_of(text)]
    return {part for part in rest if names_person(part)}


def names_person(text: str) -> bool:
    """Whether ``text`` is a person's name and not, by its last character, a place's, an office's or a list's."""
    return is_name(text) and not re.search("[村社屯寨镇乡区组行部户表稿册]$", text)


def parts_of(text: str) -> list[str]:
    return [
        part
        for part in re.split(r"[\s\-_—–·.,，、()（）\[\]【】《》:：0-9]+", unicodedata.normalize("NFKC", text))
        if part
    ]
