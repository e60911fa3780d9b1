"""Whether options of a question and levels of a margin are joined without a leftover."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from survey.words import nearest


def recode_faults(
    recode: Mapping[str, Sequence[str]], levels: Sequence[str], options: Sequence[str], known: Collection[str]
) -> list[tuple[str, str]]:
    """What is wrong with ``recode`` (level -> options), each with a fix: every one of ``options`` must go to one level,
    every one of ``levels`` must get an option. ``known``: names that may also be mapped, such as kinds of missing."""
    faults: list[tuple[str, str]] = []
    at: dict[str, list[str]] = {}
    for level, parts in recode.items():
        if level not in levels:
            faults.append((f"'{level}' is no level of the margin", nearest(level, levels)))
        if not parts:
            faults.append((f"'{level}' gets no option", "Name the options that make it."))
        for option in parts:
            at.setdefault(option, []).append(level)
            if option not in options and option not in known:
                faults.append((f"'{option}' is no option of the question", nearest(option, options)))
    for option, places in at.items():
        if len(places) > 1:
            said = " and ".join(f"'{place}'" for place in dict.fromkeys(places))
            faults.append((f"'{option}' is mapped {len(places)} times, to {said}", "Map every option once."))
    faults += [
        (f"option '{option}' is mapped to no level", "Map every option once.") for option in options if option not in at
    ]
    faults += [
        (f"no option is mapped to '{level}'", "Merge it with another level, or map an option to it.")
        for level in levels
        if level not in recode
    ]
    return faults
