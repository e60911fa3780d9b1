"""Design weights: the inverse of each respondent's probability of having been selected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question
from survey.weighting.before.chances import Chances, Frames, How
from survey.weighting.before.dispositions import listed
from survey.weighting.before.sampling_weight import Adjustment, with_sampling_weight
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.weight_column import base_of
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def selection(
    sample: SampleData,
    *,
    probability: str | Sequence[str] | None = None,
    household: str | None = None,
    frames: Frames | None = None,
    rule: str = "multiplicity",
    frame: str | None = None,
    share: float | str = "effective",
    cap: float | None = None,
    base_weight: str | None = None,
    name: str | None = None,
) -> SampleData:
    """The sample with weights multiplied by the inverse probability of selection.

    ``probability``: column(s) of inclusion probabilities, above 0 and at most 1, one a stage: ``1 / Π p``.
    ``household``: column of the number of persons of whom one was drawn: times that number, at most ``cap``.

    ``frames``: two or more lists through which a person may be called, each ``{probability, lines, adults}``:
    ``probability`` that one number of the list was drawn (a figure or a column), ``lines`` the column of numbers by
    which the person can be reached there (0: not in this frame), ``adults`` the column of those who share them and of
    whom one was drawn (left out for mobile phones; at most ``cap``). The expected number of times that a person is
    selected by a frame is ``e = probability · lines / adults``. Two rules:

    - ``multiplicity``: weight ``1 / Σ_f e_f`` (Kalton & Anderson 1986, JRSS A 149, 65-82: the person's chances add,
      up to the chance of being drawn twice, which is negligible at polling fractions). Needs no more than the answers.
    - ``composite``: weight ``1 / e_f`` in the ``frame`` by which the person was drawn (a column with the names of
      ``frames``), and for those whom several frames reach times ``λ_f``, ``Σ λ_f = 1`` (Hartley 1962, Proc. Social
      Statistics Section, ASA, 203-206). ``share``: ``λ`` of the first of two frames, or ``effective``: in proportion
      to the effective sizes of the frames among those who are reached by the same frames (as Brick et al. 2006, POQ
      70, 780-793, compare). ``λ`` is taken as fixed in replicates.

    The new weight is the sampling weight of what follows. Raises one ``WeightingError`` with everything that does not
    fit: counts of empty answers, numbers of 0, probabilities outside 0 to 1, respondents whom no frame reaches.
    """
    how = How(probability, household, frames, rule, frame, share, cap)
    how.check()
    base = base_of(sample, base_weight)
    keys = {column: number_question(sample.question(column)) for column in how.columns}
    if frame is not None:
        keys[frame] = one_answer(sample, frame)
    cells = sample.engine.collapse(list(keys.values()), weight=base)
    work = Chances(sample, keys, cells, cap)
    factor = work.factor(how)
    work.refuse()
    factor = np.where(work.live, factor, 0.0)
    options = {
        "probability": [*listed(probability)] if probability else None,
        "household": household,
        "frames": {label: dict(one) for label, one in frames.items()} if frames else None,
        "rule": rule,
        "frame": frame,
        "share": share,
        "cap": cap,
    }
    adjustment = Adjustment(
        "selection",
        base,
        list(keys.values()),
        cells,
        factor,
        lambda sums: factor,
        _said(how, work.capped),
        options,
        {"respondents": int(cells.respondents.sum()), "capped": work.capped},
        work.details,
    )
    return with_sampling_weight(sample, adjustment, name)


def _said(how: How, capped: int) -> Text:
    told = [message("data.by_probability", column=column) for column in listed(how.probability or ())]
    if how.household:
        told.append(message("data.by_household", column=how.household))
    if how.frames:
        rule = message("data.frames_added" if how.rule == "multiplicity" else "data.frames_composite")
        told.append(message("data.by_frames", frames=", ".join(how.frames), rule=rule))
    done = message("data.selection", by=joined(told, "; "))
    if how.cap is None:
        return done
    return joined([done, message("data.persons_capped", cap=formatted(how.cap), count=formatted(capped, ",d"))], "; ")
