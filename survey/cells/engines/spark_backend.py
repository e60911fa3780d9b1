"""Spark: for what outgrows one machine. All Spark calls of the package stand in this module.

The extra ``spark`` brings pyspark; Java 17 or later must be on the machine.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.duckdb_backend import TICK, split_sets
from survey.cells.engines.group_sums import grouping_sets
from survey.cells.table.faults import UnreadableError
from survey.errors import BackendError
from survey.progress import is_watched, progress

LOCAL = "local[*]"
SETTINGS = {  # of a session made here; progress is told in our own way
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
}
FIX = "Read the data with engine='duckdb', or take a sample of the rows."


def spark_session(master: str | None = None) -> Any:
    """The running session, else a new one on ``master`` (``local[*]`` by default; ``spark://host:7077``).

    Raises ``BackendError`` where pyspark or Java are missing or the master does not answer."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        fix = "pip install 'opinion-survey[spark]'; Java 17 or later must be on the machine."
        raise BackendError("pyspark is not installed", where="engine 'spark'", fix=fix) from None
    running = SparkSession.getActiveSession()
    if running is not None:
        there = running.sparkContext.master
        if master not in (None, there):
            fix = "Stop it first (spark.stop()), or name no master."
            raise BackendError(f"a session runs on {there} already", where=f"master {master}", fix=fix)
        return running
    # workers would start the first python3 on the path otherwise
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made = SparkSession.builder.master(master or LOCAL).appName("survey")
    try:
        with warnings.catch_warnings():  # nothing of pandas passes through Spark here
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            for key, value in SETTINGS.items():
                made = made.config(key, value)
            return made.getOrCreate()
    except Exception as error:  # pyspark raises what Java or the shell said, of many kinds
        said = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        fix = "Java 17 or later must be on the machine (java -version), and the master must answer."
        raise BackendError(f"Spark did not start: {said}", where=f"master {master or LOCAL}", fix=fix) from None


def spark_frame(paths: Sequence[Path], kind: str, delimiter: str, names: Sequence[str], master: str | None) -> Any:
    """Parquet or CSV files as a frame; CSV as text, so that a code 01 stays 01. The workers must see the files.

    ``names``: the header. Spark left to look for it takes the name of the file for a pattern again. A line with too
    many or too few cells is an error, not filled up or cut."""
    session = spark_session(master)
    listed = [literal(path) for path in paths]
    if kind == "parquet":
        return session.read.parquet(*listed)
    from pyspark.sql.types import StringType, StructField, StructType

    schema = StructType([StructField(name, StringType()) for name in names])
    options = {"header": "true", "sep": delimiter or ",", "escape": '"', "multiLine": "true", "mode": "FAILFAST"}
    return session.read.options(**options).schema(schema).csv(listed)


def literal(path: Path) -> str:
    """The place of one file. Hadoop decodes no ``%20``, and takes ``*?[]{}`` for patterns unless they are escaped."""
    return "file://" + re.sub(r"[\[\]*?{},\\]", r"\\\g<0>", path.absolute().as_posix())


class SparkBackend:
    """Queries on Spark frames. Rows on a cluster have no order, so only sums are taken."""

    name = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session
        self._count = 0

    def columns(self, native: Any) -> list[str]:
        return list(native.columns)

    def renamed(self, native: Any, names: Sequence[str]) -> Any:
        return native.toDF(*names)

    def numbered(self, native: Any) -> Any:
        raise BackendError("rows on a cluster have no order, and this needs them one by one", where="spark", fix=FIX)

    def small(self, table: Any) -> Any:
        from pyspark.sql.functions import broadcast

        return broadcast(self._session.createDataFrame(table))

    def sets(
        self, native: Any, keys: Sequence[str], sets: Sequence[Sequence[str]], sums: Sequence[str], also: Sequence[str]
    ) -> list[Any]:
        self._count += 1
        view = f"_survey_{id(self)}_{self._count}"
        native.createOrReplaceTempView(view)
        try:
            query = self._session.sql(grouping_sets(view, keys, sets, sums, also))
            return split_sets(self._run(query.toArrow), keys, sets)
        finally:
            self._session.catalog.dropTempView(view)

    def ask(self, query: Any) -> Any:
        return self._run(query.to_native().toArrow)

    def batches(self, query: Any) -> Iterator[NDArray[np.float64]]:
        """Refused, as the rows are on other machines."""
        raise BackendError("this needs the rows one by one", where="spark", fix=FIX)

    def write(self, native: Any, names: Sequence[str], path: Path, metadata: dict[str, str]) -> None:
        self._run(lambda: native.toDF(*names).write.mode("errorifexists").parquet(str(path)), "writing the weights")

    def _run(self, work: Callable[[], Any], what: str = "reading the answers") -> Any:
        """What ``work`` gives; meanwhile progress is told, and an interrupt gives the jobs up."""
        from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped, unused-ignore]
        from pyspark.errors import PySparkException

        context = self._session.sparkContext
        self._count += 1
        group = f"survey {id(self)} {self._count}"

        def job() -> Any:
            context.setJobGroup(group, f"survey: {what}", interruptOnCancel=True)
            return work()

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(job)
            try:
                while True:
                    try:
                        return running.result(TICK)
                    except NotYet:
                        if running.done():
                            raise
                        if is_watched():
                            progress(what, _done(context))
            except BaseException as error:
                if not running.done():
                    context.cancelJobGroup(group)  # not the user's other jobs
                if not isinstance(error, (PySparkException, Py4JJavaError)):
                    raise
                lines = [line.strip() for line in str(error).splitlines() if line.strip()]
                # what is wrong with a line of text stands last in what Java says
                said = next((line for line in reversed(lines) if "[MALFORMED" in line), next(iter(lines), ""))
                raise UnreadableError("data", said) from None


def _done(context: Any) -> float:
    """The part of the tasks of running stages that is done."""
    tracker = context.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    total = sum(stage.numTasks for stage in stages if stage)
    return sum(stage.numCompletedTasks for stage in stages if stage) / total if total else 0.0
