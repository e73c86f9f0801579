"""Every method but the sample's own, chosen on its card and taught through the real window on a few rows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import resources
from engine.packs import read_pack

PATIENCE_MS = 240_000
STEPS = 4


@pytest.fixture
def few_rows(tmp_path: Path) -> Path:
    """The first rows of the sample."""
    path = tmp_path / "few.csv"
    rows = resources.sample_path("product_reviews_en.csv").read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(rows[:33]) + "\n", encoding="utf-8")
    return path


def test_each_method_is_taught_from_its_card_to_its_pack(
    qtbot, open_window, home_with_starters: Path, few_rows: Path
) -> None:
    window = open_window()
    teach, studio = window.teach, window.studio
    qtbot.waitUntil(lambda: studio.workspace.is_hello_fresh, timeout=PATIENCE_MS)
    with qtbot.waitSignal(studio.inputs.opened, timeout=PATIENCE_MS):
        window.open_path(str(few_rows))
    teach.backbones.card("starter:minilm-l6").click()
    done: list[dict] = []
    studio.training.happened.connect(lambda events: done.extend(e for e in events if e["type"] == "done"))
    began = time.monotonic()
    for kind in ("prompt_tuning", "prefix_tuning", "p_tuning"):
        window.show_place("teach")
        card = teach.methods.cards.cards[kind]
        card.click()
        for name, value in (("training.steps", STEPS), ("training.batch_size", 4), ("method.length", 4)):
            teach.methods.form.set_value(name, value)
        teach.methods.form.changed.emit()
        qtbot.waitUntil(teach.ready.start.isEnabled, timeout=PATIENCE_MS)
        with qtbot.waitSignal(studio.training.finished, timeout=PATIENCE_MS):
            teach.ready.start.click()
        assert window.watch.state == "done", window.watch.error.why()
        result = done[-1]
        assert result["steps"] == STEPS and result["backbone_unchanged"] is True
        assert read_pack(Path(result["pack"])).manifest.method["kind"] == kind
        assert dict(window.watch.done.facts.facts())["Prompt length"] == "4 tokens"
    print(f"\nthree methods: {time.monotonic() - began:.0f} s")
    qtbot.waitUntil(lambda: len(studio.workspace.packs) == 3, timeout=PATIENCE_MS)
