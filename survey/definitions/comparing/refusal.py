"""The error for two studies that are not comparable, in one wording for all that subtract or pool them."""

from __future__ import annotations

from survey.definitions.comparable import Asked, problems
from survey.definitions.comparing.comparability import Comparability
from survey.errors import ComparisonError, Problem
from survey.words import say

ALIKE = "Name waves that asked alike, or join their finer answers by nets of the coarser ones."
FORCE = "Name waves that asked alike, or --force (force=True) to see the figures side by side."


def refusal(found: Comparability, names: tuple[str, str], sides: tuple[Asked, Asked]) -> ComparisonError | None:
    """None where figures of the two may be subtracted; ``names``: what the waves are called.

    A name that stands for two things is told with the file and line of either; other answers and other people with the
    words that ``survey check`` and the first table of ``survey compare`` have for them."""
    if found.outcome != "not_comparable":
        return None
    if found.against:
        return ComparisonError(problems(found.against, *sides))
    fix = FORCE if found.answers else f"Use --base valid (base='valid'). {FORCE}"
    return ComparisonError([Problem(", ".join(names), 0, sides[0].question.question, say(found.text), fix)])
