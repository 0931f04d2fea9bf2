#!/bin/sh
# Get the peers of the race: docxtpl and unoserver into .venv-peers, python3-uno by apt.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/venv.sh

/usr/bin/python3 -c 'import uno' 2>/dev/null \
    || { apt_update_once && apt_quietly install -y --no-install-recommends python3-uno; }
[ -d .venv-peers ] || pip_install .venv requirements/peers.txt --no-deps --target .venv-peers
