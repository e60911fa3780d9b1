"""Persons of several rows in one sample: when they are a panel, when they are a slip."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.table.encoding import match, plain_question
from survey.errors import DataError, DesignError
from survey.wording.worded import said_in

ENGINES = ("memory", "duckdb", "polars", "parts")


def long(persons: int = 30, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    number = np.repeat(np.arange(1, persons + 1), 3)
    opinion = rng.random(persons)[number - 1]
    return pd.DataFrame(
        {
            "nr": number,
            "year": np.tile([2001, 2002, 2003], persons),
            "area": np.where(number % 2, "n", "s"),
            "vote": np.where(opinion + 0.4 * rng.random(len(number)) > 0.7, "yes", "no"),
        }
    )


def read(frame: pd.DataFrame, engine: str, folder: Path, **design: Any) -> survey.Sample:
    folder.mkdir(exist_ok=True)
    if engine == "parts":
        paths = [folder / "a.csv", folder / "b.csv"]
        frame.iloc[::2].to_csv(paths[0], index=False)
        frame.iloc[1::2].to_csv(paths[1], index=False)
        return survey.Sample(paths, survey.SurveyDesign(person="nr", **design))
    frame.to_csv(folder / "w.csv", index=False)
    return survey.Sample(folder / "w.csv", survey.SurveyDesign(person="nr", **design), engine=engine)


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ENGINES)
def test_a_long_file_has_the_person_as_its_psu(engine: str, tmp_path: Path) -> None:
    frame = long()
    made = read(frame, engine, tmp_path)
    yes = (frame.vote == "yes").astype(float)
    z = (yes - yes.mean()).groupby(frame.nr).sum() / len(frame)
    assert made.share("vote").std_error[1] == pytest.approx(np.sqrt(30 / 29 * (z**2).sum()), rel=1e-10)
    assert made.share("vote").df[1] == 29
    assert said_in(made.notes[-1], "en") == "30 of 30 persons have several rows (90 rows by nr): the person is the PSU"


@pytest.mark.contract
@pytest.mark.parametrize("engine", ENGINES)
def test_a_few_repeated_numbers_are_a_slip_unless_the_definition_says_otherwise(engine: str, tmp_path: Path) -> None:
    frame = long().query("year == 2001 or nr <= 10")
    with pytest.raises(DataError, match=r"10 of 30 respondent number\(s\) stand in several rows \(30 rows\)"):
        read(frame, engine, tmp_path)
    assert read(frame, engine, tmp_path, rows="several").design.psu == ("nr",)
    with pytest.raises(DataError, match=r"30 of 30 respondent number\(s\)"):
        read(long(), engine, tmp_path, rows="one")


@pytest.mark.contract
@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_holds_its_rows_twice_is_no_panel(engine: str, tmp_path: Path) -> None:
    frame = long().query("year == 2001")
    with pytest.raises(DataError, match="30 of which are equal in every column"):
        read(pd.concat([frame, frame]), engine, tmp_path)


@pytest.mark.contract
@pytest.mark.parametrize("engine", ENGINES)
def test_a_person_of_two_strata_or_without_a_number_is_refused(engine: str, tmp_path: Path) -> None:
    frame = long()
    assert read(frame, engine, tmp_path, stratum="area").share("vote").df[0] == 28
    moved = frame.assign(area=np.where((frame.nr == 4) & (frame.year == 2003), "n", frame.area))
    with pytest.raises(DesignError, match=r"1 time\(s\) a person of several rows lies in more than one area"):
        read(moved, engine, tmp_path, stratum="area")
    gaps = frame.assign(nr=frame.nr.where(frame.index != 5).astype("Int64"))
    with pytest.warns(UserWarning, match="1 rows have no number"):
        with pytest.raises(DataError, match=r"1 row\(s\) have no number"):
            read(gaps, engine, tmp_path)


@pytest.mark.contract
def test_a_column_of_persons_that_is_not_there_is_named() -> None:
    with pytest.raises(DesignError, match="no column 'nrr'"):
        survey.Sample(long(), survey.SurveyDesign(person="nrr"))


@pytest.mark.property
def test_ids_are_levels_whether_they_are_numbers_or_texts() -> None:
    """The short way for whole numbers numbers them as the long way for any values does, beyond 2^53 too."""
    found: list[int] = [7, -3, 2**53 + 1, 2**53, 10, 9, 0, 2**63]
    codes, encoding = match(found, plain_question("nr"))
    slow_codes, slow = match([*(str(number) for number in found)], plain_question("nr"))
    assert codes == slow_codes
    assert encoding.levels == slow.levels
    assert encoding.numbers[:-2] == tuple(float(level) for level in encoding.levels[:-2])


@pytest.mark.contract
def test_the_same_fifty_thousand_persons_are_found_in_two_samples_in_the_time_of_a_table() -> None:
    """Most of the work is done by whole columns: fewer than ten Python calls a row are left."""
    n = 50_000
    frames = [pd.DataFrame({"nr": np.arange(start, start + n), "q": np.arange(n) % 2}) for start in (0, n // 2)]
    samples = [survey.Sample(frame, survey.SurveyDesign(person="nr")) for frame in frames]
    calls = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        found = survey.compare(samples[0], samples[1], "q")
    finally:
        sys.setprofile(None)
    assert found.estimate[0] == pytest.approx(0, abs=1e-12)
    assert calls < 10 * 2 * n
