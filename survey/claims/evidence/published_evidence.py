"""Published figures of a question as evidence: options, bounds, base, n, and each other source's reading of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from survey.claims.evidence.evidence import Evidence, labels_of
from survey.claims.evidence.sample_size import kind_of_sample, size_of, spread_of
from survey.claims.figures.printing import percent
from survey.claims.figures.share import printed_share
from survey.definitions.base_size import nested_part
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Nested, Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.maths.published import Range, rounding_half_width
from survey.wording.figures import rough
from survey.wording.lists import either
from survey.wording.message import Message, message
from survey.wording.sentences import clause
from survey.wording.worded import Joined, Part, joined, reworded, same
from survey.words import Text


def published_evidence(
    study: Study, name: str, library: Library, *, domain: Mapping[str, str] | None = None, level: float = 0.95
) -> tuple[Evidence, ...]:
    """The published figures of question ``name`` in ``study``, first as the study gives them, then each reading.

    A study whose sources disagree without one being chosen has readings only. ``domain`` asks for the figures of a
    subgroup ({education: university}). Empty where nothing was published.
    """
    own = study.questions.get(name, StudyQuestion())
    common: dict[str, Any] = {**_of_question(study, name, library), "level": level}
    if domain:
        return _of_group(study, own, domain, library, common)
    whom = _whom(study, own, library)
    found: list[Evidence] = []
    given: dict[str, Any]
    if own.published:
        shares = {key: printed_share(figure, own.decimals) for key, figure in own.published.items()}
        n = _n(study, own, own.size or study.sample.size, whom["part"], common["single"])
        sources = own.sources or study.sources
        given = {"origin": "published"}
        found.append(Evidence(shares=shares, sources=sources, **common, **whom, **n, **given))
    for reading in own.readings:
        if reading.published:
            shares = {key: printed_share(figure) for key, figure in reading.published.items()}
            n = _n(study, own, reading.size or own.size or study.sample.size, whom["part"], common["single"])
            who = source_name(reading.source, library)
            given = {"origin": reading.source, "who": who, "name": message("claims.printed_by", source=who)}
            notes = [note for note in (reading.note, *(one.note for one in reading.published.values())) if note]
            given["note"] = joined((clause(note) for note in notes), "; ") if notes else None
            found.append(Evidence(shares=shares, sources=(reading.source,), **common, **whom, **n, **given))
    return tuple(found)


def source_name(source: str, library: Library) -> Text:
    """The short name of a source, for sentences: "Rosbalt", "OSW"; its id where it has no title."""
    title = library.sources[source].title if source in library.sources else None
    return reworded(title, lambda part: part.split(", ")[0].split(" (")[0]) if title else same(source)


def _of_question(study: Study, name: str, library: Library) -> dict[str, Any]:
    question = library.question(study, name)
    return {
        "study": study.study,
        "question": name,
        "labels": labels_of(question),
        "options": _answers(study.questions.get(name, StudyQuestion()), question),
        "missing": frozenset(key for key, option in question.options.items() if option.missing),
        "nets": {key: net.options for key, net in question.nets.items()},
        "single": None if question.several == "unknown" else not question.several,
    }


def _answers(own: StudyQuestion, question: Question) -> tuple[str, ...]:
    """The options that share out 100 percent: those who were not asked are in a base of everybody only, those without
    an answer in no base of valid answers."""

    def counts(key: str) -> bool:
        kind = question.options[key].missing
        if own.base == "valid":
            return kind is None or key in own.published
        return kind != "not_asked" or (own.base == "all" and key in own.published)

    return tuple(key for key in question.options if counts(key))


def _of_group(
    study: Study, own: StudyQuestion, domain: Mapping[str, str], library: Library, common: dict[str, Any]
) -> tuple[Evidence, ...]:
    group = own.group(domain)
    if group is None or not group.published:
        return ()
    shares = {key: printed_share(figure, own.decimals) for key, figure in group.published.items()}
    whom: list[Part] = [group_text(study, domain, library, group.label)]
    if own.nested is not None:
        whom.append(message("claims.of_answered", answers=_answers_to(study, own.nested, library)))
    n, n_text = size_of(group.size)
    n_text = n_text if group.size else message("claims.n_group_unknown")
    return (
        Evidence(
            origin="published",
            shares=shares,
            sources=own.sources or study.sources,
            of_whom=joined(whom, ", "),
            part=math.nan,
            n=n,
            n_text=n_text,
            n_spread=spread_of(group.size),
            assumptions=_assumptions(study, n, n_text, common["single"]),
            **common,
        ),
    )


def group_text(study: Study, domain: Mapping[str, str], library: Library, label: Text | None = None) -> Joined:
    """A subgroup in words, by its own name where it has one: "among Women (sex), among 18-29 (age)"."""
    if label is not None:
        return joined((message("claims.among_group", group=label, question=", ".join(domain)),), ", ")

    def group(by: str, which: str) -> Message:
        if by not in study.questions and by not in library.questions:
            return message("claims.among_group", group=which, question=by)
        question = library.question(study, by)
        return message("claims.among_group", group=question.label(which), question=question.name)

    return joined((group(*one) for one in domain.items()), ", ")


def _answers_to(study: Study, nested: Nested, library: Library) -> Joined:
    """The answers that a nested base is of, in words."""
    question = library.question(study, nested.question)
    return either(message("claims.quoted", text=question.label(option)) for option in nested.options)


def _whom(study: Study, own: StudyQuestion, library: Library) -> dict[str, Any]:
    """The base in words, where it is those who chose some options of another question, and its share of the sample."""
    if own.nested is None:
        return {"of_whom": None, "part": 1.0, "part_half": 0.0}
    part = nested_part(study, own)
    outer = study.questions.get(own.nested.question, StudyQuestion())
    figures = [outer.published[one] for one in own.nested.options if one in outer.published]
    half = sum(rounding_half_width(printed_share(figure, outer.decimals).decimals) for figure in figures)
    answers = _answers_to(study, own.nested, library)
    of_whom = (
        message("claims.of_answered", answers=answers)
        if math.isnan(part)
        else message("claims.of_share_answered", share=percent(part), answers=answers)
    )
    return {"of_whom": of_whom, "part": part, "part_half": half}


def _n(study: Study, own: StudyQuestion, size: Figure | None, part: float, single: bool | None) -> dict[str, Any]:
    """The number of respondents that the figures are of, how it is known, and what computing with it assumes."""
    n, text = size_of(size)
    if own.nested is not None and own.size is None:
        if math.isnan(part):
            n, text = math.nan, message("claims.n_part_unknown", n_text=text)
        elif n > 0:
            text = message("claims.n_part", n_text=text, part=percent(part), n=rough(n * part))
            n *= part
        else:
            text = message("claims.n_part_only", n_text=text, part=percent(part))
    spread = spread_of(size) if n > 0 else Range(1.0, 1.0)
    return {"n": n, "n_text": text, "n_spread": spread, "assumptions": _assumptions(study, n, text, single)}


def _assumptions(study: Study, n: float, n_text: Message, single: bool | None) -> tuple[Text, ...]:
    if not n > 0:
        return (n_text,)
    unstated = message("claims.one_answer_unstated") if single is None else None
    found = (n_text, message("claims.deff_unknown"), kind_of_sample(study), unstated)
    return tuple(text for text in found if text is not None)
