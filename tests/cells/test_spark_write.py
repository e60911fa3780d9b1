"""Spark writes the weighted rows itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey import Sample, SurveyDesign, rake
from survey.reports.files.data.write_by_engine import write_by_engine

TARGETS = {"sex": {"1": 0.45, "2": 0.55}}


@pytest.mark.contract
def test_spark_writes_a_folder_whole_and_replaces_an_earlier_one(tmp_path: Path, spark: Any) -> None:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"number": np.arange(500), "sex": rng.integers(1, 3, 500), "w": rng.random(500) + 0.5})
    path, out = tmp_path / "wave.parquet", tmp_path / "weighted.parquet"
    frame.to_parquet(path, index=False)
    sample = rake(Sample(spark.read.parquet(str(path)), SurveyDesign(weight="w")), TARGETS)
    for _ in range(2):
        write_by_engine(sample, out)
    after = pd.concat([pd.read_parquet(part) for part in sorted(out.glob("*.parquet"))]).sort_values("number")
    want = rake(Sample(frame, SurveyDesign(weight="w")), TARGETS).weights
    np.testing.assert_allclose(after["weight"], want, rtol=1e-12)
    assert {item.name for item in tmp_path.iterdir()} == {"wave.parquet", "weighted.parquet"}
