"""A question as each of many waves asked it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_in_wave
from survey.definitions.asked_in import placed
from survey.definitions.comparable import Asked
from survey.definitions.records.library import Library
from survey.definitions.records.study import REFINED, Study


def asked_in_waves(
    studies: Sequence[Study], question: str, library: Library, samples: Mapping[str, SampleData | None]
) -> dict[str, Asked]:
    """``asked_in_wave`` of each. A poll of a table that says of the question what the one before it says gets the very
    same question: of thousands of polls only the first is made, and nothing is compared with itself."""
    found: dict[str, Asked] = {}
    last: Study | None = None
    for study in studies:
        if last is not None and samples.get(study.study) is None and _alike(last, study, question):
            place = placed(library, study.study, question)
            found[study.study] = replace(found[last.study], name=study.study, place=place)
            continue
        found[study.study] = asked_in_wave(study, question, library, samples.get(study.study))
        last = study if samples.get(study.study) is None else None
    return found


def _alike(one: Study, two: Study, question: str) -> bool:
    """Whether all is the same that ``Library.asked`` makes a question of, and none of it stands elsewhere."""
    first, second = one.questions[question], two.questions[question]
    pairs = ((getattr(first, key), getattr(second, key)) for key in (*REFINED, "sources"))
    own = all(a is b or a == b for a, b in pairs) and first.options_of is None
    return own and one.data is None and two.data is None and (one.lists, one.missing) == (two.lists, two.missing)
