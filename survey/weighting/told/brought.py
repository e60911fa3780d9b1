"""What was done to the weights, in order, as records that are to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.cells.samples.sample import SampleData
from survey.definitions.records.sources import Source
from survey.definitions.source_text import source_text
from survey.weighting.record.calibration import Calibration, MarginGap
from survey.weighting.record.step import CHOSEN, Step
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text

CALIBRATIONS = ("rake", "poststratify", "calibrate", "standardize")
PLUS = " + "  # between the names of levels that are one
MET = 0.0005  # gaps below half a tenth of a point are printed as 0


@dataclass(frozen=True)
class Brought:
    """A calibration with its step, where one was logged, and the words for what it stands on."""

    made: Calibration
    step: Step | None
    known: Mapping[str, Source]  # sources by id

    @property
    def margins(self) -> Text:
        """What the weights were brought to."""
        margins: list[Part] = [self.made.margin_called(name) for name in self.made.margins]
        margins += [message("weighting.total_of", name=question.heading) for question in self.made.numbers]
        return joined(margins, ", ")

    @property
    def derived(self) -> Text | None:
        """Margins whose figures nobody published as they stand."""
        found = [
            self.made.margin_called(name) for name, margin in self.made.margins.items() if margin.status == "derived"
        ]
        return joined(found, ", ") if found else None

    @property
    def merged(self) -> Text | None:
        """Levels that the weighting counted as one."""
        made = self.made
        cells = dict.fromkeys(
            (gap.margin, *gap.options) for gap in made.gaps if any(PLUS in one for one in gap.options)
        )
        found: list[Part] = []
        for margin, *options in cells:
            for name, option in zip(made.margins[margin].variables, options, strict=True):
                question = made.variables.get(name)
                if question is not None and PLUS in option and question.question.endswith("(as weighted)"):
                    found.append(question.label(option))
        return joined(found, "; ") if found else None

    @property
    def sources(self) -> Text:
        """Titles of the sources of the targets; "" where none is named."""
        return joined((source_text(name, self.known) for name in self.made.sources), "; ")

    @property
    def chosen(self) -> bool:
        """Whether the margins were chosen by a rule."""
        return self.step is not None and CHOSEN in self.step.details

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Limits of the factors that were asked for."""
        if self.step is None or self.step.options.get("bounds_on", "factor") != "factor":
            return None
        bounds = self.step.options.get("bounds")
        return (float(bounds[0]), float(bounds[1])) if bounds else None

    @property
    def trimmed(self) -> int:
        """Respondents whose weight was cut, by the step: what came after it may have another diagnosis."""
        count = self.made.diagnostics.trimmed
        return self.step.counts.get("trimmed", count) if self.step is not None else count

    @property
    def worst(self) -> MarginGap | None:
        """The cell that is left furthest from its target; None where none has one."""
        gaps = [gap for gap in self.made.gaps if gap.target == gap.target]
        return max(gaps, key=lambda gap: abs(gap.after - gap.target), default=None)

    def cell(self, gap: MarginGap) -> Text:
        """The labels of a cell."""
        made = self.made
        variables = made.margins[gap.margin].variables if gap.margin in made.margins else ()
        labels = [
            made.variables[variable].label(option) if variable in made.variables else option
            for variable, option in zip(variables, gap.options, strict=False)
        ]
        return joined(labels, " × ")


def start_of(sample: SampleData) -> str | None:
    """The weight column that weighting started from; None: everybody counted as 1."""
    chain = _chain(sample)
    if chain and (len(chain) > len(_logged(sample)) or not sample.steps):
        return chain[0].base_weight
    return sample.steps[0].base_weight


def done(sample: SampleData) -> Iterator[Brought | Step]:
    """The steps in order, calibrations as ``Brought``.

    Records of calibrations belong to the last steps of their kind: a later adjustment may have made an earlier record
    void, and such a step is told from its arguments. Calibrations of samples that were combined have no step here.
    """
    chain, logged = _chain(sample), _logged(sample)
    unlogged = max(len(chain) - len(logged), 0)
    for made in chain[:unlogged]:
        yield Brought(made, None, sample.sources)
    kept = dict(zip(map(id, logged[::-1]), chain[unlogged:][::-1], strict=False))
    combined = bool(chain) and any(step.step == "combine" for step in sample.steps)
    for step in sample.steps:
        if id(step) in kept:
            yield Brought(kept[id(step)], step, sample.sources)
        elif step.step not in CALIBRATIONS or not combined:  # else it is in the record
            yield step


def _chain(sample: SampleData) -> tuple[Calibration, ...]:
    made: Calibration | None = sample.calibration
    return made.steps if made is not None else ()


def _logged(sample: SampleData) -> list[Step]:
    return [step for step in sample.steps if step.step in CALIBRATIONS]
