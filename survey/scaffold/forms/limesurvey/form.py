"""The form of a survey of LimeSurvey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from survey.scaffold.form import Form
from survey.scaffold.forms.limesurvey.question import LimeQuestion, form_questions
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import counted, used


def lime_form(source: Source, title: Mapping[str, str], asked: Sequence[LimeQuestion], left: Counter[str]) -> Form:
    """The questions ``asked``; ``left``: what was left out so far."""
    questions = tuple(one for question in asked for one in form_questions(question, left))
    source.check_count(len(questions))
    texts = [title, *(one.text for one in questions)]
    return Form(title, questions, source.path.name, used(texts), counted(left))
