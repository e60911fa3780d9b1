"""Kinds of missing that a definition gives to codes of a file: of a question, or of all questions of a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.encoding import alike_text, as_number, option_of, printed
from survey.definitions.records.missing_kinds import with_missing
from survey.definitions.records.question import Option, Question
from survey.errors import LabelWarning, warn
from survey.words import MissingKind

_SHOWN = 6
_FIX = "Name them under 'missing:' of the question if they are none."


def kind_said(value: Any, question: Question, parts: Sequence[FilePart]) -> MissingKind | None:
    """The kind of missing of ``value`` that stands under ``missing`` for its code or its label in a file."""
    if not question.missing:
        return None
    column = question.column or question.question
    key, texts = code_key(value), {alike_text(text) for text in labels_at(column, value, parts)}
    found = (kind for said, kind in question.missing.items() if code_key(said) == key or alike_text(said) in texts)
    return next(found, None)


def kind_here(value: Any, question: Question, parts: Sequence[FilePart]) -> MissingKind | None:
    """The same, else ``no_answer`` where a file declares ``value`` missing."""
    column = question.column or question.question
    declared = any(part.declares_missing(column, value) for part in parts)
    return kind_said(value, question, parts) or ("no_answer" if declared else None)


def labels_at(column: str, value: Any, parts: Sequence[FilePart]) -> list[str]:
    """What the files call ``value``."""
    key = code_key(value)
    return [text for part in parts for text in part.texts(column).get(key, [])]


@dataclass
class StudyKinds:
    """The kinds of missing that a study gives to codes or labels of all its questions.

    A label holds where a file has it. A code holds in a question where its label says so ("Refused"), or where it has
    no label, stands beyond every answer and the question has named ones (9 beside 1 to 5). Elsewhere it is an answer:
    7 on a scale from 0 to 10, 8 children, 7 labelled "Sunday", the last of which is told. A question that has
    ``missing`` of its own is left alone.
    """

    missing: Mapping[str, MissingKind]
    bare: bool = False  # the file has no definition: its labels alone tell what is no answer
    kept: list[tuple[str, str, str]] = field(default_factory=list)  # question, code, label that says otherwise
    loose: list[tuple[str, str]] = field(default_factory=list)  # question, code beyond all answers, none of them named

    def put_on(self, question: Question, parts: Sequence[FilePart]) -> Question:
        """``question`` with those of the kinds that hold in it."""
        if not self.missing or "missing" in question.model_fields_set or question.type == "open":
            return question
        flags = isinstance(question.columns, dict) and bool(question.columns)
        columns = tuple(question.columns.values() if isinstance(question.columns, dict) else question.columns or ())
        found: dict[str, MissingKind] = {}
        for column in columns or (question.column or question.question,):
            found |= {said: kind for said, kind in self.missing.items() if self._holds(said, question, column, parts)}
        if not found:
            return question
        # a flag has marks and no options: what is no answer there is an empty cell (``flag_marks``)
        listed = question.lists_options and not flags
        options = with_missing(question.options, found, Option) if listed else question.options
        return question.model_copy(update={"missing": found, "options": options})

    def _holds(self, said: str, question: Question, column: str, parts: Sequence[FilePart]) -> bool:
        number = as_number(said)
        named = {alike_text(text) for part in parts for text in part.labels(column).values()}
        if number is None:
            return alike_text(said) in named
        texts = labels_at(column, number, parts)
        own = option_of(number, question) if question.options else None
        if own is not None:
            option = question.options[own]
            if option.missing is not None or option.range is not None:
                return False
            texts = [*(option.label or {own: own}).values(), *texts]
        if any(missing_kind(text) is not None for text in texts):
            return True
        if any(as_number(text) is None for text in texts):
            self.kept.append((question.question, printed(number), texts[0]))
        if texts or not self._beyond(number, question, column, parts):
            return False
        if not (named or question.options):
            self.loose.append((question.question, printed(number)))
        return bool(named or question.options)

    def _beyond(self, number: float, question: Question, column: str, parts: Sequence[FilePart]) -> bool:
        """Whether the code occurs, and every other answer is a smaller number."""
        codes = {as_number(code) for option in question.options.values() for code in option.codes}
        codes |= {as_number(code) for part in parts for code in part.labels(column)}
        found = {as_number(value) for part in parts for value in part.answers(column)}
        others = {one for one in codes | found if one is not None} - {as_number(said) for said in self.missing}
        return number in found and bool(others) and number > max(others)

    def tell(self, study: str) -> None:
        """Warn of codes that stay answers, as their labels say otherwise."""
        if self.kept:
            shown = "; ".join(f"{name}: {code} is '{label}'" for name, code, label in self.kept[:_SHOWN])
            more = f" and {len(self.kept) - _SHOWN} more" if len(self.kept) > _SHOWN else ""
            said = f"{study}: {len(self.kept)} code(s) under 'missing:' stay answers where their labels say so"
            warn(LabelWarning, f"{said} ({shown}{more}). {_FIX}")
        if self.loose:
            shown = "; ".join(f"{name}: {code}" for name, code in self.loose[:_SHOWN])
            more = f" and {len(self.loose) - _SHOWN} more" if len(self.loose) > _SHOWN else ""
            said = f"{study}: {len(self.loose)} code(s) under 'missing:' beyond all answers stay answers"
            warn(LabelWarning, f"{said}, as nothing there has a label ({shown}{more}). {_FIX}")
