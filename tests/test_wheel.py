"""A wheel carries the questionnaires and runs them from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("survey", "questionnaires", "setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package from a wheel built of the checkout's files and nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheels, target = place / "wheels", place / "installed"
    built = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(wheels), str(source)]
    subprocess.run(built, check=True)
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)], check=True)
    return target


def call(installed: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-m", *args]
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True)


def test_the_wheel_is_what_is_tested(installed: Path, tmp_path: Path) -> None:
    settings = {**os.environ, "PYTHONPATH": str(installed)}
    code = "import survey; print(survey.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=settings, capture_output=True, text=True
    )
    assert Path(done.stdout.strip()) == installed / "survey" / "__init__.py"


def test_the_wheel_carries_every_definition(installed: Path, root: Path) -> None:
    def names(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert names(installed / "survey" / "questionnaires") == names(root / "questionnaires")
    assert (installed / "survey" / "py.typed").is_file()


def test_the_wheel_checks_the_questionnaires_it_carries(installed: Path, tmp_path: Path) -> None:
    done = call(installed, tmp_path, "survey", "check")
    assert done.returncode == 0, done.stderr
    assert "OK" in done.stdout


def test_the_wheel_runs_the_questionnaires_it_carries_into_the_folder_of_the_call(
    installed: Path, tmp_path: Path
) -> None:
    done = call(installed, tmp_path, "survey", "run", "--quiet")
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*")}  # nothing beside results
    shipped = ROOT / "results"  # of the checkout this alone: elsewhere other tests come and go
    assert made == {path.relative_to(ROOT) for path in (shipped, *shipped.rglob("*"))}
