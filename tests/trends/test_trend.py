"""A question over its waves: every wave, limits as limits, breaks, and what does not belong on the line."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.errors import SurveyError
from survey.estimation.statistics.share import share
from survey.trends.series import Trend, TrendPoint
from survey.trends.trend import trend
from survey.words import LANGUAGES, result_columns, say

Make = Callable[..., Any]


def nothing(name: str) -> None:
    """No study has data."""


def point(found: Trend, study: str, option: str) -> TrendPoint:
    (one,) = [point for point in found.points if (point.study, point.option) == (study, option)]
    return one


def notes(found: Trend, key: str, language: str = "en") -> str:
    return " ".join(say(note.text, language) for note in found.notes if note.key == key)


def plain(found: Trend) -> str:
    """Everything in it but the records of its studies, which hold functions."""
    return repr(replace(found, waves=())) + repr([(wave.name, wave.base, wave.answered) for wave in found.waves])


# the shipped series


@pytest.mark.derivation
def test_every_wave_of_the_workshop_in_the_records_is_a_wave_of_the_trend(
    baw: Trend, polls: list[dict[str, Any]]
) -> None:
    # the records: id BAW/<wave>/baw_union; both answers of 2017-04 are printed in halves that its study adds up
    names = {"union_russia": "russia", "eu": "eu", "undecided": "hard_to_say", "do_not_know": "hard_to_say"}
    told = {record["wave"]: record["options"] for record in polls if record["question"] == "baw_union"}
    dated = {wave: options for wave, options in told.items() if wave < "2021"}
    assert len(dated) == 11
    drawn = {point.study for point in baw.points}
    assert drawn == {f"baw_{wave.replace('-', '_')}" for wave in dated}
    for wave, options in dated.items():
        for key, value in options.items():
            if key in names:
                one = point(baw, f"baw_{wave.replace('-', '_')}", names[key])
                number = value["value"] if isinstance(value, dict) else value
                assert one.estimate == pytest.approx(number / 100), (wave, key)
                if isinstance(value, dict) and value["qualifier"].startswith(("more", "slightly")):
                    assert one.bound == value["qualifier"]
    assert "Mar 2022" in notes(baw, "asked") and "May 2022" in notes(baw, "asked")


@pytest.mark.derivation
def test_every_wave_of_iiseps_in_the_records_is_a_wave_of_the_trend(iiseps: Trend, polls: list[dict[str, Any]]) -> None:
    names = {"integration_russia": "russia", "join_eu": "eu", "da_na": "hard_to_say"}
    told = {record["wave"]: record["options"] for record in polls if record["question"] == "ii_either"}
    assert len(told) == 15 and len({point.study for point in iiseps.points}) == 15
    for wave, options in told.items():
        study = "iiseps_september_undated" if wave.startswith("September") else f"iiseps_{wave.replace('-', '_')}"
        for key, value in options.items():
            assert point(iiseps, study, names[key]).estimate == pytest.approx(value / 100), (wave, key)
    last = iiseps.points[-1]
    assert (last.study, last.date) == ("iiseps_september_undated", "")
    assert "September 2009 or 2010" in notes(iiseps, "undated")
    dates = [point.date for point in iiseps.points if point.date]
    assert dates == sorted(dates) and dates[0][:4] == "2004" and dates[-1][:4] == "2016"


@pytest.mark.contract
def test_limits_have_the_printed_number_and_no_interval(baw: Trend) -> None:
    limits = [point for point in baw.points if point.bound and point.bound != "about"]
    assert [(point.study, point.option, point.bound) for point in limits] == [
        ("baw_2014_04", "russia", "more than"),
        ("baw_2017_04", "russia", "more than"),
        ("baw_2018_09", "russia", "slightly more than"),
        ("baw_2019_12", "hard_to_say", "more than"),
    ]
    for point in limits:
        assert math.isnan(point.std_error) and math.isnan(point.conf_low) and math.isnan(point.conf_high)
    assert "Apr 2014 Union with Russia more than 60" in notes(baw, "bounds")


@pytest.mark.contract
def test_the_change_of_mode_of_2019_2020_is_a_break_though_a_wave_of_unknown_mode_lies_between(baw: Trend) -> None:
    (step,) = [step for step in baw.breaks if "mode" in step.what]
    assert (step.after, step.before) == ("baw_2019_12", "baw_2020_11")
    assert [step.text[language] for language in LANGUAGES] == [
        "face-to-face → phone",
        "личное интервью → телефон",
        "асабістае інтэрв’ю → тэлефон",
    ]
    assert "2019-12-24" < step.date < "2020-11-06"
    assert "between 18-31 Dec 2019 and 5-8 Nov 2020: face-to-face → phone" in notes(baw, "breaks")
    assert "Sep 2020 in between" in notes(baw, "breaks")


@pytest.mark.contract
def test_a_finer_scale_joins_through_its_nets_with_a_break_on_both_sides(baw: Trend) -> None:
    steps = [(step.after, step.before) for step in baw.breaks if "options" in step.what]
    assert steps == [("baw_2016", "baw_2017_04"), ("baw_2017_04", "baw_2018_09")]
    assert point(baw, "baw_2017_04", "eu").status == "derived"


@pytest.mark.derivation
def test_the_interval_of_a_published_share_is_logit_on_the_published_n(baw: Trend) -> None:
    # 40.4 % of 1061, December 2019: se = sqrt(p q / n); ends by the log odds
    one, p, n = point(baw, "baw_2019_12", "russia"), 0.404, 1061
    error = math.sqrt(p * (1 - p) / n)
    assert one.std_error == pytest.approx(error, rel=1e-12)
    half = 1.959963984540054 * error / (p * (1 - p))
    ends = [1 / (1 + math.exp(-(math.log(p / (1 - p)) + sign * half))) for sign in (-1, 1)]
    assert (one.conf_low, one.conf_high) == pytest.approx(tuple(ends), rel=1e-10)
    assert (one.deff, one.n, one.n_eff) == (1.0, 1061, 1061)


@pytest.mark.contract
def test_no_n_no_interval_and_an_inferred_n_is_an_assumption(baw: Trend, iiseps: Trend) -> None:
    unknown = point(baw, "baw_2020_09", "russia")
    assert math.isnan(unknown.n) and math.isnan(unknown.conf_low) and not unknown.n_assumed
    assert "Sep 2020" in notes(baw, "n")
    assumed = point(iiseps, "iiseps_2015_12", "russia")
    assert assumed.n == 1500 and assumed.n_assumed and assumed.conf_low < assumed.estimate < assumed.conf_high
    assert not point(iiseps, "iiseps_2014_03", "russia").n_assumed
    assert "assumed" in notes(iiseps, "n")


@pytest.mark.contract
def test_other_sources_figures_and_odd_sums_are_said(baw: Trend, iiseps: Trend) -> None:
    assert point(baw, "baw_2019_09", "russia").note == "kresy: 55.1"
    assert "55.1 in Kresy.pl, on the December 2019 wave of BAW" in notes(baw, "readings")
    assert "“one in five”" in point(baw, "baw_2017_04", "hard_to_say").note
    # polls.md 4.1: 53.5 + 25.1 + 24.1
    assert "Dec 2015 (102.7)" in notes(iiseps, "sums") and "Mar 2016" not in notes(iiseps, "sums")


@pytest.mark.contract
def test_a_wave_with_a_middle_answer_is_another_question(shipped: Library) -> None:
    found = trend("russian_army_support", shipped, series=("chatham_house",), open_sample=nothing)
    assert [study for study, _ in found.unlike] == ["chatham_house_2022_04"]
    assert "Support some actions, not others" in found.unlike[0][1]
    assert "chatham_house_2022_04" not in {point.study for point in found.points}
    assert "Поддерживаю частично" in notes(found, "unlike", "ru")


@pytest.mark.contract
def test_each_series_is_a_line_of_its_own(shipped: Library, baw: Trend, iiseps: Trend) -> None:
    both = trend("alliance_preference", shipped, series=("baw", "iiseps"), open_sample=nothing)
    assert both.series == ("iiseps", "baw")
    (joint,) = [step for step in both.breaks if step.what == ("series",)]
    assert (joint.after, joint.before) == ("iiseps_2016_03", "baw_2014_04")
    assert [point for point in both.points if point.series == "baw"] == list(baw.points)
    assert [point for point in both.points if point.series == "iiseps"] == list(iiseps.points)


@pytest.mark.contract
def test_without_series_every_study_is_used_but_synthetic_ones(shipped: Library) -> None:
    found = trend("alliance_preference", shipped, open_sample=nothing)
    asked = {name for name, study in shipped.studies.items() if "alliance_preference" in study.questions}
    without = {"baw_2022_03", "baw_2022_05", "example_wave"}
    assert {point.study for point in found.points} == asked - without
    assert [name for name, _ in found.unlike] == ["example_wave"] and not found.synthetic


@pytest.mark.contract
@pytest.mark.parametrize("name", ["baw", "iiseps"])
def test_records_have_the_result_columns_first_and_the_printed_number_of_a_limit(
    name: str, request: pytest.FixtureRequest
) -> None:
    found: Trend = request.getfixturevalue(name)
    assert len(found.records) == len(found.points)
    for row, one in zip(found.records, found.points, strict=True):
        assert tuple(row)[: len(result_columns())] == result_columns()
        assert {"date", "when", "mode", "bound", "status", "n_assumed", "sources"} <= set(row)
        assert (row["study"], row["question"], row["option"]) == (one.study, "alliance_preference", one.option)
        assert row["estimate"] == one.estimate and row["bound"] == one.bound


@pytest.mark.contract
@pytest.mark.parametrize("name", ["baw", "iiseps"])
def test_every_sentence_comes_in_three_languages(name: str, request: pytest.FixtureRequest) -> None:
    found: Trend = request.getfixturevalue(name)
    keys = {note.key for note in found.notes}
    assert {"wording", "base", "n", "weighting", "method", "sample", "mode", "sources"} <= keys
    texts = [note.text for note in found.notes if "und" not in note.text] + [step.text for step in found.breaks]
    for text in texts:
        assert set(LANGUAGES) <= set(text)
        assert not any("{" in words or "}" in words for words in text.values())
    for key in ("method", "sample", "n"):
        assert len({notes(found, key, language) for language in LANGUAGES}) == 3
    assert set("ўі") & set("".join(notes(found, key, "be") for key in keys))


# made-up series


@pytest.mark.property
def test_the_order_of_studies_changes_nothing(wave: Make, line: Make) -> None:
    studies = [
        wave("a", "2020-01", {"red": 40, "blue": 60}),
        wave("b", "2021", {"red": 41, "blue": 59}, mode="online"),
        wave("c", "2022-05-01", {"red": {"value": 45, "qualifier": "more than"}}),
        wave("d", None, {"red": 50}),
    ]
    first = line(*studies)
    for order in itertools.permutations(studies):
        assert plain(line(*order)) == plain(first)
        assert plain(line(*studies, series=(), studies=tuple(study.study for study in order))) == plain(first)
    assert [point.study for point in first.points] == ["a", "a", "b", "b", "c", "d"]


@pytest.mark.contract
def test_an_unknown_mode_is_no_change_of_mode(wave: Make, line: Make) -> None:
    found = line(
        wave("a", "2020-01", {"red": 40}, mode="unknown"),
        wave("b", "2020-02", {"red": 40}, mode="phone"),
        wave("c", "2020-03", {"red": 40}, mode="unknown"),
        wave("d", "2020-04", {"red": 40}, mode="phone"),
    )
    assert found.breaks == ()
    assert "Jan 2020" in notes(found, "mode") and "not known" in notes(found, "mode_unknown")


@pytest.mark.contract
def test_wordings_break_the_line_where_both_are_known_and_differ(wave: Make, line: Make) -> None:
    def steps(**refined: Any) -> list[tuple[str, ...]]:
        made = line(wave("a", "2020", {"red": 1}), wave("b", "2021", {"red": 1}, **refined))
        return [step.what for step in made.breaks]

    other = {"text": {"en": "Which party is best?"}}
    assert steps(vote=other) == [("wording",)]
    assert steps(vote={"text": {"en": "HOW would you  vote"}}) == []
    assert steps(vote={"wording": "unknown"}) == []
    assert steps(vote={**other, "wording": "translation"}) == []
    assert steps(vote={"text": {"ru": "Как проголосуете?"}}) == []
    assert steps(vote=other, mode="online") == [("mode", "wording")]


@pytest.mark.contract
def test_population_base_and_kinds_of_no_answer_break_the_line(wave: Make, line: Make) -> None:
    def steps(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, ...]]:
        made = line(wave("a", "2020", {"red": 1}, **first), wave("b", "2021", {"red": 1}, **second))
        return [step.what for step in made.breaks]

    assert steps({"population": "adults"}, {"population": "adults in towns"}) == [("population",)]
    assert steps({"population": "adults"}, {}) == []
    assert steps({"vote": {"base": "all"}}, {"vote": {"base": "valid"}}) == [("base",)]
    assert steps({"vote": {"base": "all"}}, {"vote": {"base": "asked"}}) == []
    assert steps({}, {"vote": {"options": {"red": "Red", "blue": "Blue"}}}) == [("options",)]


@pytest.mark.contract
def test_a_question_with_other_answers_does_not_join(wave: Make, line: Make) -> None:
    options = {"red": "Red", "blue": "Blue", "green": "Green"}
    found = line(wave("a", "2020", {"red": 40}), wave("b", "2021", {"red": 30, "green": 5}, vote={"options": options}))
    assert found.unlike == (("b", "other answers (with: Green)"),)
    assert {point.study for point in found.points} == {"a"} and found.options == ("red",)


@pytest.mark.contract
def test_a_question_of_studies_alone_is_compared_with_its_commonest_form() -> None:
    def study(name: str, year: str, *options: str) -> Study:
        asked = {"options": {option: option for option in options}, "published": {options[0]: 10}}
        data = {"study": name, "series": "s", "fieldwork": year, "questions": {"own": asked}}
        return Study.model_validate(data)

    studies = {
        one.study: one
        for one in (study("a", "2019", "x", "y", "z"), study("b", "2020", "x", "y"), study("c", "2021", "y", "x"))
    }
    found = trend("own", Library(folder=None, studies=studies), open_sample=nothing)  # type: ignore[arg-type]
    assert [name for name, _ in found.unlike] == ["a"] and {point.study for point in found.points} == {"b", "c"}


@pytest.mark.contract
def test_nothing_published_is_lost(wave: Make, line: Make) -> None:
    found = line(
        wave("a", "2020", {"red": {"low": 5, "high": 8}}),
        wave("b", "2021", {}),
        wave("c", "2022", {}, vote={"readings": [{"source": "x", "published": {"red": 40}}]}),
    )
    (one,) = found.points
    assert math.isnan(one.estimate) and one.note == "5-8"
    assert "2021" in notes(found, "asked") and "2022" not in notes(found, "asked")
    assert "2022 Red: 40 in x" in notes(found, "readings")
    assert "Blue" in notes(found, "never")


@pytest.mark.contract
def test_misnamed_series_studies_and_questions_are_errors_with_the_nearest(shipped: Library) -> None:
    for how, name in (
        ({"series": ("bav",)}, "baw"),
        ({"studies": ("baw_2019_13",)}, "baw_2019_12"),
        ({"series": ("biss",)}, "biss"),
    ):
        with pytest.raises(SurveyError, match=name):
            trend("alliance_preference", shipped, open_sample=nothing, **how)  # type: ignore[arg-type]
    with pytest.raises(SurveyError, match="alliance_preference"):
        trend("aliance_preference", shipped, open_sample=nothing)
    with pytest.raises(SurveyError, match="did not ask"):
        trend("war_blame", shipped, studies=("baw_2019_12",), open_sample=nothing)


# microdata


def opened(study: Study, shares: dict[str, float], rows: int, seed: int) -> SampleData:
    """A sample with unequal weights and clusters."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "vote": rng.choice(list(shares), rows, p=list(shares.values())),
            "town": rng.integers(0, 25, rows),
            "w": rng.uniform(0.5, 2.0, rows),
        }
    )
    question = Question.model_validate(
        {
            "question": "vote",
            "options": {"red": None, "blue": None, "dk": {"missing": "dont_know"}},
            "nets": {"any": ["red", "blue"]},
        }
    )
    design = SurveyDesign(psu="town", weight="w")
    return SampleData(MemoryEngine(frame), design, {"vote": question}, study=study)


@pytest.mark.derivation
@pytest.mark.parametrize("base", ["asked", "valid"])
def test_points_of_microdata_are_the_design_based_shares_on_the_studys_base(
    base: str, wave: Make, library_of: Make
) -> None:
    study = wave("a", "2020-03-01", vote={"base": base}, data="a.csv")
    library = library_of(study)
    library.questions["vote"] = Question.model_validate(
        {**{"question": "vote", "options": {"red": None, "blue": None, "dk": {"missing": "dont_know"}}},
         "nets": {"any": ["red", "blue"]}}
    )  # fmt: skip
    sample = opened(study, {"red": 0.5, "blue": 0.3, "dk": 0.2}, 600, 1)
    found = trend("vote", library, series=("town",), open_sample=lambda name: sample)
    made = share(sample, "vote", base=base)
    for place, option in enumerate(made.option):
        one = point(found, "a", option)
        for name in ("estimate", "std_error", "conf_low", "conf_high", "deff", "n", "n_weighted", "n_eff", "df"):
            assert getattr(one, name) == pytest.approx(getattr(made, name)[place], rel=1e-12), name
        assert one.status == "microdata" and one.bound == ""
    assert found.missing == (("dk",) if base == "asked" else ())
    if base == "asked":
        # "any" is everybody but dk, so its error and its design effect are those of dk
        net, rest = point(found, "a", "any"), point(found, "a", "dk")
        assert net.estimate == pytest.approx(1 - rest.estimate, rel=1e-12)
        assert (net.std_error, net.deff) == pytest.approx((rest.std_error, rest.deff), rel=1e-9)
        assert (1 - net.conf_high, 1 - net.conf_low) == pytest.approx((rest.conf_low, rest.conf_high), rel=1e-9)


@pytest.mark.contract
@pytest.mark.contract
@pytest.mark.parametrize("question", ["trust", "alliance_preference"])
def test_a_question_of_synthetic_studies_alone_is_refused_with_their_names(shipped: Library, question: str) -> None:
    only = replace(shipped, studies={"example_wave": shipped.studies["example_wave"]})
    with pytest.raises(SurveyError, match=f"only synthetic studies asked '{question}': example_wave"):
        trend(question, only, open_sample=nothing)


def test_synthetic_data_mark_the_whole_trend(wave: Make, library_of: Make) -> None:
    made, real = wave("a", "2020", data={"file": "a.csv", "synthetic": True}), wave("b", "2021", {"red": 40})
    sample = opened(made, {"red": 0.5, "blue": 0.5}, 100, 2)
    found = trend("vote", library_of(made, real), studies=("a", "b"), open_sample=lambda name: sample)
    assert found.synthetic


@pytest.mark.derivation
def test_the_margin_of_error_is_said_though_the_first_figure_is_a_limit(wave: Make, line: Make) -> None:
    # 1.96 · 0.5 / sqrt(1000) = 3.1 points
    found = line(wave("a", "2020", {"red": {"value": 50, "qualifier": "more than"}, "blue": 27}))
    assert notes(found, "n") == "n = 1000: the largest margin of error of a share is ±3.1 points."


@pytest.mark.contract
def test_a_wave_whose_sources_contradict_each_other_is_named_as_without_a_figure(shipped: Library) -> None:
    found = trend("russia_actions_approval", shipped, series=("baw",), open_sample=nothing)
    assert "baw_2022_09" not in {point.study for point in found.points}
    assert notes(found, "disputed").endswith("none was chosen, so there is no figure: Sep 2022.")


@pytest.mark.contract
def test_sources_have_names_in_the_table_and_the_notes_and_ids_in_the_rows(baw: Trend) -> None:
    text = notes(baw, "sources")
    assert "UDF, on a reorientation towards Russia (2014)" in text and "rp_2020_11" not in text
    assert say(baw.source_names["udf_2014"]) == "UDF 2014"
    assert baw.records[0]["sources"] == "udf_2014"


@pytest.mark.contract
def test_microdata_without_strata_or_clusters_are_said_to_have_errors_of_a_simple_sample(
    wave: Make, library_of: Make
) -> None:
    study = wave("a", "2020-03-01", vote={}, data="a.csv")
    sample = opened(study, {"red": 0.5, "blue": 0.5}, 100, 3)
    found = trend("vote", library_of(study), series=("town",), open_sample=lambda name: sample)
    assert "No strata or clusters are named" in notes(found, "method")
