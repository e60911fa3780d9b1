"""The harness runs whatever the schema allows: options, domains, labels and names that public.json does not have."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle_exceptions import settled
from oracle_expressions import evaluate
from oracle_harness import Case, _rows, differences, load, not_implemented, produced

pytestmark = pytest.mark.oracle

CASES = {case.id: case for case in load(Path(__file__).resolve().parent / "public.json")}
CLUSTERS = "share-deff-clus1"
DESIGNS = ("share-srs", "share-strat", CLUSTERS, "share-clus2_w", "rep-share-jk1mse")
SCHOOL = {"base": "awards == 'Yes'"}
BY: tuple[dict[str, Any], ...] = (
    {},
    {"by": ["awards"]},
    {"by": ["awards", "sch.wide"]},
    {"base": "stype in ['E', 'H']"},
)
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "share": [{"y": "stype"}, {"y": "stype", "deff": "replace"}, {"y": "stype", "category": "H"}],
    "mean": [{"y": ["api00", "api99"]}, {"y": "api00", "deff": True}, {"y": "stype", "category": "H"}],
    "total": [{"y": ["enroll"]}, {"y": "stype"}, {"y": "stype", "category": "H", "deff": "replace"}],
    "ratio": [{"numerator": "api.stu", "denominator": "enroll", "deff": True}],
    "variance": [{"y": "api00"}],
    "quantile": [
        *({"y": "api00", "p": [0.25, 0.5], "qrule": rule} for rule in ("math", "school", "shahvaish", "hf4", "hf9")),
        *({"y": "api00", "p": 0.5, "interval_type": kind} for kind in ("mean", "beta", "xlogit", "asin", "score")),
    ],
    "proportion": [
        *({"event": "stype == 'H'", "ci_method": kind} for kind in ("logit", "likelihood", "asin", "mean")),
        *({"event": "stype == H", "ci_method": kind} for kind in ("beta", "xlogit", "wilson")),
        {"y": "stype", "category": "H", "ci_method": "logit"},
    ],
}
WHOLE: dict[str, list[dict[str, Any]]] = {  # that take no domains
    "chisq": [
        {"row": "awards", "col": "stype", "variant": variant, **more}
        for variant in ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint")
        for more in ({}, {"base": "sch.wide == 'Yes'"})
    ],
    "ttest": [{"y": "api00", "by": "awards"}, {"y": "api00"}, {"y": "stype", "category": "E", "by": ["awards"]}],
    "counts": [{"row": "awards", "col": "stype"}, {"row": "stype", "col": "awards", **SCHOOL}],
    "share_of_total": [{"y": "stype", "by": "awards"}, {"row": "stype", "col": "awards", "base": "meals > 20"}],
    "contrast_of_shares": [{"y": "stype", "contrast": {"stypeE": 1, "H": -1}}],
    "contrast_of_domains": [
        {"y": "api00", "by": ["stype"], "contrast": {"E": 1, "others": -0.5}},
        {"y": "stype", "category": "E", "by": ["sch.wide"], "contrast": {"Yes": 1, "No": -1}, "base": "meals > 20"},
    ],
    "expression_of_shares": [{"y": "stype", "expression": text} for text in ("E/H", "stypeE/stypeH", "log(stypeE)")],
    "weight_summary": [{}],
    "weights_mean_total": [{"y": ["api00"], "y_total": "enroll"}],
    "model": [{"formula": "api00 ~ ell + stype", "family": "gaussian"}, {"formula": "enroll ~ ell", "what": "poisson"}],
}
VARIANTS = [
    *((name, {**one, **by}) for name, many in OPTIONS.items() for one in many for by in BY),
    *((name, one) for name, many in WHOLE.items() for one in many),
]


def variant(start: str, statistic: str, estimand: dict[str, Any], expect: dict[str, Any] | None = None) -> Case:
    made = {"what": statistic, **estimand, "statistic": statistic}
    return replace(CASES[start], estimand=made, expect=expect or {}, weighting={}, faults={})


@pytest.mark.parametrize("start", DESIGNS)
def test_every_variant_of_the_schema_is_computed(start: str) -> None:
    for number, (statistic, estimand) in enumerate(VARIANTS):
        if number % len(DESIGNS) != DESIGNS.index(start) and "by" not in estimand:
            continue  # every design meets every statistic, not every option
        case = variant(start, statistic, estimand, {"labels": []} if statistic == "model" else None)
        assert not not_implemented(case), (start, estimand)
        got = produced(case)
        for key in ("est", "se", "statistic", "counts", "mean.est"):
            if key in got and not (statistic == "quantile" and key == "se"):  # a limit of F outside 0 and 1 gives none
                assert np.isfinite(np.asarray(got[key], dtype=float)).all(), (start, statistic, estimand, key)
        settled(replace(case, expect=got), _rows(case))  # R's faults are looked for in all of them


def test_a_category_is_the_share_of_its_option_under_whatever_label() -> None:
    want = produced(variant(CLUSTERS, "share", {"y": "stype"}, {"labels": ["stypeH"]}))
    for statistic, label in (("share", "stypeH"), ("mean", "H"), ("share", "stype")):
        case = variant(CLUSTERS, statistic, {"y": "stype", "category": "H"}, {"labels": [label]})
        got = produced(case)
        assert got["labels"] == [label]
        assert [got["est"][0], got["se"][0]] == pytest.approx([want["est"][0], want["se"][0]], rel=1e-12)
    by = {"y": "stype", "category": "H", "by": ["awards"]}
    labels = ["No:stypeH", "Yes:stypeH"]
    whole = produced(variant(CLUSTERS, "share", {"y": "stype", "by": ["awards"]}, {"labels": labels}))
    part = produced(variant(CLUSTERS, "share", by, {"labels": labels}))
    assert part["labels"] == labels and part["est"] == pytest.approx(whole["est"], rel=1e-12)


def test_shares_of_the_total_are_counts_over_their_sum() -> None:
    counts = produced(variant(CLUSTERS, "counts", {"row": "stype", "col": "awards"}))
    frame = _rows(CASES[CLUSTERS])
    w = frame["pw"].groupby([frame["stype"], frame["awards"]]).sum().unstack().to_numpy()
    assert counts["share_of_total"] == pytest.approx(w / w.sum(), rel=1e-10)
    labels = [f"interaction(stype, awards){a}.{b}" for b in ("No", "Yes") for a in ("E", "H", "M")]
    cells = produced(variant(CLUSTERS, "share_of_total", {"row": "stype", "col": "awards"}, {"labels": labels}))
    assert cells["labels"] == labels and cells["est"] == pytest.approx((w / w.sum()).T.ravel(), rel=1e-10)


def test_the_design_effect_is_of_the_kind_that_is_asked_for() -> None:
    frame = _rows(CASES[CLUSTERS])
    f = len(frame) / frame["pw"].sum()
    one, other = (
        produced(variant(CLUSTERS, "share", {"y": "stype", "deff": kind}))["deff"] for kind in (True, "replace")
    )
    assert one * (1 - f) == pytest.approx(other, rel=1e-12)


def test_an_error_of_r_is_a_refusal_of_the_package_and_a_figure_instead_is_told() -> None:
    lonely = replace(CASES["lonely-mean-remove"], expect={"error": "has only one PSU at stage 1"})
    refused = replace(lonely, design={**lonely.design, "lonely_psu": "fail"})
    assert "one PSU only" in produced(refused)["error"] and not differences(refused, produced(refused))
    assert differences(lonely, produced(lonely)) == ["computed, where R stops: has only one PSU at stage 1"]


FRAME = pd.DataFrame({"stype": ["E", "H", "M"], "trust": [1, 5, 4], "code": ["1", "2", "5"]})


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("stype == H", [0, 1, 0]),
        ("stype in (E, H) and trust > 1", [0, 1, 0]),
        ("stype == 'H' | trust == 1", [1, 1, 0]),
        ("stype %in% c('E', 'M') && !(trust == 4)", [1, 0, 0]),
        ("trust == '5'", [0, 1, 0]),
        ("code in [1, 5]", [1, 0, 1]),
        ("trust", [1, 5, 4]),
        ("isna(stype)", [0, 0, 0]),
        ("stype != 'E & H'", [1, 1, 1]),
    ],
)
def test_conditions_with_bare_names_and_signs_of_r_are_read(text: str, want: list[float]) -> None:
    assert evaluate(text, FRAME).tolist() == want


@pytest.mark.parametrize("text", ["stype == X", "H == E", "trust == H"])
def test_a_bare_name_that_is_no_such_answer_is_an_error_rather_than_nobody(text: str) -> None:
    with pytest.raises(ValueError, match="no column"):
        evaluate(text, FRAME)


def test_a_case_that_cannot_be_read_does_not_stop_its_file(tmp_path: Path) -> None:
    case = {"id": "x", "group": "g", "data": {"file": "none.csv"}, "design": dict(CASES["share-srs"].design)}
    rest = {"estimand": {"statistic": "mean", "what": "", "y": ["a"]}, "expect": {"est": 1}, "rtol": 1e-8, "atol": 0}
    (tmp_path / "odd.json").write_text(json.dumps({"cases": [{**case, **rest}]}), encoding="utf-8")
    (loaded,) = load(tmp_path / "odd.json")
    with pytest.raises(OSError):
        produced(loaded)
