"""The long rows of a table, made when somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from survey.words import FIGURES

Record = dict[str, Any]


@dataclass(frozen=True, eq=False)
class LongRows(Sequence[Record]):
    """A record a row of the stub and column: what is said ``of`` all, the option, the answers of the column's ``heads``
    and the figures by name (rows × columns each). A workbook of a hundred tables needs none of them."""

    of: Mapping[str, str]
    options: Sequence[str]
    heads: Sequence[Mapping[str, str]]
    figures: Mapping[str, NDArray[np.float64]]

    @cached_property
    def _rows(self) -> list[Record]:
        values = np.stack([self.figures[key] for key in FIGURES], axis=-1).tolist()
        return [
            {**self.of, "option": option, **head, **dict(zip(FIGURES, each, strict=True))}
            for option, cells in zip(self.options, values, strict=True)
            for head, each in zip(self.heads, cells, strict=True)
        ]

    def __len__(self) -> int:
        return len(self.options) * len(self.heads)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...

    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        return self._rows[at]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
