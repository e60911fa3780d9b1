"""SPSS files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from survey.cells.files.check_texts import warn_of_full_labels, warn_of_wrong_letters
from survey.cells.files.formats import KINDS, Format, what_else
from survey.cells.files.layout import Layout
from survey.cells.files.response_sets import response_sets
from survey.cells.files.sav_dictionary import SavDictionary, sav_dictionary
from survey.cells.files.sav_header import sav_header
from survey.cells.files.text_shape import known_encoding
from survey.cells.table.encoding import printed
from survey.cells.table.faults import UnreadableError
from survey.cells.table.names import check_names
from survey.cells.table.wide_frame import MANY, PROBED, WideFrame
from survey.errors import DataError, MissingWarning, Problem, warn

# Formats of dates and times in SPSS and Stata files
_DATE = re.compile(r"(DATE|ADATE|EDATE|SDATE|JDATE|QYR|MOYR|WKYR|DATETIME|YMDHMS|TIME|DTIME|MTIME|%-?t)", re.IGNORECASE)
FIRST = 200  # rows whose texts are looked at for wrong letters
LABEL, VALUE_LABEL = 256, 120  # bytes that a column's label and a value's may have; the rest is cut silently


def read_spss(path: Path, encoding: str | None = None, columns: Sequence[str] | None = None) -> tuple[Any, Layout]:
    """A pandas frame of a .sav or .zsav file, and its labels, user-missing ranges and notes. ``columns``: those that
    will be asked for; of a file of many the others are read when they are (``WideFrame``).

    User-missing codes stay codes ("don't know" is an answer until the definition says otherwise); only system-missing
    cells are empty. Warns of labels that are probably cut and of letters read in the wrong encoding; ``DataError``
    for a file that is damaged or declares an encoding that it is not in.
    """
    wide = None if columns is None else _wide(path, encoding, columns)
    frame, meta, unreadable = wide or readable_content(spss_content, path, encoding)
    check_names(path.name, meta.column_names)
    labels = {name: text for name, text in meta.column_names_to_labels.items() if text}
    warn_of_full_labels(path.name, labels, meta.variable_value_labels, limits=(LABEL, VALUE_LABEL))
    first = frame if wide is None else _first_texts(path, encoding, meta)
    warn_of_wrong_letters(path.name, texts_of(first, labels, meta.variable_value_labels), meta.file_encoding or "")
    missing = {name: tuple((part["lo"], part["hi"]) for part in ranges) for name, ranges in meta.missing_ranges.items()}
    found = sav_dictionary(path)
    layout = Layout(
        "spss",
        labels=labels,
        value_labels=meta.variable_value_labels,
        missing=missing,
        title=meta.file_label or "",
        notes=tuple(meta.notes or ()),
        encoding=encoding or "",
        weight=own_weight(found, frame.columns),
        unreadable=unreadable,
        sets=response_sets(found, encoding or ""),
    )
    return frame, layout


def _wide(path: Path, encoding: str | None, columns: Sequence[str]) -> tuple[Any, Any, dict[str, str]] | None:
    """What ``readable_content`` gives, of a file of many columns: the frame has those of ``columns``, those that may be
    out of range, and some that tell empty rows. None where the file is not so, or must be read whole."""
    try:
        meta = content(_metadata, path, encoding, "spss", dates=True, rows=False)[1]
        if len(meta.column_names) <= MANY or not meta.number_rows or meta.number_rows < 0:
            return None
        dates = [name for name, kind in meta.original_variable_types.items() if is_date(kind)]

        def read(names: list[str] | None) -> Any:
            return spss_content(path, encoding, columns=names)[0]

        frame = WideFrame(meta.column_names, meta.number_rows, read)
        frame.expect([*columns, *meta.column_names[:PROBED], *dates])
    except DataError:
        return None  # the whole file tells what is wrong with it
    return frame, meta, {}


def _metadata(path: str, **how: Any) -> tuple[Any, Any]:
    import pyreadstat

    made: tuple[Any, Any] = pyreadstat.read_sav(path, metadataonly=True, **how)
    return made


def _first_texts(path: Path, encoding: str | None, meta: Any) -> Any:
    """The first rows of the columns that hold texts."""
    import pandas as pd
    import pyreadstat

    texts = [name for name, kind in meta.readstat_variable_types.items() if kind == "string"]
    if not texts:
        return pd.DataFrame()
    return pyreadstat.read_sav(str(path), encoding=encoding, usecols=texts, row_limit=FIRST)[0]


def is_date(kind: str) -> bool:
    """Whether columns of this SPSS or Stata format hold dates or times."""
    return bool(_DATE.match(kind))


def own_weight(found: SavDictionary | None, columns: Iterable[str]) -> str:
    """The column by which the file weights its cases (WEIGHT BY), "" where there is none."""
    named = sav_header(found).weight
    return next((str(column) for column in columns if str(column).casefold() == named.casefold()), "")


def spss_content(
    path: Path, encoding: str | None = None, *, dates: bool = True, columns: Sequence[str] | None = None
) -> tuple[Any, Any]:
    """Frame and metadata as pyreadstat gives them, user-missing codes kept; without ``dates`` these stay numbers.
    ``columns``: no others than these."""
    import pyreadstat

    return content(pyreadstat.read_sav, path, encoding, "spss", dates, columns)


def readable_content(read: Any, path: Path, encoding: str | None) -> tuple[Any, Any, dict[str, str]]:
    """Frame and metadata of ``read``, and the columns that cannot be read, with the reason: a date out of range is no
    reason to refuse the other answers. They are left out with a warning."""
    try:
        return (*read(path, encoding), {})
    except DataError:
        frame, meta = read(path, encoding, dates=False)  # what fails without dates too is another fault
    unreadable = {}
    for name, kind in meta.original_variable_types.items():
        if not is_date(kind):
            continue
        try:
            frame[name] = read(path, encoding, columns=[name])[0][name]
        except UnreadableError as error:
            unreadable[name] = error.why
    frame = frame.drop(columns=list(unreadable))
    meta.column_names = [name for name in meta.column_names if name not in unreadable]
    for name, why in unreadable.items():
        warn(MissingWarning, f"{path.name}: {name}: {why}; the column is left out")
    return frame, meta, unreadable


def content(
    read: Any,
    path: Path,
    encoding: str | None,
    kind: Format,
    dates: bool,
    columns: Sequence[str] | None = None,
    *,
    rows: bool = True,
) -> tuple[Any, Any]:
    """What ``read`` of pyreadstat makes of a file; its errors as ``DataError``. An empty file is an error too, where
    ``rows`` are read."""
    known_encoding(encoding, path.name)
    how = {"user_missing": True, "encoding": encoding, "disable_datetime_conversion": not dates}
    try:
        frame, meta = read(str(path), **how, usecols=columns)
    except Exception as error:  # the library's errors have no common parent, and a damaged file can raise any
        said = str(error) or type(error).__name__
        if isinstance(error, (TypeError, AttributeError)):  # of the library, not of this call
            said = "a column has no name, or another part is missing"
        fix = "Export it again."
        if "conver" in said or "encoding" in said or "character set" in said or isinstance(error, UnicodeError):
            fix = "Try --encoding cp1251, or the encoding that the file was made in."
        with path.open("rb") as file:
            other = what_else(file.read(16))
        if other is not None and other.format != kind:
            said = f"it is {other}"
        raise UnreadableError(path.name, said, fix, f"cannot be read as {KINDS[kind].noun}") from None
    if rows and not len(frame):
        raise DataError([Problem(path.name, 0, "", "holds no rows", "Export it again.")])
    return frame, meta


def texts_of(frame: Any, labels: Any, value_labels: Any) -> list[str]:
    """Texts of a file to look for wrong letters in: names, labels and the first text answers."""
    import pandas as pd

    found = [*map(str, frame.columns), *labels.values()]
    found += [text for texts in value_labels.values() for text in texts.values()]
    for name in frame.columns:
        if pd.api.types.is_string_dtype(frame[name].dtype):
            found += [printed(value) for value in frame[name].head(FIRST).dropna()]
    return found
