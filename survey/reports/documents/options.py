"""What the answers of weighting variables are called."""

from __future__ import annotations

from survey.definitions.records.question import Question
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.words import BLANK, NONE, UNKNOWN, Text


def answer_label(question: Question, option: str) -> Text:
    """The label of an option; words for no answer and for a code that the question does not name."""
    if option == BLANK:
        return message("reports.no_answer")
    if option == NONE:
        return message("tables._none")
    if option == UNKNOWN:
        return message("reports.unknown_code")
    return one_line(question.label(option), option)
