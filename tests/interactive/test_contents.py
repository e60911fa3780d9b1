"""What stands in the page is what tables say, and nothing of respondents."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from survey.cells.filters.within import within
from survey.definitions.reading.load import load_library, load_study
from survey.errors import LeftOutWarning, SmallBaseWarning, SurveyError
from survey.progress import watched
from survey.reports.interactive.contents import contents, report_text
from survey.reports.interactive.figures import ABOVE, BELOW, tenths
from survey.reports.interactive.report import Report
from survey.reports.interactive.report_words import report_words
from survey.studies.interactive.report_of import series_report, study_report
from survey.tables.crosstab import crosstab
from survey.weighting.plan.study_sample import study_sample


def _tenths(values: Any) -> list[Any]:
    return [tenths(float(value)) for value in values]


@pytest.mark.derivation
@pytest.mark.parametrize("weighting", ["weighted", "unweighted"])
def test_a_level_of_a_filter_has_the_figures_of_the_filtered_data(object_of_wave: Any, weighting: str) -> None:
    library = load_library(None)
    settings = {} if weighting == "weighted" else {"weight": "none"}
    sample = study_sample(load_study("example_wave", library), library, **settings)
    question = next(one for one in object_of_wave["studies"][0]["questions"] if one["id"] == "alliance_preference")
    table = question["tables"][weighting]
    for level in ("male", "female"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallBaseWarning)
            expected = crosstab(within(sample, f"sex = {level}"), "alliance_preference", ["age_group"])
        ages = {column.id: at for at, column in enumerate(expected.columns) if column.group == "age_group"}
        places = {
            levels[1]: at
            for at, (group, levels, *_) in enumerate(table["columns"])
            if group == "sex>age_group" and levels[0] == level
        }
        assert places and places.keys() == {age for age, at in ages.items() if expected.columns[at].n > 0}
        for age, at in places.items():
            assert [line[at] for line in table["e"]] == _tenths(expected.estimate[:, ages[age]])
            assert table["columns"][at][3] == expected.columns[ages[age]].n
            for key, ends in (("l", expected.conf_low), ("h", expected.conf_high)):
                got = np.array([line[at] for line in table[key]], dtype=float)
                assert np.allclose(got, 1000 * ends[:, ages[age]], atol=0.5001, equal_nan=True)


@pytest.mark.contract
def test_an_end_near_nothing_or_all_is_told_as_near() -> None:
    assert (tenths(0.0), tenths(0.0001), tenths(0.618), tenths(0.99999), tenths(1.0), tenths(np.nan)) == (
        *(0, BELOW, 618, ABOVE, 1000),
        None,
    )


@pytest.mark.contract
def test_no_answer_of_a_respondent_and_no_unrounded_figure_is_in_the_page(object_of_wave: Any) -> None:
    def numbers(value: Any) -> Any:
        if isinstance(value, dict):
            for one in value.values():
                yield from numbers(one)
        elif isinstance(value, list):
            for one in value:
                yield from numbers(one)
        elif isinstance(value, (int, float)):
            yield value

    assert all(isinstance(value, int) for value in numbers(object_of_wave))
    assert set(object_of_wave["studies"][0]) == {
        *("id", "title", "synthetic", "facts", "banner", "method", "left", "questions", "verdicts"),
    }


@pytest.mark.contract
def test_the_page_grows_with_figures_and_not_with_respondents(tmp_path: Path, wave: Report) -> None:
    import pandas as pd

    library = load_library(None)
    study = load_study("example_wave", library)
    assert study.data is not None
    source = next(Path(library.folder).rglob("example_wave*.csv"))
    twice = pd.concat([pd.read_csv(source, dtype=str)] * 2)
    if study.data.id:
        twice[study.data.id] = range(len(twice))
    twice.to_csv(tmp_path / "twice.csv", index=False)
    larger = study_report(study, library, settings={"data": tmp_path / "twice.csv"})
    assert abs(len(report_text(larger, "en")) / len(report_text(wave, "en")) - 1) < 0.02


@pytest.mark.contract
def test_without_its_figures_a_report_is_under_300_kilobytes(pages: dict[str, Path]) -> None:
    for path in pages.values():
        page = path.read_text(encoding="utf-8")
        figures = re.findall(
            r"<script[^>]*application/json[^>]*>.*?</script>|<noscript>.*?</noscript>", page, re.DOTALL
        )
        assert figures and "<script" in page
        assert len(page.encode()) - sum(len(one.encode()) for one in figures) < 300_000


@pytest.mark.contract
def test_what_a_rule_hides_in_one_weighting_is_in_none_and_in_no_other_column() -> None:
    library = load_library(None)
    report = study_report(load_study("example_wave", library), library, rule="n30")
    made = contents(report, "en")
    hidden = 0
    for question in made["studies"][0]["questions"]:
        weighted, unweighted = question["tables"]["weighted"], question["tables"]["unweighted"]
        assert weighted["s"] == unweighted["s"]
        for table in (weighted, unweighted):
            for does, *figures in zip(table["s"], table["e"], table["l"], table["h"], strict=True):
                for at, did in enumerate(does):
                    if did == "suppress":
                        hidden += 1
                        assert [line[at] for line in figures] == [None] * 3
    assert hidden > 50
    for study in report.studies:  # nor in the tables for readers without scripts
        tables = {table.question: table for table in study.tables["weighted"]}
        for plain in study.plain:
            whole = tables[plain.question]
            assert [row.id for row in plain.stub] == [row.id for row in whole.stub]
            assert np.array_equal(np.isnan(plain.estimate[:, 0]), np.isnan(whole.estimate[:, 0]))


@pytest.mark.contract
def test_waves_that_stand_under_a_rule_are_left_out_with_a_word() -> None:
    library = load_library(None)
    with pytest.warns(LeftOutWarning, match="a rule of presentation is in force") as told:
        report = study_report(load_study("gss_1987", library), library, rule="n30", banner=["sex"])
    assert not report.trends and told


@pytest.mark.contract
def test_data_in_the_page_cannot_end_its_script(wave: Report) -> None:
    text = report_text(wave, "ru")
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text)["language"] == "ru"


@pytest.mark.contract
def test_an_unknown_series_or_banner_is_one_error_with_the_known_ones() -> None:
    library = load_library(None)
    with pytest.raises(SurveyError, match="no series 'nowhere'"):
        series_report("nowhere", library)
    with pytest.raises(SurveyError, match="no question 'sexx'"):
        study_report(load_study("example_wave", library), library, banner=["sexx"])


@pytest.mark.contract
def test_published_figures_have_the_digits_that_were_printed() -> None:
    library = load_library(None)
    made = contents(study_report(load_study("baw_2019_12", library), library), "en")
    question = next(one for one in made["studies"][0]["questions"] if one["id"] == "alliance_preference")
    texts = [one[0] if isinstance(one[0], str) else one[0]["en"] for one in question["tables"]["published"]["t"]]
    assert "32" in texts and "40.4" in texts and not [text for text in texts if text.endswith(".0")]


@pytest.mark.contract
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"banner": ["sex"]}, "a banner needs microdata"),
        ({"rule": "n100"}, "have no effect|has no effect"),
        ({"settings": {"weight": "w"}}, "have no effect|has no effect"),
    ],
)
def test_options_without_effect_on_published_figures_are_refused(options: dict[str, Any], said: str) -> None:
    library = load_library(None)
    with pytest.raises(SurveyError, match=said):
        study_report(load_study("baw_2019_12", library), library, **options)


@pytest.mark.contract
def test_notes_are_those_of_the_weighting_that_is_shown(object_of_wave: Any) -> None:
    question = object_of_wave["studies"][0]["questions"][0]
    said = {kind: dict(notes)["n"] for kind, notes in question["notes"].items()}
    assert "710 effective" in said["weighted"]["en"] and "800 effective" in said["unweighted"]["en"]


@pytest.mark.contract
def test_every_word_of_the_page_is_in_each_language() -> None:
    words = report_words(0.95)
    apart = {"decimal", "apart"}
    assert all(said[key] for said in words.values() for key in said)
    for key in set(words["en"]) - apart:
        assert words["en"][key] not in (words["ru"][key], words["be"][key]), key


@pytest.mark.contract
def test_what_a_study_says_of_itself_stands_once() -> None:
    library = load_library(None)
    study = contents(study_report(load_study("chile_1988", library), library, filters=False), "en")["studies"][0]
    (note,) = [text for head, text in study["facts"]["en"] if head == "Note"]
    assert note and not [one for one in study["method"] if note in (one if isinstance(one, str) else one["en"])]


@pytest.mark.contract
def test_how_far_the_search_for_cells_of_few_has_come_is_told() -> None:
    library = load_library(None)
    told: list[tuple[str, float]] = []
    with watched(lambda what, part: told.append((what, part))):
        study_report(load_study("example_wave", library), library, rule="n30", filters=False)
    assert [part for what, part in told if what == "cells of few"] == pytest.approx(np.arange(6) / 5)
