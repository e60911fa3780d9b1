"""Whether a study's weighting, its targets and its questions fit each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from survey.definitions.checking import Check
from survey.definitions.question import Question
from survey.definitions.read_yaml import Keys
from survey.definitions.study import Weighting
from survey.definitions.targets import Margin, Targets
from survey.words import nearest

Asked = Callable[[str], Question | None]  # a question as the study asked it


def check_weighting(weighting: Weighting, asked: Asked, known: list[str], check: Check) -> None:
    """Targets and margins exist; each margin's options are those of its question; limits make sense."""
    at = ("weighting",)
    if weighting.targets is None:
        for key in ("method", "margins", "trim"):
            if getattr(weighting, key):
                check.add((*at, key), f"'{key}' needs targets to weight to", "Add 'targets:'.")
        return
    if weighting.method is None:
        check.add((*at, "targets"), "names targets but no method, so nothing would be weighted", "Add 'method: rake'.")
    trim = weighting.trim
    if trim is not None and trim.upper is not None and trim.upper <= 1:
        check.add((*at, "trim", "upper"), f"must be above 1, the mean weight, not {trim.upper:g}", "Try 5.")
    if trim is not None and trim.lower is not None and not 0 <= trim.lower < 1:
        check.add((*at, "trim", "lower"), f"must be from 0 to below 1, the mean weight, not {trim.lower:g}", "Try 0.2.")
    if weighting.targets not in check.library.targets:
        said = f"there are no targets '{weighting.targets}'"
        fix = nearest(weighting.targets, check.library.targets)
        check.add((*at, "targets"), said, fix or f"Write targets/{weighting.targets}.yaml beside studies/.")
        return
    targets = check.get(check.library.targets, weighting.targets)
    if targets is None:
        return
    names = weighting.margins or tuple(targets.margins)
    if weighting.method == "poststratify" and len(names) > 1:
        said = f"post-stratification uses one margin, not {len(names)}"
        check.add((*at, "margins"), said, "Name one crossed margin, or write 'method: rake'.")
    for i, name in enumerate(names):
        path = (*at, "margins", str(i)) if weighting.margins else (*at, "targets")
        if name not in targets.margins:
            said = f"'{name}' is no margin of '{weighting.targets}'"
            check.add(path, said, nearest(name, targets.margins))
        else:
            _margin(name, targets.margins[name], path, asked, known, check)


def _margin(name: str, margin: Margin, path: Keys, asked: Asked, known: list[str], check: Check) -> None:
    """The margin's variables are questions, and their answers are its options: no more, no fewer."""
    for k, variable in enumerate(margin.variables):
        if variable not in known:
            said = f"margin '{name}' needs a question '{variable}', which there is not"
            check.add(path, said, nearest(variable, known))
            continue
        question = asked(variable)
        if question is None or not question.options:
            continue
        wanted = dict.fromkeys(cell[k] for cell in (margin.counts or margin.shares or {}))
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
        fix = near if near.startswith("Did") else "Give both the same options."
        check.add(path, f"margin '{name}' and question '{variable}' do not fit: {'; '.join(parts)}", fix)


def check_targets(targets: Targets, check: Check) -> None:
    """Sources exist, and a crossed margin has a figure for each combination."""
    check.sources(("sources",), targets.sources)
    for name, margin in targets.margins.items():
        at = ("margins", name)
        check.sources((*at, "sources"), margin.sources)
        figures = margin.counts or margin.shares or {}
        levels = [dict.fromkeys(cell[k] for cell in figures) for k in range(len(margin.variables))]
        gaps = [cell for cell in itertools.product(*levels) if cell not in figures]
        if gaps:
            shown = ", ".join(" × ".join(cell) for cell in gaps[:5]) + (", …" if len(gaps) > 5 else "")
            check.add(
                (*at, "counts" if margin.counts else "shares"),
                f"lacks {shown}",
                "Write 0 for a cell with nobody in it.",
            )
