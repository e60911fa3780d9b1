"""The rule of presentation in force: the one asked for, else the study's."""

from __future__ import annotations

from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.maths.presentation import RULES, Rule, own_rule
from survey.words import PRESENTATION_RULES, nearest


def rule_of(study: Study | None, name: str | None = None) -> Rule | None:
    """The rule called ``name``; without a name that of the study's definition; None where there is none, or where the
    name is ``none``. ``SurveyError`` for a name that is not known."""
    own = study.presentation if study is not None else None
    asked = name or (own.rule if own is not None else None)
    if asked is not None:
        if asked not in PRESENTATION_RULES:
            raise SurveyError(
                f"no rule of presentation '{asked}'", where="rule", fix=nearest(asked, PRESENTATION_RULES)
            )
        return RULES.get(asked)
    return own_rule(own.suppress.given, own.flag.given) if own is not None else None
