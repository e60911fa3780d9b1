"""Whether what a study says of its replicate weights fits together."""

from __future__ import annotations

from survey.definitions.checks.checking import Check
from survey.definitions.records.study import Design


def check_replicates(design: Design, check: Check) -> None:
    """The method has what it needs and nothing that belongs to another; there are as many numbers as columns."""
    made, at = design.replicates, ("design", "replicates")
    if made is None:
        return
    names = None if isinstance(made.columns, str) else made.columns
    if names is not None and len(names) < 2:
        check.add((*at, "columns"), "there must be 2 or more columns", "Name all of them, or the beginning they share.")
    for i, name in enumerate(names or ()):
        if name in (names or ())[:i]:
            check.add((*at, "columns", str(i)), f"'{name}' is named twice", "Keep one.")
    if made.method == "Fay" and made.rho is None:
        check.add((*at, "method"), "Fay's method needs its rho", "Add 'rho: 0.5', say.")
    elif made.method != "Fay" and made.rho is not None:
        check.add((*at, "rho"), f"rho belongs to Fay's method, not to {made.method}", "Write 'method: Fay'.")
    elif made.rho is not None and not 0 <= made.rho < 1:
        check.add((*at, "rho"), f"must be from 0 to below 1, not {made.rho:g}", "Look it up in the data's manual.")
    if made.method == "JKn" and made.combined and made.rscales is None:
        check.add((*at, "method"), "JKn needs rscales, one for each column", "Add 'rscales:', (n-1)/n of each stratum.")
    if made.method == "other" and made.scale is None:
        check.add((*at, "method"), "'other' has no scale of its own", "Add 'scale:'.")
    for key in ("scale", "df"):
        value = getattr(made, key)
        if value is not None and not value > 0:
            check.add((*at, key), f"must be more than 0, not {value:g}", "Leave it out to take the method's.")
    given = made.rscales if isinstance(made.rscales, tuple) else () if made.rscales is None else (made.rscales,)
    if any(not value >= 0 for value in given):
        check.add((*at, "rscales"), "a scale cannot be negative", "Look them up in the data's manual.")
    if isinstance(made.rscales, tuple) and names is not None and len(made.rscales) != len(names):
        said = f"{len(made.rscales)} numbers for {len(names)} columns"
        check.add((*at, "rscales"), said, "Write one number for all, or one for each.")
