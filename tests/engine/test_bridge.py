"""engine/bridge.py: the thread ends when it is asked to, whatever the engine is doing at that moment."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection

import pytest
from PySide6.QtWidgets import QApplication

from engine.bridge import EngineThread
from engine.protocol import receive


def serve_until_quit(connection: Connection) -> None:
    """What a host does when nothing is asked of it."""
    while receive(connection)["kind"] != "quit":
        pass
    connection.close()


def test_closing_while_the_engine_is_being_started_ends_it_at_once(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting, go_on = threading.Event(), threading.Event()

    def start_slowly(_self: EngineThread, theirs: Connection) -> threading.Thread:
        starting.set()
        go_on.wait(10)
        host = threading.Thread(target=serve_until_quit, args=(theirs,), daemon=True)
        host.start()
        return host

    monkeypatch.setattr(EngineThread, "_start_host", start_slowly)
    engine = EngineThread()
    engine.start()
    assert starting.wait(10)
    closing = threading.Thread(target=engine.shutdown, args=(10.0,), daemon=True)
    closing.start()
    assert engine._again.wait(10)  # `shutdown` found no pipe to say it through
    go_on.set()
    assert engine.wait(5000)
    closing.join(5)
