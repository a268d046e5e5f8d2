package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.cli.tasks.FakeFiles;
import io.github.bpfverity.gate.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String SEALED = FakeFiles.SEALED.toString();
    private static final String PLAIN = FakeFiles.PLAIN.toString();
    private static final String FOREIGN = FakeFiles.FOREIGN.toString();

    private final FakeServices services = new FakeServices();

    private int run(String... arguments) {
        return Commands.run(services, arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            digst                              | Unmatched argument
            digest                             | Missing required parameter: 'FILE'
            digest --nope x                    | Unknown option: '--nope'
            digest --compute --salt=0g x       | --salt: 'g' is not a hexadecimal digit
            digest --compute --hash-alg=md5 x  | --hash-alg: 'md5' is not sha256 or sha512
            digest --compute --block-size=x x  | --block-size: 'x' is not a number
            digest --compute --block-size=5 x  | block size 5 is not a power of two
            digest --hash-alg=sha512 x         | options for the Merkle tree go with --compute
            enable                             | Missing required parameter: 'FILE'
            seal --with-libraries              | Missing required parameter: 'FILE'
            seal --block-size=5 x              | block size 5 is not a power of two
            attach --scope=all x               | --scope: 'all' is not exe or process
            attach --trace                     | Missing: FILE or --policy
            attach --metrics=x x               | --metrics: 'x' is not HOST:PORT or PORT
            attach --metrics=localhost:0 x     | --metrics: 'localhost:0' is not HOST:PORT or PORT
            learn                              | Missing required option: '--for=DURATION'
            learn --for=soon                   | 'soon' is no length of time
            learn --for=1h --scope=x           | --scope: 'x' is not exe or process
            explain                            | Missing required parameter: 'PID|FILE'
            attach --policy-key k x            | --policy-key goes with --policy
            """)
    void wrongUsageIsOneLineAnd64(String line, String words) {
        assertThat(run(line.split(" "))).isEqualTo(64);
        assertThat(services.complaints())
                .startsWith("bpf-verity: ")
                .contains(words)
                .endsWith(" --help'\n")
                .hasLineCount(1);
        assertThat(services.printed()).isEmpty();
    }

    @Test
    void withoutACommandItSaysThatOneIsMissing() {
        assertThat(run()).isEqualTo(64);
        assertThat(services.complaints())
                .contains("Missing required subcommand")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "digest --help",
                "attach -h",
                "enable --help",
                "seal --help",
                "run --help",
                "doctor --help"
            })
    void helpIsPrintedAndIsNoFailure(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(services.printed()).startsWith("Usage: bpf-verity ");
        assertThat(services.complaints()).isEmpty();
    }

    @Test
    void versionNamesTheProgram() {
        assertThat(run("--version")).isZero();
        assertThat(services.printed()).startsWith("bpf-verity ");
    }

    @Test
    void digestGoesOnAfterAFailureAndKeepsTheFirstCode() {
        assertThat(run("digest", PLAIN, SEALED, FOREIGN)).isEqualTo(65);
        assertThat(services.printed()).isEqualTo("sha256:" + "0".repeat(64) + " " + SEALED + "\n");
        assertThat(services.complaints()).isEqualTo("""
                bpf-verity: %1$s: has no fs-verity digest yet; turn it on with 'enable %1$s'
                bpf-verity: %2$s: no fs-verity here
                """.formatted(PLAIN, FOREIGN));
    }

    @Test
    void verboseShowsWhere() {
        assertThat(run("digest", "--verbose", FOREIGN)).isEqualTo(69);
        assertThat(services.complaints()).contains("\tat " + FakeFiles.class.getName());
    }

    @Test
    void enablePassesTheParametersOn() {
        assertThat(run("enable", "--hash-alg", "sha512", "--block-size", "1024", "--salt", "00ff", "a", "b"))
                .isZero();
        assertThat(services.files.enabled).containsExactly("a sha512 1024 2", "b sha512 1024 2");
    }

    @Test
    void enableSaysForProgramsWhatItDid() {
        assertThat(run("enable", "--json", "a", "b")).isZero();
        assertThat(services.printed()).isEqualTo("""
                {"schema":1,"kind":"enable","path":"a"}
                {"schema":1,"kind":"enable","path":"b"}
                """);
    }

    @Test
    void sealTurnsOnWhatIsOffAndSaysSo() {
        Path library = Path.of("/lib/library.so");
        services.needed.put(FakeFiles.SEALED, Set.of(library, FakeFiles.PLAIN));
        assertThat(run("seal", "--with-libraries", "--hash-alg=sha512", SEALED, SEALED, PLAIN))
                .isZero();
        assertThat(services.printed().lines())
                .containsExactlyInAnyOrder(
                        "sealed already " + FakeFiles.digest(FakeFiles.SEALED) + " " + SEALED,
                        "sealed " + FakeFiles.digest(library) + " " + library,
                        "sealed " + FakeFiles.digest(FakeFiles.PLAIN) + " " + PLAIN);
        assertThat(services.files.enabled)
                .containsExactlyInAnyOrder(library + " sha512 4096 0", PLAIN + " sha512 4096 0");
    }

    @Test
    void sealWithoutLibrariesLeavesThemAlone() {
        services.needed.put(FakeFiles.SEALED, Set.of(FakeFiles.PLAIN));
        assertThat(run("seal", SEALED)).isZero();
        assertThat(services.files.enabled).isEmpty();
    }

    @Test
    void aDryRunOnlySaysWhatItWouldDo() {
        assertThat(run("seal", "--dry-run", SEALED, PLAIN)).isZero();
        assertThat(services.printed()).endsWith("\nwould seal " + PLAIN + "\n");
        assertThat(services.files.enabled).isEmpty();
    }

    @Test
    void sealGoesOnAfterAFailure() {
        assertThat(run("seal", FOREIGN, PLAIN)).isEqualTo(69);
        assertThat(services.complaints()).isEqualTo("bpf-verity: " + FOREIGN + ": no fs-verity here\n");
        assertThat(services.files.enabled).hasSize(1);
    }

    @Test
    void doctorTellsByItsCodeWhetherTheGateCanRun() {
        assertThat(run("doctor", SEALED)).isZero();
        services.machine.texts.remove("/sys/kernel/security/lsm");
        assertThat(run("doctor")).isEqualTo(69);
        assertThat(services.printed()).contains("FAIL  LSM: ").endsWith("The gate cannot run here.\n");
    }

    @Test
    void doctorTellsOfTheGateThatIsAttached() {
        assertThat(run("doctor")).isZero();
        assertThat(services.printed()).contains("ok    gate: attached in mode enforce\n");
        services.control.mode = "audit: NOTHING IS DENIED";
        assertThat(run("doctor")).isZero();
        assertThat(services.printed()).contains("warn  gate: attached in mode audit: NOTHING IS DENIED; attach it");
        services.control.mode = null;
        assertThat(run("doctor", "--json")).isZero();
        assertThat(services.printed().lines().reduce((a, b) -> b).orElseThrow())
                .startsWith("{\"schema\":1,\"kind\":\"doctor\",")
                .contains(
                        "\"fit\":true",
                        "{\"level\":\"ok\",\"subject\":\"kernel\",\"finding\":\"6.12.1-test\",\"remedy\":null}")
                .doesNotContain("\"subject\":\"gate\"");
    }

    @Test
    void digestsAndSealsAreThereForPrograms() {
        assertThat(run("digest", "--json", "--mapped", SEALED)).isZero();
        assertThat(run("seal", "--json", "--dry-run", PLAIN)).isZero();
        assertThat(services.printed()).isEqualTo("""
                {"schema":1,"kind":"digest","digest":"sha256:%s","use":"mapped","path":"%s"}
                {"schema":1,"kind":"seal","digest":null,"use":"executable","path":"%s"}
                """.formatted("0".repeat(64), SEALED, PLAIN));
    }

    @ParameterizedTest
    @CsvSource({"9464, 127.0.0.1", ":9464, 127.0.0.1", "127.0.0.2:9464, 127.0.0.2", "[::1]:9464, 0:0:0:0:0:0:0:1"})
    void metricsAreForThisMachineUnlessSaidOtherwise(String address, String host) {
        assertThat(run("attach", "--metrics", address, SEALED)).isZero();
        assertThat(services.metricsAt.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(services.metricsAt.getPort()).isEqualTo(9464);
    }

    @Test
    void learnWritesAPolicy() {
        assertThat(run("learn", "--for=1h")).isZero();
        assertThat(services.printed()).startsWith("# Learned by bpf-verity");
        assertThat(services.gate.loaded.audit()).isTrue();
    }

    @Test
    void explainGoesByTheGateOrByAPolicy() throws IOException {
        services.control.list = List.of("# nothing");
        assertThat(run("explain", SEALED)).isZero();
        assertThat(services.printed())
                .startsWith(SEALED + ": would be denied bpf(): its executable's digest is not listed; to allow: ")
                .contains("  by the gate that is attached, scope exe\n");
        assertThat(run("explain", "--json", "--policy", policy(LINE), SEALED)).isZero();
        assertThat(services.printed()).contains("\"kind\":\"explain\"", "\"verdict\":\"granted\"");
        assertThat(run("explain", Long.toString(ProcessHandle.current().pid()), "/no such"))
                .isEqualTo(66);
        assertThat(services.printed()).contains("java (pid ");
    }

    @Test
    void attachAuditsWhenItIsAskedTo() {
        assertThat(run("attach", "--audit", SEALED)).isZero();
        assertThat(services.gate.loaded.audit()).isTrue();
    }

    @Test
    void attachEndsWithZeroWhenItIsAskedToEnd() {
        assertThat(run("attach", SEALED)).isZero();
        assertThat(services.gate.log).containsExactly("load 1", "attach", "wake up", "counters", "close");
        assertThat(services.control.refusesAgents).isTrue();
        assertThat(services.printed()).contains("Attached program to bpf(), ctrl-c to exit...\n");
    }

    @ParameterizedTest
    @CsvSource({"--pin, /sys/fs/bpf/bpf-verity", "--pin=/sys/fs/bpf/none, /sys/fs/bpf/none"})
    void pinTakesItsFolderOnlyAfterAnEqualsSign(String option, String folder) {
        assertThat(run("attach", option, SEALED)).isZero();
        assertThat(services.gate.log).contains("pin " + folder);
        assertThat(services.gate.loaded.allowed()).hasSize(1);
    }

    @Test
    void attachAsksForTheScopeThatItIsGiven() {
        assertThat(run("attach", SEALED)).isZero();
        assertThat(services.gate.loaded.scope()).isEqualTo(Scope.PROCESS);
        services.gate.log.clear();
        assertThat(run("attach", "--scope=exe", SEALED)).isZero();
        assertThat(services.gate.loaded.scope()).isEqualTo(Scope.EXE);
    }

    @ParameterizedTest
    @CsvSource({"/bin, 64", "/no such, 66", "/bin/ls, 65", "/bin/cat, 69"})
    void attachRefusesEachBadFileInItsOwnWay(String path, int code) {
        assertThat(run("attach", SEALED, path)).isEqualTo(code);
        assertThat(services.complaints())
                .startsWith("bpf-verity: " + path + ": ")
                .hasLineCount(1);
        assertThat(services.gate.log).isEmpty();
    }

    @Test
    void attachWithoutPrivilegesIs77() {
        services.machine.texts.put("/proc/self/status", "CapEff:\t0000000000000000\n");
        assertThat(run("attach", SEALED)).isEqualTo(77);
        assertThat(services.complaints())
                .startsWith("bpf-verity: capabilities: ")
                .hasLineCount(1);
    }

    private static final String LINE = "sha256:" + "0".repeat(64) + " /bin/true\n";

    @TempDir
    Path folder;

    private String policy(String text) throws IOException {
        services.policyFolder = folder.toRealPath();
        Path file = services.policyFolder.resolve("policy");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        return Files.writeString(file, text).toString();
    }

    @Test
    void attachListsWhatPoliciesSay() throws IOException {
        services.input = LINE.replace("/bin/true", "/other").replace("00", "11");
        assertThat(run("attach", "--policy", policy(LINE), "--policy=-", FakeFiles.LIBRARY.toString()))
                .isZero();
        assertThat(services.gate.loaded.allowed()).hasSize(3);
        assertThat(services.hangup).isNotNull();
    }

    @Test
    void attachNamesEachBadLineAndEndsWith65() throws IOException {
        String file = policy("md5:00 /a\n" + LINE + "x\n");
        services.machine.texts.clear();
        assertThat(run("attach", "--policy", file)).isEqualTo(65);
        assertThat(services.complaints().lines())
                .containsExactly(
                        "bpf-verity: " + file + ":1: unknown algorithm 'md5', expected sha256 or sha512",
                        "bpf-verity: " + file + ":3: expected ALGORITHM:HEX, such as sha256:12ab...");
        assertThat(services.gate.log).isEmpty();
    }

    @Test
    void attachTakesNoPolicyThatOthersCouldHaveWritten() throws IOException {
        String file = policy(LINE);
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(run("attach", "--policy", file)).isEqualTo(77);
        assertThat(services.complaints()).contains("chmod go-w " + file).hasLineCount(1);
    }

    @Test
    void attachTakesNoPolicyWithoutItsSignature() throws Exception {
        String file = policy(LINE);
        Path key = Files.writeString(
                services.policyFolder.resolve("key"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder()
                                .encodeToString(KeyPairGenerator.getInstance("Ed25519")
                                        .generateKeyPair()
                                        .getPublic()
                                        .getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("attach", "--policy", file, "--policy-key", key.toString()))
                .isEqualTo(77);
        assertThat(services.complaints()).contains(file + ": not signed: ").hasLineCount(1);
    }

    @Test
    void withoutAPolicyASignalToReloadIsLeftAlone() {
        assertThat(run("attach", SEALED)).isZero();
        assertThat(services.hangup).isNull();
    }

    @Test
    void digestAndSealPrintPolicies() {
        services.needed.put(FakeFiles.SEALED, Set.of(FakeFiles.LIBRARY));
        assertThat(run("digest", "--mapped", FakeFiles.LIBRARY.toString())).isZero();
        String library = "mapped " + FakeFiles.digest(FakeFiles.LIBRARY) + " " + FakeFiles.LIBRARY + "\n";
        assertThat(services.printed()).isEqualTo(library);
        assertThat(run("seal", "--policy", "--with-libraries", SEALED)).isZero();
        assertThat(services.printed()).isEqualTo(library + LINE + library);
        assertThat(run("seal", "--policy", "--dry-run", PLAIN)).isZero();
        assertThat(services.printed()).endsWith("# not sealed yet: " + PLAIN + "\n");
    }

    @Test
    void aMistakeInTheProgramIs70InOneLine() {
        services.gate.polls.add(consumer -> {
            throw new UnsupportedOperationException("first\nsecond");
        });
        assertThat(run("attach", SEALED)).isEqualTo(70);
        assertThat(services.complaints())
                .isEqualTo(
                        "bpf-verity: internal error: UnsupportedOperationException: first (--verbose shows where)\n");
    }
}
