"""Small forms of each make, written here and by nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from survey.scaffold.form import Form
from survey.scaffold.forms.read_form import read_form

Sheets = dict[str, Sequence[Sequence[object]]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Form]:
    """The form whose text, bytes or sheets are given."""

    def made(name: str, content: str | bytes | Sheets) -> Form:
        path = tmp_path / name
        if isinstance(content, dict):
            book = openpyxl.Workbook()
            book.remove(book.active)
            for title, rows in content.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(list(row))
            book.save(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_form(path)

    return made
