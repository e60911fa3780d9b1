"""A question of several answers over waves: every option is what its flag is as a question of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import survey
from survey.cli import cli
from survey.errors import EstimationError
from survey.words import say

pytestmark = [pytest.mark.derivation, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
OPTIONS = {"tv": "a", "net": "b", "radio": "c"}
STUDY = """\
study: {name}
series: media
wave: {name}
fieldwork: '{year}'
sample: {{kind: probability, size: 300}}
data: {{file: {name}.csv, id: person}}
design: {{weight: w}}
questions:
  media:
    type: multiple
    columns: {{tv: a, net: b, radio: c}}
    options: {{tv: TV, net: Net, radio: Radio}}
    nets: {{screen: [tv, net]}}
    published: {{tv: {tv}, net: {net}, radio: {radio}}}
  radio: {{column: c, options: {{0: No, 1: Yes}}, published: {{1: {radio}}}}}
  screen: {{options: {{0: No, 1: Yes}}}}
  sex: {{options: {{m: Men, f: Women}}}}
"""
CLAIMS = """\
publication: {{title: A press release}}
claims:
  - {{id: grew, quote: q, series: media, question: {question}, option: {option},
      says: {{change: {{points: 9, direction: up, start: w1, end: w2}}}}}}
  - {{id: share, quote: q, study: w2, question: {question}, option: {option}, says: less than half}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two waves of which half the persons are the same."""
    home = tmp_path_factory.mktemp("media")
    (home / "studies").mkdir()
    (home / "claims").mkdir()
    for k, year in enumerate((2020, 2021), start=1):
        draw = np.random.default_rng(k)
        flags = (draw.random((300, 3)) < (0.6, 0.4, 0.2 + 0.1 * k)).astype(int)
        frame = pd.DataFrame(flags, columns=list("abc")).assign(
            screen=flags[:, :2].max(axis=1),
            sex=draw.choice(["m", "f"], 300),
            w=draw.uniform(0.5, 2, 300).round(3),
            person=np.arange(300) + 150 * k,
        )
        frame.to_csv(home / "studies" / f"w{k}.csv", index=False)
        shares = {
            option: round(float(100 * frame[column] @ frame["w"] / frame["w"].sum()), 1)
            for option, column in OPTIONS.items()
        }
        text = STUDY.format(name=f"w{k}", year=year, **shares)
        (home / "studies" / f"w{k}.yaml").write_text(text, encoding="utf-8")
    for name, question, option in (("of_set", "media", "radio"), ("of_flag", "radio", "'1'")):
        text = CLAIMS.format(question=question, option=option)
        (home / "claims" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home


def ran(folder: Path, *call: str) -> Result:
    return CliRunner().invoke(cli, [*call, "--questionnaires", str(folder)])


def rows(folder: Path, *call: str) -> list[dict[str, Any]]:
    result = ran(folder, *call, "--format", "json")
    assert result.exit_code == 0, result.output
    return list(json.loads(result.stdout)["rows"])


def test_the_check_takes_the_studies_and_their_claims(folder: Path) -> None:
    for call in ((), ("w1", "w2")):
        assert ran(folder, "check", *call).exit_code == 0


@pytest.mark.parametrize("more", [(), ("--where", "sex == m"), ("--change", "w1:w2")])
def test_an_option_and_a_net_over_waves_are_those_of_their_flags(folder: Path, more: tuple[str, ...]) -> None:
    of_set = rows(folder, "trend", "media", "--series", "media", *more)
    for option in ("radio", "screen"):
        mine = [row for row in of_set if row["option"] == option]
        flag = [row for row in rows(folder, "trend", option, "--series", "media", *more) if row["option"] == "1"]
        assert len(mine) == len(flag) > 0
        for one, other in zip(mine, flag, strict=True):
            for name in set(one) & set(other) - {"question", "option", "published", "title", "status"}:
                expected = pytest.approx(other[name], rel=1e-9) if isinstance(other[name], float) else other[name]
                assert one[name] == expected, name


def test_the_trend_says_that_several_answers_could_be_given(folder: Path) -> None:
    assert "Several answers could be given" in ran(folder, "trend", "media", "--series", "media").stdout
    assert "Several answers could be given" not in ran(folder, "trend", "radio", "--series", "media").stdout
    refused = ran(folder, "trend", "media", "--series", "media", "--base", "answers")
    assert refused.exit_code == 1 and "not of the answers marked" in refused.stderr


def test_claims_of_an_option_are_judged_as_those_of_its_flag(folder: Path) -> None:
    of_set, of_flag = (
        json.loads(ran(folder, "verify", name, "--format", "json").stdout)["rows"] for name in ("of_set", "of_flag")
    )
    assert [row["claim"] for row in of_set] == ["grew", "share"]
    for one, other in zip(of_set, of_flag, strict=True):
        for name in ("fidelity", "inference", "stated", "found"):
            assert one[name] == other[name], name
        for name, value in one["figures"].items():
            same = pytest.approx(other["figures"][name], rel=1e-9) if isinstance(value, float) else value
            assert value == same, name
    published = json.loads(ran(folder, "verify", "w2", "--format", "json").stdout)["rows"]
    verdicts = {row["claim"]: row["fidelity"] for row in published}
    assert verdicts["media.radio"] == verdicts["radio.1"] == "reproduced"
    assert verdicts["media.sum"] == "cannot_be_checked"


def test_changes_and_samples_put_together_have_the_options_of_their_flags(folder: Path) -> None:
    waves = [survey.open_study(name, questionnaires=folder) for name in ("w1", "w2")]
    change, flag = survey.compare(*waves, "media"), survey.compare(*waves, "radio")
    mine, other = change.option.index("radio"), flag.option.index("1")
    for name in ("estimate", "std_error", "conf_low", "df", "n"):
        assert getattr(change, name)[mine] == pytest.approx(getattr(flag, name)[other], rel=1e-9)
    assert any("150 of 300" in say(note) for note in change.notes)
    together = survey.combine(waves)
    for option, question in (("radio", "radio"), ("screen", "screen")):
        found = together.share("media", by="sex", nets={"screen": ["tv", "net"]})
        alone = together.share(question, by="sex")
        for sex in "mf":
            i = [*zip(found.option, found.domain_levels, strict=True)].index((option, (sex,)))
            j = [*zip(alone.option, alone.domain_levels, strict=True)].index(("1", (sex,)))
            for name in ("estimate", "std_error", "conf_high", "n_weighted"):
                assert getattr(found, name)[i] == pytest.approx(getattr(alone, name)[j], rel=1e-9)
    with pytest.raises(EstimationError, match="one answer of each respondent"):
        survey.compare(*waves, "media", statistic="mean")
