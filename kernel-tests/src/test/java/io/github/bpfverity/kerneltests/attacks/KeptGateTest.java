package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.kerneltests.Cli;
import io.github.bpfverity.kerneltests.Ran;
import io.github.bpfverity.kerneltests.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is tried against a gate that is pinned, its gatekeeper, and what that listens to. */
@Tag("kernel")
@DisplayName(Attack.SUITE)
class KeptGateTest {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path MEMORY = CGROUPS.resolve("gate");
    private static final Path POLICIES = Path.of("/etc/bpf-verity-attacks");
    private static final Path LINK = Path.of("/etc/bpf-verity-attacks-link");

    @TempDir
    private static Path folder;

    private static Service service;

    /** The first gatekeeper begins in a cgroup of its own; those that come after it are started outside. */
    @BeforeAll
    static void attach() throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--pin", "--policy=" + policy(), "--library=" + Stage.HARMLESS));
        Stage.seal().forEach(program -> arguments.add(program.toString()));
        Ran.succeeding("sh", "-c", "echo +memory >" + CGROUPS + "/cgroup.subtree_control; mkdir -p " + MEMORY);
        move(ProcessHandle.current().pid(), MEMORY);
        try {
            service = Service.attach(folder, arguments.toArray(new String[0]));
        } finally {
            move(ProcessHandle.current().pid(), CGROUPS);
        }
        move(service.manager(), CGROUPS);
    }

    private static void move(long process, Path cgroup) throws IOException {
        Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(process));
    }

    private static Path policy() throws IOException {
        Files.createDirectories(POLICIES);
        Files.setPosixFilePermissions(POLICIES, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path policy = Files.writeString(POLICIES.resolve("policy"), "sha256:" + "0".repeat(64) + "\n");
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-r--r--"));
        Files.deleteIfExists(LINK);
        Files.createSymbolicLink(LINK, POLICIES);
        return LINK.resolve("policy");
    }

    @AfterAll
    static void remove() throws IOException {
        if (service != null) {
            service.close();
            Cli.run("detach");
        }
        Files.deleteIfExists(LINK);
    }

    @TestFactory
    @DisplayName("removal")
    Stream<DynamicNode> removal() {
        return Attack.tests(new RemovalAttacks(service, MEMORY).all());
    }

    @TestFactory
    @DisplayName("control")
    Stream<DynamicNode> control() {
        return Attack.tests(new ControlAttacks(LINK.resolve("policy")).all());
    }
}
