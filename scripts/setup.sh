#!/bin/sh
# Make this machine ready: scripts/setup.sh run | desk | test | bench | proof
# What is there already is left alone; a second run installs nothing and says nothing.
set -u
cd "$(dirname "$0")/.." || exit 1
. scripts/common.sh
. scripts/system.sh
. scripts/fonts.sh
. scripts/venv.sh

environment=${1:-}
case $environment in
    run | desk) packages=$packages_to_run ;;
    test | bench) packages=$packages_to_test ;;
    proof) packages=$packages_to_prove environment=test ;;
    *) complain "用法 (usage): scripts/setup.sh run | desk | test | bench | proof"; exit 2 ;;
esac

find_python || exit 1

packages="$packages $(venv_package)"

# Every step is tried, so that one run names all that is missing.
ready=yes
# shellcheck disable=SC2086
install_packages $packages || ready=no
case $environment in test | bench) install_browser ;; esac
install_fonts || ready=no
install_environment "$environment" || ready=no
[ "$ready" = yes ]
