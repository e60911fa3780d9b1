"""A statistic asked for by itself (a mean, a ratio, a test, a model) with its labels and notes, ready to be printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from survey.cells.samples.declared import is_invented, rounding_of
from survey.cells.samples.sample import SampleData
from survey.estimation.models.model import Model
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.tested import TestResult
from survey.tables.data_notes import sources_note
from survey.tables.finding_notes import method_note, said, short, tested_note
from survey.tables.notes import counted, filter_note, listed, study_notes, wording_note
from survey.tables.stub import label_of
from survey.tables.table import Note
from survey.tables.weighting_note import design_note, weighting_note
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined, same
from survey.words import BLANK, NONE, UNKNOWN, Rounding, Text

PERCENT = ("share",)  # statistics that are printed as percent
# whose intervals are not as wide on both sides
RATIOS = ("ratio of odds", "ratio of rates", "ratio of hazards", "ratio of means")


@dataclass(frozen=True)
class Finding:
    """``labels`` and ``groups``: what the rows of ``estimates`` are called, and the head over them ("" for none).
    ``tests`` stand below. ``records`` are the long rows for csv and json, in the project's column order."""

    title: Text
    study: str
    question: str
    statistic: str
    notes: tuple[Note, ...]
    estimates: Estimates | None = None
    labels: tuple[Text, ...] = ()
    groups: tuple[Text, ...] = ()
    tests: tuple[TestResult, ...] = ()
    records: tuple[dict[str, Any], ...] = ()
    domains: tuple[str, ...] = ()
    synthetic: bool = False
    rounding: Rounding | None = None  # as the study declares it
    deff: bool = False  # whether design effects are printed too
    heading: Text = field(default_factory=dict)  # of the question
    named: Mapping[tuple[str, str], Text] = field(default_factory=dict)  # answers (question, option) in its rows


def finding(sample: SampleData, result: Estimates | TestResult | Model, deff: bool = False) -> Finding:
    """``result`` with titles of its questions and options, and notes on base, weights, design, method and error."""
    if isinstance(result, TestResult):
        return tests_finding(sample, (result,))
    if isinstance(result, Model):
        made = _of_estimates(sample, result.coefficients, _model_notes(sample, result))
        tests = tuple(result.test(term) for term in result.terms)
        return replace(made, tests=tests, title=joined([made.title, f": {result.formula}"]))
    made = _of_estimates(sample, result, [])
    if not deff:
        return made
    told = Note("deff", message(f"tables.deff_{result.method.deff.replace(' ', '_')}"))
    return replace(made, deff=True, notes=(*made.notes[:-1], told, made.notes[-1]))


def model_finding(sample: SampleData, model: Model, estimates: Estimates) -> Finding:
    """Effects, ratios or predictions of ``model`` with its notes."""
    made = _of_estimates(sample, estimates, _model_notes(sample, model))
    return replace(made, title=joined([made.title, f": {model.formula}"]))


def tests_finding(sample: SampleData, tests: Sequence[TestResult]) -> Finding:
    """Tests of one question."""
    first = tests[0]
    named = _title(sample, first.question)
    over: list[Part] = [_title(sample, test.by) for test in tests if test.by]
    by = message("tables.finding_by", names=listed(over)) if over else same("")
    notes: list[Note] = [*study_notes(sample.study), *_wording(sample, first.question), *filter_note(sample)]
    notes.append(Note("base", _base("valid")))
    if len({(test.n, test.n_weighted) for test in tests}) == 1:
        notes.append(Note("n", message("tables.finding_n", n=whole(first.n), weighted=whole(first.n_weighted))))
    methods = joined((test.method for test in tests), "; ", once=True)
    notes += [
        weighting_note(sample),
        design_note(sample),
        Note("method", message("tables.finding_tested", method=methods)),
    ]
    notes += [tested_note(test) for test in tests if test.what]
    for test in tests:
        head: list[Part] = [_title(sample, test.by), ": "] if len(tests) > 1 else []
        notes += [Note("test", joined([*head, line])) for line in test.notes]
    notes += _data(sample, first.question, *(test.by for test in tests))
    return Finding(
        title=joined([message("tables.finding_test"), ": ", named, by]),
        study=sample.name,
        question=first.question,
        statistic="test",
        notes=tuple(notes),
        tests=tuple(tests),
        labels=tuple(joined([named, " × ", _title(sample, test.by)] if test.by else [named]) for test in tests),
        records=tuple(test.record(sample.name) for test in tests),
        synthetic=is_invented(sample),
        rounding=rounding_of(sample),
    )


def _of_estimates(sample: SampleData, made: Estimates, more: Sequence[Note]) -> Finding:
    question, method = made.question, made.method
    known = sample.question(question) if _known(sample, question) else None
    options = [
        label_of(known, option) if known is not None and option in (*known.options, *known.nets) else _option(option)
        for option in made.option
    ]
    placed = [tuple(zip(made.domains, row, strict=True)) for row in made.domain_levels]
    answers = {one: label_of(sample.question(one[0]), one[1]) for row in placed for one in row}
    levels = [joined([answers[one] for one in row], " · ") for row in placed]
    over: list[Part] = [_title(sample, name) for name in made.domains]
    by = message("tables.finding_by", names=listed(over)) if over else same("")
    heads = (*study_notes(sample.study), *_wording(sample, question))
    records = made.rows()
    if method.statistic == "coefficient":
        tails = zip(made.statistic, made.p_value, strict=True)
        records = [
            {**row, "statistic": float(t), "p_value": float(p)} for row, (t, p) in zip(records, tails, strict=True)
        ]
    title: list[Part] = [said(f"finding_{method.statistic.replace(' ', '_')}") or message("tables.finding_other")]
    if not more:
        title += [": ", _title(sample, question), by]
    return Finding(
        title=joined(title),
        study=made.study,
        question=question,
        statistic=method.statistic,
        notes=(*heads, *more, *_figure_notes(sample, made), *_data(sample, question, *made.domains)),
        estimates=made,
        labels=tuple(levels if made.domains else options),
        groups=tuple(options if made.domains and len(set(made.option)) > 1 else [same("")] * len(made)),
        records=tuple(records),
        domains=made.domains,
        synthetic=is_invented(sample),
        rounding=rounding_of(sample),
        heading=_title(sample, question),
        named={} if known is None else answers | {(question, one): text for one, text in zip(made.option, options)},
    )


def _figure_notes(sample: SampleData, made: Estimates) -> list[Note]:
    method = made.method
    found = [*filter_note(sample), Note("base", _base(method.base))]
    if len(set(made.n)) == 1:
        found.append(Note("n", message("tables.finding_n", n=whole(made.n[0]), weighted=whole(made.n_weighted[0]))))
    out: list[Part] = [
        counted(_reason(sample, made.question, level), count, whole) for level, count in made.counts.items()
    ]
    found.append(
        Note("missing", message("tables.left_out", list=listed(out)) if out else message("tables.nobody_left_out"))
    )
    found += [weighting_note(sample), design_note(sample), method_note(method, made.df)]
    if method.lonely_psu != "fail" and (sample.design.stratum_columns or sample.design.psu_columns):
        found.append(Note("lonely_psu", message("tables.lonely", rule=method.lonely_psu)))
    half = made.moe
    if method.statistic in RATIOS:
        pass  # half of the width says nothing of either side
    elif not np.isfinite(half).any():
        found.append(Note("moe", message("tables.no_moe")))
    else:
        share = method.statistic in PERCENT
        widest = float(np.nanmax(half)) * (100 if share else 1)
        moe = number(widest, 1) if share else short(widest)
        found.append(Note("moe", message("tables.finding_moe", level=number(100 * method.level), moe=moe)))
    return [*found, *(Note("remark", line) for line in made.notes)]


def _model_notes(sample: SampleData, model: Model) -> list[Note]:
    said = message(
        "tables.finding_model",
        formula=model.formula,
        family=message(f"tables.family_{_key(model.family)}"),
        r_squared=number(model.r_squared, 3),
    )
    found = [Note("model", said)]
    names = re.findall(r"[\w.]+", model.formula.partition("~")[0])
    others = dict.fromkeys(name for name in names if name != model.coefficients.question)  # that one is told already
    found[:0] = [note for name in others for note in _wording(sample, name)]
    if model.family.startswith(("binomial", "multinomial")):
        first = _outcome(sample, names, model.outcomes[0])
        found.append(Note("model", message(f"tables.model_{_key(model.family)}", outcome=first)))
    for name, levels in model.domain.items():
        question = sample.question(name)
        chosen = listed([label_of(question, level) for level in levels])
        found.append(Note("domain", message("tables.model_domain", name=question.heading, options=chosen)))
    if model.unused:
        found.append(Note("unused", message("tables.model_unused", options=", ".join(model.unused))))
    return found


def _key(family: str) -> str:
    """``binomial(probit)`` in the key of a message."""
    return family.replace("(", "_").rstrip(")")


def _outcome(sample: SampleData, names: Sequence[str], option: str) -> Text:
    """What an option of the answer is called; an event is written as in the formula."""
    known = [sample.question(name) for name in names if _known(sample, name)]
    return next((label_of(question, option) for question in known if option in question.options), same(option))


def _data(sample: SampleData, question: str, *others: str) -> list[Note]:
    found = [Note("synthetic", message("tables.synthetic"))] if is_invented(sample) else []
    if told := sample.notes_on(question, *others):
        found.append(Note("data", joined(told, "; ")))
    return [*found, sources_note(sample, question)]


def _base(base: str) -> Text:
    return message("tables.base", whom=message(f"tables.base_{base}"))


def _wording(sample: SampleData, question: str) -> list[Note]:
    return [wording_note(sample.question(question))] if question in sample.questions else []


def _known(sample: SampleData, question: str) -> bool:
    return question in sample.questions or question in sample.engine.columns


def _title(sample: SampleData, question: str) -> Text:
    return sample.question(question).heading if _known(sample, question) else same(question)


def _option(option: str) -> Text:
    if option in (BLANK, NONE, UNKNOWN):
        return message(f"tables.{option}")
    return said(f"finding_{option}") or same(option)


def _reason(sample: SampleData, question: str, level: str) -> Text:
    """Why somebody is left out: ``refused``, or ``sex: refused`` where several questions were asked."""
    name, colon, option = level.rpartition(": ")
    name = name or question
    label = label_of(sample.question(name), option) if _known(sample, name) else _option(option)
    return joined([_title(sample, name), ": ", label]) if colon else label
