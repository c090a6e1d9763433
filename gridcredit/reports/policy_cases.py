"""The sheet of cases in a policy workbook."""

from collections.abc import Mapping, Sequence

from gridcredit.i18n import _, language
from gridcredit.policytools.cases import Case
from gridcredit.policytools.headings import CASE, RATINGS, SHEETS, written
from gridcredit.policytools.told import FACTS, Rating
from gridcredit.reports import labels
from gridcredit.reports.book import ANY_DAY, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.schema import LISTS, REGISTRATION

LEAST_RATINGS = 5
SPARE_ROWS = 8
ROW_HEIGHT = 20


def cases_sheet(cases: Sequence[Case]) -> Sheet:
    """The cases, a row each, and some blank rows."""
    count = max([LEAST_RATINGS, *(len(case.ratings) for case in cases)])
    columns = [
        Column(written(CASE, "name"), width=26, entry=Entry()),
        *(Column(f"{written(CASE, 'rating')}{number}", Format.ANY, 12, Entry()) for number in range(1, count + 1)),
        Column(written(CASE, "list"), Format.CENTRED, 8, Entry(_options(LISTS))),
        Column(written(CASE, "registration"), Format.CENTRED, 10, Entry(_options(REGISTRATION))),
        Column(written(CASE, "village_cap"), Format.YUAN, 11, Entry()),
        Column(written(CASE, "facts"), width=22, entry=Entry(prompt=_("such as 家庭年收入=80000；耕地面积=12"))),
        Column(written(CASE, "day"), Format.DATE, 12, ANY_DAY),
        Column(written(CASE, "status"), Format.CENTRED, 13, Entry(_words(labels.STATUS))),
        Column(written(CASE, "line"), Format.ANY, 12, Entry()),
        Column(written(CASE, "suggested"), Format.ANY, 12, Entry()),
        Column(written(CASE, "basis"), Format.CENTRED, 14, Entry(_words(labels.BASIS))),
        Column(written(CASE, "reasons"), width=24, entry=Entry()),
    ]
    rows: list[Sequence[Cell]] = [_case(case, count) for case in cases]
    rows += [[None] * len(columns)] * SPARE_ROWS
    note = _(
        "Ratings: an amount in yuan, or {refuses}, {refuses} {hard}, {abstains}, {unknowing}; blank: no such officer."
    )
    return Sheet(
        written(SHEETS, "cases"),
        _("Cases that are to hold"),
        notes=[note.format(**{word: written(RATINGS, word) for word in RATINGS})],
        tables=[Table(columns, rows)],
        landscape=True,
        row_height=ROW_HEIGHT,
    )


def _words(table: Mapping[str, str]) -> list[str]:
    return [_(text) for text in table.values()]


def _options(words: Mapping[str, str]) -> list[str]:
    """One word for each of the options that village workbooks have: 白 灰 黑, or in English our codes."""
    return list(_by_code(words).values())


def _by_code(words: Mapping[str, str]) -> dict[str, str]:
    first = {code: word for word, code in reversed(list(words.items()))}
    return {code: code if language() == "en" else first[code] for code in dict.fromkeys(words.values())}


def _case(case: Case, count: int) -> Sequence[Cell]:
    ratings: list[Cell] = [_rating(rating) for rating in case.ratings]
    expected = case.expected
    reasons = expected.get("reasons")
    return (
        case.name,
        *ratings,
        *[None] * (count - len(ratings)),
        _by_code(LISTS).get(case.listed or ""),
        _by_code(REGISTRATION).get(case.registration or ""),
        case.village_cap,
        _("; ").join(f"{_fact_name(name)}={fact}" for name, fact in case.facts.items()),
        case.day,
        _shown(labels.STATUS, expected.get("status")),
        _figure(expected.get("line")),
        _figure(expected.get("suggested")),
        _shown(labels.BASIS, expected.get("basis")),
        _reasons(reasons) if isinstance(reasons, frozenset) else None,
    )


def _fact_name(name: str) -> str:
    return name if language() == "en" else FACTS[name].header


def _rating(rating: Rating) -> Cell:
    said = [word for word in ("refuses", "hard", "unknowing") if getattr(rating, word)]
    if not said and rating.amount is not None:
        return rating.amount
    words = [written(RATINGS, word) for word in said or ["abstains"]]
    return " ".join([*words, *([str(rating.amount)] if rating.amount is not None else [])])


def _figure(amount: object) -> Cell:
    """An expected amount; — for none."""
    return None if not isinstance(amount, int) else amount or labels.NOTHING


def _shown(table: Mapping[str, str], code: object) -> Cell:
    return None if code is None else labels.word(table, code) or labels.NOTHING


def _reasons(codes: frozenset[str]) -> str:
    return _(", ").join(labels.word(labels.REASON, code) for code in sorted(codes)) or labels.NOTHING
