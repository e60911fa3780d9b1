"""Parquet and Feather files with one column more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.files.read_arrow import KEY, arrow_content
from survey.reports.files.data.added_weight import AddedWeight
from survey.reports.files.data.typed_columns import labels_json, plain_columns
from survey.reports.files.whole_file import whole_file


def add_to_parquet(source: Path, layout: Layout, weight: AddedWeight, out: Path) -> list[Path]:
    """Copy a Parquet file with the weight columns as its last, batch by batch, so that it is never loaded whole.

    Kinds of columns, compression and the file's metadata stay; the weight's label joins the labels there.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(source) as before, whole_file(out, private=True) as beside:
        new = {column.name: weight.spread(column, before.metadata.num_rows) for column in weight.columns}
        schema = _schema(before.schema_arrow, layout, weight)
        groups = before.metadata.num_row_groups
        compression = before.metadata.row_group(0).column(0).compression.lower() if groups else "snappy"
        with parquet.ParquetWriter(
            beside, schema, compression="none" if compression == "uncompressed" else compression
        ) as after:
            start = 0
            for batch in before.iter_batches(batch_size=1 << 17):
                table = pa.Table.from_batches([batch])
                for name, values in new.items():
                    part = pa.array(values[start : start + len(batch)], from_pandas=True)
                    table = table.append_column(name, part)
                after.write_table(table.cast(schema))
                start += len(batch)
    return [out]


def add_to_feather(source: Path, layout: Layout, weight: AddedWeight, out: Path) -> list[Path]:
    """Copy a Feather file with the weight columns as its last; kinds of columns and metadata stay."""
    import pyarrow as pa
    import pyarrow.feather as feather

    table = arrow_content(source, "feather")
    schema = _schema(table.schema, layout, weight)
    for column in weight.columns:
        part = pa.array(weight.spread(column, table.num_rows), from_pandas=True)
        table = table.append_column(column.name, part)
    with whole_file(out, private=True) as beside:
        feather.write_feather(table.cast(schema), beside)
    return [out]


def _schema(schema: Any, layout: Layout, weight: AddedWeight) -> Any:
    from dataclasses import replace

    import pyarrow as pa

    labels = dict(layout.labels)
    for column in weight.columns:
        schema = schema.append(pa.field(column.name, pa.float64()))
        labels[column.name] = column.label
    notes = layout.notes
    if weight.synthetic and not layout.synthetic:
        notes = (*notes, SYNTHETIC)
    kept = replace(layout, labels=labels, notes=notes)
    return schema.with_metadata({**(schema.metadata or {}), KEY: labels_json(kept)})


def write_parquet(frame: Any, layout: Layout, out: Path) -> list[Path]:
    """Write a frame as Parquet, its labels in the metadata."""
    import pyarrow.parquet as parquet

    with whole_file(out, private=True) as beside:
        parquet.write_table(_table(frame, layout), beside)
    return [out]


def write_feather(frame: Any, layout: Layout, out: Path) -> list[Path]:
    """Write a frame as Feather, its labels in the metadata."""
    import pyarrow.feather as feather

    with whole_file(out, private=True) as beside:
        feather.write_feather(_table(frame, layout), beside)
    return [out]


def _table(frame: Any, layout: Layout) -> Any:
    import pyarrow as pa

    made, _ = plain_columns(frame, layout, tags=True)
    table = pa.Table.from_pandas(made, preserve_index=False)
    return table.replace_schema_metadata({**(table.schema.metadata or {}), KEY: labels_json(layout)})
