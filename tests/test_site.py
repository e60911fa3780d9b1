"""The pages of docs: all of them stand in the site; their links and anchors lead somewhere. MkDocs is not needed."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "questionnaires/README.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```+).*?^\1\s*$", re.MULTILINE | re.DOTALL)
MADE = {"gallery.md", "python.md", "sample.md"}  # pages that only the site has


@pytest.fixture(scope="module")
def site() -> ModuleType:
    """scripts/site.py as a module."""
    spec = importlib.util.spec_from_file_location("site_pages", ROOT / "scripts" / "site.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaves(nav: Any) -> list[str]:
    """The pages of a navigation."""
    if isinstance(nav, str):
        return [nav]
    return [page for part in (nav.values() if isinstance(nav, dict) else nav) for page in leaves(part)]


@cache
def anchors(path: Path) -> frozenset[str]:
    """What links to the page may end in: its headings, as GitHub and MkDocs name them."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    found: list[str] = []
    for heading in re.findall(r"^#{1,6} +(.+?)\s*$", text, re.MULTILINE):
        plain = (
            re.sub(r"[^\w\s-]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")).strip().lower()
        )
        found.append(re.sub(r"\s", "-", plain))
    return frozenset(found) | frozenset(re.findall(r'<a (?:id|name)="([^"]+)"', text))


def test_the_site_has_every_page_and_only_pages_that_there_are(site: ModuleType) -> None:
    told = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    pages = leaves(told["nav"])
    here = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert len(pages) == len(set(pages)) and set(pages) == here | MADE | set(site.ELSEWHERE)
    assert all((ROOT / source).is_file() for source in site.ELSEWHERE.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_anchors_lead_somewhere(page: Path) -> None:
    wrong = []
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            wrong.append(link)
    assert not wrong


def test_pictures_that_only_the_site_draws_are_of_commands_that_there_are(site: ModuleType) -> None:
    from survey.cli import COMMANDS

    assert {command.split()[0] for command, _ in site.DRAWN.values()} <= set(COMMANDS)
    assert site.linked("[a](../results/index.html) [b](tour.md#x)", Path("docs")) == "a [b](tour.md#x)"
    example = "<blockquote>\n<blockquote>\n<blockquote>\n<p>sample</p>\n</blockquote>\n</blockquote>\n</blockquote>"
    assert site.on_page_content(example) == "<pre><code>sample</code></pre>"


def test_every_method_of_a_sample_stands_on_its_page_and_every_picture_once_in_the_gallery(site: ModuleType) -> None:
    page = site.sample()
    assert all(f'heading: "Sample.{name}"' in page for name in ("share", "crosstab", "topline", "t_test", "quantile"))
    gallery = site.gallery()
    shown = re.findall(r"^!\[[^\]]+\]\(((?:results|tables)/[^)]+)\)", gallery, re.MULTILINE)
    assert len(shown) == len(set(shown)) == len(site.pictures()) > 100
    assert all(f"## {title}" in gallery for title in (*site.KINDS, site.OTHERS))


def test_the_site_asks_no_other_host_for_the_worker_of_its_search(site: ModuleType) -> None:
    assert "://" not in site.on_post_page(f'<script src="{site.WORKER}"></script>', page=None)
    assert "IFrameWorker" in (ROOT / "docs" / "assets" / "iframe-worker.js").read_text(encoding="utf-8")
