"""One work by another package, in an environment of its own: run by path, so that only that package is needed.

    python peers.py PEER WORK FOLDER TURNS

``FOLDER``: each column as doubles (name.bin), and settings.json with the names of columns, the targets, banners and
replicate columns. The figures go to figures.bin, and one line of JSON is printed: ``release``, ``seconds`` of each
turn, ``peak_mib`` of the process. Data in the form a package wants (frames, samples with a design) are made before the
clock runs.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import io
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

LONGEST = 60.0  # seconds, after which there are no further turns
Job = Callable[[], Any]
# makes what is timed anew for each turn; the second turns its result into figures
Made = tuple[Callable[[], Job], Callable[[Any], np.ndarray]]


def svy(work: str, frame: pd.DataFrame, known: dict[str, Any]) -> Made:
    """https://pypi.org/project/svy: raking, design-based tables, replicate weights."""
    import polars
    import svy as package

    data = polars.DataFrame({name: frame[name].to_numpy() for name in frame})
    if work == "rake":
        design = package.Design(wgt="weight")
        shares = {name: {int(code): share for code, share in part.items()} for name, part in known["targets"].items()}

        def rake() -> Job:
            mine = package.Sample(data, design)
            return lambda: mine.weighting.rake(shares=shares, wgt_name="raked", tol=1e-10)

        return rake, lambda made: made.data["raked"].to_numpy()
    if work == "banner":
        data = data.with_columns((polars.col("stratum") * 100 + polars.col("psu")).alias("unit"))
        design = package.Design(stratum="stratum", psu="unit", wgt="weight")

        def table() -> Job:
            mine = package.Sample(data, design)
            return lambda: [mine.estimation.prop("answer", by=by) for by in (None, *known["banners"])]

        return table, lambda made: _props(made, (None, *known["banners"]))
    design = package.Design(wgt="weight", rep_wgts=package.BrrWgts(prefix="rw", n_reps=len(known["replicates"])))

    def share() -> Job:
        mine = package.Sample(data, design)
        return lambda: [mine.estimation.prop("answer", method="replication")]

    return share, lambda made: _props(made, (None,))


def _props(made: Any, banners: Any) -> np.ndarray:
    """Shares, then standard errors: the options of each column one after another."""
    rows = [one.to_polars() for one in made]
    order = [row.sort([by, "answer"] if by else ["answer"]) for row, by in zip(rows, banners, strict=True)]
    return np.concatenate([row["est"].to_numpy() for row in order] + [row["se"].to_numpy() for row in order])


def balance(work: str, frame: pd.DataFrame, known: dict[str, Any]) -> Made:
    """https://pypi.org/project/balance: raking, to a population of which each combination of margins is one row."""
    logging.disable(logging.CRITICAL)
    from balance.weighting_methods.rake import rake

    targets = known["targets"]
    population = pd.MultiIndex.from_product([[int(code) for code in part] for part in targets.values()])
    there = population.to_frame(index=False, name=list(targets))
    size = np.ones(len(there))
    for name, part in targets.items():
        size = size * there[name].map({int(code): share for code, share in part.items()}).to_numpy()
    weights = pd.Series(size * len(frame))
    own, own_weights = frame[list(targets)], frame["weight"]

    def job() -> Any:
        how = {"transformations": None, "convergence_rate": 1e-10, "rate_tolerance": 0.0}
        return rake(own.copy(), own_weights, there.copy(), weights, variables=list(targets), **how)

    return lambda: job, lambda made: made["weight"].to_numpy()


def weightipy(work: str, frame: pd.DataFrame, known: dict[str, Any]) -> Made:
    """https://pypi.org/project/weightipy: raking from weights of 1."""
    import weightipy as package

    shares = {name: {int(code): 100 * share for code, share in part.items()} for name, part in known["targets"].items()}
    own = frame[list(shares)]
    scheme = package.scheme_from_dict(shares, name="margins")
    return lambda: lambda: package.weight_dataframe(own, scheme, "raked"), lambda made: made["raked"].to_numpy()


def ipfn(work: str, frame: pd.DataFrame, known: dict[str, Any]) -> Made:
    """https://pypi.org/project/ipfn: raking of rows."""
    from ipfn.ipfn import ipfn as package

    margins = [
        pd.Series({int(code): share * len(frame) for code, share in part.items()}, name="weight").rename_axis(name)
        for name, part in known["targets"].items()
    ]
    own = frame[[*known["targets"], "weight"]]

    def fresh() -> Job:
        rows = own.copy()
        names = [[name] for name in known["targets"]]
        return lambda: package(rows, margins, names, "weight", convergence_rate=1e-10, rate_tolerance=0.0).iteration()

    return fresh, lambda made: made["weight"].to_numpy()


PEERS = {"svy": svy, "balance": balance, "weightipy": weightipy, "ipfn": ipfn}
WORKS = {"svy": ("rake", "banner", "replicates"), "balance": ("rake",), "weightipy": ("rake",), "ipfn": ("rake",)}


def main() -> None:
    """Run one peer; ``"missing"`` in the answer says why it could not."""
    peer, work, place, count = sys.argv[1:]
    folder = Path(place)
    try:
        release = importlib.metadata.version(peer)
    except importlib.metadata.PackageNotFoundError:
        print(json.dumps({"missing": "not installed"}))
        return
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()):
        known = json.loads((folder / "settings.json").read_text())
        columns = {name: np.fromfile(folder / f"{name}.bin") for name in known["columns"]}
        numbers = {"weight", *known["replicates"]}
        frame = pd.DataFrame({name: one if name in numbers else one.astype(int) for name, one in columns.items()})
        del columns
        fresh, figures = PEERS[peer](work, frame, known)
        seconds: list[float] = []
        made = None
        while len(seconds) < int(count) and sum(seconds) < LONGEST:
            made = None
            job = fresh()
            gc.collect()
            start = time.perf_counter()
            made = job()
            seconds.append(time.perf_counter() - start)
        np.asarray(figures(made), dtype=float).tofile(folder / "figures.bin")
    status = Path("/proc/self/status")
    peak = None
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        peak = float(line.split()[1]) / 1024
    print(json.dumps({"release": release, "seconds": seconds, "peak_mib": peak}))


if __name__ == "__main__":
    main()
