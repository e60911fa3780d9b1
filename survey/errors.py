"""Every exception and warning of the package: what happened, where, what was expected, what to try."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

_PACKAGE = os.path.dirname(__file__) + os.sep


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a definition or a data file; faults are gathered and shown together."""

    file: str
    line: int  # 0 where the file has no lines (a data file)
    key: str  # dotted path in a definition, column name in data
    message: str  # what is there, what was expected
    fix: str = ""  # one thing to try

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        head = ": ".join(part for part in (place, self.key, self.message) if part)
        return f"{head}. {self.fix}" if self.fix else head


class SurveyError(Exception):
    """Base of all errors that a user can mend; the command line prints it and exits with 1.

    ``message`` says what is wrong and what was expected, ``where`` names the file, key or
    column, ``fix`` is one thing to try.
    """

    def __init__(self, message: str, *, where: str = "", fix: str = "") -> None:
        self.message, self.where, self.fix = message, where, fix
        super().__init__(message)

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n{self.fix}" if self.fix else head


class GatheredError(SurveyError):
    """Several problems of one input, all shown at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DefinitionError(GatheredError):
    """A YAML definition cannot be used as it stands."""


class DataError(GatheredError):
    """A data file does not fit its definition, or cannot be read."""


class ComparisonError(GatheredError):
    """Two studies did not ask the same question, so that their answers are neither subtracted nor pooled."""


class DesignError(SurveyError):
    """The sampling design does not fit the data (missing stratum, PSU in two strata, fpc below n)."""


class LonelyPsuError(DesignError):
    """A stratum has one PSU, so its variance is not defined, and no rule for it was chosen."""


class WeightingError(SurveyError):
    """Sample and targets do not fit each other; raised before the first iteration."""


class ConvergenceError(WeightingError):
    """Raking stopped before all margins were met; says which margin and how far."""


class EstimationError(SurveyError):
    """The statistic asked for is not defined for this question, base or domain."""


class WithheldError(EstimationError):
    """A figure is of so few respondents that the study's policy of disclosure tells nothing of them."""


class CallError(SurveyError, TypeError):
    """A function of the package was called with an option it doesn't have, or with a value of another kind."""


class BackendError(SurveyError):
    """A data engine returned something it must not (duplicate keys, lost weight)."""


class SurveyWarning(UserWarning):
    """Base of all warnings: analysis goes on, the count is in the notes. ``published``: its words in results."""

    @property
    def published(self) -> str:
        return str(self)


class SmallBaseWarning(SurveyWarning):
    """A base is too small for its percentages to be published."""


class MissingWarning(SurveyWarning):
    """Answers are missing and leave a base, a domain or a weighting variable."""


class MissingDataWarning(SurveyWarning):
    """Data that a definition names cannot be had here, and what rests on them is left out."""


class LeftOutWarning(SurveyWarning):
    """A question that no table can be made of is left out of the tables of all questions."""


class UnknownCodeWarning(SurveyWarning):
    """Data hold codes that no option names. Who works with the data sees them all; results have ``published``, without
    answers that may tell who gave them."""

    def __init__(self, message: str, published: str = "") -> None:
        super().__init__(message)
        self.short = published

    @property
    def published(self) -> str:
        return self.short or str(self)


class ContradictionWarning(SurveyWarning):
    """Answers of one respondent contradict each other: "none of these" beside another, marks where nobody asked."""


class ComparisonWarning(SurveyWarning):
    """Answers stand side by side although they are worded otherwise, or although they are not comparable (forced)."""


class LabelWarning(SurveyWarning):
    """A label is or would be cut by the file format."""


class LanguageWarning(SurveyWarning):
    """Questions or options have no text in the language that is asked for, and stand in another."""


class KeptFileWarning(SurveyWarning):
    """A file among results that no run wrote, or that was changed since, stays as it is."""


class EncodingWarning(SurveyWarning):
    """The text of a file was probably read in the wrong encoding."""


class IntervalWarning(SurveyWarning):
    """An interval is not defined, or another method had to be used."""


class UndefinedWarning(SurveyWarning):
    """A figure is not defined for these data and is left empty (NaN)."""


class WeightingWarning(SurveyWarning):
    """Weights were made, but something about them should be read before use."""


class LonelyPsuWarning(SurveyWarning):
    """Strata of one PSU were joined with others, as the design asks for."""


class ReplicateWarning(SurveyWarning):
    """Replicates in which an estimate is not defined were left out of its variance."""


def warn(category: type[SurveyWarning], message: str) -> None:
    """Issue ``category`` from the user's own line."""
    issue(category(message))


def issue(warning: SurveyWarning) -> None:
    """Issue ``warning`` from the nearest line that stands outside this package: the user's own."""
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(warning, stacklevel=level)
