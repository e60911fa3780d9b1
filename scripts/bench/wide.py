"""Wide files as whole processes, in processor seconds: of many columns those are read that are needed; many questions
cost what each of them costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from bench.measure import Record, Spread, spread
from bench.start import processor

SHAPES = {"quick": (2_000, 1_500), "full": (6_000, 5_000)}  # rows, columns
BOOK = (2_506, 263)  # rows and questions of a real file
SCAFFOLDED = 200  # questions
ANSWERS = 5
READ = "import pyreadstat, sys; pyreadstat.read_sav(sys.argv[1], usecols=['q7'], user_missing=True)"
META = "import pyreadstat, sys; pyreadstat.read_sav(sys.argv[1], metadataonly=True)"


def wide(folder: Path, size: str, count: int) -> list[Record]:
    """A topline against reading its column, ``check`` against reading what the file says and the columns it compares;
    the crosstabs of a long questionnaire, and its first definition."""
    home = folder / "wide"
    (home / "studies").mkdir(parents=True)
    rows, columns = SHAPES[size]
    file, book, new = (str(home / "studies" / f"{name}.sav") for name in ("wide", "book", "new"))
    _written(file, rows, columns)
    _written(book, *BOOK)
    _written(new, 1_000, SCAFFOLDED)
    asked = "study: wide\ndata: {file: wide.sav}\nquestions: {q7: {}, q9: {}}\n"
    (home / "studies" / "wide.yaml").write_text(asked, encoding="utf-8")
    banner = "study: book\ndata: {file: book.sav}\nquestions: all\nbanner: [q0, q1, q2, q3]\n"
    (home / "studies" / "book.yaml").write_text(banner, encoding="utf-8")
    at = ["--questionnaires", str(home)]

    def survey(*run: str) -> Spread:
        return _times(["-m", "survey", *run, *at, "--quiet"] if run[0] in ("check", "new") else
                      ["-m", "survey", *run, *at], home, count)  # fmt: skip

    column, meta = (_times(["-c", code, file], home, count) for code in (READ, META))
    both: Spread = tuple(one + other for one, other in zip(column, meta, strict=True))  # type: ignore[assignment]
    what = f"a .sav of {columns:,} columns"
    out = str(home / "book.csv")
    return [
        Record(f"survey topline of one question of {what}", "process", rows, survey("topline", "wide", "q7"), column,
               None, True, limit=2.0),
        Record(f"survey check of two questions of {what}", "process", rows, survey("check", "wide"), both,
               None, True, limit=1.5),
        Record(f"survey crosstab --all to .csv: {BOOK[1]} questions by a banner of 4", "process", BOOK[0],
               survey("crosstab", "book", "--all", "--out", out, "--overwrite"), None, None, True, second_limit=15.0),
        Record(f"survey new: {SCAFFOLDED} questions", "process", 1_000,
               survey("new", "made", "--data", new, "--out", str(home / "made.yaml"), "--overwrite"), None, None, True,
               second_limit=5.0),
    ]  # fmt: skip


def _written(path: str, rows: int, columns: int) -> None:
    import pyreadstat

    names = [f"q{k}" for k in range(columns)]
    answers = np.random.default_rng(1).integers(1, ANSWERS + 1, (rows, columns)).astype(float)
    labels = {name: {float(k): f"answer {k}" for k in range(1, ANSWERS + 1)} for name in names}
    frame = pd.DataFrame(answers, columns=names)
    heads = [f"Question {name}" for name in names]
    pyreadstat.write_sav(frame, path, column_labels=heads, variable_value_labels=labels)


def _times(run: Sequence[str], home: Path, count: int) -> Spread:
    return spread([processor(list(run), home) for _ in range(count + 1)][1:])
