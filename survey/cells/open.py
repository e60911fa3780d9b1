"""Data from anywhere: files, frames, relations, datasets in packages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from survey.cells.encoding import is_blank, printed
from survey.cells.engine import Engine
from survey.cells.layout import FORMATS, Layout
from survey.cells.lazy import LazyEngine
from survey.cells.memory import MemoryEngine
from survey.cells.names import check_names
from survey.cells.read_arrow import arrow_layout, parquet_schema, read_arrow
from survey.cells.read_csv import csv_layout, read_csv
from survey.cells.read_excel import read_excel
from survey.cells.read_package import read_package
from survey.cells.read_spss import read_spss
from survey.cells.read_stata import read_stata
from survey.cells.text_shape import known_encoding, text_shape
from survey.errors import DataError, Problem, SurveyError
from survey.words import nearest

LARGE = 200 << 20  # bytes on disk from which a CSV or Parquet file is not loaded whole
ENGINES = ("auto", "memory", "duckdb")


@dataclass(frozen=True)
class Opened:
    """Data as they were opened. ``path``: their file, None for frames and datasets. ``digest``: SHA-256 of the file's
    bytes. ``layout``: how the file is written, and what it says beside the answers."""

    engine: Engine
    layout: Layout
    path: Path | None = None
    digest: str = ""
    name: str = "data"

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the file's bytes, or of the names and values of a frame."""
        return self.digest or _content_hash(self.engine.frame())


def open_data(data: Any, *, engine: str = "auto", encoding: str | None = None, sheet: str | None = None) -> Opened:
    """Open a path, a pandas, Polars or Arrow frame, or a DuckDB relation.

    Files: .csv, .tsv, .sav, .zsav, .dta, .xlsx, .parquet, .feather. ``engine``: ``auto`` leaves CSV and Parquet files
    from 200 MB on disk to DuckDB, which does not load them whole, and reads all else into memory; ``memory`` and
    ``duckdb`` by name. ``encoding`` is for text, SPSS and Stata files, ``sheet`` for workbooks.

    Raises ``DataError`` for a file that is not there, damaged, empty or of an unknown format, and for columns without
    a name of their own.
    """
    if engine not in ENGINES:
        raise SurveyError(f"there is no engine '{engine}'", where="engine", fix=nearest(engine, ENGINES))
    if isinstance(data, (str, Path)):
        return _open_file(Path(data), engine, encoding, sheet)
    lazy = engine == "duckdb" or (engine == "auto" and type(data).__name__ == "DuckDBPyRelation")
    made: Engine = LazyEngine(data) if lazy else MemoryEngine(data)
    check_names("data", made.columns)
    return Opened(made, Layout("frame"))


@lru_cache(maxsize=4)
def open_dataset(package: str, dataset: str, engine: str = "auto") -> Opened:
    """Open a dataset inside an installed package; see ``survey.cells.read_package``.

    Studies that are waves of one dataset share it: it is read once."""
    frame = read_package(package, dataset)
    made: Engine = LazyEngine(frame) if engine == "duckdb" else MemoryEngine(frame)
    return Opened(made, Layout("dataset"), name=f"{package}: {dataset}")


def _open_file(path: Path, engine: str, encoding: str | None, sheet: str | None) -> Opened:
    kind = FORMATS.get(path.suffix.lower())
    problem = ""
    fix = ""
    if path.is_dir():
        problem, fix = "is a folder, a data file was expected", "Name the file in it."
    elif not path.exists():
        problem, fix = "there is no such data file", _nearest_file(path)
    elif kind is None:
        ending = f"files ending in '{path.suffix}'" if path.suffix else "files without an ending"
        other = {".xls": "Save it as .xlsx. ", ".ods": "Save it as .xlsx. ", ".por": "Save it as .sav. "}
        fix = f"{other.get(path.suffix.lower(), '')}Known: {', '.join(FORMATS)}."
        problem = f"{ending} are not read"
    elif not path.stat().st_size:
        problem, fix = "the file is empty", "Export it again."
    if problem or kind is None:
        raise DataError([Problem(str(path), 0, "", problem, fix)])
    known_encoding(encoding, path.name)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    large = kind in ("csv", "parquet") and path.stat().st_size >= LARGE
    if kind in ("csv", "parquet") and (engine == "duckdb" or (engine == "auto" and large)):
        lazily = _open_lazily(path, kind, encoding, required=engine == "duckdb")
        if lazily is not None:
            return Opened(*lazily, path, digest, path.name)
    readers: dict[str, Callable[[], tuple[Any, Layout]]] = {
        "csv": lambda: read_csv(path, encoding),
        "spss": lambda: read_spss(path, encoding),
        "stata": lambda: read_stata(path, encoding),
        "excel": lambda: read_excel(path, sheet),
        "parquet": lambda: read_arrow(path, "parquet"),
        "feather": lambda: read_arrow(path, "feather"),
    }
    frame, layout = readers[kind]()
    made: Engine = LazyEngine(frame) if engine == "duckdb" else MemoryEngine(frame)
    return Opened(made, layout, path, digest, path.name)


def _open_lazily(path: Path, kind: str, encoding: str | None, *, required: bool) -> tuple[Engine, Layout] | None:
    """The file left to DuckDB; None for text that is not UTF-8, which DuckDB does not read."""
    if kind == "parquet":
        schema = parquet_schema(path)
        check_names(path.name, schema.names)
        made, layout = LazyEngine(path), arrow_layout(schema, "parquet")
    else:
        shape = text_shape(path, encoding)
        check_names(path.name, shape.header)
        if shape.encoding != "utf-8":
            if required:
                said = f"DuckDB reads UTF-8 only, the file is {shape.encoding.upper()}"
                raise DataError([Problem(path.name, 0, "", said, "Convert it to UTF-8, or use engine='memory'.")])
            return None
        made, layout = LazyEngine(path, delimiter=shape.delimiter, names=shape.header), csv_layout(shape)
    if not made.n:
        raise DataError([Problem(path.name, 0, "", "holds a header and no rows", "Export it again.")])
    return made, layout


def _nearest_file(path: Path) -> str:
    if not path.parent.is_dir():
        return f"There is no folder '{path.parent}' either."
    return nearest(path.name, sorted(item.name for item in path.parent.iterdir() if item.suffix.lower() in FORMATS))


def _content_hash(frame: Any) -> str:
    """SHA-256 of names and values as printed, so that it does not change with the libraries that hold them."""
    import numpy as np
    import pandas as pd

    total = hashlib.sha256()
    for name in frame.columns:
        places, distinct = pd.factorize(frame[name], use_na_sentinel=True)
        texts = np.array([*("" if is_blank(value) else printed(value) for value in distinct), ""], dtype=object)
        total.update(f"\x1e{name}\x1f".encode())
        total.update("\x1f".join(texts[places]).encode())
    return total.hexdigest()
