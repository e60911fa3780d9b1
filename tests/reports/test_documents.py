"""Every result becomes one document of values, in no language, from which each form is made."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any, cast

import pytest

from survey.claims.answers.verdict import Verdict
from survey.errors import SurveyError
from survey.reports.documents.document import Document
from survey.reports.documents.make import MAKERS, ROOM, document
from survey.reports.documents.verdicts import verdicts_document
from survey.reports.printing import render as renderers
from survey.reports.printing.grid_words import grid_words
from survey.reports.printing.render import render, rendered
from survey.tables.table import Note, Table
from survey.trends.change import Changes
from survey.trends.series import Trend
from survey.wording.figures import Number
from survey.wording.spans import Span
from survey.wording.worded import same
from survey.words import TEXT_FORMS, NotesWanted

pytestmark = pytest.mark.contract

KINDS = ("topline", "published", "crosstab", "several", "trend", "changes", "verdicts", "nothing", "weighting")


@pytest.mark.parametrize("name", MAKERS)
def test_every_type_and_every_maker_exist(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert isinstance(getattr(import_module(module), kind), type)
    room, maker = MAKERS[name]
    assert callable(getattr(import_module(f"{ROOM}.{room}"), maker))


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_in_no_language_and_its_grids_are_whole(kind: str, results: Any) -> None:
    made = document(results[kind])
    for grid in (*made.grids, *(one.details for one in made.passages if one.details is not None)):
        for row in grid.rows:
            assert len(row.cells) == (0 if row.kind in ("section", "break") else len(grid.heads))
            assert all(cell is None or isinstance(cell, Mapping) for cell in (row.head, *row.cells))
        heads = [head.label for head in grid.heads]
        assert all(isinstance(text, Mapping) for text in (grid.title, grid.corner, *heads))
    assert document(made) is made and isinstance(made, Document)


def test_cells_hold_values_with_a_format(topline: Table, published: Table) -> None:
    first, second, third = document(topline).grids[0].rows[1].cells
    assert isinstance(first, Number) and (first.value, first.kind) == (0.618, "percent")
    assert isinstance(second, Span) and second.low.value == pytest.approx(0.588) and second["ru"] == "(58,8–64,8)"
    assert isinstance(third, Number) and (third.value, third.kind) == (618, "whole")
    limit = document(published).grids[0].rows[2].cells[0]
    assert isinstance(limit, Number) and (limit.value, limit.before, limit["be"]) == (0.6, ">", ">60")


def test_rows_are_as_they_were_computed(topline: Table) -> None:
    made = document(replace(topline, records=({**topline.records[0], "estimate": 1 / 3},)))
    assert made.rows[0]["estimate"] == 1 / 3


def test_what_is_no_result_is_refused_with_the_names_of_results(topline: Table, trend: Trend) -> None:
    with pytest.raises(SurveyError, match="a dict is not printed"):
        document({})
    with pytest.raises(SurveyError, match="Table, Finding"):
        render([topline, trend], "text")


def test_several_trends_and_changes_are_one_document(trend: Trend, changes: Changes) -> None:
    other = replace(trend, question="war")
    assert [grid.name for grid in document([trend, other]).grids] == ["alliance", "war"]
    assert list(document([trend, other]).notes) == ["alliance", "war"]
    assert len(document([changes, replace(changes, end="baw_2")]).notes) == 2


def test_notes_have_levels_and_a_figure_keeps_those_it_needs(topline: Table) -> None:
    notes = [Note(key, same(key)) for key in ("base", "weighting", "said", "never_heard_of")]
    made = document(replace(topline, notes=tuple(notes)))
    assert [note.level for note in notes] == ["figure", "method", "rest", "figure"]
    for wanted, below, once in (
        ("figure", ["base", "never_heard_of"], []),
        ("method", ["base", "never_heard_of"], ["weighting"]),
        ("full", ["base", "said", "never_heard_of"], ["weighting"]),
    ):
        noted = made.noted(cast(NotesWanted, wanted))
        assert [note.key for note in noted.grids[0].notes] == below and [note.key for note in noted.method] == once
        assert noted.notes == made.notes


def _noted(topline: Table, *several: dict[str, str]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Notes by key below each table, and those of the page."""
    tables = [replace(topline, notes=tuple(Note(key, same(text)) for key, text in notes.items())) for notes in several]
    made = document(tables).noted("method")
    below = [{note.key: note.text["en"] for note in grid.notes} for grid in made.grids]
    return below, {note.key: note.text["en"] for note in made.method}


def test_the_method_stands_once_a_page_and_what_differs_below_its_figure(topline: Table) -> None:
    alike = {"base": "asked", "method": "logit", "sources": "A"}
    below, page = _noted(topline, alike, alike, {**alike, "method": "none", "sources": "B"})
    assert page == {"method": "logit"}
    assert below[0] == {"base": "asked", "sources": "A"}
    assert below[2] == {"base": "asked", "method": "none", "sources": "B"}


def test_no_figure_is_spoken_for_by_a_note_of_a_kind_that_it_has_not(topline: Table) -> None:
    with_psu = {"weighting": "raked", "lonely_psu": "removed"}
    below, page = _noted(topline, with_psu, with_psu, {"weighting": "raked"})
    assert page == {"weighting": "raked"} and below == [{"lonely_psu": "removed"}] * 2 + [{}]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_form_prints_the_method_below_all_tables(topline: Table, form: str) -> None:
    notes = (Note("base", same("the base")), Note("weighting", same("the weighting")))
    table = replace(topline, notes=notes)
    page = render([table, table], form)
    assert page.count("the base") == 2 and page.count("the weighting") == 1
    assert page.rindex("the base") < page.index("Survey and method") < page.index("the weighting")
    assert "the weighting" not in render([table, table], form, notes="figure")


def test_a_note_that_says_what_the_title_says_is_left_out_in_each_language(topline: Table) -> None:
    note = Note("wording", {"en": "Which union?", "ru": "Вопрос: какой союз?"})
    grid = document(replace(topline, notes=(note,))).grids[0]
    assert grid_words(grid, "en").notes == () and grid_words(grid, "ru").notes == ("Вопрос: какой союз?",)


def test_a_mark_of_invented_data_reaches_every_part(topline: Table) -> None:
    made = document(topline).marked_synthetic()
    assert made.synthetic and made.columns[-1] == "synthetic" and made.notes["synthetic"] is True
    assert all(row["synthetic"] is True for row in made.rows)
    assert "SYNTHETIC DATA" in render(topline, "text", synthetic=True)


def test_a_verdict_in_several_languages_is_printed_in_each() -> None:
    said = {"en": "It is so.", "ru": "Это так.", "be": "Гэта так."}
    assumed = ({"en": "n = 10", "ru": "n — 10", "be": "n — 10"},)
    details = ({"note": {"en": "why", "ru": "почему", "be": "чаму"}, "n": 10.0},)
    verdict = Verdict("one", "reproduced", said, assumptions=assumed, details=details)
    for language, form in ((language, form) for language in said for form in TEXT_FORMS):
        assert said[language] in render([verdict], form, language) and assumed[0][language] in render(
            [verdict], form, language
        )
    assert "<p>Это так.</p>" in render([verdict], "html", "ru")
    assert "почему" in render([verdict], "json", "ru") and "почему" in render([verdict], "html", "ru")


def test_verdicts_on_a_publication_have_its_title(verdicts: tuple[Verdict, ...]) -> None:
    made = verdicts_document(verdicts, {"en": "The Paper", "ru": "Газета"})
    assert made.title["ru"] == "Заключения: Газета"
    assert "<h1>Verdicts: The Paper</h1>" in render(made, "html")


def test_a_new_form_is_a_module_and_a_word(topline: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("survey.reports.printing.render_probe")
    module.render_probe = lambda made, language: f"{len(made.rows)} {language}".encode()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(renderers, "FORMS", (*TEXT_FORMS, "probe"))
    assert rendered(topline, "probe", "be") == b"3 be"
    with pytest.raises(SurveyError, match="probe is a file and no text"):
        render(topline, "probe")
