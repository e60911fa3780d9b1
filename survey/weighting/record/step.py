"""One step of a weighting, as the record keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.weighting.record.calibration import WeightDiagnostics
from survey.words import Text, say

CHOSEN = "limit of the choice"  # among details: margins were chosen by a rule


@dataclass(frozen=True)
class Step:
    """What was done to the weights, by which arguments, and what it cost.

    ``step``: the verb, which is the name of the function and the key in YAML. ``options``: its arguments as plain
    values, so that the step can be repeated. ``base_weight`` and ``weight``: the columns before (None: 1 each) and
    after. ``said``: one sentence for the notes, in every language. ``counts``: respondents concerned, by what happened
    to them. ``details``: other figures of the step by name (the response rate of a class).
    """

    step: str
    base_weight: str | None
    weight: str
    said: Text
    options: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    diagnostics: WeightDiagnostics | None = None
    details: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """``said`` in English."""
        return say(self.said)


def logged(sample: SampleData, step: Step, **parts: Any) -> SampleData:
    """``sample`` with ``parts`` changed and ``step`` at the end of its record."""
    return sample.changed(**parts, steps=(*sample.steps, step))
