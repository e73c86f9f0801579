"""The command: arguments of the window, arguments of a command, and no display."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import has_display, main, window_arguments
from app.start import missing_text


def test_without_arguments_the_window_opens() -> None:
    assert window_arguments([]) == ({}, [])


def test_the_options_of_the_window_are_its_own() -> None:
    found = window_arguments(["--lang", "zh", "--theme=dark", "--engine", "inside"])
    assert found == ({"lang": "zh", "theme": "dark", "engine": "inside"}, [])


def test_files_that_the_window_opens(tmp_path: Path) -> None:
    table, pack, run = tmp_path / "a.csv", tmp_path / "a.promptpack", tmp_path / "run"
    run.mkdir()
    for path in (table, pack, run / "events.jsonl"):
        path.write_text("", encoding="utf-8")
    assert window_arguments([str(table), str(pack), str(run)]) == ({}, [str(table), str(pack), str(run)])


@pytest.mark.parametrize(
    "words", [["train", "x.json"], ["--help"], ["--lang", "fr"], ["--lang"], ["missing.csv"], ["."]]
)
def test_everything_else_is_for_a_command(words: list[str]) -> None:
    assert window_arguments(words) is None


def test_a_machine_without_a_display_is_known(monkeypatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert has_display()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()


def test_without_a_display_the_sample_runs_headless(monkeypatch, capsys) -> None:
    import engine.__main__

    asked = []
    monkeypatch.setattr("app.__main__.has_display", lambda: False)
    monkeypatch.setattr(engine.__main__, "main", lambda words, *, samples: asked.append((words, samples)) or 0)
    assert main([]) == 0
    assert "no display" in capsys.readouterr().out
    assert asked[0][0] == ["sample"] and (asked[0][1] / "product_reviews_en.csv").is_file()


def test_a_missing_system_library_is_named_with_the_packages_that_bring_it() -> None:
    text = missing_text("libEGL.so.1")
    assert "libEGL.so.1" in text and "apt-get install" in text and "libegl1" in text and "libxcb-cursor0" in text


def test_a_command_starts_without_qt(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("text,label\nfine,yes\npoor,no\n", encoding="utf-8")
    code = (
        "import sys; from app.__main__ import main; code = main(['data', 'check', sys.argv[1]]);"
        "print(code, [name for name in ('PySide6', 'shiboken6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(table)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
