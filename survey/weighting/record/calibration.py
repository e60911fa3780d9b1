"""The record of a weighting: what was done, to which figures, and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.shown import Shown
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.worded import joined, same
from survey.words import Text, say

# How standard errors take the weighting into account: one regression on all margins with the weights before
# calibration (R: calibrate, postStratify), or iterated unweighted cell means (R: rake).
Residuals = Literal["regression", "cell means"]


@dataclass(frozen=True)
class MarginGap:
    """One cell of one margin: shares (proportions) wanted, before and after weighting, and respondents in it."""

    margin: str
    options: tuple[str, ...]  # option ids, one for each variable of the margin
    target: float
    before: float
    after: float
    n: int


@dataclass(frozen=True, repr=False)
class WeightDiagnostics(Shown):
    """What a weight column looks like. ``minimum``, ``maximum`` and ``mean`` in its own unit; ``deff`` and ``n_kish``
    by Kish; ``moe`` the largest margin of error of a share at ``level``, as a proportion; ``trimmed`` respondents."""

    n: int
    minimum: float
    maximum: float
    mean: float
    deff: float
    n_kish: float
    moe: float
    level: float = 0.95
    zero: int = 0
    trimmed: int = 0
    iterations: int = 0


@dataclass(frozen=True, repr=False)
class Calibration(Shown):
    """Weights brought to population margins.

    ``margins`` are the targets used and ``variables`` the questions they stand on; ``base_weight`` is the column
    before (None: 1 each), ``weight`` the column after. ``residuals`` says how variances take it into account.
    ``numbers`` are questions whose numbers were brought to totals, ``totals``. ``before``: the weighting that the base
    weight came from. ``cap``: the largest weight that raking allowed, as a multiple of the mean. ``within``: columns
    whose crossing is a unit (household, PSU) with one weight, which had the means of its members' margins and numbers
    and of their base weights. ``met``: the column that met the margins, where the weight was trimmed or scaled after;
    None: ``weight`` itself. ``spread``: the question of numbers that residual variances were in proportion to.
    ``stage``: of sampling, whose units, the crossing of the columns ``inside``, each met totals of their own; 0: the
    population did. ``title``: what the targets are called.
    """

    method: Literal["rake", "poststratify", "calibrate"]
    targets: str
    sources: tuple[str, ...]
    margins: Mapping[str, Margin]
    variables: Mapping[str, Question]
    base_weight: str | None
    weight: str
    gaps: tuple[MarginGap, ...]
    diagnostics: WeightDiagnostics
    residuals: Residuals | Literal["replicates"] = "regression"  # repeated in every replicate
    trim: tuple[float | None, float | None] | None = None  # lower and upper, as multiples of the mean weight
    notes: tuple[Text, ...] = field(default_factory=tuple)
    numbers: tuple[Question, ...] = ()
    totals: tuple[float, ...] = ()
    before: Calibration | None = None
    cap: float | None = None
    within: tuple[str, ...] = ()
    stage: int = 0
    inside: tuple[str, ...] = ()
    met: str | None = None
    title: Text | None = None  # of the targets
    spread: Question | None = None
    # of the targets, margin after margin and level after level (those of the questions' encodings), where they were
    # estimated: their variance is added to that of every estimate
    target_covariance: NDArray[np.float64] | None = field(default=None, compare=False)

    @property
    def named(self) -> Text:
        """What the targets are called: their title, else their id; nothing where they have neither."""
        return self.title or same(self.targets)

    def margin_called(self, name: str) -> Text:
        """A margin by the headings of its variables; by its title, else with its id, where another is of the same."""
        margin = self.margins[name]
        head = joined(
            [self.variables[one].heading if one in self.variables else one for one in margin.variables], " × "
        )
        if sum(other.variables == margin.variables for other in self.margins.values()) == 1:
            return head
        return margin.title or joined((head, f" ({name})"))

    @property
    def calibrated(self) -> str:
        """The weight column that met the margins."""
        return self.met or self.weight

    @property
    def of_cells(self) -> bool:
        """Whether residuals are constant in the cells of each margin, so that tables of sums are enough for them."""
        return not (self.before or self.numbers or self.within or self.met or self.stage)

    @property
    def steps(self) -> tuple[Calibration, ...]:
        """All weightings in the order in which they were done."""
        return (*(self.before.steps if self.before is not None else ()), self)

    @property
    def said(self) -> Text:
        """One line for the notes of a table, in every language."""
        return joined([step.own_said for step in self.steps], message("data.then"))

    @property
    def text(self) -> str:
        """``said`` in English."""
        return say(self.said)

    @property
    def own_said(self) -> Text:
        """The same without the weightings before."""
        crossed = (self.margin_called(name) for name in self.margins)
        numbers = (message("data.total_of", name=question.column or question.question) for question in self.numbers)
        return message(
            f"data.made_by_{self.method}",
            names=joined([*crossed, *numbers], ", "),
            targets=self.named if self.targets else message("data.targets_given"),
            cut=joined(self._limits()),
            how=message(f"data.residuals_{self.residuals.replace(' ', '_')}"),
        )

    def _limits(self) -> list[Message]:
        """What held the weights in bounds."""
        found = [message("data.one_weight", units=" × ".join(self.within))] if self.within else []
        if self.stage:
            found.append(message("data.of_each_unit", units=" × ".join(self.inside)))
        if self.cap is not None:
            found.append(message("data.capped", cap=formatted(self.cap)))
        if self.trim:
            low, high = self.trim
            sides = [message("data.below", limit=formatted(low))] if low is not None else []
            sides += [message("data.above", limit=formatted(high))] if high is not None else []
            limits = joined(sides, message("data.and"))
            found.append(message("data.trimmed", limits=limits, count=self.diagnostics.trimmed))
        return found
