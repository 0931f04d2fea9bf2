#!/bin/sh
# Install outloud into an environment of its own: it brings an OCR engine that nothing else needs.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/venv.sh

version=0.2.1
[ -x .venv-audit/bin/outloud ] && exit 0
find_python
say "正在安装 outloud……  installing outloud"
"$python" -m venv .venv-audit
.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check "outloud==$version"
