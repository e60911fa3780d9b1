"""One of two studies whose figures of a question are held against each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from survey.definitions.comparable import Asked
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.words import Text


class Side(Protocol):
    """What is known of a study's figures: a wave of a trend, a sample, a study by its definition."""

    @property
    def study(self) -> Study:
        """The study."""

    @property
    def asked(self) -> Question:
        """The question as it asked it."""

    @property
    def said(self) -> Asked | None:
        """The same with the labels of the data file and its place in the definitions."""

    @property
    def own(self) -> StudyQuestion:
        """What the study says of the question."""

    @property
    def summed(self) -> tuple[str, ...]:
        """Options of the other side that are sums of finer ones here."""

    @property
    def microdata(self) -> bool:
        """Whether the figures come from data."""

    @property
    def base(self) -> str:
        """Whom they are of: all, asked, valid; "" where it is not known."""

    @property
    def answered(self) -> float:
        """The part of them that gave an answer; NaN where it is not known."""

    @property
    def unasked(self) -> bool:
        """Whether the base holds respondents who were not asked."""

    @property
    def rebased(self) -> bool:
        """Whether the shares were worked out anew from published ones of another base."""

    @property
    def weighting(self) -> Mapping[str, str]:
        """How the figures are weighted, in words."""


@dataclass(frozen=True)
class Fielded:
    """A side by itself. ``asked_as``: the question, its labels and its place."""

    study: Study
    asked_as: Asked
    summed: tuple[str, ...] = ()
    microdata: bool = False
    base: str = ""
    answered: float = math.nan
    unasked: bool = False
    rebased: bool = False
    weighting: Text = field(default_factory=dict)

    @property
    def said(self) -> Asked:
        """The question with labels and place."""
        return self.asked_as

    @property
    def asked(self) -> Question:
        """The question as the study asked it."""
        return self.asked_as.question

    @property
    def own(self) -> StudyQuestion:
        """What the study says of it."""
        return self.study.questions.get(self.asked.question) or StudyQuestion()
