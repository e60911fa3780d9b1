"""Every message exists in every language, with the same gaps and all its plural forms, and somebody says it."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from survey.wording.catalogue import LOCALE, gaps, has_message, pattern
from survey.wording.message import message
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parents[2]
PARTS = sorted(path.stem for path in (LOCALE / "en" / "LC_MESSAGES").glob("*.po"))
SAYING = {"message", "plural", "word", "has_message"}  # functions whose first argument is the key of a message


@cache
def catalogue(part: str, language: str) -> Catalog:
    with open(LOCALE / language / "LC_MESSAGES" / f"{part}.po", "rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def keys() -> Iterator[str]:
    for part in PARTS:
        yield from (f"{part}.{forms(one.id)[0]}" for one in catalogue(part, "en") if one.id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_language_has_every_message_with_the_same_gaps(part: str, language: str) -> None:
    english = {forms(one.id)[0]: one for one in catalogue(part, "en") if one.id}
    own = {forms(one.id)[0]: one for one in catalogue(part, language) if one.id}
    assert own.keys() == english.keys()
    plurals = catalogue(part, language).num_plurals
    for key, one in own.items():
        texts = forms(one.string)
        assert len(texts) == (plurals if one.pluralizable else 1), key
        assert one.pluralizable == english[key].pluralizable, key
        assert not one.fuzzy and all(texts), f"{key} has no words"
        wanted = gaps(forms(english[key].string)[-1])
        assert all(gaps(text) == wanted for text in texts), key
        assert not any(re.search(r"  |^\s*$", text) for text in texts), key


@pytest.mark.parametrize("part", PARTS)
def test_russian_and_belarusian_are_each_written_in_their_own_letters(part: str) -> None:
    texts = {
        language: {forms(one.id)[0]: " ".join(forms(one.string)).lower() for one in catalogue(part, language) if one.id}
        for language in ("ru", "be")
    }
    assert not {key: text for key, text in texts["ru"].items() if re.search("[іўў’]", text.replace("ст’юдэнта", ""))}
    assert not {key: text for key, text in texts["be"].items() if re.search("[ищъ]", text)}


@pytest.mark.parametrize("part", PARTS)
def test_the_compiled_catalogues_are_what_their_sources_make(part: str) -> None:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / f"{part}.po"
        assert path.with_suffix(".mo").read_bytes() == script.compiled(path), "run scripts/messages.py"


@cache
def nodes() -> list[tuple[Path, ast.Call | ast.Constant]]:
    """All calls and constants of the package, by their files."""
    return [
        (path, node)
        for path in sorted((ROOT / "survey").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Call, ast.Constant))
    ]


def said() -> Iterator[tuple[str, ast.Call, str, bool]]:
    """Place, call, key and whether the key is whole, of every message the program says; an f-string has a beginning."""
    for path, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING and node.args:
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            for key, whole in _texts(node.args[0]):
                yield where, node, key, whole


def _texts(node: ast.expr) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, True
    elif isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value), False
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def test_what_is_said_is_in_the_catalogues_with_its_gaps() -> None:
    exist = set(keys())
    for where, call, key, whole in said():
        if not whole:
            assert any(one.startswith(key) for one in exist), f"{where}: no message begins with {key!r}"
            continue
        assert key in exist, f"{where}: no message {key!r}"
        given = {part.arg for part in call.keywords}
        function = call.func.id if isinstance(call.func, ast.Name) else ""
        if function != "has_message" and None not in given:
            assert gaps(pattern(key, "en", 1 if function == "plural" else None)) == given, (
                f"{where}: the gaps of {key!r}"
            )


def test_no_message_is_left_unsaid() -> None:
    """A key may stand in a table of keys, from which one is chosen: it is said where it stands whole in the code."""
    whole = {node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    beginnings = tuple(key for _, _, key, complete in said() if not complete)
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "survey").rglob("*.j2"))
    templates += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "survey").rglob("*.html"))
    unsaid = [
        key for key in keys() if key not in whole and not key.startswith(beginnings) and f'"{key}"' not in templates
    ]
    assert not unsaid


def test_a_message_without_words_or_with_other_gaps_is_a_fault_of_the_program() -> None:
    part, _, name = next(key for key in keys() if not gaps(pattern(key, "en"))).partition(".")
    with pytest.raises(LookupError, match="no message 'tables.nonsense'"):
        message("tables.nonsense")["en"]
    with pytest.raises(LookupError, match="has the gaps"):
        message(f"{part}.{name}", more="x")["en"]
    assert not has_message("tables.nonsense")
