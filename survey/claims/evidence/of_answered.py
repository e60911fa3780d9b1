"""Published shares as shares of those who gave an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.rebase import among
from survey.claims.figures.printing import percent
from survey.claims.figures.share import derived_share
from survey.definitions.records.question import Question
from survey.definitions.records.study import StudyQuestion
from survey.maths.published import Range
from survey.wording.message import Message, message
from survey.wording.worded import joined


def of_the_answered(one: Evidence, question: Question, own: StudyQuestion) -> Evidence | None:
    """The shares of those who gave an answer: as they are where the study says that its figures are of them, rebased on
    the sum of all answers where each is printed, else on what the printed kinds of missing leave of 100 percent.

    None where neither is printed; of a question of several answers always, unless only those who gave one were asked.
    """
    those = among_those_who_answered([question], one.question)
    whom = joined((part for part in (one.of_whom, those) if part is not None), ", ")
    several = question.several is not False
    if (question.asked == "marked") if several else own.base == "valid":
        return replace(one, of_whom=whom)
    missing = [key for key, option in question.options.items() if option.missing not in (None, "not_asked")]
    without = [one.share(key) for key in missing]
    made = None if several else among(one, question.substantive)
    if made is not None or several or not missing:
        return None if made is None else replace(made, of_whom=whom)
    known = [share for share in without if share is not None and share.known]
    left = 1 - sum(share.value for share in known)
    low, high = (1 - sum(share.allowed[end] for share in known) for end in (1, 0))
    if len(known) < len(missing) or low <= 0:
        return None
    given = {key: share for key, share in one.shares.items() if share.known and not set(one.parts(key)) & set(missing)}
    return replace(
        one,
        shares={
            key: derived_share(share.value / left, Range(share.allowed.low / high, min(share.allowed.high / low, 1.0)))
            for key, share in given.items()
        },
        options=tuple(key for key in one.options if key not in missing),
        n=one.n * left,
        n_text=message("claims.n_rebased", n_text=one.n_text, part=percent(left)),
        name=message("claims.rebased", name=one.name, figures=joined(("100", *(share.text for share in known)), " − ")),
        of_whom=whom,
    )


def among_those_who_answered(questions: Sequence[Question], own: str) -> Message:
    """Those who gave any answer, in words: to the question that the figure is of, to another, to each of several."""
    if len(questions) > 1:
        return message("claims.among_answered_each", questions=joined((one.name for one in questions), ", "))
    if questions[0].question == own:
        return message("claims.among_gave_answer")
    return message("claims.among_answered_question", question=questions[0].name)
