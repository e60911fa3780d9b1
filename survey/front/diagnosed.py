"""What the weights in use cost."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.errors import WeightingError
from survey.weighting.record.calibration import WeightDiagnostics
from survey.weighting.record.diagnose import diagnose as diagnose_weights
from survey.weighting.record.diagnose import diagnose_summary


def diagnose(sample: SampleData, level: float = 0.95) -> WeightDiagnostics:
    """Least, largest and mean weight, Kish's design effect ``n Σw² / (Σw)²``, the effective base ``(Σw)² / Σw²`` and
    the margin of error of a share of one half at ``level`` (R: none in survey; ``1 + cv(w)²`` of the weights).

    Respondents with weight 0 are counted apart. Raises ``WeightingError`` where no weight is positive. Source: Kish
    (1992), J. of Official Statistics 8, 183-200."""
    if not 0 < level < 1:
        raise WeightingError(f"the level {level} must lie between 0 and 1", where="level", fix="Write 0.95 for 95 %.")
    if sample.weight is None:
        return diagnose_weights(sample.weights, level)
    return diagnose_summary(sample.engine.summary(sample.weight), level)
