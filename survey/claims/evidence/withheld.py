"""What a policy of disclosure leaves of recomputed shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.definitions.policy import least_respondents, share_unit
from survey.definitions.records.study import Study
from survey.errors import WithheldError
from survey.inside import ADVICE
from survey.maths.rules.coarse import to_multiples


def refuse_few(sample: SampleData, n: float, where: str) -> None:
    """``WithheldError`` where 1 to 9 respondents (fewer than the policy of the study asks for) are counted."""
    least = least_respondents(sample.study)
    if 0 < n < least:
        said = f"fewer than {least} respondents are in the group, of whom the policy of disclosure tells nothing"
        raise WithheldError(said, where=where, fix=ADVICE)


def refuse_whole_table(study: Study | None) -> None:
    """``WithheldError`` where a policy is in force: held against a published table, every cell would be told."""
    if least_respondents(study):
        said = "a table held against the data tells every cell of them, also what the policy of disclosure hides"
        where = study.study if study is not None else "published"
        raise WithheldError(said, where=where, fix=ADVICE)


def withheld_options(sample: SampleData, counts: Mapping[str, float], nets: Mapping[str, Sequence[str]]) -> set[str]:
    """Options of ``counts`` that the policy withholds: those of too few, the smallest others until all together are as
    many as it asks for and no one stands alone, and nets that hold any of them."""
    least = least_respondents(sample.study)
    single = {option: n for option, n in counts.items() if option not in nets}
    gone = {option for option, n in single.items() if n < least}
    for option in sorted(single.keys() - gone, key=lambda one: (single[one], one)) if gone else ():
        if len(gone) > 1 and sum(single[one] for one in gone) >= least:
            break
        gone.add(option)
    few = {net for net in nets if net in counts and counts[net] < least}
    return gone | few | {net for net, parts in nets.items() if gone & set(parts)}


def as_told(sample: SampleData, share: float) -> float:
    """A share, in multiples of what a policy says, of a tenth of a point at least."""
    unit = share_unit(sample.study)
    return float(np.round(to_multiples(np.array([share]), unit), 10)[0]) if unit else share
