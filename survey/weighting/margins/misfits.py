"""What keeps weights from being made: the error of all problems, and what to do about their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.definitions.records.targets import Targets
from survey.errors import WeightingError
from survey.wording.message import Message
from survey.words import nearest, say

UNKNOWN_CODE = "data.gave_unknown_code"
UNANSWERED = ("data.gave_no_answer", "data.gave_option")  # answers that are missing
CONFLICTS = ("data.not_both", "data.not_all", "data.only_with_zero")  # margins that no weights meet together


def failed(targets: Targets, problems: Sequence[Message]) -> WeightingError:
    """One error with all problems, and what to do about their kinds."""
    kinds = {problem.key for problem in problems}
    fixes = []
    if UNKNOWN_CODE in kinds:
        fixes.append(
            "Give the code an option in the question's definition, with 'missing: no_answer' where it is no answer."
        )
    if kinds & set(UNANSWERED):
        fixes.append(
            "A respondent without an answer needs one, or a base weight of 0 to be left out; missing: class, impute or "
            "carry does it by rule."
        )
    if kinds & set(CONFLICTS):
        fixes.append("Merge options that stand in each other's way, or leave a margin out.")
    if kinds - {UNKNOWN_CODE, *UNANSWERED, *CONFLICTS}:
        fixes.append("Merge options, correct the targets, or leave the margin out.")
    return WeightingError("\n".join(map(say, problems)), where=f"targets {targets.targets}", fix=" ".join(fixes))


def hint(word: str, known: Iterable[str]) -> str:
    """What was meant perhaps, to stand behind a sentence."""
    close = nearest(word, known)
    return f" {close}" if close else ""
