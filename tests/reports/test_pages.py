"""The page of a study and the list of all results."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from survey.claims.answers.verdict import Verdict
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study
from survey.definitions.source_text import short_names
from survey.reports.documents.articles.named import _named
from survey.reports.documents.placed.refs import Pictured
from survey.studies.running.run_index import write_index
from survey.studies.running.study_page import study_page
from survey.tables.table import Note, Table
from survey.wording.worded import same
from survey.words import say

pytestmark = pytest.mark.contract


def poll(name: str, year: int, **more: object) -> Study:
    asked = {"alliance": {"published": {"russia": 40}, "sources": ["nn_1"]}}
    return Study.model_validate(
        {"study": name, "series": "baw", "title": {"en": f"Poll of {year} <b>", "ru": f"Опрос {year}"}, "mode": "phone",
         "fieldwork": {"start": str(year)}, "pollster": "A & B", "sample": {"size": 1000}, "questions": asked, **more}
    )  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Library:
    studies = [poll("baw_2", 2020), poll("baw_1", 2018), poll("baw_3", 2022), poll("town", 2021, series=None)]
    claims = {"publication": {"title": "The Paper"}, "claims": []}
    return Library(
        folder=tmp_path,
        questions={"alliance": Question.model_validate({"question": "alliance", "title": {"en": "Alliance"}})},
        studies={study.study: study for study in studies},
        claims={"paper": Claims.model_validate(claims)},
        sources={"nn_1": Source(title="Nasha Niva", url="nn.by/1", date="2020")},
    )


def made(library: Library, tables: list[Table], names: list[str], language: str = "en") -> str:
    verdicts = [Verdict("alliance.sum", "cannot_be_checked", same("40 of 100: the rest is not printed."))]
    drawn = {name: Pictured(name, "Alliance: 61.8%", title="Alliance") for name in names if name.endswith(".svg")}
    files = {name: drawn.get(name) for name in names}
    return study_page(library.studies["baw_2"], library, None, tables, [], verdicts, files, language)


def test_a_study_page_shows_facts_tables_pictures_verdicts_files_and_sources(library: Library, topline: Table) -> None:
    page = made(library, [topline], ["alliance.svg", "toplines.csv"])
    for text in ("Poll of 2020 &lt;b&gt;", "A &amp; B", ">1,000<", "phone", "61.8", "(58.8–64.8)", "cannot be checked"):
        assert text in page
    assert 'src="alliance.svg"' in page and 'href="toplines.csv"' in page and 'href="run.json"' in page
    assert '<a href="https://nn.by/1">Nasha Niva</a>, 2020' in page


def test_a_study_page_refers_only_to_files_that_are_there(library: Library, topline: Table) -> None:
    page = made(library, [topline], ["toplines.csv"])
    addresses = set(re.findall(r'(?:href|src)="([^"]*)"', page))
    inside = {address for address in addresses if address.startswith("#")}
    assert {address.removeprefix("#") for address in inside} <= set(re.findall(r'id="([^"]*)"', page))
    above = {"../index.html", "../index.html#series.baw", "../index.html#question.alliance"}
    assert addresses - inside == {"toplines.csv", "run.json", "https://nn.by/1", *above}


def test_what_is_true_of_all_tables_is_said_once(library: Library, topline: Table, published: Table) -> None:
    shared = Note("method", {"en": "Intervals: logit."})
    own = [Table(**{**table.__dict__, "notes": (*table.notes, shared)}) for table in (topline, published)]
    page = made(library, own, [])
    assert page.count("Intervals: logit.") == 1 and page.count("n = 1000 as published.") == 1


def test_a_study_without_figures_says_so(library: Library) -> None:
    assert "no figures of it were found" in made(library, [], [])


def test_a_study_page_is_in_the_language_asked_for(library: Library, topline: Table) -> None:
    page = made(library, [topline], ["alliance.svg"], "ru")
    assert '<html lang="ru">' in page and "Опрос 2020" in page and "проверить нельзя" in page


def folders(root: Path, *names: str) -> None:
    for name in names:
        (root / name).mkdir(parents=True)
        (root / name / "run.json").write_text("{}", encoding="utf-8")
        (root / name / "index.html").write_text("", encoding="utf-8")


def test_the_index_lists_what_is_there_by_series_and_date(library: Library, tmp_path: Path) -> None:
    results = tmp_path / "results"
    folders(results, "baw_2", "baw_1", "town", "my_own")
    (results / "foreign").mkdir()
    (results / "trends").mkdir()
    (results / "trends" / "alliance_baw.html").write_text("", encoding="utf-8")
    text = write_index(library, results).read_text(encoding="utf-8")
    listed, questions = text.split('<dl class="questions">')
    assert [link for link in re.findall(r'href="([^"]*)"', listed) if not link.startswith("#")] == [
        "trends/alliance_baw.html",
        "baw_1/index.html",
        "baw_2/index.html",
        "town/index.html",
        "my_own/index.html",
    ]
    assert 'href="trends/alliance_baw.html">A &amp; B, over time (2 waves)</a>' in questions
    assert 'href="town/index.html">' in questions and 'href="baw_1' not in questions
    assert "2 waves, 2018 – 2020" in text and "The Paper" not in text


def test_the_index_names_the_publications_checked(library: Library, tmp_path: Path) -> None:
    results = tmp_path / "results"
    (results / "claims").mkdir(parents=True)
    (results / "claims" / "paper.html").write_text("", encoding="utf-8")
    assert 'href="claims/paper.html">The Paper<' in write_index(library, results).read_text(encoding="utf-8")


def test_the_index_marks_a_study_whose_data_file_alone_is_synthetic(library: Library, tmp_path: Path) -> None:
    folders(tmp_path / "results", "town")
    town = Study.model_validate({"study": "town", "data": {"file": "town.csv", "synthetic": True}})
    invented = replace(library, studies={**library.studies, "town": town})
    assert "SYNTHETIC DATA" not in write_index(library, tmp_path / "results").read_text(encoding="utf-8")
    assert "SYNTHETIC DATA" in write_index(invented, tmp_path / "results").read_text(encoding="utf-8")


def test_the_index_is_the_same_every_time(library: Library, tmp_path: Path) -> None:
    folders(tmp_path / "results", "town", "baw_2")
    first = write_index(library, tmp_path / "results").read_bytes()
    assert write_index(library, tmp_path / "results").read_bytes() == first


def test_a_source_is_called_by_its_short_name_the_beginning_of_its_title_or_that_with_its_date() -> None:
    sources = {
        "own": Source(title="Institute, report on courts", short={"en": "Report", "ru": "Отчёт"}),
        "one": Source(title="Paper (in Russian), on courts"),
        "first": Source(title="Gazette, on courts", date="2022-04"),
        "second": Source(title="Gazette, on police", date="2022-05"),
        "third": Source(title="Herald, on courts", date="not stated"),
        "fourth": Source(title="Herald, on police"),
        "no_title": Source(url="nn.by/1"),
    }
    named = short_names(sources)
    assert {name: say(text, "en") for name, text in named.items()} == {
        "own": "Report", "one": "Paper", "first": "Gazette 2022-04", "second": "Gazette 2022-05",
        "third": "Herald, on courts", "fourth": "Herald, on police", "no_title": "no title",
    }  # fmt: skip
    assert say(named["own"], "ru") == "Отчёт"


@pytest.mark.contract
def test_two_sources_of_one_name_keep_a_column_each() -> None:
    short = {"one": same("Agency"), "two": same("Agency"), "three": same("Paper")}
    assert _named({"one": 1, "two": 2, "three": 3, "n": 4}, {}, short) == {"one": 1, "two": 2, "Paper": 3, "n": 4}
