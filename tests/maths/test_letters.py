"""Letters of columns, and how strongly a p-value marks."""

from __future__ import annotations

import numpy as np
import pytest

from survey.maths.adjust import Adjustment, adjust_p
from survey.maths.letters import cased, letter, strength


@pytest.mark.contract
def test_letters_run_from_a_to_z_and_then_have_two() -> None:
    assert [letter(place) for place in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        *("A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA")
    ]
    assert len({letter(place) for place in range(2000)}) == 2000


@pytest.mark.contract
def test_the_stricter_level_is_upper_case_and_a_single_one_too() -> None:
    p = np.array([0.001, 0.07, 0.2, np.nan])
    assert strength(p, (0.1, 0.05)).tolist() == [2, 1, 0, 0]
    assert (cased("b", 2, 2), cased("B", 1, 2), cased("b", 1, 1)) == ("B", "b", "B")


@pytest.mark.property
def test_nothing_is_marked_at_level_0() -> None:
    assert not strength(np.array([0.0, 1e-300, 0.5]), (0.0,)).any()


@pytest.mark.oracle
@pytest.mark.parametrize("ours,theirs", [("bonferroni", "bonferroni"), ("holm", "holm"), ("bh", "fdr_bh")])
def test_adjustments_are_those_of_statsmodels(ours: Adjustment, theirs: str) -> None:
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).random(40) ** 3
    np.testing.assert_allclose(adjust_p(p, ours), multipletests(p, method=theirs)[1], rtol=1e-12)
