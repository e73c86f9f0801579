"""What the window and the engine process say to each other: plain JSON objects over a pipe.

Requests carry "id" and "kind", events "type" and the "request" they belong to. Every request ends in one
`finished` event, after an `error` event where it failed. Free of torch and Qt.
"""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from typing import Any

Request = dict[str, Any]
Event = dict[str, Any]

# kind -> fields it must carry
REQUESTS: dict[str, tuple[str, ...]] = {
    "train": ("config", "folder"),
    "resume": ("folder",),
    "pause": (),
    "unpause": (),
    "stop": ("save",),
    "ask": ("pack", "fields", "sampling"),
    "ask_at": ("pack", "numbers", "rows"),
    "cancel_ask": (),
    "show_example": ("config", "fields"),
    "measure": ("config", "rows"),
    "compare": ("config",),
    "estimate": ("config",),
    "get_backbone": ("name",),
    "add_folder": ("folder",),
    "list_backbones": (),
    "import_pack": ("path", "backbone"),
    "export_pack": ("pack", "to", "out"),
    "list_subspaces": (),
    "make_prompts": ("config", "folder"),
    "find_subspace": ("config", "folder"),
    "quit": (),
}
JOBS = (
    "train",
    "resume",
    "make_prompts",
    "find_subspace",
)  # one at a time; everything else is served between their steps


def make_request(request_id: str, kind: str, fields: dict[str, Any]) -> Request:
    """A request that the host will take. Raises ValueError for an unknown kind or a missing field: a mistake in our
    own code, so no sentence for a person."""
    if kind not in REQUESTS:
        raise ValueError(f"no request is called {kind}")
    missing = [name for name in REQUESTS[kind] if name not in fields]
    if missing:
        raise ValueError(f"{kind} needs {', '.join(missing)}")
    return {"id": request_id, "kind": kind, **fields}


def send(connection: Connection, message: dict[str, Any]) -> None:
    """Write one message as JSON; nothing is pickled. Raises OSError when the other side is gone."""
    connection.send_bytes(json.dumps(message).encode())  # ASCII: names of files may hold what UTF-8 has no bytes for


def receive(connection: Connection) -> dict[str, Any]:
    """Read one message. Raises EOFError or OSError when the other side is gone."""
    message: dict[str, Any] = json.loads(connection.recv_bytes())
    return message
