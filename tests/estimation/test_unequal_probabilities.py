"""Units drawn with unequal probabilities and without replacement.

R's values are those that the package prints in its own test (survey 4.5, ``tests/testoutput/pps.Rout.save``), to the
unit; the data are its ``election_pps`` (see ``tests/oracles/README.md``).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import DesignError, LonelyPsuError, UndefinedWarning
from survey.estimation.core.totals import Totals
from survey.maths.variance.joint_inclusion import joint_covariance
from survey.maths.variance.spread import Spread
from survey.maths.variance.unequal import Drawn, brewer_covariance, pair_covariance

DATA = Path(__file__).parent.parent / "oracles" / "data"
VOTES = ("Bush", "Kerry", "Nader")
# svytotal(~Bush+Kerry+Nader, svydesign(id=~1, fpc=~p, data=election_pps, pps=...))
WANTED = {
    "brewer": (2447629, 2450787, 102420),  # pps="brewer"
    "overton": (2939608, 1964632, 104373),  # pps="overton"
    "HR": (2472753, 2426842, 102595),  # pps=HR()
    "HR(sum)": (2624662, 2525222, 102793),  # pps=HR(sum(election$p^2)/40)
    "HR(sum), YG": (2436738, 2439845, 102016),  # the same, variance="YG"
}


def given(name: str) -> Any:
    if "(" not in name:
        return name
    squares = float((pd.read_csv(DATA / "election.csv")["p"] ** 2).sum() / 40)
    more = {"variance": "Yates-Grundy"} if "YG" in name else {}
    return {"method": "HR", "squares": squares, **more}


@pytest.mark.oracle
@pytest.mark.parametrize("name", WANTED)
def test_standard_errors_of_totals_are_those_of_r(name: str) -> None:
    sample = survey.Sample(pd.read_csv(DATA / "election_pps.csv"), fpc="p", pps=given(name))
    made = [sample.total(vote) for vote in VOTES]
    assert tuple(round(one.std_error[0]) for one in made) == WANTED[name]
    np.testing.assert_allclose(made[0].estimate, 64518472.38054, rtol=1e-12)
    assert made[0].df[0] == 39
    if name == "brewer":
        np.testing.assert_allclose(made[0].std_error, 2447628.88866, rtol=1e-11)


@pytest.mark.oracle
@pytest.mark.parametrize("name, wanted", [("brewer", (5399833, 4028434)), ("HR(sum), YG", (5377659, 4010908))])
def test_a_domain_keeps_the_whole_design_as_in_r(name: str, wanted: tuple[int, ...]) -> None:
    frame = pd.read_csv(DATA / "election_pps.csv")  # subset(dpps, Nader>0)
    sample = survey.Sample(frame.assign(some=frame["Nader"] > 0), fpc="p", pps=given(name))
    made = [sample.total(vote, by="some") for vote in VOTES[:2]]
    assert tuple(round(one.std_error[1]) for one in made) == wanted


@pytest.mark.oracle
def test_equal_probabilities_of_two_stages_are_the_multistage_design() -> None:
    frame = pd.read_csv(DATA / "apiclus2.csv")  # R's pps.R: fpc = ~I(40/fpc1)+I(pmin(1,5/fpc2))
    drawn = frame.groupby("dnum")["snum"].transform("nunique")
    frame = frame.assign(p1=40 / frame["fpc1"], p2=np.minimum(1, drawn / frame["fpc2"]))
    plain = survey.Sample(frame, psu=("dnum", "snum"), fpc=("fpc1", "fpc2"), weight="pw", lonely_psu="remove")
    unequal = survey.Sample(
        frame, psu=("dnum", "snum"), fpc=("p1", "p2"), pps="brewer", weight="pw", lonely_psu="remove"
    )
    for sample in (plain, unequal):
        np.testing.assert_allclose(sample.mean("api00").std_error, plain.mean("api00").std_error, rtol=1e-10)
    np.testing.assert_allclose(unequal.total("enroll").std_error, plain.total("enroll").std_error, rtol=1e-10)


def pairs(p: np.ndarray, method: str, s: float) -> np.ndarray:
    """``d_ij`` written out as R's ``overton2Dcheck`` and ``HRDcheck`` do."""
    n, both = len(p), np.add.outer(p, p)
    made = 1 - (n - both / 2) / (n - 1) if method == "overton" else 1 - (n - both + s) / (n - 1)
    np.fill_diagonal(made, 1 - p)
    return made


@pytest.mark.derivation
@pytest.mark.parametrize("variance", ["Horvitz-Thompson", "Yates-Grundy"])
@pytest.mark.parametrize("method", ["overton", "HR"])
def test_sums_over_units_are_the_sums_over_pairs_in_each_stratum(method: str, variance: str) -> None:
    rng = np.random.default_rng(3)
    p, stratum, t = rng.uniform(0.05, 0.8, 9), np.repeat([0, 1], [4, 5]), rng.normal(size=(9, 2))
    want = np.zeros((2, 2))
    for h in (0, 1):
        at = np.flatnonzero(stratum == h)
        d = pairs(p[at], method, p[at].mean())
        for i, j in ((i, j) for i in range(len(at)) for j in range(len(at))):
            if variance == "Yates-Grundy":
                apart = t[at[i]] - t[at[j]]
                want -= 0.5 * d[i, j] * np.outer(apart, apart)
            else:
                want += d[i, j] * np.outer(t[at[i]], t[at[j]])
    np.testing.assert_allclose(pair_covariance(Drawn(t, stratum, 2, p), method, variance), want, rtol=1e-12)


@pytest.mark.derivation
def test_approximations_are_near_the_variance_of_the_probabilities_of_all_pairs() -> None:
    """Sampford-like drawing of 3 of 6 (a pair's chance in proportion to a product), every sample written down."""
    size = np.array([1.0, 1.5, 2.0, 2.5, 3.0, 4.0])
    samples = list(combinations(range(6), 3))
    chance = np.array([np.prod(size[list(one)]) for one in samples])
    chance /= chance.sum()
    inside = np.array([[i in one for i in range(6)] for one in samples], dtype=float)
    joint = (inside * chance[:, None]).T @ inside
    y = 10 * size + np.array([1.0, -2.0, 0.5, 2.0, -1.0, 0.7])
    totals = np.array([(y / np.diag(joint))[list(one)].sum() for one in samples])
    true = float(chance @ (totals - chance @ totals) ** 2)
    mean = {"exact": 0.0, "brewer": 0.0, "overton": 0.0, "HR": 0.0}
    for one, weight in zip(samples, chance, strict=True):
        at = list(one)
        p, t = np.diag(joint)[at], (y / np.diag(joint))[at][:, None]
        stage = Drawn(t, np.zeros(3, dtype=np.int64), 1, p)
        mean["exact"] += weight * joint_covariance(t, joint[np.ix_(at, at)], "Yates-Grundy")[0, 0]
        mean["brewer"] += weight * brewer_covariance([stage])[0, 0]
        for method in ("overton", "HR"):
            mean[method] += weight * pair_covariance(stage, method, "Yates-Grundy")[0, 0]
    assert mean["exact"] == pytest.approx(true, rel=1e-9)
    for method in ("brewer", "overton", "HR"):
        assert mean[method] == pytest.approx(true, rel=0.15), method


@pytest.mark.property
def test_a_unit_that_is_in_every_sample_changes_no_standard_error() -> None:
    frame = pd.DataFrame({"y": [1.0, 5.0, 2.0, 8.0], "p": [0.2, 0.5, 0.3, 0.6]})
    more = pd.concat([frame, pd.DataFrame({"y": [1000.0], "p": [1.0]})])
    for pps in ("brewer", "overton", "HR"):
        errors = [survey.Sample(one, fpc="p", pps=pps).total("y").std_error[0] for one in (frame, more)]
        assert errors[0] == pytest.approx(errors[1], rel=1e-12)


@pytest.mark.contract
def test_what_does_not_go_together_is_one_clear_error() -> None:
    frame = pd.DataFrame({"y": [1.0, 2.0, 4.0], "p": [0.2, 0.3, 0.4], "s": [1, 1, 2], "u": [1, 1, 2]})
    with pytest.raises(DesignError, match="needs the probabilities"):
        survey.SurveyDesign(pps="brewer")
    with pytest.raises(DesignError, match="brewer"):
        survey.SurveyDesign(fpc="p", pps="Brewr")
    with pytest.raises(DesignError, match="known for one stage"):
        survey.SurveyDesign(psu=("a", "b"), fpc=("p", "q"), pps="overton")
    with pytest.raises(DesignError, match="one variance"):
        survey.SurveyDesign(fpc="p", pps={"method": "brewer", "variance": "Yates-Grundy"})
    with pytest.raises(LonelyPsuError, match="1 group"):
        survey.Sample(frame, stratum="s", fpc="p", pps="brewer").total("y")
    with pytest.raises(DesignError, match="differs inside one unit"):
        survey.Sample(frame, psu="u", fpc="p", pps="brewer").total("y")
    with pytest.raises(DesignError, match="squares"):
        one = {"method": "HR", "squares": 0.1}
        survey.Sample(frame, stratum="s", fpc="p", pps=one, lonely_psu="remove").total("y")
    with pytest.raises(DesignError, match="no replicates"):
        survey.make_replicates(survey.Sample(frame, fpc="p", pps="brewer"), "JK1")


@pytest.mark.contract
def test_a_definition_names_the_method_or_a_file_of_pairs(tmp_path: Path) -> None:
    frame = pd.read_csv(DATA / "election_pps.csv")
    frame.to_csv(tmp_path / "votes.csv", index=False)
    joint = pd.read_csv(DATA / "election_jointprob.csv")
    joint.to_csv(tmp_path / "pairs.csv", index=False)
    made = {}
    for name, pps in {"brewer": "brewer", "pairs": "{joint: pairs.csv, variance: Yates-Grundy}"}.items():
        text = f"study: {name}\ndata: votes.csv\ndesign: {{weight: wt, fpc: p, pps: {pps}}}\n"
        (tmp_path / f"{name}.yaml").write_text(text)
        made[name] = round(survey.open_study(tmp_path / f"{name}.yaml").total("Bush").std_error[0])
    assert made == {"brewer": 2447629, "pairs": 2406526}  # R: ppsmat(election_jointprob), variance="YG"


@pytest.mark.derivation
def test_units_that_are_certain_are_taken_out_of_the_squares_of_the_population() -> None:
    """Two certain units and eight of others are the eight alone, whose ``Σ π²/n`` is that of their population."""
    rng = np.random.default_rng(2)
    population = rng.uniform(0.1, 0.9, 16)
    p = np.concatenate([np.ones(2), population[:8]])
    frame = pd.DataFrame({"p": p, "y": rng.normal(10, 2, 10)})
    whole = {"method": "HR", "squares": float((2 + (population**2).sum()) / 10)}
    alone = {"method": "HR", "squares": float((population**2).sum() / 8)}
    made, wanted = (
        survey.Sample(rows, fpc="p", pps=pps).total("y") for rows, pps in ((frame, whole), (frame[2:], alone))
    )
    np.testing.assert_allclose(made.std_error, wanted.std_error, rtol=1e-12)
    assert made.std_error[0] > 0


@pytest.mark.contract
def test_no_coefficient_has_an_error_of_nothing_where_its_variance_is_below_it() -> None:
    made = Totals(np.ones(2), Spread(whole=np.diag([1.0, -0.5])), *[Mock()] * 2, None, Mock(), pairs=True)
    with pytest.warns(UndefinedWarning, match="1 figure.* below 0"):
        held = made.own_covariance
    assert held[0, 0] == 1.0 and np.isnan(held[1]).all() and np.isnan(held[:, 1]).all()
    rounded = replace(made, spread=Spread(whole=np.diag([1.0, -1e-17])))
    assert (rounded.own_covariance == rounded.covariance).all()


def test_a_variance_that_comes_out_below_nothing_is_not_nothing() -> None:
    p = np.array([0.2, 0.3, 0.5, 0.6, 0.4])
    sample = survey.Sample(pd.DataFrame({"p": p, "y": p**1.1}), fpc="p", pps="overton")
    with pytest.warns(UndefinedWarning, match="1 figure.* below 0"):
        made = sample.total("y")
    assert np.isnan(made.std_error[0]) and np.isnan(made.conf_low[0]) and np.isfinite(made.estimate[0])
    assert sample.mean("y").std_error[0] > 0  # of its own variance, which is not
