"""The policy of disclosure in force: that of the study, else the default where an output leaves the house."""

from __future__ import annotations

from survey.definitions.records.presenting.disclosure import Disclosure
from survey.definitions.records.study import Study
from survey.inside import is_for_release
from survey.leaving import leaves_house

DEFAULT = Disclosure(preset="acro")


def policy_of(study: Study | None) -> Disclosure | None:
    """What holds figures of ``study``'s microdata back now; None where nothing does.

    A policy that the study states holds everywhere. One that states none has ``DEFAULT`` in files, runs and reports,
    and none on the screen and in the notebook of who holds the data. ``--internal`` lifts either; what it makes is
    marked, and not for release.
    """
    if not is_for_release():
        return None
    stated = study.disclosure if study is not None else None
    if stated is None:
        return DEFAULT if leaves_house() else None
    return stated if stated.least else None


def least_respondents(study: Study | None) -> int:
    """Respondents that stand behind a figure at least; 0 without a policy."""
    policy = policy_of(study)
    return policy.least if policy is not None else 0


def share_unit(study: Study | None) -> float:
    """What shares are multiples of: points of the policy as a proportion, 0 without one."""
    policy = policy_of(study)
    return policy.round.percents / 100 if policy is not None else 0.0
