"""A folder with a study, and data of every format, in which hostile cases are tried; nothing is written above it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.hostile.harness import make_ground

# imported before the first case, so that a forked one need not
HEAVY = "pandas pyarrow.csv pyarrow.parquet pyarrow.feather pyreadstat openpyxl scipy.stats duckdb".split()


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in HEAVY:
        importlib.import_module(name)
    folder = tmp_path_factory.mktemp("hostile")
    make_ground(folder)
    return folder
