"""A kind of claim is one row: a form of ``Says``, its rule, and what a claim must name for it."""

from __future__ import annotations

from typing import Any

import pytest

from survey.claims.verify import KINDS
from survey.definitions.records.claims import Says
from survey.words import say

pytestmark = pytest.mark.contract

VALUES = {
    "share": "11", "phrase": "two-thirds", "shares": "{shares: {red: 40}}", "order": "{order: [red, blue]}",
    "leads": "{leads: red}", "divided": "{divided: [red, blue]}", "change": "{change: {points: 3}}",
    "wording": "{wording: Who?}", "n": "{n: 1000}", "moe": "{moe: 3.1}", "lead": "{lead: {option: red, points: 9}}",
    "difference": "{difference: {points: 9, against: blue}}", "tie": "{tie: [red, blue]}", "deff": "{deff: 1.5}",
    "rank": "{rank: {option: red, place: 2}}", "ratio": "{ratio: {times: 2, against: blue}}", "mean": "{mean: 3}",
    "unchanged": "{unchanged: {}}", "median": "{median: 3}", "total": "{total: 300}", "sum": "{sum: 80}",
    "std_error": "{std_error: 1.5}", "interval": "{interval: [58, 64]}",
}  # fmt: skip


def test_every_form_of_a_statement_has_one_row() -> None:
    assert sorted(kind.says for kind in KINDS) == sorted(Says.model_fields)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.needs != "nothing"], ids=lambda kind: str(kind.says))
def test_a_claim_that_names_nothing_to_compare_with_says_what_is_missing(polls: Any, kind: Any) -> None:
    polls.poll("poll", "{vote: {published: {red: 61.8, blue: 29}}}")
    found = polls.verdict(f"says: {VALUES[kind.says]}")
    assert found.fidelity == "cannot_be_checked"
    study, question = ("no study is named", "исследование не названо"), ("no question", "не назван вопрос")
    english, russian = {"study": study, "question": question}[kind.needs]
    assert english in say(found.sentence).lower() and russian in found.sentence["ru"].lower()
