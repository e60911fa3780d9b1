"""Pictures as files, and the data a picture shows."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from survey.errors import SurveyError
from survey.plots.sheet.style import FONT, style
from survey.reports.files.ours import sealed
from survey.reports.files.write import write_bytes
from survey.state import MADE_BY
from survey.wording.lines import clean

FORMATS = ("svg", "png", "pdf", "jpg")
COMMENT = 60_000  # bytes that a .jpg keeps of its description
PRINTED = 300  # dots an inch of .png and .jpg, at the size at which the picture is shown
DIGITS = 12  # of the figures of a picture: as many as are the same whatever library version computed them
# Where a reader has no DejaVu Sans: its ancestor and the font both were drawn after have nearly the same widths.
FAMILIES = "'DejaVu Sans', 'Bitstream Vera Sans', Verdana, sans-serif"


def save_figure(figure: Any, path: Path | str) -> None:
    """Write a picture as .svg, .png, .pdf or .jpg, by the ending of ``path``; whole or not at all, and the same bytes
    every time.

    Title, notes and figures go into the file as text (the title and description that a screen reader speaks), and so
    does the mark of synthetic data. Raises ``SurveyError`` for another ending.
    """
    write_bytes(path, figure_bytes(figure, path))


def figure_bytes(figure: Any, path: Path | str) -> bytes:
    """A picture as it stands in the file ``path``."""
    path = Path(path)
    form = path.suffix.lower().removeprefix(".").replace("jpeg", "jpg")
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
        "subtitle": [part for part in (heads.overline, *heads.subtitle, heads.whom) if part],
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
    with style():
        return {"svg": _svg, "png": _png, "pdf": _pdf, "jpg": _jpg}[form](figure)


def _words(figure: Any) -> tuple[str, str, str]:
    """Title, description and keyword of a file."""
    title, words = clean(figure.heads.title), "\n".join(clean(line) for line in _description(figure))
    return title, words, "synthetic data" if figure.heads.synthetic else ""


def _png(figure: Any) -> bytes:
    title, words, keyword = _words(figure)
    about = {"Software": MADE_BY, "Title": title, "Description": words, **({"Keywords": keyword} if keyword else {})}
    drawn = io.BytesIO()
    dots = PRINTED * figure.zoom
    figure.savefig(drawn, format="png", dpi=dots, metadata=about, pil_kwargs={"dpi": (PRINTED, PRINTED)})
    return drawn.getvalue()


def _jpg(figure: Any) -> bytes:
    drawn = io.BytesIO()
    told = "\n".join(part for part in reversed(_words(figure)) if part).encode("utf-8")[:COMMENT]
    how = {"dpi": (PRINTED, PRINTED), "quality": 92, "subsampling": 0, "optimize": True, "comment": told}
    figure.savefig(drawn, format="jpg", dpi=PRINTED * figure.zoom, pil_kwargs=how)
    return drawn.getvalue()


def _pdf(figure: Any) -> bytes:
    return pages_bytes([figure])


def pages_bytes(figures: Sequence[Any]) -> bytes:
    """Pictures as a PDF, a page each, with the title and the description of the first and the mark of synthetic data.

    A page is as large as its picture was drawn; it is drawn in lines, so that it may be shown at any size.
    """
    from matplotlib.backends.backend_pdf import PdfPages

    title, words, _ = _words(figures[0])
    about = {"Creator": MADE_BY, "Producer": MADE_BY, "CreationDate": None, "Title": title}
    about |= {"Subject": words} if len(figures) == 1 else {}
    if any(figure.heads.synthetic for figure in figures):
        about["Keywords"] = "synthetic data"
    drawn = io.BytesIO()
    with style(), PdfPages(drawn, metadata=about) as pages:
        for figure in figures:
            pages.savefig(figure)
    return drawn.getvalue()


def _svg(figure: Any) -> bytes:
    title, words, keyword = _words(figure)
    about = {"Date": None, "Creator": MADE_BY, "Title": title, "Keywords": [keyword] if keyword else []}
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata=about)
    spoken = f"<title>{html.escape(title, quote=False)}</title>"
    told = f"{spoken}\n <desc>{html.escape(words, quote=False)}</desc>"
    text = drawn.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" ', 1).replace(spoken, told, 1)
    if figure.zoom != 1:
        for side in ("width", "height"):  # the drawing keeps its own units
            size = rf'(<svg [^>]*?\b{side}=")([\d.]+)pt'
            text = re.sub(size, lambda found: _larger(found, figure.zoom), text, count=1)
    return sealed(text.replace(f"'{FONT}'", FAMILIES)).encode("utf-8")


def _larger(found: re.Match[str], zoom: float) -> str:
    return f"{found[1]}{float(found[2]) * zoom:.6g}pt"


def _description(figure: Any) -> list[str]:
    """The picture in words: its figures as printed, and the notes."""
    heads = figure.heads
    said = [f"{row['label']}: {row['printed']}" for row in figure.shown if "label" in row and "printed" in row]
    parts = [heads.overline, " · ".join(heads.subtitle), heads.whom, "; ".join(said), *heads.footer]
    return [part for part in parts if part]
