"""Which files this program wrote, and nobody has changed since."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path

from survey.state import MADE_BY, state_folder

RECORD = "run.json"
MOST = 1 << 20  # bytes of the list of hashes, of which each takes 65; of a longer one the later half is kept
_SEAL = re.compile(rb"<!-- opinion-survey ([0-9a-f]{64}) -->\n\Z")


def remember(path: Path) -> None:
    """Note what ``path`` holds as written by this program: the hash of its bytes, in a list of this user's. The list
    has no name and no content; where it cannot be kept, ``--overwrite`` does what it is for."""
    place = _list()
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="ascii") as file:
            file.write(f"{digest(path)}\n")
        if place.stat().st_size > MOST:
            beside = place.with_name(f"{place.name}.{os.getpid()}")
            beside.write_bytes(place.read_bytes()[-(MOST // 130) * 65 :])
            beside.replace(place)


def is_ours(path: Path) -> bool:
    """Whether ``path`` is as this program wrote it: its bytes are in the list, in the ``run.json`` beside it or under
    its own seal. An empty file has nothing to lose."""
    if not path.stat().st_size:
        return True
    found = digest(path)
    with contextlib.suppress(OSError):
        if found in _list().read_text(encoding="ascii").split():
            return True
    if path.name == RECORD:
        return bool(recorded(path.parent))
    outputs = recorded(path.parent)
    if path.name in outputs:
        return outputs[path.name] == found or _sealed(path)
    return _sealed(path)


def recorded(folder: Path) -> dict[str, str]:
    """Names and hashes of what the last run wrote into ``folder``; none where its record is not as a run writes it."""
    try:
        text = (folder / RECORD).read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict) or not isinstance(found.get("outputs"), dict) or "versions" not in found:
        return {}
    plain = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=True) + "\n"
    if plain != text:
        return {}
    return {name: str(value) for name, value in found["outputs"].items() if Path(name).name == name}


def sealed(text: str) -> str:
    """A page or an .svg picture with the hash of itself as its last line, by which a later run knows that it is whole
    and unchanged, on whatever machine."""
    body = text if text.endswith("\n") else f"{text}\n"
    return f"{body}<!-- {MADE_BY} {hashlib.sha256(body.encode('utf-8')).hexdigest()} -->\n"


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sealed(path: Path) -> bool:
    if path.suffix.lower() not in (".html", ".htm", ".svg"):
        return False
    data = path.read_bytes()
    seal = _SEAL.search(data)
    return seal is not None and hashlib.sha256(data[: seal.start()]).hexdigest() == seal[1].decode()


def _list() -> Path:
    return state_folder() / "written.txt"
