"""Of a file of many columns those are read that are asked for, and the figures are those of the whole file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

from survey.cells.files.open import open_data
from survey.cells.meanings.meaning import labelled_sample
from survey.cells.table.encoding import plain_question
from survey.cells.table.wide_frame import MANY, PROBED, WideFrame
from survey.cli import cli
from survey.errors import DataError, MissingWarning

COLUMNS = [f"q{i}" for i in range(MANY + 20)]
LABELS = {1.0: "yes", 2.0: "no"}


def wide(path: Path, rows: int = 40, blank: int = 0) -> pd.DataFrame:
    """A file of ``MANY`` questions and more, with texts and dates; its last rows are empty."""
    made = np.random.default_rng(1).integers(1, 3, (rows, MANY + 20)).astype(float)
    frame = pd.DataFrame(made, columns=[f"q{i}" for i in range(MANY + 20)])
    frame["name"] = [f"n{i}" for i in range(rows)]
    frame["day"] = pd.date_range("2020-01-01", periods=rows)
    if blank:
        frame.loc[rows - blank :, [name for name in frame.columns if name != "name"]] = np.nan
        frame.loc[rows - blank :, "day"] = pd.NaT
        frame.loc[rows - blank :, "name"] = ""
    labels = {f"q{i}": LABELS for i in range(MANY + 20)}
    pyreadstat.write_sav(frame, str(path), variable_value_labels=labels)
    return frame


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[list[str] | None]:
    """What is read of SPSS files, look by look; None for everything."""
    seen: list[list[str] | None] = []
    read = pyreadstat.read_sav

    def noted(path: str, **how: Any) -> Any:
        if not how.get("metadataonly") and not how.get("row_limit"):
            seen.append(how.get("usecols"))
        return read(path, **how)

    monkeypatch.setattr(pyreadstat, "read_sav", noted)
    return seen


def test_only_what_is_asked_for_is_read_and_it_is_what_the_whole_file_has(
    tmp_path: Path, reads: list[list[str] | None]
) -> None:
    wide(tmp_path / "wide.sav")
    engine = open_data(tmp_path / "wide.sav", columns=["q150"]).engine
    whole = open_data(tmp_path / "wide.sav").engine
    assert reads[0] is not None and "q150" in reads[0] and "q151" not in reads[0] and len(reads[0]) < 15
    assert engine.columns == whole.columns and engine.n == whole.n
    for name in ("q150", "q0", "q199", "name", "day"):
        assert engine.encoding(plain_question(name)) == whole.encoding(plain_question(name))
    pd.testing.assert_frame_equal(engine.frame(), whole.frame())


def test_commands_read_the_columns_that_they_need(
    tmp_path: Path, reads: list[list[str] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wide(tmp_path / "wide.sav")
    monkeypatch.chdir(tmp_path)
    study = "study: wave\ndata: {file: wide.sav}\nquestions: {q9: {}, q150: {}, q151: {}}\nbanner: [q9]\n"
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "wave.yaml").write_text(study.replace("wide.sav", "../wide.sav"), encoding="utf-8")
    at = ["--questionnaires", str(tmp_path)]
    for command, most in (
        (["topline", "wide.sav", "q150"], 1),
        (["crosstab", "wide.sav", "--rows", "q150", "--banner", "q9"], 2),
        (["topline", "wave", "q150", *at], 3),
        (["check", "wave", *at], 3),
    ):
        reads.clear()
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0, done.output
        read = {name for look in reads for name in (look or COLUMNS)}
        assert "q150" in read and len(read) <= PROBED + 1 + most  # those that tell empty rows, and a date


def test_a_file_that_is_asked_for_all_its_columns_is_read_whole_and_not_once_for_each(
    tmp_path: Path, reads: list[list[str] | None]
) -> None:
    wide(tmp_path / "wide.sav")
    engine = open_data(tmp_path / "wide.sav", columns=["q0"]).engine
    for name in engine.columns:
        engine.distinct(name)
    assert len(reads) <= 5 and reads[-1] is None


def test_rows_of_a_study_inside_a_wide_file_are_chosen_without_reading_the_rest(
    tmp_path: Path, reads: list[list[str] | None]
) -> None:
    frame = wide(tmp_path / "wide.sav")
    engine = open_data(tmp_path / "wide.sav", columns=["q9", "q150"]).engine.where({"q9": 1})
    assert engine.n == (frame["q9"] == 1).sum() and None not in reads
    np.testing.assert_array_equal(engine.values("q150"), frame.loc[frame["q9"] == 1, "q150"])
    np.testing.assert_array_equal(engine.values("q151"), frame.loc[frame["q9"] == 1, "q151"])


def test_empty_rows_of_a_wide_file_are_left_out_and_counted(tmp_path: Path) -> None:
    wide(tmp_path / "wide.sav", blank=3)
    with pytest.warns(MissingWarning, match="3 empty rows"):
        opened = open_data(tmp_path / "wide.sav", columns=["q150"])
    assert opened.engine.n == 37 and list(opened.layout.rows) == list(range(37))


def test_a_row_that_is_empty_in_what_is_read_only_stays(tmp_path: Path) -> None:
    frame = wide(tmp_path / "wide.sav")
    frame.loc[0, [*(f"q{i}" for i in range(20)), "q150"]] = np.nan
    frame.loc[0, "day"] = pd.NaT
    pyreadstat.write_sav(frame, str(tmp_path / "wide.sav"))
    assert open_data(tmp_path / "wide.sav", columns=["q150"]).engine.n == 40


def test_a_frame_of_columns_reads_each_once() -> None:
    whole = pd.DataFrame({"a": [1, 2], "b": [3, 4], "c": [5, 6]})
    seen: list[Any] = []

    def read(names: list[str] | None) -> pd.DataFrame:
        seen.append(names)
        return whole if names is None else whole[names]

    made = WideFrame(["a", "b", "c"], 2, read)
    made.expect(["a", "nobody", "a"])
    assert made["a"].tolist() == [1, 2] and made["b"].tolist() == [3, 4] and seen == [["a"], ["b"]]
    kept = made.where(np.array([False, True]))
    assert len(kept) == 1 and kept["a"].tolist() == [2] and kept["c"].tolist() == [6]
    pd.testing.assert_frame_equal(made.whole(), whole)


def written(path: Path, blank: int = 0) -> pd.DataFrame:
    """The same file in the format that the ending says; a name with a point begins another, as R writes them."""
    frame = wide(path.with_suffix(".sav"), blank=blank).rename(columns={"q7": "q", "q8": "q.1"})
    write = {".csv": frame.to_csv, ".parquet": frame.to_parquet, ".feather": frame.to_feather}[path.suffix]
    write(path, **({"index": False} if path.suffix == ".csv" else {}))
    return frame


@pytest.mark.parametrize("ending", ["csv", "parquet", "feather"])
def test_a_wide_file_of_every_format_gives_what_the_whole_file_has(tmp_path: Path, ending: str) -> None:
    written(tmp_path / f"wide.{ending}")
    wanted = ["q150", "q"]
    some, whole = (open_data(tmp_path / f"wide.{ending}", columns=names) for names in (wanted, None))
    assert isinstance(some.engine._frame, WideFrame)
    assert isinstance(whole.engine._frame, WideFrame) is (ending == "csv")  # texts are made numbers when asked for
    some.engine.values("q150"), some.engine.values("q")
    assert {"q150", "q"} <= set(some.engine._frame._seen) and "q151" not in some.engine._frame._seen
    assert some.engine.columns == whole.engine.columns and some.engine.n == whole.engine.n
    for name in ("q150", "q", "q.1", "q199", "name", "day"):
        assert some.engine.encoding(plain_question(name)) == whole.engine.encoding(plain_question(name))
    pd.testing.assert_frame_equal(some.engine.frame(), whole.engine.frame())
    assert some.layout == whole.layout and some.sha256 == whole.sha256


@pytest.mark.parametrize("ending", ["csv", "parquet", "feather"])
def test_empty_rows_of_a_wide_file_of_every_format_are_counted(tmp_path: Path, ending: str) -> None:
    written(tmp_path / f"wide.{ending}", blank=3)
    found = []
    for columns in (["q150"], None):
        with pytest.warns(MissingWarning, match="3 empty rows"):
            found.append(open_data(tmp_path / f"wide.{ending}", columns=columns))
    assert found[0].engine.n == 37 and list(found[0].layout.rows) == list(range(37))
    pd.testing.assert_frame_equal(found[0].engine.frame(), found[1].engine.frame())


def test_decimal_commas_of_a_wide_text_are_told_before_a_column_is_asked_for(tmp_path: Path) -> None:
    frame = wide(tmp_path / "wide.sav").assign(share="0,125")
    frame.to_csv(tmp_path / "wide.csv", index=False, sep=";")
    opened = open_data(tmp_path / "wide.csv", columns=["q150"])
    assert opened.layout.commas == ("share",)
    assert opened.engine.values("share").tolist() == [0.125] * len(frame)


def test_a_damaged_wide_feather_file_is_told_as_such(tmp_path: Path) -> None:
    written(tmp_path / "wide.feather")
    data = (tmp_path / "wide.feather").read_bytes()
    (tmp_path / "wide.feather").write_bytes(data[: len(data) // 2])
    with pytest.raises(DataError, match="damaged"):
        open_data(tmp_path / "wide.feather", columns=["q150"])


def stata(path: Path) -> pd.DataFrame:
    """A wide Stata file: tags in a labelled column and in one of which the file says nothing, a text and a date."""
    frame = wide(path.with_suffix(".sav")).astype({"q150": object, "q160": object})
    frame.loc[:3, "q150"], frame.loc[:1, "q160"] = "a", "b"
    labels = {f"q{i}": {1: "yes", 2: "no"} for i in range(MANY + 20) if i != 160}
    labels["q150"] = {**labels["q150"], "a": "refused"}
    tags = {"q150": ["a"], "q160": ["b"]}
    pyreadstat.write_dta(frame, str(path), variable_value_labels=labels, missing_user_values=tags)
    return frame


def test_a_wide_stata_file_gives_what_the_whole_file_has_and_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    stata(tmp_path / "wide.dta")
    some, whole = (open_data(tmp_path / "wide.dta", columns=names) for names in (["q9"], None))
    assert isinstance(some.engine._frame, WideFrame)
    assert "q9" in some.engine._frame._seen and not {"q150", "q151"} & set(some.engine._frame._seen)
    for name in ("q150", "q160", "q0", "q199", "name", "day"):
        assert some.engine.encoding(plain_question(name)) == whole.engine.encoding(plain_question(name))
    one, two = labelled_sample(some), labelled_sample(whole)
    for name in ("q150", "q160", "q170"):
        assert one.question(name).options == two.question(name).options
    assert some.layout.missing.get("q170") is None and some.layout.missing["q150"] == ((".a", ".a"),)
    assert some.layout.missing == whole.layout.missing and set(some.layout.told) == set(whole.layout.told)
    pd.testing.assert_frame_equal(some.engine.frame(), whole.engine.frame())


def test_a_topline_of_a_wide_stata_file_reads_its_column_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stata(tmp_path / "wide.dta")
    read, seen = pyreadstat.read_dta, set()

    def noted(path: str, **how: Any) -> Any:
        made = read(path, **how)
        seen.update(() if how.get("metadataonly") or how.get("row_limit") else made[0].columns)
        return made

    monkeypatch.setattr(pyreadstat, "read_dta", noted)
    done = CliRunner().invoke(cli, ["topline", str(tmp_path / "wide.dta"), "q170"])
    assert done.exit_code == 0, done.output
    assert "q170" in seen and len(seen) <= PROBED + 4  # those that tell empty rows, a date, and two without labels


def calls(job: Callable[[], object]) -> int:
    """How many functions, of Python and below it, are called by a job."""
    count = 0

    def seen(frame: object, event: str, what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_twice_the_columns_are_twice_the_work(tmp_path: Path, engine: str) -> None:
    made = []
    for size in (50, 400, 800):  # the first is what is imported once
        path = tmp_path / f"wide{size}.csv"
        pd.DataFrame(np.ones((5, size), dtype=int), columns=[f"c{i}" for i in range(size)]).to_csv(path, index=False)
        made.append(calls(lambda path=path: open_data(path, engine=engine, columns=["c0"]).engine.values("c1")))
    assert made[2] <= 2.05 * made[1], made


def test_a_question_asked_of_many_columns_names_them_a_few_times_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What DuckDB is told in all grows as the columns do: no column has a statement that names all of them."""
    told: list[str] = []
    duckdb = pytest.importorskip("duckdb")
    connect = duckdb.connect

    class Noted:
        def __init__(self, connection: Any) -> None:
            self._connection = connection

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._connection, name)
            if name not in ("sql", "execute"):
                return found
            return lambda text, *more: (told.append(text), found(text, *more))[1]

    monkeypatch.setattr(duckdb, "connect", lambda **how: Noted(connect(**how)))
    sizes = []
    for size in (200, 400):
        path = tmp_path / f"wide{size}.csv"
        pd.DataFrame(np.ones((5, size), dtype=int), columns=[f"c{i:03}" for i in range(size)]).to_csv(path, index=False)
        told.clear()
        engine = open_data(path, engine="duckdb", columns=["c000", "c001"]).engine
        assert len(engine.values("c001")) == 5 and engine.encoding(plain_question("c000"))
        sizes.append((len(told), sum(map(len, told))))
    assert sizes[0][0] == sizes[1][0] and sizes[1][1] <= 2.05 * sizes[0][1], sizes
