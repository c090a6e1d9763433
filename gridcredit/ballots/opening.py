"""A ballot that was opened: is it what was issued, and which household does each of its rows stand for?"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

from gridcredit.ballots.rounds import Ballot, Round
from gridcredit.findings import Finding
from gridcredit.ingest.ballots import CODE, NUMBER, OFFICER, VILLAGE
from gridcredit.ingest.parts import FileRead

_SAID = ("household_id", "amount_yuan", "knows", "refusal")


def others(read: FileRead, given: Round, ballot: Ballot) -> Iterator[Finding]:
    """Findings where the file says that it is another ballot, of another village or officer, than it was received as."""
    wanted = {
        NUMBER: ("票号", ballot.number),
        VILLAGE: ("村名", given.village),
        OFFICER: ("网格员", ballot.officer),
    }
    for name, (column, value) in wanted.items():
        for fact in read.facts.get(name, ()):
            if "".join(str(fact.value).split()) != "".join(value.split()):
                params = {"column": column, "number": ballot.number}
                yield Finding("BALLOT_OTHER", read.file, fact.sheet, fact.cell, params=params)


def resolve(read: FileRead, ballot: Ballot) -> None:
    """Put households' numbers in place of the row codes; rows with a code that is not the ballot's are refused."""
    for part in read.parts:
        rows = part.rows
        codes = [str(code or "") for code in rows.get(CODE.name)]
        rows.values["household_id"] = [ballot.rows.get(code) for code in codes]
        rows.header = replace(
            rows.header, columns={**rows.header.columns, "household_id": rows.header.columns[CODE.name]}
        )
        for row in rows.accepted():
            if codes[row] not in ballot.rows:
                rows.refuse("BALLOT_ROW_UNKNOWN", row, CODE)
        gone = len(ballot.rows.keys() - set(codes))
        if gone:
            read.findings.append(Finding("BALLOT_ROWS_GONE", read.file, rows.sheet, params={"count": gone}))


def ratings_digest(read: FileRead) -> str:
    """Of all that the officer said, whatever order it stands in; after ``resolve``."""
    said = sorted(
        json.dumps(entry, ensure_ascii=True)
        for part in read.parts
        for entry in zip(*(part.rows.get(name) for name in _SAID))
        if entry[0] is not None
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
