"""Points that a policy of disclosure withholds are not on the line, and are counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Study
from survey.maths.rules.coarse import to_multiples
from survey.tables.table import Note
from survey.trends.series import TrendPoint
from survey.trends.waves import Wave
from survey.wording.figures import whole
from survey.wording.message import message

# study, its data, the question, the base and the options of the wave -> those that are withheld; None without a policy
Withheld = Callable[[Study, SampleData, str, str, Collection[str]], Collection[str] | None]
SHARE = 0.001  # figures of waves with data under a policy, in files: tenths of a point


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
        kept = wave.points if own is None else [_coarse(point) for point in wave.points if point.option not in own]
        gone += len(wave.points) - len(kept)
        names += [wave.name] if len(kept) < len(wave.points) else []
        shown.append(replace(wave, points=tuple(kept)))
    if not gone:
        return shown, []
    said = message("trends.withheld", count=whole(gone), list=", ".join(names))
    return shown, [Note("withheld", said)]


def _coarse(point: TrendPoint) -> TrendPoint:
    names = ("estimate", "std_error", "conf_low", "conf_high")
    return replace(point, **{name: _rounded(getattr(point, name)) for name in names})


def _rounded(value: float) -> float:
    return value if value != value else float(round(float(to_multiples(value, SHARE)), 10))
