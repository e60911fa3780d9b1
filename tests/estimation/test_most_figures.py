"""How many figures one call may have is a question of memory."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import EstimationError
from survey.estimation.core import covariance

pytestmark = pytest.mark.contract


def test_figures_may_be_as_many_as_half_of_the_free_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    free = {"SC_AVPHYS_PAGES": 1 << 19, "SC_PAGE_SIZE": 4096}  # 2 GiB
    monkeypatch.setattr(covariance.os, "sysconf", free.get)
    assert covariance.most_figures() == covariance.LARGEST
    free["SC_AVPHYS_PAGES"] <<= 4
    assert covariance.most_figures() == 14654
    free["SC_AVPHYS_PAGES"] = 1
    frame = pd.DataFrame({"q": np.arange(6000) % 26, "a": np.arange(6000) % 251})
    with pytest.raises(EstimationError, match="figures, and 5,000 is the most that memory allows"):
        survey.Sample(frame).share("q", by="a")
