"""Parquet and Feather files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from survey.cells.files.formats import Format
from survey.cells.files.layout import Layout
from survey.cells.table.names import check_names
from survey.cells.table.own_words import quoted_apart
from survey.cells.table.wide_frame import MANY, PROBED, WideFrame
from survey.errors import DataError, Problem

KEY = b"survey"  # where labels are kept among a file's metadata


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> tuple[Any, Layout]:
    """A pandas frame of a Parquet file, and the labels in its metadata. ``columns``: those that will be asked for; of a
    file of many the others are read when they are (``WideFrame``). ``DataError`` when damaged."""
    return _read(path, "parquet", columns)


def read_feather(path: Path, columns: Sequence[str] | None = None) -> tuple[Any, Layout]:
    """The same of a Feather file."""
    return _read(path, "feather", columns)


def _read(path: Path, kind: Format, columns: Sequence[str] | None) -> tuple[Any, Layout]:
    names = () if columns is None else _names(path, kind)
    some = names[:PROBED] if len(names) > MANY else None
    table = arrow_content(path, kind, some)
    check_names(path.name, names if some else table.schema.names)
    if not table.num_rows:
        raise DataError([Problem(path.name, 0, "", "holds no rows", "Export it again.")])
    # the frame's own index, if the file has one, is a column like the others
    layout = arrow_layout(parquet_schema(path) if kind == "parquet" else table.schema, kind)
    if some is None:
        return _frame(path, table), layout

    def read(asked: list[str] | None) -> Any:
        return _frame(path, arrow_content(path, kind, asked))

    frame = WideFrame(names, table.num_rows, read)
    frame.expect([*some, *(columns or ())])
    return frame, layout


def _names(path: Path, kind: Format) -> tuple[str, ...]:
    """The columns, without the rows; none where the file tells them only when it is read whole."""
    import pyarrow as pa

    if kind == "parquet":
        return tuple(parquet_schema(path).names)
    try:
        with pa.memory_map(str(path)) as source:
            return tuple(pa.ipc.open_file(source).schema.names)
    except (pa.ArrowException, OSError):  # of the first version, or damaged: reading it tells
        return ()


def arrow_content(path: Path, kind: Format, columns: Sequence[str] | None = None) -> Any:
    """The file as an Arrow table; with ``columns`` these alone."""
    import pyarrow.feather
    import pyarrow.parquet

    def read() -> Any:
        if kind == "feather":
            some = None if columns is None else list(columns)
            return _checked(pyarrow.feather.read_table(path, columns=some))
        if columns is None:
            return _checked(pyarrow.parquet.read_table(path))
        with pyarrow.parquet.ParquetFile(path) as file:  # a name with points is the beginning of others to it
            return _checked(file.read(columns=list(columns)).select(list(columns)))

    return _sound(path, read)


def parquet_schema(path: Path) -> Any:
    """Names, kinds and metadata of a Parquet file, without its rows. ``DataError`` when damaged."""
    import pyarrow.parquet

    def read() -> Any:
        file = pyarrow.parquet.read_metadata(path)
        # what Polars adds stands in the file's metadata only
        own = {key: value for key, value in (file.metadata or {}).items() if key != b"ARROW:schema"}
        schema = file.schema.to_arrow_schema()
        return schema.with_metadata({**(schema.metadata or {}), **own})

    return _sound(path, read)


def never_blank(path: Path) -> bool:
    """Whether the file says itself that no row of it is empty: a column of whole numbers or truth values lacks none."""
    import pyarrow.parquet

    data = pyarrow.parquet.read_metadata(path)
    for k in range(data.num_columns):
        if data.schema.column(k).physical_type not in ("INT32", "INT64", "BOOLEAN"):
            continue
        seen = [data.row_group(group).column(k).statistics for group in range(data.num_row_groups)]
        if all(one is not None and one.has_null_count and one.null_count == 0 for one in seen):
            return True
    return False


def arrow_layout(schema: Any, kind: Format) -> Layout:
    """Labels, value labels and notes that were put into the metadata when the file was written from another format."""
    try:
        kept = json.loads((schema.metadata or {}).get(KEY, b"{}"))
        return Layout(
            kind,
            labels=dict(kept.get("labels", {})),
            value_labels={name: dict(pairs) for name, pairs in kept.get("value_labels", {}).items()},
            missing={name: tuple(map(tuple, pairs)) for name, pairs in kept.get("missing", {}).items()},
            title=str(kept.get("title", "")),
            notes=tuple(kept.get("notes", ())),
        )
    except (ValueError, TypeError, AttributeError):
        return Layout(kind)  # somebody else's metadata under our name


def _checked(table: Any) -> Any:
    """The table, looked through: Arrow itself trusts places in a file, and follows wrong ones out of memory. Raises
    ``ArrowInvalid``."""
    table.validate(full=True)
    return table


def _frame(path: Path, table: Any) -> Any:
    """A pandas frame of the columns as Arrow has them; what pandas wrote of its own frame is not looked at: it may be
    anybody's."""
    kept = {key: value for key, value in (table.schema.metadata or {}).items() if key != b"pandas"}
    return _sound(path, lambda: table.replace_schema_metadata(kept).to_pandas(ignore_metadata=True))


def _sound(path: Path, read: Any) -> Any:
    import pyarrow as pa

    try:
        return read()
    except (pa.ArrowException, OSError, ValueError) as error:
        said = str(error).splitlines()[0]
        raise DataError([Problem(path.name, 0, "", f"is damaged: {quoted_apart(said)}", "Export it again.")]) from None
