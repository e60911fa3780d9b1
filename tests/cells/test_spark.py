"""The estimators are the same code on a cluster: in local mode, and on a master with two workers started here.

Run as a program (``test_spark.py FILE MASTER``) it prints the figures of a file computed on that master.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.spark_backend import spark_session
from survey.cells.files.open import Opened, open_data
from survey.errors import BackendError

HOME = "127.0.0.1"
PATIENCE = 60.0  # seconds until a master or worker that does not come up is given up
TARGETS = {"sex": {"1": 0.48, "2": 0.52}, "age": {"1": 0.2, "2": 0.35, "3": 0.45}}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """5 strata of 8 PSUs, unequal weights, answers with gaps; synthetic, seed 12."""
    rng = np.random.default_rng(12)
    rows = 6000
    frame = pd.DataFrame(
        {
            "stratum": rng.integers(1, 6, rows),
            "psu": rng.integers(1, 9, rows),
            "sex": rng.integers(1, 3, rows),
            "age": rng.integers(1, 4, rows),
            "group": rng.choice(["Мінск", "Брэст", "Гомель"], rows),
            "answer": rng.choice([1.0, 2.0, 3.0, np.nan], rows, p=[0.4, 0.3, 0.2, 0.1]),
            "w": rng.lognormal(0.0, 0.6, rows),
        }
    )
    path = tmp_path_factory.mktemp("answers") / "answers.parquet"
    frame.to_parquet(path, index=False)
    return path


def figures(opened: Opened) -> dict[str, list[float]]:
    """Cells, a crosstab with standard errors, and the same after raking; nothing here knows of an engine."""
    design = survey.SurveyDesign(stratum="stratum", psu="psu", weight="w")
    sample = survey.Sample(opened, design)
    raked = survey.rake(sample, TARGETS)
    found: dict[str, Any] = {}
    for name, one in (("design", sample), ("raked", raked)):
        cells = one.engine.collapse([one.question(key) for key in ("stratum", "psu", "group", "answer")], one.weight)
        made = one.share("answer", by="group")
        found |= {
            f"{name}: n": cells.n,
            f"{name}: sums": np.concatenate([cells.sum_w, cells.sum_w2]),
            f"{name}: bases": made.n,
            f"{name}: estimates": made.estimate,
            f"{name}: errors": made.std_error,
        }
    return {name: np.asarray(values, dtype=float).tolist() for name, values in found.items()}


@pytest.fixture(scope="module")
def expected(answers: Path) -> dict[str, list[float]]:
    """The figures from the engine in memory."""
    found = figures(open_data(answers, engine="memory"))
    assert sum(found["design: n"]) == 6000
    assert len(found["raked: errors"]) == len(found["design: errors"]) == 3 * 4  # empty answers are a level
    assert min(found["design: errors"] + found["raked: errors"]) > 0
    return found


def assert_equal(found: dict[str, list[float]], expected: dict[str, list[float]]) -> None:
    """Counts equal, sums within 1e-12, estimates and standard errors within 1e-10."""
    assert found.keys() == expected.keys()
    for name, values in found.items():
        kind = name.split(": ")[1]
        near = {"n": 0.0, "bases": 0.0, "sums": 1e-12, "estimates": 1e-10, "errors": 1e-10}[kind]
        assert values == pytest.approx(expected[name], rel=near, abs=0), name


@pytest.mark.derivation
def test_local_mode_with_two_workers_gives_the_figures_of_the_engine_in_memory(
    spark: Any, answers: Path, expected: dict[str, list[float]]
) -> None:
    assert spark.sparkContext.master == "local[2]"
    opened = open_data(answers, engine="spark")
    assert opened.engine.name == "spark"
    assert_equal(figures(opened), expected)


@pytest.mark.derivation
def test_a_frame_of_the_users_own_session_gives_the_same_figures(
    spark: Any, answers: Path, expected: dict[str, list[float]]
) -> None:
    frame = spark.read.parquet(str(answers)).repartition(3)
    opened = open_data(frame)
    assert isinstance(opened.engine, LazyEngine)
    assert opened.engine.name == "spark"
    assert_equal(figures(opened), expected)


@pytest.mark.contract
def test_a_second_master_beside_a_running_session_is_refused(spark: Any) -> None:
    with pytest.raises(BackendError, match=r"runs on local\[2\] already"):
        spark_session("local[1]")
    assert spark_session("local[2]").sparkContext.master == "local[2]"
    assert spark_session().sparkContext.master == "local[2]"


# a cluster of this machine


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A master, and the folder in which each worker keeps what it ran."""

    master: str
    folders: tuple[Path, ...]


def read(url: str) -> Any:
    """What the master's page says, as JSON; None while it does not answer. Never by a proxy."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
            return json.load(answer)
    except OSError:
        return None


def until(look: Callable[[], Any], what: str, logs: list[Path]) -> Any:
    """The first answer of ``look`` that is not empty."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    said = "\n".join(f"{log.name}: {log.read_text(errors='replace')[-2000:]}" for log in logs)
    raise AssertionError(f"{what} did not come up in {PATIENCE:.0f} s\n{said}")


@contextmanager
def daemon(role: str, log: Path, surroundings: Mapping[str, str], *args: str) -> Iterator[None]:
    """A master or worker while the block lasts."""
    spec = importlib.util.find_spec("pyspark")
    assert spec is not None and spec.origin is not None
    settings = {**os.environ, **surroundings, "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false"}
    program = Path(spec.origin).parent / "bin" / "spark-class"
    command = [str(program), f"org.apache.spark.deploy.{role.lower()}.{role}", "--host", HOME, "--port", "0"]
    with log.open("w", encoding="utf-8") as file:
        running = subprocess.Popen(
            [*command, "--webui-port", "0", *args], env=settings, stdout=file, stderr=file, stdin=subprocess.DEVNULL
        )
    try:
        yield
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@pytest.fixture
def cluster(small_spark: Mapping[str, str], tmp_path: Path) -> Iterator[Cluster]:
    """A standalone master and two workers of one core and 512 MB each, gone afterwards."""
    logs = [tmp_path / f"{name}.log" for name in ("master", "worker1", "worker2")]
    folders = (tmp_path / "one", tmp_path / "two")
    with ExitStack() as stack:
        stack.enter_context(daemon("Master", logs[0], small_spark))

        def addresses() -> list[str]:
            text = logs[0].read_text(errors="replace")
            found = [re.search(rf"{service}' on port (\d+)", text) for service in ("sparkMaster", "MasterUI")]
            return [f"{HOME}:{one.group(1)}" for one in found if one] if all(found) else []

        master, page = until(addresses, "the master", logs[:1])
        master = f"spark://{master}"
        for log, folder in zip(logs[1:], folders, strict=True):
            given = ("--cores", "1", "--memory", "512m", "--work-dir", str(folder), master)
            stack.enter_context(daemon("Worker", log, small_spark, *given))
        until(lambda: (read(f"http://{page}/json/") or {}).get("aliveworkers") == len(folders), "two workers", logs)
        yield Cluster(master, folders)


@pytest.mark.spark
@pytest.mark.derivation
def test_a_master_with_two_workers_gives_the_figures_of_the_engine_in_memory(
    cluster: Cluster, small_spark: Mapping[str, str], answers: Path, expected: dict[str, list[float]]
) -> None:
    surroundings = {**os.environ, **small_spark}  # one Python process has one Spark, so this is another
    command = [sys.executable, __file__, str(answers), cluster.master]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=2 * PATIENCE)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("master") == cluster.master
    assert_equal(found, expected)
    assert [len(list(folder.glob("app-*/*/stderr"))) for folder in cluster.folders] == [1, 1]  # both took part


if __name__ == "__main__":
    made = figures(open_data(sys.argv[1], engine="spark", master=sys.argv[2]))
    print(json.dumps({**made, "master": spark_session().sparkContext.master}))
