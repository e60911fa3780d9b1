"""Growth in what a study has beside respondents: twice as many questions, options, banner variables, columns, waves or
claims, held against twice the time of half of them. 1 is proportional; a look through all for each of them gives nearly
2."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

import survey
from bench import book
from bench.measure import Record, clocked, spread
from survey.cells.files.open import open_data
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.studies.study_trend import study_trend
from survey.studies.study_verdicts import claims_verdicts
from survey.tables.ahead import gathered
from survey.tables.crosstab import crosstab
from survey.trends.line.line import Asked, pooled_line

ROWS = 1_000
HALF = {
    "questions": 75,
    "options": 40,
    "banner variables": 20,
    "columns of a text": 1_000,
    "columns of a text on DuckDB": 1_000,
    "waves": 60,
    "polls of a line": 400,
    "claims": 150,
}
MOST = 1.5  # of the ratio: of twice as many each costs at most half as much more


def growth(count: int) -> list[Record]:
    """A record for each dimension: times alone. That the figures are right is for ``book`` and the tests."""
    made = []
    with tempfile.TemporaryDirectory(prefix="survey-growth-") as place:
        for what, half in HALF.items():
            work = works(Path(place))[what]
            one, two = work(half), work(2 * half)
            one(), two()
            pairs = [(clocked(two), 2 * clocked(one)) for _ in range(count)]
            times, bounds = zip(*pairs, strict=True)
            name = f"{2 * half:,} {what} against twice {half:,}"
            made.append(Record(name, "growth", ROWS, spread(times), spread(bounds), None, True, limit=MOST))
    return made


def works(folder: Path) -> dict[str, Callable[[int], Callable[[], object]]]:
    """What is timed, by dimension: a size to the job."""
    return {
        "questions": lambda size: tables(size, 1, book.ANSWERS),
        "options": lambda size: tables(2, 1, size),
        "banner variables": lambda size: tables(2, size, book.ANSWERS),
        "columns of a text": lambda size: opened(folder, size),
        "columns of a text on DuckDB": lambda size: opened(folder, size, engine="duckdb"),
        "waves": waves,
        "polls of a line": line,
        "claims": claims,
    }


def tables(questions: int, banner: int, answers: int) -> Callable[[], object]:
    """All questions by all banner variables."""
    draw = np.random.default_rng(5)
    names, by = [f"q{k}" for k in range(questions)], [f"b{k}" for k in range(banner)]
    sizes = {**dict.fromkeys(names, answers), **dict.fromkeys(by, book.LEVELS)}
    frame = pd.DataFrame({name: draw.integers(1, size + 1, ROWS) for name, size in sizes.items()})
    asked = {
        name: {"type": "single", "options": {str(k): f"{name} {k}" for k in range(1, size + 1)}}
        for name, size in sizes.items()
    }

    def job() -> object:
        sample = survey.Sample(frame, survey.SurveyDesign(), asked)
        return [crosstab(sample, name, by) for block in gathered(sample, names, by) for name in block]

    return job


def opened(folder: Path, columns: int, engine: str = "memory") -> Callable[[], object]:
    """A text file of so many columns, of which two are asked for."""
    path = folder / f"columns_{columns}.csv"
    draw = np.random.default_rng(6).integers(1, 6, (ROWS, columns))
    pd.DataFrame(draw, columns=[f"c{k}" for k in range(columns)]).to_csv(path, index=False)
    return lambda: open_data(path, columns=["c0", "c1"], engine=engine).engine.values("c1")


def waves(count: int) -> Callable[[], object]:
    """The trend of a question that so many studies of a series publish."""
    library = published_waves(count)
    return lambda: study_trend("q", library, series=["s"])


def line(count: int) -> Callable[[], object]:
    """One line out of so many of them, the trend being there."""
    trend = study_trend("q", published_waves(count), series=["s"])
    return lambda: pooled_line(trend, Asked(options=("1",)))


def published_waves(count: int) -> Library:
    """So many studies of a series that publish one question."""
    asked = Question.model_validate({"question": "q", "type": "single", "options": {1: "Yes", 2: "No", 9: "Other"}})
    made = {}
    for k in range(count):
        day = date(2000, 1, 1) + timedelta(days=30 * k)
        figures = {"1": 40 + k % 7, "2": 50 - k % 7, "9": 10}
        made[f"w{k}"] = Study.model_validate(
            {
                "study": f"w{k}",
                "series": "s",
                "fieldwork": {"start": day, "end": day + timedelta(days=7)},
                "sample": {"kind": "quota", "size": 1000},
                "questions": {"q": {"base": "all", "published": figures}},
            }
        )
    return Library(Path(), questions={"q": asked}, studies=made)


def claims(count: int) -> Callable[[], object]:
    """Verdicts on so many claims about one published study."""
    answers = {str(k): f"Answer {k}" for k in range(1, 6)}
    asked = Question.model_validate({"question": "q", "type": "single", "options": answers})
    figures = {"1": 30, "2": 25, "3": 20, "4": 15, "5": 10}
    study = Study.model_validate(
        {
            "study": "w",
            "sample": {"kind": "quota", "size": 1000},
            "questions": {"q": {"base": "all", "published": figures}},
        }
    )
    said = [
        {"id": f"c{k}", "quote": "so", "study": "w", "question": "q", "option": str(k % 5 + 1), "says": f"{k % 60}%"}
        for k in range(count)
    ]
    found = Claims.model_validate({"id": "article", "publication": {"title": "Article"}, "claims": said})
    library = Library(Path(), questions={"q": asked}, studies={"w": study}, claims={"article": found})
    return lambda: claims_verdicts(found, library)
