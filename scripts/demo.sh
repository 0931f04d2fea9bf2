#!/bin/sh
# Render the inputs named, and say in three lines what was made, where, and what to do next.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

said=$(mktemp)
trap 'rm -f "$said"' EXIT
say "正在生成 $# 个部门的公开文件…… (rendering)"
if ! .venv/bin/discloser render "$@" >"$said" 2>&1; then
    cat "$said" >&2
    exit 1
fi
folder=${1#inputs/}
folder=$(dirname "$folder")
say "已生成：$# 个部门的部门预算公开文件，每个部门 Word、Excel、PDF 各一份。"
say "在这里：output/$folder/"
say "下一步：运行 .venv/bin/discloser new --pack ${folder%/*} --kind budget --year ${folder##*/} -o 本部门.xlsx，用 Excel 或 WPS 打开它，填自己的数据。"
