"""What a study's sources print of its sample, and, where there are data, whether these have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.checks.check_moe import Known, judge_moe, published
from survey.claims.checks.check_n import size_fits
from survey.claims.evidence.counted import counted
from survey.claims.evidence.group_labels import group_labels
from survey.claims.evidence.published_evidence import source_name
from survey.claims.evidence.sample_size import size_of, study_sources
from survey.claims.figures.printed import dated, figure_text
from survey.claims.judging.compared import headed
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.values import Figure
from survey.definitions.records.when import when
from survey.errors import SurveyError
from survey.wording.figures import number
from survey.wording.lists import listed
from survey.wording.message import message, plural
from survey.wording.sentences import clause, sentence
from survey.wording.worded import joined, same
from survey.words import Text, say


def check_sample(
    study: Study, library: Library, sample: SampleData | None = None, level: float = 0.95
) -> list[Verdict]:
    """The margin of error against n, every printed number of respondents against the data, sources' n and dates."""
    found = []
    if study.moe is not None:
        known = published(study.sample.size)
        if sample is not None:
            whole = counted(sample, None, {})
            n_text = message("claims.n_data", n=number(whole.n, 0))
            known = Known(whole.n, n_text, deff=whole.kish, clustered=bool(sample.design.psu))
        found.append(replace(judge_moe("moe", study.moe, known, study, level), title=message("claims.head_moe")))
    if sample is not None:
        found += [_size(study, sample, *given) for given in _sizes(study, sample)]
    readings, size, fieldwork = study.sample.readings, study.sample.size, study.fieldwork
    sizes = [(one.source, figure_text(one.size)) for one in readings if one.size is not None]
    dates = [(one.source, one.fieldwork) for one in readings if one.fieldwork is not None]
    if sizes and size is not None:
        agree = all(printed == figure_text(size) for _, printed in sizes)
        found.append(_sources("n", figure_text(size), dict(sizes), agree, study, library))
    if dates:
        agree = all(printed == say(when(fieldwork)) for _, printed in dates)
        texts = {source: same(printed) for source, printed in dates}
        found.append(_sources("fieldwork", dated(fieldwork), texts, agree, study, library))
    return found


def _title(sample: SampleData, group: Mapping[str, Sequence[str]]) -> Text:
    """The number of respondents, and whose."""
    whose = group_labels(sample, {by: which[0] for by, which in group.items() if len(which) == 1})
    return joined((message("claims.head_size"), *whose), ", ")


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
        for domain, group in own.groups:
            if group.size is not None:
                whose = {by: (which,) for by, which in domain.items()}
                yield f"{name}.{'.'.join(domain.values())}.size", group.size, name, {**nested, **whose}, base


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
    common = {
        "quote": message("claims.n_printed", n=printed),
        "title": _title(sample, group),
        "stated": printed,
        "question": question or "",
        "sources": study_sources(study),
    }
    try:
        n = counted(sample, question, group, base).n
    except SurveyError as error:  # a group by a column that the data do not have, too
        text = message("claims.n_uncountable", n=printed, error=error.message)
        return Verdict(claim, "cannot_be_checked", sentence(text), **common)  # type: ignore[arg-type]
    wrong = size_fits(n, size) == "not_reproduced"  # with data a limit is met or not
    kind: Fidelity = "not_reproduced" if wrong else "reproduced"
    found = number(n, 0)
    said = sentence(headed(kind, plural("claims.n_in_data", round(n), printed=printed, found=found)))
    return Verdict(claim, kind, said, found=found, figures={"n": n}, **common)  # type: ignore[arg-type]


def _sources(
    claim: Literal["n", "fieldwork"],
    own: Text | None,
    others: Mapping[str, Text],
    agree: bool,
    study: Study,
    library: Library,
) -> Verdict:
    printed = (
        message("claims.by_source", figure=text, source=source_name(source, library)) for source, text in others.items()
    )
    texts, kind = listed(printed), "agree" if agree else "disagree"
    if claim == "n":
        text = message(f"claims.sources_{kind}_n", own=own or "", others=texts)
    else:
        n_text = size_of(study.sample.size)[1]
        text = message(f"claims.sources_{kind}_dates", own=own or "", others=texts, n_text=n_text)
    notes = [reading.note for reading in study.sample.readings if reading.note and reading.source in others]
    noted = (sentence(message("claims.noted_with_it", note=clause(note))) for note in notes)
    return Verdict(
        claim=claim,
        title=message(f"claims.head_{claim}"),
        fidelity="reproduced" if agree else "not_reproduced",
        sentence=joined((sentence(text), *noted), " "),
        study=study.study,
        stated=own,
        found=joined(others.values(), ", "),
        details=tuple({"source": source, claim: text} for source, text in others.items()),
        sources=tuple(dict.fromkeys((*study_sources(study), *others))),
    )
