"""Where definitions lie: their folders by kind, and their files, none of which is opened."""

from __future__ import annotations

from pathlib import Path

FOLDERS = {"question": "questions", "study": "studies", "targets": "targets", "claims": "claims", "series": "series"}
ENDINGS = (".yaml", ".yml")


def shipped_folder() -> Path:
    """The questionnaires that the package carries: beside the package in a checkout, inside it when installed."""
    inside = Path(__file__).resolve().parents[1] / "questionnaires"
    return inside if inside.is_dir() else inside.parent.parent / "questionnaires"


def folder_of(named: Path | str | None) -> Path:
    """The folder that is ``named``; without one ``./questionnaires`` if that is there, else the shipped one."""
    here = Path("questionnaires")
    if named is not None:
        return Path(named)
    return here if any((here / name).is_dir() for name in FOLDERS.values()) else shipped_folder()


def definition_files(folder: Path) -> list[Path]:
    """YAML files in the folder and below, by name; hidden ones are editors' own."""
    found = folder.rglob("*") if folder.is_dir() else ()
    return sorted(path for path in found if path.suffix.lower() in ENDINGS and not path.name.startswith("."))
