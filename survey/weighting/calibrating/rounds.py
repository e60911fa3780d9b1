"""When the search for factors ends: limits of what may be asked."""

from __future__ import annotations

from survey.errors import WeightingError


def check_rounds(tolerance: float | None, rounds: int) -> None:
    """Raise ``WeightingError`` for a tolerance that nothing meets, or everything, and for no rounds."""
    if tolerance is not None and not 0 < tolerance < 1:
        said = f"the tolerance {tolerance:g} must lie between 0 and 1, as a part of the total"
        raise WeightingError(said, where="tolerance", fix="Write 1e-8, say, or leave it out.")
    if rounds < 1:
        raise WeightingError(f"{rounds} rounds find no factors", where="rounds", fix="Write 1000, or leave it out.")
