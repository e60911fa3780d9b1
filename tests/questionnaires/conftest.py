"""The shipped definitions, and the plain records they are checked against."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def polls() -> dict[str, Any]:
    """The 101 records, as plain values."""
    return YAML(typ="safe").load((HERE / "polls.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def census() -> dict[str, Any]:
    """The population figures, as plain values."""
    return YAML(typ="safe").load((HERE / "belarus_margins.yaml").read_text(encoding="utf-8"))
