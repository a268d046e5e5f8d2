package io.github.bpfverity.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.cli.policy.PolicyException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReaderTest {
    private static final String LINE = "sha256:" + "1a".repeat(32) + " /a\n";

    @TempDir
    Path start;

    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        start = start.toRealPath();
        folder = Files.createDirectory(start.resolve("etc"));
        file = Files.writeString(folder.resolve("policy"), LINE);
        allow(folder, "rwxr-xr-x");
        allow(file, "rw-r--r--");
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Policy read(Path... files) throws PolicyException {
        return TestPolicies.reader(start, "").read(List.of(files), null);
    }

    private PolicyException refusal(Path... files) {
        return catchThrowableOfType(PolicyException.class, () -> read(files));
    }

    private void assertDistrusted(String words) {
        PolicyException e = refusal(file);
        assertThat(e).hasMessageContaining(words);
        assertThat(e.kind()).isEqualTo(Kind.NOT_TRUSTED);
    }

    @Test
    void filesAreReadTogether() throws IOException, PolicyException {
        Path other = Files.writeString(folder.resolve("other"), "sha256:" + "2b".repeat(32) + " /b\n" + LINE);
        allow(other, "rw-r-----");
        assertThat(read(file, other).entries())
                .extracting(PolicyEntry::place)
                .containsExactly(file + ":1", other + ":1");
    }

    @Test
    void aContradictionBetweenFilesNamesBoth() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "mapped " + LINE);
        allow(other, "rw-r--r--");
        assertThat(refusal(file, other)).hasMessageStartingWith(other + ":1: this digest is listed at " + file + ":1");
    }

    @Test
    void everyBadLineOfEveryFileIsNamed() throws IOException {
        Files.writeString(file, "x\n" + LINE + "y\n");
        Path other = Files.writeString(folder.resolve("other"), "z\n");
        allow(other, "rw-r--r--");
        PolicyException e = refusal(file, other);
        assertThat(e.kind()).isEqualTo(Kind.BAD_DATA);
        assertThat(e.getMessage().lines())
                .extracting(line -> line.substring(0, line.indexOf(": ")))
                .containsExactly(file + ":1", file + ":3", other + ":1");
    }

    @Test
    void whatOthersCouldHaveWrittenIsRefused() throws IOException {
        for (String permissions : List.of("rw-rw-r--", "rw-r--rw-")) {
            allow(file, permissions);
            assertDistrusted(file + ": can be written to by others than its owner; chmod go-w " + file);
        }
    }

    @Test
    void aFolderOnTheWayThatOthersWriteToIsRefused() throws IOException {
        allow(folder, "rwxrwxr-x");
        assertDistrusted(folder + ", on the way to " + file + ": can be written to by others");
        allow(folder, "rwxr-xr-x");
        allow(start, "rwxr-xrwx");
        assertDistrusted(start + ", on the way to " + file + ": can be written to by others");
    }

    @Test
    void anotherOwnerIsRefused() throws IOException {
        Assumptions.assumeTrue(Files.getOwner(Path.of("/proc/self")).getName().equals("root"), "needs root");
        var nobody = file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("65534");
        Files.setOwner(file, nobody);
        assertDistrusted("; chown -h root " + file);
        Files.setOwner(file, Files.getOwner(Path.of("/proc/self")));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("policy"));
        Files.getFileAttributeView(link, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(nobody);
        assertThat(refusal(link)).hasMessageContaining("chown -h root " + link);
        Files.setOwner(folder, nobody);
        assertDistrusted("; chown -h root " + folder);
    }

    @Test
    void linksAreFollowedToWhereTheyLead() throws IOException, PolicyException {
        // As a mounted ConfigMap has them.
        Files.move(file, Files.createDirectory(folder.resolve("..2026")).resolve("policy"));
        allow(folder.resolve("..2026"), "rwxr-xr-x");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(file, Path.of("..data/policy"));
        Path absolute = Files.createSymbolicLink(start.resolve("absolute"), file);
        Path round = Files.createSymbolicLink(start.resolve("round"), Path.of("./etc/../etc/policy"));
        assertThat(read(file).entries()).hasSize(1);
        assertThat(read(absolute).entries()).hasSize(1);
        assertThat(read(round).entries()).hasSize(1);
        allow(folder.resolve("..2026"), "rwxrwxrwx");
        assertThat(refusal(absolute)).hasMessageContaining("can be written to by others");
    }

    @Test
    void aCircleOfLinksEnds() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
        assertThat(refusal(link)).hasMessageContaining("too many symbolic links");
    }

    @Test
    void whatIsNoRegularFileIsRefused() throws IOException, InterruptedException {
        assertThat(refusal(folder)).hasMessage(folder + ": has no file *.policy");
        assertThat(refusal(folder.resolve("none"))).hasMessage(folder.resolve("none") + ": no such file");
        assertThat(refusal(file.resolve("below"))).hasMessageContaining("is not a directory");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(refusal(pipe)).hasMessageContaining("is not a regular file");
    }

    @Test
    void aFileWithoutAnEndIsRefused() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), TrustedFiles.LARGEST);
        }
        assertThat(refusal(file)).hasMessageContaining("has more than");
    }

    @Test
    void standardInputIsReadOnce() throws PolicyException {
        PolicyReader reader = TestPolicies.reader(start, LINE);
        assertThat(reader.read(List.of(Path.of("-")), null).entries())
                .extracting(PolicyEntry::place)
                .containsExactly("standard input:1");
        assertThat(reader.read(List.of(Path.of("-")), null).entries()).hasSize(1);
    }

    @Test
    void signedPoliciesAreReadAndNoOthers() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = key(pair);
        assertNotSigned(key, "not signed: " + file + ".sig is missing");
        byte[] signature = sign(pair);
        for (byte[] form :
                List.of(signature, Base64.getMimeEncoder(60, new byte[] {'\n'}).encode(signature))) {
            sign(form);
            assertThat(signedBy(key).entries()).hasSize(1);
        }
        signature[3] ^= 1;
        sign(signature);
        assertNotSigned(key, "its signature is not of this file by this key");
        sign(new byte[] {1, 2, 3});
        assertNotSigned(key, "its signature is not of this file by this key");
        sign(sign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
        assertNotSigned(key, "its signature is not of this file by this key");
        sign(sign(pair));
        Files.writeString(file, LINE + "# more\n");
        assertNotSigned(key, "its signature is not of this file by this key");
    }

    @Test
    void certificatesAreKeys() throws Exception {
        for (String kind : List.of("ed25519", "ec", "rsa")) {
            for (String suffix : List.of(".crt", ".sig")) {
                copy("signed-" + kind + suffix);
            }
            copy("signed.policy");
            Path policy = folder.resolve("signed.policy");
            Files.copy(
                    folder.resolve("signed-" + kind + ".sig"),
                    folder.resolve("signed.policy.sig"),
                    StandardCopyOption.REPLACE_EXISTING);
            Path key = folder.resolve("signed-" + kind + ".crt");
            assertThat(TestPolicies.reader(start, "").read(List.of(policy), key).entries())
                    .as(kind)
                    .hasSize(1);
        }
    }

    @Test
    void aCertificateAfterItsTimeIsRefused() throws Exception {
        copy("expired.crt");
        var e = catchThrowableOfType(PolicyException.class, () -> signedBy(folder.resolve("expired.crt")));
        assertThat(e).hasMessageContaining("the certificate is valid from ");
        assertThat(e.kind()).isEqualTo(Kind.NOT_TRUSTED);
    }

    @Test
    void whatIsNoKeyIsSaidToBeNone() throws Exception {
        for (String text : List.of(
                "",
                "key",
                pem("PUBLIC KEY", new byte[] {1, 2}),
                pem("CERTIFICATE", new byte[] {1}),
                pem("X", new byte[4]))) {
            Path key = Files.writeString(folder.resolve("key"), text);
            allow(key, "rw-r--r--");
            var e = catchThrowableOfType(PolicyException.class, () -> signedBy(key));
            assertThat(e.kind()).as(text).isEqualTo(Kind.BAD_DATA);
            assertThat(e.getMessage().lines()).hasSize(1);
        }
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        assertThat(catchThrowableOfType(PolicyException.class, () -> signedBy(key(pair)))
                        .kind())
                .isEqualTo(Kind.BAD_DATA);
    }

    @Test
    void aKeyThatOthersCouldHaveWrittenIsRefused() throws Exception {
        Path key = key(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        allow(key, "rw-rw-rw-");
        assertNotSigned(key, key + ": can be written to by others");
    }

    @Test
    void standardInputCannotBeSigned() throws Exception {
        Path key = key(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        var e = catchThrowableOfType(
                PolicyException.class, () -> TestPolicies.reader(start, LINE).read(List.of(Path.of("-")), key));
        assertThat(e.kind()).isEqualTo(Kind.USAGE);
    }

    private Policy signedBy(Path key) throws PolicyException {
        return TestPolicies.reader(start, "").read(List.of(file), key);
    }

    private void assertNotSigned(Path key, String words) {
        var e = catchThrowableOfType(PolicyException.class, () -> signedBy(key));
        assertThat(e).hasMessageContaining(words);
        assertThat(e.kind()).isEqualTo(Kind.NOT_TRUSTED);
    }

    private Path key(KeyPair pair) throws IOException {
        Path key = Files.writeString(
                folder.resolve("key.pem"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        allow(key, "rw-r--r--");
        return key;
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private byte[] sign(KeyPair pair) throws GeneralSecurityException, IOException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(Files.readAllBytes(file));
        return signature.sign();
    }

    private void sign(byte[] signature) throws IOException {
        allow(Files.write(folder.resolve("policy.sig"), signature), "rw-r--r--");
    }

    private void copy(String name) throws IOException {
        try (var stream = PolicyReaderTest.class.getResourceAsStream(name)) {
            Files.copy(stream, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            allow(folder.resolve(name), "rw-r--r--");
        }
    }

    @Test
    void folderStandsForItsPoliciesInOrder() throws IOException, PolicyException {
        String second = LINE.replace("1a", "2b");
        allow(Files.writeString(folder.resolve("20.policy"), second), "rw-r--r--");
        allow(Files.writeString(folder.resolve("10.policy"), LINE), "rw-r--r--");
        allow(Files.writeString(folder.resolve("10.policy.bak"), "no policy"), "rw-r--r--");
        assertThat(read(folder).entries())
                .extracting(PolicyEntry::place)
                .containsExactly(folder.resolve("10.policy") + ":1", folder.resolve("20.policy") + ":1");
        allow(folder.resolve("20.policy"), "rw-rw-r--");
        assertThat(refusal(folder)).hasMessageContaining("can be written to by others");
    }
}
