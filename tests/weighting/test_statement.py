"""The weighting in plain language, in three languages, from the record of what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study, Trim
from survey.definitions.records.targets import Targets
from survey.definitions.records.weighting import VERBS
from survey.design import SurveyDesign
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake
from survey.weighting.calibrating.scale import scale
from survey.weighting.calibrating.trim import trim
from survey.weighting.combining.combine import combine
from survey.weighting.record.diagnose import diagnose
from survey.weighting.record.step import Step, logged
from survey.weighting.told.line import weighting_line
from survey.weighting.told.statement import statement, statement_of
from survey.weighting.told.steps import TOLD
from survey.wording.message import word
from survey.wording.worded import same
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

QUESTIONS = {
    "sex": Question.model_validate(
        {
            "question": "sex",
            "title": {"en": "Sex", "ru": "Пол", "be": "Пол"},
            "options": {"man": {"code": 1}, "woman": {"code": 2}},
        }
    ),
    "age": Question.model_validate(
        {
            "question": "age",
            "title": {"en": "Age", "ru": "Возраст", "be": "Узрост"},
            "options": {"young": {"code": 1}, "old": {"code": 2}, "refused": {"code": 9, "missing": "refused"}},
        }
    ),
}
TARGETS = Targets.model_validate(
    {
        "targets": "made_up",
        "title": {"en": "Census of Nowhere", "ru": "Перепись Нигде", "be": "Перапіс Нідзе"},
        "date": "2019-10-04",
        "population": {"en": "adults of Nowhere", "ru": "взрослые жители Нигде", "be": "дарослыя жыхары Нідзе"},
        "sources": ["office"],
        "margins": {
            "sex": {"variables": "sex", "shares": {"man": 46, "woman": 54}},
            "age": {"variables": "age", "shares": {"young": 0.4, "old": 0.6}, "status": "derived", "how": "added up"},
        },
    }
)


def sample(kind: str | None = None, blanks: int = 0, **parts: Any) -> SampleData:
    rng = np.random.default_rng(1)
    age = rng.choice([1, 2], 400)
    age[:blanks] = 9
    base = rng.choice([0.5, 1.0, 4.0], 400)
    data = pd.DataFrame({"sex": rng.choice([1, 2], 400, p=[0.35, 0.65]), "age": age, "base": base})
    study = Study.model_validate({"study": "town", "sample": {"kind": kind}}) if kind else None
    sources = {"office": Source(title="Office of Numbers", date="2020")}
    given: dict[str, Any] = {"design": SurveyDesign(), "study": study, "sources": sources}
    return SampleData(MemoryEngine(data), questions=QUESTIONS, **(given | parts))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            (
                "adults of Nowhere",
                "raking (iterative proportional fitting) on: Sex, Age",
                "Census of Nowhere (as of 2019-10-04); sources: Office of Numbers (2020)",
                "not published as such: Age",
                "Weights were not trimmed",
                "gave an answer to every weighting variable",
                "no separate adjustment for non-response",
                "effective base",
                "not known, so this is not a margin of sampling error",
            ),
        ),
        (
            "ru",
            (
                "взрослые жители Нигде",
                "по признакам: Пол, Возраст",
                "Перепись Нигде (на дату: 2019-10-04); источники: Office of Numbers (2020)",
                "не опубликованы: Возраст",
                "Веса не урезались",
                "поправки на неответы нет",
                "эффективная база",
                "неизвестно, поэтому это не погрешность",
            ),
        ),
        (
            "be",
            (
                "дарослыя жыхары Нідзе",
                "па прыкметах: Пол, Узрост",
                "Перапіс Нідзе (на дату: 2019-10-04); крыніцы: Office of Numbers (2020)",
                "Вагі не ўразаліся",
                "папраўкі на неадказы няма",
                "эфектыўная база",
            ),
        ),
    ],
)
def test_everything_that_must_be_disclosed_is_said(language: str, wanted: tuple[str, ...]) -> None:
    made = statement(rake(sample(), TARGETS), language, TARGETS)
    for part in wanted:
        assert part in made
    assert not re.search(r"[{}]|\.\.|\bNone\b|\bnan\b", made)


def test_figures_of_the_statement_are_those_of_the_record() -> None:
    raked = rake(sample(), TARGETS)
    found = raked.calibration.diagnostics
    made = statement_of(raked, TARGETS)
    cost = made.part("cost")
    for figure in (
        f"{found.deff:.2f}",
        f"{found.n_kish:.0f}",
        f"{found.minimum / found.mean:.2f}",
        f"{100 / found.deff:.0f}%",
    ):
        assert figure in cost
    assert f"±{100 * found.moe:.1f} points (95%)" in made.part("moe")
    assert f"±{100 * found.moe:.1f}".replace(".", ",") in made.part("moe", "ru")


def test_the_error_of_a_probability_sample_is_a_margin_of_sampling_error() -> None:
    moe = statement_of(rake(sample("probability"), TARGETS)).part("moe")
    assert "margin of sampling error" in moe and "model" not in moe
    quota = statement_of(rake(sample("quota"), TARGETS)).part("moe")
    assert "Respondents were chosen by quotas, so this is not a margin of sampling error" in quota


@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")  # trimming leaves gaps
def test_trimming_is_told_with_its_limits_and_what_it_leaves() -> None:
    design = SurveyDesign(weight="base")
    raked = rake(sample(design=design), TARGETS, trim=Trim(upper=2))
    made = statement_of(raked, TARGETS)
    trimmed = raked.calibration.diagnostics.trimmed
    assert trimmed > 0
    assert f"(above 2 times the mean) and the excess given to the others; respondents concerned: {trimmed}" in (
        made.part("trimming")
    )
    assert "from the weights in the column base" in made.part("start")
    worst = max(raked.calibration.gaps, key=lambda gap: abs(gap.after - gap.target))
    assert abs(worst.after - worst.target) > 0.0005
    assert f"{100 * (worst.after - worst.target):+.1f}".replace("-", "−") in made.part("targets")
    later = statement_of(trim(rake(sample(design=design), TARGETS), upper=3.0), TARGETS)
    assert "Weights were trimmed (above 3)" in later.part("trimming")
    idle = statement_of(rake(sample(), TARGETS, trim=Trim(upper=50)), TARGETS)
    assert "Weights were to be trimmed (above 50 times the mean), but none was beyond." in idle.text()


@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")
@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("class", "a class of their own (respondents concerned: 30)"),
        ("carry", "keep the weight they started with (respondents concerned: 30)"),
        ({"age": {"impute": ["sex"], "seed": 7}}, "who agree in: Sex (respondents concerned: 30); seed 7"),
    ],
)
def test_the_rule_for_missing_answers_is_told_with_its_count(missing: Any, words: str) -> None:
    made = statement_of(rake(sample(blanks=30), TARGETS, missing=missing), TARGETS)
    assert words in made.part("missing") and "All respondents" not in made.text()
    assert "on: Sex, Age." in made.part("method")  # not the names of columns that weighting made


def test_rules_that_differ_name_their_variables() -> None:
    data = sample(blanks=30)
    frame = data.engine.frame()
    frame.loc[40:44, "sex"] = np.nan
    made = rake(data.changed(engine=MemoryEngine(frame)), TARGETS, missing={"age": "class", "*": "carry"})
    told = statement_of(made, TARGETS).part("missing")
    assert "weighting variable (Age) are a class of their own (respondents concerned: 30)" in told
    assert "weighting variable (Sex) keep the weight they started with (respondents concerned: 5)" in told


def test_levels_that_count_as_one_are_named() -> None:
    shares = {"young": 0.4, "old": 0.35, "refused": 0.25}
    age = {"variables": "age", "shares": shares, "merge": [["old", "refused"]]}
    margins = {"sex": TARGETS.margins["sex"].model_dump(exclude_none=True), "age": age}
    targets = Targets.model_validate({"targets": "made_up", "population": "adults", "margins": margins})
    told = statement_of(rake(sample(), targets), targets).part("method")
    assert "Counted together as one: old + refused." in told
    assert "Counted together" not in statement_of(rake(sample(), TARGETS), TARGETS).text()


def test_calibrated_samples_that_were_combined_are_told_once_and_in_the_language() -> None:
    first, second = rake(sample(), {"sex": {"man": 46, "woman": 54}}), rake(sample(), {"age": {"young": 4, "old": 6}})
    made = combine({"w1": first, "w2": second})
    told = statement_of(made).part("method", "ru")
    assert "Пол (w1), Возраст (w2)" in told and "raked" not in told and "Шаг" not in told


STEPS: Mapping[str, tuple[Mapping[str, Any], str, str]] = {
    "selection": ({"household": "sex"}, "unequal chances of being selected (by Sex)", "вероятности отбора"),
    "eligibility": ({"status": "x"}, "belong to the population", "относятся ли они"),
    "nonresponse": ({"classes": ["sex", "age"]}, "weighting classes (by Sex, Age)", "по признакам: Пол, Возраст"),
    "propensity": ({"predictors": ["sex", ["sex", "age"]]}, "(by Sex, Sex × Age)", "вероятности ответа"),
    "attrition": ({"number": ["id"]}, "for those who left it", "с учётом выбывших"),
    "combine": ({"samples": ["a", "b"]}, "by its effective size", "эффективному объёму"),
    "scale": ({"to": "population"}, "size of the population", "численности генеральной"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_record_is_told_in_every_language(step: str, language: str) -> None:
    options, english, russian = STEPS[step]
    before = sample(design=SurveyDesign(weight="base"))
    found = diagnose(before.weights)
    made = logged(before, Step(step, None, "base", same("weights were blessed"), options, diagnostics=found))
    text = statement(made, language)
    assert {"en": english, "ru": russian}.get(language, "") in text
    assert not re.search(r"[{}]|\bNone\b", text)
    assert (word("weighting.no_nonresponse", language) in text) == (
        step not in ("nonresponse", "propensity", "attrition")
    )
    if step == "nonresponse":
        with_rate = logged(before, Step("nonresponse", None, "base", same(""), details={"response rate": 0.314}))
        assert "31%" in statement(with_rate, language)


def test_every_kind_of_step_has_its_sentence_and_another_kind_is_refused() -> None:
    assert {*VERBS, "attrition", "combine"} == TOLD.keys()
    with pytest.raises(KeyError, match="blessing"):
        statement(logged(sample(design=SurveyDesign(weight="base")), Step("blessing", None, "base", same("blessed"))))


def test_weights_scaled_to_figures_are_told_in_the_language() -> None:
    scaled = scale(sample(), {"man": 10.0, "woman": 30.0}, by="sex")
    assert "Weights were scaled to add to given figures (by Sex)." in statement(scaled)
    assert "Веса приведены к заданным суммам (по признакам: Пол)." in statement(scaled, "ru")


def test_a_calibration_without_a_record_is_told_from_its_arguments() -> None:
    before = sample(design=SurveyDesign(weight="base"))

    def told(**options: Any) -> str:
        return statement_of(logged(before, Step("calibrate", None, "base", same(""), options))).part("method")

    assert told(targets="made_up", margins=["sex"], totals={"age": 90.0}).endswith("on: Sex, total of Age.")
    assert told(targets="census").endswith("on: the margins of the targets census.")


def test_the_note_of_a_table_tells_the_steps_where_no_margins_were_met() -> None:
    made = scale(sample(), 1000.0)
    line = weighting_line(made)
    assert line["en"] == f"Weighting: {made.steps[0].text}" and "came with the data" not in line["en"]
    assert line["ru"].startswith("Взвешивание: ")


def test_weights_that_came_with_the_data_are_said_to_have() -> None:
    made = statement(sample(design=SurveyDesign(weight="base")))
    assert "came with the data, in the column base" in made
    assert "not weighted: each of the 400 respondents counts as one" in statement(sample())


def test_two_weightings_are_told_in_order_and_post_stratification_by_name() -> None:
    only = {name: TARGETS.model_copy(update={"margins": {name: TARGETS.margins[name]}}) for name in ("sex", "age")}
    made = statement_of(rake(poststratify(sample(), only["sex"]), only["age"]), TARGETS).part("method")
    assert made.index("post-stratification on: Sex") < made.index("raking (iterative proportional fitting) on: Age")


def test_invented_data_are_said_to_be() -> None:
    for language, said in (("en", "invented"), ("ru", "вымышлены"), ("be", "прыдуманыя")):
        assert said in statement(replace(rake(sample(), TARGETS), synthetic=True), language)
