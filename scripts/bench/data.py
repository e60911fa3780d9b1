"""The synthetic respondents: made by DuckDB from the number of the row, so that every run has the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

STRATA, PSUS = 50, 20
QUESTIONS = {  # and how many options each has
    "answer": 5,
    "sex": 2,
    "age": 6,
    "region": 7,
    "education": 4,
    "settlement": 5,
    "vote": 12,
    "mood": 3,
}
BANNERS = ("sex", "age", "region", "education", "settlement")
REPLICATES = 80
WAVES = 4
KEYS = {"stratum": STRATA, "psu": PSUS, **QUESTIONS}
DESIGN = ("stratum", "psu", "weight")
TABLES = (*DESIGN, *QUESTIONS)  # columns of the data of all tables
TREND = (*DESIGN, "answer", "wave")


def questions() -> dict[str, dict[str, Any]]:
    """The questions as a user writes them down."""
    made = {**QUESTIONS, "wave": WAVES}
    return {
        name: {"type": "single", "options": {str(code): f"{name} {code}" for code in range(1, size + 1)}}
        for name, size in made.items()
    }


def targets() -> dict[str, dict[str, float]]:
    """A share for each option of each banner; seed 7."""
    rng = np.random.default_rng(7)
    return {
        name: {str(code): float(share) for code, share in enumerate(rng.dirichlet(np.full(QUESTIONS[name], 30.0)), 1)}
        for name in BANNERS
    }


def query(rows: int, columns: Sequence[str], start: int = 0) -> str:
    """SQL that makes rows ``start`` to ``start + rows``. Codes are whole numbers from 1, as pandas keeps them; weights
    lie between 0.5 and 1.5, replicate weights between half of the weight and one and a half of it."""
    made = []
    for column in columns:
        if column == "wave":
            made.append(f"{start // max(rows, 1) + 1}::bigint as wave")
        elif column == "weight":
            made.append(f"{_unit(0)} + 0.5 as weight")
        elif column.startswith("rw"):
            made.append(f"({_unit(0)} + 0.5) * ({_unit(40 + int(column[2:]))} + 0.5) as {column}")
        else:
            made.append(f"({_hash(1 + list(KEYS).index(column))} % {KEYS[column]} + 1)::bigint as {column}")
    return f"select {', '.join(made)} from range({start}, {start + rows}) t(i)"


def _hash(seed: int) -> str:
    return f"hash(i * 128 + {seed})"  # DuckDB's hash of two numbers mixes them too little


def _unit(seed: int) -> str:
    return f"({_hash(seed)} % 1000003) / 1000003.0"


def replicate_columns() -> list[str]:
    """Names of the replicate weights."""
    return [f"rw{r}" for r in range(1, REPLICATES + 1)]


def columns_of(kind: str) -> tuple[str, ...]:
    """Columns of the data ``tables``, ``replicates`` or ``trend``."""
    return {"tables": TABLES, "replicates": ("weight", "answer", *replicate_columns()), "trend": TREND}[kind]


def written(folder: Path, kind: str, rows: int) -> list[Path]:
    """The Parquet files of ``kind``, made where they are not there yet: one, for the trend one a wave."""
    import duckdb

    files = WAVES if kind == "trend" else 1
    paths = [folder / f"{kind}_{rows}_{k + 1}.parquet" for k in range(files)]
    if not all(path.exists() for path in paths):
        connection = duckdb.connect()
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set temp_directory = '{folder}'")
        for k, path in enumerate(paths):
            each = rows // files
            connection.execute(f"copy ({query(each, columns_of(kind), k * each)}) to '{path}' (format parquet)")
        connection.close()
    return paths


def frame_of(paths: Sequence[Path]) -> pd.DataFrame:
    """All rows of the files."""
    frames = [pd.read_parquet(path) for path in paths]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
