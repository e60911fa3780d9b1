"""Functions that plan a sample, before there is one."""

from __future__ import annotations

from survey.front.called import checked
from survey.maths.planning.allocation import allocate as _allocate
from survey.maths.planning.conditions import Planned
from survey.maths.planning.sizes import detectable_difference as _detectable_difference
from survey.maths.planning.sizes import sample_size as _sample_size
from survey.maths.planning.sizes import sample_size_difference as _sample_size_difference

sample_size = checked(_sample_size, like=(Planned,))
sample_size_difference = checked(_sample_size_difference, like=(Planned,))
detectable_difference = checked(_detectable_difference, like=(Planned,))
allocate = checked(_allocate)
