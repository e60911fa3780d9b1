"""Who leads, in which order, and whether opinion is divided."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.share import printed_share
from survey.claims.judging.pairs import compare_pair
from survey.definitions.records.values import Figure
from survey.words import say

Z = stats.norm.ppf(0.975)
VOTE = "study: poll, question: vote"
SURER = ("within_error", "depends_on_the_design_effect", "beyond_error")


@pytest.mark.derivation
def test_24_against_20_of_1000_and_every_number_in_the_sentence_can_be_had_again(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 24, blue: 20, green: 17, hard_to_say: 39}}}")
    verdict = polls.verdict(f"{VOTE}, says: {{leads: red}}")
    # Var(a - b) = Var(a) + Var(b) - 2 Cov(a, b), Cov = -ab/n for two shares of one question
    variance = (0.24 * 0.76 + 0.20 * 0.80 + 2 * 0.24 * 0.20) / 1000
    error = math.sqrt(variance)
    needed = math.ceil(1000 * (Z * error / 0.04) ** 2)
    assert (verdict.fidelity, verdict.inference) == ("reproduced", "within_error")
    assert say(verdict.sentence) == (
        f"Red 24% against Blue 20%, 4 points ahead; standard error {100 * error:.2f} = 100·√((0.24 + 0.2 − "
        "0.04²)/1000), with the covariance of both shares (n = 1000, design effect 1), 95% interval "
        f"−{-100 * (0.04 - Z * error):.1f} to {100 * (0.04 + Z * error):.1f}: not beyond sampling error; it would take "
        f"about {needed} respondents."
    )
    assert verdict.figures["std_error"] == pytest.approx(error)
    wider = f"at a design effect of 1.5 the standard error would be {100 * error * 1.5**0.5:.2f}"
    assert wider in [say(text) for text in verdict.assumptions]
    (row,) = verdict.details
    assert (row["option"], row["against"]) == ("red", "blue")


@pytest.mark.derivation
@pytest.mark.parametrize(("n", "beyond"), [(1052, False), (1053, True)])
def test_the_number_of_respondents_it_would_take_is_exact(polls: Any, n: int, beyond: bool) -> None:
    polls.poll("poll", "{vote: {published: {red: 24, blue: 20}}}", more=f"sample: {{size: {n}}}")
    # leads alone is not enough here: 56 points are not printed
    found = polls.verdict(f"{VOTE}, says: {{order: [red, blue]}}")
    assert found.fidelity == "reproduced" and (found.figures["conf_low"] > 0) == beyond
    # printed with more digits it would be beyond sampling error at design effect 1; whole percent leave 3 to 5 points
    assert found.inference == "within_error" and ("rounding leaves +3 to +5" in say(found.sentence)) == beyond


@pytest.mark.contract
@pytest.mark.parametrize(
    ("order", "verdict", "words"),
    [
        ("[red, blue]", "reproduced", "every step is certain"),
        ("[red, blue, green]", "reproduced", "not every step is certain"),
        ("[blue, red]", "not_reproduced", "another order"),
        ("[red, hard_to_say]", "cannot_be_checked", "no figure for Hard to say"),
        ("[red]", "cannot_be_checked", "at least two"),
    ],
)
def test_an_order_is_certain_possible_or_wrong(polls: Any, order: str, verdict: str, words: str) -> None:
    polls.poll("poll", "{vote: {published: {red: 44, blue: 22, green: 20}}}")
    found = polls.verdict(f"{VOTE}, says: {{order: {order}}}")
    assert found.fidelity == verdict and words in say(found.sentence).replace("No figure", "no figure")


@pytest.mark.contract
def test_a_lead_names_the_design_effect_that_it_survives(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 44.0, blue: 38.0, green: 10, hard_to_say: 8}}}")
    found = polls.verdict(f"{VOTE}, says: {{leads: red}}")
    error = math.sqrt((0.44 + 0.38 - 0.06**2) / 1000)
    assert (found.fidelity, found.inference) == ("reproduced", "depends_on_the_design_effect")
    assert found.deff_flips == pytest.approx((0.059 / (Z * error)) ** 2)  # printed digits leave 5.9 to 6.1
    words = f"depends on the design effect, which is not published: up to {found.deff_flips:.1f} it is"
    assert words in say(found.sentence)


@pytest.mark.contract
def test_a_tie_is_no_lead(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 48, blue: 48, green: 2, hard_to_say: 2}}}")
    found = polls.verdict(f"{VOTE}, says: {{leads: red}}")
    assert (found.fidelity, found.inference) == ("not_reproduced", "within_error") and "level" in say(found.sentence)


@pytest.mark.contract
def test_what_was_not_printed_may_be_larger_than_the_leader(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 24, blue: 12, green: 11}}}")
    found = polls.verdict(f"{VOTE}, says: {{leads: red}}")
    assert found.fidelity == "cannot_be_checked"
    assert "53 points are not printed, so that Hard to say may be larger" in say(found.sentence)


@pytest.mark.contract
def test_dont_know_is_no_rival(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 35, blue: 20, green: 5, hard_to_say: 40}}}")
    assert polls.verdict(f"{VOTE}, says: {{leads: red}}").fidelity == "reproduced"


@pytest.mark.contract
def test_without_n_a_lead_is_seen_and_not_judged(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 44, blue: 38, hard_to_say: 18}}}", more="mode: phone")
    ahead = polls.verdict(f"{VOTE}, says: {{leads: red}}")
    assert (ahead.fidelity, ahead.inference) == ("reproduced", "not_asked")
    assert "n is not published" in say(ahead.sentence)
    assert polls.verdict(f"{VOTE}, says: {{leads: blue}}").fidelity == "not_reproduced"


@pytest.mark.contract
@pytest.mark.parametrize(
    ("red", "blue", "verdict"),
    [
        ("{value: 50, qualifier: more than}", "33", "reproduced"),
        ("{value: 50, qualifier: more than}", "{value: 45, qualifier: less than}", "reproduced"),
        ("{value: 30, qualifier: less than}", "33", "not_reproduced"),
        ("{value: 30, qualifier: more than}", "33", "cannot_be_checked"),
    ],
)
def test_limits_decide_an_order_only_where_they_can(polls: Any, red: str, blue: str, verdict: str) -> None:
    polls.poll("poll", f"{{vote: {{published: {{red: {red}, blue: {blue}}}}}}}")
    found = polls.verdict(f"{VOTE}, says: {{order: [red, blue]}}")
    assert found.fidelity == verdict and "n = 1000" in say(found.sentence)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("published", "verdict", "words"),
    [
        ("{red: 24, blue: 20, green: 17, hard_to_say: 39}", "reproduced", "no answer has a majority"),
        ("{red: 49, blue: 30, green: 11, hard_to_say: 10}", "reproduced", "no answer has a majority"),
        ("{red: 61.8, blue: 29, green: 1}", "not_reproduced", "a majority, so opinion is not divided"),
        ("{red: 30, blue: 10, green: 25, hard_to_say: 35}", "not_reproduced", "Green 25% is above one of them"),
        ("{red: 15, blue: 12}", "cannot_be_checked", "73 points are not printed"),
        ("{red: 15}", "cannot_be_checked", "no figure is known for Blue"),
    ],
)
def test_divided_means_no_majority_and_the_largest_named(polls: Any, published: str, verdict: str, words: str) -> None:
    polls.poll("poll", f"{{vote: {{published: {published}}}}}")
    found = polls.verdict(f"{VOTE}, says: {{divided: [red, blue]}}")
    assert found.fidelity == verdict
    assert words in say(found.sentence)[0].lower() + say(found.sentence)[1:]


@pytest.mark.contract
def test_where_several_answers_were_possible_the_assumption_is_named(polls: Any) -> None:
    polls.poll("poll", "{vote: {multiple: unknown, published: {red: 24, blue: 20}}}")
    found = polls.verdict(f"{VOTE}, says: {{order: [red, blue]}}")
    assert any("one answer a respondent, which is not stated" in say(text) for text in found.assumptions)


@pytest.mark.property
@given(st.integers(1, 90), st.integers(1, 90), st.integers(50, 3000), st.integers(2, 20))
def test_more_respondents_only_make_an_order_more_certain(first: int, second: int, n: int, times: int) -> None:
    assume(first + second <= 100)

    def judged(size: int) -> tuple[str, str]:
        shares = {key: printed_share(Figure(value=float(value))) for key, value in (("a", first), ("b", second))}
        one = Evidence("s", "q", "published", shares, {}, ("a", "b"), n=size)
        pair = compare_pair(one, "a", "b")
        return pair.fidelity, pair.inferred.kind

    (before, one), (after, two) = judged(n), judged(n * times)
    assert before == after == ("reproduced" if first > second else "not_reproduced")
    assert SURER.index(two) >= SURER.index(one)


@pytest.mark.contract
def test_the_order_in_which_a_division_is_named_is_not_held_against_it(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 30, blue: 32, green: 10, hard_to_say: 28}}}")
    found = polls.verdict(f"{VOTE}, says: {{divided: [red, blue]}}")
    assert found.fidelity == "reproduced" and "the other way round" not in say(found.sentence)
    assert say(found.stated) == "divided: Red, Blue" and say(found.found) == "Blue 32, Red 30"
