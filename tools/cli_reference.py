"""Make `docs/cli.md` from the command line itself: `python tools/cli_reference.py`."""

from __future__ import annotations

import inspect
import typing
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from ld_export import cli
from ld_export.query import named_queries

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"

HEAD = """\
# The command line

Made by `tools/cli_reference.py` from the commands themselves; `ld-export COMMAND --help` says the same.

Results go to standard output, everything else to standard error. In a pipe nothing is printed but results, warnings and
errors. An error is one message with the file (and line), what is wrong there, and what to do about it.

| exit code | meaning |
|---|---|
| 0 | Done. |
| 1 | A rule of the shapes is broken, or `diff` finds a difference. Warnings and notes are shown, and fail nothing. |
| 2 | The command was called in a way that cannot work. |
| 3 | A document, the registry, the settings, a file or a query is wrong, or an endpoint refuses it. |
| 4 | Another build is writing to the same place. |
| 5 | The disk or the file system refused, or an endpoint has no answer that can be used. |
"""

TAIL = """\
## `ld-export`

`--version` shows the version, `--install-completion` sets up completion for your shell, and `--show-completion` prints
what that would add.
"""


def commands() -> dict[str, Any]:
    """The commands by name, in the order of their help; those of a group with its name before theirs."""
    group: Any = typer.main.get_command(cli.app)
    return {
        " ".join((name, *inner)): command
        for name, one in group.commands.items()
        for inner, command in (
            [((under,), of) for under, of in one.commands.items()] if _is_group(one) else [((), one)]
        )
    }


def _is_group(command: Any) -> bool:
    return hasattr(command, "commands")


def written(parameter: Any, hint: Any) -> str:
    """How an argument or an option is written: `TEXT`, `-p, --publication PATH`, `--format {table,csv}`."""
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {_value(hint)}"


def _value(hint: Any) -> str:
    kinds = typing.get_args(hint)[0]
    (kind,) = (one for one in (typing.get_args(kinds) or (kinds,)) if one is not type(None))
    kind = next(iter(typing.get_args(kind)), kind)  # of several, what each is
    if issubclass(kind, Enum):
        return "{" + ",".join(str(member.value) for member in kind) + "}"
    return {Path: "PATH", int: "N", float: "SECONDS"}.get(kind, "TEXT")


def _meaning(parameter: Any) -> str:
    default = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    return f"{parameter.help} `{default}` unless stated." if default not in (None, False) else str(parameter.help)


def _section(name: str, command: Any) -> str:
    hints = typing.get_type_hints(command.callback, include_extras=True)
    taken = sorted(command.params, key=lambda one: one.param_type_name != "argument")
    arguments = [one for one in taken if one.param_type_name == "argument"]
    usage = "".join(f" {one.name.upper()}" if one.required else f" [{one.name.upper()}]" for one in arguments)
    rows = "".join(f"| `{written(one, hints[one.name])}` | {_meaning(one)} |\n" for one in taken)
    return f"## `ld-export {name}{usage}`\n\n{inspect.getdoc(command.callback)}\n\n| | |\n|---|---|\n{rows}"


def _shipped() -> str:
    questions = {name: text.splitlines()[0].removeprefix("# ") for name, text in named_queries().items()}
    rows = "".join(f"| `{name}` | {question} |\n" for name, question in questions.items())
    return f"## Shipped queries\n\nFor `ld-export query --name`.\n\n| name | question |\n|---|---|\n{rows}"


def reference() -> str:
    """The whole page."""
    sections = [_section(name, command) for name, command in commands().items()]
    return "\n".join([HEAD, *sections, _shipped(), TAIL])


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
