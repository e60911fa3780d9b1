"""What the default policy of disclosure does to each shipped study with data: the attack of tests/hostile before and
after it, and how much is suppressed for it. ``.venv/bin/python scripts/disclosure.py [STUDY…]``; a minute or two."""

from __future__ import annotations

import importlib.util
import sys
import types
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> None:
    """Print a row of the table in docs/reliability.md for each."""
    warnings.simplefilter("ignore")
    tests = types.ModuleType("tests")
    tests.__path__ = [str(ROOT / "tests")]
    sys.modules["tests"] = tests
    found = importlib.util.find_spec("tests.hostile.test_differencing")
    assert found is not None and found.loader is not None
    attack = importlib.util.module_from_spec(found)
    sys.modules[found.name] = attack
    found.loader.exec_module(attack)
    from survey.definitions.reading.load import load_library, load_study

    library = load_library(ROOT / "questionnaires")
    sums = [0, 0, 0, 0]
    for name in names or sorted(key for key, study in library.studies.items() if study.data is not None):
        one = attack.attacked(load_study(name, library), library)
        sums = [a + b for a, b in zip(sums, (one.before, one.after, one.cells, one.suppressed), strict=True)]
        cells = f"{one.suppressed} of {one.cells}"
        print(f"| {name} | {one.before} | {one.after} | {cells} | {one.narrowest:.0f} |", flush=True)
    print(f"| all | {sums[0]} | {sums[1]} | {sums[3]} of {sums[2]} ({sums[3] / sums[2]:.0%}) | |")


if __name__ == "__main__":
    main(sys.argv[1:])
