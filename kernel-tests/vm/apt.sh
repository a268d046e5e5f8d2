# shellcheck shell=bash
# A private apt configuration: the suites this project needs, from the mirror this machine already uses,
# without touching the machine's own lists.

RELEASE=bookworm
NEXT_RELEASE=trixie

# The address of the Debian archive in the machine's own configuration.
mirror() {
    command -v apt-get >/dev/null || die "this is not a Debian machine (no apt-get): run on Debian 12, or in a container of it"
    local found
    found=$(apt-get indextargets --format '$(ORIGIN)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$1 == "Debian" && $2 !~ /-/ && !n++ { print $3 }')
    [ -n "$found" ] || found=$(apt-get indextargets --format '$(CODENAME)|$(RELEASE)|$(REPO_URI)' 'Created-By: Packages' |
        awk -F'|' -v r="$RELEASE" '$1 == r || $2 == r || $2 == "stable" || $2 == "oldstable" { if (!n++) print $3 }')
    [ -n "$found" ] || die "apt knows no Debian archive on this machine: add one to /etc/apt/sources.list.d, then apt-get update"
    printf '%s\n' "${found%/}"
}

# private_apt COMMAND ARG...: apt-get, apt-cache or apt-mark with the project's suites.
private_apt() {
    local command=$1
    shift
    "$command" -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$CACHE/apt/sources" \
        -o Dir::State::Lists="$CACHE/apt/lists" -o Dir::Cache="$CACHE/apt/cache" \
        -o Dir::Etc::PreferencesParts=/dev/null -o Dir::Etc::Preferences="$CACHE/apt/preferences" \
        -o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=3 -o Acquire::Languages=none "$@"
}

# Writes the sources and reads the package lists, at most once in 12 hours.
update_private_apt() {
    local stamp=$CACHE/apt/updated keyring=/usr/share/keyrings/debian-archive-keyring.gpg archive
    [ -n "$(find "$stamp" -mmin -720 2>/dev/null)" ] && return
    [ -r "$keyring" ] || die "$keyring is missing: apt-get install debian-archive-keyring"
    archive=$(mirror)
    say "Reading the package lists of $RELEASE, $RELEASE-backports and $NEXT_RELEASE-backports"
    mkdir -p "$CACHE/apt/sources" "$CACHE/apt/lists/partial" "$CACHE/apt/cache/archives/partial"
    cat >"$CACHE/apt/sources/bpf-verity.sources" <<SOURCES
Types: deb
URIs: $archive
Suites: $RELEASE $RELEASE-backports $NEXT_RELEASE-backports
Components: main
Architectures: amd64
Signed-By: $keyring
SOURCES
    # Packages of the next release are never preferred: its kernels are only unpacked.
    printf 'Package: *\nPin: release n=%s-backports\nPin-Priority: 1\n' "$NEXT_RELEASE" >"$CACHE/apt/preferences"
    quietly "$CACHE/apt/update.log" private_apt apt-get update
    touch "$stamp"
}
