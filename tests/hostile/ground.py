"""The sound files that cases break: two waves of a study with data of every format, targets, claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# JSON is YAML: what is broken here is a value, and its text is broken as well
STUDY: dict[str, Any] = {
    "study": "town",
    "series": "towns",
    "wave": "second",
    "pollster": "P",
    "fieldwork": {"start": "2022-03-16", "end": "2022-03-26"},
    "mode": "phone",
    "population": "adults",
    "sample": {"kind": "quota", "size": 200, "frame": "unknown"},
    "data": {"file": "../../town.csv", "columns": {"vote": "vote"}, "id": "nr"},
    "design": {"stratum": "area", "psu": "village", "lonely_psu": "average"},
    "weighting": {"method": "rake", "targets": "census", "margins": ["sex"], "trim": {"upper": 5}},
    "questions": {
        "vote": {
            "type": "single",
            "text": "Vote?",
            "options": {"1": "A", "2": "B", "3": {"label": "None", "missing": "refused"}},
            "nets": {"any": ["1", "2"]},
            "published": {"1": 50, "2": 30, "3": 20},
            "decimals": 0,
        },
        "sex": {"text": "Sex?", "options": {"1": "M", "2": "F"}},
        "age": {"type": "number", "text": "Age?"},
        "area": {"text": "Area?", "options": {"n": "North", "s": "South"}},
        "trust": {"type": "scale", "text": "Trust?", "options": {"1": "No", "2": "So so", "3": "Yes"}},
        "news": {"type": "multiple", "text": "News?", "columns": {"tv": "news_tv", "web": "news_web"}, "marked": 1},
    },
    "banner": ["sex", "area"],
    "release": {"keys": ["sex", "area"], "k": 3},
}
TARGETS: dict[str, Any] = {
    "targets": "census",
    "population": "adults",
    "date": "2020-01",
    "margins": {"sex": {"variables": ["sex"], "shares": {"1": 48, "2": 52}}},
}
PUBLICATION = {"title": "Press", "publisher": "A paper", "date": "2022-04-01"}
CLAIMS: dict[str, Any] = {
    "publication": PUBLICATION,
    "claims": [
        {"id": "half", "quote": "half want A", "study": "town", "question": "vote", "option": "1", "says": "half"},
        {"id": "more", "quote": "A first", "study": "town", "question": "vote", "option": "1", "says": {"leads": "2"}},
        {
            "id": "grew",
            "quote": "A fell by 1-9 points",
            "series": "towns",
            "question": "vote",
            "option": "1",
            "says": {"change": {"points": [1, 9], "direction": "down"}},
        },
    ],
}
PARTS = {"studies/town": STUDY, "targets/census": TARGETS, "claims/press": CLAIMS}
ENDINGS = ("csv", "sav", "zsav", "dta", "xlsx", "parquet", "feather")


def written(value: Any) -> str:
    """A definition as text, a key a line."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def sound_frame(seed: int = 1, n: int = 200) -> Any:
    """Answers of 200 respondents."""
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(seed)
    frame = pd.DataFrame({"nr": range(1, n + 1), "vote": draw.integers(1, 4, n), "sex": draw.integers(1, 3, n)})
    frame["age"] = draw.integers(18, 90, n)
    frame["area"] = draw.choice(["n", "s"], n)
    frame["village"] = draw.integers(1, 30, n)
    frame["trust"] = draw.integers(1, 4, n)
    frame["news_tv"], frame["news_web"] = draw.integers(0, 2, n), draw.integers(0, 2, n)
    frame["w"] = draw.uniform(0.5, 2, n).round(3)
    return frame


def write_frame(frame: Any, path: Path) -> None:
    """Write answers in the format that the ending names."""
    import pyreadstat

    ending = path.suffix[1:]
    if ending == "csv":
        frame.to_csv(path, index=False)
    elif ending == "xlsx":
        frame.to_excel(path, index=False)
    elif ending in ("parquet", "feather"):
        getattr(frame, f"to_{ending}")(path)
    elif ending == "dta":
        pyreadstat.write_dta(frame, str(path))
    else:
        pyreadstat.write_sav(frame, str(path), compress=ending == "zsav")


def make_ground(folder: Path) -> None:
    """A folder of definitions and one data file of each format."""
    held = {"start": "2021-03-01", "end": "2021-03-09"}
    before = {**STUDY, "study": "town_before", "wave": "first", "fieldwork": held}
    before["data"] = {**STUDY["data"], "file": "../../before.csv"}
    for name, value in (*PARTS.items(), ("studies/town_before", before)):
        path = folder / "questionnaires" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(value), encoding="utf-8")
    for ending in ENDINGS:
        write_frame(sound_frame(), folder / f"town.{ending}")
    before_frame = sound_frame(2)
    write_frame(before_frame.assign(nr=before_frame["nr"] + 1000), folder / "before.csv")
