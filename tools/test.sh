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
# Half of their time tests wait: for servers, browsers, deadlines, the disk. Each process takes up to a gigabyte.
cores=$(getconf _NPROCESSORS_ONLN)
part tests "$BIN/python" -m pytest -q -n $((cores < 6 ? cores * 2 : 12)) --dist loadgroup

if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
