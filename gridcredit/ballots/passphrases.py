"""Passphrases that seal a ballot: words to make one of by dice, and how many attempts it would take to guess one."""

import re
from functools import cache
from importlib import resources

DICE = 3
WORDS_SUGGESTED = 5
SIDES = 6
LOOKED_AT = 72  # characters


@cache
def words() -> dict[str, str]:
    """The words (pinyin, so that they can be typed into a password field) by the throws of three dice: 111 … 666."""
    listed = resources.files("gridcredit.ballots").joinpath("words.txt").read_text("utf-8").split()
    assert len(listed) == SIDES**DICE
    return {_throws(number): word for number, word in enumerate(listed)}


def guesses(passphrase: str, known: tuple[str, ...] = ()) -> int:
    """How many attempts it takes to guess it, at most; whoever tries may know what is ``known``, such as the village.

    A passphrase of our words is as strong as the number of words, since everybody has the list.
    """
    from zxcvbn import zxcvbn

    found = int(zxcvbn(passphrase[:LOOKED_AT], user_inputs=list(known))["guesses"])
    listed = "|".join(words().values())
    joined = re.sub(r"[\s_-]+", "", passphrase.lower())
    if re.fullmatch(f"(?:{listed})+", joined):
        return int(min(found, len(words()) ** len(re.findall(listed, joined))))
    return found


def _throws(number: int) -> str:
    digits = ""
    for _die in range(DICE):
        number, side = divmod(number, SIDES)
        digits = str(side + 1) + digits
    return digits
