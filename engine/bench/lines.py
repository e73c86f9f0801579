"""A row of a measurement for a person. What a work does not tell is left out."""

from __future__ import annotations

from typing import Any

from engine.bench.settings import Row

TOO_BUSY_PERCENT = 20.0
# what follows a side's main number: its name in the row, how many of it make the shown unit, and the words
SIDE_NUMBERS = (
    ("tokens_per_second", 1, "{:.0f} tokens/s"),
    ("memory_bytes", 1e6, "memory {:.0f} MB beyond the loaded model's"),
    ("memory_peak_bytes", 1e6, "{:.0f} MB in all"),
    ("peak_share", 0.01, "{:.0f} % of the matrix peak"),
    ("body_share", 0.01, "{:.0f} % in the transformer body"),
    ("matrix_peak", 1e9, "peak {:.0f} billion operations/s"),
)


def lines(row: Row) -> list[str]:
    """What was measured, both sides, the ratio, the machine; a warning where it was busy."""
    sizes = [f"{row[name]} {words}" for name, words in SIZES.items() if name in row]
    text = [f"{row['work']} against {row['against']}, {', '.join([*_texts(row, 'backbone', 'data'), *sizes])}"]
    text += [_side(row, side) for side in ("ours", "theirs")]
    text.append(
        f"  ratio   {row['ratio_min']:.2f} / {row['ratio']:.2f} / {row['ratio_max']:.2f}   min / median / max of "
        f"{row['repeats']} turns"
    )
    versions = [f"{name} {version}" for name, version in row.get("versions", {}).items()]
    text.append(f"  machine {'; '.join([*_texts(row, 'machine'), ', '.join(versions)])}")
    if row["busy_percent"] > TOO_BUSY_PERCENT:
        text.append(
            f"  Other programs used up to {row['busy_percent']} % of the processor: measure again when it is quiet."
        )
    return text


SIZES = {
    "length": "virtual tokens",
    "steps": "steps",
    "batch_size": "rows a step",
    "max_tokens": "tokens a row at most",
    "threads": "threads",
}


def _side(row: Row, side: str) -> str:
    said = [f"{row[side]:8.1f} {row['unit']}"]
    for name, divisor, words in SIDE_NUMBERS:
        value: Any = row.get(f"{side}_{name}")
        if value is not None:
            said.append(words.format(value / divisor))
    said += _texts(row, f"{side}_dtype")
    if f"{side}_trainable" in row:
        said.append(f"{row[f'{side}_trainable']:,} trainable numbers")
    return f"  {side:7} {', '.join(said)}"


def _texts(row: Row, *names: str) -> list[str]:
    return [str(row[name]) for name in names if name in row]
