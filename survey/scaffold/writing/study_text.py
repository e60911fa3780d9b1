"""A scaffold as the text of a study's definition."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from survey.scaffold.beside import Role
from survey.scaffold.proposal import Scaffold
from survey.scaffold.writing.question_lines import grid_lines, question_lines
from survey.scaffold.writing.scalars import comment, flow

_SURE = {"weight": "weight", "stratum": "stratum", "psu": "psu"}
_HEAD = """\
# Written by `survey new`: what the file says, and guesses, each marked. Correct what is wrong and fill in what
# is `unknown`; every key is explained in questionnaires/README.md. Values that fewer than five respondents gave and
# texts in their own words are counted here, never listed."""

_DISCLOSURE = """\
disclosure: acro  # nothing of fewer than ten respondents is published; answers released for public use:
# disclosure: {preset: none, reason: WHY ANYBODY MAY SEE THEM}"""


def study_text(
    study: str,
    scaffold: Scaffold,
    *,
    file: str | None = None,
    reading: dict[str, str] | None = None,
    repeat: bool = True,
) -> str:
    """The definition of ``study``. ``file``: of the data, as the definition names it; ``reading``: ``encoding`` and
    ``sheet`` where they were told; ``repeat``: texts and options that the file says by itself are written too."""
    lines = [_HEAD, f"study: {study}"]
    if scaffold.title:
        title = dict(scaffold.title)
        lines.append(f"title: {flow(title.get('und') if set(title) == {'und'} else title)}")
    lines += ["fieldwork: unknown", *_dates(scaffold)]
    lines += ["mode: unknown  # face_to_face, phone, online, mail, mixed", "population: unknown"]
    lines.append("sample: {kind: unknown}")
    lines += [*_data(scaffold, file, reading or {}), *_design(scaffold.roles)]
    lines.append(_DISCLOSURE)
    lines.append("# weighting: {method: rake, targets: ID, margins: [...]}")
    if scaffold.banner:
        lines.append(f"banner: {flow(scaffold.banner)}  # guessed: {comment(scaffold.banner_guess)}")
    lines += [f"# {comment(remark)}" for remark in scaffold.remarks]
    lines += _left(scaffold)
    lines.append("questions:" if scaffold.questions else "questions: {}")
    for grid, items in groupby(scaffold.questions, key=lambda one: one.grid):
        members = list(items)
        if grid:
            lines += grid_lines(members, repeat=repeat)
        else:
            lines += (line for one in members for line in question_lines(one, repeat=repeat))
    return "\n".join(lines) + "\n"


def _dates(scaffold: Scaffold) -> Iterator[str]:
    for role in scaffold.roles:
        if role.what == "date":
            yield f"  # {comment(role.column)} {comment(role.why)}: write it as {{start: ..., end: ...}}"


def _data(scaffold: Scaffold, file: str | None, reading: dict[str, str]) -> Iterator[str]:
    if file is None:
        return
    keys = {"file": file, **reading}
    numbers = [role for role in scaffold.roles if role.what == "id"]
    for role in numbers:
        if role.sure:
            keys["id"] = role.column
    yield f"data: {flow(keys)}" + (f"  # {scaffold.rows} rows" if scaffold.rows is not None else "")
    yield from (_unsure(role) for role in numbers if not role.sure)
    if scaffold.doubles:
        yield f"# {scaffold.doubles} rows are equal to an earlier one in every column: entered or sent twice?"


def _design(roles: tuple[Role, ...]) -> Iterator[str]:
    sure = {_SURE[role.what]: role.column for role in roles if role.sure and role.what in _SURE}
    if sure:
        yield f"design: {flow(sure)}  # guessed, by names, labels and values"
    else:
        yield "# design: {weight: COLUMN, stratum: COLUMN, psu: COLUMN}"
    yield from (_unsure(role) for role in roles if not role.sure and role.what not in ("id", "date"))


def _unsure(role: Role) -> str:
    return f"# perhaps {role.what}: {comment(role.column)} ({comment(role.why)})"


def _left(scaffold: Scaffold) -> Iterator[str]:
    if scaffold.left:
        yield f"# Left out of the tables, {len(scaffold.left)} columns:"
    for one in scaffold.left:
        text = f": {comment(one.text)[:80]}" if one.text else ""
        yield f"#   {comment(one.column)[:80]} ({comment(one.why)}){text}"
