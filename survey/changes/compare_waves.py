"""Waves with microdata compared: comparability first, then figures and changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack

from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.cells.shared.common_answers import common_answers
from survey.cells.shared.unanswered import kinds_in
from survey.changes.asked import Asked, ComparisonOptions
from survey.changes.boxes import nets_of
from survey.changes.comparison import ChangeFigure, Comparison, Held
from survey.changes.held import held, own_base, refuse_held
from survey.changes.measured import WORK, Measure
from survey.changes.notes import comparison_notes
from survey.changes.pairs import pairs_of
from survey.changes.parted import parted
from survey.definitions.records.when import when
from survey.errors import EstimationError
from survey.estimation.core.options import known
from survey.maths.adjust import adjust_p
from survey.maths.planning.conditions import Planned
from survey.maths.planning.equivalence import equivalence_p
from survey.tables.table import Note
from survey.words import Text


def compare_waves(
    samples: Mapping[str, SampleData],
    question: str,
    by: str | Sequence[str] = (),
    **options: Unpack[ComparisonOptions],
) -> Comparison:
    """A statistic of ``question`` in each of ``samples`` (name -> data, in the order of time), in domains ``by``, and
    its change between them.

    Each two waves are held against each other first, and what is not comparable is refused
    (``survey.definitions.comparing.comparability``) unless it is forced. Finer answers are joined by nets where others
    asked coarser ones. Changes, their errors and what persons in both waves do to them are those of ``survey.compare``;
    differences in differences those of ``survey.difference``. An arrow is shown where the (adjusted) p-value is below
    ``1 - level``. Raises ``ComparisonError`` and ``EstimationError``.
    """
    asked = Asked(**options)
    names = list(samples)
    pairs = pairs_of(names, asked.pairs)
    first = samples[names[0]]
    statistic = asked.statistic or ("mean" if first.question(question).type == "number" else "share")
    known("statistic", statistic, tuple(WORK))
    base = asked.base
    domains = (by,) if isinstance(by, str) else tuple(by)
    told = [held((a, samples[a]), (b, samples[b]), question, base) for a, b in pairs]
    for pair in told:
        if not asked.force:
            refuse_held(pair, samples[pair.start], samples[pair.end], question)
    joined_up: tuple[Text, ...] = ()
    if statistic == "share":
        common = common_answers(list(samples.values()), question)
        samples = dict(zip(names, common.samples, strict=True))
        joined_up = common.notes(question)
    how: dict[str, Any] = {}
    if statistic == "share":
        how = {"base": base or own_base(first, question), "nets": nets_of(samples, question, asked)}
    measure = Measure(question, statistic, domains, asked.level, asked.force, how)
    between = _between(asked.between, domains)
    levels = [one for name, sample in samples.items() for one in measure.levels(name, sample)]
    changes: list[ChangeFigure] = []
    said: dict[tuple[str, str], tuple[Text, ...]] = {}
    for a, b in pairs:
        found, said[a, b] = measure.changes((a, b), (samples[a], samples[b]), between)
        changes += found
    changes = _tested(changes, asked)
    notes = comparison_notes(samples, question, joined_up, said)
    rows, how_made = parted(samples, pairs, measure, asked.make_up, changes)
    made = _made(samples, measure, told, (levels, changes), asked, notes)
    records = (*made.records, *(row for one in rows for row in one.records(question)))
    return replace(made, parted=rows, parted_notes=how_made, records=records)


def _made(
    samples: Mapping[str, SampleData],
    measure: Measure,
    told: Sequence[Held],
    figures: tuple[list[Any], list[ChangeFigure]],
    asked: Asked,
    notes: tuple[Note, ...],
) -> Comparison:
    levels, changes = figures
    first = next(iter(samples.values()))
    rules = {sample.study.rounding for sample in samples.values() if sample.study is not None}
    waves = {
        name: when(sample.study.fieldwork, sample.study.wave or name) if sample.study is not None else {"und": name}
        for name, sample in samples.items()
    }
    return Comparison(
        question=measure.question,
        title=first.question(measure.question).heading,
        statistic=measure.statistic,
        domains=measure.by,
        waves=waves,
        held=tuple(told),
        levels=tuple(levels),
        changes=tuple(changes),
        notes=notes,
        records=tuple(_records(measure, changes)),
        missing=_missing(samples, measure),
        level=measure.level,
        margin=asked.margin,
        adjusted=asked.adjust,
        synthetic=any(is_invented(sample) for sample in samples.values()),
        rounding=rules.pop() if len(rules) == 1 else None,
    )


def _missing(samples: Mapping[str, SampleData], measure: Measure) -> tuple[str, ...]:
    """Rows of those without an answer."""
    if measure.statistic != "share":
        return ()
    kinds = {name: kind for one in samples.values() for name, kind in kinds_in(one, measure.question).items()}
    return tuple(name for name, kind in kinds.items() if kind)


def _between(between: tuple[str, str] | None, domains: Sequence[str]) -> tuple[str, str] | None:
    if between is not None and len(domains) != 1:
        said = "a difference in differences is of two levels of one domain"
        raise EstimationError(said, where="between", fix="Name one variable in by.")
    return between


def _tested(changes: Sequence[ChangeFigure], asked: Asked) -> list[ChangeFigure]:
    """With adjusted p-values, the test of equivalence, and the least change that is found."""
    level, margin, adjust = asked.level, asked.margin, asked.adjust
    reach = Planned(level=level, power=asked.power).reach
    p = [one.p_value for one in changes]
    adjusted = p if adjust is None else adjust_p(p, adjust).tolist()
    same = [math.nan] * len(p)
    if margin is not None:
        if not margin > 0:
            raise EstimationError(f"{margin:g} is no margin", where="margin", fix="Write 0.03 for 3 points.")
        value, error, df = ([getattr(one, name) for one in changes] for name in ("estimate", "std_error", "df"))
        same = equivalence_p(value, error, df, margin).tolist()
    return [
        replace(
            one,
            p_adjusted=q,
            beyond=None if math.isnan(q) else q < 1 - level,
            equivalence=e,
            detectable=reach * one.std_error,
        )
        for one, q, e in zip(changes, adjusted, same, strict=True)
    ]


def _records(measure: Measure, changes: Sequence[ChangeFigure]) -> Iterator[dict[str, Any]]:
    for one in changes:
        levels = one.levels or ("",) * len(measure.by)
        yield {
            "study": f"{one.start}:{one.end}",
            "question": measure.question,
            "option": one.option,
            **dict(zip(measure.by, levels, strict=True)),
            **{name: getattr(one, name) for name in ("estimate", "std_error", "conf_low", "conf_high")},
            "deff": math.nan,
            "n": sum(one.n),
            "n_weighted": math.nan,
            "n_eff": math.nan,
            "df": one.df,
            "start": one.figures[0],
            "end": one.figures[1],
            "n_start": one.n[0],
            "n_end": one.n[1],
            **{name: getattr(one, name) for name in ("p_value", "p_adjusted", "beyond", "equivalence", "detectable")},
        }
