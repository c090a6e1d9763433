"""Hazards of what stands on which sheet, in which file, for which village."""

from workbooks import VILLAGE

from hazards.making import (
    BASE,
    OFFICERS,
    ONLY_A2,
    RATED,
    REFUSED,
    ROSTER,
    SOUND,
    THREE,
    WITHOUT_A1,
    WITHOUT_A2,
    Hazard,
    of_officer,
)

MEMBER_ROWS = "\n## 评议{0}\n| 网格员： | {0} |\n| 户号 | 姓名 | 与户主关系 | 建议额度 |\n| A1 | 甲一 | 户主 | {1} |\n| | 甲二 | 配偶 | {2} |\n| A2 | 乙二 | 户主 | 30000 |\n"
SPOUSE = BASE.replace("| A2 | 乙二 | 户主 |", "| A1 | 甲二 | 配偶 | 40 |\n| A2 | 乙二 | 户主 |")
TITLED = "| 网格员： | 王五 |\n"
AGAINST = (
    "HOUSEHOLD_DIFFERS 评议王五!B3",
    "HOUSEHOLD_REFUSED 农户!A2",
    "HOUSEHOLD_REFUSED 评议王五!A3",
    "HOUSEHOLD_REFUSED 成员!A2",
    "HOUSEHOLD_REFUSED 评议张三!A3",
    "HOUSEHOLD_REFUSED 评议李四!A3",
)


def saying(header: str, word: str) -> str:
    """王五's sheet with a column of the roster's, in which ``word`` is said of A1."""
    rows = f"| 户号 | {header} | 建议额度 |\n| A1 | {word} | 50000 |\n| A2 | | 30000 |\n"
    return f"\n## 评议王五\n{TITLED}{rows}"


PLACES: list[Hazard] = [
    Hazard("an amount on a member's row", SPOUSE + "".join(MEMBER_ROWS.format(o, "", 50_000) for o in OFFICERS), SOUND),
    Hazard(
        "amounts on two members' rows",
        SPOUSE + "".join(MEMBER_ROWS.format(o, 50_000 if o == "王五" else "", 50_000) for o in OFFICERS),
        WITHOUT_A1,
        ("RATING_TWICE 评议王五!D3", "RATING_TWICE 评议王五!D4"),
    ),
    *(
        Hazard(
            f"a sheet called {name}",
            BASE + THREE + of_officer("赵六", 90_000, 90_000, name),
            SOUND,
            (f"SHEET_NOT_READ {name}",),
        )
        for name in ("评议（旧）", "评议-作废", "上年评议", "评议草稿")
    ),
    Hazard(
        "two sheets of one meaning",
        BASE + RATED + ROSTER.replace("农户", "农户（2）"),
        REFUSED,
        ("SHEET_TWICE 农户（2）",),
    ),
    Hazard(
        "a roster that goes on in another sheet",
        BASE + RATED + ROSTER.replace("农户", "农户续").replace("A", "B"),
        SOUND,
        ("SHEET_NOT_READ 农户续",),
    ),
    Hazard(
        "another village in a label",
        BASE + THREE.replace(TITLED, "| 村名：别村 | 网格员： | 王五 |\n"),
        REFUSED,
        ("FACT_DIFFERS 评议王五!A1",),
    ),
    Hazard(
        "another village in a title",
        BASE + THREE.replace(TITLED, "| 别村评议表 |\n" + TITLED),
        SOUND,
        ("VILLAGE_IN_TITLE 评议王五!A1",),
    ),
    Hazard(
        "another village in a sheet's name",
        BASE + of_officer("张三") + of_officer("李四") + of_officer("王五", sheet="评议 别村"),
        SOUND,
        ("VILLAGE_IN_TITLE 评议 别村",),
    ),
    Hazard(
        "the village's own name in a title", BASE + THREE.replace(TITLED, "| 路南镇试验村评议表 |\n" + TITLED), SOUND
    ),
    *(
        Hazard(
            f"an officer's sheet that says {word}, against the roster",
            BASE + of_officer("张三") + of_officer("李四") + saying(header, word),
            ONLY_A2,
            found,
        )
        for header, word, found in (
            ("名单", "黑", AGAINST),
            ("名单", "灰名单", AGAINST),
            ("户籍状态", "销户", AGAINST),
            ("居住状态", "举家外出", AGAINST),
            ("名单", "黑？", ("OPTION_UNKNOWN 评议王五!B3", *AGAINST[1:])),
        )
    ),
    *(
        Hazard(
            f"an officer's sheet that says {word}, with the roster",
            BASE + of_officer("张三") + of_officer("李四") + saying(header, word),
            SOUND,
        )
        for header, word in (("名单", "白"), ("户籍状态", "正常"), ("居住状态", "在家"))
    ),
    Hazard(
        "a household that one of the officers' sheets lacks",
        {
            "甲.xlsx": VILLAGE,
            **{
                f"{o}.xlsx": of_officer(o) if o != "王五" else of_officer(o).replace("| A2 | 乙二 | 30000 |\n", "")
                for o in OFFICERS
            },
        },
        WITHOUT_A2,
        ("HOUSEHOLD_NOT_IN_ALL 评议张三!A4", "MEMBERS_MISSING", "ROSTER_FROM_ROWS"),
    ),
]
