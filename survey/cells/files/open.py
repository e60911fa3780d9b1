"""Data from anywhere: files, frames, relations, datasets in packages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Unpack

from survey.cells.engines.engine import Engine
from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.engines.parts import PartsEngine
from survey.cells.files.blank_rows import told, without_blank_rows
from survey.cells.files.formats import FORMATS, KINDS, read_file
from survey.cells.files.layout import Layout, Reading, merged, tagged_as_texts
from survey.cells.files.read_arrow import arrow_layout, never_blank, parquet_schema
from survey.cells.files.read_csv import copy_to_parquet, csv_layout, shape_of
from survey.cells.files.read_package import read_package
from survey.cells.files.text_shape import TextShape, known_encoding, text_shape
from survey.cells.table.encoding import is_blank, printed
from survey.cells.table.names import check_names
from survey.errors import DataError, MissingWarning, Problem, SurveyError, warn
from survey.inputs import note, note_place
from survey.scratch import drop_scratch, new_scratch
from survey.words import ENGINES, nearest

LARGE = 200 << 20  # bytes on disk from which CSV or Parquet files are not loaded whole
LAZY = ("duckdb", "polars", "spark")


@dataclass(frozen=True)
class Opened:
    """Data as they were opened. ``path``: their file, None for frames, datasets and several files. ``digest``: SHA-256
    of the file's bytes, "" where it is made when asked for (large files). ``stamp``: size and time of the file before
    it was read. ``layout``: how the file is written, and what it says
    beside the answers; of several files ``layouts`` has that of each part of the engine, and ``layout`` what they say
    together."""

    engine: Engine
    layout: Layout
    path: Path | None = None
    digest: str = ""
    name: str = "data"
    files: tuple[Path, ...] = ()
    layouts: tuple[Layout, ...] = ()
    stamp: tuple[int, int] = (0, 0)

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the file's bytes, of those of several files, or of the names and values of a frame."""
        if self.digest:
            return self.digest
        if self.files:
            parts = [_digest(file) for file in self.files]
            return parts[0] if len(parts) == 1 else hashlib.sha256("".join(parts).encode()).hexdigest()
        if self.engine.name == "spark":
            return ""  # rows on a cluster have no order to hash them in
        return _content_hash(self.engine.frame())

    @property
    def is_as_read(self) -> bool:
        """Whether ``path`` is still the file that was read: its bytes, of a large file its size and time."""
        assert self.path is not None
        return self.stamp == _stamp(self.path) if not self.digest else self.digest == _digest(self.path)


def open_data(data: Any, *, engine: str = "auto", **reading: Unpack[Reading]) -> Opened:
    """Open a path, several, a pandas, Polars or Arrow frame, a Polars scan, a DuckDB relation or a Spark frame.

    Files: .csv, .tsv, .sav, .zsav, .dta, .xlsx, .parquet, .feather. Several: a list of paths, a pattern such as
    ``waves/*.parquet``, or a folder of data files; together they are one table, and cells of each are added.

    ``engine``: ``auto`` leaves CSV and Parquet files from 200 MB on disk to DuckDB, which does not load them whole, and
    reads all else into memory; ``memory``, ``duckdb``, ``polars`` and ``spark`` by name. ``reading``: see ``Reading``.

    Raises ``DataError`` for a file that is not there, damaged, empty or of an unknown format, and for columns without
    a name of their own.
    """
    if engine not in ENGINES:
        raise SurveyError(f"there is no engine '{engine}'", where="engine", fix=nearest(engine, ENGINES))
    if isinstance(data, (str, Path)) or (
        isinstance(data, (list, tuple)) and data and all(isinstance(one, (str, Path)) for one in data)
    ):
        paths = files_of(data)
        note(paths, "is a data file, which this command itself reads")
        return _open_file(paths[0], engine, reading) if len(paths) == 1 else _open_files(paths, engine, reading)
    made = _given(data, engine, reading)
    check_names("data", made.columns)
    return Opened(made, Layout("frame"))


def files_of(data: Any) -> list[Path]:
    """The files that a path, a list of paths, a pattern or a folder mean, in the order of their names."""
    if isinstance(data, (list, tuple)):
        return [path for one in data for path in files_of(one)]
    path = Path(data)
    if path.is_dir():
        note_place(partial(_in_folder, path.resolve()), f"would be read as data, with the other files of {path}")
        inside = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in FORMATS)
        if not inside:
            fix = f"Name a folder that has some, or a file. Known: {', '.join(FORMATS)}."
            raise DataError([Problem(str(path), 0, "", "there are no data files in this folder", fix)])
        return inside
    if any(mark in path.name for mark in "*?[") and not path.exists():
        found = sorted(path.parent.glob(path.name)) if path.parent.is_dir() else []
        if not found:
            raise DataError([Problem(str(path), 0, "", "no file fits this pattern", _nearest_file(path))])
        note_place(partial(_in_pattern, path), f"would be read as data, as its name fits {path.name}")
        return found
    return [path]


def _in_folder(folder: Path, path: Path) -> bool:
    return path.suffix.lower() in FORMATS and folder in path.resolve().parents


def _in_pattern(pattern: Path, path: Path) -> bool:
    return fnmatch(path.name, pattern.name) and path.parent.resolve() == pattern.parent.resolve()


def _given(data: Any, engine: str, reading: Reading) -> Engine:
    """The engine of data that are no files."""
    kind, name = type(data).__module__.split(".")[0], type(data).__name__
    own = {"pyspark": "spark", "polars": "polars" if name == "LazyFrame" else "", "duckdb": "duckdb"}.get(kind, "")
    if kind == "duckdb" and name != "DuckDBPyRelation":
        own = ""
    if engine in ("auto", own) and own:
        return LazyEngine(data, memory_limit=reading.get("memory_limit"))
    if engine == "duckdb":
        return LazyEngine(data, memory_limit=reading.get("memory_limit"))
    if engine in ("polars", "spark"):
        fix = {"polars": "Give a path, or a polars.LazyFrame.", "spark": "Give a path, or a frame of Spark."}[engine]
        raise SurveyError(f"a {name} is not read by '{engine}'", where="engine", fix=fix)
    return MemoryEngine(data)


@lru_cache(maxsize=4)
def open_dataset(package: str, dataset: str, engine: str = "auto") -> Opened:
    """Open a dataset inside an installed package; see ``survey.cells.files.read_package``.

    Studies that are waves of one dataset share it: it is read once."""
    frame = read_package(package, dataset)
    made: Engine = LazyEngine(frame) if engine == "duckdb" else MemoryEngine(frame)
    return Opened(made, Layout("dataset"), name=f"{package}: {dataset}")


def _open_files(paths: list[Path], engine: str, reading: Reading) -> Opened:
    """Several files as one table: by one engine where it reads them all, else each by its own, added up."""
    kinds = {FORMATS.get(path.suffix.lower()) for path in paths}
    size = sum(path.stat().st_size for path in paths if path.exists())
    name = f"{paths[0].name} and {len(paths) - 1} more"
    gone = [path for path in paths if not path.exists()]
    lazily = engine in LAZY or (engine == "auto" and size >= LARGE)
    if not gone and kinds == {"parquet"} and lazily and _alike(paths):
        _check_files(name, {path.name: parquet_schema(path).names for path in paths})
        whole = _lazy(paths, "parquet", engine, None, reading)
        made, layout = _without_blanks(name, whole, arrow_layout(parquet_schema(paths[0]), "parquet"), paths)
        return Opened(made, layout, name=name, files=tuple(paths))
    problems: list[Problem] = []
    opened = []
    for path in paths:
        try:
            opened.append(_open_file(path, engine, reading))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    names = [path.name for path in paths]
    if len(set(names)) < len(names):  # a/wave.csv and b/wave.csv
        names = [str(path) for path in paths]
    layouts = tuple(one.layout for one in opened)
    parts = PartsEngine([one.engine for one in opened], names)
    check_names(name, parts.columns)
    return Opened(parts, merged(layouts), name=name, files=tuple(paths), layouts=layouts)


def _alike(paths: list[Path]) -> bool:
    """Whether the files have the same columns and say the same of them; else each is a part by itself, and what one
    lacks (engines fill it with blanks, or leave the column out) or says otherwise is told by its name."""
    schemas = [parquet_schema(path) for path in paths]
    first = arrow_layout(schemas[0], "parquet")
    return len({frozenset(schema.names) for schema in schemas}) == 1 and all(
        (own.value_labels, own.missing) == (first.value_labels, first.missing)
        for own in (arrow_layout(schema, "parquet") for schema in schemas[1:])
    )


def _check_files(name: str, columns: dict[str, list[str]]) -> None:
    """Names of columns within each file, then of all: q in one file and Q in another are two columns or one."""
    for file, names in columns.items():
        check_names(file, names)
    check_names(name, list(dict.fromkeys(column for names in columns.values() for column in names)))


def _open_file(path: Path, engine: str, reading: Reading) -> Opened:
    kind = FORMATS.get(path.suffix.lower())
    problem = ""
    fix = ""
    if not path.exists():
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
    known_encoding(reading.get("encoding"), path.name)
    stamp = _stamp(path)
    large = stamp[0] >= LARGE
    digest = "" if large else _digest(path)
    if KINDS[kind].lazy and (engine in LAZY or (engine == "auto" and large)):
        return Opened(*_open_lazily(path, kind, engine, reading), path, digest, path.name, (path,), stamp=stamp)
    if engine in ("polars", "spark"):
        said = f"'{engine}' reads .csv and .parquet"
        raise DataError([Problem(path.name, 0, "", said, "Convert the file to .parquet, or use engine='memory'.")])
    columns = reading.get("columns") if engine in ("auto", "memory") else None
    read = read_file(path, kind, **{**reading, "columns": columns})
    frame, layout = without_blank_rows(path.name, *read)
    limit = reading.get("memory_limit")
    made: Engine = MemoryEngine(frame)
    if engine == "duckdb":
        made = LazyEngine(tagged_as_texts(frame, layout), memory_limit=limit)
    return Opened(made, layout, path, digest, path.name, (path,), stamp=stamp)


def _stamp(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open_lazily(path: Path, kind: str, engine: str, reading: Reading) -> tuple[Engine, Layout]:
    """The file left to an engine."""
    if kind == "parquet":
        schema = parquet_schema(path)
        check_names(path.name, schema.names)
        made, layout = _lazy([path], kind, engine, None, reading), arrow_layout(schema, "parquet")
    elif engine == "spark":
        shape = text_shape(path, reading.get("encoding"), reading.get("header_rows"))
        check_names(path.name, shape.header)
        if not shape.plain:
            said = "spark reads text in UTF-8 with one row of names and lines that end in a line feed"
            raise DataError([Problem(path.name, 0, "", said, "Convert the file to .parquet, or use engine='duckdb'.")])
        made, layout = _lazy([path], kind, engine, shape, reading), csv_layout(shape)
    else:
        return _open_text(path, engine, shape_of(path, reading.get("encoding"), reading.get("header_rows")), reading)
    if made.is_empty():
        raise DataError([Problem(path.name, 0, "", "holds no rows", "Export it again.")])
    return _without_blanks(path.name, made, layout, [path])


def _open_text(path: Path, engine: str, shape: TextShape, reading: Reading) -> tuple[Engine, Layout]:
    """Text for DuckDB or Polars: read once by our own parser into a Parquet file, which is removed with the engine."""
    folder = new_scratch()
    try:
        layout = copy_to_parquet(path, shape, folder / "text.parquet")
        made = _lazy([folder / "text.parquet"], "parquet", engine, None, reading)
    except BaseException:
        drop_scratch(folder)
        raise
    made.keep(folder)
    return made, layout


def _without_blanks(file: str, made: LazyEngine, layout: Layout, paths: Sequence[Path]) -> tuple[Engine, Layout]:
    """Rows of empty cells left out, as ``without_blank_rows`` does, by the engine."""
    if layout.format == "parquet" and all(never_blank(path) for path in paths):
        return made, layout
    kept, count = made.without_blank_rows()
    if not count:
        return made, layout
    if not kept.n:
        raise DataError([Problem(file, 0, "", f"all of its {count} rows are empty", "Export it again.")])
    warn(MissingWarning, str(told(file, count)))
    return kept, replace(layout, said=(*layout.said, told(file, count)))


def _lazy(paths: list[Path], kind: str, engine: str, shape: TextShape | None, reading: Reading) -> LazyEngine:
    """Files of one kind left to ``engine``; ``auto`` is DuckDB."""
    if engine == "polars":
        from survey.cells.engines.polars_backend import polars_scan

        return LazyEngine(polars_scan(paths, kind, shape.delimiter if shape else ""))
    if engine == "spark":
        from survey.cells.engines.spark_backend import spark_frame

        cut = (shape.delimiter, shape.header) if shape else ("", ())
        return LazyEngine(spark_frame(paths, kind, *cut, reading.get("master")))
    options = {"delimiter": shape.delimiter, "names": shape.header} if shape else {}
    return LazyEngine(paths if len(paths) > 1 else paths[0], memory_limit=reading.get("memory_limit"), **options)


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
