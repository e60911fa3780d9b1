"""The weighting in plain language, ready for a methodology page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.sources import Source
from survey.definitions.records.targets import Targets
from survey.errors import SurveyError
from survey.weighting.record.calibration import Calibration, WeightDiagnostics
from survey.weighting.record.diagnose import diagnose_summary, efficiency
from survey.weighting.record.step import CHOSEN, Step
from survey.wording.catalogue import has_message
from survey.wording.figures import number, points, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text, say

CALIBRATIONS = ("rake", "poststratify", "calibrate")
NONRESPONSE = ("nonresponse", "propensity", "attrition")
NAMED = ("household", "frames", "probability", "classes", "predictors", "variables", "by")  # arguments: variables
PLUS = " + "  # between the names of levels that are one
MET = 0.0005  # gaps below half a tenth of a point are printed as 0
MISSING = {"class": "own_class", "impute": "imputed", "carry": "carried"}  # rule -> its sentence
COUNTED = {"class": "class ", "impute": "imputed ", "carry": "carried "}  # rule -> how its counts begin


@dataclass(frozen=True)
class Statement:
    """Sentences by what they are about (``method``, ``targets``, ``trimming``, ``missing``, ``nonresponse``, ``cost``,
    ``moe``, …), in order. The items are those that AAPOR's Code of Professional Ethics and Practices (2021, III.A)
    asks to be disclosed of weighting: variables, sources, trimming, and the error with its design effect."""

    parts: tuple[tuple[str, Text], ...]

    def text(self, language: str = "en") -> str:
        """One paragraph."""
        return " ".join(say(part, language) for _, part in self.parts)

    def part(self, key: str, language: str = "en") -> str:
        """The sentences on one thing; "" where there are none."""
        return " ".join(say(part, language) for name, part in self.parts if name == key)


def statement(sample: SampleData, language: str = "en", targets: Targets | Sequence[Targets] = ()) -> str:
    """How ``sample`` was weighted, in plain sentences; see ``statement_of``."""
    return statement_of(sample, targets).text(language)


def statement_of(sample: SampleData, targets: Targets | Sequence[Targets] = ()) -> Statement:
    """What was done to the weights, to whose figures, and what it cost, from the record of the sample's weighting.

    ``targets``: those that were used, for their title and date (their id and sources are in the record).
    """
    return Statement(tuple(_Writer(sample, (targets,) if isinstance(targets, Targets) else tuple(targets)).all()))


class _Writer:
    def __init__(self, sample: SampleData, targets: tuple[Targets, ...]) -> None:
        self.sample = sample
        self.targets = {item.targets: item for item in targets}
        made: Calibration | None = sample.calibration
        self.chain: tuple[Calibration, ...] = made.steps if made is not None else ()
        self.steps: tuple[Step, ...] = sample.steps

    def all(self) -> Iterable[tuple[str, Text]]:
        sample = self.sample
        if sample.weight is None:
            yield "population", message("weighting.unweighted", n=whole(sample.n))
            yield from self._invented()
            return
        last = self.chain[-1].diagnostics if self.chain else None
        if last is None and self.steps:
            last = self.steps[-1].diagnostics
        found = last or diagnose_summary(sample.engine.summary(sample.weight))
        yield "population", self._population(found)
        if not self.steps and not self.chain:
            yield "start", message("weighting.given", column=sample.weight)
        else:
            yield from self._done()
        if sample.study is not None and sample.study.weighting.stated:
            yield "stated", message("weighting.stated", stated=sample.study.weighting.stated.rstrip("."))
        yield from self._cost(found)
        yield from self._invented()

    def _population(self, found: WeightDiagnostics) -> Text:
        study = self.sample.study
        known = study.population if study is not None else None
        if known is None:
            known = next((item.population for item in self.targets.values() if item.population), None)
        if not known:
            return message("weighting.weighted_only", n=whole(found.n))
        return message("weighting.weighted", n=whole(found.n), population=known)

    def _done(self) -> Iterable[tuple[str, Text]]:
        """The steps in order. Records of calibrations belong to the last steps of their kind: a later adjustment may
        have made an earlier record void."""
        calibrations = [step for step in self.steps if step.step in CALIBRATIONS]
        unlogged = max(len(self.chain) - len(calibrations), 0)
        first = self.steps[0].base_weight if self.steps and not unlogged else None
        if unlogged or not self.steps:
            first = self.chain[0].base_weight
        yield "start", message("weighting.from_column", column=first) if first else message("weighting.from_equal")
        for made in self.chain[:unlogged]:
            yield from self._calibrated(made)
        kept = dict(zip(map(id, calibrations[::-1]), self.chain[unlogged:][::-1], strict=False))
        for step in self.steps:
            if step.step not in CALIBRATIONS:
                yield ("trimming" if step.step == "trim" else "method"), self._step(step)
            elif id(step) in kept:
                yield from self._calibrated(kept[id(step)], step)
            elif not (self.chain and any(later.step == "combine" for later in self.steps)):  # else it is in the record
                names = self._names(_margins_of(step, self.targets))
                yield "method", message(f"weighting.{step.step}", margins=names) if names else self._other(step)
        if self.chain:
            yield from self._left()
        if not any(step.step == "trim" for step in self.steps) and not any(
            made.trim or made.cap for made in self.chain
        ):
            yield "trimming", message("weighting.not_trimmed")
        yield from self._missing()
        if not any(step.step in NONRESPONSE for step in self.steps):
            yield "nonresponse", message("weighting.no_nonresponse")

    def _step(self, step: Step) -> Text:
        if step.step == "scale":
            to = step.options.get("to", "n")
            if isinstance(to, str) and has_message(f"weighting.scale_{to}"):
                return message(f"weighting.scale_{to}")
            return (
                message("weighting.scale_to", total=number(float(to)))
                if isinstance(to, (int, float))
                else self._other(step)
            )
        if step.step == "trim":
            return _trimmed(self._limits(step), step.counts.get("trimmed", 0))
        if not has_message(f"weighting.{step.step}"):
            return self._other(step)
        given = [value for key in NAMED if (value := step.options.get(key))]
        names = self._names(name for value in given for name in ([value] if isinstance(value, str) else value))
        rate = step.details.get("response rate")
        if step.step == "combine":
            return message("weighting.combine")
        said: list[Part] = [message("weighting.by", names=names)] if names else []
        said += [message("weighting.rate", rate=number(100 * rate, 0))] if rate is not None else []
        return message(f"weighting.{step.step}", names=joined(said, ""))

    def _other(self, step: Step) -> Text:
        return message("weighting.other_step", step=step.step, text=(step.text[:1].upper() + step.text[1:]).rstrip("."))

    def _limits(self, step: Step) -> Part:
        said: list[Part] = []
        for key in ("below", "above"):
            value = step.options.get({"below": "lower", "above": "upper"}[key])
            if isinstance(value, (int, float)) and abs(value) < float("inf"):
                said.append(message(f"weighting.{key}", value=number(float(value))))
        quantiles, ratio = step.options.get("quantiles"), step.options.get("ratio")
        if quantiles:
            low, high = (number(float(end)) for end in quantiles)
            said.append(message("weighting.at_quantiles", low=low, high=high))
        if ratio:
            said.append(message("weighting.at_ratio", ratio=number(float(ratio))))
        return joined(said, ", ") if said else step.text

    def _names(self, names: Iterable[Any]) -> Text | None:
        """Headings of questions; a name that is no question stays as it is."""
        found: list[Part] = []
        for name in names:
            crossed = [name] if isinstance(name, str) else list(name)
            found.append(joined([self._heading(str(part)) for part in crossed], " × "))
        return joined(found, ", ") if found else None

    def _heading(self, name: str) -> Part:
        try:
            return self.sample.question(name).heading
        except SurveyError:
            return name

    def _calibrated(self, made: Calibration, step: Step | None = None) -> Iterable[tuple[str, Text]]:
        margins: list[Part] = [_crossed(made, name) for name in made.margins]
        margins += [message("weighting.total_of", name=question.heading) for question in made.numbers]
        yield "method", message(f"weighting.{made.method}", margins=joined(margins, ", "))
        if step is not None and CHOSEN in step.details:
            yield "method", message("weighting.chosen")
        merged = _merged(made)
        if merged:
            yield "method", message("weighting.merged", cells=joined(merged, "; "))
        yield "targets", self._targets(made)
        derived = [_crossed(made, name) for name, margin in made.margins.items() if margin.status == "derived"]
        if derived:
            yield "targets", message("weighting.derived", margins=joined(derived, ", "))
        if made.target_covariance is not None:
            yield "targets", message("weighting.estimated")
        if made.within:
            yield "method", message("weighting.within", names=self._names(made.within) or "")
        if made.cap is not None:
            yield "trimming", message("weighting.capped", cap=number(made.cap))
        bounds = step.options.get("bounds") if step is not None else None
        if bounds and step is not None and step.options.get("bounds_on", "factor") == "factor":
            yield "trimming", message("weighting.bounded", low=number(float(bounds[0])), high=number(float(bounds[1])))
        if made.trim:
            limits = [
                message(f"weighting.{key}", value=number(limit))
                for key, limit in zip(("below_mean", "above_mean"), made.trim, strict=True)
                if limit is not None
            ]
            cut = step.counts.get("trimmed", made.diagnostics.trimmed) if step is not None else made.diagnostics.trimmed
            yield "trimming", _trimmed(joined(limits, ", "), cut)

    def _targets(self, made: Calibration) -> Text:
        known = self.targets.get(made.targets)
        date = known.date if known is not None else None
        title: Part = made.targets
        if known is not None and known.title:
            title = known.title
            date = None if date and any(date in text for text in known.title.values()) else date
        elif known is None and made.targets in ("", "targets"):
            title = message("weighting.targets_given")
        names = [_source(name, self.sample.sources.get(name)) for name in made.sources]
        return message(
            "weighting.targets",
            title=title,
            date=message("weighting.as_of", date=date) if date else "",
            sources=message("weighting.sources", names="; ".join(names)) if names else "",
        )

    def _left(self) -> Iterable[tuple[str, Text]]:
        """The largest gap that is left at the last calibration."""
        made = self.chain[-1]
        gaps = [gap for gap in made.gaps if gap.target == gap.target]
        if not gaps:
            return
        worst = max(gaps, key=lambda gap: abs(gap.after - gap.target))
        if abs(worst.after - worst.target) < MET:
            yield "targets", message("weighting.all_met")
            return
        variables = made.margins[worst.margin].variables if worst.margin in made.margins else ()
        labels = [
            made.variables[variable].label(option) if variable in made.variables else option
            for variable, option in zip(variables, worst.options, strict=False)
        ]
        yield (
            "targets",
            message("weighting.gap_left", gap=points(worst.after - worst.target), cell=joined(labels, " × ")),
        )

    def _missing(self) -> Iterable[tuple[str, Text]]:
        told = False
        for step in self.steps:
            if step.step not in CALIBRATIONS:
                continue
            found = _concerned(step)
            for (rule, seed, within), (concerned, variables) in found.items():
                told = True
                of = self._names(variables) if len(found) > 1 else None  # rules that differ name their variables
                parts: dict[str, Part] = {"count": message("weighting.concerned", count=whole(concerned))}
                parts["of"] = message("weighting.of", names=of) if of else ""
                if rule == "impute":
                    names = self._names(within)
                    parts |= {"seed": str(seed), "within": message("weighting.who_agree", names=names) if names else ""}
                yield "missing", message(f"weighting.{MISSING[rule]}", **parts)
        if not told and self.chain:
            yield "missing", message("weighting.all_answered")

    def _cost(self, found: WeightDiagnostics) -> Iterable[tuple[str, Text]]:
        yield (
            "cost",
            message(
                "weighting.cost",
                least=number(found.minimum / found.mean, 2),
                most=number(found.maximum / found.mean, 2),
                deff=number(found.deff, 2),
                n=whole(found.n),
                n_kish=whole(found.n_kish),
                efficiency=number(efficiency(found), 0),
            ),
        )
        if found.zero:
            yield "cost", message("weighting.zero", count=whole(found.zero))
        study = self.sample.study
        kind = study.sample.kind if study is not None else "unknown"
        figures: dict[str, Part] = {"moe": number(100 * found.moe, 1), "level": number(100 * found.level)}
        if kind == "probability":
            yield "moe", message("weighting.moe_probability", **figures)
        else:
            yield "moe", message("weighting.moe_model", kind=message(f"weighting.{kind}"), **figures)
        made = self.chain[-1] if self.chain else None
        if self.sample.replicates is not None:
            yield "variance", message("weighting.variance", how=message("weighting.replicates"))
        elif made is not None:
            yield "variance", message("weighting.variance", how=message(f"weighting.{made.residuals}"))
        else:
            yield "variance", message("weighting.variance_column")

    def _invented(self) -> Iterable[tuple[str, Text]]:
        if self.sample.synthetic or (self.sample.study is not None and self.sample.study.synthetic):
            yield "synthetic", message("weighting.synthetic")


def _crossed(made: Calibration, name: str) -> Text:
    variables = made.margins[name].variables
    return joined((made.variables[one].heading if one in made.variables else one for one in variables), " × ")


def _trimmed(limits: Part, count: int) -> Text:
    return (
        message("weighting.trimmed", limits=limits, count=whole(count))
        if count
        else message("weighting.none_to_trim", limits=limits)
    )


def _margins_of(step: Step, targets: Mapping[str, Targets]) -> list[Any]:
    """What a calibration of which there is no record went by: the variables of its margins, else their names."""
    named, given = list(step.options.get("margins") or ()), step.options.get("targets")
    if isinstance(given, Mapping):
        margins = {name: margin.get("variables", ()) for name, margin in given.get("margins", {}).items()}
    elif isinstance(given, str) and given in targets:
        margins = {name: margin.variables for name, margin in targets[given].margins.items()}
    else:
        return named
    return [margins.get(name, name) for name in named or margins]


def _merged(made: Calibration) -> list[Part]:
    """Levels that the weighting counted as one."""
    cells = dict.fromkeys((gap.margin, *gap.options) for gap in made.gaps if any(PLUS in one for one in gap.options))
    found: list[Part] = []
    for margin, *options in cells:
        for name, option in zip(made.margins[margin].variables, options, strict=True):
            question = made.variables.get(name)
            if question is not None and PLUS in option and question.question.endswith("(as weighted)"):
                found.append(question.label(option))
    return found


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


def _source(name: str, source: Source | None) -> str:
    if source is None or not source.title:
        return name
    date = (source.date or "").split(" (")[0]
    return f"{source.title} ({date})" if date and date not in source.title else source.title
