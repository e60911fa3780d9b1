"""Checks of a study's published figures: among themselves, between its sources, and against its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from survey.claims.answers.verdict import FAILING, Fidelity, Verdict
from survey.claims.checks.check_dates import check_dates
from survey.claims.checks.check_nets import check_nets
from survey.claims.checks.check_readings import check_readings
from survey.claims.checks.check_sample import check_sample
from survey.claims.checks.check_sums import check_sum
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.group_labels import group_labels
from survey.claims.evidence.published_evidence import published_evidence
from survey.claims.evidence.recomputed_evidence import recomputed_evidence
from survey.claims.figures.printed import figure_text
from survey.claims.figures.stated import Stated, stated_figure
from survey.claims.judging.compare import compare
from survey.claims.judging.compared import Compared, headed
from survey.claims.judging.granular import granular_check
from survey.claims.printed_numbers import check_printed_numbers
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.errors import EstimationError, SurveyError
from survey.wording.figures import number
from survey.wording.lists import listed
from survey.wording.message import Message, message
from survey.wording.sentences import sentence
from survey.wording.worded import Joined, joined
from survey.words import BASES, Text

if TYPE_CHECKING:
    from survey.cells.samples.sample import SampleData


def check_published(
    study: Study,
    library: Library,
    *,
    open_sample: Callable[[str], SampleData | None] | None = None,
    level: float = 0.95,
) -> tuple[Verdict, ...]:
    """What can be said of the published figures of ``study`` without a publication that quotes them.

    For each question: do the shares make 100 within rounding (``question.sum``), do nets equal their parts
    (``question.net.…``), do sources agree (``question.readings.…``), are they those of another wave
    (``question.date.…``), can so many respondents give them (``question.granularity``, only where they cannot). For
    the study: does the printed margin of error fit the number of respondents (``moe``), do
    sources agree on that number and on the dates (``n``, ``fieldwork``). With microdata (``open_sample``) each
    published figure is recomputed and compared under its printed rounding (``question.option``), and each number of
    respondents is counted (``size``, ``question.size``, ``question.group.size``).
    """
    sample = open_sample(study.study) if open_sample else None
    found: list[Verdict] = []
    for name, own in study.questions.items():
        evidence = published_evidence(study, name, library, level=level)
        for one in evidence[:1]:
            checks = [*check_sum(one), *check_nets(one)] if one.origin == "published" else []
            checks += [*check_readings(evidence), *check_dates(study, evidence, library)]
            checks += granular_check(study, name, library) if one.origin == "published" and sample is None else []
            found += [replace(verdict, quote=_printed(one)) for verdict in checks]
        if open_sample is not None and sample is not None and name in sample.questions:
            found += _recomputed(own, name, sample, level)
            found += check_printed_numbers(study, name, library, open_sample, level)
    found += check_sample(study, library, sample, level)
    return tuple(replace(verdict, study=study.study, quote=verdict.quote or verdict.stated) for verdict in found)


def _printed(one: Evidence) -> Joined:
    keys = (*one.options, *(key for key in one.shares if key not in one.options))
    return listed(one.in_percent(key, one.shares[key].text) for key in keys if key in one.shares)


def _recomputed(own: StudyQuestion, name: str, sample: SampleData, level: float) -> list[Verdict]:
    """Each published figure of everybody and of subgroups against the data."""
    found = _figures(own, name, own.published, sample, level)
    for domain, group in own.groups:
        found += _figures(own, name, group.published, sample, level, domain)
    return found


def _figures(
    own: StudyQuestion,
    name: str,
    figures: Mapping[str, Figure],
    sample: SampleData,
    level: float,
    domain: Mapping[str, str] | None = None,
) -> list[Verdict]:
    if not figures:
        return []
    group = "".join(f".{value}" for value in (domain or {}).values())
    part = {own.nested.question: own.nested.options} if own.nested else None
    try:
        one = recomputed_evidence(sample, name, part=part, domain=domain, base=own.base or "asked", level=level)
    except SurveyError as error:  # a group by a column that the data do not have, too
        text = message("claims.no_figures", figures=f"{name}{group}", error=error.message, n=number(sample.n, 0))
        printed = listed(
            message("claims.in_percent", label=key, figure=figure_text(figure)) for key, figure in figures.items()
        )
        kind: Fidelity = "cannot_be_checked"
        return [Verdict(f"{name}{group}", kind, sentence(text), quote=printed, question=name, sources=own.sources)]
    stated = {key: stated_figure(figure, _digits(own, figure)) for key, figure in figures.items()}
    results = {option: compare(figure, one, option) for option, figure in stated.items()}
    other = None
    if any(result.fidelity in FAILING for result in results.values()):
        other = _other_base(own, name, stated, sample, level, part, domain)
    return [
        Verdict(
            claim=f"{name}{group}.{option}",
            title=joined((one.label(option), *group_labels(sample, domain or {})), ", "),
            fidelity=_of_table(result.fidelity),
            sentence=sentence(_said(result, other)),
            inference=result.inferred.kind,
            deff_flips=result.inferred.deff_flips,
            quote=one.in_percent(option, stated[option].text),
            question=name,
            option=option,
            stated=stated[option].text,
            found=result.found,
            assumptions=(*one.assumptions, *result.assumptions),
            sources=own.sources,
            figures=result.figures,
        )
        for option, result in results.items()
    ]


def _digits(own: StudyQuestion, figure: Figure) -> int | None:
    """The digits of the table for exact figures: 29 in a table of one digit is 29.0."""
    return max(own.decimals, figure.digits) if own.decimals is not None and figure.qualifier == "exact" else None


def _of_table(fidelity: Fidelity) -> Fidelity:
    """A table that its own data do not make is not reproduced; nobody overstates anything by it."""
    return "not_reproduced" if fidelity in FAILING else fidelity


def _said(result: Compared, other: Text | None) -> Text:
    clause = result.clause if other is None else joined((result.clause, other), "; ")
    return headed("not_reproduced", clause) if result.fidelity in FAILING else result.clause


def _other_base(
    own: StudyQuestion,
    name: str,
    stated: Mapping[str, Stated],
    sample: SampleData,
    level: float,
    part: Mapping[str, Sequence[str]] | None,
    domain: Mapping[str, str] | None,
) -> Message | None:
    """The base on which the data make the whole table, where there is one."""
    for base in BASES:
        if base == (own.base or "asked"):
            continue
        try:
            one = recomputed_evidence(sample, name, part=part, domain=domain, base=base, level=level)
        except EstimationError:
            continue
        if all(compare(figure, one, option).fidelity == "reproduced" for option, figure in stated.items()):
            return message("claims.base_that_makes_it", base=base)
    return None
