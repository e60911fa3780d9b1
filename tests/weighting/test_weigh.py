"""Weighting step by step, as a definition says it; the record of it, and the record done again."""

from __future__ import annotations

import importlib
import inspect
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.definitions.reading.load import check_library, load_library
from survey.definitions.records.study import Weighting
from survey.definitions.records.targets import Targets
from survey.definitions.records.weighting import VERBS, Choice, WeightingStep
from survey.errors import WeightingError, WeightingWarning
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.plan.forecasts import forecasts
from survey.weighting.plan.replay import plan_of, plan_text
from survey.weighting.plan.weigh import ROOMS, weigh
from survey.weighting.told.statement import statement
from survey.words import say

MARGINS = {"sex": {"m": 48, "f": 52}, "area": {"a": 30, "b": 30, "c": 40}}


def frame(rows: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "adults": rng.integers(1, 6, rows),
            "sex": rng.choice(["m", "f"], rows, p=[0.4, 0.6]),
            "area": rng.choice(["a", "b", "c"], rows),
            "answered": rng.choice([1, 0], rows, p=[0.7, 0.3]),
            "age": rng.integers(18, 80, rows),
        }
    )


def targets() -> Targets:
    return as_targets(MARGINS, "town").model_copy(update={"total": 70_000.0})


STEPS: list[Any] = [
    {"selection": {"household": "adults", "cap": 4}},
    {"nonresponse": {"response": "answered", "classes": ["area"]}},
    {"rake": {"margins": ["sex", "area"], "cap": 3}},
    {"trim": {"upper": 2.5, "lower": 0.3}},
    {"scale": "n"},
]


def plan(steps: list[Any] | None = None, **more: Any) -> Weighting:
    return Weighting.model_validate({"targets": "town", "steps": STEPS if steps is None else steps, **more})


@pytest.mark.derivation
def test_steps_of_a_definition_are_the_functions_called_one_after_the_other() -> None:
    made = weigh(survey.Sample(frame()), plan(), targets())
    by_hand = survey.selection(survey.Sample(frame()), household="adults", cap=4)
    by_hand = survey.nonresponse(by_hand, "answered", classes=["area"])
    by_hand = survey.rake(by_hand, targets(), ["sex", "area"], cap=3)
    live = by_hand.weights[by_hand.weights > 0]
    by_hand = survey.trim(by_hand, upper=2.5 * live.mean(), lower=0.3 * live.mean())
    by_hand = survey.scale(by_hand, "n")
    np.testing.assert_allclose(made.weights, by_hand.weights, rtol=1e-12)
    assert made.weights.sum() == pytest.approx((frame().answered == 1).sum())
    assert [step.step for step in made.steps] == ["selection", "nonresponse", "rake", "trim", "scale"]


@pytest.mark.contract
def test_each_step_starts_where_the_one_before_ended_and_the_last_has_the_name() -> None:
    made = weigh(survey.Sample(frame()), plan(), targets(), name="w")
    assert [step.weight for step in made.steps] == [
        "weight_selection", "weight_nonresponse", "weight_rake", "weight_trim", "w"
    ]  # fmt: skip
    assert [step.base_weight for step in made.steps[1:]] == [step.weight for step in made.steps[:-1]]
    assert made.steps[0].base_weight is None and made.weight == "w"


@pytest.mark.contract
def test_the_short_form_is_one_step() -> None:
    short = Weighting.model_validate({"method": "rake", "targets": "town", "trim": {"upper": 1.2}})
    long = plan([{"rake": {"trim": {"upper": 1.2}}}])
    with pytest.warns(WeightingWarning, match="trimming leaves"):
        first, second = (weigh(survey.Sample(frame()), one, targets()) for one in (short, long))
    assert first.weights.tolist() == second.weights.tolist() and len(first.steps) == 1
    assert first.weight == second.weight == "weight"


def repeated(made: Any, tmp_path: Path) -> Any:
    """What a file with the record of ``made`` gives on fresh data."""
    (tmp_path / "studies").mkdir(exist_ok=True)
    text = f"study: again\ndata: nowhere.csv\n{plan_text(made.steps)}"
    (tmp_path / "studies" / "again.yaml").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    return library.study("again").weighting


@pytest.mark.property
@pytest.mark.parametrize(
    "steps",
    [
        STEPS,
        ["rake"],
        [{"poststratify": {"margin": "area"}}, {"trim": {"quantiles": [0.02, 0.98], "spread": "proportionally"}}],
        [
            {"calibrate": {"margins": ["sex"], "totals": {"age": 3_430_000}, "distance": "raking"}},
            {"scale": {"to": 1000}},
        ],
        [{"propensity": {"response": "answered", "predictors": ["sex", "area"], "strata": 5}}, {"rake": {}}],
        [{"eligibility": {"status": "area", "eligible": "a", "unknown": "b", "ineligible": "c"}}],
        [{"rake": {"margins": ["sex"]}, "name": "first"}, {"selection": {"household": "adults"}}],
        [{"selection": {"household": "adults"}}, {"rake": {}}, {"scale": {"to": "n", "by": ["area"]}}],
        ["rake", {"scale": {"to": "population"}}],
    ],
)
def test_a_record_read_back_from_yaml_gives_the_same_weights_to_the_bit(steps: list[Any], tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", survey.SurveyWarning)  # of small classes, and of a dropped calibration
        made = weigh(survey.Sample(frame()), plan(steps), targets(), name="final")
        again = survey.replay(survey.Sample(frame()), repeated(made, tmp_path))
    assert again.weights.tobytes() == made.weights.tobytes()
    assert [(step.step, step.base_weight, step.weight) for step in again.steps] == [
        (step.step, step.base_weight, step.weight) for step in made.steps
    ]
    assert plan_text(again.steps) == plan_text(made.steps)


@pytest.mark.property
def test_a_record_of_imputed_answers_and_chosen_margins_repeats_them(tmp_path: Path) -> None:
    data = frame()
    data.loc[:9, "sex"] = None
    rule = {"sex": {"impute": ["area"], "seed": 3}}
    made = weigh(survey.Sample(data), plan(["rake"], missing=rule, choose="anes"), targets())
    assert "chosen" in made.steps[0].text and made.steps[0].options["margins"] == ["sex", "area"]
    again = survey.replay(survey.Sample(data), repeated(made, tmp_path))
    assert again.weights.tobytes() == made.weights.tobytes()


@pytest.mark.contract
def test_targets_of_a_file_are_kept_by_their_id(tmp_path: Path) -> None:
    margins = {"sex": {"variables": "sex", "shares": {"m": 48, "f": 52}}}
    figures = Targets.model_validate({"targets": "town", "population": "adults", "margins": margins})
    made = weigh(survey.Sample(frame()), plan(["rake"]), figures)
    assert plan_of(made.steps).target_ids == ("town",)
    again = survey.replay(survey.Sample(frame()), made.steps, figures)
    assert again.weights.tolist() == made.weights.tolist()
    with pytest.raises(WeightingError, match="name the targets 'town'"):
        survey.replay(survey.Sample(frame()), made.steps)


@pytest.mark.contract
def test_steps_that_need_other_data_say_that_they_cannot_be_repeated() -> None:
    made = survey.combine([survey.Sample(frame()), survey.Sample(frame())])
    with pytest.raises(WeightingError, match="'combine' cannot be repeated from one data file"):
        plan_of(made.steps)


@pytest.mark.contract
def test_a_fault_in_a_step_says_in_which() -> None:
    empty = {"sex": {"m": 48, "f": 51, "x": 1}}
    with pytest.raises(WeightingError, match=r"weighting.steps.2 \(rake\): targets targets: .*'x'"):
        weigh(survey.Sample(frame()), plan([{"selection": {"household": "adults"}}, "rake"]), as_targets(empty))


@pytest.mark.derivation
def test_the_forecast_of_chosen_margins_is_of_those_and_the_record_says_that_they_were_chosen() -> None:
    near = as_targets({**MARGINS, "answered": {"1": 70, "0": 30}}, "town")  # as the sample is
    chosen = plan(["rake"], choose="anes")
    (told,) = forecasts(survey.Sample(frame()), chosen, near)
    made = weigh(survey.Sample(frame()), chosen, near)
    assert {row.margin for row in told.margins} == set(made.calibration.margins) == {"sex", "area"}
    assert say(told.notes[0]) == say(made.calibration.notes[0]) and "chosen" in say(told.notes[0])
    assert told.deff == pytest.approx(made.steps[-1].diagnostics.deff)
    assert "chosen by the rule of ANES" in statement(made)
    assert "ANES" not in statement(weigh(survey.Sample(frame()), plan(["rake"]), near))


@pytest.mark.contract
def test_a_choice_of_no_margin_is_an_error_of_the_forecast_too_and_a_misfit_is_told_first() -> None:
    near = as_targets({"answered": {"1": 70, "0": 30}}, "town")
    with pytest.raises(WeightingError, match="no margin is off by more than"):
        forecasts(survey.Sample(frame()), plan(["rake"], choose="anes"), near)
    wrong = as_targets({"sex": {"m": 48, "f": 51, "x": 1}}, "town")
    (told,) = forecasts(survey.Sample(frame()), plan(["rake"], choose="anes"), wrong)
    assert not told.possible and told.problems[0].parts["option"] == "x"


@pytest.mark.derivation
def test_the_forecast_of_a_step_is_what_the_step_then_costs() -> None:
    steps = [*STEPS[:2], {"rake": {}}]
    (told,) = forecasts(survey.Sample(frame()), plan(steps), targets())
    made = weigh(survey.Sample(frame()), plan(steps), targets())
    assert told.possible and told.deff == pytest.approx(made.steps[-1].diagnostics.deff)
    assert forecasts(survey.Sample(frame()), plan([STEPS[0]]), targets()) == ()


@pytest.mark.contract
@pytest.mark.parametrize("verb", VERBS)
def test_a_step_has_the_arguments_of_its_function_and_their_defaults(verb: str) -> None:
    function = getattr(importlib.import_module(f"survey.weighting.{ROOMS[verb]}.{verb}"), verb)
    taken = inspect.signature(function).parameters
    record = WeightingStep.model_fields[verb].annotation
    assert record is not None
    (made,) = [item for item in record.__args__ if item is not type(None)]
    elsewhere = {"unit"}  # of trim: settled before the function is called
    fields = {name: field for name, field in made.model_fields.items() if name not in elsewhere}
    assert set(fields) == set(taken) - {"sample", "name", "base_weight"}
    for name, field in fields.items():
        own, given = taken[name].default, field.get_default(call_default_factory=True)
        same = own == given or not given and not own or given is None
        assert field.is_required() == (own is inspect.Parameter.empty) or same, name


@pytest.mark.contract
@pytest.mark.parametrize(
    "weighting,said",
    [
        ("{targets: town, steps: [{rake: {margin: [sex]}}]}", "the key 'margin' is not known here. Did you mean"),
        ("{targets: town, steps: [{rake: {}, trim: {upper: 3}}]}", "A step does one thing; this one does"),
        ("{targets: town, steps: [{rakes: {}}]}", "the key 'rakes' is not known here. Did you mean 'rake'?"),
        ("{targets: town, method: rake, steps: [rake]}", "'method' and 'steps' exclude each other"),
        ("{targets: town, trim: {upper: 3}, steps: [rake]}", "Write 'trim' inside the step it is for"),
        ("{steps: [rake]}", "'rake' needs targets to weight to"),
        ("{steps: [{rake: {targets: twon}}]}", "there are no targets 'twon'. Did you mean 'town'?"),
        ("{targets: town, steps: [{rake: {margins: [sax]}}]}", "'sax' is no margin of 'town'. Did you mean 'sex'?"),
        ("{targets: town, steps: [poststratify]}", "post-stratification uses one margin, not 2"),
        ("{targets: town, steps: [rake, {trim: {upper: 0.9}}]}", "must be above 1, the mean weight, not 0.9"),
        ("{targets: town, steps: [rake, trim]}", "'trim' has no limits"),
        ("{targets: town, steps: [selection, rake]}", "nothing says how respondents were selected"),
        ("{targets: town, steps: [{nonresponse: {response: a, smallest: many}}]}", "a whole number, not 'many'"),
        ("{targets: town, steps: [rake], missing: drop}", "must be one of stop, class, impute, carry"),
        ("{targets: town, method: poststratify, margins: [sex], cap: 5}", "'cap' belongs to raking"),
    ],
)
def test_what_does_not_fit_in_the_steps_is_said_with_its_line(weighting: str, said: str, tmp_path: Path) -> None:
    for name, text in {
        "targets/town.yaml": "targets: town\npopulation: adults\nmargins:\n"
        "  sex: {variables: [sex], shares: {m: 48, f: 52}}\n  area: {variables: [area], shares: {a: 40, b: 60}}\n",
        "studies/wave.yaml": "study: wave\nquestions:\n  sex: {options: [m, f]}\n".replace("[m, f]", "{m: M, f: F}")
        + "  area: {options: {a: A, b: B}}\n  a: {type: open, text: a}\ndata: wave.csv\n"
        f"weighting: {weighting}\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = [str(problem) for problem in check_library(load_library(tmp_path))]
    assert any(said in problem and "wave.yaml:7: weighting" in problem for problem in found), found


@pytest.mark.contract
def test_short_forms_and_long_forms_are_the_same_record() -> None:
    assert plan(["rake", {"scale": 1000}]) == plan([{"rake": None}, {"scale": {"to": 1000}}])
    assert plan(choose="anes").choose == Choice() == plan(choose={"rule": "anes"}).choose
    assert Weighting.model_validate("unknown") == Weighting.model_validate(None) == Weighting()
