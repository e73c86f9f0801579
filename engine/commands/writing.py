"""How a text is written, as options of the commands that write one: greedily, by beams, or drawn."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.options import build

if TYPE_CHECKING:
    from engine.inference import LoadedPack
    from engine.tasks.decoding import Sampling

NAMES = ("max_new_tokens", "beams", "length_penalty", "temperature", "top_p", "seed")


def add_writing_options(parser: Any) -> None:
    """The options; where none is given the likeliest token is taken each time."""
    parser.add_argument("--max-new-tokens", type=int, metavar="N", help="where to stop at the latest")
    parser.add_argument("--beams", type=int, metavar="N", help="follow N answers to find the likeliest as a whole")
    parser.add_argument("--length-penalty", type=float, metavar="X", help="with beams: above 0 favours long answers")
    parser.add_argument("--temperature", type=float, metavar="T", help="above 0: draw the words by chance")
    parser.add_argument("--top-p", type=float, metavar="P", help="when drawing: leave out the unlikely rest")
    parser.add_argument("--seed", type=int, metavar="N", help="when drawing: the same seed gives the same text")


def sampling_of(args: argparse.Namespace, max_new_tokens: int | None = None) -> Sampling:
    """What the options ask for. Raises InputError for a number out of range, or beams with a temperature."""
    from engine.tasks.decoding import Sampling

    given = {name: getattr(args, name) for name in NAMES if getattr(args, name, None) is not None}
    if max_new_tokens is not None:
        given.setdefault("max_new_tokens", max_new_tokens)
    return build(Sampling, given)


def set_sampling(args: argparse.Namespace, members: Sequence[LoadedPack]) -> None:
    """Let packs that write do so as the options ask; others answer without any."""
    for member in members:
        for task in (member.task, member.base_task):
            if task.is_written:
                task.sampling = sampling_of(args, member.pack.manifest.task.get("answer_tokens"))
