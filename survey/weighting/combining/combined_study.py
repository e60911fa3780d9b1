"""What a combined sample knows of its studies: names, series, fieldwork, mode, population, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Fieldwork
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.wording.worded import reworded
from survey.words import LANGUAGES, Text, say

Made = TypeVar("Made")


def combined_study(parts: Mapping[str, SampleData], questions: Sequence[str]) -> tuple[Study | None, tuple[Text, ...]]:
    """A study that stands for all of ``parts``, and notes; None where a part has none.

    What all say alike is said; pollsters, titles and populations that differ are listed; fieldwork runs from the first
    to the last day, with the dates of each in its own words; ways of interviewing that differ are ``mixed`` and named.
    A question keeps its base where all asked it of the same; else a note says that all who were asked are taken."""
    found = {key: part.study for key, part in parts.items() if part.study is not None}
    if len(found) < len(parts):
        return None, ()
    studies = list(found.values())
    kinds = {one.sample.kind for one in studies}
    modes = {one.mode for one in studies}
    own, notes = _questions(studies, questions)
    made = Study.model_validate(
        {
            "study": "_".join(dict.fromkeys(one.study for one in studies))[:80],
            "title": _texts(studies, lambda one: one.title or {"und": one.study}),
            "series": _same(one.series for one in studies),
            "pollster": _texts(studies, lambda one: one.pollster),
            "sponsor": _texts(studies, lambda one: one.sponsor),
            "mode": modes.pop() if len(modes) == 1 else "unknown" if "unknown" in modes else "mixed",
            "mode_stated": _modes(studies),
            "population": _texts(studies, lambda one: one.population),
            "sample": {
                "kind": kinds.pop() if len(kinds) == 1 else "unknown",
                "stated": _texts(studies, lambda one: one.sample.stated),
            },
            "synthetic": any(one.is_synthetic for one in studies),
            "sources": tuple(dict.fromkeys(source for one in studies for source in one.sources)),
            "note": _texts(studies, lambda one: reworded(one.note, str.strip)),
        }
    )
    return made.model_copy(update={"fieldwork": _fieldwork(studies), "questions": own}), notes


def _same(values: Any) -> Any:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _texts(parts: Iterable[Made], of: Callable[[Made], Text | None]) -> dict[str, str] | None:
    """The different ones, one after the other."""
    texts = [text for text in map(of, parts) if text]
    if not texts:
        return None
    made = {language: "; ".join(dict.fromkeys(say(text, language) for text in texts)) for language in LANGUAGES}
    return made if len(set(made.values())) > 1 else {"und": made["en"]}


def _modes(studies: Sequence[Study]) -> dict[str, str] | None:
    """How each was asked, where they differ."""
    first = studies[0]
    if all((one.mode, one.mode_stated) == (first.mode, first.mode_stated) for one in studies):
        return first.mode_stated
    told = [(one.study, one.mode_stated or mode_words(one.mode) or message("general.unstated")) for one in studies]
    return {language: "; ".join(f"{name}: {say(mode, language)}" for name, mode in told) for language in LANGUAGES}


def _fieldwork(studies: Sequence[Study]) -> Fieldwork:
    starts = [one.fieldwork.start or one.fieldwork.end for one in studies]
    ends = [one.fieldwork.end or one.fieldwork.start for one in studies]
    stated = _texts(studies, lambda one: one.fieldwork.stated)
    if not all(starts):
        return Fieldwork(stated=stated)
    first, last = min(map(str, starts)), max(map(str, ends))
    return Fieldwork(start=first, end=last, stated=stated)


def _questions(studies: Sequence[Study], names: Sequence[str]) -> tuple[dict[str, StudyQuestion], tuple[Text, ...]]:
    """What the studies say of each question: the base that all have, and the sources of all."""
    found, odd = {}, []
    for name in names:
        own = [one.questions[name] for one in studies if name in one.questions]
        bases = {one.base for one in own}
        if len(bases) > 1:
            odd.append(f"{name} ({', '.join(sorted(str(base or 'asked') for base in bases))})")
        base = bases.pop() if len(bases) == 1 else None
        sources = tuple(dict.fromkeys(source for one in own for source in one.sources))
        note = _texts(own, lambda one: one.note)
        found[name] = StudyQuestion(base=base, sources=sources, note=note)
    return found, (message("data.other_bases", questions="; ".join(odd)),) if odd else ()
