# shellcheck shell=bash
# A private apt configuration: the suites this project needs, from the mirror this machine already uses,
# without touching the machine's own lists.

RELEASE=bookworm
NEXT_RELEASE=trixie

# Lines "ADDRESS|SUITE" of this machine's own apt configuration.
configured_suites() {
    command -v apt-get >/dev/null || die "this is not a Debian machine (no apt-get): run on Debian 12, or in a container of it"
    apt-get indextargets --format '$(REPO_URI)|$(RELEASE)' 'Created-By: Packages' | sort -u
}

# The Debian archive this machine uses: where its own release comes from.
mirror() {
    local found
    found=$(configured_suites | awk -F'|' -v release="$RELEASE" '$2 == release && !n++ { print $1 }')
    [ -n "$found" ] || die "apt has no source for Debian's $RELEASE on this machine: add one in /etc/apt/sources.list.d"
    printf '%s\n' "${found%/}"
}

# One source per suite of the release that the machine has (updates, security), and the two backports.
private_sources() {
    local archive=$1 keyring=$2
    {
        printf '%s|%s\n' "$archive" "$RELEASE-backports" "$archive" "$NEXT_RELEASE-backports"
        configured_suites | awk -F'|' -v r="$RELEASE" '$2 == r || $2 == r "-updates" || $2 == r "-security"'
    } | awk -F'|' -v keyring="$keyring" '{
        printf "Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: amd64\nSigned-By: %s\n\n", $1, $2, keyring }'
}

# private_apt COMMAND ARG...: apt-get, apt-cache or apt-mark with the project's suites.
private_apt() {
    local command=$1
    shift
    "$command" -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$CACHE/apt/sources" \
        -o Dir::State::Lists="$CACHE/apt/lists" -o Dir::Cache="$CACHE/apt/cache" \
        -o Dir::Etc::PreferencesParts=/dev/null -o Dir::Etc::Preferences="$CACHE/apt/preferences" \
        -o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=3 -o Acquire::Languages=none \
        -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@"
}

# Writes the sources and reads the package lists, at most once in 12 hours.
update_private_apt() {
    local stamp=$CACHE/apt/updated keyring=/usr/share/keyrings/debian-archive-keyring.gpg archive
    [ -n "$(find "$stamp" -mmin -720 2>/dev/null)" ] && return
    [ -r "$keyring" ] || die "$keyring is missing: apt-get install debian-archive-keyring"
    archive=$(mirror)
    say "Reading the package lists of $RELEASE, $RELEASE-backports and $NEXT_RELEASE-backports"
    mkdir -p "$CACHE/apt/sources" "$CACHE/apt/lists/partial" "$CACHE/apt/cache/archives/partial"
    private_sources "$archive" "$keyring" >"$CACHE/apt/sources/bpf-verity.sources"
    # Packages of the next release are never preferred: its kernels are only unpacked.
    printf 'Package: *\nPin: release n=%s-backports\nPin-Priority: 1\n' "$NEXT_RELEASE" >"$CACHE/apt/preferences"
    quietly "$CACHE/apt/update.log" private_apt apt-get update
    touch "$stamp"
}
