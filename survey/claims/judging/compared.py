"""The outcome of a comparison, with its head: the fidelity, where it fails, before the words."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.claims.answers.inference import NOT_ASKED, Inferred
from survey.claims.answers.verdict import FAILING, Fidelity
from survey.maths.published import Range
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class Compared:
    """The outcome of one comparison. ``clause`` says it without the head that a fidelity that fails has before it;
    ``key`` tells whether two comparisons found the same."""

    fidelity: Fidelity
    clause: Text
    found: Text | None = None
    figures: dict[str, float] = field(default_factory=dict)
    assumptions: tuple[Text, ...] = ()
    details: tuple[dict[str, object], ...] = ()
    inferred: Inferred = NOT_ASKED
    key: tuple[object, ...] = ()
    allowed: Range | None = None  # what the statement may stand for
    percent: bool = True  # what was found is a percentage, printed without its sign
    names_whom: bool = False  # the clause says of whom the figures are
    headed: bool = True  # False where the clause is of several comparisons, each with its own head

    @property
    def said(self) -> Text:
        """The clause with its head: "overstated: …"."""
        return headed(self.fidelity, self.clause) if self.headed else self.clause


def of_whom(text: Text, whom: Text | None) -> Text:
    """``text``, and of whom its figures are, where that is a part of the sample."""
    return text if whom is None else joined((text, message("claims.figures_are", whom=whom)), "; ")


def headed(fidelity: Fidelity, clause: Text) -> Text:
    """``clause``, and before it the fidelity where it fails."""
    if fidelity not in FAILING:
        return clause
    return message("claims.headed", fidelity=message(f"claims.fidelity_{fidelity}"), clause=clause)
