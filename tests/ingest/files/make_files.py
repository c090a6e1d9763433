"""Writes village.xlsx and since1904.xlsx, from which the other files here were saved (see README.md)."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).parent


def make(path: Path, since_1904: bool) -> None:
    book = xlsxwriter.Workbook(str(path), {"date_1904": since_1904})
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("村")
    for row, label in enumerate([("村名", "试验村"), ("支行", "路南支行"), ("网格", "第一网格")]):
        sheet.write_row(row, 0, label)
    sheet.write(3, 0, "评议日期")
    sheet.write_datetime(3, 1, datetime(2016, 5, 3), day)
    sheet = book.add_worksheet("农户")
    sheet.merge_range("A1:F1", "试验村农户信息表")
    sheet.write_row(1, 0, ["户号", "户主", "户籍状态", "居住状态", "名单", "家庭年收入", "备注"])
    sheet.write_row(2, 0, ["A1", "甲一", "正常", "在家", "白", 52000.5, 'a & b < c "q"'])
    sheet.write_row(3, 0, ["A2", "乙二", "正常", "在家", "灰"])
    sheet.write_formula(3, 5, "=1/0", None, "#DIV/0!")
    sheet.write_row(4, 0, ["A3", "丙三", "正常", "举家外出"])
    sheet.write_formula(4, 5, "=F3*2", None, 104001)
    sheet.write_boolean(4, 6, True)
    sheet.write_row(5, 0, ["A4", "丁四", "正常", "在家"])
    sheet.write_formula(5, 5, '="5"&"万"', None, "5万")
    sheet.write(5, 6, "两\n行  𠮷")
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("E:E", None, None, {"hidden": True})
    people = [("A1", "甲一"), ("A2", "乙二"), ("A3", "丙三"), ("A4", "丁四")]
    sheet = book.add_worksheet("成员")
    sheet.write_row(0, 0, ["户号", "姓名", "与户主关系", "年龄"])
    for row, (household, name) in enumerate(people):
        sheet.write_row(row + 1, 0, [household, name, "户主", 40 + row])
    sheet = book.add_worksheet("评议")
    sheet.write_row(0, 0, ["户号", "网格员", "建议额度", "是否了解情况", "不予授信情形", "评议日期"])
    pairs = [(household, officer) for household, _ in people for officer in ("张三", "李四", "王五")]
    for row, (household, officer) in enumerate(pairs):
        sheet.write_row(row + 1, 0, [household, officer, 50000, "是", ""])
        sheet.write_datetime(row + 1, 5, datetime(2016, 5, 3, 10, 30), moment)
    sheet = book.add_worksheet("选项")
    sheet.write_row(0, 0, ["白", "灰", "黑"])
    sheet.hide()
    book.close()


if __name__ == "__main__":
    make(FOLDER / "village.xlsx", False)
    make(FOLDER / "since1904.xlsx", True)
