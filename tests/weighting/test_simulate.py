"""An invented wave has the published shares in its population, misses the targets, and says what it is."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.files.layout import SYNTHETIC
from survey.definitions.reading.load import load_library, load_study
from survey.errors import SurveyError, SurveyWarning, WeightingWarning
from survey.studies.simulate_study import simulate_study, write_simulated
from survey.weighting.plan.study_sample import opened_sample, study_sample

SHIPPED: Any = {}


def library(folder: Path | None = None) -> Any:
    """The shipped definitions, read once."""
    if folder is not None:
        return load_library(folder)
    if not SHIPPED:
        SHIPPED[None] = load_library(None)
    return SHIPPED[None]


def simulated(name: str, n: int = 1000, seed: int = 1, folder: Path | None = None, **options: Any) -> survey.Sample:
    known = library(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SurveyWarning)  # of what was not published
        return survey.Sample.of(simulate_study(load_study(name, known), known, n, seed, **options))


BELARUS = {"targets": "belarus_2019", "margins": ["sex_by_age", "region"]}
PUBLISHED = {  # questionnaires/studies/baw/baw_2022_03.yaml
    "troop_deployment": {"positive": 11.1, "negative": 85},
    "military_infrastructure": {"positive": 29, "negative": 61.8},
    "stationed_troops": {"positive": 45, "negative": 46.9},
}


@pytest.mark.derivation
def test_weights_bring_an_invented_wave_to_the_published_shares() -> None:
    sample = simulated("baw_2022_03", 200_000, **BELARUS)
    figures = library().target("belarus_2019")
    weighted = survey.rake(sample, figures, ["sex_by_age", "region"])
    raw = weighted_gap = 0.0
    for name, shares in PUBLISHED.items():
        before, after = sample.share(name).to_frame(), weighted.share(name).to_frame()
        for option, percent in shares.items():
            own = after[after.option == option].iloc[0]
            assert abs(own.estimate - percent / 100) < 4 * own.std_error, (name, option)
            raw += abs(before[before.option == option].estimate.iloc[0] - percent / 100)
            weighted_gap += abs(own.estimate - percent / 100)
    assert weighted_gap < raw / 2  # there is something to do, and weighting does it


@pytest.mark.derivation
def test_without_bias_it_is_a_simple_random_sample_of_the_population() -> None:
    sample = simulated("baw_2022_03", 200_000, bias=0, **BELARUS)
    margin = library().target("belarus_2019").margins["region"]
    found = sample.share("region").to_frame().set_index("option")
    whole = sum(margin.figures.values())
    for (option,), value in margin.figures.items():
        assert abs(found.estimate[option] - value / whole) < 4 * found.std_error[option]
    assert survey.rake(sample, library().target("belarus_2019"), ["region"]).diagnose().deff < 1.001


@pytest.mark.property
def test_the_same_seed_makes_the_same_wave_and_another_one_another() -> None:
    first, again, other = (simulated("baw_2022_03", 200, seed, **BELARUS).engine.frame() for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


@pytest.mark.property
def test_a_question_has_random_numbers_of_its_own(tmp_path: Path) -> None:
    frames = []
    for extra in ("", "  other: {published: {a: 30, b: 70}, options: {a: A, b: B}}\n"):
        write(tmp_path, extra)
        frames.append(simulated("poll", 100, folder=tmp_path, targets="town").engine.frame())
    assert frames[0]["vote"].tolist() == frames[1]["vote"].tolist()
    assert frames[0]["sex"].tolist() == frames[1]["sex"].tolist() and "other" in frames[1]


def write(folder: Path, more: str = "", poll: str = "") -> None:
    """Targets of sex and area, and a poll with figures by sex and of some who were asked on."""
    texts = {
        "targets/town.yaml": "targets: town\npopulation: adults\nmargins:\n"
        "  sex: {variables: [sex], shares: {male: 45, female: 55}}\n"
        "  area: {variables: [area], shares: {north: 40, south: free, west: free}, of: 100}\n"
        "  wide: {variables: [land], shares: {far: 70, near: 30}, recode: {land: {far: [a, b], near: c}}}\n",
        "studies/poll.yaml": poll
        or "study: poll\nquestions:\n"
        "  vote:\n    options: {red: {code: 1, label: R}, blue: {code: 2, label: B}, "
        "hard_to_say: {code: 99, label: H, missing: dont_know}}\n"
        "    published: {red: 44, blue: {value: 41, qualifier: more than}}\n"
        "    by: {sex: {male: {published: {red: 60}}}}\n"
        "  why:\n    options: {a: A, b: B, c: {label: C, missing: not_asked}}\n"
        "    nested: {question: vote, options: [red]}\n    published: {a: {low: 60, high: 70}, b: 35}\n"
        "  papers:\n    type: multiple\n    options: {x: X, y: Y}\n    columns: {x: p_x, y: p_y}\n"
        "    published: {x: 60, y: 70}\n"
        "  sex: {options: {male: {code: 1, label: M}, female: {code: 2, label: F}}}\n"
        "  area: {options: {north: N, south: S, west: W}}\n"
        f"  land: {{options: {{a: A, b: B, c: C}}}}\n{more}",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.derivation
def test_groups_with_figures_of_their_own_have_them(tmp_path: Path) -> None:
    write(tmp_path)
    frame = simulated("poll", 100_000, folder=tmp_path, targets="town").engine.frame()
    men, women = frame[frame.sex == 1], frame[frame.sex == 2]
    weighted = 0.45 * (men.vote == 1).mean() + 0.55 * (women.vote == 1).mean()
    assert (men.vote == 1).mean() == pytest.approx(0.60, abs=0.03)  # what the other groups' bias leaves
    assert weighted == pytest.approx(0.44, abs=0.03)
    assert (frame.vote == 99).mean() == pytest.approx(0.15, abs=0.03)  # what was not published goes to hard to say


@pytest.mark.derivation
def test_figures_of_crossed_groups_are_those_of_the_crossing(tmp_path: Path) -> None:
    questions = (
        "vote: {options: {1: Red, 2: Blue}, published: {1: 44}, "
        "by: {sex > area: {male > north: {published: {1: 90}}}}}, "
        "sex: {options: {male: M, female: F}}, area: {options: {north: N, south: S, west: W}}"
    )
    write(tmp_path, poll=f"study: poll\nquestions: {{{questions}}}\n")
    frame = simulated("poll", 50_000, folder=tmp_path, targets="town").engine.frame()
    inside = (frame.sex == "male") & (frame.area == "north")
    assert (frame[inside].vote == 1).mean() == pytest.approx(0.90, abs=0.03)
    assert (frame[~inside & (frame.sex == "male")].vote == 1).mean() < 0.7


@pytest.mark.contract
def test_who_was_not_asked_has_no_answer_and_several_answers_have_columns(tmp_path: Path) -> None:
    write(tmp_path)
    sample = simulated("poll", 5_000, folder=tmp_path, targets="town", bias=0)
    frame = sample.engine.frame()
    assert set(frame["why"][frame.vote != 1]) == {"c"} and set(frame["why"][frame.vote == 1]) == {"a", "b"}
    assert (frame["why"][frame.vote == 1] == "a").mean() == pytest.approx(0.65, abs=0.05)  # the middle of 60 to 70
    assert frame["p_x"].mean() == pytest.approx(0.6, abs=0.03) and frame["p_y"].mean() == pytest.approx(0.7, abs=0.03)


@pytest.mark.contract
def test_free_cells_and_recoded_levels_have_people(tmp_path: Path) -> None:
    write(tmp_path)
    options = {"targets": "town", "margins": ["area", "wide"], "bias": 0.0}
    frame = simulated("poll", 50_000, folder=tmp_path, **options).engine.frame()
    area, land = frame["area"].value_counts(normalize=True), frame["land"].value_counts(normalize=True)
    assert area["north"] == pytest.approx(0.40, abs=0.02) and area["south"] == pytest.approx(0.30, abs=0.02)
    assert land["a"] + land["b"] == pytest.approx(0.70, abs=0.02) and land["a"] == pytest.approx(0.35, abs=0.02)


@pytest.mark.contract
@pytest.mark.parametrize("ending", [".sav", ".zsav", ".dta", ".csv", ".tsv", ".xlsx", ".parquet", ".feather"])
def test_every_file_says_that_it_is_synthetic_and_is_read_by_its_definition(ending: str, tmp_path: Path) -> None:
    sample = simulated("baw_2022_03", 300, **BELARUS)
    (out,) = write_simulated(sample, tmp_path / f"wave{ending}")
    study = load_study("baw_2022_03", library())
    assert not study.is_synthetic
    read = opened_sample(study, library(), data=out)
    assert read.synthetic and read.n == 300
    assert set(np.asarray(read.engine.values("synthetic"))) == {SYNTHETIC}
    if ending not in (".csv", ".tsv", ".xlsx"):
        assert read.opened is not None and read.opened.layout.synthetic
    for name in PUBLISHED:
        here, there = sample.share(name), survey.Sample.of(read).share(name)
        assert list(here.option) == list(there.option)
        np.testing.assert_allclose(here.estimate, there.estimate)


@pytest.mark.contract
def test_the_column_marks_only_data_that_say_it_in_every_row(tmp_path: Path) -> None:
    write(tmp_path)
    write_simulated(simulated("poll", 50, folder=tmp_path, targets="town"), tmp_path / "wave.csv")
    frame = pd.read_csv(tmp_path / "wave.csv")
    frame.loc[3, "synthetic"] = "no"
    frame.to_csv(tmp_path / "mixed.csv", index=False)
    known = library(tmp_path)
    assert study_sample(known.study("poll"), known, data=tmp_path / "wave.csv").synthetic
    assert not study_sample(known.study("poll"), known, data=tmp_path / "mixed.csv").synthetic


@pytest.mark.contract
def test_a_study_with_data_has_their_shares_and_its_own_codes() -> None:
    sample = simulated("chile_1988", 20_000)
    own = survey.open_study("chile_1988")
    here, there = sample.share("vote", base="all").to_frame(), own.share("vote", base="all").to_frame()
    there = there[there.option.isin(here.option)]
    np.testing.assert_allclose(here.estimate, there.estimate / there.estimate.sum(), atol=0.02)
    assert set(sample.engine.frame()["vote"]) == {"N", "Y", "A", "U"}
    assert sample.engine.frame()["age"].between(18, 80).all()


@pytest.mark.contract
def test_what_could_not_be_drawn_as_published_is_said() -> None:
    known = library()
    with pytest.warns(WeightingWarning) as said:
        simulate_study(load_study("baw_2022_03", known), known, 50, 1, targets="belarus_2019", margins=["region"])
    texts = " | ".join(str(one.message) for one in said)
    assert "troop_deployment: figures by education are not used" in texts
    assert "alliance_preference: nothing was published of it; every option is equally likely" in texts


@pytest.mark.contract
@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("{a: 40.5, b: 70}", "published shares make 110.5%; all are"),
        ("{a: 20.5, b: 70}", "9.5 points were not published"),
    ],
)
def test_the_warning_says_by_how_many_points_published_shares_miss_100(
    tmp_path: Path, published: str, said: str
) -> None:
    write(tmp_path, f"  other: {{published: {published}, options: {{a: A, b: B}}}}\n")
    known = library(tmp_path)
    with pytest.warns(WeightingWarning, match=said):
        simulate_study(load_study("poll", known), known, 50, 1, targets="town")


@pytest.mark.contract
def test_a_study_without_figures_and_data_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, poll="study: poll\nquestions:\n  vote: {options: {red: R, blue: B}}\n")
    known = library(tmp_path)
    with pytest.raises(SurveyError, match="poll: publishes no figures and has no data") as caught:
        simulate_study(known.study("poll"), known)
    assert "published:" in str(caught.value)
    for options, text in (
        ({"targets": "twon"}, "no targets called 'twon'"),
        ({"targets": "town", "margins": ["sax"]}, "no margin 'sax'\nDid you mean 'sex'"),
        ({"n": 1}, "1 respondents are no sample"),
        ({"bias": -1.0}, "bias -1 is below 0"),
    ):
        with pytest.raises(SurveyError, match=text):
            simulate_study(known.study("poll"), known, **options)


@pytest.mark.contract
def test_too_many_combinations_are_refused_before_they_are_made(tmp_path: Path) -> None:
    names = [f"v{k}" for k in range(7)]
    shares = "{" + ", ".join(f"o{k}: 10" for k in range(10)) + "}"
    options = "{" + ", ".join(f"o{k}: O" for k in range(10)) + "}"
    write(
        tmp_path,
        poll="study: poll\nquestions:\n  vote: {options: {a: A, b: B}, published: {a: 50, b: 50}}\n"
        + "".join(f"  {name}: {{options: {options}}}\n" for name in names),
    )
    text = "targets: wide\npopulation: adults\nmargins:\n"
    text += "".join(f"  {name}: {{variables: [{name}], shares: {shares}}}\n" for name in names)
    (tmp_path / "targets" / "wide.yaml").write_text(text, encoding="utf-8")
    known = library(tmp_path)
    with pytest.raises(SurveyError, match="10,000,000 combinations of v0, .* are too many"):
        simulate_study(known.study("poll"), known, targets="wide")
