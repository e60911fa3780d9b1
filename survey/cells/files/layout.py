"""How a data file is read, what it says beside its answers, and how it is written: kept to be written back so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from survey.cells.files.formats import Format
from survey.cells.files.response_sets import ResponseSet
from survey.cells.table.encoding import is_blank, printed
from survey.cells.table.wide_frame import WideMissing
from survey.wording.worded import once
from survey.words import Text

SYNTHETIC = "SYNTHETIC DATA"  # stands in the title or notes of files whose answers nobody gave


class Reading(TypedDict, total=False):
    """How files are read. ``encoding`` is for text, SPSS and Stata files, ``sheet`` for workbooks, ``header_rows`` for
    both texts and workbooks (``survey.cells.files.heads.header_rows``). ``memory_limit``, ``"2GB"``: of DuckDB, which
    puts on disk what is more. ``master``: of Spark, ``local[*]``
    or ``spark://host:7077``; the session that runs already is
    used where none is named. ``columns``: those that will be asked for, where they are known; of a file of many the
    others are left in it until they are (``survey.cells.table.wide_frame``)."""

    encoding: str | None
    sheet: str | None
    header_rows: int | None
    memory_limit: str | None
    master: str | None
    columns: Sequence[str] | None


@dataclass(frozen=True)
class Layout:
    """``labels``: column -> its text. ``value_labels``: column -> value -> text. ``missing``: column -> ranges
    (both ends included) that the file declares to be no answers. ``rows``: place in the file of each row that was
    read, None for all of them in order; in a workbook the number of its row in the sheet. ``commas``: columns whose
    decimal commas the reader took for points. ``unreadable``: column -> why it was left out.
    """

    format: Format
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[tuple[Any, Any], ...]] = field(default_factory=dict)
    title: str = ""
    notes: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    sheet: str = ""
    sheets: tuple[str, ...] = ()  # all of a workbook, where none was named
    header: int = 0  # row of the names of columns in a sheet, or in a text file
    head: int = 1  # records of a text file above its answers
    rows: Any = None
    weight: str = ""  # the column by which an SPSS file says that its cases are weighted
    said: tuple[Text, ...] = ()  # what the reader did that a reader of results should know
    commas: tuple[str, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    sets: tuple[ResponseSet, ...] = ()  # of multiple responses, in the head of an SPSS file

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that the file says something of; of a file of many not what only the values of others tell."""
        missing = self.missing.seen if isinstance(self.missing, WideMissing) else self.missing
        return tuple(dict.fromkeys((*self.labels, *self.value_labels, *filter(missing.get, missing), *self.commas)))

    @property
    def synthetic(self) -> bool:
        """True where the file says of itself that its answers are invented."""
        return any(SYNTHETIC in text for text in (self.title, *self.notes))


def merged(layouts: Sequence[Layout]) -> Layout:
    """What several files say together: that of the first, completed key by key by the others. Where they contradict
    each other is for ``survey.cells.meanings.file_labels`` to find."""
    labels: dict[str, str] = {}
    value_labels: dict[str, dict[Any, str]] = {}
    missing: dict[str, tuple[tuple[Any, Any], ...]] = {}
    for layout in layouts:
        for column, text in layout.labels.items():
            labels.setdefault(column, text)
        for column, texts in layout.value_labels.items():
            value_labels[column] = {**texts, **value_labels.get(column, {})}
        for column, ranges in layout.missing.items():
            missing[column] = tuple(dict.fromkeys((*missing.get(column, ()), *ranges)))
    return replace(
        layouts[0],
        labels=labels,
        value_labels=value_labels,
        missing=missing,
        notes=tuple(dict.fromkeys(note for layout in layouts for note in layout.notes)),
        said=once(line for layout in layouts for line in layout.said),
        commas=tuple(dict.fromkeys(column for layout in layouts for column in layout.commas)),
        unreadable={column: why for layout in reversed(layouts) for column, why in layout.unreadable.items()},
        rows=None,
        sets=tuple({one.name: one for layout in reversed(layouts) for one in reversed(layout.sets)}.values())[::-1],
    )


def tagged_as_texts(frame: Any, layout: Layout) -> Any:
    """``frame`` for an engine whose columns have one kind: numbers beside tagged missing values (``.a``) as texts."""
    if layout.format != "stata":
        return frame
    tagged = [name for name in layout.missing if name in frame.columns]
    return frame.assign(**{name: frame[name].map(_printed).astype(object) for name in tagged})


def _printed(value: Any) -> str | None:
    return None if is_blank(value) else printed(value)
