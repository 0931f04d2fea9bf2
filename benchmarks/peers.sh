#!/bin/sh
# Get the peers of the race: docxtpl and unoserver into .venv-peers, python3-uno by apt.
set -eu
cd "$(dirname "$0")/.."
/usr/bin/python3 -c 'import uno' 2>/dev/null || apt-get install -y --no-install-recommends python3-uno
[ -d .venv-peers ] || .venv/bin/python -m pip install --quiet --no-deps --target .venv-peers docxtpl unoserver
