"""Frames of every library as pandas."""

from __future__ import annotations

from typing import Any

from survey.errors import SurveyError


def as_pandas(frame: Any) -> Any:
    """Any frame as pandas, with one row number from 0."""
    import pandas as pd

    if isinstance(frame, pd.DataFrame):
        return (
            frame if isinstance(frame.index, pd.RangeIndex) and frame.index.start == 0 else frame.reset_index(drop=True)
        )
    import narwhals.stable.v2 as nw

    try:
        native = nw.from_native(frame)
    except TypeError:
        raise SurveyError(
            f"data of type {type(frame).__name__} cannot be read",
            where="data",
            fix="Give a pandas, Polars or Arrow frame, a DuckDB relation, or a path.",
        ) from None
    # by Arrow, which keeps a date a date
    return (native.collect() if isinstance(native, nw.LazyFrame) else native).to_arrow().to_pandas()
