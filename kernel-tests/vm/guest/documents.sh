#!/bin/sh
# Runs the lines of /guest/commands, in /etc/bpf-verity, as an operator would who follows the documents. What goes on until it
# is ended does so in the background: a gate until the next one or its end, others until they printed what is waited for.
# Each "saw" is a command; the first that fails ends it.
AGENT=/usr/sbin/agent
TOOL=/usr/local/sbin/tool
UNIT=bpf-verity.service
export JDK_JAVA_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto'
document=none
gate=

fail() {
    echo "NOT SEEN: $document: $1"
    cat /tmp/seen /tmp/gate 2>/dev/null
    exit 1
}

prepare() {
    mkdir -p /etc/bpf-verity/cli/target
    cd /etc/bpf-verity || exit 1
    cp /guest/bpf-verity.deb /guest/counter.bpf.o .
    cp /guest/cli.jar cli.jar
    ln -s ../../cli.jar cli/target/cli.jar
    cp /guest/examples.jar tracer.jar
    cp /usr/sbin/bpftool $TOOL
    truncate -s 16M /root/disk
    mkfs.ext4 -q /root/disk
    ln -s /root/disk /dev/sda1
}

# A new agent, that no earlier document sealed or listed, and policies of one that did not change.
begin_document() {
    document=$1
    end_gate
    rm -f $AGENT
    cp /usr/sbin/bpftool $AGENT
    echo "$document" >>$AGENT
    [ -s base.policy ] || java -jar cli.jar seal --with-libraries --policy /usr/sbin/bpftool >base.policy 2>/tmp/seen ||
        fail "a policy"
    cp base.policy agents.policy
}

end_gate() {
    if systemctl --quiet is-active $UNIT; then bpf-verity detach >/tmp/seen 2>&1 || fail "the end of the service's gate"; fi
    if [ -n "$gate" ]; then
        kill -TERM "$gate" 2>/dev/null
        wait "$gate"
        gate=
    fi
}

# until_printed WORDS OUTPUT: while somebody calls bpf() now and then.
until_printed() {
    tries=600
    while ! grep -q "$1" "$2"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] && kill -0 "$running" 2>/dev/null || return 1
        $TOOL prog list >/dev/null 2>&1
        sleep 0.2
    done
}

start() { # OUTPUT LINE
    sh -c "exec $2" >"$1" 2>&1 &
    running=$!
}

attach() {
    end_gate
    start /tmp/gate "$1"
    gate=$running
    until_printed 'Attached program' /tmp/gate || fail "$1"
}

# watch WORDS LINE: it prints these words and is ended.
watch() {
    start /tmp/seen "$2"
    until_printed "$1" /tmp/seen || fail "$2"
    kill -TERM "$running" # SIGINT is ignored by what a shell starts in the background
    wait "$running"
}

# It says of an agent that is not sealed yet that it cannot be listed.
doctor() {
    sh -c "$1" >/tmp/seen 2>&1
    case $? in 0 | 69) grep -q 'kernel: ' /tmp/seen || fail "$1" ;; *) fail "$1" ;; esac
}

run() {
    case $1 in
        *'cli.jar doctor '*) doctor "$1" ;;
        *'cli.jar attach '*) attach "$1" ;;
        *'cli.jar learn '*)
            watch 'learning for' "$1"
            [ -s learned.policy ] || fail "$1"
            ;;
        *'cli.jar run -- '*) watch 'Printing' "$1" ;;
        *' --follow'*) watch 'bpf' "$1" ;;
        *'load --attach '*) watch 'links: 1' "$1" ;;
        './run.sh'* | './test.sh'*) return ;;
        *) sh -c "$1" >/tmp/seen 2>&1 </dev/null || fail "$1" ;;
    esac
    echo "saw: $document: $1"
}

# What stands for the user's own in README.
filled_in() {
    sed "s/ *# .*//; s#\[PATH\.\.\.\]##; s#--policy FILE#--policy base.policy#; s#OBJECT\.\.\.#counter.bpf.o#
        s#PID|FILE#$AGENT#; s#FILE|DIGEST#$AGENT#; s#FILE\.\.\.#$AGENT#"
}

prepare
while read -r line <&3; do
    case $line in
        document\ *) begin_document "${line#document }" ;;
        *) run "$(echo "$line" | filled_in)" ;;
    esac
done 3</guest/commands
end_gate
echo "DOCUMENTS COMPLETE"
