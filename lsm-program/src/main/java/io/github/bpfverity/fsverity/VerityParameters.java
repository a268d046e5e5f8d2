package io.github.bpfverity.fsverity;

import io.github.bpfverity.bytes.FormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a file's Merkle tree is made with; two files with the same bytes have the same digest only if these agree.
 *
 * @param algorithm hashes blocks and the descriptor
 * @param blockSize bytes in a block of data and of the tree; a power of two, {@value #MIN_BLOCK_SIZE} to {@value
 *     #MAX_BLOCK_SIZE}. A kernel takes those up to its page size, and before 6.3 the page size alone.
 * @param salt hashed before every block; at most {@value #MAX_SALT} bytes, none for no salt
 */
public record VerityParameters(HashAlgorithm algorithm, int blockSize, byte[] salt) {
    /** The smallest block that fs-verity knows. */
    public static final int MIN_BLOCK_SIZE = 1024;

    /** The largest page size of a kernel, and so the largest block. */
    public static final int MAX_BLOCK_SIZE = 65536;

    /** Room for the salt in {@code struct fsverity_descriptor}. */
    public static final int MAX_SALT = 32;

    /** SHA-256, blocks of 4096 bytes, no salt: what {@code fsverity} takes when it is told nothing. */
    public static final VerityParameters DEFAULT = new VerityParameters(HashAlgorithm.SHA256, 4096, new byte[0]);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public VerityParameters {
        if (Integer.bitCount(blockSize) != 1 || blockSize < MIN_BLOCK_SIZE || blockSize > MAX_BLOCK_SIZE) {
            throw new IllegalArgumentException("block size " + blockSize + " is not a power of two from "
                    + MIN_BLOCK_SIZE + " to " + MAX_BLOCK_SIZE);
        }
        if (salt.length > MAX_SALT) {
            throw new IllegalArgumentException("salt of " + salt.length + " bytes, at most " + MAX_SALT);
        }
        salt = salt.clone();
    }

    /**
     * Reads a salt.
     *
     * @param hex an even number of hexadecimal digits in either case, possibly none
     */
    public static byte[] parseSalt(String hex) throws FormatException {
        return Hex.decode(hex, "salt");
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    /** The salt with zeros up to a multiple of the hash's own block; empty for no salt. */
    byte[] paddedSalt() {
        int unit = algorithm.blockSize();
        return Arrays.copyOf(salt, (salt.length + unit - 1) / unit * unit);
    }

    /** How many hashes fill a block of the tree. */
    int hashesPerBlock() {
        return blockSize / algorithm.digestSize();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerityParameters that
                && algorithm == that.algorithm
                && blockSize == that.blockSize
                && Arrays.equals(salt, that.salt);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * algorithm.number() + blockSize) + Arrays.hashCode(salt);
    }
}
