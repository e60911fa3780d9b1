"""Names of studies and sources in a table that a page can make links of, and pictures that stand on a page."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Worded
from survey.words import Text


@dataclass(frozen=True, eq=False, repr=False)
class Refs(Worded):
    """Ids with commas between them. ``kind`` of what they name, ``study`` or ``source``: where a document knows the
    address of ``<kind>/<id>``, a page links it. ``under``: the id of the series of all of them, which a page names."""

    kind: str
    names: tuple[str, ...]
    under: str = ""

    def words(self, language: str) -> str:
        return ", ".join(self.names)

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Each name with the key of its address."""
        over = ((self.under, f"series/{self.under}"),) if self.under else ()
        return over + tuple((name, f"{self.kind}/{name}") for name in self.names)


@dataclass(frozen=True)
class Address:
    """Where something is found, seen from a page, and what it is called there. ``shown``: the link has this for its
    words, not the id. ``whole``: the longer name of which it is the beginning. Without ``href`` it has a name alone."""

    href: str
    title: Text
    shown: bool = False
    whole: Text | None = None


@dataclass(frozen=True)
class Pictured:
    """A picture on a page: its file, what it shows in words and figures, its file for phones where there is one, and
    what it is called."""

    name: str
    alt: str
    phone: str = ""
    title: str = ""


def web_address(url: str | None) -> str:
    """``url`` as an address that a browser can follow, of the web whatever it begins with; "" for none, and for one
    that was cut or is no address."""
    plain = (url or "").strip()
    scheme, parted, rest = plain.partition("://")
    if not parted:
        scheme, rest = "https", plain
    host = rest.partition("/")[0]
    if scheme.lower() not in ("http", "https") or "..." in rest or "…" in rest or "." not in host or " " in plain:
        return ""
    return f"{scheme}://{rest}"
