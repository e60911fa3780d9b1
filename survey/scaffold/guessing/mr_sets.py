"""Sets of several answers that an SPSS file declares in its head (MRSETS)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey.scaffold.guessing.coded import with_mentions
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.flags import with_flags
from survey.scaffold.guessing.told import as_code
from survey.scaffold.proposal import Proposal


@dataclass(frozen=True)
class DeclaredSet:
    """``counted``: the value that marks; None for columns of codes."""

    name: str
    label: str
    columns: tuple[str, ...]
    counted: int | float | str | None = None


def declared_sets(path: Path | None, encoding: str | None = None) -> tuple[DeclaredSet, ...]:
    """The sets of a .sav or .zsav file; none of other files."""
    if path is None or path.suffix.lower() not in (".sav", ".zsav"):
        return ()
    import pyreadstat

    _, meta = pyreadstat.read_sav(str(path), metadataonly=True, encoding=encoding)
    names = {name.casefold(): name for name in meta.column_names}
    return tuple(_declared(name, said, names) for name, said in (meta.mr_sets or {}).items())


def _declared(name: str, said: Mapping[str, Any], names: Mapping[str, str]) -> DeclaredSet:
    counted = said.get("counted_value") if said.get("is_dichotomy") else None
    columns = tuple(names.get(one.casefold(), one) for one in said["variable_list"])
    value = None if counted is None else as_code(float(counted) if str(counted).strip().isdigit() else counted)
    return DeclaredSet(name.lstrip("$"), said.get("label") or "", columns, value)


def set_question(declared: DeclaredSet, columns: Mapping[str, Column], name: str) -> Proposal | None:
    """The set as a question; None where the file lacks columns of it."""
    members = [columns[one] for one in declared.columns if one in columns]
    if len(members) < 2:
        return None
    if declared.counted is not None:
        return with_flags(members, name, declared.counted, f"set ${declared.name} of the file", declared.label)
    return with_mentions(members, name, f"set ${declared.name} of the file", declared.label)
