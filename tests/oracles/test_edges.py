"""R's values where public.json has none: weights of 0, domains of two variables, lonely PSUs, unequal weights in cells.

``edges.json`` was made by ``edges.R``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle_harness import Case, differences, load, missing_parts, not_implemented, produced

pytestmark = pytest.mark.oracle

CASES = load(Path(__file__).resolve().parent / "edges.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_values_of_r_at_the_edges_are_reproduced(case: Case) -> None:
    assert not not_implemented(case) and not missing_parts(case)
    wrong = differences(case, produced(case))
    assert not wrong, "\n".join([case.r, *wrong])
