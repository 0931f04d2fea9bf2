#!/bin/sh
# Make this machine ready: scripts/setup.sh run | desk | test | bench
# What is there already is left alone; a second run installs nothing and says nothing.
set -u
cd "$(dirname "$0")/.." || exit 1
. scripts/common.sh
. scripts/system.sh
. scripts/fonts.sh
. scripts/venv.sh

case ${1:-} in
    run | desk) packages=$packages_to_run ;;
    test | bench) packages=$packages_to_test ;;
    *) complain "用法 (usage): scripts/setup.sh run | desk | test | bench"; exit 2 ;;
esac

find_python || exit 1

packages="$packages $(venv_package)"

# Every step is tried, so that one run names all that is missing.
ready=yes
# shellcheck disable=SC2086
install_packages $packages || ready=no
case $1 in test | bench) install_browser ;; esac
install_fonts || ready=no
install_environment "$1" || ready=no
[ "$ready" = yes ]
