"""Hazards of files that are no workbooks of today's kind."""

from datetime import datetime

from hazards.making import BASE, RATED, SOUND, WIDE, Hazard, as_csv, edited

PAGE = (
    "<table><tr><td rowspan=2>户号<td rowspan=2>户主<td rowspan=2>与户主关系<td rowspan=2>姓名<td colspan=3>评议"
    "<tr><td>网格员1额度<td>网格员2额度<td>网格员3额度<tr><td rowspan=2>A1<td rowspan=2>甲一<td>户主<td>甲一<td>50000<td>5万<td>50,000"
    "<tr><td>配偶<td>甲二<td><td><td></table>"
)

FILES: list[Hazard] = [
    *(
        Hazard(
            f"a csv in {encoding}",
            {"试验村.csv": as_csv(WIDE, encoding)},
            SOUND,
            (
                "ROSTER_FROM_ROWS",
                "VILLAGE_FROM_NAME",
            ),
        )
        for encoding in ("gb18030", "utf-8-sig", "utf-8")
    ),
    Hazard(
        "a csv with line breaks in a field",
        {"试验村.csv": as_csv(WIDE.replace("路南", "路南§三号"), "gb18030")},
        SOUND,
        (
            "ROSTER_FROM_ROWS",
            "VILLAGE_FROM_NAME",
        ),
    ),
    Hazard(
        "a csv with a bare comma in an amount",
        {"试验村.csv": as_csv(WIDE, "utf-8").replace(b'"30,000"', b"30,000")},
        {"A1": 50_000},
        (
            "COLUMN_UNNAMED 试验村!J3",
            *(f"ROW_SHIFTED 试验村!{letter}3" for letter in "ABCDEFGHI"),
            *["VALUE_MISSING 试验村!A3"] * 3,
            "ROSTER_FROM_ROWS",
            "VILLAGE_FROM_NAME",
        ),
    ),
    Hazard(
        "a csv whose ID numbers were rounded",
        {"试验村.csv": as_csv(WIDE.replace("999999196707023907", "9.99999E+17"), "utf-8")},
        SOUND,
        ("ID_CHARACTERS 试验村!E2", "ROSTER_FROM_ROWS", "VILLAGE_FROM_NAME"),
    ),
    Hazard(
        "a web page named .xls with cells over rows",
        {"试验村.xls": PAGE.encode("gb18030")},
        {"A1": 50_000},
        ("FILE_MISNAMED", "ROSTER_FROM_ROWS", "VILLAGE_FROM_NAME"),
    ),
    Hazard(
        "two tables on a web page named .xls",
        {"试验村.xls": (PAGE + PAGE.replace("A1", "A2")).encode("gb18030")},
        {"A1": 50_000, "A2": 50_000},
        ("FILE_MISNAMED", "ROSTER_FROM_ROWS", "TOTAL_ROW 试验村!A5", "TOTAL_ROW 试验村!A6", "VILLAGE_FROM_NAME"),
    ),
    Hazard(
        "days counted from 1904",
        edited(
            BASE.replace("2016-05-03", "41031") + RATED,
            lambda book: setattr(book, "epoch", datetime(1904, 1, 1)),
        ),
        SOUND,
    ),
]
