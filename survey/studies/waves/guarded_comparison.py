"""Comparisons of waves under a policy of disclosure: what the tables of a wave suppress is in none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.changes.audit import SchemeAudit
from survey.changes.comparison import ChangeFigure, Comparison
from survey.definitions.policy import least_respondents, policy_of
from survey.definitions.records.presenting.banner import INSIDE
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.errors import SurveyError
from survey.inside import ADVICE
from survey.maths.rules.coarse import error_unit
from survey.studies.few_respondents import small_groups
from survey.studies.guarded_estimate import MEANS, refuse_dominated
from survey.tables.crosstab import crosstab
from survey.tables.rules.coarsened import rounded_record, rounded_to
from survey.tables.rules.rule_of import ruled
from survey.tables.table import Note, Table
from survey.tables.topline import topline
from survey.wording.few import without_few
from survey.wording.figures import whole
from survey.wording.message import message

FIGURES = ("estimate", "std_error", "conf_low", "conf_high")
Place = tuple[str, tuple[str, ...]]  # an option (or a statistic) in a domain


def guarded_comparison(
    made: Comparison, samples: Mapping[str, SampleData], by: Sequence[str], base: str | None
) -> Comparison:
    """``made`` without the figures, and their changes, that a wave's table of the question (by ``by``) suppresses, or
    that are of too few; they are counted in a note. The others are rounded as the policy says. ``SurveyError`` for
    means that a few answers make."""
    for sample in samples.values() if made.statistic in MEANS else ():
        policy = policy_of(sample.study)
        if policy is not None:
            refuse_dominated(policy, sample, [made.question], by)
    return _rounded(_shown(made, samples, by, base), samples)


def _shown(made: Comparison, samples: Mapping[str, SampleData], by: Sequence[str], base: str | None) -> Comparison:
    gone: dict[str, set[Place]] = {}
    for name, sample in samples.items():
        least = least_respondents(sample.study)
        if least:
            few = {_place(one) for one in made.levels if one.wave == name and 0 < one.n < least}
            few |= {_place(one) for one in made.changes if name in _waves(one) and min(one.n) < least}
            gone[name] = few | (_suppressed(made, sample, by, base) if made.statistic == "share" else set())
    if not any(gone.values()):
        return made
    levels = tuple(one for one in made.levels if _place(one) not in gone.get(one.wave, ()))
    changes = tuple(one for one in made.changes if not any(_place(one) in gone.get(wave, ()) for wave in _waves(one)))
    kept = {(f"{one.start}:{one.end}", *_place(one)) for one in changes} | {(one.wave, *_place(one)) for one in levels}
    records = tuple(
        row
        for row in made.records
        if (row["study"], row["option"], tuple(str(row[name]) for name in made.domains)) in kept
    )
    count = len(made.changes) - len(changes) + len(made.levels) - len(levels)
    note = Note("withheld", message("trends.withheld", count=whole(count), list=", ".join(n for n in gone if gone[n])))
    return replace(made, levels=levels, changes=changes, records=records, notes=(note, *made.notes))


def _rounded(made: Comparison, samples: Mapping[str, SampleData]) -> Comparison:
    """Figures without the digits by which differences of them tell answers: shares in multiples of the coarsest policy
    of the waves, others by their standard errors."""
    policy = _coarsest(samples)
    if policy is None:
        return made

    def unit(error: float) -> float:
        return policy.round.percents / 100 if made.in_percent else float(error_unit(np.array(error)))

    def told(one: Any) -> Any:
        step = unit(one.std_error)
        figures: dict[str, Any] = {name: float(rounded_to(np.array(getattr(one, name)), step)) for name in FIGURES}
        if isinstance(one, ChangeFigure):
            figures["figures"] = tuple(rounded_to(np.array(one.figures), step).tolist())
            tested = {name: getattr(one, name) for name in ("df", "p_value", "p_adjusted", "equivalence", "detectable")}
            figures |= rounded_record(tested, step, policy)
        return replace(one, **figures)

    records = tuple(_record(row, unit(float(row["std_error"])), policy) for row in made.records)
    levels, changes = tuple(map(told, made.levels)), tuple(map(told, made.changes))
    parted = tuple(replace(one, parts=_parts(one.parts, unit)) for one in made.parted)
    notes, more = (_notes(some, policy) for some in (made.notes, made.parted_notes))
    return replace(made, levels=levels, changes=changes, records=records, parted=parted, notes=notes, parted_notes=more)


def _coarsest(samples: Mapping[str, SampleData]) -> Disclosure | None:
    policies = [policy for sample in samples.values() if (policy := policy_of(sample.study)) is not None]
    return max(policies, key=lambda one: (one.round.percents, one.round.counts), default=None)


def _parts(parts: Mapping[str, tuple[Any, ...]], unit: Callable[[float], float]) -> dict[str, Any]:
    """Parts of a figure or a change, each an estimate, its error and interval, and what more is said of it."""
    return {
        name: (*(float(rounded_to(np.array(one), unit(row[1]))) for one in row[:4]), *row[4:])
        for name, row in parts.items()
    }


def _notes(notes: Sequence[Note], policy: Disclosure) -> tuple[Note, ...]:
    return tuple(replace(note, text=without_few(note.text, policy.least)) for note in notes)


def guarded_audit(made: SchemeAudit, samples: Mapping[str, SampleData]) -> SchemeAudit:
    """Two weightings of the waves as far as the policies of the waves show them, rounded as a comparison is: the part
    that weights make is a difference of two figures of the same people. ``SurveyError`` for groups of too few, and for
    means that a few answers make."""
    question = made.question
    if next(iter(samples.values())).question(question).options:
        refuse_small(samples, [question], "two weightings")
    for sample in samples.values():
        policy = policy_of(sample.study)
        if policy is not None and made.statistic in MEANS:
            refuse_dominated(policy, sample, [question], ())
    policy = _coarsest(samples)
    if policy is None:
        return made

    def unit(error: float) -> float:
        return policy.round.percents / 100 if made.statistic == "share" else float(error_unit(np.array(error)))

    rows = tuple(replace(row, parts=_parts(row.parts, unit)) for row in made.rows)
    records = tuple(_record(row, unit(float(row["std_error"])), policy) for row in made.records)
    return replace(made, rows=rows, records=records, notes=_notes(made.notes, policy))


def _record(row: Mapping[str, Any], step: float, policy: Disclosure) -> dict[str, Any]:
    ends = {name: float(rounded_to(np.array(row[name]), step)) for name in ("start", "end") if name in row}
    return {**rounded_record(row, step, policy), **ends}


def refuse_small(samples: Mapping[str, SampleData], questions: Sequence[str], what: str) -> None:
    """``SurveyError`` where groups of ``questions`` that ``what`` tells of are of too few respondents."""
    for sample in samples.values():
        least = least_respondents(sample.study)
        for name in questions if least else ():
            if small_groups(sample, name, least):
                said = f"{what} would tell of groups of fewer than {least} respondents"
                raise SurveyError(said, where=f"{sample.name}: {name}", fix=f"Join options; {ADVICE}")


def _place(one: Any) -> Place:
    return one.option, one.levels


def _waves(one: Any) -> tuple[str, str]:
    return one.start, one.end


def _suppressed(made: Comparison, sample: SampleData, by: Sequence[str], base: Any) -> set[Place]:
    name = made.question
    table = crosstab(sample, name, [INSIDE.join(by)], base=base) if by else topline(sample, name, base=base)
    (shown,) = ruled(sample.study, [table])
    hidden = set(_hidden(shown))
    known = {row.id for row in shown.stub}
    asked = {_place(one) for one in (*made.levels, *made.changes)}
    more = {place for place in asked if place[0] not in known and any(place[1] == other[1] for other in hidden)}
    return hidden | more  # nets of the call go with any option


def _hidden(shown: Table) -> list[Place]:
    if shown.presentation is None:
        return []
    does = shown.presentation.does
    return [
        (row.id, column.domain if column.group else ())
        for row, line in zip(shown.stub, does, strict=True)
        for column, did in zip(shown.columns, line, strict=True)
        if did == "suppress"
    ]
