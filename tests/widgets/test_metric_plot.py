"""The plot draws what it was given, when it is seen, and says it in words too."""

import csv
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from widgets import theme
from widgets.metric_plot import MetricPlot
from widgets.plot_menu import PlotMenu


@pytest.fixture
def plot(qtbot) -> MetricPlot:
    plot = MetricPlot()
    plot.set_titles("Mistake score", "lower is better")
    plot.resize(560, 280)
    qtbot.addWidget(plot)
    return plot


@pytest.fixture
def shown(plot, qtbot) -> MetricPlot:
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def fill(plot: MetricPlot) -> None:
    plot.set_planned(340, 5)
    plot.add_training(range(1, 213), [2 / (1 + step / 50) for step in range(1, 213)])
    plot.add_held([0, 68, 136], [1.9, 0.9, 0.65])
    plot.add_held([204], [0.6], is_best=True)
    plot.flush()


def test_nothing_is_drawn_until_it_is_seen(plot) -> None:
    plot.add_held([0, 1], [1.0, 0.5])
    assert len(plot._held_curve.getData()[0]) == 0
    assert not plot._timer.isActive()


def test_points_appear_by_themselves_once_it_is_seen(shown, qtbot) -> None:
    shown.add_held([0, 1], [1.0, 0.5])
    qtbot.waitUntil(lambda: len(shown._held_curve.getData()[0]) == 2, timeout=2000)
    assert shown._held_curve.getData()[1].tolist() == [1.0, 0.5]


def test_axis_runs_to_the_planned_last_step(shown) -> None:
    fill(shown)
    assert shown.canvas.view_box.viewRange()[0][1] > 340
    ticks = shown.canvas.x_ticks(*shown.canvas.view_box.viewRange()[0])
    assert ticks[0] == (0.0, "0") and ticks[-1] == (340.0, "340 steps")


def test_names_stand_at_the_ends_with_the_last_value(shown) -> None:
    fill(shown)
    texts = [label.text for label in shown.canvas.labels]
    assert texts[0] == "Kept-aside rows 0.60, best"
    assert texts[1].startswith("Training rows 0.")
    assert shown.canvas.star == (204.0, 0.6)


def test_labels_never_overlap_and_stay_inside(shown) -> None:
    metrics = QFontMetricsF(theme.current().font("caption", weight=600))
    fill(shown)
    shown.set_base(0.6)
    for end in (213, 260, 300, 339, 340):
        shown.add_training([end], [0.62])
        shown.add_held([end], [0.6])
        shown.flush()
        boxes = [box for _label, box in shown.canvas.place_labels(metrics)]
        assert len(boxes) == 3
        for index, box in enumerate(boxes):
            assert shown.canvas.area().adjusted(-1, -1, 1, 1).contains(box)
            assert not any(box.intersects(other) for other in boxes[:index])


def test_summary_is_spoken(shown) -> None:
    fill(shown)
    assert shown.canvas.accessibleDescription() == "falling, now 0.60, best 0.60 at step 204"
    assert shown.canvas.accessibleName() == "Mistake score"


def test_panning_stops_following_and_follow_comes_back(shown) -> None:
    fill(shown)
    shown.canvas.view_box.sigRangeChangedManually.emit([True, True])
    assert not shown.follow.isChecked()
    shown.canvas.view_box.setRange(xRange=(10, 20), padding=0)
    shown.flush()
    assert shown.canvas.view_box.viewRange()[0][1] == pytest.approx(20)
    shown.follow.click()
    shown.flush()
    assert shown.canvas.view_box.viewRange()[0][1] > 340


def test_logarithm_leaves_out_what_it_does_not_have(shown) -> None:
    shown.add_held([0, 1, 2], [1.0, 0.0, 0.01])
    shown.log.click()
    shown.flush()
    x, y = shown._held_curve.getData()
    assert x.tolist() == [0, 2] and y.tolist() == pytest.approx([0, -2])


@pytest.mark.parametrize(
    ("key", "state"),
    [(Qt.Key.Key_F, lambda p: not p.follow.isChecked()), (Qt.Key.Key_L, lambda p: p.log.isChecked())],
)
def test_keys_do_what_the_pills_do(shown, qtbot, key, state) -> None:
    qtbot.keyClick(shown.canvas, key)
    assert state(shown)


def test_brackets_change_the_smoothing(shown, qtbot) -> None:
    before = shown.curves.train.weight
    qtbot.keyClick(shown.canvas, Qt.Key.Key_BracketRight)
    assert shown.curves.train.weight > before
    qtbot.keyClick(shown.canvas, Qt.Key.Key_BracketLeft)
    assert shown.curves.train.weight == before


def test_arrow_keys_read_the_points_one_by_one(shown, qtbot) -> None:
    fill(shown)
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Left)
    assert shown.canvas.crosshair[1].startswith("step 204 · Kept-aside rows 0.60")
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Left)
    assert shown.canvas.crosshair[1].startswith("step 136 · Kept-aside rows 0.65")


def test_a_hundred_thousand_points_are_thinned_and_items_are_kept(shown) -> None:
    items = list(shown.canvas.getPlotItem().items)
    shown.add_training(range(1, 100_001), [1.0] * 100_000)
    shown.flush()
    assert len(shown._raw_curve.getData()[0]) <= 4100
    shown.clear()
    assert list(shown.canvas.getPlotItem().items) == items
    assert len(shown.curves.train) == 0


def test_theme_change_makes_new_pens(shown, qapp) -> None:
    fill(shown)
    theme.apply(qapp, "dark")
    assert shown._held_curve.opts["pen"].color() == theme.current().color("plot_held")
    assert shown._base_line.pen.color() == theme.current().color("plot_base")


def test_lines_are_one_device_pixel_and_the_hero_two_logical(shown) -> None:
    fill(shown)
    assert shown._raw_curve.opts["pen"].width() == shown._mean_curve.opts["pen"].width() == 1
    assert shown._held_curve.opts["pen"].widthF() == 2 * shown.devicePixelRatioF()
    assert all(curve.opts["pen"].isCosmetic() for curve in (shown._raw_curve, shown._mean_curve, shown._held_curve))


def test_csv_holds_every_point(shown) -> None:
    fill(shown)
    rows = list(csv.DictReader(io.StringIO(shown.curves.csv_text())))
    assert len(rows) == 213
    assert rows[0] == {"step": "0", "training": "", "training_smoothed": "", "kept_aside": "1.9"}
    assert rows[204]["kept_aside"] == "0.6" and float(rows[204]["training"]) == pytest.approx(2 / (1 + 204 / 50))


def test_menu_has_our_own_words_and_saves(shown, tmp_path, monkeypatch) -> None:
    fill(shown)
    menu = PlotMenu(shown)
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == ["Copy image", "Save as PNG...", "Save points as CSV...", "Log scale", "Reset view"]
    for kind, action in (("png", menu.actions()[1]), ("csv", menu.actions()[2])):
        path = tmp_path / f"plot.{kind}"
        monkeypatch.setattr("widgets.plot_menu.QFileDialog.getSaveFileName", lambda *_, path=path: (str(path), ""))
        action.trigger()
        assert path.stat().st_size > 100


def test_saving_where_nothing_can_be_written_says_so(shown, tmp_path, monkeypatch) -> None:
    said = []
    missing = tmp_path / "missing" / "plot.csv"
    monkeypatch.setattr("widgets.plot_menu.QFileDialog.getSaveFileName", lambda *_: (str(missing), ""))
    monkeypatch.setattr("widgets.plot_menu.QMessageBox.warning", lambda *args: said.append(args[2]))
    PlotMenu(shown).actions()[2].trigger()
    assert "plot.csv cannot be written: No such file" in said[0]


def test_percent_plot_writes_percent_and_the_base(qtbot) -> None:
    plot = MetricPlot(unit="%", has_pills=False)
    qtbot.addWidget(plot)
    plot.resize(560, 180)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.add_held([0, 204], [0.61, 0.84], is_best=True)
    plot.set_base(0.61)
    plot.flush()
    assert [label.text for label in plot.canvas.labels] == ["Kept-aside rows 84\u00a0%", "Base model alone 61\u00a0%"]
    assert plot.canvas.view_box.viewRange()[1][0] == pytest.approx(50)
