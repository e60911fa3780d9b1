"""The tables that a study's definition asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import EstimationError, LeftOutWarning, SurveyError, warn
from survey.studies.study_sample import banner_of, crosstab_sample
from survey.studies.without_data import refuse_without_data
from survey.tables.ahead import check_banner, gathered, table_fault
from survey.tables.rules.rule_of import ruled
from survey.tables.shape.nested import flat, levels_of
from survey.tables.small_base import small_bases_together
from survey.tables.table import Table
from survey.weighting.plan.study_sample import sample_of_data
from survey.words import Base, nearest

LEAVE_OUT = "To leave it out without this warning, name the questions to tabulate under 'tables:' in the study."


def tabulated(study: Study) -> tuple[str, ...]:
    """Questions to tabulate: those under ``tables``, else all of the study that are not in its banner."""
    return study.tables or tuple(name for name in study.questions if name not in study.across)


def made_of_all(study: Study, sample: SampleData, base: Base | None = None) -> tuple[str, ...]:
    """The questions that ``tabulated`` names, without those that no table can be made of, which are told each by a
    ``LeftOutWarning``. Those that the study itself names under ``tables`` are an ``EstimationError``, as where none is
    left."""
    names = tabulated(study)
    faults: list[tuple[str, EstimationError]] = []
    for name in names:
        own = study.questions.get(name)
        fault = table_fault(sample, name, base or (own.base if own is not None else None) or "asked")
        if fault is not None:
            faults.append((name, fault))
    if faults and (study.tables or len(faults) == len(names)):
        raise faults[0][1]
    for name, fault in faults:
        said = f"{study.study}: {name}: left out of the tables ({sample.n:,} respondents): {fault.message}. {LEAVE_OUT}"
        warn(LeftOutWarning, said)
    without = {name for name, _ in faults}
    return tuple(name for name in names if name not in without)


def study_toplines(
    study: Study,
    library: Library,
    questions: Sequence[str] = (),
    *,
    sample: SampleData | None = None,
    settings: dict[str, Any] | None = None,
    rule: str | None = None,
    where: str | None = None,
    **figures: Any,
) -> list[Table]:
    """One table a question, from ``sample`` (opened by ``settings`` where the study has data), else from the published
    figures; without ``questions`` those of ``made_of_all``. ``figures``: base, interval and level. ``rule``: the rule
    of presentation (``ruled``), the study's where none is named. ``where``: a filter, as
    ``survey.cells.filters.within`` takes it.

    Raises ``SurveyError`` for a question that the study did not ask or published nothing about, and for what only data
    can follow (a base, a kind of interval, columns of the design) where there are none.
    """
    from survey.tables.published import published_topline

    settings = settings or {}
    sample = sample if sample is not None else sample_of_data(study, library, settings)
    if sample is not None:
        sample, study = within(sample, where), sample.study or study  # whose questions may be those of its data
        from survey.tables.topline import topline

        blocks = gathered(sample, questions or made_of_all(study, sample, figures.get("base")))
        with small_bases_together():
            tables = [topline(sample, name, **figures) for block in blocks for name in block]
        return ruled(study, tables, rule)
    names = questions or [name for name in tabulated(study) if study.questions[name].published]
    for name in names:
        if name not in study.questions:
            raise SurveyError(f"no question '{name}'", where=study.study, fix=nearest(name, study.questions))
    if not names:
        raise SurveyError("no figures were published and there are no data", where=study.study, fix="Give --data FILE.")
    _without_effect(study, {**settings, **figures, "rule": rule, "where": where})
    how = {name: figures[name] for name in ("level", "sort") if name in figures}
    return [published_topline(study, library.question(study, name), library, **how) for name in names]


def _without_effect(study: Study, given: dict[str, Any]) -> None:
    """An error for options that published figures cannot follow."""
    unused = [name for name, value in given.items() if value is not None and (name, value) != ("interval", "logit")]
    unused = [name for name in unused if name not in ("level", "data", "sort")]
    if unused:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in unused)
        fix = "Give --data FILE, or leave it out."
        if "base" in unused:
            fix += f" Another base of published figures: survey trend QUESTION --studies {study.study} --base valid."
        said = f"there are published figures only, on which {names} {'has' if len(unused) == 1 else 'have'} no effect"
        raise SurveyError(said, where=study.study, fix=fix)


def study_crosstabs(
    study: Study,
    library: Library,
    rows: Sequence[str] = (),
    banner: Sequence[str] = (),
    *,
    sample: SampleData | None = None,
    settings: dict[str, Any] | None = None,
    rule: str | None = None,
    **figures: Any,
) -> list[Table]:
    """One table a question of ``rows`` (those of ``made_of_all`` that are not in the banner) over ``banner`` (the
    definition's), where none are given; under ``rule``, the study's where none is named (``ruled``)."""
    from survey.tables.crosstab import crosstab

    if sample is None:
        refuse_without_data(study, settings or {})
    banner = banner_of(study, banner)
    opened = sample if sample is not None else crosstab_sample(study, library, settings or {})
    sample, study = within(opened, figures.pop("where", None)), opened.study or study
    for by in flat(sample, banner):
        check_banner(sample, by)
    blocks = gathered(sample, rows or _outside(study, sample, banner, figures.get("base")), banner)
    with small_bases_together():
        tables = [crosstab(sample, name, banner, **figures) for block in blocks for name in block]
    return ruled(study, tables, rule)


def _outside(study: Study, sample: SampleData, banner: Sequence[str], base: Base | None) -> list[str]:
    """``made_of_all`` without what stands in ``banner``, of which those that the study names itself are told."""
    across = {name for by in banner for name in levels_of(sample, by)}
    names = made_of_all(study, sample, base)
    rows = [name for name in names if name not in across]
    if not rows:
        said = f"every question stands in the banner ({', '.join(banner)})"
        raise SurveyError(said, where=study.study, fix="Name another banner, or the questions to tabulate.")
    gone = [name for name in names if name in across]
    if gone:
        warn(LeftOutWarning, f"{study.study}: {', '.join(gone)}: no rows of the crosstabs, as the banner has it")
    return rows
