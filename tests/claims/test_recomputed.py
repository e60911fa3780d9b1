"""Claims held against microdata: the design's standard errors, against formulas over the rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.claims.study_checks import check_published
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.words import say

VOTE = "study: poll, question: vote"
FILE = "data: {file: wave.csv}"


def rows() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    return pd.DataFrame(
        {
            "vote": rng.choice([1, 2, 3, 99], 800, p=[0.45, 0.35, 0.1, 0.1]),
            "faith": rng.choice(["religious", "other"], 800, p=[0.6, 0.4]),
            "w": rng.uniform(0.5, 2.0, 800),
        }
    )


@pytest.fixture
def data(polls: Any) -> Any:
    """The polls, with rows behind the study ``poll``."""
    polls.rows = rows()
    polls.poll("poll", "{vote: {published: {red: 44}}, faith: {}}", FILE)

    def opener(name: str) -> SampleData | None:
        library = polls.library
        study: Study = library.study("poll")
        asked = {key: library.question(study, key) for key in study.questions}
        engine = MemoryEngine(polls.rows)
        return SampleData(engine, SurveyDesign(weight="w"), asked, study) if name == "poll" else None

    polls.open = opener
    return polls


def linearized(scores: np.ndarray) -> float:
    """Standard error of a weighted total of an element sample: n/(n-1) Σ (z - z̄)²."""
    n = len(scores)
    return math.sqrt(n / (n - 1) * float(((scores - scores.mean()) ** 2).sum()))


@pytest.mark.derivation
def test_a_share_among_those_who_chose_is_a_ratio_with_its_linearized_error(data: Any) -> None:
    found = data.verdict(f"{VOTE}, option: red, base: {{vote: [red, blue]}}, says: 80", data.open)
    frame = data.rows
    inside, red = frame.vote.isin([1, 2]), frame.vote == 1
    total = frame.w[inside].sum()
    share = frame.w[red].sum() / total
    error = linearized((frame.w * inside * (red - share) / total).to_numpy())
    assert found.figures["estimate"] == pytest.approx(share)
    assert found.figures["std_error"] == pytest.approx(error)
    assert found.figures["n"] == inside.sum()
    half = stats.t.ppf(0.975, len(frame) - 1) * error / (share * (1 - share))
    middle = math.log(share / (1 - share))
    # df counts the respondents of the base: those asked, 800, less one
    assert found.figures["conf_low"] == pytest.approx(1 / (1 + math.exp(half - middle)))
    needed = ((math.log(0.8 / 0.2) - middle) / half) ** 2
    # a quotation has a direction; the interval, which reaches 80 only at several times the variance, plays no part
    assert (found.fidelity, found.inference) == ("not_reproduced", "beyond_error") and needed > 1
    assert math.isnan(found.deff_flips)  # the design is known
    assert "recomputed from the data for Red among those who answered 'Red' or 'Blue'" in say(found.sentence)


@pytest.mark.derivation
def test_a_lead_has_the_covariance_of_the_rows(data: Any) -> None:
    found = data.verdict(f"{VOTE}, says: {{leads: red}}", data.open)
    frame = data.rows
    score = (frame.vote == 1) * 1.0 - (frame.vote == 2) * 1.0
    lead = float((frame.w * score).sum() / frame.w.sum())
    error = linearized((frame.w * (score - lead) / frame.w.sum()).to_numpy())
    assert found.figures["estimate"] == pytest.approx(lead)
    assert found.figures["std_error"] == pytest.approx(error)
    assert "n = 800, by the study's design" in say(found.sentence)


@pytest.mark.derivation
def test_a_share_of_another_questions_base_is_that_of_its_rows(data: Any) -> None:
    frame = data.rows[data.rows.faith == "religious"]
    share = frame.w[frame.vote == 1].sum() / frame.w.sum()
    for which in ("base: {faith: [religious]}", "domain: {faith: religious}"):
        found = data.verdict(f"{VOTE}, option: red, {which}, says: {100 * share:.1f}", data.open)
        assert found.fidelity == "reproduced"
        assert found.figures["estimate"] == pytest.approx(share) and found.figures["n"] == len(frame)


@pytest.mark.contract
def test_published_figures_are_recomputed_and_compared_under_their_rounding(data: Any) -> None:
    frame = data.rows
    red, blue = (100 * frame.w[frame.vote == code].sum() / frame.w.sum() for code in (1, 2))
    published = f"{{red: {red:.1f}, blue: {blue + 20:.1f}}}"
    data.poll("poll", f"{{vote: {{decimals: 1, published: {published}}}, faith: {{}}}}", FILE)
    library = data.library
    found = {v.claim: v for v in check_published(library.study("poll"), library, open_sample=data.open)}
    assert found["vote.red"].fidelity == "reproduced" and found["vote.blue"].fidelity == "not_reproduced"
    assert say(found["vote.red"].quote) == f"Red {red:.1f}%"


@pytest.mark.contract
def test_a_count_of_respondents_is_read_from_the_data(data: Any) -> None:
    assert data.verdict("study: poll, says: {n: 800}", data.open).fidelity == "reproduced"
    assert data.verdict("study: poll, says: {n: 801}", data.open).fidelity == "not_reproduced"


@pytest.mark.contract
def test_a_base_that_nobody_is_in_cannot_be_checked(data: Any) -> None:
    data.rows["faith"] = "other"
    found = data.verdict(f"{VOTE}, option: red, base: {{faith: [religious]}}, says: 44", data.open)
    assert found.fidelity == "cannot_be_checked" and "nobody in the data" in say(found.sentence)


@pytest.mark.contract
def test_synthetic_data_are_called_synthetic(data: Any) -> None:
    def opener(name: str) -> SampleData | None:
        made = data.open(name)
        return SampleData(made.engine, made.design, made.questions, made.study, synthetic=True)

    found = data.verdict(f"{VOTE}, option: red, says: 44", opener)
    assert "recomputed from synthetic data" in say(found.sentence)
    assert any("of synthetic data" in say(text) for text in found.assumptions)


@pytest.mark.contract
def test_an_outcome_is_held_against_the_interval_of_the_design(data: Any) -> None:
    frame = data.rows
    inside = frame[frame.vote.isin([1, 2])]
    share = 100 * inside.w[inside.vote == 1].sum() / inside.w.sum()
    about = f"{VOTE}, option: red, base: {{vote: [red, blue]}}, kind: outcome"
    near, far = (data.verdict(f"{about}, says: {share + gap:.2f}", data.open) for gap in (1, 9))
    assert (near.fidelity, near.inference) == ("cannot_be_checked", "within_error")
    assert (far.fidelity, far.inference) == ("cannot_be_checked", "beyond_error") and not far.fails


@pytest.mark.contract
def test_what_was_recomputed_names_the_sources_of_the_data_and_what_the_design_leaves_out(data: Any) -> None:
    found = data.verdict(f"{VOTE}, option: red, domain: {{faith: religious}}, says: 44", data.open, "sources: [times]")
    assert "among Religious (faith)" in say(found.sentence)
    assert any("without strata or clusters" in say(text) for text in found.assumptions)
    data.poll("poll", "{vote: {}, faith: {}}", FILE + "\nsources: [herald]")
    assert data.verdict(f"{VOTE}, option: red, says: 44", data.open, "sources: [times]").sources == ("herald",)
