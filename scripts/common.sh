# Helpers for the set-up steps; sourced, never run. POSIX sh.

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# What is being done and how far the set-up is: step 2 字体 … Said only where there is work.
step() {
    number=$1
    shift
    say "第 $number/4 步：$*"
}

# Run a command as root. Fails, and asks nothing, where that is not possible.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

may_become_root() {
    [ "$(id -u)" -eq 0 ] || { has sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

# What apt says is shown only where it fails.
apt_quietly() {
    apt_said=$(as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes \
        apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" 2>&1) && return 0
    complain "$apt_said"
    return 1
}

# Refresh apt's lists, at most once for each run.
apt_update_once() {
    [ -n "${apt_updated:-}" ] && return 0
    apt_quietly update && apt_updated=yes
}

# How much apt would fetch: 93.4 MB. Nothing where it cannot tell.
apt_size() {
    LC_ALL=C apt-get install --no-install-recommends --assume-no "$@" 2>/dev/null \
        | sed -n 's/^Need to get \([^/]*\).* of archives\.$/，要下载 \1/p'
}
