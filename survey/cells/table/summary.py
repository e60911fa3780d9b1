"""What a weight column looks like, from one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Summary:
    """Of ``rows`` rows ``usable`` are finite numbers, ``zero`` of them 0 and ``negative`` below; the least and the
    largest weight that is not 0 (NaN where all are); Σw and Σw² of all that are usable."""

    rows: int
    usable: int
    zero: int
    negative: int
    minimum: float
    maximum: float
    total: float
    squares: float

    @property
    def n(self) -> int:
        """Those who count: usable weights that are not 0."""
        return self.usable - self.zero

    @classmethod
    def of(cls, weights: NDArray[np.float64]) -> Summary:
        """The summary of an array."""
        w = weights[np.isfinite(weights)] if not np.isfinite(weights.sum()) else weights
        live = w if len(w) and w.min() > 0 else w[w != 0]
        with np.errstate(over="ignore"):  # such weights are refused by their size
            squares = float(w @ w)
        return cls(
            rows=len(weights),
            usable=len(w),
            zero=len(w) - len(live),
            negative=int((live < 0).sum()) if len(live) and live.min() < 0 else 0,
            minimum=float(live.min()) if len(live) else float("nan"),
            maximum=float(live.max()) if len(live) else float("nan"),
            total=float(w.sum()),
            squares=squares,
        )

    @classmethod
    def together(cls, parts: Sequence[Summary]) -> Summary:
        """The summary of all rows of several parts."""
        lows = [part.minimum for part in parts if part.minimum == part.minimum]
        highs = [part.maximum for part in parts if part.maximum == part.maximum]
        return cls(
            rows=sum(part.rows for part in parts),
            usable=sum(part.usable for part in parts),
            zero=sum(part.zero for part in parts),
            negative=sum(part.negative for part in parts),
            minimum=min(lows, default=float("nan")),
            maximum=max(highs, default=float("nan")),
            total=sum(part.total for part in parts),
            squares=sum(part.squares for part in parts),
        )
