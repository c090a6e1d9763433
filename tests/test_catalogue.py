"""Every text that users may see stands in the catalogue, in both languages, with the same places."""

import ast
import string
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import catalogue


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_the_catalogue_holds_every_text_and_no_other(language: str) -> None:
    held = {str(message.id) for message in catalogue.read(language) if message.id}
    assert held == set(catalogue.texts()), "run: python tools/catalogue.py"


def test_every_text_is_translated_with_the_same_places() -> None:
    for message in catalogue.read("zh"):
        if message.id:
            assert message.string, message.id
            assert places(str(message.string)) == places(str(message.id))


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_the_compiled_catalogue_is_up_to_date(language: str) -> None:
    compiled = catalogue.compiled(catalogue.read(language))
    assert catalogue.po_file(language).with_suffix(".mo").read_bytes() == compiled, "run: python tools/catalogue.py"


def test_no_text_stands_within_an_f_string_where_some_versions_of_python_do_not_see_it() -> None:
    hidden = [
        (file.name, call.lineno)
        for file in catalogue.PACKAGE.rglob("*.py")
        for joined in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
