"""The rule of presentation in force: the one asked for, else the study's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.definitions.policy import policy_of
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.inside import is_for_release
from survey.leaving import leaves_house
from survey.maths.rules.presentation import RULES, Rule, own_rule, with_threshold
from survey.tables.rules.audit import Audit, audit_of
from survey.tables.rules.coarsened import coarsened
from survey.tables.table import Note, Table
from survey.wording.message import message
from survey.words import PRESENTATION_RULES, nearest

_INSIDE = Note("inside", message("presentation.inside"))
LATER = "later"  # in place of a rule: the tables are part of more, which are put under the rule together


def rule_of(study: Study | None, name: str | None = None) -> Rule | None:
    """The rule called ``name``; without a name that of the study's definition; None where there is none, or where the
    name is ``none``. What the study's policy of disclosure suppresses, no rule shows (``with_threshold``).
    ``SurveyError`` for a name that is not known."""
    policy, asked = policy_of(study), _presented_by(study, name)
    if policy is None:
        return asked
    also = RULES["nchs"] if policy.preset == "nchs" else None
    return with_threshold(asked, policy.least, also=also, partners=policy.complementary)


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
    """The first of ``audited``."""
    return audited(study, tables, rule)[0]


def audited(study: Study | None, tables: Sequence[Table], rule: str | None = None) -> tuple[list[Table], Audit | None]:
    """The tables under the rule of presentation called ``rule``, or that of the study's definition, so that no cell
    that one of them suppresses can be worked out from all; as they are without a rule (``none``). ``SurveyError`` for
    rows that are differences of shares."""
    in_force = None if rule == LATER else rule_of(study, rule)
    if rule != LATER and _is_marked(study):
        tables = [replace(table, notes=(*table.notes, _INSIDE)) for table in tables]
    if in_force is None:
        return list(tables), None
    from survey.tables.rules.presented import audited_together

    shown, hidden = audited_together(tables, in_force)
    policy = policy_of(study)
    if policy is None:
        return shown, None
    made = audit_of(shown, policy.least, hidden.narrowest, hidden.short)
    return [coarsened(table, policy) for table in shown], made


def _is_marked(study: Study | None) -> bool:
    """Whether ``--internal`` lifts a policy that would hold without it."""
    if is_for_release():
        return False
    stated = study.disclosure if study is not None else None
    return leaves_house() if stated is None else bool(stated.least)
