"""What the ids in the rows of a document are called, for data files that are read without the definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from survey.errors import SurveyError
from survey.reports.documents.document import Document, Labels
from survey.words import Text, say


def labels(questions: Iterable[tuple[str, Text, Iterable[tuple[str, Text]]]]) -> Labels:
    """Of questions: id, title, and their options with labels."""
    found: dict[tuple[str, str, str], Text] = {}
    for question, title, options in questions:
        found["question", "", question] = title
        found |= {("option", question, option): label for option, label in options}
    return found


def answer_labels(answers: Iterable[tuple[str, str, Text]]) -> Labels:
    """Of answers (question, option, label) in the columns of these questions."""
    return {(name, "", option): label for name, option, label in answers}


def labelled(document: Document, language: str) -> Document:
    """The document with a column ``<name>_label`` after each column of ids that have labels, in ``language``; an id
    without one (a term of a model) leaves it empty. Raises ``SurveyError`` where the result has no labels at all."""
    named = dict.fromkeys(column for column, _, _ in document.labels)
    if not named:
        fix = "Leave it out: the rows of this result are of no questions and options."
        raise SurveyError("there are no labels to write", where="--labels", fix=fix)
    rows = tuple(dict(_labelled(row, document.labels, named, language)) for row in document.rows)
    columns = tuple(one for name in document.columns for one in ((name, f"{name}_label") if name in named else (name,)))
    return replace(document, columns=columns, rows=rows)


def _labelled(row: Mapping[str, Any], known: Labels, named: Iterable[str], language: str) -> Iterator[tuple[str, Any]]:
    yield from row.items()
    for name in named:
        within = row.get("question", "") if name == "option" else ""
        yield f"{name}_label", say(known.get((name, within, row.get(name, ""))), language)
