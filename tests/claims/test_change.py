"""Changes between waves: the two that are named, or every pair where none are."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from survey.claims.judging.change_fit import change_text, stated_range
from survey.words import say

Z = stats.norm.ppf(0.975)
WAVES = {  # study -> (month, mode, n, figure)
    "w1": ("2018-09", "face_to_face", "1000", "60"),
    "w2": ("2019-09", "face_to_face", "1000", "48"),
    "w3": ("2020-09", "phone", "1200", "47"),
    "w4": ("2021-09", "unknown", "unknown", "44"),
    "w5": ("2022-09", "phone", "900", "{value: 45, qualifier: more than}"),
}
FALL = "question: vote, option: red, says: {change: {points: [10, 15], direction: down"


@pytest.fixture
def series(polls: Any) -> Any:
    for name, (month, mode, n, figure) in WAVES.items():
        more = f"series: s\nmode: {mode}\nfieldwork: {{start: {month}, end: {month}}}\nsample: {{size: {n}}}"
        polls.poll(name, f"{{vote: {{published: {{red: {figure}}}}}}}", more)
    return polls


@pytest.mark.derivation
def test_a_named_pair_has_the_error_of_two_independent_samples(series: Any) -> None:
    found = series.verdict(f"{FALL}, start: w1, end: w2}}}}")
    error = math.sqrt(0.60 * 0.40 / 1000 + 0.48 * 0.52 / 1000)
    low, high = -0.12 - Z * error, -0.12 + Z * error
    flips = (0.11 / (Z * error)) ** 2  # 60 and 48 from whole percent leave a fall of 11 to 13
    assert found.fidelity == "reproduced" and say(found.found) == "60 → 48"
    assert say(found.sentence) == (
        "A fall of 10-15 points is stated; Red went from 60% (Sep 2018) to 48% (Sep 2019), −12 points: it fits; "
        f"standard error {100 * error:.2f}, 95% interval −{-100 * low:.1f} to −{-100 * high:.1f} (n = 1000 and 1000), "
        f"beyond sampling error, up to a design effect of {flips:.1f}."
    )
    assert found.figures == pytest.approx({"estimate": -0.12, "std_error": error, "conf_low": low, "conf_high": high})


@pytest.mark.contract
@pytest.mark.parametrize(
    ("start", "end", "verdict", "words"),
    [
        ("w1", "w3", "reproduced", "mode: face-to-face → telephone"),
        ("w2", "w3", "overstated", "not beyond sampling error"),
        ("w1", "w4", "cannot_be_checked", "n is not published for Sep 2021, so there is no interval"),
        ("w1", "w5", "cannot_be_checked", "cannot be decided"),
    ],
)
def test_a_named_pair_has_its_verdict(series: Any, start: str, end: str, verdict: str, words: str) -> None:
    found = series.verdict(f"{FALL}, start: {start}, end: {end}}}}}")
    assert found.fidelity == verdict and words in say(found.sentence)


@pytest.mark.contract
def test_a_rise_is_no_fall(series: Any) -> None:
    up = "question: vote, option: red, says: {change: {points: 12, direction: up, start: w1, end: w2}}"
    assert series.verdict(up).fidelity == "not_reproduced"
    assert series.verdict(up.replace("up", "down")).fidelity == "reproduced"


@pytest.mark.contract
@pytest.mark.parametrize(
    ("points", "fidelity"),
    [
        ("12", "reproduced"), ("13", "cannot_be_checked"),  # 60 and 48 may be 60.4 and 47.5
        ("14", "overstated"), ("10", "understated"), ("12.0", "reproduced"), ("12.5", "cannot_be_checked"),
    ],
)  # fmt: skip
def test_no_sampling_error_excuses_a_wrong_change(series: Any, points: str, fidelity: str) -> None:
    # 12 points, standard error 2.22: the interval goes from 7.6 to 16.4
    found = series.verdict(FALL.replace("[10, 15]", points) + ", start: w1, end: w2}}")
    assert found.fidelity == fidelity and found.inference == "beyond_error"


@pytest.mark.derivation
@pytest.mark.parametrize(
    ("n", "inference"),
    [  # the half-interval is 4.3, 3.07, 2.4 and 2.1
        (1000, "within_error"), (1995, "within_error"), (3300, "depends_on_the_design_effect"), (4300, "beyond_error"),
    ],
)  # fmt: skip
def test_the_least_change_that_rounding_leaves_has_to_pass(polls: Any, n: int, inference: str) -> None:
    for name, year, share in (("w1", 2020, 41), ("w2", 2021, 45)):
        more = f"series: s\nfieldwork: {{start: {year}}}\nsample: {{size: {n}}}"
        polls.poll(name, f"{{vote: {{published: {{red: {share}}}}}}}", more)
    found = polls.verdict("question: vote, option: red, says: {change: {points: 4, start: w1, end: w2}}")
    half = Z * math.sqrt((0.41 * 0.59 + 0.45 * 0.55) / n)
    ratio = (0.03 / half) ** 2  # 41 to 45 from whole percent is 3.0 to 5.0
    assert found.fidelity == "reproduced" and found.inference == inference
    assert found.deff_flips == pytest.approx(ratio)
    expected = "beyond_error" if ratio > 2 else "within_error" if ratio <= 1 else "depends_on_the_design_effect"
    assert inference == expected
    assert ("not certain, as rounding leaves +3 to +5" in say(found.sentence)) == (half > 0.03 and half < 0.04)


@pytest.mark.contract
def test_without_named_waves_every_pair_is_tried_and_told_apart_by_mode(series: Any) -> None:
    found = series.verdict(f"series: s, {FALL}}}}}")
    assert found.fidelity == "cannot_be_checked" and say(found.found) == "fits 2 of 10 pairs"
    fit = [(row["start"], row["end"]) for row in found.details if row["fits"] == "reproduced"]
    assert fit == [("w1", "w2"), ("w1", "w3")]
    open_ = [(row["start"], row["end"]) for row in found.details if row["fits"] == "cannot_be_checked"]
    assert open_ == [("w1", "w4"), ("w1", "w5")]  # 60 and 44 from whole percent are 15 to 17 apart
    assert (
        "It fits, with the same way of interviewing in both waves: Sep 2018 → Sep 2019 (−12); across a change of it: "
        "Sep 2018 → Sep 2020 (−13; face-to-face → telephone)."
    ) in say(found.sentence)
    modes = {(row["start"], row["end"]): row["mode"] for row in found.details}
    assert (modes["w1", "w2"], modes["w2", "w3"], modes["w3", "w4"], modes["w1", "w4"]) == (
        "same",
        "changed",
        "unknown",
        "changed",  # w4 does not say, and the series went from face-to-face to telephone before it
    )
    assert any("n is not published for Sep 2021" in say(text) for text in found.assumptions)


@pytest.mark.contract
def test_a_change_of_which_no_pair_speaks_is_contradicted(series: Any) -> None:
    found = series.verdict(f"series: s, {FALL.replace('[10, 15]', '[30, 40]')}}}}}")
    assert found.fidelity == "not_reproduced" and found.figures["fit"] == 0


@pytest.mark.contract
def test_only_one_end_named_leaves_the_pairs_from_there(series: Any) -> None:
    found = series.verdict(f"series: s, {FALL}, end: w2}}}}")
    assert [(row["start"], row["end"]) for row in found.details] == [("w1", "w2")]


@pytest.mark.contract
def test_waves_without_date_or_figure_are_named_not_dropped(series: Any) -> None:
    series.poll("w6", "{vote: {published: {blue: 10}}}", "series: s\nfieldwork: {start: 2023-01}")
    series.poll("w7", "{vote: {published: {red: 10}}}", "series: s")
    found = series.verdict(f"series: s, {FALL}}}}}")
    assert "w6 (no figure)" in say(found.sentence) and "w7 (no date)" in say(found.sentence)


@pytest.mark.contract
def test_another_reading_by_which_it_would_be_otherwise_is_noted(series: Any) -> None:
    more = "series: s\nmode: phone\nfieldwork: {start: 2020-09, end: 2020-09}\nsample: {size: 1200}"
    reading = "readings: [{source: times, published: {red: 54}}]"
    series.poll("w3", f"{{vote: {{published: {{red: 47}}, {reading}}}}}", more)
    found = series.verdict(f"{FALL}, start: w1, end: w3}}}}")
    assert "by 54% for Sep 2020, as The Times has it, it would be overstated" in say(found.sentence)


@pytest.mark.contract
def test_nothing_to_compare_is_said(polls: Any) -> None:
    polls.poll("only", "{vote: {published: {red: 50}}}", "series: s\nfieldwork: {start: 2020-01}")
    assert "no two dated waves" in say(polls.verdict(f"series: s, {FALL}}}}}").sentence).lower()
    assert "Neither two waves nor a series" in say(polls.verdict(f"{FALL}}}}}").sentence)
    unnamed = "series: s, question: vote, says: {change: {points: 5}}"
    assert "which answer changed" in say(polls.verdict(unnamed).sentence)


@pytest.mark.derivation
@pytest.mark.parametrize(
    ("points", "decimals", "low", "high"), [((10, 15), 0, 0.095, 0.155), ((12.5, 12.5), 1, 0.1245, 0.1255)]
)
def test_stated_points_are_as_wide_as_their_rounding(
    points: tuple[float, float], decimals: int, low: float, high: float
) -> None:
    assert stated_range(points, decimals) == pytest.approx((low, high))


@pytest.mark.contract
def test_points_are_put_in_words() -> None:
    assert say(change_text((10, 15), "down")) == "a fall of 10-15 points"
    assert say(change_text((1, 1), "up")) == "a rise of 1 point"
    said = [change_text((size, size), "down", int(size % 1 > 0))["ru"] for size in (1, 2, 2.5, 5, 21)]
    ends = ("1 пункт", "2 пункта", "2,5 пункта", "5 пунктов", "21 пункт")
    assert said == [f"падение на {size}" for size in ends]


REFERENDUM = "options: {remain: Remain, leave: Leave, undecided: {label: Undecided, missing: dont_know}}"
ROSE = "question: eu, option: remain, says: {change: {points: [1.3, 1.3], direction: up, start: icm, end: populus}}"


def referendum(polls: Any, second: str = REFERENDUM) -> Any:
    """dslabs::brexit_polls: ICM of 2016-01-08, with its undecided, and Populus of 2016-06-22, without."""
    more = "series: brexit\nfieldwork: {{start: {day}, end: {day}}}\nsample: {{size: {n}}}"
    first = "{remain: 44, leave: 38, undecided: 18}"
    polls.poll("icm", f"{{eu: {{{REFERENDUM}, published: {first}}}}}", more.format(day="2016-01-08", n=2055))
    polls.poll(
        "populus", f"{{eu: {{{second}, published: {{remain: 55, leave: 45}}}}}}", more.format(day="2016-06-22", n=4700)
    )
    return polls


@pytest.mark.contract
def test_a_rise_from_all_to_those_who_decided_cannot_be_checked(polls: Any) -> None:
    found = referendum(polls).verdict(ROSE.replace("1.3, 1.3", "11, 11"))
    assert (found.fidelity, found.inference) == ("cannot_be_checked", "not_asked")
    words = "not comparable: percentages with those who gave no answer, by the figures → of those"
    assert words in say(found.sentence)


@pytest.mark.derivation
def test_the_rise_among_those_who_decided_is_that_of_the_rebased_shares(polls: Any) -> None:
    found = referendum(polls).verdict(f"{ROSE}, base: {{eu: [remain, leave]}}")
    assert found.fidelity == "reproduced"
    assert found.figures["estimate"] == pytest.approx(0.55 - 44 / 82)
    error = math.sqrt(44 / 82 * 38 / 82 / (0.82 * 2055) + 0.55 * 0.45 / 4700)
    assert found.figures["std_error"] == pytest.approx(error) == pytest.approx(0.01415, abs=5e-6)


@pytest.mark.contract
def test_an_answer_that_reads_otherwise_makes_no_change(polls: Any) -> None:
    found = referendum(polls, REFERENDUM.replace("remain: Remain", "remain: Never leave")).verdict(ROSE)
    assert found.fidelity == "cannot_be_checked"
    words = "not comparable: another answer: “Remain” → “Never leave”"
    assert words in say(found.sentence)
