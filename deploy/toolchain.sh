# shellcheck shell=bash
#
# The Swift toolchain: finding it, saying how to get it, installing it, building with it. Sourced by machine.sh, on
# whose functions and variables it builds.
# shellcheck disable=SC2154

# Prints the oldest Swift that can read this package, as its manifest says.
oldest_swift() {
    sed -n '1s/^.*swift-tools-version: *\([0-9.]*\).*$/\1/p' "$repository/Package.swift"
}

# Prints the version of the swift on the PATH; nothing where it does not run.
swift_version() {
    swift --version 2>/dev/null | sed -n 's/^.*Swift version \([0-9.]*[0-9]\).*$/\1/p' | head -n 1 || true
}

# Whether the first version is the second one or newer.
is_version_at_least() {
    printf '%s\n%s\n' "$2" "$1" | sort -V -C
}

swiftly_home() {
    echo "${SWIFTLY_HOME_DIR:-${XDG_DATA_HOME:-${HOME-}/.local/share}/swiftly}"
}

# Puts a Swift that is new enough on the PATH: the one that is there, else the one that swiftly installed.
find_swift() {
    local links version
    links=${SWIFTLY_BIN_DIR:-${HOME-}/.local/share/swiftly/bin}
    if ! command -v swift >/dev/null && [ -x "$links/swift" ]; then
        PATH=$links:$PATH
    fi
    command -v swift >/dev/null || return 1
    version=$(swift_version)
    [ -n "$version" ] && is_version_at_least "$version" "$(oldest_swift)"
}

# Ends the script with what to do unless there is a Swift toolchain; installs one if that is wished.
require_swift() {
    find_swift && return 0
    if [ "$install_missing_swift" = yes ]; then
        install_swift
        find_swift && return 0
        fail "Swift was installed, but does not run yet. Open a new shell, try 'swift --version', and start again."
    fi
    explain_swift
    exit 1
}

explain_swift() {
    local found=''
    if command -v swift >/dev/null; then
        found=$(swift_version)
        say "Swift $(oldest_swift) or newer is needed; the one at $(command -v swift) is ${found:-unusable}."
    else
        say "Swift $(oldest_swift) or newer is needed, and there is no 'swift' on the PATH."
    fi
    say ''
    say "On $(distribution_name), run:"
    say ''
    swift_commands "$(distribution_family)" >&2
    say ''
    say "Or let this script do it, with the official installer: deploy/test --install-swift"
}

# Prints the commands that install Swift for the current user, by family of distributions.
swift_commands() {
    local family=$1 sudo
    sudo=$(sudo_word)
    case $family in
        debian)
            cat <<END
    ${sudo}apt-get update
    ${sudo}apt-get install -y binutils ca-certificates curl g++ git gnupg libc6-dev libcurl4-openssl-dev libedit2 \\
        libncurses-dev libpython3-dev libsqlite3-dev libxml2-dev pkg-config tar tzdata unzip zlib1g-dev
END
            ;;
        fedora | amazon)
            cat <<END
    ${sudo}dnf install -y binutils ca-certificates gcc-c++ git gnupg2 libcurl-devel libedit-devel libuuid-devel \\
        libxml2-devel ncurses-devel pkgconf-pkg-config python3-devel sqlite-devel tar tzdata unzip zlib-devel
END
            ;;
        *)
            cat <<'END'
    (There is no official build of Swift for this distribution. The installer below takes the name of a near one,
    as in `./swiftly init --platform ubuntu2404`; see https://www.swift.org/install/linux/. A container works anywhere:
    docker run --rm -it -v "$PWD:/outbox" -w /outbox swift:latest deploy/test --yes)

END
            ;;
    esac
    cat <<'END'
    cd "$(mktemp -d)"
    curl -O "https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz"
    tar -xzf "swiftly-$(uname -m).tar.gz"
    ./swiftly init --quiet-shell-followup
    . "${SWIFTLY_HOME_DIR:-$HOME/.local/share/swiftly}/env.sh"
    hash -r
END
    printf '    cd %q && deploy/test\n' "$repository"
}

# Installs Swift for the current user with swiftly, the official installer, which checks the toolchain's signature.
install_swift() {
    local machine things=() steps
    machine=$(uname -m)
    case $machine in
        x86_64 | aarch64) ;;
        *) fail "There is no official build of Swift for $machine; see https://www.swift.org/install/linux/." ;;
    esac
    agreed "Download Swift from download.swift.org (about 1 GB) and install it into $(swiftly_home)?" ||
        fail 'Not installed.'
    command -v curl >/dev/null || things+=(curl)
    command -v tar >/dev/null || things+=(tar)
    command -v gpg >/dev/null || things+=(gpg)
    has_certificates || things+=(certificates)
    [ "${#things[@]}" -eq 0 ] || install_things "${things[@]}"

    make_private_folder
    steps=$private_folder/steps.sh
    curl --fail --location --proto '=https' --tlsv1.2 --silent --show-error --output "$private_folder/swiftly.tar.gz" \
        "https://download.swift.org/swiftly/linux/swiftly-$machine.tar.gz" ||
        fail 'The installer could not be downloaded; is download.swift.org within reach?'
    tar -xzf "$private_folder/swiftly.tar.gz" -C "$private_folder"
    (cd "$private_folder" && ./swiftly init --assume-yes --skip-install --quiet-shell-followup) >&2
    # shellcheck source=/dev/null
    . "$(swiftly_home)/env.sh"
    # Away from the repository: a .swift-version file would decide, and the installer's own files stay out of it.
    (cd "$private_folder" && swiftly install latest --use --assume-yes --post-install-file="$steps") >&2
    hash -r
    run_post_install_steps "$steps"
}

# Runs, as root, what the installer says is left to do: as a rule one line that installs packages.
run_post_install_steps() {
    [ -s "$1" ] || return 0
    if ! can_be_root; then
        say 'Swift also needs packages. An administrator installs them with:'
        say ''
        fail "    $(cat "$1")"
    fi
    ! command -v apt-get >/dev/null || refresh_package_lists
    as_root env DEBIAN_FRONTEND=noninteractive sh "$1" </dev/null >&2
}

# Builds products for release: `build_release outbox OutboxBenchmark`. A build that is up to date takes seconds.
build_release() {
    local product
    cd -- "$repository" || exit
    if [ -d .build/release ]; then
        say 'Building for release ...'
    else
        say 'Building for release; the first time this takes about 10 minutes on 2 cores ...'
    fi
    for product in "$@"; do
        run_to_end swift build --configuration release --product "$product" >&2
    done
}

# Prints the folder in which the products of build_release are.
release_folder() {
    swift build --package-path "$repository" --configuration release --show-bin-path
}
