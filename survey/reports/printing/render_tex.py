r"""Results as LaTeX: tables of booktabs, long ones over several pages; a document that compiles as it stands.

For LuaLaTeX, XeLaTeX or pdfLaTeX; the tables may be pasted into another document with the same packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from survey.reports.documents.document import Document
from survey.reports.printing.book_words import book_words
from survey.reports.printing.grid_parts import parts
from survey.reports.printing.grid_words import GridWords, RowWords
from survey.reports.printing.passage_words import PassageWords, passage_words
from survey.wording.message import word
from survey.words import say

BROAD, MOST = 6, 12  # columns of a table that an upright page holds, and one that lies
LONG = 30  # rows that a page holds
BABEL = {"en": "english", "ru": "russian", "be": "belarusian"}
ESCAPED = {
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}", "]": "{]}", "*": "{*}",  # at the beginning of a row they would belong to the line break before it
    "−": "$-$", "±": r"$\pm$", "×": r"$\times$", "≤": r"$\leq$", "≥": r"$\geq$",
    "→": r"$\rightarrow$", "∞": r"$\infty$",
    "✓": r"$\checkmark$", "✗": r"$\times$", "†": r"\textdagger{}", "‡": r"\textdaggerdbl{}", "…": r"\ldots{}",
    "\u00a0": "~", "²": r"\textsuperscript{2}", "·": r"\textperiodcentered{}", "≈": r"$\approx$",
}  # fmt: skip
_SPECIAL = re.compile("|".join(map(re.escape, ESCAPED)))
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]+")


def render_tex(document: Document, language: str) -> str:
    """A whole document: a section a table, heads repeated on each page of a long one; wide tables are set in parts and
    the pages lie where one is."""
    said = book_words(document, language)
    lines = [*_preamble(document, language, any(len(grid.heads) > BROAD for grid in said.grids))]
    if document.synthetic:
        lines += [rf"\synthetic{{{escaped(word('plots.synthetic', language))}}}"]
    if said.contents is not None:
        lines += _grid(said.contents, links=said.targets)
    for grid in said.grids:
        lines += _grid(grid, name=grid.name if grid.name in said.targets else "")
    if said.method:
        lines.append(rf"\subsection*{{{escaped(word('reports.method', language))}}}")
        lines += [rf"\tablenote{{{escaped(note)}}}" for note in said.method]
    if document.summary is not None:
        lines.append(rf"\section*{{{escaped(say(document.title, language))}}}")
        lines += [escaped(say(document.summary, language)), ""]
        for passage in document.passages:
            lines += _passage(passage_words(passage, language))
    return "\n".join([*lines, r"\end{document}", ""])


def escaped(text: str) -> str:
    """A text that TeX prints as it stands."""
    return _SPECIAL.sub(lambda found: ESCAPED[found[0]], _UNPRINTED.sub(" ", text))


def _preamble(document: Document, language: str, broad: bool) -> Iterator[str]:
    paper = "a4paper,landscape" if broad else "a4paper"
    yield rf"\documentclass[{paper},9pt]{{extarticle}}"
    yield r"\usepackage[margin=2cm]{geometry}"
    yield r"\usepackage{iftex}"
    yield r"\ifPDFTeX"
    yield r"\usepackage[T2A,T1]{fontenc}" if language == "en" else r"\usepackage[T1,T2A]{fontenc}"
    yield r"\usepackage[utf8]{inputenc}"
    yield r"\usepackage{textcomp}"
    yield r"\else"
    yield r"\usepackage{fontspec}"
    yield r"\setmainfont{DejaVu Sans}"
    yield r"\fi"
    yield rf"\usepackage[{BABEL[language]}]{{babel}}"
    yield r"\usepackage{amssymb,array,booktabs,longtable,ragged2e,xcolor}"
    yield r"\usepackage[hidelinks]{hyperref}"
    yield r"\newcolumntype{L}[1]{>{\RaggedRight\arraybackslash}p{#1}}"
    yield r"\newcolumntype{R}[1]{>{\RaggedLeft\arraybackslash}p{#1}}"
    yield r"\newcommand{\synthetic}[1]{\noindent\colorbox{red!70!black}{\textcolor{white}{\textbf{#1}}}\par}"
    yield r"\newcommand{\tablenote}[1]{{\noindent\footnotesize #1\par}}"
    yield r"\setlength{\tabcolsep}{3pt}\setlength{\LTleft}{0pt}\setlength{\LTright}{\fill}\setlength{\parindent}{0pt}"
    yield rf"\hypersetup{{pdftitle={{{escaped(say(document.title, language))}}}}}"
    yield r"\begin{document}"


def _grid(grid: GridWords, name: str = "", links: tuple[str, ...] = ()) -> Iterator[str]:
    """A table with its title above and its notes below; ``links``: of each row the table it leads to."""
    if grid.title:
        target = rf"\hypertarget{{{_label(name)}}}{{}}" if name else ""
        yield rf"\subsection*{{{target}{escaped(grid.title)}}}"
    if grid.heads:
        for place, part in enumerate(parts(grid, MOST)):
            if place:
                yield rf"\tablenote{{{escaped(word('reports.continued', grid.language, title=grid.title))}}}"
            yield from _table(part, links)
    for note in grid.notes:
        yield rf"\tablenote{{{escaped(note)}}}" if grid.heads else f"{escaped(note)}\n"
    yield ""


def _table(grid: GridWords, links: tuple[str, ...]) -> Iterator[str]:
    long = len(grid.rows) > LONG
    heads = list(_heads(grid))
    columns = _columns(grid)
    if long:
        yield rf"\begin{{longtable}}{{{columns}}}"
        yield from (r"\toprule", *heads, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot")
    else:
        yield r"\begin{center}"
        yield rf"\begin{{tabular}}{{{columns}}}"
        yield from (r"\toprule", *heads, r"\midrule")
    before = "option"
    for place, row in enumerate(grid.rows):
        if row.kind == "base" and before not in ("base", "option" if not place else ""):
            yield r"\midrule"
        before = row.kind
        yield _row(row, len(grid.heads), links[place] if links else "")
    if long:
        yield r"\end{longtable}"
    else:
        yield from (r"\bottomrule", r"\end{tabular}", r"\end{center}")


def _columns(grid: GridWords) -> str:
    """Row heads and words share what figures leave of the line; no column is wider than it needs to be."""
    words = 1 + sum(head.prose for head in grid.heads)
    figures = len(grid.heads) - words + 1
    each = min(0.72 / max(figures, 1), 0.09)
    share = max(0.96 - (each + 0.014) * figures, 0.2) / words  # 0.014: what stands between two columns
    prose, figure = rf"L{{{min(share, 0.45):.3f}\linewidth}}", rf"R{{{each:.3f}\linewidth}}"
    return prose + "".join(prose if head.prose else figure for head in grid.heads)


def _heads(grid: GridWords) -> Iterator[str]:
    if any(head.group for head in grid.heads):
        cells, rules, at = [""], "", 2
        for name, members in groupby(grid.heads, key=lambda head: head.group):
            many = len(list(members))
            cells.append(rf"\multicolumn{{{many}}}{{c}}{{{escaped(name)}}}" if name else "& " * (many - 1))
            rules += rf"\cmidrule(lr){{{at}-{at + many - 1}}}" if name else ""
            at += many
        yield " & ".join(cells) + r" \\"
        yield rules
    yield " & ".join(map(escaped, (grid.corner, *(head.label for head in grid.heads)))) + r" \\"


def _row(row: RowWords, width: int, link: str) -> str:
    head = escaped(row.head)
    if row.kind in ("section", "break"):
        look = r"\textbf" if row.kind == "section" else r"\textit"
        return rf"\multicolumn{{{width + 1}}}{{L{{0.95\linewidth}}}}{{{look}{{{head}}}}} \\"
    if link:
        head = rf"\hyperlink{{{_label(link)}}}{{{head}}}"
    cells = [head, *map(escaped, row.cells)]
    if row.kind in ("net", "mean"):
        cells = [rf"\textbf{{{cell}}}" if cell else "" for cell in cells]
    return " & ".join(cells) + r" \\"


def _label(name: str) -> str:
    """An id as the name of a place: letters of all scripts would trip pdfLaTeX."""
    return "".join(letter if letter.isascii() and letter.isalnum() else f"-{ord(letter):x}-" for letter in name)


def _passage(said: PassageWords) -> Iterator[str]:
    aside = f" · {said.inference}" if said.inference else ""
    yield rf"\subsection*{{{escaped(f'{said.mark} {said.word}{aside}: {said.claim}')}}}"
    if said.quote:
        yield rf"\begin{{quote}}{escaped(said.quote)}\end{{quote}}"
    yield from (escaped(said.sentence), "")
    for line in (said.about, *(f"{head}: {text}" for head, text in said.lines)):
        if line:
            yield rf"\tablenote{{{escaped(line)}}}"
    if said.details is not None and said.details.rows:
        yield from _grid(said.details)
    yield ""
