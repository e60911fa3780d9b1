"""Checks of a study's published figures among themselves: sums, nets, other sources' readings, margin of error, n."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from survey.claims.check_readings import check_readings
from survey.claims.check_sample import moe_clause
from survey.claims.check_sums import check_nets, check_sum
from survey.claims.compare import compare, stated_figure
from survey.claims.printing import figure_text
from survey.claims.published_evidence import published_evidence, size_of
from survey.claims.recomputed_evidence import recomputed_evidence
from survey.claims.verdict import Verdict
from survey.definitions.library import Library
from survey.definitions.study import Study, StudyQuestion

if TYPE_CHECKING:
    from survey.cells.sample import SampleData


def check_published(
    study: Study,
    library: Library,
    *,
    open_sample: Callable[[str], SampleData | None] | None = None,
    level: float = 0.95,
) -> tuple[Verdict, ...]:
    """What can be said of the published figures of ``study`` without a publication that quotes them.

    For each question: do the shares make 100 within rounding; do nets equal their parts; do sources agree. For the study:
    does the printed margin of error fit the number of respondents; do sources agree on that number. With microdata
    (``open_sample``) each published figure is recomputed. Verdicts are named ``question.sum``, ``question.net.…``,
    ``question.readings``, ``question.option``, ``moe`` and ``n``.
    """
    found: list[Verdict] = []
    sample = open_sample(study.study) if open_sample and study.data is not None else None
    for name in study.questions:
        evidence = published_evidence(study, name, library, level=level)
        own = [one for one in evidence if one.origin == "published"]
        if own:
            found += check_sum(own[0])
            found += check_nets(own[0])
        found += check_readings(study, name, evidence)
        if sample is not None and name in sample.questions:
            found += _recomputed(study, name, sample, level)
    found += _moe(study, level)
    found += _sizes(study)
    return tuple(found)


def _recomputed(study: Study, name: str, sample: SampleData, level: float) -> list[Verdict]:
    own = study.questions.get(name, StudyQuestion())
    if not own.published:
        return []
    part = {own.nested.question: own.nested.options} if own.nested else None
    evidence = recomputed_evidence(sample, name, part=part, base=own.base or "asked", level=level)
    found = []
    for option, figure in own.published.items():
        result = compare(stated_figure(figure, own.decimals if figure.qualifier == "exact" else None), evidence, option)
        found.append(
            Verdict(
                claim=f"{name}.{option}",
                verdict=result.verdict,
                sentence=result.clause[0].upper() + result.clause[1:] + ".",
                study=study.study,
                question=name,
                option=option,
                stated=figure_text(figure),
                found=result.found,
                assumptions=evidence.assumptions,
                sources=own.sources,
                figures=result.figures,
            )
        )
    return found


def _moe(study: Study, level: float) -> list[Verdict]:
    if study.moe is None:
        return []
    n, n_text = size_of(study.sample.size)
    kind, sentence, figures = moe_clause(study.moe, n, n_text, level)
    return [
        Verdict(
            claim="moe",
            verdict=kind,
            sentence=sentence,
            study=study.study,
            stated=f"±{study.moe:g}",
            found=f"±{100 * figures['moe']:.2f}" if "moe" in figures else "",
            assumptions=(n_text, "a share of 50%, design effect 1"),
            sources=study.sources,
            figures=figures,
        )
    ]


def _sizes(study: Study) -> list[Verdict]:
    readings = [reading for reading in study.sample.readings if reading.size is not None]
    if not readings or study.sample.size is None:
        return []
    own = figure_text(study.sample.size)
    others = [(reading.source, figure_text(reading.size)) for reading in readings if reading.size is not None]
    differ = [(source, text) for source, text in others if text != own]
    sentence = f"n = {own} for {study.study}; " + ", ".join(f"{source} gives {text}" for source, text in others)
    sentence += ": the sources disagree." if differ else ": the sources agree."
    return [
        Verdict(
            claim="n",
            verdict="not_reproduced" if differ else "reproduced",
            sentence=sentence,
            study=study.study,
            stated=own,
            found=", ".join(text for _, text in others),
            details=tuple({"source": source, "n": text} for source, text in others),
            sources=(*study.sources, *(source for source, _ in others)),
        )
    ]
