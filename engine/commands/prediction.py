"""`predict`: the answer of a pack, or of several together, for every row of a table, as a new table with all the old
columns."""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.progress import Display, display_for
from engine.commands.using import PackRows, add_packs_options, add_rows_options, open_packs, pack_facts, read_rows
from engine.commands.writing import add_writing_options, set_sampling
from engine.data import Example
from engine.errors import EXIT_DONE, InputError
from engine.files import writing_error

if TYPE_CHECKING:
    from engine.inference import Ensemble, LoadedPack

MOST_NAMED = 20  # answers that are counted by name where they are no labels
CHUNK_ROWS = 4096  # rows answered before they are written: a long table needs no long memory


def add(parsers: Subparsers) -> None:
    """The command."""
    example = "softprompt predict reviews.promptpack --data new.csv --output answers.csv"
    predict = add_command(parsers, "predict", predict_command, "answer every row of a table", example)
    add_packs_options(predict)
    add_rows_options(predict)
    add_writing_options(predict)
    predict.add_argument("--output", required=True, metavar="F", help="the new table (.csv, or .tsv with tabs)")


def predict_command(args: argparse.Namespace, console: Console) -> int:
    """Write the table with `prediction` and a `p_<label>` for each label, or `p` where there are none and the model is
    more or less sure; rows and columns keep their order.

    Of packs that vote, `p_<label>` is the share of the votes.
    """
    started = time.perf_counter()
    output = Path(args.output).expanduser().absolute()
    _require_other_file(output, Path(args.data).expanduser())
    with display_for(console) as display:
        loaded = open_packs(args, console, display)
        set_sampling(args, loaded.members)
        rows = read_rows(args, loaded.members, needs_label=False)
        added = ["prediction", *(f"p_{label}" for label in loaded.labels)]
        if has_chances(loaded):
            added.append("p")
        clash = [name for name in added if name in rows.table.columns]
        if clash:
            raise InputError("columns_clash", file=rows.table.path.name, columns=", ".join(clash))
        counts = _write(output, rows, added, loaded, console, display)
    blank = counts.pop("", 0)
    named = loaded.labels or [answer for answer, _ in counts.most_common(MOST_NAMED)]
    done: dict[str, Any] = {
        "type": "done",
        "output": str(output),
        "rows": sum(counts.values()) + blank,
        "answers": {label: counts.get(label, 0) for label in named},
        "without_text": blank,
        "skipped": sorted(rows.skipped),
        **pack_facts(loaded),
        "seconds": time.perf_counter() - started,
    }
    console.event(done)
    console.say(f"{done['rows']} rows written to {output}")
    if loaded.labels:
        console.say("Answers: " + ", ".join(f"{label} {count}" for label, count in done["answers"].items()))
    if blank:
        console.say(f"Left without an answer, because they have no text: {blank}")
    if rows.skipped:
        console.say(f"Left out, because they cannot be used: {len(rows.skipped)}")
    return EXIT_DONE


def _require_other_file(output: Path, data: Path) -> None:
    """Refuse what would destroy the input or cannot be written, before a model is loaded."""
    if output.is_dir():
        raise InputError("not_writable", path=str(output), reason="it is a folder")
    if output.exists() and not output.is_file():  # such as /dev/stdout: renaming over it would destroy it
        raise InputError("not_writable", path=str(output), reason="it is no ordinary file")
    if output.exists() and data.exists() and output.samefile(data):
        raise InputError("not_writable", path=str(output), reason="it is the table that is read")
    if not output.parent.is_dir():
        raise InputError("not_writable", path=str(output), reason="its folder does not exist")


def _write(
    output: Path, rows: PackRows, added: list[str], loaded: LoadedPack | Ensemble, console: Console, display: Display
) -> Counter[str]:
    """Write beside the target and rename: an older file stays until the new one is whole. Returns answers' counts."""
    temporary = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    has_mark = rows.table.encoding == "utf-8-sig"  # spreadsheet programs asked for it once, so they will again
    counts: Counter[str] = Counter()
    try:
        with temporary.open("w", encoding="utf-8-sig" if has_mark else "utf-8", newline="") as handle:
            delimiter = "\t" if output.suffix.lower() == ".tsv" else ","
            writer = csv.writer(handle, delimiter=delimiter, lineterminator="\n")
            writer.writerow([*rows.table.columns, *added])
            for values, answers in _answered(rows, loaded, len(added), console, display):
                counts[answers[0]] += 1
                writer.writerow([*values, *answers])
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(output)
    except OSError as error:
        raise writing_error(output, error) from error
    finally:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            temporary.unlink(missing_ok=True)
    return counts


def _answered(
    rows: PackRows, loaded: LoadedPack | Ensemble, width: int, console: Console, display: Display
) -> Iterator[tuple[list[str], list[str]]]:
    """Each row's values and its answer with probabilities; a row without any text gets empty ones."""
    kept = (
        list(row.values())
        for number, row in zip(rows.table.row_numbers, rows.table.rows(), strict=True)
        if number not in rows.skipped
    )
    examples = rows.examples()
    total = sum(number not in rows.skipped for number in rows.table.row_numbers)
    done = 0
    console.event({"type": "phase", "name": "predicting", "done": 0, "total": total})
    while chunk := list(islice(examples, CHUNK_ROWS)):
        asked = [example for example in chunk if any(text.strip() for text in example.fields.values())]
        answers = iter(_answers(loaded, asked, done, total, display))
        for example in chunk:
            has_text = any(text.strip() for text in example.fields.values())
            yield next(kept), next(answers) if has_text else [""] * width
        done += len(chunk)


def _answers(
    loaded: LoadedPack | Ensemble, asked: list[Example], before: int, total: int, display: Display
) -> list[list[str]]:
    if not asked:
        return []
    found: Any = None
    for part in loaded.predict(asked):
        if isinstance(part, int):
            display.show({"type": "phase", "name": "predicting", "done": before + part, "total": total})
        found = part
    said = loaded.members[0].task.said(found)
    if found.probabilities is None:
        return [[answer] for answer in said]
    chances = found.probabilities
    if not loaded.labels:
        chances = chances.max(dim=1, keepdim=True).values
    return [[answer, *(f"{p:.6f}" for p in scores)] for answer, scores in zip(said, chances.tolist(), strict=True)]


def has_chances(loaded: LoadedPack | Ensemble) -> bool:
    """Whether answers that are no labels come with how sure the model is."""
    return loaded.members[0].pack.manifest.task["kind"] in ("choice", "cloze")
