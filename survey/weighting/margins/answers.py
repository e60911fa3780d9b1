"""The answers that margins stand on: which questions, and what is done about those that are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.cells.table.grouping import Grouping, unique_keys
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.errors import SurveyError
from survey.weighting.margins.imputed import imputed
from survey.weighting.margins.misfits import hint
from survey.weighting.margins.missing import Rule, gone, rules_of
from survey.weighting.margins.named import by_label, with_names
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.margins.prepared import Asked, Gathered
from survey.wording.message import message


@dataclass(frozen=True)
class Answers:
    """``questions``: of each variable of the margins the question that stands for it, another one where answers were
    imputed; ``rules``: what is done about missing answers to it; ``named``: its levels that have a target."""

    sample: SampleData
    questions: dict[str, Question]
    rules: Mapping[str, Rule]
    named: Mapping[str, set[str]]

    def keys(self, asked: Asked) -> list[Question]:
        """The keys of the cells."""
        base = [plain_question(asked.base)] if asked.base is not None and asked.keep_base else []
        return [*self.questions.values(), *asked.also, *base]

    def lost(self, variable: str) -> NDArray[np.bool_]:
        """Which levels of a variable are missing answers."""
        return gone(self.sample.engine.encoding(self.questions[variable]), sorted(self.named[variable]))


def chosen_margins(asked: Asked, made: Gathered) -> dict[str, Margin]:
    """The margins asked for; those that are none are problems."""
    known = asked.targets.margins
    names = tuple(asked.margins) or tuple(known)
    made.problems += [
        message("data.no_such_margin", margin=name, hint=hint(name, known)) for name in names if name not in known
    ]
    return {name: known[name] for name in names if name in known}


def answers_of(sample: SampleData, asked: Asked, chosen: dict[str, Margin], made: Gathered) -> Answers | None:
    """The questions of the margins ``chosen``, imputed where a rule says so; a margin without its questions is a
    problem and leaves ``chosen``. None where none is left."""
    _ahead(sample, chosen, None if asked.keep_base else asked.base, asked.also)
    questions = _questions(sample, chosen, made)
    if not chosen:
        return None
    questions = {name: questions[name] for margin in chosen.values() for name in margin.variables}
    rules, faults = rules_of(asked.missing, list(questions))
    made.problems += faults
    named = {
        name: {level for margin in chosen.values() if name in margin.variables for level in margin.levels(name)}
        for name in questions
    }
    answers = Answers(sample, questions, rules, named)
    for variable, rule in rules.items():
        if rule.kind == "impute":
            answers = _impute(answers, variable, asked.base, made)
    return answers


def _questions(sample: SampleData, chosen: dict[str, Margin], made: Gathered) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for name, margin in list(chosen.items()):
        for variable in margin.variables:
            try:
                question = one_answer(sample, variable)
                sample.engine.encoding(question)
                found[variable] = question
            except SurveyError as error:
                made.problems.append(message("data.margin_needs", margin=name, variable=variable, error=str(error)))
                chosen.pop(name, None)
    chosen.update({name: by_label(margin, found) for name, margin in chosen.items()})
    return found


def _ahead(sample: SampleData, chosen: Mapping[str, Margin], base: str | None, also: Sequence[Question]) -> None:
    """The cells of all margins in one scan, from which an engine also knows what each variable's answers are. What is
    wrong with the variables or the base weight is told later, with all else."""
    with suppress(SurveyError):
        names = dict.fromkeys(variable for margin in chosen.values() for variable in margin.variables)
        keys = unique_keys([*(one_answer(sample, name) for name in names), *also])
        sample.engine.gather([Grouping(keys, base)])


def _impute(answers: Answers, variable: str, base: str | None, made: Gathered) -> Answers:
    """The answers with an imputed column in place of that of ``variable``."""
    sample, rule, name = answers.sample, answers.rules[variable], ""
    try:
        for name in rule.within:
            sample.engine.encoding(one_answer(sample, name))
    except SurveyError as error:
        made.problems.append(message("data.impute_within", variable=variable, within=name, error=str(error)))
        return answers
    if variable in rule.within:
        made.problems.append(message("data.impute_itself", variable=variable))
        return answers
    own = answers.questions[variable]
    others = [question for other, question in answers.questions.items() if other != variable]
    found = imputed(sample, own, rule, sorted(answers.named[variable]), base, others)
    if found is None:
        return answers
    made.counts[f"imputed {variable}"] = found.count
    made.said.append(found.said)
    questions = {**answers.questions, variable: with_names(found.question, [own])}
    return replace(answers, sample=found.sample, questions=questions)


def carried(answers: Answers, cells: CellTable, made: Gathered) -> NDArray[np.bool_]:
    """Cells whose respondents keep their base weight."""
    found = np.zeros(len(cells), dtype=bool)
    for variable, rule in answers.rules.items():
        if rule.kind == "carry":
            lost = answers.lost(variable)[cells.key(answers.questions[variable].question)]
            if lost.any():
                made.counts[f"carried {variable}"] = int(cells.respondents[lost].sum())
            found |= lost
    if found.any():
        count = made.counts["carried"] = int(cells.respondents[found].sum())
        made.said.append(message("data.carried", count=count))
    return found
