"""How another program reads replicate weights: R code, and the lines of a study's definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from survey.cells.files.formats import FORMATS, KINDS
from survey.cells.samples.sample import SampleData
from survey.errors import SurveyError
from survey.reports.files.data.added_weight import replicate_beginning
from survey.words import REPLICATE_METHODS


def replicate_code(sample: SampleData, out: Path) -> str:
    """A text beside the data ``out``: R code that makes the design of its replicate weights, and as comments the lines
    that a study's definition needs.

    Standard errors of R (``svrepdesign``, ``combined.weights``) are then those of ``sample``: the same weights,
    ``scale``, ``rscales``, centre and degrees of freedom. Raises ``SurveyError`` without replicates.
    """
    made = sample.replicates
    if made is None or sample.weight is None:
        raise SurveyError("the sample has no replicate weights to write", where=str(out), fix="Make them first.")
    start = replicate_beginning(sample.weight, sample.opened.engine.columns if sample.opened is not None else ())
    same = not np.ptp(made.rscales)
    rscales = f"rep({float(made.rscales[0])!r}, {made.count})"
    if not same:
        rscales = f"c({', '.join(repr(value) for value in made.rscales.tolist())})"
    read = KINDS[FORMATS[out.suffix.lower()]].in_r
    values = repr(float(made.rscales[0])) if same else f"[{', '.join(repr(v) for v in made.rscales.tolist())}]"
    truth = "true" if made.mse else "false"
    lines = [
        f"# Replicate weights of {out.name}: {made.count}, {made.method}. For a study's definition of these data:",
        "#",
        "# design:",
        f"#   weight: {sample.weight}",
        "#   replicates:",
        f"#     columns: {start}",
        f"#     method: {made.method if made.method in REPLICATE_METHODS else 'other'}",
        *([f"#     rho: {made.rho!r}"] if made.method == "Fay" else []),
        f"#     scale: {made.scale!r}",
        f"#     rscales: {values}",
        f"#     mse: {truth}",
        f"#     df: {made.df!r}",
        "",
        "library(survey)",
        f"data <- {read.format(name=_quoted(out.name), sep=_separator(sample, out))}",
        "data <- data[!is.na(data[[" + _quoted(sample.weight) + "]]), ]",
        "design <- svrepdesign(",
        "  data = data,",
        f"  weights = data[[{_quoted(sample.weight)}]],",
        f"  repweights = data[paste0({_quoted(start)}, 1:{made.count})],",
        f'  type = "other", combined.weights = TRUE, scale = {made.scale!r},',
        f"  rscales = {rscales},",
        f"  mse = {truth.upper()}, degf = {made.df!r}",
        ")",
        "",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _separator(sample: SampleData, out: Path) -> str:
    """What R must be told of a text file that is not plain CSV in UTF-8."""
    layout = sample.opened.layout if sample.opened is not None else None
    delimiter = "\t" if out.suffix.lower() in (".tsv", ".tab") else ","
    said = ""
    if layout is not None and layout.format == "csv" and sample.opened is not None and sample.opened.path is not None:
        same = sample.opened.path.suffix.lower() == out.suffix.lower()
        delimiter = layout.delimiter if same else delimiter
        said = f', dec = "{layout.decimal}"' if layout.decimal != "." and delimiter != "," else ""
        said += f", skip = {layout.header - 1}" if layout.header > 1 else ""
        said += f', fileEncoding = "{layout.encoding}"' if layout.encoding not in ("utf-8", "ascii") else ""
    if delimiter != ",":
        mark = _quoted(delimiter).replace("\t", "\\t")
        said = f", sep = {mark}{said}"
    return said
