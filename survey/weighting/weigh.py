"""Weighting as a study's definition asks for it."""

from __future__ import annotations

from survey.cells.sample import SampleData
from survey.definitions.study import Weighting
from survey.definitions.targets import Targets
from survey.errors import WeightingError
from survey.weighting.poststratify import poststratify
from survey.weighting.rake import rake


def weigh(sample: SampleData, weighting: Weighting, targets: Targets, *, name: str | None = None) -> SampleData:
    """The sample weighted by ``weighting.method`` (``rake`` unless said otherwise) to ``weighting.margins`` of
    ``targets``.

    Raises what ``rake`` and ``poststratify`` raise.
    """
    if weighting.method == "poststratify":
        if len(weighting.margins) > 1:
            raise WeightingError(
                f"post-stratification uses one margin, not {len(weighting.margins)}",
                where="weighting.margins",
                fix="Name one crossed margin, or use method: rake.",
            )
        margin = weighting.margins[0] if weighting.margins else None
        return poststratify(sample, targets, margin, trim=weighting.trim, base_weight=weighting.base_weight, name=name)
    return rake(sample, targets, weighting.margins, trim=weighting.trim, base_weight=weighting.base_weight, name=name)
