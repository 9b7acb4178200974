# shellcheck shell=bash
#
# What the scripts of this project need of a machine: packages, the right to install them, a private folder, a clean
# end; and, in toolchain.sh beside it, Swift. This file is sourced, never run, by scripts that say `set -euo pipefail`.
#
# What is meant for people goes to standard error. A problem that only a person can solve is printed with the command
# that solves it, and ends the script with exit status 1.

# The folder of the repository, which may hold spaces.
repository=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

# shellcheck source-path=SCRIPTDIR source=toolchain.sh
. "$repository/deploy/toolchain.sh"

# Set to yes by --yes: nothing is asked.
assume_yes=no

# Set to yes by --install-swift: a missing toolchain is installed.
install_missing_swift=no

# Programs that the script at hand calls, beside those that the build needs.
needed_programs=()

# The oldest SQLite whose upserts, RETURNING and STRICT tables the outbox can rely on.
oldest_sqlite=3.37

# ---------------------------------------------------------------------------------------------------------- talking

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# Takes an option that all scripts have; fails when it is none of them.
takes_shared_option() {
    case $1 in
        --yes) assume_yes=yes ;;
        --install-swift) install_missing_swift=yes ;;
        *) return 1 ;;
    esac
}

# Ends a script that was called wrongly, with what its function `usage` prints.
refuse_option() {
    say "${0##*/}: unknown option: $1"
    usage >&2
    exit 2
}

# Whether a person sits at the terminal and wants to be asked.
may_ask() {
    [ "$assume_yes" = no ] && [ "${CI:-}" != true ] && [ -t 0 ] && [ -t 2 ]
}

# Succeeds when nobody needs to be asked, or the answer is yes (which return alone means too).
agreed() {
    may_ask || return 0
    local answer
    printf '%s [Y/n] ' "$1" >&2
    read -r answer || return 1
    case $answer in
        '' | y | Y | yes | Yes) return 0 ;;
        *) return 1 ;;
    esac
}

# ----------------------------------------------------------------------------------------------------- distribution

# The file in which a distribution says what it is.
os_release=/etc/os-release

# Prints the family of the distribution, by which packages and installers differ.
distribution_family() {
    case " $(release_field ID) $(release_field ID_LIKE) " in
        *' amzn '*) echo amazon ;;
        *' debian '* | *' ubuntu '*) echo debian ;;
        *' fedora '* | *' rhel '*) echo fedora ;;
        *' alpine '*) echo alpine ;;
        *' arch '*) echo arch ;;
        *' suse '* | *' opensuse '*) echo suse ;;
        *) echo other ;;
    esac
}

# Prints the name of the distribution as its makers write it.
distribution_name() {
    local name
    name=$(release_field PRETTY_NAME)
    echo "${name:-this system}"
}

release_field() {
    [ ! -r "$os_release" ] || sed -n "s/^$1=//p" "$os_release" | tr -d "\"'"
}

# ------------------------------------------------------------------------------------------------------------- root

# Succeeds when commands can be run as root without a question that nobody would answer.
can_be_root() {
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null || return 1
    may_ask || sudo -n true 2>/dev/null
}

# Runs a command as root. Call it only after can_be_root has succeeded.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# `sudo `, for printed commands, unless root reads them.
sudo_word() {
    [ "$(id -u)" -eq 0 ] || printf 'sudo '
}

# --------------------------------------------------------------------------------------------------------- packages

# Prints the packages of a family of distributions that bring one of the things named.
package_names() {
    local family=$1 thing
    shift
    for thing in "$@"; do
        case $thing:$family in
            sqlite:debian) echo libsqlite3-dev ;;
            sqlite:alpine) echo sqlite-dev ;;
            sqlite:arch) echo sqlite ;;
            sqlite:suse) echo sqlite3-devel ;;
            sqlite:*) echo sqlite-devel ;;
            zlib:debian) echo zlib1g-dev ;;
            zlib:alpine) echo zlib-dev ;;
            zlib:arch) echo zlib ;;
            zlib:*) echo zlib-devel ;;
            pkg-config:fedora | pkg-config:amazon) echo pkgconf-pkg-config ;;
            pkg-config:alpine | pkg-config:arch) echo pkgconf ;;
            pkg-config:*) echo pkg-config ;;
            compiler:debian | compiler:alpine) echo g++ ;;
            compiler:arch) echo gcc ;;
            compiler:*) echo gcc-c++ ;;
            gpg:debian) echo gnupg ;;
            gpg:fedora | gpg:amazon | gpg:arch) echo gnupg2 ;;
            gpg:suse) echo gpg2 ;;
            python-venv:debian) echo python3-venv ;;
            python3:arch) echo python ;;
            python-venv:*) echo python3 ;;
            certificates:*) echo ca-certificates ;;
            shellcheck:fedora | shellcheck:suse) echo ShellCheck ;;
            *) echo "$thing" ;;
        esac
    done
}

# Prints the one line with which an administrator installs packages.
install_line() {
    local family=$1 sudo
    shift
    sudo=$(sudo_word)
    case $family in
        debian) echo "${sudo}apt-get update && ${sudo}apt-get install -y $*" ;;
        fedora | amazon) echo "${sudo}dnf install -y $*" ;;
        alpine) echo "${sudo}apk add $*" ;;
        arch) echo "${sudo}pacman -S --needed $*" ;;
        suse) echo "${sudo}zypper install -y $*" ;;
        *) echo "(the package manager of this system) $*" ;;
    esac
}

# Prints what the build needs and the machine does not have, one thing a line.
missing_things() {
    local tool
    for tool in git pkg-config "${needed_programs[@]}"; do
        command -v "$tool" >/dev/null || echo "$tool"
    done
    has_library sqlite3 sqlite3.h || echo sqlite
    has_library zlib zlib.h || echo zlib
    compiles_cxx || echo compiler
    has_certificates || echo certificates
}

# Whether there are root certificates, without which nothing is fetched over HTTPS.
has_certificates() {
    [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] || [ -e /etc/ssl/cert.pem ] ||
        [ -e /etc/ssl/ca-bundle.pem ]
}

# Whether a library is there to compile against; where pkg-config is missing, the header decides.
has_library() {
    if command -v pkg-config >/dev/null; then
        pkg-config --exists "$1"
    else
        [ -e "/usr/include/$2" ]
    fi
}

# Whether the compiler that comes with Swift, else the system's, finds the C++ library that some packages need.
compiles_cxx() {
    local compiler
    for compiler in "$(dirname -- "$(command -v swift)")/clang" clang g++; do
        command -v "$compiler" >/dev/null || continue
        printf '#include <string>\n' | "$compiler" -x c++ -fsyntax-only - 2>/dev/null
        return
    done
    return 1
}

# Installs things that are missing: `install_things sqlite shellcheck`.
#
# On a terminal it says what it would install and asks. Without the right to install, and where the distribution is
# not one it can install on, it prints the line for the administrator and ends the script.
install_things() {
    local family names line
    family=$(distribution_family)
    mapfile -t names < <(package_names "$family" "$@")
    line=$(install_line "$family" "${names[@]}")
    say "Needed and not installed: ${names[*]}"
    if [ "$family" != debian ] || ! command -v apt-get >/dev/null || ! can_be_root; then
        say 'An administrator installs it with this line:'
        say ''
        fail "    $line"
    fi
    agreed 'Install it with apt-get now?' || fail "Not installed. To do it yourself: $line"
    refresh_package_lists
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${names[@]}" </dev/null >&2 ||
        fail "apt-get could not install ${names[*]}; its message stands above."
}

# Refreshes apt-get's lists once; a list that cannot be had is no reason to stop, the package may be in another.
refresh_package_lists() {
    [ "${package_lists_are_fresh:-no}" = no ] || return 0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >&2 ||
        say 'apt-get could not refresh all of its lists; going on with what there is.'
    package_lists_are_fresh=yes
}

# Sees to it that everything the build needs is there, and new enough.
ensure_packages() {
    local things
    mapfile -t things < <(missing_things)
    [ "${#things[@]}" -eq 0 ] || install_things "${things[@]}"
    mapfile -t things < <(missing_things)
    [ "${#things[@]}" -eq 0 ] || fail "Installed, and still not found: ${things[*]}."
    pkg-config --atleast-version="$oldest_sqlite" sqlite3 ||
        fail "SQLite $(pkg-config --modversion sqlite3) is too old: the outbox needs $oldest_sqlite or newer," \
            'as in Debian 12, Ubuntu 22.04, Fedora 36 and Amazon Linux 2023.'
}

# ------------------------------------------------------------------------------------------------------ a clean end

private_folder=''
started_processes=()

# Makes a folder that only this user can read, named in $private_folder, and removed when the script ends.
make_private_folder() {
    [ -z "$private_folder" ] || return 0
    private_folder=$(mktemp -d "${TMPDIR:-/tmp}/tiktok-outbox.XXXXXXXX")
}

# Starts a command in the background, its process id in $last_started; it is ended, with all that it started, when
# the script ends. It gets a process group of its own for that, and no input.
start() {
    set -m
    "$@" </dev/null &
    last_started=$!
    set +m
    started_processes+=("$last_started")
}

# Runs a command to its end, and returns its status. Unlike a plain call it ends with the script at any signal.
run_to_end() {
    start "$@"
    wait "$last_started"
}

# Ends what was started, politely for five seconds, and removes the private folder. Runs at every end of the script.
clean_up() {
    local process tries=0
    trap '' INT TERM HUP
    for process in "${started_processes[@]}"; do
        kill -- "-$process" 2>/dev/null || true
    done
    for process in "${started_processes[@]}"; do
        while kill -0 -- "-$process" 2>/dev/null && [ "$tries" -lt 50 ]; do
            sleep 0.1
            tries=$((tries + 1))
        done
        kill -KILL -- "-$process" 2>/dev/null || true
    done
    [ -z "$private_folder" ] || rm -rf -- "$private_folder"
}

trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
