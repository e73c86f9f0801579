"""What holds for the whole program: no dangerous calls, small files, true sentences, imports that go one way."""

from __future__ import annotations

import ast
import functools
import json
import re
import string
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from engine import messages
from engine.messages import ERRORS, NOTES
from tests.translations import engine_texts

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [path for part in ("app", "widgets", "engine", "resources") for path in sorted((ROOT / part).rglob("*.py"))]
CHINESE = ROOT / "resources" / "translations" / "softprompt_zh_CN.ts"
TRANSLATIONS = sorted({CHINESE, *CHINESE.parent.glob("*.ts")})
ERROR_CLASSES = {"EngineError", "InputError", "PackError", "OutOfMemory", "DiskFull", "NetworkError"}
MAX_LINES = 350


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def _tree(path: Path) -> ast.Module:
    """A source file, parsed once for all that is asked of it."""
    return ast.parse(path.read_text(encoding="utf-8"), _name(path))


@functools.cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_tree(path)))


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in _nodes(path) if isinstance(node, ast.Call))


def everywhere(look: Callable[[Path], Iterable[str]]) -> list[str]:
    """What a look at every source file finds, the file's name in front."""
    return [f"{_name(path)}: {found}" for path in SOURCES for found in look(path)]


# ---- the code --------------------------------------------------------------------------------------------------------

FORBIDDEN_CALLS = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "torch.load", "torch.save", "input"),
    *("yaml.load", "yaml.unsafe_load", "numpy.load", "np.load", "joblib.load", "tempfile.mktemp"),
}
FORBIDDEN_IMPORTS = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib", "telnetlib", "ftplib"}


def _dotted(node: ast.expr) -> str:
    """The name that is called: `np.load`; of what has no name, such as a call's result, `?`."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def danger(call: ast.Call) -> str | None:
    """What is dangerous about this call, if anything."""
    name = _dotted(call.func)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if name in {"np.load", "numpy.load"}:
        refuses = keywords.get("allow_pickle")
        return None if isinstance(refuses, ast.Constant) and refuses.value is False else f"{name} may unpickle"
    if name in FORBIDDEN_CALLS:
        return name
    for flag in ("shell", "trust_remote_code"):
        value = keywords.get(flag)
        if value is not None and not (isinstance(value, ast.Constant) and value.value is False):
            return f"{flag}={ast.unparse(value)}"
    return None


def test_no_code_runs_what_a_file_says() -> None:
    def dangers(path: Path) -> Iterator[str]:
        return (f"line {call.lineno}: {found}" for call in _calls(path) if (found := danger(call)))

    assert everywhere(dangers) == []


def _imported(path: Path) -> set[str]:
    """The top-level modules that a file imports by their own name."""
    found = set()
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_no_code_imports_a_way_to_run_files() -> None:
    assert everywhere(lambda path: sorted(_imported(path) & FORBIDDEN_IMPORTS)) == []


@pytest.mark.parametrize(
    "line",
    [
        *("eval('1')", "exec(text)", "torch.load(path)", "os.system('ls')", "np.load(path)"),
        *("run('ls', shell=True)", "run('ls', shell=flag)", "AutoModel.from_pretrained(p, trust_remote_code=True)"),
    ],
)
def test_the_check_for_dangerous_calls_sees_them(line: str) -> None:
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call) and danger(call)


@pytest.mark.parametrize(
    "line", ["run(['ls'])", "np.load(path, allow_pickle=False)", "model.eval()", "load(path, trust_remote_code=False)"]
)
def test_the_check_for_dangerous_calls_lets_the_others_be(line: str) -> None:
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call) and danger(call) is None


def test_no_file_holds_more_than_one_idea() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_every_module_opens_with_what_it_holds() -> None:
    assert [_name(path) for path in SOURCES if not ast.get_docstring(_tree(path))] == []


def _is_silent(handler: ast.ExceptHandler) -> bool:
    names = ast.unparse(handler.type) if handler.type else "BaseException"
    is_broad = re.fullmatch(r"\(?.*\b(BaseException|Exception)\b.*\)?", names) is not None
    return is_broad and all(isinstance(node, ast.Pass | ast.Continue) for node in handler.body)


def test_no_broad_except_hides_an_error() -> None:
    def silent(path: Path) -> Iterator[str]:
        handlers = (node for node in _nodes(path) if isinstance(node, ast.ExceptHandler))
        return (f"line {handler.lineno}" for handler in handlers if _is_silent(handler))

    assert everywhere(silent) == []


# ---- the sentences ---------------------------------------------------------------------------------------------------

TABLES = {name: table for name, table in vars(messages).items() if name.isupper() and isinstance(table, dict)}
TEMPLATES = {
    f"{name}[{code}] {part}": text
    for name, table in TABLES.items()
    for code, entry in table.items()
    for part, text in enumerate((entry,) if isinstance(entry, str) else entry)
}


def placeholders(template: str) -> set[str]:
    """The names in braces. Raises ValueError for a template that `str.format` refuses."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_placeholders_are_plain_names() -> None:
    odd = {place: [name for name in placeholders(text) if not name.isidentifier()] for place, text in TEMPLATES.items()}
    assert {place: names for place, names in odd.items() if names} == {}


def test_no_code_means_both_an_error_and_a_note() -> None:
    assert ERRORS.keys() & NOTES.keys() == set()


def test_every_code_is_used_somewhere() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SOURCES if not path.name.startswith("messages")]
    named = {word for text in texts for word in re.findall(r"\"(\w+)\"", text)}
    codes = {code for name, table in TABLES.items() if name != "ENCODINGS" for code in table}  # those are codecs' names
    assert sorted(codes - named) == []


def _errors_made(path: Path) -> Iterator[tuple[int, str, set[str]]]:
    """(line, code, keyword names) of every error of ours made with its code written out and its arguments named."""
    for call in _calls(path):
        made = _dotted(call.func).rpartition(".")[2] in ERROR_CLASSES
        if not made or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        if all(keyword.arg for keyword in call.keywords):
            yield call.lineno, call.args[0].value, {str(keyword.arg) for keyword in call.keywords}


def test_every_error_has_a_sentence_and_all_that_it_says() -> None:
    def wrong(path: Path) -> Iterator[str]:
        for line, code, given in _errors_made(path):
            if code not in ERRORS:
                yield f"line {line}: no sentence for {code}"
            elif missing := (placeholders(ERRORS[code][0]) | placeholders(ERRORS[code][1])) - given:
                yield f"line {line}: {code} needs {sorted(missing)}"

    assert everywhere(wrong) == []


def _messages(path: Path) -> Iterator[tuple[str, str, list[str], bool]]:
    """(context, source, translations, is finished) of a Qt translation file."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            target = message.find("translation")
            if target is None or target.get("type") in {"vanished", "obsolete"}:
                continue
            forms = [form.text or "" for form in target.iter("numerusform")] or [target.text or ""]
            source = message.findtext("source") or ""
            yield context.findtext("name") or "", source, forms, target.get("type") != "unfinished"


def _fields(text: str) -> set[str]:
    """{name} and Qt's %1, %L1, %n."""
    return set(re.findall(r"(?<!\{)\{([A-Za-z_]\w*)[^{}]*\}(?!\})", text)) | set(re.findall(r"%(?:L?\d+|L?n)", text))


@pytest.mark.parametrize("path", TRANSLATIONS, ids=_name)
def test_a_translation_is_complete_and_fills_in_the_same_values(path: Path) -> None:
    wrong = []
    for context, source, forms, is_finished in _messages(path):
        if not is_finished or not all(forms):
            wrong.append(f"{context}: not translated: {source}")
        elif any(_fields(form) != _fields(source) for form in forms):
            wrong.append(f"{context}: other values: {source}")
    assert wrong == []


@pytest.mark.parametrize("path", TRANSLATIONS, ids=_name)
def test_every_sentence_of_the_engine_is_translated(path: Path) -> None:
    translated = {source for context, source, _, _ in _messages(path) if context == "engine"}
    assert sorted({text for text in TEMPLATES.values() if text} - translated) == []
    assert sorted(set(engine_texts()) - translated) == []  # labels, helps and choices of options too


# ---- who imports whom (the static half is import-linter's, run by `make contracts`) ----------------------------------

LOADED = """
import importlib, json, sys
for names in sys.argv[1:]:
    for name in names.split(","):
        importlib.import_module(name)
    print(json.dumps(sorted({module.partition(".")[0] for module in sys.modules})))
"""
# of engine/bench/: its other side is a process where PEFT and transformers' Trainer load what they like
OUR_BENCH = ["settings", "works", "turns", "our_side", "profile", "default_model"]
HEAVY = {"torch", "transformers", "datasets", "accelerate", "peft"}
QT = {"PySide6", "shiboken6", "pyqtgraph"}


def _modules(*parts: str) -> list[str]:
    """Importable names of every module below the parts of the tree."""
    names = []
    for part in parts:
        for path in sorted((ROOT / part).rglob("*.py")):
            dotted = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
            names.append(dotted.removesuffix(".__init__"))
    return names


def _loaded_by(*stages: list[str]) -> list[set[str]]:
    """Top-level modules in a fresh process that imported the first of these, then those of the next stage too ..."""
    words = [",".join(names) for names in stages]
    done = subprocess.run([sys.executable, "-c", LOADED, *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [set(json.loads(line)) for line in done.stdout.splitlines()[-len(stages) :]]


def test_the_window_never_loads_torch() -> None:
    faces = [
        "data",
        "runs",
        "packs",
        "subspaces",
        "bridge",
        "events",
        "options",
        "errors",
        "protocol",
        "files",
        "messages",
    ]
    names = [f"engine.{face}" for face in faces]
    (loaded,) = _loaded_by([*names, *_modules("widgets", "app")])
    assert loaded & HEAVY == set()


def test_the_headless_commands_never_load_qt_and_a_measurement_no_datasets() -> None:
    bench = ["engine.commands.bench", *(f"engine.bench.{name}" for name in OUR_BENCH)]
    engine = [name for name in _modules("engine") if name != "engine.bridge"]
    measuring, all_of_it = _loaded_by(bench, ["app.__main__", *engine])
    assert "torch" in measuring and measuring & {"datasets", "peft"} == set()
    assert all_of_it & QT == set()


def test_every_import_contract_names_modules_that_exist() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    known = set(_modules("app", "widgets", "engine", "resources"))
    named = {name for contract in contracts for name in contract.get("source_modules", []) + contract.get("layers", [])}
    assert named - known == set()


# ---- the files beside the code ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_holds_exact_versions_and_no_addresses(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pins = [line for line in lines if line != "-r requirements.lock"]
    assert pins == sorted(pins, key=lambda pin: pin.partition("==")[0].casefold())
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*( ; .+)?", line)] == []


def test_all_that_the_project_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def canonical(text: str) -> str:
        return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", text)[0]).lower()  # type: ignore[index]

    def locked(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {canonical(line) for line in lines if line and line[0] not in "#-"}

    run = locked("requirements.lock")
    assert {canonical(text) for text in project["dependencies"]} - run == set()
    assert {canonical(text) for text in project["optional-dependencies"]["dev"]} - locked(
        "requirements-dev.lock"
    ) == set()
    assert run & locked("requirements-dev.lock") == set()


def test_the_files_that_the_readme_points_to_exist() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_files_that_the_readme_types_into_a_command_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:resources|tests|engine)/[\w./-]*\w", text))
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_commands_that_the_documents_name_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))
        assert named - targets == set()
