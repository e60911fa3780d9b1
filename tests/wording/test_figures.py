"""How texts and figures are written in each language."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from survey.definitions.records.study import Mode
from survey.wording.figures import in_figures, number, percent, whole
from survey.wording.formatted import formatted
from survey.wording.modes import mode_words
from survey.wording.rounding import rounded, rounding
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


TENTHS = [(0.25, 1), (0.35, 1), (-0.25, 1), (2.675, 2), (47.25, 1), (100 * 0.4725, 1)]
HALVES = [*TENTHS, (0.5, 0), (1.5, 0), (61.849999, 1)]


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("half_up", ["0.3", "0.4", "−0.3", "2.68", "47.3", "47.3", "1", "2", "61.8"]),
        ("half_even", ["0.2", "0.4", "−0.2", "2.68", "47.2", "47.2", "0", "2", "61.8"]),
    ],
)
def test_halves_are_rounded_as_declared(rule: Any, written: list[str]) -> None:
    """As Excel's ROUND and SPSS print the decimals that one sees: 2.675, whatever its binary digits are."""
    with rounded(rule):
        assert [number(value, decimals)["en"] for value, decimals in HALVES] == written
        assert whole(12344.5)["en"] == ("12,345" if rule == "half_up" else "12,344")
        assert formatted(0.25, ".1f")["ru"] == ("0,3" if rule == "half_up" else "0,2")
        assert formatted(1234.5, ",.0f")["en"] == ("1,235" if rule == "half_up" else "1,234")
        assert formatted(0.0625, ".1%")["en"] == ("6.3%" if rule == "half_up" else "6.2%")


def test_half_up_is_what_is_printed_where_nothing_is_declared_and_the_outer_rule_wins() -> None:
    assert rounding() == "half_up"
    with rounded("half_even"), rounded("half_up"):
        assert rounding() == "half_even"
        with rounded("half_up", first=True), rounded(None):
            assert rounding() == "half_up"
    assert rounding() == "half_up"


def test_a_share_near_0_or_1_is_never_printed_as_it() -> None:
    for rule in ("half_up", "half_even"):
        with rounded(rule):
            printed = [percent(share)["en"] for share in (0, 0.0004999, 0.9995001, 1, 1e-17, 0.5)]
        assert printed == ["0.0", "<0.1", ">99.9", "100.0", "<0.1", "50.0"]
    assert [percent(share)["en"] for share in (0.0005, 0.9995)] == ["0.1", ">99.9"]
