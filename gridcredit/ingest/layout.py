"""What each sheet of a workbook is for, by its name or by what its header holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels
from gridcredit.ingest.words import OURS, SET_ASIDE, Vocabulary, plain, sheet_name
from gridcredit.ingest.workbook import Sheet, Workbook
from gridcredit.schema import HOUSEHOLDS, MEMBERS, RATINGS, STATED, VILLAGE, Column

_ROUND = re.compile(r"第?(?:([0-9]+)|(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?)轮.*")
_RATED = {"amount_yuan", "knows", "refusal"}
_AMOUNT = next(column for column in RATINGS if column.name == "amount_yuan")


def _all_columns() -> tuple[Column, ...]:
    """Every column of households, members and ratings once, and the village's name, which any of them may have."""
    by_name: dict[str, Column] = {}
    for column in (*HOUSEHOLDS, *MEMBERS, *RATINGS, *STATED, VILLAGE[0]):
        by_name.setdefault(column.name, column)
    return tuple(by_name.values())


COLUMNS = _all_columns()


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet, its role (``village``, ``households``, ``members``, ``ratings``) and its header; none in ``village``."""

    sheet: Sheet
    role: str
    header: headers.Header | None

    def has(self, *names: str) -> bool:
        return self.header is not None and set(names) <= self.header.columns.keys()

    @property
    def by_member(self) -> bool:
        """Whether its rows are members rather than households."""
        return self.has("name") and (self.role == "members" or self.has("relation"))

    @property
    def lists_households(self) -> bool:
        """Whether a roster can be drawn from it."""
        return self.has("household_id", "head") or self.has("household_id", "name", "relation")


def round_of(name: str) -> str | None:
    """第1轮 of a sheet's name such as 第一轮评议表, so that a copy of the sheet is the same round; None if it is no round's."""
    match = _ROUND.fullmatch(plain(name))
    if match is None or not any(match.groups()):
        return None
    digits, tens, ten, ones = match.groups()
    value = int(digits) if digits else (_digit(tens) or bool(ten)) * 10 + _digit(ones)
    return f"第{value}轮"


def _digit(sign: str | None) -> int:
    return "一二三四五六七八九".index(sign) + 1 if sign else 0


def place_sheets(workbook: Workbook, vocabulary: Vocabulary, findings: list[Finding]) -> list[Placed]:
    """The sheets that are read, in their order; the others, and what is doubtful about any, in ``findings``."""
    placed: list[Placed] = []
    unnamed: list[Placed] = []
    for sheet in workbook.sheets:
        if plain(sheet.name) in OURS:
            continue
        roles = vocabulary.roles_of(sheet.name)
        if vocabulary.ignores(sheet.name):
            continue  # the bank's profile says so, which is telling enough
        if len(roles) > 1:
            params = {"roles": " / ".join(roles)}
            findings.append(Finding("SHEET_UNCLEAR", workbook.file, sheet.name, params=params))
            continue
        if SET_ASIDE.search(sheet_name(sheet.name)) and not vocabulary.named_by_bank(sheet.name):
            findings += [_not_read(workbook, sheet)] if sheet.rows else []
            continue
        role = roles[0] if roles else None
        header = (
            headers.find_header(sheet, COLUMNS, vocabulary) if role not in ("village", "outcomes", "ignored") else None
        )
        one = Placed(sheet, role or "", header)
        if role is None:
            one = Placed(sheet, _role_by_header(sheet, header, vocabulary), header)
            unnamed += [one] if not one.role else []
        if one.role in ("village", "households", "members", "ratings"):
            placed.append(one)
        elif sheet.rows and role is not None:
            findings.append(_not_read(workbook, sheet))
    _refuse_doubled(workbook, placed, findings)
    _place_roster(workbook, placed, unnamed, findings)
    for one in placed:
        if one.sheet.hidden:
            findings.append(Finding("SHEET_HIDDEN", workbook.file, one.sheet.name))
    order = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    return sorted(placed, key=lambda one: order[one.sheet.name])


def _role_by_header(sheet: Sheet, header: headers.Header | None, vocabulary: Vocabulary) -> str:
    """``ratings`` for a sheet that holds some or was meant to, to judge by its name or what else it has; else ''."""
    if plain(sheet.name).startswith("评议"):
        return "ratings"
    if header is None:
        return ""
    has = header.columns.keys()
    if sheet.hidden and "household_id" not in has:
        return ""  # such are the lists that cells' drop-down menus take their words from
    if {"household_id", "amount_yuan"} <= has or ("household_id" in has and header.officers):
        return "ratings"
    if "knows" in has or (round_of(sheet.name) and has & _RATED):
        return "ratings"
    label = labels.find_label(header.above(sheet), "officer", vocabulary)
    rated = bool(has & {"amount_yuan", "refusal"} or headers.nearest(_AMOUNT, header, vocabulary))
    return "ratings" if rated and (label is not None or "officer" in has) else ""


def _refuse_doubled(workbook: Workbook, placed: Sequence[Placed], findings: list[Finding]) -> None:
    seen: set[str] = set()
    for one in placed:
        if one.role != "ratings" and one.role in seen:
            findings.append(Finding("SHEET_TWICE", workbook.file, one.sheet.name, params={"wanted": one.sheet.name}))
        seen.add(one.role)


def _place_roster(workbook: Workbook, placed: list[Placed], unnamed: Sequence[Placed], findings: list[Finding]) -> None:
    """Find the sheets of households and of members among those whose names say nothing."""
    roles = {one.role for one in placed}
    lists = [one for one in unnamed if one.lists_households]
    members = [one for one in lists if one.by_member and not one.has("head")]
    rosters = [one for one in lists if one not in members]
    if "members" not in roles and len(members) == 1 and ("households" in roles or rosters):
        placed.append(Placed(members[0].sheet, "members", members[0].header))
    elif not rosters:
        rosters = members
    taken = {one.sheet.name for one in placed}
    candidates = [one for one in rosters if one.sheet.name not in taken]
    rivals = [one for one in placed if one.role == "ratings" and one.lists_households]
    if "households" not in roles and len(candidates) == 1 and not rivals:
        placed.append(Placed(candidates[0].sheet, "households", candidates[0].header))
    elif "households" not in roles and candidates:
        names = " / ".join(one.sheet.name for one in (*candidates, *rivals))
        findings.append(Finding("ROSTER_UNCLEAR", workbook.file, params={"sheets": names}))
    taken = {one.sheet.name for one in placed}
    findings += [_not_read(workbook, one.sheet) for one in unnamed if one.sheet.rows and one.sheet.name not in taken]


def _not_read(workbook: Workbook, sheet: Sheet) -> Finding:
    return Finding("SHEET_NOT_READ", workbook.file, sheet.name, params={"wanted": "户号 网格员 建议额度"})
