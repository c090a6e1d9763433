"""Keep the gettext catalogue with the code: ``python tools/catalogue.py`` updates the .po files and compiles the .mo.

Texts come from ``_`` and ``N_`` in the code and from labels and units in the rules' TOML and the names of the
shipped cases; click's own messages that a user may see are listed here.
"""

import io
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "gridcredit"
EXAMPLES = PACKAGE / "policytools" / "contract.toml"
LANGUAGES = ("zh", "en")
SOURCE_LANGUAGE = "en"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
NO_TIME = datetime(2016, 6, 25, tzinfo=UTC)
OF_CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "No such option {name!r}.",
    "No such command {name!r}.",
    "Option {name!r} requires an argument.",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "Path",
    "File",
    "Directory",
    "default: {default}",
    "env var: {var}",
    "required",
    "Show this message and exit.",
    "Show the version and exit.",
)


def texts() -> list[str]:
    """Every text that users may see, sorted."""
    marked = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"_": None, "N_": None})
    found = {entry[2] for entry in marked if isinstance(entry[2], str)}
    return sorted(found | set(_policy_texts()) | set(OF_CLICK))


def po_file(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "gridcredit.po"


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.creation_date = catalog.revision_date = NO_TIME
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """The same for every version of Babel, which would name itself in it."""
    buffer = io.BytesIO()
    with patch("babel.messages.catalog.VERSION", ""):
        write_mo(buffer, catalog)
    return buffer.getvalue()


def update(language: str) -> list[str]:
    """Bring one language up to date; return the texts that still lack a translation."""
    old = read(language)
    new = Catalog(locale=language)
    for text in texts():
        known = old.get(text)
        new.add(text, known.string if known else "")
    buffer = io.BytesIO()
    write_po(buffer, new, width=0, omit_header=True)
    po_file(language).write_bytes(HEADER.encode() + buffer.getvalue())
    catalog = read(language)
    po_file(language).with_suffix(".mo").write_bytes(compiled(catalog))
    return [str(m.id) for m in catalog if m.id and not m.string] if language != SOURCE_LANGUAGE else []


def _policy_texts() -> Iterator[str]:
    for file in sorted((PACKAGE / "rules").glob("*.toml")):
        for parameter in tomllib.loads(file.read_text("utf-8")).values():
            yield parameter["label"]
            yield parameter["unit"]
            yield from (column["label"] for column in parameter.get("columns", {}).values())
    yield from (case["name"] for case in tomllib.loads(EXAMPLES.read_text("utf-8"))["cases"])


if __name__ == "__main__":
    missing = [f"{language}: {text}" for language in LANGUAGES for text in update(language)]
    print("\n".join(missing) or "the catalogue is complete")
    sys.exit(bool(missing))
