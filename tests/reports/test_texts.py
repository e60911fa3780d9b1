"""Every word of tables and pages exists in every language, in the letters of that language."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import survey.reports
from survey.plots import texts as shared
from survey.reports.printing.report_texts import TEXTS, word
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

FOLDER = Path(survey.reports.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_has_every_language_and_the_same_gaps(key: str) -> None:
    assert set(TEXTS[key]) == set(LANGUAGES)
    assert all(text.strip() for text in TEXTS[key].values())
    assert len({frozenset(fields(text)) for text in TEXTS[key].values()}) == 1


def test_belarusian_is_written_in_its_own_letters() -> None:
    wrong = {key: text["be"] for key, text in TEXTS.items() if set(text["be"].lower()) & set("ищъ")}
    assert not wrong
    assert any("ў" in text["be"] for text in TEXTS.values())


def test_russian_is_not_written_in_belarusian_letters() -> None:
    wrong = {key: text["ru"] for key, text in TEXTS.items() if set(text["ru"].lower()) & set("ўі’")}
    assert not wrong


def test_every_word_that_is_asked_for_exists() -> None:
    asked = set()
    for path in [*FOLDER.rglob("*.py"), *(FOLDER.parent / "studies").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "word":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    asked.add(first.value)
    for path in (FOLDER / "printing" / "templates").glob("*.j2"):
        asked |= set(re.findall(r"word\([\"'](\w+)[\"']", path.read_text(encoding="utf-8")))
    assert len(asked) > 30
    assert asked <= set(TEXTS) | set(shared.TEXTS)


def test_a_word_is_filled_in_the_language_asked_for() -> None:
    assert word("checked", "be", count=3) == "Праверана: 3"
    assert word("synthetic", "ru") == "СИНТЕТИЧЕСКИЕ ДАННЫЕ"
