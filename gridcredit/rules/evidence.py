"""Assets count by the best material that proves them (佐证材料): a document, a village certificate, or a household's own
statement; and what a household says of itself asks for material of its own.

It decides nothing by itself: it tells which papers a household file lacks, and counts the assets for those rules and
people who go by them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gridcredit.household_facts import asked_by, rows_for
from gridcredit.i18n import N_
from gridcredit.people import plain_word
from gridcredit.policy import Row, Values
from gridcredit.rules.board import Board, Step

OWN_STATEMENT = "own_statement"
_NOTHING = frozenset({"无", "没有", "暂无", "未提供", "-", "--", "—", "——", "none", "no"})
# A space parts Chinese words; "land title" is one material.
_BETWEEN = re.compile(r"[、,;/|+\n]|(?<=[㐀-鿿)])\s+|\s+(?=[㐀-鿿])|和|及|与")
_NUMBERED = re.compile(r"^[0-9]+[.)]?")
# What may follow a material's name without saying anything else: 房产证复印件, 行驶证2份. "房产证未提供" stays as it is.
_COPY = re.compile(
    r"(?:的?(?:复印件|影印件|扫描件|原件|正本|副本|照片|图片))?(?:[x×]?[0-9一二两三四五六七八九十]+[份张本页个]?)?$"
)


class Tier(NamedTuple):
    """``materials``: those of a file that the policy knows; ``unknown``: those that it does not."""

    code: str
    percent: int
    materials: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Lack(NamedTuple):
    """``material``: the first one of the policy that ``fact`` asks for, or a tier, any material of which is enough."""

    fact: str
    material: str


def apply(board: Board, values: Values) -> None:
    """Adds ``evidence_tier``, ``counted_assets_yuan`` (whole yuan, rounded down; None: no assets stated) and
    ``missing_documents``: ``fact:material`` joined by ``;``.
    """
    texts, assets = board.column("households", "evidence"), board.column("households", "assets_yuan")
    tiers = {text: tier_of(text, values.rows("tiers")) for text in set(texts)}
    board.added["evidence_tier"] = [tiers[text].code for text in texts]
    board.added["counted_assets_yuan"] = [
        None if yuan is None else yuan * tiers[text].percent // 100 for yuan, text in zip(assets, texts)
    ]
    missing_documents = [""] * board.size
    for row, lacks in _lacks(board, values).items():
        missing_documents[row] = ";".join(f"{lack.fact}:{lack.material}" for lack in lacks)
    board.added["missing_documents"] = missing_documents


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    tier = tier_of(board.column("households", "evidence")[row], values.rows("tiers"))
    if tier.materials:
        params = {"materials": "、".join(tier.materials), "tier": tier.code}
        yield Step(N_("materials on file: {materials}; the best of them: {tier}"), params, ("tiers",))
    else:
        yield Step(N_("no material on file that proves assets by the policy: {tier}"), {"tier": tier.code}, ("tiers",))
    if tier.unknown:
        text = N_("not among the materials that prove assets by the policy: {materials}")
        yield Step(text, {"materials": "、".join(tier.unknown)}, ("tiers",))
    yuan, counted = board.column("households", "assets_yuan")[row], board.added["counted_assets_yuan"][row]
    if yuan is None:
        yield Step(N_("no assets are stated"), {}, ("tiers",))
    else:
        text = N_("assets: {percent} % of {assets} yuan count, {counted} yuan")
        yield Step(text, {"percent": tier.percent, "assets": yuan, "counted": counted}, ("tiers",))
    for lack in missing(board.added["missing_documents"][row]):
        text = N_("{material} is missing, which {fact} asks for")
        yield Step(text, {"material": lack.material, "fact": lack.fact}, ("documents",))


def missing(told: str) -> list[Lack]:
    """What ``missing_documents`` of a household tells."""
    pairs = (one.partition(":") for one in told.split(";") if one)
    return [Lack(fact, material) for fact, _colon, material in pairs]


def tier_of(text: str | None, tiers: Sequence[Row]) -> Tier:
    """The best tier that the materials in ``text`` show, by the percentage; of none, the row without words.

    Where no row is without words, assets without material do not count.
    """
    materials = materials_in(text) if text else ()
    shown = [(row, of_row) for row in tiers if (of_row := _named(row.get("is", ()), materials))]
    named = {material for _row, of_row in shown for material in of_row}
    own: Row = next((row for row in tiers if "is" not in row), {"tier": OWN_STATEMENT, "percent": 0})
    best = max((row for row, _of_row in shown), key=_percent, default=own)
    known = tuple(material for material in materials if material in named)
    unknown = tuple(material for material in materials if material not in named)
    return Tier(str(best["tier"]), _percent(best), known, unknown)


@lru_cache(maxsize=4096)
def materials_in(text: str) -> tuple[str, ...]:
    """``"1.房产证复印件、 行驶证（2份）"`` → 房产证, 行驶证, as they are compared; 无 is none."""
    found = []
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        material = _NUMBERED.sub("", _COPY.sub("", plain_word(part).replace("(", "").replace(")", "")))
        if material and material not in _NOTHING:
            found.append(material)
    return tuple(dict.fromkeys(found))


def _lacks(board: Board, values: Values) -> dict[int, list[Lack]]:
    """By row what a household's own facts ask for and its materials do not show."""
    tiers, documents = values.rows("tiers"), values.rows("documents")
    texts = board.column("households", "evidence")
    shows = {text: _shown(text, tiers) for text in set(texts)}
    asks = {id(row): words for row in documents if (words := _asked(row))}
    enough = {number: frozenset(map(plain_word, words)) for number, words in asks.items()}
    found: dict[int, list[Lack]] = defaultdict(list)
    for name, facts in board.facts(asked_by(documents)).items():
        asked = {fact: id(row) for fact, row in rows_for(documents, name, facts).items()}
        if asks.keys().isdisjoint(asked.values()):
            continue
        for row, (fact, text) in enumerate(zip(facts, texts)):
            number = asked[fact]
            if number in asks and shows[text].isdisjoint(enough[number]):
                found[row].append(Lack(name, asks[number][0]))
    return found


def _shown(text: str | None, tiers: Sequence[Row]) -> frozenset[str]:
    """The materials that a file has, and the tiers that they are of."""
    materials = materials_in(text) if text else ()
    of_tiers = (str(row["tier"]) for row in tiers if _named(row.get("is", ()), materials))
    return frozenset({*materials, *of_tiers})


def _asked(row: Row) -> tuple[str, ...]:
    """The materials, and the tiers of materials, any one of which is enough."""
    asked = [row.get(name, ()) for name in ("asks", "tiers")]
    return tuple(word for words in asked if isinstance(words, tuple) for word in words)


def _named(words: object, materials: Sequence[str]) -> list[str]:
    named = {plain_word(word) for word in words} if isinstance(words, tuple) else set()
    return [material for material in materials if material in named]


def _percent(row: Row) -> int:
    percent = row["percent"]
    assert isinstance(percent, int)
    return percent
