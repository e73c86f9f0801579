"""What every test stands on: no network, no user's folders, few threads, and the real starter models where needed.

The environment is set while pytest reads this file, so it holds before torch, transformers or Qt are imported, and
in every process that a test starts.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STARTERS_HOME = Path(os.environ.get("SOFTPROMPT_TEST_HOME") or ROOT / ".cache" / "home").resolve()
STARTERS = ("minilm-l6", "smollm2-135m")
NO_NETWORK = STARTERS_HOME / "no-network.txt"  # written by tests/starters.py, says why there are no starters

_session_home = Path(tempfile.mkdtemp(prefix="softprompt-tests-"))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # the tests themselves run side by side
os.environ.update(
    HF_HUB_OFFLINE="1",
    HF_HOME=str(_session_home / "huggingface"),
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_DATASETS_DISABLE_PROGRESS_BARS="1",
    TOKENIZERS_PARALLELISM="false",
    SOFTPROMPT_HOME=str(_session_home / "home"),
    XDG_CONFIG_HOME=str(_session_home / "config"),
    XDG_DATA_HOME=str(_session_home / "data"),
    XDG_CACHE_HOME=str(_session_home / "cache"),
    XDG_RUNTIME_DIR=str(_session_home),
)


def pytest_unconfigure() -> None:
    shutil.rmtree(_session_home, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Let Qt delete the widgets of a test when the test ends. pytest-qt asks for it, but Qt waits for an event loop
    to return; until then every style sheet would be laid over the widgets of all tests before."""
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the program, this test's own; processes started by the test use it too."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("SOFTPROMPT_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def starters_home() -> Path:
    """A home that holds both starter models; read it, do not write into it. Skips only where there is no network."""
    models = STARTERS_HOME / "models"
    if all((models / name / "config.json").is_file() for name in STARTERS):
        return STARTERS_HOME
    if NO_NETWORK.exists():
        pytest.skip(f"the starter models could not be fetched: {NO_NETWORK.read_text(encoding='utf-8').strip()}")
    pytest.fail(f"no starter models in {models}; `make test-starters` fetches them", pytrace=False)


@pytest.fixture
def home_with_starters(home: Path, starters_home: Path) -> Iterator[Path]:
    """An empty home but for the starter models, which are linked, not copied."""
    (home / "models").mkdir()
    for name in STARTERS:
        model = starters_home / "models" / name
        try:
            (home / "models" / name).symlink_to(model, target_is_directory=True)
        except OSError:  # Windows without the right to make links
            shutil.copytree(model, home / "models" / name)
    yield home
