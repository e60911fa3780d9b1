"""The same answers, in one file or several, as codes or as labels, in any format and on any engine, are the same
figures or the same refusal."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.cells.opening.open_study import open_study
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import DataError, SurveyError

pytestmark = pytest.mark.property

LABELS = {1: "None", 2: "Some", 3: "Full"}
REFUSED = 98
OPTIONS = {
    "none": {"code": 1, "label": "None"},
    "some": {"code": 2, "label": "Some"},
    "full": {"code": 3, "label": "Full"},
    "refused": {"code": [REFUSED, ".a"], "label": "Refused", "missing": "refused"},
}
FORMATS = ("codes.csv", "labels.csv", "semicolons.csv", "sav", "dta", "parquet", "xlsx")
LAZY = {"codes.csv", "labels.csv", "semicolons.csv", "parquet"}
LABELLED = ("sav", "dta", "parquet")

answers = st.lists(st.sampled_from([1, 2, 3, REFUSED, None]), max_size=6).map(lambda found: [1, 2, *found])
parts = st.lists(st.tuples(st.sampled_from(FORMATS), answers), min_size=1, max_size=4)


def write(folder: Path, name: str, kind: str, found: Sequence[int | None], labels: Mapping[int, str]) -> Path:
    """The answers as a file of ``kind``; beside them a column r, so that no row is empty."""
    path = folder / f"{name}.{kind}"
    known = {**labels, REFUSED: "Refused"}
    numbers = [np.nan if one is None else float(one) for one in found]
    if kind.endswith("csv"):
        mark = ";" if kind == "semicolons.csv" else ","
        cells = ["" if one is None else known[one] if kind == "labels.csv" else str(one) for one in found]
        path.write_text("\n".join([f"q{mark}r", *(f"{cell}{mark}1" for cell in cells)]) + "\n")
    elif kind == "sav":
        frame = pd.DataFrame({"q": numbers, "r": 1.0})
        declared: Any = {"q": [REFUSED]}
        pyreadstat.write_sav(frame, str(path), variable_value_labels={"q": dict(labels)}, missing_ranges=declared)
    elif kind == "dta":
        tagged = ["a" if one == REFUSED else number for one, number in zip(found, numbers, strict=True)]
        tags = ["a"] if REFUSED in found else []
        column = pd.Series(tagged, dtype=object if tags else float)
        texts: Any = {"q": {**labels, **({"a": "Refused"} if tags else {})}}
        pyreadstat.write_dta(
            pd.DataFrame({"q": column, "r": 1.0}),
            str(path),
            variable_value_labels=texts,
            missing_user_values={"q": tags} if tags else None,
        )
    elif kind == "parquet":
        said = {"value_labels": {"q": [[code, text] for code, text in known.items()]}}
        data = pa.table({"q": pa.array(found, pa.int64()), "r": [1.0] * len(found)})
        pq.write_table(data.replace_schema_metadata({"survey": json.dumps(said)}), path)
    else:
        pd.DataFrame({"q": found, "r": 1.0}).to_excel(path, index=False)
    return path


def study(question: Mapping[str, Any]) -> Study:
    return Study.model_validate({"study": "wave", "questions": {"q": question}})


def figures(paths: list[Path], question: Mapping[str, Any], engine: str) -> dict[str, float]:
    """Shares of those who answered, and how many did not, by kind."""
    data: Any = paths if len(paths) > 1 else paths[0]
    sample = open_study(study(question), Library(Path(".")), data=data, engine=engine)
    made = survey.Sample.of(sample).share("q", base="valid")
    encoding = sample.engine.encoding(sample.question("q"))
    shares = dict(zip(made.option, made.estimate.tolist(), strict=True))
    for kind, n in zip(encoding.kinds, encoding.counts, strict=True):
        if kind:
            shares[kind] = shares.get(kind, 0) + n
    return {name: share for name, share in shares.items() if share}


def expected(found: Sequence[int | None]) -> dict[str, float]:
    given_ = [one for one in found if one in LABELS]
    shares = {LABELS[code].lower(): given_.count(code) / len(given_) for code in LABELS}
    shares |= {"refused": found.count(REFUSED), "no_answer": found.count(None)}
    return {name: share for name, share in shares.items() if share}


def engines(kinds: Sequence[str]) -> tuple[str, ...]:
    """DuckDB refuses a column of numbers and tags, which Stata files have, and says so."""
    if "dta" in kinds:
        return ("memory",)
    return ("memory", "duckdb", "polars") if set(kinds) <= LAZY else ("memory", "duckdb")


@settings(max_examples=8, deadline=None)
@given(files=parts)
def test_one_file_or_several_of_any_format_give_the_same_figures(
    files: list[tuple[str, list[int | None]]],
) -> None:
    together = [one for _, found in files for one in found]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        paths = [write(Path(folder), f"w{i}", kind, found, LABELS) for i, (kind, found) in enumerate(files)]
        for engine in engines([kind for kind, _ in files]):
            assert figures(paths, {"options": OPTIONS}, engine) == pytest.approx(expected(together))
        single = write(Path(folder), "one", files[0][0], together, LABELS)
        for engine in engines([files[0][0]]):
            assert figures([single], {"options": OPTIONS}, engine) == pytest.approx(expected(together))


@settings(max_examples=8, deadline=None)
@given(
    files=parts,
    turned=st.tuples(st.sampled_from(LABELLED), answers),
    place=st.integers(0, 4),
    defined=st.booleans(),
)
def test_one_turned_file_among_others_is_refused_on_every_engine_in_the_same_words(
    files: list[tuple[str, list[int | None]]], turned: tuple[str, list[int | None]], place: int, defined: bool
) -> None:
    question: dict[str, Any] = {"options": OPTIONS} if defined else {}
    with tempfile.TemporaryDirectory() as folder:
        paths = [write(Path(folder), f"w{i}", kind, found, LABELS) for i, (kind, found) in enumerate(files)]
        paths.append(write(Path(folder), "x", "sav", [1, 2, 3], LABELS))
        bad = write(Path(folder), "turned", turned[0], turned[1], {3: "None", 2: "Some", 1: "Full"})
        paths.insert(min(place, len(paths)), bad)
        said = set()
        for engine in engines(["sav", turned[0], *(kind for kind, _ in files)]):
            with pytest.raises(DataError) as caught:
                figures(paths, question, engine)
            said.add(str(caught.value))
        with pytest.raises(DataError) as caught:
            survey.Sample(paths, questions={"q": question})
        said.add(str(caught.value))
    assert len(said) == 1
    assert bad.name in said.pop()


@settings(max_examples=8, deadline=None)
@given(
    files=st.lists(st.tuples(st.sampled_from(["sav", "codes.csv", "semicolons.csv", "xlsx"]), answers), max_size=3),
    found=answers,
)
def test_what_a_file_declares_missing_is_so_in_one_file_and_in_several(
    files: list[tuple[str, list[int | None]]], found: list[int | None]
) -> None:
    named = {key: option for key, option in OPTIONS.items() if key != "refused"}
    together = [one for _, some in files for one in some] + found
    counted = expected([None if one == REFUSED else one for one in together])
    with tempfile.TemporaryDirectory() as folder:
        paths = [write(Path(folder), f"w{i}", kind, some, LABELS) for i, (kind, some) in enumerate(files)]
        paths.append(write(Path(folder), "x", "sav", found, LABELS))
        whole = write(Path(folder), "one", "sav", together, LABELS)
        for engine in ("memory", "duckdb"):
            assert figures(paths, {"options": named}, engine) == pytest.approx(counted)
            assert figures([whole], {"options": named}, engine) == pytest.approx(counted)


numbers = st.sampled_from(["1", "28", "30,5", "41,25", "0,125", "12,000", "12 000", "n/a", "", "30.5", "-2,5"])


@settings(max_examples=8, deadline=None)
@given(found=st.lists(numbers, min_size=2, max_size=6), cut=st.integers(1, 5), mark=st.sampled_from([",", ";"]))
def test_a_number_is_read_or_refused_alike_on_every_engine(found: list[str], cut: int, mark: str) -> None:
    def lines(cells: Sequence[str]) -> str:
        return "\n".join([f"q{mark}r", *(f'"{cell}"{mark}1' for cell in cells)]) + "\n"

    def outcome(data: Any, engine: str) -> Any:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                sample = open_study(study({"type": "number"}), Library(Path(".")), data=data, engine=engine)
                mean = survey.Sample.of(sample).mean("q").estimate[0]
            except SurveyError as error:
                return str(error)
        return float(mean), sorted(str(one.message) for one in told)

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "w.csv"
        whole.write_text(lines(found))
        assert len({str(outcome(whole, engine)) for engine in ("memory", "duckdb", "polars")}) == 1
        pair = [Path(folder) / "a.csv", Path(folder) / "b.csv"]
        pair[0].write_text(lines(found[:cut]))
        pair[1].write_text(lines(found[cut:] or ["28"]))
        assert len({str(outcome(pair, engine)) for engine in ("memory", "duckdb", "polars")}) == 1
