"""Names that stand for two things in the data of several studies."""

from __future__ import annotations

from collections.abc import Container, Sequence

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_of, sample_differences
from survey.definitions.comparable import problems
from survey.errors import Problem


def sample_contradictions(samples: Sequence[SampleData], shared: Container[str] = ()) -> list[Problem]:
    """Names that stand for two things in the data of several studies: questions of one series, and ``shared`` ones,
    each study beside the one before it."""
    found: list[Problem] = []
    last: dict[tuple[str, str], SampleData] = {}
    for sample in samples:
        study = sample.study
        if study is None:
            continue
        for name in study.questions:
            lines = [line for line, known in ((study.series, True), ("", name in shared)) if line is not None and known]
            for line in lines:
                before = last.get((line, name))
                if before is not None and name in sample.questions:
                    sure = [item for item in sample_differences(before, sample, name) if item.contradicts]
                    found += problems(sure, asked_of(before, name), asked_of(sample, name))
                if name in sample.questions:
                    last[line, name] = sample
    return sorted(set(found))
