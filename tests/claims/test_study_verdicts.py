"""A study's verdicts with its data and the claims about it, as `survey verify` asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from survey.errors import SurveyError
from survey.studies.claims_about import claims_about
from survey.studies.study_verdicts import claims_verdicts, study_verdicts
from survey.words import say

pytestmark = pytest.mark.contract

CLAIMS = """\
publication: {{title: The {name}}}
claims:
  - {{id: red, quote: half for red, study: {study}, question: vote, option: red, says: half}}
"""


@pytest.fixture
def town(polls: Any) -> Any:
    """Two polls, one of which a paper quotes; ten answers in a file."""
    polls.poll("poll", "{vote: {published: {red: 40}}}")
    polls.poll("other", "{vote: {published: {red: 50}}}")
    polls.write("claims/herald.yaml", CLAIMS.format(name="Herald", study="poll"))
    polls.write("claims/times.yaml", CLAIMS.format(name="Times", study="other"))
    polls.data = polls.folder.parent / "answers.csv"
    Path(polls.data).write_text("vote\n" + "1\n" * 4 + "2\n" * 6, encoding="utf-8")
    return polls


def test_a_studys_verdicts_end_with_the_claims_about_it(town: Any) -> None:
    library = town.library
    study = library.study("poll")
    assert list(claims_about(study, library)) == ["herald"]
    found = {verdict.claim: verdict for verdict in study_verdicts(study, library)}
    assert list(found) == ["herald.red"]
    assert found["herald.red"].fidelity == "overstated" and say(found["herald.red"].quote) == "half for red"


def test_data_named_on_the_command_line_are_used_where_the_definition_has_none(town: Any) -> None:
    library = town.library
    settings = {"data": Path(town.data), "weight": None}
    found = {v.claim: v for v in study_verdicts(library.study("poll"), library, settings=settings)}
    assert found["vote.red"].fidelity == "reproduced"
    assert "40.00% recomputed from the data for Red" in say(found["vote.red"].sentence)
    assert found["herald.red"].figures["n"] == 10 and found["herald.red"].fidelity == "overstated"


def test_data_named_for_claims_are_those_of_the_one_study_they_are_about(town: Any) -> None:
    library = town.library
    (found,) = claims_verdicts(library.claim_set("herald"), library, settings={"data": Path(town.data)})
    assert found.figures["n"] == 10


def test_data_named_for_claims_about_several_studies_are_an_error_that_names_them(town: Any) -> None:
    both = CLAIMS.format(name="Post", study="poll")
    both += "  - {id: two, quote: half, study: other, question: vote, option: red, says: half}\n"
    town.write("claims/post.yaml", both)
    library = town.library
    with pytest.raises(SurveyError, match="about other, poll, and --data can be about one study only"):
        claims_verdicts(library.claim_set("post"), library, settings={"data": Path(town.data)})
    assert len(claims_verdicts(library.claim_set("post"), library, settings={"data": None})) == 2
