"""Samples whose answers meet: finer ones are joined as the nets of the definition say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_of
from survey.cells.shared.unanswered import common_form
from survey.definitions.comparable import Asked
from survey.definitions.comparing.crosswalk import joined_as
from survey.definitions.comparing.match import comparable
from survey.definitions.records.question import Option, Question
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class CommonAnswers:
    """``samples``: with the question in the common form. ``joined``: of each the options that are made of finer
    ones."""

    samples: tuple[SampleData, ...]
    joined: tuple[tuple[str, ...], ...]

    def notes(self, question: str) -> tuple[Text, ...]:
        """What was joined in which sample."""
        found = []
        for place, (sample, names) in enumerate(zip(self.samples, self.joined, strict=True), start=1):
            if names:
                shown = joined((sample.question(question).label(name) for name in names), ", ")
                found.append(message("data.joined_answers", name=question, sample=sample.name or place, names=shown))
        return tuple(found)


def common_answers(samples: Sequence[SampleData], name: str) -> CommonAnswers:
    """The samples with the question ``name`` in the form that all can be brought to: that of one of them, or the shared
    one, whose answers the others give or join by nets that leave nothing over (``definitions.comparing.match``).

    Where there is none they are left as they are, and ``cells.shared.asked.refuse`` says why. Questions of several
    answers are left, too: a net of them is no sum."""
    asked = [asked_of(sample, name) for sample in samples]
    shared = Asked(common_form(samples, name))
    for form in (*asked, shared):
        matches = [comparable(form, one) for one in asked]
        if not all(match.joins for match in matches):
            continue
        joined = tuple(
            match.summed if _can_be_joined(one.question, match.summed) else ()
            for one, match in zip(asked, matches, strict=True)
        )
        made = [
            sample.with_question(name, _coarser(one.question, names)) if names else sample
            for sample, one, names in zip(samples, asked, joined, strict=True)
        ]
        return CommonAnswers(tuple(made), joined)
    return CommonAnswers(tuple(samples), ((),) * len(samples))


def _can_be_joined(question: Question, summed: Sequence[str]) -> bool:
    """Whether each option is in one of the nets only, and stands for codes."""
    parts = [option for net in summed for option in question.nets[net].options]
    plain = all(question.options[option].range is None for option in parts)
    return question.type != "multiple" and len(set(parts)) == len(parts) and plain


def _coarser(question: Question, summed: Sequence[str]) -> Question:
    """The question with the nets ``summed`` as options, in the place of the first of their parts."""
    home = joined_as(question, summed)
    options: dict[str, Option] = {}
    for key, option in question.options.items():
        net = home.get(key)
        if net is None:
            options[key] = option
        elif net not in options:
            codes = tuple(code for part in question.nets[net].options for code in question.options[part].codes)
            options[net] = Option.model_construct(id=net, code=codes, label=question.nets[net].label)
    rest = {key: net for key, net in question.nets.items() if key not in summed}
    nets = {key: net for key, net in rest.items() if all(one in options for one in net.options)}
    return question.model_copy(update={"options": options, "nets": nets})
