"""The sampling design: names of columns, no data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.errors import DesignError
from survey.words import LonelyPsu, PersonRows, Persons, Psus


def _names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True)
class SurveyDesign:
    """How the sample was drawn, as columns of the data (R: ``svydesign``).

    ``stratum``: column(s) whose crossing is the first-stage stratum. ``psu``: column(s) of the
    cluster, outermost stage first; empty means that every row is its own PSU. ``fpc``: one column
    a stage, the number of units in the population (or, at most 1, the sampling fraction).
    ``weight``: the weight column; ``None`` weighs every row 1, or, with ``fpc``, by the inverse
    sampling fraction. PSU numbers may repeat from stratum to stratum (R: ``nest=TRUE``); a PSU is
    identified within its stratum unless ``nest`` is False, when a PSU found in two strata is an
    error. ``lonely_psu``: what to do with a stratum of one PSU. ``lonely_in_domain``: with ``adjust`` and ``average``
    treat strata so of which a domain has one PSU only (R: ``options(survey.adjust.domain.lonely=TRUE)``).

    ``person``: the column of the respondent's number. The same number in another sample is the same person, unless
    ``persons`` is ``independent``: then numbers say nothing across samples. Who has several rows is one PSU; ``rows``
    says whether persons may have them (``several``) or not (``one``), see ``survey.cells.opening.persons``. ``psus``:
    ``shared`` says that a PSU of the same number (and stratum) in another sample is the same PSU.
    """

    stratum: str | Sequence[str] | None = None
    psu: str | Sequence[str] | None = None
    fpc: str | Sequence[str] | None = None
    weight: str | None = None
    nest: bool = True
    lonely_psu: LonelyPsu = "fail"
    lonely_in_domain: bool = False
    person: str | None = None
    persons: Persons = "same"
    rows: PersonRows | None = None
    psus: Psus = "own"

    def __post_init__(self) -> None:
        for field in ("stratum", "psu", "fpc"):
            object.__setattr__(self, field, _names(getattr(self, field)))
        if len(self.fpc_columns) > max(1, len(self.psu_columns)):
            raise DesignError(
                f"fpc has {len(self.fpc_columns)} columns for {max(1, len(self.psu_columns))} stage(s)",
                where="design.fpc",
                fix="Give one population size a stage, outermost first.",
            )

    @property
    def stratum_columns(self) -> tuple[str, ...]:
        return _names(self.stratum)

    @property
    def psu_columns(self) -> tuple[str, ...]:
        return _names(self.psu)

    @property
    def fpc_columns(self) -> tuple[str, ...]:
        return _names(self.fpc)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that strata, PSUs, finite populations and weights stand in, each once."""
        names = (*self.stratum_columns, *self.psu_columns, *self.fpc_columns, *_names(self.weight))
        return tuple(dict.fromkeys(names))
