"""Runs the cases of an oracle file through the public interface of ``survey`` and compares every number.

``not_implemented(case)`` and ``missing_parts(case)`` say by declaration, before anything is computed, what the package
cannot do yet; an error or a wrong number is therefore never mistaken for something not written. ``produced(case)``
has the keys of the case's ``expect``.
"""

from __future__ import annotations

import functools
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from oracle_exceptions import settled
from oracle_expressions import evaluate, holds

import survey

Flat = dict[str, Any]

# what the file says about itself or about an older program; nothing to reproduce
INFORMATION = {"key_names", "keys", "old_rule_weights_41", "levels.key_names", "levels.keys"}
JOINT_KEYS = {"pps", "joint_file", "probabilities", "variance"}
DESIGN_KEYS = {"kind", "psu", "strata", "weights", "fpc", "nest", "lonely_psu", "adjust_domain_lonely", "note"}
REPLICATE_KEYS = {"kind", "type", "weights", "n_replicates", "scale", "rscales", "centre", "degf", "rho", "note"} | {
    "replicate_file",
    "replicate_columns",
    "combined_weights",
    "base_design",
}
# first word of a replicate design's type: our method
REPLICATES = {name: name for name in ("JK1", "JKn", "JK2", "BRR", "Fay", "bootstrap", "SDR", "ACS", "other")} | {
    "subbootstrap": "bootstrap",
    "successive-difference": "SDR",
}
STATISTICS: dict[str, set[str]] = {
    "model": {"formula", "family"},
    "share": {"y", "by", "base", "deff", "na", "category", "percent"},
    "share_of_total": {"y", "by", "row", "col", "base", "deff", "na", "category"},
    "mean": {"y", "by", "base", "deff", "na", "category"},
    "total": {"y", "by", "base", "deff", "na", "category"},
    "ratio": {"numerator", "denominator", "by", "base", "deff", "na"},
    "quantile": {"y", "p", "qrule", "interval_type", "by", "base", "na"},
    "variance": {"y", "by", "base", "na"},
    "proportion": {"event", "y", "category", "ci_method", "by", "base", "na"},
    "counts": {"row", "col", "base", "na"},
    "weight_summary": set(),
    "weights_mean": {"y"},
    "weights_mean_total": {"y", "y_total"},
    "mean_total": {"y", "y_total"},
    "contrast_of_shares": {"y", "contrast", "base", "na"},
    "contrast_of_domains": {"y", "by", "contrast", "base", "na", "category"},
    "expression_of_shares": {"y", "expression", "base", "na"},
    "change": {"y", "by", "from", "to", "domain", "na", "category"},
    "chisq": {"row", "col", "variant", "base", "na"},
    "ttest": {"y", "by", "base", "na", "category", "paired", "mean"},
}
FAMILIES = {  # words of ``what`` and ``family``
    "logistic": "binomial",
    "binomial": "binomial",
    "poisson": "poisson",
    "linear": "gaussian",
    "gaussian": "gaussian",
}
PERCENTS: tuple[Any, ...] = ("column", "row", "cell")
OF_TOTAL = ("share_of_total", "cell_share", "total_share")  # names of the same table
CATEGORY = "_category"  # the column of 0 and 1 that a category of a question becomes
INTERVALS = {"logit", "xlogit", "beta", "mean", "wilson", "likelihood", "asin"}  # as R calls them
WEIGHTINGS = {
    "rake": {"method", "targets", "within", "base_weight", "tolerance"},
    "poststratify": {"method", "by", "targets", "base_weight"},
    "trim": {"method", "upper", "lower", "strict", "redistribution"},
    "calibrate": {"method", "distance", "model_matrix", "totals", "contrasts", "base_weight", "bounds"},
}


@dataclass(frozen=True)
class Case:
    """One case of an oracle file; ``folder``: where its data paths start."""

    id: str
    group: str
    data: Mapping[str, Any]
    design: Mapping[str, Any]
    weighting: Mapping[str, Any]
    estimand: Mapping[str, Any]
    expect: Flat  # nested results flattened: "mean.est"
    rtol: float
    atol: float
    r: str
    folder: Path
    faults: Mapping[str, str] = field(default_factory=dict)  # key of ``expect`` -> R's fault that was replaced there

    @property
    def statistic(self) -> str:
        return str(self.estimand["statistic"])


def load(path: Path) -> list[Case]:
    """Every case of the file. Some use a column that only their neighbours on the same data derive."""
    record = json.loads(path.read_text(encoding="utf-8"))
    derived: dict[str, dict[str, str]] = {}
    for item in record["cases"]:
        derived.setdefault(item["data"]["file"], {}).update(item["data"].get("derive") or {})
    cases = [
        Case(
            id=item["id"],
            group=item["group"],
            data={**item["data"], "derive": derived[item["data"]["file"]] | (item["data"].get("derive") or {})},
            design=item["design"],
            weighting=item.get("weighting") or {},
            estimand=item["estimand"],
            expect=dict(_flat(item["expect"])),
            rtol=float(item["rtol"]),
            atol=float(item["atol"]),
            r=item.get("r", ""),
            folder=path.parent,
        )
        for item in record["cases"]
    ]
    return [case if not_implemented(case) else _settled(case) for case in cases]


def _settled(case: Case) -> Case:
    """The case without R's own faults (``oracle_exceptions``). What cannot be read is left for the case's own test to
    tell, so that one case never stops a file."""
    try:
        expect, faults = settled(case, _rows(case))
    except (ValueError, KeyError, TypeError, OSError, SyntaxError):
        return case
    return replace(case, expect=expect, faults=faults)


def _flat(record: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if above + key in INFORMATION:
            continue
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value


# what is not written yet


def not_implemented(case: Case) -> str:
    """Why nothing of the case can be computed; "" when at least a part can."""
    design, estimand, weighting = case.design, case.estimand, case.weighting
    if case.statistic not in STATISTICS:
        return f"statistic {case.statistic}"
    if design.get("kind") == "replicate":
        if _replicate_method(design) not in REPLICATES.values():
            return f"replicates of type {design['type']}"
        if "replicate_file" not in design and _replicate_method(design) not in ("JK1", "JKn"):
            return "replicates whose weights are not given"  # chance, or the choice of a Hadamard matrix
        strange = set(design) - REPLICATE_KEYS
        if strange:
            return f"replicate design: {', '.join(sorted(strange))}"
        design = design["base_design"]
    if design.get("kind") != "taylor":
        return f"{design.get('kind')} design"
    strange = set(design) - DESIGN_KEYS - (JOINT_KEYS if "pps" in design else set())
    if strange:
        return f"design: {', '.join(sorted(strange))}"
    strange = set(estimand) - STATISTICS[case.statistic] - {"statistic", "what"}
    if strange:
        return f"{case.statistic}: {', '.join(sorted(strange))}"
    if case.statistic == "model" and not _family(case):
        return f"model: {estimand.get('family') or estimand.get('what')}"
    if weighting:
        method = str(weighting["method"])
        if method not in WEIGHTINGS:
            return f"weighting {method}"
        strange = set(weighting) - WEIGHTINGS[method]
        if strange:
            return f"{method}: {', '.join(sorted(strange))}"
    return ""


def missing_parts(case: Case) -> dict[str, str]:
    """Parts of ``expect`` that cannot be computed though the rest can, and why."""
    if not_implemented(case):
        return {}
    parts: dict[str, str] = {}
    if case.statistic == "proportion" and case.estimand["ci_method"] not in INTERVALS:
        parts |= {key: f"interval {case.estimand['ci_method']}" for key in ("ci_low", "ci_high")}
    return parts


def _is_text(case: Case, column: str) -> bool:
    return column != CATEGORY and not pd.api.types.is_numeric_dtype(_rows(case)[column])


def _terms(formula: str) -> list[str]:
    return [term.strip() for term in formula.lstrip("~").split("+")]


# data, design, weights


@functools.cache
def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=["", "NA"])


def _rows(case: Case) -> pd.DataFrame:
    frame = _read(case.folder / case.data["file"])
    for name, text in (case.data.get("derive") or {}).items():
        frame = frame.assign(**{name: evaluate(text, frame)})
    if case.data.get("where"):
        frame = frame[holds(case.data["where"], frame)].reset_index(drop=True)
    return frame


def _sample(case: Case) -> survey.Sample:
    """The weighted sample, with the columns ``_event`` and ``_inside`` that the estimand may ask for."""
    frame = _rows(case)
    if "event" in case.estimand:
        frame = frame.assign(_event=evaluate(case.estimand["event"], frame))
    if "category" in case.estimand:
        (y,) = _list(case.estimand["y"])
        same = frame[y].map(_level).eq(_level(case.estimand["category"]))
        indicator = same.astype(float).where(frame[y].notna())
        frame = frame.assign(**{"_event" if case.statistic == "proportion" else CATEGORY: indicator})
    inside = case.estimand.get("base") or case.estimand.get("domain")
    if inside:
        frame = frame.assign(_inside=holds(inside, frame).astype(int))
    if "pps" in case.design:
        return _drawn_in_pairs(case, frame)
    design = case.design.get("base_design", case.design)
    weight = design.get("weights")
    named = {"_event", "_inside", CATEGORY, "wave", *_names([design, case.weighting, case.estimand])}
    named |= set(re.findall(r"[\w.]+", str(case.estimand.get("formula", ""))))
    sample = survey.Sample(
        frame[[column for column in frame.columns if column in named]],  # fpc.csv has nh beside Nh
        survey.SurveyDesign(
            stratum=design["strata"] or None,
            psu=design["psu"] or None,
            fpc=design["fpc"] or None,
            weight=weight if weight in frame.columns else None,
            nest=bool(design.get("nest")),
            lonely_psu=design.get("lonely_psu") or "fail",
            lonely_in_domain=bool(design.get("adjust_domain_lonely")),
        ),
    )
    if case.design["kind"] == "taylor":
        return _weighted(case, sample)
    sample = _weighted(case, _replicated(case, sample))
    # R takes the degrees of freedom anew from the weights of a raked design
    return _attached(case, sample, sample.replicates.weights) if case.weighting else sample


def _level(value: Any) -> str:
    """A value as R writes a level: 5 for 5.0."""
    return str(int(value)) if isinstance(value, float) and value == value and value == int(value) else str(value)


def _measured(case: Case) -> Case:
    """Where a category is asked for, the case of its indicator, so that every statistic knows it."""
    if "category" not in case.estimand or case.statistic == "proportion":
        return case
    return replace(case, estimand={**case.estimand, "y": [CATEGORY]})


def _drawn_in_pairs(case: Case, frame: pd.DataFrame) -> survey.Sample:
    """A sample whose pairs have known probabilities of being drawn."""
    sample = survey.Sample(frame.assign(_w=1 / frame[case.design["probabilities"]]), survey.SurveyDesign(weight="_w"))
    matrix = _read(case.folder / case.design["joint_file"]).to_numpy(dtype=float)
    return survey.joint_probabilities(sample, matrix, case.design["variance"])


def _replicate_method(design: Mapping[str, Any]) -> str:
    first = str(design.get("type", "")).split()[0]
    return REPLICATES.get(first, first)


def _replicated(case: Case, sample: survey.Sample) -> survey.Sample:
    """The sample with the replicate weights of the case's file, else made from its design."""
    design = case.design
    if "replicate_file" not in design:
        return survey.make_replicates(sample, _replicate_method(design), mse="mse=TRUE" in design["centre"])
    weights = _read(case.folder / design["replicate_file"]).to_numpy(dtype=float)
    return _attached(case, sample, weights, combined=design.get("combined_weights", True))


def _attached(case: Case, sample: survey.Sample, weights: np.ndarray, combined: bool = True) -> survey.Sample:
    design = case.design
    method = _replicate_method(design)
    number = re.findall(r"[0-9]*\.[0-9]+", str(design["type"]))
    rho = design.get("rho", number[-1] if number else 0.5) if method == "Fay" else None
    return survey.replicate_weights(
        sample,
        weights,
        method,
        rho=None if rho is None else float(rho),
        scale=design["scale"],
        rscales=design["rscales"],
        combined=combined,
        mse="mse=TRUE" in design["centre"],
    )


def _names(part: Any) -> Iterator[str]:
    """Every word of a part of a case that may be a column."""
    if isinstance(part, str):
        yield from (part, *_terms(part))
    elif isinstance(part, Mapping):
        yield from part
        for value in part.values():
            yield from _names(value)
    elif isinstance(part, Sequence):
        for item in part:
            yield from _names(item)


def _weighted(case: Case, sample: survey.Sample) -> survey.Sample:
    asked = case.weighting
    if not asked:
        return sample
    base = asked.get("base_weight")
    column = base if base in sample.engine.columns else None
    if asked["method"] == "rake":
        margins: dict[Any, Any] = dict(asked["targets"])
        if asked.get("within"):
            within = asked["within"]
            groups = sorted({str(value) for value in sample.engine.values(within)})
            margins = {(within, name): {group: figures for group in groups} for name, figures in margins.items()}
        return survey.rake(sample, margins, base_weight=column, residuals="cell means")
    if asked["method"] == "poststratify":
        return survey.poststratify(sample, _strata(asked), base_weight=column)
    if asked["method"] == "trim":
        return survey.trim(sample, asked.get("lower"), asked.get("upper"), strict=asked["strict"])
    texts = [name for name in _terms(asked["model_matrix"]) if _is_text(case, name)]
    numbers = {name: asked["totals"][name] for name in _terms(asked["model_matrix"]) if name not in texts}
    margins = _from_model_matrix(asked, sample, texts)
    if not numbers and asked["distance"] == "raking" and "bounds" not in asked:
        return survey.rake(sample, margins, base_weight=column, residuals="regression")
    how = {"distance": asked["distance"], "bounds": tuple(asked["bounds"]) if "bounds" in asked else None}
    return survey.calibrate(sample, margins, numbers, base_weight=column, **how)


def _strata(asked: Mapping[str, Any]) -> dict[Any, Any]:
    by = tuple(asked["by"])
    targets = asked["targets"]
    if isinstance(targets, list):
        return {by: {tuple(str(row[name]) for name in by): row["total"] for row in targets}}
    return dict(targets)


def _from_model_matrix(
    asked: Mapping[str, Any], sample: survey.Sample, names: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Margins from totals of treatment dummies: the first level, alphabetically, has what the others leave."""
    totals = asked["totals"]
    margins = {}
    for name in names:
        first, *others = sorted({str(value) for value in sample.engine.values(name)})
        figures = {level: float(totals[name + level]) for level in others}
        margins[name] = {first: totals["(Intercept)"] - sum(figures.values()), **figures}
    return margins


# estimates


def produced(case: Case) -> Flat:
    """Every number of ``expect`` that the package can compute, by the same keys; where R stops with an error
    (``expect.error``), what the package says when it refuses."""
    if not _refused(case):
        return _computed(case)
    try:
        return _computed(case)
    except survey.SurveyError as refusal:
        return {"error": str(refusal)}


def _refused(case: Case) -> bool:
    return bool(case.expect.get("error"))


def _computed(case: Case) -> Flat:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", survey.SurveyWarning)  # notes for people; the numbers are what is compared
        sample = _sample(case)
        case = _measured(case)
        work = {
            "share": _share,
            "share_of_total": _share_of_total,
            "mean": _mean,
            "total": _total,
            "ratio": _ratio,
            "quantile": _quantile,
            "variance": _variance,
            "proportion": _proportion,
            "counts": _counts,
            "weight_summary": lambda case, sample: _weights(sample),
            "weights_mean": _weights_mean_total,
            "weights_mean_total": _weights_mean_total,
            "mean_total": _weights_mean_total,
            "contrast_of_shares": _contrast_of_shares,
            "contrast_of_domains": _contrast_of_domains,
            "expression_of_shares": _expression_of_shares,
            "change": _change,
            "model": _model,
            "chisq": _chisq,
            "ttest": _ttest,
        }[case.statistic]
        return work(case, sample)


def _list(value: str | Sequence[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _options(case: Case) -> dict[str, Any]:
    """R counts degrees of freedom in the whole design unless the design itself was cut to a subset."""
    kind = str(case.estimand.get("deff", "")).lower()
    deff = "with replacement" if kind in ("replace", "wr", "with replacement") else "without replacement"
    return {"df": "domain" if "base" in case.estimand else "design", "deff": deff}


def _domains(case: Case) -> list[str]:
    return [*_list(case.estimand.get("by")), *(["_inside"] if "base" in case.estimand else [])]


class Rows:
    """Estimates of one or more calls, labelled, in the order of the labels asked for.

    ``normal``: the same with infinite degrees of freedom."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.sets: list[tuple[Any, Any]] = []  # estimates with t and with normal limits
        self.rows: list[tuple[int, int]] = []
        self.joint: np.ndarray | None = None  # covariance of all rows of all sets

    def add(self, labels: Mapping[str, int], made: Any, normal: Any) -> None:
        for label, row in labels.items():
            self.places[label] = len(self.rows)
            self.rows.append((len(self.sets), row))
        self.sets.append((made, normal))

    def _estimate(self, label: str) -> float:
        number, row = self.rows[self.places[label]]
        return float(self.sets[number][0].estimate[row])

    def get(self, wanted: Sequence[str] | None = None) -> Flat:
        """The estimates in the order wanted; under ``labels`` also those that nobody asked for, if not zero."""
        order = list(self.places) if wanted is None else [label for label in _list(wanted) if label in self.places]
        at = [self.rows[self.places[label]] for label in order]
        more = [label for label in self.places if label not in order and self._estimate(label) > 0]

        def column(name: str, normal: int = 0) -> np.ndarray:
            return np.array([getattr(self.sets[s][normal], name)[i] for s, i in at])

        found = {
            "labels": [*order, *more],
            "est": column("estimate"),
            "se": column("std_error"),
            "cv": column("cv"),
            "df": column("df"),
            "n": column("n"),
            "deff": column("deff"),
            "ci_level": self.sets[0][0].method.level,
            "ci_low": column("conf_low"),
            "ci_high": column("conf_high"),
            "ci_normal_low": column("conf_low", 1),
            "ci_normal_high": column("conf_high", 1),
        }
        joint = self.sets[0][0].covariance if self.joint is None else self.joint
        starts = np.cumsum([0, *(len(made) for made, _ in self.sets)])
        place = [starts[s] + i for s, i in at]
        found["vcov"] = joint[np.ix_(place, place)]
        return found


def _both(call: Any, *args: Any, **options: Any) -> tuple[Any, Any]:
    return call(*args, **options), call(*args, **{**options, "df": np.inf})


def _labels(made: Any, inside: bool, numeric: bool) -> dict[str, int]:
    """Row of each label: R joins domains by a point and puts the level of a factor behind a colon."""
    found = {}
    for i, levels in enumerate(made.domain_levels):
        if inside and levels[-1] != "1":
            continue
        mine = levels[:-1] if inside else levels
        if any(level.startswith("_") for level in mine) or made.n[i] == 0:
            continue
        domain = ".".join(mine)
        option = made.question if numeric else made.question + made.option[i]
        found[option if not domain else domain if numeric else f"{domain}:{option}"] = i
    return found


def _share(case: Case, sample: survey.Sample) -> Flat:
    rows = Rows()
    for y in _list(case.estimand["y"]):
        options = {"base": "valid", "interval": "wald", "percent": _percent(case), **_options(case)}
        made, normal = _both(sample.share, y, _domains(case), **options)
        labels = _labels(made, "base" in case.estimand, numeric=False)
        if not set(labels) & set(case.expect.get("labels", labels)):  # an indicator: its share is that of 1
            ones = [i for i, option in enumerate(made.option) if option == "1"]
            labels = {label: i for label, i in _labels_of(made, ones, "base" in case.estimand).items() if made.n[i] > 0}
        rows.add(_of_category(case, labels), made, normal)
    if _percent(case) == "column":
        rows.joint = _joint(case, sample, "share", _list(case.estimand["y"]), base="valid")
    found = rows.get(case.expect.get("labels"))
    if "se_below" in case.expect:
        largest = float(found["se"].max())
        found["se_below"] = case.expect["se_below"] if largest < case.expect["se_below"] else largest
    return found


def _percent(case: Case) -> Any:
    asked = str(case.estimand.get("percent", "column"))
    return {"total": "cell", "table": "cell", "share_of_total": "cell", "col": "column"}.get(asked, asked)


def _share_of_total(case: Case, sample: survey.Sample) -> Flat:
    """The part of all that a cell of a table is, in R the mean of the crossing of two questions."""
    row, by = case.estimand.get("row") or case.estimand.get("y"), case.estimand.get("col") or case.estimand.get("by")
    inside = {key: value for key, value in case.estimand.items() if key in ("base", "deff", "na", "statistic")}
    asked = replace(case, estimand={**inside, "y": row, "by": _list(by), "percent": "cell"})
    if "labels" not in case.expect:
        return _share(asked, sample)
    (y,) = _list(row)
    labels = {  # R: interaction(y, by)A.B, or by:yA as elsewhere
        f"{domain}:{y}{option}": text
        for text in _list(case.expect["labels"])
        for option, domain in [_pair(text, y, _list(by), sample)]
    }
    found = _share(replace(asked, expect={**case.expect, "labels": list(labels)}), sample)
    return found | {"labels": [labels.get(label, label) for label in found["labels"]]}


def _pair(text: str, y: str, by: Sequence[str], sample: survey.Sample) -> tuple[str, str]:
    """Option and domain of a label of a crossing."""
    bare = re.sub(r"^interaction\([^)]*\)", "", text)
    if ":" in bare:
        domain, _, option = bare.partition(":")
        return option.removeprefix(y), domain
    levels = sorted({_level(value) for value in sample.engine.values(y)}, key=len, reverse=True)
    option = next((level for level in levels if bare.startswith(level + ".")), bare.partition(".")[0])
    return option, bare[len(option) + 1 :]


def _labels_of(made: Any, rows: Sequence[int], inside: bool) -> dict[str, int]:
    part = made.take(rows)
    return {label: rows[i] for label, i in _labels(part, inside, numeric=True).items()}


def _of_category(case: Case, labels: dict[str, int]) -> dict[str, int]:
    """Where a category stands for its indicator: the labels that the file gives its rows (``stypeH``, ``north:H``)."""
    wanted = _list(case.expect.get("labels"))
    if "category" not in case.estimand or set(labels) & set(wanted):
        return labels
    if len(labels) == len(wanted) == 1:
        return dict(zip(wanted, labels.values(), strict=True))
    by_domain = {text.partition(":")[0]: text for text in wanted}
    return {by_domain.get(label, label): row for label, row in labels.items()}


def _numeric(case: Case, sample: survey.Sample, call: Any, names: Sequence[str], **options: Any) -> Rows:
    rows = Rows()
    for y in names:
        made, normal = _both(call, y, _domains(case), **options, **_options(case))
        rows.add(_of_category(case, _labels(made, "base" in case.estimand, numeric=True)), made, normal)
    rows.joint = _joint(case, sample, call.__name__, names, **options)
    return rows


def _joint(
    case: Case, sample: survey.Sample, statistic: str, names: Sequence[str], **options: Any
) -> np.ndarray | None:
    """The covariance of several questions; None where it is that of one."""
    if len(names) < 2:
        return None
    return np.asarray(sample.together(names, statistic, _domains(case), **options).covariance)


def _mean(case: Case, sample: survey.Sample) -> Flat:
    if "mean.est" in case.expect:
        return _weights_mean_total(case, sample)
    return _numeric(case, sample, sample.mean, _list(case.estimand["y"])).get(case.expect.get("labels"))


def _total(case: Case, sample: survey.Sample) -> Flat:
    names = _list(case.estimand["y"])
    if names and all(_is_text(case, name) for name in names):
        rows = Rows()
        for name in names:
            made, normal = _both(sample.total, name, _domains(case), of="respondents", base="valid", **_options(case))
            rows.add(_labels(made, "base" in case.estimand, numeric=False), made, normal)
        rows.joint = _joint(case, sample, "total", names, of="respondents", base="valid")
        return rows.get(case.expect.get("labels"))
    return _numeric(case, sample, sample.total, names, of="values").get(case.expect.get("labels"))


def _ratio(case: Case, sample: survey.Sample) -> Flat:
    rows = Rows()
    names = (case.estimand["numerator"], case.estimand["denominator"])
    made, normal = _both(sample.ratio, *names, _domains(case), **_options(case))
    rows.add(_labels(made, "base" in case.estimand, numeric=True), made, normal)
    return rows.get(case.expect.get("labels"))


def _variance(case: Case, sample: survey.Sample) -> Flat:
    return _numeric(case, sample, sample.variance, _list(case.estimand["y"])).get(case.expect.get("labels"))


def _quantile(case: Case, sample: survey.Sample) -> Flat:
    asked = case.estimand
    interval = asked.get("interval_type", "mean")
    how = {"rule": asked.get("qrule", "math"), "interval": "score_r" if interval == "score" else interval}
    parts = []
    for y in _list(asked["y"]):
        made = sample.quantile(y, asked["p"], _domains(case), **how, **_options(case))
        parts.append(made.take(_inside_rows(case, made)))
    return _columns(case, parts)


def _inside_rows(case: Case, made: Any) -> list[int]:
    """Rows of the domain that is asked for, of domains with somebody in them."""
    based = "base" in case.estimand
    return [
        i
        for i, levels in enumerate(made.domain_levels)
        if (not based or levels[-1] == "1")
        and made.n[i] > 0
        and not any(level.startswith("_") for level in levels[: len(levels) - based])
    ]


def _columns(case: Case, parts: Sequence[Any]) -> Flat:
    """The figures of several results, one after the other; labels as the file has them: their order is R's."""
    names = {"est": "estimate", "se": "std_error", "ci_low": "conf_low", "ci_high": "conf_high", "df": "df", "n": "n"}
    found: Flat = {key: np.concatenate([getattr(part, name) for part in parts]) for key, name in names.items()}
    with np.errstate(divide="ignore", invalid="ignore"):
        found["cv"] = found["se"] / np.abs(found["est"])
    by = len(_list(case.estimand.get("by")))
    domains = [".".join(levels[:by]) for part in parts for levels in part.domain_levels]
    if "labels" in case.expect:
        wanted = _list(case.expect["labels"])
        if set(wanted) == set(domains):
            order = [domains.index(label) for label in wanted]
            found = {key: value[order] for key, value in found.items()}
        found["labels"] = wanted if len(wanted) == len(found["est"]) else domains
    return found


def _proportion(case: Case, sample: survey.Sample) -> Flat:
    method = case.estimand["ci_method"] if case.estimand["ci_method"] in INTERVALS else "wald"
    made = sample.share("_event", _domains(case), base="valid", interval=method, df="domain")
    kept = _inside_rows(case, made)
    rows = [i for i in kept if made.option[i] == "1"]
    found = _columns(case, [made.take(rows or kept)])
    if not rows:  # nobody has it: the column of the event knows no 1, and all is that of 0 turned round
        found |= {"est": 1 - found["est"], "ci_low": 1 - found["ci_high"], "ci_high": 1 - found["ci_low"]}
    return found if _list(case.estimand.get("by")) else {key: np.ravel(value)[0] for key, value in found.items()}


def _counts(case: Case, sample: survey.Sample) -> Flat:
    row, col = case.estimand["row"], case.estimand["col"]
    by = [col, *(["_inside"] if "base" in case.estimand else [])]
    last = "1" if "base" in case.estimand else None
    counts = sample.total(row, by=by, of="respondents", base="valid")
    shares = {percent: sample.share(row, by=by, base="valid", percent=percent) for percent in PERCENTS}
    mine = [i for i, levels in enumerate(counts.domain_levels) if last in (None, levels[-1]) and counts.n[i] > 0]
    cols = [level for level in dict.fromkeys(counts.domain_levels[i][0] for i in mine) if level != "_blank"]
    rows = list(dict.fromkeys(counts.option))

    def table(made: Any) -> np.ndarray:
        at = {
            (option, levels[0]): i
            for i, (option, levels) in enumerate(zip(made.option, made.domain_levels))
            if last in (None, levels[-1])
        }
        return np.array([[made.estimate[at[option, level]] for level in cols] for option in rows])

    found = {"rows": rows, "cols": cols, "counts": table(counts)}
    if last is not None:  # across a table everybody of both domains would be the whole
        whole = found["counts"]
        row_sums, all_ = whole.sum(axis=1, keepdims=True), whole.sum()
        return (
            found
            | {"col_share": table(shares["column"]), "row_share": whole / row_sums}
            | {key: whole / all_ for key in OF_TOTAL}
        )
    across = {"col_share": table(shares["column"]), "row_share": table(shares["row"])}
    return found | across | {key: table(shares["cell"]) for key in OF_TOTAL}


def _weights(sample: survey.Sample) -> Flat:
    w = sample.weights
    return {
        "n": len(w),
        "sum": w.sum(),
        "sum_sq": (w**2).sum(),
        "min": w.min(),
        "max": w.max(),
        "first": w[:8],
        "last": w[-4:],
        "deff_kish": sample.diagnose().deff,
    }


def _weights_mean_total(case: Case, sample: survey.Sample) -> Flat:
    found: Flat = {"weights": _weights(sample)}
    y = _list(case.estimand["y"])
    found["mean"] = _numeric(case, sample, sample.mean, y).get(case.expect.get("mean.labels"))
    totals = _list(case.estimand.get("y_total")) or y
    found["total"] = _numeric(case, sample, sample.total, totals, of="values").get(case.expect.get("total.labels"))
    return dict(_flat(found))


def _one(made: Any) -> Flat:
    return {
        "est": made.estimate[0],
        "se": made.std_error[0],
        "z": made.statistic[0],
        "df": made.df[0],
        "p_t": made.p_value[0],
        "p": made.p_value[0],
        "t": made.statistic[0],
        "ci_low": made.conf_low[0],
        "ci_high": made.conf_high[0],
    }


def _contrast_of_shares(case: Case, sample: survey.Sample) -> Flat:
    made = _inside_share(case, sample)
    return _contrast(case, made, [(option,) for option in made.option])


def _contrast_of_domains(case: Case, sample: survey.Sample) -> Flat:
    (y,) = _list(case.estimand["y"])
    made = sample.mean(y, _domains(case), **_options(case))
    rows = _inside_rows(case, made)
    size = len(_list(case.estimand["by"]))
    part = made.take(rows)
    return _contrast(case, part, [levels[:size] for levels in part.domain_levels])


def _inside_share(case: Case, sample: survey.Sample) -> Any:
    made = sample.share(case.estimand["y"], _domains(case), base="valid", **_options(case))
    return made.take([i for i, levels in enumerate(made.domain_levels) if not levels or levels[-1] == "1"])


def _contrast(case: Case, made: Any, names: Sequence[tuple[str, ...]]) -> Flat:
    """``others`` stands for every row that is not named. Rows are named by level (``5``) or as R does (``trust5``)."""
    known = {".".join(name) for name in names}
    y = "".join(_list(case.estimand["y"]))
    weights = {
        bare if (bare := str(name).removeprefix(y)) in known and name not in known else str(name): weight
        for name, weight in case.estimand["contrast"].items()
    }
    rest = weights.pop("others", 0.0) if "others" not in {".".join(name) for name in names} else 0.0
    coefficients = [
        weights.pop(".".join(name), 0.0 if any(part.startswith("_") for part in name) else rest) for name in names
    ]
    assert not weights, f"no rows called {', '.join(weights)}"
    normal = survey.contrast(made, coefficients, df=np.inf)
    return _one(survey.contrast(made, coefficients)) | {"p_normal": normal.p_value[0]}


def _expression_of_shares(case: Case, sample: survey.Sample) -> Flat:
    made = _inside_share(case, sample)
    y, text = "".join(_list(case.estimand["y"])), str(case.estimand["expression"]).replace("^", "**")
    for option in sorted(set(made.option), key=len, reverse=True):  # R's names: sideA / sideB
        text = re.sub(rf"`?(?<![\w`]){re.escape(y + option)}(?![\w`])`?", f"`{option}`", text)
    return _one(survey.expression(made, text))


def _change(case: Case, sample: survey.Sample) -> Flat:
    wave = _list(case.estimand.get("by") or "wave")
    inside = ["_inside"] if "domain" in case.estimand else []
    (y,) = _list(case.estimand["y"])
    made = sample.mean(y, [*wave, *inside], df="design")
    tail = ("1",) if inside else ()
    at = [made.domain_levels.index((str(case.estimand[end]), *tail)) for end in ("to", "from")]
    found = _one(survey.difference(made, *at)) | {"p_normal": survey.difference(made, *at, df=np.inf).p_value[0]}
    if case.weighting:
        found["weights"] = _weights(sample)
    rows = Rows()
    rows.add(_labels(made, bool(inside), numeric=True), made, sample.mean(y, [*wave, *inside], df=np.inf))
    found["levels"] = rows.get(case.expect.get("levels.labels"))
    return dict(_flat(found))


def _chisq(case: Case, sample: survey.Sample) -> Flat:
    asked = case.estimand
    made = sample.test(asked["row"], by=asked["col"], variant=asked.get("variant", "F"), **_subset(case))
    name = {"X²": "X-squared"}.get(made.name, made.name)
    return {"statistic": made.statistic, "p": made.p_value, "df": made.df, "statistic_name": [name]}


def _ttest(case: Case, sample: survey.Sample) -> Flat:
    (y,), by = _list(case.estimand["y"]), "".join(_list(case.estimand.get("by"))) or None
    more = {key: case.estimand[key] for key in ("paired", "mean") if key in case.estimand}
    made = sample.t_test(y, by=by, **more, **_subset(case))
    return {
        "t": made.statistic,
        "est": made.estimate,
        "df": made.df[0],
        "p": made.p_value,
        "diff": made.estimate,
        "se": made.std_error,
        "ci_low": made.conf_low,
        "ci_high": made.conf_high,
        "n": made.n,
    }


def _subset(case: Case) -> dict[str, Any]:
    return {"domain": {"_inside": "1"}} if "base" in case.estimand else {}


def _family(case: Case) -> str:
    """Family of a model, as ``family`` or in words ``what`` says; "" for one that is not known."""
    said = f"{case.estimand.get('family', '')} {case.estimand.get('what', '')}".lower()
    if "family" not in case.estimand and said.strip() in ("", "model", "regression"):
        return "gaussian"  # R's own default
    return next((family for word, family in FAMILIES.items() if word in said), "")


def _model(case: Case, sample: survey.Sample) -> Flat:
    """A model whose iteration stops where R stops it; terms in the order of R, which does not put options first."""
    made = sample.model(case.estimand["formula"], _family(case), solver="irls")
    labels = [re.sub(r"\[(.*?)\]", r"\1", name) for name in made.coefficients.option]
    wanted = [label for label in case.expect["labels"] if label in labels]
    order = [*wanted, *(label for label in labels if label not in wanted)]
    at = [labels.index(label) for label in order]
    return {
        "labels": order,
        "est": made.coefficients.estimate[at],
        "se": made.coefficients.std_error[at],
        "t": made.statistic[at],
        "p": made.p_value[at],
        "df_residual": made.df,
    }


# comparison


def differences(case: Case, got: Flat) -> list[str]:
    """One line for each key that is absent or differs."""
    if _refused(case):
        return [] if got.get("error") else [f"computed, where R stops: {case.expect['error']}"]
    wrong = []
    parts = missing_parts(case)
    for key, want in case.expect.items():
        if key in parts or want is None:  # R gives no degrees of freedom for pairs
            continue
        if key not in got:
            wrong.append(f"{key}: not computed, want {want}")
            continue
        have = got[key]
        if key.split(".")[-1] in ("labels", "rows", "cols", "statistic_name"):
            if list(have) != list(want if isinstance(want, list) else [want]):
                wrong.append(f"{key}: {list(have)}, want {want}")
            continue
        wanted = np.asarray(want, dtype=float)
        have = np.asarray(have, dtype=float)
        if have.size != wanted.size and wanted.size != 1:
            wrong.append(f"{key}: {have.size} numbers, want {wanted.size}")
            continue
        if wanted.size != 1:
            have = have.reshape(wanted.shape)
        apart = np.abs(have - wanted)
        if not (apart <= _allowed(case, key, wanted)).all():
            wrong.append(f"{key}: {have.tolist()}, want {want} (largest difference {apart.max():.3g})")
    return wrong


def _allowed(case: Case, key: str, wanted: np.ndarray) -> np.ndarray:
    """``atol + rtol |want|``. ``atol`` is of the size of the estimates and there for errors that are zero by design;
    an error that is not zero has to agree by ``rtol`` alone, and a covariance by that of the largest variance."""
    size = np.abs(wanted)
    last = key.split(".")[-1]
    if last == "vcov":
        return np.full(size.shape, case.atol**2 + case.rtol * size.max(initial=0.0))
    if last == "se":
        return np.where(size > 1e4 * case.atol, case.rtol * size, case.atol + case.rtol * size)
    return case.atol + case.rtol * size


def relative(case: Case, got: Flat, key: str) -> float:
    """Largest relative difference of a key, numbers that are zero but for rounding left out."""
    wanted = np.atleast_1d(np.asarray(case.expect[key], dtype=float))
    have = np.asarray(got[key], dtype=float).reshape(wanted.shape)
    live = np.abs(wanted) > case.atol
    return float((np.abs(have - wanted)[live] / np.abs(wanted)[live]).max(initial=0.0))
