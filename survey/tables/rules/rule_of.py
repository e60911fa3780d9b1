"""The rule of presentation in force: the one asked for, else the study's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.inside import is_for_release
from survey.maths.rules.presentation import RULES, Rule, own_rule, with_threshold
from survey.tables.table import Note, Table
from survey.wording.message import message
from survey.words import PRESENTATION_RULES, nearest

_INSIDE = Note("inside", message("presentation.inside"))
LATER = "later"  # in place of a rule: the tables are part of more, which are put under the rule together


def rule_of(study: Study | None, name: str | None = None) -> Rule | None:
    """The rule called ``name``; without a name that of the study's definition; None where there is none, or where the
    name is ``none``. What the study's policy of disclosure suppresses, no rule shows (``with_threshold``).
    ``SurveyError`` for a name that is not known."""
    policy = study.disclosure if study is not None else None
    least = policy.least if policy is not None and is_for_release() else 0
    return with_threshold(_presented_by(study, name), least)


def _presented_by(study: Study | None, name: str | None) -> Rule | None:
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
    in_force = None if rule == LATER else rule_of(study, rule)
    if rule != LATER and not is_for_release() and study and study.disclosure and study.disclosure.least:
        tables = [replace(table, notes=(*table.notes, _INSIDE)) for table in tables]
    if in_force is None:
        return list(tables)
    if any(row.kind == "difference" for table in tables for row in table.stub):
        said = "a difference of shares would tell those that the rule of presentation suppresses"
        where = study.study if study is not None else tables[0].question
        raise SurveyError(said, where=where, fix="Leave out --boxes, or what asks for the rule.")
    from survey.tables.rules.presented import suppressed_together

    return suppressed_together(tables, in_force)


def check_no_rule(study: Study | None, rule: str | None = None) -> None:
    """``SurveyError`` where a rule of presentation is in force, for a table that none is for."""
    if rule_of(study, rule) is not None:
        said = "a rule of presentation holds for tables of one question, not for a grid of several"
        where = study.study if study is not None else "grid"
        raise SurveyError(said, where=where, fix="Say --rule none, or tabulate the questions one by one.")
