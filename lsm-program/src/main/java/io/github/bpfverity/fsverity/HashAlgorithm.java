package io.github.bpfverity.fsverity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The hash algorithms of fs-verity, {@code FS_VERITY_HASH_ALG_*} in {@code include/uapi/linux/fsverity.h}. */
public enum HashAlgorithm {
    SHA256(1, "sha256", "SHA-256", 32, 64),
    SHA512(2, "sha512", "SHA-512", 64, 128);

    private final int number;
    private final String label;
    private final String javaName;
    private final int digestSize;
    private final int blockSize;

    HashAlgorithm(int number, String label, String javaName, int digestSize, int blockSize) {
        this.number = number;
        this.label = label;
        this.javaName = javaName;
        this.digestSize = digestSize;
        this.blockSize = blockSize;
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }

    /** The name before the colon of a printed digest, such as {@code sha256}. */
    public String label() {
        return label;
    }

    /** Bytes in a digest. */
    public int digestSize() {
        return digestSize;
    }

    /** Bytes that the compression function takes at once; a salt is padded to a multiple of them. */
    public int blockSize() {
        return blockSize;
    }

    /** The algorithm of a kernel's number; empty for one that fs-verity does not define. */
    public static Optional<HashAlgorithm> of(int number) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The algorithm of a label, exactly as {@link #label} writes it. */
    public static Optional<HashAlgorithm> of(String label) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.label.equals(label)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(javaName, JdkDigests.INSTANCE);
        } catch (NoSuchAlgorithmException e) {
            return configuredDigest();
        }
    }

    private MessageDigest configuredDigest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + javaName, e);
        }
    }
}
