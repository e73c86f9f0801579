"""`data check`: how a table is read, what it seems to be for, which column is what, and which rows need a look."""

from __future__ import annotations

import argparse
from collections import Counter

from engine.commands.arguments import Subparsers, add_command, add_group, add_table_options
from engine.commands.console import Console, columns
from engine.commands.example import add_options, show
from engine.data import (
    KINDS,
    ColumnMapping,
    Problem,
    Table,
    candidate_roles,
    check_table,
    examples,
    guess_mapping,
    guess_task,
    label_counts,
    read_table,
    report,
)
from engine.data.checks import delimiter_name, problem_rows
from engine.data.roles import CLASSIFICATION, LABEL, TAGGING, is_input
from engine.errors import EXIT_DONE
from engine.messages import ENCODINGS

KEEP_ASIDE = 0.1
MOST_SHOWN = 20
SEVERITIES = {"stop": "stops training", "skip": "cannot be used", "warn": "worth a look"}


def add(parsers: Subparsers) -> None:
    """The command."""
    group = add_group(parsers, "data", "look at tables")
    check = add_command(
        group, "check", check_command, "how a table is read, and its problems", "softprompt data check reviews.csv"
    )
    check.add_argument("file", metavar="F")
    check.add_argument("--task", choices=KINDS, help="what it is to teach, if not what it looks like")
    add_options(check)
    add_table_options(check)


def check_command(args: argparse.Namespace, console: Console) -> int:
    """0 for every table that can be read, with problems or without; InputError for what is no table."""
    table = read_table(args.file, args.encoding, args.delimiter)
    guessed, reason = guess_task(table)
    task = args.task or guessed
    mapping = guess_mapping(table, task)
    problems = check_table(table, _whole(mapping), keep_aside=KEEP_ASIDE, task=task)
    console.event(report(table, mapping, problems, task, guessed))
    seen = f"This looks like: {guessed}. {reason.text}"
    told = [f"Task:  {task}", *([] if task == guessed else [seen])] if args.task else [seen]
    for line in [*_facts(table), "", *told, "", *_roles(table, mapping, task), "", *_found(problems)]:
        console.say(line)
    if args.show_example:
        show(args, task, console)
    return EXIT_DONE


def _whole(mapping: ColumnMapping) -> ColumnMapping | None:
    """The roles, if they are enough to look at rows by."""
    return mapping if mapping.inputs else None


def _facts(table: Table) -> list[str]:
    others = ", ".join(ENCODINGS.get(name, name) for name in table.encoding_alternatives)
    encoding = ENCODINGS.get(table.encoding, table.encoding) + (f" (could also be {others})" if others else "")
    facts = [
        ("File", str(table.path)),
        ("Rows", f"{table.total_rows:,}"),
        ("Encoding", encoding),
        ("Separated by", delimiter_name(table.delimiter)),
    ]
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
    lines = [f"{len(problems)} things to look at:"]
    for problem in problems[:MOST_SHOWN]:
        lines += [f"  [{SEVERITIES[problem.severity]}] {problem.message}", f"      {problem.fix}"]
    if len(problems) > MOST_SHOWN:
        lines.append(f"  ... and {len(problems) - MOST_SHOWN} more; --json lists them all.")
    bad = problem_rows(problems)
    if bad:
        lines.append(
            f"{len(bad)} rows cannot be used. Mend them, or train without them: --set data.skip_problem_rows=true"
        )
    return lines
