"""What the site has beside the pages of docs/: README, the keys of definitions, a gallery of all pictures, and the
public names by their docstrings. MkDocs calls these functions by their names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# pages that stand elsewhere in the checkout, by their name in the site
ELSEWHERE = {
    "index.md": "README.md",
    "definitions.md": "questionnaires/README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]+)(#[^)]*)?\)")
PICTURES = ("results/trends/*.svg", "results/claims/*.svg", "results/*/*.svg", "docs/tables/*.png")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages and pictures that do not stand in docs/."""
    from mkdocs.structure.files import File

    for name, source in ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    files.append(File.generated(config, "gallery.md", content=gallery()))
    files.append(File.generated(config, "python.md", content=python()))
    for picture in pictures():
        if picture.parts[0] != "docs":
            files.append(File.generated(config, picture.as_posix(), abs_src_path=str(ROOT / picture)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links to files of the checkout lead to their page or picture in the site; to others there are none."""
    folder = Path(ELSEWHERE.get(page.file.src_uri, f"docs/{page.file.src_uri}")).parent
    return linked(markdown, folder)


def linked(markdown: str, folder: Path) -> str:
    """``markdown`` of a page in ``folder`` of the checkout with the links that it has in the site."""
    places = {source: name for name, source in ELSEWHERE.items()}
    shown = {picture.as_posix() for picture in pictures()}

    def link(found: re.Match[str]) -> str:
        sign, text, target, anchor = found[1], found[2], found[3], found[4] or ""
        if "://" in target or target.startswith("mailto:"):
            return found[0]
        path = (ROOT / folder / target).resolve()
        inside = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
        if inside in places:
            return f"{sign}[{text}]({places[inside]}{anchor})"
        if inside.startswith("docs/") and inside.endswith((".md", ".png", ".svg")):
            return f"{sign}[{text}]({inside.removeprefix('docs/')}{anchor})"
        return f"{sign}[{text}]({inside})" if inside in shown else text

    return LINK.sub(link, markdown)


def pictures() -> list[Path]:
    """Every picture of results and docs, by its place in the checkout."""
    found = dict.fromkeys(path for pattern in PICTURES for path in sorted(ROOT.glob(pattern)))
    return [path.relative_to(ROOT) for path in found]


def gallery() -> str:
    """A page of all pictures under the folder that each comes from."""
    lines = ["# Gallery", "", "Every picture that `survey run` writes, and the tables of one study in each format."]
    folder = ""
    for picture in pictures():
        if picture.parent.as_posix() != folder:
            folder = picture.parent.as_posix()
            lines += ["", f"## {folder.removeprefix('results/').removeprefix('docs/')}", ""]
        name = picture.stem.replace("_", " ")
        lines.append(f"![{name}]({picture.as_posix()}){{ loading=lazy }}")
    return "\n".join(lines) + "\n"


def python() -> str:
    """A page of all public names, each with what its docstring says."""
    import survey

    names = "\n\n".join(f"::: survey.{name}" for name in survey.__all__)
    return f"# Python, by docstring\n\n{names}\n"
