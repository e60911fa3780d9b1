"""Strata of one PSU joined with their neighbours: the design of the joined strata, with a warning and a count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import DesignError, LonelyPsuError, LonelyPsuWarning
from survey.words import say

prop, contract = pytest.mark.property, pytest.mark.contract


def frame(counts: tuple[int, ...] = (3, 1, 2, 1, 1, 4, 1), seed: int = 3) -> pd.DataFrame:
    """PSU numbers repeat from stratum to stratum; three respondents a PSU."""
    rng = np.random.default_rng(seed)
    rows = [(h, j) for h, count in enumerate(counts, start=1) for j in range(count) for _ in range(3)]
    made = pd.DataFrame(rows, columns=["h", "psu"])
    made["y"] = rng.normal(size=len(made)) + made["h"]
    made["sex"] = rng.choice(["m", "f"], len(made))
    return made.assign(w=rng.uniform(1, 3, len(made)), size=made["h"].map(lambda h: 10 * counts[h - 1]))


# strata 2 and 3 together; 4 and 5; 6 alone with the last, which has no one after it
JOINED = {1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 6, 7: 6}


def collapsed(data: Any, **design: Any) -> survey.Sample:
    with pytest.warns(LonelyPsuWarning, match="4 strata of one PSU.*2 \\+ 3; 4 \\+ 5; 6 \\+ 7"):
        return survey.Sample(data, stratum="h", weight="w", lonely_psu="collapse", **design)


@prop
@pytest.mark.parametrize("fpc", [None, "size"])
def test_it_is_the_design_of_the_joined_strata(fpc: str | None) -> None:
    data = frame()
    made = collapsed(data, psu="psu", fpc=fpc)
    by_hand = data.assign(h=data["h"].map(JOINED), psu=data["h"] * 100 + data["psu"])
    by_hand["size"] = by_hand["h"].map(data.drop_duplicates("h").groupby(data["h"].map(JOINED))["size"].sum())
    wanted = survey.Sample(by_hand, stratum="h", psu="psu", weight="w", fpc=fpc)
    for one, other in ((made.mean("y"), wanted.mean("y")), (made.total("y", by="sex"), wanted.total("y", by="sex"))):
        np.testing.assert_allclose(one.estimate, other.estimate, rtol=1e-12)
        np.testing.assert_allclose(one.std_error, other.std_error, rtol=1e-10)
        np.testing.assert_array_equal(one.df, other.df)


@prop
def test_respondents_are_psus_where_none_are_named() -> None:
    data = frame().drop_duplicates(["h", "psu"]).reset_index(drop=True)
    made = collapsed(data)
    wanted = survey.Sample(data.assign(h=data["h"].map(JOINED)), stratum="h", weight="w")
    np.testing.assert_allclose(made.mean("y").std_error, wanted.mean("y").std_error, rtol=1e-12)


@prop
def test_neither_the_order_of_rows_nor_the_engine_matters(tmp_path: Path) -> None:
    data = frame()
    wanted = collapsed(data, psu="psu").mean("y").std_error
    shuffled = data.sample(frac=1, random_state=1).reset_index(drop=True)
    np.testing.assert_allclose(collapsed(shuffled, psu="psu").mean("y").std_error, wanted, rtol=1e-12)
    data.to_csv(tmp_path / "d.csv", index=False)
    np.testing.assert_allclose(
        collapsed(tmp_path / "d.csv", psu="psu", engine="duckdb").mean("y").std_error, wanted, rtol=1e-12
    )


@prop
def test_a_stratum_wholly_in_the_sample_is_joined_with_none_and_no_lonely_stratum_changes_nothing() -> None:
    data = frame((3, 1, 2)).assign(size=lambda rows: np.where(rows["h"] == 2, 1, 20))
    whole = survey.Sample(data, stratum="h", psu="psu", weight="w", fpc="size", lonely_psu="collapse")
    plain = survey.Sample(data, stratum="h", psu="psu", weight="w", fpc="size")
    np.testing.assert_allclose(whole.mean("y").std_error, plain.mean("y").std_error, rtol=1e-12)
    assert whole.design.stratum_columns == ("h",)


@contract
def test_strata_wholly_in_the_sample_are_not_counted_among_the_joined() -> None:
    data = frame((1, 1, 1, 2)).assign(size=lambda rows: np.where(rows["h"] == 2, 1, 20))
    with pytest.warns(LonelyPsuWarning, match="2 strata of one PSU"):
        survey.Sample(data, stratum="h", psu="psu", weight="w", fpc="size", lonely_psu="collapse")


@contract
def test_tables_and_a_definition_say_so(tmp_path: Path) -> None:
    frame().to_csv(tmp_path / "d.csv", index=False)
    (tmp_path / "d.yaml").write_text(
        "study: d\ndata: d.csv\ndesign: {stratum: h, psu: psu, weight: w, lonely_psu: collapse}\n"
    )
    with pytest.warns(LonelyPsuWarning, match="4 strata"):
        sample = survey.open_study(tmp_path / "d.yaml")
    np.testing.assert_allclose(sample.mean("y").std_error, collapsed(frame(), psu="psu").mean("y").std_error)
    assert any("4 strata of one PSU were joined" in say(note.text, "en") for note in sample.topline("sex").notes)


@contract
def test_one_psu_in_all_cannot_be_joined() -> None:
    with pytest.raises(LonelyPsuError, match="nothing to join"):
        survey.Sample(frame((1,)), stratum="h", psu="psu", weight="w", lonely_psu="collapse")
    with pytest.raises(DesignError, match="not joined"):
        data = frame().assign(p=0.3)
        survey.Sample(data, stratum="h", psu="psu", fpc="p", pps="brewer", lonely_psu="collapse")
