"""Statistics of so few respondents that they would tell the answers of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.cells.samples.sample import SampleData
from survey.cells.samples.told_answers import own_words
from survey.cells.table.encoding import as_number
from survey.definitions.policy import least_respondents
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.estimation.statistics.share import share
from survey.inside import ADVICE, tells_answers
from survey.tables.finding import Finding

_FIX = f"Group by something that more respondents share; {ADVICE}"


def refuse_few(study: Study, made: Sequence[Finding], by: Sequence[str]) -> None:
    """``SurveyError`` where a figure is of one respondent (grouped by an id, say), or of fewer than the study's policy
    of disclosure asks for. Nothing is refused where answers are told (``survey.inside``)."""
    least = max(least_respondents(study), 0 if tells_answers() else 2)
    sizes = [float(record["n"]) for one in made for record in one.records if "n" in record]
    few = [size for size in sizes if 0 < size < least]
    if not few:
        return
    where = ", ".join(by) or study.study
    of = "one respondent" if least == 2 else f"fewer than {least} respondents"
    raise SurveyError(f"{len(few)} of {len(sizes)} figures are of {of}, whose answers they tell", where=where, fix=_FIX)


def refuse_words(sample: SampleData, names: Iterable[str], *, numbers: bool = False) -> None:
    """``SurveyError`` where rows would be called by what fewer than five respondents wrote in a column without options:
    names, or (``numbers``) telephones. Nothing is refused where answers are told (``survey.inside``)."""
    if tells_answers():
        return
    for name in dict.fromkeys(names):
        hidden = own_words(sample.engine.encoding(sample.question(name)))
        count = sum(numbers or as_number(level) is None for level in hidden)
        if count:
            said = f"{count} answer(s) that fewer than five respondents gave would name rows"
            raise SurveyError(said, where=name, fix=f"Name its options in the definition; {ADVICE}")


def small_groups(sample: SampleData, question: str, least: int) -> int:
    """How many answers to ``question`` 1 to ``least`` - 1 respondents gave."""
    counts = share(sample, question, base="valid").count
    return int(((counts > 0) & (counts < least)).sum())
