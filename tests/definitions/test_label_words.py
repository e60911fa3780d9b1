"""Labels of one answer, and of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.definitions.label_words import label_sameness, text_sameness

SAME = [("Support", "SUPPORT."), ("Ёлка", "елка"), ("Don't  know", "don't know")]
REWORDED = [
    ("Support", "Supports"),
    ("Hard to say", "Hard to say (not read out)"),
    ("Union with Russia", "Russia"),
    ("Donald Trump", "Trump, Donald"),
    ("Поддерживаю", "Поддерживают"),
]
OTHER = [
    ("Support", "Strongly oppose"),
    ("Support", "Strongly support"),
    ("Support", "Do not support"),
    ("Agree", "Disagree"),
    ("Satisfied", "Dissatisfied"),
    ("Поддерживаю", "Не поддерживаю"),
    ("Поддерживаю", "Скорее поддерживаю"),
    ("Падтрымліваю", "Не падтрымліваю"),
    ("18-29", "18-34"),
    ("60+", "60-69"),
    ("Russia", "Russia or the EU"),
    ("Integration with Russia", "Union with Russia"),
    ("(1)", "(2)"),
]


@pytest.mark.contract
@pytest.mark.parametrize(("pairs", "kind"), [(SAME, "same"), (REWORDED, "reworded"), (OTHER, "other")])
def test_labels_are_told_apart_by_degree(pairs: list[tuple[str, str]], kind: str) -> None:
    for one, two in pairs:
        assert text_sameness(one, two) == kind, (one, two)
        assert text_sameness(two, one) == kind, (two, one)


@pytest.mark.property
@given(st.text(max_size=30), st.text(max_size=30))
def test_the_order_of_two_labels_does_not_matter(one: str, two: str) -> None:
    assert text_sameness(one, two) == text_sameness(two, one)
    assert text_sameness(one, one) == "same"


@pytest.mark.contract
def test_labels_are_compared_in_the_languages_that_both_have() -> None:
    assert label_sameness({"en": "Support"}, {"ru": "Против"}) is None
    assert label_sameness({"en": "Support", "ru": "За"}, {"en": "Support", "ru": "Поддерживаю"}) == "same"
    assert label_sameness({"und": "Support"}, {"en": "Oppose", "ru": "Support"}) == "same"  # one alphabet
    assert label_sameness({"und": "Против"}, {"en": "Support"}) is None
