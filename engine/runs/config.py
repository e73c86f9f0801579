"""RunConfig: the recipe of one training, the same JSON for the window, the commands and a cluster.

`None` means "choose for me"; what was chosen is written into the run's own copy before the first step.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.options import build, nearest, option
from engine.runs.farm import LENGTHS, FarmConfig

SCHEMA = 1
AUTO = "auto"  # a length that is to be found
POOLINGS = ("mean", "first", "last", "pooler", "pooler_front")
WRITING_METRICS = ("bleu", "rouge_l", "exact_match")
ROW_LISTS = ("skip_rows", "skip_validation_rows", "joined_rows")
DTYPES = (
    ("auto", "Automatic"),
    ("float32", "float32 (exact)"),
    ("bfloat16", "bfloat16"),
    ("float16", "float16"),
    ("int8", "int8 (needs bitsandbytes)"),
    ("int4", "int4 (needs bitsandbytes)"),
)


@dataclass(frozen=True)
class BackboneConfig:
    source: str | None = None
    dtype: str = option(
        "auto",
        label="Number format",
        help="bfloat16 is faster where the processor has it; float32 is exact. int8 and int4 save memory on a card.",
        choices=DTYPES,
        advanced=True,
    )
    device: str = option("auto", label="Device", help="auto, cpu, cuda, cuda:1, split or mps.", advanced=True)


@dataclass(frozen=True)
class TaskConfig:
    kind: str | None = None
    output: str | None = None  # verbalizer | head | text
    pooling: str | None = None  # which tokens a head reads
    metric: str | None = None  # generation: bleu | rouge_l | exact_match
    answer_tokens: int | None = option(
        None, label="Longest answer", help="Empty: as long as your answers are.", low=1, high=4096, unit="tokens"
    )
    vocabulary: str | None = None  # cloze: a file with one allowed word a line

    def __post_init__(self) -> None:
        """Nothing else checks the pooling and the metric; the others are checked against what the base model can do."""
        if self.pooling is not None and self.pooling not in POOLINGS:
            choices = ", ".join(POOLINGS)
            raise InputError("option_choice", name="pooling", value=repr(self.pooling), choices=choices)
        if self.metric is not None and self.metric not in WRITING_METRICS:
            choices = ", ".join(WRITING_METRICS)
            raise InputError("option_choice", name="metric", value=repr(self.metric), choices=choices)


@dataclass(frozen=True)
class DataConfig:
    train: str | None = None
    validation: str | None = None
    keep_aside: float = option(0.1, label="Keep aside to test honestly", low=0.01, high=0.9)
    keep_together: str | None = None  # the column whose rows of one value are all kept aside, or none of them
    columns: dict[str, str] | None = None
    only: dict[str, str] | None = None  # column -> the value its rows must have: one prompt for each style, say
    template: str | None = None
    verbalizer: dict[str, list[str]] | None = None
    max_tokens: int = option(128, label="Longest text", help="Longer texts are cut.", low=4, high=32768, unit="tokens")
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None  # of a workbook
    header: bool | None = None  # whether the first row names the columns
    skip_rows: tuple[int, ...] = ()
    skip_validation_rows: tuple[int, ...] = ()
    skip_problem_rows: bool = False
    joined_rows: tuple[int, ...] = ()  # rows with surplus fields that were joined again
    merged_labels: dict[str, str] | None = None  # label -> the one that it is another spelling of
    split_seed: int | None = None  # of the rows kept aside, where it is not the recipe's own
    shuffled_answers: bool = False  # answers to learn from are dealt out at random: what luck scores

    @property
    def reading(self) -> dict[str, Any]:
        """How the training file is read, as `read_table` names it."""
        return {name: getattr(self, name) for name in ("encoding", "delimiter", "sheet", "header")}

    def __post_init__(self) -> None:
        """The values that no form field checks: mappings and lists of row numbers."""
        words = self.verbalizer
        for name in ("columns", "merged_labels", "only"):
            texts = getattr(self, name)
            if texts is not None and not _is_mapping_to(texts, str):
                raise InputError("option_type", name=name, value=repr(texts), expected="an object of texts")
        if words is not None and not (_is_mapping_to(words, list) and all(map(_are_texts, words.values()))):
            raise InputError(
                "option_type", name="verbalizer", value=repr(words), expected="an object of lists of texts"
            )
        for name in ROW_LISTS:
            rows = getattr(self, name)
            if not isinstance(rows, tuple) or not all(type(row) is int for row in rows):
                raise InputError("option_type", name=name, value=repr(rows), expected="a list of row numbers")


def _is_mapping_to(value: Any, kind: type) -> bool:
    return isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, kind) for k, v in value.items())


def _are_texts(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


@dataclass(frozen=True)
class TrainingConfig:
    steps: int | None = option(
        None, label="Steps", help="Empty: from the passes over your data.", low=1, high=10_000_000, advanced=True
    )
    epochs: float | None = option(
        None, label="Passes over your data", help="How often every row is seen.", low=0.01, high=10_000, unit="passes"
    )
    batch_size: int = option(
        16, label="Rows per step", help="More rows a step: steadier, slower steps.", low=1, high=4096, unit="rows"
    )
    learning_rate: float | None = option(
        None,
        label="Learning speed",
        help="Automatic: the method's own, unless a short test finds it far off.",
        low=1e-9,
        high=100.0,
    )
    optimizer: str = option(
        "adamw", label="Optimiser", choices=(("adamw", "AdamW"), ("adafactor", "Adafactor")), advanced=True
    )
    weight_decay: float | None = option(
        None, label="Weight decay", help="Automatic: what suits the optimiser.", low=0.0, high=1.0, advanced=True
    )
    schedule: str | None = option(
        None,
        label="Learning speed over time",
        help="Automatic: falling with AdamW, constant with Adafactor.",
        choices=(("linear", "Falling"), ("constant", "Constant"), ("cosine", "Cosine")),
        advanced=True,
    )
    warmup: float | None = option(
        None, label="Warm-up", help="Share of the steps in which the speed rises.", low=0.0, high=1.0, advanced=True
    )
    clip: float = option(1.0, label="Gradient limit", low=0.0, high=1e6, advanced=True)
    accumulate: int = option(
        1, label="Accumulate", help="Batches gathered before one step.", low=1, high=1024, advanced=True
    )
    checkpoint_every: int | None = option(
        None, label="Save point every", help="Empty: by time.", low=1, high=10_000_000, unit="steps", advanced=True
    )
    evaluate_every: int | None = option(
        None, label="Check every", help="Empty: ten times a run.", low=1, high=10_000_000, unit="steps", advanced=True
    )
    scored_rows: int | None = option(
        None,
        label="Rows to score",
        help="At most so many of the kept-aside rows. Empty: all, or 200 where texts are written.",
        low=1,
        high=10_000_000,
        unit="rows",
        advanced=True,
    )
    early_stopping: int | None = option(
        None,
        label="Stop after flat checks",
        help="Empty: off when steps are given, else 3.",
        low=0,
        high=1000,
        unit="checks",
        advanced=True,
    )
    gradient_checkpointing: bool = option(
        False,
        label="Save memory",
        help="Layers are computed twice instead of being kept: slower, with much less memory.",
        advanced=True,
    )
    context_cache: bool | None = option(
        None,
        label="Remember texts",
        help="A text in front of the prompt is read once and kept, where that is faster.",
        advanced=True,
    )
    threads: int | None = option(None, label="Processor threads", low=1, high=1024, advanced=True)


@dataclass(frozen=True)
class RunConfig:
    schema: int = SCHEMA
    name: str | None = None
    seed: int = 0
    backbone: BackboneConfig = field(default_factory=BackboneConfig)
    task: TaskConfig = field(default_factory=TaskConfig)
    data: DataConfig = field(default_factory=DataConfig)
    method: dict[str, Any] = field(default_factory=dict)
    training: TrainingConfig = field(default_factory=TrainingConfig)
    farm: FarmConfig = field(default_factory=FarmConfig)

    @property
    def split_seed(self) -> int:
        """From which the rows kept aside are drawn."""
        return self.seed if self.data.split_seed is None else self.data.split_seed

    def to_json(self) -> dict[str, Any]:
        """Plain JSON with the keys of the recipe's schema."""
        values: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return values

    @staticmethod
    def from_json(values: dict[str, Any]) -> RunConfig:
        """Read a recipe. Raises InputError for an unknown key, a wrong type or a newer schema."""
        if not isinstance(values, dict):
            raise InputError("option_type", name="config", value=type(values).__name__, expected="an object")
        found = values.get("schema", SCHEMA)
        if not isinstance(found, int) or isinstance(found, bool) or found > SCHEMA or found < 1:
            raise InputError("config_schema", found=found, known=SCHEMA)
        return _nested(RunConfig, values, "")

    def replace(self, **changes: Any) -> RunConfig:
        """A copy with some sections changed: `config.replace(training={"steps": 20})`."""
        values = self.to_json()
        for name, change in changes.items():
            values[name] = {**values[name], **change} if isinstance(change, dict) else change
        return RunConfig.from_json(values)


SECTIONS = {
    "backbone": BackboneConfig,
    "task": TaskConfig,
    "data": DataConfig,
    "training": TrainingConfig,
    "farm": FarmConfig,
}


def _nested(kind: type[RunConfig], values: dict[str, Any], prefix: str) -> RunConfig:
    names = [item.name for item in dataclasses.fields(kind)]
    made: dict[str, Any] = {}
    lengths: list[int] = []  # to be tried
    for name, value in values.items():
        if name not in names:
            raise InputError("unknown_option", name=prefix + name, nearest=nearest(name, names))
        if name in SECTIONS:
            made[name] = _section(name, SECTIONS[name], value)
        elif name == "method":
            if not isinstance(value, dict):
                raise InputError("option_type", name=name, value=repr(value), expected="an object")
            made[name] = dict(value)
            if value.get("length") == AUTO:
                made[name].pop("length")
                lengths = list(LENGTHS)
        else:
            made[name] = value
    seed = made.get("seed", 0)
    if type(seed) is not int or not 0 <= seed < 2**63:
        raise InputError("option_type", name="seed", value=repr(seed), expected="a whole number from 0")
    if not isinstance(made.get("name"), str | None):
        raise InputError("option_type", name="name", value=repr(made["name"]), expected="a text")
    if lengths:
        farm = made.get("farm") or FarmConfig()
        made["farm"] = dataclasses.replace(farm, vary={**farm.vary, "method.length": lengths})
    return RunConfig(**made)


def _section(name: str, kind: type, value: Any) -> Any:
    if not isinstance(value, dict):
        raise InputError("option_type", name=name, value=repr(value), expected="an object")
    value = dict(value)
    for row_list in ROW_LISTS:
        if isinstance(value.get(row_list), list):
            value[row_list] = tuple(value[row_list])
    try:
        return build(kind, value)
    except InputError as error:
        raise within(name, error) from None


def within(section: str, error: InputError) -> InputError:
    """The same error with the section in front of the setting's name."""
    return InputError(error.code, **{**error.args_, "name": f"{section}.{error.args_['name']}"})


def read_config(path: Path) -> RunConfig:
    """The recipe in a file. Raises InputError when it is missing, no JSON, or not a recipe."""
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError("config_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, a number of thousands of digits, nested too deep
        raise InputError("config_unreadable", path=str(path), reason=str(error)) from error
    return RunConfig.from_json(values)
