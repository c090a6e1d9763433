"""The five villages: size, layout, and how many households end how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BRANCH = "路南支行"
TEN_THOUSAND = 10_000

# How the ratings of a household come out, and the status the default policy gives it.
GRANTED = {"equal": 30, "near": 31, "outlier": 21, "far_outlier": 9, "compromise": 9}  # share in per cent
STATUS = dict.fromkeys([*GRANTED, "above_cap"], "granted") | {
    "grey": "referred",
    "one_refuses": "referred",
    "too_wide": "referred",
    "black": "declined",
    "two_refuse": "declined",
    "all_refuse": "declined",
    "below_minimum": "declined",
    "one_abstains": "no_conclusion",
    "two_abstain": "no_conclusion",
    "unrated": "no_conclusion",
    "forgotten": "no_conclusion",
    "amount_as_text": "no_conclusion",
    "mistyped": "no_conclusion",
    "entered_twice": "no_conclusion",
}


@dataclass(frozen=True)
class Spec:
    """One village. `counts` gives the households by scenario; the remaining credited ones share GRANTED."""

    name: str
    code: str
    prefix: str
    block: int
    rated_on: date
    layout: str  # "long", "officers" or "wide"
    households: int
    granted: int
    groups: int
    surnames: tuple[str, ...]
    officers: tuple[str, str, str]
    surveyors: tuple[str, str]
    counts: dict[str, int]
    away: int
    empty: int
    complete: float  # share of the credited households whose file is complete
    complete_rest: float
    collective: int = 0
    unit: str = "元"
    cap: int = 300_000
    by_household: bool = False  # long layout: sorted by household instead of by officer
    label_row: bool = False
    blank_rows: bool = False
    total_row: bool = False
    write_white: bool = True
    text: str = "约5万"  # an amount as one officer wrote it

    @property
    def divisor(self) -> int:
        """Yuan in one unit of the village's amounts."""
        return TEN_THOUSAND if self.unit == "万元" else 1


VILLAGES = (
    Spec(
        name="李家村", code="LN01", prefix="LJ", block=0, rated_on=date(2015, 11, 20), layout="long",
        households=312, granted=214, groups=8, surnames=("李", "王", "应"),
        officers=("李国良", "李春林", "王彩萍"), surveyors=("周敏", "陈晓东"),
        counts={
            "above_cap": 4, "grey": 6, "one_refuses": 12, "too_wide": 14, "black": 4, "two_refuse": 9, "all_refuse": 4,
            "below_minimum": 1, "one_abstains": 19, "two_abstain": 8, "unrated": 18, "amount_as_text": 1,
            "mistyped": 1, "entered_twice": 1,
        },
        away=14, empty=4, complete=0.93, complete_rest=0.55, blank_rows=True,
    ),
    Spec(
        name="洪洋村", code="LN02", prefix="HY", block=1, rated_on=date(2016, 3, 18), layout="officers",
        households=405, granted=292, groups=8, surnames=("洪", "林", "陈"),
        officers=("洪建平", "林永康", "陈雪芬"), surveyors=("林海燕", "吴志强"),
        counts={
            "above_cap": 5, "grey": 8, "one_refuses": 15, "too_wide": 18, "black": 4, "two_refuse": 9, "all_refuse": 5,
            "one_abstains": 21, "two_abstain": 8, "unrated": 22, "forgotten": 1, "amount_as_text": 1, "mistyped": 1,
        },
        away=22, empty=6, complete=1.0, complete_rest=0.45, text="3-5万",
    ),
    Spec(
        name="古岙村", code="LN03", prefix="GA", block=2, rated_on=date(2016, 4, 8), layout="wide",
        households=238, granted=151, groups=6, surnames=("叶", "古", "郑"),
        officers=("叶德明", "古卫东", "郑亚萍"), surveyors=("周敏", "林海燕"),
        counts={
            "above_cap": 6, "grey": 5, "one_refuses": 10, "too_wide": 13, "black": 3, "two_refuse": 7, "all_refuse": 3,
            "below_minimum": 1, "one_abstains": 18, "two_abstain": 9, "unrated": 17, "amount_as_text": 1,
        },
        away=17, empty=4, complete=0.88, complete_rest=0.5, cap=200_000, label_row=True,
    ),
    Spec(
        name="上马村", code="LN04", prefix="SM", block=3, rated_on=date(2016, 4, 22), layout="long",
        households=297, granted=171, groups=7, surnames=("马", "蒋", "徐"),
        officers=("马利民", "蒋金龙", "徐爱华"), surveyors=("陈晓东", "吴志强"),
        counts={
            "above_cap": 3, "grey": 8, "one_refuses": 13, "too_wide": 19, "black": 5, "two_refuse": 11, "all_refuse": 6,
            "one_abstains": 24, "two_abstain": 11, "unrated": 26, "amount_as_text": 1, "mistyped": 1,
            "entered_twice": 1,
        },
        away=21, empty=5, complete=0.9, complete_rest=0.48, collective=2, cap=500_000, by_household=True,
        total_row=True, write_white=False, text="3万左右",
    ),
    Spec(
        name="石曲村", code="LN05", prefix="SQ", block=4, rated_on=date(2016, 5, 13), layout="officers",
        households=226, granted=134, groups=6, surnames=("石", "曲", "孙"),
        officers=("石连生", "孙福根", "曲玉兰"), surveyors=("周敏", "吴志强"),
        counts={
            "above_cap": 2, "grey": 5, "one_refuses": 9, "too_wide": 13, "black": 3, "two_refuse": 8, "all_refuse": 3,
            "one_abstains": 18, "two_abstain": 8, "unrated": 21, "forgotten": 2, "amount_as_text": 1, "mistyped": 1,
        },
        away=13, empty=3, complete=0.86, complete_rest=0.5, unit="万元", label_row=True, write_white=False,
        text="3-5",
    ),
)  # fmt: skip
