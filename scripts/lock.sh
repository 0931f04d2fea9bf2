#!/bin/sh
# Write constraints.txt anew: the newest versions that pyproject.toml allows.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/venv.sh

find_python
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check '.[dev,bench]'
{
    echo "# The complete tree of dependencies, direct and transitive. Written by \`make lock\`."
    "$folder/venv/bin/python" -m pip freeze --disable-pip-version-check | grep -v '^discloser '
} >"$folder/constraints.txt"
cp "$folder/constraints.txt" constraints.txt
say "已更新 constraints.txt (updated)"
