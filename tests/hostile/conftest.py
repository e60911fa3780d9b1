"""A folder with a study, and data of every format, in which hostile cases are tried; nothing is written above it."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import survey
from tests.hostile.harness import make_ground

# imported before the first case, so that a forked one need not
HEAVY = "pandas pyarrow.csv pyarrow.parquet pyarrow.feather pyreadstat openpyxl scipy.stats duckdb".split()


def load_all() -> None:
    """All of the program, so that no case that is forked from here waits for it."""
    found = pkgutil.walk_packages(survey.__path__, "survey.")
    own = [one.name for one in found if not one.name.endswith("__main__") and "spark" not in one.name]
    for name in (*HEAVY, "narwhals", "statsmodels.api", "matplotlib.pyplot", *own):
        importlib.import_module(name)


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in HEAVY:
        importlib.import_module(name)
    folder = tmp_path_factory.mktemp("hostile")
    make_ground(folder)
    return folder
