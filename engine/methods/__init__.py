"""The methods: one file each. Importing this package registers every file of the folder."""

import importlib
import pkgutil

from engine.methods.method import (
    BASELINES,
    METHODS,
    MethodContext,
    MethodEntry,
    Prompt,
    PromptConfig,
    PromptMethod,
    describe_methods,
    make_config,
    make_method,
    method_entry,
    register,
)

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = [
    "BASELINES",
    "METHODS",
    "MethodContext",
    "MethodEntry",
    "Prompt",
    "PromptConfig",
    "PromptMethod",
    "describe_methods",
    "make_config",
    "make_method",
    "method_entry",
    "register",
]
