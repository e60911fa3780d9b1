"""A verdict in one plain sentence: "Overstated: the poll found 61.8%, not two-thirds." The reasons come after it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.claims.answers.verdict import FAILING, Verdict
from survey.definitions.records.claims import Claim
from survey.wording.message import Message, message
from survey.wording.worded import Worded, same
from survey.words import Text, say

DIRECTIONS = ("overstated", "understated")
TOLERANT = {"moe", "std_error", "interval", "deff"}  # forms that hold beside another number, which a sentence explains
NAMELESS = ("qualitative", "wording")  # forms that no figure of a poll answers


def plain_sentence(claim: Claim, verdict: Verdict) -> Message:
    """By the fidelity, then by what was stated and found; of what cannot be checked, by what is missing."""
    forms = [name for name, _, _ in claim.says.given]
    found, stated = _in_percent(forms, verdict.found), _stated(claim, forms, verdict)
    inside = _Inside(stated)
    if verdict.fidelity in FAILING:
        if found is None:
            return message("claims.plain_wrong", stated=inside)
        kind = verdict.fidelity if verdict.fidelity in DIRECTIONS else "not_reproduced"
        return message(f"claims.plain_{kind}", found=found, stated=inside)
    if verdict.fidelity == "reproduced":
        if verdict.uncertain:
            return message("claims.plain_uncertain", stated=inside)
        if TOLERANT.intersection(forms):
            return message("claims.plain_fits", stated=stated)
        return message("claims.plain_right", found=found or stated)
    return _open(claim, forms, stated, found)


def _open(claim: Claim, forms: list[str], stated: Text, found: Text | None) -> Message:
    if forms and forms[0] in NAMELESS:
        return message(f"claims.plain_{forms[0]}")
    if claim.kind == "outcome":
        return message("claims.plain_outcome", stated=stated, found=found or "–")
    if not claim.studies and claim.series is None:
        return message("claims.plain_no_poll")
    change = claim.says.change or claim.says.unchanged
    if change is not None and (change.start is None or change.end is None) and found is not None:
        return message("claims.plain_waves", stated=stated, found=found)
    if found is None:
        return message("claims.plain_nothing")
    return message("claims.plain_open", stated=_Inside(stated), found=found)


@dataclass(frozen=True, eq=False, repr=False)
class _Inside(Worded):
    """A text in quotation marks of a sentence: marks of its own are the inner ones, „…“ inside «…»."""

    text: Text

    def words(self, language: str) -> str:
        return say(self.text, language).replace("«", "„").replace("»", "“")


def _in_percent(forms: list[str], text: Text | None) -> Text | None:
    if text is None or forms not in (["share"], ["phrase"], ["share", "phrase"]):
        return text
    return message("claims.percentage", figure=text)


def _stated(claim: Claim, forms: list[str], verdict: Verdict) -> Text:
    if forms == ["share"] and verdict.stated is not None:
        return message("claims.percentage", figure=verdict.stated)
    if forms == ["phrase"]:
        return same(claim.says.phrase or "")
    return verdict.stated if verdict.stated is not None else same(claim.quote)
