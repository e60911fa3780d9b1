"""What broke other programs: targets and samples that do not fit are an error or the right number, never a quiet wrong
one. Each probe is made with targets given in a call and with targets of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError
from survey.weighting.calibrating.calibrate import calibrate
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake

SEX = {"man": 46.0, "woman": 54.0}
EDU = {"low": 40.0, "mid": 35.0, "high": 25.0}
METHODS: dict[str, Callable[..., Any]] = {"rake": rake, "calibrate": calibrate}


def as_mapping(margins: dict[str, dict[str, Any]]) -> Any:
    return margins


def as_file(margins: dict[str, dict[str, Any]]) -> Targets:
    """As a file would hold them: shares where they make 100, else counts."""
    plain = {}
    for name, figures in margins.items():
        total = sum(figures.values())
        kind = "shares" if 99.5 < total < 100.5 else "counts"
        plain[name] = {"variables": [name], kind: figures}
    return Targets.model_validate({"targets": "census", "population": "adults", "margins": plain, "sources": ["book"]})


BOTH = pytest.mark.parametrize("given", [as_mapping, as_file])
ALL = pytest.mark.parametrize("method", METHODS)


def frame(rows: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows, p=[0.3, 0.7]),
            "edu": rng.choice(["low", "mid", "high"], rows, p=[0.2, 0.3, 0.5]),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    )


def sample(data: pd.DataFrame, weight: str | None = "base", **how: Any) -> survey.Sample:
    return survey.Sample(data, survey.SurveyDesign(weight=weight), **how)


@pytest.mark.contract
@BOTH
@ALL
def test_a_level_of_the_targets_that_nobody_in_the_sample_has(given: Any, method: str) -> None:
    data = frame()
    data.loc[data["edu"] == "mid", "edu"] = "low"
    with pytest.raises(WeightingError, match="'mid' is no option of 'edu' in the sample"):
        METHODS[method](sample(data), given({"sex": SEX, "edu": EDU}))
    options = {"options": {"low": None, "mid": None, "high": None}}
    defined = sample(data, questions={"edu": Question.model_validate({"question": "edu", **options})})
    with pytest.raises(WeightingError, match="nobody in the sample is 'mid'"):
        METHODS[method](defined, given({"sex": SEX, "edu": EDU}))


@pytest.mark.contract
@BOTH
@ALL
def test_a_level_of_the_sample_that_the_targets_lack(given: Any, method: str) -> None:
    with pytest.raises(WeightingError, match=r"\d+ respondent.s. are 'mid', for which there is no target"):
        METHODS[method](sample(frame()), given({"sex": SEX, "edu": {"low": 60.0, "high": 40.0}}))


@pytest.mark.contract
@BOTH
@ALL
def test_margins_of_90_and_100(given: Any, method: str) -> None:
    edu = {"low": 40.0, "mid": 30.0, "high": 20.0}
    if given is as_mapping:
        with pytest.raises(WeightingError, match="margin 'edu': shares add to 90; they must make 1 or 100"):
            METHODS[method](sample(frame()), given({"sex": SEX, "edu": edu}))
        return
    with pytest.raises(ValueError, match="Shares add to 90; they must make 1 or 100"):
        Targets.model_validate(
            {"targets": "t", "population": "p", "margins": {"edu": {"variables": "edu", "shares": edu}}}
        )
    with pytest.raises(WeightingError, match="disagree about the total: 'edu' adds to 90, 'sex' to 1,000"):
        METHODS[method](sample(frame()), given({"sex": {"man": 460.0, "woman": 540.0}, "edu": edu}))


@pytest.mark.contract
@BOTH
@ALL
def test_margins_of_populations_of_different_size(given: Any, method: str) -> None:
    edu = {"low": 400.0, "mid": 300.0, "high": 200.0}
    with pytest.raises(WeightingError, match="disagree about the total: 'edu' adds to 900, 'sex' to 1,000"):
        METHODS[method](sample(frame()), given({"sex": {"man": 460.0, "woman": 540.0}, "edu": edu}))


@pytest.mark.contract
@BOTH
@ALL
@pytest.mark.parametrize("empty", [None, np.nan, "", "  ", pd.NA])
def test_nulls_in_a_margin(given: Any, method: str, empty: Any) -> None:
    data = frame().astype({"edu": object})
    data.loc[[3, 7], "edu"] = empty
    for engine in ("memory", "duckdb"):
        with pytest.raises(WeightingError, match="2 respondent.s. gave no answer to 'edu'"):
            METHODS[method](sample(data, engine=engine), given({"sex": SEX, "edu": EDU}))


@pytest.mark.derivation
@BOTH
@ALL
def test_a_margin_of_one_level_only_sets_the_total(given: Any, method: str) -> None:
    data = frame().assign(land="here")
    made = METHODS[method](sample(data), given({"sex": SEX, "land": {"here": 100.0}}))
    alone = METHODS[method](sample(data), given({"sex": SEX}))
    np.testing.assert_allclose(made.weights, alone.weights, rtol=1e-9)
    with pytest.raises(WeightingError, match="respondent.s. are 'woman', for which there is no target"):
        METHODS[method](sample(data), given({"sex": {"man": 100.0}}))


@pytest.mark.derivation
@BOTH
@ALL
def test_base_weights_are_where_weights_start(given: Any, method: str) -> None:
    data = frame()
    made = METHODS[method](sample(data), given({"sex": SEX}))
    for sex, share in SEX.items():
        at = data["sex"] == sex
        want = data["base"][at] / data["base"][at].sum() * share / 100 * len(data)
        np.testing.assert_allclose(made.weights[at], want, rtol=1e-9)


@pytest.mark.derivation
@BOTH
@ALL
def test_a_base_weight_of_0_stays_0_and_a_level_of_zeros_is_named(given: Any, method: str) -> None:
    data = frame()
    data.loc[:9, "base"] = 0.0
    made = METHODS[method](sample(data), given({"sex": SEX, "edu": EDU}))
    assert (made.weights[:10] == 0).all() and made.weights.sum() == pytest.approx(len(data) - 10)
    data.loc[data["edu"] == "mid", "base"] = 0.0
    with pytest.raises(WeightingError, match=r"all \d+ respondents in 'mid' have a base weight of 0"):
        METHODS[method](sample(data), given({"sex": SEX, "edu": EDU}))


@pytest.mark.contract
@BOTH
def test_post_stratification_meets_the_same_probes(given: Any) -> None:
    for figures, said in (
        ({"low": 60.0, "high": 40.0}, "for which there is no target"),
        ({**EDU, "phd": 0.0, "mid": 30.0, "none": 5.0}, "'none' is no option"),
    ):
        with pytest.raises(WeightingError, match=said):
            poststratify(sample(frame()), given({"edu": figures}))


@pytest.mark.contract
@BOTH
def test_everything_that_is_wrong_is_said_in_one_error(given: Any) -> None:
    data = frame().astype({"edu": object})
    data.loc[3, "edu"] = None
    with pytest.raises(WeightingError) as caught:
        rake(sample(data), given({"sex": {"man": 46.0, "other": 54.0}, "edu": {"low": 60.0, "high": 40.0}}))
    for said in ("'other' is no option", "are 'woman'", "are 'mid'", "1 respondent(s) gave no answer"):
        assert said in str(caught.value)
