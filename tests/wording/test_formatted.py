"""Figures inside sentences: English as Python writes them, Russian and Belarusian with their own marks."""

from __future__ import annotations

import pytest

from survey.wording.formatted import formatted
from survey.wording.sentences import clause
from survey.wording.worded import said_in

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("value", "spec", "english", "other"),
    [
        (1234567.5, ",.10g", "1,234,567.5", "1\u00a0234\u00a0567,5"),
        (-0.0312, "+.1%", "-3.1%", "−3,1%"),
        (0.5, "g", "0.5", "0,5"),
        (1200, ",d", "1,200", "1\u00a0200"),
    ],
)
def test_a_figure_has_the_marks_of_its_language(value: float, spec: str, english: str, other: str) -> None:
    made = formatted(value, spec)
    assert (made["en"], made["ru"], made["be"]) == (english, other, other)


def test_a_sentence_inside_another_ends_without_a_stop() -> None:
    made = clause({"en": "Nobody left.", "ru": "Никто не выбыл."})
    assert said_in(made, "en") == "Nobody left" and said_in(made, "ru") == "Никто не выбыл"
