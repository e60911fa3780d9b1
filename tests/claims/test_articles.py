"""What reviewers stumbled on: articles on polls that the shipped studies hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from survey.claims.answers.several import shown_first
from survey.claims.answers.verdict import Verdict
from survey.claims.verify import verify_claims
from survey.cli import cli
from survey.words import say

pytestmark = pytest.mark.contract

VOTE = "study: poll, question: vote, option: red"
WAVES = "series: s\nmode: phone\nsample: {kind: probability, size: 1000}\nfieldwork: "


def plain(verdict: Verdict) -> str:
    assert verdict.plain is not None
    return say(verdict.plain)


def test_a_path_to_claims_is_checked_as_an_id_is(tmp_path: Path) -> None:
    path = tmp_path / "herald.yaml"
    assert CliRunner().invoke(cli, ["verify", str(path), "--new"]).exit_code == 0
    made = CliRunner().invoke(cli, ["check", str(path)])
    assert made.exit_code == 0 and "herald: 1 claims. OK" in made.output
    path.write_text(path.read_text(encoding="utf-8").replace("qualitative:", "phrase:"), encoding="utf-8")
    made = CliRunner().invoke(cli, ["check", str(path)])
    assert made.exit_code == 1 and "herald.yaml:" in made.output and "names no share" in made.output


def test_a_publication_does_not_confirm_itself_under_its_own_address(polls: Any) -> None:
    polls.write("sources.yaml", "herald: {title: The Herald, url: 'https://www.herald.example/poll/'}\n")
    polls.poll("poll", "{vote: {published: {red: 44}, sources: [herald]}}")
    for url, fidelity in (("herald.example/poll", "cannot_be_checked"), ("herald.example/other", "reproduced")):
        polls.write(
            "claims/paper.yaml",
            f"publication: {{title: P, url: {url}}}\nclaims: [{{id: it, quote: q, {VOTE}, says: [44, two-fifths]}}]\n",
        )
        (found,) = verify_claims(polls.library.claim_set("paper"), polls.library)
        assert found.details[0]["fidelity"] == fidelity
    polls.write("claims/paper.yaml", polls.folder.joinpath("claims/paper.yaml").read_text().replace("other", "poll"))
    (found,) = verify_claims(polls.library.claim_set("paper"), polls.library)
    assert plain(found) == "Cannot be checked: no figure to hold it against is known."
    assert say(found.sentence).count("known only from this publication") == 1


def test_a_margin_that_fits_is_not_said_to_be_another(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 44}}}")
    assert plain(polls.verdict("study: poll, says: {moe: 3.2}")) == "Right: ±3.2 fits the poll."


def test_another_source_that_prints_both_waves_is_read_with_both(polls: Any) -> None:
    for name, own, other in (("before", 26.7, 24), ("poll", 33, 32)):
        readings = f"readings: [{{source: times, published: {{red: {other}}}}}]"
        when = "'2020-09'" if name == "before" else "'2020-11'"
        polls.poll(name, f"{{vote: {{published: {{red: {own}}}, {readings}}}}}", WAVES + when)
    found = polls.verdict(f"{VOTE}, says: {{change: {{points: 8, start: before, end: poll}}}}")
    assert found.fidelity == "overstated"
    assert "by 24% and 32%, as The Times has them, it would be reproduced" in say(found.sentence)
    about = f"{VOTE}, about: population, says: {{change: {{points: 6.3, start: before, end: poll}}}}"
    polls.poll("before", "{vote: {published: {red: 26.7}}}", WAVES.replace(", size: 1000", "") + "'2020-09'")
    assert plain(polls.verdict(about)).startswith("Too certain: “a rise of 6.3 points” is not beyond")


def test_each_statement_of_a_sentence_keeps_its_own_words(polls: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 44, blue: 22}}}")
    found = polls.verdict(f"{VOTE}, says: {{ratio: {{times: 2, against: blue}}, share: 44}}")
    assert [say(row["stated"]) for row in found.details] == ["44", "2 times"]
    assert [say(text) for text in shown_first(found) if text is not None] == ["44", "44"]
