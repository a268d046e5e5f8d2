package io.github.bpfverity.gate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

class RecordsTest {
    private static final int COMM = 32;
    private static final int DIGEST = 48;
    private static final int CALLS = 120;
    private static final int PATH = 128;

    @Test
    void digestsSurviveEncoding() {
        qt().forAll(arbitrary().enumValues(HashAlgorithm.class), seeds(), orders())
                .checkAssert((algorithm, seed, order) -> {
                    VerityDigest digest = new VerityDigest(algorithm, random(seed, algorithm.digestSize()));
                    assertSurvives(digest, order);
                });
    }

    @Test
    void keysOfTwoAlgorithmsDiffer() {
        byte[] zeros = new byte[64];
        byte[] sha512 = DigestKey.encode(new VerityDigest(HashAlgorithm.SHA512, zeros), LITTLE_ENDIAN);
        byte[] sha256 = DigestKey.encode(new VerityDigest(HashAlgorithm.SHA256, new byte[32]), LITTLE_ENDIAN);
        assertThat(sha256).isNotEqualTo(sha512);
    }

    @Test
    void anyBytesAreARecordOrAFormatException() {
        qt().forAll(seeds(), integers().between(0, 300)).checkAssert((seed, length) -> {
            byte[] bytes = random(seed, length);
            decodes(() -> Event.decode(reader(bytes)));
            decodes(() -> Keeper.decode(reader(bytes)));
            decodes(() -> Counters.decode(reader(bytes)));
            decodes(() -> DigestKey.decode(reader(bytes)));
        });
    }

    @Test
    void zerosAreNoDigest() throws FormatException {
        assertThat(DigestKey.decode(reader(new byte[DigestKey.SIZE]))).isEmpty();
    }

    @Test
    void bytesAfterTheDigestAreRefused() {
        byte[] key = DigestKey.encode(new VerityDigest(HashAlgorithm.SHA256, new byte[32]), LITTLE_ENDIAN);
        key[DigestKey.SIZE - 1] = 1;
        assertThatThrownBy(() -> decodeKey(key, LITTLE_ENDIAN))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("more after its end");
    }

    @Test
    void sizeMustBeTheAlgorithms() {
        byte[] key = new byte[DigestKey.SIZE];
        key[0] = 1;
        key[2] = 64;
        assertThatThrownBy(() -> decodeKey(key, LITTLE_ENDIAN)).hasMessageContaining("algorithm 1 with 64 bytes");
    }

    @Test
    void verdictMustGoWithTheReason() {
        byte[] event = new byte[Event.SIZE];
        assertThatThrownBy(() -> Event.decode(reader(event))).hasMessageContaining("verdict 0");
        event[24] = 1;
        decodes(() -> Event.decode(reader(event)));
    }

    @Test
    void newReasonsAreRefused() {
        byte[] event = new byte[Event.SIZE];
        event[28] = 31;
        assertThatThrownBy(() -> Event.decode(reader(event))).hasMessage("record at 0x1c: unknown reason 31");
    }

    @Test
    void anEventStandsForACallAtLeast() throws FormatException {
        byte[] event = event();
        assertThat(Event.decode(reader(event)).calls()).isEqualTo(1);
        event[CALLS] = 0;
        assertThatThrownBy(() -> Event.decode(reader(event))).hasMessage("record at 0x78: 0 calls");
        event[CALLS + 7] = (byte) 0x80;
        assertThatThrownBy(() -> Event.decode(reader(event))).hasMessageContaining("9223372036854775808 calls");
    }

    @Test
    void namesCannotSpeakToATerminal() throws FormatException {
        assertThat(comm("a\u001b[2J\nb\u202ec")).isEqualTo("a?[2J?b?c");
        assertThat(comm("sixteen-bytes-no")).isEqualTo("sixteen-bytes-no");
        assertThat(comm("łódź")).isEqualTo("łódź");
        assertThat(comm("")).isEmpty();
    }

    @Test
    void namesCutWithinACharacterPrint() throws FormatException {
        byte[] event = event();
        event[COMM] = (byte) 0xc5;
        assertThat(Event.decode(reader(event)).comm()).isEqualTo("?");
    }

    @Test
    void aPathIsWholeOrMissing() throws FormatException {
        assertThat(path("/usr/bin/łódź")).contains("/usr/bin/łódź");
        assertThat(path("/usr/bin/tool\0rest of an older event")).contains("/usr/bin/tool");
        assertThat(path("/usr/bin/\u001b[2J")).isEmpty();
        assertThat(path("")).isEmpty();
    }

    private static Optional<String> path(String path) throws FormatException {
        byte[] event = event();
        byte[] bytes = path.getBytes(UTF_8);
        System.arraycopy(bytes, 0, event, PATH, bytes.length);
        return Event.decode(reader(event)).path();
    }

    @Test
    void countsAddUp() throws FormatException {
        ByteBuffer cpu = ByteBuffer.allocate(Counters.SIZE).order(LITTLE_ENDIAN);
        cpu.putLong(8 * Reason.LISTED.number(), 1);
        cpu.putLong(8 * Reason.KEEPER.number(), 2);
        cpu.putLong(8 * Reason.NO_VERITY.number(), 4);
        cpu.putLong(8 * Reason.NOT_LISTED.number(), 8);
        cpu.putLong(Counters.SIZE - 16, 16);
        cpu.putLong(Counters.SIZE - 8, 32);
        Counters one = Counters.decode(reader(cpu.array()));
        assertThat(one.plus(one).plus(Counters.ZERO)).hasToString("6 granted, 24 denied, 32 events lost");
        assertThat(one.plus(one).joined()).isEqualTo(64);
        assertThat(one.plus(Counters.ZERO)).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(one.plus(one)).isNotEqualTo(one);
    }

    @Test
    void onlyTheTwoWaysToADigestAreUsable() {
        assertThat(DigestSource.values())
                .filteredOn(DigestSource::usable)
                .containsExactly(DigestSource.FROM_INODE, DigestSource.FROM_KFUNC);
    }

    private interface Decoding {
        Object run() throws FormatException;
    }

    private static void decodes(Decoding decoding) {
        try {
            assertThat(decoding.run()).isNotNull();
        } catch (FormatException e) {
            assertThat(e.place()).isEqualTo("record");
        }
    }

    private static void assertSurvives(VerityDigest digest, ByteOrder order) {
        try {
            assertThat(decodeKey(DigestKey.encode(digest, order), order)).contains(digest);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    private static String comm(String name) throws FormatException {
        byte[] event = event();
        byte[] bytes = name.getBytes(UTF_8);
        System.arraycopy(bytes, 0, event, COMM, bytes.length);
        return Event.decode(reader(event)).comm();
    }

    private static byte[] event() {
        byte[] event = new byte[Event.SIZE];
        event[24] = (byte) Verdict.GRANTED.number();
        event[CALLS] = 1;
        byte[] key = DigestKey.encode(new VerityDigest(HashAlgorithm.SHA256, new byte[32]), LITTLE_ENDIAN);
        System.arraycopy(key, 0, event, DIGEST, key.length);
        return event;
    }

    private static Optional<VerityDigest> decodeKey(byte[] key, ByteOrder order) throws FormatException {
        return DigestKey.decode(ByteReader.of(key, order, "record"));
    }

    private static ByteReader reader(byte[] bytes) {
        return ByteReader.of(bytes, LITTLE_ENDIAN, "record");
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Gen<Integer> seeds() {
        return integers().all();
    }

    private static Gen<ByteOrder> orders() {
        return arbitrary().pick(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }
}
