"""What is said of claims that nothing can be compared with: what is missing, and what can be said all the same."""

from __future__ import annotations

from survey.claims.answers.verdict import Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printed import figure_text
from survey.claims.figures.printing import percent
from survey.claims.figures.stated import stated_share
from survey.claims.judging.case import Case
from survey.definitions.records.claims import ANSWERED, Claim
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.maths.published import normal_quantile, share_std_error
from survey.wording.figures import number
from survey.wording.lists import either
from survey.wording.message import Message, message, plural
from survey.wording.sentences import clause, sentence
from survey.wording.worded import Joined, Part, joined, same
from survey.words import Text

N_EXAMPLE = 1000  # respondents of the usual national poll, for an example where n is not known


def cannot_check(claim: Claim, text: Part, **more: object) -> Verdict:
    """A verdict that only says why."""
    return Verdict(claim.id, "cannot_be_checked", sentence(text), **more)  # type: ignore[arg-type]


def check_qualitative(case: Case) -> Verdict:
    """A statement without a figure."""
    return cannot_check(case.claim, message("claims.no_figure_to_check", why=clause(case.claim.says.qualitative or "")))


def nothing_published(claim: Claim, study: Study, library: Library) -> Verdict:
    """The study has neither figures nor data on the question."""
    name = claim.question or ""
    known = name in study.questions or name in library.questions
    asked = library.question(study, name).name if known else same(name)
    named = [joined((key, value), " ") for key, value in (claim.domain or {}).items()]
    whom: Part = message("claims.for_group", group=joined(named, ", ")) if named else ""
    text = message("claims.nothing_published", study=study.heading, question=asked, whom=whom)
    note = study.questions[claim.question].note if claim.question in study.questions else None
    noted = (message("claims.study_note", note=clause(note)),) if note else ()
    return cannot_check(claim, joined((text, *noted), ". "))


def other_base(claim: Claim, study: Study, one: Evidence, library: Library) -> Verdict:
    """The claim is of one base, the published figures of another, and the one does not follow from the other."""
    whom = message("claims.everybody")
    if claim.base:
        whom = message("claims.those_answered", base=base_text(claim, library))
    of_whom = one.of_whom or message("claims.of_whole_base")
    text = message("claims.other_base", whom=whom, study=study.heading, of_whom=of_whom, n_text=one.n_text)
    return cannot_check(claim, text, sources=one.sources)


def no_study(claim: Claim, library: Library, level: float) -> Verdict:
    """No study is named: what would be needed, whether the figures agree among themselves, what a sample would give."""
    shares = claim.says.shares or {}
    clauses: list[Part] = [message("claims.no_study_no_n")]
    values = [figure.value for figure in shares.values() if figure.value is not None]
    if len(values) > 1 and len(values) == len(shares):
        total = number(float(f"{sum(values):g}"))
        clauses.append(
            message("claims.among_themselves", sum=total)
            if sum(values) == 100
            else message("claims.among_themselves_of", sum=total)
        )
    if claim.base:
        clauses += [message("claims.nested_base", base=base_text(claim, library)), message("claims.needed_nested")]
    else:
        clauses.append(message("claims.needed"))
    sentences: list[Part] = [joined(clauses, "; "), *_example(claim, library, level)]
    others = _asked_the_same(claim, library)
    if others:
        sentences.append(message("claims.asked_the_same", studies=joined(others, ", ")))
    printed = joined((joined((option, figure_text(figure)), " ") for option, figure in shares.items()), ", ")
    return cannot_check(claim, joined(sentences, ". "), stated=printed if shares else _stated(claim))


def _stated(claim: Claim) -> Text | None:
    found = stated_share(claim)
    if found is not None:
        return found.text
    return same(claim.says.phrase) if claim.says.phrase else None


def base_text(claim: Claim, library: Library) -> Joined:
    """The nested base in words: "'Religious' to religious"."""
    found = []
    for key, options in (claim.base or {}).items():
        if options == ANSWERED:
            found.append(message("claims.any_answer_to", question=_name(library, key)))
            continue
        answers = either(message("claims.quoted", text=_label(library, key, option)) for option in options)
        found.append(message("claims.answers_to", answers=answers, question=_name(library, key)))
    return joined(found, message("general.and"))


def _name(library: Library, question: str) -> Part:
    return library.questions[question].name if question in library.questions else question


def _label(library: Library, question: str, option: str) -> Part:
    return library.questions[question].label(option) if question in library.questions else option


def _example(claim: Claim, library: Library, level: float) -> tuple[Message, ...]:
    """What the interval would be if this were a poll of the usual size."""
    shares, stated = claim.says.shares or {}, stated_share(claim)
    values = [figure.value for figure in shares.values() if figure.value is not None]
    share = max(values) / 100 if values else stated.nominal if stated else 0.0
    part = _outer_share(claim, library) if claim.base else 1.0
    if not 0 < share < 1 or part is None:
        return ()
    half = normal_quantile(level) * share_std_error(share, part * N_EXAMPLE)
    interval = message("claims.example_interval", share=percent(share), half=percent(half))
    sample = number(N_EXAMPLE, 0)
    if not claim.base:
        return (message("claims.example", n=sample, interval=interval),)
    size = part * N_EXAMPLE
    return (
        plural(
            "claims.example_nested",
            round(size),
            part=percent(part),
            sample=sample,
            n=number(size, 0),
            interval=interval,
            share=percent(share),
            product=percent(part * share),
        ),
    )


def _outer_share(claim: Claim, library: Library) -> float | None:
    """The share of the nested base that the library's studies print, where they all agree."""
    if not claim.base or len(claim.base) != 1:
        return None
    ((question, options),) = claim.base.items()
    if options == ANSWERED:
        return None
    found = set()
    for study in library.studies.values():
        own = study.questions.get(question)
        values = [own.published[option].value for option in options if option in own.published] if own else []
        known = [value for value in values if value is not None]
        if known and len(known) == len(options):
            found.add(sum(known) / 100)
    return found.pop() if len(found) == 1 else None


def _asked_the_same(claim: Claim, library: Library) -> list[Text]:
    asked = (
        study
        for study in library.studies.values()
        if claim.question in study.questions and study.questions[claim.question].published
    )
    return [study.heading for study in sorted(asked, key=lambda study: study.study)]
