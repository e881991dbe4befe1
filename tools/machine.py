"""Installs what the tests need beyond Python: a browser, Java, R, OpenRefine, web servers, triple stores, npm packages.

What is there is left alone. Programs come from the distribution, with `apt-get` and as root only; elsewhere one line
says what to install. Packages come as tools/web/package-lock.json pins them, none of their scripts run. Run by
`make test`; with STRICT=1 anything missing is a failure.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

WEB = Path(__file__).parent / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
CHECKER = WEB / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

_PATIENCE = 600
_POLICY = Path("/usr/sbin/policy-rc.d")


class Need(NamedTuple):
    """A program under any of its names, the Debian packages that bring it, in turn, and the tests that need it.

    A library is no program: it is there if a file of it is.
    """

    name: str
    programs: tuple[str, ...]
    packages: tuple[tuple[str, ...], ...]
    tests: str
    file: str = ""

    def found(self) -> str | None:
        """Where the program is, or the file."""
        if self.file:
            return self.file if Path(self.file).is_file() else None
        return next(filter(None, (shutil.which(one, path=_PLACES) for one in self.programs)), None)

    def remedy(self) -> str:
        """How to get it, and what is not run without it."""
        packages = " ".join(one for packages in self.packages for one in packages)
        return f"{self.tests}: install {self.name} (apt-get install {packages})"


# Without fonts, nothing has a width. Some distributions' nodejs brings npm, and conflicts with a package of that name.
CHROMIUM = Need(
    "Chromium", ("chromium", "chromium-browser", "google-chrome"), (("chromium", "fonts-liberation"),), "browser tests"
)
JAVA = Need("Java 11 or later", ("java",), (("default-jre-headless",),), "the HTML checker's test")
R = Need("R", ("Rscript",), (("r-base-core",),), "the test of the data page's R program")
CURL = Need("curl", ("curl",), (("curl",),), "the tests of the data page's curl programs")
OPENREFINE = Need("OpenRefine", ("openrefine",), (("openrefine",),), "the test with OpenRefine")
NPM = Need("npm", ("npm",), (("nodejs",), ("npm",)), "accessibility and HTML checkers' tests")

# Whoever is no administrator seldom has the folder of servers among those where programs are looked for.
_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
SERVERS = {
    "apache": Need("Apache 2.4", ("apache2", "httpd"), (("apache2",),), "the web hosts' tests"),
    "nginx": Need("nginx", ("nginx",), (("nginx-light",),), "the web hosts' tests"),
    "caddy": Need("Caddy 2", ("caddy",), (("caddy",),), "the web hosts' tests"),
}

STORES = {
    "virtuoso": Need("Virtuoso 7", ("virtuoso-t",), (("virtuoso-opensource",),), "the stores' tests"),
    "jena": Need("Apache Jena", (), (("libapache-jena-java",),), "the stores' tests", "/usr/share/java/jena-tdb2.jar"),
}

PACKAGES_LACKING = f"{NPM.tests}: the packages of tools/web are missing (make test, or: npm ci --prefix tools/web)"


def chromium() -> str | None:
    """The browser: $CHROMIUM, or the distribution's."""
    return os.environ.get("CHROMIUM") or CHROMIUM.found()


def lacking() -> list[str]:
    """What is still missing, each with its remedy."""
    found = [] if chromium() else [CHROMIUM.remedy()]
    found += [
        need.remedy() for need in (JAVA, R, CURL, OPENREFINE, *SERVERS.values(), *STORES.values()) if not need.found()
    ]
    if not _packages_made():
        found.append(PACKAGES_LACKING if NPM.found() else NPM.remedy())
    return found


def main() -> int:
    """Install what can be installed; tell what cannot."""
    if not chromium():
        _from_distribution(CHROMIUM)
    for need in (JAVA, R, CURL, OPENREFINE, *SERVERS.values(), *STORES.values()):
        if not need.found():
            _from_distribution(need)
    if not _packages_made():
        if not NPM.found():
            _from_distribution(NPM)
        if NPM.found():
            _from_npm()
    missing = lacking()
    for line in missing:
        print(f"NOT RUN: {line}")
    return 1 if missing and os.environ.get("STRICT") == "1" else 0


def _from_distribution(need: Need) -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"installing {need.name} from the distribution", flush=True)
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    _run((*apt, "update"))
    with _nothing_started():
        for packages in need.packages:
            if not need.found():
                _run((*apt, "install", "--yes", "--no-install-recommends", *packages))


@contextmanager
def _nothing_started() -> Iterator[None]:
    """Have the distribution start no server that it installs: tests start their own, on ports of their own."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()


def _from_npm() -> None:
    print("installing the packages of tools/web from the npm registry", flush=True)
    # tools/web/.npmrc has no script of a package run: they would download browsers and runtimes.
    if _run((NPM.programs[0], "ci", "--silent"), cwd=WEB):
        _stamp().write_text(_lock(), encoding="utf-8")


def _packages_made() -> bool:
    made = _stamp().read_text(encoding="utf-8") if _stamp().is_file() else ""
    return made == _lock() and AXE.is_file() and CHECKER.is_file()


def _stamp() -> Path:
    return WEB / "node_modules" / ".made"


def _lock() -> str:
    return hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()


def _run(command: Sequence[str], cwd: Path | None = None) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        print(f"{' '.join(command)}: no end after {_PATIENCE} s")
        return False
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        print(f"{' '.join(command)}: exit code {done.returncode}: {said[-1] if said else 'nothing said'}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
