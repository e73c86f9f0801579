"""The result says in words what the numbers allow, and no more."""

import pytest
from PySide6.QtCore import Qt

from widgets.comparison_bars import ComparisonBars, Competitor
from widgets.confusion_view import KIND, ConfusionView
from widgets.mistake_list import MistakeList
from widgets.result_view import ResultView

NB = "\u00a0"
NOTHING = "The learned prompt adds nothing over the head alone."


@pytest.fixture
def done(recorded_run) -> dict:
    return next(event for event in recorded_run if event["type"] == "done")


@pytest.fixture
def view(qtbot) -> ResultView:
    view = ResultView()
    qtbot.addWidget(view)
    return view


def scores(accuracy: float, **more) -> dict:
    return {"accuracy": accuracy, "n": 120, "low": accuracy - 0.08, "high": accuracy + 0.07, **more}


def test_a_clear_gain_is_said_with_its_base_and_range(view, done) -> None:
    view.show_result(done)
    assert view.verdict() == "Clearly better than the base model"
    assert view._before.text() == f"61{NB}%" and view._after.text() == f"89{NB}%"
    assert view._basis.text() == "right answers on 120 kept-aside rows"
    assert view._range.text() == f"95{NB}% range: 82 to 94{NB}%"
    assert view.advice() == ""


def test_several_trainings_say_how_much_is_luck(view, done) -> None:
    view.show_result(done)
    assert view.luck() == "" and view._luck.isHidden()
    farm = {"seeds": 3, "mean": 0.841, "spread": 0.012, "control": 0.5, "members": [], "winner": "2"}
    view.show_result({**done, "farm": farm})
    assert view.luck() == (
        f"3 trainings: 84{NB}% on average, spread 1.2 points; the best is kept. With shuffled answers: 50{NB}%."
    )
    view.show_result({**done, "farm": {**farm, "spread": None, "control": None}})
    assert view.luck() == ""


def test_what_the_prompt_added_beside_the_head_is_counted_in_points(view, done) -> None:
    view.show_result(done)
    assert (
        view.added() == f"The head alone reaches 74{NB}%: 15 of the 28 points won come from the learned prompt itself."
    )


@pytest.mark.parametrize(
    ("now", "head", "added", "said"),
    [
        (0.89, 0.89, False, f"{NOTHING} The head alone reaches 89{NB}%."),
        (0.89, 0.91, None, f"{NOTHING} The head alone reaches 91{NB}%."),
        (0.89, 0.87, False, f"{NOTHING} The head alone reaches 87{NB}%; the 2-point lead over it can be chance."),
        (
            0.89,
            0.55,
            True,
            f"The head alone reaches only 55{NB}%: the whole gain comes from the learned prompt itself.",
        ),
    ],
)
def test_it_is_said_when_the_prompt_added_nothing_or_everything(view, done, now, head, added, said) -> None:
    view.show_result({**done, "metrics": scores(now), "head_alone": scores(head), "prompt_added": added})
    assert view.added() == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        ((0.28, 0.19, 0.37), "+28, 95 % range +19 to +37. The range leaves zero out, so it is hardly chance."),
        ((0.02, -0.041, 0.08), "+2, 95 % range −4.1 to +8. The range holds zero, so it can be chance."),
        ((-0.12, -0.2, -0.04), "−12, 95 % range −20 to −4. The range leaves zero out, so it is hardly chance."),
    ],
)
def test_the_difference_is_told_with_its_range_and_what_follows(view, done, difference, said) -> None:
    view.show_result({**done, "difference": dict(zip(("value", "low", "high"), difference, strict=True))})
    assert view.difference().replace(NB, " ") == f"Difference on the same rows in points: {said}"


def test_an_old_result_without_an_interval_says_no_difference(view, done) -> None:
    view.show_result(done)
    assert view.difference() == "" and view._difference.isHidden() and view._others.isHidden()


def test_the_score_of_any_task_is_named_and_the_others_stand_beside_it(view, done) -> None:
    metrics = {"metric": "entity_f1", "entity_f1": 0.81, "token_accuracy": 0.95, "loss": 0.2, "n": 150}
    baseline = {"metric": "entity_f1", "entity_f1": 0.4, "token_accuracy": 0.8, "kind": "majority"}
    more = {"task": "tagging", "labels": [], "confusion": [], "head_alone": None}
    view.show_result({**done, **more, "metrics": metrics | {"low": 0.76, "high": 0.86}, "baseline": baseline})
    assert view._basis.text() == "entity F1 on 150 kept-aside rows"
    assert (view._before.text(), view._after.text()) == (f"40{NB}%", f"81{NB}%")
    assert view._others.text() == f"right tags 95{NB}%"
    assert view.bars._items[-1].name == "Each word's usual tag"


def test_written_texts_are_told_out_of_a_hundred(view, done) -> None:
    metrics = {"metric": "bleu", "bleu": 0.31, "rouge_l": 0.44, "n": 200, "low": 0.28, "high": 0.34}
    view.show_result({**done, "task": "generation", "metrics": metrics, "baseline": {"bleu": 0.1}, "head_alone": None})
    assert (view._before.text(), view._after.text()) == ("10", "31")
    assert view._range.text() == f"95{NB}% range: 28 to 34" and view._others.text() == "ROUGE-L 44"
    assert "%" not in view.bars.accessibleDescription().replace("95 %", "")


def test_that_every_answer_is_none_of_the_labels_is_said_with_the_rate(view, done) -> None:
    view.show_result({**done, "metrics": scores(0.5, illegal_rate=1.0)})
    assert view._illegal.text().startswith(f"On every one of them (100{NB}%)")


@pytest.mark.parametrize(("rate", "is_said"), [(None, False), (0.2, False), (0.34, True)])
def test_it_is_said_when_the_model_would_rather_say_something_else(view, done, rate, is_said) -> None:
    view.show_result({**done, "metrics": scores(0.89, **({} if rate is None else {"illegal_rate": rate}))})
    assert view._illegal.isHidden() != is_said
    assert not is_said or view._illegal.text() == f"On 34{NB}% of them the model would rather say something else."


def test_a_result_of_a_base_model_that_was_trained_too_is_not_called_the_prompts(view, done) -> None:
    both = "The base model was trained too (not frozen): the result comes from both together."
    view.show_result({**done, "is_frozen": False})
    assert view.added() == f"{both} The head alone reaches 74{NB}%."
    view.show_result({**done, "is_frozen": False, "head_alone": None})
    assert view.added() == both


def test_without_a_head_nothing_is_said_about_it(view, done) -> None:
    view.show_result({**done, "head_alone": None, "prompt_added": None})
    assert view.added() == ""
    assert [item.name for item in view.bars._items] == ["With learned prompt", "Base model alone"]


def test_no_clear_difference_has_no_tick_and_says_what_next(view, done, qtbot) -> None:
    view.show_result({**done, "verdict": "unclear", "metrics": scores(0.63), "fixed": 11, "broke": 9})
    assert view.verdict() == "No clear difference"
    assert view._mark.isHidden()
    assert view.advice().startswith("11 fixed against 9 broke can be chance.")
    with qtbot.waitSignal(view.again_requested):
        view._again.click()


def test_worse_is_said_plainly(view, done) -> None:
    view.show_result({**done, "verdict": "worse", "metrics": scores(0.5)})
    assert view.verdict() == "Worse than the base model"
    assert "broke" in view.advice()


def test_a_majority_baseline_is_not_called_the_base_model(view, done) -> None:
    view.show_result({**done, "baseline": scores(0.5, kind="majority")})
    assert view.verdict() == "Clearly better than guessing"
    assert view.bars._items[-1].name == "Most frequent answer"


def test_a_result_without_accuracy_is_shown_too(view, done) -> None:
    view.show_result({**done, "metrics": {"loss": 1.25, "n": 40}, "baseline": {"loss": 2.0}, "head_alone": None})
    assert (view._before.text(), view._after.text()) == ("2.00", "1.25")
    assert view._basis.text() == "mistake score on 40 kept-aside rows"


def test_scale_holds_every_range(qtbot) -> None:
    bars = ComparisonBars()
    qtbot.addWidget(bars)
    bars.set_items([Competitor("a", 0.89, 0.82, 0.94, True), Competitor("b", 0.61, 0.52, 0.69)])
    assert bars.scale() == (40.0, 100.0)
    bars.set_items([Competitor("a", 0.05, 0.0, 0.2), Competitor("b", 0.99, 0.97, 1.0)])
    assert bars.scale() == (0.0, 100.0)
    assert f"a 5{NB}%, 95 % range 0 to 20{NB}%" in bars.accessibleDescription()


def test_confusion_starts_at_the_largest_mistake_and_tells_the_cell(qtbot, done) -> None:
    view = ConfusionView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.cell_chosen) as caught:
        view.set_counts(["a", "b"], [[5, 3], [1, 0]])
    assert caught.args == ["a", "b"]
    kinds = [[view.model.index(r, c).data(KIND) for c in range(3)] for r in range(2)]
    assert kinds == [["right", "wrong", "total"], ["wrong", "zero", "total"]]
    assert view.model.index(0, 2).data() == f"62{NB}%"
    view.choose("b", "a")
    assert view.table.currentIndex().row() == 1


def test_mistakes_of_a_cell_and_back_to_all(qtbot, done) -> None:
    mistakes = MistakeList()
    qtbot.addWidget(mistakes)
    mistakes.set_mistakes(done["mistakes"])
    assert mistakes.model.rowCount() == 13
    mistakes.show_cell("Refund", "Product")
    assert mistakes._title.text() == "Refund taken for Product"
    assert mistakes.model.rowCount() == 2
    assert mistakes.model.sure(done["mistakes"][0]) == f"58{NB}% sure, next best Refund 39{NB}%"
    mistakes.all_button.click()
    assert mistakes.model.rowCount() == 13


def test_a_mistake_in_free_text_is_listed_without_a_share(qtbot) -> None:
    mistakes = MistakeList()
    qtbot.addWidget(mistakes)
    row = {"row": 4, "input": "name: Aromi", "expected": "Aromi is a pub.", "answer": "A pub.", "p": None}
    mistakes.set_mistakes([{**row, "second": None, "p_second": None}])
    index = mistakes.model.index(0, 0)
    assert mistakes.model.sure(row) == ""
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "name: Aromi; expected Aromi is a pub., answered A pub."


def test_without_mistakes_it_says_so(qtbot) -> None:
    mistakes = MistakeList()
    qtbot.addWidget(mistakes)
    mistakes.set_mistakes([])
    assert mistakes._none.text() == "Every kept-aside row was answered rightly."
