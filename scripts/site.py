"""What the site has beside the pages of docs/: README, the keys of definitions, a gallery of all pictures, and the
public names by their docstrings. MkDocs calls these functions by their names."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import subprocess
import sys
import tempfile
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
# asked for by the theme where a page is opened from a disk; the same stands in docs/assets
WORKER = "https://unpkg.com/iframe-worker/shim"
EXAMPLE = re.compile(r"<blockquote>\s*<blockquote>\s*<blockquote>\s*<p>(.*?)</p>(?:\s*</blockquote>){3}", re.DOTALL)
# pictures that no run writes, and the commands that draw them (without --out)
DRAWN = {
    "dots": ("plot crosstab example_wave alliance_preference --option russia", "One answer by the banner"),
    "multiples": ("plot crosstab example_wave alliance_preference --kind multiples", "A panel for each group"),
    "heat": ("plot crosstab example_wave alliance_preference --kind heat", "Shaded cells"),
    "grid": ("plot topline gss_2016 --grid abortion_health,abortion_rape,abortion_poor", "Questions of one scale"),
    "phone": ("plot topline chile_1988 vote --size phone", "For a phone"),
    "slide": ("plot topline chile_1988 vote --size slide", "For a slide"),
    "line": ("line alliance_preference --force", "One line out of many polls"),
    "slopes": ("compare gss_2016 gss_2018 abortion_any --by sex", "Two waves"),
    "forest": ("estimate ces_2011 model \"abortion == 'yes' ~ gender\" --family binomial", "A model"),
}
# heads of the gallery, and the names of the pictures below each; what fits none is under the last
KINDS = {
    "Tables in every format": re.compile(r"^docs/tables/"),
    "A question over the waves": re.compile(r"^results/trends/(?!.*\.phone)"),
    "Answers by groups": re.compile(r"_by_banner\.svg$"),
    "What a weighting did": re.compile(r"/(weights|lorenz|gaps|love)\.svg$"),
    "For a phone": re.compile(r"\.phone\.svg$"),
}
OTHERS = "Answers to one question"
PICTURES = ("results/trends/*.svg", "results/claims/*.svg", "results/*/*.svg", "docs/tables/*.png")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages and pictures that do not stand in docs/."""
    from mkdocs.structure.files import File

    for name, source in ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    for name, content in drawn().items():
        files.append(File.generated(config, name, content=content))
    files.append(File.generated(config, "gallery.md", content=gallery()))
    files.append(File.generated(config, "python.md", content=python()))
    files.append(File.generated(config, "sample.md", content=sample()))
    for picture in pictures():
        if picture.parts[0] != "docs":
            files.append(File.generated(config, picture.as_posix(), abs_src_path=str(ROOT / picture)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links to files of the checkout lead to their page or picture in the site; to others there are none."""
    folder = Path(ELSEWHERE.get(page.file.src_uri, f"docs/{page.file.src_uri}")).parent
    return linked(markdown, folder)


def on_page_content(html: str, **_: Any) -> str:
    """Examples in docstrings (after ``>>>``) are code, not quotations."""
    return EXAMPLE.sub(lambda found: f"<pre><code>{found[1]}</code></pre>", html)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """The search asks no other host for its worker."""
    return output.replace(WORKER, "assets/iframe-worker.js")


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


def drawn() -> dict[str, bytes]:
    """The pictures of ``DRAWN`` by their names in the site."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (command, _) in DRAWN.items():
            out = Path(folder, f"{name}.svg")
            option = "--out" if command.startswith("plot") else "--plot"
            called = [sys.executable, "-m", "survey", *shlex.split(command), option, str(out), "--quiet"]
            subprocess.run(called, cwd=ROOT, check=True, capture_output=True)
            found[f"drawn/{name}.svg"] = out.read_bytes()
    return found


def gallery() -> str:
    """A page of all pictures by their kind."""
    lines = ["# Gallery", "", "Every kind of picture, the tables of one study in each format, and all that"]
    lines += ["`survey run` writes. [Pictures](pictures.md) says which suits what, [tables](tables.md) how."]
    lines += ["", "## Kinds that a command draws"]
    for name, (command, title) in DRAWN.items():
        lines += ["", f"### {title}", "", f"`survey {command}`", "", f"![{title}](drawn/{name}.svg){{ loading=lazy }}"]
    kinds: dict[str, list[Path]] = {title: [] for title in (*KINDS, OTHERS)}
    for picture in pictures():
        kinds[kind_of(picture)].append(picture)
    for title, found in kinds.items():
        lines += ["", f"## {title}", ""]
        for picture in found:
            place = picture.as_posix().removeprefix("docs/")
            lines += [f"![{shown_in(picture)}]({place}){{ loading=lazy }}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def kind_of(picture: Path) -> str:
    """The head of the gallery that a picture of the checkout stands under."""
    return next((title for title, fits in KINDS.items() if fits.search(picture.as_posix())), OTHERS)


def shown_in(picture: Path) -> str:
    """What the record of its run says that a picture shows; without one its name."""
    record = ROOT / picture.parent / "run.json"
    said = json.loads(record.read_text(encoding="utf-8"))["pictures"] if record.is_file() else {}
    text = said.get(picture.name.replace(".phone.svg", ".svg"), picture.stem.replace("_", " "))
    return re.sub(r"[\[\]]", "", text)


def python() -> str:
    """A page of all public names, each with what its docstring says."""
    import survey

    names = "\n\n".join(f"::: survey.{name}" for name in survey.__all__)
    return f"# Python, by docstring\n\n{names}\n"


def sample() -> str:
    """A page of the functions that ``survey.Sample`` has as methods, each under the name that it has there."""
    import survey

    lines = ["# Methods of a sample", "", "What `sample.share(…)` and its kin take: the first argument, the sample, is"]
    lines += ["already there. [Sample](python.md#survey.Sample) says how one is made.", ""]
    for name, method in inspect.getmembers(survey.Sample, inspect.isfunction):
        function = inspect.unwrap(method)
        if name.startswith("_") or function.__qualname__.startswith("Sample."):
            continue
        path = f"{function.__module__}.{function.__qualname__}"
        lines += [
            f"::: {path}",
            "    options:",
            f'      heading: "Sample.{name}"',
            f'      toc_label: "Sample.{name}"',
            "      separate_signature: true",  # else a heading of one's own is in its place
            "",
        ]
    return "\n".join(lines)
