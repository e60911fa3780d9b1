"""The change between two waves: its size, its error, and what is known where a figure is only a limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.definitions.records.library import Library
from survey.errors import SurveyError
from survey.maths.published import change_std_error, printed_range
from survey.trends.change import ChangeRow, Changes, change
from survey.trends.limits import change_limits
from survey.trends.series import Trend, TrendPoint
from survey.trends.trend import trend
from survey.words import LANGUAGES, result_columns, say

Make = Callable[..., Any]


def row(found: Changes, option: str) -> ChangeRow:
    (one,) = [row for row in found.rows if row.option == option]
    return one


def notes(found: Changes, key: str, language: str = "en") -> str:
    return " ".join(say(note.text, language) for note in found.notes if note.key == key)


@pytest.fixture(scope="module")
def infrastructure(shipped: Library) -> Trend:
    return trend("military_infrastructure", shipped, series=("baw",), open_sample=lambda name: None)


@pytest.mark.derivation
def test_a_fall_from_61_8_to_51_4_is_10_4_points_give_or_take_4_3(infrastructure: Trend) -> None:
    # polls.md 4.12: "61.8 to 51.4 is not [inside the error] (about 10.4 +- 4.3 without design effect)", n = 1000 twice
    one = row(change(infrastructure, "baw_2022_03", "baw_2022_09"), "negative")
    assert one.estimate == pytest.approx(-0.104)
    half = 1.959963984540054 * math.sqrt(0.618 * 0.382 / 1000 + 0.514 * 0.486 / 1000)
    assert half == pytest.approx(0.043, abs=0.0005)
    assert (one.conf_low, one.conf_high) == pytest.approx((-0.104 - half, -0.104 + half), rel=1e-12)
    assert one.beyond is True and one.deff == 1.0
    # 61.8 and 51.4 are 61.75-61.85 and 51.35-51.45: a fall of 10.3 to 10.5, and the least of it counts
    assert (one.least, one.most) == pytest.approx((-0.105, -0.103))
    assert one.deff_limit == pytest.approx((0.103 / half) ** 2, rel=1e-9)
    assert "down 10.4 points (95% interval −14.7 to −6.1), beyond sampling error" in one.text["en"]
    assert "design effect of 5.7" in one.text["en"]
    # support, 29 to 30.9, is inside
    support = row(change(infrastructure, "baw_2022_03", "baw_2022_09"), "positive")
    assert support.beyond is False and "within sampling error" in support.text["en"]


@pytest.mark.derivation
def test_a_design_effect_multiplies_the_variance_and_the_limit_stays(infrastructure: Trend) -> None:
    plain = row(change(infrastructure, "baw_2022_03", "baw_2022_09"), "negative")
    for deff in (1.5, 5.6, 6.0):
        one = row(change(infrastructure, "baw_2022_03", "baw_2022_09", deff=deff), "negative")
        assert one.std_error == pytest.approx(change_std_error(0.618, 1000, 0.514, 1000, deff), rel=1e-12)
        assert one.deff_limit == pytest.approx(plain.deff_limit, rel=1e-9)
        assert one.beyond is (deff < plain.deff_limit)
    # 10.3 passes up to 5.68, 10.5 up to 5.91: between the two the rounding decides
    assert "beyond it with a design effect below 5.7" in one.text["en"]
    unsure = row(change(infrastructure, "baw_2022_03", "baw_2022_09", deff=5.75), "negative")
    assert unsure.beyond is None and "not certain" in unsure.text["en"]


@pytest.mark.derivation
def test_without_n_the_change_says_which_n_it_would_need(baw: Trend) -> None:
    # 40.4 (n = 1061) to 51.6 (n unknown): z² (p1 q1 / 1061 + p2 q2 / n) = 0.112²
    one = row(change(baw, "baw_2019_12", "baw_2020_09"), "russia")
    assert one.estimate == pytest.approx(0.112) and one.beyond is None and math.isnan(one.std_error)
    left = (0.112 / 1.959963984540054) ** 2 - 0.404 * 0.596 / 1061
    needed = 0.516 * 0.484 / left
    assert f"more than {math.floor(needed)} respondents there" in one.text["en"]
    more, less = math.floor(needed) + 1, math.floor(needed) - 1
    for n, beyond in ((more, True), (less, False)):
        error = change_std_error(0.404, 1061, 0.516, n)
        assert (0.112 > 1.959963984540054 * error) is beyond
    assert "each wave" in row(change(baw, "baw_2018_12", "baw_2020_09"), "russia").text["en"]


@pytest.mark.contract
def test_a_limit_gives_a_limit(baw: Trend) -> None:
    found = change(baw, "baw_2018_09", "baw_2020_11")
    one = row(found, "russia")
    assert math.isnan(one.estimate) and math.isnan(one.conf_low) and one.beyond is None
    assert (one.start, one.start_bound, one.end) == (0.63, "slightly more than", 0.40)
    # 63 to 64, and 40 from whole percent is 39.5 to 40.5
    assert one.note == "−24.5 … −22.5" and "down 22.5 to 24.5 points" in one.text["en"]
    assert row(change(baw, "baw_2014_04", "baw_2020_11"), "russia").note == "≤ −19.5"
    assert "down at least 19.5 points" in row(change(baw, "baw_2014_04", "baw_2020_11"), "russia").text["en"]
    unclear = row(change(baw, "baw_2014_04", "baw_2017_04"), "russia")
    assert unclear.note == "" and "which way" in unclear.text["en"]
    assert "one of the two waves" in row(found, "eu").text["en"]


@pytest.mark.contract
def test_a_change_over_a_change_of_mode_says_so(baw: Trend) -> None:
    crossed = change(baw, "baw_2019_12", "baw_2020_11")
    assert notes(crossed, "breaks") == (
        "The change includes what else differs between the two waves: face-to-face → phone."
    )
    assert "личное интервью → телефон" in notes(crossed, "breaks", "ru")
    may_be = change(baw, "baw_2019_12", "baw_2020_09")
    assert notes(may_be, "breaks").startswith("The change may include")
    assert "Sep 2020" in notes(may_be, "mode")
    assert "breaks" not in {note.key for note in change(baw, "baw_2018_12", "baw_2019_09").notes}


@pytest.mark.contract
def test_the_notes_of_a_change_are_on_its_two_waves_alone(wave: Make, line: Make) -> None:
    figures = {"red": 40, "blue": 45, "dk": 15}
    first, second = (wave(f"s{year}", str(year), figures, pollster="Us", sources=("ours",)) for year in (2019, 2020))
    other = wave(
        "s2018", "2018", figures, pollster="Them", sources=("theirs",), mode="face_to_face",
        sample={"kind": "opt_in", "size": 500}, vote={"text": {"en": "Whom do you like?"}, "wording": "exact"},
    )  # fmt: skip
    found, alone = (change(line(*waves), "s2019", "s2020") for waves in ((other, first, second), (first, second)))
    assert notes(found, "pollster") == "Us" and "theirs" not in notes(found, "sources")
    assert "opt-in" not in notes(found, "sample") and "Whom do you like?" not in notes(found, "wording")
    for key in ("pollster", "wording", "base", "weighting", "sample", "sources"):
        assert notes(found, key) == notes(alone, key) != "", key


@pytest.mark.contract
def test_records_rows_and_sentences_of_a_change(baw: Trend) -> None:
    found = change(baw, "baw_2019_12", "baw_2020_11", deff=1.5)
    assert tuple(map(say, found.dates)) == ("18-31 Dec 2019", "5-8 Nov 2020")
    for record, one in zip(found.records, found.rows, strict=True):
        assert tuple(record)[: len(result_columns())] == result_columns()
        assert record["study"] == "baw_2019_12:baw_2020_11" and record["option"] == one.option
        assert set(one.text) >= set(LANGUAGES) and len(set(one.text.values())) == 3
    keys = {note.key for note in found.notes}
    assert {"waves", "change", "method", "breaks", "base", "weighting", "sample", "sources"} <= keys
    assert "design effect of 1.5" in notes(found, "method")
    assert len([note for note in found.notes if note.key == "change"]) == len(found.rows)


@pytest.mark.contract
def test_a_wave_that_is_not_there_is_an_error_with_the_nearest(shipped: Library, baw: Trend) -> None:
    with pytest.raises(SurveyError, match="baw_2020_11"):
        change(baw, "baw_2019_12", "baw_2020_12")
    with pytest.raises(SurveyError, match="twice"):
        change(baw, "baw_2019_12", "baw_2019_12")
    army = trend("russian_army_support", shipped, series=("chatham_house",), open_sample=lambda name: None)
    with pytest.raises(SurveyError, match="Support some actions"):
        change(army, "chatham_house_2022_04", "chatham_house_2023_03")


@pytest.mark.contract
def test_the_level_is_that_of_the_trend(infrastructure: Trend) -> None:
    wide = row(change(replace(infrastructure, level=0.99), "baw_2022_03", "baw_2022_09"), "negative")
    assert wide.conf_high - wide.conf_low == pytest.approx(2 * 2.5758293035489004 * wide.std_error, rel=1e-9)
    assert "99% interval" in wide.text["en"]


def made(study: str, estimate: float, error: float, df: float, n: float) -> TrendPoint:
    """A point of microdata."""
    gone = math.nan
    return TrendPoint(
        study, "2020-01-01", "Jan 2020", "yes", estimate, error, gone, gone, gone, n, n, n, df, "phone",
        status="microdata", series="s",
    )  # fmt: skip


def trend_of(*points: TrendPoint) -> Trend:
    options = tuple(dict.fromkeys(point.option for point in points))
    return Trend("q", {"en": "Q"}, ("s",), options, {name: {"en": name} for name in options}, points, (), (), ())


@pytest.mark.derivation
def test_microdata_waves_use_their_own_errors_and_satterthwaites_df() -> None:
    # v = .0004 and .0009, df 20 and 30: df = .0013² / (.0004²/20 + .0009²/30) = 48.28571...; t(.975, 48.2857) = 2.0103
    found = change(trend_of(made("a", 0.50, 0.02, 20, 500), made("b", 0.60, 0.03, 30, 400)), "a", "b")
    one = row(found, "yes")
    assert one.std_error == pytest.approx(math.sqrt(0.0013), rel=1e-12)
    assert one.df == pytest.approx(0.0013**2 / (0.0004**2 / 20 + 0.0009**2 / 30), rel=1e-12)
    from scipy.stats import t

    half = t.ppf(0.975, one.df) * math.sqrt(0.0013)
    assert (one.conf_low, one.conf_high) == pytest.approx((0.1 - half, 0.1 + half), rel=1e-10)
    assert one.deff == pytest.approx(0.0013 / (0.25 / 500 + 0.24 / 400), rel=1e-12)
    assert "Satterthwaite" in notes(found, "method") and "deff" not in notes(found, "method")


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98), st.integers(50, 5000), st.integers(50, 5000), st.floats(1, 3))
def test_back_and_forth_are_mirror_images(p: float, q: float, n: int, m: int, deff: float) -> None:
    def published(study: str, share: float, size: int) -> TrendPoint:
        error = math.sqrt(share * (1 - share) / size)
        return replace(made(study, share, error, math.nan, size), status="published")

    line = trend_of(published("a", p, n), published("b", q, m))
    there, back = (row(change(line, *ends, deff=deff), "yes") for ends in (("a", "b"), ("b", "a")))
    assert there.estimate == pytest.approx(-back.estimate, abs=1e-12)
    assert there.std_error == pytest.approx(back.std_error, rel=1e-12)
    assert (there.conf_low, there.conf_high) == pytest.approx((-back.conf_high, -back.conf_low), abs=1e-12)
    assert there.beyond is back.beyond
    # two independent binomial shares
    assert there.std_error**2 == pytest.approx(deff * (p * (1 - p) / n + q * (1 - q) / m), rel=1e-12)


@pytest.mark.property
@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from(["", "about", "more than", "slightly more than", "at least", "less than", "at most"]),
    st.sampled_from(["", "more than", "slightly less than", "less than"]),
    st.integers(0, 2**32 - 1),
)
def test_limits_hold_every_change_that_the_printed_words_allow(
    first: int, second: int, word: str, other: str, seed: int
) -> None:
    # a share that the words allow, drawn at random: within a point for "slightly", else anywhere on the side named
    rng = np.random.default_rng(seed)

    def allowed(percent: int, qualifier: str) -> float:
        if qualifier in ("", "about"):
            return float(rng.uniform(percent / 100 - 0.005, percent / 100 + 0.005))
        reach = 0.01 if qualifier.startswith("slightly") else 1.0
        up = "more" in qualifier or "least" in qualifier
        edge = min(percent / 100 + reach, 1) if up else max(percent / 100 - reach, 0)
        low, high = sorted((percent / 100, edge))
        return float(rng.uniform(low, high))

    figures = ((first, word), (second, other))
    ranges = [printed_range(percent, 0, qualifier or "exact") for percent, qualifier in figures]
    one, two = (
        replace(made(name, percent / 100, math.nan, math.nan, 100), bound=bound, least=low, most=high)
        for name, percent, bound, (low, high) in (("a", first, word, ranges[0]), ("b", second, other, ranges[1]))
    )
    limits = change_limits(one, two)
    step = allowed(second, other) - allowed(first, word)
    assert limits.low - 1e-9 <= step <= limits.high + 1e-9


@pytest.mark.contract
def test_a_change_of_mode_is_not_certain_where_one_of_the_two_does_not_state_its_mode(baw: Trend) -> None:
    found = change(baw, "baw_2019_08", "baw_2020_11")  # the first may have been by phone as well
    assert notes(found, "breaks").startswith("The change may include")
    assert "Aug 2019" in notes(found, "mode")
