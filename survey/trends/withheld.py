"""Points that a policy of disclosure withholds are not on the line, and are counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.definitions.policy import share_unit
from survey.definitions.records.study import Study
from survey.maths.rules.coarse import to_multiples
from survey.tables.table import Note
from survey.trends.series import TrendPoint
from survey.trends.waves import Wave
from survey.wording.figures import whole
from survey.wording.message import message

# study, its data, the question, the base and the options of the wave -> those that are withheld; None without a policy
Withheld = Callable[[Study, SampleData, str, str, Collection[str]], Collection[str] | None]


def shown_only(
    waves: Sequence[Wave], samples: Mapping[str, SampleData | None], question: str, withheld: Withheld | None
) -> tuple[list[Wave], list[Note]]:
    """``waves`` without the points that are ``withheld``, and a note that counts them."""
    shown: list[Wave] = []
    gone, names = 0, list[str]()
    for wave in waves:
        sample = samples.get(wave.name)
        options = [point.option for point in wave.points]
        own = withheld(wave.study, sample, question, wave.base, options) if withheld and sample is not None else None
        if own is None:
            shown.append(wave)
            continue
        unit = share_unit(wave.study)
        kept = [_coarse(one, unit) for one in wave.points if one.option not in own]
        gone += len(wave.points) - len(kept)
        names += [wave.name] if len(kept) < len(wave.points) else []
        shown.append(replace(wave, points=tuple(kept)))
    if not gone:
        return shown, []
    said = message("trends.withheld", count=whole(gone), list=", ".join(names))
    return shown, [Note("withheld", said)]


def _coarse(point: TrendPoint, unit: float) -> TrendPoint:
    """The figures in multiples of what the policy says, of a tenth of a point at least."""
    figures = np.array([point.estimate, point.std_error, point.conf_low, point.conf_high])
    estimate, error, low, high = np.round(to_multiples(figures, unit), 10).tolist()
    return replace(point, estimate=estimate, std_error=error, conf_low=low, conf_high=high)
