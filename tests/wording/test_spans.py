"""Intervals, signs, p-values and lines of text."""

from __future__ import annotations

import math

import pytest

from survey.wording.figures import number, probability, signed, whole
from survey.wording.lines import Capital, OneLine, clean, one_line
from survey.wording.message import message
from survey.wording.spans import Span, percent_span
from survey.wording.worded import same

pytestmark = pytest.mark.contract


def test_an_ellipsis_stands_between_ends_of_which_one_is_negative() -> None:
    assert percent_span(0.588, 0.648)["en"] == "58.8–64.8"
    assert percent_span(-0.188, 0.1)["ru"] == "−18,8 … 10,0"
    assert percent_span(0.588, 0.648, inside=True)["be"] == "(58,8–64,8)"
    assert Span(number(1, 2), number(2, 3), wide=True)["en"] == "1.00 … 2.000"


def test_an_interval_without_an_end_is_a_dash_without_brackets() -> None:
    assert not percent_span(math.nan, 0.5).known
    assert percent_span(0.1, math.inf, inside=True)["en"] == "–"


def test_a_difference_has_its_sign_and_no_zero_has_one() -> None:
    assert [signed(value, 2)["ru"] for value in (0.123, -0.123, -0.001)] == ["+0,12", "−0,12", "0,00"]
    assert signed(math.nan, 2)["en"] == "–"


def test_a_p_value_is_never_nothing() -> None:
    assert [probability(p)["en"] for p in (0.0, 0.000999, 0.001, 0.05, math.nan)] == [
        "<0.001", "<0.001", "0.001", "0.050", "–",
    ]  # fmt: skip
    assert probability(1e-9)["be"] == "<0,001"


def test_a_count_below_zero_has_a_true_minus() -> None:
    assert whole(-1234)["en"] == "−1,234" and whole(-0.4)["en"] == "0"


def test_a_label_is_one_line_of_printable_letters() -> None:
    assert clean("a\n b\x07\u00a0c") == "a b c"
    assert one_line({"ru": "а\nб"})["be"] == "а б" and one_line({}, "id")["en"] == "id" and one_line(None)["en"] == ""


def test_numbers_of_a_fixed_line_stay_in_one_piece() -> None:
    assert OneLine("1\u00a0234  of\n5", fixed=True)["en"] == "1\u00a0234 of 5"


def test_a_capital_is_made_in_each_language() -> None:
    assert Capital(message("reports.efficiency"))["ru"].startswith("Эффективность")
    assert Capital(same(""))["en"] == ""
