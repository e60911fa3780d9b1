"""Samples combined: composite factors by hand, variances that add, questions that must be the same."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.cells.samples.sample import SampleData
from survey.errors import ComparisonError, LabelWarning, WeightingError, WeightingWarning
from survey.maths.weights.composite import effective_factors, equal_factors
from survey.reports.files.data.added_weight import weight_label
from survey.reports.files.data.write_data import write_data
from survey.weighting.combining.combine import combine
from survey.wording.worded import said_in

VOTE = {"vote": {"options": {"yes": {"code": 1, "label": "Yes"}, "no": {"code": 2, "label": "No"}}}}


def english(made: Any) -> list[str]:
    return [said_in(note, "en") for note in made.notes]


def data(rows: int = 60, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "vote": rng.integers(1, 3, rows),
            "sex": rng.choice(["m", "f"], rows),
            "age": rng.integers(18, 80, rows),
            "area": rng.choice(["n", "s"], rows),
            "town": rng.integers(1, 7, rows),
            "w": 0.5 + rng.random(rows),
        }
    )


def sample(seed: int, rows: int = 60, questions: Any = None, **design: Any) -> survey.Sample:
    return survey.Sample(data(rows, seed), survey.SurveyDesign(**{"weight": "w", **design}), questions or VOTE)


def front(made: SampleData) -> survey.Sample:
    return survey.Sample.of(made)


@pytest.mark.derivation
def test_composite_factors_by_hand() -> None:
    """Weights 1, 1 and 1, 3 in one domain: n_eff 2 and 16/10; nobody of the second sample in the other domain."""
    sums, squares = np.array([[2.0, 5.0], [4.0, 0.0]]), np.array([[2.0, 9.0], [10.0, 0.0]])
    np.testing.assert_allclose(effective_factors(sums, squares), [[2 / 3.6, 1], [1.6 / 3.6, 0]])
    np.testing.assert_allclose(equal_factors(sums), [[0.5, 1], [0.5, 0]])


@pytest.mark.derivation
def test_each_sample_makes_its_factor_of_the_whole_whatever_the_unit_of_its_weights() -> None:
    one = survey.Sample(pd.DataFrame({"vote": [1, 2], "w": [10.0, 10.0]}), survey.SurveyDesign(weight="w"), VOTE)
    two = survey.Sample(pd.DataFrame({"vote": [1, 2], "w": [1.0, 3.0]}), survey.SurveyDesign(weight="w"), VOTE)
    made = combine({"a": one, "b": two}, factors={"a": 0.25, "b": 0.75})
    total = 0.25 * 20 + 0.75 * 4
    np.testing.assert_allclose(made.weights, total * np.array([0.125, 0.125, 0.75 / 4, 0.75 * 3 / 4]))
    by_size = combine({"a": one, "b": two}, name="both")
    assert by_size.weight == "both"
    assert by_size.steps[-1].details["composite factor of a"] == pytest.approx(2 / (2 + 1.6))
    assert "(a 0.556, b 0.444)" in by_size.steps[-1].text


@pytest.mark.derivation
def test_factors_of_domains_are_found_in_each() -> None:
    """All women of the first sample have one weight; of the second, sample and domain as made."""
    parts = {"1": sample(1), "2": sample(2, 90)}
    made = combine(parts, by="sex")
    frame = made.engine.frame().assign(new=made.weights)
    whole = {key: part.weights.sum() for key, part in parts.items()}
    for level in ("m", "f"):
        n_eff = {}
        for key, part in parts.items():
            w = part.weights[data(part.n, int(key))["sex"].eq(level)]
            n_eff[key] = w.sum() ** 2 / (w**2).sum()
        ratio = frame[frame["sex"].eq(level)].groupby("sample")[["new", "w"]].sum()
        found = (ratio["new"] / ratio["w"]) * pd.Series(whole)
        assert found["1"] / found["2"] == pytest.approx(n_eff["1"] / n_eff["2"], rel=1e-10)


DESIGNS: list[dict[str, Any]] = [{}, {"stratum": "area"}, {"psu": "town"}, {"stratum": "area", "psu": "town"}]


@pytest.mark.derivation
@pytest.mark.parametrize("first", DESIGNS)
@pytest.mark.parametrize("second", DESIGNS)
def test_the_variance_is_that_of_independent_samples(first: dict[str, Any], second: dict[str, Any]) -> None:
    """The total of the combination is Σ λ_k T/W_k Y_k, so its variance is Σ (λ_k T/W_k)² V(Y_k)."""
    parts = {"a": sample(1, **first), "b": sample(2, 80, **second)}
    made = combine(parts, question="wave")
    share = made.steps[-1].details
    total = made.weights.sum()
    expected = 0.0
    for key, part in parts.items():
        times = share[f"composite factor of {key}"] * total / part.weights.sum()
        expected += float((times * part.total("age").std_error[0]) ** 2)
    assert front(made).total("age").std_error[0] == pytest.approx(np.sqrt(expected), rel=1e-10)


@pytest.mark.derivation
def test_a_finite_population_of_one_sample_is_not_that_of_the_other() -> None:
    fractions = survey.Sample(data(40, 1).assign(size=100), survey.SurveyDesign(weight="w", fpc="size"), VOTE)
    parts = {"a": fractions, "b": sample(2)}
    made = combine(parts, factors="equal")
    total = made.weights.sum()
    expected = sum((0.5 * total / part.weights.sum() * part.total("age").std_error[0]) ** 2 for part in parts.values())
    assert front(made).total("age").std_error[0] == pytest.approx(np.sqrt(expected), rel=1e-10)


@pytest.mark.derivation
@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("numbers", [False, True])
def test_calibrations_of_each_sample_stay_in_the_variance(twice: bool, numbers: bool) -> None:
    parts: dict[str, SampleData] = {}
    for key, seed in (("a", 1), ("b", 2), ("c", 3)):
        made: SampleData = sample(seed, 80, stratum="area")
        # margins that differ from sample to sample
        sex = {"sex": {"m": 480.0 + seed, "f": 520.0 - seed}}
        made = survey.calibrate(made, sex, {"age": 48_000.0 + 100 * seed} if numbers else None)
        if twice:
            made = survey.calibrate(made, {"area": {"n": 500.0, "s": 500.0}})
        parts[key] = made
    combined = combine(parts, question="wave")
    share, total = combined.steps[-1].details, combined.weights.sum()
    vote = [front(part).total("vote").std_error[0] for part in parts.values()]
    factor = [share[f"composite factor of {key}"] * total / part.weights.sum() for key, part in parts.items()]
    expected = np.sqrt(sum((f * se) ** 2 for f, se in zip(factor, vote, strict=True)))
    assert front(combined).total("vote").std_error[0] == pytest.approx(expected, rel=1e-9)
    assert combined.calibration.steps[0].margins.keys() == {"sex (a)", "sex (b)", "sex (c)"}
    assert "wave" in combined.questions and combined.calibration.text.startswith("calibrated to sex (a), sex (b)")


@pytest.mark.derivation
def test_weights_trimmed_after_a_calibration_keep_it() -> None:
    parts = {}
    for key, seed in (("a", 1), ("b", 2)):
        raked = survey.rake(sample(seed, 80), {"sex": {"m": 480.0, "f": 520.0}})
        parts[key] = front(survey.trim(raked, upper=float(np.quantile(raked.weights, 0.9))))
    combined = combine(parts)
    share, total = combined.steps[-1].details, combined.weights.sum()
    factor = [share[f"composite factor of {key}"] * total / part.weights.sum() for key, part in parts.items()]
    each = [part.total("vote").std_error[0] for part in parts.values()]
    expected = np.sqrt(sum((f * se) ** 2 for f, se in zip(factor, each, strict=True)))
    assert front(combined).total("vote").std_error[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.derivation
def test_replicates_of_each_sample_are_a_block_of_their_own() -> None:
    parts: dict[str, SampleData] = {
        "a": survey.make_replicates(sample(1, stratum="area", psu="town"), "JKn"),
        "b": survey.make_replicates(sample(2, 80), "bootstrap", count=30, seed=1, mse=True),
    }
    made = combine(parts)
    replicates = made.replicates
    assert replicates is not None and parts["a"].replicates is not None and parts["b"].replicates is not None
    assert replicates.count == parts["a"].replicates.count + 30 and replicates.mse
    assert replicates.df == parts["a"].replicates.df + parts["b"].replicates.df
    share, total = made.steps[-1].details, made.weights.sum()
    factor = [share[f"composite factor of {key}"] * total / part.weights.sum() for key, part in parts.items()]
    each = [front(part).total("age").std_error[0] for part in parts.values()]
    expected = np.sqrt(sum((f * se) ** 2 for f, se in zip(factor, each, strict=True)))
    assert front(made).total("age").std_error[0] == pytest.approx(expected, rel=1e-10)


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), unit=st.floats(1e-3, 1e3))
def test_the_unit_of_one_sample_and_the_order_of_samples_change_no_share(seed: int, unit: float) -> None:
    first, second = sample(seed), sample(seed + 1, 90)
    scaled = survey.Sample(data(60, seed).assign(w=lambda d: d["w"] * unit), survey.SurveyDesign(weight="w"), VOTE)
    found = [
        front(combine(parts)).share("vote")
        for parts in ({"a": first, "b": second}, {"a": scaled, "b": second}, {"b": second, "a": first})
    ]
    for one in found[1:]:
        np.testing.assert_allclose(one.estimate, found[0].estimate, rtol=1e-10)
        np.testing.assert_allclose(one.std_error, found[0].std_error, rtol=1e-9)


@pytest.mark.property
def test_a_sample_cut_in_two_and_combined_by_its_weight_is_itself() -> None:
    whole = data(80)
    halves = [whole[whole["area"].eq(area)].reset_index(drop=True) for area in ("n", "s")]
    design = survey.SurveyDesign(weight="w")
    parts = {area: survey.Sample(half, design, VOTE) for area, half in zip("ns", halves, strict=True)}
    weight = {area: float(half["w"].sum() / whole["w"].sum()) for area, half in zip("ns", halves, strict=True)}
    made = front(combine(parts, factors=weight, question="part"))
    again = survey.Sample(whole, survey.SurveyDesign(stratum="area", weight="w"), VOTE)
    for name in ("vote", "sex"):
        np.testing.assert_allclose(made.share(name).estimate, again.share(name).estimate, rtol=1e-12)
        np.testing.assert_allclose(made.share(name).std_error, again.share(name).std_error, rtol=1e-10)


@pytest.mark.property
def test_codes_and_columns_may_differ_where_options_do_not() -> None:
    turned = {"vote": {"column": "q7", "options": {"yes": {"code": 2}, "no": {"code": 1}}}}
    other = data(60, 2).rename(columns={"vote": "q7"})
    second = survey.Sample(other, survey.SurveyDesign(weight="w"), turned, engine="duckdb")
    made = front(combine({"a": sample(1), "b": second}))
    by_sample = made.share("vote", "sample")
    found = {
        (option, level): value
        for option, (level,), value in zip(by_sample.option, by_sample.domain_levels, by_sample.estimate, strict=True)
    }
    for key, part in (("a", sample(1)), ("b", front(second))):
        own = part.share("vote")
        for option, value in zip(own.option, own.estimate, strict=True):
            assert found[option, key] == pytest.approx(value, rel=1e-12)
    assert made.question("sample").options.keys() == {"a", "b"}


@pytest.mark.derivation
def test_a_code_and_an_empty_cell_that_are_both_no_answer_are_combined_as_one() -> None:
    def part(column: list[int | None], **options: Any) -> survey.Sample:
        asked = {"vote": {"options": VOTE["vote"]["options"] | options}}
        return survey.Sample(pd.DataFrame({"vote": column}), questions=asked)

    na, unsure = {"code": -9, "missing": "no_answer"}, {"code": 8, "missing": "dont_know"}
    coded = part([1] * 60 + [2] * 36 + [-9] * 4, na=na)
    empty = part([1] * 30 + [2] * 60 + [None] * 6 + [8] * 4, dk=unsure)
    made = front(combine({"g1": coded, "g2": empty})).share("vote")
    assert dict(zip(made.option, made.estimate, strict=True)) == pytest.approx(
        {"yes": 0.45, "no": 0.48, "na": 0.05, "dk": 0.02}
    )
    back = front(combine({"g2": empty, "g1": coded})).share("vote")
    assert dict(zip(back.option, back.estimate, strict=True)) == pytest.approx(
        {"yes": 0.45, "no": 0.48, "_blank": 0.05, "dk": 0.02}
    )


@pytest.mark.contract
def test_an_empty_cell_that_means_not_asked_in_one_sample_is_no_refusal_of_the_other() -> None:
    routed = {"vote": {**VOTE["vote"], "blank": "not_asked"}}
    answers = pd.DataFrame({"vote": [1] * 6 + [2] * 2 + [None] * 2})
    parts = [survey.Sample(answers, questions=asked) for asked in (VOTE, routed)]
    made = front(combine({"a": parts[0], "b": parts[1]}))
    everybody = made.share("vote", base="all")
    counts = dict(zip(everybody.option, everybody.count.tolist(), strict=True))
    assert counts == {"yes": 12, "no": 4, "not_asked": 2, "_blank": 2}
    assert made.share("vote").n[0] == 18


@pytest.mark.contract
def test_questions_with_other_options_are_one_error_that_lists_them() -> None:
    three = {
        "vote": {"options": {**VOTE["vote"]["options"], "none": {"code": 9}}},
        "sex": {"type": "multiple", "delimiter": ";", "options": {"m": {}, "f": {}}},
    }
    two = {**VOTE, "sex": {"options": {"m": {}, "f": {}}}}
    with pytest.raises(ComparisonError) as caught:
        combine({"a": sample(1, questions=two), "b": sample(2, questions=three)})
    said = str(caught.value)
    assert "vote: not comparable: other answers (with: none)" in said
    assert "sex: not comparable: one or several answers" in said


@pytest.mark.contract
def test_what_not_all_samples_have_is_left_out_and_counted() -> None:
    extra = survey.Sample(data(60, 2).assign(mood=1, q9=1), survey.SurveyDesign(weight="w"), {**VOTE, "mood": {}})
    made = combine({"a": sample(1), "b": extra})
    assert "mood" not in made.questions and "q9" not in made.engine.columns
    assert any("b: 2 question(s) or column(s)" in str(note) and "mood, q9" in str(note) for note in made.notes)


@pytest.mark.contract
def test_weights_taken_as_given_after_a_calibration_are_said_so() -> None:
    raked = survey.rake(sample(1), {"sex": {"m": 480.0, "f": 520.0}})
    with pytest.warns(WeightingWarning, match="taken as given in the variance, since not all were"):
        made = combine({"a": raked, "b": sample(2)})
    assert made.calibration is None and "taken as given" in made.steps[-1].text
    both = {"a": raked, "b": survey.rake(sample(2), {"sex": {"m": 480.0, "f": 520.0}})}
    with pytest.warns(WeightingWarning, match="since their factors differ between domains"):
        combine(both, by="area")


@pytest.mark.contract
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"factors": "best"}, "unknown rule 'best'"),
        ({"factors": {"a": 0.5, "c": 0.5}}, "factors are given for a, c; the samples are a, b"),
        ({"factors": {"a": 0.5, "b": 0.6}}, "factors add to 1.1"),
        ({"question": "sex"}, "'sex' is a question or column already"),
    ],
)
def test_a_combination_that_cannot_be_meant_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        combine({"a": sample(1), "b": sample(2)}, **change)


@pytest.mark.contract
def test_samples_that_do_not_fit_are_refused() -> None:
    one = sample(1)
    with pytest.raises(WeightingError, match="with itself"):
        combine([one, one])
    with pytest.raises(WeightingError, match="two samples or more"):
        combine([one])
    with pytest.raises(WeightingError, match="a have replicate weights and b have none"):
        combine({"a": survey.make_replicates(one, "JK1"), "b": sample(2)})
    with pytest.raises(WeightingError, match="lonely PSUs differently"):
        combine({"a": one, "b": sample(2, lonely_psu="adjust")})


@pytest.mark.contract
def test_steps_of_the_samples_are_kept_with_their_names() -> None:
    from survey.weighting.before.selection import selection

    parts = [selection(sample(seed), household="town", cap=3) for seed in (1, 2)]
    made = combine(parts)
    assert [step.step for step in made.steps] == ["selection", "selection", "combine"]
    assert made.steps[1].text.startswith("2: design weights from persons")
    invented = survey.Sample(data(), survey.SurveyDesign(weight="w"), VOTE).changed(synthetic=True)
    assert combine([sample(5), invented]).synthetic


@pytest.mark.contract
def test_one_weight_a_household_cannot_be_carried_over_and_is_said_so() -> None:
    parts = {}
    for key, seed in (("a", 1), ("b", 2)):
        integrated = survey.calibrate(sample(seed, 80, weight=None), {"sex": {"m": 480.0, "f": 520.0}}, within="town")
        parts[key] = integrated
    with pytest.warns(WeightingWarning, match="one weight a unit"):
        assert combine(parts).calibration is None


@pytest.mark.contract
@pytest.mark.parametrize("ending", ["sav", "dta", "csv", "parquet"])
def test_waves_that_were_raked_and_combined_are_written_in_every_format(ending: str, tmp_path: Path) -> None:
    raked = [survey.rake(sample(seed, psu="town"), {"sex": {"m": 47, "f": 53}}) for seed in (1, 2)]
    made = survey.combine(dict(zip(("march", "april"), raked, strict=True)), name="together")
    out = tmp_path / f"waves.{ending}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LabelWarning)
        write_data(made, out)
    back = survey.Sample(out, survey.SurveyDesign(weight="together"))
    assert back.weights == pytest.approx(made.weights, rel=1e-12)
    assert not [name for name in back.engine.columns if name.startswith("_")]
    assert weight_label(made) == "Weight: raked to sex (march), sex (april) (targets)"


# samples that share persons or PSUs, and what a combined sample knows of its studies


def panel(seed: int, rows: int = 60, first: int = 1) -> pd.DataFrame:
    return data(rows, seed).assign(nr=np.arange(first, first + rows))


@pytest.mark.derivation
@settings(max_examples=15, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 55), st.booleans())
def test_persons_of_two_samples_are_one_unit_of_the_combined_one(seed: int, first: int, calibrated: bool) -> None:
    """Overlap of 60 - first + 1 persons; weighted scores summed over each person, residuals of each sample's raking."""
    frames = [panel(seed, 60), panel(seed + 1, 60, first)]
    design = survey.SurveyDesign(weight="w", person="nr")
    parts: list[SampleData] = [survey.Sample(frame, design, VOTE) for frame in frames]
    if calibrated:
        parts = [survey.rake(one, {"sex": {"m": 0.5, "f": 0.5}}) for one in parts]
    made = combine(parts, factors="equal")
    w, vote = made.weights, np.concatenate([frame.vote == 1 for frame in frames]).astype(float)
    score = (vote - np.average(vote, weights=w)) / w.sum()
    if calibrated:
        start = np.concatenate([frame.w for frame in frames])
        for of in (slice(0, 60), slice(60, 120)):
            sex = np.concatenate([frame.sex for frame in frames])[of]
            for level in ("m", "f"):
                at = sex == level
                score[of][at] -= np.average(score[of][at], weights=start[of][at])
    z = pd.Series(w * score).groupby(np.concatenate([frame.nr for frame in frames])).sum()
    found = np.sqrt(len(z) / (len(z) - 1) * ((z - z.mean()) ** 2).sum())
    share = front(made).share("vote")
    assert share.std_error[0] == pytest.approx(found, rel=1e-9)
    assert share.df[0] == len(z) - 1
    assert any(f"{61 - first} of 60 the same persons" in note["en"] for note in made.notes)
    assert made.design.person == "nr"


@pytest.mark.property
def test_samples_of_different_people_are_combined_as_independent() -> None:
    frames = [panel(1), panel(2)]
    plain = combine([survey.Sample(frame, survey.SurveyDesign(weight="w"), VOTE) for frame in frames])
    design = survey.SurveyDesign(weight="w", person="nr", persons="independent")
    made = combine([survey.Sample(frame, design, VOTE) for frame in frames])
    np.testing.assert_array_equal(front(made).share("vote").std_error, front(plain).share("vote").std_error)
    assert "No ids are declared; the samples are taken as independent." in english(plain)
    assert "The ids are declared to be of different people; the samples are taken as independent." in english(made)


@pytest.mark.derivation
def test_psus_that_are_shared_are_the_psus_of_the_combined_sample() -> None:
    design = survey.SurveyDesign(stratum="area", psu="town", weight="w", psus="shared")
    frames = [data(60, 1), data(90, 2)]
    made = combine([survey.Sample(frame, design, VOTE) for frame in frames], factors="equal")
    whole = pd.concat(frames).assign(w=made.weights)
    plain = survey.Sample(whole, survey.SurveyDesign(stratum="area", psu="town", weight="w"), VOTE)
    share = front(made).share("vote")
    np.testing.assert_allclose(share.std_error, plain.share("vote").std_error, rtol=1e-10)
    assert share.df[0] == plain.share("vote").df[0]
    assert "12 of 12 the same PSUs; their covariance is in the standard errors." in english(made)


@pytest.mark.property
def test_a_combined_panel_and_its_next_wave_still_share_persons() -> None:
    design = survey.SurveyDesign(weight="w", person="nr")
    waves = [survey.Sample(panel(seed), design, VOTE) for seed in (1, 2, 3)]
    made = survey.compare(combine(waves[:2]), waves[2], "vote")
    assert "60 of 60 the same persons" in str(made.notes[-1])
    renamed = survey.Sample(panel(2).rename(columns={"nr": "id"}), survey.SurveyDesign(weight="w", person="id"), VOTE)
    both = combine([waves[0], renamed])
    assert both.design.person == "person_of_sample"
    assert "60 of 60 the same persons" in str(survey.compare(both, waves[2], "vote").notes[-1])


@pytest.mark.derivation
def test_replicates_of_samples_that_share_persons_stay_together() -> None:
    factor = np.random.default_rng(5).choice([0.5, 1.5], (60, 8))
    parts = {}
    for seed in (1, 2):
        frame = panel(seed)
        columns = {f"r{k}": frame.w * factor[:, k] for k in range(8)}
        one = survey.Sample(frame.assign(**columns), survey.SurveyDesign(weight="w", person="nr"), VOTE)
        parts[str(seed)] = survey.replicate_weights(one, [*columns], "Fay", rho=0.5)
    made = combine(parts, factors="equal")
    assert made.replicates is not None and made.replicates.count == 8
    whole = np.concatenate(
        [
            parts[key].replicates.weights * (made.weights[at] / parts[key].weights)[:, None]
            for key, at in (("1", slice(0, 60)), ("2", slice(60, 120)))
        ]
    )
    vote = np.concatenate([panel(seed).vote == 1 for seed in (1, 2)]).astype(float)
    each = (vote @ whole) / whole.sum(axis=0)
    reps = parts["1"].replicates
    about = np.average(vote, weights=made.weights) if reps.mse else each.mean()
    found = np.sqrt((reps.scale * reps.rscales * (each - about) ** 2).sum())
    assert front(made).share("vote").std_error[0] == pytest.approx(found, rel=1e-10)


@pytest.mark.contract
def test_a_combined_sample_knows_of_its_studies() -> None:
    from survey.definitions.records.study import Study

    def part(seed: int, **said: Any) -> survey.Sample:
        study = Study.model_validate(
            {
                "study": f"w{seed}",
                "series": "w",
                "pollster": "House",
                "sample": {"kind": "probability"},
                "questions": {"vote": {"base": "valid"}},
                "sources": [f"source_{seed}"],
                **said,
            }
        )
        made = survey.Sample(data(60, seed), survey.SurveyDesign(weight="w"), VOTE, study=study)
        return survey.Sample.of(made.changed(notes=(f"n{seed}",)))

    made = combine(
        [
            part(1, mode="phone", fieldwork={"start": "2020-01-05", "end": "2020-01-09"}, synthetic=True),
            part(2, mode="online", fieldwork="2020-03", pollster="Other"),
        ]
    )
    study = made.study
    assert study is not None and made.name == "w1_w2"
    assert (study.series, study.house, study.mode) == ("w", "House; Other", "mixed")
    assert study.sample.kind == "probability"
    assert (study.fieldwork.start, study.fieldwork.end) == ("2020-01-05", "2020-03")
    assert (study.mode_stated or {})["en"] == "w1: phone; w2: online"
    assert (study.mode_stated or {})["be"] == "w1: тэлефон; w2: анлайн"
    assert study.synthetic and made.synthetic
    assert study.questions["vote"].base == "valid" and study.sources == ("source_1", "source_2")
    assert {"w1: n1", "w2: n2"} <= set(english(made))
