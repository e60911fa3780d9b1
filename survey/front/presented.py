"""Results as text, pieces of pages, frames, pictures and files: what ``survey.shown`` asks for."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from survey.changes.comparison import Comparison
from survey.errors import SurveyError
from survey.estimation.result.estimates import Estimates
from survey.reports.documents.make import document
from survey.reports.files.figures import FORMATS, save_figure
from survey.reports.files.way_back import with_way_back
from survey.reports.files.write import text_bytes, write_bytes
from survey.reports.printing.render import render, rendered
from survey.tables.table import Table
from survey.trends.change import Changes
from survey.trends.line.pooled import PooledLine
from survey.trends.series import Trend
from survey.weighting.record.calibration import Calibration
from survey.weighting.told.report import WeightingReport
from survey.wording.worded import Worded
from survey.words import FORMS, LANGUAGES, Text, nearest, say

HAVE_ONE = "Toplines, crosstabs, trends, lines, calibrations and reports of weights have one."
LINES, LETTERS = 30, 2400  # of a text that is shown without being asked for
ENDINGS = {".txt" if form == "text" else f".{form}": form for form in FORMS if form != "pdf"}  # or the picture?


def text(value: Any) -> str:
    """The printed result, cut after 30 lines or 2 400 letters, which is said."""
    whole = render(value, "text").rstrip().splitlines()
    kept: list[str] = []
    for line in whole[:LINES]:
        if sum(len(one) + 1 for one in kept) + len(line) > LETTERS:
            break
        kept.append(line)
    more = len(whole) - len(kept)
    return "\n".join(kept if not more else [*kept, f"… {more} more lines: .save('….txt') writes all"])


def html(value: Any) -> str:
    """The body of the page that ``render`` makes, without its head; its title is a small one there."""
    found = re.search(r"<body[^>]*>(.*)</body>", render(value, "html"), re.DOTALL)
    return re.sub(r"<(/?)h1>", r"<\1h3>", found[1].strip()) if found else ""


def frame(value: Any, labels: bool) -> Any:
    """One row a figure."""
    import pandas as pd

    if isinstance(value, Estimates):
        return value.to_frame()
    made = pd.DataFrame(list(value.records)) if hasattr(value, "records") else _printed_frame(value)
    known = _labels(value) if labels else {}
    if known and "option" in made:
        called = [known.get(str(option), str(option)) for option in made["option"]]
        made.insert(list(made.columns).index("option") + 1, "option_label", called)
    return made


def _printed_frame(value: Any) -> Any:
    """The rows that a CSV file has, with all digits, their texts in English."""
    import pandas as pd

    made = document(value)
    rows: list[Mapping[str, Any]] = []
    for row in made.rows:
        inside = [(row[name], columns) for name, columns in made.nested.items()]
        rows.append({**row, **{column: found.get(column) for found, columns in inside for column in columns}})
    kept = [{name: _english(row.get(name)) for name in made.columns} for row in rows]
    return pd.DataFrame(kept, columns=list(made.columns))


def _english(cell: Any) -> Any:
    if isinstance(cell, (tuple, list)):
        return [_english(one) for one in cell]
    return cell["en"] if isinstance(cell, Worded) else cell


def polars(value: Any, labels: bool) -> Any:
    """The same, by Polars."""
    try:
        return importlib.import_module("polars").from_pandas(frame(value, labels))
    except ImportError:
        fix = "pip install polars, or use to_frame()."
        raise SurveyError("Polars is not installed", where="to_polars", fix=fix) from None


def arrow(value: Any, labels: bool) -> Any:
    """The same, by Arrow."""
    import pyarrow

    return pyarrow.Table.from_pandas(frame(value, labels), preserve_index=False)


def picture(value: Any, language: str) -> Any:
    """Bars of a topline, parts of a crosstab, the lines of a trend, a Love plot of a weighting."""
    known_language(language)
    if isinstance(value, Table) and value.kind == "topline":
        from survey.plots.bars import bars

        return bars(value, language)
    if isinstance(value, Table):
        from survey.plots.crosstab import crosstab_plot

        return crosstab_plot(value, language)
    if isinstance(value, Trend):
        from survey.plots.trend import trend_plot

        return trend_plot(value, language)
    if isinstance(value, Comparison):
        return importlib.import_module("survey.plots.compared.slopes").slopes(value, language)
    if isinstance(value, PooledLine):
        return importlib.import_module("survey.plots.timeline.line").line_plot(value, language)
    if isinstance(value, WeightingReport):
        from survey.plots.love import love

        return love(value, language)
    if isinstance(value, Calibration):
        return importlib.import_module("survey.plots.gaps").gaps(value, language)
    raise SurveyError("has no picture", where=type(value).__name__, fix=HAVE_ONE)


def save(value: Any, path: Path | str, language: str) -> None:
    """Write it by the ending of ``path``."""
    known_language(language)
    ending = Path(path).suffix.lower()
    if ending.removeprefix(".") in FORMATS:
        save_figure(picture(value, language), path)
        return
    if ending not in ENDINGS:
        known = [*ENDINGS, *(f".{name}" for name in FORMATS)]
        raise SurveyError(f"results are not written as '{ending}'", where=str(path), fix=nearest(ending, known))
    made = with_way_back(value, ENDINGS[ending], Path(path))
    write_bytes(path, text_bytes(rendered(made, ENDINGS[ending], language), path))


def known_language(language: str) -> None:
    """Raise ``SurveyError`` for a language that nothing is written in."""
    if language not in LANGUAGES:
        raise SurveyError(f"unknown language '{language}'", where="language", fix=nearest(str(language), LANGUAGES))


def _labels(value: Any) -> dict[str, str]:
    """What options are called, where the result knows."""
    found: dict[str, Text] = {}
    if isinstance(value, Table):
        found = {row.id: row.label for row in value.stub}
    elif isinstance(value, (Trend, PooledLine)):
        found = dict(value.option_labels)
    elif isinstance(value, Changes):
        found = {row.option: row.label for row in value.rows}
    return {option: say(label, "en", option) for option, label in found.items()}
