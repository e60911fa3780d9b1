"""Results as a whole HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.verdict import Verdict
from survey.reports.printing.grid import Grid
from survey.reports.printing.grid_verdicts import said_verdict, summary
from survey.reports.printing.pages import page
from survey.reports.printing.report_texts import word

BROAD = 6  # a page with a table of more columns than this is set wider


def grids_html(grids: Sequence[Grid], language: str, picture: str = "") -> str:
    """A page of tables, each with caption and notes; ``picture`` is a file beside the page, shown above them."""
    title = grids[0].title if grids else word("results", language)
    synthetic = any(grid.synthetic for grid in grids)
    broad = any(len(grid.heads) > BROAD for grid in grids)
    return page("tables.html.j2", title, language, synthetic=synthetic, grids=grids, broad=broad, picture=picture)


def verdicts_html(verdicts: Sequence[Verdict], language: str, title: str = "") -> str:
    """A page of verdicts with their counts; ``title`` is the publication they are on."""
    said = [said_verdict(verdict, language) for verdict in verdicts]
    head = ": ".join(part for part in (word("verdicts", language), title) if part)
    return page("verdicts.html.j2", head, language, verdicts=said, summary=summary(verdicts, language))
