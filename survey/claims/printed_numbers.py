"""Printed means and medians of a question against its data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.claims.checks.check_numbers import check_number
from survey.claims.judging.case import Case
from survey.definitions.records.claims import Claim, Claims, Publication, Says
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study


def check_printed_numbers(
    study: Study, name: str, library: Library, open_sample: Callable[[str], SampleData | None], level: float
) -> list[Verdict]:
    """Each printed mean and median of everybody and of groups, recomputed: ``question.mean``, ``question.man.mean``."""
    own, found = study.questions[name], []
    base = {own.nested.question: own.nested.options} if own.nested is not None else None
    nobody = Claims(publication=Publication(title={"und": study.study}), claims=())
    for domain, figures in ({}, own.numbers), *((domain, group.numbers) for domain, group in own.groups):
        for what, figure in figures.items():
            says = Says.model_construct(**dict[str, Any]({what: figure}))
            claim = Claim.model_construct(
                id=".".join((name, *domain.values(), what)),
                quote="",
                study=study.study,
                question=name,
                domain=domain or None,
                base=base,
                says=says,
            )
            verdict = check_number(Case(claim, nobody, library, open_sample, level))
            found.append(replace(verdict, question=name, quote=verdict.stated))
    return found
