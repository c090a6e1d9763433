"""Hazards of the numbers that tell households and persons apart."""

from datetime import date

from workbooks import VILLAGE

from hazards.making import (
    BASE,
    NOBODY,
    OFFICERS,
    RATED,
    REFUSED,
    SOUND,
    WIDE,
    WITHOUT_A1,
    WITHOUT_A2,
    Hazard,
    as_csv,
    cell,
    edited,
    in_xml,
    long,
    merge,
    of_officer,
)

MEMBERS_RATED = """
## 评议王五
| 网格员： | 王五 |
| 户号 | 姓名 | 与户主关系 | 建议额度 |
| A1 | 甲一 | 户主 | 50000 |
| A2 | 乙二 | 户主 | 30000 |
"""
KEYS: list[Hazard] = [
    Hazard(
        "a carried-down household number",
        VILLAGE
        + "## 农户\n| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |\n| A1 | 甲一 | 户主 | 40 | |\n| | 甲二 | 配偶 | 40 | 黑 |\n| A2 | 乙二 | 户主 | 50 | |\n"
        + RATED,
        {"A1": "declined", "A2": 30_000},
    ),
    Hazard(
        "a household number forgotten in a head's row",
        VILLAGE
        + "## 农户\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n| A2 | 乙二 | 户主 | 50 |\n| | 丙三 | 户主 | 50 |\n| | 丙四 | 配偶 | 50 |\n"
        + RATED,
        SOUND,
        ("VALUE_MISSING 农户!A4", "VALUE_MISSING 农户!A5"),
    ),
    Hazard(
        "a merged household number that reaches into the next household",
        edited(
            VILLAGE
            + "## 农户\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n| | 甲二 | 配偶 | 40 |\n| A2 | 乙二 | 户主 | 50 |\n"
            + RATED,
            merge("农户", "A2:A4"),
        ),
        REFUSED,
        (
            "HEAD_TWICE 农户!C2",
            "HEAD_TWICE 农户!C4",
            *(f"HOUSEHOLD_REFUSED 评议!A{row}" for row in (2, 3, 4)),
            *(f"HOUSEHOLD_UNKNOWN 评议!A{row}" for row in (5, 6, 7)),
        ),
    ),
    Hazard(
        "a number below a merged cell that does not show",
        in_xml(
            BASE + RATED, 4, ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A4:A5"/></mergeCells>')
        ),
        WITHOUT_A2,
        ("MERGED_CELLS 评议!A5",),
    ),
    Hazard(
        "an amount merged over two households",
        edited(BASE + RATED, merge("评议", "C4:C5")),
        NOBODY,
        ("MERGED_CELLS 评议!C4", "MERGED_CELLS 评议!C5"),
    ),
    Hazard(
        "an amount merged over three officers' rows",
        edited(BASE + RATED, merge("评议", "C2:C4")),
        WITHOUT_A1,
        ("MERGED_CELLS 评议!C2", "MERGED_CELLS 评议!C3", "MERGED_CELLS 评议!C4"),
    ),
    Hazard(
        "a 否 merged over three officers' rows",
        edited(
            BASE
            + long(
                "A1 | 张三 | 50000 | 否",
                "A1 | 李四 | 50000 |",
                "A1 | 王五 | 50000 |",
                *(f"A2 | {o} | 30000 |" for o in OFFICERS),
                header="户号 | 网格员 | 建议额度 | 是否了解情况",
            ),
            merge("评议", "D2:D4"),
        ),
        WITHOUT_A1,
        ("MERGED_CELLS 评议!D2", "MERGED_CELLS 评议!D3", "MERGED_CELLS 评议!D4"),
    ),
    Hazard("a number merged over its officers' rows", edited(BASE + RATED, merge("评议", "A2:A4", "A5:A7")), SOUND),
    *(
        Hazard(
            f"{name} in the ratings",
            BASE + RATED.replace("| A1 | 王五", f"| {key} | 王五"),
            WITHOUT_A1,
            ("HOUSEHOLD_UNKNOWN 评议!A4",),
        )
        for name, key in (("a letter O", "AI"), ("a lower-case letter", "a1"), ("an unknown household", "A9"))
    ),
    *(
        Hazard(f"{name} about a household number", BASE + RATED.replace("| A1 | 王五", f"| {key} | 王五"), SOUND)
        for name, key in (
            ("a no-break space", "A1\u00a0"),
            ("full width", "Ａ１"),
            ("a zero-width space", "A\u200b1"),
            ("a wide space", "A\u30001"),
        )
    ),
    Hazard(
        "a footnote mark at a household number",
        BASE.replace("| A2 |", "| A1② |", 1) + RATED,
        {"A1": 50_000},
        (
            "KEY_UNCLEAR 农户!A3",
            *("HOUSEHOLD_UNKNOWN 评议!A5", "HOUSEHOLD_UNKNOWN 评议!A6", "HOUSEHOLD_UNKNOWN 评议!A7"),
            "HOUSEHOLD_UNKNOWN 成员!A3",
        ),
    ),
    Hazard(
        "001 on the roster and 1 in the ratings",
        VILLAGE
        + "## 农户\n| 户号 | 户主 |\n| '001 | 甲一 |\n"
        + long(*(f"1 | {officer} | 50000" for officer in OFFICERS)),
        {"001": "no_conclusion"},
        ("MEMBERS_MISSING", *(f"HOUSEHOLD_UNKNOWN 评议!A{row}" for row in (2, 3, 4))),
    ),
    Hazard(
        "household numbers as numbers here and text there",
        VILLAGE
        + "## 农户\n| 户号 | 户主 |\n| 1.0 | 甲一 |\n"
        + long("1 | 张三 | 50000", "'1 | 李四 | 50000", "'１ | 王五 | 50000"),
        {"1": 50_000},
        ("MEMBERS_MISSING",),
    ),
    Hazard(
        "a household number that became a date",
        edited(BASE + RATED, cell("评议", "A4", date(2016, 1, 2))),
        WITHOUT_A1,
        ("TEXT_EXPECTED 评议!A4",),
    ),
    Hazard(
        "a household number twice on the roster",
        BASE.replace("| A2 | 乙二 |", "| A1 | 乙二 |", 1) + RATED,
        REFUSED,
        (
            "HOUSEHOLD_REFUSED 成员!A2",
            "HOUSEHOLD_TWICE 农户!A2",
            "HOUSEHOLD_TWICE 农户!A3",
            "HOUSEHOLD_UNKNOWN 成员!A3",
            *(f"HOUSEHOLD_REFUSED 评议!A{row}" for row in (2, 3, 4)),
            *(f"HOUSEHOLD_UNKNOWN 评议!A{row}" for row in (5, 6, 7)),
        ),
    ),
    Hazard(
        "numbers of 18 digits that a csv rounded",
        {"试验村.csv": as_csv(WIDE.replace("A1", "3.3E+17"), "gb18030")},
        {"A2": 30_000},
        (*["ID_AS_NUMBER 试验村!A2"], *["VALUE_MISSING 试验村!A2"] * 3, "ROSTER_FROM_ROWS", "VILLAGE_FROM_NAME"),
    ),
    Hazard(
        "an ID number kept as a number",
        edited(
            BASE.replace("| 户号 | 户主 |", "| 户号 | 户主 | 身份证号 |", 1) + RATED,
            cell("农户", "C2", 999999196707023907),
        ),
        SOUND,
        ("ID_AS_NUMBER 农户!C2",),
    ),
    Hazard(
        "an ID number of 15 digits",
        BASE.replace(
            "| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 身份证号 |\n| A1 | 甲一 | '999999670702390 |", 1
        )
        + RATED,
        SOUND,
        ("ID_OLD 农户!C2",),
    ),
    Hazard(
        "an ID number with a small x",
        BASE.replace(
            "| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 身份证号 |\n| A1 | 甲一 | '99999919500101019x |", 1
        )
        + RATED,
        SOUND,
    ),
    Hazard(
        "a number that slipped in a sheet of members' rows",
        BASE + of_officer("张三") + of_officer("李四") + MEMBERS_RATED.replace("乙二", "丙三"),
        WITHOUT_A2,
        ("NAME_DIFFERS 评议王五!B4",),
    ),
    Hazard(
        "a member's name beside a household's number",
        BASE.replace("| A2 | 乙二 | 户主 |", "| A2 | 乙四 | 配偶 | 40 |\n| A2 | 乙二 | 户主 |")
        + "".join(
            of_officer(o).replace("乙二", "乙四").replace("| 户号 | 户主 |", "| 户号 | 姓名 |") for o in OFFICERS
        ),
        SOUND,
    ),
    Hazard(
        "household numbers that a csv made dates of",
        {"试验村.csv": as_csv(WIDE.replace("A1", "1月2日").replace("A2", "2-Jan"), "gb18030")},
        REFUSED,
        (
            *(f"{code} 试验村!A{row}" for row in (2, 3) for code in ("TEXT_EXPECTED", *["VALUE_MISSING"] * 3)),
            "ROSTER_FROM_ROWS",
            "VILLAGE_FROM_NAME",
        ),
    ),
    Hazard(
        "numbers that slipped against the names beside them",
        BASE
        + of_officer("张三")
        + of_officer("李四")
        + of_officer("王五").replace("A1", "A3").replace("A2", "A1").replace("A3", "A2"),
        NOBODY,
        ("NAME_DIFFERS 评议王五!B3", "NAME_DIFFERS 评议王五!B4"),
    ),
]
