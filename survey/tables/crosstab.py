"""One question by banner variables, from microdata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.result.choices import Df, ShareInterval
from survey.tables.build import build
from survey.tables.letters.asked import Letters
from survey.tables.shape.asked import Shape, Shaping
from survey.tables.table import Table
from survey.words import Base, Percent, TotalPlace


def crosstab(
    sample: SampleData,
    question: str,
    banner: str | Sequence[str],
    *,
    percent: Percent = "column",
    base: Base | None = None,
    interval: ShareInterval = "logit",
    level: float = 0.95,
    df: Df = "domain",
    letters: Letters | str | bool = False,
    total: TotalPlace = "first",
    **shape: Unpack[Shaping],
) -> Table:
    """Shares of ``question`` by the variables of ``banner`` side by side, after a column of everybody.

    Rows, ``base``, ``interval`` and ``df`` are those of ``topline``. ``percent``: of each ``column``; of each ``row``,
    all who chose the option, whose number is the count in the total column; of all, anew for each variable (``cell``).
    A column for those without an answer to the banner variable is made only where there are any. In ``records`` each
    banner variable is a domain column: a figure has its option in the column of its own variable and ``_total`` in the
    others. ``region>settlement`` in the banner has a column for each settlement in each region, where somebody is.
    ``total``: where the column of everybody is printed. ``sort``, ``boxes``, ``statistics``, ``show``: see
    ``survey.tables.shape.asked.Shape``.

    ``letters``: True, the name of a test (``design``, ``dimensions``, ``spss``, ``askia``) or ``survey.Letters(…)``
    tests the columns of each banner variable and puts behind a figure the letters of those it is higher than
    (``marks``, ``tests``). Columns inside columns are tested within each answer to the outer questions.

    Raises ``EstimationError`` for a banner that is empty, names a variable twice or the question itself, and what
    ``topline`` raises.
    """
    names = (banner,) if isinstance(banner, str) else tuple(banner)
    if len(set(names)) < len(names):
        raise EstimationError("a variable stands twice in the banner", where=", ".join(names))
    if not names:
        raise EstimationError("the banner is empty", where=question, fix="Name the questions to break by.")
    how: dict[str, Any] = {"base": base, "percent": percent, "interval": interval, "level": level, "df": df}
    made = Shape(total=total, **shape)
    return build("crosstab", sample, question, names, **how, letters=Letters.of(letters), shape=made)
