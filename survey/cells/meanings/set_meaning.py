"""What the columns of a question of several answers mean: flags, codes, or several answers in one cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from survey.cells.meanings.declared_missing import declared_missing
from survey.cells.meanings.file_labels import completed, held_against
from survey.cells.meanings.file_parts import FilePart
from survey.cells.meanings.flag_marks import flag_part
from survey.cells.meanings.set_columns import routing_column
from survey.cells.table.encoding import is_blank, option_of, plain_question, printed
from survey.cells.table.joined import BETWEEN, joined_name
from survey.cells.table.own_words import shown_only
from survey.cells.table.set_question import SetPart, SetQuestion, text_key
from survey.cells.table.set_reader import SetReader
from survey.definitions.records.question import Option, Question
from survey.errors import LabelWarning, Problem, UnknownCodeWarning
from survey.wording.message import Message
from survey.words import nearest

_BY_COLUMN = "Name the column of one of its options, with the values that lead here."


@dataclass
class Settled:
    """A question of several answers with what each of its columns means, and what is to be said of them."""

    question: Question
    parts: list[SetPart] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    told: list[LabelWarning | UnknownCodeWarning] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    @property
    def made(self) -> SetQuestion:
        """The question as engines read it: its column joins those of the answers and of the routing."""
        fields = {key: getattr(self.question, key) for key in Question.model_fields}
        name = joined_name([part.column for part in self.parts])
        written = {*self.question.model_fields_set}
        return SetQuestion.model_construct(written, **{**fields, "column": name, "parts": tuple(self.parts)})


def settled(question: Question, parts: Sequence[FilePart], others: Mapping[str, Question]) -> Settled:
    """What the columns of ``question`` mean in the files of the data; ``others``: the questions of one answer, as the
    data have them, for the routing."""
    made = Settled(question)
    if isinstance(question.columns, dict) and question.columns:
        _flags(made, question.columns, parts)
    elif question.columns:
        for column in question.columns:
            _codes(made, column, parts)
        made.parts = [SetPart("code", part.column, _alone(made.question, part.column)) for part in made.parts]
    else:
        _cells(made, question.column or question.question, parts)
    if isinstance(question.asked, dict):
        for name, answers in question.asked.items():
            _routing(made, name, answers, parts, others)
    return made


def _alone(question: Question, column: str) -> Question:
    """The question as one of a single answer in ``column``."""
    return question.model_copy(update={"type": "single", "column": column, "columns": {}, "delimiter": None})


def _flags(made: Settled, columns: Mapping[str, str], parts: Sequence[FilePart]) -> None:
    question = made.question
    if not question.options:
        options = {key: Option(id=key, label=_label(column, parts)) for key, column in columns.items()}
        question = made.question = question.model_copy(update={"options": options})
    for option, column in columns.items():
        part, problems, told, notes = flag_part(question, option, column, parts)
        made.parts.append(part)
        made.problems += problems
        made.told += told
        made.notes += notes
    if question.marked is not None and not made.problems:
        _marks(made, parts)


def _marks(made: Settled, parts: Sequence[FilePart]) -> None:
    """The problem of marks that occur nowhere; values beside the marks and one other are told, and are no marks."""
    question, found, other = made.question, Counter[str](), Counter[str]()
    for part in made.parts:
        for file in parts:
            for value, count in file.answers(part.column).items():
                key = text_key(value)
                found[printed(value)] += count if key not in part.empty else 0
                other[printed(value)] += count if key not in part.empty | part.marked else 0
    shown = ", ".join(f"{text}: {count}" for text, count in sorted(shown_only(+found).items())[:8])
    if +found and not any(part.marked for part in made.parts):
        said = f"not one cell of the columns of '{question.question}' is marked (values: {shown})"
        files = ", ".join(file.name for file in parts)
        made.problems.append(Problem(files, 0, made.parts[0].column, said, "Correct 'marked:'."))
    elif len(+other) > 1:
        shown = ", ".join(f"{text}: {count}" for text, count in sorted(shown_only(+other).items())[:8])
        said = f"{question.question}: {other.total()} value(s) of several kinds count as not marked ({shown})"
        made.told.append(UnknownCodeWarning(said))


def _label(column: str, parts: Sequence[FilePart]) -> dict[str, str] | None:
    return next(({"und": part.layout.labels[column]} for part in parts if part.layout.labels.get(column)), None)


def _codes(made: Settled, column: str, parts: Sequence[FilePart]) -> None:
    """A column of codes: its labels and declared missings complete the options, as those of any single question."""
    said, problems, told = held_against(_alone(made.question, column), parts)
    read = completed(said, parts)
    read, notes, undeclared = declared_missing(read, said, parts)
    if not made.question.options and not any(part.labels(column) for part in parts):
        read = read.model_copy(update={"options": {**_values(column, parts), **read.options}})
    options = {**made.question.options, **read.options}
    made.question = made.question.model_copy(update={"options": options, "text": read.text})
    made.parts.append(SetPart("code", column))
    made.problems += [*problems, *undeclared]
    made.told += told
    made.notes += notes


def _values(column: str, parts: Sequence[FilePart]) -> dict[str, Option]:
    """The values of a column as options, for a question that names none."""
    found = {printed(value): value for part in parts for value in part.answers(column)}
    return {text: Option(id=text, code=text) for text in sorted(found, key=_order)}


def _order(text: str) -> tuple[bool, float, str]:
    key = text_key(text)
    return not isinstance(key, float), key if isinstance(key, float) else 0.0, text


def _cells(made: Settled, column: str, parts: Sequence[FilePart]) -> None:
    question, delimiter = made.question, made.question.delimiter or ""
    for part in parts:
        if column in part.layout.commas:
            said = "the cells were read as numbers with a decimal comma, and are several answers"
            made.problems.append(Problem(part.name, 0, column, said, "Write another delimiter into the file."))
    if not any(option.missing is None for option in question.options.values()):
        words = {
            word.strip(): None
            for part in parts
            for value in part.answers(column)
            for word in printed(value).split(delimiter)
            if word.strip() and option_of(word, question) is None
        }
        loose = {word: Option(id=word, code=word) for word in sorted(words, key=_order)}
        question = question.model_copy(update={"options": {**loose, **question.options}})
    text = _label(column, parts)
    made.question = question if question.text or not text else question.model_copy(update={"text": text})
    made.parts.append(SetPart("cell", column, _alone(made.question, column), delimiter=delimiter))


def _routing(
    made: Settled, name: str, answers: Sequence[Any], parts: Sequence[FilePart], others: Mapping[str, Question]
) -> None:
    """Who was asked, by the answers to another question, or by the values of a column."""
    column, question = routing_column(name, others), others.get(name, plain_question(name))
    if question.type == "multiple":
        said = f"'{name}' has several answers and cannot say who was asked '{made.question.question}'"
        made.problems.append(Problem(", ".join(part.name for part in parts), 0, name, said, _BY_COLUMN))
        return
    allowed: set[str] = set()
    for answer in answers:
        named = question.nets[str(answer)].options if str(answer) in question.nets else (option_of(answer, question),)
        if question.options and None in named:
            said = f"'{answer}', of those who were asked '{made.question.question}', is no answer to '{name}'"
            fix = nearest(str(answer), [*question.options, *question.nets])
            made.problems.append(Problem(", ".join(part.name for part in parts), 0, column, said, fix))
        allowed |= {one for one in named if one is not None}
    keys = frozenset(map(text_key, answers))
    made.parts.append(SetPart("asked", column, question, marked=keys, allowed=frozenset(allowed)))
    if not any(_leads(made.parts[-1], value) for part in parts for value in part.answers(column)):
        said = f"nobody was asked '{made.question.question}': no row has {name} = {', '.join(map(str, answers))}"
        made.problems.append(Problem(", ".join(part.name for part in parts), 0, column, said, "Correct 'asked:'."))


def _leads(part: SetPart, value: Any) -> bool:
    if is_blank(value) or part.question is None:
        return False
    reader = SetReader(SetQuestion.model_construct(question="", asked=None, parts=(part,)))
    return reader.read(printed(value).replace(BETWEEN, " ")).asked
