"""A pack in words and as JSON: what `pack show` prints, and what a card on the Shelf needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.files import size_text
from engine.packs.card import score_name, show_interval, show_score
from engine.packs.json_text import clean
from engine.packs.manifest import Manifest
from engine.packs.pack import PromptPack


def summary(pack: PromptPack) -> dict[str, Any]:
    """The facts of a pack as JSON: see `summarise`."""
    return summarise(pack.manifest, pack.path, pack.size)


def summarise(manifest: Manifest, path: Path, size: int) -> dict[str, Any]:
    """A flat, JSON-able table of what people compare packs by. `score` is null where nothing was measured.

    `fingerprint` and `tensors` are what `match` takes, so a list can be coloured without opening a file.
    """
    measured = manifest.metrics["metrics"]
    name = score_name(measured)
    return {
        "path": str(path),
        "bytes": size,
        "id": manifest.id,
        "name": manifest.name,
        "description": manifest.description,
        "author": manifest.author,
        "created": manifest.created,
        "licence": manifest.licence,
        "languages": manifest.languages,
        "method": manifest.method["kind"],
        "tokens": manifest.tokens,
        "task": manifest.task["kind"],
        "output": manifest.task["output"],
        "labels": manifest.labels[:20],
        "template": manifest.template,
        "columns": manifest.task.get("columns") or {},
        "score": {
            "name": name,
            "tuned": measured.get(name),
            "base": (manifest.metrics["baseline"] or {}).get(name),
            "head_alone": (manifest.metrics["head_alone"] or {}).get(name),
            "low": measured.get("low"),
            "high": measured.get("high"),
            "n": measured.get("n"),
            "seed": manifest.metrics["seed"],
        }
        if name
        else None,
        "rows": manifest.data["rows"],
        "backbone": manifest.backbone.name,
        "is_frozen": manifest.is_frozen,
        "subspace": manifest.method.get("subspace"),
        "source": manifest.backbone.source,
        "fingerprint": manifest.backbone.to_json(),
        "tensors": list(manifest.shapes),
    }


def describe(pack: PromptPack) -> str:
    """A pack as plain text for a terminal, one fact a line; nothing in it can steer the terminal."""
    manifest = pack.manifest
    measured = manifest.metrics["metrics"]
    name = score_name(measured)
    interval = show_interval(name, measured)
    score = show_score(name, measured) + (f"  (95 % interval {interval}, n = {measured.get('n')})" if interval else "")
    backbone = manifest.backbone
    facts = {
        "Description": manifest.description,
        "Task": f"{manifest.task['kind']}, answers by {manifest.task['output']}",
        "Method": f"{manifest.method['kind']}, {manifest.tokens} virtual tokens",
        f"With prompt ({name})" if name else "Score": score,
        "Without": show_score(name, manifest.metrics["baseline"]),
        "Head alone": show_score(name, manifest.metrics["head_alone"]) if manifest.metrics["head_alone"] else "",
        "Model": f"{backbone.name} ({backbone.architecture}, {backbone.layers} layers, {backbone.hidden} wide)",
        "Frozen": "" if manifest.is_frozen else "no: the model was trained too, and the pack works only with this one",
        "Labels": ", ".join(manifest.labels[:20]),
        "Template": manifest.template,
        "Data": f"{manifest.data['name']}, {manifest.data['rows']} rows, {manifest.data['kept_aside']} kept aside",
        "Languages": ", ".join(manifest.languages),
        "Author": manifest.author,
        "Licence": manifest.licence,
        "Created": f"{manifest.created} with Softprompt Studio {manifest.app_version}",
        "Size": size_text(pack.size),
        "Id": manifest.id,
    }
    width = max(map(len, facts)) + 2
    lines = [f"{label:<{width}}{clean(value, 2_000)}" for label, value in facts.items() if value.strip()]
    return "\n".join([manifest.name, "", *lines, ""])
