"""Who of a household may borrow: of age now and when the line expires, able to work, on no list; in the policy's order.

What is not known rules nobody out unless the policy says so, and is told: an age is never guessed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from gridcredit.i18n import N_
from gridcredit.people import born_by, plain_word, relation_code
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Mask, Step, Yuan

UNDER_AGE, OVER_AGE, NO_LABOUR = "UNDER_AGE", "OVER_AGE_AT_EXPIRY", "NO_LABOUR"
ON_LIST, AGE_UNKNOWN = "ON_LIST", "AGE_UNKNOWN"
NAMED_DIFFER, NAMED_NOT_LISTED, NO_CANDIDATE = "NAMED_DIFFER", "NAMED_NOT_LISTED", "NO_CANDIDATE"
NOTES = (NAMED_DIFFER, NAMED_NOT_LISTED, UNDER_AGE, OVER_AGE, NO_LABOUR, ON_LIST, AGE_UNKNOWN, NO_CANDIDATE)
HEAD, NAMED, OTHER = "head", "named", "other"
HEADS_WORD = "户主"
UNKNOWN = -1


def apply(board: Board, values: Values) -> None:
    """Adds ``borrower`` (a name), ``borrower_row`` in the members (None: nobody, or the head of the household's row) and
    ``borrower_notes``: codes of whom the officers meant, why the first choice was passed over, and what is not known of
    the one chosen.
    """
    folk = _Folk.of(board, values)
    first, chosen = folk.first_of(board.size), folk.first_of(board.size, folk.may)
    told = np.full(board.size, "", dtype=object)
    for code, homes in folk.named_notes.items():
        told[homes] += ";" + code
    passed_over = first != chosen
    for code, faulty in folk.faults.items():
        told[passed_over & _of(faulty, first)] += ";" + code
    told[_of(folk.faults[AGE_UNKNOWN], chosen)] += ";" + AGE_UNKNOWN
    told[(first == UNKNOWN) & (board.status != "excluded")] += ";" + NO_CANDIDATE
    board.added |= {
        "borrower": folk.names(chosen.tolist()),
        "borrower_row": [row if row != UNKNOWN else None for row in np.append(folk.row, UNKNOWN)[chosen].tolist()],
        "borrower_notes": [codes.removeprefix(";") for codes in told],
    }
    if values.word("without_borrower") == "refer":
        board.refer((chosen == UNKNOWN) & ((board.line > 0) | (board.suggested > 0)), "NO_BORROWER")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if board.status[row] == "excluded":
        return
    folk = _Folk.of(board, values)
    for note, homes in folk.named_notes.items():
        if row in homes:
            yield Step(_OF_NAMED[note], {}, ("order",))
    for at in folk.candidates(row):
        params = folk.facts(at, values)
        faults = [code for code, faulty in folk.faults.items() if faulty[at]]
        for code in faults:
            text, name = _FAULTS[code]
            yield Step(_CHILD if code == UNDER_AGE and folk.age[at] == UNKNOWN else text, params, (name,))
        if folk.may[at]:
            yield Step(N_("{name} ({relation}) may borrow"), params, ("order",))
            return
    yield Step(N_("nobody of the household may borrow"), {}, ("order", "without_borrower"))


_FAULTS = {
    UNDER_AGE: (
        N_("{name} ({relation}): {age} years old on {day}, the ages begin at {least}: passed over"),
        "from_age",
    ),
    OVER_AGE: (
        N_(
            "{name} ({relation}): {later} years old when the line expires on {expiry}, the ages end at {most}: passed over"
        ),
        "to_age_at_expiry",
    ),
    NO_LABOUR: (N_("{name} ({relation}): ability to work “{labour}”: passed over"), "without_labour"),
    ON_LIST: (N_("{name} ({relation}): on a list: passed over"), "listed"),
    AGE_UNKNOWN: (N_("{name} ({relation}): the age is not known"), "unknown_age"),
}
_CHILD = N_("{name} ({relation}): a child: passed over")
_OF_NAMED = {
    NAMED_DIFFER: N_("the officers gave their figures in the rows of different members: none of them is meant"),
    NAMED_NOT_LISTED: N_("the officers meant somebody who is not among the members"),
}


@dataclass(frozen=True, slots=True)
class _Folk:
    """Everybody who comes into question, one entry a person: the members, and heads whom no member's row lists.

    ``home``: row of the household; ``row`` among the members, −1 for none; ``rank``: place in the policy's order;
    ``age`` on the day and ``later`` when the line expires, in years, −1 where not known; ``faults``: who has which;
    ``may``: whom none of them rules out.
    """

    board: Board
    home: Yuan
    row: Yuan
    rank: Yuan
    age: Yuan
    later: Yuan
    faults: Mapping[str, Mask]
    may: Mask
    named_notes: Mapping[str, list[int]]

    @classmethod
    def of(cls, board: Board, values: Values) -> "_Folk":
        homes = np.array([board.at[key] for key in board.column("members", "household_id")], dtype=np.int64)
        relations = board.column("members", "relation")
        of_words = {word: relation_code(word) for word in set(relations)}
        codes = [of_words[word] for word in relations]
        headed = np.zeros(board.size, dtype=bool)
        headed[homes[[code == HEAD for code in codes]]] = True
        lone = np.flatnonzero(~headed)
        home = np.concatenate([homes, lone])
        row = np.concatenate([np.arange(len(homes)), np.full(len(lone), UNKNOWN)])
        order = values.words("order")
        places = {word: place for place, word in enumerate(order)}
        ranks = [places.get(code or OTHER, len(order)) for code in codes]
        rank = np.array(ranks + [places.get(HEAD, len(order))] * len(lone), dtype=np.int64)
        notes = _rank_named(board, home, row, rank, places[NAMED]) if NAMED in places else {}
        rank[board.status[home] == "excluded"] = len(order)
        age, later = _ages(board, homes, lone, codes)
        faults = _faults(board, values, age, later)
        ruled_out = faults[UNDER_AGE] | faults[OVER_AGE] | faults[NO_LABOUR] | faults[ON_LIST]
        if values.word("unknown_age") == "may_not":
            ruled_out |= faults[AGE_UNKNOWN]
        in_question = rank < len(order)
        kept = np.flatnonzero(in_question)[np.lexsort((rank[in_question], home[in_question]))]
        kept_faults = {code: faulty[kept] for code, faulty in faults.items()}
        return cls(
            board, home[kept], row[kept], rank[kept], age[kept], later[kept], kept_faults, ~ruled_out[kept], notes
        )

    def first_of(self, size: int, where: Mask | None = None) -> Yuan:
        """The entry of each household's first choice among those ``where``; −1 where there is none."""
        found = np.full(size, UNKNOWN, dtype=np.int64)
        entries = np.arange(len(self.home)) if where is None else np.flatnonzero(where)
        homes, first = np.unique(self.home[entries], return_index=True)
        found[homes] = entries[first]
        return found

    def candidates(self, home: int) -> list[int]:
        return [int(at) for at in np.flatnonzero(self.home == home)]

    def names(self, entries: Iterable[int]) -> list[str | None]:
        """Who they are; None for nobody (−1)."""
        names, heads = self.board.column("members", "name"), self.board.column("households", "head")
        rows, homes = self.row.tolist(), self.home.tolist()
        found = (
            None if at == UNKNOWN else names[rows[at]] if rows[at] != UNKNOWN else heads[homes[at]] for at in entries
        )
        return list(found)

    def facts(self, at: int, values: Values) -> dict[str, object]:
        """What a sentence on somebody may name."""
        row = int(self.row[at])
        word, labour = (self.board.column("members", name)[row] if row != UNKNOWN else None for name in _SAID)
        return {
            "name": self.names([at])[0],
            "relation": word or HEADS_WORD,
            "labour": labour,
            "age": int(self.age[at]),
            "later": int(self.later[at]),
            "day": self.board.day,
            "expiry": self.board.expiry,
            "least": values.number("from_age"),
            "most": values.number("to_age_at_expiry"),
        }


_SAID = ("relation", "labour")


def _rank_named(board: Board, home: Yuan, row: Yuan, rank: Yuan, first: int) -> dict[str, list[int]]:
    """Give the member whom all officers meant who gave a figure in somebody's row the rank ``first``; returns notes."""
    notes: dict[str, list[int]] = {NAMED_DIFFER: [], NAMED_NOT_LISTED: []}
    if not any(board.column("given", "borrower")):
        return notes
    meant: dict[str, set[str]] = defaultdict(set)
    columns = (board.column("given", name) for name in ("household_id", "borrower", "amount_yuan", "knows"))
    for key, name, amount, knows in zip(*columns):
        if name and amount and knows != "no":
            meant[key].add(plain_word(name))
    heads, names = board.column("households", "head"), board.column("members", "name")
    persons: dict[int, dict[str, int]] = defaultdict(dict)
    for at, (one, place) in enumerate(zip(home.tolist(), row.tolist())):
        called = names[place] if place != UNKNOWN else heads[one]
        persons[one].setdefault(plain_word(called or ""), at)
    for one, key in enumerate(board.households["household_id"]):
        theirs = meant.get(key, set())
        if len(theirs) > 1:
            notes[NAMED_DIFFER].append(one)
        for name in theirs if len(theirs) == 1 else ():
            if name in persons[one]:
                rank[persons[one][name]] = first
            else:
                notes[NAMED_NOT_LISTED].append(one)
    return notes


def _ages(board: Board, homes: Yuan, lone: Yuan, codes: Sequence[str | None]) -> tuple[Yuan, Yuan]:
    """Completed years on the day and when the line expires: members first, then heads without a member's row.

    By the birth date, else by the ID number (a head's may stand in the household's row alone), else as stated; then
    years that have begun when the line expires count whole, so that nobody is taken for younger than he may be.
    """
    own = board.column("households", "id_number")
    numbers = [
        number or (own[home] if code == HEAD else None)
        for number, home, code in zip(board.column("members", "id_number"), homes.tolist(), codes)
    ]
    births = [
        _number_of(birth or (born_by(number) if number else None))
        for birth, number in zip(board.column("members", "birth_date"), numbers)
    ]
    births += [_number_of(born_by(own[home]) if own[home] else None) for home in lone.tolist()]
    stated = _filled(board.column("members", "age"), len(lone))
    born, day, expiry = np.array(births, dtype=np.int64), _number_of(board.day), _number_of(board.expiry)
    by_date = (born != UNKNOWN) & (born <= day)
    by_word = (born == UNKNOWN) & (stated != UNKNOWN)
    begun = -(-(expiry - day) // _YEAR)
    age = np.where(by_date, (day - born) // _YEAR, np.where(by_word, stated, UNKNOWN))
    later = np.where(by_date, (expiry - born) // _YEAR, np.where(by_word, stated + begun, UNKNOWN))
    return age, later


_YEAR = 10_000
"""What a year is in numbers such as 20160503: of two dates' difference, the whole ones are the completed years."""


def _number_of(day: date | None) -> int:
    return day.year * _YEAR + day.month * 100 + day.day if day else UNKNOWN


def _filled(column: Sequence[int | None], more: int) -> Yuan:
    return np.array([*(UNKNOWN if number is None else number for number in column), *[UNKNOWN] * more], dtype=np.int64)


def _faults(board: Board, values: Values, age: Yuan, later: Yuan) -> dict[str, Mask]:
    """What speaks against whom, in the order in which it is told."""
    known, size = age != UNKNOWN, len(age)
    child = ~known & _said(board, "age_band", ("child",), size)
    under = (known & ~values.limit("from_age").at_least(age)) | child
    over = known & ~under & ~values.limit("to_age_at_expiry").at_most(later)
    unable = {plain_word(word) for word in values.words("without_labour")}
    words = [word for word in set(board.column("members", "labour")) if word and plain_word(word) in unable]
    return {
        UNDER_AGE: under,
        OVER_AGE: over,
        NO_LABOUR: _said(board, "labour", words, size),
        ON_LIST: _said(board, "list_status", values.words("listed"), size),
        AGE_UNKNOWN: ~known & ~child,
    }


def _said(board: Board, column: str, words: Collection[str], size: int) -> Mask:
    """Which of the ``size`` persons, members first, have one of ``words`` there."""
    found: Mask = np.zeros(size, dtype=bool)
    if words:
        said = board.column("members", column)
        found[: len(said)] = [word in words for word in said]
    return found


def _of(faulty: Mask, entries: Yuan) -> Mask:
    """Whether the persons at ``entries`` have the fault; nobody (−1) has none."""
    found: Mask = np.append(faulty, False)[entries]
    return found
