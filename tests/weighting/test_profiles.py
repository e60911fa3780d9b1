"""Respondents with the most extreme weights, for the office only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.errors import SurveyError, WeightingError
from survey.reports.documents.document import Document
from survey.reports.documents.make import document
from survey.reports.printing.grid_words import grid_words
from survey.reports.printing.pages import page
from survey.reports.printing.render import render
from survey.reports.printing.render_html import render_html
from survey.weighting.calibrating.rake import rake
from survey.weighting.told.profiles import Profiles, profiles
from survey.words import LANGUAGES, TEXT_FORMS

SEX = Question.model_validate({"question": "sex", "options": {"man": {"code": 1}, "woman": {"code": 2}}})
SPEC = {
    "targets": "made_up",
    "population": "adults",
    "margins": {
        "sex": {"variables": "sex", "shares": {"man": 46, "woman": 54}},
        "region": {"variables": "region", "shares": {"north": 20, "south": 30, "west": 50}},
    },
}


def weighted(weight: str | None) -> SampleData:
    rng = np.random.default_rng(5)
    data = pd.DataFrame(
        {
            "sex": rng.choice([1, 2], 300, p=[0.3, 0.7]),
            "region": rng.choice(["north", "south", "west"], 300, p=[0.5, 0.3, 0.2]),
            "base": rng.choice([0.0, 0.5, 1.0, 2.5], 300),
        }
    )
    made = SampleData(MemoryEngine(data), SurveyDesign(weight=weight), {"sex": SEX}, synthetic=True)
    return rake(made, Targets.model_validate(SPEC))


@pytest.fixture
def found() -> Profiles:
    """Of weights that started from a base weight."""
    return profiles(weighted("base"))


@pytest.mark.derivation
@pytest.mark.parametrize("weight", [None, "base"])
def test_profiles_are_the_rows_furthest_from_the_mean_weight(weight: str | None) -> None:
    sample = weighted(weight)
    rows = sample.engine.frame()
    rows = rows[rows.weight > 0]
    mean = rows.weight.mean()
    table = rows.assign(weight=rows.weight.round(9)).groupby(["sex", "region", "weight"]).size().reset_index(name="n")
    table["far"] = (table.weight / mean - 1).abs()
    wanted = table.sort_values("far", ascending=False).head(4)
    got = profiles(sample, most=4).rows
    names = {1: "man", 2: "woman"}
    assert [row.options for row in got] == [(names[sex], region) for sex, region in zip(wanted.sex, wanted.region)]
    assert [row.n for row in got] == wanted.n.tolist()
    np.testing.assert_allclose([row.weight for row in got], wanted.weight, rtol=1e-7)
    np.testing.assert_allclose([row.times for row in got], wanted.weight / mean, rtol=1e-7)


@pytest.mark.property
def test_at_most_twenty_are_shown_and_weights_of_0_are_not(found: Profiles) -> None:
    assert len(found.rows) <= 20 and all(row.weight > 0 for row in found.rows)
    far = [abs(row.times - 1) for row in found.rows]
    assert far == sorted(far, reverse=True)


@pytest.mark.contract
def test_a_sample_without_weights_or_variables_is_refused() -> None:
    data = MemoryEngine(pd.DataFrame({"sex": [1, 2], "w": [1.0, 2.0]}))
    with pytest.raises(WeightingError, match="no weights"):
        profiles(SampleData(data, questions={"sex": SEX}))
    given = SampleData(data, SurveyDesign(weight="w"), {"sex": SEX})
    with pytest.raises(WeightingError, match="Name the variables"):
        profiles(given)
    assert [row.options for row in profiles(given, ("sex",)).rows] == [("man",), ("woman",)]


@pytest.mark.contract
@pytest.mark.parametrize("form", TEXT_FORMS)
def test_no_form_prints_profiles_unless_told_that_they_stay_inside(form: str, found: Profiles) -> None:
    with pytest.raises(SurveyError, match="may single a person out"):
        render(found, form)


@pytest.mark.contract
def test_a_page_never_prints_profiles(found: Profiles) -> None:
    with pytest.raises(SurveyError, match="may single a person out"):
        render(found, "html", internal=True)
    with pytest.raises(SurveyError, match="may single a person out"):
        render_html(document(found), "en")
    with pytest.raises(SurveyError, match="may single a person out"):
        render(document(found), "text")


@dataclass(frozen=True)
class Hiding:
    """A part of a page that holds something deep inside."""

    inside: Any


@pytest.mark.contract
@pytest.mark.parametrize("template", ["study.html.j2", "document.html.j2", "index.html.j2"])
def test_a_page_refuses_profiles_wherever_they_hide(template: str, found: Profiles) -> None:
    made: Document = document(found)
    for part in (found, [found], {"a": (found,)}, Hiding([grid_words(made.grids[0], "en")]), made):
        with pytest.raises(SurveyError, match="may single a person out"):
            page(template, "Title", "en", anything=part)


@pytest.mark.contract
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", [form for form in TEXT_FORMS if form != "html"])
def test_inside_they_are_printed_with_their_mark(form: str, language: str, found: Profiles) -> None:
    made = render(found, form, language, internal=True)
    mark = {"en": "INTERNAL", "ru": "НЕ ПУБЛИКОВАТЬ", "be": "НЕ ПУБЛІКАВАЦЬ"}[language]
    assert (mark if form in ("text", "md", "tex") else "internal") in made
    assert {"csv": "synthetic", "json": '"synthetic": true'}.get(
        form, "ДАН" if language != "en" else "SYNTHETIC"
    ) in made
