"""The page of all public names, ``docs/api.md``; ``python -m survey.front.reference`` prints it.

Which names stand under which head is said here, and ``tests/test_api_page.py`` holds that none is left out."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any

import survey
from survey.shown import Shown

HEAD = """# Python

Every name that `import survey` gives, with what it takes and what it says of itself (`help(survey.rake)` prints the
same; `python -m survey.front.reference` prints this page). A function given an option that it does not have, or a value
of another kind, raises a `SurveyError` that says which and what to try.
"""
GROUPS = {
    "Before the field": ("sample_size", "sample_size_difference", "detectable_difference", "allocate"),
    "A sample": ("Sample", "SurveyDesign", "Letters", "new", "open_study", "simulate", "load_library", "load_study"),
    "Before the margins": ("selection", "eligibility", "nonresponse", "propensity"),
    "Targets, and what they will cost": ("targets_from", "forecast", "choose"),
    "To the margins": ("rake", "poststratify", "calibrate", "trim", "scale", "standardize", "weigh", "replay"),
    "Several samples": ("combine", "attrition"),
    "Replicates and joint probabilities": ("replicate_weights", "make_replicates", "joint_probabilities"),
    "What a weighting did": ("weighting_report", "statement", "balance", "profiles"),
    "Waves, schemes, several questions": (
        *("trend", "line", "compare", "compare_waves", "decompose", "compare_schemes", "together"),
    ),
    "What was published": ("verify", "verify_published", "explain_published"),
    "For readers": ("report", "release", "disclose"),
    "Functions of estimates": ("contrast", "difference", "expression", "lift", "stack", "adjust_p"),
    "Printed figures": ("granularity",),
    "Errors": ("SurveyError", "SurveyWarning"),
}
# What the functions give, by the module it stands in. ``Shown`` is what most of them do for a reader.
RESULTS = {
    "Shown": "survey.shown",
    "Estimates": "survey.estimation.result.estimates",
    "TestResult": "survey.estimation.result.tested",
    "Model": "survey.estimation.models.model",
    "Table": "survey.tables.table",
    "Schemes": "survey.tables.schemes",
    "Trend": "survey.trends.series",
    "PooledLine": "survey.trends.line.pooled",
    "Changes": "survey.trends.change",
    "Comparison": "survey.changes.comparison",
    "PublishedCheck": "survey.claims.published.check",
    "Explanation": "survey.claims.explaining.explanation",
    "Verdict": "survey.claims.answers.verdict",
    "Verdicts": "survey.claims.answers.verdict",
    "Forecast": "survey.weighting.plan.forecast",
    "Choice": "survey.weighting.plan.choose",
    "Calibration": "survey.weighting.record.calibration",
    "WeightDiagnostics": "survey.weighting.record.calibration",
    "WeightingReport": "survey.weighting.told.report",
    "Balance": "survey.weighting.told.balance",
    "Profiles": "survey.weighting.told.profiles",
    "SampleSize": "survey.maths.planning.sizes",
    "NewStudy": "survey.studies.starting.new_study",
    "Released": "survey.releasing.record",
    "Document": "survey.reports.documents.document",
}
WIDTH = 110  # letters of a signature in one line


def reference() -> str:
    """The page as Markdown."""
    parts = [HEAD, *_contents()]
    for group, names in GROUPS.items():
        parts.append(f"## {group}\n")
        for name in names:
            found = getattr(survey, name)
            parts += _entry(name, found, "###")
            parts += _members(name, found, "####") if name == "Sample" else []
    parts.append("## Results\n")
    for name, module in RESULTS.items():
        found = getattr(importlib.import_module(module), name)
        parts += _entry(name, found, "###", called=False)
        parts += _members(name, found, "####")
    return "\n".join(parts)


def _contents() -> Iterator[str]:
    """Names with the place where they stand, one line a group."""
    for group, names in {**GROUPS, "Results": tuple(RESULTS)}.items():
        yield f"- {group}: {', '.join(f'[{name}](#{name.lower()})' for name in names)}"
    yield ""


def _entry(name: str, found: Any, level: str, *, called: bool = True) -> Iterator[str]:
    """One name: its head, how it is called, what it says of itself."""
    yield f"{level} {name}\n"
    if called and not (inspect.isclass(found) and issubclass(found, Exception)):
        kind, _, member = name.rpartition(".")
        yield f"```python\n{_call(member, found, bool(kind))}\n```\n"
    yield f"{as_markdown(inspect.getdoc(found) or '')}\n"


def _members(name: str, kind: type, level: str) -> Iterator[str]:
    """Methods and properties of a class, in the order in which they are written, those that ``Shown`` gives aside."""
    values = []
    for member, found in _written(kind):
        doc = inspect.getdoc(found)
        if isinstance(found, (property, cached_property)):
            values += [f"- `{member}`: {as_markdown(doc)}"] if doc else []
        elif doc:
            yield from _entry(f"{name}.{member}", found, level)
    if values:
        yield f"Values of `{name}`:\n"
        yield "\n".join(value.replace("\n\n", "\n").replace("\n", "\n  ") for value in values) + "\n"


def _written(kind: type) -> Iterator[tuple[str, Any]]:
    """Public methods and properties with those inherited, but those of every ``Shown`` once."""
    seen: set[str] = set() if kind is Shown else {name for name in vars(Shown) if name not in vars(kind)}
    for parent in kind.__mro__:
        for member, found in vars(parent).items():
            if member in seen or member.startswith("_") or not parent.__module__.startswith("survey"):
                continue
            seen.add(member)
            plain = found.__func__ if isinstance(found, (classmethod, staticmethod)) else found
            if inspect.isfunction(plain) or isinstance(plain, (property, cached_property)):
                yield member, plain


def _call(name: str, found: Any, method: bool = False) -> str:
    """How it is called: every option with its kind and its default, one a line where one line is too long."""
    work: Callable[..., Any] = found
    signature = inspect.signature(work)
    first = ("self", "cls", "sample") if method else ()
    asked = [one for one in signature.parameters.values() if one.name not in first]
    by_name = [one.kind is one.KEYWORD_ONLY for one in asked]
    shown = [_option(one) for one in asked]
    if any(by_name) and not any(one.kind is one.VAR_POSITIONAL for one in asked):
        shown.insert(by_name.index(True), "*")
    returned = signature.return_annotation
    given = f" -> {_kind(returned)}" if returned is not signature.empty and not inspect.isclass(found) else ""
    whole = f"{name}({', '.join(shown)}){given}"
    if len(whole) <= WIDTH:
        return whole
    return "\n".join([f"{name}(", *(f"    {one}," for one in shown), f"){given}"])


def _option(one: inspect.Parameter) -> str:
    star = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
    kind = "" if one.annotation is one.empty else f": {_kind(one.annotation)}"
    default = "" if one.default is one.empty else f" = {one.default!r}"
    return f"{star}{one.name}{kind}{default}"


def _kind(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def as_markdown(text: str) -> str:
    """A docstring as Markdown: names in single marks, examples in blocks of their own."""
    parts = []
    for example, lines in groupby(text.splitlines(), lambda line: line.startswith((">>>", "..."))):
        whole = "\n".join(lines)
        parts.append(f"```python\n{whole}\n```" if example else re.sub(r"``([^`]+)``(?!`)", r"`\1`", whole))
    return "\n".join(parts)


if __name__ == "__main__":
    print(reference(), end="")
