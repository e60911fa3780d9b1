"""Questions and margins by the names that readers know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.errors import SurveyError
from survey.weighting.told.balance import MarginBalance
from survey.wording.lines import one_line
from survey.wording.worded import Part, joined
from survey.words import Text


def headings(sample: SampleData, names: Iterable[Any]) -> Text | None:
    """Headings of questions, crossings by ×; a name that is no question stays as it is. None: there are no names."""
    found: list[Part] = []
    for name in names:
        crossed = [name] if isinstance(name, str) else list(name)
        found.append(joined([_heading(sample, str(part)) for part in crossed], " × "))
    return joined(found, ", ") if found else None


def margin_head(margin: MarginBalance, margins: Sequence[MarginBalance]) -> Text:
    """The variables of a margin; where another is of the same, its title, else its id behind them."""
    head = joined([one_line(question.heading, question.question) for question in margin.questions], " × ")
    if sum(other.variables == margin.variables for other in margins) < 2:
        return head
    title = margin.figures.title if margin.figures is not None else None
    return one_line(title) if title else joined((head, f" ({margin.margin})"))


def _heading(sample: SampleData, name: str) -> Part:
    try:
        return sample.question(name).heading
    except SurveyError:
        return name
