"""Waves of studies compared, from definitions to results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.changes.audit import SchemeAudit, audit_schemes
from survey.changes.compare_waves import compare_waves
from survey.changes.comparison import Comparison
from survey.definitions.records.library import Library
from survey.errors import LeftOutWarning, SurveyError, warn
from survey.progress import steps
from survey.studies.few_respondents import refuse_words
from survey.studies.study_sample import sample_opener
from survey.studies.waves.guarded_comparison import guarded_audit, guarded_comparison, refuse_small
from survey.trends.waves import order_of, selected
from survey.weighting.combining.combine import combine
from survey.weighting.plan.study_sample import study_sample, weighted
from survey.words import nearest

TOGETHER = "+"  # periods of several waves: w1+w2


def parted(names: Sequence[str], library: Library) -> tuple[list[str], list[str]]:
    """Studies (ids, series, several joined by +) and the questions that stand behind them.

    Raises ``SurveyError`` where less than two studies or no question is named, with the nearest names."""
    studies: list[str] = []
    for place, name in enumerate(names):
        if all(part in library.studies for part in name.split(TOGETHER)):
            studies.append(name)
        elif members := sorted((one for one in library.studies.values() if one.series == name), key=order_of):
            studies += [one.study for one in members if one.data is not None]
            gone = [one.study for one in members if one.data is None]
            if gone:
                warn(LeftOutWarning, f"{name}: {', '.join(gone)}: no microdata, left out of the comparison")
        else:
            questions = list(names[place:])
            if len(studies) < 2:
                known = [*library.studies, *{one.series for one in library.studies.values() if one.series}]
                raise SurveyError(
                    f"two studies or more are compared, and '{name}' is none",
                    where="compare",
                    fix=nearest(name, known),
                )
            return studies, questions
    raise SurveyError("no question is named", where="compare", fix="survey compare STUDY STUDY QUESTION")


def study_samples(names: Sequence[str], library: Library, where: str | None = None) -> dict[str, SampleData]:
    """The weighted data of each; those joined by + are combined, each with a part by its effective size."""
    if len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise SurveyError("is named twice", where=twice, fix="Name each wave once.")
    opened = sample_opener(library)
    _refuse_shared(names, opened)
    found: dict[str, SampleData] = {}
    for name in steps("waves", names):
        parts = {}
        for one in name.split(TOGETHER):
            sample = opened(one)
            if sample is None:
                fix = f"Its published figures: survey trend QUESTION --change {one}:STUDY."
                raise SurveyError("a comparison needs microdata", where=one, fix=fix)
            parts[one] = sample
        whole = next(iter(parts.values())) if len(parts) == 1 else combine(parts)
        found[name] = within(whole, where)
    return found


def _refuse_shared(names: Sequence[str], opened: Callable[[str], SampleData | None]) -> None:
    """``SurveyError`` where one wave stands in two of ``names``, or twice in one, and its respondents have no ids, by
    which they would be known to be the same."""
    every = [one for name in names for one in name.split(TOGETHER)]
    for name in names:
        parts = name.split(TOGETHER)
        if len(set(parts)) < len(parts):
            raise SurveyError("a wave is pooled with itself", where=name, fix="Name each wave once.")
    for one in sorted({one for one in every if every.count(one) > 1}):
        sample = opened(one)
        if sample is not None and sample.design.person is None:
            said = "its respondents stand on both sides, and have no ids by which they are known to be the same"
            raise SurveyError(said, where=one, fix="Name the column of ids in 'data: id:', or compare other waves.")


def study_compare(
    names: Sequence[str],
    questions: Sequence[str],
    library: Library,
    by: Sequence[str] = (),
    *,
    where: str | None = None,
    margin: float | None = None,
    **options: Any,
) -> list[Comparison]:
    """One comparison a question. ``margin``: in points for shares. ``options``: the others of
    ``survey.changes.compare_waves``."""
    samples = study_samples(names, library, where)
    for sample in samples.values():
        refuse_words(sample, [*questions, *by])
    make_up = [one for part in options.get("make_up", ()) for one in ([part] if isinstance(part, str) else part)]
    refuse_small(samples, make_up, "a make-up of samples")
    found = []
    for question in questions:
        number = next(iter(samples.values())).question(question).type == "number"
        shares = options.get("statistic", "mean" if number else "share") == "share"
        own = margin / 100 if margin is not None and shares else margin
        made = compare_waves(samples, question, tuple(by), margin=own, **options)
        found.append(guarded_comparison(made, samples, by, options.get("base")))
    return found


def study_line(
    question: str,
    library: Library,
    by: Sequence[str] = (),
    *,
    series: Sequence[str] = (),
    studies: Sequence[str] = (),
    where: str | None = None,
    **options: Any,
) -> Comparison:
    """The same as a line: the figures of all waves with data that asked, each with the one before."""
    found = selected(question, library, series, studies)
    if not series and not studies:  # as in a trend: invented data are shown where they are named
        gone = [study.study for study in found if study.is_synthetic]
        if gone:
            warn(LeftOutWarning, f"{question}: {', '.join(gone)}: synthetic data, shown only when named")
        found = [study for study in found if not study.is_synthetic]
    chosen = [study.study for study in found if study.data is not None]
    samples = study_samples(chosen, library, where)
    for sample in samples.values():
        refuse_words(sample, [question, *by])
    made = compare_waves(samples, question, tuple(by), **options)
    records = tuple(level.record(made) for level in made.levels)
    return guarded_comparison(replace(made, line=True, records=records), samples, by, options.get("base"))


def study_audit(
    names: Sequence[str], questions: Sequence[str], library: Library, scheme: str, **options: Any
) -> list[SchemeAudit]:
    """The waves by their own weights and by the weighting of the study ``scheme``; one audit a question. ``options``:
    those of ``survey.changes.audit.audit_schemes``."""
    plan = library.study(scheme)
    own = study_samples(names, library)
    for sample in own.values():
        refuse_words(sample, questions)
    new = {name: weighted(study_sample(library.study(name), library, weigh=False), plan, library) for name in names}
    return [guarded_audit(audit_schemes(own, new, question, scheme=scheme, **options), own) for question in questions]
