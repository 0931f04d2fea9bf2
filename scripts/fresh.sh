#!/bin/sh
# Repeat the README's commands on a machine that never saw the project: scripts/fresh.sh [target …]
#
# The machine is an empty Debian in a folder of its own, with processes and mounts of its own.
# Of this machine it takes only the way to the package indexes: apt's sources, pip's settings,
# certificates and proxies, as they are here. Default targets: demo test.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

refuse() {
    complain "这台机器上不能试全新安装：$1"
    complain "Cannot try a fresh machine here: $2"
    exit 3
}

# In mounts and processes of its own, which end with it.
if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" -eq 0 ] || refuse "需要 root。" "this needs root."
    has apt-get || refuse "没有 apt，不是 Debian 或 Ubuntu。" "no apt, so no Debian or Ubuntu."
    unshare --mount --pid --fork true 2>/dev/null \
        || refuse "系统不让用 unshare（多半是在容器里）。" "unshare is not permitted (a container?)."
    has debootstrap || { apt_update_once && apt_quietly install -y --no-install-recommends debootstrap; } \
        || refuse "debootstrap 装不上。" "debootstrap could not be installed."
    root=$(mktemp -d)
    chmod 755 "$root" # apt downloads as a user of its own
    trap 'rm -rf --one-file-system "$root"' EXIT
    trap 'exit 130' INT TERM
    [ $# -gt 0 ] || set -- demo test
    unshare --mount --pid --fork --kill-child sh scripts/fresh.sh --inside "$root" "$@"
    exit
fi

root=$2
shift 2
. /etc/os-release
seconds() { echo $(($(date +%s) - began)); }
inside() { chroot "$root" env -i "HOME=/root" "PATH=/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 "$@"; }

# Settings that tell pip, apt and TLS how to reach the indexes.
reach() { env | grep -iE '^(pip_[a-z_]*|[a-z]*_proxy|ssl_cert_[a-z]*|requests_ca_bundle)=' || true; }

copy_if_there() {
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -aL "$path" "$root$(dirname "$path")/"
    done
}

began=$(date +%s)
say "正在搭一个空的 $NAME $VERSION_CODENAME (debootstrap)"
site=$(apt-get indextargets --format '$(SITE) $(SUITE)' 'Created-By: Packages' \
    | sed -n "s/ $VERSION_CODENAME\$//p" | head -n 1)
debootstrap --variant=minbase "$VERSION_CODENAME" "$root" ${site:+"$site"} >"$root.log" 2>&1 \
    || { tail -n 20 "$root.log" >&2; rm -f "$root.log"; exit 1; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
rm -f "$root/etc/apt/sources.list"
copy_if_there /etc/resolv.conf /etc/hosts /etc/apt/sources.list /etc/apt/sources.list.d \
    /etc/apt/keyrings /usr/share/keyrings /etc/apt/auth.conf.d /etc/apt/apt.conf \
    /etc/ssl/certs /usr/local/share/ca-certificates \
    /etc/pip.conf /etc/xdg/pip /root/.config/pip /root/.pip
apt-config dump | grep -E '^Acquire::' >"$root/etc/apt/apt.conf.d/00as-here" || true
say "用时 $(seconds) 秒 (seconds)。"

# What the README takes as given: Python and make.
inside DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get -qq update && apt-get -qq install -y --no-install-recommends python3 make' >/dev/null 2>&1 \
    || refuse "空系统里 apt 装不上 python3 和 make。" "apt cannot install python3 and make there."

mkdir "$root/root/discloser"
git ls-files -z --cached --others --exclude-standard --deduplicate \
    | tar -c --null --ignore-failed-read -T - -f - 2>/dev/null | tar -x -C "$root/root/discloser" -f -

reach >"$root/root/reach"
for target in "$@"; do
    began=$(date +%s)
    say "—— make $target"
    code=0
    inside sh -c 'while IFS= read -r setting; do export "$setting"; done <"$HOME/reach"
cd "$HOME/discloser" && exec make "$1"' sh "$target" </dev/null || code=$?
    say "—— make $target：退出码 $code，用时 $(seconds) 秒 (exit code, seconds)"
    [ "$code" -eq 0 ] || exit "$code"
done
