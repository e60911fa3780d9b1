"""The formats of data files: one row each, with all that other modules need to know of them."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Format = Literal["csv", "spss", "stata", "excel", "parquet", "feather", "frame", "dataset"]


@dataclass(frozen=True)
class DataFormat:
    """``endings`` of file names. ``module``: ``read_<module>`` has the function ``read_<name>``, and
    ``survey.reports.files.data.write_<module>`` has ``add_to_<name>`` (the same file with a weight more) and
    ``write_<name>``. ``called``: in messages; ``begins``: first bytes -> the ending that they stand for.
    ``lazy``: DuckDB, Polars and Spark read it themselves. ``labels``: it has room for labels; ``missing``: it says
    which numbers are no answers, always or where we kept it. ``in_r``: how R reads it."""

    name: Format
    endings: tuple[str, ...]
    called: str
    in_r: str
    module: str
    begins: Mapping[bytes, str]
    lazy: bool = False
    labels: bool = True
    missing: Literal["", "always", "kept"] = ""

    @property
    def noun(self) -> str:
        """``called`` without its article."""
        return self.called.partition(" ")[2]


ALL = (
    DataFormat(
        "csv",
        (".csv", ".tsv", ".tab", ".txt"),
        "a text",
        "read.csv({name}, check.names = FALSE{sep})",
        "csv",
        {},
        lazy=True,
        labels=False,
    ),
    DataFormat(
        "spss",
        (".sav", ".zsav"),
        "an SPSS file",
        "as.data.frame(haven::read_sav({name}))",
        "spss",
        {b"$FL2": ".sav", b"$FL3": ".zsav"},
        missing="always",
    ),
    DataFormat(
        "stata", (".dta",), "a Stata file", "as.data.frame(haven::read_dta({name}))", "stata", {b"<stata_dta>": ".dta"}
    ),
    DataFormat(
        "excel",
        (".xlsx",),
        "an archive or a workbook",
        "as.data.frame(readxl::read_excel({name}))",
        "excel",
        {b"PK\x03\x04": ".xlsx"},
        labels=False,
    ),
    DataFormat(
        "parquet",
        (".parquet",),
        "a Parquet file",
        "as.data.frame(arrow::read_parquet({name}))",
        "arrow",
        {b"PAR1": ".parquet"},
        lazy=True,
        missing="kept",
    ),
    DataFormat(
        "feather",
        (".feather",),
        "a Feather file",
        "as.data.frame(arrow::read_feather({name}))",
        "arrow",
        {b"ARROW1": ".feather"},
        missing="kept",
    ),
)
KINDS: Mapping[str, DataFormat] = {kind.name: kind for kind in ALL}
FORMATS: Mapping[str, Format] = {ending: kind.name for kind in ALL for ending in kind.endings}


@dataclass(frozen=True)
class Begins:
    """What a file is by its first bytes. ``ending``: that it should have; ``format``: None where it is none of data."""

    called: str
    ending: str = ""
    format: Format | None = None

    def __str__(self) -> str:
        return f"{self.called} ({self.ending})" if self.ending else self.called


_OTHERS = {
    **{start: Begins(kind.called, ending, kind.name) for kind in ALL for start, ending in kind.begins.items()},
    b"%PDF": Begins("a PDF"),
    b"\xd0\xcf\x11\xe0": Begins("an old workbook", ".xls"),
    b"\x1f\x8b": Begins("a compressed file", ".gz"),
}


def what_else(head: bytes) -> Begins | None:
    """What the first bytes say that a file is, whatever its name says; None where they do not tell."""
    return next((kind for start, kind in _OTHERS.items() if head.startswith(start)), None)


def read_file(path: Path, kind: Format, **how: Any) -> tuple[Any, Any]:
    """Frame and layout of a file of the format. ``how``: encoding, sheet, header_rows, columns; a reader takes those it
    knows."""
    reader = _function("survey.cells.files.read", f"read_{kind}", kind)
    known = inspect.signature(reader).parameters
    made: tuple[Any, Any] = reader(path, **{name: value for name, value in how.items() if name in known})
    return made


def weight_adder(kind: Format) -> Callable[..., list[Path]]:
    """The function that copies a file of the format with a weight column more."""
    return _function("survey.reports.files.data.write", f"add_to_{kind}", kind)


def converter(kind: Format) -> Callable[..., list[Path]]:
    """The function that writes a frame with its layout to a file of the format."""
    return _function("survey.reports.files.data.write", f"write_{kind}", kind)


def _function(module: str, name: str, kind: Format) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(importlib.import_module(f"{module}_{KINDS[kind].module}"), name)
    return found
