"""What an ID number and a word of kinship say of a person. GB 11643: six digits of area, the birth date, three digits
in order (odd for men), a check digit; the old kind has a year of two digits and no check digit.
"""

import unicodedata
from datetime import date

from stdnum.cn import ric

from gridcredit.schema import RELATIONS, Columns, column_of

OLD_LENGTH = 15
# Words that say man or woman for certain: 子 and 孙, for instance, may be either.
_MALE = {
    word: male
    for male, words in (
        (True, "丈夫 夫 儿子 长子 次子 三子 独生子 女婿 父 父亲 公公 岳父 孙子 祖父 爷爷 外祖父"),
        (True, "husband son father grandson grandfather"),
        (
            False,
            "妻 妻子 老婆 女儿 长女 次女 三女 独生女 儿媳 长媳 次媳 母 母亲 婆婆 岳母 孙女 外孙女 祖母 奶奶 外祖母",
        ),
        (False, "wife daughter mother granddaughter grandmother"),
    )
    for word in words.split()
}


def whole(id_number: str) -> str:
    """The 17 digits before the check digit, by which the old and the new number of a person are one."""
    return f"{id_number[:6]}19{id_number[6:]}" if len(id_number) == OLD_LENGTH else id_number[:17]


def full_number(id_number: str) -> str:
    """18 characters, of an old number, too."""
    if len(id_number) != OLD_LENGTH:
        return id_number
    longer = f"{whole(id_number)}?"
    return longer[:-1] + ric.calc_check_digit(longer)


def born_by(id_number: str) -> date:
    """The birth date in a number that was read as one, so it is a date."""
    return date.fromisoformat(id_number[6:14] if len(id_number) > OLD_LENGTH else f"19{id_number[6:12]}")


def male_by(id_number: str) -> bool:
    return id_number[16 if len(id_number) > OLD_LENGTH else 14] in "13579"


def age_on(born: date, day: date) -> int:
    """Completed years (周岁) on ``day``; below zero before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def plain_word(text: str) -> str:
    """A name or a word as it is compared: half width, without spaces, in lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def relation_code(word: str | None) -> str | None:
    """A code of ``schema.RELATIONS``; None for a word that is not in it."""
    return RELATIONS.get(plain_word(word)) if word else None


def male_in(word: str | None) -> bool | None:
    """Whether a word of kinship means a man; None where it does not say."""
    return _MALE.get(plain_word(word)) if word else None


def own_households(households: Columns, members: Columns, ratings: Columns) -> tuple[list[int], list[int]]:
    """The ratings (rows) of officers who belong to the household they rate: by ID number, and by a name alone.

    A name says so only where nothing tells the two apart: not both ID numbers are known.
    """
    numbers_of = column_of(ratings, "officer_id")
    plain = {name: plain_word(name) for name in set(ratings["officer"]) if name}
    officers = {number: whole(number) for number in set(numbers_of) if number}
    names, numbers = set(plain.values()), set(officers.values())
    called: dict[tuple[str, str], set[str]] = {}  # who is called like an officer, with ID numbers as far as known
    holders = set()  # who has an officer's ID number
    for columns, column in ((households, "head"), (members, "name")):
        if column not in columns or "id_number" not in columns:
            continue
        for key, name, number in zip(columns["household_id"], columns[column], columns["id_number"]):
            if name and (word := plain_word(name)) in names:
                called.setdefault((key, word), set()).update({whole(number)} if number else ())
            if numbers and number and whole(number) in numbers:
                holders.add((key, whole(number)))
    same: list[int] = []
    namesakes: list[int] = []
    entries = zip(ratings["household_id"], ratings["officer"], numbers_of)
    for row, (key, officer, number) in enumerate(entries) if called or holders else ():
        known = called.get((key, plain.get(officer, "")))
        if number and (key, officers[number]) in holders:
            same.append(row)
        elif known is not None and not (number and known):
            namesakes.append(row)
    return same, namesakes
