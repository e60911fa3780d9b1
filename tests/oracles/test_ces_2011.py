"""Shares of shipped studies, opened by their definitions, against R's survey package (values made by ces_2011.R)."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import survey

pytestmark = pytest.mark.oracle

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FILES = ("ces_2011", "ess_2021_norway", "gss_1998")
CASES = [(name, case) for name in FILES for case in json.loads((HERE / f"{name}.json").read_text())["cases"]]
QUESTIONS = {"abany": "abortion_any"}  # R's name of a variable -> the question, where it is another


@functools.cache
def opened(name: str, weight: str | None) -> survey.Sample:
    options = {} if weight is None else {"weight": weight}
    return survey.open_study(name, questionnaires=ROOT / "questionnaires", **options)


def level(sample: survey.Sample, question: str, value: str) -> str:
    """The option that a value of R's data stands for."""
    options = sample.question(question).options.values()
    return next(option.id for option in options if value in (option.id, *option.codes) or value.lower() == option.id)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case['id']}" for name, case in CASES])
def test_shares_are_those_of_r(name: str, case: dict[str, Any]) -> None:
    sample = opened(name, case["weight"])
    question, by = QUESTIONS.get(case["question"], case["question"]), case["by"]
    made = {
        (interval, df): sample.share(question, by or (), base=case["base"], interval=interval, df=df)
        for interval, df in (("logit", "domain"), ("wald", "design"))
    }
    logit, wald = made["logit", "domain"], made["wald", "design"]
    rows = list(zip(logit.option, logit.domain_levels, strict=True))
    wanted = [
        (level(sample, question, option), (level(sample, by, domain),) if by else ())
        for option, domain in zip(case["option"], case["domain"], strict=True)
    ]
    assert set(rows) == set(wanted)
    at = [rows.index(row) for row in wanted]

    def same(got: np.ndarray, name: str) -> None:
        np.testing.assert_allclose(got[at], np.array(case[name], dtype=float), rtol=1e-8, atol=1e-14, err_msg=name)

    same(logit.estimate, "est")
    same(logit.std_error, "se")
    same(logit.n, "n")
    same(logit.n_weighted, "n_weighted")
    same(logit.deff, "deff")
    same(logit.df, "df_domain")
    same(logit.conf_low, "logit_low")
    same(logit.conf_high, "logit_high")
    same(wald.conf_low, "wald_low")
    same(wald.conf_high, "wald_high")
    assert set(wald.df) == {case["df_design"]}
    vcov = np.array(case["vcov"], dtype=float)
    np.testing.assert_allclose(logit.covariance[np.ix_(at, at)], vcov, rtol=1e-7, atol=1e-8 * vcov.max())


def test_the_headline_of_the_canadian_study() -> None:
    """One call; R: svyby(~abortion, ~province, ces, svymean), Yes in Quebec and Alberta."""
    found = survey.open_study("ces_2011", questionnaires=ROOT / "questionnaires").share("abortion", by="province")
    table = found.to_frame().query("option == 'yes'").set_index("province")
    case = next(case for name, case in CASES if (name, case["id"]) == ("ces_2011", "by_province"))
    for province, code in (("quebec", "QC"), ("alberta", "AB")):
        place = list(zip(case["option"], case["domain"], strict=True)).index(("Yes", code))
        assert table.loc[province, "estimate"] == pytest.approx(case["est"][place], rel=1e-8)
        assert table.loc[province, "std_error"] == pytest.approx(case["se"][place], rel=1e-8)
