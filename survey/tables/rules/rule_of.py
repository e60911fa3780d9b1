"""The rule of presentation in force: the one asked for, else the study's."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.maths.rules.presentation import RULES, Rule, own_rule
from survey.tables.table import Table
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


def ruled(study: Study | None, tables: Sequence[Table], rule: str | None = None) -> list[Table]:
    """The tables under the rule of presentation called ``rule``, or that of the study's definition, so that no cell
    that one of them suppresses can be worked out from all; as they are without a rule (``none``). ``SurveyError`` for
    rows that are differences of shares."""
    in_force = rule_of(study, rule)
    if in_force is None:
        return list(tables)
    if any(row.kind == "difference" for table in tables for row in table.stub):
        said = "a difference of shares would tell those that the rule of presentation suppresses"
        where = study.study if study is not None else tables[0].question
        raise SurveyError(said, where=where, fix="Leave out --boxes, or say --rule none.")
    from survey.tables.rules.presented import suppressed_together

    return suppressed_together(tables, in_force)


def check_no_rule(study: Study | None, rule: str | None = None) -> None:
    """``SurveyError`` where a rule of presentation is in force, for a table that none is for."""
    if rule_of(study, rule) is not None:
        said = "a rule of presentation holds for tables of one question, not for a grid of several"
        where = study.study if study is not None else "grid"
        raise SurveyError(said, where=where, fix="Say --rule none, or tabulate the questions one by one.")
