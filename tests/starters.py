"""Fetch the starter models for the tests into SOFTPROMPT_HOME/models: `make test-starters`; free once they are there.

Exit code 0 when they are there, or when they could not be downloaded: the reason is then kept in
`no-network.txt` and the tests that need the models skip with it. Anything else that goes wrong is a failure.
"""

from __future__ import annotations

import sys

from engine.backbones.starters import get_starter
from engine.errors import NetworkError
from engine.files import home


def main() -> int:
    """Fetch; returns the exit code."""
    note = home() / "no-network.txt"
    note.unlink(missing_ok=True)
    said: tuple[str, str] | None = None
    try:
        for event in get_starter("starter"):
            now = (event["starter"], event["name"])
            if now != said:
                print(f"{now[0]}: {now[1]} ...", flush=True)
                said = now
    except NetworkError as error:
        if error.code != "starter_download":
            raise
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{error.message}\n", encoding="utf-8")
        print(f"{error}\nThe tests that need these models will be skipped.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
