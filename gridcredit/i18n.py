"""The one place where text meets its language: a gettext catalogue, English source, zh translation.

``_`` translates now; ``N_`` marks a text that is translated later, where it is shown.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
DOMAIN = "gridcredit"
LOCALE_DIR = Path(__file__).parent / "locale"

_language = LANGUAGES[0]
_current: gettext.NullTranslations = gettext.NullTranslations()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, [language])


def set_language(language: str) -> None:
    """Speak ``zh`` or ``en`` from here on, in this process; click's own messages follow."""
    global _current, _language
    _language = language
    _current = _catalogue(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)


def language() -> str:
    return _language


def _(message: str) -> str:
    return _current.gettext(message) if message else ""


def translations(message: str) -> tuple[str, ...]:
    """The message in every language."""
    return tuple(_catalogue(one).gettext(message) for one in LANGUAGES)


def N_(message: str) -> str:
    return message
