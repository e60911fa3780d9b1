"""A poll weighted from one CSV into another as a whole process, beside other packages as their users would."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from bench.measure import Record, spread
from bench.start import HERE, processor, wave_file
from bench.weigh_peer import PEERS

SCRIPT = HERE / "scripts" / "bench" / "weigh_peer.py"
TARGETS = HERE / "questionnaires" / "targets" / "belarus_2019.yaml"
REGIONS = ("Brest region", "Vitebsk region", "Gomel region", "Grodno region", "Minsk city", "Minsk region")
NAMES = dict(zip(("brest", "vitebsk", "gomel", "grodno", "minsk_city", "minsk_region"), REGIONS, strict=True))
NAMES |= {"mogilev": "Mogilev region", "male": "1", "female": "2"}
TOLERANCE = 1e-6  # relative, of weights: each package stops by a rule of its own
LIMIT = 1.0  # of our processor seconds to the peer's


def weigh(folder: Path, count: int, pythons: list[str]) -> tuple[list[Record], list[str]]:
    """Records in which the bound is the peer, and what was not measured."""
    settings, poll = folder / "margins.json", wave_file(folder)
    settings.write_text(json.dumps(_known()), encoding="utf-8")
    out = folder / "weighted.csv"
    ours = ["-m", "survey", "weight", "example_wave", "--data", str(poll), "--out", str(out), "--overwrite"]
    found, missing = [], []
    for peer in PEERS:
        python, release = next(((one, said) for one in pythons if (said := _release(one, peer))), ("", ""))
        if not release:
            missing.append(f"{peer} (weighting CSV to CSV: not installed)")
            continue
        theirs = folder / f"{peer}.csv"
        run = [str(SCRIPT), peer, str(settings), str(poll), str(theirs)]
        processor(ours, folder)  # compiled modules are made, as an installation has them
        processor(run, folder, python)
        apart = np.abs(_weights(out) / _weights(theirs) - 1).max()
        times = [(processor(ours, folder), processor(run, folder, python)) for _ in range(count)]
        good = bool(apart <= TOLERANCE)
        name = f"weight CSV to CSV against {peer} {release}"
        mine, bound = (spread([pair[k] for pair in times]) for k in (0, 1))
        found.append(Record(name, "process", 1_000, mine if good else None, bound, None, good, apart, limit=LIMIT))
    return found, missing


def _release(python: str, peer: str) -> str:
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [python, SCRIPT, peer, "release"], capture_output=True, text=True, env=settings
    ).stdout.strip()


def _weights(path: Path) -> Any:
    return pd.read_csv(path)["weight"].to_numpy()


def _known() -> dict[str, Any]:
    """The margins of the example wave, as shares of the answers that stand in its file."""
    margins = yaml.safe_load(TARGETS.read_text(encoding="utf-8"))["margins"]
    cells = {
        f"{NAMES[sex]}|{age}": count
        for sex, part in margins["sex_by_age"]["counts"].items()
        for age, count in part.items()
    }
    regions = {NAMES[name]: share for name, share in margins["region"]["shares"].items()}
    labels = list(margins["sex_by_age"]["counts"]["male"])
    return {
        "margins": {"sex_by_age": _shares(cells), "region": _shares(regions)},
        "cuts": {"age": [[24, 34, 44, 54, 64], labels]},
        "crossed": {"sex_by_age": ["sex", "age_group"]},
    }


def _shares(counts: dict[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}
