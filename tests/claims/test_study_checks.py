"""A study's published figures among themselves and between its sources."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.claims.checks.check_sums import check_sum
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.share import printed_share
from survey.definitions.records.values import Figure
from survey.maths.rounded_sums import rounding_explains
from survey.words import say


@pytest.mark.contract
@pytest.mark.parametrize(
    ("published", "verdict", "words"),
    [
        ("{red: 54.5, blue: 25, green: 0, hard_to_say: 20.5}", "reproduced", "make 100: 54.5"),
        ("{red: 33, blue: 44, green: 0, hard_to_say: 24}", "reproduced", "make 100 within rounding: 33 + 44 + 0 + 24"),
        ("{red: 53.5, blue: 25.1, green: 0.0, hard_to_say: 24.1}", "impossible", "= 102.7, 2.7 points too many"),
        ("{red: 50, blue: 30, green: 5, hard_to_say: 5}", "impossible", "= 90, 10 points too few"),
        ("{red: 24, blue: 20, green: 17}", "cannot_be_checked", "39 points are unaccounted for"),
        ("{red: 50, blue: 33, green: 17}", "cannot_be_checked", "no points are left for Hard to say"),
        ("{red: 60, blue: 50}", "impossible", "10 points too many"),
        ("{red: 40, blue: 32, green: 1, hard_to_say: {value: 20, qualifier: more than}}", "cannot_be_checked", "is 27"),
        ("{red: 40, blue: 35, green: 10, hard_to_say: {value: 20, qualifier: more than}}", "impossible", "least"),
        ("{red: 40, blue: 32, green: 1, hard_to_say: {value: 20, qualifier: less than}}", "impossible", "even at"),
        ("{red: {value: 65, qualifier: about}, blue: 20, green: 10, hard_to_say: 6}", "cannot_be_checked", "'about'"),
        ("{red: 60, blue: 30, green: 0, hard_to_say: {value: 10, status: derived}}", "cannot_be_checked", "worked out"),
    ],
)
def test_shares_make_one_hundred_or_the_reason_is_said(polls: Any, published: str, verdict: str, words: str) -> None:
    polls.poll("poll", f"{{vote: {{published: {published}}}}}")
    found = polls.checks("poll")["vote.sum"]
    assert found.fidelity == verdict and words in say(found.sentence)
    assert "n = 1000 as published" in [say(text) for text in found.assumptions]


@pytest.mark.contract
@pytest.mark.parametrize(
    ("base", "published", "verdict", "words"),
    [
        ("valid", "{red: 50.7, blue: 30.3, green: 19.1}", "reproduced", "make 100 within rounding"),
        ("valid", "{red: 50.7, blue: 30.3, green: 16.1}", "impossible", "= 97.1, 2.9 points too few"),
        ("all", "{red: 50.7, blue: 30.3, green: 19.1}", "cannot_be_checked", "more than 100; more cannot be checked"),
        ("all", "{red: 50.7, blue: 30.3, green: 16.1}", "cannot_be_checked", "2.9 points are unaccounted for"),
    ],
)
def test_shares_of_valid_answers_make_one_hundred_without_those_who_gave_none(
    polls: Any, base: str, published: str, verdict: str, words: str
) -> None:
    polls.poll("poll", f"{{vote: {{base: {base}, decimals: 1, published: {published}}}}}")
    found = polls.checks("poll")["vote.sum"]
    assert found.fidelity == verdict and words in say(found.sentence)


@pytest.mark.derivation
def test_what_rounding_can_explain_is_half_a_unit_a_figure(polls: Any) -> None:
    polls.poll("poll", "{vote: {options: {a: A, b: B, c: C}, decimals: 1, published: {a: 53.5, b: 25.1, c: 24.1}}}")
    found = polls.checks("poll")["vote.sum"]
    assert "rounding explains 0.15 at most" in say(found.sentence)  # three figures, 0.05 each
    assert found.figures["lowest"] == pytest.approx((102.7 - 0.15) / 100)


@pytest.mark.contract
@pytest.mark.parametrize("multiple", ["true", "unknown"])
def test_where_several_answers_were_possible_no_sum_is_contradicted(polls: Any, multiple: str) -> None:
    for published in ("{red: 60, blue: 70, green: 5, hard_to_say: 1}", "{red: 6, blue: 7, green: 5, hard_to_say: 1}"):
        polls.poll("poll", f"{{vote: {{multiple: {multiple}, published: {published}}}}}")
        found = polls.checks("poll")["vote.sum"]
        assert found.fidelity == "cannot_be_checked" and "several answers were possible" in say(found.sentence)


@pytest.mark.contract
def test_a_single_figure_is_no_sum(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 44}}}")
    assert polls.checks("poll") == {}


@pytest.mark.derivation
def test_a_nested_base_makes_its_own_hundred_and_is_given_of_everybody(polls: Any) -> None:
    nested = "church: {nested: {question: faith, options: [religious]}, published: {east: 86, west: 14}}"
    polls.poll("poll", f"{{faith: {{published: {{religious: 60}}}}, {nested}}}")
    found = polls.checks("poll")["church.sum"]
    assert found.fidelity == "reproduced"
    assert f"of everybody that is Eastern {0.6 * 86:.1f}% and Western {0.6 * 14:.1f}%" in say(found.sentence)


@pytest.mark.contract
@pytest.mark.parametrize(("net", "verdict"), [("50.3", "reproduced"), ("50", "reproduced"), ("52", "not_reproduced")])
def test_a_net_is_the_sum_of_its_parts(polls: Any, net: str, verdict: str) -> None:
    polls.poll("poll", f"{{vote: {{published: {{red: 40.2, green: 10.1, left: {net}}}}}}}")
    assert polls.checks("poll")["vote.net.left"].fidelity == verdict


@pytest.mark.contract
@pytest.mark.parametrize(
    ("reading", "verdict", "words"),
    [
        ("{red: 61.8, blue: 29}", "reproduced", "they are equal"),
        ("{red: 61, blue: 29}", "not_reproduced", "they were cut"),
        ("{red: 62}", "reproduced", "the same within printed digits"),
        ("{red: {value: 60, qualifier: more than}}", "reproduced", "the same within"),
        ("{red: {value: 66.7, qualifier: about, said: two-thirds}}", "not_reproduced", "61.8% and 'two-thirds'"),
        ("{red: 29, blue: 61.8}", "not_reproduced", "mirror images"),
        ("{red: 55.1}", "not_reproduced", "they disagree by 6.7 points"),
    ],
)
def test_sources_agree_or_their_contradiction_is_named(polls: Any, reading: str, verdict: str, words: str) -> None:
    other = f"readings: [{{source: times, published: {reading}}}]"
    polls.poll("poll", f"{{vote: {{published: {{red: 61.8, blue: 29}}, {other}}}}}")
    found = polls.checks("poll")["vote.readings.times"]
    assert found.fidelity == verdict and words in say(found.sentence)
    assert "s published and as printed by The Times" in say(found.sentence)


@pytest.mark.contract
def test_mirror_images_are_found_where_no_source_was_chosen(polls: Any) -> None:
    two = "{source: herald, published: {red: 47.3, blue: 41.3}}, {source: times, published: {red: 41.3, blue: 47.3}}"
    polls.poll("poll", f"{{vote: {{readings: [{two}]}}}}")
    found = polls.checks("poll")
    assert list(found) == ["vote.readings.times"]
    assert "mirror images" in say(found["vote.readings.times"].sentence)


@pytest.mark.contract
def test_figures_under_another_date_are_traced_to_their_wave(polls: Any) -> None:
    polls.poll("march", "{vote: {published: {red: 61.8, blue: 29}}}", "series: s\nfieldwork: {start: 2022-03}")
    wrong = "readings: [{source: times, published: {red: {value: 62, qualifier: more than}, blue: 29}}]"
    own = f"{{vote: {{published: {{red: 51.4, blue: 30.9}}, {wrong}}}}}"
    polls.poll("autumn", own, "series: s\nfieldwork: {start: 2022-09}")
    found = polls.checks("autumn")["vote.date.march.times"]
    assert found.fidelity == "not_reproduced"
    assert "are the figures of Mar 2022 (61.8% and 29%)" in say(found.sentence)
    assert not [name for name in polls.checks("march") if ".date." in name]


@pytest.mark.contract
def test_figures_equal_to_an_earlier_waves_are_pointed_out_and_not_contradicted(polls: Any) -> None:
    polls.poll("march", "{vote: {published: {red: 11.1, blue: 85}}}", "series: s\nfieldwork: {start: 2022-03}")
    polls.poll("autumn", "{vote: {published: {red: 11, blue: 85}}}", "series: s\nfieldwork: {start: 2022-09}")
    found = polls.checks("autumn")["vote.date.march"]
    assert found.fidelity == "cannot_be_checked"
    assert "either nothing changed or they stand under a wrong date" in say(found.sentence)


@pytest.mark.derivation
@pytest.mark.parametrize(
    ("moe", "n", "verdict"),
    [
        (3.57, "755", "reproduced"), (3.6, "755", "reproduced"), (3.2, "937", "reproduced"), (3, "1500", "reproduced"),
        (3.2, "1061", "reproduced"), (4.5, "1012", "cannot_be_checked"), (2.0, "1000", "not_reproduced"),
        (3, "unknown", "cannot_be_checked"),
    ],
)  # fmt: skip
def test_a_printed_margin_fits_n_or_implies_a_design_effect(polls: Any, moe: float, n: str, verdict: str) -> None:
    polls.poll("poll", "{vote: {published: {red: 44}}}", f"sample: {{size: {n}}}\nmoe: {moe}")
    found = polls.checks("poll")["moe"]
    assert found.fidelity == verdict
    if n == "unknown":
        said = say(found.sentence)
        assert f"about {(98 / moe) ** 2:.0f} respondents" in said and "n is not published" in said
        return
    simple = 98 / math.sqrt(int(n))  # points; 0.98 = 1.96 / 2
    assert f"n = {n} as published gives ±{simple:.2f}" in say(found.sentence)
    assert found.figures["deff_implied"] == pytest.approx((moe / simple) ** 2, rel=1e-4)
    if moe == 3.2 and n == "1061":
        assert f"implies a design effect of {(moe / simple) ** 2:.1f}" in say(found.sentence)


@pytest.mark.contract
def test_sources_that_disagree_on_n_or_dates_are_named(polls: Any) -> None:
    readings = "readings: [{source: times, size: 767}, {source: herald, fieldwork: 4-21 August 2022}]"
    dates = "fieldwork: {start: 2022-08-04, end: 2022-08-17}"
    polls.poll("poll", "{vote: {}}", f"sample: {{size: 755, {readings}}}\n{dates}")
    found = polls.checks("poll")
    assert say(found["n"].sentence) == "Sources disagree: n = 755 is used here, 767 by The Times."
    assert found["fieldwork"].fidelity == found["n"].fidelity == "not_reproduced"
    assert "4-17 Aug 2022 is used here, 4-21 August 2022 by The Herald" in say(found["fieldwork"].sentence)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("size", "says", "verdict"),
    [
        ("1000", 1000, "reproduced"), ("1000", 1003, "not_reproduced"),
        ("{value: 1000, qualifier: more than}", 1200, "cannot_be_checked"),
        ("{value: 1000, qualifier: more than}", 900, "not_reproduced"),
        ("{value: 1500, qualifier: about}", 1519, "cannot_be_checked"),
        ("{value: 700, qualifier: less than}", 650, "cannot_be_checked"),
        ("{low: 750, high: 937}", 800, "cannot_be_checked"), ("{low: 750, high: 937}", 1000, "not_reproduced"),
        ("unknown", 1000, "cannot_be_checked"),
    ],
)  # fmt: skip
def test_a_stated_n_is_held_against_the_published_one(polls: Any, size: str, says: int, verdict: str) -> None:
    polls.poll("poll", "{vote: {}}", f"sample: {{size: {size}}}")
    found = polls.verdict(f"study: poll, says: {{n: {says}}}")
    assert found.fidelity == verdict and f"n = {says}" in say(found.sentence)


@pytest.mark.contract
def test_a_stated_margin_is_held_against_n(polls: Any) -> None:
    polls.poll("poll", "{vote: {}}")
    found = polls.verdict("study: poll, says: {moe: 3.1}")
    assert found.fidelity == "reproduced" and say(found.stated) == "±3.1" and say(found.found) == "±3.10"


@pytest.mark.contract
@pytest.mark.parametrize(
    ("wording", "language", "verdict"),
    [
        ("whom would you vote for", "en", "reproduced"),
        ("Who should win?", "en", "not_reproduced"),
        ("За кого бы вы проголосовали?", "ru", "cannot_be_checked"),
        ("Кто победит?", "ru", "cannot_be_checked"),
    ],
)
def test_words_are_compared_without_case_and_points(polls: Any, wording: str, language: str, verdict: str) -> None:
    polls.poll("poll", "{vote: {}}")
    found = polls.verdict(f"study: poll, question: vote, language: {language}, says: {{wording: '{wording}'}}")
    assert found.fidelity == verdict


@pytest.mark.property
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=7), st.integers(0, 2))
def test_true_shares_make_one_hundred_and_are_never_impossible(counts: list[int], decimals: int) -> None:
    counts = [*counts, 1]
    shares = {f"o{i}": round(100 * count / sum(counts), decimals) for i, count in enumerate(counts)}
    one = Evidence(
        study="s",
        question="q",
        origin="published",
        shares={key: printed_share(Figure(value=value), decimals) for key, value in shares.items()},
        labels={},
        options=tuple(shares),
    )
    (found,) = check_sum(one)
    likely = rounding_explains([decimals] * len(shares), abs(sum(shares.values()) - 100))
    assert found.fidelity == ("reproduced" if likely else "not_reproduced")  # never impossible


@pytest.mark.contract
@pytest.mark.parametrize(
    ("published", "words"),
    [
        # slightly less than 11 is 10 to 11: together with 85 it leaves at least 4 points
        ("{red: {value: 11, qualifier: slightly less than}, blue: 85}", "make 95 to 96: 4 to 5 points are unaccounted"),
        ("{red: {value: 60, qualifier: more than}, blue: 18}", "make at least 78: at most 22 points are unaccounted"),
        ("{red: {low: 48, high: 52}, blue: 27}", "make 75 to 79: 21 to 25 points are unaccounted"),
    ],
)
def test_limits_leave_as_many_points_as_they_allow(polls: Any, published: str, words: str) -> None:
    polls.poll("poll", f"{{vote: {{published: {published}}}}}")
    assert words in say(polls.checks("poll")["vote.sum"].sentence)


@pytest.mark.contract
def test_sources_that_contradict_each_other_by_a_limit_are_at_least_so_far_apart(polls: Any) -> None:
    reading = "{source: times, published: {red: {value: 62, qualifier: more than}, blue: 29}, note: Of another month.}"
    polls.poll("poll", f"{{vote: {{published: {{red: 51.4, blue: 30.9}}, readings: [{reading}]}}}}")
    found = say(polls.checks("poll")["vote.readings.times"].sentence)
    assert "they disagree by at least 10.6 points" in found  # 62 - 51.4
    assert found.endswith("Noted with it: Of another month.")


@pytest.mark.derivation
@pytest.mark.parametrize(("moe", "n"), [(3, 1500), (3.1, 1000)])
def test_a_coarsely_printed_margin_leaves_room_for_a_design_effect(polls: Any, moe: float, n: int) -> None:
    polls.poll("poll", "{vote: {published: {red: 44}}}", f"sample: {{size: {n}}}\nmoe: {moe}")
    most = ((moe + (0.5 if moe == 3 else 0.05)) / (98 / math.sqrt(n))) ** 2
    text = say(polls.checks("poll")["moe"].sentence)
    assert (f"room for a design effect of up to {most:.1f}" in text) == (most > 1.15)


@pytest.mark.contract
def test_figures_are_quoted_in_the_order_of_the_answers(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {blue: 29, red: 61.8}}}")
    assert say(polls.checks("poll")["vote.sum"].quote) == "Red 61.8% and Blue 29%"
