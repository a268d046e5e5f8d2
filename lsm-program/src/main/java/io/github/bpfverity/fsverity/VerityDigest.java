package io.github.bpfverity.fsverity;

import io.github.bpfverity.bytes.FormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The digest by which fs-verity knows a file: the hash of its descriptor, with the algorithm that made it.
 *
 * <p>Written {@code sha256:HEX}, as the {@code fsverity} program writes it.
 */
public final class VerityDigest {
    private final HashAlgorithm algorithm;
    private final byte[] bytes;

    /**
     * A digest of {@code bytes}, which are copied.
     *
     * @throws IllegalArgumentException if they are not as many as the algorithm makes
     */
    public VerityDigest(HashAlgorithm algorithm, byte[] bytes) {
        if (bytes.length != algorithm.digestSize()) {
            throw new IllegalArgumentException(
                    algorithm.label() + " has " + algorithm.digestSize() + " bytes, not " + bytes.length);
        }
        this.algorithm = algorithm;
        this.bytes = bytes.clone();
    }

    /**
     * Reads {@code ALGORITHM:HEX}, the hexadecimal digits in either case.
     *
     * @throws FormatException if the algorithm is unknown, or the digits are not digits or not as many as it takes;
     *     the offset counts characters
     */
    public static VerityDigest parse(String text) throws FormatException {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new FormatException("digest", 0, "expected ALGORITHM:HEX, such as sha256:12ab...");
        }
        String label = text.substring(0, colon);
        HashAlgorithm algorithm = HashAlgorithm.of(label).orElse(null);
        if (algorithm == null) {
            throw new FormatException("digest", 0, "unknown algorithm '" + label + "', expected sha256 or sha512");
        }
        byte[] bytes = Hex.decode(text.substring(colon + 1), "digest after " + label);
        if (bytes.length != algorithm.digestSize()) {
            String wanted = label + " has " + 2 * algorithm.digestSize() + " digits";
            throw new FormatException("digest", colon + 1, wanted + ", not " + 2 * bytes.length);
        }
        return new VerityDigest(algorithm, bytes);
    }

    /** The algorithm of the Merkle tree and of the digest. */
    public HashAlgorithm algorithm() {
        return algorithm;
    }

    /** A copy of the digest's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as lower-case hexadecimal digits, without the algorithm. */
    public String hex() {
        return Hex.encode(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerityDigest that && algorithm == that.algorithm && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * algorithm.number() + Arrays.hashCode(bytes);
    }

    /** {@code sha256:HEX}. */
    @Override
    public String toString() {
        return algorithm.label() + ":" + hex();
    }
}
