"""Toplines from published figures alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import expit, logit

from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.reports.printing.render import render
from survey.tables.published import published_topline
from survey.tables.table import Table
from survey.words import result_columns

QUESTION = {"options": {"yes": {"label": {"en": "Yes"}}, "no": {}, "hard": {"missing": "dont_know"}}}


def table(own: dict[str, Any], **study: Any) -> Table:
    """A study with one question of three options."""
    made = Study.model_validate({"study": "made_up", **study, "questions": {"q": own, **study.pop("questions", {})}})
    asked = {name: Question.model_validate({"question": name, **QUESTION}) for name in made.questions}
    library = Library(Path("."), questions=asked)
    return published_topline(made, library.question(made, "q"), library)


def note(found: Table, key: str) -> str:
    return next((item.text["en"] for item in found.notes if item.key == key), "")


@pytest.mark.derivation
def test_the_use_of_infrastructure_is_61_8_with_its_interval_at_a_thousand(library: Library) -> None:
    # lenta.ua and Rosbalt, on the wave of March 2022; the interval about 58.8-64.8 is that of the issue
    study = library.study("baw_2022_03")
    found = published_topline(study, library.question(study, "military_infrastructure"), library)
    at = [row.id for row in found.stub].index("negative")
    error = np.sqrt(0.618 * 0.382 / 1000)
    half = 1.959963984540054 * error / (0.618 * 0.382)
    assert found.estimate[at, 0] == 0.618 and found.columns[0].n == 1000
    assert found.std_error[at, 0] == pytest.approx(error)
    assert found.conf_low[at, 0] == pytest.approx(expit(logit(0.618) - half))
    assert found.conf_high[at, 0] == pytest.approx(expit(logit(0.618) + half))
    assert abs(found.conf_low[at, 0] - 0.588) < 0.001 and abs(found.conf_high[at, 0] - 0.648) < 0.001
    assert "make 90.8%: 9.2 points are not accounted for" in note(found, "unaccounted")
    assert "Negative 61, Positive 29" in note(found, "readings") and "Negative more than 60" in note(found, "readings")
    assert "lenta.ua (2022-04/05)" in note(found, "sources")


@pytest.mark.contract
def test_every_published_question_of_the_shipped_studies_makes_a_table(library: Library) -> None:
    made = 0
    for study in library.studies.values():
        for name, own in study.questions.items():
            if not own.published:
                continue
            found = published_topline(study, library.question(study, name), library)
            made += 1
            assert set(own.published) <= {row.id for row in found.stub}, f"{study.study}: {name}"
            for row, value, record in zip(found.stub, found.estimate[:, 0], found.records, strict=True):
                figure = own.published.get(row.id)
                if figure is None or figure.value is None:
                    assert np.isnan(value)
                else:
                    assert value == round(figure.value / 100, 10) == record["estimate"]
            assert all(tuple(record) == (*result_columns(), "bound", "least", "most") for record in found.records)
    assert made > 50


@pytest.mark.contract
def test_an_option_without_a_figure_is_a_dash() -> None:
    found = table({"published": {"yes": 60, "no": 30}}, sample={"size": 500})
    assert [row.id for row in found.stub] == ["yes", "no", "hard"] and found.stub[2].kind == "missing"
    assert np.isnan(found.estimate[2, 0]) and np.isnan(found.conf_low[2, 0])
    assert "hard" in note(found, "missing")
    assert np.isnan(found.count).all()


@pytest.mark.contract
def test_a_limit_is_a_bound_and_has_no_interval() -> None:
    found = table({"published": {"yes": {"value": 60, "qualifier": "more than"}, "no": 30}}, sample={"size": 500})
    assert found.bound == (("more than",), ("",), ("",))
    assert found.estimate[0, 0] == 0.6
    assert np.isnan([found.std_error[0, 0], found.conf_low[0, 0], found.conf_high[0, 0]]).all()
    assert np.isfinite(found.conf_low[1, 0])
    assert "Yes more than 60" in note(found, "bounds") and "not added up" in note(found, "unaccounted")


@pytest.mark.contract
def test_a_figure_printed_as_about_is_marked_as_such() -> None:
    found = table({"published": {"yes": {"value": 60, "qualifier": "about"}}}, sample={"size": 500})
    assert found.bound[0] == ("about",) and "about 60" in note(found, "about")


@pytest.mark.contract
def test_a_printed_range_has_no_estimate_and_a_printed_interval_is_shown() -> None:
    published = {"yes": {"low": 20, "high": 30}, "no": {"low": 67, "high": 73, "level": 0.95}}
    found = table({"published": published}, sample={"size": 500})
    assert np.isnan(found.estimate[:2, 0]).all()
    assert np.isnan(found.conf_low[0, 0]) and "Yes 20–30" in note(found, "ranges")
    assert (found.conf_low[1, 0], found.conf_high[1, 0]) == (0.67, 0.73)


@pytest.mark.contract
def test_a_limit_and_a_range_are_no_points_in_files_and_text_prints_the_range() -> None:
    published = {"yes": {"value": 60, "qualifier": "more than"}, "no": {"low": 10, "high": 15}, "hard": 5}
    found = table({"published": published}, sample={"size": 500})
    header, *rows = (dict(enumerate(line.split(","))) for line in render([found], "csv").splitlines())
    assert [header[i] for i in range(len(header) - 3, len(header))] == ["bound", "least", "most"]
    assert [tuple(row.values())[-3:] for row in rows] == [("more than", "0.6", "1"), ("", "0.1", "0.15"), ("", "", "")]
    marked = [(row["bound"], row["least"], row["most"]) for row in json.loads(render([found], "json"))["rows"]]
    assert marked == [("more than", 0.6, 1.0), ("", 0.1, 0.15), ("", None, None)]
    shown = render([found], "text")
    assert re.search(r"^Yes +>60 ", shown, re.M) and re.search(r"^no +10–15 ", shown, re.M)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("size", "why"),
    [("unknown", "not published"), ({"value": 800, "qualifier": "less than"}, "only “less than 800” is published")],
)
def test_without_n_there_is_no_interval_and_the_note_says_why(size: Any, why: str) -> None:
    found = table({"published": {"yes": 60}}, sample={"size": size})
    assert np.isnan(found.conf_low).all() and np.isnan(found.std_error).all() and np.isnan(found.columns[0].n)
    assert why in note(found, "n") and "cannot be computed" in note(found, "method")
    assert "n is not known" in note(found, "moe")


@pytest.mark.derivation
def test_a_base_inside_another_question_has_its_share_of_n() -> None:
    own = {"published": {"yes": 80}, "nested": {"question": "outer", "options": ["yes"]}}
    outer = {"outer": {"published": {"yes": 40}}}
    found = table(own, sample={"size": 1000}, questions=outer)
    assert found.columns[0].n == 400
    assert found.std_error[0, 0] == pytest.approx(np.sqrt(0.8 * 0.2 / 400))
    assert "(40% of all)" in note(found, "base") and "40% of 1,000" in note(found, "n")
    unknown = table(own, sample={"size": 1000}, questions={"outer": {}})
    assert np.isnan(unknown.columns[0].n) and "how many gave that answer" in note(unknown, "n")
    limit = {"outer": {"published": {"yes": {"value": 40, "qualifier": "more than"}}}}
    at_least = table(own, sample={"size": 1000}, questions=limit)  # a limit is no share, in the note as in n
    assert np.isnan(at_least.columns[0].n) and "of all" not in note(at_least, "base")


@pytest.mark.contract
@pytest.mark.parametrize(
    ("published", "multiple", "said"),
    [
        ({"yes": 60, "no": 30}, None, "10 points are not accounted for"),
        ({"yes": 60.4, "no": 39.7}, None, "Printed figures make 100.1%"),
        ({"yes": 60.4, "no": 42.3}, None, "2.7 points more than 100"),
        ({"yes": 60, "no": 50}, True, "Several answers"),
        ({"yes": 60, "no": 30}, "unknown", "whether several answers could be given is not known"),
    ],
)
def test_what_the_printed_figures_make_is_said(published: dict[str, float], multiple: Any, said: str) -> None:
    found = table({"published": published, "multiple": multiple}, sample={"size": 1000})
    assert said in note(found, "unaccounted")
    if said == "Printed figures make 100.1%":  # two figures of one decimal may be off by 0.1
        assert note(found, "unaccounted") == said


@pytest.mark.contract
def test_sources_that_disagree_without_one_chosen_are_listed_under_a_table_of_dashes() -> None:
    found = table({"readings": [{"source": "a", "published": {"yes": 61}}, {"source": "b", "published": {"yes": 29}}]})
    assert np.isnan(found.estimate).all()
    assert "a: Yes 61; b: Yes 29" in note(found, "readings")


@pytest.mark.contract
def test_a_question_about_which_nothing_was_published_is_an_error() -> None:
    with pytest.raises(SurveyError, match="no figures were published"):
        table({})


@pytest.mark.contract
def test_a_published_base_that_is_small_is_marked() -> None:
    assert table({"published": {"yes": 60}}, sample={"size": 90}).columns[0].small
    assert not table({"published": {"yes": 60}}, sample={"size": 100}).columns[0].small
