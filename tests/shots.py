"""Pictures of every place of the window, in two languages and two looks: `make shots`, or `-m tests.shots FOLDER`.

The window and its engine are the real ones; runs and answers are replayed from a recorded run, so that every picture
of a place shows the same moment. Nothing is compared: they are made to be looked at. `-m tests.shots FOLDER zh dark`
makes those of one language and look.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import shots_rows as rows
from tests import shots_subspaces as subspaces
from tests import shots_tasks as tasks
from tests import shots_world as world

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parent.parent
RECORDED = ROOT / "tests" / "widgets" / "recorded_run.jsonl"
STARTERS_HOME = Path(os.environ.get("SOFTPROMPT_TEST_HOME") or ROOT / ".cache" / "home").resolve()
SIZES = {"": (1280, 720, 1.0), "-200": (1280, 720, 2.0), "-1000": (1000, 640, 1.0)}  # width, height, text scale


def main() -> int:
    """Make the pictures; the argument is the folder for them, `shots` if none is given."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "shots").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    only = set(sys.argv[2:])
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["SOFTPROMPT_HOME"] = home
        (Path(home) / "models").symlink_to(STARTERS_HOME / "models", target_is_directory=True)
        from app.application import Language, build_application
        from app.settings import AppSettings

        application = build_application(AppSettings(theme="light"))
        language = Language(application)
        for code in [code for code in ("en", "zh") if code in only or not only & {"en", "zh"}]:
            language.set(code)
            for look in [look for look in ("light", "dark") if look in only or not only & {"light", "dark"}]:
                for name in ("runs", "packs", "subspaces"):
                    shutil.rmtree(Path(home) / name, ignore_errors=True)
                Shots(Path(home), language, look, folder).make()
    return 0


class Shots:
    """One window in one language and look, led through its places."""

    def __init__(self, home: Path, language: Any, look: str, folder: Path) -> None:
        from app.settings import AppSettings
        from app.window import MainWindow

        self.home, self.language, self.look, self.folder = home, language, look, folder
        self.code = language.code
        self.events = world.recorded(RECORDED, self.code)
        self.window = MainWindow(AppSettings(theme=look, language=self.code), language)
        self.size = ""
        self._use("")
        self.window.show()

    @staticmethod
    def wait(is_so: Callable[[], bool], seconds: float) -> None:
        """Until something is so."""
        _wait(is_so, seconds)

    @staticmethod
    def pause(seconds: float) -> None:
        """Let the window live on."""
        _pause(seconds)

    def make(self) -> None:
        """Take all pictures and close the window."""
        _wait(lambda: self.window.is_complete and self.window.studio.workspace.is_hello_fresh, 120)
        studio = self.window.studio
        for place in ("home", "teach", "watch", "play", "shelf"):
            self.window.show_place(place)
            self._shoot(f"{place}-empty")
        world.make_runs(self.home, self.code, self.events)
        world.make_packs(self.home, self.code, studio.workspace.backbones)
        studio.library.refresh_packs()
        studio.library.refresh_runs()
        _wait(lambda: not studio.jobs.is_busy() and len(studio.workspace.packs) == 4, 20)
        self._places()
        tasks.take(self)
        rows.take(self)
        subspaces.take(self)
        self._over()
        for size in ("-200", "-1000"):
            self._use(size)
            self._places()
            subspaces.take(self)
        self._use("")
        studio.workspace.set_packs([])
        studio.workspace.set_runs([])
        self.window.show_place("home")
        _pause(0.2)
        self.window.close()

    def _use(self, size: str) -> None:
        """Resize the window and its text."""
        from PySide6.QtWidgets import QApplication

        from widgets import theme

        self.size = size
        width, height, scale = SIZES[size]
        theme.apply(QApplication.instance(), self.look, scale)  # type: ignore[arg-type]
        self.window.resize(width, height)

    def _shoot(self, name: str, over: QWidget | None = None) -> None:
        """A picture of the window, with what lies over it as a window of its own."""
        from PySide6.QtGui import QPainter

        studio = self.window.studio
        _wait(lambda: not studio.jobs.is_busy(), 10)
        _pause(0.4)
        path = self.folder / f"{name}-{self.look}-{self.code}{self.size}.png"
        picture = self.window.grab()
        if over is not None:
            painter = QPainter(picture)
            painter.drawPixmap(self._place_of(over), over.grab())
            painter.end()
        picture.save(str(path))
        print(path, flush=True)

    def _place_of(self, over: QWidget) -> Any:
        """Where it lies; a dialog in the middle, as a window manager puts it (there is none here)."""
        from PySide6.QtWidgets import QDialog

        if isinstance(over, QDialog):
            return self.window.rect().center() - over.rect().center()
        return self.window.mapFromGlobal(over.pos())

    def _places(self) -> None:
        window, studio = self.window, self.window.studio
        window.show_place("home")
        self._shoot("home")
        self._teach()
        self._watch()
        window.show_place("play")
        self._play(studio.workspace.packs[0]["path"], world.label_answers(self.code))
        self._shoot("play")
        self._play(studio.workspace.packs[2]["path"], world.text_answers(self.code))
        self._shoot("play-text")
        window.play.add_events([{"type": "finished"}])
        window.show_place("shelf")
        self._shoot("shelf")
        self._exchange()

    def _exchange(self) -> None:
        """What is asked when a pack leaves for another program, and when another program's prompt comes."""
        from widgets.export_dialog import ExportDialog

        window, packs = self.window, self.window.packs
        window.studio.exchange.describe(window.studio.workspace.packs[2]["path"])
        _wait(lambda: bool(window.findChildren(ExportDialog)), 10)
        dialog = window.findChildren(ExportDialog)[-1]
        _pause(0.2)
        next(card for card in reversed(dialog.cards.values()) if card.isEnabled()).setChecked(True)
        self._shoot("shelf-export", dialog)
        dialog.close()
        window.shelf.open_imports()
        self._shoot("shelf-import-menu", window.shelf._import_menu)
        window.shelf._import_menu.close()
        for name, facts in world.FOREIGN.items():
            packs.ask_import(f"/data/{name}", facts)
            assert packs.importing is not None
            _pause(0.2)
            self._shoot(f"shelf-import-{name}", packs.importing)
            packs.importing.close()
            _pause(0.1)

    def _teach(self) -> None:
        window, studio = self.window, self.window.studio
        studio.inputs.open(str(world.make_table(self.home, self.code)))
        window.show_place("teach")
        _wait(lambda: studio.workspace.table is not None and not studio.jobs.is_busy(), 20)
        window.teach._open("examples")
        _wait(lambda: window.teach.examples.sample._are_tokens, 60)  # from the real engine, which loads the model first
        _pause(1)
        self._shoot("teach")
        window.teach._open("backbone")
        cards = [card for card in window.teach.methods.cards.cards.values() if not _needs_subspace(card.method)]
        _wait(lambda: all(card.size_text() for card in cards), 60)  # one after the other, from the real engine
        window.teach.scroll_to(window.teach.methods.form)
        self._shoot("teach-method")
        self._teach_more()

    def _teach_more(self) -> None:
        """Settings of a method, what was refused of them, a base model that is trained too, templates to start from."""
        from PySide6.QtWidgets import QApplication

        from engine.errors import InputError

        teach = self.window.teach
        methods, form = teach.methods, teach.methods.form
        methods.cards.cards["prefix_tuning"].click()
        form._advanced.click()
        _pause(0.3)
        teach.scroll_to(form)
        self._shoot("teach-advanced")
        form._advanced.click()
        teach.set_refusal(InputError("prefix_nowhere").to_event())
        teach.scroll_to(methods.refusal_card)
        self._shoot("teach-refused")
        teach.set_refusal(None)
        methods.cards.cards["p_tuning"].click()
        form.set_value("method.tune_backbone", True)
        form.changed.emit()
        _pause(0.3)
        teach.scroll_to(methods.not_frozen)
        self._shoot("teach-not-frozen")
        form.reset()
        teach.set_refusal(None)
        teach.backbones.card(world.MODELS["zh"][0]).click()
        methods.cards.cards["p_tuning"].click()
        teach.examples.sample.editor.changed.emit("preset:p_tuning_anchor", None)
        teach._edit_template()
        tokens = teach.examples.sample.tokens
        _wait(lambda: sum(kind == "soft" for _, kind in tokens.boxes()) == 6, 60)
        teach.scroll_to(teach.examples.sample)
        menu = teach.examples.sample.editor.open_presets()
        self._shoot("teach-presets", menu)
        menu.close()
        teach.examples.sample.set_editing(False)
        teach.examples.sample.editor.changed.emit(None, None)
        teach.backbones.card(world.MODELS[self.code][0]).click()
        methods.choose_usual()
        methods.changed.emit()
        if (held := QApplication.focusWidget()) is not None:
            held.clearFocus()

    def _watch(self) -> None:
        window, studio = self.window, self.window.studio
        self._begin()
        self._shoot("watch")
        studio.training.broke_off.emit(139, 204)
        studio.training._request = ""
        studio.engine.state_changed.emit("restarted")
        self._shoot("watch-died")
        self._begin()
        studio.training.happened.emit(self.events[_middle(self.events) :])
        studio.training._request = ""
        studio.workspace.set_run("")
        studio.engine.state_changed.emit("ready")
        self._shoot("watch-done")
        window.watch.clear()

    def _begin(self) -> None:
        """The middle of the recorded run."""
        studio, name = self.window.studio, world.NAMES[self.code][0]
        recipe = {**self.window.teach.config(), "backbone": {"source": world.MODELS[self.code][0]}}
        studio.workspace.set_run("/runs/live")
        studio.training.name, studio.training._request = name, "replayed"
        studio.training.began.emit(recipe, name, "/runs/live")
        studio.engine.state_changed.emit("working")
        studio.training.happened.emit(self.events[: _middle(self.events)])

    def _play(self, pack: str, answers: list[dict[str, Any]]) -> None:
        """A row with both answers."""
        play, code = self.window.play, self.code
        play.choose_pack(pack)
        _wait(lambda: not self.window.studio.jobs.is_busy(), 10)
        _pause(0.1)
        row = {"row": 17, "fields": {"text": world.QUESTION[code]}, "expected": world.LABELS[code][1]}
        if answers[0]["type"] == "answer_part":
            row["expected"] = world.REPLIES[code][1]
        play.set_rows([row])
        play.fill(row)
        play.blockSignals(True)
        play._on_ask()  # as if it had been asked; the answers below come instead of the engine's
        play.blockSignals(False)
        play.add_events(answers)

    def _over(self) -> None:
        """What lies over the window: palette, a file dragged over it, an error."""
        from PySide6.QtWidgets import QApplication, QDialog

        from engine.errors import InputError

        window = self.window
        window.show_place("home")
        window.palette_view.open_with(window.actions_table.commands())
        self._shoot("palette", window.palette_view)
        window.palette_view.hide()
        window.overlay.show_for("/data/hotel.promptpack")
        self._shoot("drop")
        window.overlay.hide()
        window.dialogs.tell(InputError("not_writable", path="reviews.promptpack", reason="read-only folder").to_event())
        self._shoot_dialog("error")
        window.actions_table.run("settings")
        self._shoot_dialog("settings")
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog):
                dialog.close()

    def _shoot_dialog(self, name: str) -> None:
        """A dialog is a window of its own."""
        from PySide6.QtWidgets import QApplication

        _pause(0.4)
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            path = self.folder / f"{name}-{self.look}-{self.code}.png"
            dialog.grab().save(str(path))
            print(path, flush=True)
            dialog.close()


def _middle(events: list[dict[str, Any]]) -> int:
    return next(place for place, event in enumerate(events) if event.get("step", 0) > 212 and event["type"] == "step")


def _needs_subspace(method: dict[str, Any]) -> bool:
    """Whether a method can tell no size before there is a subspace."""
    return any(row["type"] == "subspace" for row in method.get("schema", ()))


def _wait(is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("the window did not get there in time")
        _pause(0.02)


def _pause(seconds: float) -> None:
    """Let the window live on for a while. Not `QTest.qWait`: that keeps the interpreter from all other threads."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    raise SystemExit(main())
