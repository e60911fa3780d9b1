"""Data come back with one column more and nothing else changed."""

from __future__ import annotations

import csv
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet
import pyreadstat
import pytest

import survey
from survey.cells.files.open import open_data
from survey.cells.files.sav_dictionary import sav_dictionary
from survey.cells.files.sav_header import sav_header
from survey.cells.opening.open_study import open_study
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import LabelWarning, MissingWarning, SurveyError, WeightingWarning
from survey.reports.files.data.write_data import write_data
from survey.reports.files.write import write_bytes
from survey.weighting.calibrating.rake import rake

pytestmark = pytest.mark.contract

TARGETS = {"sex": {"1": 45, "2": 55}}
SEXES = [1, 1, 1, 2, 2]
WEIGHTS = [0.75, 0.75, 0.75, 1.375, 1.375]  # 45% of 5 over 3 men, 55% of 5 over 2 women


def raked(source: Any, *, synthetic: bool = False, encoding: str | None = None) -> SampleData:
    opened = open_data(source, encoding=encoding)
    return weighted(SampleData(opened.engine, synthetic=synthetic, opened=opened))


def weighted(sample: SampleData, name: str | None = None) -> SampleData:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", WeightingWarning)  # three respondents are few
        return rake(sample, TARGETS, name=name)


def put(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


# text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_files_differ_by_the_new_column_only(encoding: str, end: str, tmp_path: Path) -> None:
    lines = ['id;"sex";say', '01;1;"з ""двукоссем"" i ;"', "02;1.0; NA ", "03;1;", '04;"2";=1+1', "05;2;-"]
    path = put(tmp_path / "in.csv", (end.join(lines) + end).encode(encoding))
    out = tmp_path / "out.csv"
    assert write_data(raked(path, encoding=encoding), out) == [out]
    added = ["weight", "0.75", "0.75", "0.75", "1.375", "1.375"]
    expected = end.join(f"{line};{cell}" for line, cell in zip(lines, added, strict=True)) + end
    assert out.read_bytes() == expected.encode(encoding)


def test_cells_of_several_lines_and_a_last_line_without_end_stay(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", '"sex","say"\n1,"a\nb"\n1,\n\n1,"x"\n2,y\n2,z')
    write_data(raked(path), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == (
        '"sex","say","weight"\n1,"a\nb",0.75\n1,,0.75\n\n1,"x",0.75\n2,y,1.375\n2,z,1.375'
    )


def test_empty_rows_stay_and_get_no_weight(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", "sex,say\n1,a\n,\n1,b\n1,c\n2,d\n2,e\n,\n")
    with pytest.warns(MissingWarning, match="2 empty rows"):
        sample = raked(path)
    write_data(sample, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "sex,say,weight", "1,a,0.75", ",,", "1,b,0.75", "1,c,0.75", "2,d,1.375", "2,e,1.375", ",,"
    ]  # fmt: skip


def test_a_file_with_decimal_commas_gets_weights_with_them(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", "sex;w\n1;0,5\n1;1,5\n1;1\n2;1\n2;1\n")
    write_data(raked(path), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1] == "1;0,5;0,75"


def test_a_name_with_the_delimiter_in_it_stays_one_column(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", "sex;q\n1;a\n1;b\n1;c\n2;d\n2;e\n")
    opened = open_data(path)
    write_data(weighted(SampleData(opened.engine, opened=opened), 'w;"1"'), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file, delimiter=";"))
    assert found[:2] == [["sex", "q", 'w;"1"'], ["1", "a", "0.75"]]


@pytest.mark.parametrize("name", ["1w", "my weight", "ALL", "w" * 65, "w;x"])
def test_names_that_spss_does_not_take_are_listed(name: str, tmp_path: Path) -> None:
    opened = open_data(spss(tmp_path / "in.sav"))
    with pytest.raises(SurveyError, match="do not fit the format .*: '") as caught:
        write_data(weighted(SampleData(opened.engine, opened=opened), name), tmp_path / "out.sav")
    assert f"'{name}'" in str(caught.value) and not (tmp_path / "out.sav").exists()


def test_csv_and_tsv_turn_into_each_other(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", 'sex,say\n1,"a,b"\n1,\n1,c\n2,d\n2,01\n')
    write_data(raked(path), tmp_path / "out.tsv")
    assert (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()[1] == "1\ta,b\t0.75"


def test_weights_read_back_are_the_same_to_the_last_bit(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", "sex\n" + "1\n" * 7 + "2\n" * 6)
    sample = raked(path)
    write_data(sample, tmp_path / "out.csv")
    assert open_data(tmp_path / "out.csv").engine.frame()["weight"].tolist() == sample.weights.tolist()


def test_rows_of_other_studies_in_the_file_stay_without_a_weight(tmp_path: Path) -> None:
    put(tmp_path / "in.csv", "wave,sex\n1,1\n2,1\n2,1\n1,2\n2,2\n")
    study = Study.model_validate({"study": "second", "data": {"file": "in.csv", "where": {"wave": 2}}})
    sample = weighted(open_study(study, Library(tmp_path)))
    with pytest.warns(MissingWarning, match="in.csv: 2 rows are not of this study and get no weight"):
        write_data(sample, tmp_path / "out.csv")
    frame = pd.read_csv(tmp_path / "out.csv")
    assert frame["wave"].tolist() == [1, 2, 2, 1, 2]
    # of the three of wave 2, 45% are to be men (two) and 55% women (one)
    np.testing.assert_allclose(frame["weight"], [np.nan, 0.675, 0.675, np.nan, 1.65])


def test_a_file_in_duckdb_is_written_back_like_one_in_memory(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [f"{i:03}" for i in range(500)], "sex": [1, 2, 1, 2, 2] * 100})
    frame.to_csv(tmp_path / "in.csv", index=False)
    frame.to_parquet(tmp_path / "in.parquet", index=False)
    for ending in (".csv", ".parquet"):
        for engine in ("memory", "duckdb"):
            opened = open_data(tmp_path / f"in{ending}", engine=engine)
            sample = rake(SampleData(opened.engine, opened=opened), TARGETS)
            write_data(sample, tmp_path / f"{engine}{ending}")
        assert (tmp_path / f"memory{ending}").read_bytes() == (tmp_path / f"duckdb{ending}").read_bytes()
    back = pd.read_parquet(tmp_path / "duckdb.parquet")
    assert back["weight"].tolist() == pytest.approx(np.where(frame["sex"] == 1, 0.45 / 0.4, 0.55 / 0.6).tolist())


# SPSS


def spss(path: Path, **more: Any) -> Path:
    frame = pd.DataFrame(
        {
            "q1.a": [1.0, 2.0, 99.0, np.nan, 1.0],
            "sex": np.array(SEXES, dtype=float),
            "place": ["Мінск", "", "Брэст", "x", "y"],
            "day": pd.to_datetime(["2022-03-16", None, "2022-03-18", "2022-03-19", "2022-03-20"]),
        }
    )
    frame.loc[1, "place"] = " " * 40  # makes the column as wide as this
    given: dict[str, Any] = {
        "file_label": "Хваля",
        "column_labels": {"q1.a": "Пытанне, з кропкай", "sex": "Пол"},
        "variable_value_labels": {"q1.a": {1: "Так", 2: "Не", 99: "Цяжка сказаць"}, "sex": {1: "м", 2: "ж"}},
        "missing_ranges": {"q1.a": [99, {"lo": 97, "hi": 98}]},
        "variable_measure": {"q1.a": "nominal", "sex": "ordinal"},
        "variable_display_width": {"q1.a": 20},
        "variable_format": {"day": "EDATE10", "sex": "F4.1"},
        "note": ["першая нота", "другая"],
        **more,
    }
    pyreadstat.write_sav(frame, str(path), compress=path.suffix == ".zsav", **given)
    return path


SPSS_PARTS = (
    "column_names_to_labels", "variable_value_labels", "missing_ranges", "variable_measure", "variable_display_width",
    "original_variable_types", "variable_storage_width",
)  # fmt: skip


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_spss_files_keep_all_they_say_of_their_columns(ending: str, tmp_path: Path) -> None:
    path, out = spss(tmp_path / f"in{ending}"), tmp_path / f"out{ending}"
    assert write_data(raked(path), out) == [out]
    before, told = pyreadstat.read_sav(str(path), user_missing=True)
    after, tells = pyreadstat.read_sav(str(out), user_missing=True)
    pd.testing.assert_frame_equal(after[list(before.columns)], before)
    assert list(after.columns) == [*before.columns, "weight"]
    assert after["weight"].tolist() == WEIGHTS
    for part in SPSS_PARTS:
        kept = {name: value for name, value in getattr(tells, part).items() if name != "weight"}
        assert kept == getattr(told, part), part
    assert (tells.file_label, tells.notes) == (told.file_label, told.notes)
    assert str(tells.column_names_to_labels["weight"]).startswith("Weight: raked to sex")
    assert tells.variable_measure["weight"] == "scale"


def with_record(path: Path, subtype: int, content: bytes) -> None:
    data = path.read_bytes()
    end = data.index(struct.pack("<2i", 999, 0))
    path.write_bytes(data[:end] + struct.pack("<4i", 7, subtype, 1, len(content)) + content + data[end:])


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_sets_of_multiple_responses_stay(ending: str, tmp_path: Path) -> None:
    path, out = spss(tmp_path / "in.sav"), tmp_path / f"out{ending}"
    with_record(path, 7, b"$both=D1 1 8 the pair sex q1.a\n$cats=C 0  sex q1.a\n")
    with_record(path, 19, b"$more=E 11 1 1 0  sex q1.a\n")
    assert write_data(raked(path), out) == [out]
    there = open_data(path).layout.sets
    assert [one.name for one in there] == ["$both", "$cats", "$more"]
    assert open_data(out).layout.sets == there
    assert pyreadstat.read_sav(str(out))[0]["weight"].tolist() == WEIGHTS
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.sav", f"out{ending}"]


def test_sets_that_another_format_has_no_room_for_are_named(tmp_path: Path) -> None:
    path = spss(tmp_path / "in.sav")
    with_record(path, 7, b"$both=D1 1 8 the pair sex q1.a\n")
    with pytest.warns(LabelWarning, match=r"out.parquet: has no room for sets of multiple responses: \$both"):
        write_data(raked(path), tmp_path / "out.parquet")


def test_a_weighted_file_is_weighted_by_the_new_column(tmp_path: Path) -> None:
    path, out = spss(tmp_path / "in.sav"), tmp_path / "out.sav"
    data = path.read_bytes()
    path.write_bytes(data[:76] + struct.pack("<i", 2) + data[80:])
    assert sav_header(sav_dictionary(path)).weight == "sex"
    assert write_data(raked(path), out) == [out]
    assert sav_header(sav_dictionary(out)).weight == "weight"
    assert write_data(weighted(raked(path), name="second"), out) == [out]
    assert sav_header(sav_dictionary(out)).weight == "second"
    assert write_data(raked(spss(tmp_path / "plain.sav")), out) == [out]
    assert not sav_header(sav_dictionary(out)).weighted


def test_custom_attributes_are_said_to_be_lost(tmp_path: Path) -> None:
    path = spss(tmp_path / "in.sav")
    with_record(path, 18, b"sex:source('field'\n)/")
    with pytest.warns(LabelWarning, match="custom attributes"):
        write_data(raked(path), tmp_path / "out.sav")


def test_labels_of_old_windows_that_no_longer_fit_are_named(tmp_path: Path) -> None:
    # 200 Cyrillic letters are 200 bytes in cp1251 and 400 in UTF-8
    path = spss(tmp_path / "in.sav", column_labels={"sex": "x" * 200})
    data = path.read_bytes().replace(b"x" * 200, "ж".encode("cp1251") * 200)
    for text in ("Хваля", "Пытанне, з кропкай", "Так", "Не", "Цяжка сказаць", "м", "ж", "Мінск", "Брэст"):
        data = data.replace(text.encode(), "?".encode() * len(text.encode()))
    data = data.replace("першая нота".encode(), b"?" * 21).replace("другая".encode(), b"?" * 12)
    path.write_bytes(data.replace(struct.pack("<4i", 7, 20, 1, 5) + b"UTF-8", b""))
    sample = raked(path, encoding="cp1251")
    assert sample.opened is not None and sample.opened.layout.labels["sex"] == "ж" * 200
    with pytest.warns(LabelWarning, match=r"1 label\(s\) are longer than the format allows .* were cut: sex"):
        write_data(sample, tmp_path / "out.sav")
    with pytest.warns(LabelWarning, match="probably cut: sex"):
        assert open_data(tmp_path / "out.sav").layout.labels["sex"] == "ж" * 128


# Stata


def test_stata_files_keep_labels_tags_and_empty_answers(tmp_path: Path) -> None:
    path, out = tmp_path / "in.dta", tmp_path / "out.dta"
    value_labels: Any = {"q": {1: "Так", "a": "Адмова"}, "sex": {1: "м", 2: "ж" * 90}}
    frame = pd.DataFrame(
        {
            "q": pd.Series([1.0, 2.0, "a", np.nan, 1.0], dtype=object),
            "whole": pd.Series([1.0, np.nan, "b", 3.0, 4.0], dtype=object),
            "sex": np.array(SEXES, dtype="int32"),
            "place": ["Мінск", "", "Брэст", "x", "y"],
        }
    )
    pyreadstat.write_dta(
        frame,
        str(path),
        file_label="Хваля",
        column_labels={"q": "Пытанне"},
        variable_value_labels=value_labels,
        missing_user_values={"q": ["a"], "whole": ["b"]},
    )
    assert write_data(raked(path), out) == [out]
    before, told = pyreadstat.read_dta(str(path), user_missing=True)
    after, tells = pyreadstat.read_dta(str(out), user_missing=True)
    assert after["q"].tolist()[:3] == [1.0, 2.0, "a"] and np.isnan(after["q"].tolist()[3])
    assert np.isnan(after["whole"].tolist()[1])  # the writer makes 0 of it beside whole numbers
    pd.testing.assert_frame_equal(after[list(before.columns)], before)
    assert after["weight"].tolist() == WEIGHTS
    for part in ("column_names_to_labels", "variable_value_labels", "missing_user_values", "original_variable_types"):
        kept = {name: value for name, value in getattr(tells, part).items() if name != "weight"}
        assert kept == getattr(told, part), part
    assert tells.file_label == "Хваля"
    assert tells.readstat_variable_types["sex"] == "int32"


def test_whole_numbers_of_stata_keep_their_empty_cells(tmp_path: Path) -> None:
    path = tmp_path / "in.dta"
    frame = pd.DataFrame({"sex": np.array(SEXES, dtype="int8"), "q": pd.array([1, None, 3, 4, 5], dtype="Int8")})
    frame.to_stata(path, write_index=False, version=118)
    write_data(raked(path), tmp_path / "out.dta")
    found = pd.read_stata(tmp_path / "out.dta")
    assert found["q"].isna().tolist() == [False, True, False, False, False]
    assert found["q"].dropna().tolist() == [1, 3, 4, 5]


# workbooks


def test_workbooks_keep_formulas_formats_and_other_sheets_byte_by_byte(tmp_path: Path) -> None:
    import xlsxwriter

    path, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet("Cover")
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("Codes & more")
        sheet.write_blank(0, 0, None, book.add_format({"bold": True}))  # a row with a cell, but an empty one
        sheet.write_row(2, 1, ["sex", "say", "twice"])
        for row, sex in enumerate(SEXES, start=3):
            at = row + (row > 4)  # an empty row in the middle
            sheet.write_number(at, 1, sex, book.add_format({"num_format": "0.00"}))
            sheet.write_string(at, 2, "=1+1" if row == 3 else f"0{row}")
            sheet.write_formula(at, 3, f"=2*B{at + 1}", None, 2 * sex)
        other.write_string(0, 0, "1 мужчына")
    with pytest.warns(MissingWarning, match="1 empty row is left out"):
        sample = raked(path)
    assert write_data(sample, out) == [out]
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Cover", "Data", "Codes & more"]
    cells = [[cell.value for cell in row] for row in book["Data"].iter_rows(min_row=3, min_col=2, max_col=5)]
    assert cells[0] == ["sex", "say", "twice", "weight"]
    assert [row[3] for row in cells[1:]] == [0.75, 0.75, None, 0.75, 1.375, 1.375]
    assert cells[1][1:3] == ["=1+1", "=2*B4"]
    values = openpyxl.load_workbook(out, data_only=True)["Data"]
    assert values["D4"].value == 2  # the computed value is still there
    assert values["B4"].number_format == "0.00"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet2.xml"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingWarning)
        assert open_data(out).engine.frame()["weight"].tolist() == WEIGHTS


def test_a_workbook_of_the_other_library_is_extended_too(tmp_path: Path) -> None:
    pd.DataFrame({"sex": SEXES, "say": ["a"] * 5}).to_excel(tmp_path / "in.xlsx", index=False, engine="openpyxl")
    write_data(raked(tmp_path / "in.xlsx"), tmp_path / "out.xlsx")
    assert pd.read_excel(tmp_path / "out.xlsx")["weight"].tolist() == WEIGHTS


# Arrow


def test_parquet_keeps_kinds_metadata_and_compression(tmp_path: Path) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = pa.table(
        {"sex": pa.array(SEXES, pa.int8()), "place": pa.array(["Мінск", None, "", "x", "y"]).dictionary_encode()}
    ).replace_schema_metadata({"source": "поле", "other": "1"})
    parquet.write_table(table, path, compression="zstd")
    assert write_data(raked(path), out) == [out]
    back = parquet.read_table(out)
    assert back.drop_columns(["weight"]).equals(table)
    assert back["weight"].to_pylist() == WEIGHTS
    metadata = back.schema.metadata
    assert (metadata[b"source"].decode(), metadata[b"other"]) == ("поле", b"1")
    assert parquet.ParquetFile(out).metadata.row_group(0).column(0).compression == "ZSTD"
    assert open_data(out).layout.labels["weight"].startswith("Weight: raked")


def test_feather_keeps_kinds_and_metadata(tmp_path: Path) -> None:
    path, out = tmp_path / "in.feather", tmp_path / "out.feather"
    table = pa.table({"sex": pa.array(SEXES, pa.int16())}).replace_schema_metadata({"source": "поле"})
    feather.write_feather(table, path)
    write_data(raked(path), out)
    back = feather.read_table(out)
    assert back.drop_columns(["weight"]).equals(table)
    assert back.schema.metadata[b"source"].decode() == "поле"
    assert back["weight"].to_pylist() == WEIGHTS


# other formats


def test_labels_go_from_spss_through_parquet_and_stay(tmp_path: Path) -> None:
    sample = raked(spss(tmp_path / "in.sav"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_data(sample, tmp_path / "out.parquet")
    layout = open_data(tmp_path / "out.parquet").layout
    assert layout.labels["q1.a"] == "Пытанне, з кропкай"
    assert layout.value_labels["q1.a"] == {"1": "Так", "2": "Не", "99": "Цяжка сказаць"} or layout.value_labels[
        "q1.a"
    ] == {"1.0": "Так", "2.0": "Не", "99.0": "Цяжка сказаць"}
    assert layout.missing["q1.a"] == ((97.0, 98.0), (99.0, 99.0))


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".dta", ".parquet", ".feather"])
def test_answers_of_spss_are_the_same_in_every_format(ending: str, tmp_path: Path) -> None:
    path = spss(tmp_path / "in.sav")
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    frame = frame.rename(columns={"q1.a": "q1_a"})  # Stata's names have no dots
    pyreadstat.write_sav(frame, str(path), column_labels={"q1_a": "Пытанне", "sex": "Пол"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LabelWarning)
        (out,) = write_data(raked(path), tmp_path / f"out{ending}")
    opened = open_data(out)
    assert list(opened.engine.columns) == ["q1_a", "sex", "place", "day", "weight"]
    for name in ("q1_a", "sex", "place"):
        levels = opened.engine.encoding(plain_question(name)).levels
        assert levels == open_data(path).engine.encoding(plain_question(name)).levels
    assert opened.engine.frame()["weight"].astype(float).tolist() == WEIGHTS


def test_what_a_format_has_no_room_for_is_said(tmp_path: Path) -> None:
    sample = raked(spss(tmp_path / "in.sav"))
    with pytest.warns(LabelWarning, match="out.csv: has no room for labels"):
        write_data(sample, tmp_path / "out.csv")
    with pytest.raises(SurveyError, match="out.dta: 1 name.* do not fit .*: 'q1.a'"):
        with pytest.warns(LabelWarning, match="which values are missing is not kept"):
            write_data(sample, tmp_path / "out.dta")
    assert not (tmp_path / "out.dta").exists()


def test_the_definition_labels_data_that_come_without_labels(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", "sex,id\n1,01\n1,02\n1,03\n2,04\n2,05\n")
    question = {"question": "sex", "title": "Sex", "options": {"1": "Men", "2": "Women"}}
    sample = survey.Sample(str(path), questions={"sex": question})
    write_data(weighted(sample), tmp_path / "out.sav")
    frame, meta = pyreadstat.read_sav(str(tmp_path / "out.sav"))
    assert meta.column_names_to_labels["sex"] == "Sex"
    assert meta.variable_value_labels["sex"] == {1.0: "Men", 2.0: "Women"}
    assert frame["id"].tolist() == ["01", "02", "03", "04", "05"]


def test_answers_that_a_spreadsheet_would_run_are_made_harmless_in_a_new_csv(tmp_path: Path) -> None:
    frame = pd.DataFrame({"sex": SEXES, "say": ["=1+1", "@x", "-5", "-a", "так"]})
    with pytest.warns(LabelWarning, match=r"3 text\(s\) that a spreadsheet would run"):
        write_data(raked(frame), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row[1] for row in csv.reader(file)][1:] == ["'=1+1", "'@x", "-5", "'-a", "так"]
    write_data(raked(frame), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Data"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


# invented data


@pytest.mark.parametrize("ending", [".sav", ".dta", ".parquet", ".feather"])
def test_invented_data_say_so_in_the_file_that_is_written(ending: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"sex": SEXES})
    (first,) = write_data(raked(frame, synthetic=True), tmp_path / f"first{ending}")
    assert open_data(first).layout.synthetic
    path = tmp_path / f"plain{ending}"
    (plain,) = write_data(raked(frame), path)
    assert not open_data(plain).layout.synthetic
    opened = open_data(plain)
    again = weighted(SampleData(opened.engine, synthetic=True, opened=opened), name="w2")
    (second,) = write_data(again, tmp_path / f"second{ending}")
    assert open_data(second).layout.synthetic
    assert "SYNTHETIC" in open_data(second).layout.labels["w2"]


# whole or not at all


def test_nothing_is_written_when_something_is_wrong(tmp_path: Path) -> None:
    path = put(tmp_path / "in.csv", "sex\n1\n1\n1\n2\n2\n")
    sample = raked(path)
    with pytest.raises(SurveyError, match="data are not written as '.pdf'"):
        write_data(sample, tmp_path / "out.pdf")
    with pytest.raises(SurveyError, match="in.csv: is the data file itself"):
        write_data(sample, path)
    with pytest.raises(SurveyError, match="no weights to write"):
        opened = open_data(path)
        write_data(SampleData(opened.engine, opened=opened), tmp_path / "out.csv")
    path.write_text("sex\n1\n1\n1\n2\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="has changed since it was read"):
        write_data(sample, tmp_path / "out.csv")
    assert [item.name for item in tmp_path.iterdir()] == ["in.csv"]


def test_a_large_file_that_changed_since_it_was_read_gets_no_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.cells.files.open.LARGE", 1)
    for kind, out in (("sav", "out.sav"), ("sav", "out.csv"), ("parquet", "out.parquet")):
        path = spss(tmp_path / "in.sav")
        if kind == "parquet":
            pyreadstat.read_sav(str(path))[0].to_parquet(path := tmp_path / "in.parquet")
        sample = raked(path)
        assert sample.opened is not None and sample.opened.digest == ""
        path.write_bytes(path.read_bytes() + b"\0")
        with pytest.raises(SurveyError, match="has changed since it was read"):
            write_data(sample, tmp_path / out)


def test_a_failure_while_writing_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = spss(tmp_path / "in.sav"), tmp_path / "out.sav"
    write_bytes(out, b"earlier")

    def fail(*args: Any, **named: Any) -> None:
        raise pyreadstat.ReadstatError("disk full")

    monkeypatch.setattr(pyreadstat, "write_sav", fail)
    with pytest.raises(SurveyError, match="cannot be written: disk full"):
        write_data(raked(path), out)
    assert out.read_bytes() == b"earlier"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["in.sav", "out.sav"]


ODD = {  # as the file stands; the weights 1.2 and 0.8 are written as 0,… where it has decimal commas
    "decimal commas": ("q;x\r\n1;1,5\r\n2;2,5\r\n", "q;x;w\r\n1;1,5;{a}\r\n2;2,5;{b}\r\n", ","),
    "sep=": ("sep=;\nq;x\n1;0,125\n2;1\n", "sep=;\nq;x;w\n1;0,125;{a}\n2;1;{b}\n", ","),
    "no decimals": ("q;x\n1;1\n2;2\n", "q;x;w\n1;1;{a}\n2;2;{b}\n", "."),
    "decimal points": ("q;x\n1;1.5\n2;2\n", "q;x;w\n1;1.5;{a}\n2;2;{b}\n", "."),
    "all quoted": ('"q","x"\n"1","1"\n"2","2"\n', '"q","x","w"\n"1","1","{a}"\n"2","2","{b}"\n', "."),
    "carriage returns": ("q,x\r1,1\r2,2\r", "q,x,w\r1,1,{a}\r2,2,{b}\r", "."),
    "blank rows": ("q,x\n1,1\n,\n   \n2,2\n", "q,x,w\n1,1,{a}\n,,\n   \n2,2,{b}\n", "."),
    "two more rows": (
        'q,x\n"Do you?",Age\n"{""ImportId"":""a""}","{""ImportId"":""b""}"\n1,1\n2,2\n',
        'q,x,w\n"Do you?",Age,\n"{""ImportId"":""a""}","{""ImportId"":""b""}",\n1,1,{a}\n2,2,{b}\n',
        ".",
    ),
}


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore:.*empty row", "ignore:.*only 1 respondent")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("name", ODD)
def test_a_text_file_gets_weights_as_it_is_written_itself(
    name: str, engine: str, encoding: str, tmp_path: Path
) -> None:
    before, after, mark = ODD[name]
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_bytes(before.encode(encoding))
    shares = {"q": {"1": 0.6, "2": 0.4}}
    made = rake(survey.Sample(path, questions={"q": {"options": {"1": 1, "2": 2}}}, engine=engine), shares, name="w")
    first, second = made.weights.tolist()
    write_data(made, out)
    texts = {key: repr(value).replace(".", mark) for key, value in (("a", first), ("b", second))}
    wanted = after.replace("{a}", texts["a"]).replace("{b}", texts["b"])
    assert out.read_bytes().decode(encoding) == wanted
