"""Published figures of a question as evidence: options, bounds, base, n, and each other source's reading of them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from survey.claims.evidence import Evidence, Share
from survey.claims.phrases import read_phrase
from survey.claims.printing import figure_text, number, percent
from survey.definitions.library import Library
from survey.definitions.question import Question
from survey.definitions.study import Study, StudyQuestion
from survey.definitions.values import LOWER_BOUNDS, UPPER_BOUNDS, Figure
from survey.maths.published import Range, printed_decimals, printed_range
from survey.words import say


def published_evidence(
    study: Study, name: str, library: Library, *, domain: Mapping[str, str] | None = None, level: float = 0.95
) -> tuple[Evidence, ...]:
    """The published figures of question ``name`` in ``study``, first as the study gives them, then each reading.

    A study whose sources disagree without one being chosen has readings only. ``domain`` asks for the figures of a
    subgroup ({education: university}). Empty where nothing was published.
    """
    own = study.questions.get(name, StudyQuestion())
    question = library.question(study, name)
    figures, size, sources = own.published, own.size or study.sample.size, own.sources or study.sources
    if domain:
        if len(domain) != 1:
            return ()
        ((by, level_of),) = domain.items()
        group = own.by.get(by, {}).get(level_of)
        if group is None:
            return ()
        figures, size = group.published, group.size
    n, n_text = size_of(size)
    of_whom = ""
    if own.nested and not own.size:
        n, n_text, of_whom = _nested(study, own, n, n_text)
    found = []
    if figures:
        found.append(_evidence(study, question, own, figures, n, n_text, of_whom, "published", sources, level))
    for reading in () if domain else own.readings:
        if reading.published:
            its_n, its_text = size_of(reading.size) if reading.size else (n, n_text)
            found.append(
                _evidence(
                    study, question, own, reading.published, its_n, its_text, of_whom, reading.source, (reading.source,), level
                )
            )
    return tuple(found)


def size_of(size: Figure | None) -> tuple[float, str]:
    """Number of respondents to compute with, and how it is known. An upper limit alone gives none."""
    if size is None:
        return math.nan, "n is not published"
    if size.value is None:
        low = size.low if size.low is not None else math.nan
        return low, f"n = {number(low)}, the lower end of what is printed ({figure_text(size)})"
    if size.qualifier in UPPER_BOUNDS:
        return math.nan, f"n is known only as {figure_text(size)}"
    word = "as published" if size.status == "published" else size.status
    if size.qualifier in LOWER_BOUNDS:
        return size.value, f"n = {number(size.value)} ({figure_text(size)}, {word})"
    if size.qualifier == "about":
        return size.value, f"n = {number(size.value)} (about, {word})"
    return size.value, f"n = {number(size.value)} {word}"


def printed_share(figure: Figure, decimals: int | None = None) -> Share:
    """A printed percentage as a share with the values that its printing leaves open."""
    said = figure.said or ""
    if figure.value is None:
        low, high = (figure.low or 0.0) / 100, (100.0 if figure.high is None else figure.high) / 100
        return Share(math.nan, Range(low, high), figure_text(figure), "between", figure.status, False, said)
    own = printed_decimals(figure.value)
    digits = own if decimals is None or figure.qualifier != "exact" else max(own, decimals)
    allowed = printed_range(figure.value, digits, figure.qualifier)
    value = math.nan if figure.is_bound else figure.value / 100
    bound = figure.qualifier if figure.is_bound else ""
    return Share(value, allowed, figure_text(figure), bound, figure.status, figure.qualifier == "exact", said, digits)


def is_words(share: Share) -> bool:
    """True for a reading that repeats words ("two-thirds") and has no figure of its own."""
    return bool(share.said) and read_phrase(share.said) is not None


def _evidence(
    study: Study,
    question: Question,
    own: StudyQuestion,
    figures: Mapping[str, Figure],
    n: float,
    n_text: str,
    of_whom: str,
    origin: str,
    sources: tuple[str, ...],
    level: float,
) -> Evidence:
    labels = {key: say(option.label, "en", key) for key, option in question.options.items()}
    labels.update({key: say(net.label, "en", key) for key, net in question.nets.items()})
    decimals = own.decimals if origin == "published" else None
    multiple = question.multiple if question.multiple is not None else question.type == "multiple"
    return Evidence(
        study=study.study,
        question=question.question,
        origin=origin,
        shares={key: printed_share(figure, decimals) for key, figure in figures.items()},
        labels=labels,
        options=tuple(question.options),
        missing=frozenset(key for key, option in question.options.items() if option.missing),
        nets={key: net.options for key, net in question.nets.items()},
        n=n,
        n_text=n_text,
        of_whom=of_whom,
        single=None if multiple == "unknown" else not multiple,
        sources=sources,
        assumptions=(n_text, "design effect 1 (none is published)") if n > 0 else (n_text,),
        level=level,
    )


def _nested(study: Study, own: StudyQuestion, n: float, n_text: str) -> tuple[float, str, str]:
    """A base that is those who chose some options of another question: its n is their share of the sample's n."""
    assert own.nested is not None
    outer = study.questions.get(own.nested.question)
    figures = [outer.published.get(option) for option in own.nested.options] if outer else []
    shares = [figure.value / 100 for figure in figures if figure is not None and figure.value is not None]
    names = " or ".join(own.nested.options)
    if not figures or len(shares) < len(figures):
        return math.nan, f"{n_text}; the base is those who answered {names}, whose number is not published", f"of {names}"
    part = sum(shares)
    whom = f"of the {percent(part)}% who answered {names}"
    text = f"{n_text}; the base is {percent(part)}% of it" + (f", n = {number(n * part)}" if n > 0 else "")
    return n * part, text, whom
