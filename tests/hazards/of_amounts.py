"""Hazards of amounts, their units, and dates."""

from workbooks import VILLAGE

from hazards.making import BASE, MEMBERS, RATED, REFUSED, ROSTER, SOUND, WITHOUT_A1, Hazard, cell, edited, in_xml, rated

AMOUNTS: list[Hazard] = [
    *(
        Hazard(f"{amount!r} as an amount", BASE + rated(amount), SOUND)
        for amount in (
            "'50000",
            "5万",
            "5万元",
            "'50,000",
            "'５００００",
            "50000.00",
            "5.0万",
            "¥50000",
            "'50000\u00a0",
            "'\u200b50000",
        )
    ),
    *(
        Hazard(f"{amount} as an amount", BASE + rated(amount), WITHOUT_A1, (f"{code} 评议!C4",))
        for amount, code in {
            "约5万": "AMOUNT_ABOUT",
            "5-10万": "AMOUNT_RANGE",
            "5万以上": "AMOUNT_BOUND",
            "5万左右": "AMOUNT_ABOUT",
            "五万": "AMOUNT_IN_WORDS",
            "3万5": "AMOUNT_SHORTENED",
            "-": "AMOUNT_UNREADABLE",
            "无": "AMOUNT_UNREADABLE",
            "不了解": "AMOUNT_UNREADABLE",
            "'5E+04": "AMOUNT_UNREADABLE",
            "'5.000,00": "AMOUNT_UNREADABLE",
            "50000.5": "AMOUNT_NOT_WHOLE",
            "-50000": "AMOUNT_NEGATIVE",
            "5,0000": "AMOUNT_UNREADABLE",
            "50 000": "AMOUNT_UNREADABLE",
        }.items()
    ),
    Hazard("nothing in an amount", BASE + rated(""), WITHOUT_A1),
    Hazard("zero in an amount", BASE + rated(0), {"A1": "referred", "A2": 30_000}),
    Hazard(
        "a formula error",
        edited(BASE + RATED, lambda book: setattr(book["评议"]["C4"], "value", "#DIV/0!")),
        WITHOUT_A1,
        ("ERROR_CELL 评议!C4",),
    ),
    Hazard("a formula without a result", BASE + rated("=B9*2"), WITHOUT_A1, ("FORMULA_WITHOUT_VALUE 评议!C4",)),
    Hazard(
        "a formula with the text of its result",
        in_xml(
            BASE + rated("=B9*2"),
            4,
            ("<f>B9*2</f><v />", "<f>B9*2</f><v>5万</v>"),
            ('<c r="C4">', '<c r="C4" t="str">'),
        ),
        SOUND,
    ),
    Hazard(
        "an amount shown as a percentage",
        edited(BASE + RATED, cell("评议", "C4", 5, "0%")),
        SOUND,
        ("FIGURE_SMALL 评议!C4",),
    ),
    Hazard(
        "an amount shown with a 万 that is not in it",
        edited(BASE + RATED, cell("评议", "C4", 5, '0"万"')),
        SOUND,
        ("FIGURE_SMALL 评议!C4",),
    ),
    Hazard(
        "an amount in a cell set to dates",
        edited(BASE + RATED, cell("评议", "C4", 50000, "yyyy-mm-dd")),
        WITHOUT_A1,
        ("AMOUNT_UNREADABLE 评议!C4",),
    ),
    Hazard("万元 in the header", BASE + rated(5, header="户号 | 网格员 | 建议额度（万元）", unit=10_000), SOUND),
    Hazard(
        "万元 in a row of units", BASE + rated(5, header="户号 | 网格员 | 建议额度 |\n| | | 万元", unit=10_000), SOUND
    ),
    Hazard(
        "万元 in the header and 元 in the row of units",
        BASE + rated(5, header="户号 | 网格员 | 建议额度（万元） |\n| | | 元", unit=10_000),
        REFUSED,
        ("OPTION_UNKNOWN 评议!C2",),
    ),
    Hazard(
        "万元 in the header and again below it",
        BASE + rated(5, header="户号 | 网格员 | 建议额度（万元） |\n| | | 万元", unit=10_000),
        SOUND,
    ),
    Hazard(
        "万元 in a label above",
        VILLAGE + ROSTER + MEMBERS + rated(5, unit=10_000).replace("## 评议\n", "## 评议\n| 单位：万元 |\n"),
        SOUND,
    ),
    Hazard("万元 in sheet 村", VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + rated(5, unit=10_000), SOUND),
    Hazard(
        "万元 in sheet 村 and 元 in the header",
        VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + rated(50_000, header="户号 | 网格员 | 建议额度（元）"),
        SOUND,
    ),
    Hazard(
        "an amount with 元 in a sheet of 万元",
        VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + rated("50000元", unit=10_000),
        SOUND,
    ),
    Hazard(
        "yuan in a sheet of 万元",
        VILLAGE + "| 金额单位 | 万元 |\n" + ROSTER + MEMBERS + RATED,
        dict.fromkeys(SOUND, 300_000),
        tuple(f"RATING_LARGE 评议!C{row}" for row in range(2, 8)),
    ),
    Hazard(
        "万元 in a sheet of yuan",
        BASE + rated(5, unit=10_000),
        dict.fromkeys(SOUND, "declined"),
        tuple(f"FIGURE_SMALL 评议!C{row}" for row in range(2, 8)),
    ),
    *(
        Hazard(
            f"the unit {unit}",
            BASE + rated(50_000, header=f"户号 | 网格员 | 建议额度（{unit}）"),
            REFUSED,
            ("OPTION_UNKNOWN 评议!C1",),
        )
        for unit in ("千元", "元/万元", "万元或元")
    ),
    *(
        Hazard(f"{written} as the day", VILLAGE.replace("2016-05-03", written) + ROSTER + MEMBERS + RATED, SOUND)
        for written in ("2016.5.3", "2016年5月3日", "20160503", "42493", "'2016/5/3 0:00")
    ),
    *(
        Hazard(
            f"{written} as the day",
            VILLAGE.replace("2016-05-03", written) + ROSTER + MEMBERS + RATED,
            REFUSED,
            (f"{code} 村!B4",),
        )
        for written, code in {
            "'16.5.3": "DATE_SHORT_YEAR",
            "'3/5/2016": "DATE_UNREADABLE",
            "5月3日": "DATE_INCOMPLETE",
            "2016.5": "DATE_INCOMPLETE",
        }.items()
    ),
]
