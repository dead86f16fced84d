#!/usr/bin/env bash
# Puts all that an installation without a network needs into a folder: the wheel and the source distribution of rasd, the
# wheels of what it requires (those that overrides.txt drops left out) and of what builds it, with the versions of
# constraints.txt, and requirements.txt, which names them. For this machine's platform and version of Python.
# Usage: scripts/collect_wheels.sh BIN FOLDER   BIN: folder with python, uv and hatchling
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=$(cd "$1" && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -f "$folder"/*.whl "$folder"/*.tar.gz "$folder"/requirements.txt
"$bin/hatchling" build --target sdist --target wheel --directory "$folder" >/dev/null

"$bin/uv" pip compile --quiet --python "$bin/python" --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
    -c constraints.txt --overrides overrides.txt -o "$work/runtime.txt" pyproject.toml
"$bin/python" >"$work/build.txt" <<'PYTHON'
import sys
import tomllib
from pathlib import Path

print(*tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"], sep="\n")
PYTHON
"$bin/uv" pip compile --quiet --python "$bin/python" --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
    -c constraints.txt -o "$work/builders.txt" "$work/build.txt"

# uv downloads no wheels, and makes none of what is published as source only; pip does both.
"$bin/python" -m venv "$work/pip"
"$work/pip/bin/python" -m pip --quiet --disable-pip-version-check wheel --no-deps --wheel-dir "$folder" \
    -r "$work/runtime.txt" -r "$work/builders.txt"

version=$("$bin/hatchling" version)
{ echo "rasd==$version"; grep -v '^ *#' "$work/runtime.txt"; } >"$folder/requirements.txt"
echo "$folder: $(find "$folder" -name '*.whl' | wc -l) wheels, $(du -sh "$folder" | cut -f1)"
