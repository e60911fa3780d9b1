"""XLSForm workbooks, and the answers that Kobo and Google export."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import DataError
from survey.scaffold.form import Form, FormOption

pytestmark = pytest.mark.contract

SURVEY = [
    ["type", "name", "label::English (en)", "label::Русский (ru)", "relevant", "hint"],
    ["start", "start", None, None, None, None],
    ["select_one sex", "sex", "Sex of the respondent", "Пол", None, None],
    ["integer", "age", "Age", "Возраст", None, None],
    ["begin group", "media", "Media", "СМИ", "${age} >= 18", None],
    ["select_multiple media", "sources", "Where from?", "Откуда?", "${sex} = '1'", None],
    ["select_one_from_file", "x", "From a file", None, None, None],
    ["text", "why", "Why?", "Почему?", None, None],
    ["end group", None, None, None, None, None],
    ["begin repeat", "child", "Child", None, None, None],
    ["integer", "child_age", "Age of the child", None, None, None],
    ["end repeat", None, None, None, None, None],
    ["note", "thanks", "Thank you", "Спасибо", None, None],
    ["date", "day", "Day", "День", None, None],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Русский (ru)"],
    ["sex", 1, "Man", "Мужчина"],
    ["sex", 2, "Woman", "Женщина"],
    ["media", "tv", "Television", "Телевидение"],
    ["media", "01", "Radio", "Радио"],
]
SETTINGS = [["form_title", "default_language"], ["A small survey", "English (en)"]]


@pytest.fixture
def form(read: Callable[..., Form]) -> Form:
    return read("small.xlsx", {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS})


def test_questions_come_in_order_with_texts_in_each_language(form: Form) -> None:
    assert [question.name for question in form.questions] == ["sex", "age", "sources", "x", "why", "day"]
    assert [question.kind for question in form.questions] == ["single", "number", "multiple", "single", "text", "date"]
    assert form.questions[0].text == {"en": "Sex of the respondent", "ru": "Пол"}
    assert form.title == {"en": "A small survey"} and form.languages == ("en", "ru")


def test_several_answers_have_a_column_each_and_a_blank_between_them(form: Form) -> None:
    sources = form.questions[2]
    assert sources.options == (
        FormOption("tv", {"en": "Television", "ru": "Телевидение"}),
        FormOption("01", {"en": "Radio", "ru": "Радио"}),
    )
    assert sources.columns == ("sources/tv", "sources/01") and sources.delimiter == " "


def test_whom_a_group_is_for_its_questions_are_for(form: Form) -> None:
    assert form.questions[2].relevant == "(${age} >= 18) and (${sex} = '1')"
    assert form.questions[4].relevant == "${age} >= 18" and form.questions[4].group == "Media"
    assert form.questions[0].relevant is None and form.questions[5].group is None


def test_codes_that_are_numbers_are_numbers(form: Form) -> None:
    assert [option.code for option in form.questions[0].options] == [1, 2]


def test_what_is_left_out_is_counted(form: Form) -> None:
    assert any(note.startswith("questions of a repeat") and note.endswith(": 1") for note in form.notes)
    assert any(note.startswith("rows of other types") and note.endswith(": 2") for note in form.notes)


def test_an_empty_label_in_another_language_is_no_text(read: Callable[..., Form]) -> None:
    rows = [["type", "name", "label", "label::Klingon"], ["text", "q", "What?", "nuq?"]]
    form = read("two.xlsx", {"survey": rows})
    assert form.questions[0].text == {"": "What?"}
    assert any(note.startswith("labels in a language") and note.endswith(": 1") for note in form.notes)


def test_other_that_a_type_adds_is_an_answer(read: Callable[..., Form]) -> None:
    rows = [["type", "name", "label"], ["select_one sex or_other", "q", "What?"]]
    form = read("other.xlsx", {"survey": rows, "choices": CHOICES})
    assert [option.code for option in form.questions[0].options] == [1, 2, "other"]


def test_a_question_without_a_name_is_an_error(read: Callable[..., Form]) -> None:
    with pytest.raises(DataError, match="has no name"):
        read("bad.xlsx", {"survey": [["type", "name"], ["text", None], ["text", "q"]]})


def test_answers_of_kobo_tell_their_groups_and_sets(read: Callable[..., Form]) -> None:
    head = ["media/sources", "media/sources/tv", "media/sources/radio", "sex", "_uuid"]
    rows = [head, ["tv radio", 1, 1, "1", "a"], ["tv", 1, 0, "2", "b"], [None, None, None, "2", "c"]]
    sources, sex = read("kobo.xlsx", {"data": rows}).questions
    assert (sources.name, sources.kind, sources.delimiter, sources.group) == ("sources", "multiple", " ", "media")
    assert sources.columns == ("media/sources/tv", "media/sources/radio")
    assert sex.kind == "number"  # nothing says that 1 and 2 are answers


def test_answers_of_google_forms_tell_what_they_can(read: Callable[..., Form]) -> None:
    lines = ["Timestamp,Which media?,Do you agree? [Taxes],Your age,Why?"]
    for place in range(12):
        both = ('"TV, Radio"', "TV", "Radio", '"Radio, Web"', "Web")[place % 5]
        lines.append(f"2026/01/0{1 + place % 9} 10:00:00,{both},{('Yes', 'No')[place % 2]},{20 + place},reason {place}")
    form = read("answers.csv", "\n".join(lines) + "\n")
    when, media, taxes, age, why = form.questions
    assert [one.kind for one in form.questions] == ["date", "multiple", "single", "number", "text"]
    assert [option.code for option in media.options] == ["TV", "Radio", "Web"] and media.delimiter == ", "
    assert (taxes.name, taxes.text, taxes.group) == ("Do you agree? [Taxes]", {"": "Taxes"}, "Do you agree?")
    assert "told from the answers alone" in form.notes[0]


def test_a_table_of_no_known_make_is_an_error_that_says_what_to_do(read: Callable[..., Form]) -> None:
    with pytest.raises(DataError, match="neither answers of Google Forms .* nor of Kobo"):
        read("plain.csv", "a,b\n1,2\n")
