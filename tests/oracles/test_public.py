"""Every case of an oracle file, computed through ``import survey`` alone and compared number by number.

``SURVEY_ORACLE=path pytest tests/oracles`` runs any other file of the same schema (README.md); its data paths start at
its folder. A case that needs a statistic the package does not have is skipped as *not implemented*, counted in the
summary and, for the file that comes with the tests, in ``test_what_is_not_implemented_is_counted``.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from oracle_expressions import evaluate, holds
from oracle_harness import Case, differences, load, missing_parts, not_implemented, produced, relative

pytestmark = pytest.mark.oracle

HERE = Path(__file__).resolve().parent
OTHER = os.environ.get("SURVEY_ORACLE")
CASES = load(Path(OTHER).resolve() if OTHER else HERE / "public.json")
PARTS = [(case, key, reason) for case in CASES for key, reason in missing_parts(case).items()]
ours = pytest.mark.skipif(OTHER is not None, reason="about the file that comes with the tests")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_values_of_r_are_reproduced(case: Case) -> None:
    reason = not_implemented(case)
    if reason:
        pytest.skip(f"not implemented: {reason}")
    wrong = differences(case, produced(case))
    assert not wrong, "\n".join([case.r, *wrong])


if PARTS:  # none of public.json; another file may ask for more

    @pytest.mark.parametrize("case,key,reason", PARTS, ids=[f"{case.id} {key}" for case, key, _ in PARTS])
    def test_parts_that_are_not_implemented(case: Case, key: str, reason: str) -> None:
        pytest.skip(f"not implemented: {reason}")


@ours
def test_what_is_not_implemented_is_counted() -> None:
    groups = Counter(case.group for case in CASES)
    found = Counter(case.group for case in CASES if not_implemented(case))
    assert {group: (groups[group], found[group]) for group in groups} == {
        "contrast": (7, 0),
        "count": (5, 0),
        "crosstab": (4, 0),
        "deff": (2, 0),
        "domain": (6, 0),
        "lonely": (8, 0),
        "mean": (8, 0),
        "model": (4, 0),
        "pps": (2, 0),
        "proportion-ci": (18, 0),
        "quantile": (17, 0),
        "ratio": (5, 0),
        "replicate": (29, 0),
        "share": (6, 0),
        "test": (21, 0),
        "total": (6, 0),
        "trim": (3, 0),
        "variance": (1, 0),
        "wave": (10, 0),
        "weighting": (21, 0),
    }
    assert Counter(reason for _, _, reason in PARTS) == {}


@ours
def test_shares_means_totals_and_margins_agree_to_eight_digits() -> None:
    statistics = {"share", "mean", "total", "weights_mean_total", "change"}
    inside = [case for case in CASES if case.statistic in statistics and not not_implemented(case)]
    assert len(inside) == 87
    for case in inside:
        got = produced(case)
        for key in case.expect:
            if key.split(".")[-1] in ("est", "se"):
                assert relative(case, got, key) <= 1e-8, (case.id, key)


@ours
@pytest.mark.parametrize("key", ["est", "se", "df", "ci_low", "ci_normal_high", "vcov", "cv"])
def test_a_wrong_number_in_the_file_is_noticed(key: str) -> None:
    case = next(case for case in CASES if case.id == "share-clus2_w")
    wrong = pd.Series(case.expect[key]) if key != "vcov" else pd.DataFrame(case.expect[key])
    spoiled = replace(case, expect={**case.expect, key: (wrong * (1 + 1e-6)).to_numpy().tolist()})
    got = produced(case)
    assert not differences(case, got)
    assert [line.split(":")[0] for line in differences(spoiled, got)] == [key]


@ours
def test_labels_and_rows_out_of_place_are_noticed() -> None:
    case = next(case for case in CASES if case.id == "share-srs")
    fewer = replace(case, expect={"labels": case.expect["labels"][:2]})
    assert "stypeM" in differences(fewer, produced(fewer))[0]
    other = replace(case, expect={"labels": ["stypeE", "stypeX"]})
    assert "stypeX" in differences(other, produced(other))[0]
    absent = replace(case, expect={"entropy": 1.0})
    assert differences(absent, produced(absent)) == ["entropy: not computed, want 1.0"]


@ours
def test_an_unknown_statistic_design_or_option_is_not_implemented_rather_than_guessed() -> None:
    case = next(case for case in CASES if case.id == "share-srs")
    for change, said in (
        ({"estimand": {**case.estimand, "statistic": "gini"}}, "statistic gini"),
        ({"estimand": {**case.estimand, "standardize": "age4"}}, "share: standardize"),
        ({"design": {**case.design, "kind": "twophase"}}, "twophase design"),
        ({"design": {**case.design, "calibrated": True}}, "design: calibrated"),
        ({"weighting": {"method": "entropy"}}, "weighting entropy"),
    ):
        assert not_implemented(replace(case, **change)) == said


FRAME = pd.DataFrame({"comp.imp": ["Yes", "No", None, "Yes"], "trust": [1, 4, 5, None], "psu": [1, 2, 3, 4]})


@ours
@pytest.mark.parametrize(
    "text,want",
    [
        ("trust in [4, 5]", [0, 1, 1, None]),
        ("trust in (4,5)", [0, 1, 1, None]),
        ("trust not in [4]", [1, 0, 1, None]),
        ("comp.imp == 'Yes' and psu > 1", [0, 0, None, 1]),
        ("not (comp.imp == 'Yes' or psu >= 3)", [0, 1, None, 0]),
        ("(psu > 1) & (psu <= 3) | (trust == 1)", [1, 1, 1, None]),
        ("1 < psu < 4", [0, 1, 1, 0]),
        ("psu * 2 + 1", [3, 5, 7, 9]),
        ("psu == -1", [0, 0, 0, 0]),
    ],
)
def test_conditions_are_read(text: str, want: list[float | None]) -> None:
    assert [None if value != value else value for value in evaluate(text, FRAME)] == want
    assert holds(text, FRAME).tolist() == [bool(value) for value in want]


@ours
@pytest.mark.parametrize("text", ["__import__('os')", "psu.__class__", "open('x')", "psu[0]", "lambda: 1", "none == 1"])
def test_conditions_run_no_code(text: str) -> None:
    with pytest.raises(ValueError, match="not allowed|no column"):
        evaluate(text, FRAME)
