"""What stands below a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.cells.samples.sample import SampleData
from survey.tables.notes import wording_note
from survey.tables.table import Note
from survey.tables.weighting_note import design_note, weighting_note
from survey.wording.worded import joined
from survey.words import Text, say


def comparison_notes(
    samples: Mapping[str, SampleData],
    question: str,
    joined_up: Sequence[Text],
    said: Mapping[tuple[str, str], Sequence[Text]],
) -> tuple[Note, ...]:
    """The question, what was joined, what the samples share, how each was weighted and drawn."""
    first = next(iter(samples.values()))
    notes = [wording_note(first.question(question)), *(Note("joined", text) for text in joined_up)]
    every: dict[str, tuple[Text, list[str]]] = {}
    for (start, end), texts in said.items():
        for text in texts:
            every.setdefault(say(text), (text, []))[1].append(f"{start} → {end}")
    for text, pairs in every.values():
        whole = len(pairs) == len(said)
        notes.append(Note("change", text if whole else joined([", ".join(pairs), ": ", text])))
    for key, make in (("weighting", weighting_note), ("design", design_note)):
        own = {name: make(sample).text for name, sample in samples.items()}
        if len({say(text) for text in own.values()}) == 1:
            notes.append(Note(key, next(iter(own.values()))))
        else:
            notes.append(Note(key, joined([joined([name, ": ", text]) for name, text in own.items()], "; ")))
    return tuple(notes)
