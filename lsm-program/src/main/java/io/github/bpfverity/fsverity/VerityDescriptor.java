package io.github.bpfverity.fsverity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct fsverity_descriptor}, whose hash is the file's digest.
 *
 * <p>Source: "fs-verity descriptor" in {@code Documentation/filesystems/fsverity.rst}. Little-endian everywhere.
 */
final class VerityDescriptor {
    private static final int SIZE = 256;
    private static final int VERSION = 1;
    private static final int DATA_SIZE_AT = 8;
    private static final int ROOT_HASH_AT = 16;
    private static final int SALT_AT = 80;

    private VerityDescriptor() {}

    /**
     * The digest of a file.
     *
     * @param rootHash of its Merkle tree; zeros for an empty file
     */
    static VerityDigest digest(VerityParameters parameters, long dataSize, byte[] rootHash) {
        HashAlgorithm algorithm = parameters.algorithm();
        return new VerityDigest(algorithm, algorithm.newDigest().digest(encode(parameters, dataSize, rootHash)));
    }

    static byte[] encode(VerityParameters parameters, long dataSize, byte[] rootHash) {
        byte[] salt = parameters.salt();
        ByteBuffer descriptor = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        descriptor.put((byte) VERSION);
        descriptor.put((byte) parameters.algorithm().number());
        descriptor.put((byte) Integer.numberOfTrailingZeros(parameters.blockSize()));
        descriptor.put((byte) salt.length);
        descriptor.position(DATA_SIZE_AT);
        descriptor.putLong(dataSize);
        descriptor.position(ROOT_HASH_AT);
        descriptor.put(rootHash);
        descriptor.position(SALT_AT);
        descriptor.put(salt);
        return descriptor.array();
    }
}
