"""engine/tasks/span_qa.py: the answer is found in its own characters, in whichever window it stands."""

from __future__ import annotations

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.span_qa import LONGEST_ANSWER, SpanAnswering, SpanExample
from engine.training.prompted_model import PromptedModel

CONTEXT = "i love my book . the soup is very good . no text"


def answering(backbone: Backbone, max_tokens: int = 64, length: int = 0) -> SpanAnswering:
    columns = {"question": "question", "context": "context", "label": "answer"}
    template = "{soft}{question} | {context}"
    plan = TaskPlan("span_qa", "head", template, [], None, max_tokens, "mean", columns)
    task = make_task(backbone, plan, input_length=length, prefix_length=0)
    assert isinstance(task, SpanAnswering)
    return task


def row(answer: str | None = "very good", context: str = CONTEXT) -> Example:
    start = None if answer is None else context.index(answer)
    return Example(1, {"question": "is the soup good", "context": context}, answer, start=start)


def pointing(task: SpanAnswering, encoded: SpanExample) -> torch.Tensor:
    """Logits of a head that knows each window's answer."""
    batch = task.make_batch([encoded])
    logits = torch.zeros(*batch.input_ids.shape, 2)
    for window in range(len(logits)):
        for end in (0, 1):
            logits[window, batch.targets[window, end], end] = 5.0
    return logits


@pytest.mark.parametrize("max_tokens", [64, 18, 14])
@pytest.mark.parametrize("answer", ["very good", "i", "text", "book . the soup"])
def test_a_head_that_knows_the_places_finds_the_very_words(bert: Backbone, max_tokens: int, answer: str) -> None:
    task = answering(bert, max_tokens, length=2)
    encoded = task.encode(row(answer))
    assert (len(encoded.windows) > 1) == (max_tokens < 64)
    assert all(len(window.ids) <= max_tokens + 2 for window in encoded.windows)
    found = task.judge(pointing(task, encoded), task.make_batch([encoded]), [encoded])
    assert found.texts == (answer,)


def test_every_token_of_the_context_is_in_a_window_and_the_question_in_each(bert: Backbone) -> None:
    task = answering(bert, 14)
    encoded = task.encode(row())
    seen = {token[1:] for window in encoded.windows for token in window.tokens}
    assert seen == {token[1:] for token in answering(bert, 200).encode(row()).windows[0].tokens}
    starts = [window.tokens[0][1] for window in encoded.windows]
    assert starts == sorted(set(starts))
    assert len({tuple(window.ids[: window.tokens[0][0]]) for window in encoded.windows}) == 1


def test_a_window_without_the_answer_points_at_the_first_token(bert: Backbone) -> None:
    task = answering(bert, 14, length=2)
    windows = task.encode(row()).windows
    assert {window.null for window in windows} == {2}  # behind the virtual tokens
    assert any(window.span == (2, 2) for window in windows) and any(window.span != (2, 2) for window in windows)


def test_only_the_context_and_the_first_token_can_be_chosen(bert: Backbone) -> None:
    task = answering(bert)
    encoded = task.encode(row())
    batch = task.make_batch([encoded])
    logits = torch.zeros(*batch.input_ids.shape, 2)
    logits[0, 2] = 99.0  # a word of the question
    loss = float(task.head_loss(logits, batch))
    allowed = len(encoded.windows[0].tokens) + 1
    assert loss == pytest.approx(float(torch.tensor(float(allowed)).log()), rel=1e-5)


def test_no_span_ends_before_it_starts_or_runs_on(bert: Backbone) -> None:
    task = answering(bert, 150)
    encoded = task.encode(row(None, " ".join(["good"] * 60)))
    logits = torch.zeros(1, len(encoded.windows[0].ids), 2)
    places = [place for place, _, _ in encoded.windows[0].tokens]
    logits[0, places[-1], 0], logits[0, places[0], 1] = 9.0, 9.0  # an end before its start, or a start alone
    text = task.judge(logits, task.make_batch([encoded]), [encoded]).texts
    assert text is not None and 0 < len(text[0].split()) <= LONGEST_ANSWER


def test_a_row_without_an_answer_can_be_asked(bert: Backbone) -> None:
    task = answering(bert, 20)
    encoded = task.encode(row(None))
    with torch.no_grad():
        found = task.predict(PromptedModel(bert), [encoded])
    assert found.texts is not None and found.texts[0] in CONTEXT


def test_the_commonest_place_stands_for_the_model_without_a_head(bert: Backbone) -> None:
    task = answering(bert)
    rows = [task.encode(row(answer)) for answer in ("very good", "very good", "book")]
    assert task.said(task.majority(rows, rows[:1])) == ["very good"]
