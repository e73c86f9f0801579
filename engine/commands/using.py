"""What `evaluate`, `predict` and `generate` share: a pack, or several as an ensemble, on its model, and a table's rows
as the packs read them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from engine.commands.arguments import Parser, add_table_options, reading_of
from engine.commands.console import Console
from engine.commands.libraries import fetch_from_hub, prepare_libraries
from engine.commands.progress import Display
from engine.commands.recipe import read_pair
from engine.data import ColumnMapping, Example, Table, check_table, examples, read_table, settle_mapping
from engine.data.patterns import needed_columns
from engine.data.problems import problem_rows, row_list
from engine.data.roles import CLASSIFICATION, LABEL, START
from engine.errors import InputError
from engine.options import nearest
from engine.packs import PromptPack, read_pack

if TYPE_CHECKING:
    from engine.inference import Ensemble, LoadedPack

COMBINES = ("vote", "mean")  # as in engine.inference.ensemble, which would load torch for --help


def add_pack_options(parser: Parser) -> None:
    """PACK and the model to use it on."""
    parser.add_argument("pack", metavar="PACK", help="a .promptpack file")
    parser.add_argument("--backbone", metavar="B", help="the model to use it on, if not the one it names")


def add_packs_options(parser: Parser) -> None:
    """One PACK or several, how they answer together, and the model to use them on."""
    parser.add_argument("packs", nargs="+", metavar="PACK", help="a .promptpack file; several answer together")
    parser.add_argument(
        "--combine",
        choices=COMBINES,
        default="vote",
        help="how several packs of one task answer: by vote, or by the mean of their probabilities",
    )
    parser.add_argument("--backbone", metavar="B", help="the model to use them on, if not the one they name")


def add_rows_options(parser: Parser) -> None:
    """The table, and what to do with rows that cannot be used."""
    parser.add_argument("--data", required=True, metavar="F", help="the table")
    parser.add_argument("--skip-problem-rows", action="store_true", help="leave out rows that cannot be used")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="data.columns.ROLE=COLUMN",
        help="which column is the text or label",
    )
    add_table_options(parser)


def open_pack(args: argparse.Namespace, console: Console, display: Display) -> LoadedPack:
    """The pack on its model; says so when the model has other weights than the pack was made with."""
    pack = read_pack(Path(args.pack).expanduser())
    from engine.backbones.catalog import find_backbone

    source = args.backbone or find_backbone(pack.manifest.backbone, pack.path)
    display.show({"type": "phase", "name": "starting"})
    prepare_libraries(source)
    fetch_from_hub(source, display)
    from engine.inference import LoadedPack

    loaded = LoadedPack.open(pack.path, source=source)
    _tell_match(loaded, console)
    return loaded


def open_packs(args: argparse.Namespace, console: Console, display: Display) -> LoadedPack | Ensemble:
    """One pack, or several of one task as an ensemble, on their model. Raises InputError naming a pack that is no part
    of it, before the model is loaded."""
    paths = [Path(pack).expanduser() for pack in args.packs]
    if len(paths) == 1:
        return open_pack(argparse.Namespace(pack=paths[0], backbone=args.backbone), console, display)
    display.show({"type": "phase", "name": "starting"})
    from engine.backbones.catalog import find_backbone
    from engine.inference import Ensemble, read_packs

    source = args.backbone or find_backbone(read_packs(paths)[0].manifest.backbone, paths[0])
    prepare_libraries(source)
    fetch_from_hub(source, display)
    ensemble = Ensemble.open(paths, args.combine, source=source)
    for loaded in ensemble.members:
        _tell_match(loaded, console)
    return ensemble


def _tell_match(loaded: LoadedPack, console: Console) -> None:
    if loaded.match.colour == "amber":
        console.tell(loaded.match.message)


def pack_facts(loaded: LoadedPack | Ensemble) -> dict[str, Any]:
    """Which pack a `done` event is about: {"pack"}; of an ensemble {"pack": None, "combine", "packs": [{"pack", "name",
    "id", "match"}]}."""
    from engine.inference import LoadedPack
    from engine.packs.file_names import short_names

    if isinstance(loaded, LoadedPack):
        return {"pack": str(loaded.pack.path.resolve())}
    names = short_names([member.pack.path for member in loaded.members])
    packs = [
        {
            "pack": str(member.pack.path.resolve()),
            "name": name,
            "id": member.pack.manifest.id,
            "match": member.match.to_json(),
        }
        for name, member in zip(names, loaded.members, strict=True)
    ]
    return {"pack": None, "combine": loaded.combine, "packs": packs}


@dataclass(frozen=True)
class PackRows:
    """The rows of a table for a pack. `columns`: the pack's field -> the table's column; `roles`: the pack's role ->
    its field; `skipped`: row numbers."""

    table: Table
    columns: dict[str, str]
    label: str | None
    skipped: frozenset[int]
    roles: dict[str, str] = field(default_factory=dict)
    task: str = "classification"

    def examples(self) -> Iterator[Example]:
        """Every row that is not skipped, as the pack's template wants it."""
        named = dict(self.columns)
        roles = {role: name for role, name in self.roles.items() if name in named and role != LABEL}
        if self.label is not None:
            own = self.roles.get(LABEL, LABEL)
            named[own if own not in named else f"{own} (answer)"] = self.label
            roles[LABEL] = own if own not in self.columns else f"{own} (answer)"
        arrow = pa.table({name: self.table.arrow.column(column) for name, column in named.items()})
        yield from examples(replace(self.table, arrow=arrow), ColumnMapping(roles), self.skipped, self.task)


def read_rows(args: argparse.Namespace, members: Sequence[LoadedPack], needs_label: bool) -> PackRows:
    """The table of `--data` for some packs. Raises InputError: a table that cannot be read, columns or answers that do
    not fit.

    A pack's fields are columns of those names; a pack with one field also takes the one column that must be the text.
    """
    table = read_table(args.data, **reading_of(args))
    columns: dict[str, str] = {}
    roles: dict[str, str] = {}
    own_label = label = None
    task = members[0].pack.manifest.task["kind"]
    for member in members:
        known = member.columns
        fields = needed_columns(member.fields, known)
        chosen = _chosen(args.set, table, member.pack, fields)
        own, taken = _columns(table, known, fields, chosen), set(roles.values())
        columns |= own
        roles |= {field: column for field, column in own.items() if column not in taken}
        own_label = own_label or _own_label(table, known, chosen)
    if len(roles) == 1:
        roles = {"text": next(iter(roles.values()))}
    own_roles = _own_roles(table, members[0].columns, columns)
    if needs_label:
        if own_label:
            roles[LABEL] = own_label
        label = settle_mapping(table, roles).label
        read = {role: columns[name] for role, name in own_roles.items()} if task != CLASSIFICATION else roles
        problems = check_table(table, ColumnMapping({**read, LABEL: str(label)}), task=task)
    else:
        problems = check_table(table, None)  # a row without a text is kept: it only gets no answer
    bad = problem_rows(problems)
    if bad and not args.skip_problem_rows:
        raise InputError("rows_unusable", count=len(bad), rows=row_list(sorted(bad)), file=table.path.name)
    rows = PackRows(table, columns, label, frozenset(bad), {**own_roles, **_label_role(members[0].columns)}, task)
    if not any(number not in bad for number in table.row_numbers):
        raise InputError("no_rows_left", file=table.path.name, count=len(bad))
    return rows


def _chosen(settings: list[str], table: Table, pack: PromptPack, fields: tuple[str, ...]) -> dict[str, str]:
    """Pack's field (or "label") -> the column that a --set names for it; a role's name may stand for its field."""
    fields_of = {role: column for role, column in pack.manifest.task.get("columns", {}).items() if role != LABEL}
    fields_of |= {field: field for field in fields} | {LABEL: LABEL}
    known = [f"data.columns.{name}" for name in fields_of]
    chosen = {}
    for setting in settings:
        place, column = read_pair(setting, "data.columns.text=review")
        if place not in known:
            raise InputError("unknown_option", name=place, nearest=nearest(place, known))
        chosen[fields_of[place.removeprefix("data.columns.")]] = table.known(column)
    return chosen


def _own_roles(table: Table, known: dict[str, str], columns: dict[str, str]) -> dict[str, str]:
    """The pack's role -> field, of what this table has. Where an answer starts is read where its column is there."""
    start = known.get(START)
    if start and start in table.columns:
        columns[start] = start
    found = {role: name for role, name in known.items() if role != LABEL and name in columns}
    return found or {name: name for name in columns}


def _label_role(known: dict[str, str]) -> dict[str, str]:
    return {LABEL: known[LABEL]} if LABEL in known else {}


def _own_label(table: Table, known: dict[str, str], chosen: dict[str, str]) -> str | None:
    own = chosen.get(LABEL, known.get(LABEL))
    return own if own in table.columns else None


def _columns(table: Table, known: dict[str, str], fields: tuple[str, ...], chosen: dict[str, str]) -> dict[str, str]:
    columns = {field: chosen.get(field, field) for field in fields}
    missing = [column for column in columns.values() if column not in table.columns]
    if not missing:
        return columns
    if len(fields) > 1:
        table.known(missing[0])
    own_label = _own_label(table, known, chosen)
    given = {LABEL: own_label} if own_label else {}
    return {fields[0]: settle_mapping(table, given, needs_label=False).inputs[0]}
