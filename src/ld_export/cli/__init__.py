"""The command line: the only package that prints and exits. Each module has a group of commands."""

from ld_export.cli import publish, registry, review, serve
from ld_export.cli.common import app, main

__all__ = ["app", "main", "publish", "registry", "review", "serve"]
