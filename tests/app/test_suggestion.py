"""A base model is suggested that can do the task, by the language of the rows."""

from pathlib import Path

import pytest

from app.suggestion import suggest
from app.workspace import Workspace
from engine.data import guess_mapping, guess_task, read_table
from engine.runs import RunConfig

REFUSED = {("generation", "masked"), ("choice", "masked"), ("span_qa", "causal")}
OUTPUTS = {
    "classification": ("verbalizer", "head"),
    "generation": ("text",),
    "tagging": ("head",),
    "span_qa": ("head",),
}
MODELS = [
    {"source": "reader", "name": "R", "family": "masked", "present": True, "fit": "fits"},
    {"source": "writer", "name": "W", "family": "causal", "present": True, "fit": "fits"},
]
HELLO = {
    "methods": [{"kind": kind, "title": kind} for kind in ("prompt_tuning", "prefix_tuning", "p_tuning_v2")],
    "backbones": MODELS,
    "support": [
        {
            **{"method": method, "task": task, "family": family, "output": output},
            **{"works": (task, family) not in REFUSED, "reason": "cannot_write"},
        }
        for method in ("prompt_tuning", "prefix_tuning", "p_tuning_v2")
        for task, outputs in OUTPUTS.items()
        for output in outputs
        for family in ("masked", "causal")
    ],
}
TABLES = {
    "classification": "text,label\n" + "good,yes\nbad,no\n" * 12,
    "chinese": "text,label\n" + "很好很好,好评\n太差了,差评\n" * 12,
    "generation": "mr,text\n" + "".join(f"name[Inn {i}],Inn {i} is a fine place.\n" for i in range(30)),
    "tagging": "tokens,ner_tags\n" + "in Paris,O B-LOC\nleft Rome,O B-LOC\n" * 12,
}


@pytest.fixture
def workspace(qapp, tmp_path: Path):
    def make(name: str) -> Workspace:
        path = tmp_path / "rows.csv"
        path.write_text(TABLES[name], encoding="utf-8")
        table = read_table(path)
        task, _why = guess_task(table)
        made = Workspace()
        made.set_recipe(RunConfig().replace(task={"kind": task}).to_json())
        made.set_table(table, guess_mapping(table, task))
        made.set_hello(HELLO)
        return made

    return make


@pytest.mark.parametrize(
    ("name", "model", "method"),
    [
        ("classification", "reader", "p_tuning_v2"),
        ("chinese", "writer", "prompt_tuning"),
        ("generation", "writer", "prefix_tuning"),
        ("tagging", "reader", "p_tuning_v2"),
    ],
)
def test_a_table_gets_a_model_and_a_method_that_suit_it(workspace, name, model, method) -> None:
    made = workspace(name)
    found = suggest(made, made.recipe)
    assert (found["backbone"]["source"], found["method"]["kind"]) == (model, method)
    assert found["task"]["kind"] == made.task


def test_a_model_that_will_do_stays_and_one_that_cannot_is_replaced(workspace) -> None:
    made = workspace("generation")
    recipe = made.recipe
    assert suggest(made, {**recipe, "backbone": {**recipe["backbone"], "source": "writer"}}) is None
    found = suggest(made, {**recipe, "backbone": {**recipe["backbone"], "source": "reader"}})
    assert found["backbone"]["source"] == "writer"


def test_where_no_model_can_nothing_is_suggested(workspace) -> None:
    made = workspace("generation")
    made.set_hello({**HELLO, "backbones": MODELS[:1]})
    assert suggest(made, made.recipe) is None
