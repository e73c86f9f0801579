"""Studio: workspace and controllers of one window, made once and ended once. Free of pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.controllers.engine import EngineController, Thread
from app.controllers.exchange import ExchangeController
from app.controllers.inputs import InputsController
from app.controllers.library import LibraryController
from app.controllers.playground import PlaygroundController
from app.controllers.preview import PreviewController
from app.controllers.subspaces import SubspacesController
from app.controllers.training import TrainingController
from app.jobs import Jobs
from app.workspace import Workspace


class Studio(QObject):
    """What the application knows and can do."""

    def __init__(self, make_engine: Callable[[], Thread], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = Jobs(self)
        self.workspace = Workspace(self)
        self.engine = EngineController(make_engine(), self.workspace, self.jobs, self)
        self.inputs = InputsController(self.workspace, self.jobs, self)
        self.preview = PreviewController(self.workspace, self.engine, self.jobs, self)
        self.training = TrainingController(self.workspace, self.engine, self.jobs, self)
        self.library = LibraryController(self.workspace, self.jobs, self)
        self.exchange = ExchangeController(self.engine, self.jobs, self)
        self.subspaces = SubspacesController(self.workspace, self.engine, self.jobs, self)
        self.playground = PlaygroundController(self.workspace, self.engine, self.jobs, self)

    def begin(self) -> None:
        """Draw what is remembered, start the engine, read the shelf and the runs."""
        self.engine.load_hello()
        self.engine.start()
        self.library.refresh_packs()
        self.library.refresh_runs()

    def end(self) -> None:
        """End the engine and every job."""
        self.inputs.cancel()
        self.engine.shutdown()
        self.jobs.close()
