#!/usr/bin/env python3
"""Makes the pictures of docs/tables.md: one table as a workbook, a Word document and a page, each opened by the program
that a reader would open it with (LibreOffice, Chromium) and printed as PNG. Both and pdftoppm must be installed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "tables"
TABLE = ["crosstab", "example_wave", "--rows", "alliance_preference", "--banner", "sex,age_group"]
BOOK = ["crosstab", "example_wave", "--all", "--lang", "ru"]
WIDTHS = (1200, 390)  # of a window on a desk and in a hand
MARGIN = 12


def main() -> int:
    """Write the pictures into docs/tables."""
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="survey-") as name:
        folder = Path(name)
        for form in ("xlsx", "docx"):
            office(made(folder, f"table.{form}", TABLE), folder)
            office(made(folder, f"book.{form}", BOOK), folder)
        for width in WIDTHS:
            shot(made(folder, "table.html", TABLE), width, folder)
    return 0


def made(folder: Path, name: str, command: list[str]) -> Path:
    """What a command writes."""
    run = [sys.executable, "-m", "survey", *command, "--out", str(folder / name), "--overwrite", "--quiet"]
    subprocess.run(run, cwd=ROOT, check=True)
    return folder / name


def office(file: Path, folder: Path) -> None:
    """The first page of a file as LibreOffice prints it."""
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    run = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    page = folder / f"{file.stem}_{file.suffix[1:]}"
    run = ["pdftoppm", "-r", "110", "-png", "-singlefile", str(file.with_suffix(".pdf")), str(page)]
    subprocess.run(run, check=True)
    keep(page.with_suffix(".png"))


def shot(file: Path, width: int, folder: Path) -> None:
    """A page as Chromium shows it in a window of ``width``."""
    picture = folder / f"{file.stem}_html_{width}.png"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},1400"]
    own = f"--user-data-dir={folder / 'browser'}"
    run = ["chromium", *options, own, f"--screenshot={picture}", file.as_uri()]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    keep(picture)


def keep(picture: Path) -> None:
    """The picture without the paper around it, in few colours."""
    image = Image.open(picture).convert("RGB")
    left, top, right, bottom = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    box = (max(left - MARGIN, 0), max(top - MARGIN, 0), right + MARGIN, bottom + MARGIN)
    image.crop(box).quantize(64).save(PLACE / picture.name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
