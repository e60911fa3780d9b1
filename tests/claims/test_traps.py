"""What the records of Belarusian polls teach: one test for each trap, on the shipped definitions."""

from __future__ import annotations

import math
from typing import Any

import pytest

from survey.claims.answers.verdict import Verdict
from survey.claims.study_checks import check_published
from survey.claims.verify import verify_claims
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.words import say

pytestmark = pytest.mark.contract


def judge(library: Library, **claim: Any) -> Verdict:
    """The verdict on one claim about the shipped studies."""
    made = {"id": "it", "quote": "as they say", **claim}
    claims = Claims.model_validate({"publication": {"title": "The Paper"}, "claims": [made]})
    (found,) = verify_claims(claims, library)
    return found


def check(library: Library, study: str, claim: str) -> Verdict:
    found = {item.claim: item for item in check_published(library.study(study), library)}
    return found[claim]


def test_trap_1_a_sum_that_is_not_100_is_impossible(library: Library) -> None:
    found = check(library, "iiseps_2015_12", "alliance_preference.sum")
    assert found.fidelity == "impossible" and found.fails
    assert "53.5 + 25.1 + 24.1 = 102.7, 2.7 points too many; rounding explains 0.15 at most" in say(found.sentence)


def test_trap_2_two_thirds_for_61_8_is_overstated(library: Library) -> None:
    asked = {"study": "baw_2022_03", "question": "military_infrastructure", "option": "negative"}
    found = judge(library, **asked, says="two-thirds")
    assert (found.fidelity, found.inference) == ("overstated", "beyond_error")
    assert "another base would make it, 68.1% of the 90.8% who answered" in say(found.sentence)


@pytest.mark.parametrize(
    ("says", "fidelity"), [(47.3, "cannot_be_checked"), (41.3, "cannot_be_checked"), (55, "overstated")]
)
def test_trap_3_mirror_images_are_named_and_leave_a_claim_open(library: Library, says: float, fidelity: str) -> None:
    found = check(library, "baw_2022_09", "russia_actions_approval.readings.jrl_2022_10")
    assert found.fidelity == "not_reproduced" and "mirror images" in say(found.sentence)
    asked = {"study": "baw_2022_09", "question": "russia_actions_approval", "option": "approve"}
    assert judge(library, **asked, says=says).fidelity == fidelity


def test_trap_4_figures_under_the_date_of_another_wave_are_traced(library: Library) -> None:
    found = check(library, "baw_2022_09", "military_infrastructure.date.baw_2022_03.jrl_2022_10")
    assert found.fidelity == "not_reproduced" and "(61.8% and 29%)" in say(found.sentence)
    assert check(library, "baw_2022_09", "troop_deployment.date.baw_2022_03").fidelity == "cannot_be_checked"


def test_trap_5_options_added_together_are_checked_as_their_sum(library: Library) -> None:
    both = {"study": "chatham_house_2025_08", "question": "foreign_union"}
    assert judge(library, **both, options=["both", "none"], says=41).fidelity == "reproduced"
    assert judge(library, **both, option="none", says=41).fidelity == "overstated"
    union = {"study": "mgimo_2019_11", "question": "acceptable_relations"}
    assert judge(library, **union, options=["allied", "partnership"], says="almost 90%").fidelity == "reproduced"
    assert judge(library, **union, option="allied", says="almost 90%").fidelity == "overstated"


def test_trap_6_a_sample_size_and_dates_printed_twice_are_named(library: Library) -> None:
    found = check(library, "chatham_house_2022_01", "n")
    assert found.fidelity == "not_reproduced" and "755 is used here, 767" in say(found.sentence)
    assert check(library, "chatham_house_2022_08", "fieldwork").fidelity == "not_reproduced"
    stated = judge(library, study="chatham_house_2022_01", says={"n": 767})
    assert stated.fidelity == "not_reproduced" and "also gives 767" in say(stated.sentence)


def test_trap_7_a_wave_that_was_weighted_again_says_so_on_its_page(library: Library) -> None:
    note = " ".join(say(library.study("chatham_house_2021_04").note).split())
    assert "earlier waves were weighted again" in note


def test_trap_8_questions_with_other_options_make_no_change(library: Library) -> None:
    # IISEPS offers two unions and neither, Chatham House both and none: there is no pair to subtract
    change = {"change": {"points": 5, "start": "iiseps_2015_12", "end": "chatham_house_2020_09"}}
    found = judge(library, question="alliance_preference", option="russia", says=change)
    assert found.fidelity == "cannot_be_checked" and "No two dated waves" in say(found.sentence)


def test_trap_9_a_change_across_modes_says_so(library: Library) -> None:
    change = {"change": {"points": 0.4, "direction": "down", "start": "baw_2019_12", "end": "baw_2020_11"}}
    found = judge(library, question="alliance_preference", option="russia", says=change)
    assert (found.fidelity, found.inference) == ("reproduced", "within_error")
    assert "mode: face-to-face → telephone" in say(found.sentence)


def test_trap_10_opposition_falls_while_support_barely_moves(library: Library) -> None:
    waves = {"start": "baw_2022_03", "end": "baw_2022_09"}

    def moved(option: str, points: float, direction: str) -> Verdict:
        change = {"change": {"points": points, "direction": direction, **waves}}
        return judge(library, question="military_infrastructure", option=option, says=change)

    fall, rise = moved("negative", 10.4, "down"), moved("positive", 1.9, "up")
    assert (fall.fidelity, fall.inference) == ("reproduced", "beyond_error")
    assert (rise.fidelity, rise.inference) == ("reproduced", "within_error")
    assert moved("positive", 10, "up").fidelity == "overstated"
    assert moved("hard_to_say", 8, "up").fidelity == "cannot_be_checked"  # not printed in March


def test_trap_11_a_nested_base_is_not_everybody(library: Library) -> None:
    asked = {"study": "religion_unnamed", "question": "confession", "option": "orthodox"}
    assert judge(library, **asked, says=51.6).fidelity == "reproduced"
    all_of_them = judge(library, **asked, says=86)
    assert all_of_them.fidelity == "overstated"
    assert "another base would make it, 86% of the 60% who answered 'Religious'" in say(all_of_them.sentence)
    assert judge(library, **asked, base={"religious": ["religious"]}, says=86).fidelity == "reproduced"


def test_trap_12_a_month_to_month_change_needs_its_error(library: Library) -> None:
    waves = {"start": "baw_2022_03", "end": "baw_2022_09"}
    change = {"change": {"points": 10.4, "direction": "down", **waves}}
    asked = {"question": "military_infrastructure", "option": "negative", "about": "population"}
    found = judge(library, **asked, says=change)
    half = 1.959963984540054 * math.sqrt((0.618 * 0.382 + 0.514 * 0.486) / 1000)
    assert not found.fails and found.figures["conf_high"] == pytest.approx(-0.104 + half)
    assert round(100 * half, 1) == 4.3
    may = {"change": {"points": [0.1, 1], "direction": "down", "start": "baw_2022_03", "end": "baw_2022_05"}}
    slight = judge(library, question="troop_deployment", option="positive", says=may)
    assert slight.inference == "not_asked" and "only a limit" in say(slight.sentence)
    september = {"change": {"points": 0.1, "direction": "down", **waves}}
    certain = judge(library, question="troop_deployment", option="positive", about="population", says=september)
    assert (certain.fidelity, certain.inference, certain.fails) == ("reproduced", "within_error", True)
