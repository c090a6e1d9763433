"""The words of policies: every code has one, and no two codes of a value share one in any language."""

from itertools import combinations

import pytest

from gridcredit import policy
from gridcredit.i18n import LANGUAGES, set_language, translations
from gridcredit.policy import Parameter
from gridcredit.policy.model import Field
from gridcredit.policytools.headings import CASE, SHEETS, VALUE, meaning, plain, written
from gridcredit.reports import labels

PARAMETERS = policy.load().parameters
CHOICES: list[tuple[str, Parameter | Field]] = [
    *((one.key, one) for one in PARAMETERS if one.one_of),
    *((f"{one.key} {field.name}", field) for one in PARAMETERS for field in one.fields if field.one_of),
]
NAMES = [name for name, _choice in CHOICES]


@pytest.mark.parametrize("choice", [choice for _name, choice in CHOICES], ids=NAMES)
def test_every_code_that_a_value_may_name_has_words(choice: Parameter | Field) -> None:
    assert [code for code in choice.one_of if code not in labels.CODE] == []


@pytest.mark.parametrize("choice", [choice for _name, choice in CHOICES], ids=NAMES)
def test_no_two_codes_of_a_value_have_a_word_in_common(choice: Parameter | Field) -> None:
    words = {code: {plain(text) for text in labels.codes().policy.get(code, ())} | {code} for code in choice.one_of}
    assert [pair for pair in combinations(words, 2) if words[pair[0]] & words[pair[1]]] == []


@pytest.mark.parametrize("choice", [choice for _name, choice in CHOICES], ids=NAMES)
def test_no_word_holds_what_stands_between_words(choice: Parameter | Field) -> None:
    texts = [text for code in choice.one_of for text in labels.codes().policy.get(code, ())]
    assert [text for text in texts if set(text) & set("、,，;；\n/|")] == []


@pytest.mark.parametrize("parameter", [one for one in PARAMETERS if one.fields], ids=lambda one: one.key)
def test_no_two_columns_of_a_table_have_a_header_in_common(parameter: Parameter) -> None:
    headers = [text for field in parameter.fields for text in {plain(text) for text in translations(field.label)}]
    assert len(headers) == len(set(headers))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [SHEETS, VALUE, CASE], ids=["sheets", "values", "cases"])
def test_every_heading_that_is_written_is_read(language: str, words: dict[str, tuple[str, ...]]) -> None:
    set_language(language)
    assert [meaning(written(words, key), words) for key in words] == list(words)
    assert all((written(words, key)[0] >= "\u4e00") == (language == "zh") for key in words)
