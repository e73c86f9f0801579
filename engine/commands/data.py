"""`data check`: how a table is read, what it seems to be for, which column is what, and which rows need a look."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from engine.commands.arguments import Subparsers, add_command, add_group, add_table_options, reading_of
from engine.commands.console import Console, columns
from engine.commands.example import Seen, add_options, example_lines
from engine.commands.progress import display_for
from engine.data import (
    KINDS,
    ColumnMapping,
    ExampleRows,
    Problem,
    Table,
    across_files,
    candidate_roles,
    check_table,
    examples,
    fix_settings,
    guess_mapping,
    guess_task,
    label_counts,
    near_duplicates,
    read_table,
    report,
    split_rows,
)
from engine.data.checks import delimiter_name
from engine.data.problems import in_order, problem_rows
from engine.data.progress import Tick
from engine.data.roles import CLASSIFICATION, LABEL, TAGGING, is_input
from engine.errors import EXIT_DONE
from engine.events import phase
from engine.messages import ENCODINGS

KEEP_ASIDE = 0.1
MOST_SHOWN = 20
MOST_IN_SETTING = 12  # row numbers that are written out as a setting
SHOWN_FROM_BYTES = 1 << 24  # of a smaller file nobody waits for the reading
SEVERITIES = {"stop": "stops training", "skip": "cannot be used", "warn": "worth a look"}


def add(parsers: Subparsers) -> None:
    """The command."""
    group = add_group(parsers, "data", "look at tables")
    check = add_command(
        group, "check", check_command, "how a table is read, and its problems", "softprompt data check reviews.csv"
    )
    check.add_argument("file", metavar="F")
    check.add_argument("--validation", metavar="V", help="the table to test on, compared with the first")
    check.add_argument("--task", choices=KINDS, help="what it is to teach, if not what it looks like")
    add_options(check)
    add_table_options(check)


def check_command(args: argparse.Namespace, console: Console) -> int:
    """0 for every table that can be read, with problems or without; InputError for what is no table."""
    with display_for(console) as display:
        is_large = (
            Path(args.file).expanduser().exists() and Path(args.file).expanduser().stat().st_size > SHOWN_FROM_BYTES
        )

        def tick(name: str, done: int, total: int) -> None:
            if is_large:
                display.show(phase(name, done, total))

        table = read_table(args.file, **reading_of(args), tick=tick)
        guessed, reason = guess_task(table)
        task = args.task or guessed
        mapping = guess_mapping(table, task)
        problems = check_table(table, _whole(mapping), keep_aside=_keep_aside(args), task=task, tick=tick)
        problems += _compared(args, table, mapping, problems, task, tick)
    seen_by = Seen(args, task) if args.backbone or args.show_example else None
    problems += seen_by.problems() if seen_by else []
    console.event(report(table, mapping, problems, task, guessed))
    seen = f"This looks like: {guessed}. {reason.text}"
    told = [f"Task:  {task}", *([] if task == guessed else [seen])] if args.task else [seen]
    for line in [*_facts(table), "", *told, "", *_roles(table, mapping, task), "", *_found(problems)]:
        console.say(line)
    if seen_by and args.show_example:
        shown = seen_by.example(args.row)
        console.event(shown)
        for line in ["", *example_lines(shown)]:
            console.say(line)
    return EXIT_DONE


def _keep_aside(args: argparse.Namespace) -> float | None:
    return None if args.validation else KEEP_ASIDE


def _compared(
    args: argparse.Namespace, table: Table, mapping: ColumnMapping, problems: list[Problem], task: str, tick: Tick
) -> list[Problem]:
    """What shows when the rows to learn from are compared with those to test on."""
    other = read_table(args.validation, **{**reading_of(args), "sheet": None}, tick=tick) if args.validation else None
    if not mapping.is_settled:
        return []
    rows = ExampleRows(table, mapping, problem_rows(problems), task)
    if other is None:
        parts = split_rows(rows, KEEP_ASIDE, 0)
        return near_duplicates(parts.train, parts.kept_aside, mapping.read, is_one_file=True, tick=tick)
    for column in mapping.columns.values():
        other.known(column)
    found = check_table(other, mapping, task=task, file="validation", tick=tick)
    tested = ExampleRows(other, mapping, problem_rows(found), task, rows.scheme)
    found += across_files(rows, tested, mapping, task)
    return in_order(found + near_duplicates(rows, tested, mapping.read, is_one_file=False, tick=tick), "validation")


def _whole(mapping: ColumnMapping) -> ColumnMapping | None:
    """The roles, if they are enough to look at rows by."""
    return mapping if mapping.inputs else None


def _facts(table: Table) -> list[str]:
    others = ", ".join(ENCODINGS.get(name, name) for name in table.encoding_alternatives)
    encoding = ENCODINGS.get(table.encoding, table.encoding) + (f" (could also be {others})" if others else "")
    facts = [("File", str(table.path)), ("Rows", f"{table.total_rows:,}")]
    if table.encoding:
        facts.append(("Encoding", encoding))
    if table.delimiter:
        facts.append(("Separated by", delimiter_name(table.delimiter)))
    if table.sheet:
        facts.append(("Sheet", f"{table.sheet} (of {', '.join(table.sheets)})"))
    if not table.has_header:
        facts.append(("Header", "none; if the first row does name the columns: --header yes"))
    return columns(facts)


def _roles(table: Table, mapping: ColumnMapping, task: str) -> list[str]:
    role_of = {column: _role_name(role) for role, column in mapping.columns.items()}
    rows = [("Column", "Role", "Why")]
    for column in table.columns:
        reason = mapping.reasons.get(column)
        is_open = any(column in candidates for candidates in mapping.open_roles.values())
        role = "open" if is_open else role_of.get(column, "-")
        rows.append((column, role, reason.text if reason else ""))
    lines = columns(rows)
    for role, candidates in mapping.open_roles.items():
        name = _role_name(role)
        told = f"could be {' or '.join(candidates)}" if candidates else "was not found"
        lines.append(f"The column of the {name} {told}: say which with --set data.columns.{role}=COLUMN when training.")
    if mapping.label and mapping.is_settled:
        counts = _counts(table, mapping, task)
        if 0 < len(counts) <= MOST_SHOWN:
            title = "Tags" if task == TAGGING else "Answers"
            shown = ", ".join(f"{label or '(empty)'} {count}" for label, count in counts.items())
            lines += ["", f"{title}:  {shown}"]
    return lines


def _role_name(role: str) -> str:
    """A role as people call it: its own name where there is no better one."""
    if role == LABEL:
        return "answer"
    if candidate_roles([role]):
        return role.replace("candidate", "candidate ")
    return {"question": "question", "context": "context"}.get(role, "text") if is_input(role) else role


def _counts(table: Table, mapping: ColumnMapping, task: str) -> dict[str, int]:
    """How often each label, or each tag, is there; nothing for tasks with free answers."""
    rows = examples(table, mapping, (), task)
    if task == CLASSIFICATION:
        return label_counts(rows)
    if task == TAGGING:
        counts = Counter(tag for row in rows for tag in (row.label or "").split())
        return {tag: counts[tag] for tag in sorted(counts, key=lambda tag: (tag != "O", tag))}
    return {}


def _found(problems: list[Problem]) -> list[str]:
    if not problems:
        return ["No problems found."]
    lines = [f"{len(problems)} {'thing' if len(problems) == 1 else 'things'} to look at:"]
    for problem in problems[:MOST_SHOWN]:
        where = " in the validation file" if problem.file == "validation" else ""
        lines += [f"  [{SEVERITIES[problem.severity]}{where}] {problem.message}", f"      {problem.fix}"]
        lines += [f"      {line}" for line in _settings(problem)]
    if len(problems) > MOST_SHOWN:
        lines.append(f"  ... and {len(problems) - MOST_SHOWN} more; --json lists them all.")
    bad = problem_rows(problems)
    if bad:
        lines.append(
            f"{len(bad)} rows cannot be used. Mend them, or train without them: --set data.skip_problem_rows=true"
        )
    return lines


def _settings(problem: Problem) -> list[str]:
    """How a warning's fix is written in a command, where that is short."""
    if problem.severity != "warn" or len(problem.rows) > MOST_IN_SETTING:
        return []
    settings = {name: value for fix in problem.fixes for name, value in fix_settings(problem, fix).items()}
    words = {"skip_rows": "Or without these rows", "merged_labels": "Or as one answer"}
    return [
        f"{words.get(name, 'Or without these rows')}: --set data.{name}='{json.dumps(value, ensure_ascii=False)}'"
        for name, value in settings.items()
    ]
