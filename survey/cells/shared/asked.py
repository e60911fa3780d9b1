"""What two samples asked, with the labels that their data files give, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import as_number, option_of, plain_question, printed
from survey.definitions.asked_in import asked_by, placed
from survey.definitions.comparable import APART, Asked, Difference, differences, problems
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.errors import ComparisonError, Problem
from survey.wording.message import message
from survey.wording.spans import between
from survey.wording.worded import Part
from survey.words import Text

FEW = 20  # answers below which their range says nothing of a scale


def asked_of(sample: SampleData, name: str) -> Asked:
    """The question with the labels of its codes in the data file."""
    question = sample.question(name)
    layout = sample.opened.layout if sample.opened is not None else None
    labels: dict[str, tuple[str, ...]] = {}
    for value, text in (layout.value_labels.get(question.column or name, {}) if layout is not None else {}).items():
        option = option_of(value, question)
        if option is not None and text.strip() and as_number(text) is None:
            labels[option] = (*labels.get(option, ()), text)
    place = None
    if sample.library is not None and sample.study is not None and name in sample.study.questions:
        place = placed(sample.library, sample.name, name)
    file = sample.opened.name if sample.opened is not None else ""
    return Asked(question, sample.name, labels, file, place)


def asked_in_wave(study: Study, question: str, library: Library, sample: SampleData | None) -> Asked:
    """The question as the data have it, with the labels of their file; else as the definition has it."""
    if sample is None or question not in sample.questions:
        return asked_by(study, question, library)
    return replace(asked_of(sample, question), name=study.study, place=placed(library, study.study, question))


def sample_differences(one: SampleData, two: SampleData, name: str, *, numbers: bool = False) -> tuple[Difference, ...]:
    """``definitions.comparable.differences`` of what the two samples asked, by definition and by file, and of their
    numbers: a question of type number, or any that is averaged (``numbers``), whose answers in one sample lie for more
    than a half outside the range of those in the other has another scale (0-100 for 0-10)."""
    found = differences(asked_of(one, name), asked_of(two, name))
    if numbers or "number" in (one.question(name).type, two.question(name).type):
        found += tuple(_numbers(one, two, name))
    return found


def refuse(
    one: SampleData,
    two: SampleData,
    names: Sequence[str],
    domains: Sequence[str] = (),
    *,
    force: bool = False,
    numbers: bool = False,
) -> tuple[Text, ...]:
    """Words for what makes the answers of two samples to ``names`` another question; a ``ComparisonError`` without
    ``force``. Rewordings are among the words, and are never refused. ``domains`` may have other options, but no names
    that stand for two things."""
    faults: list[Problem] = []
    notes: list[Text] = []
    for name in dict.fromkeys((*names, *domains)):
        found = sample_differences(one, two, name, numbers=numbers and name in names)
        found = tuple(item for item in found if name in names or item.kind not in APART)
        sides = asked_of(one, name), asked_of(two, name)
        faults += problems([item for item in found if item.refuses], *sides)
        first, second = (side.name or side.file for side in sides)
        known = bool(first and second and first != second)
        one_place: Part = first if known else message("data.place_first")
        two_place = message("data.place_in", name=second) if known else message("data.place_second")
        for item in found:
            head = "data.shown_because_forced" if item.refuses else "data.shown_reworded"
            notes.append(message(head, name=name, how=item.said(one_place, two_place)))
    if faults and not force:
        raise ComparisonError(faults)
    return tuple(notes)


def _numbers(one: SampleData, two: SampleData, name: str) -> list[Difference]:
    sides = [_answers(sample, sample.question(name)) for sample in (one, two)]
    if any(sum(side.values()) < FEW for side in sides):
        return []
    ends = [(min(side), max(side)) for side in sides]
    for side, (low, high) in zip(sides, reversed(ends), strict=True):
        outside = sum(count for number, count in side.items() if not low <= number <= high)
        if 2 * outside > sum(side.values()):
            texts = [between(printed(start), printed(end)) for start, end in ends]
            return [Difference("numbers", "", texts[0], texts[1])]
    return []


def _answers(sample: SampleData, question: Question) -> dict[float, int]:
    """How often each number occurs that is no code of a kind of missing."""
    column = question.column or question.question
    if question.columns or column not in sample.engine.columns:
        return {}
    aside = {
        float(code)
        for option in question.options.values()
        for code in option.codes
        if option.missing and not isinstance(code, str)
    }
    encoding = sample.engine.encoding(plain_question(column))
    return {
        number: count
        for number, count in zip(encoding.numbers, encoding.counts, strict=True)
        if count and number == number and number not in aside
    }
