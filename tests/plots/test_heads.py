"""The order of a picture: finding or title, question, drawing, one line of facts, at most three lines of note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from survey.definitions.asked_text import AskedText
from survey.definitions.records.question import Question
from survey.plots.bars import bars
from survey.plots.crosstab import crosstab_plot
from survey.plots.facts import facts, heard, whom
from survey.plots.sheet.heads import NOTE_LINES, Heads, note_lines
from survey.plots.sheet.lettering import text_width
from survey.plots.sheet.sheet import SIZES, Sheet, drawn, on_sheet
from survey.plots.sheet.style import NOTE
from survey.plots.stacked import stacked
from survey.tables.table import Note, Table
from survey.wording.dates import Dates
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

ASKED = {"en": "Question: “Do you agree?” (translation)", "ru": "Вопрос: «Согласны ли вы?» (перевод)"}
WORDING = Note("wording", ASKED)


def told(table: Table, *notes: Note) -> Table:
    return replace(table, notes=(*notes, *table.notes), title={"en": "Agreement", "ru": "Согласие"})


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_has_at_most_three_lines_of_note_and_its_description_all(
    size: Any, language: str, crosstab: Table, look: Callable[..., list[str]]
) -> None:
    long = Note("base", {"en": "Base: " + "people who were asked and said something " * 12})
    figure = drawn(lambda: stacked(told(crosstab, long), language), size)
    assert 1 <= len(figure.written) <= NOTE_LINES
    assert "said something people" in " ".join(figure.heads.footer)
    assert look(figure) == []


def test_the_question_is_the_subtitle_and_a_finding_the_title(topline: Table) -> None:
    plain = bars(told(topline, WORDING))
    assert plain.heads.title == "Agreement"
    assert plain.heads.subtitle == ("Question: “Do you agree?” (translation)",)
    found = drawn(lambda: bars(told(topline, WORDING), "ru"), title={"ru": "Большинство согласно"})
    assert found.heads.title == "Большинство согласно"
    assert found.heads.subtitle == ("Вопрос: «Согласны ли вы?» (перевод)",)
    texts = [text.get_text() for text in found.texts]
    assert texts.index("Большинство согласно") < texts.index("Вопрос: «Согласны ли вы?» (перевод)")


def test_the_topic_stands_over_a_finding(topline: Table) -> None:
    figure = drawn(lambda: bars(replace(topline, title={"en": "Agreement"})), title={"und": "Most agree"})
    assert (figure.heads.title, figure.heads.overline, figure.heads.subtitle) == ("Most agree", "Agreement", ())


ASKED_IN_TWO = Question(
    question="agree",
    title={"en": "Agreement", "ru": "Согласие", "be": "Згода"},
    text={"en": "Do you agree?", "ru": "Согласны ли вы?"},
    wording={"en": "translation", "ru": "exact"},
)


def test_the_question_as_it_was_heard_is_the_title_under_its_topic(topline: Table) -> None:
    table = told(topline, Note("wording", AskedText(ASKED_IN_TWO)))
    expected = {"en": ("Do you agree?", "Agreement", "translation; the exact wording is in Russian"),
                "ru": ("Согласны ли вы?", "Согласие", "точная формулировка")}  # fmt: skip
    for language, (title, topic, sure) in expected.items():
        figure = bars(table, language)
        assert (figure.heads.title, figure.heads.overline, figure.heads.subtitle) == (title, topic, ())
        assert figure.heads.whom.endswith(sure)
        texts = [text.get_text() for text in figure.texts]
        assert texts.index(topic) < texts.index(title)
    found = drawn(lambda: bars(table), title={"en": "Most agree"})
    assert (found.heads.title, found.heads.overline) == ("Most agree", "Agreement")
    assert found.heads.subtitle == ("Question: “Do you agree?” (translation; the exact wording is in Russian)",)


def test_a_question_that_is_not_known_in_the_language_or_is_long_stays_below_the_topic(topline: Table) -> None:
    other = bars(told(topline, Note("wording", AskedText(ASKED_IN_TWO))), "be")
    assert other.heads.overline == "" and "Согласны ли вы?" in other.heads.subtitle[0]
    for change in ({"wording": "paraphrase"}, {"wording": "exact", "text": {"en": "Do you agree with this? " * 20}}):
        note = Note("wording", AskedText(ASKED_IN_TWO.model_copy(update=change)))
        made = bars(told(topline, note))
        assert (made.heads.title, made.heads.overline) == ("Agreement", "")
        assert made.heads.subtitle[0].startswith("Question: “Do you agree")


def test_pictures_of_several_questions_have_their_topic_as_title() -> None:
    notes = [Note("wording", AskedText(ASKED_IN_TWO)), Note("wording", AskedText(ASKED_IN_TWO))]
    assert heard(notes, "en") == ("", "")


def test_a_finding_in_another_language_is_not_used(topline: Table) -> None:
    figure = drawn(lambda: bars(told(topline, WORDING), "ru"), title={"en": "Most agree"})
    assert figure.heads.title == "Согласие"


def test_the_title_is_not_said_again_as_the_question(topline: Table) -> None:
    same = replace(told(topline, WORDING), title={"en": "Do you agree?"})
    assert bars(same).heads.subtitle == ()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", ("5,594", "5-8 Nov 2020", "at most ±1.2 points (95%, if the weighting model holds)", "Source: Office")),
        (
            "ru",
            ("5 594", "5-8 ноя 2020", "не более ±1,2 п. п. (95%, если верна модель взвешивания)", "Источник: Office"),
        ),
        (
            "be",
            (
                *("5 594", "5-8 ліс 2020"),
                *("не больш за ±1,2 п. п. (95%, калі слушная мадэль узважвання)", "Крыніца: Office"),
            ),
        ),
    ],
)
def test_the_title_has_of_whom_and_when_below_it_and_one_line_tells_n_error_and_source(
    language: str, line: tuple[str, ...]
) -> None:
    moe = {"level": number(95.0, 0), "moe": number(1.2, 1), "where": ""}
    notes = (
        Note("pollster", message("tables.pollster", name="Office")),
        Note("fieldwork", message("tables.fieldwork", when=Dates("2020-11-05", "2020-11-08"))),
        Note("n", message("tables.n", n=whole(5594), weighted=whole(5594), effective=whole(5000))),
        Note("moe", message("tables.moe_model", **moe)),
        Note("population", message("tables.population", whom={"und": "adults of A"})),
    )
    said = [text.replace("\xa0", " ").replace("\u202f", " ") for text in facts(notes, language)]
    assert said == [f"n = {line[0]}", *line[2:]]
    assert whom(notes, language).replace("\xa0", " ") == f"Adults of A, {line[1]}"
    assert whom(notes[:2], language).replace("\xa0", " ") == line[1]


def test_what_is_not_stated_is_not_a_fact() -> None:
    unstated = message("general.unstated")
    notes = (
        Note("pollster", message("tables.pollster", name=unstated)),
        Note("fieldwork", message("tables.fieldwork", when=unstated)),
        Note("moe", message("tables.no_moe")),
    )
    assert facts(notes, "en") == () and whom(notes, "en") == ""


def test_what_the_figures_cannot_be_read_without_comes_first_and_is_never_left_out() -> None:
    heads = Heads("t", facts=("n = 10",), needed=("A filter. " * 60, "Small bases."), must=1)
    lines = note_lines(heads, 100.0)
    assert len(lines) == NOTE_LINES and lines[1].startswith("A filter.") and lines[-1].endswith("…")
    free = note_lines(replace(heads, must=0), 100.0)
    assert free == ["n = 10", "Small bases."]
    assert all(text_width(line, NOTE) <= 100.0 for line in lines)


def test_a_filter_and_small_bases_stand_in_the_picture(crosstab: Table) -> None:
    filtered = told(crosstab, Note("filter", {"en": "Only those with: age >= 18 (n = 900)"}))
    written = " ".join(crosstab_plot(filtered).written)
    assert "Only those with: age >= 18 (n = 900)." in written and "* Few respondents: read with care." in written


def test_full_notes_stand_in_the_picture_on_request(topline: Table) -> None:
    remark = Note("remark", {"en": "A remark that only the whole note has"})
    assert "A remark" not in " ".join(bars(told(topline, remark)).written)
    full = drawn(lambda: bars(told(topline, remark)), full=True)
    assert "A remark that only the whole note has." in " ".join(full.written)


def test_a_sheet_is_in_force_inside_its_block_only(topline: Table) -> None:
    with on_sheet(Sheet(92.0)):
        assert bars(topline).get_figwidth() * 25.4 == pytest.approx(92)
    assert bars(topline).get_figwidth() * 25.4 == pytest.approx(150)


def test_a_slide_is_sixteen_to_nine_with_letters_as_large_as_fit(topline: Table, crosstab: Table) -> None:
    for table in (topline, crosstab):
        figure = drawn(lambda table=table: bars(table) if table.kind == "topline" else stacked(table), "slide")
        assert figure.get_figheight() / figure.get_figwidth() == pytest.approx(143 / 254, rel=1e-3)
        assert figure.get_figwidth() * 25.4 * figure.zoom == pytest.approx(254)
    assert drawn(lambda: bars(topline), "slide").zoom > 1
