# The virtual environment .venv with the package (editable) and pinned
# dependencies. Sourced by setup.sh.

# Set $python to the first command that is Python 3.11 or newer.
find_python() {
    for python in ${PYTHON:-} python3 python3.12 python3.13 python3.11 python3.14; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    done
    complain "需要 Python 3.11 或更新的版本，本机没有找到。请安装，例如：apt-get install python3.11 python3.11-venv"
    complain "Python 3.11 or newer is needed and was not found. Install it, for example with the command above."
    return 1
}

# A half-made .venv has no pip, one whose Python is gone has a dead link.
has_environment() { [ -x .venv/bin/python ] && [ -x .venv/bin/pip ]; }

# Debian keeps ensurepip, which makes .venv, in a package of its own: name it if it is needed.
venv_package() {
    has_environment || "$python" -c 'import ensurepip, venv' 2>/dev/null \
        || printf '%s-venv' "$(basename "$python")"
}

# The stamp says: this content, at this place, is what .venv holds.
environment_stamp() {
    { pwd; cat pyproject.toml constraints.txt scripts/venv.sh; } | cksum
}

# $1: demo or test. The test environment holds all that the demo needs.
install_environment() {
    stamp=$(environment_stamp)
    if has_environment; then
        for done_for in "$1" test; do
            [ "$(cat ".venv/set-up-for-$done_for" 2>/dev/null)" = "$stamp" ] && return 0
        done
    fi
    [ -z "$(venv_package)" ] || return 1 # install_packages has said so
    say "正在准备 Python 环境 .venv (preparing the Python environment)"
    case $1 in
        test) package='.[dev]' ;;
        *) package=. ;;
    esac
    # The pinned build backend comes first, so that pip fetches no other one.
    if { has_environment || "$python" -m venv --clear .venv; } \
        && pip_install hatchling \
        && pip_install --no-build-isolation --editable "$package"; then
        say "$stamp" >".venv/set-up-for-$1"
    else
        complain "Python 依赖安装失败（见上面的信息）。请检查网络或 pip 的软件源设置，然后重试。"
        complain "The Python packages could not be installed (see above). Check the network or pip's index settings."
        return 1
    fi
}

pip_install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --constraint constraints.txt "$@"
}
