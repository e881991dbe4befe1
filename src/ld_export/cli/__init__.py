"""The command line: the only package that prints and exits. Each module has a group of commands."""

from ld_export.cli import candidates, link, publish, push, query, registry, releases, review, serve, validation
from ld_export.cli.common import app, main

__all__ = [
    "app",
    "candidates",
    "link",
    "main",
    "publish",
    "push",
    "query",
    "registry",
    "releases",
    "review",
    "serve",
    "validation",
]
