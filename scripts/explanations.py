#!/usr/bin/env python3
"""How often the explanation of a published table is right: tables published under hidden rules, of shipped studies.

Each seed draws a rule (weight, wave, filter, base, rounding; one change or two), publishes a table under it, with the
mean of each scale, and asks which rules explain it. *Named*: the rule, or one that makes the same figures to nine
digits, is among those that explain every cell; *not named* where only a smaller rule is shown, or none. *Also false*:
another rule explains every cell too, by rounding alone. *Outside*: the table was made with weights that no rule has, so
that every explanation is a false one. ``--seeds 40`` is what ``docs/reviewing.md`` quotes.
"""

from __future__ import annotations

import argparse
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

import survey
from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.claims.explaining.change import Change, Samples, under
from survey.claims.explaining.explanation import explain_table, other_waves
from survey.claims.explaining.filters import filter_slices
from survey.claims.explaining.weights import candidate_weights, weighted_by
from survey.claims.published.check import check_table
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.maths.printed_rounding import rounded

Rows = list[list[str]]
STUDIES = {
    "example_wave": (("alliance_preference", "trust"), ("sex", "age_group")),
    "chile_1988": (("vote",), ("age_group", "region")),
    "anes_1996": (("vote", "self_left_right"), ("education",)),
    "gss_1996": (("abortion_any", "abortion_defect"), ("sex", "age_group")),
}
DIGITS = 9  # to which two rules make the same figures


def published(
    sample: SampleData, questions: Sequence[str], banner: Sequence[str], decimals: int = 0, **how: str
) -> Rows:
    """The questions by the banner as they are printed under ``how`` (base, percent, rounding): ids, and percent;
    below a scale its mean, to a digit more."""
    rule, rows = how.get("rounding", "half_up"), list[list[str]]()
    figures = {"base": how.get("base", "asked"), "percent": how.get("percent", "column")}
    for name in questions:
        parts = [share(sample, name, by, **figures) for by in ((), *((one,) for one in banner))]
        heads = [(by, level) for by, part in zip(("", *banner), parts, strict=True) for level in _levels(part)]
        rows += [[name], ["", *(by for by, _ in heads)], ["", *(level for _, level in heads)]]
        table = np.concatenate([part.estimate.reshape(-1, len(_levels(part))) for part in parts], axis=1)
        for option, values in zip(dict.fromkeys(parts[0].option), table, strict=True):
            shown = rounded(100 * values, decimals, rule)
            rows.append([option, *("" if np.isnan(value) else f"{value:.{decimals}f}" for value in shown)])
        if sample.question(name).type == "scale":
            rows.append(["Mean", *_means(sample, name, heads, min(decimals + 1, DIGITS), rule)])
        rows.append([])
    return rows


def _means(sample: SampleData, name: str, heads: Sequence[tuple[str, str]], decimals: int, rule: str) -> Iterator[str]:
    """The mean of each column, as it is printed; nothing where nobody gave a number."""
    known = {}
    for by in dict.fromkeys(by for by, _ in heads):
        made = mean(sample, name, (by,) if by else ())
        known |= {
            (by, *(levels or ("Total",))): value
            for levels, value in zip(made.domain_levels, made.estimate, strict=True)
        }
    for head in heads:
        value = float(known.get(head, np.nan))
        yield "" if np.isnan(value) else f"{rounded(np.array([value]), decimals, rule)[0]:.{decimals}f}"


def _levels(part: Estimates) -> list[str]:
    return list(dict.fromkeys(levels[0] if levels else "Total" for levels in part.domain_levels))


def hidden(sample: SampleData, seed: int) -> tuple[SampleData, dict[str, str], tuple[Change, ...]]:
    """A rule drawn at random, of one change or two: the sample and the ways to publish under it, and its changes."""
    draw = np.random.default_rng(seed)
    weights, waves = candidate_weights(sample), other_waves(sample)
    filters = [text for cost, cut in filter_slices(sample) if cost == 1 for text in cut.written]
    kinds = ["filter", "base", "rounding", *(["weight"] if weights else []), *(["wave"] if waves else [])]
    chosen = draw.choice(kinds, 1 + seed % 2, replace=False).tolist()
    made, how, found = sample, dict[str, str](), list[Change]()
    if "weight" in chosen:
        found.append(Change("weight", str(draw.choice(list(weights)))))
        made = weights[found[-1].name]
    if "wave" in chosen:
        found.append(Change("wave", str(draw.choice(list(waves)))))
        made = waves[found[-1].name]
    if "filter" in chosen:
        found.append(Change("filter", str(draw.choice(filters))))
        made = within(made, found[-1].name)
    for kind, names in (("base", ("valid", "all")), ("rounding", ("cut",))):
        if kind in chosen:
            how[kind] = str(draw.choice(names))
            found.append(Change(kind, how[kind]))  # type: ignore[arg-type]
    return made, how, tuple(found)


def foreign(sample: SampleData, seed: int) -> SampleData:
    """The sample under weights that no rule has: each respondent's multiplied by a number drawn at random."""
    draw = np.random.default_rng(seed)
    key = plain_question(next(name for name in ("respondent", "rownames", "rowid") if name in sample.engine.columns))
    cells = sample.engine.collapse([key])
    engine = sample.engine.attach([key], cells, draw.lognormal(0, 0.5, len(cells)), "foreign", sample.weight)
    return weighted_by(sample.changed(engine=engine), "foreign")


def outcome(sample: SampleData, seed: int, questions: Sequence[str], banner: Sequence[str]) -> str:
    """What the search makes of one hidden rule: "same" where the stated rules make the table too, "missing" where the
    rule is not among those that explain all, "named" alone, or "false" beside a wrong one."""
    made, how, _ = hidden(sample, seed)
    check = check_table(sample, published(made, questions, banner, **how))
    if not check.fails:
        return "same"
    how.pop("rounding", None)
    exact = check_table(sample, published(made, questions, banner, DIGITS, **how))
    samples = Samples(candidate_weights(sample), other_waves(sample))
    right = []
    for one in explain_table(check).whole:
        kept = [change for change in one.changes if change.kind != "rounding"]
        right.append(all(cell.status != "missed" for cell in under(exact, kept, samples)))
    return "missing" if not any(right) else "named" if all(right) else "false"


def main() -> None:
    """Print the rates, a line a study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=40)
    seeds = parser.parse_args().seeds
    warnings.simplefilter("ignore")
    print(f"{'study':14} {'tables':>6} {'named':>6} {'also false':>10} {'not named':>9} {'outside, false':>15}")
    for study, (questions, banner) in STUDIES.items():
        sample = survey.open_study(study)
        counts = Counter(outcome(sample, seed, questions, banner) for seed in range(seeds))
        told = sum(counts.values()) - counts["same"]
        wrong = 0
        try:
            for seed in range(seeds):
                check = check_table(sample, published(foreign(sample, seed), questions, banner))
                wrong += bool(explain_table(check).whole)
            outside = f"{wrong} of {seeds}"
        except StopIteration:
            outside = "–"
        named = counts["named"] + counts["false"]
        print(f"{study:14} {told:6} {named:6} {counts['false']:10} {counts['missing']:9} {outside:>15}", flush=True)


if __name__ == "__main__":
    main()
