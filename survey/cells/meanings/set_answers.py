"""Answers to a question of several that contradict each other, or its routing."""

from __future__ import annotations

from survey.cells.meanings.file_parts import FilePart
from survey.cells.table.joined import raw_of
from survey.cells.table.set_question import SetQuestion
from survey.cells.table.set_reader import SetReader
from survey.errors import ContradictionWarning
from survey.wording.message import Message, message
from survey.words import say


def answer_faults(question: SetQuestion, part: FilePart) -> list[tuple[ContradictionWarning, Message]]:
    """What to say of the respondents of one file who named an exclusive option (or a kind of missing) and another, both
    of which count, and of those whom the routing leaves out although they have answers, which do not count."""
    alone = {option.id for option in question.options.values() if option.exclusive or option.missing is not None}
    reader, both, outside = SetReader(question), 0, 0
    values, counts = part.engine.distinct(question.column or "")
    for value, count in zip(values, counts, strict=True):
        answers = reader.read(raw_of(value))
        named = len(answers.options) + len(answers.other)
        if not answers.asked:
            outside += count if named else 0
        elif named > 1 and answers.options & alone:
            both += count
    found = []
    for key, number in (("data.exclusive_and_other", both), ("data.outside_routing", outside)):
        if number:
            said = message(key, file=part.name, question=question.question, count=number)
            found.append((ContradictionWarning(say(said)), said))
    return found
