"""Bring resources/translations/*.ts up to date with the texts in the code, through Qt's lupdate.

lupdate finds `tr()` and `translate()` in `app` and `widgets`. What it cannot see is handed to it in a scratch file: the
engine's tables of sentences and labels of options (context "engine"), and the texts given to small helpers that
return `translate("context", text)`. New texts come out unfinished; translating them is left to people
(resources/translations/GLOSSARY.md), checking to tests/test_house.py, compiling to `make translations`.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine import messages
from engine.data import DELIMITERS
from engine.data.reading.kinds import GZIP, OLD_OFFICE, OTHER_FORMATS, ZIP
from engine.data.reading.records import NO_RECORD
from engine.methods import describe_methods

ROOT = Path(__file__).resolve().parent.parent
TS_FILES = sorted((ROOT / "resources" / "translations").glob("*.ts"))
WINDOW = ("app", "widgets")

TEXTS_OF_OPTIONS = ("label", "help", "unit", "empty")

# Words that the engine puts into the places of its sentences and that a person reads as part of them.
FILLED_IN = (
    *("a whole number", "a number", "true or false", "a text", "any", "answer", "input"),
    *("It is too large.", "It is no JSON.", "It is no report of this version."),
    "Something in it is missing or damaged.",
    *("question", "context", "pattern", "candidate"),
    *DELIMITERS.values(),
    *dict.fromkeys([ZIP, GZIP, OLD_OFFICE, *(kind for _, kind in OTHER_FORMATS), *NO_RECORD.values()]),
)


def engine_texts() -> list[str]:
    """Every text of the engine that a person reads, each once: sentences, then labels, helps, choices and titles."""
    found: list[str] = []
    for table in (table for name, table in vars(messages).items() if name.isupper() and isinstance(table, dict)):
        for entry in table.values():
            found += [entry] if isinstance(entry, str) else entry
    found += FILLED_IN
    for path in sorted((ROOT / "engine").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += _option_texts(tree)
        if path.parent.name == "tasks":
            found += _titles(tree)
    found += _method_texts()
    return [text for text in dict.fromkeys(found) if text]


def helper_texts(path: Path) -> list[tuple[str, str]]:
    """(context, text) of calls such as `_tr("Now")`, where `_tr` of that file returns `translate("wording", text)`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    contexts = dict(_helpers(tree))
    return [
        (contexts[node.func.id], node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in contexts
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    ]


def _option_texts(tree: ast.Module) -> Iterator[str]:
    """label, help, unit, the word for None and choices of each `option()`, in their order."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "option":
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            for name in TEXTS_OF_OPTIONS:
                if isinstance(given.get(name), ast.Constant):  # others are seen in the schemas of the methods
                    yield ast.literal_eval(given[name])
            choices = given.get("choices", ast.Tuple([]))
            choices = constants[choices.id] if isinstance(choices, ast.Name) else choices
            yield from (label for _, label in ast.literal_eval(choices))


def _method_texts() -> Iterator[str]:
    """The texts of the methods' options as forms get them, however their fields were made."""
    for method in describe_methods():
        for row in method["schema"]:
            yield from (str(row[name]) for name in TEXTS_OF_OPTIONS)
            yield from (str(choice["label"]) for choice in row["choices"])


def _titles(tree: ast.Module) -> Iterator[str]:
    """The titles in tables such as {"classification": {"title": "Pick a label", ...}}."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "title" and isinstance(value, ast.Constant):
                    yield str(value.value)


def _helpers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(name, context) of the functions that hand their first argument to `translate` under a fixed context."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.args.args:
            continue
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("translate") and len(call.args) > 1:
                context, text = call.args[:2]
                if isinstance(context, ast.Constant) and ast.unparse(text) == node.args.args[0].arg:
                    yield node.name, str(context.value)


def main() -> int:
    """Update every .ts file; the arguments are the folders of the window to read, app and widgets if none is given."""
    parts = sys.argv[1:] or WINDOW
    sources = [path for part in parts for path in sorted((ROOT / part).rglob("*.py"))]
    texts = [("engine", text) for text in engine_texts()]
    texts += [found for path in sources for found in helper_texts(path) if found[0] != "engine"]
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "extra.py"
        lines = [f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)})" for context, text in texts]
        extra.write_text("\n".join(lines) + "\n", encoding="utf-8")
        lupdate = Path(sys.executable).with_name("pyside6-lupdate")
        options = ["-locations", "none", "-no-obsolete"]
        subprocess.run([lupdate, *options, extra, *sources, "-ts", *TS_FILES], check=True)
    return 0


def _quoted(text: str) -> str:
    """A Python literal in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.exit(main())
