"""The words of a policy workbook: names of sheets, headers and labels, in Chinese and English.

What ``gridcredit template policy`` writes is among them; the first two are what errors name. They are compared as
``plain`` gives them.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gridcredit.i18n import LANGUAGES, language

Words = Mapping[str, tuple[str, ...]]

SHEETS: Words = {
    "notes": ("说明", "Read me", "notes"),
    "parameters": ("参数", "Parameters"),
    "cases": ("用例", "Cases", "test cases"),
}
VALUE: Words = {
    "rule": ("规则", "Rule"),
    "name": ("名称", "Name"),
    "label": ("项目", "Value of"),
    "value": ("取值", "Value"),
    "bound": ("含本数", "Bound"),
    "unit": ("单位", "Unit"),
    "allowed": ("可填", "May be"),
    "from": ("生效日期", "In force from"),
    "issued": ("发文日期", "Issued"),
    "document": ("文件", "Document"),
    "clause": ("条款", "Clause"),
    "note": ("备注", "Remarks", "note"),
}
"""The columns of sheet 参数; but for the value, those that are no row's also the labels above a table."""

LABELS = ("rule", "name", "label", "from", "issued", "document", "clause")
"""What stands above a table on its sheet."""

CASE: Words = {
    "name": ("用例", "Case"),
    "rating": ("评议", "Rating"),
    "list": ("名单", "List"),
    "registration": ("户籍状态", "Registration"),
    "village_cap": ("最高额度", "Cap of the village (yuan)", "village cap"),
    "facts": ("家庭情况", "Facts"),
    "day": ("评议日期", "Day"),
    "status": ("应为：结果", "Expected: result"),
    "line": ("应为：授信额度", "Expected: line (yuan)", "expected: line"),
    "suggested": ("应为：建议额度", "Expected: suggested (yuan)", "expected: suggested"),
    "basis": ("应为：依据", "Expected: basis"),
    "reasons": ("应为：原因", "Expected: reasons"),
    "note": ("备注", "Remarks", "note"),
}
"""The columns of sheet 用例; ``rating`` is as many as wanted: 评议1, 评议2 …"""

BOUNDS: Words = {
    "inclusive": ("含", "inclusive", "是", "yes", "包含", "含本数"),
    "exclusive": ("不含", "exclusive", "否", "no", "不包含", "不含本数"),
}
NONE: Words = {"none": ("（无）", "(none)", "—", "–", "-")}
RATINGS: Words = {
    "refuses": ("不予授信", "refuses", "拒绝", "refused"),
    "abstains": ("未评议", "abstains", "弃权"),
    "unknowing": ("不了解", "unknowing", "不了解情况"),
    "hard": ("硬性情形", "hard", "硬性"),
}


@dataclass(frozen=True, slots=True)
class Codes:
    """What codes are called: by code, the texts that mean it. ``policy``: those that values name."""

    policy: Mapping[str, Collection[str]]
    status: Mapping[str, Collection[str]]
    basis: Mapping[str, Collection[str]]
    reason: Mapping[str, Collection[str]]


def plain(text: str) -> str:
    """As texts are compared: full width, capitals and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower().rstrip(":")


def written(words: Words, key: str) -> str:
    """The word for ``key`` in the user's language."""
    return shown(words[key])


def shown(texts: Collection[str]) -> str:
    """The word for people among those that mean the same: the first is Chinese, the second English."""
    return list(texts)[min(LANGUAGES.index(language()), len(texts) - 1)]


def meaning(text: str, words: Mapping[str, Collection[str]]) -> str | None:
    """The key that one of the words stands for."""
    wanted = plain(text)
    return next((key for key, texts in words.items() if wanted in map(plain, texts)), None)
