"""How texts and figures are written in each language."""

from __future__ import annotations

from typing import get_args

import pytest

from survey.definitions.records.study import Mode
from survey.wording.figures import in_figures, whole
from survey.wording.modes import mode_words
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [("61.8", "61.8", "61,8"), ("-0.0", "0.0", "0,0"), ("-14.5", "−14.5", "−14,5"), ("12", "12", "12")],
)
def test_a_number_has_the_decimal_mark_of_its_language_and_no_zero_has_a_minus(
    number: str, english: str, russian: str
) -> None:
    assert [in_figures(number, language) for language in LANGUAGES] == [english, russian, russian]


def test_thousands_are_set_apart_and_an_unknown_count_is_a_dash() -> None:
    assert [whole(12345.4)[language] for language in LANGUAGES] == ["12,345", "12\u00a0345", "12\u00a0345"]
    assert whole(float("nan"))["en"] == "–"


def test_every_way_of_interviewing_that_can_be_declared_has_words_in_every_language() -> None:
    for mode in set(get_args(Mode)) - {"unknown"}:
        made = mode_words(mode)
        assert made is not None and all(made[language] for language in LANGUAGES)
    assert mode_words("unknown") is None
