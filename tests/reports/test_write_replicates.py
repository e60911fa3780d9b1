"""Replicate weights in a file give whoever reads it the standard errors that were made here."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

import survey
from survey.cells.files.open import open_data
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.study import Weighting
from survey.errors import LabelWarning, SurveyError
from survey.reports.files.data.write_data import write_data
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.plan.study_sample import study_sample
from survey.weighting.plan.weigh import weigh

ENDINGS = [".sav", ".zsav", ".dta", ".csv", ".tsv", ".xlsx", ".parquet", ".feather"]
METHODS: list[tuple[str, dict[str, Any]]] = [
    ("JK1", {}),
    ("JKn", {}),
    ("bootstrap", {"count": 20, "seed": 4}),
    ("BRR", {}),
    ("Fay", {"rho": 0.5}),
    ("SDR", {"count": 20}),
]
TARGETS = as_targets({"sex": {"1": 45, "2": 55}, "area": {"north": 40, "south": 60}})
STEPS = {"targets": "t", "steps": [{"selection": {"household": "adults"}}, "rake", {"trim": {"upper": 2}}]}


def frame() -> pd.DataFrame:
    row = np.arange(60)
    area = np.where(row % 3 == 0, "south", "north")
    return pd.DataFrame(
        {
            "number": row + 1.0,
            "sex": np.where(row * 7 % 10 < 4, 1.0, 2.0),
            "area": area,
            "vote": np.array([1.0, 2.0, 1.0, 99.0, 2.0, 1.0, 2.0])[row % 7],
            "adults": 1.0 + row % 3,
            "point": 1.0 + row // 5,
            "stratum": 1.0 + row // 10,
        }
    )


def source(path: Path) -> Path:
    """The data as a file of the kind that the ending says."""
    data, end = frame(), path.suffix
    labels = {"sex": "Пол", "vote": "За каго б вы прагаласавалі?"}
    values: Any = {"sex": {1: "м", 2: "ж"}, "vote": {1: "Чырвоныя", 2: "Сінія", 99: "Цяжка сказаць"}}
    if end in (".sav", ".zsav"):
        more: dict[str, Any] = {
            "missing_ranges": {"vote": [99]},
            "variable_measure": {"sex": "nominal", "vote": "ordinal"},
            "variable_display_width": {"vote": 15},
            "file_label": "Хваля",
            "note": ["нота"],
        }
        pyreadstat.write_sav(
            data, str(path), compress=end == ".zsav", column_labels=labels, variable_value_labels=values, **more
        )
    elif end == ".dta":
        pyreadstat.write_dta(data, str(path), column_labels=labels, variable_value_labels=values, file_label="Хваля")
    elif end == ".xlsx":
        data.to_excel(path, index=False)
    elif end == ".parquet":
        data.to_parquet(path, index=False)
    elif end == ".feather":
        data.to_feather(path)
    else:
        data.to_csv(path, index=False, sep="\t" if end == ".tsv" else ",")
    return path


def weighted(path: Path, method: str = "bootstrap", **options: Any) -> survey.Sample:
    stratum = "stratum" if method in ("JKn", "BRR", "Fay") else None
    sample = survey.Sample(path, survey.SurveyDesign(stratum=stratum, psu="point"))
    sample = survey.make_replicates(sample, method, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", survey.SurveyWarning)  # trimming leaves gaps
        return survey.Sample.of(weigh(sample, Weighting.model_validate(STEPS), TARGETS))


@pytest.mark.contract
@pytest.mark.parametrize("ending", ENDINGS)
def test_replicates_follow_the_weight_and_nothing_else_changes(ending: str, tmp_path: Path) -> None:
    path, out = source(tmp_path / f"in{ending}"), tmp_path / f"out{ending}"
    sample = weighted(path, count=20, seed=4)
    assert write_data(sample, out, replicates=True) == [out, tmp_path / f"out{ending}.R"]
    before, after = open_data(path), open_data(out)
    names = [f"weight_r{k}" for k in range(1, 21)]
    assert list(after.engine.columns) == [*before.engine.columns, "weight", *names]
    pd.testing.assert_frame_equal(after.engine.frame()[list(before.engine.columns)], before.engine.frame())
    assert sample.replicates is not None
    written = after.engine.frame()[names].to_numpy(dtype=float)
    assert written.tolist() == sample.replicates.weights.tolist()  # to the last bit
    assert after.engine.frame()["weight"].astype(float).tolist() == sample.weights.tolist()
    for part in ("labels", "value_labels", "missing"):
        kept = {key: value for key, value in getattr(after.layout, part).items() if not key.startswith("weight")}
        assert kept == dict(getattr(before.layout, part)), part
    assert after.layout.title == before.layout.title and after.layout.notes == before.layout.notes
    if after.layout.labels:
        label = "Replicate weight 20 of 20 (bootstrap, scale 0.0526315789474)"
        assert after.layout.labels["weight_r20"] == label


@pytest.mark.contract
def test_measures_and_widths_of_spss_stay_and_those_of_weights_are_scales(tmp_path: Path) -> None:
    path, out = source(tmp_path / "in.sav"), tmp_path / "out.sav"
    write_data(weighted(path, count=5, seed=4), out, replicates=True)
    (_, told), (_, tells) = (pyreadstat.read_sav(str(one), user_missing=True) for one in (path, out))
    for part in ("variable_measure", "variable_display_width", "original_variable_types", "missing_ranges"):
        kept = {key: value for key, value in getattr(tells, part).items() if not key.startswith("weight")}
        assert kept == getattr(told, part), part
    assert {tells.variable_measure[f"weight_r{k}"] for k in range(1, 6)} == {"scale"}


@pytest.mark.derivation
@pytest.mark.parametrize("method,options", METHODS, ids=[method for method, _ in METHODS])
def test_errors_from_the_written_columns_are_those_of_the_sample(
    method: str, options: dict[str, Any], tmp_path: Path
) -> None:
    path, out = source(tmp_path / "in.sav"), tmp_path / "out.sav"
    sample = weighted(path, method, **options)
    write_data(sample, out, replicates=True)
    made = sample.replicates
    assert made is not None
    plain = survey.Sample(out, survey.SurveyDesign(weight="weight"))
    back = survey.replicate_weights(
        plain, "weight_r", method, rho=made.rho, scale=made.scale, rscales=made.rscales, mse=made.mse, df=made.df
    )
    for name in ("vote", "sex"):
        here, there = sample.share(name, by="area"), back.share(name, by="area")
        np.testing.assert_allclose(there.std_error, here.std_error, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(there.conf_low, here.conf_low, rtol=1e-12)
    assert (sample.share("vote", by="area").std_error > 0).all()


@pytest.mark.derivation
@pytest.mark.parametrize("method,options", METHODS, ids=[method for method, _ in METHODS])
def test_the_lines_of_the_code_make_a_definition_that_reads_the_file(
    method: str, options: dict[str, Any], tmp_path: Path
) -> None:
    path, out = source(tmp_path / "in.csv"), tmp_path / "wave.csv"
    sample = weighted(path, method, **options)
    write_data(sample, out, replicates=True)
    lines = (tmp_path / "wave.csv.R").read_text(encoding="utf-8").splitlines()
    design = "\n".join(line.removeprefix("# ") for line in lines[2:] if line.startswith("# "))
    (tmp_path / "studies").mkdir()
    text = f"study: wave\ndata: ../wave.csv\n{design}\nquestions:\n  vote: {{options: {{1: A, 2: B, 99: C}}}}\n"
    (tmp_path / "studies" / "wave.yaml").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    back = survey.Sample.of(study_sample(load_study("wave", library), library))
    here, there = sample.share("vote"), back.share("vote")
    np.testing.assert_allclose(there.std_error, here.std_error, rtol=1e-12)
    assert back.replicates is not None and back.replicates.method == method
    assert there.df.tolist() == here.df.tolist()


@pytest.mark.oracle
@pytest.mark.parametrize("method,options", METHODS, ids=[method for method, _ in METHODS])
def test_svrepdesign_of_the_written_file_has_our_standard_errors(
    method: str, options: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    found = json.loads((root / "tests" / "oracles" / "weighting_replicates.json").read_text(encoding="utf-8"))
    sample = weighted(source(tmp_path / "in.csv"), method, **options)
    made = sample.share("vote")
    np.testing.assert_allclose(made.estimate, found[method]["estimate"], rtol=1e-10)
    np.testing.assert_allclose(made.std_error, found[method]["std_error"], rtol=1e-8)


@pytest.mark.contract
def test_the_r_code_says_how_the_text_is_written(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    frame().astype({"sex": int}).to_csv(path, index=False, sep=";", decimal=",")
    sample = survey.make_replicates(survey.Sample(path), "bootstrap", count=3, seed=1)
    write_data(survey.rake(sample, TARGETS), tmp_path / "out.csv", replicates=True)
    code = (tmp_path / "out.csv.R").read_text(encoding="utf-8")
    assert 'read.csv("out.csv", check.names = FALSE, sep = ";"' in code
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LabelWarning)
        write_data(survey.rake(sample, TARGETS), tmp_path / "out.tsv", replicates=True)
    assert r'sep = "\t", dec = ",")' in (tmp_path / "out.tsv.R").read_text(encoding="utf-8")


@pytest.mark.contract
def test_a_name_that_the_data_have_is_not_taken_for_replicates(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    frame().assign(Weight_R=1, weight_ratio=2).to_csv(path, index=False)
    sample = survey.make_replicates(survey.Sample(path), "bootstrap", count=3, seed=1)
    write_data(survey.rake(sample, TARGETS), tmp_path / "out.csv", replicates=True)
    names = ["weight", "weight_rep1", "weight_rep2", "weight_rep3"]
    assert list(pd.read_csv(tmp_path / "out.csv").columns[-4:]) == names


@pytest.mark.contract
def test_a_sample_without_replicates_has_none_to_write(tmp_path: Path) -> None:
    sample = survey.rake(survey.Sample(source(tmp_path / "in.csv")), TARGETS)
    with pytest.raises(SurveyError, match="has no replicate weights to write"):
        write_data(sample, tmp_path / "out.csv", replicates=True)
    assert not list(tmp_path.glob("out*"))


@pytest.mark.contract
def test_columns_of_the_steps_between_stay_out_of_a_converted_file(tmp_path: Path) -> None:
    sample = weighted(source(tmp_path / "in.csv"), count=3, seed=1)
    assert "weight_selection" in sample.engine.columns
    write_data(sample, tmp_path / "out.parquet")
    assert list(pd.read_parquet(tmp_path / "out.parquet").columns) == [*frame().columns, "weight"]
