#!/usr/bin/env python3
"""Runs every command in README.md and the pages of docs named below as typed and writes its real output below it.

In a ``console`` block a line that begins with ``$`` is a command, what follows it is its output. The commands of one
page share a temporary copy of the questionnaires, so that a file one command writes can be read by the next, and are
forks of one process (``forked.py``); a ``yaml`` block that begins with the name of a file is written there first. Where
``text`` blocks follow ``python`` blocks, all Python of the page is run after the commands, in one go, and they hold
what it prints. ``docs/cli.md``,
``docs/api.md`` and the JSON Schemas are written anew as well. With ``--check`` nothing is written, and the exit code
says whether anything would change. ``docs/notebook.ipynb`` is run by ``scripts/notebook.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import forked  # noqa: E402 (also where this file is loaded by its path)

WRITTEN = (
    *("guide", "weighting", "tables", "first-hour", "forms", "comparing-years", "reviewing", "tour", "report"),
    "shell",
)
PAGES = ("README.md", *(f"docs/{name}.md" for name in WRITTEN))
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
FILE = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```\n(```text\n.*?```)?", re.DOTALL)


def refreshed(text: str, folder: Path) -> str:
    """``text`` with the output of its commands made anew; they run in ``folder``, where the questionnaires are."""
    for name, content in FILE.findall(text):
        (folder / name).write_text(content, encoding="utf-8")
    return _printed(BLOCK.sub(lambda block: _block(block.group(), folder), text), folder)


def _printed(text: str, folder: Path) -> str:
    """``text`` with what its Python prints."""
    blocks = PYTHON.findall(text)
    if not any(output for _, output in blocks):
        return text
    mark = "=== the next block ==="
    script = f"\nprint({mark!r})\n".join(code for code, _ in blocks)
    wide = {**os.environ, "COLUMNS": "100"}  # said, as a library of the one who runs this may have set another
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=wide, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    parts = iter(done.stdout.split(mark))

    def block(found: re.Match[str]) -> str:
        output = next(parts).strip("\n").rstrip()
        return f"```python\n{found[1]}```\n" + (f"```text\n{output}\n```" if found[2] else "")

    return PYTHON.sub(block, text)


def workplace(folder: Path) -> Path:
    """A folder like a fresh checkout, for commands that write files."""
    shutil.copytree(ROOT / "questionnaires", folder / "questionnaires")
    return folder


def notebook(folder: Path) -> str:
    """docs/notebook.ipynb with its cells run in ``folder``."""
    script = ROOT / "scripts" / "notebook.py"
    done = subprocess.run([sys.executable, script], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def commands(text: str) -> list[str]:
    """Every command in ``text``."""
    return [line[2:] for block in BLOCK.findall(text) for line in block.splitlines() if line.startswith("$ ")]


def _block(block: str, folder: Path) -> str:
    lines = []
    for line in block.splitlines():
        if line.startswith("$ "):
            output = _run(line[2:], folder).rstrip()
            lines += [line, *output.splitlines()]
    return "\n".join(lines) + "\n"


def _run(command: str, folder: Path) -> str:
    path = os.pathsep.join([str(forked.commands()), str(Path(sys.executable).parent), os.environ["PATH"]])
    settings = {**os.environ, "PATH": path, "COLUMNS": "110", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def pages() -> dict[str, str]:
    """What each written page should be."""
    from survey.cli.reference import reference
    from survey.definitions.reading.schema import schemas
    from survey.front.reference import reference as of_python

    found = {"docs/cli.md": reference(), "docs/api.md": of_python()}
    found |= {f"questionnaires/schema/{name}": text for name, text in schemas().items()}
    for name in PAGES:
        with tempfile.TemporaryDirectory() as place:
            found[name] = refreshed((ROOT / name).read_text(encoding="utf-8"), workplace(Path(place)))
    with tempfile.TemporaryDirectory() as place:
        found["docs/notebook.ipynb"] = notebook(workplace(Path(place)))
    return found


def main() -> int:
    """Write the pages, or with ``--check`` name those that are stale."""
    made = pages()
    stale = [
        name
        for name, text in made.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        print("\n".join(f"stale: {name}" for name in stale) or "all current")
        return 1 if stale else 0
    for name, text in made.items():
        if name in stale:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
