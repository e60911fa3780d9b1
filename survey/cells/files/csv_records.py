"""Records of delimited text, one at a time, with cells as long as the parser of whole files takes them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

BLOCK = 1 << 24  # bytes of which Arrow makes a table at once: no record is longer


def csv_records(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> Any:
    """The reader of ``csv`` over ``lines``. Python's own limit, 131 072 letters a cell, is a setting of the whole
    process and below what an answer in free words or a picture's address may have."""
    csv.field_size_limit(BLOCK)
    return csv.reader(lines, delimiter=delimiter, strict=strict)
