#!/usr/bin/env bash
# Builds the wheel, installs it alone into a fresh environment, and from another folder builds the examples with it, asks
# them, exports them, and has them served by the endpoint and the interface.
# Usage: scripts/check_wheel.sh [BIN]   BIN: folder with python, uv and hatchling (default .venv/bin)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
bin=$(cd "${1:-.venv/bin}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "check_wheel: $*" >&2
    exit 1
}

"$bin/hatchling" build --target wheel --directory "$work/dist" >/dev/null
wheel=$(echo "$work"/dist/rasd-*.whl)
[ -f "$wheel" ] || fail "no wheel was built"

"$bin/uv" venv --quiet --python "$bin/python" "$work/venv"
"$bin/uv" pip install --quiet --python "$work/venv/bin/python" -c constraints.txt --overrides overrides.txt "$wheel"

for unwanted in torch transformers; do
    if "$work/venv/bin/python" -c "import $unwanted" 2>/dev/null; then
        fail "$unwanted was installed although overrides.txt drops it"
    fi
done

# From another folder, so that nothing is found only because the checkout is the working directory.
mkdir "$work/elsewhere"
cd "$work/elsewhere"
"$work/venv/bin/rasd" demo --no-ui --store "$work/store" >"$work/demo.txt" || {
    cat "$work/demo.txt" >&2
    fail "rasd demo failed"
}
"$work/venv/bin/rasd" query attack-roles --store "$work/store" --format csv >"$work/rows.csv"
grep -q '^founding-article,' "$work/rows.csv" || fail "no row of the founding article in attack-roles"
rows=$(($(wc -l <"$work/rows.csv") - 1))
[ "$rows" -ge 100 ] || fail "only $rows rows in attack-roles"
"$work/venv/bin/rasd" export --store "$work/store" --format csv >"$work/table.csv"
grep -q '^"https://w3id.org/rasd/id/attack/' "$work/table.csv" || fail "no attack in the exported table"
"$work/venv/bin/python" "$root/scripts/check_servers.py" "$work/store" || fail "rasd serve or rasd ui does not answer"
echo "check_wheel: $(basename "$wheel") gives $rows rows of attack-roles outside the checkout"
