"""Every connect() between pages, controllers and workspace, in reading order: the window's nerves, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.closing import Closing
from app.conduct import Conduct
from app.frame import Frame
from app.packs import Packs
from app.subspaces import Subspaces
from app.tables import Tables

if TYPE_CHECKING:
    from app.window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect a complete window. `Conduct` holds the few decisions that need more than one part."""
    frame, packs, tables = Frame(window), window.packs, Tables(window)
    conduct = Conduct(window, frame, packs, tables)
    _home(window, conduct, frame, tables)
    _teach(window, conduct, tables)
    _watch(window, conduct, packs)
    _play(window, conduct, packs)
    _shelf(window, conduct, frame, packs)
    _subspaces(window, conduct, window.subspaces)
    _exchange(window, frame, packs)
    _engine(window, conduct, frame)
    _frame(window, conduct, frame, tables)
    window.shell.rail.set_queue_shown(False)  # runs go one at a time: there is no queue to show yet
    window.shelf.set_comparing(False)  # and no page that lays curves over each other
    window.studio.workspace.set_recipe(window.teach.config())
    frame.renew_words()
    frame.say_saved_aside()


def _home(window: MainWindow, conduct: Conduct, frame: Frame, tables: Tables) -> None:
    home = window.home
    home.sample_requested.connect(conduct.start_sample)
    home.file_chosen.connect(tables.open)
    home.pack_chosen.connect(window.packs.install)
    home.run_opened.connect(conduct.open_run)
    home.run_play_requested.connect(conduct.play_run)
    home.run_continue_requested.connect(window.studio.training.resume)
    home.all_runs_requested.connect(conduct.show_all_runs)
    home.commands_requested.connect(frame.open_palette)
    window.studio.workspace.runs_changed.connect(conduct.show_runs)
    window.studio.training.fetching.connect(conduct.show_fetching)


def _teach(window: MainWindow, conduct: Conduct, tables: Tables) -> None:
    teach, inputs, workspace = window.teach, window.studio.inputs, window.studio.workspace
    preview = window.studio.preview
    teach.file_requested.connect(tables.choose)
    teach.file_dropped.connect(tables.open)
    teach.head.reading_requested.connect(tables.ask_reading)
    teach.task_changed.connect(inputs.set_task)
    teach.mapping_changed.connect(inputs.set_roles)
    teach.rows_skipped.connect(inputs.skip)
    teach.rows_joined.connect(inputs.join)
    teach.examples.fix_chosen.connect(inputs.fix)
    teach.examples.facts.split.file_requested.connect(tables.choose_aside)
    teach.examples.facts.split.file_dropped.connect(lambda: inputs.set_aside(""))
    teach.examples.importing.cancelled.connect(inputs.cancel)
    inputs.reading_began.connect(teach.examples.importing.begin)
    inputs.reading_told.connect(teach.examples.importing.set_progress)
    inputs.reading_ended.connect(teach.examples.importing.end)
    teach.examples.query_changed.connect(inputs.find)
    inputs.rows_found.connect(teach.examples.set_rows)
    teach.row_selected.connect(lambda _row: preview.show_row(teach.selected_fields()))
    teach.get_backbone_requested.connect(conduct.get_backbone)
    teach.add_folder_requested.connect(conduct.add_folder)
    teach.config_changed.connect(workspace.set_recipe)
    teach.start_requested.connect(conduct.start)
    workspace.recipe_changed.connect(preview.choices_changed)
    workspace.table_changed.connect(tables.show)
    inputs.recipe_opened.connect(teach.set_config)
    inputs.opened.connect(conduct.suggest_backbone)
    inputs.opened.connect(tables.tell_reading)
    inputs.task_settled.connect(conduct.suggest_backbone)
    preview.example_ready.connect(teach.set_example)
    preview.estimate_ready.connect(teach.set_estimate)
    preview.size_ready.connect(lambda kind, estimate: teach.set_estimate(estimate, kind))
    preview.compared.connect(inputs.set_near)
    preview.measured.connect(teach.examples.set_measured)
    preview.refused.connect(teach.set_refusal)
    inputs.failed.connect(tables.tell_error)


def _watch(window: MainWindow, conduct: Conduct, packs: Packs) -> None:
    watch, training = window.watch, window.studio.training
    watch.pause_requested.connect(training.pause)
    watch.resume_requested.connect(training.unpause)
    watch.stop_requested.connect(lambda save: training.stop(save=save))
    watch.continue_requested.connect(training.resume)
    watch.play_requested.connect(packs.play)
    watch.export_requested.connect(packs.save)
    watch.try_again_requested.connect(conduct.try_again)
    watch.sample_requested.connect(conduct.start_sample)
    watch.teach_requested.connect(lambda: window.show_place("teach"))
    training.began.connect(conduct.on_began)
    training.happened.connect(watch.add_events)
    training.happened.connect(conduct.show_progress)
    training.opened.connect(conduct.show_old_run)
    training.broke_off.connect(watch.engine_died)
    training.broke_off.connect(lambda _code, _step: window.show_place("watch"))
    training.paused.connect(watch.set_paused)
    training.finished.connect(lambda _folder, pack: window.studio.library.install(pack, quiet=True))
    training.ended.connect(conduct.on_ended)
    training.failed.connect(window.dialogs.tell)
    training.starters_needed.connect(conduct.offer_starters)
    training.fetch_failed.connect(conduct.offer_fetch_again)
    training.hangs.connect(conduct.offer_kill)
    window.studio.workspace.run_changed.connect(conduct.show_busy)


def _play(window: MainWindow, conduct: Conduct, packs: Packs) -> None:
    play, playground = window.play, window.studio.playground
    play.ask_requested.connect(playground.ask)
    play.numbers_moved.connect(playground.move)
    play.stop_requested.connect(playground.stop)
    play.pack_chosen.connect(playground.load_rows)
    play.open_pack_requested.connect(packs.choose)
    play.sample_requested.connect(conduct.start_sample)
    playground.answered.connect(play.add_events)
    playground.rows_ready.connect(conduct.show_rows)


def _shelf(window: MainWindow, conduct: Conduct, frame: Frame, packs: Packs) -> None:
    shelf, library = window.shelf, window.studio.library
    shelf.pack_chosen.connect(packs.install)
    shelf.pack_requested.connect(packs.on_pack)
    shelf.import_requested.connect(packs.choose_import)
    shelf.run_requested.connect(conduct.on_run)
    shelf.sample_requested.connect(conduct.start_sample)
    library.installed.connect(packs.say_installed)
    library.exported.connect(frame.say_exported)
    library.pack_removed.connect(frame.say_pack_removed)
    library.run_removed.connect(frame.say_run_removed)
    library.failed.connect(window.dialogs.tell)
    window.studio.workspace.packs_changed.connect(packs.show)


def _subspaces(window: MainWindow, conduct: Conduct, subspaces: Subspaces) -> None:
    view, controller, training = window.shelf.subspaces, window.studio.subspaces, window.studio.training
    view.find_requested.connect(subspaces.choose)
    view.report_requested.connect(subspaces.choose_report)
    view.requested.connect(subspaces.act)
    window.teach.methods.subspace_requested.connect(subspaces.show_shelf)
    window.watch.use_requested.connect(subspaces.use)
    controller.begun.connect(subspaces.on_begun)
    controller.refused.connect(subspaces.on_refused)
    controller.removed.connect(subspaces.say_removed)
    controller.unfinished_changed.connect(view.set_unfinished)
    controller.report_ready.connect(subspaces.show_report)
    controller.failed.connect(window.dialogs.tell)
    training.found.connect(subspaces.on_found)
    training.ended.connect(lambda _folder: controller.refresh())
    window.studio.workspace.hello_changed.connect(subspaces.show)
    window.shell.place_changed.connect(subspaces.on_place)
    conduct.again_requested.connect(subspaces.choose)


def _exchange(window: MainWindow, frame: Frame, packs: Packs) -> None:
    exchange = window.studio.exchange
    exchange.described.connect(packs.ask_format)
    exchange.exported.connect(frame.say_exported)
    exchange.looked.connect(packs.ask_import)
    exchange.imported.connect(packs.on_imported)
    exchange.import_failed.connect(packs.on_import_failed)
    exchange.failed.connect(window.dialogs.tell)


def _engine(window: MainWindow, conduct: Conduct, frame: Frame) -> None:
    engine, workspace = window.studio.engine, window.studio.workspace
    workspace.hello_changed.connect(frame.show_hello)
    workspace.hello_changed.connect(conduct.suggest_backbone)
    engine.state_changed.connect(lambda _state: frame.show_engine())
    engine.metered.connect(frame.show_meter)
    engine.noted.connect(lambda note: window.watch.add_events([note]))
    engine.gave_up.connect(frame.offer_restart)
    window.studio.jobs.failed.connect(window.dialogs.tell)


def _frame(window: MainWindow, conduct: Conduct, frame: Frame, tables: Tables) -> None:
    window.overlay.dropped.connect(conduct.on_dropped)
    window.overlay.tables_dropped.connect(tables.open_all)
    window.shell.rail.settings_requested.connect(frame.open_settings)
    window.shell.status_bar.language_toggle_requested.connect(frame.toggle_language)
    window.shell.place_changed.connect(frame.on_place)
    window.language.changed.connect(lambda _code: frame.renew_words())
    window.palette_view.chosen.connect(window.actions_table.run)
    window.actions_table.chosen.connect(conduct.act)
    window.actions_table.set_facts(conduct.facts)
    window.ask_before_closing(Closing(window).may_close)
