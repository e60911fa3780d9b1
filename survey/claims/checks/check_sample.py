"""What a study's sources print of its sample, and, where there are data, whether these have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.claims.checks.check_moe import Known, judge_moe, published
from survey.claims.checks.check_n import size_fits
from survey.claims.evidence.counted import counted
from survey.claims.evidence.published_evidence import source_name
from survey.claims.evidence.sample_size import size_of, study_sources
from survey.claims.figures.printing import figure_text, listed, sentence
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.values import Figure
from survey.definitions.records.when import when
from survey.errors import SurveyError


def check_sample(
    study: Study, library: Library, sample: SampleData | None = None, level: float = 0.95
) -> list[Verdict]:
    """The margin of error against n, every printed number of respondents against the data, sources' n and dates."""
    found = []
    if study.moe is not None:
        known = published(study.sample.size)
        if sample is not None:
            whole = counted(sample, None, {})
            known = Known(whole.n, f"n = {whole.n:.0f} in the data", deff=whole.kish, clustered=bool(sample.design.psu))
        found.append(judge_moe("moe", study.moe, known, study, level))
    if sample is not None:
        found += [_size(study, sample, *given) for given in _sizes(study, sample)]
    readings = study.sample.readings
    sizes = [(reading.source, figure_text(reading.size)) for reading in readings if reading.size is not None]
    dates = [(reading.source, reading.fieldwork) for reading in readings if reading.fieldwork is not None]
    if sizes and study.sample.size is not None:
        found.append(_sources("n", "n = ", figure_text(study.sample.size), sizes, study, library))
    if dates:
        found.append(_sources("fieldwork", "fieldwork on ", when(study.fieldwork), dates, study, library))
    return found


Given = tuple[str, Figure, str | None, Mapping[str, Sequence[str]], str]


def _sizes(study: Study, sample: SampleData) -> Iterator[Given]:
    """Every printed number of respondents: its name, and whose it is."""
    if study.sample.size is not None:
        yield "size", study.sample.size, None, {}, "asked"
    for name, own in study.questions.items():
        if name not in sample.questions:
            continue
        base, nested = own.base or "asked", {own.nested.question: own.nested.options} if own.nested else {}
        if own.size is not None:
            yield f"{name}.size", own.size, name, nested, base
        for by, groups in own.by.items():
            for which, group in groups.items():
                if group.size is not None:
                    yield f"{name}.{which}.size", group.size, name, {**nested, by: (which,)}, base


def _size(
    study: Study,
    sample: SampleData,
    claim: str,
    size: Figure,
    question: str | None,
    group: Mapping[str, Sequence[str]],
    base: str,
) -> Verdict:
    printed = figure_text(size)
    common = {"quote": f"n = {printed}", "stated": printed, "question": question or "", "sources": study_sources(study)}
    try:
        n = counted(sample, question, group, base).n
    except SurveyError as error:  # a group by a column that the data do not have, too
        text = f"n = {printed} is published and cannot be counted in the data: {error.message}"
        return Verdict(claim, "cannot_be_checked", sentence(text), **common)  # type: ignore[arg-type]
    kind = size_fits(n, size)
    kind = "not_reproduced" if kind == "not_reproduced" else "reproduced"  # with data a limit is met or not
    head = "not reproduced: " if kind == "not_reproduced" else ""
    text = f"{head}n = {printed} is published, and the data have {n:.0f} respondents"
    return Verdict(claim, kind, sentence(text), found=f"{n:.0f}", figures={"n": n}, **common)  # type: ignore[arg-type]


def _sources(claim: str, head: str, own: str, others: list[tuple[str, str]], study: Study, library: Library) -> Verdict:
    agree = all(text == own for _, text in others)
    texts = listed(f"{text} by {source_name(source, library)}" for source, text in others)
    n_text = "" if claim == "n" else f" ({size_of(study.sample.size)[1]})"
    text = f"{'they agree' if agree else 'sources disagree'}: {head}{own} is used here, {texts}{n_text}"
    about = {source for source, _ in others}
    notes = [reading.note for reading in study.sample.readings if reading.note and reading.source in about]
    return Verdict(
        claim=claim,
        fidelity="reproduced" if agree else "not_reproduced",
        sentence=" ".join((sentence(text), *(sentence(f"noted with it: {note.strip()}") for note in notes))),
        study=study.study,
        stated=own,
        found=", ".join(text for _, text in others),
        details=tuple({"source": source, claim: text} for source, text in others),
        sources=tuple(dict.fromkeys((*study_sources(study), *(source for source, _ in others)))),
    )
