"""The weighting in plain language, ready for a methodology page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.weighting.record.calibration import Calibration, WeightDiagnostics
from survey.weighting.record.diagnose import efficiency
from survey.weighting.told.brought import MET, Brought, done, start_of
from survey.weighting.told.calibrated import Said, in_sentences
from survey.weighting.told.guarded import guarded, guarded_diagnostics
from survey.weighting.told.missing import missing_told
from survey.weighting.told.steps import NONRESPONSE, step_told
from survey.wording.figures import number, points, whole
from survey.wording.message import message
from survey.wording.worded import Part, reworded
from survey.words import Text, say


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
    given = (targets,) if isinstance(targets, Targets) else tuple(targets)
    return Statement(tuple(_all(guarded(sample), given)))


def _all(sample: SampleData, targets: tuple[Targets, ...]) -> Iterator[Said]:
    if sample.weight is None:
        yield "population", message("weighting.unweighted", n=whole(sample.n))
    else:
        made: Calibration | None = sample.calibration
        last = made.diagnostics if made is not None else sample.steps[-1].diagnostics if sample.steps else None
        found = last or guarded_diagnostics(sample)
        yield "population", _population(sample, found, targets)
        if made is None and not sample.steps:
            yield "start", message("weighting.given", column=sample.weight)
        else:
            yield from _done(sample, targets)
        if sample.study is not None and sample.study.weighting.stated:
            yield (
                "stated",
                message(
                    "weighting.stated", stated=reworded(sample.study.weighting.stated, lambda part: part.rstrip("."))
                ),
            )
        yield from _cost(found)
        yield "moe", _moe(sample, found)
        yield "variance", _variance(sample, made)
    if is_invented(sample):
        yield "synthetic", message("weighting.synthetic")


def _population(sample: SampleData, found: WeightDiagnostics, targets: tuple[Targets, ...]) -> Text:
    known = sample.study.population if sample.study is not None else None
    if known is None:
        known = next((item.population for item in targets if item.population), None)
    if not known:
        return message("weighting.weighted_only", n=whole(found.n))
    return message("weighting.weighted", n=whole(found.n), population=known)


def _done(sample: SampleData, targets: tuple[Targets, ...]) -> Iterator[Said]:
    """The steps in order, what they leave, and what was not done."""
    known = {item.targets: item for item in targets}
    start = start_of(sample)
    yield "start", message("weighting.from_column", column=start) if start else message("weighting.from_equal")
    calibrations: list[Brought] = []
    for one in done(sample):
        if isinstance(one, Brought):
            calibrations.append(one)
            yield from in_sentences(one, sample, known)
        else:
            yield step_told(one, sample, known)
    if calibrations:
        yield from _left(calibrations[-1])
    limited = any(one.made.trim or one.made.cap for one in calibrations)
    if not limited and not any(step.step == "trim" for step in sample.steps):
        yield "trimming", message("weighting.not_trimmed")
    missing = list(missing_told(sample.steps, sample))
    yield from (("missing", text) for text in missing)
    if calibrations and not missing:
        yield "missing", message("weighting.all_answered")
    if not any(step.step in NONRESPONSE for step in sample.steps):
        yield "nonresponse", message("weighting.no_nonresponse")


def _left(brought: Brought) -> Iterator[Said]:
    """The largest gap that is left at the last calibration."""
    worst = brought.worst
    if worst is None:
        return
    gap = worst.after - worst.target
    if abs(gap) < MET:
        yield "targets", message("weighting.all_met")
    else:
        yield "targets", message("weighting.gap_left", gap=points(gap), cell=brought.cell(worst))


def _cost(found: WeightDiagnostics) -> Iterator[Said]:
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


def _moe(sample: SampleData, found: WeightDiagnostics) -> Text:
    kind = sample.study.sample.kind if sample.study is not None else "unknown"
    figures: dict[str, Part] = {"moe": number(100 * found.moe, 1), "level": number(100 * found.level)}
    if kind == "probability":
        return message("weighting.moe_probability", **figures)
    return message("weighting.moe_model", kind=message(f"weighting.{kind}"), **figures)


def _variance(sample: SampleData, made: Calibration | None) -> Text:
    if sample.replicates is not None:
        return message("weighting.variance", how=message("weighting.replicates"))
    if made is not None:
        return message("weighting.variance", how=message(f"weighting.{made.residuals}"))
    return message("weighting.variance_column")
