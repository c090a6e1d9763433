"""Hazards of officers and of what they and the lists say."""

from hazards.making import (
    BASE,
    NOBODY,
    ONLY_A2,
    RATED,
    REASONS,
    REFUSED,
    SOUND,
    WITHOUT_A1,
    Hazard,
    of_officer,
    of_round,
    rated,
)

PEOPLE: list[Hazard] = [
    Hazard(
        "an officer in a label, the sheets' names, a title",
        BASE
        + of_officer("张三")
        + of_officer("李四").replace("| 网格员： | 李四 |", "| 试验村评议表 |", 1)
        + of_officer("王五").replace("| 网格员： | 王五 |", "| 评议表（网格员：王五） |"),
        SOUND,
        ("OFFICER_FROM_NAME 评议李四",),
    ),
    Hazard(
        "officers whose names are spaced out in one cell with the label",
        BASE
        + "".join(
            of_officer(o).replace(f"| 网格员： | {o} |", f"| 网格员：{o[0]}　{o[1]} |")
            for o in ("张三", "张四", "张五")
        ),
        SOUND,
    ),
    Hazard(
        "one officer, spaced out and not",
        BASE + RATED.replace("| A1 | 王五", "| A1 | 张　三"),
        WITHOUT_A1,
        ("RATING_TWICE 评议!C2", "RATING_TWICE 评议!C4"),
    ),
    Hazard(
        "one officer with a zero-width sign",
        BASE + of_officer("张三") + of_officer("李四") + of_officer("张三\u200b"),
        NOBODY,
        tuple(f"RATING_TWICE 评议{o}!C{row}" for o in ("张三", "张三\u200b") for row in (3, 4)),
    ),
    *(
        Hazard(
            f"{name} for an officer",
            BASE + of_officer("张三") + of_officer("李四") + of_officer(line, sheet="评议丙"),
            REFUSED,
            (f"{code} 评议丙{at}",),
        )
        for name, line, code, at in (
            ("an empty line", "______", "OFFICER_MISSING", ""),
            ("two names", "王五、赵六", "PERSONS_TOGETHER", "!B1"),
            ("two names with a space", "王五 赵六", "PERSONS_TOGETHER", "!B1"),
            ("two names in two cells", "王五 | 赵六", "PERSONS_TOGETHER", "!B1"),
            ("a dash", "——", "OFFICER_MISSING", ""),
        )
    ),
    Hazard(
        "one officer in two writings with one ID number",
        BASE
        + of_officer("张三")
        + "".join(
            of_officer(name).replace(f"| {name} |\n", f"| {name} | 评议员身份证： | '999999196707023907 |\n")
            for name in ("李四", "李泗")
        ),
        NOBODY,
        tuple(f"RATING_TWICE 评议{name}!C{row}" for name in ("李四", "李泗") for row in (3, 4)),
    ),
    Hazard(
        "two officers of one name",
        BASE + of_officer("张三") + of_officer("李四") + of_officer("张三", sheet="评议张三2"),
        NOBODY,
        tuple(f"RATING_TWICE 评议{o}!C{row}" for o in ("张三", "张三2") for row in (3, 4)),
    ),
    *(
        Hazard(
            name,
            BASE + "".join(map(of_round, sheets)),
            NOBODY,
            (
                *(f"OFFICER_FROM_NAME {one}" for one in sheets),
                *(f"RATING_TWICE {one}!C{row}" for one in sheets[1:] for row in (2, 3)),
            ),
        )
        for name, sheets in (
            ("a round's sheet copied", ("第一轮", "第二轮", "第二轮 (2)")),
            ("a round written in two ways", ("第一轮", "第二轮", "第2轮")),
        )
    ),
    Hazard(
        "a sheet of ratings that is not recognised",
        BASE
        + of_officer("张三")
        + of_officer("李四")
        + of_officer("王五", sheet="王五").replace("建议额度", "意见").replace("网格员：", "姓名："),
        NOBODY,
        ("SHEET_NOT_READ 王五",),
    ),
    Hazard(
        "不了解 beside an amount",
        BASE + rated(50_000, header="户号 | 网格员 | 建议额度 | 是否了解情况", beside="| 不了解"),
        WITHOUT_A1,
        ("RATING_WITHOUT_KNOWING 评议!C4",),
    ),
    Hazard(
        "不清楚 beside an amount",
        BASE + rated(50_000, header="户号 | 网格员 | 建议额度 | 是否了解情况", beside="| 不清楚"),
        WITHOUT_A1,
        ("OPTION_UNKNOWN 评议!D4",),
    ),
    Hazard(
        "a refusal beside an amount",
        BASE + rated(50_000, header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 欠款不还"),
        {"A1": "referred", "A2": 30_000},
        ("REFUSAL_WITH_AMOUNT 评议!C4",),
    ),
    Hazard(
        "a bank's reason by a number alone",
        BASE + rated("", header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 1"),
        WITHOUT_A1,
        ("REFUSAL_UNKNOWN 评议!D4",),
        REASONS,
    ),
    Hazard(
        "a bank's reason 10 that is not its reason 1",
        BASE + rated("", header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 10.全家迁走"),
        {"A1": "referred", "A2": 30_000},
        (),
        REASONS,
    ),
    Hazard(
        "several reasons in one cell",
        BASE + rated("", header="户号 | 网格员 | 建议额度 | 不予授信情形", beside="| 10.全家迁走、1.欠款不还"),
        {"A1": "referred", "A2": 30_000},
        (),
        REASONS,
    ),
    Hazard(
        "黑户 as a list",
        BASE.replace("| 户号 | 户主 |\n| A1 | 甲一 |", "| 户号 | 户主 | 名单 |\n| A1 | 甲一 | 黑户 |", 1) + RATED,
        ONLY_A2,
        (
            "OPTION_UNKNOWN 农户!C2",
            "HOUSEHOLD_REFUSED 成员!A2",
            *(f"HOUSEHOLD_REFUSED 评议!A{row}" for row in (2, 3, 4)),
        ),
    ),
    Hazard(
        "a list mark on one member",
        BASE.replace("| 户号 | 姓名 | 与户主关系 | 年龄 |", "| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |").replace(
            "| 乙二 | 户主 | 50 |", "| 乙二 | 户主 | 50 | 黑名单 |"
        )
        + RATED,
        {"A1": 50_000, "A2": "declined"},
    ),
]
