# System packages: what WeasyPrint opens at run time, the Noto CJK faces and Liberation Serif, what
# the tests read the files back with, and what `make audit` judges them with. Sourced by setup.sh
# and audit.sh.

# WeasyPrint also opens libgobject and libharfbuzz; pango depends on both.
packages_to_run="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-liberation"
packages_to_test="$packages_to_run libreoffice-writer libreoffice-calc poppler-utils git"
packages_to_prove="$packages_to_test postgresql procps"
packages_to_audit="default-jdk-headless libjaxb-java" # veraPDF, and what its jar lacks

# Is what the package brings there? dpkg knows; elsewhere look for the thing itself.
is_there() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] && return 0
    case $1 in
        libpango-1.0-0) has_library libpango-1.0.so.0 ;;
        libpangoft2-1.0-0) has_library libpangoft2-1.0.so.0 ;;
        libharfbuzz-subset0) has_library libharfbuzz-subset.so.0 ;;
        fontconfig) has fc-list && has fc-cache ;;
        fonts-noto-cjk) has_font 'Noto Serif CJK SC' && has_font 'Noto Sans CJK SC' ;;
        fonts-liberation) has_font 'Liberation Serif' ;;
        libreoffice-writer) has_office_part libswlo.so ;;
        libreoffice-calc) has_office_part libsclo.so ;;
        git) has git ;;
        postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has initdb ;;
        procps) has pgrep ;;
        default-jdk-headless) has javac ;;
        libjaxb-java) [ -e /usr/share/java/jaxb-runtime.jar ] ;;
        poppler-utils) has pdftotext && has pdftoppm && has pdffonts ;;
        *) return 1 ;;
    esac
}

has_library() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
has_font() { has fc-list && [ -n "$(fc-list "$1" family)" ]; }
has_office_part() { has soffice && [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/$1" ]; }

missing_packages() {
    for package in "$@"; do
        is_there "$package" || printf ' %s' "$package"
    done
}

# Older releases carry libharfbuzz-subset0 inside libharfbuzz0b: leave out what apt does not know.
known_to_apt() {
    for package in "$@"; do
        apt-cache show "$package" >/dev/null 2>&1 && printf ' %s' "$package"
    done
}

install_packages() {
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return 0
    if ! has apt-get || ! may_become_root; then
        complain "缺少系统软件包：$missing"
        complain "当前没有 root 权限或没有 apt，不能自动安装。请管理员执行下面的命令，然后重试："
        complain "    apt-get update && apt-get install --no-install-recommends$missing"
        complain "Missing system packages:$missing"
        complain "No root, no sudo or no apt here. Ask an administrator to run the command above, then try again."
        return 1
    fi
    # Word splitting makes arguments of the lists.
    # shellcheck disable=SC2046,SC2086
    if ! { apt_update_once && wanted=$(known_to_apt $missing) \
        && step 1 "安装系统软件包$(apt_size $wanted)：$missing (system packages)" \
        && apt_quietly install -y --no-install-recommends $wanted; }; then
        complain "系统软件包安装失败（见上面 apt 的信息）：$missing"
        complain "apt could not install:$missing"
        return 1
    fi
}

# Only the tests of the preview page need a browser, and say so where there is none:
# nothing is asked of a machine without root, and Ubuntu has it as a snap only.
install_browser() {
    { has chromium || has chromium-browser; } && return 0
    { has apt-get && may_become_root && [ -n "$(known_to_apt chromium)" ]; } || return 0
    if ! { apt_update_once \
        && step 1 "安装浏览器 chromium$(apt_size chromium)，测试预览页用 (for tests of the preview)" \
        && apt_quietly install -y --no-install-recommends chromium; }; then
        complain "chromium 装不上，预览页的测试会跳过。"
        complain "chromium could not be installed: the tests of the preview page will be skipped."
    fi
}
