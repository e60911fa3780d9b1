"""Notes of tables made from published figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from survey.definitions.base_size import nested_part
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.definitions.source_text import source_text
from survey.maths.published import largest_moe
from survey.maths.rounded_sums import rounding_explains
from survey.tables.figure_text import figure_text
from survey.tables.notes import counted, listed, remarks, study_notes, wording_note
from survey.tables.published_size import PublishedSize
from survey.tables.small_base import SMALL, TOO_SMALL, is_small, is_too_small
from survey.tables.stub import label_of
from survey.tables.table import Note
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined, same
from survey.words import Text


def published_notes(
    study: Study, question: Question, own: StudyQuestion, library: Library, size: PublishedSize, level: float
) -> tuple[Note, ...]:
    """Every note of the table, in the order in which they are printed."""
    found = [*study_notes(study), wording_note(question), _base(study, own, library), _n(study, library, size)]
    found += _small(size.n)
    stated: Part = study.weighting.stated or message("tables.weighting_unstated")
    found.append(Note("weighting", message("tables.weighting_published", stated=stated)))
    found += [_method(own, size, level), _moe(study, size, level), _missing(question, own), *_sum(question, own)]
    found += [*_kinds_of_figures(question, own), *_readings(question, own, library), *_groups(question, own, library)]
    found += [Note("numbers", message("tables.numbers", list=listed(_numbers(own.numbers))))] if own.numbers else []
    if study.synthetic:
        found.append(Note("synthetic", message("tables.synthetic")))
    named = [source_text(name, library.sources) for name in dict.fromkeys(own.sources or study.sources)]
    found += remarks(question, own)
    found.append(Note("sources", message("tables.sources", list=joined(named or [message("general.unstated")], "; "))))
    return tuple(found)


def _base(study: Study, own: StudyQuestion, library: Library) -> Note:
    if own.nested is None:
        return Note("base", message("tables.base", whom=message(f"tables.published_{own.base or 'unknown'}")))
    outer = library.question(study, own.nested.question)
    labels = [label_of(outer, option) for option in own.nested.options]
    whom: Text = message("tables.base_nested", options=listed(list(labels)), question=outer.heading)
    part = nested_part(study, own)
    if not math.isnan(part):
        whom = joined([whom, message("tables.nested_share", share=number(100 * part))])
    return Note("base", message("tables.base", whom=whom))


def _n(study: Study, library: Library, size: PublishedSize) -> Note:
    if not size.n > 0:
        return Note("n", message("tables.n_unknown", why=size.how))
    others: list[Part] = [
        joined([source_text(reading.source, library.sources), " ", figure_text(reading.size, thousands=True)])
        for reading in study.sample.readings
        if reading.size is not None
    ]
    parts: list[Part] = [message("tables.n_published", n=whole(size.n), how=size.how)]
    if others:
        parts.append(message("tables.size_readings", list=listed(others)))
    return Note("n", joined([*parts, message("tables.unweighted_n")]))


def _small(n: float) -> list[Note]:
    if not is_small(n, n):
        return []
    total: Part = counted(message("tables.total"), n, whole)
    parts = [message("tables.small", small=SMALL, list=total)]
    if is_too_small(n, n):
        parts.append(message("tables.too_small", floor=TOO_SMALL, list=total))
    return [Note("small", joined(list(parts)))]


def _method(own: StudyQuestion, size: PublishedSize, level: float) -> Note:
    points = [figure for figure in own.published.values() if figure.value is not None and not figure.is_bound]
    if not (size.n > 0 and points):
        return Note("method", message("tables.method_none"))
    return Note("method", message("tables.method_published", level=number(100 * level)))


def _moe(study: Study, size: PublishedSize, level: float) -> Note:
    parts: list[Part] = [message("tables.moe_unknown")]
    if size.n > 0:
        moe, wider = (number(100 * largest_moe(size.n, deff, level), 1) for deff in (1.0, 1.5))
        key = "moe_published" if study.sample.kind == "probability" else "moe_published_model"
        parts = [message(f"tables.{key}", level=number(100 * level), moe=moe, wider=wider)]
    if study.moe is not None:
        parts.append(message("tables.moe_stated", moe=number(study.moe.value, study.moe.digits)))
    return Note("moe", joined(parts))


def _missing(question: Question, own: StudyQuestion) -> Note:
    without: list[Part] = [label_of(question, option) for option in question.options if option not in own.published]
    return Note("missing", message("tables.dash", list=listed(without)) if without else message("tables.no_dash"))


def _sum(question: Question, own: StudyQuestion) -> list[Note]:
    """What the printed options make together, and how far that is from 100 beyond what rounding allows."""
    if not own.published:
        return []
    if question.several is True:
        return [Note("unaccounted", message("tables.multiple"))]
    figures = {option: figure for option, figure in own.published.items() if option in question.options}
    if not figures:
        return [Note("unaccounted", message("tables.only_nets"))]
    values = [figure.value for figure in figures.values() if figure.value is not None and figure.qualifier == "exact"]
    if len(values) < len(figures):
        return [Note("unaccounted", message("tables.not_added"))]
    total = sum(values)
    decimals = [max(own.decimals or 0, figure.digits) for figure in figures.values()]
    if rounding_explains(decimals, abs(total - 100)):
        parts: list[Part] = [message("tables.accounted", sum=number(total))]
    else:
        key = "tables.over" if total > 100 else "tables.unaccounted"
        parts = [message(key, sum=number(total), rest=number(abs(100 - total)))]
    if question.several == "unknown":
        parts.append(message("tables.multiple_unknown"))
    return [Note("unaccounted", joined(parts))]


def _kinds_of_figures(question: Question, own: StudyQuestion) -> list[Note]:
    """Limits, ranges, rough figures, figures that no source prints as such, and the sources' own words."""
    figures = own.published
    chosen = {
        "bounds": {option for option, figure in figures.items() if figure.value is not None and figure.is_bound},
        "ranges": {option for option, figure in figures.items() if figure.value is None},
        "about": {option for option, figure in figures.items() if figure.qualifier == "about"},
    }
    found = []
    for key, options in chosen.items():
        if options:
            of = {option: figure for option, figure in figures.items() if option in options}
            found.append(Note(key, message(f"tables.{key}", list=_printed(question, of, own))))
    unprinted: list[Part] = [
        joined(
            [
                label_of(question, option),
                " ",
                figure_text(figure, own.decimals),
                " (",
                message(f"tables.{figure.status}"),
                ")",
            ]
        )
        for option, figure in figures.items()
        if figure.status != "published"
    ]
    if unprinted:
        found.append(Note("status", message("tables.status", list=listed(unprinted))))
    said: list[Part] = [
        joined([label_of(question, option), " “", figure.said, "”"])
        for option, figure in figures.items()
        if figure.said
    ]
    if said:
        found.append(Note("said", message("tables.said", list=listed(said))))
    return found


def _readings(question: Question, own: StudyQuestion, library: Library) -> list[Note]:
    found: list[Part] = [
        joined([source_text(reading.source, library.sources), ": ", _printed(question, reading.published, None)])
        for reading in own.readings
        if reading.published
    ]
    return [Note("readings", message("tables.readings", list=joined(found, "; ")))] if found else []


def _groups(question: Question, own: StudyQuestion, library: Library) -> list[Note]:
    """Figures of subgroups, which have no column of their own."""
    found: list[Part] = []
    for domain, group in own.groups:
        asked = [(library.questions.get(by), level) for by, level in domain.items()]
        parts = (label_of(of, level) if of is not None else same(level) for of, level in asked)
        named = group.label or joined(parts, " × ")
        of = [figure_text(group.size, thousands=True)] if group.size is not None else []
        n = joined([" (n = ", *of, ")"]) if of else ""
        figures: list[Part] = [_printed(question, group.published, own)] if group.published else []
        found.append(joined([named, n, ": ", listed([*figures, *_numbers(group.numbers)])]))
    return [Note("groups", message("tables.groups", list=joined(found, "; ")))] if found else []


def _numbers(figures: Mapping[Literal["mean", "median"], Figure]) -> list[Part]:
    return [joined([message(f"tables.printed_{what}"), " ", figure_text(figure)]) for what, figure in figures.items()]


def _printed(question: Question, figures: Mapping[str, Figure], own: StudyQuestion | None) -> Text:
    decimals = own.decimals if own is not None else None
    return listed(
        [joined([label_of(question, option), " ", figure_text(figure, decimals)]) for option, figure in figures.items()]
    )
