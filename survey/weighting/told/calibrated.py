"""A calibration told: in sentences for a statement, in short for the notes of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.weighting.told.brought import Brought
from survey.weighting.told.names import headings
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text

Said = tuple[str, Text]  # what a sentence is about, and the sentence


def in_sentences(brought: Brought, sample: SampleData, targets: Mapping[str, Targets]) -> Iterator[Said]:
    """How weights were brought to the population, to whose figures, and within which limits."""
    made = brought.made
    yield "method", message(f"weighting.{made.method}", margins=brought.margins)
    if brought.chosen:
        yield "method", message("weighting.chosen")
    if (merged := brought.merged) is not None:
        yield "method", message("weighting.merged", cells=merged)
    yield "targets", _targets(brought, targets.get(made.targets))
    if (derived := brought.derived) is not None:
        yield "targets", message("weighting.derived", margins=derived)
    if made.target_covariance is not None:
        yield "targets", message("weighting.estimated")
    if made.within:
        yield "method", message("weighting.within", names=headings(sample, made.within) or "")
    if made.cap is not None:
        yield "trimming", message("weighting.capped", cap=number(made.cap))
    if (bounds := brought.bounds) is not None:
        yield "trimming", message("weighting.bounded", low=number(bounds[0]), high=number(bounds[1]))
    if made.trim:
        yield "trimming", trimmed(_limits(brought, "mean"), brought.trimmed)


def in_short(brought: Brought) -> Text:
    """The same in a line, with what it cost."""
    made, of = brought.made, brought.made.diagnostics
    titles = joined((": ", brought.sources)) if made.sources else ""
    base = made.base_weight
    return message(
        "weighting.short_calibrated",
        how=_how(brought),
        targets=joined([made.named if made.targets else message("weighting.short_targets_given"), titles]),
        start=message("weighting.short_from_column", column=base) if base else message("weighting.short_from_equal"),
        trim=_cut(brought),
        least=number(of.minimum / of.mean, 2),
        most=number(of.maximum / of.mean, 2),
        deff=number(of.deff, 2),
        residuals=message(f"weighting.short_{made.residuals}"),
    )


def in_shortest(brought: Brought) -> Text:
    """What the weights were brought to, and cut to."""
    return joined([_how(brought), _cut(brought)])


def _how(brought: Brought) -> Text:
    return message(f"weighting.short_{brought.made.method}", margins=brought.margins)


def _cut(brought: Brought) -> Part:
    if not brought.made.trim:
        return ""
    return message("weighting.short_trimmed", limits=_limits(brought, "short"), count=whole(brought.trimmed))


def trimmed(limits: Part, count: int) -> Text:
    """That weights were cut to limits, or that none was beyond."""
    if not count:
        return message("weighting.none_to_trim", limits=limits)
    return message("weighting.trimmed", limits=limits, count=whole(count))


def _limits(brought: Brought, form: str) -> Text:
    """What the weights were cut to, as multiples of their mean."""
    assert brought.made.trim is not None
    sides = zip(("below", "above"), brought.made.trim, strict=True)
    limits = [message(f"weighting.{side}_{form}", value=number(limit)) for side, limit in sides if limit is not None]
    return joined(limits, ", ")


def _targets(brought: Brought, known: Targets | None) -> Text:
    name = brought.made.targets
    date = known.date if known is not None else None
    title: Part = brought.made.named
    if known is not None and known.title:
        title = known.title
        date = None if date and any(date in text for text in known.title.values()) else date
    elif known is None and name in ("", "targets"):
        title = message("weighting.targets_given")
    return message(
        "weighting.targets",
        title=title,
        date=message("weighting.as_of", date=date) if date else "",
        sources=message("weighting.sources", names=brought.sources) if brought.made.sources else "",
    )
