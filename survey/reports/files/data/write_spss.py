"""SPSS files with one column more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.files.read_spss import LABEL, VALUE_LABEL, spss_content
from survey.cells.files.sav_dictionary import sav_dictionary
from survey.cells.files.sav_header import sav_header
from survey.cells.table.encoding import printed
from survey.errors import LabelWarning, SurveyError, warn
from survey.reports.files.data.added_weight import AddedWeight
from survey.reports.files.data.not_written import not_written
from survey.reports.files.data.sav_sets import Head, with_head
from survey.reports.files.data.typed_columns import number_labels, plain_columns, warn_of_tags
from survey.reports.files.data.undated import undate
from survey.reports.files.whole_file import whole_file

TITLE = 64  # bytes of a file's title
_NAME = re.compile(r"[^\W\d]([\w.@#$]|[^\x00-\x7f])*")
_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


def add_to_spss(source: Path, layout: Layout, weight: AddedWeight, out: Path) -> list[Path]:
    """Copy a .sav or .zsav file with the weight columns as its last.

    Labels, value labels, user-missing values, measurement levels, formats, widths, notes and dates stay. The text is
    written as UTF-8; labels that no longer fit then (Cyrillic letters take two bytes) are cut with a warning that
    names them. Sets of multiple responses stay, those whose columns are gone with a warning. A file that weights its
    cases (WEIGHT BY) weights them by the new column. Custom attributes are lost, with a warning.
    """
    frame, meta = spss_content(source, layout.encoding or None, dates=False)
    head = sav_header(sav_dictionary(source))
    labels = dict(meta.column_names_to_labels)
    formats, measures = dict(meta.original_variable_types), dict(meta.variable_measure)
    widths = dict(meta.variable_display_width)
    for name in frame.columns:
        _keep_width(frame, name, meta)
    frame = with_columns(frame, weight)
    for column in weight.columns:
        labels[column.name] = column.label
        formats[column.name], measures[column.name], widths[column.name] = "F12.6", "scale", 12
    if head.attributes:
        warn(LabelWarning, f"{out.name}: custom attributes of the file and its columns are not kept")
    by = weight.weight if head.weighted and weight.weight in weight.names else head.weight
    said = Head(layout.sets, by if by in frame.columns else "")
    if head.weighted and not said.weight:
        warn(LabelWarning, f"{out.name}: the column by which the file weights its cases is not found; it weights none")
    options = {
        "file_label": marked(meta.file_label or "", weight.synthetic),
        "note": list(meta.notes or ()) or None,
        "missing_ranges": meta.missing_ranges,
        "variable_measure": measures,
        "variable_display_width": widths,
        "variable_format": formats,
    }
    return save_spss(frame, out, labels, meta.variable_value_labels, options, said)


def with_columns(frame: Any, weight: AddedWeight) -> Any:
    """The frame with the new columns at its end."""
    import pandas as pd

    if not weight.columns:
        return frame
    new = {column.name: weight.spread(column, len(frame)) for column in weight.columns}
    return pd.concat([frame, pd.DataFrame(new, index=frame.index)], axis=1)


def save_spss(
    frame: Any,
    out: Path,
    labels: Mapping[str, str | None],
    value_labels: Mapping[str, Mapping[Any, str]],
    options: Mapping[str, Any],
    head: Head = Head(),
) -> list[Path]:
    """Write a frame as .sav or .zsav, labels cut to what the format holds (with a warning)."""
    import pyreadstat

    check_column_names(out, frame.columns, _fits, "letters, digits, _ and ., at most 64 bytes, no word of SPSS's own")
    cut: list[str] = []
    columns = {name: cut_to(text or "", LABEL, name, cut) for name, text in labels.items()}
    values = {
        name: {value: cut_to(text, VALUE_LABEL, f"{name} ({printed(value)})", cut) for value, text in texts.items()}
        for name, texts in value_labels.items()
    }
    warn_of_cuts(out, cut, f"{LABEL} bytes a column, {VALUE_LABEL} a value")
    zipped = out.suffix.lower() == ".zsav"
    with whole_file(out, private=True) as beside:
        try:
            pyreadstat.write_sav(
                frame,
                str(beside),
                column_labels=dict(columns),
                variable_value_labels=values,
                compress=zipped,
                row_compress=not zipped,
                **options,
            )
        except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
            raise not_written(out, error) from None
        undate(beside)
        if head.sets or head.weight:
            beside.write_bytes(with_head(beside, head, out))
    return [out]


def check_column_names(out: Path, names: Iterable[str], fits: Callable[[str], bool], rule: str) -> None:
    """``SurveyError`` that lists the names of columns for which the format has no room."""
    unfit = [name for name in names if not fits(name)]
    if unfit:
        shown = ", ".join(f"'{name}'" for name in unfit[:8]) + (f" and {len(unfit) - 8} more" if len(unfit) > 8 else "")
        said = f"{len(unfit)} name(s) of columns do not fit the format ({rule}): {shown}"
        fix = "Rename them (the weight with --name), or write .csv or .parquet."
        raise SurveyError(said, where=str(out), fix=fix)


def _fits(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and len(name.encode()) <= 64 and name.casefold() not in _RESERVED


def cut_to(text: str, limit: int, name: str, cut: list[str]) -> str:
    """``text`` within ``limit`` bytes of UTF-8, cut between letters; ``name`` joins ``cut`` when it was longer."""
    data = text.encode("utf-8")
    if len(data) <= limit:
        return text
    cut.append(name)
    return data[:limit].decode("utf-8", errors="ignore")


def warn_of_cuts(out: Path, cut: list[str], limits: str) -> None:
    """``LabelWarning`` with the names of labels that were cut."""
    if cut:
        shown = ", ".join(cut[:8]) + (f" and {len(cut) - 8} more" if len(cut) > 8 else "")
        said = f"{out.name}: {len(cut)} label(s) are longer than the format allows ({limits}) and were cut: {shown}"
        warn(LabelWarning, said)


def _keep_width(frame: Any, name: str, meta: Any) -> None:
    """The writer makes a text column as wide as its longest text: blanks, which do not count, keep it as it was."""
    width = meta.variable_storage_width.get(name, 0)
    if meta.readstat_variable_types.get(name) == "string":
        first = str(frame.at[0, name])
        frame.at[0, name] = first + " " * (width - len(first.encode("utf-8")))


def marked(title: str, synthetic: bool) -> str:
    """The title of a file, which says when its answers are invented."""
    return cut_to(f"{SYNTHETIC} {title}".strip() if synthetic and SYNTHETIC not in title else title, TITLE, "", [])


def write_spss(frame: Any, layout: Layout, out: Path) -> list[Path]:
    """Write a frame as .sav with its labels and missing ranges."""
    made, texts = plain_columns(frame, layout)
    ranges = {
        name: [{"lo": low, "hi": high} for low, high in pairs]
        for name, pairs in layout.missing.items()
        if all(isinstance(low, (int, float)) for low, _ in pairs) and name not in texts
    }
    warn_of_tags(layout, out, kept=set(ranges))
    options = {
        "file_label": marked(layout.title, SYNTHETIC in layout.notes),
        "note": list(layout.notes) or None,
        "missing_ranges": ranges,
        "variable_format": {name: "F8.0" for name in made.columns if made[name].dtype.kind in "iub"},
    }
    return save_spss(made, out, layout.labels, number_labels(layout, texts), options, Head(layout.sets))
