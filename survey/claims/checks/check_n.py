"""A stated number of respondents, of everybody or of a group, against the data or the published number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.counted import counted
from survey.claims.evidence.published_evidence import source_name
from survey.claims.evidence.sample_size import ABOUT, study_sources
from survey.claims.figures.printed import figure_text
from survey.claims.judging.case import Case, groups_of
from survey.claims.judging.compared import headed
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.base_size import question_size
from survey.definitions.records.claims import ANSWERED, Claim
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import LOWER_BOUNDS, UPPER_BOUNDS, Figure
from survey.wording.figures import number
from survey.wording.lists import either
from survey.wording.message import Message, message, plural
from survey.wording.sentences import sentence
from survey.wording.worded import Part, joined
from survey.words import Text


def check_n(case: Case) -> Verdict:
    """A stated n: of the claim's group where it names one, of its question where it names that, else of the study."""
    claim, study = case.claim, case.study
    stated = claim.says.n
    assert stated is not None and study is not None
    n_stated, whom, sample = number(stated, 0), group_text(case, study), case.sample(study)
    if sample is not None:
        base = study.questions.get(claim.question or "", StudyQuestion()).base or "asked"
        n = counted(sample, claim.question, groups_of(claim), base).n
        kind: Fidelity = "reproduced" if n == stated else "not_reproduced"
        found = number(n, 0)
        text: Text = plural("claims.n_stated_data", round(n), stated=n_stated, whom=whom, found=found)
        sources = study_sources(study)
        return Verdict(claim.id, kind, sentence(headed(kind, text)), stated=n_stated, found=found, sources=sources)
    size = published_size(claim, study)
    if size is None:
        text = message("claims.n_not_published", study=study.heading, whom=whom, stated=n_stated)
        return cannot_check(claim, text, stated=n_stated)
    kind, figure = size_fits(stated, size), figure_text(size)
    text = message("claims.n_stated", stated=n_stated, whom=whom, figure=figure, study=study.heading)
    others = [] if groups_of(claim) else _other_sources(study, case.library)
    readings = (reading.source for reading in study.sample.readings)
    sources = tuple(dict.fromkeys((*study_sources(study), *readings)))
    said = sentence(headed(kind, joined((text, *others), "; ")))
    return Verdict(claim.id, kind, said, stated=n_stated, found=figure, sources=sources)


def size_fits(n: float, size: Figure) -> Fidelity:
    """*Reproduced* where an exact number is printed and it is that, or, of a part of a printed number, one that the
    rounding of the part allows; *cannot be checked* where a limit, a range or
    "about" (5 percent) leaves it open; else *not reproduced*."""
    if size.value is None:
        inside = (size.low or 0) <= n <= (size.high if size.high is not None else n)
    elif size.qualifier == "exact" and size.status == "derived" and size.low is not None and size.high is not None:
        return "reproduced" if math.floor(size.low) <= n <= math.ceil(size.high) else "not_reproduced"
    elif size.qualifier == "exact":
        return "reproduced" if size.value == n else "not_reproduced"
    elif size.qualifier in LOWER_BOUNDS:
        inside = n >= size.value
    elif size.qualifier in UPPER_BOUNDS:
        inside = n <= size.value
    else:
        inside = abs(n - size.value) <= ABOUT * size.value
    return "cannot_be_checked" if inside else "not_reproduced"


def published_size(claim: Claim, study: Study) -> Figure | None:
    """The printed number of the claim's group, or of its question, or of the study; None where it is not known."""
    own = study.questions.get(claim.question or "", StudyQuestion())
    nested = {own.nested.question: own.nested.options} if own.nested is not None else None
    answered = own.base == "valid" and claim.question is not None and claim.base == {claim.question: ANSWERED}
    if claim.base and claim.base != nested and not (answered and (own.size is not None or claim.domain)):
        return None
    if claim.domain:
        asked = [own] if claim.question else list(study.questions.values())
        return _group_size(claim.domain, asked)
    return question_size(study, own)


def _group_size(domain: dict[str, str], asked: list[StudyQuestion]) -> Figure | None:
    """The size that the questions print for a group, where they print one."""
    groups = [own.group(domain) for own in asked]
    sizes = [group.size for group in groups if group is not None and group.size is not None]
    return sizes[0] if sizes and all(size == sizes[0] for size in sizes) else None


def group_text(case: Case, study: Study) -> Part:
    """The group in words: " for place Town"; "" for everybody."""
    named = [_group(case.library.question(study, key), of) for key, of in groups_of(case.claim).items()]
    return message("claims.for_group", group=joined(named, ", ")) if named else ""


def _group(question: Question, answers: Sequence[str] | str) -> Text:
    if answers == ANSWERED:
        return message("claims.who_answered", question=question.name)
    return joined((question.name, either(map(question.label, answers))), " ")


def _other_sources(study: Study, library: Library) -> list[Message]:
    return [
        message("claims.also_gives", source=source_name(reading.source, library), figure=figure_text(reading.size))
        for reading in study.sample.readings
        if reading.size is not None
    ]
