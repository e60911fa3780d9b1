"""Pictures as files, and the data a picture shows."""

from __future__ import annotations

import html
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from survey.errors import SurveyError
from survey.plots.sheet.style import FONT, style
from survey.reports.files.ours import MADE_BY, sealed
from survey.reports.files.write import write_bytes
from survey.wording.lines import clean

FORMATS = ("svg", "png")
DIGITS = 12  # of the figures of a picture: as many as are the same whatever library version computed them
# Where a reader has no DejaVu Sans: its ancestor and the font both were drawn after have nearly the same widths.
FAMILIES = "'DejaVu Sans', 'Bitstream Vera Sans', Verdana, sans-serif"


def save_figure(figure: Any, path: Path | str) -> None:
    """Write a picture as .svg or .png, by the ending of ``path``; whole or not at all, and the same bytes every time.

    Title, notes and figures go into the file as text (the title and description that a screen reader speaks), and so
    does the mark of synthetic data. Raises ``SurveyError`` for another ending.
    """
    write_bytes(path, figure_bytes(figure, path))


def figure_bytes(figure: Any, path: Path | str) -> bytes:
    """A picture as it stands in the file ``path``."""
    path = Path(path)
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise SurveyError(
            f"pictures are not written as '{path.suffix or path.name}'",
            where=str(path),
            fix=f"End the name in {' or '.join('.' + known for known in FORMATS)}.",
        )
    return _bytes(figure, form)


def figure_data(figure: Any) -> dict[str, Any]:
    """What a picture shows, for comparing pictures of different drawing libraries: its texts, figures and marks.

    Figures keep 12 significant digits; one that is missing is None.
    """
    heads = figure.heads
    return {
        "title": heads.title,
        "subtitle": list(heads.subtitle),
        "footer": list(heads.footer),
        "language": heads.language,
        "synthetic": heads.synthetic,
        "shown": [_plain(row) for row in figure.shown],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        near = float(f"{value:.{DIGITS}g}")
        return 0.0 if abs(near) < 10.0**-DIGITS else near
    return value


def _bytes(figure: Any, form: str) -> bytes:
    title, words = clean(figure.heads.title), "\n".join(clean(line) for line in _description(figure))
    keywords = ["synthetic data"] if figure.heads.synthetic else []
    drawn = io.BytesIO()
    with style():
        if form == "png":
            about = {"Software": MADE_BY, "Title": title, "Description": words}
            if keywords:
                about["Keywords"] = keywords[0]
            figure.savefig(drawn, format="png", metadata=about)
            return drawn.getvalue()
        about_svg = {"Date": None, "Creator": MADE_BY, "Title": title, "Keywords": keywords}
        figure.savefig(drawn, format="svg", metadata=about_svg)
    spoken = f"<title>{html.escape(title, quote=False)}</title>"
    told = f"{spoken}\n <desc>{html.escape(words, quote=False)}</desc>"
    text = drawn.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" ', 1).replace(spoken, told, 1)
    return sealed(text.replace(f"'{FONT}'", FAMILIES)).encode("utf-8")


def _description(figure: Any) -> list[str]:
    """The picture in words: its figures as printed, and the notes."""
    heads = figure.heads
    said = [f"{row['label']}: {row['printed']}" for row in figure.shown if "label" in row and "printed" in row]
    parts = [" · ".join(heads.subtitle), "; ".join(said), *heads.footer]
    return [part for part in parts if part]
