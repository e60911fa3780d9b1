"""What rounding, limits and the last bit of a number can hide of a statement, and the word that says so."""

from __future__ import annotations

import math
from typing import Any

import pytest

from survey.claims.checks.check_readings import is_cut
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.share import printed_share
from survey.definitions.reading.load import check_library
from survey.definitions.records.values import Figure
from survey.maths.granularity.reachable import rounded_up
from survey.maths.published import change_std_error, normal_quantile
from survey.maths.rounded_sums import coarse_step
from survey.words import say

pytestmark = pytest.mark.contract

TURNS = "which may turn it"
VOTE = "study: poll, question: vote"
TENS = "{red: 40, blue: 30, green: 20, hard_to_say: 10}"
LIMIT = "{red: 30, blue: {value: 20, qualifier: more than}, green: 25}"
JUDGED = [  # published, statement, fidelity, words
    ("{red: 24, green: 26, blue: 50}", "option: left, says: 51", "cannot_be_checked", "49.0-51.0%"),
    ("{red: 24, green: 26, blue: 50}", "option: left, says: 52", "overstated", "2 points too many"),
    ("{red: 24.4, green: 26.4, blue: 49.2}", "option: left, says: 51", "reproduced", "equal"),
    ("{red: 24, green: 26, blue: 50}", "option: left, says: a majority", "overstated", TURNS),
    ("{red: 17, green: 17, blue: 17}", "options: [red, green, blue], says: a majority", "reproduced", TURNS),
    ("{red: 53, blue: 47}", "option: red, says: a majority", "reproduced", "it fits; 50%"),
    ("{red: 60, blue: 40}", "option: red, says: {share: {value: 60, qualifier: more than}}", "overstated", TURNS),
    ("{red: {value: 50, qualifier: at least}}", "option: red, says: a majority", "cannot_be_checked", "a limit"),
    ("{red: {value: 50, qualifier: more than}}", "option: red, says: a majority", "reproduced", "it fits"),
    ("{red: {value: 60, qualifier: at least}}", "option: red, says: {share: {value: 60, qualifier: more than}}",
     "cannot_be_checked", "a limit"),
    (TENS, "option: red, says: {difference: {points: {value: 10, qualifier: more than}, against: blue}}",
     "overstated", TURNS),
    (TENS, "option: blue, says: {difference: {points: {value: 10, qualifier: more than}, against: green}}",
     "overstated", TURNS),
    (TENS, "option: red, says: {difference: {points: {value: 10, qualifier: less than}, against: blue}}",
     "understated", TURNS),
    (TENS, "option: blue, says: {ratio: {phrase: more than three times as many, against: hard_to_say}}",
     "overstated", TURNS),
    ("{red: 60, blue: 30, green: 10}", "option: red, says: {ratio: {phrase: more than twice as many, against: blue}}",
     "overstated", TURNS),
    ("{red: 35, blue: 35, green: 30}", "says: {leads: red}", "not_reproduced", "level; rounding leaves −1 to +1"),
    ("{red: 35, blue: 35, green: 30}", "says: {order: [red, blue, green]}", "not_reproduced", "as some are level"),
    (LIMIT, "says: {leads: red}", "cannot_be_checked", "only a limit is known"),
    (LIMIT, "says: {rank: {option: green, place: 2}}", "cannot_be_checked", "the place of Green is 2-3"),
    (LIMIT, "says: {rank: {option: red, place: 4}}", "not_reproduced", "the place of Red is 1-2"),
    (LIMIT, "says: {lead: {option: red, points: 5}}", "cannot_be_checked", "Blue more than 20%"),
    (LIMIT, "says: {lead: {option: red, points: 8}}", "overstated", "Blue more than 20%"),
    (LIMIT, "says: {divided: [red, green]}", "cannot_be_checked", "Blue more than 20%: only a limit is known"),
    ("{red: {value: 45, qualifier: more than}, blue: 30}", "says: {divided: [red, blue]}", "cannot_be_checked",
     "Red more than 45%: only a limit"),
    ("{red: 55, blue: {value: 15, qualifier: more than}, green: 25}", "says: {leads: red}", "reproduced", "ahead"),
    ("{red: 70, blue: 15}", "says: {rank: {option: blue, place: 2}}", "reproduced", "the place of Blue is 2"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "claim", "fidelity", "words"), JUDGED)
def test_what_is_hidden_is_said(polls: Any, published: str, claim: str, fidelity: str, words: str) -> None:
    polls.poll("poll", f"{{vote: {{published: {published}}}}}")
    found = polls.verdict(f"{VOTE}, {claim}")
    assert (found.fidelity, words in say(found.sentence)) == (fidelity, True), say(found.sentence)
    assert (TURNS in say(found.sentence)) == (words == TURNS)


def test_a_multiple_is_as_certain_as_the_change_that_makes_it(polls: Any) -> None:
    polls.poll("before", "{vote: {published: {red: 3}}}", "series: s\nfieldwork: 2020-01\nsample: {size: 1000}")
    polls.poll("poll", "{vote: {published: {red: 9}}}", "series: s\nfieldwork: 2020-02\nsample: {size: 1000}")
    change = polls.verdict(f"{VOTE}, option: red, says: {{change: {{points: 6, start: before, end: poll}}}}")
    times = polls.verdict(f"{VOTE}, option: red, says: {{ratio: {{phrase: tripled, start: before, end: poll}}}}")
    error = change_std_error(0.03, 1000, 0.09, 1000)
    assert change.deff_flips == pytest.approx((0.05 / (normal_quantile(0.95) * error)) ** 2)  # rounding leaves 5 to 7
    assert (times.inference, times.deff_flips) == (change.inference, pytest.approx(change.deff_flips))
    polls.poll("poll", "{vote: {published: {red: 20, blue: 8, green: 72}}}", "sample: {size: 200}")
    ahead = polls.verdict(f"{VOTE}, option: red, says: {{difference: {{points: 12, against: blue}}}}")
    more = polls.verdict(f"{VOTE}, option: red, says: {{ratio: {{times: 2.5, against: blue}}}}")
    assert (more.inference, more.deff_flips) == (ahead.inference, pytest.approx(ahead.deff_flips, nan_ok=True))


def test_waves_that_are_named_the_wrong_way_round_are_refused(polls: Any) -> None:
    polls.poll("before", "{vote: {published: {red: 3}}}", "series: s\nfieldwork: 2020-01")
    polls.poll("poll", "{vote: {published: {red: 9}}}", "series: s\nfieldwork: 2020-02")
    for says in (
        "ratio: {phrase: tripled, start: poll, end: before}",
        "change: {points: 6, start: poll, end: before}",
        "unchanged: {start: poll, end: before}",
    ):
        found = polls.verdict(f"{VOTE}, option: red, says: {{{says}}}")
        assert found.fidelity == "cannot_be_checked" and "before that of the start" in say(found.sentence)
        (problem,) = check_library(polls.library)
        assert "'before' was fielded before 'poll'" in problem.message and "Exchange start and end" in problem.fix
    polls.verdict(f"{VOTE}, option: red, says: {{ratio: {{times: 1, start: poll, end: poll}}}}")
    (problem,) = check_library(polls.library)
    assert "'poll' is both ends" in problem.message


@pytest.mark.parametrize("times", [1.0, 2.0, 0.5])
@pytest.mark.parametrize(("first", "second"), [("left", "green"), ("green", "left"), ("left", "blue"), ("red", "blue")])
def test_the_error_against_a_part_of_itself_knows_who_is_in_both(first: str, second: str, times: float) -> None:
    given = {"red": 0.24, "green": 0.26, "blue": 0.5, "left": 0.5}
    nets = {"left": ("red", "green")}
    shares = {key: printed_share(Figure(value=100 * share)) for key, share in given.items()}
    one = Evidence("s", "q", "published", shares, {}, ("red", "green", "blue"), nets=nets, n=1000)
    points = [(key in nets.get(first, (first,))) - times * (key in nets.get(second, (second,))) for key in one.options]
    mean = sum(given[key] * each for key, each in zip(one.options, points, strict=True))
    spread = sum(given[key] * each**2 for key, each in zip(one.options, points, strict=True)) - mean**2
    assert one.lead(first, second, times)[1] == pytest.approx(math.sqrt(spread / 1000))


def test_groups_that_may_share_respondents_are_said_to_be_taken_as_independent(polls: Any) -> None:
    polls.write("questions/sex.yaml", "question: sex\noptions: {woman: Women, man: Men}\n")
    polls.write("questions/age.yaml", "question: age\noptions: {young: Young, old: Old}\n")
    groups = "sex: {woman: {size: 500, published: {red: 40}}, man: {size: 500, published: {red: 30}}}"
    groups += ", age: {young: {size: {value: 300, qualifier: about}, published: {red: 30}}}"
    polls.poll("poll", f"{{sex: {{}}, age: {{}}, vote: {{published: {{red: 35}}, by: {{{groups}}}}}}}")
    claim = f"{VOTE}, option: red, domain: {{sex: woman}}, says: {{difference: {{points: 10, against: "
    apart, across = (polls.verdict(f"{claim}{{{group}}}}}}}") for group in ("sex: man", "age: young"))
    assert apart.fidelity == across.fidelity == "reproduced"
    words = [any("may share respondents" in say(text) for text in one.assumptions) for one in (apart, across)]
    assert words == [False, True]


@pytest.mark.parametrize(
    ("published", "fidelity", "words"),
    [
        ("{red: 35, blue: 25, green: 25, hard_to_say: 10}", "cannot_be_checked", "multiples of 5"),
        ("{red: 45, blue: 35, green: 25, hard_to_say: 0}", "cannot_be_checked", "multiples of 5"),
        ("{red: 42.5, blue: 30.5, green: 26.5, hard_to_say: 0.0}", "cannot_be_checked", "multiples of 0.5"),
        ("{red: 45, blue: 40, green: 35, hard_to_say: 10}", "impossible", "rounding explains 2.00"),
        ("{red: 36, blue: 25, green: 25, hard_to_say: 10}", "impossible", "rounding explains 2.00"),
        ("{red: 42.6, blue: 30.5, green: 26.5, hard_to_say: 0.0}", "impossible", "rounding explains 0.20"),
    ],
)
def test_figures_rounded_to_fives_or_halves_are_not_impossible(
    polls: Any, published: str, fidelity: str, words: str
) -> None:
    polls.poll("poll", f"{{vote: {{published: {published}}}}}")
    found = polls.checks("poll")["vote.sum"]
    assert found.fidelity == fidelity and words in say(found.sentence)


def test_a_share_that_another_rounding_gives_is_not_impossible(polls: Any) -> None:
    few = "sample: {size: 30}\nweighting: {stated: none}"
    for published, kind, words in (
        ("{red: 35, blue: 65}", "cannot_be_checked", "multiples of 5"),
        ("{red: 34, blue: 33, green: 33}", "cannot_be_checked", "rounding so that the table makes 100"),
        ("{red: 34, blue: 33, green: 32}", "impossible", "nothing was weighted"),
    ):
        polls.poll("poll", f"{{vote: {{published: {published}}}}}", few)
        found = polls.checks("poll")["vote.granularity"]
        assert found.fidelity == kind and words in say(found.sentence)
    assert [rounded_up(*one) for one in (("34", 30), ("64", 30), ("43", 50), ("33.4", 3))] == [True, True, False, True]


def test_the_last_bit_decides_nothing() -> None:
    coarse = [(value, value + 1) for value in range(1, 99)]
    for low, high in coarse:  # 29.0 is not 28 that was cut
        one, two = printed_share(Figure(value=float(low))), printed_share(Figure(value=float(high), decimals=1))
        assert not is_cut(one, two) and not is_cut(two, one), (low, high)
    assert is_cut(printed_share(Figure(value=61.0)), printed_share(Figure(value=61.8)))
    assert coarse_step([12.5, 30.0, 57.5], 1) == 0.5 and coarse_step([0.1 + 0.4, 99.5], 1) == 0.5
    assert coarse_step([12.5, 30.0], 0) is None and coarse_step([0.0], 0) is None and coarse_step([35, 26], 0) is None


def test_a_limit_is_passed_by_the_least_share_that_rounding_leaves(polls: Any) -> None:
    claim = f"{VOTE}, option: red, says: a majority"
    polls.poll("poll", "{vote: {published: {red: 51}}}", "sample: {size: 50000}")
    whole = polls.verdict(claim)
    error = math.sqrt(0.505 * 0.495 / 50000)
    assert whole.inference == "depends_on_the_design_effect"
    assert whole.deff_flips == pytest.approx((0.005 / (normal_quantile(0.95) * error)) ** 2, rel=1e-3)
    polls.poll("poll", "{vote: {published: {red: 52}}}", "sample: {size: 2500}")  # 50.04 to 53.95, of 51.5 from 49.5
    near = polls.verdict(claim)
    assert near.inference == "within_error"
    assert "50% is outside its 95% interval" in say(near.sentence)
    assert "not certain, as rounding leaves 51.5-52.5" in say(near.sentence)
    polls.poll("poll", "{vote: {published: {red: 52.0}}}", "sample: {size: 50000}")
    assert polls.verdict(claim).inference == "beyond_error"
