"""Of whom a statement is: those who answered a set of questions, chose answers of several, belong to crossed groups."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.opening.open_study import open_study
from survey.claims.study_checks import check_published
from survey.definitions.reading.load import refuse_faults
from survey.errors import DefinitionError
from survey.words import say

MEDIA = (
    "media: {type: multiple, columns: {tv: m_tv, radio: m_radio, web: m_web},"
    " options: {tv: TV, radio: Radio, web: Web}, nets: {air: [tv, radio]}}"
)
MOOD = "mood: {type: scale, options: {1: Low, 2: Middle, 3: High, 9: {label: Refused, missing: refused}}}"
VOTE = "study: poll, question: vote, option: red"


def rows() -> pd.DataFrame:
    rng = np.random.default_rng(23)
    n = 700
    marks = rng.random((n, 3)) < [0.5, 0.3, 0.4]
    return pd.DataFrame(
        {
            "vote": rng.choice([1, 2, 3, 99], n, p=[0.4, 0.3, 0.1, 0.2]),
            "mood": rng.choice([1, 2, 3, 9], n, p=[0.2, 0.3, 0.35, 0.15]),
            "sex": rng.choice(["man", "woman"], n),
            **{f"m_{name}": marks[:, at].astype(int) for at, name in enumerate(("tv", "radio", "web"))},
            "w": rng.uniform(0.5, 2.0, n),
        }
    )


FRAME = rows()
MARKED = FRAME[["m_tv", "m_radio", "m_web"]].any(axis=1)
DECIDED = FRAME.vote != 99


def mean_of(values: pd.Series, inside: pd.Series) -> float:
    return float((FRAME.w * values)[inside].sum() / FRAME.w[inside].sum())


def error_of(values: pd.Series, inside: pd.Series) -> float:
    """Linearized standard error of a weighted mean in a domain of an element sample."""
    scores = FRAME.w * inside * (values - mean_of(values, inside)) / FRAME.w[inside].sum()
    return math.sqrt(len(FRAME) / (len(FRAME) - 1) * float(((scores - scores.mean()) ** 2).sum()))


@pytest.fixture(scope="module")
def data(polls_in: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    polls = polls_in(tmp_path_factory.mktemp("bases") / "questionnaires")
    polls.write("questions/sex.yaml", "question: sex\noptions: {man: Man, woman: Woman}\n")
    polls.poll("poll", f"{{vote: {{}}, sex: {{}}, {MEDIA}, {MOOD}}}", "design: {weight: w}\ndata: {file: wave.csv}")
    FRAME.to_csv(polls.folder / "studies/wave.csv", index=False)
    library = polls.library
    study = library.study("poll")
    polls.samples = {engine: open_study(study, library, engine=engine) for engine in ("memory", "duckdb")}
    polls.open = lambda name: polls.samples["memory"]
    return polls


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_share_of_those_who_answered_a_set_is_that_of_a_domain(data: Any, engine: str) -> None:
    base = "base: {vote: answered, mood: answered, media: answered}"
    inside = DECIDED & (FRAME.mood != 9) & MARKED
    red = (FRAME.vote == 1).astype(float)
    share = 100 * mean_of(red, inside)
    found = data.verdict(f"{VOTE}, {base}, says: {share:.1f}", lambda name: data.samples[engine])
    assert found.fidelity == "reproduced" and found.figures["n"] == inside.sum()
    assert found.figures["estimate"] == pytest.approx(share / 100)
    assert found.figures["std_error"] == pytest.approx(error_of(red, inside))
    assert "among those who answered each of the questions vote, mood, media" in say(found.sentence)
    assert "среди ответивших на каждый из вопросов" in found.sentence["ru"]
    assert "сярод тых, хто адказаў на кожнае з пытанняў" in found.sentence["be"]
    assert data.verdict(f"study: poll, question: vote, {base}, says: {{n: {inside.sum()}}}", data.open).fidelity == (
        "reproduced"
    )
    counted = data.verdict(f"study: poll, {base}, says: {{n: {inside.sum()}}}", data.open)
    assert counted.fidelity == "reproduced" and "those who answered media" in say(counted.sentence)


@pytest.mark.derivation
def test_several_answers_of_one_respondent_make_one_member_of_a_base(data: Any) -> None:
    aired = (FRAME.m_tv + FRAME.m_radio) > 0
    for of, values in (("question: media, option: tv", FRAME.m_tv), ("question: vote, option: red", FRAME.vote == 1)):
        share = 100 * mean_of(values.astype(float), aired)
        about = f"study: poll, {of}, base: {{media: [tv, radio]}}"
        found = data.verdict(f"{about}, says: {share:.1f}", data.open)
        assert found.fidelity == "reproduced" and found.figures["n"] == aired.sum()
        assert found.figures["std_error"] == pytest.approx(error_of(values.astype(float), aired))
    marked = 100 * mean_of(FRAME.m_web.astype(float), MARKED)
    web = "study: poll, question: media, option: web, base: {media: answered}"
    assert data.verdict(f"{web}, says: {marked:.1f}", data.open).fidelity == "reproduced"


@pytest.mark.derivation
def test_numbers_are_of_their_base_too(data: Any) -> None:
    some = FRAME.vote.isin([1, 2]) & (FRAME.mood != 9)
    mean = mean_of(FRAME.mood, some)
    about = "study: poll, question: mood, base: {vote: [red, blue]}"
    found = data.verdict(f"{about}, says: {{mean: {mean:.2f}}}", data.open)
    assert found.fidelity == "reproduced" and found.figures["std_error"] == pytest.approx(error_of(FRAME.mood, some))
    assert "among those who answered 'Red' or 'Blue' to vote" in say(found.sentence)
    high = mean_of(FRAME.mood, FRAME.mood.isin([2, 3]))
    own = "study: poll, question: mood, base: {mood: ['2', '3']}"
    assert data.verdict(f"{own}, says: {{mean: {high:.2f}}}", data.open).fidelity == "reproduced"
    left = FRAME.w[FRAME.vote.isin([1, 3])].sum()
    net = "study: poll, question: vote, option: left"
    assert data.verdict(f"{net}, says: {{total: {left:.0f}}}", data.open).fidelity == "reproduced"
    twice = data.verdict(f"study: poll, question: media, option: air, says: {{total: {left:.0f}}}", data.open)
    assert twice.fidelity == "cannot_be_checked" and "several answers could be given" in say(twice.sentence)


@pytest.mark.derivation
def test_two_groups_of_a_base_have_the_error_of_that_base(data: Any) -> None:
    about = f"{VOTE}, domain: {{sex: man}}, base: {{vote: [red, blue]}}"
    found = data.verdict(f"{about}, says: {{difference: {{points: 1, against: {{sex: woman}}}}}}", data.open)
    chose, red = FRAME.vote.isin([1, 2]), (FRAME.vote == 1).astype(float)
    scores, apart = 0.0, 0.0
    for side, sex in ((1, "man"), (-1, "woman")):
        inside = chose & (sex == FRAME.sex)
        share = mean_of(red, inside)
        apart += side * share
        scores = scores + side * FRAME.w * inside * (red - share) / FRAME.w[inside].sum()
    error = math.sqrt(len(FRAME) / (len(FRAME) - 1) * float(((scores - scores.mean()) ** 2).sum()))
    assert found.figures["estimate"] == pytest.approx(apart)
    assert found.figures["std_error"] == pytest.approx(error)


@pytest.mark.derivation
@pytest.mark.parametrize(
    ("published", "says", "fidelity"),
    [
        ("published: {red: 45, blue: 25, green: 20, hard_to_say: 10}", 50, "reproduced"),  # 45 of 90
        ("published: {red: 45, hard_to_say: 10}", 50, "reproduced"),  # what those who did not know leave
        ("published: {red: 45, hard_to_say: 10}", 45, "understated"),
        ("base: valid, published: {red: 50, blue: 28, green: 22}", 50, "reproduced"),
        ("published: {red: 45, blue: 25}", 50, "cannot_be_checked"),  # who did not know is not printed
    ],
)
def test_published_figures_are_rebased_on_those_who_gave_an_answer(
    polls: Any, published: str, says: int, fidelity: str
) -> None:
    polls.poll("poll", f"{{vote: {{{published}}}}}")
    found = polls.verdict(f"{VOTE}, base: {{vote: answered}}, says: {says}")
    assert found.fidelity == fidelity, say(found.sentence)
    assert ("among those who gave an answer" in say(found.sentence)) == (fidelity != "cannot_be_checked")
    if fidelity == "cannot_be_checked":
        assert "those who answered the question vote" in say(found.sentence)


@pytest.mark.derivation
def test_what_rounding_leaves_of_a_base_is_carried_along(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 45, hard_to_say: 10}}}")
    ends = [(45 + side) / (90 - other) for side in (-0.5, 0.5) for other in (-0.5, 0.5)]
    low, high = min(ends), max(ends)
    for share, fidelity in ((low + 0.001, "cannot_be_checked"), (high + 0.002, "overstated")):
        found = polls.verdict(f"{VOTE}, base: {{vote: answered}}, says: {100 * share:.2f}")
        assert found.fidelity == fidelity, say(found.sentence)


@pytest.mark.contract
def test_a_nested_figure_of_a_group_is_not_one_of_the_whole_group(polls: Any) -> None:
    polls.write("questions/sex.yaml", "question: sex\noptions: {man: Man, woman: Woman}\n")
    nested = "nested: {question: faith, options: [religious]}"
    by = "by: {sex: {man: {published: {east: 60}, size: 200}}}"
    polls.poll("poll", f"{{church: {{{nested}, published: {{east: 70, west: 30}}, {by}}}, faith: {{}}, sex: {{}}}}")
    about = "study: poll, question: church, option: east, domain: {sex: man}, says: 60"
    assert polls.verdict(f"{about}, base: {{faith: [religious]}}").fidelity == "reproduced"
    found = polls.verdict(about)
    assert found.fidelity == "cannot_be_checked"
    assert "among Man (sex), of those who answered 'Religious'" in say(found.sentence)


@pytest.mark.contract
def test_a_group_and_a_base_together_have_no_published_number_of_respondents(polls: Any) -> None:
    polls.write("questions/sex.yaml", "question: sex\noptions: {man: Man, woman: Woman}\n")
    by = "by: {sex: {man: {published: {red: 50}, size: 480}}}"
    polls.poll("poll", f"{{vote: {{published: {{red: 44}}, {by}}}, faith: {{}}, sex: {{}}}}")
    about = "study: poll, question: vote, domain: {sex: man}"
    assert polls.verdict(f"{about}, says: {{n: 480}}").fidelity == "reproduced"
    for says in ("{n: 300}", "{moe: 3}"):
        found = polls.verdict(f"{about}, base: {{faith: [religious]}}, says: {says}")
        assert found.fidelity == "cannot_be_checked" and "not published" in say(found.sentence)


@pytest.mark.contract
def test_figures_of_crossed_groups_are_read_checked_and_counted(data: Any, polls: Any) -> None:
    polls.write("questions/sex.yaml", "question: sex\noptions: {man: Man, woman: Woman}\n")
    polls.write("questions/place.yaml", "question: place\noptions: {town: Town, village: Village}\n")
    by = "by: {sex > place: {woman > town: {published: {red: 41}, size: 260}}}"
    polls.poll("poll", f"{{vote: {{published: {{red: 44}}, {by}}}, sex: {{}}, place: {{}}}}")
    for domain in ("{sex: woman, place: town}", "{place: town, sex: woman}"):
        found = polls.verdict(f"{VOTE}, domain: {domain}, says: 41")
        assert found.fidelity == "reproduced" and found.figures["n"] == 260
    for group, words in (("woman", "an answer to each of sex, place"), ("woman > hamlet", "'hamlet' is no option")):
        polls.poll("poll", f"{{vote: {{published: {{red: 44}}, by: {{sex > place: {{{group}: {{}}}}}}}}}}")
        with pytest.raises(DefinitionError, match=words):
            refuse_faults(polls.library, ["poll"])
    inside = (FRAME.sex == "man") & (FRAME.mood == 3)
    share = 100 * mean_of((FRAME.vote == 1).astype(float), inside)
    group = f"{{'man > 3': {{published: {{red: {share:.0f}}}, size: {inside.sum()}}}}}"
    more = "design: {weight: w}\ndata: {file: wave.csv}"
    data.poll("crossed", f"{{vote: {{by: {{sex > mood: {group}}}}}, sex: {{}}, {MOOD}}}", more)
    library = data.library
    study, sample = library.study("crossed"), open_study(library.study("crossed"), library)
    checks = {one.claim: one for one in check_published(study, library, open_sample=lambda name: sample)}
    assert checks["vote.man.3.red"].fidelity == "reproduced" == checks["vote.man.3.size"].fidelity


@pytest.mark.contract
def test_a_change_where_none_is_stated_is_not_said_to_go_the_other_way(polls: Any) -> None:
    for name, red in (("before", 45), ("poll", 41)):
        more = f"series: s\nmode: phone\nfieldwork: '202{red // 42}-05'\nsample: {{kind: probability, size: 1000}}"
        polls.poll(name, f"{{vote: {{published: {{red: {red}}}}}}}", more)
    found = polls.verdict(f"{VOTE}, says: {{unchanged: {{start: poll, end: before}}}}")
    assert "as it changed" in say(found.sentence) and "other way" not in say(found.sentence)


@pytest.mark.contract
def test_a_base_is_answers_or_the_word_answered(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 44}}}")
    with pytest.raises(DefinitionError, match=r"base.vote: must be .*answered.* a list, not 'red'"):
        polls.verdict(f"{VOTE}, base: {{vote: red}}, says: 44")


@pytest.mark.derivation
def test_printed_means_of_everybody_and_of_groups_are_held_against_claims_and_data(data: Any, polls: Any) -> None:
    polls.write("questions/sex.yaml", "question: sex\noptions: {man: Man, woman: Woman}\n")
    by = "by: {sex: {man: {numbers: {mean: 2.3}, size: 480}}}"
    polls.poll("poll", f"{{mood: {{{MOOD[7:-1]}, numbers: {{mean: 2.11, median: 2}}, {by}}}, sex: {{}}}}")
    about = "study: poll, question: mood"
    assert polls.verdict(f"{about}, says: {{mean: 2.1, median: 2}}").fidelity == "reproduced"
    assert polls.verdict(f"{about}, says: {{mean: 2.3}}").fidelity == "overstated"
    assert polls.verdict(f"{about}, domain: {{sex: man}}, says: {{mean: 2.3}}").fidelity == "reproduced"
    assert polls.verdict(f"{about}, base: {{sex: [man]}}, says: {{mean: 2.1}}").fidelity == "cannot_be_checked"
    polls.poll("poll", "{vote: {published: {red: 44}, numbers: {mean: 2}}}")
    with pytest.raises(DefinitionError, match="stand for no numbers"):
        refuse_faults(polls.library, ["poll"])
    answered = FRAME.mood != 9
    whole, men = mean_of(FRAME.mood, answered), mean_of(FRAME.mood, answered & (FRAME.sex == "man"))
    by = f"by: {{sex: {{man: {{numbers: {{mean: {men + 0.5:.2f}}}}}}}}}"
    more = "design: {weight: w}\ndata: {file: wave.csv}"
    data.poll("means", f"{{mood: {{{MOOD[7:-1]}, numbers: {{mean: {whole:.2f}}}, {by}}}, sex: {{}}}}", more)
    library = data.library
    study, sample = library.study("means"), open_study(library.study("means"), library)
    checks = {one.claim: one.fidelity for one in check_published(study, library, open_sample=lambda name: sample)}
    assert checks == {"mood.mean": "reproduced", "mood.man.mean": "not_reproduced"}
