"""The letters of every language, and words filled in the one asked for."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po

from survey.wording.catalogue import LOCALE
from survey.wording.message import word

pytestmark = pytest.mark.contract

PARTS = sorted(path.stem for path in (LOCALE / "en" / "LC_MESSAGES").glob("*.po"))


def texts(part: str, language: str) -> dict[str, str]:
    with open(LOCALE / language / "LC_MESSAGES" / f"{part}.po", "rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file, locale=language) if one.id}


@pytest.mark.parametrize("part", PARTS)
def test_belarusian_is_written_in_its_own_letters(part: str) -> None:
    assert not {key: text for key, text in texts(part, "be").items() if set(text.lower()) & set("ищъ")}


def test_the_letters_of_belarusian_are_there() -> None:
    assert any("ў" in text for part in PARTS for text in texts(part, "be").values())


@pytest.mark.parametrize("part", PARTS)
def test_russian_is_not_written_in_belarusian_letters(part: str) -> None:
    assert not {key: text for key, text in texts(part, "ru").items() if set(text.lower()) & set("ўі’")}


def test_a_word_is_filled_in_the_language_asked_for() -> None:
    assert word("reports.checked", "be", count="3") == "Праверана: 3"
    assert word("plots.synthetic", "ru") == "СИНТЕТИЧЕСКИЕ ДАННЫЕ"
