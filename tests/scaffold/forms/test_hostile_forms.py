"""Forms that are damaged, huge or meant to harm: one clear error, or the form without the harm."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.errors import DataError
from survey.scaffold.form import Form
from survey.scaffold.forms import source
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.read_form import KNOWN, read_form
from survey.scaffold.forms.words import code_of, plain

pytestmark = pytest.mark.contract

VARIABLE = '<variable ident="1" type="single"><name>q</name><label>{label}</label><position start="1"/></variable>'
SMALL = f"<sss version='2.0'><survey><record ident='A'>{VARIABLE}</record></survey></sss>"
LAUGHS = "<!DOCTYPE sss [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
)


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS + SMALL.format(label="&j;"),
        "<!DOCTYPE sss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + SMALL.format(label="&x;"),
        "<!DOCTYPE sss [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x'> %x;]>" + SMALL.format(label="q"),
    ],
)
def test_entities_are_refused(read: Callable[..., Form], text: str) -> None:
    with pytest.raises(DataError, match="declares entities"):
        read("bomb.sss", text)
    with pytest.raises(DataError, match="entit"):
        read("bomb.sss", ('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16"))


def test_depth_is_bounded(read: Callable[..., Form]) -> None:
    with pytest.raises(DataError, match="no sound XML"):
        read("deep.sss", "<a>" * 5_000)


def test_a_file_larger_than_a_form_is_refused(read: Callable[..., Form], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 1_000)
    with pytest.raises(DataError, match="has 1,001 bytes; a form has at most 1,000"):
        read("large.sss", "<" + "a" * 1_000)


def test_more_questions_than_any_form_has_are_refused(
    read: Callable[..., Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "QUESTIONS", 1)
    with pytest.raises(DataError, match="has 2 questions; at most 1 are read"):
        read("many.sss", SMALL.format(label="q").replace("</record>", VARIABLE.format(label="p") + "</record>"))


def test_an_unknown_form_is_one_error_that_lists_what_is_read(read: Callable[..., Form], tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read("what.dat", "some words")
    assert all(known in str(caught.value) for known in KNOWN)
    for name in ("empty.sss", "absent.sss"):
        if name == "empty.sss":
            (tmp_path / name).touch()
        with pytest.raises(DataError, match=name):
            read_form(tmp_path / name)
    with pytest.raises(DataError, match="is no file"):
        read_form(tmp_path)


def test_the_make_is_told_by_what_stands_in_a_file_not_by_its_name(read: Callable[..., Form]) -> None:
    assert read("form.xlsx", SMALL.format(label="q")).questions[0].name == "q"
    with pytest.raises(DataError, match="damaged workbook"):
        read("form.sss", b"PK\x03\x04 and nothing more")


def test_markup_scripts_and_control_characters_leave_a_text() -> None:
    assert plain("<p>One&nbsp;<b>wo</b>rd</p><style>p {}</style><script>alert(1)</script>\x00two") == "One word two"
    assert plain("2 < 3 & 4 > 1") == "2 < 3 & 4 > 1"
    assert plain("<!-- nothing -->") == "" and plain(None) == ""
    assert len(plain("x" * 1_000_000)) < 30_000


@pytest.mark.parametrize(
    ("written", "code"),
    [("English (en)", "en"), ("pt-BR", "pt"), ("Русский", "ru"), ("EN", "en"), ("Klingon", ""), ("", "")],
)
def test_languages_are_known_by_their_codes(written: str, code: str) -> None:
    assert language_code(written) == code


@pytest.mark.parametrize(
    ("written", "code"), [("1", 1), ("01", "01"), ("-9", -9), (2.0, 2), ("yes", "yes"), ("1.5", "1.5")]
)
def test_codes_keep_what_a_number_would_lose(written: object, code: object) -> None:
    assert code_of(written) == code


@pytest.mark.parametrize("name", ["small.sss", "small.qsf", "small.lss", "small.txt", "small.xlsx", "small.csv"])
def test_damaged_bytes_are_read_or_one_error(read: Callable[..., Form], tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    begin = {"small.sss": SMALL.format(label="q"), "small.csv": "Timestamp,Q\n2026-01-01,a\n"}
    texts = {
        **begin,
        "small.qsf": '{"SurveyEntry": {"SurveyName": "s"}, "SurveyElements": [{"Element": "SQ", "PrimaryAttribute":'
        ' "1", "Payload": {"QuestionType": "MC", "Selector": "SAVR", "Choices": {"1": {"Display": "a"}}}}]}',
        "small.lss": "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row><qid>1</qid>"
        "<type>L</type><title>q</title></row></rows></questions></document>",
        "small.txt": "class\ttype/scale\tname\trelevance\ttext\nQ\tL\tq\t1\tWhat?\n",
    }
    if name == "small.xlsx":
        read(name, {"survey": [["type", "name", "label"], ["text", "q", "What?"]]})
        whole = (tmp_path / name).read_bytes()
    else:
        whole = texts[name].encode()
        assert read(name, whole).questions
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            read(name, bytes(spoilt[: chance.randint(len(spoilt) // 2, len(spoilt))]))
        except DataError as error:
            assert name in str(error)
