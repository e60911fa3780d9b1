"""What every finished result can do for a reader: be printed, shown in a notebook, made a frame, drawn and saved.

Results stand on low floors, and those who print, draw and write stand above them; a result may not import upward. So it
asks whom the front has named (``shown_by``, called once by ``survey/__init__``): the module is imported when a result
is first shown, and not before."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

_front: list[str] = []


def shown_by(module: str) -> None:
    """Name the module that has ``text``, ``html``, ``frame``, ``picture`` and ``save``, each of a result."""
    _front[:] = [module]


def _presenter() -> Any:
    return importlib.import_module(_front[0])


class Shown:
    """A result for people. Everything here is the printed result in another form; nothing is estimated anew."""

    def __repr__(self) -> str:
        """The result as it is printed, in English, cut where it is long."""
        return str(_presenter().text(self))

    def _repr_html_(self) -> str:
        """The same as a piece of a page, for a notebook."""
        return str(_presenter().html(self))

    def to_frame(self, *, labels: bool = True) -> Any:
        """One row a figure as a pandas frame, in the project's column order. ``labels``: with what options are called
        beside their ids, in columns behind them (``option_label``). R: ``as.data.frame``."""
        return _presenter().frame(self, labels)

    def to_polars(self, *, labels: bool = True) -> Any:
        """The same as a Polars frame. Raises ``SurveyError`` where Polars is not installed."""
        return _presenter().polars(self, labels)

    def to_arrow(self, *, labels: bool = True) -> Any:
        """The same as an Arrow table."""
        return _presenter().arrow(self, labels)

    def plot(self, language: str = "en") -> Any:
        """The picture of the result, a matplotlib figure. Raises ``SurveyError`` where there is none of this kind."""
        return _presenter().picture(self, language)

    def save(self, path: Path | str, *, language: str = "en") -> None:
        """Write the result by the ending of ``path``: .txt, .md, .csv, .json, .html, .tex, .xlsx, .docx, or .svg and
        .png for the picture.

        Raises ``SurveyError`` for another ending, and for a file that this program did not write
        (``survey.reports.files.place``)."""
        _presenter().save(self, path, language)
