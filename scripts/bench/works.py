"""What is timed: each work by the package's public functions, its bound, and the same figures by another way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import survey
from bench import bounds, data, truth
from bench.truth import Totals
from survey.estimation.core.gather import gather

Array = NDArray[np.float64]
UNITS = ("stratum", "psu")


@dataclass(frozen=True)
class Source:
    """Where a work finds its data: Parquet files, and the frame read from them where there is one."""

    paths: list[Path]
    rows: int
    frame: pd.DataFrame | None = None

    def given(self, engine: str) -> Any:
        """What ``survey.Sample`` is given."""
        if engine == "memory" and self.frame is not None:
            return self.frame
        return self.paths[0] if len(self.paths) == 1 else self.paths

    def totals(self) -> Totals:
        """Sums for the other way."""
        return truth.totals_of_files(self.paths) if self.frame is None else truth.totals_of_frame(self.frame)


Job = Callable[[], Any]  # the part that is timed


@dataclass(frozen=True)
class Work:
    """One work. ``prepare(given, engine)`` is not timed and gives the job that is. ``bare`` and ``sql`` are the
    bounds; ``differ`` the largest relative difference of the job's result from the other way."""

    name: str
    kind: str  # of data
    prepare: Callable[[Any, str], Job]
    bare: Callable[[Source], Any]
    sql: Callable[[str], str] | None
    differ: Callable[[Any, Source, str], float]
    scans: Callable[[Any], int] | None = None
    tolerance: float = 1e-9

    def bound(self, engine: str, source: Source) -> Job:
        """The bound beside ``engine``."""
        if engine != "duckdb":
            return lambda: self.bare(source)
        assert self.sql is not None
        query = self.sql(bounds.duckdb_source(source.paths))
        return lambda: bounds.asked_of_duckdb(query)


def sample(given: Any, engine: str, weight: str | None = "weight", *, psu: bool = True, **more: Any) -> survey.Sample:
    """The data with their design and questions."""
    units: dict[str, Any] = {"stratum": "stratum", "psu": "psu"} if psu else {}
    design = survey.SurveyDesign(weight=weight, **units)
    if engine == "spark":
        more["master"] = "local[2]"  # two workers
    return survey.Sample(given, design, data.questions(), engine=engine, **more)


# raking


def rake(given: Any, engine: str, weight: str | None = "weight") -> survey.Sample:
    """Raked to the five banners."""
    return survey.rake(sample(given, engine, weight, psu=False), data.targets())


def rake_differ(raked: survey.Sample, source: Source, engine: str, weighted: bool = True) -> float:
    """In memory the weights of all rows are compared, elsewhere the shares they give."""
    if engine != "memory":
        cells = truth.raked(source.totals(), data.targets(), "answer")
        expected = cells.groupby("answer")["after"].sum()
        return truth.apart(raked.share("answer").estimate, (expected / expected.sum()).to_numpy())
    assert source.frame is not None
    return weights_differ(raked.weights, source.frame, weighted)


def weights_differ(weights: Array, frame: pd.DataFrame, weighted: bool) -> float:
    """How far raked weights are from those of the other way, both with mean 1."""
    frame = frame if weighted else frame.assign(weight=1.0)
    cells = truth.raked(truth.totals_of_frame(frame), data.targets())
    number = pd.MultiIndex.from_frame(cells[list(data.BANNERS)])
    place = number.get_indexer(pd.MultiIndex.from_frame(frame[list(data.BANNERS)]))
    expected = (cells["after"] / cells["weight"]).to_numpy()[place] * frame["weight"].to_numpy()
    return truth.apart(weights / weights.mean(), expected / expected.mean())


# tables


Tables = tuple[survey.Sample, dict[str, Any]]


def banner(given: Any, engine: str) -> Tables:
    """One question by five banner variables: shares, standard errors and intervals, with a column of everybody."""
    mine = sample(given, engine)
    return mine, {"answer": mine.crosstab("answer", data.BANNERS)}


def batch(given: Any, engine: str) -> Tables:
    """Every question by the five banners, the cells gathered beforehand."""
    mine = sample(given, engine)
    gather(mine, [(name, *by) for name in data.QUESTIONS for by in _columns(name)])
    return mine, {name: mine.crosstab(name, _banners(name)) for name in data.QUESTIONS}


def _banners(name: str) -> tuple[str, ...]:
    return tuple(by for by in data.BANNERS if by != name)


def _columns(name: str) -> list[tuple[str, ...]]:
    return [(), *((by,) for by in _banners(name))]


def batch_sets() -> list[tuple[str, str]]:
    """The crossings behind the batch, each pair of questions once."""
    return [pair for pair in combinations(data.QUESTIONS, 2) if set(pair) & set(data.BANNERS)]


def tables_differ(made: Tables, source: Source, engine: str) -> float:
    """Shares and standard errors of all tables."""
    seen: dict[tuple[str, ...], pd.DataFrame] = {}
    totals = source.totals()

    def once(keys: Sequence[str]) -> pd.DataFrame:
        key = tuple(sorted(keys))
        if key not in seen:
            seen[key] = totals(keys)
        return seen[key]

    far = 0.0
    for name, table in made[1].items():
        estimate, error = truth.table(once, name, _banners(name))
        far = max(far, truth.apart(table.estimate, estimate), truth.apart(table.std_error, error))
    return far


# replicate weights


def replicates(given: Any, engine: str) -> Job:
    """Shares with the standard errors of 80 replicate weights that are attached already."""
    mine = sample(given, engine, psu=False)
    ready = survey.replicate_weights(mine, data.replicate_columns(), "BRR", df=data.REPLICATES - 1)
    return lambda: ready.share("answer")


def attached(given: Any, engine: str) -> Job:
    """80 replicate weights attached: each read and checked, and the degrees of freedom found from their rank."""
    mine = sample(given, engine, psu=False)
    return lambda: survey.replicate_weights(mine, data.replicate_columns(), "BRR")


def replicates_differ(made: Any, source: Source, engine: str) -> float:
    """Shares and standard errors."""
    frame = data.frame_of(source.paths) if source.frame is None else source.frame
    estimate, error = truth.replicated(frame, "answer", data.replicate_columns())
    return max(truth.apart(made.estimate, estimate), truth.apart(made.std_error, error))


def attached_differ(made: survey.Sample, source: Source, engine: str) -> float:
    """The rank of the weights, by numpy from up to 10 000 rows, is 80: one more than the degrees of freedom."""
    frame = data.frame_of(source.paths) if source.frame is None else source.frame
    rank = np.linalg.matrix_rank(frame[data.replicate_columns()].to_numpy()[:10_000])
    assert made.replicates is not None
    return abs(made.replicates.df + 1 - rank)


# trend


def trend(given: Any, engine: str) -> list[Any]:
    """Shares in each wave of four files, and the change from each wave to the next with its standard error."""
    points = sample(given, engine).share("answer", by="wave")
    rows = [(option, wave) for option in range(data.QUESTIONS["answer"]) for wave in range(1, data.WAVES)]
    return [survey.difference(points, o * data.WAVES + w, o * data.WAVES + w - 1) for o, w in rows]


def trend_differ(made: list[Any], source: Source, engine: str) -> float:
    """Changes and their standard errors; a change near 0 is compared with 1e-3 (0.1 points)."""
    change, error = truth.changes(truth.totals_of_files(source.paths), "answer")
    found = np.array([one.estimate[0] for one in made])
    by_change = np.max(np.abs(found - change.ravel()) / np.maximum(np.abs(change.ravel()), 1e-3))
    return max(float(by_change), truth.apart(np.array([one.std_error[0] for one in made]), error))


def bare_trend(source: Source) -> Any:
    """The files read by pandas, and the bare sums of each."""
    frames = [pd.read_parquet(path) for path in source.paths]
    return [bounds.bare_tables(frame, (*UNITS, "wave"), [("answer",)]) for frame in frames]


# all


def _of(source: Source) -> pd.DataFrame:
    assert source.frame is not None
    return source.frame


def _now(work: Callable[[Any, str], Any]) -> Callable[[Any, str], Job]:
    """All of ``work`` is timed."""
    return lambda given, engine: lambda: work(given, engine)


def _sets(pairs: Sequence[Sequence[str]]) -> Callable[[str], str]:
    return lambda source: bounds.sql_tables([(*UNITS, *pair) for pair in pairs], source=source)


PAIRS = [("answer", by) for by in data.BANNERS]

WORKS = {
    "rake": Work(
        "rake to 5 margins",
        "tables",
        _now(rake),
        lambda source: bounds.bare_raking(_of(source), data.BANNERS),
        lambda source: bounds.sql_tables([data.BANNERS], source=source),
        rake_differ,
    ),
    "banner": Work(
        "5-banner table, 1 000 PSUs",
        "tables",
        _now(banner),
        lambda source: bounds.bare_tables(_of(source), UNITS, PAIRS),
        _sets(PAIRS),
        tables_differ,
        lambda made: int(made[0].engine.scans),
    ),
    "batch": Work(
        "batch: 8 questions × 5 banners",
        "tables",
        _now(batch),
        lambda source: bounds.bare_tables(_of(source), UNITS, batch_sets()),
        _sets(batch_sets()),
        tables_differ,
        lambda made: int(made[0].engine.scans),
    ),
    "replicates": Work(
        "share with 80 replicate weights",
        "replicates",
        replicates,
        lambda source: bounds.bare_replicates(_of(source), "answer", ["weight", *data.replicate_columns()]),
        lambda source: bounds.sql_tables([("answer",)], data.replicate_columns(), source),
        replicates_differ,
    ),
    "attach": Work(
        "attach 80 replicate weights",
        "replicates",
        attached,
        lambda source: bounds.pure_sums(_of(source), data.replicate_columns()),
        lambda source: f"select {', '.join(f'sum({one})' for one in data.replicate_columns())} from {source}",
        attached_differ,
    ),
    "trend": Work(
        "trend: 4 files, change by wave",
        "trend",
        _now(trend),
        bare_trend,
        lambda source: bounds.sql_tables([(*UNITS, "wave", "answer")], source=source),
        trend_differ,
    ),
}


def with_units(units: int) -> Work:
    """A 5 × 12 table of data with so many PSUs in all: 60 times as many cells."""

    def framed(source: Source) -> pd.DataFrame:
        return _of(source)

    def table(given: Any, engine: str) -> Any:
        return sample(given, engine).share("answer", by="vote")

    def differ(made: Any, source: Source, engine: str) -> float:
        estimate, error = truth.shares(source.totals(), "answer", "vote")
        return max(truth.apart(made.estimate, estimate), truth.apart(made.std_error, error))

    return Work(
        f"5 × 12 table of {60 * units} cells",
        "tables",
        _now(table),
        lambda source: bounds.bare_tables(framed(source), UNITS, [("answer", "vote")]),
        None,
        differ,
    )
