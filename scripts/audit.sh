#!/bin/sh
# Install outloud into an environment of its own: it brings an OCR engine that nothing else needs.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/venv.sh

stamp=$(cksum <requirements/audit.txt)
[ "$(cat .venv-audit/set-up 2>/dev/null)" = "$stamp" ] && exit 0
find_python
say "正在安装 outloud，放在 .venv-audit：$(count_locked audit) 个 Python 包 (installing outloud)"
rm -rf .venv-audit
"$python" -m venv .venv-audit
pip_install .venv-audit requirements/audit.txt || { complain_of_packages; exit 1; }
say "$stamp" >.venv-audit/set-up
