"""The bill of materials: what `make site` installs, with versions, hashes and licences.

Writes requirements/sbom.cdx.json (CycloneDX 1.5) and docs/dependencies.md from requirements/run.txt and the metadata
of the installed packages; `--check` only compares. Where the vulnerability database can be reached, `--check` also
runs pip-audit over the locked versions.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "run.txt"
BILL = ROOT / "requirements" / "sbom.cdx.json"
PAGE = ROOT / "docs" / "dependencies.md"

_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
# Packages whose metadata state their licence only in words.
_SPELT_OUT = {"BSD License": "BSD-3-Clause", "MIT License": "MIT", "Apache Software License": "Apache-2.0"}


class Package(NamedTuple):
    """One locked package."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    summary: str


def packages() -> list[Package]:
    """Every package of the lock file that is for this platform."""
    found = []
    for match in _PINNED.finditer(LOCK.read_text(encoding="utf-8")):
        try:
            about = metadata(match["name"])
        except PackageNotFoundError:
            continue  # locked for another platform
        hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", match["rest"]))
        found.append(Package(match["name"], match["version"], hashes, licence(about), about["Summary"] or ""))
    return found


def licence(about: object) -> str:
    """The licence that a package's metadata state, as an SPDX expression where they can be read as one."""
    get = about.get  # type: ignore[attr-defined]  # PackageMetadata is a mail message at run time
    expression = get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []  # type: ignore[attr-defined]
        if line.startswith("License :: OSI Approved")
    ]
    if classifiers:
        return " AND ".join(_SPELT_OUT.get(line, line) for line in classifiers)
    return str(get("License") or "not stated").splitlines()[0][:60]


def bill(found: list[Package]) -> str:
    """The bill as CycloneDX 1.5 JSON; no time and no serial number, so that equal content is equal bytes."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{package.name.lower()}@{package.version}",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:pypi/{package.name.lower()}@{package.version}",
            "licenses": [{"license": {"name": package.licence}}],
            "properties": [{"name": "accepted-sha256", "value": value} for value in package.hashes],
        }
        for package in found
    ]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def page(found: list[Package]) -> str:
    """The same for people."""
    rows = "".join(f"| {p.name} | {p.version} | {p.licence} | {p.summary} |\n" for p in found)
    return (
        "# Dependencies\n\nMade by `make lock` and held by `make test`: what `make site` installs on this platform. "
        "The lock files in `requirements/` pin every version with the hashes of its files; "
        "`requirements/sbom.cdx.json` is the same as a CycloneDX bill of materials.\n\n"
        f"| package | version | licence | what it is |\n|---|---|---|---|\n{rows}"
    )


def audit() -> int:
    """Known vulnerabilities of the locked versions; says how many could be looked up from here."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", str(LOCK), "-f", "json"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        looked_up = json.loads(ran.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        looked_up = []
    audited = [one for one in looked_up if "skip_reason" not in one]
    vulnerable = [one for one in audited if one["vulns"]]
    print(
        f"pip-audit: {len(audited)} of {len(packages())} packages could be looked up, {len(vulnerable)} are vulnerable"
    )
    for one in vulnerable:
        print(f"  {one['name']} {one['version']}: {', '.join(found['id'] for found in one['vulns'])}")
    return 1 if vulnerable else 0


def main() -> int:
    """Write, or compare and audit."""
    found = packages()
    made = {BILL: bill(found), PAGE: page(found)}
    if "--check" not in sys.argv:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if stale:
        print(f"{', '.join(stale)} do not match the lock file: run `make lock`")
    return audit() or (1 if stale else 0)


if __name__ == "__main__":
    sys.exit(main())
