"""Columns made of several: an engine joins the texts of these when it is asked for them by such a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.cells.table.encoding import is_blank, printed

BETWEEN = "\x02"  # stands between the texts of the columns, and marks the name of such a column


def joined_name(columns: Sequence[str]) -> str:
    """The name of the column that joins ``columns``: engines make it when it is asked for, and list it nowhere."""
    return "".join(f"{column}{BETWEEN}" for column in columns)


def joined_columns(name: str) -> tuple[str, ...] | None:
    """The columns that ``name`` joins; None for the name of a column of the data."""
    return tuple(name[:-1].split(BETWEEN)) if name.endswith(BETWEEN) else None


def raw_of(value: Any) -> str:
    """A value of a joined column; engines may give an empty text as null."""
    return "" if value is None else str(value)


def text_of(value: Any) -> str:
    """A cell as its text in a joined column; "" for an empty one."""
    return "" if is_blank(value) else printed(value)
