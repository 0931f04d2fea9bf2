#!/bin/sh
# Write requirements/ anew from pyproject.toml: scripts/lock.sh [--upgrade]
#
# Without --upgrade, versions that still fit stay. Each file lists what the ones before it lack:
# run.txt, test.txt, bench.txt; desk.txt lies over run.txt, peers.txt over bench.txt; audit.txt and lock.txt are for
# environments of their own. Hashes are those of the public index, for all platforms.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/venv.sh

find_python
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A part of the lock: its packages at their versions, with the hashes of their files.
compile() {
    "$folder/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 \
        --fork-strategy fewest --no-build --generate-hashes --no-header --no-annotate "$@" >/dev/null
}

# As options of compile: the packages of the files named are left out.
without() { sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' "$@"; }

publish() {
    {
        echo "# Written by \`make lock\` from pyproject.toml: every package, by version and hash."
        [ -z "${2:-}" ] || echo "-r $2"
        cat "$folder/$1"
    } >"requirements/$1"
}

# Is there a locked wheel of everything, for the systems and Pythons that users have?
# (pikepdf has wheels from macOS 15 on.)
prove_wheels() {
    for system in linux windows macos; do
        for version in 3.11 3.12 3.13; do
            say "  $1 $system $version"
            MACOSX_DEPLOYMENT_TARGET=15.0 "$folder/venv/bin/uv" pip install --quiet --dry-run \
                --no-deps --target "$folder/nothing" --python-platform "$system" --python-version "$version" \
                --only-binary :all: --require-hashes --requirement "$1"
        done
    done
}

say "正在准备 uv (the tool that resolves and hashes)"
"$python" -m venv "$folder/venv"
if [ -f requirements/lock.txt ]; then
    pip_install "$folder/venv" requirements/lock.txt
else
    "$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: uv
fi
index=$("$python" -m pip config get global.index-url 2>/dev/null || true)
[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"

say "正在确定版本 (resolving)"
"$python" -c 'import tomllib
print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"]))' \
    >"$folder/build.in"
# Everything together first, so that one package has one version in all files.
cat requirements/run.txt requirements/test.txt requirements/bench.txt 2>/dev/null \
    | grep -v '^-r' >"$folder/all.txt" || true
compile pyproject.toml "$folder/build.in" --all-extras --output-file "$folder/all.txt" "$@"
same="--constraint $folder/all.txt"
# Word splitting makes arguments of the lists.
# shellcheck disable=SC2046,SC2086
{
    compile pyproject.toml "$folder/build.in" $same --output-file "$folder/run.txt"
    compile pyproject.toml --extra dev $same --output-file "$folder/test.txt" \
        $(without "$folder/run.txt")
    compile pyproject.toml --extra desk $same --output-file "$folder/desk.txt" \
        $(without "$folder/run.txt")
    compile pyproject.toml --extra bench $same --output-file "$folder/bench.txt" \
        $(without "$folder/run.txt" "$folder/test.txt")
    compile --group peers $same --output-file "$folder/peers.txt" $(without "$folder/all.txt")
}
for group in audit lock; do
    grep -v '^#' "requirements/$group.txt" >"$folder/$group.txt" 2>/dev/null || true
    compile --group "$group" --output-file "$folder/$group.txt" "$@"
done

mkdir -p requirements
publish run.txt
publish test.txt run.txt
publish desk.txt run.txt
publish bench.txt test.txt
publish peers.txt
publish audit.txt
publish lock.txt

say "正在核对：Linux、Windows、macOS 上每个包都有锁定的 wheel (a locked wheel for every system)"
prove_wheels requirements/bench.txt
prove_wheels requirements/audit.txt
prove_wheels requirements/desk.txt
say "已写好 requirements/ (written)。运行 make test 会按它更新 .venv。"
