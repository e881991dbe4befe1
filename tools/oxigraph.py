"""Brings the program that answers queries in a reader's browser from the npm registry into site/static/query/oxigraph/.

The version and the digest of its archive are pinned here; with `--check` nothing is written, and what lies there is
compared with the registry's. The WebAssembly is compressed: hosts differ in whether they would, and nobody fetches four
megabytes instead of one and a half. Its licence stands beside it, and SHA256SUMS, which `make test` holds.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "0.5.11"
INTEGRITY = "sha512-zKdgmp1tsrutGzC1lCCywwZRPpLJKaJnKSDWoY2hIhMiwiCRRXNN1DU7WUyTInBvgPKT8Y5N+RgwTL8qKXpLng=="

FOLDER = Path(__file__).parents[1] / "site" / "static" / "query" / "oxigraph"
SUMS = "SHA256SUMS"
ENGINE, PROGRAM = "web.js", "web_bg.wasm"


def archive(folder: Path) -> Path:
    """The package's archive, which must be the one that is pinned."""
    command = ("npm", "pack", f"oxigraph@{VERSION}", "--silent", "--pack-destination", str(folder))
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    (found,) = folder.glob("*.tgz")
    digest = base64.b64encode(hashlib.sha512(found.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise SystemExit(f"oxigraph {VERSION} of the registry is not the one that is pinned: sha512-{digest}")
    return found


def contents(packed: Path) -> dict[str, bytes]:
    """The two files of the package that a browser needs."""
    with tarfile.open(packed) as files:
        read = {name: files.extractfile(f"package/{name}") for name in (ENGINE, PROGRAM)}
        return {name: file.read() for name, file in read.items() if file}


def sums() -> str:
    """The digests of all that lies in the folder, in the form of sha256sum."""
    found = sorted(path for path in FOLDER.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in found)


def main() -> int:
    """Write, or compare."""
    with tempfile.TemporaryDirectory() as folder:
        files = contents(archive(Path(folder)))
    if "--check" in sys.argv:
        known = {ENGINE: (FOLDER / ENGINE).read_bytes()}
        known[PROGRAM] = gzip.decompress((FOLDER / f"{PROGRAM}.gz").read_bytes())
        stale = [name for name, content in files.items() if known[name] != content]
        print(f"not as in the registry: {', '.join(stale)}" if stale else f"as in the registry: oxigraph {VERSION}")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / ENGINE).write_bytes(files[ENGINE])
    (FOLDER / f"{PROGRAM}.gz").write_bytes(gzip.compress(files[PROGRAM], 9, mtime=0))
    (FOLDER / SUMS).write_text(sums(), encoding="utf-8")
    print(f"wrote {FOLDER.name}/ of oxigraph {VERSION}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
