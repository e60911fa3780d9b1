"""Makes weighting_balance.json with balance 0.23.0 (https://import-balance.org) and numpy 1.26.4.

In an environment of its own: ``pip install balance==0.23.0 && python tests/oracles/weighting_balance.py``. Answers
follow from the row number, so that no data file is needed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from balance.stats_and_plots.weighted_comparisons_stats import asmd
from balance.stats_and_plots.weights_stats import design_effect

ROWS = 240
PEOPLE = 20_000
TARGET = {"sex": {"man": 0.46, "woman": 0.54}, "area": {"city": 0.4, "town": 0.35, "village": 0.25}}

row = np.arange(ROWS)
sample = pd.DataFrame(
    {
        "sex": np.where(row % 8 < 3, "man", "woman"),
        "area": np.select([row % 10 < 6, row % 10 < 8], ["city", "town"], "village"),
        "before": 1.0 + row % 3,
        "after": 0.5 + (row * 7 % 11) / 4,
    }
)
people = pd.DataFrame(
    {name: np.repeat(list(shares), [round(p * PEOPLE) for p in shares.values()]) for name, shares in TARGET.items()}
)


def dummies(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            f"{name}[{level}]": (frame[name] == level).astype(float)
            for name, shares in TARGET.items()
            for level in shares
        }
    )


found = {}
for weight in ("before", "after"):
    levels = asmd(dummies(sample), dummies(people), sample[weight], None)
    by = asmd(dummies(sample), dummies(people), sample[weight], None, aggregate_by_main_covar=True)
    found[weight] = {
        "levels": {key: float(value) for key, value in levels.items()},
        "variables": {key: float(value) for key, value in by.items()},
        "deff": float(design_effect(sample[weight])),
    }
text = json.dumps({"rows": ROWS, "people": PEOPLE, "target": TARGET, "balance": found}, indent=1)
Path(__file__).with_suffix(".json").write_text(text + "\n", encoding="utf-8")
