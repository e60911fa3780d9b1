"""Samples whose pairs have known probabilities of being drawn."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import DesignError

N, SIZE = 6, 3
Y = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])


def simple_random() -> np.ndarray:
    """Joint probabilities of a simple random sample of ``SIZE`` out of ``N``."""
    joint = np.full((SIZE, SIZE), SIZE * (SIZE - 1) / (N * (N - 1)))
    np.fill_diagonal(joint, SIZE / N)
    return joint


@pytest.mark.property
@pytest.mark.parametrize("variance", ["Horvitz-Thompson", "Yates-Grundy"])
def test_over_all_samples_the_variance_is_right_on_average(variance: str) -> None:
    totals, variances = [], []
    for drawn in itertools.combinations(range(N), SIZE):
        frame = pd.DataFrame({"y": Y[list(drawn)], "w": N / SIZE})
        sample = survey.Sample(frame, survey.SurveyDesign(weight="w"))
        made = survey.joint_probabilities(sample, simple_random(), variance).total("y")
        totals.append(made.estimate[0])
        variances.append(made.covariance[0, 0])
    assert np.mean(totals) == pytest.approx(Y.sum())
    assert np.mean(variances) == pytest.approx(np.var(totals))


@pytest.mark.derivation
def test_yates_grundy_of_a_simple_random_sample_is_the_design_with_fpc() -> None:
    frame = pd.DataFrame({"y": Y[:SIZE], "w": N / SIZE, "size": N})
    joint = survey.joint_probabilities(
        survey.Sample(frame, survey.SurveyDesign(weight="w")), simple_random(), "Yates-Grundy"
    )
    plain = survey.Sample(frame, survey.SurveyDesign(weight="w", fpc="size"))
    assert joint.mean("y").std_error[0] == pytest.approx(plain.mean("y").std_error[0], rel=1e-12)
    assert joint.mean("y").df[0] == SIZE - 1


@pytest.mark.contract
def test_a_matrix_that_cannot_be_is_one_clear_error() -> None:
    sample = survey.Sample(pd.DataFrame({"y": Y[:SIZE], "w": N / SIZE}), survey.SurveyDesign(weight="w"))
    with pytest.raises(DesignError, match="2 × 2 for 3 respondents"):
        survey.joint_probabilities(sample, np.eye(2))
    with pytest.raises(DesignError, match="above 0"):
        survey.joint_probabilities(sample, np.eye(3))
    with pytest.raises(DesignError, match="not 1 over"):
        survey.joint_probabilities(sample, np.full((3, 3), 0.9))
    with pytest.raises(DesignError, match="Yates-Grundy"):
        survey.joint_probabilities(sample, simple_random(), "Yates-Grundi")
