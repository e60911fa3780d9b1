"""Old waves by a new weighting: both lines, and what the weights make of each figure and change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import survey
from survey.changes.audit import audit_schemes
from survey.cli import cli
from survey.errors import EstimationError

VOTE = {"options": {"left": {"code": 1}, "right": {"code": 0}}}
TARGETS = {"sex": {"man": 0.48, "woman": 0.52}}


def frame(seed: int, men: float) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    sex = np.where(rng.random(400) < men, "man", "woman")
    vote = (rng.random(400) < np.where(sex == "man", 0.6, 0.3)).astype(int)
    return pd.DataFrame({"sex": sex, "vote": vote, "w": rng.uniform(0.5, 2, 400)})


@pytest.fixture(scope="module")
def audited() -> tuple[list[pd.DataFrame], dict[str, survey.Sample], dict[str, survey.Sample]]:
    frames = [frame(1, 0.5), frame(2, 0.65)]
    own = {f"w{k}": survey.Sample(one, questions={"vote": VOTE}, weight="w") for k, one in enumerate(frames)}
    return frames, own, {name: survey.rake(sample, TARGETS) for name, sample in own.items()}


@pytest.mark.derivation
def test_both_lines_are_those_of_each_weighting(audited: tuple) -> None:  # type: ignore[type-arg]
    _, own, new = audited
    made = audit_schemes(own, new, "vote")
    rows = {(row.start, row.wave, row.option): row.parts for row in made.rows}
    for name in own:
        for part, sample in (("own", own[name]), ("scheme", new[name])):
            share = sample.share("vote")
            assert rows["", name, "left"][part][:2] == pytest.approx((share.estimate[0], share.std_error[0]))
    for part, pair in (("own", own), ("scheme", new)):
        change = survey.compare(pair["w0"], pair["w1"], "vote")
        assert rows["w0", "w1", "left"][part][:2] == pytest.approx((change.estimate[0], change.std_error[0]))


@pytest.mark.derivation
def test_the_part_of_the_weights_has_the_error_of_the_difference(audited: tuple) -> None:  # type: ignore[type-arg]
    """The infinitesimal jackknife: each weight a little larger, post-stratified anew."""
    frames, own, new = audited

    def gap(one: pd.DataFrame, w: np.ndarray) -> float:
        means = [np.average(one.vote[one.sex == level], weights=w[one.sex == level]) for level in ("man", "woman")]
        return 0.48 * means[0] + 0.52 * means[1] - np.average(one.vote, weights=w)

    errors, gaps = [], []
    for one in frames:
        w = one.w.to_numpy()
        moves = np.array([(gap(one, w * (1 + 1e-5 * (np.arange(400) == i))) - gap(one, w)) / 1e-5 for i in range(400)])
        errors.append(np.sqrt(400 / 399 * ((moves - moves.mean()) ** 2).sum()))
        gaps.append(gap(one, w))
    made = audit_schemes(own, new, "vote")
    rows = {(row.start, row.wave): row.parts["weights"] for row in made.rows if row.option == "left"}
    assert rows["", "w1"][:2] == pytest.approx((gaps[1], errors[1]), rel=1e-4)
    assert rows["w0", "w1"][:2] == pytest.approx((gaps[1] - gaps[0], np.hypot(*errors)), rel=1e-4)
    assert rows["", "w1"][1] < 0.5 * own["w1"].share("vote").std_error[0]
    with pytest.raises(EstimationError, match="same waves"):
        audit_schemes(own, {"w0": new["w0"]}, "vote")


STUDY = """\
study: w{k}
series: s
fieldwork: '202{k}'
data: w{k}.csv
design: {{weight: w}}
questions:
  vote: {{options: {{left: {{code: 1}}, right: {{code: 0}}}}}}
  sex: {{options: {{man: {{code: man}}, woman: {{code: woman}}}}}}
"""
WEIGHTING = "weighting: {method: rake, targets: town, margins: [sex]}\n"
TOWN = """\
targets: town
population: the town
margins: {sex: {variables: [sex], shares: {man: 48, woman: 52}, status: derived, how: made up}}
"""


@pytest.mark.contract
def test_the_command_prints_both_lines(tmp_path: Path) -> None:
    for folder in ("studies", "targets"):
        (tmp_path / folder).mkdir()
    for k, men in ((0, 0.5), (1, 0.65)):
        (tmp_path / f"studies/w{k}.yaml").write_text(STUDY.format(k=k) + (WEIGHTING if k else ""))
        frame(k + 1, men).to_csv(tmp_path / f"studies/w{k}.csv", index=False)
    (tmp_path / "targets/town.yaml").write_text(TOWN)
    run = ["compare", "s", "vote", "--scheme", "w1", "--questionnaires", str(tmp_path)]
    found = CliRunner().invoke(cli, run)
    assert found.exit_code == 0, found.output
    assert "by the weighting of w1" in found.output and "w0 → w1" in found.output
    assert CliRunner().invoke(cli, [*run, "--by", "sex"]).exit_code == 2


@pytest.mark.derivation
def test_those_without_an_answer_are_joined_by_kind_as_in_a_comparison() -> None:
    """Don't know is 9 and called so in one wave, 99 and called otherwise in the other; the second has refusals too."""
    kinds = [{"dk": {"code": 9, "missing": "dont_know"}}, {"hard": {"code": 99, "missing": "dont_know"}}]
    kinds[1] |= {"refused": {"code": 98, "missing": "refused"}}
    own, new = {}, {}
    for k, (code, more) in enumerate(zip((9, 99), kinds, strict=True)):
        data = frame(k + 1, 0.5 + 0.15 * k)
        data.loc[::7, "vote"] = code
        data.loc[3::11, "vote"] = np.nan
        if k:
            data.loc[5::13, "vote"] = 98
        asked = {"vote": {"options": {**VOTE["options"], **more}}}
        own[f"w{k}"] = survey.Sample(data, questions=asked, weight="w")
        new[f"w{k}"] = survey.rake(own[f"w{k}"], TARGETS)
    made = audit_schemes(own, new, "vote")
    rows = {row.option: row.parts["own"] for row in made.rows if row.start}
    with pytest.warns(survey.SurveyWarning, match="refused"):
        change = survey.compare(own["w0"], own["w1"], "vote")
    known = {o: (e, s) for o, e, s in zip(change.option, change.estimate, change.std_error, strict=True) if e == e}
    assert set(rows) == set(known) and {"left", "right", "dk", "_blank"} <= set(rows)
    for option, expected in known.items():
        assert rows[option][:2] == pytest.approx(expected)
    (alone,) = [note for note in made.notes if note.key == "alone"]
    assert "Refused" in str(alone.text)
    for wave in ("w0", "w1"):
        shown = [row for row in made.rows if not row.start and row.wave == wave]
        assert sum(row.parts["scheme"][0] for row in shown) == pytest.approx(1)
