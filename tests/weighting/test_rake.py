"""Raking, post-stratification and trimming of a sample."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.definitions.records.study import Trim, Weighting
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.errors import ConvergenceError, WeightingError, WeightingWarning
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake
from survey.weighting.calibrating.trim import trim
from survey.weighting.plan.weigh import weigh
from survey.weighting.record.diagnose import diagnose

SEX = Question.model_validate({"question": "sex", "options": {"man": {"code": 1}, "woman": {"code": 2}}})
AGE = Question.model_validate(
    {
        "question": "age",
        "options": {
            "young": {"range": [18, 39]},
            "old": {"range": [40, None]},
            "refused": {"code": 999, "missing": "refused"},
        },
    }
)
QUESTIONS = {"sex": SEX, "age": AGE}


def frame(rows=400, seed=1):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "sex": rng.choice([1, 2], rows, p=[0.35, 0.65]),
            "age": rng.integers(18, 80, rows),
            "region": rng.choice(["north", "south", "west"], rows),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    )


def sample(data=None, weight=None, engine=MemoryEngine):
    return SampleData(engine(frame() if data is None else data), SurveyDesign(weight=weight), QUESTIONS)


def targets(**margins):
    return Targets.model_validate({"targets": "made_up", "population": "adults", "margins": margins})


SEX_MARGIN = {"variables": "sex", "shares": {"man": 46, "woman": 54}}
AGE_MARGIN = {"variables": "age", "shares": {"young": 0.4, "old": 0.6}}


@pytest.mark.property
@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.booleans())
def test_every_margin_is_met(seed, man, young, with_base):
    goal = targets(
        sex={"variables": "sex", "shares": {"man": man, "woman": 1 - man}},
        age={"variables": "age", "shares": {"young": young, "old": 1 - young}},
    )
    weighted = rake(sample(frame(300, seed), "base" if with_base else None), goal)
    data = weighted.engine.frame()
    w = data["weight"]
    assert w.sum() == pytest.approx(300)
    assert w[data.sex == 1].sum() / 300 == pytest.approx(man, rel=1e-9)
    assert w[data.age < 40].sum() / 300 == pytest.approx(young, rel=1e-9)
    assert all(abs(gap.after - gap.target) < 1e-9 for gap in weighted.calibration.gaps)


@pytest.mark.derivation
def test_raking_cells_equals_raking_rows():
    data = frame()
    weighted = rake(sample(data, "base"), targets(sex=SEX_MARGIN, age=AGE_MARGIN))
    w = data.base.to_numpy(dtype=float)
    for _ in range(200):  # row by row, with nothing of the package
        for group, shares in ((data.sex == 1, (0.46, 0.54)), (data.age < 40, (0.4, 0.6))):
            for rows, share in ((group, shares[0]), (~group, shares[1])):
                w = np.where(rows, w * share * len(data) / w[rows].sum(), w)
    assert weighted.weights == pytest.approx(w, rel=1e-10)


@pytest.mark.derivation
@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")  # trimming leaves gaps
def test_both_engines_give_the_same_weights(tmp_path):
    data = frame()
    data.to_parquet(tmp_path / "wave.parquet")
    goal = targets(
        sex_by_age={
            "variables": ["sex", "age"],
            "shares": {"man": {"young": 20, "old": 26}, "woman": {"young": 21, "old": 33}},
        },
        region={"variables": "region", "shares": {"north": 30, "south": 30, "west": 40}},
    )
    memory = rake(sample(data, "base"), goal, trim=Trim(upper=2))
    lazy = rake(sample(tmp_path / "wave.parquet", "base", LazyEngine), goal, trim=Trim(upper=2))
    assert lazy.weights == pytest.approx(memory.weights, rel=1e-12)
    assert lazy.calibration.diagnostics.trimmed == memory.calibration.diagnostics.trimmed > 0


@pytest.mark.derivation
def test_poststratification_is_raking_to_one_margin():
    goal = targets(
        sex_by_age={
            "variables": ["sex", "age"],
            "counts": {"man": {"young": 200, "old": 260}, "woman": {"young": 210, "old": 330}},
        }
    )
    one = poststratify(sample(weight="base"), goal)
    other = rake(sample(weight="base"), goal)
    assert one.weights == pytest.approx(other.weights)


@pytest.mark.contract
def test_weights_sum_to_the_population_where_the_targets_say_how_large_it_is():
    goal = targets(sex=SEX_MARGIN).model_copy(update={"total": 7_000_000})
    assert rake(sample(), goal).weights.sum() == pytest.approx(7_000_000)
    assert rake(sample(), {"sex": {"man": 3000, "woman": 4000}}).weights.sum() == pytest.approx(7000)
    assert rake(sample(), {"sex": {"man": 0.4, "woman": 0.6}}).weights.sum() == pytest.approx(400)


@pytest.mark.contract
def test_one_report_says_everything_that_does_not_fit():
    data = frame()
    data.loc[:1, "sex"] = np.nan
    data.loc[2:4, "age"] = 999
    data.loc[5:6, "region"] = "east"
    goal = targets(
        sex={"variables": "sex", "counts": {"man": 500, "woman": 600}},
        sex_by_region={
            "variables": ["sex", "region"],
            "counts": {
                "man": {"north": 100, "south": 100, "west": 100, "centre": 60},
                "woman": {"north": 300, "south": 300, "west": 300},
            },
        },
        age={"variables": "age", "shares": {"young": 30, "old": 60, "oldest": 10}},
        height={"variables": "height", "shares": {"tall": 50, "short": 50}},
    )
    with pytest.raises(WeightingError) as caught:
        rake(sample(data), goal)
    said = str(caught.value)
    for part in (
        "'woman × east', for which there is no target",
        "2 respondent(s) gave no answer to 'sex'",
        "3 respondent(s) gave 'refused' to 'age'",
        "'oldest' is no option of 'age'",
        "'centre' is no option of 'region'",
        "margins disagree about the total: 'sex' adds to 1,100",
        "margin 'height' needs 'height'",
    ):
        assert part in said


@pytest.mark.contract
def test_a_target_level_nobody_is_in_is_named():
    data = frame().assign(region="north")
    goal = targets(region={"variables": "region", "shares": {"north": 50, "south": 50}})
    question = Question.model_validate({"question": "region", "options": {"north": None, "south": None}})
    made = SampleData(MemoryEngine(data), SurveyDesign(), {"region": question})
    with pytest.raises(WeightingError, match="nobody in the sample is 'south'"):
        rake(made, goal)


@pytest.mark.contract
def test_margins_that_contradict_each_other_are_named_before_the_first_round():
    goal = targets(
        sex=SEX_MARGIN,
        sex_by_age={
            "variables": ["age", "sex"],
            "shares": {"young": {"man": 30, "woman": 20}, "old": {"man": 30, "woman": 20}},
        },
    )
    with pytest.raises(WeightingError, match="'sex' and 'sex_by_age' disagree about 'woman': 54.0% against 40.0%"):
        rake(sample(), goal)


@pytest.mark.contract
def test_tiny_cells_are_warned_about_with_their_number():
    data = frame()
    data.loc[data.index[:398], "region"] = "north"
    data.loc[data.index[398:], "region"] = "south"
    goal = targets(region={"variables": "region", "shares": {"north": 99, "south": 1}})
    with pytest.warns(WeightingWarning, match="only 2 respondent"):
        weighted = rake(sample(data), goal)
    assert weighted.calibration.notes


@pytest.mark.contract
def test_margins_that_cannot_be_met_together_are_said_before_the_first_round():
    # all men are young and all women old, so sex and age cannot move apart
    data = pd.DataFrame({"sex": [1, 2] * 50, "age": [20, 60] * 50})
    said = r"all 50 respondent\(s\) who are 'man' \(46.0% wanted\) are 'young' \(40.0% wanted\)"
    with pytest.raises(WeightingError, match=said):
        rake(sample(data), targets(sex=SEX_MARGIN, age=AGE_MARGIN))
    data = pd.DataFrame({"sex": [1, 1, 2, 2] * 25, "age": [20, 60, 20, 60] * 25})
    with pytest.raises(ConvergenceError, match="not converged after 1 rounds"):
        rake(sample(data[:99]), targets(sex=SEX_MARGIN, age=AGE_MARGIN), rounds=1)


@pytest.mark.contract
def test_trim_limits_around_the_mean_are_required():
    for limits in (Trim(upper=0.9), Trim(lower=1.2)):
        with pytest.raises(WeightingError, match="leave out the mean"):
            rake(sample(weight="base"), targets(sex=SEX_MARGIN), trim=limits)


@pytest.mark.contract
def test_a_weighted_sample_is_weighted_on_from_there_and_remembers_both_steps():
    once = rake(sample(), targets(sex=SEX_MARGIN))
    twice = rake(once, targets(age=AGE_MARGIN))
    assert twice.calibration.base_weight == once.calibration.weight
    assert [list(step.margins) for step in twice.calibration.steps] == [["sex"], ["age"]]
    assert twice.calibration.text.count("raked to") == 2


@pytest.mark.contract
def test_the_new_column_never_takes_the_name_of_one_in_the_data():
    data = frame().rename(columns={"base": "Weight"})
    assert rake(sample(data, "Weight"), targets(sex=SEX_MARGIN)).weight == "survey_weight"


@pytest.mark.contract
@pytest.mark.parametrize("name", ["Base", "SEX", "", " ", "a\nb"])
def test_a_name_that_is_taken_in_other_letters_or_is_none_is_refused(name):
    with pytest.raises(WeightingError, match="already have a column|needs a name"):
        rake(sample(), targets(sex=SEX_MARGIN), name=name)


@pytest.mark.contract
def test_trimming_that_leaves_a_margin_far_from_its_target_is_warned_of():
    with pytest.warns(WeightingWarning, match=r"trimming leaves margin 'sex' -\d\.\d points from its target in 'man'"):
        weighted = rake(sample(), targets(sex=SEX_MARGIN), trim=Trim(upper=1.05))
    gap = weighted.calibration.gaps[0]
    assert f"{100 * (gap.after - gap.target):+.1f} points" in weighted.calibration.notes[0]["en"]


@pytest.mark.contract
def test_respondents_without_an_answer_come_with_their_column_and_what_to_do():
    data = frame().rename(columns={"sex": "d.sex"}).astype({"d.sex": float})
    data.loc[:6, "d.sex"] = np.nan
    made = SampleData(MemoryEngine(data), SurveyDesign(), {"sex": SEX.model_copy(update={"column": "d.sex"})})
    with pytest.raises(WeightingError, match=r"7 respondent\(s\) gave no answer to 'sex' \(column d.sex\)") as caught:
        rake(made, targets(sex=SEX_MARGIN))
    assert "needs one, or a base weight of 0" in str(caught.value)


@pytest.mark.contract
def test_the_study_asks_for_its_weighting_in_yaml_words():
    asked = Weighting.model_validate({"method": "rake", "margins": ["sex", "age"], "trim": {"upper": 3}})
    weighted = weigh(sample(), asked, targets(sex=SEX_MARGIN, age=AGE_MARGIN))
    assert weighted.calibration.text.startswith(
        "raked to sex, age (made_up), trimmed above 3 times the mean (0 respondents)"
    )
    with pytest.raises(WeightingError, match="uses one margin, not 2"):
        weigh(sample(), asked.model_copy(update={"method": "poststratify"}), targets(sex=SEX_MARGIN, age=AGE_MARGIN))
    with pytest.raises(WeightingError, match="'aeg' is not among the targets. Did you mean 'age'"):
        rake(sample(), targets(sex=SEX_MARGIN, age=AGE_MARGIN), ["aeg"])


@pytest.mark.derivation
def test_diagnostics_are_kish_of_the_new_weights():
    weighted = rake(sample(weight="base"), targets(sex=SEX_MARGIN, age=AGE_MARGIN))
    w = weighted.engine.frame()["weight"].to_numpy()
    found = weighted.calibration.diagnostics
    assert found.deff == pytest.approx(1 + w.var() / w.mean() ** 2)
    assert found.n_kish == pytest.approx(400 / found.deff)
    assert found.moe == pytest.approx(1.959963984540054 * 0.5 / np.sqrt(found.n_kish))
    assert (found.minimum, found.maximum) == (w.min(), w.max())


@pytest.mark.contract
def test_weights_of_which_none_is_positive_are_refused():
    with pytest.raises(WeightingError, match="no weight is positive"):
        diagnose([0.0, 0.0])


@pytest.mark.contract
def test_trimming_needs_weights_and_keeps_their_sum():
    with pytest.raises(WeightingError, match="no weights to trim"):
        trim(sample(), upper=2)
    cut = trim(sample(weight="base"), upper=2.0)
    assert cut.weights.max() == 2.0
    assert cut.weights.sum() == pytest.approx(frame().base.sum())
    assert cut.design.weight == "weight"


@pytest.mark.contract
def test_small_disagreements_of_totals_are_scaled_and_said():
    goal = targets(
        sex={"variables": "sex", "counts": {"man": 460, "woman": 540}},
        age={"variables": "age", "counts": {"young": 400, "old": 601}},
    )
    with pytest.warns(WeightingWarning, match="differ by 0.10% in their totals"):
        rake(sample(), goal)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rake(sample(), targets(sex=SEX_MARGIN, age=AGE_MARGIN))


@pytest.mark.property
@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")  # a cap leaves gaps
def test_no_weight_is_above_the_cap_and_their_mean_is_1():
    data = frame()
    hard = targets(
        sex={"variables": "sex", "shares": {"man": 70, "woman": 30}},
        age={"variables": "age", "shares": {"young": 0.7, "old": 0.3}},
    )
    free, capped = rake(sample(data, "base"), hard), rake(sample(data, "base"), hard, cap=3)
    assert free.weights.max() > 3
    assert capped.weights.max() == pytest.approx(3) and capped.weights.mean() == pytest.approx(1)
    assert capped.calibration.diagnostics.deff < free.calibration.diagnostics.deff
    assert max(abs(gap.after - gap.target) for gap in capped.calibration.gaps) > 1e-4
    assert "no weight above 3 times the mean" in capped.calibration.text
    lazy = rake(sample(data, "base", LazyEngine), hard, cap=3)
    assert lazy.weights == pytest.approx(capped.weights, rel=1e-9)
    assert rake(sample(data, "base"), hard, cap=500).weights == pytest.approx(free.weights, rel=1e-7)


@pytest.mark.contract
def test_a_cap_that_leaves_a_margin_far_from_its_target_is_warned_of():
    hard = targets(sex={"variables": "sex", "shares": {"man": 90, "woman": 10}})
    with pytest.warns(WeightingWarning, match="the cap leaves margin 'sex' -"):
        rake(sample(weight="base"), hard, cap=2)
    with pytest.raises(WeightingError, match="not above the mean weight"):
        rake(sample(), hard, cap=1)


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")
def test_every_weighting_is_a_step_of_the_record_that_can_be_repeated():
    goal = targets(sex=SEX_MARGIN, age=AGE_MARGIN)
    made = rake(sample(weight="base"), goal, ["sex"], cap=4, trim=Trim(upper=2.5))
    made = poststratify(made, {"age": {"young": 0.45, "old": 0.55}})
    first, second = made.steps
    assert first.options == {"targets": "made_up", "margins": ["sex"], "cap": 4, "trim": {"upper": 2.5}}
    assert (first.step, first.base_weight, first.weight) == ("rake", "base", "weight")
    assert first.text.startswith("raked to sex (made_up), no weight above 4 times the mean, trimmed above 2.5 times")
    assert (second.step, second.base_weight, second.weight) == ("poststratify", "weight", "survey_weight")
    assert second.diagnostics == made.calibration.diagnostics and second.counts["respondents"] == 400
    arguments = {**json.loads(json.dumps(first.options)), "targets": goal}
    again = rake(sample(weight="base"), **{**arguments, "trim": Trim(**arguments["trim"])})
    assert again.weights == pytest.approx(made.engine.values("weight"), rel=1e-12)
    arguments = json.loads(json.dumps(second.options))
    again = poststratify(again, Targets.model_validate(arguments.pop("targets")), **arguments)
    assert again.weights == pytest.approx(made.weights, rel=1e-12)


@pytest.mark.derivation
def test_diagnostics_from_cells_are_those_of_the_rows():
    goal = targets(sex=SEX_MARGIN, age=AGE_MARGIN)
    data = frame()
    data.loc[:9, "base"] = 0.0
    for made in (rake(sample(data), goal), rake(sample(data, "base"), goal, trim=Trim(upper=9))):
        found, rows = made.calibration.diagnostics, diagnose(made.weights)
        for name in ("n", "zero", "minimum", "maximum", "mean", "deff", "n_kish", "moe"):
            assert getattr(found, name) == pytest.approx(getattr(rows, name), rel=1e-12)
