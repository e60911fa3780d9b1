"""Which waves of a series may be compared, question by question: what ``survey check`` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_in_wave, sample_differences
from survey.changes.comparison import Held
from survey.changes.held import fielded
from survey.changes.waves_held import HeldTogether, WavesHeld
from survey.definitions.comparing.comparability import comparability
from survey.definitions.comparing.crosswalk import crosswalk
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.trends.waves import order_of
from survey.words import say

RANK = {"not_comparable": 0, "breaks": 1, "comparable": 2}
Pair = tuple[Study, Study, str]


def study_held(names: Sequence[str], library: Library, samples: Mapping[str, SampleData]) -> list[WavesHeld]:
    """The series of the studies ``names``, where two waves of one asked the same question.

    Of several studies of a series each is held against the one before it that asked; one alone against its neighbours
    in the series. ``samples``: the data of those that were opened; of the others the definitions speak, and what has
    its answers in data that were not opened is held against nothing (``unread_waves``)."""
    found = []
    for series in dict.fromkeys(library.studies[name].series for name in names if name in library.studies):
        own = {name for name in names if name in library.studies and library.studies[name].series == series}
        groups = _grouped(_pairs(own, series, library), library, samples) if series else ()
        if series and groups:
            found.append(WavesHeld(series, groups))
    return found


def unread_waves(names: Sequence[str], library: Library, samples: Mapping[str, SampleData]) -> tuple[str, ...]:
    """Studies that ``study_held`` says nothing of for some question, as its answers stand in their data alone."""
    found = []
    for series in dict.fromkeys(library.studies[name].series for name in names if name in library.studies):
        own = {name for name in names if name in library.studies and library.studies[name].series == series}
        for one, two, question in _pairs(own, series, library) if series else ():
            found += [side.study for side in (one, two) if _is_unread(side, question, library, samples)]
    return tuple(dict.fromkeys(found))


def _is_unread(study: Study, question: str, library: Library, samples: Mapping[str, SampleData]) -> bool:
    asked = library.question(study, question)
    in_data = not asked.options and asked.type not in ("number", "open")
    return in_data and study.data is not None and study.study not in samples


def _pairs(own: set[str], series: str, library: Library) -> Iterator[Pair]:
    """Neighbours that asked a question; those of one study where it is alone."""
    members = sorted(filter(None, map(library.sound, library.studies)), key=order_of)
    members = [one for one in members if one.series == series and (len(own) == 1 or one.study in own)]
    for question in dict.fromkeys(name for one in members for name in one.questions):
        for one, two in pairwise(study for study in members if question in study.questions):
            if len(own) > 1 or {one.study, two.study} & own:
                yield one, two, question


def _grouped(pairs: Iterator[Pair], library: Library, samples: Mapping[str, SampleData]) -> tuple[HeldTogether, ...]:
    between: dict[tuple[str, str], dict[str, list[tuple[Held, str]]]] = {}
    for one, two, question in pairs:
        if any(_is_unread(side, question, library, samples) for side in (one, two)):
            continue
        held = _held(one, two, question, library, samples)
        texts = between.setdefault((one.study, two.study), {})
        texts.setdefault(say(held.found.text), []).append((held, question))
    groups: dict[tuple[str, tuple[str, ...], bool], list[Held]] = {}
    for texts in between.values():
        for text, members in texts.items():
            asked = tuple(question for _, question in members)
            groups.setdefault((text, asked, len(texts) == 1), []).append(members[0][0])
    made = [HeldTogether(tuple(held), asked, whole) for (_, asked, whole), held in groups.items()]
    return tuple(sorted(made, key=lambda one: RANK[one.held[0].found.outcome]))


def _held(one: Study, two: Study, question: str, library: Library, samples: Mapping[str, SampleData]) -> Held:
    opened = [samples.get(study.study) for study in (one, two)]
    asked = [asked_in_wave(study, question, library, sample) for study, sample in zip((one, two), opened, strict=True)]
    summed = crosswalk(*asked).summed
    start, end = (fielded(*each) for each in zip((one, two), opened, asked, summed, strict=True))
    known = [sample for sample in opened if sample is not None and question in sample.questions]
    found = sample_differences(known[0], known[1], question) if len(known) > 1 else None
    return Held(one.study, two.study, comparability(start, end, found))
