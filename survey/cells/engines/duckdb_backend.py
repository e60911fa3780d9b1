"""DuckDB: files larger than memory on one machine. All DuckDB calls of the package stand in this module."""

from __future__ import annotations

import re
import shutil
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.as_pandas import as_pandas
from survey.cells.engines.group_sums import grouping_sets
from survey.cells.table.faults import UnreadableError
from survey.cells.table.names import check_names
from survey.cells.table.own_words import quoted_apart
from survey.errors import BackendError, DataError, Problem, SurveyError
from survey.progress import progress
from survey.scratch import drop_scratch, new_scratch

_ALONE: dict[str, str | bool | int | float | list[str]] = {  # no code from elsewhere, whatever a file asks for
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
}
TICK = 0.1  # seconds between two looks at a running query


class DuckdbBackend:
    """A connection of its own, with a folder for what does not fit into memory, which is removed with it."""

    name = "duckdb"

    def __init__(self, memory_limit: str | None = None) -> None:
        import duckdb

        self._spill = new_scratch()
        self._connection = duckdb.connect(config=_ALONE)
        weakref.finalize(self, _closed, self._connection, self._spill)
        self._connection.execute(f"set temp_directory = {quoted(str(self._spill))}")
        self._connection.execute("set enable_progress_bar = true")
        self._connection.execute("set enable_progress_bar_print = false")
        if memory_limit is not None:
            try:
                self._connection.execute(f"set memory_limit = {quoted(memory_limit)}")
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                raise SurveyError(f"'{memory_limit}': {said}", where="memory limit", fix="Write 2GB, say.") from None
        self._count = 0

    def open(self, source: Any, delimiter: str | None = None, names: Sequence[str] = ()) -> Any:
        """A path or several (Parquet or CSV), another connection's relation, or a frame, as a relation of this one.

        ``delimiter`` and ``names`` (the header) say how a CSV file is cut; DuckDB left to guess can make one row of a
        file whose lines differ in length. Of several files, columns are matched by name."""
        if isinstance(source, (str, Path)):
            return self._files([Path(source)], delimiter, names)
        if isinstance(source, (list, tuple)) and source and all(isinstance(one, (str, Path)) for one in source):
            return self._files([Path(one) for one in source], delimiter, names)
        self._close_in()
        # another connection's relation runs its query again at each use and cannot be joined to ours
        table = _arrow(source)
        check_names("data", table.schema.names)  # DuckDB would rename q beside Q
        self._connection.register("_given", table)
        self._connection.execute("create temp table _data as select * from _given")
        self._connection.unregister("_given")
        return self._connection.table("_data")

    def _files(self, paths: list[Path], delimiter: str | None, names: Sequence[str]) -> Any:
        import duckdb

        self._close_in(paths)
        listed = [literal(path) for path in paths]
        try:
            if paths[0].suffix.lower() == ".parquet":
                # folders called year=2020 are no columns: no other engine takes them for some
                return self._connection.read_parquet(listed, union_by_name=len(paths) > 1, hive_partitioning=False)
            # as text, so that a code 01 stays 01; numbers are told apart when values are matched
            given = f"[{', '.join(map(quoted, listed))}]"
            if not names:
                cut = f", delim={quoted(delimiter)}" if delimiter else ""
                by_name = ", union_by_name=true" if len(paths) > 1 else ""
                how = f"header=true, all_varchar=true, hive_partitioning=false{cut}{by_name}"
                return self._connection.sql(f"select * from read_csv({given}, {how})")
            columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
            return self._connection.sql(
                f"select * from read_csv({given}, header=true, auto_detect=false, hive_partitioning=false, "
                f"delim={quoted(delimiter or ',')}, quote='\"', escape='\"', columns={{{columns}}})"
            )
        except duckdb.Error as error:
            where = paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more"
            raise UnreadableError(where, str(error).splitlines()[0]) from None

    def _close_in(self, paths: Sequence[Path] = ()) -> None:
        """From here on this connection reads these files alone and writes into its own folder alone, and nothing that
        stands in a file or in a question can change that."""
        own = [name for path in paths for name in (str(path), str(path.absolute()), literal(path))]
        for setting, places in (("allowed_paths", own), ("allowed_directories", [str(self._spill)])):
            self._connection.execute(f"set {setting} = [{', '.join(map(quoted, places))}]")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def columns(self, native: Any) -> list[str]:
        return list(native.columns)

    def renamed(self, native: Any, names: Sequence[str]) -> Any:
        pairs = zip(native.columns, names, strict=True)
        return native.project(", ".join(f"{identifier(name)} as {own}" for name, own in pairs))

    def numbered(self, native: Any) -> Any:
        return native.project("*, row_number() over () - 1 as _row")

    def small(self, table: Any) -> Any:
        self._count += 1
        name = f"_small{self._count}"
        self._connection.register(name, table)
        return self._connection.table(name)

    def sets(
        self, native: Any, keys: Sequence[str], sets: Sequence[Sequence[str]], sums: Sequence[str], also: Sequence[str]
    ) -> list[Any]:
        query = grouping_sets(f"({native.sql_query()})", keys, sets, sums, also)
        return split_sets(self._run(lambda: arrow_of(self._connection.sql(query))), keys, sets)

    def ask(self, query: Any) -> Any:
        return self._run(lambda: query.collect("pyarrow").to_arrow())

    def batches(self, query: Any) -> Iterator[NDArray[np.float64]]:
        """Rows of a frame of numbers, some at a time."""
        relation = query.to_native()
        read = relation.to_arrow_reader if hasattr(relation, "to_arrow_reader") else relation.fetch_record_batch
        for batch in read(1 << 14):
            yield np.stack([np.asarray(c.to_numpy(zero_copy_only=False), dtype=float) for c in batch.columns], axis=1)

    def write(self, native: Any, names: Sequence[str], path: Path, metadata: dict[str, str]) -> None:
        pairs = zip(native.columns, names, strict=True)
        query = native.project(", ".join(f"{own} as {identifier(name)}" for own, name in pairs)).sql_query()
        kept = ", ".join(f"{identifier(key)}: {quoted(value)}" for key, value in metadata.items())
        more = f", kv_metadata {{{kept}}}" if kept else ""
        made = self._spill / "weights.parquet"  # the only folder that it may write to
        copy = f"copy ({query}) to {quoted(str(made))} (format parquet{more})"
        try:
            self._run(lambda: self._connection.execute(copy).fetchall(), "writing the weights")
            shutil.copyfile(made, path)
        finally:
            made.unlink(missing_ok=True)

    def _run(self, work: Callable[[], Any], what: str = "reading the answers") -> Any:
        """What ``work`` gives; meanwhile progress is told, and an interrupt stops the query."""
        import duckdb

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(work)
            try:
                while True:
                    try:
                        found = running.result(TICK)
                        break
                    except NotYet:
                        if running.done():
                            raise
                        progress(what, max(self._connection.query_progress(), 0.0) / 100)
            except BaseException as error:
                if not running.done():
                    self._connection.interrupt()
                if not isinstance(error, duckdb.Error):
                    raise
                said = next((line for line in str(error).splitlines() if line.strip()), "")
                if isinstance(error, duckdb.OutOfMemoryException):
                    fix = "Raise the memory limit, or cross fewer variables."
                    raise BackendError(said, where="memory limit", fix=fix) from None
                fix = "Mend the file, or read it with engine='memory' to see every line that is wrong."
                raise UnreadableError("data", said, fix) from None
        return found


def split_sets(table: Any, keys: Sequence[str], sets: Sequence[Sequence[str]]) -> list[Any]:
    """The answer to ``grouping_sets`` cut into one table a set, with the keys of the set as ``_k0``, ``_k1``, …"""
    import pyarrow.compute as pc

    place = {key: k for k, key in enumerate(keys)}
    rest = [name for name in table.column_names if not name.startswith("_k") and name != "_g"]
    made = []
    for one in sets:
        inside = {place[key] for key in one}
        bits = sum(1 << (len(keys) - 1 - k) for k in range(len(keys)) if k not in inside)
        # a grand total has a row even where there are none to count
        part = table.filter(pc.and_(pc.equal(table["_g"], bits), pc.greater(table["_n"], 0)))
        columns = [part[f"_k{place[key]}"] for key in one] or [part["_k0"]]
        names = [f"_k{i}" for i in range(len(columns))]
        made.append(type(table).from_arrays([*columns, *(part[name] for name in rest)], names=[*names, *rest]))
    return made


def arrow_of(relation: Any) -> Any:
    """A relation as an Arrow table, in every release of DuckDB."""
    return relation.to_arrow_table() if hasattr(relation, "to_arrow_table") else relation.fetch_arrow_table()


def _closed(connection: Any, spill: Path) -> None:
    connection.close()
    drop_scratch(spill)


def identifier(name: str) -> str:
    """A column's name inside an SQL statement."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """A text inside an SQL statement."""
    return "'" + text.replace("'", "''") + "'"


def literal(path: Path) -> str:
    """The path of one file; what DuckDB would read as a pattern is put into brackets, where it stands for itself."""
    return re.sub(r"[\[*?]", r"[\g<0>]", str(path)) if path.exists() else str(path)


def _arrow(source: Any) -> Any:
    """A relation or a frame as an Arrow table."""
    if hasattr(source, "to_arrow_table") or hasattr(source, "fetch_arrow_table"):
        return arrow_of(source)
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return source
    frame = as_pandas(source)
    try:
        return pa.Table.from_pandas(frame.set_axis([*map(str, frame.columns)], axis=1), preserve_index=False)
    except (pa.ArrowException, TypeError) as error:
        said = f"a column holds values of several kinds: {quoted_apart(str(error))}"
        raise DataError([Problem("data", 0, "", said, "Use engine='memory', which takes them.")]) from None
