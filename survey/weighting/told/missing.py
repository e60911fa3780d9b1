"""What was done about respondents without an answer to a weighting variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.weighting.record.step import Step
from survey.weighting.told.brought import CALIBRATIONS
from survey.weighting.told.names import headings
from survey.wording.figures import whole
from survey.wording.message import message
from survey.wording.worded import Part
from survey.words import Text

SENTENCES = {"class": "weighting.own_class", "impute": "weighting.imputed", "carry": "weighting.carried"}  # by rule
COUNTED = {"class": "class ", "impute": "imputed ", "carry": "carried "}  # rule -> how its counts begin


def missing_told(steps: Sequence[Step], sample: SampleData) -> Iterator[Text]:
    """A sentence for each rule, with the respondents it concerned; rules that differ name their variables."""
    for step in steps:
        if step.step not in CALIBRATIONS:
            continue
        found = _concerned(step)
        for (rule, seed, within), (concerned, variables) in found.items():
            of = headings(sample, variables) if len(found) > 1 else None
            parts: dict[str, Part] = {"count": message("weighting.concerned", count=whole(concerned))}
            parts["of"] = message("weighting.of", names=of) if of else ""
            if rule == "impute":
                names = headings(sample, within)
                parts |= {"seed": str(seed), "within": message("weighting.who_agree", names=names) if names else ""}
            yield message(SENTENCES[rule], **parts)


def _concerned(step: Step) -> dict[tuple[str, int, tuple[str, ...]], tuple[int, tuple[str, ...]]]:
    """How many respondents, and by which variables, are concerned by what is done about missing answers: by the rule,
    its seed and the variables to agree in."""
    missing = step.options.get("missing", "stop")
    single = isinstance(missing, str) or set(missing) <= {"impute", "seed"}
    by: Mapping[str, Any] = {"*": missing} if single else missing
    found: dict[tuple[str, int, tuple[str, ...]], tuple[int, tuple[str, ...]]] = {}
    for variable, given in by.items():
        drawn = isinstance(given, Mapping)
        rule = "impute" if drawn else str(given)
        seed = int(given.get("seed", 1)) if drawn else 1
        names = given.get("impute") or () if drawn else ()
        start = COUNTED.get(rule)
        if start is None:
            continue
        counts = {name.removeprefix(start): n for name, n in step.counts.items() if name.startswith(start)}
        mine = {name: n for name, n in counts.items() if name == variable or (variable == "*" and name not in by)}
        count = sum(mine.values())
        if rule == "carry" and single:
            count = step.counts.get("carried", count)  # one respondent may lack several answers
        key = (rule, seed, (names,) if isinstance(names, str) else tuple(names))
        if count:
            before, others = found.get(key, (0, ()))
            found[key] = (before + count, (*others, *mine))
    return found
