"""The codebook of a study: its counts, and the way to Triple-S and DDI and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from lxml import etree

from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library
from survey.errors import LeftOutWarning
from survey.reports.codebook.codebook_document import codebook_document
from survey.reports.codebook.ddi import render_ddi
from survey.reports.codebook.sss import render_sss
from survey.reports.printing.render import rendered
from survey.scaffold.form import Form
from survey.scaffold.forms.read_form import read_form
from survey.studies.codebook.study_codebook import study_codebook
from survey.studies.find_study import find_study
from survey.tables.codebook.record import Codebook

STUDY = """\
    study: small
    title: {en: A small study, ru: Малое исследование}
    pollster: Somebody
    population: {en: adults}
    fieldwork: {start: 2026-01-02, end: 2026-01-09}
    data: {file: small.csv, id: person}
    design: {weight: w}
    questions:
      vote:
        column: Q1
        text: {en: "Whom <would> you vote for?", ru: За кого бы вы проголосовали?}
        options:
          red: {code: 1, label: {en: Red & white, ru: Красные}}
          blue: {code: 2, label: {en: Blue, ru: Синие}}
          none: {code: -1, label: {en: Don't know}, missing: dont_know}
          green: {code: 3, label: Green}
        nets: {any: [red, blue]}
      trust:
        type: scale
        text: Trust in the court
        options: {1: Not at all, 2: Rather not, 3: Fully}
      media:
        type: multiple
        text: {en: Which media?}
        columns: {tv: m_tv, web: m_web}
        marked: 1
        options: {tv: {label: {en: Television}}, web: {label: {en: The Web}}}
      age: {type: number, text: {en: Age}}
      why: {type: open, text: {en: Why?}}
"""
HEAD = "person,Q1,trust,m_tv,m_web,age,why,w"
ROWS = ("1,1,1,0,20,x,1", "1,2,1,1,30,y,3", "2,3,0,1,40,,1", "-1,3,0,0,50,,1", "2,,1,0,60,z,2")
DATA = "\n".join((HEAD, *(f"{number},{ROWS[number % 5]}" for number in range(50)))) + "\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "small.yaml").write_text(dedent(STUDY), encoding="utf-8")
    (tmp_path / "studies" / "small.csv").write_text(DATA, encoding="utf-8")
    return load_library(tmp_path)


@pytest.fixture
def codebook(library: Library) -> Codebook:
    return study_codebook(*find_study("small", library))


@pytest.fixture
def again(tmp_path: Path) -> Callable[[str, str], Form]:
    def made(name: str, text: str) -> Form:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_form(tmp_path / name)

    return made


@pytest.mark.derivation
def test_counts_are_unweighted_and_shares_weighted(codebook: Codebook) -> None:
    vote = {row.id: row for row in codebook.items[0].rows}
    assert {name: row.n for name, row in vote.items()} == {"red": 20, "blue": 20, "none": 10, "green": 0, "any": 40}
    assert [vote[name].share for name in ("red", "blue", "none")] == pytest.approx([4 / 8, 3 / 8, 1 / 8])
    trust = {row.id: row.n for row in codebook.items[1].rows if row.kind != "mean"}
    assert trust == {"1": 10, "2": 10, "3": 20, "_blank": 10}
    media = {row.id: (row.n, row.share) for row in codebook.items[2].rows if row.kind == "option"}
    assert media == {"tv": (30, pytest.approx(6 / 8)), "web": (20, pytest.approx(4 / 8)), "_none": (10, 1 / 8)}


@pytest.mark.contract
def test_an_open_question_is_there_without_counts_and_its_answers_nowhere(codebook: Codebook) -> None:
    why = codebook.items[4]
    assert why.rows == () and why.left_out
    assert not {"x", "y", "z"} & {str(row["label"]) for row in codebook_document(codebook).rows}


@pytest.mark.contract
def test_a_rule_of_presentation_suppresses_in_every_form(library: Library) -> None:
    ruled = study_codebook(*find_study("small", library), rule="nchs")
    assert ruled.rule == "nchs" and ruled.items[0].suppressed
    hidden = [row for row in ruled.items[0].rows if row.share != row.share]
    assert hidden and all(row.n != row.n for row in hidden)
    rows = json.loads(rendered(codebook_document(ruled), "json"))["rows"]
    shown = {row["option"]: (row["n"], row["estimate"]) for row in rows if row["question"] == "vote"}
    assert all(shown[row.id] == (None, None) for row in hidden)
    for row in hidden:
        assert ">20<" not in render_ddi(ruled, "en").partition('name="Q1"')[2].partition("</var>")[0]


@pytest.mark.contract
def test_every_form_of_a_document_is_written_in_every_language(codebook: Codebook) -> None:
    for form in ("html", "xlsx", "json", "text", "docx"):
        for language in ("en", "ru", "be"):
            assert rendered(codebook_document(codebook), form, language)
    page = rendered(codebook_document(codebook), "html", "ru")
    assert "Красные" in str(page) and "Шкала" in str(page) and "<would>" not in str(page)


@pytest.mark.property
@pytest.mark.parametrize("render", [render_sss, render_ddi])
def test_a_definition_that_was_written_and_read_again_asks_the_same(
    codebook: Codebook, again: Callable[[str, str], Form], render: Callable[[Codebook, str], str], recwarn: object
) -> None:
    form = again("written.xml", render(codebook, "en"))
    assert [question.kind for question in form.questions][2:] == ["multiple", "number", "text"]
    for item, question in zip(codebook.items, form.questions, strict=True):
        asked = item.question
        name = asked.question if asked.type == "multiple" else item.columns[0]
        assert question.name == name
        assert {key or "und": text for key, text in question.text.items()} in (
            dict(asked.text or {}),
            {"en": text for text in (asked.text or {}).values()},
        )
        labels = [list(option.label.values()) for option in question.options]
        assert labels == [list((one.label or {}).values()) for one in asked.options.values()]
        if asked.type != "multiple":
            assert [option.code for option in question.options] == [one.code for one in asked.options.values()]


@pytest.mark.contract
def test_what_triple_s_has_no_room_for_is_counted(codebook: Codebook) -> None:
    with pytest.warns(LeftOutWarning, match=r"no room for nets \(1\), kinds of missing answers \(1\)"):
        render_sss(codebook, "en")


@pytest.mark.contract
def test_ddi_keeps_missing_kinds_columns_and_counts(codebook: Codebook, again: Callable[[str, str], Form]) -> None:
    text = render_ddi(codebook, "en")
    form = again("written.xml", text)
    assert [option.missing for option in form.questions[0].options] == [None, None, "dont_know", None]
    assert form.questions[2].columns == ("m_tv", "m_web")
    root = etree.fromstring(text.encode())
    space = {"d": "ddi:codebook:2_5"}
    found = root.xpath("//d:var[@name='Q1']/d:catgry[1]/d:catStat/text()", namespaces=space)
    assert found == ["20", "50.00"]
    kinds = root.xpath("//d:var[@name='Q1']/d:catgry[1]/d:catStat/@wgtd", namespaces=space)
    assert kinds == ["not-wgtd", "wgtd"]


@pytest.mark.contract
def test_a_study_without_data_has_a_codebook_of_its_definition(library: Library) -> None:
    study, known = find_study("small", library)
    bare = study_codebook(study.model_copy(update={"data": None}), known)
    assert not bare.counted and all(row.n != row.n for item in bare.items for row in item.rows)
    assert "catStat" not in render_ddi(bare, "en")
