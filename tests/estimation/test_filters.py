"""Figures of those inside a filter are those of a domain: everybody else stays in the design."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import ComparisonError, SurveyError, SurveyWarning

HERE = Path(__file__).resolve().parents[1] / "oracles"
DESIGNS: dict[str, dict[str, Any]] = {
    "clusters": {"stratum": "region", "psu": "psu", "weight": "w"},
    "elements": {"stratum": "region", "weight": "w"},
    "plain": {},
    "lonely": {"stratum": "region", "psu": "psu", "weight": "w", "lonely_psu": "adjust", "lonely_in_domain": True},
}
ARRAYS = ("estimate", "std_error", "conf_low", "conf_high", "deff", "count", "n", "n_weighted", "df")


def opinion() -> pd.DataFrame:
    return pd.read_csv(HERE / "data" / "edges.csv")


def of_domain(made: Any, level: str) -> dict[str, np.ndarray[Any, Any]]:
    """The rows of a result that are of the domain ``level``."""
    at = [i for i, levels in enumerate(made.domain_levels) if levels[-1] == level]
    return {name: getattr(made, name)[at] for name in ARRAYS}


def same(one: Any, other: dict[str, Any]) -> None:
    for name in ARRAYS:
        assert getattr(one, name) == pytest.approx(other[name], rel=1e-12, abs=1e-12, nan_ok=True), name


@pytest.mark.oracle
def test_a_filter_is_the_subset_of_a_design_in_r() -> None:
    """R 4.2.2, survey 4.1: ``svymean(~factor(trust), subset(d, sex == "woman" & age4 == "60+"))``, oracles/edges.R."""
    cases = {case["id"]: case for case in json.loads((HERE / "edges.json").read_text(encoding="utf-8"))["cases"]}
    expected = cases["zero-subset"]["expect"]
    sample = survey.Sample(opinion(), stratum="region", weight="w0")
    made = sample.share("trust", where="sex == woman and age4 == '60+'", base="valid")
    assert made.estimate == pytest.approx(expected["est"], rel=1e-10)
    assert made.std_error == pytest.approx(expected["se"], rel=1e-8)
    assert set(made.df) == {expected["df"]}


@pytest.mark.property
@pytest.mark.parametrize("design", DESIGNS)
def test_figures_inside_a_filter_are_those_of_the_domain(design: str) -> None:
    frame = opinion().assign(inside=lambda data: (data.sex == "woman") & (data.age4 != "60+"))
    sample = survey.Sample(frame, **DESIGNS[design])
    where = "sex == woman and age4 != '60+'"
    for call in (sample.share, sample.mean, sample.median, sample.variance):
        same(call("trust", where=where), of_domain(call("trust", by="inside"), "True"))
    made, direct = (sample.total("trust", of="respondents", **how) for how in ({"where": where}, {"by": "inside"}))
    same(made, of_domain(direct, "True"))
    for pair in (sample.ratio, sample.correlation):
        same(pair("score", "trust", where=where), of_domain(pair("score", "trust", by="inside"), "True"))
    ways: tuple[dict[str, Any], ...] = ({"where": where}, {"domain": {"inside": "True"}})
    test, other = (sample.test("trust", "age4", **how) for how in ways)
    assert (test.p_value, test.n) == (pytest.approx(other.p_value, rel=1e-12), other.n)
    assert test.df == pytest.approx(other.df)
    model, within = (sample.model("score ~ trust", **how) for how in ways)
    assert model.coefficients.std_error == pytest.approx(within.coefficients.std_error, rel=1e-12)


@pytest.mark.property
@pytest.mark.parametrize("shared", [{}, {"person": "id"}])
def test_a_change_and_several_questions_inside_a_filter_are_those_of_the_domain(shared: dict[str, Any]) -> None:
    frame = opinion().assign(inside=lambda data: data.score >= 50, id=lambda data: np.arange(len(data)))
    later = frame.assign(trust=frame["trust"].sample(frac=1, random_state=3).to_numpy())
    waves = [survey.Sample(one, stratum="region", psu="psu", weight="w", **shared) for one in (frame, later)]
    made = survey.compare(*waves, "trust", where="score >= 50")
    same(made, of_domain(survey.compare(*waves, "trust", by="inside"), "True"))
    assert "only score" in repr(made)
    several = survey.together(waves[0], ["trust", "sex"], "share", where="score >= 50")
    same(several, of_domain(survey.together(waves[0], ["trust", "sex"], "share", by="inside"), "True"))
    with pytest.raises(SurveyError, match="compared with itself"):
        survey.compare(waves[0], waves[0], "trust", where="score >= 50")


@pytest.mark.contract
def test_a_filter_of_answers_that_are_other_answers_in_the_second_wave_is_refused() -> None:
    frame = opinion()
    sexes = {"one": {"woman": "Women", "man": "Men"}, "two": {"woman": "Men", "man": "Women"}}
    waves = [survey.Sample(frame.copy(), weight="w", questions={"sex": {"options": one}}) for one in sexes.values()]
    with pytest.raises(ComparisonError, match="sex"):
        survey.compare(*waves, "trust", where="sex == woman")


@pytest.mark.property
def test_figures_by_a_variable_inside_a_filter_are_those_of_the_crossing() -> None:
    frame = opinion().assign(inside=lambda data: data.score >= 50)
    sample = survey.Sample(frame, stratum="region", psu="psu", weight="w")
    made, direct = sample.share("trust", by="sex", where="score >= 50"), sample.share("trust", by=("sex", "inside"))
    same(made, of_domain(direct, "True"))


@pytest.mark.property
def test_weighted_to_margins_a_filter_is_a_domain() -> None:
    """The residuals are of everybody, so that a domain that is a margin has no error of its size."""
    frame = opinion().assign(inside=lambda data: data.sex == "woman")
    sample = survey.Sample(frame, stratum="region", psu="psu", weight="w")
    raked = survey.rake(sample, {"sex": {"woman": 60, "man": 40}})
    same(raked.share("trust", where="sex == woman"), of_domain(raked.share("trust", by="inside"), "True"))
    total = raked.total("sex", where="sex == woman", of="respondents")
    assert total.std_error[list(total.option).index("woman")] == pytest.approx(0, abs=1e-6)


@pytest.mark.derivation
def test_a_cut_of_the_data_has_another_error() -> None:
    """What a filter must not be: a PSU without anybody inside is a PSU all the same, with a total of 0."""
    frame = opinion()
    frame = frame[~((frame.psu == frame.psu.min()) & (frame.sex == "woman"))]
    where = "sex == woman"
    whole = survey.Sample(frame, stratum="region", psu="psu", weight="w").share("trust", where=where)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SurveyWarning)
        cut = survey.Sample(frame[frame.sex == "woman"], stratum="region", psu="psu", weight="w").share("trust")
    assert whole.estimate == pytest.approx(cut.estimate, rel=1e-12)
    assert not np.allclose(whole.std_error, cut.std_error, rtol=1e-6)


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_a_filtered_table_has_its_rows_its_bases_and_its_note(tmp_path: Path) -> None:
    sample = survey.Sample(opinion(), stratum="region", psu="psu", weight="w")
    table = sample.crosstab("trust", ["sex", "age4"], where="sex == woman and score >= 0")
    note = next(note for note in table.notes if note.key == "filter")
    frame = opinion()
    inside = (frame.sex == "woman") & (frame.score >= 0)
    lacking = int(((frame.sex == "woman") & frame.score.isna()).sum())
    assert f"{int(inside.sum()):,} respondents inside" in note.text["en"]
    assert f"{lacking} outside for lack of an answer" in note.text["en"]
    assert lacking > 0
    counted = {column.id: column.n for column in table.columns if column.group == "sex"}
    assert counted == {"woman": inside.sum(), "man": 0}
    assert "Только: sex: woman и score ≥ 0" in note.text["ru"]
    assert "Толькі: sex: woman і score ≥ 0" in note.text["be"]


@pytest.mark.property
def test_a_question_of_several_answers_inside_a_filter_is_that_of_the_domain() -> None:
    frame = opinion().assign(
        inside=lambda data: data.sex == "woman",
        marks=lambda data: np.where(data.trust > 3, "a;b", np.where(data.trust > 1, "b", "n")),
    )
    nothing = {"label": "None of these", "exclusive": True}
    marks = {"type": "multiple", "delimiter": ";", "options": {"a": "A", "b": "B", "n": nothing}}
    sample = survey.Sample(frame, stratum="region", psu="psu", weight="w", questions={"marks": marks})
    for base in ("asked", "valid", "answers"):
        made = sample.share("marks", where="sex == woman", base=base, nets={"any": ["a", "b"]})
        same(made, of_domain(sample.share("marks", by="inside", base=base, nets={"any": ["a", "b"]}), "True"))
    crossed = sample.share("age4", by="marks", where="sex == woman")
    both = sample.share("age4", by=("marks", "inside"))
    same(crossed, of_domain(both, "True"))


@pytest.mark.property
def test_with_replicate_weights_a_filter_is_a_domain() -> None:
    frame = opinion().assign(inside=lambda data: data.sex == "woman")
    sample = survey.make_replicates(survey.Sample(frame, stratum="region", psu="psu", weight="w"), "JKn")
    for call in (sample.share, sample.mean):
        same(call("trust", where="sex == woman"), of_domain(call("trust", by="inside"), "True"))
