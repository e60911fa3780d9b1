"""Texts fit the room that was measured for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from survey.plots.sheet.label_column import MOST, wrapped_aside
from survey.plots.sheet.lettering import MM, text_width, wrap
from survey.wording.lines import clean

pytestmark = pytest.mark.property

LETTERS = "abcdefgimwАБВЖШЩЫЎІЁўіёйжшщы’«»—–-., ?%0123456789"
texts = st.text(alphabet=LETTERS, min_size=1, max_size=120)


def set_width(text: str, size: float, bold: bool = False) -> float:
    """Width in millimetres as matplotlib sets the line."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / MM


@settings(max_examples=60, deadline=None)
@given(texts, st.booleans())
def test_a_line_is_never_wider_than_was_measured(text: str, bold: bool) -> None:
    assert set_width(text, 7.0, bold) <= text_width(text, 7.0, bold) + 0.15


def test_measured_widths_are_near_the_true_ones() -> None:
    text = "У якім саюзе дзяржаў было б лепш жыць народу Беларусі: the European Union or Russia?"
    assert text_width(text, 7.5) == pytest.approx(set_width(text, 7.5), rel=0.02)


@settings(max_examples=60, deadline=None)
@given(texts, st.floats(15, 120))
def test_wrapped_lines_fit_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = wrap(text, width, 7.5)
    assert all(text_width(line, 7.5) <= width for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == clean(text).replace("-", "").replace(" ", "")


def test_a_word_wider_than_its_room_is_cut_with_a_hyphen() -> None:
    lines = wrap("Щёўжамшы" * 8, 20, 7.5)
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])


def test_control_characters_and_line_breaks_of_old_files_are_not_drawn() -> None:
    assert clean("first\r\nsecond\x00\x1f \u200bthird") == "first second third"


@pytest.mark.parametrize("width", [14.0, 22.0, 30.0, 60.0])
def test_a_number_of_respondents_is_not_parted(width: float) -> None:
    lines = wrap("Region: Hrodna, n\u00a0=\u00a01\u00a0812", width, 7)
    assert any(clean(line).endswith("n = 1 812") for line in lines) and "".join(lines).count("812") == 1
    assert wrap("a\u00a0b", 2.0, 7) == ["a", "b"]  # of letters it is a space as any other


def test_a_label_beside_a_line_is_not_parted_inside_a_word_that_fits_on_a_phone() -> None:
    labels = ["Падтрымліваць Расію 12", "Захоўваць нейтралітэт 30"]
    assert wrapped_aside(labels, 80.0, 7.5) == [["Падтрымліваць", "Расію 12"], ["Захоўваць", "нейтралітэт 30"]]
    wide = wrapped_aside(["Ваеннанавучальнаразведвальны 1"], 80.0, 7.5)
    assert all(text_width(line, 7.5) <= MOST * 80.0 for line in wide[0])
