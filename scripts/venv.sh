# The virtual environment .venv: the locked dependencies and the package (editable). Sourced.
#
# requirements/*.txt lock every package by version and hash, and only wheels are installed:
# nothing foreign is built, so no compiler, header or build tool can be missing.

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
has_environment() { [ -x "$1/bin/python" ] && [ -x "$1/bin/pip" ]; }

# Debian keeps ensurepip, which makes .venv, in a package of its own: name it if it is needed.
venv_package() {
    has_environment .venv || "$python" -c 'import ensurepip, venv' 2>/dev/null \
        || printf '%s-venv' "$(basename "$python")"
}

# pip into the environment $1, by a lock: pip_install .venv requirements/run.txt
pip_install() {
    environment=$1
    lock=$2
    shift 2
    "$environment/bin/python" -m pip install -qq --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement "$lock" "$@"
}

# The package itself, by the build backend of the lock. Nothing is looked for elsewhere.
pip_install_here() {
    .venv/bin/python -m pip install -qq --disable-pip-version-check \
        --no-index --no-deps --no-build-isolation --editable .
}

# The stamp says: this content, at this place, is what .venv holds.
environment_stamp() {
    { pwd; cat pyproject.toml requirements/*.txt scripts/venv.sh; } | cksum
}

# Each set holds those before it.
sets_with() {
    case $1 in
        run) printf 'run desk test bench' ;;
        desk) printf 'desk test bench' ;;
        test) printf 'test bench' ;;
        bench) printf 'bench' ;;
    esac
}

# $1: run, desk, test or bench.
install_environment() {
    stamp=$(environment_stamp)
    made_for=none
    has_environment .venv && [ -f .venv/set-up ] && made_for=$(cat .venv/set-up)
    for set in $(sets_with "$1"); do
        [ "$made_for" = "$set $stamp" ] && return 0
    done
    [ -z "$(venv_package)" ] || return 1 # install_packages has said so
    # What another lock has left there would hide what this one lacks.
    case $made_for in
        *" $stamp") ;;
        *) rm -rf .venv ;;
    esac
    step 3 "下载并安装 $(count_locked "$1") 个 Python 包，放在 .venv (Python packages)"
    if { has_environment .venv || "$python" -m venv .venv; } \
        && pip_install .venv "requirements/$1.txt" \
        && step 4 "安装 discloser 本身 (the package itself)" \
        && pip_install_here; then
        say "$1 $stamp" >.venv/set-up
    else
        complain_of_packages
        return 1
    fi
}

# How many packages requirements/$1.txt names, those of the files that it is based on too.
count_locked() {
    case $1 in
        test) locks="run test" ;;
        bench) locks="run test bench" ;;
        *) locks=$1 ;;
    esac
    for lock in $locks; do
        cat "requirements/$lock.txt"
    done | grep -c '^[a-z0-9-]*=='
}

complain_of_packages() {
    complain "Python 依赖安装失败（见上面的信息）。请检查网络或 pip 的软件源设置，然后重试。"
    complain "The Python packages could not be installed (see above). Check the network or pip's index settings."
}
