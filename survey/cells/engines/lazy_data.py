"""Data that are not in Python: their columns, their rows in order, what the answers are."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.backend import backend_for
from survey.cells.engines.engine import SHOWN
from survey.cells.engines.group_sums import group_sums
from survey.cells.table.encoding import Encoding, as_number, is_blank, plain_text, printed
from survey.cells.table.faults import absent, several
from survey.cells.table.joined import BETWEEN, joined_columns
from survey.cells.table.kept_tables import KeptTables
from survey.cells.table.matching import counted, match
from survey.cells.table.names import check_names
from survey.cells.table.summary import Summary
from survey.definitions.records.question import Question
from survey.scratch import drop_scratch

ROW = "_row"  # place of a row in the file; no engine keeps an order by itself


class LazyData:
    """Files, a relation, a scan or a frame of an engine, reached only by queries.

    Inside, columns are called ``_c0``, ``_c1``, …: a name such as ``q1.a`` means a table's column to databases.
    ``options`` go to ``DuckdbBackend.open``; ``memory_limit``, ``"2GB"``, is DuckDB's.
    """

    def __init__(self, source: Any, **options: Any) -> None:
        self._backend, native = backend_for(source, **options)
        names = [str(name) for name in self._backend.columns(native)]
        check_names("data", names)
        self._names = {name: f"_c{i}" for i, name in enumerate(names)}
        self._base = self._backend.renamed(native, list(self._names.values()))
        self._steps: tuple[Callable[[Any], Any], ...] = ()
        self._joined: dict[str, str] = {}  # columns made of several, which are listed nowhere
        self._relation = self._base
        self._start()

    def _start(self) -> None:
        self._encodings: dict[str, tuple[Question, Encoding, dict[Any, int]]] = {}
        self._distinct: dict[str, tuple[list[Any], list[int]]] = {}
        self._checked: set[str] = set()
        self._summaries: dict[str, Summary] = {}
        self._rows: int | None = None
        self._kept = KeptTables()
        self._raw: list[tuple[tuple[str, ...], Any]] = []
        self.scans = 0

    @property
    def name(self) -> str:
        return self._backend.name

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._names)

    @property
    def n(self) -> int:
        if self._rows is None:
            self._rows = sum(self._ask(group_sums(self._relation, []))["_n"].to_pylist())  # no row at all when empty
        return self._rows

    def keep(self, folder: Path) -> None:
        """Hold a temporary folder that the data stand in; it goes with the last engine made from this one."""
        weakref.finalize(self._backend, drop_scratch, folder)

    def without_blank_rows(self) -> tuple[Self, int]:
        """The data without rows of empty cells, and how many such rows there are; itself where there are none."""
        import narwhals.stable.v2 as nw

        if len(self._names) < 2:
            return self, 0  # where there is one column an empty cell is a respondent without an answer
        frame = nw.from_native(self._relation).lazy()
        cells = [_blank(name, kind) for name, kind in frame.collect_schema().items()]
        blank = nw.all_horizontal(*cells, ignore_nulls=False)
        count = int(self._ask(frame.filter(blank).select(nw.len().alias("_n")))["_n"][0].as_py())
        return (self._with(_kept_rows(~blank), self._names), count) if count else (self, 0)

    def is_empty(self) -> bool:
        """Whether there is no row; looks at the first only."""
        import narwhals.stable.v2 as nw

        return bool(self._ask(nw.from_native(self._relation).lazy().head(1)).num_rows == 0)

    def _ask(self, query: Any) -> Any:
        self.scans += 1
        return self._backend.ask(query)

    # rows

    def _ordered(self) -> Any:
        """The data with the place of each row, in a narwhals frame."""
        import narwhals.stable.v2 as nw

        frame = nw.from_native(self._backend.numbered(self._base)).lazy()
        for step in self._steps:
            frame = step(frame)
        return frame

    def frame(self) -> Any:
        table = self._ask(self._ordered()).sort_by(ROW)
        return table.select(list(self._names.values())).rename_columns(list(self._names)).to_pandas()

    def values(self, column: str) -> NDArray[Any]:
        return self._values(self._inside(column))

    def _values(self, column: str) -> NDArray[Any]:
        import narwhals.stable.v2 as nw

        table = self._ask(self._ordered().select(nw.col(ROW), nw.col(column).alias("_v")))
        return np.asarray(table.sort_by(ROW)["_v"].to_pandas())

    def rows(self) -> NDArray[np.int64]:
        return np.asarray(self._values(ROW), dtype=np.int64)

    def codes(self, question: Question) -> NDArray[Any]:
        encoding, places = self._encode(question)
        values = self._values(self._inside(question.column or question.question))
        return np.fromiter((places[key_of(value)] for value in values.tolist()), dtype=np.int64, count=len(values))

    def batches(self, columns: Sequence[str]) -> Iterator[NDArray[np.float64]]:
        import narwhals.stable.v2 as nw

        inside = [nw.col(self._inside(column)).cast(nw.Float64) for column in columns]
        frame = nw.from_native(self._relation).lazy().select(*inside)
        self.scans += 1
        yield from self._backend.batches(frame)

    # encodings

    def encoding(self, question: Question) -> Encoding:
        return self._encode(question)[0]

    def distinct(self, column: str) -> tuple[list[Any], list[int]]:
        inside = self._inside(column)
        if inside not in self._distinct:
            table = self._ask(group_sums(self._relation, [inside]))
            self._distinct[inside] = table["_k0"].to_pylist(), table["_n"].to_pylist()
        return self._distinct[inside]

    def _encode(self, question: Question) -> tuple[Encoding, dict[Any, int]]:
        kept = self._encodings.get(question.question)
        if kept is None or kept[0] != question:
            values, counts = self.distinct(question.column or question.question)
            self._learn(question, values, counts)
        return self._encodings[question.question][1:]

    def _learn(self, question: Question, values: list[Any], counts: list[int]) -> None:
        """Match the distinct values of a question's column."""
        codes, encoding = match(values, question)
        self._encodings[question.question] = (
            question,
            counted(encoding, values, codes, counts, sum(counts)),
            {key_of(value): code for value, code in zip(values, codes, strict=True)},
        )

    def words(self, column: str) -> list[str]:
        import narwhals.stable.v2 as nw

        if nw.from_native(self._relation).lazy().collect_schema()[self._inside(column)].is_numeric():
            return []
        return [
            printed(value) for value in self.distinct(column)[0] if not is_blank(value) and as_number(value) is None
        ]

    def repeated(self, column: str) -> tuple[int, list[tuple[Any, int]], int]:
        import narwhals.stable.v2 as nw

        counts = group_sums(self._relation, [self._inside(column)])
        table = self._ask(counts.filter(nw.col("_k0").is_null() | (nw.col("_n") > 1)).head(SHOWN * SHOWN))
        return several(table["_k0"].to_pylist(), table["_n"].to_pylist())

    def doubles(self) -> int:
        import narwhals.stable.v2 as nw

        rows = nw.from_native(self._relation).lazy().unique().select(nw.len().alias("_n"))
        return self.n - int(self._ask(rows)["_n"].to_pylist()[0])

    # other data from these

    def where(self, conditions: dict[str, object]) -> Self:
        import narwhals.stable.v2 as nw

        made = self
        for column, wanted in conditions.items():
            inside = self._inside(column)
            number, text = as_number(wanted), plain_text(printed(wanted))
            fits = [
                value
                for value in made.distinct(column)[0]
                if not is_blank(value)
                and (as_number(value) == number if number is not None else plain_text(printed(value)) == text)
            ]
            empty = nw.col(inside).is_null()
            test = nw.col(inside).is_in(fits) if fits else empty & ~empty  # an engine may refuse a plain false
            made = made._with(_kept_rows(test), self._names)
        return made

    def _with(self, step: Callable[[Any], Any], names: dict[str, str]) -> Self:
        import narwhals.stable.v2 as nw

        made = type(self).__new__(type(self))
        made._backend, made._base, made._names = self._backend, self._base, names
        made._joined = dict(self._joined)
        made._steps = (*self._steps, step)
        made._relation = step(nw.from_native(self._relation).lazy()).to_native()
        made._start()
        return made

    def _raw_keys(self, keys: Sequence[Question]) -> list[str]:
        return list(dict.fromkeys(self._inside(question.column or question.question) for question in keys))

    @property
    def writes_folders(self) -> bool:
        """Whether a Parquet file that this engine writes is a folder of parts."""
        return self._backend.name == "spark"

    def write_parquet(self, path: Path, columns: Sequence[str], metadata: dict[str, str]) -> None:
        """``columns`` of all rows, under their own names, into one Parquet file (Spark: a folder of them) with
        ``metadata`` in it (not Spark). The rows do not come into Python. For ``survey.reports``, which puts the file in
        place when it is whole."""
        import narwhals.stable.v2 as nw

        self.scans += 1
        inside = [self._inside(column) for column in columns]
        if self.writes_folders:
            frame = nw.from_native(self._relation).lazy().select(*inside)
        else:  # joins lose the order of the rows
            frame = self._ordered().sort(ROW).select(*inside)
        self._backend.write(frame.to_native(), list(columns), path, metadata)

    def _inside(self, column: str) -> str:
        """What a column is called in the relation; an error with the nearest name when there is none."""
        columns = joined_columns(column)
        if columns is not None:
            return self._join(column, columns)
        if column not in self._names:
            raise absent(column, self.columns)
        return self._names[column]

    def _join(self, name: str, columns: Sequence[str]) -> str:
        """What the column that joins ``columns`` is called in the relation; it is added when it is first asked for."""
        import narwhals.stable.v2 as nw

        if name not in self._joined:
            frame = nw.from_native(self._relation).lazy()
            kinds = frame.collect_schema()
            inside = [self._inside(column) for column in columns]
            texts = [_text(column, kinds[column]) for column in inside]
            own = f"_j{len(self._joined)}"
            step = _added(texts[0] if len(texts) == 1 else nw.concat_str(texts, separator=BETWEEN), own)
            self._steps, self._relation = (*self._steps, step), step(frame).to_native()
            self._joined[name] = own
        return self._joined[name]


def _blank(name: str, kind: Any) -> Any:
    """A test for cells that are empty, as ``is_blank`` has it."""
    import narwhals.stable.v2 as nw

    column = nw.col(name)
    if kind == nw.String:
        return column.is_null() | (column.fill_null("").str.strip_chars() == "")
    return column.is_null() | column.fill_null(0.0).is_nan() if kind.is_float() else column.is_null()


def _text(name: str, kind: Any) -> Any:
    """The column as texts, "" for an empty cell."""
    import narwhals.stable.v2 as nw

    column = nw.col(name)
    if kind.is_float():
        column = nw.when(~column.fill_null(0.0).is_nan()).then(column)
    return column.cast(nw.String).fill_null("")


def _added(made: Any, name: str) -> Callable[[Any], Any]:
    return lambda frame: frame.with_columns(made.alias(name))


def _kept_rows(test: Any) -> Callable[[Any], Any]:
    return lambda frame: frame.filter(test)


def key_of(value: Any) -> Any:
    """A raw value as a key: all empty ones are the same."""
    return None if is_blank(value) else value
