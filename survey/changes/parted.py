"""Changes split into what the make-up of the samples explains and what it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.cells.samples.sample import SampleData
from survey.changes.comparison import ChangeFigure
from survey.changes.measured import Measure
from survey.changes.parts import Parted
from survey.errors import EstimationError
from survey.estimation.statistics.decompose import PARTS, decompose
from survey.tables.table import Note
from survey.wording.worded import once
from survey.words import Text


def parted(
    samples: Mapping[str, SampleData],
    pairs: Sequence[tuple[str, str]],
    measure: Measure,
    margins: Sequence[str | Sequence[str]],
    changes: Sequence[ChangeFigure] = (),
) -> tuple[tuple[Parted, ...], tuple[Note, ...]]:
    """The parts of each change (``survey.decompose``), and how they were made. The change itself is beyond error where
    ``changes`` say so, whose p-values may be adjusted; its parts are held against their own error.

    Raises ``EstimationError`` for a median and for domains, which are not split."""
    if not margins:
        return (), ()
    if measure.statistic not in ("share", "mean") or measure.by:
        said = "shares and means of all respondents are split by make-up, not medians and not domains"
        raise EstimationError(said, where="make_up", fix="Ask for it by itself; where=… confines it to a part.")
    tested = {(one.start, one.end, one.option): one.beyond for one in changes if not one.levels}
    rows: list[Parted] = []
    texts: list[Text] = []
    for start, end in pairs:
        found = decompose(
            samples[start],
            samples[end],
            measure.question,
            margins,
            statistic=measure.statistic,  # type: ignore[arg-type]
            level=measure.level,
            force=measure.force,
            **measure.options,
        )
        p = found.p_value
        for i in range(0, len(found), len(PARTS)):
            option = found.option[i]
            label, _, _ = measure.labels(samples[start], option, ())
            parts = {
                part: (
                    float(found.estimate[i + k]),
                    float(found.std_error[i + k]),
                    float(found.conf_low[i + k]),
                    float(found.conf_high[i + k]),
                    _beyond(tested, (start, end, option), part, p[i + k] < 1 - measure.level),
                )
                for k, part in enumerate(PARTS)
            }
            rows.append(Parted(start, end, option, label, parts))
        texts += found.notes
    return tuple(rows), tuple(Note("make_up", text) for text in once(texts))


def _beyond(
    tested: Mapping[tuple[str, str, str], bool | None], key: tuple[str, str, str], part: str, own: bool
) -> bool:
    return bool(tested[key]) if part == "change" and key in tested else bool(own)
