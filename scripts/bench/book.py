"""The book of a study: all of its questions by all of its banner variables, to a workbook."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import survey
from bench.measure import Record, spread, turns
from bench.start import processor
from survey.reports.documents.table import tables_document
from survey.reports.printing.render_xlsx import render_xlsx
from survey.tables.ahead import gathered
from survey.tables.crosstab import crosstab
from survey.tables.table import Table

ANSWERS, LEVELS = 5, 4  # of a question, of a banner variable
POLL = (1_000, 60, 6)  # respondents, questions, banner variables
LARGE = {"quick": (20_000, 40, 8), "full": (100_000, 100, 20)}
Shape = tuple[int, int, int]


def book(folder: Path, size: str, count: int) -> list[Record]:
    """Records of a whole process for a poll, of the tables of a large book against the bare counting of their cells,
    and of the writing of its workbook against XlsxWriter writing as many plain cells."""
    shape = LARGE[size]
    frame = rows_of(shape)
    names = names_of(shape)
    found, bare = turns(count, lambda: lambda: tables_of(frame, *names), lambda: counted(frame, *names))
    tables = tables_of(frame, *names)
    differ = apart(tables, frame, *names)
    made = tables_document(tables)
    texts, numbers = cells_of(render_xlsx(made, "en"))
    written, plain = turns(
        count, lambda: lambda: render_xlsx(made, "en"), lambda: plain_cells(len(tables), texts, numbers)
    )
    what = f"{shape[1]} questions by {shape[2]} banner variables"
    most = 3.0 if size == "full" else None  # of few rows the estimates take longer than the counting
    good = differ < 1e-9
    return [
        process(folder, count),
        Record(f"tables of a book: {what}", "memory", shape[0], spread(found), spread(bare), None, good, differ, most),
        Record(f"its workbook: {texts + numbers:,} cells", "memory", shape[0], spread(written), spread(plain), None,
               good, differ, 2.0),
    ]  # fmt: skip


def names_of(shape: Shape) -> tuple[list[str], list[str]]:
    """Questions and banner variables."""
    _, questions, banner = shape
    return [f"q{k}" for k in range(questions)], [f"b{k}" for k in range(banner)]


def rows_of(shape: Shape) -> pd.DataFrame:
    """Respondents with their answers and weights."""
    draw = np.random.default_rng(7)
    questions, banner = names_of(shape)
    columns = {name: draw.integers(1, ANSWERS + 1, shape[0]) for name in questions}
    columns |= {name: draw.integers(1, LEVELS + 1, shape[0]) for name in banner}
    return pd.DataFrame({**columns, "weight": draw.uniform(0.5, 2.0, shape[0])})


def tables_of(frame: pd.DataFrame, questions: list[str], banner: list[str]) -> list[Table]:
    """The tables as the command makes them."""
    sample = survey.Sample(frame, survey.SurveyDesign(weight="weight"), asked(questions, banner))
    return [crosstab(sample, name, banner) for block in gathered(sample, questions, banner) for name in block]


def asked(questions: list[str], banner: list[str]) -> dict[str, Any]:
    """The questions' definitions."""
    sizes = {**dict.fromkeys(questions, ANSWERS), **dict.fromkeys(banner, LEVELS)}
    return {
        name: {"type": "single", "options": {str(k): f"{name} {k}" for k in range(1, size + 1)}}
        for name, size in sizes.items()
    }


def counted(frame: pd.DataFrame, questions: list[str], banner: list[str]) -> list[np.ndarray]:
    """The least that the figures cost: n, Σw and Σw² of the cells of every crossing, from columns encoded once."""
    codes = {name: frame[name].to_numpy() - 1 for name in (*questions, *banner)}
    weight = frame["weight"].to_numpy()
    square = weight * weight
    made = []
    for name in questions:
        for by in banner:
            cell = codes[name] * LEVELS + codes[by]
            made += [np.bincount(cell, values, ANSWERS * LEVELS) for values in (None, weight, square)]
    return made


def apart(tables: list[Table], frame: pd.DataFrame, questions: list[str], banner: list[str]) -> float:
    """The largest difference of a share from that of the bare counting."""
    sums = iter(counted(frame, questions, banner))
    most = 0.0
    for table in tables:
        for place in range(len(banner)):
            _, weights, _ = next(sums), next(sums), next(sums)
            cells = weights.reshape(ANSWERS, LEVELS)
            first = 1 + place * LEVELS
            shares = table.estimate[:ANSWERS, first : first + LEVELS]
            most = max(most, float(np.abs(shares - cells / cells.sum(axis=0)).max()))
    return most


def cells_of(data: bytes) -> tuple[int, int]:
    """Texts and numbers of a workbook."""
    import openpyxl

    kinds = [
        cell.data_type
        for sheet in openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    return kinds.count("s"), kinds.count("n")


def plain_cells(sheets: int, texts: int, numbers: int) -> bytes:
    """As many cells in as many sheets by XlsxWriter alone, without formats."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for place in range(sheets):
            sheet = book.add_worksheet(f"s{place}")
            for at in range(numbers // sheets):
                sheet.write_number(at // 50, at % 50, at / 7)
            for at in range(texts // sheets):
                sheet.write_string(1000 + at // 50, at % 50, f"text {at}")
    return made.getvalue()


def process(folder: Path, count: int) -> Record:
    """The whole command, from nothing to the workbook, in processor seconds; compiled modules are in the folder."""
    home = folder / "book"
    write_poll(home)
    out = home / "book.xlsx"
    run = ["-m", "survey", "crosstab", "poll", "--all", "--questionnaires", str(home), "--out", str(out), "--overwrite"]
    times = [processor(run, folder) for _ in range(count + 1)][1:]
    name = f"survey crosstab --all to .xlsx: {POLL[1]} questions by {POLL[2]} banner variables"
    return Record(name, "process", POLL[0], spread(times), None, None, out.is_file(), second_limit=5.0)


def write_poll(home: Path) -> None:
    """A study of a poll with its data."""
    (home / "studies").mkdir(parents=True)
    questions, banner = names_of(POLL)
    rows_of(POLL).to_csv(home / "studies" / "poll.csv", index=False)
    lines = ["study: poll", "data: {file: poll.csv}", "design: {weight: weight}", f"banner: [{', '.join(banner)}]"]
    lines.append("questions:")
    for name, definition in asked(questions, banner).items():
        options = ", ".join(f"{key}: {label}" for key, label in definition["options"].items())
        lines.append(f"  {name}: {{title: Question {name}, options: {{{options}}}}}")
    (home / "studies" / "poll.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
