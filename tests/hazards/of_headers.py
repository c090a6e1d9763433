"""Hazards of headers: spelling, brackets, several rows."""

from workbooks import VILLAGE

from hazards.making import BASE, MEMBERS, RATED, REFUSED, SOUND, Hazard, cell, edited, merge, rated

HEADERS: list[Hazard] = [
    *(
        Hazard(f"the header {header!r}", edited(BASE + RATED, cell("评议", "C1", header)), SOUND)
        for header in (
            "建议\n额度",
            " 建 议 额 度 ",
            "★建议额度",
            "*建议额度",
            "建议额度*",
            "建议额度（必填）",
            "ＡＭＯＵＮＴ",
            "建议额度\u200b",
        )
    ),
    Hazard(
        "a near miss of the amount's header",
        BASE + rated(50_000, header="户号 | 网格员 | 建议额"),
        REFUSED,
        ("COLUMN_MISSING 评议!A1", "COLUMN_UNCLEAR 评议!C1"),
    ),
    *(
        Hazard(
            f"the header {header}",
            BASE.replace("| 户号 | 户主 |", f"| 户号 | 户主 | {header} |", 1) + RATED,
            REFUSED,
            ("COLUMN_UNCLEAR 农户!C1",),
        )
        for header in ("名单种类", "黑名单", "是否黑名单", "户籍情况")
    ),
    *(
        Hazard(
            f"the header {header}",
            BASE + rated(50_000, header=f"户号 | 网格员 | {header}"),
            REFUSED,
            ("COLUMN_MISSING 评议!A1", "COLUMN_UNCLEAR 评议!C1"),
        )
        for header in ("建议额度（上年）", "建议额度（参考）")
    ),
    Hazard(
        "another person's ID number by the words in brackets",
        BASE.replace(
            "| 户号 | 户主 |\n| A1 | 甲一 |",
            "| 户号 | 户主 | 身份证号（配偶） |\n| A1 | 甲一 | '99999919500101019X |",
            1,
        )
        + RATED,
        SOUND,
        ("COLUMN_NOT_READ 农户!C1",),
    ),
    Hazard(
        "two columns of one meaning",
        BASE + rated("50000 | 1", header="户号 | 网格员 | 建议额度 | 评议额度"),
        REFUSED,
        ("COLUMN_TWICE 评议!A1",),
    ),
    Hazard(
        "a header in two rows",
        edited(
            VILLAGE + "## 农户\n| 户籍信息 | |\n| 户号 | 户主 |\n| A1 | 甲一 |\n| A2 | 乙二 |\n" + MEMBERS + RATED,
            merge("农户", "A1:B1"),
        ),
        SOUND,
    ),
    Hazard(
        "a list in the last column of a header in two rows",
        edited(
            VILLAGE
            + "## 农户\n| 户号 | 户籍信息 | | 名单 |\n| | 户主 | 地址 | |\n| A1 | 甲一 | 路南 | 黑 |\n| A2 | 乙二 | | |\n"
            + MEMBERS
            + RATED,
            merge("农户", "A1:A2", "B1:C1", "D1:D2"),
        ),
        {"A1": "declined", "A2": 30_000},
    ),
    Hazard(
        "a row that numbers the columns",
        BASE.replace("| 户号 | 户主 |\n", "| 户号 | 户主 |\n| 1 | 2 |\n", 1) + RATED,
        SOUND,
        ("TOTAL_ROW 农户!A2",),
    ),
    Hazard(
        "a row that shows how to fill in the sheet",
        VILLAGE
        + "## 农户\n| 序号 | 户号 | 户主 |\n| 例 | A001 | 张三 |\n| 1 | A1 | 甲一 |\n| 2 | A2 | 乙二 |\n"
        + MEMBERS
        + RATED,
        SOUND,
        ("TOTAL_ROW 农户!B2",),
    ),
    Hazard(
        "a header in three rows",
        edited(
            VILLAGE
            + "## 农户\n| 户号 | 户籍信息 | | | |\n| | 户主 | 评议 | | |\n| | | 网格员1额度 | 网格员2额度 | 网格员3额度 |\n| A1 | 甲一 | 50000 | 50000 | 50000 |\n| A2 | 乙二 | 30000 | 30000 | 30000 |\n"
            + MEMBERS,
            merge("农户", "A1:A3", "B2:B3", "B1:E1", "C2:E2"),
        ),
        SOUND,
    ),
]
