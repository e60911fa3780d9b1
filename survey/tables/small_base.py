"""When a base is too small to be read like the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from survey.errors import SmallBaseWarning, warn
from survey.held import Held
from survey.tables.table import Column, RowBase, StubRow

# Marked with an asterisk below SMALL respondents (the small-base flag of Quantum and other tabulation programs). Below
# TOO_SMALL, counted or effective, percentages should not be published (NCHS 2017, Series 2 No. 175: n_kish < 30).
SMALL = 100
TOO_SMALL = 30
EXACT = 1e-9  # thirty of one weight are thirty effective ones, whatever the last bit of their sums
NAMED = 30  # bases that a warning names


def is_small(n: float, n_kish: float) -> bool:
    """True for a base of some respondents but fewer than ``SMALL``, or of fewer effective ones than ``TOO_SMALL``."""
    return 0 < n < SMALL or 0 < n_kish < TOO_SMALL - EXACT


def is_too_small(n: float, n_kish: float) -> bool:
    """True for a base of some respondents but fewer than ``TOO_SMALL``, counted or effective."""
    return 0 < n < TOO_SMALL or 0 < n_kish < TOO_SMALL - EXACT


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
    found = [_Small(question, name, base.n, base.n_kish) for name, base in based if is_too_small(base.n, base.n_kish)]
    gathered = _GATHERED.get()
    if gathered is not None:
        gathered += found
    else:
        _warn(found)


@dataclass(frozen=True)
class _Small:
    """A base of one table, counted and effective."""

    question: str
    name: str
    n: float
    n_kish: float

    @property
    def size(self) -> str:
        return f"n {self.n:.0f}, effective {self.n_kish:.0f}"


_GATHERED: ContextVar[list[_Small] | None] = ContextVar("gathered", default=None)


@contextmanager
def small_bases_together() -> Iterator[None]:
    """The bases too small to publish of all tables made within are told at the end in one warning, each column once:
    one of few respondents is one in every table."""
    found: list[_Small] = []
    with Held((_GATHERED, found)):
        yield
    _warn(found)


def _warn(found: Sequence[_Small]) -> None:
    columns: dict[str, list[_Small]] = {}
    for one in found:
        columns.setdefault(one.name, []).append(one)
    alone = len({one.question for one in found}) == 1
    named = [f"{name} ({bases[0].size if alone else _across(bases)})" for name, bases in columns.items()]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    start = f"{found[0].question}: " if alone else ""
    said = f"{start}fewer than {TOO_SMALL} respondents in {', '.join(named[:NAMED])}{more}"
    if named:
        warn(SmallBaseWarning, f"{said}; such percentages should not be published")


def _across(bases: Sequence[_Small]) -> str:
    least = min(bases, key=lambda one: (one.n, one.n_kish))
    if len(bases) == 1:
        return f"{least.size}, in {least.question}"
    start = "" if all(one.size == least.size for one in bases) else "from "
    return f"{start}{least.size}, in {len(bases)} tables"
