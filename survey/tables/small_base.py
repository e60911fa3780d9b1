"""When a base is too small to be read like the others."""

from __future__ import annotations

from collections.abc import Sequence

from survey.errors import SmallBaseWarning, warn
from survey.tables.table import Column, RowBase, StubRow

# Marked with an asterisk below SMALL respondents (the small-base flag of Quantum and other tabulation programs). Below
# TOO_SMALL, counted or effective, percentages should not be published (NCHS 2017, Series 2 No. 175: n_kish < 30).
SMALL = 100
TOO_SMALL = 30


def is_small(n: float, n_kish: float) -> bool:
    """True for a base of some respondents but fewer than ``SMALL``, or of fewer effective ones than ``TOO_SMALL``."""
    return 0 < n < SMALL or 0 < n_kish < TOO_SMALL


def is_too_small(n: float, n_kish: float) -> bool:
    """True for a base of some respondents but fewer than ``TOO_SMALL``, counted or effective."""
    return 0 < n < TOO_SMALL or 0 < n_kish < TOO_SMALL


def warn_of_small_bases(question: str, columns: Sequence[Column], stub: Sequence[StubRow] = ()) -> None:
    """One ``SmallBaseWarning`` that names the columns, and the rows of row percents, on which percentages should not be
    published; a row of those without an answer may be small."""
    based: list[tuple[str, Column | RowBase]] = [
        (f"{column.group or 'everybody'}{f' = {column.id}' if column.group else ''}", column)
        for column in columns
        if column.small
    ]
    based += [
        (f"{question} = {row.id}{f', by {base.group}' if base.group else ''}", base)
        for row in stub
        for base in row.bases
        if row.kind != "missing"
    ]
    named = [
        f"{name} (n {base.n:.0f}, effective {base.n_kish:.0f})"
        for name, base in based
        if is_too_small(base.n, base.n_kish)
    ]
    if named:
        warn(
            SmallBaseWarning,
            f"{question}: fewer than {TOO_SMALL} respondents in {', '.join(named)}; such percentages should not be "
            "published",
        )
