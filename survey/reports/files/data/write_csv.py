"""Text files with one column more."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from survey.cells.files.csv_records import csv_records
from survey.cells.files.layout import Layout
from survey.cells.table.encoding import as_number, is_blank, printed
from survey.errors import BackendError, LabelWarning, warn
from survey.reports.files.data.added_weight import AddedWeight
from survey.reports.files.whole_file import whole_file

_RUNS = re.compile(r"[=+@\t\r]|-(?!\d)")  # how a text begins that a spreadsheet would run


def add_to_csv(source: Path, layout: Layout, weight: AddedWeight, out: Path) -> list[Path]:
    """Copy a delimited text with the weight columns as its last.

    Encoding, byte-order mark, quotation marks, line ends and every other cell stay as they are, byte by byte; only a
    change between .csv and .tsv writes other delimiters. Weights have as many digits as it takes to read them back
    exactly, with a decimal comma where the file has those.
    """
    turned = out.suffix.lower() != source.suffix.lower()
    delimiter = layout.delimiter
    if turned:
        delimiter = "\t" if out.suffix.lower() in (".tsv", ".tab") else ","
    table = zip(*(column.values.tolist() for column in weight.columns), strict=True)
    values = dict(zip(weight.rows.tolist(), table, strict=True)) if weight.columns else {}
    place = -layout.head  # of the record, from the first with answers
    with whole_file(out, private=True) as beside:
        with (
            source.open(encoding=layout.encoding, newline="") as before,
            beside.open("w", encoding=layout.encoding, newline="") as after,
        ):
            width = 0
            for record, raw in _records(before, layout.delimiter):
                cells: list[str] = []
                # a line of blanks is no row of a table of several columns
                counts = bool(record) and (len(record) > 1 or place < 0 or width == 1 or bool(record[0].strip()))
                width = max(width, len(record))
                if counts and weight.columns and not _separator(record, place):
                    if place < 0:
                        named = place + layout.head == layout.header - 1
                        names = weight.names if named else ("",) * len(weight.columns)
                        cells = [name if turned or not name else _head(name, raw, delimiter) for name in names]
                    else:
                        found = values.pop(place, None)
                        cells = [""] * len(weight.columns) if found is None else [printed(value) for value in found]
                        mark = "," if layout.decimal == "," and delimiter != "," else "."
                        cells = [cell.replace(".", mark) for cell in cells]
                        if not turned and _all_quoted(raw, len(record)):
                            cells = [f'"{cell}"' for cell in cells]
                place += counts
                after.write(_turned(record, delimiter, cells) if turned else _longer(raw, delimiter, cells))
        if values:
            raise BackendError(f"{len(values)} weights found no row in {source.name}", where=str(out))
    return [out]


def _records(text: TextIO, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """The cells of each record, and the record as it stands, with its line end."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in text:
            taken.append(line)
            # the mark stands before the first quotation mark and would make it part of the cell
            yield line.removeprefix("\ufeff") if len(taken) == 1 else line

    for record in csv_records(lines(), delimiter):
        yield record, "".join(taken)
        taken.clear()


def _separator(record: list[str], place: int) -> bool:
    """Excel's first line ``sep=;``, which gets no cell."""
    return place < -1 and record[0].lower() == "sep="


def _all_quoted(raw: str, cells: int) -> bool:
    """Whether every cell of a line stands in quotation marks, as some programs write all of them."""
    body = raw.strip("\ufeff\r\n")
    return body.startswith('"') and body.endswith('"') and body.count('"') >= 2 * cells


def _head(name: str, raw: str, delimiter: str) -> str:
    quoted = raw.removeprefix("\ufeff").startswith('"') or delimiter in name or '"' in name
    return f'"{name.replace(chr(34), chr(34) * 2)}"' if quoted else name


def _longer(raw: str, delimiter: str, cells: list[str]) -> str:
    body = raw.rstrip("\r\n")
    return f"{delimiter.join([body, *cells])}{raw[len(body) :]}"


def _turned(record: list[str], delimiter: str, cells: list[str]) -> str:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, lineterminator="\n").writerow([*record, *cells])
    return made.getvalue()


def write_csv(frame: Any, layout: Layout, out: Path) -> list[Path]:
    """Write a frame as text in UTF-8; texts that a spreadsheet would run get an apostrophe in front, and a warning."""
    delimiter = "\t" if out.suffix.lower() in (".tsv", ".tab") else ","
    escaped = 0

    def cell(value: Any) -> str:
        nonlocal escaped
        text = "" if is_blank(value) else printed(value)
        if isinstance(value, str) and _RUNS.match(text) and as_number(text) is None:
            escaped += 1
            return f"'{text}"
        return text

    with whole_file(out, private=True) as beside:
        with beside.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            rows.writerow(map(str, frame.columns))
            columns = [[cell(value) for value in frame[name].tolist()] for name in frame.columns]
            rows.writerows(zip(*columns, strict=True))
    if escaped:
        said = f"{out.name}: {escaped} text(s) that a spreadsheet would run got an apostrophe in front"
        warn(LabelWarning, said)
    return [out]
