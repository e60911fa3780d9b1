"""Nets that a comparison is asked for: those of the definition, others, and the ends of a scale."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.changes.asked import Asked
from survey.errors import EstimationError


def nets_of(samples: Mapping[str, SampleData], question: str, asked: Asked) -> dict[str, tuple[str, ...]]:
    """Name -> options. Nets of the definition are taken where all waves have them of the same options."""
    first, *others = (sample.question(question) for sample in samples.values())
    found = {
        name: tuple(net.options)
        for name, net in first.nets.items()
        if all(name in one.nets and set(one.nets[name].options) == set(net.options) for one in others)
    }
    found |= {name: tuple(options) for name, options in (asked.nets or {}).items()}
    top = asked.top
    if top:
        encoding = next(iter(samples.values())).engine.encoding(first)
        number = dict(zip(encoding.levels, encoding.numbers, strict=True))
        points = [option for option in first.substantive if np.isfinite(number.get(option, np.nan))]
        if len(points) < len(first.substantive) or not 0 < 2 * top <= len(points):
            said = f"top-{top} and bottom-{top} are of a scale with {2 * top} points or more, each with a value"
            raise EstimationError(said, where=question, fix="Name the options: nets={'top': [...]}.")
        points.sort(key=lambda option: number[option])
        found |= {f"top {top}": tuple(points[-top:]), f"bottom {top}": tuple(points[:top])}
    return found
