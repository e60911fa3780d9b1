"""Fixtures for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library

# no test is timed: what a busy machine takes longer for is no fault
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


# what goes into a wheel
PARTS = ("survey", "questionnaires", "setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")
# modules whose tests share what takes long to make -> the worker's share of work that they are together
TOGETHER = {"tests/test_wheel.py": "shipped", "tests/test_results.py": "shipped"}
TOGETHER |= {"tests/test_weighting_story.py": "story", "tests/test_measures.py": "measures"}
TOGETHER |= {"tests/wording/test_catalogues.py": "catalogues"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several workers all tests of Spark go to one, so that one session serves them, and so do the others that
    share what takes long to make; the rest are spread."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "spark" if "spark" in nodeid else TOGETHER.get(nodeid.split("::")[0], nodeid)

    return Together(config, log)


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the lists of what this program wrote."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(autouse=True)
def state(states: Path) -> Iterator[None]:
    """Each test has its own list of what this program wrote: none knows a file by what another test wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(states / uuid.uuid4().hex))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def library(root: Path) -> Library:
    """The questionnaires of this checkout."""
    return load_library(root / "questionnaires")


@pytest.fixture(scope="session")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package from a wheel built of the checkout's files and nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in PARTS:
        if (root / name).is_dir():
            shutil.copytree(root / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(root / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheels, target = place / "wheels", place / "installed"
    built = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(wheels), str(source)]
    subprocess.run(built, check=True)
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)], check=True)
    return target


@pytest.fixture(scope="session")
def shipped(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the wheel has run all the questionnaires that it carries."""
    folder = tmp_path_factory.mktemp("shipped")
    settings = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-m", "survey", "run", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder
