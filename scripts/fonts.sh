# Fonts: 仿宋 and 楷体 for the user, and aliases from the official names.
# 宋体, 黑体 and 小标宋 come with the package fonts-noto-cjk. Sourced by setup.sh.

font_folder=${XDG_DATA_HOME:-$HOME/.local/share}/fonts/discloser
font_aliases=${XDG_CONFIG_HOME:-$HOME/.config}/fontconfig/conf.d/60-discloser.conf
fandol_files="FandolFang-Regular.otf FandolKai-Regular.otf"

install_fonts() {
    install_aliases
    has_font FandolFang && has_font FandolKai && return 0
    if has fc-cache && has apt-get && fetch_fandol; then
        fc-cache
        has_font FandolFang && has_font FandolKai && return 0
    fi
    complain "缺少字体：FandolFang（代替仿宋）、FandolKai（代替楷体）。"
    complain "它们在 Debian/Ubuntu 软件包 texlive-lang-chinese 中。请把 $fandol_files"
    complain "放入 $font_folder ，执行 fc-cache，然后重试。"
    complain "Missing fonts: FandolFang and FandolKai (in the package texlive-lang-chinese)."
    complain "Put $fandol_files into the folder above, run fc-cache, then try again."
    return 1
}

install_aliases() {
    cmp -s scripts/fonts.conf "$font_aliases" && return 0
    mkdir -p "$(dirname "$font_aliases")"
    cp scripts/fonts.conf "$font_aliases"
}

# Take two faces and their licence out of the package, without installing TeX.
fetch_fandol() {
    step 2 "取仿宋、楷体字体，要下载约 50 MB (fonts FandolFang, FandolKai)"
    folder=$(mktemp -d) || return 1
    chmod 755 "$folder"
    download_package texlive-lang-chinese "$folder" \
        && dpkg-deb -x "$folder"/*.deb "$folder/content" \
        && mkdir -p "$font_folder" \
        && find "$folder/content" -name 'Fandol[FK]a*-Regular.otf' -exec cp {} "$font_folder" \; \
        && find "$folder/content" -path '*/fandol/*' \( -name 'COPYING*' -o -name README \) \
            -exec cp {} "$font_folder" \;
    fetched=$?
    rm -rf "$folder"
    return $fetched
}

# `apt-get download` needs no root, only lists; refresh them where they are missing and we may.
download_package() (
    cd "$2" || return 1
    apt-get -qq download "$1" 2>/dev/null && return 0
    may_become_root && apt_update_once && apt-get -qq download "$1"
)
