"""An open page at another width and in other colours, and what the checker of accessibility says of it."""

from __future__ import annotations

from typing import Any


def seen_as(page: Any, width: int, scheme: str) -> None:
    """Show the page on a screen so wide, in light or dark colours."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def violations(page: Any) -> list[tuple[str, str]]:
    """Every violation that axe-core finds by any of its rules, with the first place. What passed is not listed, which
    is most of the checker's time."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert found["passes"], "the checker looked at nothing"
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
