"""SAS (.sas7bdat) and transport (.xpt) files: names and labels of their columns, answers from a catalogue beside."""

from __future__ import annotations

from typing import Any

from survey.scaffold.form import Form, FormOption, FormQuestion
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import Kind, code_of, plain, used

_DATES = ("DATE", "DATETIME", "DDMMYY", "MMDDYY", "YYMMDD", "TIME", "E8601")


def read_sas(source: Source, *, transport: bool) -> Form:
    """The columns of a file of SAS; only what it says of itself is read, not its rows.

    Answers have labels where a catalogue of the same name (``.sas7bcat``) stands beside the file. ``DataError`` for a
    damaged file.
    """
    import pyreadstat

    path = source.path
    catalogue = path.with_suffix(".sas7bcat")
    try:
        if transport:
            _, meta = pyreadstat.read_xport(str(path), metadataonly=True)
        else:
            beside = str(catalogue) if catalogue.is_file() else None
            _, meta = pyreadstat.read_sas7bdat(str(path), metadataonly=True, catalog_file=beside)
    except Exception as error:  # ReadStat's own errors have no common base
        raise source.fault(f"is a damaged file of SAS ({error})", "Write it again.") from None
    questions = tuple(_question(name, meta) for name in meta.column_names)
    source.check_count(len(questions))
    title = {"": plain(meta.file_label)} if meta.file_label else {}
    bare = sum(1 for one in questions if not one.options and one.kind == "number")
    said = f"{bare:,} columns of numbers have no labels of answers" if bare else ""
    fix = "" if transport or catalogue.is_file() else f"; a catalogue {catalogue.name} beside the file would give them"
    texts = [title, *(one.text for one in questions), *(part.label for one in questions for part in one.options)]
    return Form(title, questions, path.name, used(texts), (said + fix,) if said else ())


def _question(name: str, meta: Any) -> FormQuestion:
    values = meta.variable_value_labels.get(name) or {}
    options = tuple(FormOption(code_of(code), {"": plain(label)}) for code, label in values.items())
    shape = str(meta.original_variable_types.get(name, ""))
    kind: Kind = "single" if options else "text" if meta.readstat_variable_types.get(name) == "string" else "number"
    if shape.lstrip("$").upper().startswith(_DATES):
        kind = "date"
    label = plain(meta.column_names_to_labels.get(name))
    return FormQuestion(name, {"": label} if label else {}, kind, options)
