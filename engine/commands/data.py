"""`data check`: how a table is read, which column is what, and which rows need a look."""

from __future__ import annotations

import argparse

from engine.commands.arguments import Subparsers, add_command, add_group, add_table_options
from engine.commands.console import Console, columns
from engine.data import (
    ColumnMapping,
    Problem,
    Table,
    check_table,
    examples,
    guess_mapping,
    label_counts,
    read_table,
    report,
)
from engine.data.checks import delimiter_name, problem_rows
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
    add_table_options(check)


def check_command(args: argparse.Namespace, console: Console) -> int:
    """0 for every table that can be read, with problems or without; InputError for what is no table."""
    table = read_table(args.file, args.encoding, args.delimiter)
    mapping = guess_mapping(table)
    problems = check_table(table, mapping if mapping.columns else None, keep_aside=KEEP_ASIDE)
    console.event(report(table, mapping, problems))
    for line in [*_facts(table), "", *_roles(table, mapping), "", *_found(problems)]:
        console.say(line)
    return EXIT_DONE


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


def _roles(table: Table, mapping: ColumnMapping) -> list[str]:
    role_of = {column: "answer" if role == "label" else "text" for role, column in mapping.columns.items()}
    rows = [("Column", "Role", "Why")]
    for column in table.columns:
        reason = mapping.reasons.get(column)
        is_open = any(column in candidates for candidates in mapping.open_roles.values())
        role = "open" if is_open else role_of.get(column, "-")
        rows.append((column, role, reason.text if reason else ""))
    lines = columns(rows)
    for role, candidates in mapping.open_roles.items():
        name = "answer" if role == "label" else "text"
        told = f"could be {' or '.join(candidates)}" if candidates else "was not found"
        lines.append(f"The column of the {name} {told}: say which with --set data.columns.{role}=COLUMN when training.")
    if mapping.label and mapping.is_settled:
        counts = label_counts(examples(table, mapping, ()))
        if len(counts) <= MOST_SHOWN:
            lines += ["", "Answers:  " + ", ".join(f"{label or '(empty)'} {count}" for label, count in counts.items())]
    return lines


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
