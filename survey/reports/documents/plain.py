"""Estimates, tests and models by themselves: without the sample that knows labels, rows are called by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from survey.estimation.models.model import Model
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.tested import TestResult
from survey.reports.documents.document import Document
from survey.reports.documents.finding import findings_document
from survey.tables.finding import Finding
from survey.tables.finding_notes import method_note, tested_note
from survey.tables.table import Note
from survey.wording.catalogue import has_message
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined, same


def plain_document(several: Sequence[Estimates | TestResult | Model]) -> Document:
    """The grids of each; rows are called by their ids."""
    return findings_document([plain_finding(one) for one in several])


def plain_finding(result: Estimates | TestResult | Model) -> Finding:
    """``result`` with what it knows itself: how it was made, of how many, and its own notes."""
    if isinstance(result, TestResult):
        return _of_test(result)
    if isinstance(result, Model):
        family = message(f"tables.family_{result.family}")
        r_squared = number(result.r_squared, 3)
        said = message("tables.finding_model", formula=result.formula, family=family, r_squared=r_squared)
        more = (Note("model", said), *(Note("remark", line) for line in result.notes))
        return _of_estimates(result.coefficients, more, result.formula)
    return _of_estimates(result, (), result.question)


def _of_estimates(made: Estimates, more: tuple[Note, ...], what: str) -> Finding:
    key = f"tables.finding_{made.method.statistic.replace(' ', '_')}"
    title: list[Part] = [message(key if has_message(key) else "tables.finding_other"), ": ", what]
    if made.domains:
        title.append(message("tables.finding_by", names=", ".join(made.domains)))
    named = zip(made.option, made.domain_levels, strict=True)
    several = len(set(made.option)) > 1
    notes = [*more]
    if len(set(made.n)) == 1:
        told = message("tables.finding_n", n=whole(made.n[0]), weighted=whole(made.n_weighted[0]))
        notes.append(Note("n", told))
    notes.append(method_note(made.method, made.df))
    notes += [Note("remark", line) for line in made.notes]
    return Finding(
        title=joined(title),
        study=made.study,
        question=made.question,
        statistic=made.method.statistic,
        notes=tuple(notes),
        estimates=made,
        labels=tuple(same(" · ".join(row) if row else option) for option, row in named),
        groups=tuple(same(option if several and made.domains else "") for option in made.option),
        records=tuple(made.rows()),
        domains=made.domains,
        synthetic=made.synthetic,
    )


def _of_test(test: TestResult) -> Finding:
    notes = [
        Note("n", message("tables.finding_n", n=whole(test.n), weighted=whole(test.n_weighted))),
        Note("method", message("tables.finding_tested", method=test.method)),
        *([tested_note(test)] if test.what else []),
        *(Note("test", line) for line in test.notes),
    ]
    by = message("tables.finding_by", names=test.by) if test.by else same("")
    return Finding(
        title=joined([message("tables.finding_test"), ": ", test.question, by]),
        study=test.study,
        question=test.question,
        statistic="test",
        notes=tuple(notes),
        tests=(test,),
        labels=(same(f"{test.question} × {test.by}" if test.by else test.question),),
        records=(test.record(test.study),),
        synthetic=test.synthetic,
    )
