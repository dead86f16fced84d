#!/usr/bin/env bash
# Installs what the tests need from the system and cannot come from a package index: a browser, Java, Virtuoso.
# Does nothing where all is there; elsewhere it needs Debian's apt-get and the rights to use it.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)         # the tests of the interface
command -v java >/dev/null || missing+=(default-jre-headless) # the reasoner that checks the ontology
command -v virtuoso-t >/dev/null || missing+=(virtuoso-opensource-7-bin) # the tests of remote stores
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "the tests need these system packages, install them first: ${missing[*]}" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
