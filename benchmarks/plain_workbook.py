"""The peer's result workbook: the sheets of gridcredit's with the same columns and rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from plain_page import CENTRED, DAY, NOTE, RATE, TABLE, WARNING, WRAP, YUAN, Page

STATUS = {
    "granted": "已授信",
    "referred": "集体评议",
    "declined": "不予授信",
    "no_conclusion": "暂无结论",
    "excluded": "不在册",
}
BASIS = {"close_all": "额度接近", "close_majority": "多数接近", "compromise": "折中", "": ""}
REASONS = {
    "LIST_BLACK": "黑名单",
    "LIST_GREY": "灰名单",
    "TOO_FEW_RATINGS": "有效评议不足",
    "REFUSED_BY_MAJORITY": "多数网格员拒绝",
    "REFUSED_BY_SOME": "部分网格员拒绝",
    "SPREAD_TOO_WIDE": "评议差距过大",
    "CAPPED": "已封顶",
    "BELOW_MINIMUM": "低于最低额度",
}
NO_PROMISE = "预授信不构成贷款承诺；每笔贷款以申请时的审批为准。"
GROUP_ONLY = "内部资料：仅限授信小组使用"
SOURCE = "gridcredit default policy"
LUNAN = "Lunan Sub-branch, 2016-06-25"
AFTER = f"{SOURCE}, after {LUNAN}"
FARM = f"{SOURCE}, after the official definition of farm households"
FILE_FIELDS = "村组、户主、身份证号、手机号、地址、户籍状态、居住状态、家庭年收入、采集人、采集日期、信息授权"
POLICY = (
    ("counting", "有效评议最少份数", "3", "评议", AFTER, "4.2; 三名网格员背靠背评议"),
    ("denominators", "净授信面剔除的户籍状态", "空挂、集体户", "户籍状态", FARM, "5, coverage_net"),
    ("denominators", "净授信面剔除的居住状态", "举家外出", "居住状态", FARM, "5, coverage_net"),
    ("denominators", "净授信面剔除的名单", "灰名单、黑名单", "名单", SOURCE, "5, coverage_net"),
    ("filing", "农户档案必填项", FILE_FIELDS, "列", SOURCE, "5, filing"),
    (
        "filing",
        "档案中每名成员的必填项",
        "姓名、与户主关系、出生日期 / 年龄",
        "列",
        AFTER,
        "5, filing; 把家庭成员信息建立完成才有效",
    ),
    ("inspection", "小额用信余额上限（含）", "100,000", "元（含）", LUNAN, "针对用信10万元(含)以内的客户"),
    ("inspection", "小额用信后首次检查期限", "1", "个月", LUNAN, "要在一个月内进行检查"),
    ("inspection", "大额用信后首次检查期限", "7", "天", LUNAN, "用信10万元以上的客户,要在一周内进行检查"),
    ("inspection", "复查间隔", "6", "个月，自上次检查日起", LUNAN, "之后每半年检查一次"),
    ("limits", "单户最高授信额度", "300,000", "元", SOURCE, "4.5"),
    ("limits", "授信额度向下取整到", "1,000", "元", SOURCE, "4.5"),
    ("limits", "最低授信额度", "1,000", "元", SOURCE, "4.5"),
    ("lists", "不予授信的名单", "黑名单", "名单", SOURCE, "4.1"),
    ("lists", "转集体评议的名单", "灰名单", "名单", SOURCE, "4.1"),
    (
        "reconcile",
        "评议额度接近的标准：相差不超过",
        "20",
        "%，以最高额度为基数（含）",
        AFTER,
        "4.4; 根据额度接近或折中原则",
    ),
    ("reconcile", "折中时，最高评议额度超过此比例即转集体评议", "200", "%，以最低额度为基数（不含）", SOURCE, "4.4"),
    ("refusals", "拒绝评议超过此比例即不予授信", "50", "%，以有效评议份数为基数", SOURCE, "4.3"),
    ("registration", "不计入名册的户籍状态", "销户", "户籍状态", SOURCE, "4.1"),
)
HOUSEHOLD = (("序号", 7), ("户号", 12), ("村组", 9), ("户主", 11))

Row = Mapping[str, Any]


def mask(number: str | None) -> str:
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if number else ""


class ResultBook:
    """The nine sheets."""

    def __init__(self, facts: Mapping[str, Any], day: date, file: str, sha256: str) -> None:
        self.facts, self.day, self.file, self.sha256 = facts, day, file, sha256
        self.village = facts["村名"]
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])

    def save(self, path: Path) -> None:
        self.book.properties.title = f"{self.village}整村授信结果"
        self.book.save(path)

    def write(
        self,
        rows: Sequence[Row],
        by_status: Mapping[str, Sequence[Row]],
        rates: Sequence[tuple[str, int, int, str]],
        counts: Mapping[str, int],
    ) -> None:
        granted = by_status["granted"]
        total = sum(row["line"] for row in granted)
        self.summary(len(rows), by_status, rates, counts, total)
        self.credit_lines(granted, total)
        self.review(by_status["referred"])
        self.to_complete(by_status["no_conclusion"])
        self.refused([row for row in rows if row["status"] in ("declined", "excluded")])
        self.outlying(granted)
        self.findings()
        self.policy()
        self.signatures(by_status, total)

    def summary(
        self,
        households: int,
        by_status: Mapping[str, Sequence[Row]],
        rates: Sequence[tuple[str, int, int, str]],
        counts: Mapping[str, int],
        total: int,
    ) -> None:
        page = Page(self.book, "汇总", f"{self.village}整村授信结果", 5, landscape=True)
        page.line(NO_PROMISE, NOTE, WRAP)
        facts = self.facts
        page.facts([("支行", facts["支行"]), ("网格", facts["网格"]), ("评定日期", self.day)])
        page.row -= 1
        page.facts([("本村最高额度（元）", facts["最高额度"]), ("工作簿", self.file), ("工作簿 SHA-256", self.sha256)])
        page.row -= 1
        page.facts([("制度 SHA-256", "—"), ("运行编号", "—")])
        results: list[list[Any]] = [
            [STATUS[status], len(found), len(found) / households, total if status == "granted" else None]
            for status, found in by_status.items()
        ]
        results.append(["合计", households, 1, total])
        columns = (("结果", 26), ("户数", 11), ("占比", 11), ("授信额度（元）", 14))
        header = page.table(columns, results, {1: YUAN, 2: RATE, 3: YUAN}, total=True)
        self.heading(page, "授信覆盖面")
        shares = [
            (name, round(above / below, 6) if below else None, above, below, text) for name, above, below, text in rates
        ]
        columns = (("指标", 26), ("取值", 11), ("分子", 11), ("分母", 14))
        page.table((*columns, ("口径", 62)), shares, {1: RATE, 2: YUAN, 3: YUAN})
        self.heading(page, "工作簿行数")
        read = [(name, count, count, 0) for name, count in counts.items()]
        page.table((("行", 26), ("读入", 11), ("接受", 11), ("拒收", 14)), read, {1: YUAN, 2: YUAN, 3: YUAN})
        self.chart(page, header, len(by_status))

    def heading(self, page: Page, text: str) -> None:
        page.sheet.cell(page.row, 1, text).font = TABLE
        page.row += 1

    def chart(self, page: Page, header: int, bars: int) -> None:
        chart = BarChart()
        chart.type, chart.title, chart.legend, chart.gapWidth = "bar", "各结果户数", None, 60
        last = header + bars
        chart.add_data(Reference(page.sheet, min_col=2, min_row=header, max_row=last), titles_from_data=True)
        chart.set_categories(Reference(page.sheet, min_col=1, min_row=header + 1, max_row=last))
        chart.series[0].graphicalProperties.solidFill = "2F6DA8"
        chart.dataLabels = DataLabelList(showVal=True)
        chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
        chart.x_axis.scaling.orientation = "maxMin"
        chart.width, chart.height = 17, 6.4
        page.sheet.add_chart(chart, f"A{page.row}")

    def credit_lines(self, granted: Sequence[Row], total: int) -> None:
        page = Page(self.book, "授信额度", f"{self.village}授信额度清单", 11, landscape=True)
        page.line(NO_PROMISE, NOTE, WRAP)
        columns = (
            *HOUSEHOLD,
            *(("身份证号", 20), ("手机号", 13), ("居住状态", 11), ("评议额度，由低到高（元）", 27)),
            *(("依据", 12), ("授信额度（元）", 13), ("备注", 14)),
        )
        rows = [
            [
                *self.household(number, row),
                *(mask(row["身份证号"]), mask(row["手机号"]), row["居住状态"], row["given"]),
                *(row["basis_text"], row["line"], row["reason_text"]),
            ]
            for number, row in enumerate(granted, start=1)
        ]
        rows.append(["合计", *[None] * 8, total, None])
        page.as_list(page.table(columns, rows, {9: YUAN}, (0, 4, 5), total=True), len(columns))

    def review(self, referred: Sequence[Row]) -> None:
        page = Page(self.book, "集体评议", f"{self.village}集体评议清单", 10, landscape=True)
        page.line(GROUP_ONLY, WARNING, CENTRED)
        columns = (
            *HOUSEHOLD,
            *(("原因", 26), ("评议额度，由低到高（元）", 27), ("建议额度（元）", 13)),
            *(("集体评议意见", 24), ("评定额度（元）", 14), ("签字", 18)),
        )
        rows = [
            [*self.household(number, row), row["reason_text"], row["given"], row["suggested"], None, None, None]
            for number, row in enumerate(referred, start=1)
        ]
        page.as_list(page.table(columns, rows, {6: YUAN}, (0,), height=26), len(columns))

    def to_complete(self, unfinished: Sequence[Row]) -> None:
        page = Page(self.book, "待补评议", f"{self.village}待补评议农户清单", 7)
        columns = (*HOUSEHOLD, ("居住状态", 13), ("有效评议数", 12), ("备注", 28))
        rows = [
            [*self.household(number, row), row["居住状态"], row["counting"], None]
            for number, row in enumerate(unfinished, start=1)
        ]
        page.as_list(page.table(columns, rows, {5: YUAN}, (0,)), len(columns))

    def refused(self, refused: Sequence[Row]) -> None:
        page = Page(self.book, "不予授信（内部）", f"{self.village}不予授信农户清单", 7)
        page.line("内部资料：不得带入村内，不得向他人出示或宣读", WARNING, CENTRED)
        columns = (*HOUSEHOLD, ("结果", 14), ("原因", 30), ("列入名单原因", 26))
        rows = [
            [*self.household(number, row), STATUS[row["status"]], row["reason_text"], row["名单原因"]]
            for number, row in enumerate(refused, start=1)
        ]
        page.as_list(page.table(columns, rows, None, (0,)), len(columns))

    def outlying(self, granted: Sequence[Row]) -> None:
        page = Page(self.book, "偏离评议（内部）", f"{self.village}偏离多数的评议", 7)
        page.line(GROUP_ONLY, WARNING, CENTRED)
        page.line("授信额度取自接近的评议；请向本表所列网格员核实其评议。", NOTE, WRAP)
        columns = (*HOUSEHOLD, ("网格员", 12), ("工作表", 16), ("单元格", 10))
        found = [(row, rating) for row in granted for rating in row["outlying"]]
        rows = [
            [*self.household(number, row), rating["网格员"], "评议", rating["cell"]]
            for number, (row, rating) in enumerate(found, start=1)
        ]
        page.as_list(page.table(columns, rows, None, (0, 6)), len(columns))

    def findings(self) -> None:
        page = Page(self.book, "数据问题", "数据问题", 8, landscape=True)
        page.line("错误：文件、行或取值被拒收。警告：已接受，但请核对。改正工作簿后重新运行。", NOTE, WRAP)
        titles = ["代码", "级别", "文件", "工作表", "单元格", "户号", "问题", "处理办法"]
        columns = tuple(zip(titles, (26, 9, 18, 13, 8, 11, 40, 40), strict=True))
        page.as_list(page.table(columns, []), len(columns))

    def policy(self) -> None:
        page = Page(self.book, "制度", f"{self.day} 有效的制度", 7, landscape=True)
        page.facts([("制度 SHA-256", "—")])
        titles = ["规则", "项目", "取值", "单位", "生效日期", "依据文件", "条款"]
        columns = tuple(zip(titles, (14, 38, 24, 24, 12, 30, 28), strict=True))
        rows = [(*row[:4], date(2000, 1, 1), *row[4:]) for row in POLICY]
        page.as_list(page.table(columns, rows, {4: DAY}, (4,)), len(columns))

    def signatures(self, by_status: Mapping[str, Sequence[Row]], total: int) -> None:
        page = Page(self.book, "签字页", f"{self.village}授信小组决议", 4)
        granted, referred, declined, unfinished = (len(rows) for rows in list(by_status.values())[:4])
        page.line(
            f"授信小组已审阅各项清单：授信 {granted} 户，合计 {total:,} 元；集体评议 {referred} 户；"
            f"不予授信 {declined} 户；暂无结论 {unfinished} 户。",
            NOTE,
            WRAP,
        )
        page.line(NO_PROMISE, NOTE, WRAP)
        roles = ["授信小组组长", "网格管理员", "网格员", "网格员", "网格员", "支行行长"]
        columns = (("职务", 24), ("姓名", 18), ("签字", 24), ("日期", 18))
        page.as_list(page.table(columns, [(role, None, None, None) for role in roles], height=38), len(columns))

    def household(self, number: int, row: Row) -> tuple[Any, ...]:
        return number, row["户号"], row["村组"], row["户主"]
