"""What printed figures can be, whatever the poll found."""

from __future__ import annotations

from survey.front.called import checked
from survey.maths.granularity.granularity import granularity as _granularity

granularity = checked(_granularity)
