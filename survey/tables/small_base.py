"""When a base is too small to be read like the others."""

from __future__ import annotations

from collections.abc import Sequence

from survey.errors import SmallBaseWarning, warn
from survey.tables.table import Column

# Marked with an asterisk below SMALL respondents (the small-base flag of Quantum and other tabulation programs). Below
# TOO_SMALL, counted or effective, percentages should not be published (NCHS 2017, Series 2 No. 175: n_eff < 30).
SMALL = 100
TOO_SMALL = 30


def is_small(n: float, n_eff: float) -> bool:
    """True for a base of some respondents but fewer than ``SMALL``, or of fewer effective ones than ``TOO_SMALL``."""
    return 0 < n < SMALL or 0 < n_eff < TOO_SMALL


def is_too_small(n: float, n_eff: float) -> bool:
    """True for a base of some respondents but fewer than ``TOO_SMALL``, counted or effective."""
    return 0 < n < TOO_SMALL or 0 < n_eff < TOO_SMALL


def warn_of_small_bases(question: str, columns: Sequence[Column]) -> None:
    """One ``SmallBaseWarning`` that names the columns on which percentages should not be published."""
    named = [
        f"{column.group or 'everybody'}{f' = {column.id}' if column.group else ''} "
        f"(n {column.n:.0f}, effective {column.n_eff:.0f})"
        for column in columns
        if is_too_small(column.n, column.n_eff)
    ]
    if named:
        warn(
            SmallBaseWarning,
            f"{question}: fewer than {TOO_SMALL} respondents in {', '.join(named)}; such percentages should not be "
            "published",
            stacklevel=5,
        )
