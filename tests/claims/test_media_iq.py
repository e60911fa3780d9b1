"""What must be found in the Media IQ article of 2023, by the shipped definitions."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from scipy import stats

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.study_checks import check_published
from survey.claims.verify import verify_claims
from survey.definitions.records.library import Library
from survey.words import say

# polls.md section 1 has the judgement on each by hand
EXPECTED = {
    "alliance_decline": "cannot_be_checked",
    "alliance_wording": "cannot_be_checked",
    "orientation_neutral": "cannot_be_checked",
    "reasons_2019": "cannot_be_checked",
    "infrastructure_two_thirds": "overstated",
    "infrastructure_two_thirds_summary": "overstated",
    "troops_11": "reproduced",
    "troops_negative_dominant": "reproduced",
    "blame_divided": "reproduced",
    "blame_shares": "reproduced",
    "blame_order": "reproduced",
    "blame_russia_leads": "cannot_be_checked",
    "religious_60": "cannot_be_checked",
    "religion_86_12_2": "cannot_be_checked",
}
FITS = {  # start, end -> points, from the figures of polls.md section 2 (2016: about 65; Sept 2018: slightly over 63)
    ("baw_2016", "baw_2019_08"): 54.5 - 65,
    ("baw_2016", "baw_2019_09"): 54.8 - 65,
    ("baw_2016", "baw_2020_09"): 51.6 - 65,
    ("baw_2018_09", "baw_2020_09"): math.nan,
    ("baw_2019_08", "baw_2019_12"): 40.4 - 54.5,
    ("baw_2019_08", "baw_2020_11"): 40 - 54.5,
    ("baw_2019_09", "baw_2019_12"): 40.4 - 54.8,
    ("baw_2019_09", "baw_2020_11"): 40 - 54.8,
    ("baw_2020_09", "baw_2020_11"): 40 - 51.6,
}
KNOWN = {  # numbers of polls.md section 2
    "baw_2016": 65, "baw_2018_12": 60.4, "baw_2019_08": 54.5, "baw_2019_09": 54.8, "baw_2019_12": 40.4,
    "baw_2020_09": 51.6, "baw_2020_11": 40,
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(library: Library) -> dict[str, Verdict]:
    return {found.claim: found for found in verify_claims(library.claim_set("media_iq_2023"), library)}


@pytest.mark.contract
def test_every_claim_has_its_verdict(verdicts: dict[str, Verdict]) -> None:
    assert {name: found.fidelity for name, found in verdicts.items()} == EXPECTED


@pytest.mark.derivation
@pytest.mark.parametrize("claim", ["infrastructure_two_thirds", "infrastructure_two_thirds_summary"])
def test_two_thirds_is_overstated(verdicts: dict[str, Verdict], claim: str) -> None:
    found = verdicts[claim]
    assert (found.figures["estimate"], found.figures["n"]) == (0.618, 1000)
    half = stats.norm.ppf(0.975) * math.sqrt(0.618 * 0.382 / 1000)  # 58.8-64.8 by hand
    low, high = found.figures["conf_low"], found.figures["conf_high"]
    assert (low, high) == pytest.approx((0.618 - half, 0.618 + half), abs=1e-3)
    words_of_it = ("61.8% published", "Overstated", "95% interval 58.7-64.8%", "n = 1000", "a design effect of 2.8")
    for words in words_of_it:
        assert words in say(found.sentence)
    assert "Nasha Niva repeats the words" in say(found.sentence)


@pytest.mark.contract
def test_eleven_percent_and_one_in_ten_hold(verdicts: dict[str, Verdict]) -> None:
    assert "11% is stated, 11.1% published for Positive: equal" in say(verdicts["troops_11"].sentence)
    assert "'one in ten' (7.5-12.5%) is stated, 11.1% published" in say(verdicts["troops_11"].sentence)
    assert [row["fidelity"] for row in verdicts["troops_11"].details] == ["reproduced", "reproduced"]


@pytest.mark.derivation
@pytest.mark.parametrize("claim", ["blame_order", "blame_russia_leads", "blame_divided"])
def test_russia_and_the_usa_are_four_points_apart_within_error(verdicts: dict[str, Verdict], claim: str) -> None:
    found = verdicts[claim]
    error = math.sqrt(0.24 * 0.76 / 1000 + 0.20 * 0.80 / 1000 + 2 * 0.24 * 0.20 / 1000)
    assert found.figures["estimate"] == pytest.approx(0.04) and found.figures["std_error"] == pytest.approx(error)
    assert f"4 points ahead; standard error {100 * error:.2f}" in say(found.sentence)
    assert "not beyond sampling error" in say(found.sentence)
    assert any("one answer a respondent, which is not stated" in say(text) for text in found.assumptions)


@pytest.mark.contract
def test_what_the_article_leaves_out_of_the_blame_is_said(verdicts: dict[str, Verdict]) -> None:
    text = say(verdicts["blame_shares"].sentence)
    assert "leaves out NATO 11%" in text and "28 points of 100 are unaccounted for" in text


@pytest.mark.derivation
def test_the_decline_fits_these_pairs_of_waves_and_no_others(verdicts: dict[str, Verdict]) -> None:
    found = verdicts["alliance_decline"]
    rows = {(row["start"], row["end"]): row for row in found.details}
    assert len(rows) == 45  # ten dated waves with a figure
    assert {pair for pair, row in rows.items() if row["fits"] == "reproduced"} == set(FITS)
    for pair, points in FITS.items():
        if not math.isnan(points):
            assert 100 * rows[pair]["estimate"] == pytest.approx(points)
            assert -15.5 <= points <= -9.5
    for (start, end), row in rows.items():
        if start in KNOWN and end in KNOWN and (start, end) not in FITS:
            assert not -15.5 <= KNOWN[end] - KNOWN[start] <= -9.5 and row["fits"] != "reproduced"
    # to the last wave, November 2020 (40): 20.4 since December 2018, 0.4 since December 2019
    assert rows["baw_2018_12", "baw_2020_11"]["fits"] == "understated"
    assert rows["baw_2019_12", "baw_2020_11"]["fits"] == "overstated"
    assert "does not fit 23" in say(found.sentence) and "18-31 Dec 2019 → 5-8 Nov 2020 (−0.4)" in say(found.sentence)


@pytest.mark.contract
def test_pairs_across_the_change_of_mode_are_told_apart(verdicts: dict[str, Verdict]) -> None:
    found = verdicts["alliance_decline"]
    modes = {(row["start"], row["end"]): row["mode"] for row in found.details if row["fits"] == "reproduced"}
    assert sorted(modes.values()).count("changed") == 2 and "same" not in modes.values()
    assert modes["baw_2019_08", "baw_2020_11"] == modes["baw_2019_09", "baw_2020_11"] == "changed"
    assert "with the same way of interviewing in both waves: none" in say(found.sentence)
    assert "face-to-face → telephone" in say(found.sentence)
    assert any("n is not published for 2016" in say(text) for text in found.assumptions)


@pytest.mark.derivation
def test_religion_cannot_be_checked_and_what_is_needed_is_said(verdicts: dict[str, Verdict]) -> None:
    for claim in ("religious_60", "religion_86_12_2"):
        text = say(verdicts[claim].sentence)
        assert "No study is named and n is unknown" in text
        assert "the pollster, the dates, the number of respondents and the table" in text
    text = say(verdicts["religion_86_12_2"].sentence)
    assert f"{86 * 0.6:.1f}% of everybody" in text
    half = stats.norm.ppf(0.975) * math.sqrt(0.86 * 0.14 / 600)
    assert f"600 respondents, and 86% would have an interval of about ±{100 * half:.1f} points" in text


@pytest.mark.contract
def test_the_iiseps_row_of_december_2015_does_not_make_one_hundred(library: Library) -> None:
    found = {item.claim: item for item in check_published(library.study("iiseps_2015_12"), library)}
    assert found["alliance_preference.sum"].fidelity == "impossible"
    assert "53.5 + 25.1 + 24.1 = 102.7, 2.7 points too many" in say(found["alliance_preference.sum"].sentence)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("study", "claim", "verdict", "words"),
    [
        ("baw_2022_03", "war_blame.sum", "cannot_be_checked", "28 points are unaccounted for"),
        ("baw_2022_09", "russia_actions_approval.readings.jrl_2022_10", "not_reproduced", "mirror images"),
        ("baw_2022_09", "military_infrastructure.date.baw_2022_03.jrl_2022_10", "not_reproduced", "(61.8% and 29%)"),
        ("baw_2022_09", "troop_deployment.date.baw_2022_03", "cannot_be_checked", "(11.1% and 85%)"),
        ("chatham_house_2022_01", "n", "not_reproduced", "755 is used here, 767"),
        ("chatham_house_2022_01", "moe", "reproduced", "±3.57"),
        ("chatham_house_2022_08", "fieldwork", "not_reproduced", "4-21 August 2022"),
        ("baw_2019_12", "moe", "reproduced", "implies a design effect of 1.1"),
        ("chatham_house_2025_08", "foreign_union.readings.pravda_2025", "reproduced", "22 + 19"),
        ("religion_unnamed", "confession.sum", "reproduced", "of everybody that is Orthodox 51.6%"),
    ],
)
def test_the_known_traps_of_the_records_are_found(
    library: Library, study: str, claim: str, verdict: str, words: str
) -> None:
    # polls.md section 4
    found = {item.claim: item for item in check_published(library.study(study), library)}[claim]
    assert found.fidelity == verdict and words in say(found.sentence)


@pytest.mark.contract
def test_every_verdict_on_what_is_shipped_can_be_printed(library: Library, verdicts: dict[str, Verdict]) -> None:
    checks = [item for study in library.studies.values() for item in check_published(study, library)]
    for found in (*verdicts.values(), *checks):
        assert say(found.sentence) and say(found.sentence).endswith(".") and say(found.quote), found.claim
        assert "nan" not in say(found.sentence) and "None" not in say(found.sentence), found.claim
        assert "consistent" not in say(found.sentence) and found.fidelity in get_args(Fidelity), found.claim
        assert not any(math.isnan(value) for value in found.figures.values()), found.claim
    assert all(found.study for found in checks)
    claims = library.claim_set("media_iq_2023").claims
    assert all(verdicts[claim.id].study == (claim.study or "") for claim in claims)


@pytest.mark.contract
def test_n_is_named_or_said_to_be_unknown(library: Library, verdicts: dict[str, Verdict]) -> None:
    checks = [item for study in library.studies.values() for item in check_published(study, library)]
    for found in (*verdicts.values(), *checks):
        said = " ".join((say(found.sentence), *[say(text) for text in found.assumptions]))
        if found.fidelity != "cannot_be_checked":
            assert "n = " in said or "n is not published" in said, found.claim
        if "std_error" in found.figures:
            assert "n = " in say(found.sentence), found.claim
