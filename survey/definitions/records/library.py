"""All definitions of one questionnaires folder, loaded and joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from survey.definitions.records.claims import Claims
from survey.definitions.records.laid_over import named_nets
from survey.definitions.records.option_lists import Fault, with_listed
from survey.definitions.records.question import Net, Question
from survey.definitions.records.series import Series
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study
from survey.definitions.records.targets import Targets
from survey.errors import DefinitionError, GatheredError, SurveyError
from survey.words import nearest

T = TypeVar("T")


@dataclass(frozen=True)
class Library:
    """Definitions by id. ``folder`` is where data files named in them are looked for."""

    folder: Path
    questions: Mapping[str, Question] = field(default_factory=dict)
    studies: Mapping[str, Study] = field(default_factory=dict)
    targets: Mapping[str, Targets] = field(default_factory=dict)
    claims: Mapping[str, Claims] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    common: Mapping[str, Series] = field(default_factory=dict)  # what the studies of a series have in common
    files: Mapping[str, Path] = field(default_factory=dict)  # "study/baw_2022_03" -> its file
    bare: bool = False  # its one study is a data file without a definition

    def study(self, name: str) -> Study:
        """The study called ``name``; an unknown name is an error that offers the nearest."""
        return self._find(self.studies, name, "study")

    def sound(self, name: str) -> Study | None:
        """The study, which there is; None for one with faults, which are told elsewhere."""
        try:
            return self.studies[name]
        except GatheredError:
            return None

    def target(self, name: str) -> Targets:
        """The targets called ``name``."""
        return self._find(self.targets, name, "targets")

    def claim_set(self, name: str) -> Claims:
        """The claims file called ``name``."""
        return self._find(self.claims, name, "claims")

    def question(self, study: Study, name: str) -> Question:
        """``name`` as ``study`` asked it."""
        if name not in study.questions and name not in self.questions:
            known = [*study.questions, *self.questions]
            raise SurveyError(f"no question '{name}'", where=study.study, fix=nearest(name, known))
        asked, faults = self.asked(study, name)
        if faults:
            raise SurveyError(faults[0].said, where=f"{study.study}: {name}", fix=faults[0].fix)
        return asked

    def asked(self, study: Study, name: str, by: tuple[str, ...] = ()) -> tuple[Question, list[Fault]]:
        """``name``, which there is, as ``study`` asked it, and what is wrong with where its options come from. ``by``:
        questions that take theirs from it."""
        way = (*by, name)

        def find(other: str) -> Question | None:
            return None if other in way else self.asked(study, other, way)[0]

        return with_listed(study.ask(name, self.questions.get(name)), study, find, self.questions)

    def series(self, name: str) -> tuple[Study, ...]:
        """Studies of the series, in the order of their fieldwork (undated ones last)."""
        found = [study for study in self.studies.values() if study.series == name]
        if not found:
            known = {study.series for study in self.studies.values() if study.series}
            raise SurveyError(f"no series '{name}'", where="--series", fix=nearest(name, sorted(known)))
        return tuple(sorted(found, key=lambda study: (study.fieldwork.start or "9999", study.study)))

    def _find(self, shelf: Mapping[str, T], name: str, kind: str) -> T:
        if name not in shelf:
            raise SurveyError(
                f"no {kind} called '{name}' in {self.folder.name}", where=kind, fix=nearest(name, sorted(shelf))
            )
        return shelf[name]


def named_bases(study: Study, shared: Mapping[str, Question]) -> Study:
    """``study`` with the bases of published figures (``nested``) by the names of options, where they name codes. What
    names neither, and what belongs to a question that has faults, stays as it is."""
    library, made = Library(Path(), questions=shared), {}
    for name, own in study.questions.items():
        if own.nested is None or (own.nested.question not in study.questions and own.nested.question not in shared):
            continue
        try:
            outer = library.asked(study, own.nested.question)[0]
        except DefinitionError:
            continue
        parts = [Net(options=(part,)) for part in own.nested.options if part not in outer.nets]
        named = named_nets({net.options[0]: net for net in parts}, outer.options)
        found = (named[part].options[0] if part in named else part for part in own.nested.options)
        nested = own.nested.model_copy(update={"options": tuple(found)})
        made[name] = own.model_copy(update={"nested": nested})
    return study.model_copy(update={"questions": {**study.questions, **made}}) if made else study
