"""engine/protocol.py: any text crosses the pipe, nothing but JSON does, and a wrong request is never sent."""

from __future__ import annotations

from multiprocessing import Pipe

import pytest

from engine.protocol import make_request, receive, send


@pytest.mark.parametrize("text", ["plain", "好评 😀", "half of a pair \ud83d", "name with a strange byte \udcff"])
def test_any_text_crosses_the_pipe(text: str) -> None:
    ours, theirs = Pipe()
    with ours, theirs:
        send(ours, {"text": text})
        assert theirs.poll(10) and receive(theirs) == {"text": text}


def test_nothing_but_json_can_be_sent() -> None:
    ours, theirs = Pipe()
    with ours, theirs:
        with pytest.raises(TypeError):
            send(ours, {"model": object()})
        assert not theirs.poll(0)


def test_a_wrong_request_is_a_mistake_of_our_own() -> None:
    with pytest.raises(ValueError, match="no request is called fly"):
        make_request("r1", "fly", {})
    with pytest.raises(ValueError, match="ask needs fields, sampling"):
        make_request("r1", "ask", {"pack": "a"})
