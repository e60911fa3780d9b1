"""Statistics of so few respondents that they would tell the answers of one."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.inside import is_for_release, tells_answers
from survey.tables.finding import Finding

_FIX = "Group by something that more respondents share; --internal shows it to who works with the data."


def refuse_few(study: Study, made: Sequence[Finding], by: Sequence[str], *, of_answers: bool) -> None:
    """``SurveyError`` where a figure is of one respondent (grouped by an id, say), or of fewer than the study's policy
    of disclosure asks for; under a policy also for figures ``of_answers`` (shares, totals), whose cells only tables
    suppress. Nothing is refused where answers are told (``survey.inside``)."""
    policy = study.disclosure.least if study.disclosure is not None and is_for_release() else 0
    if policy and of_answers:
        said = "shares and totals of answers are under the policy of disclosure, which tables keep"
        raise SurveyError(said, where=study.study, fix="Ask for them with survey topline or survey crosstab.")
    least = max(policy, 0 if tells_answers() else 2)
    sizes = [float(record["n"]) for one in made for record in one.records if "n" in record]
    few = [size for size in sizes if 0 < size < least]
    if not few:
        return
    where = ", ".join(by) or study.study
    of = "one respondent" if least == 2 else f"fewer than {least} respondents"
    raise SurveyError(f"{len(few)} of {len(sizes)} figures are of {of}, whose answers they tell", where=where, fix=_FIX)
