"""The rows that both sides of a measurement read: somebody's own, or made up from a seed, written as two tables.

Made-up rows are as long as sentences of SST-2 (a median of some 25 tokens with the template's, at most 61) and use
words that common tokenizers have as one token.
"""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass
from pathlib import Path

from engine.bench.settings import usage
from engine.data import load_examples
from engine.runs import DataConfig

_TEXT = (
    "a an as at be but by can did do down each film first for from good great had has have he her him his how in into "
    "its just like life made make more most movie much never new no not of old on one only other our out over own part "
    "people same see she so some story such than that their them then there they this those time to too two up very "
    "was way we well were what when who will with world would year you your"
)
WORDS = tuple(_TEXT.split())
LABELS = ("positive", "negative")
MEDIAN_WORDS, SPREAD, FEWEST_WORDS, MOST_WORDS = 21, 0.45, 4, 56  # the spread is of the logarithm
KEPT_ASIDE = 16


@dataclass(frozen=True)
class Rows:
    """A text and a label each, shuffled."""

    texts: list[str]
    labels: list[str]

    def longer_than(self, words: int) -> Rows:
        """The same rows with each text repeated until it has more words than that, to be cut to one length."""
        return Rows([" ".join([text] * (words // max(1, len(text.split())) + 1)) for text in self.texts], self.labels)

    def write(self, folder: Path, batches: int, batch_size: int) -> tuple[Path, Path]:
        """Write whole batches, at most so many, and the kept-aside rows behind them. Raises InputError.

        Every batch is full on both sides, and where the rows suffice each is seen once.
        """
        fitting = (len(self.texts) - KEPT_ASIDE) // batch_size
        if fitting < 1:
            raise usage(f"There are {len(self.texts)} rows, and at least {batch_size + KEPT_ASIDE} are needed")
        count = min(fitting, batches) * batch_size
        train, kept_aside = folder / "train.csv", folder / "kept_aside.csv"
        self._write(train, slice(count))
        self._write(kept_aside, slice(-KEPT_ASIDE, None))
        return train, kept_aside

    def _write(self, path: Path, part: slice) -> None:
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["text", "label"])
            writer.writerows(zip(self.texts[part], self.labels[part], strict=True))


def read_rows(data: Path) -> Rows:
    """The rows of a folder's train.csv, or of a table. Raises InputError for one without one text and one label."""
    file = data / "train.csv" if data.is_dir() else data
    loaded = load_examples(DataConfig(train=str(file)))
    if len(loaded.mapping.inputs) != 1:
        raise usage(f"One text column is compared, and {file.name} has {', '.join(loaded.mapping.inputs)}")
    column = loaded.mapping.inputs[0]
    rows = [*loaded.train, *loaded.kept_aside]
    random.Random(0).shuffle(rows)  # some files are sorted by label or length
    return Rows([row.fields[column] for row in rows], [row.label or "" for row in rows])


def made_up_rows(count: int, seed: int = 0) -> Rows:
    """So many rows without a meaning; the same seed gives the same ones."""
    chance = random.Random(seed)
    texts = []
    for _ in range(count):
        length = round(chance.lognormvariate(math.log(MEDIAN_WORDS), SPREAD))
        texts.append(" ".join(chance.choices(WORDS, k=min(max(length, FEWEST_WORDS), MOST_WORDS))))
    return Rows(texts, [LABELS[index % len(LABELS)] for index in range(count)])
