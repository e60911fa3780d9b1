"""Whether a study's weighting, its targets and its questions fit each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from survey.definitions.checks.checking import Check
from survey.definitions.checks.recode_faults import recode_faults
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Keys
from survey.definitions.records.study import Weighting
from survey.definitions.records.targets import Margin, Targets
from survey.words import nearest

Asked = Callable[[str], Question | None]  # a question as the study asked it


def check_weighting(weighting: Weighting, asked: Asked, known: list[str] | None, check: Check) -> None:
    """Targets and margins exist; each margin's options are those of its question; limits make sense. ``known``: the
    questions there are; None where the data may have more columns, which opening them tells."""
    at = ("weighting",)
    if weighting.steps:
        _steps(weighting, asked, known, check)
        return
    if weighting.targets is None:
        for key in ("method", "margins", "trim", "cap", "choose"):
            if getattr(weighting, key):
                check.add((*at, key), f"'{key}' needs targets to weight to", "Add 'targets:'.")
        return
    if weighting.method is None:
        said = "names targets but no method, so nothing would be weighted"
        check.add((*at, "targets"), said, "Add 'method: rake', or 'steps:'.")
    _limits(weighting.trim, (*at, "trim"), check)
    if weighting.cap is not None and weighting.method == "poststratify":
        check.add((*at, "cap"), "'cap' belongs to raking", "Write 'method: rake', or 'trim:'.")
    if weighting.method == "poststratify" and len(weighting.margins) > 1:
        said = f"post-stratification uses one margin, not {len(weighting.margins)}"
        check.add((*at, "margins"), said, "Name one crossed margin, or write 'method: rake'.")
    _to_targets(weighting.targets, weighting.margins, at, asked, known, check, weighting.method == "poststratify")


def _steps(weighting: Weighting, asked: Asked, known: list[str] | None, check: Check) -> None:
    """The long form: each step has what it needs, and nothing stands beside the steps that belongs into one."""
    at = ("weighting",)
    for key in ("method", "margins", "trim", "cap"):
        if getattr(weighting, key):
            fix = f"Write '{key}' inside the step it is for."
            check.add((*at, key), f"'{key}' and 'steps' exclude each other", fix)
    for place, step in enumerate(weighting.steps):
        made, path = step.arguments, (*at, "steps", str(place), step.verb)
        if step.verb == "trim":
            if made.unit == "mean":
                _limits(made, path, check)
            if made.lower is made.upper is made.quantiles is made.ratio is None:
                check.add(path, "'trim' has no limits", "Write 'trim: {upper: 5}'.")
        else:
            _limits(getattr(made, "trim", None), (*path, "trim"), check)
        if step.verb == "selection" and not (made.probability or made.household or made.frames):
            said = "nothing says how respondents were selected"
            check.add(path, said, "Write 'household:', 'probability:' or 'frames:'.")
        if step.verb not in ("rake", "poststratify", "calibrate"):
            continue
        targets = made.targets or weighting.targets
        if targets is None and (getattr(made, "totals", {}) or getattr(made, "stage", 0)):
            continue
        if targets is None:
            check.add(path, f"'{step.verb}' needs targets to weight to", "Add 'targets:', here or under 'weighting:'.")
            continue
        single = step.verb == "poststratify"
        names = ((made.margin,) if made.margin else ()) if single else made.margins
        own = path if made.targets is not None else at
        _to_targets(targets, names, own, asked, known, check, single, path)


def _limits(trim: Any, at: Keys, check: Check) -> None:
    """Limits of weights as multiples of the mean leave the mean inside."""
    upper, lower = getattr(trim, "upper", None), getattr(trim, "lower", None)
    if upper is not None and upper <= 1:
        check.add((*at, "upper"), f"must be above 1, the mean weight, not {upper:g}", "Try 5.")
    if lower is not None and not 0 <= lower < 1:
        check.add((*at, "lower"), f"must be from 0 to below 1, the mean weight, not {lower:g}", "Try 0.2.")


def _to_targets(
    named: str | Targets,
    margins: Sequence[str],
    at: Keys,
    asked: Asked,
    known: list[str] | None,
    check: Check,
    single: bool,
    step: Keys | None = None,
) -> None:
    """The targets exist, have the margins, and these fit the questions. ``at``: where the targets are named; ``step``:
    where the margins are."""
    if isinstance(named, str) and named not in check.library.targets:
        said = f"there are no targets '{named}'"
        fix = nearest(named, check.library.targets)
        check.add((*at, "targets"), said, fix or f"Write targets/{named}.yaml beside studies/.")
        return
    targets = named if isinstance(named, Targets) else check.get(check.library.targets, named)
    if targets is None:
        return
    place = step if step is not None else at
    names = margins or tuple(targets.margins)
    if single and not margins and len(names) > 1:
        said = f"post-stratification uses one margin, not {len(names)}"
        key = "margin" if step is not None else "margins"
        check.add((*place, key), said, "Name one crossed margin, or rake.")
    for i, name in enumerate(names):
        path = (*at, "targets")
        if margins:
            path = (*place, "margin") if single and step is not None else (*place, "margins", str(i))
        if name not in targets.margins:
            said = f"'{name}' is no margin of '{targets.targets}'"
            check.add(path, said, nearest(name, targets.margins))
        else:
            _margin(name, targets, targets.margins[name], path, asked, known, check)


def _margin(
    name: str, targets: Targets, margin: Margin, path: Keys, asked: Asked, known: list[str] | None, check: Check
) -> None:
    """The margin's variables are questions, and their answers are its options, recoded or not: no more, no fewer."""
    for variable in margin.variables:
        if known is not None and variable not in known:
            said = f"margin '{name}' needs a question '{variable}', which there is not"
            check.add(path, said, nearest(variable, known))
            continue
        question = asked(variable)
        if question is not None and question.type == "multiple":
            said = f"margin '{name}': '{variable}' has several answers, which make no margin"
            check.add(path, said, "Make a question of one of its columns.")
            continue
        if question is None or not question.options:
            continue
        wanted = margin.levels(variable)
        recode = targets.recode_of(margin, variable)
        if recode is not None:
            for said, fix in recode_faults(recode, wanted, question.substantive, question.options):
                check.add(path, f"margin '{name}', recode of '{variable}': {said}", fix)
            continue
        missing = [level for level in wanted if level not in question.options]
        extra = [option for option in question.substantive if option not in wanted]
        if not missing and not extra:
            continue
        parts = []
        if missing:
            parts.append(f"the question lacks {', '.join(missing)}")
        if extra:
            parts.append(f"the margin lacks {', '.join(extra)}")
        near = nearest(missing[0], extra) if missing and extra else ""
        fix = near if near.startswith("Did") else "Give both the same options, or write 'recode:'."
        check.add(path, f"margin '{name}' and question '{variable}' do not fit: {'; '.join(parts)}", fix)


def check_targets(targets: Targets, check: Check) -> None:
    """Sources exist, and a crossed margin has a figure for each combination."""
    check.sources(("sources",), targets.sources)
    for variable in targets.recode:
        if not any(variable in margin.variables for margin in targets.margins.values()):
            known = [name for margin in targets.margins.values() for name in margin.variables]
            check.add(("recode", variable), f"no margin has the variable '{variable}'", nearest(variable, known))
    for name, margin in targets.margins.items():
        at = ("margins", name)
        check.sources((*at, "sources"), margin.sources)
        figures = margin.figures
        gaps = [cell for cell in itertools.product(*map(margin.levels, margin.variables)) if cell not in figures]
        if gaps:
            shown = ", ".join(" × ".join(cell) for cell in gaps[:5]) + (", …" if len(gaps) > 5 else "")
            kind = "nested" if margin.nested is not None else "counts" if margin.counts is not None else "shares"
            check.add((*at, kind), f"lacks {shown}", "Write 0 for a cell with nobody in it, free for one not known.")
