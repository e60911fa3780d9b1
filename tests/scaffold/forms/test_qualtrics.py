"""Qualtrics surveys."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from survey.errors import DataError
from survey.scaffold.form import Form, FormOption, FormQuestion

pytestmark = pytest.mark.contract


def by_name(form: Form) -> dict[str, FormQuestion]:
    return {question.name: question for question in form.questions}


def asked(qid: str, tag: str, kind: str, selector: str, text: str, **more: Any) -> dict[str, Any]:
    payload = {"QuestionText": text, "DataExportTag": tag, "QuestionType": kind, "Selector": selector, **more}
    return {"Element": "SQ", "PrimaryAttribute": qid, "Payload": payload}


CHOICES = {"1": {"Display": "Red"}, "2": {"Display": "<b>Blue</b>"}, "4": {"Display": "None", "ExclusiveAnswer": True}}
LOGIC = {
    "0": {"0": {"LogicType": "Question", "Description": "<span>If</span> Whom? Red Is Selected"}, "Type": "If"},
    "Type": "BooleanExpression",
}
QUESTIONS = [
    asked("QID1", "vote", "MC", "SAVR", "<div>Whom&nbsp;would you<br>vote for?</div><script>x()</script>")
    | {"Payload": asked("", "vote", "MC", "SAVR", "<div>Whom&nbsp;would<br>you?</div><script>x()</script>")["Payload"]
       | {"Choices": CHOICES, "ChoiceOrder": ["2", "1", "4"], "RecodeValues": {"4": "99"},
          "Language": {"RU": {"QuestionText": "За кого?", "Choices": {"1": {"Display": "Красные"}}}}}},
    asked("QID2", "media", "MC", "MAVR", "Which?", Choices=CHOICES, ChoiceOrder=[1, 2, 4], DisplayLogic=LOGIC),
    asked("QID3", "trust", "Matrix", "Likert", "Trust", SubSelector="SingleAnswer",
          Choices={"1": {"Display": "Court"}, "2": {"Display": "Press"}}, Answers={"1": {"Display": "Yes"}},
          ChoiceDataExportTags={"1": "t_court"}),
    asked("QID4", "hello", "DB", "TB", "Hello"),
    asked("QID5", "age", "TE", "SL", "Age", Validation={"Settings": {"ContentType": "ValidNumber"}}),
    asked("QID6", "old", "TE", "SL", "Thrown away"),
]  # fmt: skip
BLOCKS = [
    {"Type": "Default", "Description": "First", "BlockElements": [
        {"Type": "Question", "QuestionID": one} for one in ("QID5", "QID1", "QID2", "QID3", "QID4")]},
    {"Type": "Trash", "Description": "Trash", "BlockElements": [{"Type": "Question", "QuestionID": "QID6"}]},
]  # fmt: skip


def qsf(**change: Any) -> str:
    whole = {
        "SurveyEntry": {"SurveyName": "Small", "SurveyLanguage": "EN"},
        "SurveyElements": [{"Element": "BL", "Payload": BLOCKS}, *QUESTIONS],
    }
    return json.dumps(whole | change)


def test_questions_come_in_the_order_of_the_blocks_without_the_trash(read: Callable[..., Form]) -> None:
    form = read("small.qsf", qsf())
    assert [question.name for question in form.questions] == ["age", "vote", "media", "t_court", "trust_2"]
    assert form.title == {"en": "Small"} and form.languages == ("en", "ru")
    assert any(note.startswith("questions in the trash") and note.endswith(": 1") for note in form.notes)
    assert any(note.startswith("texts that are shown only") and note.endswith(": 1") for note in form.notes)


def test_texts_lose_their_markup_and_codes_are_those_of_the_data(read: Callable[..., Form]) -> None:
    vote = by_name(read("small.qsf", qsf()))["vote"]
    assert vote.text == {"en": "Whom would you?", "ru": "За кого?"}
    assert vote.options == (
        FormOption(2, {"en": "Blue"}),
        FormOption(1, {"en": "Red", "ru": "Красные"}),
        FormOption(99, {"en": "None"}, exclusive=True),
    )


def test_several_answers_rows_and_logic_are_told(read: Callable[..., Form]) -> None:
    found = by_name(read("small.qsf", qsf()))
    assert found["media"].columns == ("media_1", "media_2", "media_4") and found["media"].kind == "multiple"
    assert found["media"].relevant == "Whom? Red Is Selected"
    assert found["t_court"].group == "Trust" and found["t_court"].text == {"en": "Court"}
    assert found["age"].kind == "number"


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", "{", '{"SurveyEntry": {}, "SurveyElements": 3}'])
def test_other_json_is_one_error(read: Callable[..., Form], text: str) -> None:
    with pytest.raises(DataError, match="JSON"):
        read("other.qsf", text)


@pytest.mark.parametrize("payload", [{"QuestionType": ["MC"]}, {"Choices": 3}, {"DisplayLogic": [1]}, {"Language": 4}])
def test_parts_of_another_shape_are_read_or_one_error(read: Callable[..., Form], payload: dict[str, Any]) -> None:
    odd = asked("QID1", "q", "MC", "SAVR", "What?")
    odd["Payload"].update(payload)
    try:
        form = read("odd.qsf", qsf(SurveyElements=[odd]))
    except DataError as error:
        assert "odd.qsf" in str(error)
    else:
        assert len(form.questions) == 1
