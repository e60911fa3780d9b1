"""What a combined sample knows of its studies: names, series, fieldwork, mode, population, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Fieldwork
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.words import LANGUAGES, Text, say


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
            "pollster": _listed(one.pollster for one in studies),
            "sponsor": _listed(one.sponsor for one in studies),
            "mode": modes.pop() if len(modes) == 1 else "unknown" if "unknown" in modes else "mixed",
            "mode_stated": _modes(studies),
            "population": _texts(studies, lambda one: one.population),
            "sample": {
                "kind": kinds.pop() if len(kinds) == 1 else "unknown",
                "stated": _listed(one.sample.stated for one in studies),
            },
            "synthetic": any(one.is_synthetic for one in studies),
            "sources": tuple(dict.fromkeys(source for one in studies for source in one.sources)),
            "note": _listed(one.note.strip() if one.note else None for one in studies),
        }
    )
    return made.model_copy(update={"fieldwork": _fieldwork(studies), "questions": own}), notes


def _same(values: Any) -> Any:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _listed(values: Any) -> str | None:
    """The different ones, one after the other."""
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


def _texts(studies: Sequence[Study], of: Callable[[Study], Text | None]) -> dict[str, str] | None:
    texts = [text for text in map(of, studies) if text]
    if not texts:
        return None
    made = {language: "; ".join(dict.fromkeys(say(text, language) for text in texts)) for language in LANGUAGES}
    return made if len(set(made.values())) > 1 else {"und": made["en"]}


def _modes(studies: Sequence[Study]) -> str | None:
    """How each was asked, where they differ."""
    if len({(one.mode, one.mode_stated) for one in studies}) == 1:
        return studies[0].mode_stated
    known = [(one.study, one.mode_stated or say(mode_words(one.mode)) or "not stated") for one in studies]
    return "; ".join(f"{name}: {mode}" for name, mode in known)


def _fieldwork(studies: Sequence[Study]) -> Fieldwork:
    starts = [one.fieldwork.start or one.fieldwork.end for one in studies]
    ends = [one.fieldwork.end or one.fieldwork.start for one in studies]
    stated = _listed(one.fieldwork.stated for one in studies)
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
        note = _listed(one.note for one in own)
        found[name] = StudyQuestion(base=base, sources=sources, note=note)
    return found, (message("data.other_bases", questions="; ".join(odd)),) if odd else ()
