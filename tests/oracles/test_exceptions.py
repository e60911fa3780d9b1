"""R's own faults are told from the package's, by derivation, and excuse nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle_exceptions import settled
from oracle_harness import Case, differences, produced
from scipy import stats

pytestmark = pytest.mark.oracle

FRAME = pd.DataFrame(
    {
        "s": [1, 1, 1, 1, 2, 2, 3, 3, 3, 3] * 4,
        "p": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5] * 4,
        "w": [2, 2, 2, 2, 5, 5, 3, 3, 3, 3] * 4,
        "x": [1, 3, 2, 7, 10, 12, 4, 5, 6, 8] * 4,
        "y": [0, 0, 1, 0, 0, 0, 0, 0, 0, 0] * 4,
        "z": [0] * 40,
        "g": ["a", "b", None, "b", "a"] * 8,
        "h": (["c", "c", "d"] * 14)[:40],
    }
)
TAYLOR = {"kind": "taylor", "psu": [], "strata": [], "weights": "w", "fpc": [], "nest": False, "lonely_psu": "fail"}


@pytest.fixture
def case(tmp_path: Path) -> Any:
    FRAME.to_csv(tmp_path / "data.csv", index=False)

    def make(estimand: dict[str, Any], expect: dict[str, Any], **design: Any) -> Case:
        return Case(
            "case", "", {"file": "data.csv"}, {**TAYLOR, **design}, {}, estimand, expect, 1e-8, 1e-12, "", tmp_path
        )

    return make


def right(made: Case) -> tuple[Case, dict[str, str]]:
    expect, faults = settled(made, FRAME)
    return replace(made, expect=expect), faults


def test_a_lonely_total_of_4_1_is_replaced_by_that_of_4_3(case: Any) -> None:
    design = {"psu": ["p"], "strata": ["s"], "lonely_psu": "adjust"}
    spread = 2 * 4**2 * (5.0**2 + 5.0**2) + 2 * 4**2 * 2 * 7.5**2
    old = float(np.sqrt(spread + (4 * 110) ** 2))  # PSU totals 8, 18 | 110 | 27, 42, each four times
    new = float(np.sqrt(spread + (4 * (110 - 41)) ** 2))
    asked = {"statistic": "total", "what": "", "y": ["x"]}
    made, faults = right(case(asked, {"labels": ["x"], "est": [820.0], "se": [old]}, **design))
    assert made.expect["se"] == pytest.approx([new], rel=1e-12) and "4.3" in faults["se"]
    assert not differences(made, produced(made))
    other, none = right(case(asked, {"labels": ["x"], "est": [820.0], "se": [old * 1.0001]}, **design))
    assert not none and differences(other, produced(other))


def test_an_arcsine_limit_that_turns_back_is_cut(case: Any) -> None:
    asked = {"statistic": "proportion", "what": "", "event": "y == 1", "ci_method": "asin"}
    plain = produced(case(asked, {}, psu=["p"]))
    p, se, df = (float(plain[key]) for key in ("est", "se", "df"))
    middle, half = np.arcsin(np.sqrt(p)), stats.t.ppf(0.975, df) * se / (2 * np.sqrt(p * (1 - p)))
    assert middle < half
    expect = {"est": p, "se": se, "df": df, "ci_low": np.sin(middle - half) ** 2, "ci_high": np.sin(middle + half) ** 2}
    made, faults = right(case(asked, expect, psu=["p"]))
    assert made.expect["ci_low"] == 0 and set(faults) == {"ci_low"}
    assert not differences(made, produced(made))


@pytest.mark.parametrize("statistic", ["proportion", "share"])
def test_wald_limits_of_nobody_are_not_zero_and_zero(case: Any, statistic: str) -> None:
    asked = {"proportion": {"event": "z == 1", "ci_method": "mean"}, "share": {"y": "z"}}[statistic]
    given: dict[str, Any] = {"df": 4, "ci_low": [0.0], "ci_high": [0.0], "est": [0.0], "se": [0.0]}
    if statistic == "share":
        given = {**given, "labels": ["z0"], "est": [1.0], "ci_low": [1.0], "ci_high": [1.0]}
    made, faults = right(case({"statistic": statistic, "what": "", **asked}, given, psu=["p"]))
    w = FRAME["w"]
    base = float(w.sum() ** 2 / (w**2).sum()) * (stats.t.ppf(0.025, 39) / stats.t.ppf(0.025, 4)) ** 2
    free = made.expect["ci_high" if statistic == "proportion" else "ci_low"]
    assert free == pytest.approx([1 - 0.025 ** (1 / base) if statistic == "proportion" else 0.025 ** (1 / base)])
    assert len(faults) == 1 and not differences(made, produced(made))


def test_x2_is_of_the_rows_of_its_table(case: Any) -> None:
    asked = {"statistic": "chisq", "what": "", "row": "g", "col": "h", "variant": "Chisq"}
    table = FRAME.dropna().pivot_table(index="g", columns="h", values="w", aggfunc="sum").to_numpy()
    x2 = float(stats.chi2_contingency(table, correction=False)[0]) / table.sum()
    made, faults = right(case(asked, {"statistic": 40 * x2, "statistic_name": "X-squared"}))
    assert made.expect["statistic"] == pytest.approx(32 * x2) and "statistic" in faults
    assert not differences(made, produced(made))


def test_one_mean_has_a_degree_of_freedom_more_than_in_r(case: Any) -> None:
    asked = {"statistic": "ttest", "what": "", "y": "x"}
    plain = produced(case(asked, {}))
    t = float(plain["t"])
    made, faults = right(case(asked, {"t": t, "df": 38, "p": 2 * stats.t.sf(abs(t), 38)}))
    assert made.expect["df"] == 39 and made.expect["p"] == pytest.approx(2 * stats.t.sf(abs(t), 39))
    assert set(faults) == {"df", "p"} and not differences(made, produced(made))


def test_likelihood_limits_are_those_of_r_where_its_iterations_stop(tmp_path: Path) -> None:
    # R 4.2.2, survey 4.1-1: svyciprop(~y, svydesign(id=~psu, data=d), method="likelihood"); one of 32 and of 200
    for n, clusters, low, high in (
        (32, 4, 5.30175649926e-05, 0.237285159128),
        (200, 10, 0.000143043802781, 0.0259005692473),
    ):
        frame = pd.DataFrame({"y": [1] + [0] * (n - 1), "psu": np.arange(n) % clusters})
        frame.to_csv(tmp_path / "data.csv", index=False)
        asked = {"statistic": "proportion", "what": "", "event": "y == 1", "ci_method": "likelihood"}
        design = {**TAYLOR, "psu": ["psu"], "weights": "1 (every row)"}
        given = {"est": 1 / n, "df": clusters - 1, "ci_low": low, "ci_high": high}
        folder = tmp_path / str(n)
        folder.mkdir()
        frame.to_csv(folder / "data.csv", index=False)
        plain = Case("case", "", {"file": "data.csv"}, design, {}, asked, given, 1e-8, 1e-14, "", folder)
        expect, faults = settled(plain, frame)
        assert set(faults) == {"ci_low", "ci_high"}
        made = replace(plain, expect=expect, rtol=1e-6)
        assert differences(replace(plain, rtol=1e-7), produced(plain)) and not differences(made, produced(made))
