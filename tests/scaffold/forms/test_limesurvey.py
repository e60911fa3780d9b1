"""LimeSurvey surveys, as XML and as a tab-separated table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from survey.errors import DataError
from survey.scaffold.form import Form, FormOption, FormQuestion

pytestmark = pytest.mark.contract


def by_name(form: Form) -> dict[str, FormQuestion]:
    return {question.name: question for question in form.questions}


def table(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    lines = "".join(
        f"<row>{''.join(f'<{key}><![CDATA[{value}]]></{key}>' for key, value in row.items())}</row>" for row in rows
    )
    return f"<{name}><rows>{lines}</rows></{name}>"


QUESTIONS = [
    {"qid": "1", "gid": "7", "type": "L", "title": "vote", "other": "Y", "question_order": "2", "relevance": "1"},
    {"qid": "2", "gid": "7", "type": "M", "title": "media", "other": "N", "question_order": "1", "relevance": "age>17"},
    {"qid": "3", "gid": "7", "type": "F", "title": "trust", "other": "N", "question_order": "3", "relevance": "1"},
    {"qid": "4", "gid": "7", "type": "X", "title": "hello", "other": "N", "question_order": "4", "relevance": "1"},
    {"qid": "5", "gid": "7", "type": "N", "title": "age", "other": "N", "question_order": "5", "relevance": "1"},
    {"qid": "6", "gid": "7", "type": "R", "title": "rank", "other": "N", "question_order": "6", "relevance": "1"},
]
WORDS = {"1": "Whom?", "2": "<p>Which<br>media?</p>", "3": "Trust", "4": "Hello", "5": "Age", "6": "Order them"}
PARTS = [("11", "2", "SQ1", "TV"), ("12", "2", "SQ2", "None of these"), ("13", "3", "A1", "The court")]
ANSWERS = [("1", "1", "Red"), ("1", "2", "Blue"), ("3", "5", "Much"), ("6", "a", "First"), ("6", "b", "Second")]


def lss(*, new: bool) -> str:
    """The same survey as version 3 writes it, with a row a language, and as version 4 does, with words beside."""
    asked = [{**row, "parent_qid": "0"} for row in QUESTIONS]
    parts = [
        {"qid": qid, "parent_qid": above, "gid": "7", "title": code, "type": "T", "question_order": "1"}
        for qid, above, code, _ in PARTS
    ]
    answers = [{"aid": str(n), "qid": q, "code": c, "scale_id": "0"} for n, (q, c, _) in enumerate(ANSWERS)]
    groups = [{"gid": "7", "group_order": "1", "grelevance": ""}]
    words = {**WORDS, **{qid: text for qid, _, _, text in PARTS}}
    more = ""
    if new:
        more += table("question_l10ns", [{"qid": q, "question": text, "language": "en"} for q, text in words.items()])
        labels = [{"aid": str(n), "answer": text, "language": "en"} for n, (*_, text) in enumerate(ANSWERS)]
        more += table("answer_l10ns", labels)
        more += table("group_l10ns", [{"gid": "7", "group_name": "Opinions", "language": "en"}])
    else:
        asked = [{**row, "question": words[row["qid"]], "language": "en"} for row in asked]
        parts = [{**row, "question": words[row["qid"]], "language": "en"} for row in parts]
        answers = [{**row, "answer": text, "language": "en"} for row, (*_, text) in zip(answers, ANSWERS, strict=True)]
        groups = [{**groups[0], "group_name": "Opinions", "language": "en"}]
    alone = table("question_attributes", [{"qid": "2", "attribute": "exclude_all_others", "value": "SQ2"}])
    title = table("surveys_languagesettings", [{"surveyls_language": "en", "surveyls_title": "Small"}])
    body = table("groups", groups) + table("questions", asked)
    body += table("subquestions", parts) + table("answers", answers)
    return f"<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{body}{more}{alone}{title}</document>"


@pytest.mark.parametrize("new", [False, True])
def test_both_shapes_of_the_file_are_one_form(read: Callable[..., Form], new: bool) -> None:
    form = read("small.lss", lss(new=new))
    names = ["media", "vote", "vote[other]", "trust[A1]", "age", "rank[1]", "rank[2]"]
    assert [question.name for question in form.questions] == names
    found = by_name(form)
    assert form.title == {"en": "Small"}
    assert found["media"].text == {"en": "Which media?"} and found["media"].relevant == "age>17"
    assert found["media"].columns == ("media[SQ1]", "media[SQ2]")
    assert found["media"].options[1] == FormOption("SQ2", {"en": "None of these"}, exclusive=True)
    assert [option.code for option in found["vote"].options] == [1, 2, "-oth-"]
    assert found["trust[A1]"].text == {"en": "The court"} and found["trust[A1]"].group == "Trust"
    assert found["trust[A1]"].options == (FormOption(5, {"en": "Much"}),)
    assert found["age"].kind == "number" and found["age"].group == "Opinions"
    assert found["rank[2]"].note == "place 2 of a ranking"
    assert any(note.startswith("texts that are shown only") and note.endswith(": 1") for note in form.notes)


def test_the_table_of_lines_is_read_with_its_languages(read: Callable[..., Form]) -> None:
    lines = [
        ("class", "type/scale", "name", "relevance", "text", "language", "other"),
        ("SL", "", "surveyls_title", "", "Small", "en", ""),
        ("G", "1", "Opinions", "1", "", "en", ""),
        ("Q", "L", "vote", "1", "Whom?", "en", "N"),
        ("A", "0", "1", "", "Red", "en", ""),
        ("Q", "M", "media", "vote==1", "Which?", "en", "N"),
        ("SQ", "", "SQ1", "", "TV", "en", ""),
        ("G", "1", "Мнения", "1", "", "ru", ""),
        ("Q", "L", "vote", "1", "За кого?", "ru", "N"),
        ("A", "0", "1", "", "Красные", "ru", ""),
        ("Q", "M", "media", "vote==1", "Какие?", "ru", "N"),
        ("SQ", "", "SQ1", "", "ТВ", "ru", ""),
    ]
    vote, media = read("small.txt", "\ufeff" + "\n".join("\t".join(line) for line in lines)).questions
    assert vote.text == {"en": "Whom?", "ru": "За кого?"}
    assert vote.options == (FormOption(1, {"en": "Red", "ru": "Красные"}),)
    assert media.relevant == "vote==1" and media.options[0].label == {"en": "TV", "ru": "ТВ"}


def test_a_group_alone_is_no_survey(read: Callable[..., Form]) -> None:
    with pytest.raises(DataError, match="no survey of LimeSurvey, but Group"):
        read("part.lss", "<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>")
