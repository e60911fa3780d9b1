"""Odd files: every engine gives the same respondents, sums and notes, or the same refusal."""

from __future__ import annotations

import json
import struct
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from survey import Sample, SurveyDesign
from survey.cells.files.open import open_data
from survey.cells.opening.open_study import open_study
from survey.cells.table.encoding import plain_question
from survey.definitions.reading.load import load_library
from survey.errors import SurveyError, WeightingWarning
from survey.wording.worded import said_in

pytestmark = pytest.mark.contract

QUALTRICS = (
    'rid,q,x\n"Response, id","How ""much""\ndo you trust?",Age\n'
    '"{""ImportId"":""_r""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\nR1,1,30\nR2,2,41\nR3,1,50\n'
)
CYRILLIC = "q;x;ответ\n1;10;да\n2;20;нет\n1;30;да\n"
# name -> (bytes, sum of x over the respondents with q = 1 and how many they are, or what the refusal says)
FILES: dict[str, tuple[bytes, Any]] = {
    "a blank last row": (b"q,x\n1,1\n2,2\n1,3\n,\n", (2, 4.0, "1 empty row is left out")),
    "blank rows between": (b'q,x\n1,1\n  , \n\n2,2\n   \n1,3\n"",""\n', (2, 4.0, "2 empty rows are left out")),
    "delimiters at the ends": (b"q,x,\n1,1,\n2,2,\n1,3,\n", (2, 4.0, "")),
    "delimiters at the ends of rows only": (b"q,x\n1,1,\n2,2,\n", "has 3 cells where the header has 2"),
    "a column without a name": (b"q,x,\n1,1,\n2,2,7\n", "column 3: has no name"),
    "a name missing between": (b"q,,x\n1,,1\n2,3,2\n", "column 2: has no name"),
    "an empty column without a name between": (b"q,,x\n1,,1\n2,,2\n1, ,3\n", (2, 4.0, "")),
    "headings that repeat": (
        b"q,Other (please specify),x,Other (please specify)\n1,a,1,\n2,,2,b\n1,,3,\n",
        (2, 4.0, "told apart by a number"),
    ),
    "names that repeat": (b"q,x,x\n1,1,1\n2,2,2\n", "stands twice"),
    "a Latin text in old Windows": (
        "q,x,Où êtes-vous né ?\n1,1,à Genève\n2,2,là\n".encode("cp1252"),
        "--encoding cp1252",
    ),
    "sep=": (b"sep=;\nq;x\n1;0,5\n2;0,125\n1;3\n", (2, 3.5, "decimal commas read as points in x")),
    "sep= of another mark": (b"sep=|\r\nq|x\r\n1|1\r\n1|3\r\n", (2, 4.0, "")),
    "carriage returns": (b"q,x\r1,1\r2,2\r1,3\r", (2, 4.0, "")),
    "carriage returns and line feeds": (b"q,x\r\n1,1\r\n2,2\r\n1,3", (2, 4.0, "")),
    "a byte-order mark": (b"\xef\xbb\xbfq,x\n1,1\n2,2\n1,3\n", (2, 4.0, "")),
    "a byte-order mark and quotes": (b'\xef\xbb\xbf"q","x"\n"1","1"\n"1","3"\n', (2, 4.0, "")),
    "UTF-16": (CYRILLIC.encode("utf-16"), (2, 40.0, "")),
    "UTF-16 without a mark": (CYRILLIC.encode("utf-16-le"), (2, 40.0, "")),
    "UTF-16 the other way round": (CYRILLIC.encode("utf-16-be"), (2, 40.0, "")),
    "old Windows": (CYRILLIC.encode("cp1251"), "Try --encoding cp1251"),
    "zero bytes": (b"q,x\n1,\x001\n", "holds zero bytes"),
    "three rows of Qualtrics": (QUALTRICS.encode(), (2, 80.0, "3 rows (Qualtrics); row 2 has the texts of 3")),
    "three rows of Qualtrics whose names repeat": (
        QUALTRICS.replace("rid,q,x", "rid,rid,rid").replace("QID1", "q").replace("QID2", "x").encode(),
        (2, 80.0, "3 rows (Qualtrics); row 2 has the texts of 3"),
    ),
    "groups above the header": (b"Trust,,Age,\nq,p,x,y\n1,5,1,7\n2,5,2,7\n1,6,3,8\n", (2, 4.0, "2 names of groups")),
    "a second row of texts": (b"q,x\nTrust,Age\n1,1\n2,2\n1,3\n", "header_rows"),
    "a short row": (b"q,x,y\n1,1,1\n2,2\n1,3,3\n", ":3: has 2 cells where the header has 3"),
    "a long row": (b"q,x\n1,1\n2,2,2\n", ":3: has 3 cells where the header has 2"),
    "an open quotation mark": (b'q,x\n1,"1\n2,2\n', ":2: a quotation mark is opened and never closed"),
    "decimal commas": (b"q;x\n1;0,25\n2;7\n1;1,5\n", (2, 1.75, "decimal commas read as points in x")),
    "only blank rows": (b"q,x\n,\n,\n", "all of its 2 rows are empty"),
    "only a header": (b"q,x\n", "holds a header and no rows"),
}
ENGINES = ("memory", "duckdb", "polars", "parts")


def outcome(source: Any, engine: str) -> Any:
    """Respondents with q = 1, the sum of x over them, and what was said of the file; or the refusal."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            opened = open_data(source, engine="auto" if engine == "parts" else engine)
            cells = opened.engine.collapse([plain_question("q")], "x")
            place = cells.key("q").tolist().index(cells.levels[0].index("1"))
            found = int(cells.n[place]), float(cells.sum_w[place])
        except SurveyError as error:
            return str(error)
    commas = [f"decimal commas read as points in {column}" for column in opened.layout.commas]
    return (*found, opened.engine.n, (*map(str, opened.layout.said), *commas), [str(one.message) for one in caught])


@pytest.mark.parametrize("name", FILES)
def test_every_engine_gives_the_same_of_an_odd_file(name: str, tmp_path: Path) -> None:
    content, wanted = FILES[name]
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    found = {engine: outcome(path, engine) for engine in ENGINES if engine != "parts"}
    assert found["duckdb"] == found["memory"]
    assert found["polars"] == found["memory"]
    if isinstance(wanted, str):
        assert wanted in found["memory"]
        assert wanted in outcome([path, path], "parts")
        return
    n, total, said = wanted
    assert found["memory"][:2] == (n, total)
    assert said in " ".join(found["memory"][3])
    twice = outcome([path, path], "parts")
    assert twice[:3] == (2 * n, 2 * total, 2 * found["memory"][2])
    assert twice[3] == found["memory"][3]


@pytest.mark.parametrize("name", [name for name, (_, wanted) in FILES.items() if not isinstance(wanted, str)])
def test_spark_gives_the_same_of_an_odd_file_or_refuses_it(name: str, spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(FILES[name][0])
    found, right = outcome(path, "spark"), outcome(path, "memory")
    if isinstance(found, str):  # in words: the file or the column, and what is wrong
        assert found.startswith(("odd.csv: ", "data: "))
    else:
        assert found[:4] == right[:4]


@pytest.mark.parametrize("ending", [".parquet", ".feather", ".sav", ".dta", ".xlsx"])
@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_a_row_of_empty_cells_is_no_respondent_in_any_format(ending: str, engine: str, tmp_path: Path) -> None:
    import pyreadstat

    frame = pd.DataFrame({"q": [1.0, None, 2.0, 1.0], "x": [1.0, None, 2.0, 3.0], "t": ["a", None, "b", ""]})
    path = tmp_path / f"odd{ending}"
    writers = {".parquet": frame.to_parquet, ".feather": frame.to_feather}
    if ending in writers:
        writers[ending](path)
    elif ending == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        write = pyreadstat.write_sav if ending == ".sav" else pyreadstat.write_dta
        write(frame.assign(t=["a", "", "b", ""]), str(path))
    found = outcome(path, engine)
    if engine == "polars" and ending != ".parquet":
        assert found.startswith(f"odd{ending}: 'polars' reads .csv and .parquet")
        return
    n, total, rows, said, told = found
    assert (n, total, rows) == (2, 4.0, 3)
    assert said == (f"odd{ending}: 1 empty row is left out",)
    assert told == [f"odd{ending}: 1 empty row is left out"]


def test_a_blank_cell_of_the_only_column_is_a_respondent_without_an_answer(tmp_path: Path) -> None:
    pd.DataFrame({"q": [1.0, None, 2.0]}).to_parquet(tmp_path / "one.parquet")
    assert {open_data(tmp_path / "one.parquet", engine=engine).engine.n for engine in ("memory", "duckdb")} == {3}


def test_rows_that_a_frame_has_are_the_callers_own() -> None:
    assert Sample(pd.DataFrame({"q": [1.0, None], "x": [1.0, None]})).n == 2


def test_a_temporary_copy_goes_with_its_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    (tmp_path / "odd.csv").write_bytes(FILES["a blank last row"][0])
    with pytest.warns(UserWarning, match="1 empty row"):
        made = open_data(tmp_path / "odd.csv", engine="polars").engine
    assert list((tmp_path / "tmp").iterdir())
    del made
    assert not list((tmp_path / "tmp").iterdir())


# header rows


def book(path: Path, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_a_row_of_groups_above_the_header_of_a_workbook_is_named(tmp_path: Path) -> None:
    rows = [[1, 2, 30], [2, 1, 41], [1, 1, 50]]
    path = book(tmp_path / "w.xlsx", ["Trust", None, "Person"], ["q", "p", "x"], *rows)
    opened = open_data(path)
    assert (opened.engine.columns, opened.engine.n) == (("q", "p", "x"), 3)
    (said,) = map(str, opened.layout.said)
    assert said == "w.xlsx: row 2 is the header; above it stand 2 names of groups of columns"
    assert (opened.layout.header, opened.layout.rows) == (2, [3, 4, 5])


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_definition_says_how_many_rows_the_header_has(ending: str, tmp_path: Path) -> None:
    rows = [["q", "x"], ["Do you trust?", "Age"], ["(one answer)", "(years)"], [1, 30], [2, 41], [1, 50]]
    path = tmp_path / f"wave{ending}"
    if ending == ".csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8")
    else:
        book(path, *rows)
    with pytest.raises(SurveyError, match="header_rows"):
        open_data(path)
    study = {"study": "s", "questions": {"q": {"type": "single", "options": {"1": "Yes", "2": "No"}}}}
    folder = tmp_path / "studies"
    folder.mkdir()
    text = {**study, "data": {"file": f"../wave{ending}", "header_rows": 3}}
    (folder / "s.yaml").write_text(json.dumps(text), encoding="utf-8")
    library = load_library(tmp_path)
    sample = open_study(library.study("s"), library)
    assert sample.n == 3
    assert sample.question("q").text == {"und": "Do you trust?"}
    notes = [said_in(note, "en") for note in sample.notes]
    assert any("the header has 3 rows; row 2 has the texts of 2 questions" in note for note in notes)


def test_more_header_rows_than_there_are_rows_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("q,x\n1,2\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="header_rows: 2 leaves no rows of answers"):
        open_data(tmp_path / "w.csv", header_rows=2)


# a file that weights itself


def weighted_file(folder: Path) -> Path:
    """q, a text of 20 letters (which takes three places of the dictionary) and the weight, which the header names."""
    import pyreadstat

    path = folder / "w.sav"
    frame = pd.DataFrame({"q": [1.0, 2.0, 1.0], "words": ["x" * 20] * 3, "weight_of_respondent": [1.0, 2.0, 0.5]})
    pyreadstat.write_sav(frame, str(path))
    data = path.read_bytes()
    path.write_bytes(data[:76] + struct.pack("<i", 5) + data[80:])
    return path


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_file_weighted_by_its_header_is_warned_of_where_nobody_weights_it(engine: str, tmp_path: Path) -> None:
    path = weighted_file(tmp_path)
    assert open_data(path).layout.weight == "weight_of_respondent"
    said = r"w.sav: the file weights its cases by 'weight_of_respondent', which is not used"
    with pytest.warns(WeightingWarning, match=said):
        sample = Sample(path, engine=engine)
    assert any("is not used" in said_in(note, "en") for note in sample.notes)
    assert Sample(path, SurveyDesign(weight="weight_of_respondent"), engine=engine).notes == ()
    (tmp_path / "studies").mkdir()
    options = {"1": "A", "2": "B"}
    study = {"study": "s", "data": "../w.sav", "questions": {"q": {"type": "single", "options": options}}}
    for design, warned in (({}, True), ({"weight": "none"}, False), ({"weight": "weight_of_respondent"}, False)):
        (tmp_path / "studies/s.yaml").write_text(json.dumps({**study, "design": design}), encoding="utf-8")
        library = load_library(tmp_path)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            made = open_study(library.study("s"), library, engine=engine)
        assert any("which is not used" in str(one.message) for one in caught) == warned
        noted = any("which is not used" in said_in(note, "en") for note in made.notes)
        assert noted == ("weight_of_respondent" not in design.values())
