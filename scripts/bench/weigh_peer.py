"""A CSV weighted into another by a peer, in an environment of its own; run by path, so that no more is needed.

    python weigh_peer.py PEER SETTINGS.json IN.csv OUT.csv

``SETTINGS``: ``margins``, column -> value -> share of the population; ``cuts``, column -> bounds and labels of its
groups; ``crossed``, margin -> the columns whose values it joins by "|". As its user would write it: read, group, rake,
write, and nothing said of the result.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from typing import Any


def svy(known: dict[str, Any], source: str, out: str) -> None:
    """https://pypi.org/project/svy, which has Polars."""
    import polars as pl
    import svy as package

    frame = pl.read_csv(source)
    for column, (bounds, labels) in known["cuts"].items():
        group = pl.lit(labels[-1])
        for bound, label in list(zip(bounds, labels, strict=False))[::-1]:
            group = pl.when(pl.col(column) <= bound).then(pl.lit(label)).otherwise(group)
        frame = frame.with_columns(group.alias(f"{column}_group"))
    for margin, parts in known["crossed"].items():
        frame = frame.with_columns(
            pl.concat_str([pl.col(part).cast(pl.String) for part in parts], separator="|").alias(margin)
        )
    frame = frame.with_columns(pl.lit(1.0).alias("one"))
    sample = package.Sample(frame, package.Design(wgt="one"))
    sample.weighting.rake(shares=known["margins"], wgt_name="weight", tol=1e-8).data.write_csv(out)


def weightipy(known: dict[str, Any], source: str, out: str) -> None:
    """https://pypi.org/project/weightipy, which has pandas."""
    import pandas as pd
    import weightipy as package

    frame = pd.read_csv(source)
    for column, (bounds, labels) in known["cuts"].items():
        frame[f"{column}_group"] = pd.cut(frame[column], [-1, *bounds, 1_000], labels=labels).astype(str)
    for margin, parts in known["crossed"].items():
        frame[margin] = frame[parts[0]].astype(str).str.cat([frame[part].astype(str) for part in parts[1:]], sep="|")
    shares = {name: {value: 100 * share for value, share in part.items()} for name, part in known["margins"].items()}
    package.weight_dataframe(frame, package.scheme_from_dict(shares, name="all"), "weight").to_csv(out, index=False)


PEERS = {"svy": svy, "weightipy": weightipy}


def main() -> None:
    """Weigh; ``release`` says which version a package has, or nothing where it is not installed."""
    peer, *rest = sys.argv[1:]
    if rest == ["release"]:
        try:
            print(importlib.metadata.version(peer))
        except importlib.metadata.PackageNotFoundError:
            print()
        return
    with open(rest[0], encoding="utf-8") as settings:
        PEERS[peer](json.load(settings), *rest[1:])


if __name__ == "__main__":
    main()
