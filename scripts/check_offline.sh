#!/usr/bin/env bash
# Installs from a folder that scripts/collect_wheels.sh has filled, without a network, the wheel and the source
# distribution each into an environment of its own, and builds the examples with both.
# Usage: scripts/check_offline.sh BIN FOLDER   BIN: folder with python
set -euo pipefail

bin=$(cd "$1" && pwd)
folder=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # so that nothing is found only because the checkout is the working directory

fail() {
    echo "check_offline: $*" >&2
    exit 1
}

# A network namespace with nothing in it, where the system lets us have one.
alone=()
if unshare --map-root-user --net true 2>/dev/null; then
    alone=(unshare --map-root-user --net)
fi

install() { # ENVIRONMENT ARGUMENT...
    local environment=$1
    shift
    "$bin/python" -m venv "$environment"
    "${alone[@]}" "$environment/bin/python" -m pip --quiet --isolated --disable-pip-version-check install \
        --no-index --find-links "$folder" --no-deps "$@"
}

install wheel -r "$folder/requirements.txt"
install sdist -r <(grep -v '^rasd==' "$folder/requirements.txt") "$folder"/rasd-*.tar.gz
for kind in wheel sdist; do
    "${alone[@]}" "$kind/bin/rasd" demo --no-ui --store "$kind-store" >"$kind.txt" || {
        cat "$kind.txt" >&2
        fail "rasd demo failed when installed from the $kind"
    }
    "$kind/bin/rasd" export --store "$kind-store" --format nquads | sort >"$kind.nq"
    "$kind/bin/rasd" --version >"$kind.version"
    (cd "$kind"/lib/python*/site-packages && find builder ui -type f ! -name '*.pyc' | sort) >"$kind.files"
done
grep -q 'founding-article' wheel.nq || fail "the founding article is not in the graph"
for what in version files nq; do
    cmp "wheel.$what" "sdist.$what" || fail "wheel and source distribution differ: $what"
done
echo "check_offline: $(cat wheel.version) installs from $folder without a network, $(wc -l <wheel.nq) statements"
