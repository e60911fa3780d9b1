"""What of a study's questions its data file said, in numbers: for ``survey check``."""

from __future__ import annotations

from collections import Counter

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study


def taken_from_file(asked: Study, sample: SampleData, library: Library) -> str:
    """A sentence on what the file of ``sample`` added to ``asked``, the study as it is written: columns that became
    questions, texts, options, labels and kinds of missing; "" where it added nothing."""
    study, counts, kinds = sample.study or asked, Counter[str](), Counter[str]()
    counts["columns as questions"] = sum(name not in asked.questions for name in study.questions)
    for name in study.questions:
        said, made = library.question(study, name), sample.question(name)
        counts["texts"] += said.text is None and made.text is not None
        counts["options"] += len(_added(said, made))
        counts["labels"] += sum(
            made.options[key].label is not None and option.label is None
            for key, option in said.options.items()
            if key in made.options
        )
        kinds.update(made.options[key].missing or "" for key in _added(said, made))
    parts = [f"{count} {what}" for what, count in counts.items() if count]
    if not parts:
        return ""
    missing = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()) if kind)
    return f"from the file: {', '.join(parts)}{f' (of these missing: {missing})' if missing else ''}"


def _added(said: Question, made: Question) -> list[str]:
    return [key for key in made.options if key not in said.options]
