"""Where R is not the last word: values of its own faults, each with the derivation of the right one beside it.

``settled(case, frame)`` goes through the rules below. A rule first derives R's *faulty* value by hand and replaces what
the file expects only where the file has exactly that value, so that nothing else is excused and no tolerance is wider.
numpy and scipy alone; nothing of the package under test.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from oracle_expressions import evaluate, holds
from scipy import stats

Flat = dict[str, Any]
Rule = Callable[[Any, pd.DataFrame], Iterator[tuple[str, Any, Any]]]  # key, faulty, right


def settled(case: Any, frame: pd.DataFrame) -> tuple[Flat, dict[str, str]]:
    """``case.expect`` with R's faults replaced, and for each key so replaced the name of the fault."""
    expect, named = dict(case.expect), {}
    with np.errstate(all="ignore"):
        found = [(rule, *values) for rule in RULES for values in rule(case, frame)]
    for rule, key, faulty, right in found:
        if key not in expect or expect[key] is None or right is None:
            continue
        want, wrong = np.asarray(expect[key], dtype=float), np.asarray(faulty, dtype=float)
        if want.size != wrong.size or not np.allclose(want.ravel(), wrong.ravel(), rtol=1e-7, atol=1e-14):
            continue
        if np.allclose(wrong.ravel(), np.asarray(right, dtype=float).ravel(), rtol=1e-9, atol=1e-15):
            continue
        expect[key] = np.asarray(right, dtype=float).reshape(want.shape).tolist()
        named[key] = str(rule.__doc__).split("\n")[0].rstrip(".")
    return expect, named


# what the rules need of a case


def _weights(case: Any, frame: pd.DataFrame) -> np.ndarray | None:
    design = case.design.get("base_design", case.design)
    if case.weighting or "pps" in design:
        return None
    if design.get("weights") in frame.columns:
        return frame[design["weights"]].to_numpy(dtype=float)
    if not design.get("fpc"):
        return np.ones(len(frame))
    if len(design.get("fpc") or ()) > 1:
        return None
    stratum, unit = _units(case, frame)
    drawn = np.bincount(pd.Series(stratum).groupby(unit).first().to_numpy()).astype(float)
    sizes = frame[design["fpc"][0]].to_numpy(dtype=float)
    return np.where(sizes <= 1, 1 / sizes, sizes / drawn[stratum])


def _units(case: Any, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Of each row its stratum and its first-stage unit, numbered."""
    design = case.design.get("base_design", case.design)
    stratum = frame.groupby(list(design["strata"]), sort=True, dropna=False).ngroup() if design["strata"] else None
    strata = np.zeros(len(frame), dtype=int) if stratum is None else stratum.to_numpy()
    if not design["psu"]:
        return strata, np.arange(len(frame))
    return strata, pd.DataFrame({"s": strata, "p": frame[design["psu"][0]]}).groupby(["s", "p"]).ngroup().to_numpy()


def _inside(case: Any, frame: pd.DataFrame) -> np.ndarray:
    everybody = np.ones(len(frame), dtype=bool)
    return holds(case.estimand["base"], frame).to_numpy() if "base" in case.estimand else everybody


def _names(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _domains(case: Any, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Domain as in R's labels -> who is in it; "" for everybody."""
    by = _names(case.estimand.get("by"))
    inside = _inside(case, frame)
    if not by:
        return {"": inside}
    texts = [frame[name].map(_text) for name in by]
    found = {}
    for levels in itertools.product(*(sorted(set(text[frame[name].notna()])) for text, name in zip(texts, by))):
        here = inside.copy()
        for text, level in zip(texts, levels):
            here &= text.eq(level).to_numpy()
        found[".".join(levels)] = here
    return found


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def _base_at_the_edge(w: np.ndarray, df: float, level: float = 0.95) -> float:
    """Korn & Graubard's base of a share of 0 or 1: Kish's effective n times (t_{n-1}/t_df)², not more than it."""
    live = w[w != 0]
    part = 1.0
    if len(live) > 1:
        low = 0.5 - level / 2
        part = min((stats.t.ppf(low, len(live) - 1) / stats.t.ppf(low, df)) ** 2, 1.0)
    return float(live.sum() ** 2 / (live**2).sum() * part)


# the faults


def lonely_total(case: Any, frame: pd.DataFrame) -> Iterator[tuple[str, Any, Any]]:
    """Lonely PSU, rule 'adjust': before survey 4.3 a total was taken from 0, not from the mean of all PSUs.

    survey 4.3, NEWS and ``onestage``: "recenter around mean from all PSUs in all strata". Means and shares are equal.
    """
    design = case.design
    w = _weights(case, frame)
    part = {"total": "", "weights_mean_total": "total.", "mean_total": "total."}.get(case.statistic)
    if part is None or w is None or design.get("lonely_psu") != "adjust" or design["kind"] != "taylor":
        return
    if len(design.get("fpc") or ()) > 1 or part + "se" not in case.expect:
        return
    names = _names(case.estimand.get("y_total") or case.estimand["y"])
    scores: dict[str, np.ndarray] = {}
    who: dict[str, np.ndarray] = {}
    for name, (domain, here) in itertools.product(names, _domains(case, frame).items()):
        if not pd.api.types.is_numeric_dtype(frame[name]):
            parts = {name + level: frame[name].eq(level) for level in sorted(frame[name].dropna().unique())}
        else:
            parts = {name: frame[name]}
        for label, values in parts.items():
            full = label if not domain else domain if label == name else f"{domain}:{label}"
            who[full] = here & frame[name].notna().to_numpy()
            scores[full] = np.where(who[full], values.fillna(0).to_numpy(dtype=float), 0.0) * w
    wanted = _names(case.expect.get(part + "labels", list(scores)))
    if not set(wanted) <= set(scores):
        return
    columns = [(scores[label], who[label]) for label in wanted]
    matrices = [_adjusted(case, frame, columns, from_zero) for from_zero in (True, False)]
    faulty, right = (np.sqrt(np.diag(matrix)) for matrix in matrices)
    est = np.array([scores[label].sum() for label in wanted])
    yield part + "se", faulty, right
    yield part + "vcov", *matrices
    yield part + "cv", faulty / est, right / est
    student = stats.t.ppf(0.975, np.asarray(case.expect.get(part + "df", np.inf), dtype=float))
    for kind, t in (("ci", student), ("ci_normal", stats.norm.ppf(0.975))):
        yield f"{part}{kind}_low", est - t * faulty, est - t * right
        yield f"{part}{kind}_high", est + t * faulty, est + t * right


def _adjusted(
    case: Any, frame: pd.DataFrame, columns: list[tuple[np.ndarray, np.ndarray]], from_zero: bool
) -> np.ndarray:
    stratum, unit = _units(case, frame)
    home = pd.Series(stratum).groupby(unit).first().to_numpy()
    count = np.bincount(home).astype(float)
    fraction = np.zeros(len(count))
    if case.design.get("fpc"):
        sizes = pd.Series(frame[case.design["fpc"][0]].to_numpy(dtype=float)).groupby(stratum).first().to_numpy()
        fraction = np.where(sizes <= 1, sizes, count / sizes)
    in_domain = bool(case.design.get("adjust_domain_lonely"))
    adjust = case.design.get("lonely_psu") == "adjust"
    spread = np.zeros((len(home), len(columns)))
    for k, (score, who) in enumerate(columns):
        totals = np.bincount(unit, score, minlength=len(home))
        members = np.bincount(unit, who, minlength=len(home)) > 0
        for h in range(len(count)):
            here = home == h
            present = int(members[here].sum())
            lonely = (count[h] == 1 or in_domain and present == 1) and fraction[h] < 1 and present > 0 and adjust
            everywhere = 0.0 if from_zero else totals.sum() / count.sum()
            centre = everywhere if lonely else totals[here].sum() / count[h]
            scale = (1 - fraction[h]) * (count[h] / (count[h] - 1) if count[h] > 1 else float(lonely))
            spread[here, k] = (totals[here] - centre) * np.sqrt(scale)
    return np.asarray(spread.T @ spread)


def folded_arcsine(case: Any, frame: pd.DataFrame) -> Iterator[tuple[str, Any, Any]]:
    """Arcsine limits: R squares the sine of an angle below 0 or above a right angle, and the limit turns back.

    ``sin(confint(asin(sqrt(p))))^2``: an angle of -0.1 gives the limit of +0.1. The interval of the angle ends where
    the share can go no further, at 0 (or 1)."""
    if case.statistic != "proportion" or case.estimand.get("ci_method") != "asin" or np.size(case.expect["est"]) != 1:
        return
    p, se = float(np.ravel(case.expect["est"])[0]), float(np.ravel(case.expect["se"])[0])
    middle = np.arcsin(np.sqrt(p))
    half = stats.t.ppf(0.975, float(np.ravel(case.expect["df"])[0])) * se / (2 * np.sqrt(p * (1 - p)))
    if middle < half:
        yield "ci_low", np.sin(middle - half) ** 2, 0.0
    if middle + half > np.pi / 2:
        yield "ci_high", np.sin(middle + half) ** 2, 1.0


def empty_wald(case: Any, frame: pd.DataFrame) -> Iterator[tuple[str, Any, Any]]:
    """Wald limits of a share of 0 or 1: R gives [0, 0] or [1, 1], as if nobody else could be there.

    Clopper-Pearson with the base of ``_base_at_the_edge``: ``u = 1 - 0.025^(1/m)``."""
    w = _weights(case, frame)
    if w is None or case.statistic not in ("share", "proportion", "share_of_total"):
        return
    names = _names(case.estimand.get("y") if case.statistic != "proportion" else case.estimand.get("event"))
    est, se = np.ravel(case.expect.get("est", [])), np.ravel(case.expect.get("se", np.nan))
    edge = (est == 0) | (est == 1)
    if len(names) != 1 or not edge.any() or len(se) != len(est) or (np.abs(se[edge]) > 1e-12).any():
        return
    asked = frame[names[0]] if names[0] in frame.columns else evaluate(names[0], frame)
    domains = {name: here & asked.notna().to_numpy() for name, here in _domains(case, frame).items()}
    labels = _names(case.expect.get("labels", [name for name, here in domains.items() if here.any()]))
    if len(labels) != len(est):
        return
    freedom = np.broadcast_to(np.ravel(case.expect.get("df", np.inf)).astype(float), est.shape)
    for stem, df in (("ci", freedom), ("ci_normal", np.full(len(est), np.inf))):
        if stem + "_low" not in case.expect:
            continue
        low, high = (np.ravel(case.expect[f"{stem}_{end}"]).astype(float) for end in ("low", "high"))
        right_low, right_high = low.copy(), high.copy()
        for i in np.flatnonzero(edge):
            domain = labels[i].rpartition(":")[0] if ":" in labels[i] else labels[i] if labels[i] in domains else ""
            if domain not in domains or not w[domains[domain]].any():
                continue
            base = _base_at_the_edge(w[domains[domain]], float(df[i]))
            if low[i] == high[i] == est[i]:
                right_low[i] = 0.0 if est[i] == 0 else 0.025 ** (1 / base)
                right_high[i] = 1.0 if est[i] == 1 else 1 - 0.025 ** (1 / base)
        yield stem + "_low", low, right_low
        yield stem + "_high", high, right_high


def unscaled_x2(case: Any, frame: pd.DataFrame) -> Iterator[tuple[str, Any, Any]]:
    """X² of a table: R scales it to all rows of the design, those without an answer too.

    ``n Σ (p_rc - p_r p_c)²/(p_r p_c)`` with n the rows of the table; F and p-values are the same either way."""
    w = _weights(case, frame)
    if case.statistic != "chisq" or w is None or _names(case.expect.get("statistic_name")) != ["X-squared"]:
        return
    row, col = frame[case.estimand["row"]], frame[case.estimand["col"]]
    inside = _inside(case, frame)
    there = inside & row.notna().to_numpy() & col.notna().to_numpy()
    table = pd.DataFrame({"r": row[there], "c": col[there], "w": w[there]}).pivot_table(
        index="r", columns="c", values="w", aggfunc="sum", fill_value=0
    )
    p = table.to_numpy() / table.to_numpy().sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    x2 = float(((p - expected) ** 2 / expected).sum())
    yield "statistic", x2 * inside.sum(), x2 * (there & (w != 0)).sum()


def one_mean(case: Any, frame: pd.DataFrame) -> Iterator[tuple[str, Any, Any]]:
    """A t test of one mean: R takes a degree of freedom off as for two (Student, SAS and Stata do not).

    ``svyttest.default``: ``parameter = degf(design) - 1``; a model with one coefficient has ``degf`` left."""
    if case.statistic != "ttest" or case.estimand.get("by") or "df" not in case.expect or "t" not in case.expect:
        return
    df, t = float(np.ravel(case.expect["df"])[0]), float(np.ravel(case.expect["t"])[0])
    yield "p", 2 * stats.t.sf(abs(t), df), 2 * stats.t.sf(abs(t), df + 1)
    if "diff" in case.expect and "ci_low" in case.expect:
        diff = float(np.ravel(case.expect["diff"])[0])
        for end, sign in (("ci_low", -1), ("ci_high", 1)):
            half = [sign * stats.t.ppf(0.975, one) * abs(diff / t) for one in (df, df + 1)]
            yield end, diff + half[0], diff + half[1]
    yield "df", df, df + 1


def stopped_early(case: Any, frame: pd.DataFrame) -> Iterator[tuple[str, Any, Any]]:
    """Likelihood and logit limits: R's iterations stop when the deviance changes by less than 1e-8 of itself.

    The coefficient of an intercept-only logistic model is ``logit p``, and its model-based variance ``1/(Σw p(1-p))``;
    where answers are rare R stops beside the first and has the second of the round before, some 1e-5 of a limit away.
    Both are made here by R's recipe (``glm.fit``, ``MASSprofile_glm``, ``spline``, ``approx``), once from where
    ``glm.fit`` stops and once from ``logit p``."""
    w = _weights(case, frame)
    method = case.estimand.get("ci_method")
    if case.statistic != "proportion" or method not in ("likelihood", "logit") or w is None or "df" not in case.expect:
        return
    if "event" not in case.estimand or _names(case.estimand.get("by")):
        return
    if case.design["kind"] != "taylor" or len(case.design.get("fpc") or ()) > 1:
        return
    inside = _inside(case, frame)
    y = evaluate(case.estimand["event"], frame).to_numpy()
    there = inside & ~np.isnan(y)
    y, weight = y[there], w[there] / w[there].mean()
    p = float(weight @ y / weight.sum())
    if not 0 < p < 1:
        return
    df = float(np.ravel(case.expect["df"])[0])
    found = []
    full = float(np.log(p / (1 - p)))
    for eta, before in (_where_glm_stops(y, weight), (full, full)):
        mu = 1 / (1 + np.exp(-eta))
        score = np.zeros(len(frame))
        score[there] = weight * (y - mu)
        variance = _adjusted(case, frame, [(score, np.ones(len(frame), dtype=bool))], from_zero=False)[0, 0]
        error = np.sqrt(variance) / (weight.sum() * mu * (1 - mu))
        t = stats.t.ppf(0.975, df)
        if not error > 1e-9:  # a share that the design fixes
            return
        if method == "logit":
            limits = eta + np.array([-t, t]) * error
        else:
            limits = _profile(y, weight, eta, before, error, t)
        found.append((mu, 1 / (1 + np.exp(-limits))))
    (stop, faulty), (share, right) = found
    yield "est", stop, share
    yield "ci_low", faulty[0], right[0]
    yield "ci_high", faulty[1], right[1]


def _where_glm_stops(y: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    """The coefficient, and the one before it, whose weights R keeps for the model-based variance."""
    mu = (w * y + 0.5) / (w + 1)
    eta, before = np.log(mu / (1 - mu)), _deviance(y, w, mu)
    coefficient = last = np.nan
    for _ in range(25):
        slope, last = mu * (1 - mu), coefficient
        coefficient = float((w * slope) @ (eta + (y - mu) / slope) / (w * slope).sum())
        eta = np.full(len(y), coefficient)
        mu = 1 / (1 + np.exp(-eta))
        now = _deviance(y, w, mu)
        if abs(now - before) / (abs(now) + 0.1) < 1e-8:
            break
        before = now
    return coefficient, last


def _deviance(y: np.ndarray, w: np.ndarray, mu: Any) -> float:
    return float(-2 * (w * np.where(y == 1, np.log(mu), np.log1p(-mu))).sum())


def _profile(y: np.ndarray, w: np.ndarray, eta: float, before: float, error: float, t: float) -> np.ndarray:
    """R's limits on the logit: the signed root of the deviance at steps, a spline, straight lines between points."""
    from scipy.interpolate import make_interp_spline

    n, mu = len(y), 1 / (1 + np.exp(-eta))
    dispersion = float((w * (y - mu) ** 2).sum() / (mu * (1 - mu)) / (n - 1))
    previous = 1 / (1 + np.exp(-before))
    naive = 1 / (w.sum() * previous * (1 - previous))
    cut = t * np.sqrt(error**2 / naive)
    farthest = stats.t.isf(stats.norm.sf(cut) / 4, n - 1)
    original = _deviance(y, w, mu)
    x, z = [eta], [0.0]
    for side in (-1, 1):
        root, step = 0.0, 0
        while (step := step + 1) < 10 and abs(root) < farthest:
            at = eta + side * step * farthest / 5 * error
            root = side * np.sqrt(max((_deviance(y, w, 1 / (1 + np.exp(-at))) - original) / dispersion, 0.0))
            x.append(at)
            z.append(root)
    order = np.argsort(x)
    x_, z_ = np.array(x)[order], np.array(z)[order]
    h = x_[1] - x_[0]
    bends = [np.diff(part, 3)[0] / h**3 for part in (z_[:4], z_[-4:])]
    spline = make_interp_spline(x_, z_, k=3, bc_type=([(3, bends[0])], [(3, bends[1])]))
    fine = np.linspace(x_[0], x_[-1], 3 * len(x_))
    return np.asarray(np.interp([-cut, cut], spline(fine), fine, left=np.nan, right=np.nan))


RULES: tuple[Rule, ...] = (lonely_total, folded_arcsine, empty_wald, unscaled_x2, one_mean, stopped_early)
