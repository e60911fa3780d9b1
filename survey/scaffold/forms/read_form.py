"""A questionnaire form of any make that is known: which one is told by what stands in it, then by its name."""

from __future__ import annotations

from pathlib import Path

from survey.scaffold.form import Form
from survey.scaffold.forms.elements import local
from survey.scaffold.forms.limesurvey.read_lime_txt import BEGINS, read_lime_txt
from survey.scaffold.forms.limesurvey.read_lss import read_lss
from survey.scaffold.forms.read_ddi import read_ddi
from survey.scaffold.forms.read_headers import read_headers
from survey.scaffold.forms.read_qsf import read_qsf
from survey.scaffold.forms.read_sas import read_sas
from survey.scaffold.forms.read_sss import read_sss
from survey.scaffold.forms.read_xlsform import is_xlsform, read_xlsform
from survey.scaffold.forms.safe_xml import xml_root
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.workbook import sheets_of

KNOWN = (
    "XLSForm (.xlsx)",
    "LimeSurvey (.lss, .txt)",
    "Qualtrics (.qsf)",
    "Triple-S (.sss, .xml)",
    "DDI-Codebook (.xml)",
    "answers of Kobo and Google Forms (.csv, .xlsx)",
    "SAS (.sas7bdat, .xpt)",
)
_READERS = {"sss": read_sss, "codeBook": read_ddi, "document": read_lss}
_SAS = b"\x00" * 12 + b"\xc2\xea\x81\x60"
_XPT = b"HEADER RECORD*******LI"


def read_form(path: Path | str) -> Form:
    """The questions of the form, in its order.

    ``notes`` of the record count what the form has and the record cannot hold. Raises ``DataError``: no such file, one
    too large, a damaged one, one of an unknown make (the error lists what is read).
    """
    source = Source(Path(path))
    head = source.data[:4096]
    if head.startswith(b"PK\x03\x04"):
        sheets = sheets_of(source)
        if is_xlsform(sheets):
            return read_xlsform(source, sheets)
        return read_headers(source, next((rows for rows in sheets.values() if rows), []))
    if head.startswith(_SAS) or head.startswith(_XPT):
        return read_sas(source, transport=head.startswith(_XPT))
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"<") or head[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<"):
        return _of_xml(source)
    if begin.startswith((b"{", b"[")):
        return read_qsf(source)
    first = begin.partition(b"\n")[0].replace(b'"', b"").replace(b"\x00", b"").strip()
    if tuple(first.decode("utf-8", "replace").split("\t")[:3]) == BEGINS:
        return read_lime_txt(source)
    if source.path.suffix.lower() in (".csv", ".tsv"):
        return read_headers(source)
    old = source.path.suffix.lower() == ".xls"
    raise source.fault("is no form of a known make", f"{'Save it as .xlsx. ' if old else ''}{_fix()}")


def _of_xml(source: Source) -> Form:
    name = local(xml_root(source))
    if name in _READERS:
        return _READERS[name](source)
    if name in ("DDIInstance", "FragmentInstance"):
        raise source.fault("is DDI-Lifecycle, which is not read", "Export it as DDI-Codebook 2.5.")
    raise source.fault(f"is XML of an unknown make (<{name[:40]}>)", _fix())


def _fix() -> str:
    return f"Read are: {', '.join(KNOWN)}."
