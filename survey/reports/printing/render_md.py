"""Results as Markdown with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reports.documents.document import Document
from survey.reports.printing.book_words import book_words
from survey.reports.printing.grid_words import GridWords, RowWords
from survey.reports.printing.passage_words import PassageWords, passage_words
from survey.wording.message import word
from survey.words import say

_SIGNS = re.compile(r"([\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_]))")


def render_md(document: Document, language: str) -> str:
    """Each table with its title above and its notes below; a paragraph a passage and their counts at the end."""
    book = book_words(document, language)
    blocks = [] if book.contents is None else [_grid(book.contents, links=book.targets)]
    blocks += [_grid(grid, name=grid.name if grid.name in book.targets else "") for grid in book.grids]
    if document.summary is not None:
        lines = [line for passage in document.passages for line in _passage(passage_words(passage, language))]
        about = [_safe(say(text, language)) for text in document.lead]
        about += [f"<{_address(document.link)}>"] if document.link else []
        head = [f"# {_safe(say(document.title, language))}", "", *about, ""] if about else []
        blocks.append("\n".join([*head, *lines, say(document.summary, language), ""]))
    if book.method:
        notes = [f"- {_safe(note)}" for note in book.method]
        blocks.append("\n".join([f"**{_safe(word('reports.method', language))}**", "", *notes, ""]))
    return "\n".join(blocks)


def _grid(grid: GridWords, name: str = "", links: tuple[str, ...] = ()) -> str:
    """``name``: of the place that the contents lead to; ``links``: where the row heads of the contents lead to."""
    lines = [f"**{_safe(grid.title)}**", ""] if grid.title else []
    if name:
        lines = [f'<a id="{_place(name)}"></a>', "", *lines]
    if grid.synthetic:
        lines = [f"**{word('plots.synthetic', grid.language)}**", "", *lines]
    if not grid.heads:
        return "\n".join([*lines, *(_safe(note) for note in grid.notes)]) + "\n"
    heads = [_safe(f"{head.group}: {head.label}" if head.group else head.label) for head in grid.heads]
    lines.append(_line([_safe(grid.corner), *heads]))
    lines.append(_line(["---", *("---" if head.prose else "---:" for head in grid.heads)]))
    for row, link in zip(grid.rows, links or [""] * len(grid.rows), strict=True):
        head, *cells = _cells(row, len(grid.heads))
        lines.append(_line([f"[{head}](#{_place(link)})" if link else head, *cells]))
    if grid.notes:
        lines += ["", *(f"- {_safe(note)}" for note in grid.notes)]
    return "\n".join(lines) + "\n"


def _cells(row: RowWords, width: int) -> list[str]:
    head = _safe(row.head)
    if row.kind in ("section", "break"):
        return [f"*{head}*", *[""] * width]
    return [f"**{head}**" if row.kind == "net" else head, *(_safe(cell) for cell in row.cells)]


def _place(name: str) -> str:
    """An id as a part of an address."""
    return re.sub(r"[^\w.-]", "_", name)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _passage(said: PassageWords) -> list[str]:
    if said.plain:
        return _claim(said)
    head = f"**{said.mark} {said.word}**" + (f" · {said.inference}" if said.inference else "")
    lines = [f"{head}: {_safe(said.claim)}", ""]
    if said.quote:
        lines += [f"> {_safe(said.quote)}", ""]
    return [*lines, _safe(said.sentence), "", *(f"- {head}: {_safe(text)}" for head, text in said.lines), ""]


def _claim(said: PassageWords) -> list[str]:
    """One of an article: the plain sentence, then why, then what it assumes, then the evidence."""
    lines = [f"### {said.mark} {_safe(said.plain)}", "", f"> {_safe(said.quote)}", ""]
    lines += [_safe(said.also), ""] if said.also else []
    lines += [_safe(said.sentence) + (f" *{_safe(said.inference)}*" if said.inference else ""), ""]
    if said.matrix is not None:
        lines += [_grid(said.matrix), ""]
    if said.folded:
        head = word("reports.assumes", said.language)
        points = [f"- {_safe(text)}" for text in said.folded]
        lines += ["<details>", f"<summary>{head}</summary>", "", *points, "", "</details>", ""]
    if said.evidence:
        links = "; ".join(f"[{_safe(title)}]({_address(url)})" if url else _safe(title) for title, url in said.evidence)
        lines += [f"{word('reports.evidence', said.language)}: {links}", ""]
    return lines


def _address(url: str) -> str:
    """A whole address, without what would end a link."""
    whole = url if "://" in url else f"https://{url}"
    return whole.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _safe(text: str) -> str:
    """A text that Markdown prints as it stands; an underscore within a word is none of its signs, a dollar begins
    mathematics on GitHub."""
    text = _SIGNS.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    return re.sub(r"^(\s*(?=[#+>-])|\s*\d+(?=[.)]))(.)(?=\s|$)", r"\1\\\2", text)
