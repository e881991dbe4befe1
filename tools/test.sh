#!/bin/sh
# All that `make test` runs, in one go: a failure of one part does not hide the others, but it fails the whole.
set -u
BIN=${BIN:-.venv/bin}
failed=""

part() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

part format "$BIN/ruff" format --check src tests benchmarks tools
part lint "$BIN/ruff" check src tests benchmarks tools
part imports "$BIN/lint-imports" --no-logo
part types "$BIN/mypy"
part dependencies "$BIN/python" tools/sbom.py --check
part machine "$BIN/python" tools/machine.py
# Part of their time tests wait: for servers, browsers, deadlines. Each process takes up to a gigabyte.
cores=$(getconf _NPROCESSORS_ONLN)
set -- -n $((cores < 8 ? (cores * 3 + 1) / 2 : 12)) --dist loadgroup

# They write sites of thousands of small files: in memory, where there is plenty and nobody has named another place.
if [ -z "${TMPDIR:-}" ] && [ "$(df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')" -gt 8000 ] 2>/dev/null; then
    TMPDIR=$(mktemp -d /dev/shm/ld-export-tests-XXXXXX)
    chmod 755 "$TMPDIR"  # a web server reads it as another user
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
    set -- "$@" -o tmp_path_retention_policy=failed
fi
unset PYTHONDONTWRITEBYTECODE  # commands are run hundreds of times, and each would compile all modules
part tests "$BIN/python" -m pytest -q "$@"

if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
