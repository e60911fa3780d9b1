"""Estimates as a table for a terminal and for a notebook."""

from __future__ import annotations

from html import escape

import numpy as np

from survey.estimation.result.estimates import Estimates
from survey.wording.worded import said_in
from survey.words import say

MOST = 40  # rows that are shown
_TESTED = ("difference", "contrast", "expression", "change")


def as_text(estimates: Estimates) -> str:
    """An aligned table of estimates with standard error, interval and n, and how they were made; 0-1, not percent."""
    heads, rows = _cells(estimates)
    words = len(heads) - _numbers(estimates)
    width = [max(len(line[k]) for line in (heads, *rows)) for k in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width[k]) if k < words else cell.rjust(width[k]) for k, cell in enumerate(line)).rstrip()
        for line in (heads, *rows)
    ]
    return "\n".join([_title(estimates), *lines, *_rest(estimates), _made(estimates)])


def as_html(estimates: Estimates) -> str:
    """The same as an HTML table; every text is escaped."""
    heads, rows = _cells(estimates)
    words = len(heads) - _numbers(estimates)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align: {"left" if k < words else "right"}">{escape(cell)}</td>'
            for k, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    below = "<br>".join(escape(line) for line in (*_rest(estimates), _made(estimates)))
    return (
        f"<table><caption>{escape(_title(estimates))}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table><p><small>{below}</small></p>"
    )


def _numbers(estimates: Estimates) -> int:
    return 5 if estimates.method.statistic in _TESTED else 4


def _title(estimates: Estimates) -> str:
    by = f" by {', '.join(estimates.domains)}" if estimates.domains else ""
    study = f" ({estimates.study})" if estimates.study else ""
    marked = "SYNTHETIC DATA: " if estimates.synthetic else ""
    return f"{marked}{estimates.method.statistic} of {estimates.question}{by}{study}"


def _cells(estimates: Estimates) -> tuple[list[str], list[list[str]]]:
    tested = _numbers(estimates) == 5
    heads = ["option", *estimates.domains, "estimate", "std_error", f"{100 * estimates.method.level:g}% interval", "n"]
    if tested:
        heads.append("p_value")
    p = estimates.p_value
    decimals = _decimals(estimates)
    rows = []
    for i in range(min(len(estimates), MOST)):
        low, high = (_number(float(end[i]), decimals) for end in (estimates.conf_low, estimates.conf_high))
        row = [estimates.option[i], *estimates.domain_levels[i]]
        row += [_number(float(values[i]), decimals) for values in (estimates.estimate, estimates.std_error)]
        row += ["none" if low == "–" and high == "–" else f"{low} to {high}", _number(float(estimates.n[i]), 0)]
        if tested:
            row.append("–" if np.isnan(p[i]) else "<0.0001" if p[i] < 0.0001 else f"{p[i]:.4f}")
        rows.append([" ".join(cell.split()) for cell in row])
    return heads, rows


def _decimals(estimates: Estimates) -> int:
    """As many as give the largest standard error three digits."""
    errors = estimates.std_error[np.isfinite(estimates.std_error) & (estimates.std_error > 0)]
    return int(np.clip(2 - np.floor(np.log10(errors.max())), 0, 6)) if len(errors) else 4


def _number(value: float, decimals: int) -> str:
    return "–" if np.isnan(value) else f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}")


def _rest(estimates: Estimates) -> list[str]:
    more = len(estimates) - MOST
    return ([f"… {more} more rows"] if more > 0 else []) + [say(note) for note in estimates.notes]


def _made(estimates: Estimates) -> str:
    """How the numbers were made, in one line."""
    method = estimates.method
    df = estimates.df[np.isfinite(estimates.df)]
    if np.isinf(estimates.df).any():
        limits = "normal limits"
    elif not len(df):
        limits = "no degrees of freedom"
    else:
        ends = f"{df.min():g}" if df.min() == df.max() else f"{df.min():.4g} to {df.max():.4g}"
        limits = f"t with {ends} degrees of freedom ({method.df_rule})"
    parts = [
        f"weight {method.weight}" if method.weight else "unweighted",
        said_in(method.calibration, "en"),
        f"base {method.base}",
        f"only {inside}" if (inside := said_in(method.within, "en")) else "",
        f"variance by {method.variance}",
        f"{method.interval} interval, {limits}",
    ]
    return "; ".join(part for part in parts if part)
