"""Results as PDF: the page of HTML, printed by a browser that is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from survey.errors import SurveyError
from survey.reports.documents.document import Document
from survey.reports.files.write import write_text
from survey.reports.printing.render_html import render_html
from survey.scratch import scratch_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LONGEST = 300  # seconds


def render_pdf(document: Document, language: str) -> bytes:
    """The document's HTML page as PDF. The bytes hold the time they were made.

    Raises ``SurveyError`` where no browser is found on the path, or the one found does not print.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        said = "PDF is printed by a browser, and neither Chromium nor Chrome was found on the path"
        raise SurveyError(said, where="--format pdf", fix="Install Chromium, or write .html and print it as PDF.")
    with scratch_folder() as folder:
        page, made = folder / "page.html", folder / "page.pdf"
        write_text(page, render_html(document, language))
        _print(browser, page, made, folder)
        return made.read_bytes()


def _print(browser: str, page: Path, made: Path, folder: Path) -> None:
    options = ["--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
    sandbox = ["--no-sandbox"] if _is_root() else []  # which a browser refuses to be without, but has none for root
    own = [f"--user-data-dir={folder}/browser", f"--print-to-pdf={made}"]
    call = [browser, *options, *sandbox, *own, page.as_uri()]
    try:
        done = subprocess.run(call, capture_output=True, timeout=LONGEST, check=False)
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
    except (OSError, subprocess.TimeoutExpired) as error:
        said = [str(error)]
    if not made.is_file() or not made.stat().st_size:
        fix = "Write .html and print it as PDF."
        raise SurveyError(f"{Path(browser).name} printed nothing ({said[0]})", where="--format pdf", fix=fix)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
