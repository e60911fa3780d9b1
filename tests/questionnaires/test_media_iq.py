"""The claims file holds every survey figure of the article, in the article's words."""

from __future__ import annotations

import pytest

from survey.definitions.records.library import Library

pytestmark = pytest.mark.contract

QUOTED = {  # claim -> words of the article
    "alliance_decline": "a decline of 10-15 percentage points",
    "alliance_wording": "Would you prefer an alliance with Russia or with European countries?",
    "orientation_neutral": "a neutral and sovereign orientation, rather than a dominant orientation towards the East "
    "or the West",
    "reasons_2019": "non-economic reasons: common Slavic values",
    "infrastructure_two_thirds": "two-thirds of surveyed Belarusians opposed the use of Belarus' military "
    "infrastructure",
    "infrastructure_two_thirds_summary": "Two-thirds of the surveyed Belarusians",
    "troops_11": "Only 11 percent, or one in ten Belarusians, responded positively",
    "troops_negative_dominant": "the dominant attitude among Belarusians is negative",
    "blame_divided": "Belarusians are divided in their assessments of who is to blame",
    "blame_shares": "24% blame Russia, 20% blame the United States, and 17% blame Ukraine",
    "blame_order": "24% blame Russia, 20% blame the United States, and 17% blame Ukraine",
    "blame_russia_leads": "24% blame Russia, 20% blame the United States",
    "religious_60": "60% of the population identify as religious",
    "religion_86_12_2": "86% identify as Orthodox, 12% as Catholic, and 2% as belonging to other confessions",
}


def test_every_statement_is_quoted_in_the_words_of_the_article(library: Library) -> None:
    claims = library.claims["media_iq_2023"].claims
    assert {claim.id: claim.quote for claim in claims} == QUOTED


def test_each_claim_says_exactly_what_its_sentence_says(library: Library) -> None:
    for claim in library.claims["media_iq_2023"].claims:
        said = [name for name, value in claim.says.model_dump().items() if value is not None]
        twofold = ["share", "phrase"] if claim.id == "troops_11" else None  # "Only 11 percent, or one in ten"
        assert said == (twofold or said[:1]) and said, (claim.id, said)


def test_figures_of_the_claims_are_those_of_the_article(library: Library) -> None:
    claims = {claim.id: claim for claim in library.claims["media_iq_2023"].claims}
    change = claims["alliance_decline"].says.change
    assert change is not None
    assert (change.points, change.direction, change.start, change.end) == ((10, 15), "down", None, None)
    assert claims["alliance_decline"].series == "baw" and claims["alliance_decline"].option == "russia"
    share = claims["troops_11"].says.share
    assert share is not None and share.value == 11
    shares = claims["blame_shares"].says.shares or {}
    assert {name: figure.value for name, figure in shares.items()} == {"russia": 24, "usa": 20, "ukraine": 17}
    confessions = claims["religion_86_12_2"].says.shares or {}
    assert {name: figure.value for name, figure in confessions.items()} == {"orthodox": 86, "catholic": 12, "other": 2}
    assert claims["religion_86_12_2"].base == {"religious": ("religious",)}


def test_religion_is_laid_to_no_pollster(library: Library) -> None:
    claims = {claim.id: claim for claim in library.claims["media_iq_2023"].claims}
    for name in ("religious_60", "religion_86_12_2"):
        assert claims[name].study is None and claims[name].series is None
    assert library.study("religion_unnamed").pollster is None


def test_all_shipped_definitions_agree_with_each_other(library: Library) -> None:
    from survey.definitions.reading.load import check_library

    assert [str(problem) for problem in check_library(library)] == []
