"""A question from published figures alone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from survey.definitions.figure_range import figure_range
from survey.definitions.published_share import published_share
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.definitions.steps import steps
from survey.errors import SurveyError
from survey.tables.figure_text import figure_text
from survey.tables.published_notes import published_notes
from survey.tables.published_size import published_size
from survey.tables.shape.order import in_order
from survey.tables.small_base import is_small
from survey.tables.stub import stub_of, total_column
from survey.tables.table import Table
from survey.words import FIGURES, RowOrder, Text


def published_topline(
    study: Study, question: Question, library: Library, *, level: float = 0.95, sort: RowOrder | None = None
) -> Table:
    """The published figures of ``question``, one column, with intervals where n is known.

    ``question`` as the study asked it (``library.question``). Shares of one question are multinomial on the published
    n with design effect 1: the interval is ``logit`` with the normal quantile, ``df`` is NaN. ``bound`` holds the
    qualifier of every figure that is not exact; a limit ("more than 60") has its value as estimate, and neither
    standard error nor interval. An option without a figure, and one printed as a range, is NaN; ``ranges`` holds the
    range as its source prints it. Where the source gives its own interval (``low``, ``high`` and ``level``), that is
    shown. The rows have after their figures the ``bound``, and of a limit, a range or "about" what it may stand for
    (``least``, ``most``: ``definitions.figure_range``). Notes list what is not accounted for and what other sources
    print. ``sort``: as for ``topline``. Proportions, 0-1.

    Raises ``SurveyError`` where nothing was published about the question.
    """
    own = study.questions.get(question.question, StudyQuestion())
    if not own.published and not any(reading.published for reading in own.readings):
        printed = [name for name, asked in study.questions.items() if asked.published]
        raise SurveyError(
            f"no figures were published for '{question.question}'",
            where=study.study,
            fix=f"Published: {', '.join(printed)}." if printed else "",
        )
    size = published_size(study, own)
    kinds = {option.id: option.missing or "" for option in question.options.values()}
    stub = stub_of(question, dict.fromkeys((*question.options, *own.published)), kinds, mean=False)
    rows = [_row(own.published.get(row.id), size.n, level) for row in stub]
    column = total_column(size.n, np.nan, size.n, is_small(size.n, size.n))
    arrays = {key: np.array([[row[key]] for row in rows]) for key in FIGURES}
    made = Table(
        kind="topline",
        study=study.study,
        rounding=study.rounding,
        question=question.question,
        title=question.heading,
        stub=stub,
        columns=(column,),
        estimate=arrays["estimate"],
        std_error=arrays["std_error"],
        conf_low=arrays["conf_low"],
        conf_high=arrays["conf_high"],
        count=np.full((len(stub), 1), np.nan),
        notes=published_notes(study, question, own, library, size, level),
        bound=tuple((_bound(own.published.get(row.id)),) for row in stub),
        ranges=tuple((_range(own.published.get(row.id), own.decimals),) for row in stub),
        scale=steps(question) is not None,
        poles=steps(question) == "poles",
        synthetic=study.synthetic,
        records=tuple(
            {
                "study": study.study,
                "question": question.question,
                "option": row.id,
                **figures,
                **_allowed(own.published.get(row.id), own),
            }
            for row, figures in zip(stub, rows, strict=True)
        ),
    )
    return in_order(made, sort or own.order)


def _row(figure: Figure | None, n: float, level: float) -> dict[str, Any]:
    """The figures of one option, in the order of ``words.FIGURES``."""
    share = published_share(figure, n, level)
    known = asdict(share) | {"n": n, "n_eff": n / share.deff}
    return {name: float(known.get(name, np.nan)) for name in FIGURES}


def _bound(figure: Figure | None) -> str:
    return "" if figure is None or figure.value is None or figure.qualifier == "exact" else figure.qualifier


def _range(figure: Figure | None, decimals: int | None) -> Text | None:
    return figure_text(figure, decimals) if figure is not None and figure.value is None else None


def _allowed(figure: Figure | None, own: StudyQuestion) -> dict[str, Any]:
    """What sets a figure that is no point apart from one in files: its qualifier, and what it may stand for."""
    bound, least, most = _bound(figure), np.nan, np.nan
    if figure is not None and (bound or figure.value is None):
        allowed = figure_range(figure, own)
        least, most = round(allowed.low, 10), round(allowed.high, 10)
    return {"bound": bound, "least": least, "most": most}
