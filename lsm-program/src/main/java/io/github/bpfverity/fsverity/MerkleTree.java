package io.github.bpfverity.fsverity;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * Computes the digest that fs-verity gives a file, from the file's contents.
 *
 * <p>Source: "Merkle tree" in {@code Documentation/filesystems/fsverity.rst}. Each level is the hashes of the blocks
 * of the level below, the last block padded with zeros, until one hash is left. Levels are hashed one after another
 * by {@link LevelHasher}, which uses all processors.
 */
public final class MerkleTree {
    /**
     * The most data whose lowest level of hashes is held at once. Larger files are cut into whole subtrees of at most
     * this size, so that memory does not grow with the file.
     */
    private static final long LARGEST_SUBTREE = 128L << 20;

    /**
     * How much a fresh JVM hashes alone, while its compiler begins to put SHA instructions in place. Other threads would
     * keep the compiler from a processor meanwhile.
     */
    private static final long UNTIL_COMPILED = 8L * LevelHasher.CHUNK;

    private final BlockSource data;
    private final VerityParameters parameters;
    private final long largestSubtree;
    private long untilCompiled = UNTIL_COMPILED;

    MerkleTree(BlockSource data, VerityParameters parameters, long largestSubtree) {
        this.data = data;
        this.parameters = parameters;
        this.largestSubtree = largestSubtree;
    }

    /**
     * The digest of a regular file as it is now.
     *
     * @throws IOException if it cannot be read, or becomes shorter meanwhile
     */
    public static VerityDigest digest(File file, VerityParameters parameters) throws IOException {
        return digest(file, parameters, new BlockSource.OfFile(file));
    }

    /**
     * As {@link #digest(File, VerityParameters)}, for a file so large that somebody wants to see how far it is.
     *
     * @param read is told, by several threads, how many bytes more were read
     */
    public static VerityDigest digest(File file, VerityParameters parameters, LongConsumer read) throws IOException {
        return digest(file, parameters, new BlockSource.Counted(new BlockSource.OfFile(file), read));
    }

    private static VerityDigest digest(File file, VerityParameters parameters, BlockSource data) throws IOException {
        long size = file.length();
        byte[] root = size == 0
                ? new byte[parameters.algorithm().digestSize()]
                : new MerkleTree(data, parameters, LARGEST_SUBTREE).root(size);
        return VerityDescriptor.digest(parameters, size, root);
    }

    /** The root hash over {@code size} bytes, 1 or more. */
    byte[] root(long size) throws IOException {
        long subtree = parameters.blockSize();
        int height = 0;
        while (subtree * parameters.hashesPerBlock() <= largestSubtree) {
            subtree *= parameters.hashesPerBlock();
            height++;
        }
        if (size <= subtree) {
            return climbToRoot(hash(data, 0, size));
        }
        ByteArrayOutputStream tops = new ByteArrayOutputStream();
        for (long from = 0; from < size; from += subtree) {
            tops.write(climb(hash(data, from, Math.min(subtree, size - from)), height));
        }
        return climbToRoot(tops.toByteArray());
    }

    private byte[] climbToRoot(byte[] level) throws IOException {
        byte[] hashes = level;
        while (hashes.length > parameters.algorithm().digestSize()) {
            hashes = climb(hashes, 1);
        }
        return hashes;
    }

    private byte[] climb(byte[] level, int levels) throws IOException {
        byte[] hashes = level;
        for (int i = 0; i < levels; i++) {
            hashes = hash(new BlockSource.OfBytes(hashes), 0, hashes.length);
        }
        return hashes;
    }

    private byte[] hash(BlockSource source, long from, long length) throws IOException {
        long alone = untilCompiled;
        untilCompiled = 0;
        return new LevelHasher(source, from, length, parameters).hashes(alone);
    }
}
