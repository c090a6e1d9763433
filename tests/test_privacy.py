"""Masks: an ID shows its first 3 and last 4 characters, a phone 3 and 4."""

import pytest

from gridcredit.privacy import mask_id, mask_phone, without_numbers


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("99999919500101001X", "999***********001X"),
        ("999999500101001", "999********1001"),
        ("12345678", "********"),
        ("", ""),
    ],
)
def test_ids_are_masked(number: str, shown: str) -> None:
    assert mask_id(number) == shown


def test_phones_are_masked() -> None:
    assert mask_phone("10001234567") == "100****4567"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("户 99999919500101001X 号", "户 999***********001X 号"),
        ("10001234567", "100****4567"),
        ("LJ0001", "LJ0001"),
        ("1000123456", "1000123456"),
    ],
)
def test_numbers_of_persons_inside_a_text_are_masked(text: str, shown: str) -> None:
    assert without_numbers(text) == shown
