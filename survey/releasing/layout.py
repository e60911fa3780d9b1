"""What a released file says beside its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.table.encoding import printed
from survey.releasing.steps import Making


def released_layout(made: Making, weight: str, synthetic: bool) -> Layout:
    """Labels of what goes out; nothing else that the file said."""
    names = {*map(str, made.frame.columns), weight}
    value_labels = {name: made.labels.get(name, texts) for name, texts in made.layout.value_labels.items()}
    value_labels |= made.labels
    return replace(
        made.layout,
        labels={name: text for name, text in made.layout.labels.items() if name in names},
        value_labels={name: _shown(made, name, texts) for name, texts in value_labels.items() if name in names},
        missing={name: ends for name, ends in made.layout.missing.items() if name in names and name not in made.labels},
        notes=(SYNTHETIC,) if synthetic else (),
        sets=tuple(one for one in made.layout.sets if set(one.columns) <= names),
        weight="",
        rows=None,
    )


def _shown(made: Making, column: str, texts: Mapping[Any, str]) -> dict[Any, str]:
    """Labels of recoded answers that still stand in the column; of others all."""
    if column not in made.labels:
        return dict(texts)
    there = {printed(value) for value in made.frame[column].dropna().tolist()}
    return {value: text for value, text in texts.items() if printed(value) in there}
